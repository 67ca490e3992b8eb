/* Markup made on the server, as Dash draws it. Every part of it was escaped there. */
(function () {
    "use strict";

    const DETAILS = /<details[^>]*>|<\/details>/g, SUMMARY = "</summary>", OPEN = /\sopen\b/;
    /* What closed parts hold that were not opened yet: most of a page's elements stand in the tables behind its charts. */
    const inside = new WeakMap();

    function Markup({ tag = "div", attributes, className, html }) {
        const place = window.React.useRef(null);
        const { shown, contents } = window.React.useMemo(() => folded(html), [html]);
        window.React.useLayoutEffect(() => {
            [...place.current.querySelectorAll("details")].forEach((details, at) => fold(details, contents[at]));
        }, [html, tag]);
        const props = { className, ...attributes, ref: place, dangerouslySetInnerHTML: { __html: shown } };
        return window.React.createElement(tag, props);
    }

    /* The markup without what its outermost closed parts hold besides their summaries, and what that is, in order. */
    function folded(html) {
        const contents = [], kept = [];
        let at = 0, depth = 0, start = 0;
        for (const { 0: tag, index } of html.matchAll(DETAILS)) {
            depth += tag.startsWith("</") ? -1 : 1;
            if (depth === 1 && !tag.startsWith("</")) {
                start = html.indexOf(SUMMARY, index) + SUMMARY.length;
                if (OPEN.test(tag)) {
                    return { shown: html, contents: [] };
                }
            } else if (depth === 0) {
                kept.push(html.slice(at, start));
                contents.push(html.slice(start, index));
                at = index;
            }
        }
        return { shown: [...kept, html.slice(at)].join(""), contents };
    }

    /* Other figures under the same summary take the place of those that stood there. */
    function fold(details, content) {
        if (content === undefined) {
            return;
        }
        [...details.children].slice(1).forEach((part) => part.remove());
        inside.set(details, content);
        if (details.open) {
            unfoldOne(details);
        }
    }

    function unfoldOne(details) {
        const content = inside.get(details);
        if (content !== undefined) {
            inside.delete(details);
            details.insertAdjacentHTML("beforeend", content);
        }
    }

    /* Puts everything in its place that closed parts hold. */
    function unfold(root) {
        root.querySelectorAll("details").forEach(unfoldOne);
    }

    Object.assign(window.alongside, { Markup, unfold });
    document.addEventListener("toggle", (event) => unfoldOne(event.target), true);
}());
