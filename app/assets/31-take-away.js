/* Taking a chart away: as a picture with its finding and its source, or its figures to the clipboard. */
(function () {
    "use strict";

    const SCALE = 2, LARGEST = 16000, EDGE = 24, LINE = 20, LARGE = 26, BASELINE = 0.77;
    const FONT = "/assets/vendor/atkinson-hyperlegible-next-5.3.0.woff2";
    const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "opacity", "font-size",
        "font-weight", "font-family", "text-anchor", "dominant-baseline", "paint-order", "display", "visibility"];
    const NAMESPACE = "http://www.w3.org/2000/svg";

    /* The picture of a card as an SVG element with its size; a chart of the library is drawn anew in the light scheme. */
    async function pictureOf(card) {
        const plot = card.querySelector(".js-plotly-plot");
        if (plot) {
            const size = { width: plot.clientWidth, height: plot.clientHeight };
            const source = await window.Plotly.toImage(plot, { format: "svg", imageDataOnly: true, ...size });
            const drawn = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
            return { drawn, ...size, paper: "#ffffff", ink: "#14202b" };
        }
        const whole = card.querySelector(".picture");
        whole.classList.add("being-taken");
        const parts = [...whole.querySelectorAll("svg")].filter((part) => !part.parentElement.closest("svg"));
        const box = (parts.length === 1 ? parts[0] : whole).getBoundingClientRect();
        const drawn = parts.length === 1 ? sized(parts[0], box) : assembled(whole, parts, box);
        whole.classList.remove("being-taken");
        const looks = window.getComputedStyle(document.body);
        return { drawn, width: box.width, height: box.height, paper: looks.backgroundColor, ink: looks.color };
    }

    /* A picture with its looks and its size, to stand on its own. */
    function sized(shown, box) {
        const drawn = shown.cloneNode(true);
        keepLooks(shown, drawn);
        drawn.setAttribute("width", box.width);
        drawn.setAttribute("height", box.height);
        return drawn;
    }

    /* Several pictures with the words between them, each where it stands on the page. */
    function assembled(whole, parts, box) {
        const sheet = document.createElementNS(NAMESPACE, "svg");
        sheet.setAttribute("width", box.width);
        sheet.setAttribute("height", box.height);
        for (const part of parts) {
            const place = part.getBoundingClientRect();
            const drawn = sized(part, place);
            drawn.setAttribute("x", place.left - box.left);
            drawn.setAttribute("y", place.top - box.top);
            sheet.append(drawn);
        }
        const walk = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const holder = node.parentElement;
            if (node.data.trim() && !holder.closest("svg") && holder.getBoundingClientRect().width > 1) {
                sheet.append(...written(node, window.getComputedStyle(holder), box));
            }
        }
        return sheet;
    }

    /* The words of one text, line by line as the page breaks them. */
    function written(node, looks, box) {
        const lines = [];
        for (const word of node.data.matchAll(/\S+/g)) {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            const place = range.getBoundingClientRect();
            const last = lines[lines.length - 1];
            if (last && Math.abs(last.top - place.top) < 2) {
                last.words += ` ${word[0]}`;
            } else {
                lines.push({ top: place.top, left: place.left, height: place.height, words: word[0] });
            }
        }
        return lines.map((line) => {
            const drawn = document.createElementNS(NAMESPACE, "text");
            drawn.setAttribute("x", line.left - box.left);
            drawn.setAttribute("y", line.top - box.top + line.height * BASELINE);
            drawn.setAttribute("style", `font:${looks.fontWeight} ${looks.fontSize} 'Atkinson Hyperlegible Next',sans-serif;fill:${looks.color}`);
            drawn.textContent = line.words;
            return drawn;
        });
    }

    /* What the style sheets say of each part, written on the part: a picture on its own has no style sheet. */
    function keepLooks(from, to) {
        const looks = window.getComputedStyle(from);
        to.setAttribute("style", KEPT.map((name) => `${name}:${looks.getPropertyValue(name)}`).join(";"));
        [...from.children].forEach((child, place) => keepLooks(child, to.children[place]));
    }

    /* Words in lines that are no wider than there is room. */
    function linesOf(words, font, room) {
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = font;
        const lines = [];
        for (const word of words.split(" ")) {
            const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
            if (lines.length && pen.measureText(longer).width <= room) {
                lines[lines.length - 1] = longer;
            } else {
                lines.push(word);
            }
        }
        return lines;
    }

    function text(lines, y, size, weight, ink) {
        const block = document.createElementNS(NAMESPACE, "text");
        block.setAttribute("style", `font:${weight} ${size}px 'Atkinson Hyperlegible Next',sans-serif;fill:${ink}`);
        lines.forEach((words, place) => {
            const line = document.createElementNS(NAMESPACE, "tspan");
            line.setAttribute("x", EDGE);
            line.setAttribute("y", y + place * (size * 1.3));
            line.textContent = words;
            block.append(line);
        });
        return block;
    }

    async function fontFace() {
        const bytes = new Uint8Array(await (await fetch(FONT)).arrayBuffer());
        const packed = window.btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
        return `@font-face{font-family:'Atkinson Hyperlegible Next';font-weight:200 800;src:url(data:font/woff2;base64,${packed})}`;
    }

    /* The whole: finding, subtitle, picture, source, address, on paper. */
    async function sheetOf(card) {
        const { drawn, width, height, paper, ink } = await pictureOf(card);
        const room = width;
        const family = "'Atkinson Hyperlegible Next', sans-serif";
        const address = window.location.origin + card.dataset.address;
        const title = linesOf(card.querySelector("h2").textContent, `700 20px ${family}`, room);
        const subtitle = linesOf(card.querySelector(".subtitle").textContent, `400 13px ${family}`, room);
        const foot = [...linesOf(card.querySelector(".source").textContent, `400 12px ${family}`, room),
            ...linesOf(address, `400 12px ${family}`, room)];
        const top = EDGE + title.length * LARGE + subtitle.length * 17 + 8;
        const total = top + height + 12 + foot.length * LINE + EDGE;
        const sheet = document.createElementNS(NAMESPACE, "svg");
        sheet.setAttribute("xmlns", NAMESPACE);
        sheet.setAttribute("width", width + 2 * EDGE);
        sheet.setAttribute("height", total);
        sheet.setAttribute("viewBox", `0 0 ${width + 2 * EDGE} ${total}`);
        const style = document.createElementNS(NAMESPACE, "style");
        style.textContent = await fontFace();
        const ground = document.createElementNS(NAMESPACE, "rect");
        ground.setAttribute("width", "100%");
        ground.setAttribute("height", "100%");
        ground.setAttribute("fill", paper);
        drawn.setAttribute("x", EDGE);
        drawn.setAttribute("y", top);
        sheet.append(style, ground, text(title, EDGE + 18, 20, 700, ink),
            text(subtitle, EDGE + title.length * LARGE + 12, 13, 400, ink), drawn,
            text(foot, top + height + 28, 12, 400, ink));
        return { source: new XMLSerializer().serializeToString(sheet), width: width + 2 * EDGE, height: total };
    }

    async function pngOf({ source, width, height }) {
        const image = new Image();
        const address = URL.createObjectURL(new Blob([source], { type: "image/svg+xml" }));
        image.src = address;
        await image.decode();
        const canvas = document.createElement("canvas");
        const scale = Math.min(SCALE, LARGEST / Math.max(width, height));
        canvas.width = width * scale;
        canvas.height = height * scale;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(address);
        return new Promise((done) => canvas.toBlob(done, "image/png"));
    }

    function save(blob, name) {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(blob);
        link.download = name;
        link.click();
        window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }

    /* The figures as a spreadsheet takes them, and as a table for a document. A card without a plain table has its file. */
    async function copy(card) {
        window.alongside.unfold(card);
        const table = card.querySelector("table.figures");
        const rows = table ? [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())) : await rowsOfFile(card);
        const source = card.querySelector(".source").textContent;
        const plain = new Blob([[...rows.map((row) => row.join("\t")), source].join("\n")], { type: "text/plain" });
        const marked = new Blob([`${(table ?? tableOf(rows)).outerHTML}<p>${source}</p>`], { type: "text/html" });
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain, "text/html": marked })]);
        return `Copied ${rows.length} rows`;
    }

    /* The rows of the card's file of comma separated values. */
    async function rowsOfFile(card) {
        const answer = await fetch(card.querySelector('.take-away a[href*=".csv"]').href);
        const rows = [[""]];
        let quoted = false;
        for (const [mark] of (await answer.text()).replace(/^\uFEFF/, "").matchAll(/""|"|,|\r\n|[^",\r]+|\r/g)) {
            const row = rows[rows.length - 1];
            if (mark === '"') {
                quoted = !quoted;
            } else if (mark === '""') {
                row[row.length - 1] += quoted ? '"' : "";
            } else if (mark === "," && !quoted) {
                row.push("");
            } else if (mark === "\r\n" && !quoted) {
                rows.push([""]);
            } else {
                row[row.length - 1] += mark;
            }
        }
        return rows.filter((row) => row.length > 1);
    }

    function tableOf(rows) {
        const table = document.createElement("table");
        for (const cells of rows) {
            const row = table.insertRow();
            cells.forEach((words) => { row.insertCell().textContent = words; });
        }
        return table;
    }

    async function take(key) {
        const card = key.closest("[data-chart]");
        const form = key.dataset.take;
        if (form === "copy") {
            return copy(card);
        }
        const sheet = await sheetOf(card);
        const blob = form === "png" ? await pngOf(sheet) : new Blob([sheet.source], { type: "image/svg+xml" });
        save(blob, `alongside-${card.dataset.chart}.${form}`);
        return `Saved as ${form.toUpperCase()}`;
    }

    function said(key, words) {
        const place = key.parentElement.querySelector("[role=status]") || document.createElement("span");
        place.setAttribute("role", "status");
        key.parentElement.append(place);
        window.requestAnimationFrame(() => { place.textContent = words; });
    }

    document.addEventListener("click", (event) => {
        const key = event.target.closest("button[data-take]");
        if (key) {
            take(key).then((words) => said(key, words), () => said(key, "That did not work in this browser; the CSV has the same figures."));
        }
    });
}());
