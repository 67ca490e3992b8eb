"""Several machines are one portal: who is signed in, what is counted and what is made is the same on each, at once."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.pages.packs import ASKED_A_MINUTE
from app.work.broker import NOT_TOLD
from data.local import packs, schedule
from data.local.packs import PackState
from data.local.people import give_roles, person_by_email, set_active
from data.local.schedule import RunState
from data.local.tables import PackJob
from models.access import Role
from tests.app.packs.standing_in import BEGUN, GO_ON, HEADINGS
from tests.services.machines import ADA, Machines, Visit, machines, working
from tests.services.servers import PostgreSQL, Redis
from tests.waiting import until

pytestmark = pytest.mark.services

PEOPLE, REFUSED = "/people/southampton", (403, 404)
"""Where administrators look after the people of a council, and what others are answered there."""
CONTENT = "\n".join(HEADINGS).encode()


@pytest.fixture(scope="module")
def there(postgresql: PostgreSQL, redis_server: Redis, shared_cache: str) -> Iterator[Machines]:
    with machines(postgresql, redis_server, shared_cache) as found:
        yield found


@pytest.fixture(autouse=True)
def _anew(there: Machines, redis_server: Redis) -> None:
    """Nothing is counted and nothing is waiting from the test before."""
    redis_server.tell("flushall")
    with there.database.writing() as session:
        session.query(PackJob).delete()


@pytest.fixture
def ada(there: Machines) -> Visit:
    """Ada, signed in on one machine and known on both."""
    visit = Visit()
    visit.sign_in(there.one)
    assert visit.is_known(there.other)
    assert visit.is_known(there.one)
    return visit


def state_of(there: Machines, page: str) -> PackState:
    with there.database.reading() as session:
        kept = session.get(PackJob, page.rpartition("/")[2])
        assert kept is not None
        return PackState(kept.state)


def test_who_is_signed_in_on_one_is_on_the_other(there: Machines, ada: Visit, redis_server: Redis) -> None:
    """What is remembered is text that nobody else could have written."""
    keys = redis_server.tell("keys", "alongside-who-*")
    assert isinstance(keys, list)
    kept = {key: str(redis_server.tell("get", key)) for key in keys if key != "alongside-who-may"}
    assert [ADA in value for value in kept.values()] == [True]
    key, value = kept.popitem()
    redis_server.tell("set", key, value.replace('"contributor"', '"administrator"'))
    assert ada.get(f"{there.other}{PEOPLE}").status_code in REFUSED, "what was changed there is not believed"


def test_who_signs_out_on_one_is_out_on_the_other_at_once(there: Machines, ada: Visit) -> None:
    kept = Visit()
    kept.session.cookies.update(ada.session.cookies)
    ada.post(f"{there.one}/sign-out", f"{there.one}/account")
    assert not kept.is_known(there.other)
    assert not kept.is_known(there.one)


def test_who_is_shut_out_by_a_command_is_out_everywhere_at_once(there: Machines, ada: Visit) -> None:
    for active in (False, True):
        with there.database.writing() as session:
            person = person_by_email(session, ADA)
            assert person is not None
            set_active(session, person, active, None)
        assert [ada.is_known(machine) for machine in (there.one, there.other)] == [active, active]


def test_new_roles_count_everywhere_at_once(there: Machines, ada: Visit) -> None:
    for role, answers in ((Role.ADMINISTRATOR, (200,)), (Role.VIEWER, REFUSED)):
        with there.database.writing() as session:
            person = person_by_email(session, ADA)
            assert person is not None
            give_roles(session, person, [role], None)
        assert {ada.get(f"{machine}{PEOPLE}").status_code for machine in (there.one, there.other)} <= set(answers)


def test_while_redis_is_away_the_database_says_who_asks(there: Machines, ada: Visit, redis_server: Redis) -> None:
    with redis_server.away():
        assert ada.is_known(there.one)
        ada.post(f"{there.one}/sign-out", f"{there.one}/account")
        assert not ada.is_known(there.other)
    assert not ada.is_known(there.other)


def test_tries_are_counted_together(there: Machines) -> None:
    visit = Visit()
    asked = [visit.ask_for_pack((there.one, there.other)[turn % 2]).status_code for turn in range(ASKED_A_MINUTE)]
    assert 429 not in asked
    assert [visit.ask_for_pack(machine).status_code for machine in (there.one, there.other)] == [429, 429]


def test_a_pack_asked_for_on_one_is_taken_from_the_other(
    there: Machines, ada: Visit, redis_server: Redis, tmp_path: Path
) -> None:
    """And one that was asked for while Redis was away is made once it is back; what is due is run meanwhile."""
    (tmp_path / GO_ON).touch()
    with redis_server.away():
        waiting = ada.ask_for_pack(there.one)
        assert waiting.status_code == 303, waiting.text
        page = waiting.headers["Location"]
        until(lambda: NOT_TOLD in ada.get(f"{there.other}{page}").text)
        assert state_of(there, page) is PackState.WAITING
    with working(there, tmp_path):
        until(lambda: state_of(there, page) is PackState.DONE)
        second = ada.ask_for_pack(there.other).headers["Location"]
        until(lambda: state_of(there, second) is PackState.DONE)
    for made, machine in ((page, there.other), (second, there.one)):
        answer = ada.get(f"{machine}{made}/file")
        assert (answer.status_code, answer.content) == (200, CONTENT)
        assert Visit().get(f"{machine}{made}/file").status_code == 404
    with there.database.reading() as session:
        assert {run.name: run.state for run in schedule.last_runs(session)} == {
            "packs": RunState.DONE,
            "sign-ins": RunState.DONE,
        }


def test_a_worker_killed_in_the_middle_of_a_pack(
    there: Machines, ada: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its owner reads a sentence, and the worker goes on with the next; one that is asked to end gives it back."""
    page = ada.ask_for_pack(there.one).headers["Location"]
    with working(there, tmp_path) as worker:
        until((tmp_path / BEGUN).exists)
        maker = int((tmp_path / BEGUN).read_text())
        os.kill(parent_of(maker), signal.SIGKILL)
        assert state_of(there, page) is PackState.RUNNING
        monkeypatch.setattr(packs, "DEAD_AFTER", packs.timedelta(0))
        with there.database.writing() as session:
            assert packs.fail_the_dead(session) == 1
        assert packs.DIED in ada.get(f"{there.other}{page}").text
        (tmp_path / BEGUN).unlink()
        second = ada.ask_for_pack(there.one).headers["Location"]
        until((tmp_path / BEGUN).exists)
        worker.send_signal(signal.SIGTERM)
        worker.wait(30)
    assert state_of(there, second) is PackState.WAITING
    assert "It is next" in ada.get(f"{there.one}{second}").text


def parent_of(process: int) -> int:
    told = subprocess.run(["ps", "-o", "ppid=", "-p", str(process)], capture_output=True, text=True, check=True)
    return int(told.stdout)
