"""A board's list as records: what the page shows, for the API and the command line."""

from app.records.published import Record
from layouts.board import reasons
from layouts.board.facts import Entry, Facts, Left

EXCEPTION_COLUMNS = (
    "place",
    "side",
    "key",
    "title",
    "topic",
    "unit",
    "period",
    "value",
    "missing_reason",
    "numerator",
    "denominator",
    "neighbours_mean",
    "neighbours_contributing",
    "gap_points",
    "children",
    "certainty",
    "rules",
    "pinned",
    "why",
    "who_to_ring",
    "target",
    "stands_for",
    "source",
)
LEFT_COLUMNS = ("title", "topic", "period", "figure", "why")
BETWEEN = "; "


def exception_records(facts: Facts, side: str = "") -> list[Record]:
    """One record an exception (`worse`), then one a strength (`better`), each in its place; one side where asked."""
    sides = {"worse": facts.worse, "better": facts.better}
    return [
        exception_record(entry, place)
        for name, entries in sides.items()
        if side in ("", name)
        for place, entry in enumerate(entries, 1)
    ]


def exception_record(entry: Entry, place: int) -> Record:
    """One entry of a list; figures of a local return as it states them."""
    row = entry.row
    local = entry.local.row if entry.local else None
    now = local.now if local else None
    return {
        "place": place,
        "side": entry.side,
        "key": entry.listed.key,
        "title": entry.title,
        "topic": entry.topic,
        "unit": row.indicator.unit if row else local.unit if local else "",
        "period": reasons.when(entry),
        "value": row.value if row else local.value if local else None,
        "missing_reason": row.reason.words if row and row.value is None else None,
        "numerator": row.numerator if row else now.cell.numerator if now else None,
        "denominator": row.denominator if row else now.cell.denominator if now else None,
        "neighbours_mean": row.mean if row else None,
        "neighbours_contributing": row.contributing if row else None,
        "gap_points": row.gap_points if row else None,
        "children": entry.children,
        "certainty": reasons.CERTAINTIES[entry.certainty],
        "rules": BETWEEN.join(entry.listed.rules),
        "pinned": entry.pinned,
        "why": reasons.why(entry),
        "who_to_ring": entry.ring or None,
        "target": entry.outlook or None,
        "stands_for": BETWEEN.join(entry.listed.alike),
        "source": entry.source,
    }


def left_record(left: Left) -> Record:
    """An indicator that is on neither list, and why."""
    return {"title": left.title, "topic": left.topic, "period": left.period, "figure": left.level, "why": left.why}
