/* node bundle.mjs ENTRY FILE BANNER: one script of what an entry uses; says the folders of the packages that it holds. */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { minify } from "terser";

const [entry, file, banner] = process.argv.slice(2);
/* Dash's page has these already. */
const THERE = { "react": "React", "react-dom": "ReactDOM", "prop-types": "PropTypes" };
const INSTEAD = {
    "culori": "colours.mjs",
    "ramda": "lists.mjs",
    "maplibre-gl/dist/maplibre-gl.css": "nothing.js",
    "../utils/LazyLoader/mathjax": "nothing.js",
    "./calc_autorange": "ranges.js",
};
/* What the chart library says of its attributes for its own documentation, a tenth of it: left out of its own bundles too. */
const TEXT = String.raw`(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|` + "`[^`$]*`)";
const TEXTS = String.raw`${TEXT}(?:\s*\+\s*${TEXT})*`;
const LIST = String.raw`\[(?:\s|,|${TEXTS}|//[^\n]*)*\]`;
const SAID = new RegExp(String.raw`\b(?:description: (?:${TEXTS}|${LIST}\.join\(' ?'\))|(?:requiredOpts|otherOpts): ${LIST})(?:,|(?=\s*\}))`, "g");

const less = {
    name: "less",
    setup(building) {
        building.onResolve({ filter: /./ }, ({ path, importer }) => {
            if (path in THERE) {
                return { path, namespace: "there" };
            }
            const instead = INSTEAD[path];
            return instead && !importer.endsWith(instead) ? { path: resolve(instead) } : undefined;
        });
        building.onLoad({ filter: /./, namespace: "there" }, ({ path }) => ({ contents: `module.exports = window.${THERE[path]};` }));
        building.onLoad({ filter: /plotly\.js\/src\/.*\.js$/ }, ({ path }) => ({ contents: readFileSync(path, "utf8").replace(SAID, "") }));
    },
};

const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: "iife",
    target: "es2020",
    jsx: "transform",
    loader: { ".js": "jsx" },
    define: { global: "window", "process.env.NODE_ENV": '"production"', "process.env.NODE_DEBUG": "false" },
    plugins: [less],
    legalComments: "none",
});
const smaller = { ecma: 2020, toplevel: true, compress: { passes: 3 }, format: { comments: false } };
const { code } = await minify(outputFiles[0].text, smaller);
writeFileSync(file, `/* ${banner} */\n${code}\n`);
const held = Object.keys(metafile.inputs).map((path) => path.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1]);
console.log([...new Set(held)].filter(Boolean).join("\n"));
