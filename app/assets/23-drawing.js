/* A page is drawn in two halves, what answers first, and its graphs one after the other. Another selection of the same
   page is drawn where the last one stands: to take everything away, and to put it there anew, took longer than the rest. */
(function () {
    "use strict";

    const PAGE = "page", HTML = "dash_html_components", ARTICLE = "Article", GRAPH = "Graph", MARKUP = "Markup", GRAPH_MS = 200, LONG_MS = 200;
    /* Attributes that HTML calls otherwise than React does; of the others only the case differs. */
    const NAMES = { className: "class", htmlFor: "for" };
    /* What stands there: the page up to the end of its first section, the rest, and the room that the rest comes into,
       which Dash looks after once it held parts of Dash's. */
    let shown = { page: null, rest: null, room: null };
    /* The rest to come and what stands in its place, the graphs still to be drawn, and how many parts were ever named. */
    let coming = null, graphs = [], named = 0;

    /* Draws what has come of a page, and the rest when it comes. Whether it could be drawn where the last one stands. */
    function drawPage(page, later, isSame) {
        const before = shown, isKept = isSame && alike(before.page, page), place = document.getElementById(PAGE);
        const stands = isKept ? before.rest ?? coming?.stands : null;
        graphs = [];
        shown = { page, rest: null, room: isKept ? before.room : { id: `rest-${++named}`, isDashs: false } };
        coming = articleOf(page) ? { later, stands } : null;
        place.style.minHeight = `${place.offsetHeight}px`;  // whoever has scrolled down stays there
        if (isKept) {
            veil(document.getElementById(shown.room.id), coming);
            retell(before.page, page, place.firstElementChild, true);
        } else {
            put(PAGE, { children: withRoom(page) });
        }
        if (!coming) {
            place.style.minHeight = "";
        }
        return isKept;
    }

    /* What is of another selection is seen no more; where its successor is long in coming, it is nowhere. At once, all of it
       would be laid out anew: that takes as long as the words above it. */
    function veil(room, mine) {
        if (room) {
            room.style.opacity = 0;
            window.setTimeout(() => {
                if (coming === mine) {
                    room.hidden = true;
                }
            }, LONG_MS);
        }
    }

    function articleOf(page) {
        return partsOf(page).find(({ type }) => type === ARTICLE);
    }

    function partsOf(part) {
        return [part.props.children].flat().filter((child) => typeof child === "object" && child);
    }

    function withRoom(page) {
        const article = articleOf(page), whole = prepared(page, true);
        if (article) {
            const { props } = partsOf(whole).find(({ type }) => type === ARTICLE);
            props.children = [props.children, div({ id: shown.room.id, className: "rest", children: null })].flat();
        }
        return whole;
    }

    function div(props) {
        return { namespace: HTML, type: "Div", props };
    }

    /* A part as Dash draws it. Each graph takes as long as all around it, so where it is not wanted at once there is room
       for it. */
    function prepared(part, isAtOnce) {
        if (Array.isArray(part)) {
            return part.map((child) => prepared(child, isAtOnce));
        }
        if (part?.type === GRAPH) {
            part.plot = { id: `plot-${++named}`, room: `graph-${named}`, isDrawn: isAtOnce };
            if (isAtOnce) {
                return plotted(part);
            }
            graphs.push({ id: part.plot.room, draw: () => plot(part) });
            return div({ id: part.plot.room, style: part.props.style });
        }
        const children = part?.props?.children;
        return typeof children === "object" && children ? { ...part, props: { ...part.props, children: prepared(children, isAtOnce) } } : part;
    }

    function plotted(graph) {
        return { ...graph, props: { ...graph.props, id: graph.plot.id } };
    }

    /* Draws a graph, in the place of its last figure if it has one. */
    function plot(graph) {
        if (graph.plot.isDrawn) {
            put(graph.plot.id, { figure: graph.props.figure });
        } else {
            graph.plot.isDrawn = true;
            put(graph.plot.room, { children: plotted(graph) });
        }
    }

    /* Whether one part can be drawn where another stands: only words, figures and attributes differ. */
    function alike(before, after) {
        if (typeof before !== "object" || typeof after !== "object" || !before || !after) {
            return before === after;
        }
        if (Array.isArray(before)) {
            return Array.isArray(after) && before.length === after.length && before.every((part, at) => alike(part, after[at]));
        }
        const isSame = (...names) => names.every((name) => JSON.stringify(before.props[name]) === JSON.stringify(after.props[name]));
        if (before.type !== after.type) {
            return false;
        }
        if (after.type === MARKUP) {
            return isSame("tag");
        }
        if (after.type === GRAPH) {
            return isSame("config", "style");
        }
        return after.namespace === HTML ? alike(before.props.children, after.props.children) : isSame(...Object.keys(after.props));
    }

    /* Has an element say what another part says. */
    function retell(before, after, element, isAtOnce) {
        if (after.type === GRAPH) {
            after.plot = before.plot;
            hideUntilDrawn(element);
            if (isAtOnce) {
                plot(after);
            } else {
                graphs.push({ id: after.plot.room, draw: () => plot(after) });
            }
        } else if (after.type === MARKUP) {
            const all = ({ props: { className, attributes } }) => ({ className, ...attributes });
            describe(element, all(before), all(after));
            window.alongside.fill(element, after.props.html);
        } else if (after.namespace === HTML) {
            describe(element, before.props, after.props);
            retellAll(partsOf(before), partsOf(after), element, isAtOnce);
        }
    }

    /* Until then its picture is of another selection. All that is in it would inherit `visibility`, and be styled anew. */
    function hideUntilDrawn(element) {
        const drawn = element.querySelector(".js-plotly-plot");
        if (drawn) {
            element.style.opacity = 0;
            drawn.once("plotly_react", () => { element.style.opacity = ""; });
        }
    }

    function retellAll(before, after, element, isAtOnce) {
        const places = [...element.children];
        after.forEach((part, at) => retell(before[at], part, places[at], isAtOnce));
    }

    /* Gives an element the attributes of another part in place of its own. */
    function describe(element, before, after) {
        for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
            const attribute = NAMES[name] ?? name.toLowerCase(), value = after[name];
            if (name === "children" || typeof value === "object") {
                continue;
            }
            if (value === undefined) {
                element.removeAttribute(attribute);
            } else if (element.getAttribute(attribute) !== String(value)) {
                element.setAttribute(attribute, value);
            }
        }
    }

    /* Once the first half of a page stands there: the rest of it, then its graphs, then word that all of it does. */
    function drawTheRest() {
        const mine = coming;
        if (!mine && !graphs.length && window.alongside.isSettled()) {
            document.getElementById(PAGE).removeAttribute("aria-busy");
        } else if (mine && !mine.isDue && document.getElementById(shown.room.id)) {
            mine.isDue = true;
            afterPaint(() => mine.later.then((rest) => coming === mine && putRest(rest, mine.stands), () => {}));
        }
    }

    /* What has neither fields nor graphs is put there as it is. */
    function putRest(rest, stands) {
        const { room } = shown, place = document.getElementById(room.id);
        coming = null;
        shown.rest = rest;
        if (room.isDashs && stands && alike(stands, rest)) {
            retellAll(stands, rest, place, false);
        } else if (rest.type === MARKUP && !room.isDashs) {
            window.alongside.fill(place, rest.props.html);
        } else {
            if (!room.isDashs) {
                place.replaceChildren();
            }
            room.isDashs = true;
            put(room.id, { children: prepared(rest, false) });
        }
        place.hidden = false;
        place.style.opacity = "";
        document.getElementById(PAGE).style.minHeight = "";
        drawGraphs(graphs);
        drawTheRest();
    }

    /* One graph after the other, the nearest to what is looked at first, and none before the last has been painted. */
    function drawGraphs(mine) {
        const away = ({ id }) => {
            const { top, bottom } = document.getElementById(id)?.getBoundingClientRect() ?? { top: Infinity, bottom: Infinity };
            return Math.max(top - window.innerHeight, -bottom, 0);
        };
        const draw = () => {
            if (graphs === mine && mine.length) {
                mine.sort((one, other) => away(one) - away(other));
                mine.shift().draw();
                next();
            } else if (graphs === mine) {
                drawTheRest();
            }
        };
        const next = () => {
            const isInView = mine.some((one) => away(one) === 0);
            window.requestAnimationFrame(() => (isInView ? window.setTimeout(draw) : whenIdle(draw)));
        };
        next();
    }

    /* Safari has no word for it. */
    function whenIdle(then) {
        return window.requestIdleCallback ? window.requestIdleCallback(then, { timeout: GRAPH_MS }) : window.setTimeout(then, GRAPH_MS);
    }

    function afterPaint(then) {
        window.requestAnimationFrame(() => window.setTimeout(then));
    }

    /* Not as what a callback of Dash's returns: around each of those it marks what is to change, and unmarks it. */
    function put(id, props) {
        window.dash_clientside.set_props(id, props);
    }

    Object.assign(window.alongside, { afterPaint, drawPage, drawTheRest, put });
}());
