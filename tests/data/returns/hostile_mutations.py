"""Many more files that are broken or made to harm, from a few whole ones and fixed seeds: the same files every time."""

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator

import openpyxl

from tests.data.returns.hostile_files import (
    HEADINGS,
    ODD,
    ROW,
    SHEET,
    as_csv,
    good_workbook,
    saved,
    sheet_of,
    with_part,
)

File = tuple[str, bytes]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ENCODINGS = (
    "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be utf-7 ascii latin-1 cp1252 cp1250 cp1251 "
    "cp437 cp850 cp037 cp500 cp1140 iso8859-15 iso8859-5 koi8-r mac-roman shift_jis euc-jp iso2022_jp gb18030 gbk hz "
    "big5 euc-kr punycode unicode_escape raw_unicode_escape"
).split()
MARKS = (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\xef\xbb", b"+/v8")
STRANGE = (
    *ODD,
    "\u202e%59 (782/300)",
    "\u200b95%\u200b",
    "95\u00ad%",
    "\ufeff95%",
    "e\u0301" * 300,
    "\U0001f469\u200d\U0001f469\u200d\U0001f466 95%",
    "\u0000",
    "\x1b[31m95%\x1b[0m",
    "\x07\x08\x7f\x85",
    "\u2028",
    "\u2029",
    "-" * 300,
    "1e308",
    "-1e308",
    "1" + "0" * 308,
    "0." + "0" * 200 + "1",
    "9" * 15,
    "999999999999999/999999999999999",
    "95% (1/0)",
    "95% (0/1)",
    "100000% (1/1)",
    "-95% (-95/-100)",
    "NaN%",
    "Infinity/Infinity",
    "0x5f",
    "1_000",
    "1'000",
    "1.000,50",
    "١٢٣",
    "９５％",
    "Ⅷ",
    "²",
    "95%%",
    "95 % ( 287 of 300 )",
    '=cmd|"/C calc"!A0',
    '=DDE("cmd";"/C calc";"x")',
    '=HYPERLINK("http://localhost/?"&A1)',
    "=IMPORTXML(CONCAT(A1:Z99))",
    "@SUM(1)*cmd|'/C calc'!A0",
    "\t=1+1",
    "${jndi:ldap://localhost/a}",
    "../../../../etc/passwd",
    "{{config}}",
    "<!--",
    "]]>",
    "&#0;",
    "&#xD800;",
    "&" + "amp;" * 500,
    "[" * 300 + "]" * 300,
    "((((95%))))",
    "<" * 400,
    "5<10<15",
    "None",
    "null",
    "undefined",
    "TRUE",
    "#DIV/0!",
    "31/02/2023",
    "00/00/0000",
    "29 February 2023",
    "Feb-1e9",
    "Q9 2022/23",
    "2023-99-99",
    "13/2022",
    "2022/99",
    "1899-12-31",
    "9999-12-31",
)
PERIODS = (
    "Feb-26 February-26 02/26 2026-02 01/02/2026 1.2.26 Feb'26 FEB26 Q1 2025/26|2025-26|25/26|2026|FY26|AY2025/26|"
    "31 March 2026|31st Mar 26|31/03/2026|March|Week 12|12|46054|2026-02-30|30/02/2026|99/99|00-00|0000|9999|1900|"
    "Feb-99|Feb-1926|Feb- 26|Feb--26|Feb–26|Feb\u00a026|T1 2026|Term 6|H1 26|Oct-22 to Dec-22|Oct/Nov|2026/2025|26/25|"
    "-1|1e4"
).split("|")
CELLS = (
    "",
    "NaN",
    "inf",
    "-inf",
    "1e999",
    "-1e999",
    "1e-999",
    "9" * 400,
    "abc",
    "-1",
    "0x10",
    "999999999",
    "2958466",
    "-0.5",
    "1,5",
    "TRUE",
    "#REF!",
    "_xD800_",
    "_xDC00__xD800_",
    "_x0000_",
    "_x000D__x000A_",
    "9999-12-31T23:59:60Z",
    "0000-00-00",
    "PT99999999999H",
    "\u202e95%",
    "A" * 40_000,
)
TYPES = ("n", "s", "str", "b", "e", "d", "inlineStr", "bogus", "")


def seeded(seed: int) -> random.Random:
    """Chance that is the same every time."""
    return random.Random(seed)  # noqa: S311 - no secret is made of it


def mutations() -> Iterator[File]:
    """All the small ones, nearly every one of another content."""
    for made in (
        truncated,
        flipped,
        flipped_within,
        encoded,
        lying_archives,
        broken_parts,
        typed_cells,
        strange_cells,
        headed_by_periods,
        shuffled_tables,
        merged,
        sheets_of_every_kind,
        ragged,
        noise,
        templates,
    ):
        yield from made()


def rich_workbook() -> bytes:
    """A workbook of two sheets with dates, percentages and merged cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Scorecard"
    sheet.append(["Southampton scorecard"])
    for row in (HEADINGS, ROW, ["Number of contacts", "1,477", 1784, 1947.5, "<17K", "x"]):
        sheet.append(row)
    sheet["B5"] = 0.95
    sheet["B5"].number_format = "0.0%"
    sheet["C5"] = 46054
    sheet["C5"].number_format = "mmm-yy"
    sheet.merge_cells("A1:F1")
    sheet.freeze_panes = "B2"
    other = book.create_sheet("2 & <more>")
    other.append(["Year", "LA", "England"])
    other.append(["2021", 45, 50])
    return saved(book)


def whole() -> dict[str, bytes]:
    """The files that the others are made of."""
    table = as_csv([HEADINGS, ROW, ["Number of contacts", "1,477", "1,784", "N/A", "<17K", "1"]])
    return {
        "plain.xlsx": good_workbook(),
        "rich.xlsx": rich_workbook(),
        "table.csv": table,
        "table-16.csv": table.decode().encode("utf-16"),
        "table.tsv": as_csv([HEADINGS, ROW], "\t"),
    }


def truncated() -> Iterator[File]:
    for name, content in whole().items():
        steps = 60 if name.endswith("xlsx") else 30
        for step in range(1, steps):
            yield f"cut-{step}-{name}", content[: len(content) * step // steps]


def flipped() -> Iterator[File]:
    chance = seeded(3)
    for name, content in whole().items():
        for number in range(90 if name.endswith("xlsx") else 40):
            changed = bytearray(content)
            for _ in range(1 + number % 4):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
            yield f"flipped-{number}-{name}", bytes(changed)


def flipped_within() -> Iterator[File]:
    """Parts with changed bytes, packed again with a right checksum, so that they are read as far as they can be."""
    chance, workbook = seeded(4), rich_workbook()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    for number in range(200):
        name = chance.choice([*parts, SHEET, SHEET])
        changed = bytearray(parts[name])
        for _ in range(1 + number % 3):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        yield f"changed-{number}.xlsx", with_part(name, bytes(changed), workbook)


def encoded() -> Iterator[File]:
    text = "Indicator;Feb-26;Mar-26;Target\nChildren’s reviews – £;95% (287/300);½;<10%\n"
    table = as_csv([HEADINGS, ROW]).decode()
    for encoding in ENCODINGS:
        for number, source in enumerate((text, table)):
            content = source.encode(encoding, "replace")
            for place, mark in enumerate(MARKS):
                if number == 0 or place < 3:
                    yield f"{encoding}-{number}-{place}.csv", mark + content


def lying_archives() -> Iterator[File]:
    """Archives whose directory lies about sizes, places, methods and names; archives within archives."""
    workbook = rich_workbook()
    directory, local = workbook.index(b"PK\x01\x02"), workbook.index(b"PK\x03\x04")
    for record, fields in (
        (
            directory,
            {"version": 6, "flags": 8, "method": 10, "crc": 16, "packed": 20, "size": 24, "name": 28, "at": 42},
        ),
        (local, {"version": 4, "flags": 6, "method": 8, "crc": 14, "packed": 18, "size": 22, "name": 26}),
        (workbook.index(b"PK\x05\x06"), {"disk": 4, "entries": 8, "total": 10, "length": 12, "start": 16, "note": 20}),
    ):
        for field, place in fields.items():
            wide = field in ("crc", "packed", "size", "at", "length", "start")
            for value in (0, 1, 99, 0x7FFF, 0xFFFF) + ((0x7FFFFFFF, 0xFFFFFFFF) if wide else ()):
                changed = bytearray(workbook)
                struct.pack_into("<I" if wide else "<H", changed, record + place, value)
                yield f"lying-{record}-{field}-{value}.xlsx", bytes(changed)
    for name in (
        "../../evil.xml",
        "/etc/evil.xml",
        "C:\\evil.xml",
        "a" * 60_000,
        "\u202exml.",
        "xl/worksheets/../x.xml",
    ):
        yield f"named-{len(name)}.xlsx", with_part(name, b"<a/>", workbook)
    nested = workbook
    for depth in range(6):
        nested = _packed({"inner.xlsx": nested, "xl/workbook.xml": b"<workbook/>"})
        yield f"nested-{depth}.xlsx", nested
    yield "before.xlsx", b"MZ" + b"\x00" * 500 + workbook
    yield "after.xlsx", workbook + b"\x00" * 5_000
    yield "twice.xlsx", workbook + workbook
    yield "zip-of-csv.xlsx", _packed({"table.csv": as_csv([HEADINGS, ROW])})
    yield "ods.ods", _packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"})
    yield "macros.xlsm", with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"\x00" * 5_000, workbook)
    yield "embedded.xlsx", with_part("xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" + b"MZ" * 999, workbook)


def broken_parts() -> Iterator[File]:
    """Every part of a workbook left out, emptied, or put in another's place."""
    workbook = rich_workbook()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strange: dict[str, Callable[[bytes], bytes]] = {
        "empty": lambda _: b"",
        "blank": lambda _: b"   ",
        "text": lambda _: b"not xml",
        "root": lambda _: b"<a/>",
        "half": lambda part: part[: len(part) // 2],
        "twice": lambda part: part + part,
        "utf16": lambda part: part.decode().encode("utf-16"),
        "latin": lambda part: part.replace(b"<", b"\xe9<", 3),
        "nul": lambda part: part.replace(b">", b">\x00", 3),
        "doctype": lambda part: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + part,
        "xmlns": lambda part: part.replace(b"spreadsheetml", b"other"),
        "deep": lambda _: b"<a>" * 20_000 + b"</a>" * 20_000,
        "wide": lambda part: part.replace(b">", b" x='" + b"y" * 100_000 + b"'>", 1),
        "comment": lambda part: part + b"<!--" + b"-" * 50_000,
        "cdata": lambda part: part.replace(b">", b"><![CDATA[" + b"]" * 999 + b"]]>", 2),
        "pi": lambda part: b"<?xml version='9.9' encoding='nonsense'?>" + part[part.find(b"?>") + 2 :],
    }
    for name in parts:
        yield f"without-{name.replace('/', '.')}.xlsx", _packed({n: c for n, c in parts.items() if n != name})
        for word, change in strange.items():
            yield f"{word}-{name.replace('/', '.')}.xlsx", with_part(name, change(parts[name]), workbook)


def typed_cells() -> Iterator[File]:
    """Cells of every type with values that are none of it, with and without the style of a date."""
    for kind in TYPES:
        for number, value in enumerate(CELLS):
            body = f"<is><t>{value}</t></is>" if kind == "inlineStr" else f"<v>{value}</v>"
            said = f' t="{kind}"' if kind else ""
            cells = f'<c r="B2" s="1"{said}>{body}</c><c r="C2" s="99"{said}>{body}</c>'
            head = "".join(f'<c t="inlineStr"><is><t>{heading}</t></is></c>' for heading in HEADINGS)
            rows = f'<row r="1">{head}</row><row r="2"><c t="inlineStr"><is><t>{ROW[0]}</t></is></c>{cells}</row>'
            yield f"typed-{kind or 'none'}-{number}.xlsx", with_part(SHEET, sheet_of(rows))


def strange_cells() -> Iterator[File]:
    """Text that no figure is, as heading, name, figure and target, in text files and in the template's columns."""
    long = ["indicator", "period", "value", "numerator", "denominator", "target", "breakdown"]
    for number, strange in enumerate(STRANGE):
        if number >= len(ODD):
            yield f"strange-heading-{number}.csv", as_csv([[HEADINGS[0], strange, *HEADINGS[2:]], ROW])
            yield f"strange-name-{number}.csv", as_csv([HEADINGS, [strange, *ROW[1:]]])
            yield f"strange-cell-{number}.csv", as_csv([HEADINGS, [ROW[0], strange, *ROW[2:]]])
        yield f"strange-target-{number}.tsv", as_csv([HEADINGS, [*ROW[:4], strange, ROW[5]]], "\t")
        yield (
            f"strange-template-{number}.csv",
            as_csv([long, [ROW[0], strange, "95%", strange, strange, strange, strange]]),
        )


def headed_by_periods() -> Iterator[File]:
    for number, first in enumerate(PERIODS):
        second = PERIODS[(number * 7 + 1) % len(PERIODS)]
        yield (
            f"periods-{number}.csv",
            as_csv([["Indicator", first, second, first], ["Number of contacts", "1", "2", "3"]]),
        )
        yield f"years-{number}.csv", as_csv([["Year", "LA", "England"], [first, "1", "2"], [second, "3", "x"]])


def shuffled_tables() -> Iterator[File]:
    """Tables of everything that cells, names and headings may be, in any order."""
    chance = seeded(5)
    headings = [*HEADINGS, *PERIODS, "Southampton 20/21", "South East", "SN", "2021", "Comments", "", "Analysis"]
    names = [ROW[0], "Number of contacts", "Contacts", "Rate of CLA per 10,000", "Section", "", "UNDER REVIEW", "Total"]
    cells = [*ROW[1:], *STRANGE, "1,477", "45", "12%", "0", "", "", "N/A", "TBC", "(45)", "[p] 12", "£1,445"]
    for number in range(300):
        width, height = chance.randrange(1, 14), chance.randrange(1, 16)
        rows = [[chance.choice(headings) for _ in range(width)]]
        for _ in range(height):
            cut = chance.randrange(1, width + 3)
            rows.append([chance.choice(names), *(chance.choice(cells) for _ in range(cut))])
        if number % 3 == 0:
            chance.shuffle(rows)
        yield f"shuffled-{number}.csv", as_csv([[cell[:300] for cell in row] for row in rows], ",;|\t"[number % 4])


def merged() -> Iterator[File]:
    chance = seeded(6)
    for number in range(60):
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (HEADINGS, ROW, ROW, [None, "1%", "2%"]):
            sheet.append(row)
        for _ in range(chance.randrange(1, 4)):
            top, left = chance.randrange(1, 5), chance.randrange(1, 7)
            bottom, right = top + chance.randrange(3), left + chance.randrange(4)
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        yield f"merged-{number}.xlsx", saved(book)


def sheets_of_every_kind() -> Iterator[File]:
    """Sheets without a table, sheets that are charts, in any order and state, under any name."""
    chance = seeded(7)
    for number in range(50):
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for at in range(chance.randrange(1, 6)):
            sheet = book.create_sheet(f"{chance.choice(['Notes', 'Éxtra', '1', '2026', 'Data', ' '])}{at}")
            for row in chance.choice(
                [[["Cover"]], [HEADINGS, ROW], [], [["a"] * 9] * 9, [ROW, HEADINGS], [[1, 2], [3]]]
            ):
                sheet.append(row)
            sheet.sheet_state = chance.choice(["visible", "visible", "hidden", "veryHidden"])
        if number % 5 == 0:
            book.create_chartsheet("Picture")
        if not any(sheet.sheet_state == "visible" for sheet in book.worksheets) and number % 5:
            book.worksheets[0].sheet_state = "visible"
        yield f"sheets-{number}.xlsx", saved(book)


def ragged() -> Iterator[File]:
    """Text whose lines, quotation marks and columns do not go together."""
    chance = seeded(8)
    ends, signs = ["\n", "\r\n", "\r", "\n\r", "\x0b", "\x0c", "\u2028", "\x85"], [",", ";", "\t", "|", " ", ":", ",,"]
    for number in range(160):
        sign, end = chance.choice(signs), chance.choice(ends)
        lines = []
        for _ in range(chance.randrange(1, 12)):
            row = [
                chance.choice([*HEADINGS, *ROW, '"', '""', '"a', 'b"', "", " ", "'"])
                for _ in range(chance.randrange(9))
            ]
            lines.append((sign if chance.random() < 0.8 else chance.choice(signs)).join(row))
        yield f"ragged-{number}.csv", end.join([sign.join(HEADINGS), *lines]).encode()


def noise() -> Iterator[File]:
    chance = seeded(9)
    starts = (
        b"",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"Indicator,Feb-26\n",
        b"<?xml ",
        b"{",
        b"%",
    )
    for number in range(100):
        printable = number % 2
        size = chance.randrange(1, 3_000)
        body = bytes(chance.randrange(32, 127) if printable else chance.randrange(256) for _ in range(size))
        yield f"noise-{number}.{'csv' if printable else 'xlsx'}", starts[number % len(starts)] + body


def templates() -> Iterator[File]:
    """The template's columns in any choice and order, with rows that say too little, too much or the same twice."""
    chance = seeded(10)
    columns = "authority indicator title breakdown period value numerator denominator target status note unit".split()
    values = [
        ROW[0],
        "Southampton",
        "Atlantis",
        "Oct-22",
        "2021/22",
        "95%",
        "287",
        "300",
        "-1",
        "1e9",
        "",
        "",
        "x",
        "0",
    ]
    for number in range(80):
        kept = chance.sample(columns, chance.randrange(3, len(columns)))
        kept = list(dict.fromkeys(["indicator", "period", "value", *kept])) if number % 2 else kept * (1 + number % 3)
        rows = [[chance.choice(values) for _ in kept] for _ in range(chance.randrange(1, 12))]
        yield f"template-{number}.csv", as_csv([kept, *rows, *rows[:2]])


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def bombs() -> Iterator[File]:
    """What would take most memory if it were read whole."""
    yield "ten-million-cells.xlsx", with_part(SHEET, sheet_of(("<row>" + "<c/>" * 390 + "</row>") * 25_642))
    sparse = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 1_048_576, 104))
    yield "sparse.xlsx", with_part(SHEET, sheet_of(sparse, "A1:XFD1048576"))
    strings = "".join(f"<si><t>{number:040d}</t></si>" for number in range(900_000))
    yield "many-strings.xlsx", with_part("xl/sharedStrings.xml", f"<sst {MAIN}>{strings}</sst>".encode())
    yield "most-faults.csv", _filled([ROW[0]] * 500, "95% (1/300)")


def sizes() -> Iterator[File]:
    """Files as large as is read, and larger, in lines, columns, cells and strings: up to some seconds each."""
    one = f"<sst {MAIN}><si><t>{'x' * 50_000_000}</t></si></sst>".encode()
    yield "long-string.xlsx", with_part("xl/sharedStrings.xml", one)
    for number, sign in enumerate(("\n", ",", "\t", "x", "1,", '","')):
        yield f"ten-megabytes-{number}.csv", (sign * (10_300_000 // len(sign))).encode()
        yield f"headed-{number}.csv", b"Indicator,Feb-26\n" + (sign * (3_000_000 // len(sign))).encode()
    yield "just-too-large.csv", b"Indicator,Feb-26\n" + b"Contacts,1\n" * 953_250
    yield "most-names.csv", as_csv([["Indicator", "Feb-26"], *([f"Number of things {n}", "1"] for n in range(1_990))])
    again = ["indicator", "period", "value", "numerator", "denominator"]
    yield "same-again.csv", as_csv([again, *([ROW[0], "Feb-26", str(number), "1", "2"] for number in range(9_000))])
    tables = [row for number in range(3_000) for row in (["Indicator", "Feb-26"], [f"Contacts {number}", "1"], [])]
    yield "many-tables.csv", as_csv(tables)
    yield "most-cells.csv", _filled([f"{ROW[0]} {number}" for number in range(500)], "1")
    yield "most-odd.csv", _filled([f"x{number}" for number in range(500)], "odd")
    yield "no-names.csv", _filled([""] * 500, "1")
    yield "most-lines.csv", as_csv([["Indicator", "Feb-26"], *([ROW[0], "95%"] for _ in range(9_998))])
    for number, sign in enumerate(('"', "\r", "é", "a\n")):
        yield f"slow-megabytes-{number}.csv", (sign * (10_300_000 // len(sign.encode()))).encode()


def _filled(names: list[str], cell: str) -> bytes:
    """A wide table of as many months as there may be columns, with one cell throughout."""
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    periods = [f"{month}-{year}" for year in range(10, 43) for month in months]
    return as_csv([["Indicator", *periods], *([name, *[cell] * len(periods)] for name in names)])
