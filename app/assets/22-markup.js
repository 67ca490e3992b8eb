/* Markup made on the server, as Dash draws it. Every part of it was escaped there. */
(function () {
    "use strict";

    const DETAILS = /<details[^>]*>|<\/details>/g, SUMMARY = "</summary>", OPEN = /\sopen\b/;
    const LIST = /(<select[^>]*)>(.*?)<\/select>/gs, CHOSEN = /<option[^>]* selected>[^<]*<\/option>/, SAME = "data-same";
    /* What was last put into a place, without what its closed parts hold. */
    const said = new WeakMap();
    /* What closed parts hold that were not opened yet: most of a page's elements stand in the tables behind its charts. */
    const inside = new WeakMap();

    function Markup({ tag = "div", attributes, className, html }) {
        const place = window.React.useRef(null);
        const { shown, contents } = window.React.useMemo(() => folded(html), [html]);
        window.React.useLayoutEffect(() => settle(place.current, shown, contents), [html, tag]);
        const props = { className, ...attributes, ref: place, dangerouslySetInnerHTML: { __html: shown } };
        return window.React.createElement(tag, props);
    }

    /* The same in a place that is there already. Its lists stay: they name every authority, and to draw them anew takes
       as long as a chart. */
    function fill(place, html) {
        const { shown, contents } = folded(html);
        if (!place.querySelector("select")) {
            place.innerHTML = shown;
        } else if (!retell(place, parsed(shorter(shown, said.get(place) ?? "")))) {
            retell(place, parsed(shown));
        }
        settle(place, shown, contents);
    }

    function parsed(html) {
        const template = document.createElement("template");
        template.innerHTML = html;
        return template.content;
    }

    /* Markup in which each list that offers what it offered before names what is chosen alone: it is most of it. */
    function shorter(html, before) {
        const lists = before.match(LIST) ?? [], bare = (list) => list?.replace(" selected>", ">");
        return html.replace(LIST, (list, opening, options) => {
            const chosen = options.match(CHOSEN);
            return chosen && bare(list) === bare(lists.shift()) ? `${opening} ${SAME}>${chosen[0]}</select>` : list;
        });
    }

    /* What closed parts hold is kept for them, and what belongs elsewhere on the page goes there. */
    function settle(place, shown, contents) {
        said.set(place, shown);
        foldAll(place, contents);
        place.querySelectorAll("[data-into]").forEach((part) => {
            document.getElementById(part.dataset.into)?.replaceChildren(...part.childNodes);
        });
    }

    /* Has what stands there say what is to be said: only what is built otherwise is replaced, since whatever is, what
       stands beside it has its styles found anew. Whether it could be: a list that was left out cannot replace another. */
    function retell(there, next) {
        const parts = [...there.childNodes], others = [...next.childNodes];
        if (parts.length !== others.length || parts.some(({ nodeName }, at) => nodeName !== others[at].nodeName)) {
            const isWhole = !next.querySelector(`[${SAME}]`);
            if (isWhole) {
                there.replaceChildren(...others);
            }
            return isWhole;
        }
        return parts.every((part, at) => {
            const other = others[at];
            if (part.nodeType === Node.TEXT_NODE) {
                part.data = other.data;
            } else if (part.matches("select")) {
                offer(part, other);
            } else if (part.querySelector("select") || !part.isEqualNode(other)) {  // what is chosen is no attribute
                describe(part, other);
                return retell(part, other);
            }
            return true;
        });
    }

    function describe(element, other) {
        element.getAttributeNames().filter((name) => !other.hasAttribute(name)).forEach((name) => element.removeAttribute(name));
        other.getAttributeNames().forEach((name) => element.setAttribute(name, other.getAttribute(name)));
    }

    /* The options of another list in as few changes as there are, and the same chosen. */
    function offer(list, other) {
        const isSame = other.hasAttribute(SAME);
        other.removeAttribute(SAME);
        describe(list, other);
        if (!isSame) {
            const offered = new Set([...other.options].map(({ value }) => value));
            [...list.options].filter(({ value }) => !offered.has(value)).forEach((option) => option.remove());
            [...other.options].forEach((option, at) => {
                const there = list.options[at];
                if (there?.value !== option.value) {
                    list.insertBefore(option.cloneNode(true), there ?? null);
                } else if (there.text !== option.text) {
                    there.text = option.text;
                }
            });
            list.length = other.length;
        }
        list.value = other.value;
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
