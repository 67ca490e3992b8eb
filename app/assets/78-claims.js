/* The form of the Claims page: sending it makes the address, without fetching the whole document. A statement that is
   too long for an address is not sent, and the form says so. What was typed and not yet sent outlasts a change of the
   selection, which draws the page anew. */
(function () {
    "use strict";

    /* Letters of a query that a server is sure to take; what else is chosen stands there too. */
    const LONGEST_QUERY = 7500;
    const PAGE = "page", FIELD = "statement", PROBLEM = "statement-problem";

    /* What was typed, and the statement of the address at which it was. */
    let typed = null;

    function send(event) {
        const form = event.target;
        if (!form.matches("form.statement")) {
            return;
        }
        event.preventDefault();
        const field = form.elements.text, most = Number(field.dataset.most);
        /* The address is ahead of the form while the page for another selection is on its way. */
        const here = [...new URLSearchParams(window.location.search)];
        const chosen = (here.length ? here : [...new FormData(form)]).filter(([name]) => name !== field.name);
        const kept = [...chosen, [field.name, field.value]].filter(([name, value]) => value.trim() || name === "beside");
        const search = "?" + new URLSearchParams(kept).toString().replace(/%2C/g, ",");
        const length = [...field.value].length;
        const isTooLong = length > most || search.length > LONGEST_QUERY;
        field.setAttribute("aria-invalid", String(isTooLong));
        document.getElementById(PROBLEM).textContent = isTooLong ? refusal(length, most) : "";
        if (isTooLong) {
            field.focus();
            return;
        }
        typed = null;
        window.alongside.visit({ pathname: new URL(form.action).pathname, search, hash: `#${form.dataset.answer}` });
    }

    function refusal(length, most) {
        const number = (value) => value.toLocaleString("en-GB");
        const why = length > most
            ? `A statement may have ${number(most)} characters here; this one has ${number(length)}.`
            : "With so many signs beyond plain letters, or so much else chosen, this statement does not fit into an address.";
        return `${why} Check it in parts, or with the command portal claim -, which takes 20,000.`;
    }

    function remember({ target }) {
        if (target.id === FIELD) {
            typed = { text: target.value, instead: target.defaultValue };
        }
    }

    function restore() {
        const field = document.getElementById(FIELD);
        if (field && typed && field.defaultValue === typed.instead && field.value !== typed.text) {
            field.value = typed.text;
        }
    }

    function watch() {
        const page = document.getElementById(PAGE);
        if (!page) {
            window.requestAnimationFrame(watch);
            return;
        }
        new MutationObserver(restore).observe(page, { childList: true, subtree: true });
    }

    document.addEventListener("submit", send);
    document.addEventListener("input", remember);
    window.addEventListener("popstate", () => { typed = null; });
    watch();
}());
