"""A pack as a board may get it: twenty exceptions, both kinds of chart, gaps, long titles, words that are markup."""

from layouts.pack.content import (
    Block,
    ChartKind,
    Note,
    Pack,
    PackChart,
    PackSection,
    PackSeries,
    Reference,
    Role,
)
from layouts.tables import Cell, Column, Number, Table

YEARS = tuple(f"{year}/{(year + 1) % 100:02}" for year in range(2015, 2025))
HOSTILE = (
    'Placement <script>alert("no")</script> & <b>sufficiency</b>:\nfive "moves" in \'May\'.\n\nReviewed by the panel.'
)
# title, unit, decimals, ours in the first year, a step a year, and in the last year neighbours, region and England
MEASURES: tuple[tuple[str, str, int, float, float, float, float, float], ...] = (
    ("Children looked after with three or more placements in the year", "%", 0, 9, 0.6, 10.6, 10, 10),
    ("Children looked after per 10,000 children under 18", "per 10,000", 0, 108, -2, 93.4, 57, 70),
    (
        "Health checks of children looked after for 12 months or more, with dental checks and immunisations up to date",
        "%",
        0,
        92,
        -1.4,
        87.2,
        83,
        82,
    ),
    ("Care leavers aged 19 to 21 in education, employment or training", "%", 0, 50, 0.4, 54.9, 54, 54),
    ("Re-referrals within 12 months", "%", 1, 24.2, 0.7, 21.4, 24.3, 22.4),
    ("Persistent absence of children in need", "%", 1, 38.1, 1.2, 42.2, 41.0, 43.5),
    ("Social worker turnover", "%", 1, 14.4, 0.3, 15.2, 16.1, 13.8),
    ("Agency social workers", "%", 1, 22.0, -0.5, 18.3, 17.0, 16.2),
    ("Average time between entering care and moving in with an adoptive family", "days", 0, 520, 6, 471.5, 455, 480),
    ("First-time entrants to the youth justice system", "per 100,000", 0, 402, -19, 181.3, 122, 144),
    ("Expenditure on children looked after", "£ per child", 0, 512, 61, 902.4, 801, 905),
    ("Child protection plans lasting two years or more", "%", 1, 2.1, 0.15, 3.4, 3.6, 3.9),
    ("Second or subsequent child protection plans", "%", 1, 21.0, 0.3, 24.2, 25.5, 24.7),
    ("Missing from care incidents", "per child", 1, 4.4, 0.2, 6.2, 6.4, 6.5),
    ("Children placed more than 20 miles from home", "%", 0, 17, 0.5, 18.3, 24, 21),
    ("Key stage 2 expected standard", "%", 0, 60, 0.1, 59.6, 62, 61),
    ("Progress 8 of children in need", "score", 2, -1.5, -0.02, -1.42, -1.38, -1.3),
    ("Suspensions", "per 100", 2, 7.2, 0.8, 12.41, 9.7, 9.33),
    ("Not in education, employment or training at 16 and 17", "%", 1, 6.4, 0.05, 5.9, 5.2, 5.2),
    ("Free school meals", "%", 1, 19.8, 1.1, 27.6, 20.1, 24.6),
)


def sample_pack(
    exceptions: int = 20, address: str = "https://alongside.example/board/pack?authority=southampton"
) -> Pack:
    """A pack of so many exceptions, 20 at most, of which every second shows bars and the others lines."""
    blocks = tuple(_block(place) for place in range(exceptions))
    cut = -(-exceptions * 3 // 5)
    return Pack(
        title="Southampton: exceptions for the improvement board",
        subtitle="Children's services alongside ten statistical neighbours, the South East and England",
        answer=f"Southampton is significantly worse than its neighbours on {cut} of {exceptions} indicators; "
        "412 children would have to fare differently to reach the neighbours' averages.",
        as_of="2026-11-22T10:15:00+00:00",
        snapshot="7eb9ae3952f8be82",
        address=f"{address}&snapshot=7eb9ae3952f8be82&as_of=2026-11-22T10:15:00",
        sections=(
            PackSection(
                "worse", "Worse than the neighbours", f"{cut} exceptions, the most certain first.", blocks[:cut]
            ),
            PackSection("worsening", "Getting worse", f"{exceptions - cut} exceptions.", blocks[cut:]),
            PackSection(
                "local", "Local returns", "No local return is visible to this reader, so nothing is shown here."
            ),
        ),
        facts=(
            ("Compared with", "Statistical neighbours, edition 2025: Bristol, Derby, Peterborough and seven more"),
            ("Made for", "The improvement board of <Southampton>"),
        ),
    )


def line_chart(place: int = 0) -> PackChart:
    """Our figures over ten years with a gap, and three comparators."""
    title, unit, decimals, first, step, *level = MEASURES[place]
    ours: list[float | None] = [round(first + step * year + (year % 3) * step, decimals) for year in range(len(YEARS))]
    if place % 4 == 0:
        ours[4] = None
    names = ("Southampton", "Mean of 10 statistical neighbours", "South East", "England")
    comparators = (_level(end, -step / 3) for end in level)
    roles = (Role.US, Role.NEIGHBOURS, Role.REGION, Role.ENGLAND)
    return PackChart(
        kind=ChartKind.LINES,
        finding=f"{title} moved away from the neighbours",
        subtitle=f"{title}, {unit}, Southampton and comparators, {YEARS[0]} to {YEARS[-1]}",
        alternative=f"Southampton went from {ours[0]} to {ours[-1]} {unit}, its neighbours' mean to {level[0]}.",
        categories=YEARS,
        series=tuple(
            PackSeries(name, tuple(values), (role,))
            for name, values, role in zip(names, (ours, *comparators), roles, strict=True)
        ),
        unit=unit,
        decimals=decimals,
        missing=(f"Southampton {YEARS[4]}: suppressed to protect children's identities",) if place % 4 == 0 else (),
    )


def bar_chart(place: int = 1) -> PackChart:
    """Us, our comparators, a target, two other authorities and one without a figure, in the latest year."""
    title, unit, decimals, first, step, neighbours, region, england = MEASURES[place]
    ours = round(first + step * len(YEARS), decimals)
    bars: tuple[tuple[str, float | None, Role], ...] = (
        ("Southampton", ours, Role.US),
        ("Mean of 10 statistical neighbours", neighbours, Role.NEIGHBOURS),
        ("South East", region, Role.REGION),
        ("England", england, Role.ENGLAND),
        ("Target by 31 March 2027", round(0.9 * neighbours, decimals), Role.TARGET),
        ("Bournemouth, Christchurch and Poole", round(1.1 * england, decimals), Role.OTHERS),
        ("Isle of Wight", None, Role.OTHERS),
    )
    return PackChart(
        kind=ChartKind.BARS,
        finding=f"Southampton stands at {ours} {unit}, its neighbours at {neighbours}",
        subtitle=f"{title}, {unit}, {YEARS[-1]}",
        alternative=f"Southampton {ours}, neighbours {neighbours}, South East {region}, England {england} {unit}.",
        categories=tuple(name for name, _, _ in bars),
        series=(PackSeries(title, tuple(value for _, value, _ in bars), tuple(role for _, _, role in bars)),),
        unit=unit,
        decimals=decimals,
        missing=("Isle of Wight: unreliable, from too few children",),
    )


def table_of(chart: PackChart, caption: str) -> Table:
    """The figures behind a chart; a missing one says its reason."""
    reason = chart.missing[0].split(": ")[1] if chart.missing else ""
    rows: list[tuple[Cell, ...]] = [
        (category, *(_cell(one.values[at], chart.decimals, reason) for one in chart.series))
        for at, category in enumerate(chart.categories)
    ]
    is_lines = chart.kind is ChartKind.LINES
    columns = [Column("Year" if is_lines else "Area"), *(Column(_heading(one, is_lines), True) for one in chart.series)]
    return Table(caption, tuple(columns), tuple(rows), mark=None if is_lines else 0)


def _heading(series: PackSeries, is_lines: bool) -> str:
    return series.name if is_lines else "Figure"


def _cell(value: float | None, decimals: int, reason: str) -> Cell:
    return reason if value is None else Number(f"{value:,.{decimals}f}".replace("-", "\u2212"), value, decimals)


def _level(end: float, step: float) -> list[float | None]:
    return [round(end - step * (len(YEARS) - 1 - year), 1) for year in range(len(YEARS))]


def _block(place: int) -> Block:
    title, unit = MEASURES[place][:2]
    chart = line_chart(place) if place % 2 == 0 else bar_chart(place)
    return Block(
        name=f"exception-{place + 1}",
        label=f"{place + 1} · {title} · certain",
        heading=f"{title}: worse than the neighbours, and not improving",
        sentences=(
            f"Southampton is worse than its neighbours' average; {11 + 7 * place} more children would reach it.",
            "The difference is significant at 5% after the false discovery rate over the whole list.",
            "9 of 10 neighbours published a figure.",
        ),
        chart=chart,
        tables=(table_of(chart, f"{title}, {unit}"),),
        notes=(
            Note("What the data tell us", HOSTILE),
            Note("Action", "A weekly placement panel, led by the head of service, until the board accepts it."),
        )
        if place % 3 == 0
        else (),
        references=(
            Reference(
                title,
                "DfE, Local Authority Interactive Tool",
                f"release of {place % 12 + 1} 2026",
                "2026-11-06",
                f"/indicator?indicator=measure-{place}&authority=southampton",
            ),
            Reference(
                "Statistical neighbours",
                "DfE, statistical neighbours benchmarking tool",
                "edition 2025",
                "2025-08-01",
                "/neighbours?authority=southampton",
            ),
        ),
    )
