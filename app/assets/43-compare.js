/* The Compare page: a card of the matrix is opened and closed, and the page's address is copied. */
(function () {
    "use strict";

    function turn(key) {
        const row = key.closest("tr");
        const isOpen = row.classList.toggle("open");
        key.setAttribute("aria-expanded", String(isOpen));
        key.firstElementChild.textContent = isOpen ? "Less" : "More";
    }

    async function copy(key) {
        await navigator.clipboard.writeText(document.getElementById("this-page").href);
        return "Copied";
    }

    /* A place that is read out when it is filled: it has to stand there before. */
    function said(key, words) {
        const place = key.parentElement.querySelector("[role=status]") || document.createElement("span");
        place.setAttribute("role", "status");
        key.parentElement.append(place);
        window.requestAnimationFrame(() => { place.textContent = words; });
    }

    document.addEventListener("click", (event) => {
        const opener = event.target.closest("button[data-open=row]");
        const copier = event.target.closest("button[data-copy=address]");
        if (opener) {
            turn(opener);
        } else if (copier) {
            copy(copier).then((words) => said(copier, words), () => said(copier, "This browser does not let a page copy; the address is in its own bar."));
        }
    });
}());
