/* The page of a pack that is being made: it is asked for again now and then, and says how far it is. Without this script
   the page has a link that does the same. */
(function () {
    "use strict";

    const EVERY = 1500;
    /* Read out at each of so many parts of the way; each single step would be too much. */
    const TOLD_AT = 4;
    let told = 0;

    function part(within, name) {
        return within.querySelector(name);
    }

    function say(words) {
        document.getElementById("pack-told").textContent = words;
    }

    /* Words for those who do not see the bar, whenever another quarter is done. */
    function announce(pack) {
        const bar = part(pack, "progress"), reached = bar && bar.max ? Math.floor(bar.position * TOLD_AT) : 0;
        if (reached > told) {
            told = reached;
            say(part(pack, "#pack-said").textContent);
        }
    }

    /* While it is being made only the words and the bar change, so that whoever is at a button stays there. */
    function renew(pack, fresh) {
        part(pack, "#pack-said").textContent = part(fresh, "#pack-said").textContent;
        const bar = part(pack, "progress"), next = part(fresh, "progress");
        for (const name of ["max", "value"]) {
            if (next.hasAttribute(name)) {
                bar.setAttribute(name, next.getAttribute(name));
            }
        }
        announce(pack);
    }

    /* Once it is over the page says so, and whoever was at a button that is gone goes on from its heading. */
    function end(pack, fresh, page) {
        const had = pack.contains(document.activeElement);
        part(document, "main h1").textContent = part(page, "main h1").textContent;
        pack.replaceWith(document.importNode(fresh, true));
        say(part(fresh, "#pack-said").textContent);
        if (had) {
            part(document, "main h1").focus();
        }
    }

    async function look() {
        const pack = document.getElementById("pack");
        try {
            const answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" } });
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const fresh = page.getElementById("pack");
            if (answer.status < 500) {
                if (!fresh) {
                    window.location.reload();
                    return;
                }
                document.title = page.title;
                if (fresh.dataset.underWay !== "yes") {
                    end(pack, fresh, page);
                    return;
                }
                renew(pack, fresh);
            }
        } catch {
            /* The portal does not answer just now: it is asked again. */
        }
        window.setTimeout(look, EVERY);
    }

    const pack = document.getElementById("pack");
    if (pack && pack.dataset.underWay === "yes") {
        part(pack, ".pack-again").hidden = true;
        window.setTimeout(look, EVERY);
    }
}());
