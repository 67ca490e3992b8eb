"""Every id that a callback names, in one place."""

ADDRESS = "address"
PAGE = "page"
ANNOUNCEMENT = "announcement"
NAVIGATION = "navigation"


def control(name: str) -> dict[str, str]:
    """The id of a control whose value is the part `name` of the address."""
    return {"control": name}
