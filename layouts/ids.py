"""Every id that a callback names, in one place."""

ADDRESS = "address"
PAGE = "page"
HEADING = "heading"
ANNOUNCEMENT = "announcement"
NAVIGATION = "navigation"
PROBLEM = "problem"
MAIN = "main"
BESIDE = "beside"
CONTROLS = "controls"
CHANGE = "change"
SEARCH = "search"
SEARCH_TEXT = "search-text"


def control(name: str) -> dict[str, str]:
    """The id of a control whose value is the part `name` of the address."""
    return {"control": name}


def control_text(name: str) -> str:
    """The same as it stands in the document, for a label."""
    return f'{{"control":"{name}"}}'
