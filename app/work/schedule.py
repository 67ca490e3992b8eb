"""What is run by the clock, with Celery and without it: one list."""

import os
from datetime import UTC, datetime, timedelta

from app.packs.jobs import tidy
from app.packs.shared_shelf import shelf_of
from app.work.running import Place, Scheduled, command
from data.local.sign_ins import forget_old
from data.local.subscriptions import people_to_tell
from data.snapshot import current_id

DIGEST_TAKES = timedelta(hours=1)
REFRESH_TAKES = timedelta(minutes=90)


def remove_expired_packs(place: Place) -> str:
    """Packs that have expired go, rows and files; and those whose maker died have failed."""
    tidy(place.database, shelf_of(place.settings, lambda: place.database))
    return "Packs that have expired are removed."


def forget_old_sign_ins(place: Place) -> str:
    """Sign-ins and links that ended long ago go; the log keeps that they were."""
    with place.database.writing() as session:
        forget_old(session)
    return "Sign-ins and links that ended 30 days ago are removed."


def tell_of_new_figures(place: Place) -> str:
    """`portal digest`."""
    return command(place, ["digest"], DIGEST_TAKES)


def is_somebody_to_tell(place: Place) -> bool:
    """Whether the live snapshot is news to somebody, and this machine can send messages."""
    if place.settings.mail_url is None or not os.environ.get("PORTAL_SECRET_KEY", "").strip():
        return False
    live = current_id(place.settings.snapshot_dir)
    if live is None:
        return False
    with place.database.reading() as session:
        return bool(people_to_tell(session, live))


def ask_for_new_figures(place: Place) -> str:
    """`portal worker --refresh`, a process of its own: it takes minutes and much memory."""
    return command(place, ["worker", "--refresh"], REFRESH_TAKES)


def is_refresh_due(place: Place) -> bool:
    """Whether it is time to ask the publisher, by the clock and by what was written down of the last time.

    Where that stands, each installation has its own figures: what machines share they ask for once.
    """
    return place.settings.refresh.is_due(datetime.now(UTC))


THINGS = (
    Scheduled("refresh", timedelta(0), REFRESH_TAKES, ask_for_new_figures, is_refresh_due),
    Scheduled("packs", timedelta(minutes=10), timedelta(minutes=5), remove_expired_packs),
    Scheduled("sign-ins", timedelta(days=1), timedelta(minutes=5), forget_old_sign_ins),
    Scheduled("digest", timedelta(minutes=30), DIGEST_TAKES, tell_of_new_figures, is_somebody_to_tell),
)
