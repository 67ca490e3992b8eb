"""Being told when it changes who may come in and as what: sign-ins that end, people, their roles, organisations.

Whoever keeps answers about people elsewhere is told just before such a change is kept, and again once it is kept or
given up. It is seen by what is changed and not by who changes it, so that nothing new can forget to tell.
"""

from collections.abc import Callable

from sqlalchemy import inspect
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.unitofwork import UOWTransaction

from data.local.database import Database
from data.local.sign_ins import CHANGES_NOBODY
from data.local.tables import Base, Organisation, Person, SignedIn

TELLING: dict[type[Base], frozenset[str]] = {
    Person: frozenset({"active", "email", "name", "organisation", "organisation_id", "roles"}),
    Organisation: frozenset({"name", "slug"}),
    SignedIn: frozenset({"expires", "person_id", "revoked"}),
}
"""What of each says who may come in and as what. A new row says it of nobody who is in already."""
CHANGED, BEGUN = "who may come in has changed", "that it changes is announced"


def watch(database: Database, before: Callable[[], str], after: Callable[[str], None]) -> None:
    """Call `before` and `after` around every commit by which it changes who may come in. Neither may raise.

    `after` is given what `before` said, also where nothing was kept in the end.
    """

    def executed(state: ORMExecuteState) -> None:
        is_change = state.is_update or state.is_delete
        if is_change and not state.execution_options.get(CHANGES_NOBODY) and _is_telling(state):
            state.session.info[CHANGED] = True

    def flushed(session: Session, _: UOWTransaction) -> None:
        if any(_tells(one) for one in session.dirty) or any(type(one) in TELLING for one in session.deleted):
            session.info[CHANGED] = True

    def committing(session: Session) -> None:
        session.flush()
        if session.info.get(CHANGED) and BEGUN not in session.info:
            session.info[BEGUN] = before()

    def ended(session: Session) -> None:
        if (begun := session.info.pop(BEGUN, None)) is not None:
            after(begun)

    database.listen("do_orm_execute", executed)
    database.listen("after_flush", flushed)
    database.listen("before_commit", committing)
    database.listen("after_commit", ended)
    database.listen("after_rollback", ended)


def _is_telling(state: ORMExecuteState) -> bool:
    return any(mapper.class_ in TELLING for mapper in state.all_mappers)


def _tells(changed: object) -> bool:
    named = TELLING.get(type(changed), frozenset())  # type: ignore[arg-type]  # any other type is in it as little
    return any(inspect(changed).attrs[name].history.has_changes() for name in named)
