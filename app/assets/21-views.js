/* The page of an address: fetched from where views are, and drawn, what answers first. */
(function () {
    "use strict";

    const PAGE = "page", ADDRESS = "address";
    const LISTS = `#${PAGE} select[id^='{']`;
    const GRAPH = "Graph", GRAPH_MS = 200, TYPING_MS = 500;
    /* What is still to be drawn of the page, how many parts ever were, and whether a page is on its way. */
    let rest = null, graphs = [], drawn = 0, isComing = true;
    /* Where views are; the address of one names the version of all that is published. */
    const VIEWS = document.querySelector("meta[name=views]")?.content;
    const RELOADED = "alongside-reloaded";
    const UNREACHED = "The portal cannot be reached just now. Check your connection, and try again.";
    /* The address that was asked for last, its answer to come, and what calls it off. */
    let asked = { address: null, coming: null, calling: new AbortController() };
    /* When a letter was last typed into a list, and what waits for the next. */
    let typed = -Infinity, leaving = 0;
    /* What the page shown answers to, as its address and its heading; null until there is one. */
    let answered = null;

    /* The page, the navigation and the heading of an address, and a sentence where there is something wrong. */
    async function show(path, search) {
        const none = window.dash_clientside.no_update, address = path + (search ?? "");
        const heading = window.alongside.rearranged(answered, path, search ?? "");
        if (heading) {
            asked.calling.abort();
            answered = { path, search: search ?? "", heading };
            return [none, none, heading, stayed("")];
        }
        isComing = true;
        document.getElementById(PAGE).setAttribute("aria-busy", "true");
        if (asked.address !== address) {
            ask(address);
        }
        const { coming, calling: { signal } } = asked;
        asked.address = null;  // an answer is read once
        try {
            const answer = await coming;
            const said = await answer.json();
            if (!answer.ok) {
                return [none, none, none, stayed(said.error)];
            }
            takeUp(said.version);
            answered = { path, search: search ?? "", heading: said.heading };
            isComing = false;
            return [withoutTheRest(said.page), said.navigation, said.heading, ""];
        } catch {
            return [none, none, none, signal.aborted ? none : stayed(UNREACHED)];
        }
    }

    /* Has an address fetched, and what was asked for before no more. */
    function ask(address) {
        asked.calling.abort();
        const calling = new AbortController();
        const mine = { address, coming: fetch(VIEWS + address, { signal: calling.signal }), calling };
        mine.coming.catch(() => { mine.address = null; });
        asked = mine;
    }

    /* A list that is changed leads to a page at once: before Dash would have made an address of what was chosen, the
       answer has come. Whoever types a name into a list has it whole first: a page drawn anew forgets the letters. */
    function change(event) {
        const shown = answered?.heading.shown;
        if (shown && event.target.matches(LISTS)) {
            event.stopPropagation();
            window.clearTimeout(leaving);
            if (performance.now() - typed < TYPING_MS) {
                leaving = window.setTimeout(leave, TYPING_MS);
            } else {
                leave();
            }
        }
    }

    function type({ key, target }) {
        if (key.length === 1 && target.matches(LISTS)) {
            typed = performance.now();
            if (leaving) {
                window.clearTimeout(leaving);
                leaving = window.setTimeout(leave, TYPING_MS);
            }
        }
    }

    /* Goes where all lists lead as they stand now. */
    function leave() {
        leaving = 0;
        const { heading: { shown }, path } = answered, { changed, query } = window.alongside;
        const lists = [...document.querySelectorAll(LISTS)];
        const search = query(changed(shown, lists.map(({ id }) => JSON.parse(id)), lists.map(({ value }) => value)));
        // Whoever goes back to what is still shown, while another page is on its way, wants that page no more.
        if (isComing || search !== query(shown)) {
            ask(path + search);
            window.dash_clientside.set_props(ADDRESS, { search });
        }
    }

    /* The sentence that says why the page stays as it is. */
    function stayed(sentence) {
        isComing = false;
        document.getElementById(PAGE).removeAttribute("aria-busy");
        return sentence;
    }

    /* A page up to its first section, which answers; the rest of it is drawn as soon as that has been painted. */
    function withoutTheRest(page) {
        const article = page.props.children?.[1], parts = [article?.props.children].flat();
        const children = parts.splice(parts.findIndex(isSection) + 1);
        graphs = [];
        if (!parts.length || !children.length) {
            rest = null;
            return page;
        }
        // Named anew for each page, so that none is ever given the rest of another.
        rest = { id: `rest-${++drawn}`, children: withoutGraphs(children) };
        const place = document.getElementById(PAGE);
        place.style.minHeight = `${place.offsetHeight}px`;  // whoever has scrolled down stays there
        const room = div({ id: rest.id, className: "rest", children: null });
        const first = { ...article, props: { ...article.props, children: [...parts, room] } };
        return { ...page, props: { ...page.props, children: [page.props.children[0], first] } };
    }

    /* Whether a part is a section, be it a component of Dash's or markup as a whole. */
    function isSection(part) {
        return part?.type === "Section" || part?.props?.tag === "section";
    }

    function div(props) {
        return { namespace: "dash_html_components", type: "Div", props };
    }

    /* Parts of a page with room in place of their graphs, each of which takes as long to draw as all around it. */
    function withoutGraphs(part) {
        if (Array.isArray(part)) {
            return part.map(withoutGraphs);
        }
        if (part?.type === GRAPH) {
            const id = `graph-${++drawn}`;
            graphs.push({ id, graph: part });
            return div({ id, style: part.props.style });
        }
        const children = part?.props?.children;
        return typeof children === "object" && children ? { ...part, props: { ...part.props, children: withoutGraphs(children) } } : part;
    }

    /* Once the first part of a page stands there: the rest of it, then its graphs, then word that all of it does. */
    function drawTheRest() {
        const mine = rest, place = document.getElementById(PAGE);
        if (!mine && !graphs.length && !isComing) {
            place.removeAttribute("aria-busy");
        } else if (mine && !mine.isDue && document.getElementById(mine.id)) {
            mine.isDue = true;
            window.requestAnimationFrame(() => window.setTimeout(() => {
                if (rest === mine) {
                    rest = null;
                    window.dash_clientside.set_props(mine.id, { children: mine.children });
                    place.style.minHeight = "";
                    drawGraphs(graphs);
                }
            }));
        }
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
                const { id, graph } = mine.shift();
                window.dash_clientside.set_props(id, { children: graph });
                next();
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

    /* What surrounds the page names the snapshot too: once for each version of it that comes, all is loaded anew. */
    function takeUp(version) {
        if (!VIEWS.endsWith(version) && window.sessionStorage.getItem(RELOADED) !== version) {
            window.sessionStorage.setItem(RELOADED, version);
            window.setTimeout(() => window.location.reload());
        }
    }

    Object.assign(window.alongside, { ask, drawTheRest });
    Object.assign(window.dash_clientside.alongside, { show });
    document.addEventListener("change", change, true);
    document.addEventListener("keydown", type, true);
}());
