/* The address is the whole state. Controls and links change it, the server answers with a page, and whoever used a
   control finds it again where it was. */
(function () {
    "use strict";

    const ADDRESS = "address", MAIN = "main", PAGE = "page", ADD = "add", LEFT_OUT = "-";

    /* What had the focus last, and the ids of it and of what is around it, the nearest first. */
    let used = { element: null, ids: [] };
    /* Which page is shown; null until there is one. */
    let shown = null;

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

    /* The parts of the address with what the controls say; `add` puts an authority beside the others. */
    function changed(before, ids, values) {
        const parts = { ...before };
        ids.forEach((id, place) => {
            const value = values[place] === LEFT_OUT ? "" : values[place] ?? "";
            if (id.control !== ADD) {
                parts[id.control] = value;
            } else if (value) {
                parts.beside = [...parts.beside.split(",").filter(Boolean), value].join(",");
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
        if (!link || !isPlain || link.target || link.hasAttribute("download")) {
            return null;
        }
        const to = new URL(link.href);
        const isPage = to.origin === window.location.origin && pages().has(to.pathname) && !to.hash;
        return isPage ? to : null;
    }

    function pages() {
        const links = document.querySelectorAll("header a[href]");
        return new Set([...links].map((link) => new URL(link.href).pathname).concat("/"));
    }

    function follow(event) {
        const to = leadsTo(event);
        if (!to) {
            return;
        }
        event.preventDefault();
        if (to.pathname !== window.location.pathname || to.search !== window.location.search) {
            window.dash_clientside.set_props(ADDRESS, { pathname: to.pathname, search: to.search });
        }
    }

    /* After the page has been drawn anew: another page is read from its heading, the same page from where one was. */
    function settle() {
        const heading = document.querySelector(`#${PAGE} h1`);
        if (!heading) {
            return;
        }
        const before = shown;
        shown = document.querySelector(`#${PAGE} [data-page]`)?.dataset.page ?? "";
        if (before !== null && before !== shown) {
            window.scrollTo(0, 0);
            focus(heading);
        } else if (used.element && !used.element.isConnected) {
            focus(used.ids.map((id) => document.getElementById(id)).find(Boolean));
        }
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
        /* Markup made on the server. Every part of it was escaped there. */
        Markup: function (props) {
            return window.React.createElement("div", {
                className: props.className,
                dangerouslySetInnerHTML: { __html: props.html },
            });
        },
    };
    window.dash_clientside = window.dash_clientside || {};
    window.dash_clientside.alongside = { addressOfControls, announce };

    document.documentElement.style.setProperty("--origin", `"${window.location.origin}"`);
    document.addEventListener("click", follow);
    document.addEventListener("focusin", (event) => {
        used = { element: event.target, ids: idsAround(event.target) };
    });
    watch();
}());
