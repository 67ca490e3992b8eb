/* The rows of the Compare page in another order, or without some: what was sent is arranged, and the server not asked.

   The page says in which orders its rows can stand, of which kinds they are, and what is said where kinds are left out
   (layouts/compare/arrangement.py). What comes of it is what the server sends for the address. */
(function () {
    "use strict";

    const PAGE = "[data-arrangement]", THIS = "this-page", FIRST = "";
    /* Links of the shell and of the page, but those of the spine chart, which show an indicator as on a first visit. */
    const LINKS = "#navigation a, #page a:not(.spines a)";
    /* What is not there where no row is. */
    const FIGURES = "div:has(> .reading-aid), .chart";
    /* The rows of each table as they were sent, each with its notes. */
    const sent = new WeakMap();
    /* Addresses that say less than all, and what the server made of them. */
    const meant = new Map();

    /* The heading of an address that is had from the page shown, which answers to another; null where it has to be
       fetched. */
    function rearranged(answered, path, search) {
        const page = document.querySelector(PAGE), here = document.getElementById(THIS)?.getAttribute("href");
        if (!answered || !page || here !== answered.path + window.alongside.query(answered.heading.shown)) {
            return null;
        }
        meant.set(answered.path + answered.search, here);
        const address = meant.get(path + search) ?? path + search;
        const asked = new URLSearchParams(address.slice(path.length));
        const next = { sort: asked.get("sort") ?? "", hide: asked.get("hide") ?? "" };
        if (written(here, next, answered.heading.shown) !== address || !arrange(page, next)) {
            return null;
        }
        const heading = headed(page, answered.heading, next);
        linked(page, heading.shown, next);
        return heading;
    }

    /* An address with its sort and hide as they are now, every part in its place. */
    function written(address, next, shown) {
        const [path, search] = address.split("?");
        const parts = new Map(search.split("&").map((part) => [part.split("=", 1)[0], part]));
        for (const [name, value] of Object.entries(next)) {
            parts.set(name, value && `${name}=${value}`);
        }
        return `${path}?${Object.keys(shown).map((name) => parts.get(name)).filter(Boolean).join("&")}`;
    }

    function known(page) {
        return JSON.parse(page.dataset.arrangement);
    }

    /* The kinds that an address leaves out, in one order; words that are no kind are passed over. */
    function kindsOf(page, hide) {
        const asked = hide.split(",");
        return Object.keys(known(page).kinds).filter((kind) => asked.includes(kind));
    }

    /* Puts the rows where they belong and says what is left out; false, and nothing done, where the rows do not do. */
    function arrange(page, next) {
        const { orders, kinds, without, source } = known(page), left = kindsOf(page, next.hide);
        const order = orders[next.sort] ?? orders[FIRST], said = without[left.join(",")];
        const bodies = [...page.querySelectorAll(".chart tbody")];
        if (!said || !bodies.length || bodies.some((body) => rowsOf(body).length !== order.length)) {
            return false;
        }
        const focused = document.activeElement, out = new Set(left.flatMap((kind) => kinds[kind]));
        const kept = order.filter((place) => !out.has(place));
        bodies.forEach((body) => body.replaceChildren(...kept.flatMap((place) => rowsOf(body)[place])));
        page.querySelectorAll(FIGURES).forEach((part) => { part.hidden = !kept.length; });
        page.querySelector(".left-out").innerHTML = said.said;
        page.querySelector(".chart .source").textContent = said.source ?? source;
        keepFocus(focused);
        return true;
    }

    function rowsOf(body) {
        if (!sent.has(body)) {
            const rows = [];
            for (const row of body.rows) {
                (row.matches(".note") ? rows[rows.length - 1] : rows[rows.push([]) - 1]).push(row);
            }
            sent.set(body, rows);
        }
        return sent.get(body);
    }

    /* A row that is moved loses the focus; what is gone leaves it to the choice of what is left out. */
    function keepFocus(focused) {
        const holder = focused.isConnected ? focused : document.querySelector("[data-toggles]");
        if (holder !== document.activeElement) {
            holder.focus({ preventScroll: true });
        }
    }

    function headed(page, { title, announcement, shown }, next) {
        const { without } = known(page);
        const [before, now] = [shown.hide, next.hide].map((hide) => without[kindsOf(page, hide).join(",")].subject);
        const said = announcement.slice(0, -before.length) + now;
        return { title: title.replace(announcement, () => said), announcement: said, shown: { ...shown, ...next } };
    }

    /* Every address on the page says what is shown now, but for the part that a link is there to change. */
    function linked(page, shown, next) {
        const { orders, marks } = known(page), left = kindsOf(page, next.hide);
        const sort = next.sort in orders ? next.sort : FIRST;
        const again = (address, own) => written(address, { ...next, ...own }, shown);
        for (const link of document.querySelectorAll(LINKS)) {
            const { sort: order, hide, toggles: kind } = link.dataset, own = {};
            if (order !== undefined) {
                own.sort = order;
                mark(link, order === sort);
            }
            if (hide !== undefined) {
                own.hide = hide;
            }
            if (kind) {
                own.hide = Object.keys(known(page).kinds).filter((other) => left.includes(other) !== (other === kind)).join(",");
                mark(link, left.includes(kind));
                tell(link, left.includes(kind), marks);
            }
            const address = link.getAttribute("href");
            if (address.includes("&beside=")) {
                link.setAttribute("href", again(address, own));
            }
        }
        page.querySelectorAll("[data-address]").forEach((card) => { card.dataset.address = again(card.dataset.address); });
        const here = document.getElementById(THIS);
        here.textContent = here.getAttribute("href");
    }

    function mark(link, isCurrent) {
        if (isCurrent) {
            link.setAttribute("aria-current", "true");
        } else {
            link.removeAttribute("aria-current");
        }
    }

    /* A kind that is left out says so, to eyes and to ears. */
    function tell(link, isLeftOut, [tick, unseen]) {
        const words = link.firstChild.data, bare = words.endsWith(tick) ? words.slice(0, -tick.length) : words;
        const heard = document.createElement("span");
        heard.className = "visually-hidden";
        heard.textContent = unseen;
        link.replaceChildren(...(isLeftOut ? [bare + tick, heard] : [bare]));
    }

    window.alongside.rearranged = rearranged;
}());
