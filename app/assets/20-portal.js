/* The address is the whole state. Controls and links change it, a page comes for it (21-views.js), and whoever used a
   control finds it again where it was. */
(function () {
    "use strict";

    const ADDRESS = "address", MAIN = "main", PAGE = "page", LEFT_OUT = "-";
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
        if (pathname !== here.pathname) {
            window.alongside.ask(pathname + search);
        }
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
        if (!sought) {
            return;
        }
        const id = decodeURIComponent(sought.slice(1));
        if (!document.getElementById(id)) {
            window.alongside.unfold(document);
        }
        const part = document.getElementById(id);
        if (!part || part.closest("[hidden]")) {  // what is hidden is of the page before
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
        window.alongside.drawTheRest();
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
        settle();  // what came before it was looked at
    }

    window.alongside = {
        visit,
        query,
        changed,
    };
    window.dash_clientside = window.dash_clientside || {};
    window.dash_clientside.alongside = { addressOfControls, announce };

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
