/* The search box in the header: it finds authorities, indicators, topics, pages and terms by any of their names or
   codes as one types. The list of them comes at the first focus, and what draws it then or a moment before; looking in
   it needs no server. */
(function () {
    "use strict";

    const BOX = "search", TEXT = "search-text";
    const LIBRARY = "/assets/vendor/accessible-autocomplete-3.0.1.js";
    const MOST = 20, SHORTEST_WITH_A_SLIP = 4;
    /* How good an answer is, the best first. */
    const EXACT = 0, SAME_WORDS = 1, BEGINS_SO = 2, IN_TITLE = 3, IN_NAMES = 4, IN_SYNONYMS = 5;
    /* A term that is called so explains what stands above it: it comes after the first few figures and places. */
    const BEFORE_A_TERM = 3;
    const NOTHING = "Nothing is called that. Try one word of it, a topic such as adoption, or a code such as E06000045 or LACHealth%.";
    const FETCHING = "Fetching the list.", FAILED = "The list could not be fetched. Type again to try again.";

    let list = null, state = FETCHING, isComing = false;

    /* The words of a text without case, accents, punctuation and "and": "Children's & 10,000" is childrens, 10000. */
    function wordsOf(text) {
        const plain = text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’]/g, "").replace(/(\d),(?=\d{3})/g, "$1");
        return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word && word !== "and");
    }

    /* An entry of the list, made ready to be looked in. */
    function prepared(entry, synonyms) {
        const { title, kind, names = [], codes = [] } = entry;
        const own = [title, ...names, ...codes];
        const shared = (entry.synonyms ?? []).flatMap((place) => synonyms[place]);
        return {
            ...entry,
            called: new Set(own.map((name) => name.toLowerCase())),
            phrases: own.map((name) => [name, wordsOf(name).join(" ")]),
            inTitle: lineOf([title]),
            inNames: lineOf(own),
            kinds: kind.split(", ").map((name) => wordsOf(name).join(" ")),
            inAll: lineOf([...own, kind, ...shared]),
        };
    }

    /* The words of texts in one line, each after a space. */
    function lineOf(texts) {
        return texts.flatMap(wordsOf).map((word) => ` ${word}`).join("");
    }

    function fetched() {
        list ??= fetch(document.getElementById(BOX).dataset.index)
            .then((answer) => answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText)))
            .then(({ entries, synonyms }) => entries.map((entry) => prepared(entry, synonyms)))
            .then((entries) => { state = NOTHING; return entries; })
            .catch(() => { list = null; state = FAILED; return []; });
        return list;
    }

    function rank(entry, typed) {
        if (entry.called.has(typed.text)) {
            return EXACT;
        }
        if (entry.phrases.some(([, phrase]) => phrase === typed.phrase)) {
            return SAME_WORDS;
        }
        if (entry.phrases[0][1].startsWith(typed.phrase)) {
            return BEGINS_SO;
        }
        if (entry.kinds.includes(typed.phrase)) {
            return IN_NAMES;
        }
        const lines = [[IN_TITLE, entry.inTitle], [IN_NAMES, entry.inNames], [IN_SYNONYMS, entry.inAll]];
        return lines.find(([, line]) => typed.words.every((one) => holds(line, one, typed.withSlips)))?.[0] ?? Infinity;
    }

    /* Whether a line has a word that begins as typed, or nearly so. */
    function holds(line, one, withSlips) {
        return line.includes(` ${one}`) || (withSlips && line.split(" ").some((word) => nearly(word, one)));
    }

    /* Whether a word begins as typed but for one letter: another, a missing, a superfluous or two exchanged ones. */
    function nearly(word, one) {
        if (one.length < SHORTEST_WITH_A_SLIP || /\d/.test(one)) {
            return false;
        }
        let at = 0;
        while (word[at] === one[at]) {
            at += 1;
        }
        const rest = one.slice(at + 1);
        const exchanged = one[at] === word[at + 1] && one[at + 1] === word[at] && word.slice(at + 2).startsWith(one.slice(at + 2));
        return exchanged || word.slice(at + 1).startsWith(rest) || word.slice(at).startsWith(rest) || word.slice(at + 1).startsWith(one.slice(at));
    }

    /* The entries that answer best. An explanation of a word comes after the things that are called so. */
    function found(entries, text) {
        const words = wordsOf(text);
        const look = (withSlips) => entries
            .map((entry) => [rank(entry, { text: text.trim().toLowerCase(), words, phrase: words.join(" "), withSlips }), entry])
            .filter(([place]) => place < Infinity)
            .sort(([one], [other]) => one - other);
        if (!words.length) {
            return [];
        }
        const right = look(false);
        return withTerms(right.length ? right : look(true)).slice(0, MOST);
    }

    /* The entries in their order, terms that are called as typed after the first few. */
    function withTerms(found) {
        const explains = ([place, entry]) => entry.hash && place <= SAME_WORDS;
        const others = found.filter((one) => !explains(one));
        return [...others.slice(0, BEFORE_A_TERM), ...found.filter(explains), ...others.slice(BEFORE_A_TERM)]
            .map(([, entry]) => entry);
    }

    /* How an entry stands in the list: its title, what it is, and by which other name or code it was found. */
    function suggestion(entry) {
        const phrase = wordsOf(document.getElementById(TEXT).value).join(" ");
        const [by] = entry.phrases.slice(1).find(([, name]) => name.startsWith(phrase)) ?? [];
        const isByTitle = entry.phrases[0][1].startsWith(phrase) || !by;
        return part("found", entry.title) + part("kind", isByTitle ? entry.kind : `${entry.kind} (${by})`);
    }

    function part(name, text) {
        const span = document.createElement("span");
        span.className = `search-${name}`;
        span.textContent = text;
        return span.outerHTML;
    }

    /* Where an entry leads from here; an authority to the page that one is on, if it is about one. */
    function addressOf(entry) {
        const to = new URL(window.location.href);
        const isAboutOne = document.querySelector("#page [data-page]") && to.pathname !== "/about";
        to.pathname = entry.path ?? (isAboutOne ? to.pathname : "/");
        to.hash = entry.hash ?? "";
        Object.entries(entry.set ?? {}).forEach(([name, value]) => to.searchParams.set(name, value));
        to.search = to.search.replace(/%2C/g, ",");
        return to;
    }

    function choose(entry) {
        if (!entry) {
            return;
        }
        window.alongside.visit(addressOf(entry));
        const text = document.getElementById(TEXT);
        window.setTimeout(() => {
            text.value = "";
            if (window.matchMedia("(hover: none)").matches) {
                text.blur();  // the keyboard of a phone would cover what was found
            }
        });
    }

    /* The box as it is until somebody comes near it: it takes what is typed while the library is on its way. */
    function stand() {
        const place = document.getElementById(BOX);
        if (!place) {
            window.requestAnimationFrame(stand);
            return;
        }
        const around = document.createElement("div"), text = document.createElement("input");
        around.className = "autocomplete__wrapper";
        text.className = "autocomplete__input";
        const looks = { id: TEXT, type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "both", "aria-expanded": "false" };
        Object.entries(looks).forEach(([name, value]) => text.setAttribute(name, value));
        around.append(text);
        place.append(around);
        text.addEventListener("focus", fetched);
        text.addEventListener("focus", bring);
        place.parentElement.addEventListener("pointerenter", bring);
        document.addEventListener("keydown", (event) => {
            if (event.key === "Tab") {
                bring();
            }
        });
    }

    /* The library comes once, when it may be needed soon. */
    function bring() {
        if (!isComing) {
            isComing = true;
            const script = document.createElement("script");
            script.src = LIBRARY;
            script.addEventListener("load", draw);
            script.addEventListener("error", () => { isComing = false; });
            document.head.append(script);
        }
    }

    /* The library's box in place of the plain one, with its focus and what was typed there. */
    function draw() {
        const plain = document.getElementById(TEXT), { value, selectionStart, selectionEnd } = plain;
        plain.removeAttribute("id");
        window.accessibleAutocomplete({
            element: document.getElementById(BOX),
            id: TEXT,
            name: "",
            source: (text, show) => window.alongside.find(text).then(show),
            onConfirm: choose,
            confirmOnBlur: false,
            autoselect: true,
            displayMenu: "overlay",
            minLength: 2,
            templates: { inputValue: (entry) => entry?.title ?? "", suggestion },
            tNoResults: () => state,
            tStatusNoResults: () => state,
        });
        const text = document.getElementById(TEXT);
        text.addEventListener("focus", fetched);
        if (document.activeElement === plain) {
            text.focus();
        }
        plain.parentElement.remove();
        if (value) {
            text.value = value;
            text.dispatchEvent(new Event("input", { bubbles: true }));
            window.queueMicrotask(() => text.setSelectionRange(selectionStart, selectionEnd));  // the library has selected it all
        }
    }

    window.alongside.find = (text) => fetched().then((entries) => found(entries, text));
    stand();
}());
