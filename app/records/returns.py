"""Local returns as records: what the API gives of a version, as far as its viewer may see it."""

from callbacks.sight import SeenVersion
from data.returns.cells import Cell
from data.returns.content import Figure, Return, Series, Who

Record = dict[str, object]
RETURN_COLUMNS = tuple(
    "return version authority organisation slug title visibility created masked public_source".split()
)
FIGURE_COLUMNS = tuple(
    "row sheet measure name breakdown heading whose area period stated value numerator denominator missing_reason "
    "status target".split()
)


def return_record(seen: SeenVersion) -> Record:
    """A version without its figures."""
    return {
        "return": seen.return_id,
        "version": seen.number,
        "authority": seen.authority,
        "organisation": seen.organisation,
        "slug": seen.slug,
        "title": seen.title,
        "visibility": str(seen.visibility),
        "created": seen.created.isoformat(timespec="seconds"),
        "masked": seen.masked,
        "public_source": seen.public_source,
    }


def figure_records(found: Return) -> list[Record]:
    """Every figure of a return, own and compared, in the order of the file."""
    return [figure_record(series, figure) for series in found.series for figure in (*series.own, *series.comparators)]


def figure_record(series: Series, figure: Figure) -> Record:
    """One figure: `stated` is the cell as it was typed, the rest how it was read."""
    cell = figure.cell
    return {
        "row": figure.line,
        "sheet": series.sheet,
        "measure": series.measure.id if series.measure else None,
        "name": series.name,
        "breakdown": series.breakdown or None,
        "heading": figure.heading,
        "whose": str(figure.who),
        "area": figure.area or None,
        "period": figure.period.label if figure.period else None,
        "stated": cell.text.strip(),
        "value": cell.value,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "missing_reason": _missing(cell),
        "status": str(cell.status) if cell.status else None,
        "target": series.target.text if figure.who is Who.OWN and series.target.text else None,
    }


def _missing(cell: Cell) -> str | None:
    """Why there is no figure; None where there is one."""
    return None if cell.has_figure else cell.reason or ("none given" if not cell.text.strip() else "not understood")
