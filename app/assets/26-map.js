/* The map: its outlines are fetched once and drawn into whatever page shows one; its parts stand beside each other or, on a
   phone, one below the other; a line says what is pointed at. */
(function () {
    "use strict";

    const PAGE = "page", FAILED = "The outlines could not be fetched; the table below has every figure.";

    const NARROW = window.matchMedia("screen and (max-width: 760px)");
    const PLACE = ["x", "y", "width", "height"], BOX = ["viewBox"];

    /* Outlines by code, by the address that they are had from. */
    const fetched = new Map();

    function outlinesAt(address) {
        if (!fetched.has(address)) {
            const asked = fetch(address).then((answer) => answer.ok ? answer.json() : Promise.reject(answer.status));
            asked.then((outlines) => { asked.outlines = outlines; }, () => fetched.delete(address));
            fetched.set(address, asked);
        }
        return fetched.get(address);
    }

    function fill(map, outlines) {
        map.querySelectorAll("path[data-outline]:not([d])").forEach((path) => {
            path.setAttribute("d", outlines[path.dataset.outline] ?? "");
        });
    }

    /* Sets attributes to what they are on a narrow screen, or back to what they were. */
    function arrange(part, names, narrow) {
        part.dataset.wide ??= names.map((name) => part.getAttribute(name)).join(" ");
        const values = NARROW.matches ? narrow : part.dataset.wide;
        const each = names.length === 1 ? [values] : values.split(" ");
        names.forEach((name, place) => part.setAttribute(name, each[place]));
    }

    function arrangeAll() {
        document.querySelectorAll("svg[data-narrow-box]").forEach((map) => {
            arrange(map, BOX, map.dataset.narrowBox);
            map.querySelectorAll("svg[data-narrow]").forEach((part) => arrange(part, PLACE, part.dataset.narrow));
        });
    }

    /* Draws every map that has been put on the page; at once, before it is shown, when its outlines are here already. */
    function draw() {
        arrangeAll();
        document.querySelectorAll("svg[data-outlines]").forEach((map) => {
            const asked = outlinesAt(map.dataset.outlines);
            if (asked.outlines) {
                fill(map, asked.outlines);
            } else {
                asked.then((outlines) => fill(map, outlines), () => say(map, FAILED));
            }
        });
    }

    function say(part, words) {
        const readout = part.closest(".picture")?.querySelector(".map-readout");
        if (readout) {
            readout.textContent = words ?? readout.dataset.none;
        }
    }

    function read(event) {
        const link = event.target.closest?.(".map a");
        if (link) {
            say(link, link.getAttribute("aria-label"));
        }
    }

    function watch() {
        const page = document.getElementById(PAGE);
        if (!page) {
            window.requestAnimationFrame(watch);
            return;
        }
        new MutationObserver(draw).observe(page, { childList: true, subtree: true });
        draw();
    }

    NARROW.addEventListener("change", arrangeAll);
    document.addEventListener("focusin", read);
    document.addEventListener("mouseover", read);
    watch();
}());
