"""What the client makes of the publisher's answers, and that an answer of another shape is refused by name."""

from typing import Any

import pytest

from data.errors import PortalError
from data.publisher.answers import Standing, Step
from data.publisher.client import Publisher
from data.publisher.failures import NoSuchThing
from tests.publisher_on_loopback import faults
from tests.publisher_on_loopback.catalogue import Table
from tests.publisher_on_loopback.server import PublisherOnLoopback

NAME = "la_cla_placement_stability"


@pytest.fixture
def data_set_id(publisher_on_loopback: PublisherOnLoopback) -> str:
    return publisher_on_loopback.data_sets[NAME].id


def test_publications_are_found_on_every_page(publisher: Publisher, publisher_on_loopback: PublisherOnLoopback) -> None:
    whole = publisher.publications()
    publisher_on_loopback.largest_page = 1
    publisher_on_loopback.requests.clear()
    assert publisher.publications() == whole
    assert [asked.question["page"] for asked in publisher_on_loopback.requests] == [["1"], ["2"]]
    assert [publication.slug for publication in whole] == [
        "children-looked-after-in-england-including-adoptions",
        "children-in-need",
    ]


@pytest.mark.parametrize(("search", "found"), [("in need", 1), ("adoptions", 1), ("nothing like it", 0), ("zz", 2)])
def test_a_search_of_three_letters_or_more_is_the_publishers(publisher: Publisher, search: str, found: int) -> None:
    """The description refuses shorter ones, so that they are not sent."""
    assert len(publisher.publications(search)) == found


def test_a_publications_data_sets(publisher: Publisher, publisher_on_loopback: PublisherOnLoopback) -> None:
    publisher_on_loopback.data_sets[NAME].status = "Deprecated"
    publisher_on_loopback.data_sets[NAME].superseded_by = "another"
    found = {entry.id: entry for entry in publisher.data_sets(publisher_on_loopback.publication_id(NAME))}
    assert len(found) == 3
    stability = found[publisher_on_loopback.data_sets[NAME].id]
    assert stability == publisher.data_set(stability.id)
    assert (stability.standing, stability.superseded_by) == (Standing.DEPRECATED, "another")
    assert stability.latest is not None
    assert stability.latest.version == "1.0"
    extent = stability.latest.extent
    assert (extent.first_period, extent.last_period) == ("2021", "2025")
    assert extent.indicators == ("Children percent", "Children count")
    assert extent.rows == len(publisher_on_loopback.data_sets[NAME].versions[-1].table.rows)


def test_versions_run_from_the_newest(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, data_set_id: str
) -> None:
    publisher_on_loopback.release(NAME, lambda table: table.with_column("note", "z"), notes="A column more.")
    publisher_on_loopback.release(NAME, lambda table: table.without("note"), major=True)
    publisher_on_loopback.withdraw(NAME, "2.0")
    publisher_on_loopback.largest_page = 2
    found = publisher.versions(data_set_id)
    assert [(each.version, each.step, each.standing) for each in found] == [
        ("2.0", Step.MAJOR, Standing.WITHDRAWN),
        ("1.1", Step.MINOR, Standing.PUBLISHED),
        ("1.0", Step.MAJOR, Standing.PUBLISHED),
    ]
    assert found[0].withdrawn is not None
    assert found[1].withdrawn is None
    assert found[1].notes == "A column more."
    latest = publisher.data_set(data_set_id).latest
    assert latest is not None
    assert latest.version == "1.1"  # what is withdrawn is nobody's newest


def changed(table: Table) -> Table:
    """One column under another name, one fewer, one more; one period fewer; one option under another name."""
    table = table.renamed({"children_percent": "cla_percent"}).without("children_count").with_column("more", "z")
    at = table.header.index("cla_group")
    rows = [["Looked after", *row[1:]] if not at else [*row[:at], "Looked after", *row[at + 1 :]] for row in table.rows]
    return Table(table.header, [row for row in rows if row[0] != "2021"])


def test_what_a_version_changed(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, data_set_id: str
) -> None:
    before = publisher_on_loopback.data_sets[NAME].versions[-1].table.values("cla_group")
    publisher_on_loopback.release(
        NAME, changed, major=True, notes="New names.", renamed={"children_percent": "cla_percent"}
    )
    found = publisher.changes(data_set_id, "2.0")
    assert found
    assert (found.version, found.notes) == ("2.0", "New names.")
    assert [(each.before.column, each.after.column) for each in found.indicators.renamed] == [
        ("children_percent", "cla_percent")
    ]
    assert [each.column for each in found.indicators.removed] == ["children_count"]
    assert [each.column for each in found.indicators.added] == ["more"]
    assert [each.label for each in found.periods.removed] == ["2021"]
    assert not found.filters
    # What was taken away is told as a major change of the filter, what came as a minor one.
    gone, come = found.options
    assert gone.filter.column == come.filter.column == "cla_group"
    assert [each.label for each in gone.options.removed] == list(before)
    assert [each.label for each in come.options.added] == ["Looked after"]


def test_the_first_version_changed_nothing(publisher: Publisher, data_set_id: str) -> None:
    assert not publisher.changes(data_set_id, "1.0")


def test_an_indicator_whose_unit_alone_changed_is_not_renamed(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, data_set_id: str
) -> None:
    state = {"id": "a1", "column": "rate", "label": "Rate"}
    pair = {"previousState": state | {"unit": "%"}, "currentState": state | {"unit": None}}
    answer = {"majorChanges": {}, "minorChanges": {"indicators": [pair]}}
    publisher_on_loopback.misbehave(faults.answers(answer))
    found = publisher.changes(data_set_id, "1.1").indicators
    assert len(found.altered) == 1
    assert found.renamed == ()


def test_the_columns_of_a_version(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, data_set_id: str
) -> None:
    publisher_on_loopback.release(NAME, lambda table: table.without("children_count"), major=True)
    for version, expected in (("1.0", ["children_percent", "children_count"]), ("2.0", ["children_percent"])):
        found = publisher.meta(data_set_id, version)
        assert [each.column for each in found.filters] == ["cla_group", "placement_stability"]
        assert [each.column for each in found.indicators] == expected


@pytest.mark.parametrize("version", ["1", "1.0", "1.*", "*"])
def test_wildcards_are_the_publishers_to_resolve(publisher: Publisher, data_set_id: str, version: str) -> None:
    assert len(publisher.meta(data_set_id, version).indicators) == 2


def test_what_is_withdrawn_or_not_there_is_said_to_be(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, data_set_id: str
) -> None:
    publisher_on_loopback.withdraw(NAME, "1.0")
    with pytest.raises(NoSuchThing, match=r"it answered 403 Forbidden.*withdrawn"):
        publisher.meta(data_set_id, "1.0")
    with pytest.raises(NoSuchThing, match="404 Not Found"):
        publisher.data_set("no-such-thing")
    publisher_on_loopback.misbehave(faults.gone(410))
    with pytest.raises(NoSuchThing, match="410 Gone"):
        publisher.versions(data_set_id)
    assert len(publisher_on_loopback.requests) == 3  # none of these is asked for twice


def test_an_id_is_one_part_of_an_address(publisher: Publisher, publisher_on_loopback: PublisherOnLoopback) -> None:
    with pytest.raises(NoSuchThing):
        publisher.data_set("../publications?search=x")
    assert publisher_on_loopback.requests[0].path.endswith("/data-sets/..%2Fpublications%3Fsearch%3Dx")


def spoiled(good: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy in which one member (`a.b`) has another value; `None` takes it away."""
    name, _, rest = path.partition(".")
    if rest:
        return good | {name: spoiled(good[name], rest, value)}
    left = {key: kept for key, kept in good.items() if key != name}
    return left if value is None else left | {name: value}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", None),
        ("id", ""),
        ("title", 5),
        ("status", "Draft"),
        ("status", None),
        ("latestVersion", []),
        ("latestVersion.version", None),
        ("latestVersion.published", "yesterday"),
        ("latestVersion.published", "2025-11-20T09:30:00"),
        ("latestVersion.totalResults", -1),
        ("latestVersion.totalResults", True),
        ("latestVersion.totalResults", "5"),
        ("latestVersion.timePeriods", None),
        ("latestVersion.timePeriods.start", None),
        ("latestVersion.indicators", "rate"),
        ("latestVersion.indicators", [1]),
        ("latestVersion.filters", None),
    ],
)
def test_another_shape_names_the_address_and_the_member(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, data_set_id: str, path: str, value: object
) -> None:
    good = publisher_on_loopback.data_sets[NAME].summary()
    publisher_on_loopback.misbehave(faults.answers(spoiled(good, path, value)))
    with pytest.raises(PortalError) as refused:
        publisher.data_set(data_set_id)
    assert f"'{path}'" in str(refused.value)
    assert f"{publisher_on_loopback.base_url}/v1/data-sets/{data_set_id}" in str(refused.value)


def test_a_member_that_is_new_is_no_other_shape(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, data_set_id: str
) -> None:
    good = publisher.data_set(data_set_id)
    more = publisher_on_loopback.data_sets[NAME].summary() | {"somethingNew": {"a": 1}}
    publisher_on_loopback.misbehave(faults.answers(more))
    assert publisher.data_set(data_set_id) == good


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ({"results": []}, "'paging'"),
        ({"paging": {"totalPages": 1}, "results": {}}, "'results'"),
        ({"paging": {"totalPages": 1}, "results": [[]]}, "'results'"),
        ({"paging": {"totalPages": 1}, "results": [{"id": "a", "title": "b"}]}, r"'results\[0\].slug'"),
        ([], "not an object"),
        (b"<html>Sorry</html>", "not JSON"),
        (b"", "not JSON"),
        (b'{"paging": ', "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
    ],
)
def test_a_list_of_another_shape_is_refused(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, answer: Any, named: str
) -> None:
    publisher_on_loopback.misbehave(faults.answers(answer))
    with pytest.raises(PortalError, match=named):
        publisher.publications()


def test_pages_without_end_are_left(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.publisher.client.MOST_PAGES", 5)
    entry = {"id": "a", "title": "b", "slug": "c", "lastPublished": "2025-11-20T09:30:00+00:00"}
    publisher_on_loopback.misbehave(faults.answers({"paging": {"totalPages": 10**9}, "results": [entry]}))
    with pytest.raises(PortalError, match="more than 5 pages"):
        publisher.publications()
    assert len(publisher_on_loopback.requests) == 5
