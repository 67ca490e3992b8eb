/* The map: its outlines are fetched once, when one comes near or is printed, and drawn into whatever page shows one; its
   parts stand beside each other or, on a phone, one below the other; a line says what is pointed at. */
(function () {
    "use strict";

    const PAGE = "page", FAILED = "The outlines could not be fetched; the table below has every figure.";

    const MAPS = "svg[data-outlines]";
    const NARROW = window.matchMedia("screen and (max-width: 760px)");
    const PLACE = ["x", "y", "width", "height"], BOX = ["viewBox"];

    /* Outlines by code, by the address that they are had from. */
    const fetched = new Map();

    const near = new IntersectionObserver((seen) => {
        seen.filter((one) => one.isIntersecting).forEach((one) => fetchFor(one.target));
    }, { rootMargin: "100% 0px" });

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
        names.forEach((name, place) => {
            if (part.getAttribute(name) !== each[place]) {  // what is set anew is painted anew
                part.setAttribute(name, each[place]);
            }
        });
    }

    function arrangeAll() {
        document.querySelectorAll("svg[data-narrow-box]").forEach((map) => {
            arrange(map, BOX, map.dataset.narrowBox);
            map.querySelectorAll("svg[data-narrow]").forEach((part) => arrange(part, PLACE, part.dataset.narrow));
        });
    }

    /* Draws every map that has been put on the page: at once, before it is shown, when its outlines are here already,
       and else when it is no more than a screen away. */
    function draw() {
        arrangeAll();
        document.querySelectorAll(MAPS).forEach((map) => {
            const outlines = fetched.get(map.dataset.outlines)?.outlines;
            if (outlines) {
                fill(map, outlines);
            } else {
                near.observe(map);
            }
        });
    }

    function fetchFor(map) {
        near.unobserve(map);
        outlinesAt(map.dataset.outlines).then((outlines) => fill(map, outlines), () => say(map, FAILED));
    }

    /* Paper has the maps too that nobody came near, and is printed without waiting for what would come later. */
    function drawForPaper() {
        document.querySelectorAll(MAPS).forEach((map) => {
            const address = map.dataset.outlines;
            if (!fetched.get(address)?.outlines) {
                const asked = new XMLHttpRequest();
                asked.open("GET", address, false);
                asked.send();
                if (asked.status !== 200) {
                    return;
                }
                const outlines = JSON.parse(asked.responseText);
                fetched.set(address, Object.assign(Promise.resolve(outlines), { outlines }));
            }
            fill(map, fetched.get(address).outlines);
        });
    }

    function say(part, words) {
        const readout = part.closest(".picture")?.querySelector(".map-readout"), said = words ?? readout?.dataset.none;
        if (readout && readout.textContent !== said) {
            readout.textContent = said;
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
    window.addEventListener("beforeprint", drawForPaper);
    document.addEventListener("focusin", read);
    document.addEventListener("mouseover", read);
    watch();
}());
