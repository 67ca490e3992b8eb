/* The chart library with what our charts draw and no more: lines and points, bars, their limits, words and shapes. */
"use strict";

require("plotly.js/build/plotcss");
const Registry = require("plotly.js/src/registry");
const methods = require("plotly.js/src/plot_api");
const Fx = require("plotly.js/src/components/fx");
const Plots = require("plotly.js/src/plots/plots");

const Plotly = window.Plotly = {
    version: require("plotly.js/src/version").version,
    register: Registry.register,
    Plots: { resize: Plots.resize, graphJson: Plots.graphJson },
    Fx: { hover: Fx.hover, unhover: Fx.unhover },
};
for (const [name, fn] of Object.entries(methods)) {
    if (!name.startsWith("_")) {
        Plotly[name] = fn;
    }
    Registry.register({ moduleType: "apiMethod", name, fn });
}
Registry.register([
    require("plotly.js/src/traces/scatter"),
    require("plotly.js/src/traces/bar"),
    require("plotly.js/src/components/annotations"),
    require("plotly.js/src/components/shapes"),
    require("plotly.js/src/components/errorbars"),
    require("plotly.js/src/components/colorscale"),
    Fx,
    require("plotly.js/src/components/modebar"),
    require("plotly.js/src/locale-en"),
    require("plotly.js/src/locale-en-us"),
]);
