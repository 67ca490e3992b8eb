"""A style sheet is cut down to what is used, and says of that what it said before."""

from app.bundles import ASSETS
from app.style_used import used_of, used_words

SHEET = """@charset "UTF-8";:root{--a:1px}body{margin:0}.used,.unused{color:red}.used .unused{color:blue}
.used:not(:disabled):hover{color:green}
@media (min-width:9px){.unused{top:0}.used>a{top:1px}}@media print{.unused{top:0}}
@keyframes turn{to{top:0}}"""


def test_rules_for_classes_that_stand_nowhere_are_left_out() -> None:
    cut = used_of(SHEET, frozenset({"used"}))
    assert "unused" not in cut
    for kept in (":root", "body", ".used{color:red}", ".used:not(:disabled):hover", ".used>a", "@keyframes"):
        assert kept in cut.replace(" {", "{"), kept
    assert "print" not in cut


def test_nothing_is_left_out_of_what_is_all_used() -> None:
    assert used_of(SHEET, frozenset({"used", "unused"})).count("{") == SHEET.count("{")


def test_the_shipped_sheet_has_all_that_the_code_may_name() -> None:
    """Whoever uses another class of Bootstrap's fetches it anew (`make assets`); these are in use."""
    sheet = (ASSETS / "01-bootstrap.min.css").read_text()
    assert used_of(sheet, used_words()) == sheet
    assert all(name in sheet for name in (".form-select", ".form-control", ".visually-hidden", ".table>"))
