"""Who may open which of these pages: every address, every role, of the own organisation and of another, signed out."""

from itertools import count

import pytest

from app.pages.guard import NOT_HERE
from models.access import Role
from tests.app.pages.site import NAMES, PARTNERSHIP, PORTAL, PORTSMOUTH, SOUTHAMPTON, TARGET, Site, said

ORDINARY = (Role.VIEWER, Role.CONTRIBUTOR, Role.APPROVER)
# For each kind of asker: nobody, an ordinary member of any organisation, an administrator of the organisation that the
# address names, an administrator of another, the portal's administrator. 303 leads signed-out people to the sign-in.
NOBODY, ORDINARY_MEMBER, OWN, OTHER, PORTALS = range(5)
ADDRESSES: dict[str, tuple[int, int, int, int, int]] = {
    "GET /sign-in": (200, 303, 303, 303, 303),
    "POST /sign-in": (400, 400, 400, 400, 400),
    "POST /sign-out": (303, 303, 303, 303, 303),
    "GET /invitation/<token>": (400, 400, 400, 400, 400),
    "POST /invitation/<token>": (400, 400, 400, 400, 400),
    "GET /reset": (200, 200, 200, 200, 200),
    "POST /reset": (400, 400, 400, 400, 400),
    "GET /reset/<token>": (400, 400, 400, 400, 400),
    "POST /reset/<token>": (400, 400, 400, 400, 400),
    "GET /account": (303, 200, 200, 200, 200),
    "GET /account/password": (303, 200, 200, 200, 200),
    "POST /account/password": (303, 400, 400, 400, 400),
    "GET /account/second-factor": (303, 200, 200, 200, 200),
    "POST /account/second-factor": (303, 400, 400, 400, 400),
    "POST /account/sign-ins": (303, 303, 303, 303, 303),
    "GET /account/tokens": (303, 200, 200, 200, 200),
    "POST /account/tokens": (303, 400, 400, 400, 400),
    "GET /account/tokens/<int:token_id>": (303, 404, 404, 404, 404),
    "POST /account/tokens/<int:token_id>": (303, 404, 404, 404, 404),
    "GET /account/digest": (303, 200, 200, 200, 200),
    "POST /account/digest": (303, 400, 400, 400, 400),
    "GET /unsubscribe/<token>": (400, 400, 400, 400, 400),
    "POST /unsubscribe/<token>": (400, 400, 400, 400, 400),
    "GET /people": (303, 404, 303, 303, 200),
    "POST /people": (303, 404, 404, 404, 303),
    "GET /people/<slug>": (303, 404, 200, 404, 200),
    "POST /people/<slug>": (303, 404, 200, 404, 200),
    "GET /people/<slug>/<int:person_id>": (303, 404, 200, 404, 200),
    "POST /people/<slug>/<int:person_id>/roles": (303, 404, 303, 404, 303),
    "POST /people/<slug>/<int:person_id>/link": (303, 404, 200, 404, 200),
    "POST /people/<slug>/<int:person_id>/shut-out": (303, 404, 303, 404, 303),
    "POST /people/<slug>/<int:person_id>/let-in": (303, 404, 303, 404, 303),
    "POST /people/<slug>/<int:person_id>/sign-ins": (303, 404, 303, 404, 303),
    "POST /people/<slug>/<int:person_id>/second-factor": (303, 404, 303, 404, 303),
    "POST /people/<slug>/<int:person_id>/tokens": (303, 404, 400, 404, 400),
    "GET /log": (303, 404, 200, 200, 200),
    "GET /log.csv": (303, 404, 200, 200, 200),
}
OPEN = ("/sign-", "/invitation", "/reset", "/unsubscribe")


def askers() -> list[tuple[str | None, int]]:
    """Whoever may ask, and which kind of asker they are to Southampton."""
    found: list[tuple[str | None, int]] = [(None, NOBODY), (PORTAL, PORTALS)]
    for slug, administrator in ((SOUTHAMPTON, OWN), (PORTSMOUTH, OTHER)):
        found += [(f"{NAMES[role]}@{slug}.example", ORDINARY_MEMBER) for role in ORDINARY]
        found.append((f"{NAMES[Role.ADMINISTRATOR]}@{slug}.example", administrator))
    return found


def ours(site: Site) -> set[str]:
    """Every address of these pages, as the server knows it."""
    methods = ("GET", "POST", "PUT", "PATCH", "DELETE")
    return {
        f"{method} {rule.rule}"
        for rule in site.server.url_map.iter_rules()
        for method in methods
        if method in (rule.methods or ()) and rule.endpoint != "static"
    }


def test_every_address_is_in_the_table(site: Site) -> None:
    assert ours(site) == set(ADDRESSES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_answers_each_asker_as_the_table_says(site: Site, address: str) -> None:
    method, _, rule = address.partition(" ")
    target = site.person(TARGET)
    path = (
        rule.replace("<slug>", SOUTHAMPTON)
        .replace("<int:person_id>", str(target.id))
        .replace("<int:token_id>", "1")
        .replace("<token>", "no-such-link")
    )
    numbers = count()
    found, expected = {}, {}
    for email, kind in askers():
        visit, number = site.visitor(email), next(numbers)
        before = (site.everybody(), site.lines())
        fields = {"name": "New", "email": f"new{number}@a.example", "slug": f"new-{number}", "role": Role.VIEWER.value}
        response = visit.get(path) if method == "GET" else visit.post(path, **fields)
        found[email], expected[email] = response.status_code, ADDRESSES[address][kind]
        assert "Cache-Control" in response.headers or response.status_code == 303
        is_refused = response.status_code == 404 or (kind == NOBODY and not rule.startswith(OPEN))
        if is_refused:
            assert (site.everybody(), site.lines()) == before, email
        if response.status_code == 404:
            assert NOT_HERE in said(response)
        if kind == NOBODY and not rule.startswith(OPEN):
            assert response.location.startswith("/sign-in")
    assert found == expected


def test_what_is_not_there_and_what_is_not_yours_are_answered_alike(site: Site) -> None:
    visit = site.visitor(f"administrator@{SOUTHAMPTON}.example")
    others, own = site.person(f"viewer@{PORTSMOUTH}.example"), site.person(TARGET)
    answers = [
        visit.get(f"/people/{PORTSMOUTH}"),
        visit.get("/people/nowhere"),
        visit.get(f"/people/{PORTSMOUTH}/{others.id}"),
        visit.get(f"/people/{PORTSMOUTH}/99999"),
        visit.get(f"/people/{SOUTHAMPTON}/{others.id}"),
        visit.get(f"/people/{SOUTHAMPTON}/99999999999999999999"),
        visit.get(f"/people/{PORTSMOUTH}/{own.id}"),
        visit.post(f"/people/{PORTSMOUTH}/{others.id}/link"),
        visit.post(f"/people/{SOUTHAMPTON}/{others.id}/link"),
        visit.post("/people/nowhere/1/shut-out"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize("address", [name for name in ADDRESSES if name.startswith("POST")])
def test_no_form_is_taken_without_its_token_or_from_another_site(site: Site, address: str) -> None:
    visit, path = site.visitor(PORTAL), address.removeprefix("POST ").replace("<slug>", PARTNERSHIP)
    path = path.replace("<int:person_id>", str(site.person(PORTAL).id)).replace("<token>", "x")
    path = path.replace("<int:token_id>", "1")
    before = (site.everybody(), site.lines())
    assert visit.browser.post(path, data={"role": Role.VIEWER.value}).status_code == 400
    data = {"csrf_token": visit.form_token(), "role": Role.VIEWER.value}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert visit.browser.post(path, data=data, headers=headers).status_code == 403
    # Another browser's token is worth nothing here.
    stolen = site.visitor(TARGET).form_token()
    before = (site.everybody(), site.lines())
    assert visit.browser.post(path, data={**data, "csrf_token": stolen}).status_code == 400
    assert (site.everybody(), site.lines()) == before
