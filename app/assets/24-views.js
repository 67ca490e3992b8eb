/* The page of an address: asked for where views are, as soon as a list is changed, and had drawn (23-drawing.js). */
(function () {
    "use strict";

    const { afterPaint, drawPage, put } = window.alongside;
    const PAGE = "page", ADDRESS = "address", NAVIGATION = "navigation", HEADING = "heading", PROBLEM = "problem";
    const LISTS = `#${PAGE} select[id^='{']`, TYPING_MS = 500, LONG_MS = 50;
    /* Where views are; the address of one names the version of all that is published. */
    const VIEWS = document.querySelector("meta[name=views]")?.content;
    const RELOADED = "alongside-reloaded";
    const UNREACHED = "The portal cannot be reached just now. Check your connection, and try again.";
    const CUT_OFF = "The rest of this page did not come. Load it again, or try again later.";
    /* The address that was asked for last, its answer to come, and what calls it off. */
    let asked = { address: null, coming: null, calling: new AbortController() };
    /* When a letter was last typed into a list, and what waits for the next. */
    let typed = -Infinity, leaving = 0;
    /* What the page shown answers to, as its address and its heading; null until there is one. */
    let answered = null;
    /* Whether another is on its way. */
    let isComing = true;
    /* Where the lists led last, until Dash is told of it; and the addresses that it was told of and shall do nothing more
       about. */
    let led = null, told = [];

    /* Dash has heard of an address. */
    function show(path, search) {
        const here = { path, search: search ?? "" }, at = told.lastIndexOf(path + here.search);
        if (at >= 0) {
            told = told.slice(at + 1);
        } else {
            [led, told] = [null, []];
            go(here);
        }
    }

    /* Has the page of an address drawn, once it has come, with navigation and heading; or says what is wrong. */
    function go(here) {
        const { path, search } = here, heading = window.alongside.rearranged(answered, path, search);
        if (heading) {
            asked.calling.abort();
            answered = { ...here, heading };
            tell(here);
            put(HEADING, { data: heading });
            stay("");
            return;
        }
        isComing = true;
        document.getElementById(PAGE).setAttribute("aria-busy", "true");
        if (asked.address !== path + search) {
            ask(path + search);
        }
        asked.address = null;  // an answer is read once
        draw(here, asked);
    }

    async function draw(here, { coming, calling: { signal } }) {
        try {
            const answer = await coming;
            if (!answer.ok) {
                stay((await answer.json()).error);
                return;
            }
            const lines = inTwo(answer.body), said = JSON.parse(await lines.first);
            if (signal.aborted) {
                return;
            }
            asked.calling = new AbortController();  // nobody calls off the rest of what is shown
            takeUp(said.version);
            const isSame = answered?.path === here.path;
            answered = { ...here, heading: said.heading };
            isComing = false;
            const putHeading = () => {
                put(NAVIGATION, { children: said.navigation });
                put(HEADING, { data: said.heading });
            };
            const later = lines.second.then(restOf);
            later.catch(() => stay(CUT_OFF));
            afterPaint(() => tell(here));
            if (drawPage(said.page, later, isSame)) {
                afterPaint(putHeading);
            } else {
                putHeading();
            }
            say("");
        } catch {
            if (!signal.aborted) {
                stay(UNREACHED);
            }
        }
    }

    /* The rest of a page: markup, or parts of Dash's as JSON. */
    function restOf(text) {
        return text.startsWith("[") || text === "null" ? JSON.parse(text) : { namespace: "alongside", type: "Markup", props: { html: text } };
    }

    /* The first line of an answer and what follows it, each as soon as it has come. */
    function inTwo(body) {
        let found, failed, isFound = false;
        const first = new Promise((resolve, reject) => { [found, failed] = [resolve, reject]; });
        const read = async () => {
            const reader = body.pipeThrough(new TextDecoderStream()).getReader(), texts = [];
            for (;;) {
                const { done, value } = await reader.read(), at = isFound || done ? -1 : value.indexOf("\n");
                if (done) {
                    return texts.join("");
                }
                if (at >= 0) {
                    isFound = true;
                    found(texts.splice(0).join("") + value.slice(0, at));
                }
                texts.push(value.slice(at + 1));
            }
        };
        const second = read();
        second.catch(failed);
        return { first, second };
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

    /* Goes where all lists lead as they stand now. Dash takes as long over an address as the server over an answer that
       is kept, so it hears of it once that is painted, or while the answer is long in coming. */
    function leave() {
        leaving = 0;
        const { heading: { shown }, path } = answered, { changed, query } = window.alongside;
        const lists = [...document.querySelectorAll(LISTS)];
        const search = query(changed(shown, lists.map(({ id }) => JSON.parse(id)), lists.map(({ value }) => value)));
        // Whoever goes back to what is still shown, while another page is on its way, wants that page no more.
        if (isComing || search !== query(shown)) {
            led = { path, search };
            window.setTimeout(tell, LONG_MS, led);
            go(led);
        }
    }

    /* Has Dash hear where the lists led, if it has not heard yet, and write it into the browser's history. */
    function tell(here) {
        if (led === here) {
            led = null;
            if (window.location.search !== here.search) {
                told.push(here.path + here.search);
            }
            put(ADDRESS, { search: here.search });
        }
    }

    /* Whether all that was asked for stands there, as far as this goes. */
    function isSettled() {
        return !isComing;
    }

    /* The page stays as it is; the sentence says why. */
    function stay(sentence) {
        isComing = false;
        document.getElementById(PAGE).removeAttribute("aria-busy");
        say(sentence);
    }

    function say(sentence) {
        if (document.getElementById(PROBLEM).textContent !== sentence) {
            put(PROBLEM, { children: sentence });
        }
    }

    /* What surrounds the page names the snapshot too: once for each version of it that comes, all is loaded anew. */
    function takeUp(version) {
        if (!VIEWS.endsWith(version) && window.sessionStorage.getItem(RELOADED) !== version) {
            window.sessionStorage.setItem(RELOADED, version);
            window.setTimeout(() => window.location.reload());
        }
    }

    Object.assign(window.alongside, { ask, isSettled });
    Object.assign(window.dash_clientside.alongside, { show });
    document.addEventListener("change", change, true);
    document.addEventListener("keydown", type, true);
}());
