/* The address is the whole state. Controls and links change it, the server answers with a page, and whoever used a
   control finds it again where it was. */
(function () {
    "use strict";

    const ADDRESS = "address", MAIN = "main", PAGE = "page", LEFT_OUT = "-";
    const REST = "rest";
    /* What is still to be drawn of the page. */
    let rest = null;
    const CHANGE = "change", CHOOSING = "choosing";
    /* Controls that put one more authority into a list of the address, and which list that is. */
    const LISTS = { add: "beside", join: "group" };

    /* What had the focus last, and the ids of it and of what is around it, the nearest first. */
    let used = { element: null, ids: [] };
    /* Which page is shown; null until there is one. */
    let shown = null;
    /* The part of a page that the address names, until it has been shown. */
    let sought = window.location.hash;

    function idsAround(element) {
        const ids = [];
        for (let at = element; at && at !== document.body; at = at.parentElement) {
            if (at.id) {
                ids.push(at.id);
            }
        }
        return ids;
    }

    /* A query string as the server writes it, so that one selection has one address. */
    function query(parts) {
        const kept = Object.entries(parts).filter(([name, value]) => value || name === "beside");
        return "?" + new URLSearchParams(kept).toString().replace(/%2C/g, ",");
    }

    /* The parts of the address with what the controls say. */
    function changed(before, ids, values) {
        const parts = { ...before };
        ids.forEach((id, place) => {
            const value = values[place] === LEFT_OUT ? "" : values[place] ?? "";
            const list = LISTS[id.control];
            if (!list) {
                parts[id.control] = value;
            } else if (value) {
                parts[list] = [...parts[list].split(",").filter(Boolean), value].join(",");
            }
        });
        return parts;
    }

    function addressOfControls(values, ids, heading) {
        const none = window.dash_clientside.no_update;
        if (!heading || !heading.shown || !ids.length) {
            return none;
        }
        const next = query(changed(heading.shown, ids, values));
        return next === query(heading.shown) ? none : next;
    }

    function announce(heading) {
        document.title = heading.title;
        return heading.announcement;
    }

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
            return [none, none, heading, ""];
        }
        try {
            const answer = await fetch(VIEWS + path + (search ?? ""), { signal });
            const said = await answer.json();
            if (!answer.ok) {
                return [none, none, none, said.error];
            }
            takeUp(said.version);
            answered = { path, search: search ?? "", heading: said.heading };
            return [withoutTheRest(said.page), said.navigation, said.heading, ""];
        } catch {
            return [none, none, none, signal.aborted ? none : UNREACHED];
        }
    }

    /* A page up to its first chart; the rest of it is drawn as soon as that has been painted. */
    function withoutTheRest(page) {
        const article = page.props.children[1], parts = [article?.props.children].flat();
        rest = parts.splice(parts.findIndex(isChart) + 1);
        if (!parts.length || !rest.length) {
            rest = null;
            return page;
        }
        const place = document.getElementById(PAGE);
        place.setAttribute("aria-busy", "true");
        place.style.minHeight = `${place.offsetHeight}px`;  // whoever has scrolled down stays there
        const room = { namespace: "dash_html_components", type: "Div", props: { id: REST, children: null } };
        const first = { ...article, props: { ...article.props, children: [...parts, room] } };
        return { ...page, props: { ...page.props, children: [page.props.children[0], first] } };
    }

    function isChart(part) {
        return part?.props?.className?.split(" ").includes("chart");
    }

    function drawTheRest() {
        const children = rest, place = document.getElementById(PAGE);
        if (!children || document.getElementById(REST)?.childElementCount !== 0) {
            return;
        }
        rest = null;
        window.requestAnimationFrame(() => window.setTimeout(() => {
            window.dash_clientside.set_props(REST, { children });
            place.style.minHeight = "";
            place.removeAttribute("aria-busy");
        }));
    }

    /* What surrounds the page names the snapshot too: once for each version of it that comes, all is loaded anew. */
    function takeUp(version) {
        if (!VIEWS.endsWith(version) && window.sessionStorage.getItem(RELOADED) !== version) {
            window.sessionStorage.setItem(RELOADED, version);
            window.setTimeout(() => window.location.reload());
        }
    }

    /* A page of the portal that a click leads to, or null where the browser should do as it always does. */
    function leadsTo(event) {
        const link = event.target.closest("a[href]");
        const isPlain = !(event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
        if (!link || !isPlain || link.getAttribute("target") || link.hasAttribute("download")) {
            return null;
        }
        const to = new URL(link.getAttribute("href"), document.baseURI);  // a link in a picture has no plain href
        if (to.hash && !to.search) {
            to.search = window.location.search;  // a link to a term or a section keeps what is chosen
        }
        return to.origin === window.location.origin && pages().has(to.pathname) ? to : null;
    }

    function pages() {
        const links = document.querySelectorAll("header a[href]:not([data-elsewhere])");
        return new Set([...links].map((link) => new URL(link.href).pathname).concat("/"));
    }

    function follow(event) {
        const to = leadsTo(event);
        if (to) {
            event.preventDefault();
            visit(to);
        }
    }

    /* Goes to a page of the portal, and there to the part that the address names. */
    function visit({ pathname, search, hash }) {
        const here = window.location, isHere = pathname === here.pathname && search === here.search;
        sought = hash;
        if (!isHere) {
            window.dash_clientside.set_props(ADDRESS, { pathname, search, hash });
        } else if (hash !== here.hash) {
            window.dash_clientside.set_props(ADDRESS, { hash });
        }
        if (isHere) {
            reveal();
        }
    }

    /* Shows the part of the page that was sought, as soon as it is there, and reads on from it. */
    function reveal() {
        const part = sought && document.getElementById(decodeURIComponent(sought.slice(1)));
        if (!part) {
            return;
        }
        sought = "";
        for (let around = part; around; around = around.parentElement) {
            if (around.matches("details")) {
                around.open = true;
            }
        }
        part.tabIndex = -1;
        part.focus({ preventScroll: true });
        part.scrollIntoView();
    }

    /* On a phone the controls wait behind a key; whether they were asked for outlasts the page. */
    function choose(event) {
        if (event.target.closest(`#${CHANGE}`)) {
            document.documentElement.classList.toggle(CHOOSING);
            sayWhetherChoosing();
        }
    }

    function sayWhetherChoosing() {
        const isOpen = document.documentElement.classList.contains(CHOOSING);
        document.getElementById(CHANGE)?.setAttribute("aria-expanded", String(isOpen));
    }

    /* After the page has been drawn anew: another page is read from its heading, the same page from where one was. */
    function settle() {
        sayWhetherChoosing();
        const heading = document.querySelector(`#${PAGE} h1`);
        if (!heading) {
            return;
        }
        drawTheRest();
        const before = shown;
        shown = document.querySelector(`#${PAGE} [data-page]`)?.dataset.page ?? "";
        if (before !== null && before !== shown) {
            window.scrollTo(0, 0);
            focus(heading);
        } else if (used.element && !used.element.isConnected) {
            focus(used.ids.map((id) => document.getElementById(id)).find(Boolean));
        }
        reveal();
    }

    function focus(element) {
        if (!element || element.id === MAIN) {
            return;
        }
        if (element.matches("h1")) {
            element.tabIndex = -1;
        }
        element.focus({ preventScroll: true });
    }

    function watch() {
        const page = document.getElementById(PAGE);
        if (!page) {
            window.requestAnimationFrame(watch);
            return;
        }
        new MutationObserver(settle).observe(page, { childList: true, subtree: true });
    }

    window.alongside = {
        visit,
        query,
        /* Markup made on the server. Every part of it was escaped there. */
        Markup: function (props) {
            return window.React.createElement("div", {
                className: props.className,
                dangerouslySetInnerHTML: { __html: props.html },
            });
        },
    };
    window.dash_clientside = window.dash_clientside || {};
    window.dash_clientside.alongside = { addressOfControls, announce, show };

    document.documentElement.style.setProperty("--origin", `"${window.location.origin}"`);
    document.addEventListener("click", follow);
    document.addEventListener("click", choose);
    ["popstate", "hashchange"].forEach((change) => window.addEventListener(change, () => {
        sought = window.location.hash;
        reveal();
    }));
    document.addEventListener("focusin", (event) => {
        used = { element: event.target, ids: idsAround(event.target) };
    });
    watch();
}());
