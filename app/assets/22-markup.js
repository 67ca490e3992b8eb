/* Markup made on the server, as Dash draws it. Every part of it was escaped there. */
(function () {
    "use strict";

    const DETAILS = /<details[^>]*>|<\/details>/g, SUMMARY = "</summary>", OPEN = /\sopen\b/;
    /* What closed parts hold that were not opened yet: most of a page's elements stand in the tables behind its charts. */
    const inside = new WeakMap();

    function Markup({ tag = "div", attributes, className, html }) {
        const place = window.React.useRef(null);
        const { shown, contents } = window.React.useMemo(() => folded(html), [html]);
        window.React.useLayoutEffect(() => settle(place.current, contents), [html, tag]);
        const props = { className, ...attributes, ref: place, dangerouslySetInnerHTML: { __html: shown } };
        return window.React.createElement(tag, props);
    }

    /* The same in a place that is there already. Its lists stay: they name every authority, and to draw them anew takes
       as long as a chart. */
    function fill(place, html) {
        const { shown, contents } = folded(html);
        if (place.querySelector("select")) {
            const said = document.createElement("template");
            said.innerHTML = shown;
            retell(place, said.content);
        } else {
            place.innerHTML = shown;
        }
        settle(place, contents);
    }

    /* What closed parts hold is kept for them, and what belongs elsewhere on the page goes there. */
    function settle(place, contents) {
        foldAll(place, contents);
        place.querySelectorAll("[data-into]").forEach((part) => {
            document.getElementById(part.dataset.into)?.replaceChildren(...part.childNodes);
        });
    }

    /* Has what stands there say what is said: only what is built otherwise is replaced, since whatever is, what stands
       beside it has its styles found anew. */
    function retell(there, said) {
        const parts = [...there.childNodes], next = [...said.childNodes];
        if (parts.length !== next.length || parts.some(({ nodeName }, at) => nodeName !== next[at].nodeName)) {
            there.replaceChildren(...next);
            return;
        }
        parts.forEach((part, at) => {
            if (part.nodeType === Node.TEXT_NODE) {
                part.data = next[at].data;
            } else if (part.matches("select")) {
                offer(part, next[at]);
            } else if (part.querySelector("select") || !part.isEqualNode(next[at])) {  // what is chosen is no attribute
                describe(part, next[at]);
                retell(part, next[at]);
            }
        });
    }

    function describe(element, said) {
        element.getAttributeNames().filter((name) => !said.hasAttribute(name)).forEach((name) => element.removeAttribute(name));
        said.getAttributeNames().forEach((name) => element.setAttribute(name, said.getAttribute(name)));
    }

    /* The options of another list in as few changes as there are, and the same chosen. */
    function offer(list, said) {
        describe(list, said);
        const offered = new Set([...said.options].map(({ value }) => value));
        [...list.options].filter(({ value }) => !offered.has(value)).forEach((option) => option.remove());
        [...said.options].forEach((option, at) => {
            const there = list.options[at];
            if (there?.value !== option.value) {
                list.insertBefore(option.cloneNode(true), there ?? null);
            } else if (there.text !== option.text) {
                there.text = option.text;
            }
        });
        list.length = said.length;
        list.value = said.value;
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

    function foldAll(place, contents) {
        [...place.querySelectorAll("details")].forEach((details, at) => fold(details, contents[at]));
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

    /* Whoever opens a part has what it holds before it opens, not a moment after. */
    function open(event) {
        const details = event.target.closest("summary")?.parentElement;
        if (details) {
            unfoldOne(details);
        }
    }

    Object.assign(window.alongside, { Markup, fill, unfold });
    document.addEventListener("click", open, true);
    document.addEventListener("toggle", (event) => unfoldOne(event.target), true);  // however else it was opened
}());
