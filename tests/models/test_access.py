"""The authorisation matrix: every role, own and other organisation, against every deed and every visibility."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.access import (
    ANYONE,
    OPENED,
    Deed,
    Ownership,
    Role,
    TokenScope,
    Viewer,
    Visibility,
    is_owner,
    may,
    may_everywhere,
    may_see,
    on_the_board,
    scope,
)

# A row a role; a letter a deed: y in one's own organisation only, Y everywhere, - nowhere.
#        see drafts, upload, accept, share, publish, withdraw, people, log, organisations, keep the board, decide
MATRIX = {
    Role.VIEWER: "- - - - - - - - - - -",
    Role.CONTRIBUTOR: "y y - - - - - - - y -",
    Role.APPROVER: "y - y y y y - - - y y",
    Role.ADMINISTRATOR: "- - - - - - y y - - -",
    Role.PORTAL_ADMINISTRATOR: "- - - - - - Y Y Y - -",
}
CELLS = [(role, deed, word) for role, line in MATRIX.items() for deed, word in zip(Deed, line.split(), strict=True)]
VERSIONS = st.builds(
    Ownership,
    organisation=st.sampled_from(["ours", "theirs"]),
    visibility=st.sampled_from(list(Visibility)),
    shared_with=st.frozensets(st.sampled_from(["ours", "theirs", "others"])),
)
VIEWERS = st.builds(
    Viewer,
    person=st.one_of(st.none(), st.integers(1, 3)),
    organisation=st.sampled_from(["ours", "theirs", "others"]),
    roles=st.frozensets(st.sampled_from(list(Role))),
    restricted_to=st.one_of(st.none(), st.frozensets(st.sampled_from(list(TokenScope)))),
)


def token(viewer: Viewer, *scopes: TokenScope) -> Viewer:
    """A program that somebody gave a token to."""
    return replace(viewer, restricted_to=frozenset(scopes), token=1)


def somebody(role: Role, organisation: str = "ours") -> Viewer:
    return Viewer(1, organisation, frozenset({role}))


@pytest.mark.parametrize(("role", "deed", "word"), CELLS)
def test_the_matrix(role: Role, deed: Deed, word: str) -> None:
    assert may(somebody(role), deed, "ours") is (word in "yY")
    assert may(somebody(role), deed, "theirs") is (word == "Y")


@pytest.mark.parametrize("deed", Deed)
def test_nobody_may_do_anything_without_signing_in(deed: Deed) -> None:
    assert not may(Viewer(None, "ours", frozenset(Role)), deed, "ours")


@pytest.mark.parametrize(
    ("viewer", "visibility", "shared_with", "sees"),
    [
        (ANYONE, Visibility.PUBLISHED, "", True),
        (ANYONE, Visibility.SHARED, "", False),
        (ANYONE, Visibility.DRAFT, "", False),
        (somebody(Role.VIEWER), Visibility.SHARED, "", True),
        (somebody(Role.VIEWER), Visibility.DRAFT, "", False),
        (somebody(Role.CONTRIBUTOR), Visibility.DRAFT, "", True),
        (somebody(Role.APPROVER), Visibility.WITHDRAWN, "", True),
        (somebody(Role.ADMINISTRATOR), Visibility.DRAFT, "", False),
        (somebody(Role.CONTRIBUTOR, "theirs"), Visibility.DRAFT, "theirs", False),
        (somebody(Role.VIEWER, "theirs"), Visibility.SHARED, "theirs", True),
        (somebody(Role.VIEWER, "others"), Visibility.SHARED, "theirs", False),
        (somebody(Role.PORTAL_ADMINISTRATOR, "others"), Visibility.DRAFT, "", False),
        (somebody(Role.VIEWER, "theirs"), Visibility.WITHDRAWN, "theirs", False),
    ],
)
def test_who_sees_a_version_of_ours(viewer: Viewer, visibility: Visibility, shared_with: str, sees: bool) -> None:
    assert may_see(viewer, Ownership("ours", visibility, frozenset(shared_with.split()))) is sees


@given(VIEWERS, VERSIONS)
def test_a_stranger_sees_what_everybody_sees_and_no_more(viewer: Viewer, version: Ownership) -> None:
    if may_see(ANYONE, version):
        assert may_see(viewer, version)
    is_meant = viewer.organisation in {version.organisation, *version.shared_with}
    if may_see(viewer, version) and version.visibility is not Visibility.PUBLISHED:
        assert viewer.is_signed_in
        assert is_meant


@given(VIEWERS, VIEWERS, st.lists(VERSIONS, max_size=6))
def test_one_word_for_one_sight(one: Viewer, other: Viewer, versions: list[Ownership]) -> None:
    """Two viewers have the same word exactly where each version is to both the same: unseen, masked, or whole."""

    def sight(viewer: Viewer) -> list[str]:
        return [
            "unseen" if not may_see(viewer, version) else "whole" if is_owner(viewer, version) else "masked"
            for version in versions
        ]

    numbered = list(enumerate(versions))
    assert (scope(one, numbered) == scope(other, numbered)) is (sight(one) == sight(other))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("deed", Deed)
def test_a_token_does_what_its_scope_opens_of_what_its_owner_may(role: Role, deed: Deed) -> None:
    owner, needed = somebody(role), OPENED.get(deed)
    assert not may(token(owner), deed, "ours"), "without a scope it does nothing"
    for one in TokenScope:
        assert may(token(owner, one), deed, "ours") is (one is needed and may(owner, deed, "ours"))
        assert not may(token(owner, one), deed, "theirs")
    assert not may_everywhere(token(owner, *TokenScope), deed)


@pytest.mark.parametrize("scopes", [(), (TokenScope.RETURNS_WRITE,), (TokenScope.BOARD_READ,)])
@given(VIEWERS, VERSIONS)
def test_a_token_without_the_scope_for_returns_sees_what_everybody_sees(
    scopes: tuple[TokenScope, ...], viewer: Viewer, version: Ownership
) -> None:
    program = token(viewer, *scopes)
    assert may_see(program, version) is may_see(ANYONE, version)
    assert not is_owner(program, version)
    assert scope(program, [(1, version)]) == scope(ANYONE, [(1, version)]), "so that what is kept for one is for both"


@given(VIEWERS, VERSIONS, st.sampled_from(list(Deed)))
def test_a_token_never_sees_or_does_more_than_its_owner(viewer: Viewer, version: Ownership, deed: Deed) -> None:
    owner = replace(viewer, restricted_to=None)
    for program in (viewer, on_the_board(viewer)):
        assert may_see(owner, version) or not may_see(program, version)
        assert is_owner(owner, version) or not is_owner(program, version)
        assert may(owner, deed, version.organisation) or not may(program, deed, version.organisation)


def test_local_figures_on_a_board_take_the_boards_scope_alone() -> None:
    owner, draft = somebody(Role.CONTRIBUTOR), Ownership("ours", Visibility.DRAFT)
    assert may_see(on_the_board(token(owner, TokenScope.BOARD_READ)), draft)
    assert not may_see(on_the_board(token(owner, TokenScope.RETURNS_READ)), draft)
    assert not may(on_the_board(token(owner, TokenScope.BOARD_READ, TokenScope.RETURNS_WRITE)), Deed.UPLOAD, "ours")
    assert on_the_board(owner) == owner
    assert on_the_board(ANYONE) == ANYONE
