"""Work in the background: who is told that packs wait, what is run by the clock, and the process that does it.

What there is to do stands in the database (`data/local/packs.py`, `data/local/schedule.py`); a message of Celery's says
only that somebody should look. So a message that is lost, doubled, late or made up does no harm.
"""

from app.packs.jobs import ProcessRunner, Runner
from app.settings import Settings


def runner_of(settings: Settings) -> Runner:
    """Who makes an installation's packs."""
    if settings.work == "celery":
        from app.work.broker import CeleryRunner  # Celery, which nobody else needs

        return CeleryRunner(settings)
    return ProcessRunner(settings)
