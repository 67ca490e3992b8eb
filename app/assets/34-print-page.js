/* A button that prints the page, and links that lead to a part of the page which is drawn anew. */
(function () {
    "use strict";

    /* The id of the part to go to once it stands there; null for none. */
    let wanted = null;

    function arrive() {
        const part = wanted && document.getElementById(wanted);
        if (!part) {
            return;
        }
        wanted = null;
        part.scrollIntoView();
        part.focus({ preventScroll: true });
    }

    document.addEventListener("click", (event) => {
        if (event.target.closest("button[data-print]")) {
            window.print();
        }
        const link = event.target.closest("a[data-leads-to]");
        if (link && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
            wanted = link.dataset.leadsTo;
            arrive();
        }
    });
    new MutationObserver(() => window.requestAnimationFrame(arrive)).observe(document.body, { childList: true, subtree: true });
}());
