"""The pages of packs: what is asked for, how far it is, and that all of it is its owner's alone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.auth import passwords
from app.packs.asking import LONGEST, titles
from app.packs.files import FORMS
from app.packs.shelf import Shelf
from app.pages import packs as pages
from app.pages.packs import ASKED_A_MINUTE, GONE, NOT_THERE
from callbacks.sight import LocalHoldings
from data.errors import PortalError
from data.local import packs
from data.local.people import set_active
from data.local.sign_ins import sign_in
from data.local.tables import PackJob, Person, SignedIn
from data.store import Snapshot
from models.access import Role
from tests.app.pages.site import PASSWORD, PORTAL, SOUTHAMPTON, TARGET, Site, Visit, said, stock

CONTENT = b"%PDF-1.7 and the rest of it"
ADDRESS = "/pack?authority=southampton&most=20"
VIEWER = f"viewer@{SOUTHAMPTON}.example"


class Counted:
    """Who makes packs, for these tests: nobody; it counts how often somebody was to be looked for."""

    def __init__(self) -> None:
        self.started = 0
        self.is_away = False

    def start(self) -> None:
        if self.is_away:
            raise PortalError("Packs cannot be made just now; try again in some minutes.")
        self.started += 1


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        file = tmp_path_factory.mktemp("stocked") / "portal.db"
        stock(f"sqlite:///{file}", passwords.hashed(PASSWORD))
    return file  # type: ignore[return-value]


@pytest.fixture
def runner() -> Counted:
    return Counted()


@pytest.fixture
def site(tmp_path: Path, stocked: Path, snapshot: Snapshot, runner: Counted) -> Iterator[Site]:
    """The pages of people and those of packs, on a copy of a database with people."""
    made = Site(tmp_path, {})
    local = LocalHoldings(made.database, pages.viewer, snapshot.indicators)
    pages.register(made.server, local, lambda: Shelf(made.settings.packs_dir), runner, titles(snapshot))
    made.open(tmp_path / "portal.db", stocked)
    yield made
    made.close()


def ask(visit: Visit, form: str = "pdf", address: str = ADDRESS) -> TestResponse:
    """Send the form of a pack's page."""
    fields = {"form": form, "address": address, "csrf_token": visit.form_token()}
    return visit.browser.post("/packs", data=fields, headers={"Accept": "text/html"})


def asked(visit: Visit, form: str = "pdf", address: str = ADDRESS) -> str:
    """Ask for a pack; its page."""
    answer = ask(visit, form, address)
    assert answer.status_code == 303, said(answer)
    return answer.location


def word_of(page: str) -> str:
    return page.removeprefix("/packs/")


def made(site: Site, page: str, rights: dict[str, object] | None = None) -> None:
    """The pack of a page is there."""
    Shelf(site.settings.packs_dir).keep(word_of(page), "pdf", CONTENT)
    with site.database().writing() as session:
        session.execute(update(PackJob).where(PackJob.word == word_of(page)).values(state="running"))
        assert packs.finish(session, word_of(page), "Southampton: the board", "board.pdf", len(CONTENT), rights)


def kept(site: Site) -> list[tuple[str, str, int | None]]:
    with site.database().reading() as session:
        return [(job.state, job.form, job.person_id) for job in session.scalars(select(PackJob))]


def test_whoever_asks_is_led_to_where_they_see_how_far_it_is(site: Site, runner: Counted) -> None:
    visit = site.visitor()
    page = asked(visit)
    assert runner.started == 1
    assert kept(site) == [("waiting", "pdf", None)]
    shown = visit.get(page)
    assert "It is next." in said(shown)
    assert re.search(r"<progress[^>]*>", shown.text)
    assert f'href="{page}">Look again' in shown.text
    with site.database().writing() as session:
        assert packs.claim(session) is not None
        packs.progress(session, word_of(page), 12, 24, "Placement stability")
    shown = visit.get(page)
    assert "12 of 24: Placement stability" in said(shown)
    assert 'max="24" value="12"' in shown.text
    made(site, page)
    shown = visit.get(page)
    assert "Ready: 1 kB" in said(shown)
    assert "<progress" not in shown.text
    answer = visit.get(f"{page}/file")
    assert answer.data == CONTENT
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="board.pdf"'
    assert answer.headers["Content-Length"] == str(len(CONTENT))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Of your packs 1 is ready." in said(visit.get("/packs"))


def test_what_a_pack_is_of_stands_there_as_text_alone(site: Site) -> None:
    visit = site.visitor()
    page = asked(visit)
    with site.database().writing() as session:
        packs.claim(session)
        packs.progress(session, word_of(page), 1, 2, "<script>alert(1)</script>")
    assert "<script>alert" not in visit.get(page).text
    with site.database().writing() as session:
        packs.fail(session, word_of(page), "There is no <b>Atlantis</b>.")
    assert "It was not made. There is no &lt;b&gt;Atlantis&lt;/b&gt;." in visit.get(page).text
    assert "None of your packs is ready." in said(visit.get("/packs"))


def others(site: Site) -> Iterator[tuple[str, Visit]]:
    """Everybody but the viewer of Southampton who asked, and but their own second browser."""
    yield "nobody", site.visitor()
    stranger = site.visitor()
    asked(stranger)
    yield "nobody, with a pack of their own", stranger
    for email in (TARGET, f"administrator@{SOUTHAMPTON}.example", PORTAL):
        yield email, site.visitor(email)
    signed_out = site.visitor(VIEWER)
    signed_out.post("/sign-out")
    signed_out.get("/sign-in")  # where it is said that they are
    yield "the same person, signed out", signed_out
    forged = site.visitor()
    with forged.browser.session_transaction() as session:
        session[pages.SECRET] = "person:1"
    yield "a browser that calls itself a person", forged


def test_nobody_else_sees_it_has_it_or_does_anything_with_it(site: Site) -> None:
    owner = site.visitor(VIEWER)
    page = asked(owner)
    made(site, page)
    for who, visit in others(site):
        for absent, there in ((f"/packs/{'x' * 32}{end}", f"{page}{end}") for end in ("", "/file")):
            one, other = visit.get(absent), visit.get(there)
            assert (one.status_code, other.status_code) == (404, 404), who
            assert one.text == other.text, who
            assert NOT_THERE in other.text
        for end in ("/cancel", "/delete"):
            one, other = visit.post(f"/packs/{'x' * 32}{end}"), visit.post(f"{page}{end}")
            assert (one.status_code, one.text) == (other.status_code, other.text) == (404, other.text), who
        assert page not in visit.get("/packs").text, who
    again = site.visitor(VIEWER)
    assert again.get(f"{page}/file").data == CONTENT
    assert page in again.get("/packs").text


def test_what_a_browser_asked_for_is_not_there_in_another(site: Site) -> None:
    one, another = site.visitor(), site.visitor()
    page, other_page = asked(one), asked(another)
    for visit, own, foreign in ((one, page, other_page), (another, other_page, page)):
        assert visit.get(own).status_code == 200
        assert visit.get(foreign).status_code == 404
        listed = visit.get("/packs").text
        assert own in listed
        assert foreign not in listed
    with one.browser.session_transaction() as session:
        secret = session[pages.SECRET]
    with site.database().reading() as session:
        assert secret not in str([vars(job) for job in session.scalars(select(PackJob))])


def shut_out(site: Site) -> None:
    with site.database().writing() as session:
        set_active(session, session.scalars(select(Person).where(Person.email == VIEWER)).one(), active=False, by=None)


def signed_out(site: Site) -> None:
    with site.database().writing() as session:
        session.execute(update(SignedIn).values(revoked=SignedIn.created))


@pytest.mark.parametrize("how", [shut_out, signed_out])
def test_a_person_has_it_only_while_signed_in(site: Site, how: Callable[[Site], None]) -> None:
    owner = site.visitor(VIEWER)
    page = asked(owner)
    made(site, page, {"organisation": SOUTHAMPTON, "roles": ["viewer"], "seen": []})
    assert owner.get(f"{page}/file").status_code == 200
    how(site)
    assert owner.get(f"{page}/file").status_code == 404
    assert owner.get(page).status_code == 404


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        ({"organisation": SOUTHAMPTON, "roles": ["viewer"], "seen": []}, 200),
        ({"organisation": SOUTHAMPTON, "roles": [], "seen": []}, 200),
        ({"organisation": SOUTHAMPTON, "roles": ["viewer", "approver"], "seen": []}, 403),
        ({"organisation": "portsmouth", "roles": ["viewer"], "seen": []}, 403),
        ({"organisation": SOUTHAMPTON, "roles": ["viewer"], "seen": [[77, 1, True]]}, 403),
    ],
)
def test_what_was_made_with_more_rights_is_not_given_out(site: Site, rights: dict[str, object], status: int) -> None:
    owner = site.visitor(VIEWER)
    page = asked(owner)
    made(site, page, rights)
    answer = owner.get(f"{page}/file")
    assert answer.status_code == status
    assert ("What you may see has changed" in said(answer)) == (status == 403)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "pack",
        "/",
        "/packs",
        "/board?authority=southampton",
        "//elsewhere.example/pack",
        "https://elsewhere.example/pack",
        "/pack/../packs",
        "/pack#part",
        "/pack?authority=southampton\r\nX: y",
        "/pack?authority=sou thampton",
        "/pack\\elsewhere",
        "/pack?authority=\u00e9",
        "/pack?authority=\x00",
        f"/pack?authority={'x' * LONGEST}",
        "/pack?authority=atlantis",
        "/pack?authority=england",
        "/pack?authority='%20or%201=1",
    ],
)
def test_only_the_address_of_a_pack_is_taken(site: Site, runner: Counted, address: str) -> None:
    answer = ask(site.visitor(), "pdf", address)
    assert answer.status_code in (400, 404)
    assert kept(site) == []
    assert runner.started == 0


@pytest.mark.parametrize("form", ["", "html", "exe", "../pdf", "PDF"])
def test_only_the_forms_there_are_are_taken(site: Site, form: str) -> None:
    answer = ask(site.visitor(), form)
    assert answer.status_code == 400
    assert "pdf, pptx, docx, xlsx" in said(answer)
    assert kept(site) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_taken(site: Site, form: str) -> None:
    asked(site.visitor(), form)
    assert kept(site) == [("waiting", form, None)]


def test_a_third_that_waits_is_refused(site: Site) -> None:
    visit = site.visitor(VIEWER)
    asked(visit)
    asked(visit)
    answer = ask(visit)
    assert (answer.status_code, len(kept(site))) == (400, 2)
    assert packs.TOO_MANY_WAITING in said(answer)
    asked(site.visitor(TARGET))


def test_one_address_does_not_ask_without_end(
    tmp_path: Path, stocked: Path, snapshot: Snapshot, runner: Counted
) -> None:
    made_site = Site(tmp_path, {})
    limiter = Limiter(get_remote_address, app=made_site.server, storage_uri="memory://", key_prefix=str(tmp_path))
    made_site.server.extensions["alongside-limiter"] = limiter
    local = LocalHoldings(made_site.database, pages.viewer, snapshot.indicators)
    pages.register(made_site.server, local, lambda: Shelf(made_site.settings.packs_dir), runner, titles(snapshot))
    made_site.open(tmp_path / "portal.db", stocked)
    statuses = [ask(made_site.visitor()).status_code for _ in range(ASKED_A_MINUTE + 1)]
    assert statuses == [303] * ASKED_A_MINUTE + [429]
    made_site.close()


@pytest.mark.parametrize("end", ["cancel", "delete"])
def test_one_that_is_being_made_is_cancelled_or_deleted(site: Site, end: str) -> None:
    visit = site.visitor()
    page = asked(visit)
    with site.database().writing() as session:
        packs.claim(session)
    answer = visit.post(f"{page}/{end}")
    assert (answer.status_code, answer.location) == (303, "/packs")
    assert kept(site) == ([("cancelled", "pdf", None)] if end == "cancel" else [])
    assert f"Pack of Southampton is {end}".removesuffix("e") in said(visit.get("/packs"))


def test_a_file_goes_with_its_pack_and_one_that_is_gone_is_said(site: Site) -> None:
    visit, shelf = site.visitor(), Shelf(site.settings.packs_dir)
    page = asked(visit)
    made(site, page)
    assert visit.post(f"{page}/cancel").status_code == 303
    assert "nothing was cancelled" in said(visit.get("/packs"))
    shelf.remove(word_of(page), "pdf")
    answer = visit.get(f"{page}/file")
    assert (answer.status_code, GONE in said(answer)) == (400, True)
    made(site, page)
    assert visit.post(f"{page}/delete").status_code == 303
    assert list(shelf.folder.iterdir()) == []
    assert visit.get(page).status_code == 404


def test_half_a_file_is_never_given_out(site: Site) -> None:
    visit, shelf = site.visitor(), Shelf(site.settings.packs_dir)
    page = asked(visit)
    made(site, page)
    (shelf.folder / f"{word_of(page)}.pdf").write_bytes(CONTENT[:5])
    assert GONE in said(visit.get(f"{page}/file"))


def test_who_makes_packs_being_away_is_one_sentence_and_nothing_waits(site: Site, runner: Counted) -> None:
    runner.is_away = True
    visit = site.visitor()
    answer = ask(visit)
    assert "Packs cannot be made just now" in said(answer)
    assert kept(site) == [("cancelled", "pdf", None)]


def moved(site: Site, column: str, seconds: float) -> None:
    with site.database().writing() as session:
        for job in session.scalars(select(PackJob)):
            before = getattr(job, column)
            setattr(job, column, before - (packs.KEPT_FOR if column == "expires" else packs.DEAD_AFTER) * seconds)


def test_for_one_that_waits_long_somebody_is_looked_for(site: Site, runner: Counted) -> None:
    visit = site.visitor()
    page = asked(visit)
    visit.get(page)
    assert runner.started == 1
    moved(site, "created", 2)
    visit.get(page)
    visit.get("/packs")
    assert runner.started == 2


def test_one_that_nobody_makes_any_longer_has_failed(site: Site) -> None:
    visit = site.visitor()
    page = asked(visit)
    with site.database().writing() as session:
        packs.claim(session)
    moved(site, "seen_alive", 2)
    assert packs.DIED in said(visit.get(page))
    assert kept(site) == [("failed", "pdf", None)]


def test_one_that_has_expired_is_gone_and_its_file_goes_when_another_is_asked_for(site: Site) -> None:
    visit, shelf = site.visitor(), Shelf(site.settings.packs_dir)
    page = asked(visit)
    made(site, page)
    moved(site, "expires", 2)
    for end in ("", "/file"):
        assert visit.get(page + end).status_code == 404
    assert list(shelf.folder.iterdir()) != []
    asked(site.visitor())
    assert list(shelf.folder.iterdir()) == []
    assert len(kept(site)) == 1


@pytest.mark.parametrize("end", ["", "/word/cancel", "/word/delete"])
def test_no_form_is_taken_without_its_token_or_from_another_site(site: Site, end: str) -> None:
    visit = site.visitor()
    page = asked(visit)
    address = f"/packs{end}".replace("/packs/word", page)
    data = {"form": "pdf", "address": ADDRESS}
    assert visit.browser.post(address, data=data).status_code == 400
    data["csrf_token"] = visit.form_token()
    elsewhere = visit.browser.post(address, data=data, headers={"Origin": "https://elsewhere.example"})
    assert elsewhere.status_code == 403
    assert kept(site) == [("waiting", "pdf", None)]


def test_signing_in_as_another_leaves_nothing_of_the_one_before(site: Site) -> None:
    """One browser, two people: what the first had made is not the second's, nor anybody's who is signed out."""
    visit = site.visitor(VIEWER)
    page = asked(visit)
    with site.database().writing() as session:
        other = session.scalars(select(Person).where(Person.email == TARGET)).one()
        token = sign_in(session, other, "test")
    visit.browser.set_cookie("alongside", token)
    assert visit.get(page).status_code == 404
    visit.browser.delete_cookie("alongside")
    assert visit.get(page).status_code == 404


def test_pages_of_packs_have_nothing_inline(site: Site) -> None:
    visit = site.visitor()
    page = asked(visit)
    answers: list[TestResponse] = [visit.get(page), visit.get("/packs")]
    for answer in answers:
        assert not re.search(r"<style| style=| on\w+=|<script(?! src=)", answer.text)
        assert answer.headers["Cache-Control"] == "private, no-store"
        for address in re.findall(r'(?:src|href)="([^"]+)"', answer.text):
            assert urlsplit(address).netloc == ""


def test_every_role_may_have_packs_made(site: Site) -> None:
    for role in (Role.VIEWER, Role.CONTRIBUTOR, Role.APPROVER, Role.ADMINISTRATOR):
        asked(site.visitor(f"{role.name.casefold()}@{SOUTHAMPTON}.example"))
    assert len({person for _, _, person in kept(site)}) == 4
