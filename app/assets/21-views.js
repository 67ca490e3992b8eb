/* The page of an address: fetched from where views are, and drawn, what answers first. */
(function () {
    "use strict";

    const PAGE = "page";
    /* What is still to be drawn of the page, how many pages had any, and whether a page is on its way. */
    let rest = null, drawn = 0, isComing = true;
    /* Where views are; the address of one names the version of all that is published. */
    const VIEWS = document.querySelector("meta[name=views]")?.content;
    const RELOADED = "alongside-reloaded";
    const UNREACHED = "The portal cannot be reached just now. Check your connection, and try again.";
    let asking = new AbortController();
    /* What the page shown answers to, as its address and its heading; null until there is one. */
    let answered = null;

    /* The page, the navigation and the heading of an address, and a sentence where there is something wrong. */
    async function show(path, search) {
        const none = window.dash_clientside.no_update;
        asking.abort();
        asking = new AbortController();
        const { signal } = asking;
        const heading = window.alongside.rearranged(answered, path, search ?? "");
        if (heading) {
            answered = { path, search: search ?? "", heading };
            return [none, none, heading, stayed("")];
        }
        isComing = true;
        document.getElementById(PAGE).setAttribute("aria-busy", "true");
        try {
            const answer = await fetch(VIEWS + path + (search ?? ""), { signal });
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

    /* The sentence that says why the page stays as it is. */
    function stayed(sentence) {
        isComing = false;
        document.getElementById(PAGE).removeAttribute("aria-busy");
        return sentence;
    }

    /* A page up to its first section, which answers; the rest of it is drawn as soon as that has been painted. */
    function withoutTheRest(page) {
        const article = page.props.children[1], parts = [article?.props.children].flat();
        const children = parts.splice(parts.findIndex((part) => part?.type === "Section") + 1);
        if (!parts.length || !children.length) {
            rest = null;
            return page;
        }
        // Named anew for each page, so that none is ever given the rest of another.
        rest = { id: `rest-${++drawn}`, children };
        const place = document.getElementById(PAGE);
        place.style.minHeight = `${place.offsetHeight}px`;  // whoever has scrolled down stays there
        const props = { id: rest.id, className: "rest", children: null };
        const room = { namespace: "dash_html_components", type: "Div", props };
        const first = { ...article, props: { ...article.props, children: [...parts, room] } };
        return { ...page, props: { ...page.props, children: [page.props.children[0], first] } };
    }

    /* Once the first part of a page stands there: the rest of it, or word that all of it does. */
    function drawTheRest() {
        const mine = rest, place = document.getElementById(PAGE);
        if (!mine && !isComing) {
            place.removeAttribute("aria-busy");
        } else if (mine && !mine.isDue && document.getElementById(mine.id)) {
            mine.isDue = true;
            window.requestAnimationFrame(() => window.setTimeout(() => {
                if (rest === mine) {
                    rest = null;
                    window.dash_clientside.set_props(mine.id, { children: mine.children });
                    place.style.minHeight = "";
                }
            }));
        }
    }

    /* What surrounds the page names the snapshot too: once for each version of it that comes, all is loaded anew. */
    function takeUp(version) {
        if (!VIEWS.endsWith(version) && window.sessionStorage.getItem(RELOADED) !== version) {
            window.sessionStorage.setItem(RELOADED, version);
            window.setTimeout(() => window.location.reload());
        }
    }

    Object.assign(window.alongside, { drawTheRest });
    Object.assign(window.dash_clientside.alongside, { show });
}());
