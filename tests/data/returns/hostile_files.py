"""Files that are broken, or made to harm: each has to be answered in one sentence, and cost little memory."""

import csv
import hashlib
import io
import random
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
import xlsxwriter

HEADINGS = ["Indicator", "Feb-26", "Mar-26", "Apr-26", "Target", "England"]
ROW = ["Percentage of CLA children with an up-to-date review", "95% (287/300)", "96% (288/300)", "TBC", "95%", "N/A"]
ODD = (
    "\x00",
    "\x01" * 40,
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "#REF!",
    "9" * 400,
    "1e999",
    "nan",
    "inf",
    "½",
    "٣٤%",
    "٪٩٥",
    "95%" * 50,
    "(" * 500,
    "1/0",
    "0/0",
    "100% (0/0)",
    "-0%",
    "1,2,3",
    "1,00,000",
    "%",
    "()",
    "(/)",
    "95% (/)",
    "𝟗𝟓%",
    "\u202e%59",
    "<script>alert(1)</script>",
    "&lt;5&gt;",
    "{{7*7}}",
    "%s%n",
    "'; DROP TABLE",
    "A" * 200_000,
    '"',
    '""',
    "\t",
    "95% [r] [p]",
    "2022-13",
    "99/99/9999",
    "Q5 2022/23",
    "Feb-00000000000",
)


def as_csv(rows: list[list[str]], delimiter: str = ",") -> bytes:
    """Rows as text with columns."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode("utf-8", "surrogatepass")


def good_workbook() -> bytes:
    """A small workbook as xlsxwriter makes it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Scorecard")
        for down, row in enumerate((HEADINGS, ROW)):
            for across, cell in enumerate(row):
                sheet.write_string(down, across, cell)
    return stream.getvalue()


def with_part(name: str, content: bytes, workbook: bytes | None = None) -> bytes:
    """A workbook of which one part is another."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook or good_workbook())) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.namelist():
            if part != name:
                after.writestr(part, before.read(part))
        after.writestr(name, content)
    return stream.getvalue()


def sheet_of(body: str, dimension: str = "A1:F2") -> bytes:
    """A worksheet's part with the given rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{main}"><dimension ref="{dimension}"/>'
        f"<sheetData>{body}</sheetData></worksheet>"
    ).encode()


SHEET = "xl/worksheets/sheet1.xml"
BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;">]><worksheet>&lol3;</worksheet>"""


def texts() -> Iterator[tuple[str, bytes]]:
    """Text files: encodings, delimiters, sizes, odd cells, noise."""
    yield "nothing.csv", b""
    yield "spaces.csv", b"   \n \n\t\n"
    yield "mark-only.csv", b"\xef\xbb\xbf"
    yield "one-cell.csv", b"Indicator"
    yield "headings-only.csv", as_csv([HEADINGS])
    yield "one-column.csv", "\n".join(HEADINGS).encode()
    yield "spaces-between.txt", " ".join(HEADINGS).encode() + b"\n" + b"Contacts 1 2 3"
    yield "colons.txt", ":".join(HEADINGS).encode()
    yield "nul.csv", as_csv([HEADINGS, ROW]).replace(b"TBC", b"\x00\x00")
    yield "all-nul.csv", b"\x00" * 5000
    yield "control.csv", bytes(range(1, 32)) * 30
    yield "noise.csv", random.Random(1).randbytes(100_000)  # noqa: S311 - the same noise each time
    yield "noise.xlsx", random.Random(2).randbytes(100_000)  # noqa: S311
    yield "large.csv", b"a,b\n" * 4_000_000
    yield "many-cells.csv", b"1,2,3,4,5,6,7,8,9,0\n" * 400_000
    yield "wide.csv", b"Indicator," + b"Feb-26," * 100_000
    yield "one-line.csv", b"x" * 9_000_000
    yield "unclosed.csv", b'Indicator,Feb-26\n"Contacts,' + b"1," * 100_000
    yield "unclosed.tsv", b'Indicator\tFeb-26\nContacts "\t' + b"1\n" * 1000
    yield "deep-quotes.csv", b'"' * 50_001
    yield "carriage.csv", b"Indicator,Feb-26\rContacts,1477\r"
    yield "truncated-utf16.csv", "Indicator,Feb-26\nContacts,1".encode("utf-16")[:-1]
    yield "lone-surrogate.csv", b"\xff\xfe" + b"\x00\xd8" * 50
    yield "utf32.csv", "Indicator,Feb-26\nContacts,1".encode("utf-32")
    yield "utf7.csv", "Indicator,Feb-26\nContacts,£1".encode("utf-7")
    yield "shift-jis.csv", "指標,Feb-26\n相談,1".encode("shift-jis")
    yield "ebcdic.csv", "Indicator,Feb-26\nContacts,1477".encode("cp037")
    yield "invalid-cp1252.csv", b"Indicator,Feb-26\n\x81\x8d\x8f\x90\x9d,1"
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield f"in-{encoding}.csv", as_csv([HEADINGS, ROW]).decode().encode(encoding)
    for name, delimiter in (("semicolons", ";"), ("bars", "|"), ("tabs", "\t"), ("commas", ",")):
        yield f"{name}.csv", as_csv([HEADINGS, ROW], delimiter)
    for number, odd in enumerate(ODD):
        yield f"odd-cell-{number}.csv", as_csv([HEADINGS, [ROW[0], odd, *ROW[2:]]])
        yield f"odd-heading-{number}.csv", as_csv([[HEADINGS[0], odd, *HEADINGS[2:]], ROW])
        yield f"odd-name-{number}.csv", as_csv([HEADINGS, [odd, *ROW[1:]]])
    for start, name in (
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n", "png"),
        (b"\xd0\xcf\x11\xe0", "xls"),
        (b"\x1f\x8b", "gz"),
    ):
        yield f"really-{name}.csv", start + b"\x00" * 1000


def workbooks() -> Iterator[tuple[str, bytes]]:
    """Workbooks: cut short, bombs, wrong parts, formulas, sheets of every wrong kind."""
    good = good_workbook()
    yield "good.xlsx", good
    yield "good-called.csv", good
    for share in range(5, 100, 5):
        yield f"cut-{share}.xlsx", good[: len(good) * share // 100]
    for place in range(0, len(good), max(len(good) // 25, 1)):
        yield f"flipped-{place}.xlsx", good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :]
    yield "empty-archive.xlsx", b"PK\x05\x06" + b"\x00" * 18
    yield "archive-of-text.xlsx", _archive({"hello.txt": b"hello"})
    yield "word.docx", _archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    yield "bomb.xlsx", with_part(SHEET, sheet_of("<row>" + "<c/>" * 20_000_000))
    yield "bomb-of-noughts.xlsx", with_part("xl/media/nought.bin", b"\x00" * 200_000_000)
    yield "many-parts.xlsx", with_part("a.xml", b"", _archive({f"part{number}.xml": b"<a/>" for number in range(2000)}))
    yield "laughs.xlsx", with_part(SHEET, BILLION_LAUGHS)
    yield "laughs-in-strings.xlsx", with_part("xl/sharedStrings.xml", BILLION_LAUGHS)
    yield (
        "external.xlsx",
        with_part(SHEET, b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "/etc/hostname">]><a>&x;</a>'),
    )
    yield "utf16-part.xlsx", with_part(SHEET, sheet_of("<row/>").decode().encode("utf-16"))
    yield "no-xml.xlsx", with_part(SHEET, b"not xml at all")
    yield "no-workbook.xlsx", with_part("xl/workbook.xml", b"<workbook/>")
    yield "no-types.xlsx", with_part("[Content_Types].xml", b"<Types/>")
    yield "string-beyond.xlsx", with_part(SHEET, sheet_of('<row r="1"><c r="A1" t="s"><v>999999</v></c></row>'))
    yield "far-cell.xlsx", with_part(SHEET, sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    yield "far-column.xlsx", with_part(SHEET, sheet_of('<row r="1"><c r="XFD1"><v>1</v></c></row>'))
    yield "beyond-columns.xlsx", with_part(SHEET, sheet_of('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'))
    yield "negative-row.xlsx", with_part(SHEET, sheet_of('<row r="-5"><c r="A-5"><v>1</v></c></row>'))
    yield "false-size.xlsx", with_part(SHEET, sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', "A1:XFD1048576"))
    yield "number-of-letters.xlsx", with_part(SHEET, sheet_of('<row r="1"><c r="A1"><v>abc</v></c></row>'))
    yield "date-too-late.xlsx", with_part(SHEET, sheet_of('<row r="1"><c r="A1" t="d"><v>9999-99-99</v></c></row>'))
    yield "formula-unsaved.xlsx", _formulas()
    yield "many-sheets.xlsx", _sheets(200)
    yield "empty-sheets.xlsx", _sheets(3)
    yield (
        "ten-million.xlsx",
        with_part(
            SHEET, sheet_of("".join(f'<row r="{row}">' + "<c><v>1</v></c>" * 300 + "</row>" for row in range(1, 5000)))
        ),
    )
    yield "merged.xlsx", _merged()
    yield "hidden.xlsx", _hidden()
    yield "dates.xlsx", _dates_as_text()


def _archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook's file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _formulas() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    sheet.append([ROW[0], "=1+1", '=HYPERLINK("http://localhost")', *ROW[3:]])
    return saved(book)


def _sheets(count: int) -> bytes:
    book = openpyxl.Workbook()
    for number in range(count):
        book.create_sheet(f"Sheet {number}")
    return saved(book)


def _merged() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, ROW, [None, "1%", "2%"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A1:XFD1")
    return saved(book)


def _hidden() -> bytes:
    book = openpyxl.Workbook()
    for number, state in enumerate(("hidden", "veryHidden")):
        sheet = book.create_sheet(f"Sheet {number}")
        sheet.append(HEADINGS)
        sheet.append(ROW)
        sheet.sheet_state = state
    return saved(book)


def _dates_as_text() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Indicator", "01/02/2026", "2026-03-01", "1st April 2026", "31.05.2026", "June"])
    sheet.append(["Number of contacts", "1,477", 1784, 1947.5, "15-Mar", True])
    return saved(book)


def write(files: Iterable[tuple[str, bytes]], folder: Path) -> int:
    """Write files into a folder, each of another content; how many there are, with a folder that is called like one."""
    seen: set[bytes] = set()
    for name, content in files:
        digest = hashlib.sha256(content).digest()
        if digest not in seen:
            last = name.replace("/", "-")[-100:]
            (folder / f"{len(seen):04d}-{last}").write_bytes(content)
            seen.add(digest)
    (folder / f"{len(seen):04d}-folder.csv").mkdir()
    return len(seen) + 1
