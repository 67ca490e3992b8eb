"""The registry of areas: who succeeded whom, and which area every name and code means."""

import csv
from collections import Counter
from datetime import date, timedelta
from importlib.resources import files
from itertools import combinations, groupby, pairwise

import pytest

from data.authorities import AreaKind, Authorities, JointReturn, load_authorities
from data.errors import PortalError


@pytest.fixture(scope="module")
def authorities() -> Authorities:
    return load_authorities()


# Abolished: its last day, and the authorities that took over the next morning.
REORGANISED = [
    ("835", "2019-03-31", ("838", "839")),  # Dorset county: Christchurch went to the new coastal authority
    ("836", "2019-03-31", ("839",)),
    ("837", "2019-03-31", ("839",)),
    ("928", "2021-03-31", ("940", "941")),
    ("909", "2023-03-31", ("942", "943")),
]


@pytest.mark.parametrize(("code", "last_day", "successors"), REORGANISED)
def test_successors_open_the_day_after_an_authority_closes(
    authorities: Authorities, code: str, last_day: str, successors: tuple[str, ...]
) -> None:
    area = authorities.by_code(code)
    assert area.closed == date.fromisoformat(last_day)
    assert area.successors == successors
    for successor in map(authorities.by_code, successors):
        assert successor.opened == area.closed + timedelta(days=1)
        assert code in successor.predecessors


def test_only_those_authorities_are_closed(authorities: Authorities) -> None:
    closed = [area.code for area in authorities.authorities if area.closed]
    assert sorted(closed) == sorted(code for code, _, _ in REORGANISED)


def test_successors_and_predecessors_know_each_other(authorities: Authorities) -> None:
    forward = {(area.code, successor) for area in authorities.areas for successor in area.successors}
    backward = {(predecessor, area.code) for area in authorities.areas for predecessor in area.predecessors}
    assert forward == backward


# The authority stayed; its ONS code did not.
RECODED = [
    ("825", "Buckinghamshire", ("E10000002", "E06000060")),
    ("815", "North Yorkshire", ("E10000023", "E06000065")),
    ("933", "Somerset", ("E10000027", "E06000066")),
    ("370", "Barnsley", ("E08000016", "E08000038")),
    ("373", "Sheffield", ("E08000019", "E08000039")),
    ("390", "Gateshead", ("E08000020", "E08000037")),
    ("929", "Northumberland", ("E10000022", "E06000048", "E06000057")),
]


@pytest.mark.parametrize(("code", "name", "ons_codes"), RECODED)
def test_every_code_an_authority_had_finds_it(
    authorities: Authorities, code: str, name: str, ons_codes: tuple[str, ...]
) -> None:
    area = authorities.by_code(code)
    assert (area.name, area.ons_codes, area.ons_code) == (name, ons_codes, ons_codes[-1])
    assert area.type in {"unitary authority", "metropolitan district"}
    assert {authorities.find(ons_code).code for ons_code in ons_codes} == {code}
    assert {authorities.resolve(code, ons_code, name) for ons_code in ons_codes} == {area}


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2013-03-31", 152),
        ("2019-03-31", 152),
        ("2019-04-01", 152 - 3 + 2),  # Bournemouth, Poole and Dorset became two
        ("2021-04-01", 151 - 1 + 2),  # Northamptonshire became two
        ("2023-04-01", 152 - 1 + 2),  # Cumbria became two
    ],
)
def test_number_of_authorities_open_on_a_day(authorities: Authorities, day: str, number: int) -> None:
    assert len(authorities.open_on(date.fromisoformat(day))) == number


def test_153_authorities_are_open_today(authorities: Authorities) -> None:
    assert len(authorities.current) == 153
    assert len(authorities.authorities) == 153 + len(REORGANISED)
    assert Counter(area.type for area in authorities.current) == {
        "unitary authority": 63,
        "metropolitan district": 36,
        "county": 21,
        "inner London borough": 14,
        "outer London borough": 19,
    }


def test_areas_run_from_authorities_to_regions_to_the_country(authorities: Authorities) -> None:
    order = list(AreaKind)
    keys = [(order.index(area.kind), area.code) for area in authorities.areas]
    assert keys == sorted(keys)
    assert Counter(area.kind for area in authorities.areas) == {
        AreaKind.AUTHORITY: 158,
        AreaKind.REGION: 11,
        AreaKind.COUNTRY: 1,
    }


@pytest.mark.parametrize(
    ("code", "start", "end", "existed"),
    [
        ("835", "2018-04-01", "2019-03-31", True),
        ("835", "2019-03-31", "2019-03-31", True),
        ("835", "2019-04-01", "2020-03-31", False),
        ("838", "2018-04-01", "2019-03-31", False),
        ("838", "2019-04-01", "2019-04-01", True),
        ("835", "2018-09-01", "2019-08-31", True),  # a school year on both sides of the change
        ("838", "2018-09-01", "2019-08-31", True),
        ("852", "1999-01-01", "2099-12-31", True),
    ],
)
def test_existed_during_means_any_day_of_the_period(
    authorities: Authorities, code: str, start: str, end: str, existed: bool
) -> None:
    period = date.fromisoformat(start), date.fromisoformat(end)
    assert authorities.by_code(code).existed_during(*period) is existed


@pytest.mark.parametrize(
    ("code", "regions"),
    [
        ("852", ["South East", "England"]),
        ("850", ["South East", "England"]),
        ("851", ["South East", "England"]),
        ("921", ["South East", "England"]),
        ("826", ["South East", "England"]),
        ("202", ["Inner London", "London", "England"]),
        ("316", ["Inner London", "London", "England"]),  # Newham: inner in statistics
        ("203", ["Outer London", "London", "England"]),  # Greenwich: outer in statistics
        ("810", ["Yorkshire and The Humber", "England"]),
        ("835", ["South West", "England"]),
    ],
)
def test_regions_from_an_authority_up_to_england(authorities: Authorities, code: str, regions: list[str]) -> None:
    found: list[str] = []
    region = authorities.region_of(authorities.by_code(code))
    while region:
        found.append(region.name)
        region = authorities.region_of(region)
    assert found == regions
    assert authorities.region_of(authorities.england) is None


def test_every_authority_lies_in_a_region(authorities: Authorities) -> None:
    regions = {area.code for area in authorities.areas if area.kind is AreaKind.REGION}
    assert {area.region for area in authorities.authorities} == regions - {"986"}  # London is reached by its halves


def test_slugs_are_unique_and_fit_an_address(authorities: Authorities) -> None:
    slugs = Counter(area.slug for area in authorities.areas)
    assert slugs.most_common(1)[0][1] == 1
    assert {"southampton", "dorset", "dorset-to-march-2019", "kingston-upon-hull-city-of", "england"} <= set(slugs)
    assert all(slug.replace("-", "").isalnum() and slug.isascii() for slug in slugs)


def test_no_code_means_two_areas(authorities: Authorities) -> None:
    ons_codes = Counter(code for area in authorities.areas for code in area.ons_codes)
    assert ons_codes.most_common(1)[0][1] == 1
    assert Counter(area.code for area in authorities.areas).most_common(1)[0][1] == 1


def test_codes_of_an_area_follow_each_other_without_a_gap_from_its_opening_to_its_close(
    authorities: Authorities,
) -> None:
    text = files("data").joinpath("definitions", "authority_codes.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["value"] != "1000"]  # England's second DfE code
    assert Counter((row["scheme"], row["value"]) for row in rows).most_common(1)[0][1] == 1
    series = {key: list(group) for key, group in groupby(rows, key=lambda row: (row["area"], row["scheme"]))}
    assert set(series) == {(area.code, scheme) for area in authorities.areas for scheme in ("DfE", "ONS")}
    for (code, _), codes in series.items():
        area = authorities.by_code(code)
        assert codes[-1]["valid_to"] == (area.closed.isoformat() if area.closed else "")
        assert codes[0]["valid_from"] == (area.opened.isoformat() if area.opened else "")
        for earlier, later in pairwise(codes):
            last_day = date.fromisoformat(earlier["valid_to"])
            assert later["valid_from"] == (last_day + timedelta(days=1)).isoformat()


def test_open_areas_share_no_name(authorities: Authorities) -> None:
    open_areas = [area for area in authorities.areas if area.closed is None]
    for first, second in combinations(open_areas, 2):
        assert not {first.name, *first.aliases} & {second.name, *second.aliases}


@pytest.mark.parametrize("form", ["name", "slug", "code", "ons_code"])
def test_every_area_is_found_by_its_own_words(authorities: Authorities, form: str) -> None:
    for area in authorities.areas:
        assert authorities.find(getattr(area, form)) is area
        assert authorities.find(f" {getattr(area, form).upper()} ") is area


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Southampton City Council", "852"),
        ("E06000045", "852"),
        ("e06000045", "852"),
        ("Bournemouth, Christchurch & Poole", "839"),
        ("BCP Council", "839"),
        ("Bournemouth (Pre LG)", "837"),
        ("Dorset", "838"),
        ("Dorset Council", "838"),
        ("Dorset (Pre LG)", "835"),
        ("E10000009", "835"),
        ("Kingston Upon Hull, City of", "810"),
        ("Hull", "810"),
        ("Bristol, City of", "801"),
        ("Bristol City Council", "801"),
        ("St Helens", "342"),
        ("St. Helens", "342"),
        ("Bedford", "822"),
        ("Bedford Borough", "822"),
        ("County Durham", "840"),
        ("Herefordshire, County of", "884"),
        ("Stoke on Trent", "861"),
        ("Royal Borough of Kensington & Chelsea", "207"),
        ("London Borough of Hammersmith & Fulham", "205"),
        ("City of London", "201"),
        ("City of York Council", "816"),
        ("London", "986"),
        ("London (Inner)", "987"),
        ("Outer London", "988"),
        ("Yorkshire and the Humber", "982"),
        ("E13000001", "987"),
        ("E12000008", "989"),
        ("E92000001", "970"),
    ],
)
def test_names_as_papers_and_files_print_them(authorities: Authorities, text: str, code: str) -> None:
    assert authorities.find(text).code == code


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Southamton", "No authority is called 'Southamton'. Did you mean Southampton?"),
        ("Cheshire", "No authority is called 'Cheshire'. Did you mean Cheshire East or Cheshire West and Chester?"),
        ("Bedfordshire", "No authority is called 'Bedfordshire'. Did you mean Central Bedfordshire?"),
        (
            "Cardiff",
            "No authority is called 'Cardiff'. Give a name, an ONS code such as E06000045 or a DfE code such as 852.",
        ),
    ],
)
def test_an_unknown_name_is_told_the_nearest(authorities: Authorities, text: str, sentence: str) -> None:
    with pytest.raises(PortalError) as refusal:
        authorities.find(text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Bristol, City of", ["801"]),
        ("Bristol, City of, Bristol,810", ["801", "810"]),
        ("852,Bournemouth, Christchurch & Poole , Isle of Wight", ["852", "839", "921"]),
        ("Bristol, City of London", ["801", "201"]),
        (" , ", []),
    ],
)
def test_names_between_commas_may_hold_one(authorities: Authorities, text: str, codes: list[str]) -> None:
    assert [area.code for area in authorities.find_all(text)] == codes


@pytest.mark.parametrize("text", ["", " ", "/", "999", "E06000999"])
def test_what_names_nothing_is_refused(authorities: Authorities, text: str) -> None:
    with pytest.raises(PortalError):
        authorities.find(text)
    with pytest.raises(PortalError):
        authorities.by_code(text)


@pytest.mark.parametrize(
    ("old_la_code", "new_la_code", "name", "code"),
    [
        ("835", "E10000009", "Dorset", "835"),
        ("838", "E06000059", "Dorset", "838"),
        ("", "", "Dorset", "838"),
        ("837", "E06000028", "Bournemouth", "837"),
        ("840", "E06000047", "County Durham", "840"),
        ("370", "E08000038", "Barnsley", "370"),
        ("314", "E09000021", "Kingston upon Thames", "314"),
        ("852", "", "", "852"),
        ("852", "E06000045", "Soton", "852"),
        ("", "E12000008", "South East", "989"),
        ("z", "E92000001", "England", "970"),
        ("986", "", "London", "986"),
        ("1000", "", "England (discontinued)", "970"),
    ],
)
def test_a_source_row_means_one_area(
    authorities: Authorities, old_la_code: str, new_la_code: str, name: str, code: str
) -> None:
    assert authorities.resolve(old_la_code, new_la_code, name) is authorities.by_code(code)


@pytest.mark.parametrize(
    ("old_la_code", "new_la_code", "name"),
    [
        ("999", "E06000999", "Atlantis"),
        ("852", "E06000999", "Southampton"),
        ("852", "E06000044", "Southampton"),
        ("852", "E06000045", "Portsmouth"),
        ("", "", "Atlantis"),
        ("z", "", ""),
        ("314 / 318", "E06000061 / E06000062", ""),
        ("314 / 318", "E09000021", ""),
        ("201 / 202", "", ""),
        ("314 / 999", "", ""),
    ],
)
def test_a_row_that_means_none_or_several_is_refused(
    authorities: Authorities, old_la_code: str, new_la_code: str, name: str
) -> None:
    with pytest.raises(PortalError) as refusal:
        authorities.resolve(old_la_code, new_la_code, name)
    assert (old_la_code or name) in str(refusal.value) or "999" in str(refusal.value)


@pytest.mark.parametrize(
    ("old_la_code", "new_la_code", "name", "members"),
    [
        ("314 / 318", "E09000021 / E09000027", "Kingston upon Thames / Richmond upon Thames", ("314", "318")),
        ("940 / 941", "E06000061 / E06000062", "North Northamptonshire / West Northamptonshire", ("940", "941")),
    ],
)
def test_a_joint_return_is_one_return_for_two(
    authorities: Authorities, old_la_code: str, new_la_code: str, name: str, members: tuple[str, ...]
) -> None:
    joint_return = authorities.joint(old_la_code)
    assert isinstance(joint_return, JointReturn)
    assert (joint_return.key, joint_return.members) == (old_la_code, members)
    assert joint_return.what == "children's social work workforce"
    assert authorities.resolve(old_la_code, new_la_code, name) is joint_return
    assert authorities.joint(old_la_code.replace(" ", "")) is joint_return
    assert authorities.joint(members[0]) is None


def test_a_joint_return_is_listed_with_members_that_exist(authorities: Authorities) -> None:
    assert [joint_return.key for joint_return in authorities.joint_returns] == ["314 / 318", "940 / 941"]
    for joint_return in authorities.joint_returns:
        assert [authorities.by_code(code).kind for code in joint_return.members] == [AreaKind.AUTHORITY] * 2
