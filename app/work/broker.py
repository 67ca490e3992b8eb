"""Celery, as the settings ask for it: two kinds of message without contents, through Redis, and no results."""

import logging
from datetime import timedelta

from celery import Celery
from kombu.entity import Exchange, Queue
from kombu.exceptions import OperationalError
from redis import RedisError

from app.packs.jobs import AT_A_TIME, LONGEST_SECONDS, NotToldYet
from app.settings import Settings

log = logging.getLogger("alongside.work")

PACKS, SCHEDULE = "alongside.packs", "alongside.schedule"
"""The names of the tasks, and of the queues that they are in."""
LOOKED_EVERY = timedelta(minutes=1)
"""How often the schedule is looked at, and packs that nobody was told of are looked for."""
MESSAGE_LASTS_SECONDS = 60
"""By then somebody has looked without it."""
LONGEST = timedelta(hours=2)
"""Nothing that is run by the clock takes longer; it is ended by `app.work.running` well before."""
PACK_LIMIT = LONGEST_SECONDS + 60
"""Seconds. What makes a pack is ended after LONGEST_SECONDS by who watches it; this is for who no longer watches."""
MESSAGES_AT_ONCE = AT_A_TIME + 1
"""In one worker: the packs of a machine, and what is run by the clock beside them."""
TASKS_OF_A_PROCESS = 50
"""Then another takes its place, and what it may have come to hold of memory is given back."""
REDIS_SECONDS = 2
NOT_TOLD = (
    "Whoever makes packs cannot be told just now that this one waits; they look by themselves each minute, so it is "
    "made as soon as they can."
)


def make_celery(settings: Settings) -> Celery:
    """Celery for an installation; nobody talks to Redis yet.

    A message is taken away once its task has ended (`acks_late`), and goes back where the process was killed. One whose
    whole machine is gone comes back after the visibility timeout, which is longer than any task, so that no message is
    given to two while both are well. Nobody waits for it: what it told of is found in the database within a minute.
    """
    celery = Celery("alongside", broker=settings.redis_url, set_as_current=False)
    celery.conf.update(
        # Nothing is ever unpickled: whoever else may write to Redis can have the portal look, and no more.
        task_serializer="json",
        accept_content=["json"],
        event_serializer="json",
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=TASKS_OF_A_PROCESS,
        worker_concurrency=MESSAGES_AT_ONCE,
        # Nobody may order workers about through Redis, and they tell nothing of what they do there.
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": int((LONGEST + timedelta(minutes=30)).total_seconds()),
            "socket_connect_timeout": REDIS_SECONDS,
            "socket_timeout": REDIS_SECONDS,
            "global_keyprefix": "alongside-work-",
        },
        task_queues=[_queue(name) for name in (PACKS, SCHEDULE)],
        task_routes={name: {"queue": name} for name in (PACKS, SCHEDULE)},
        task_default_queue=SCHEDULE,
        beat_schedule={
            "look": {
                "task": SCHEDULE,
                "schedule": LOOKED_EVERY,
                # Those of several machines, and of one that was long away, do not pile up.
                "options": {"expires": MESSAGE_LASTS_SECONDS},
            }
        },
        # The schedule is in the database: nothing is kept in a file, which Celery would pickle.
        beat_scheduler="celery.beat:Scheduler",
        timezone="UTC",
    )
    return celery


def _queue(name: str) -> Queue:
    return Queue(name, Exchange(name), routing_key=name)  # type: ignore[no-untyped-call]


class CeleryRunner:
    """Tells whichever machine listens that a pack waits."""

    def __init__(self, settings: Settings) -> None:
        self._celery = make_celery(settings)
        # Somebody waits for a page: Redis is asked twice at once, since it may have closed the connection, and no more.
        once_more = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
        briefly = dict.fromkeys(("socket_connect_timeout", "socket_timeout"), REDIS_SECONDS / 2)
        self._celery.conf.broker_transport_options |= once_more | briefly

    def start(self) -> None:
        """Send the message, once. Raises NotToldYet where Redis does not take it: the job waits in the database."""
        try:
            self._celery.send_task(PACKS, queue=PACKS, retry=False, expires=MESSAGE_LASTS_SECONDS)
        except (OperationalError, RedisError, OSError) as error:
            log.warning("Nobody can be told that a pack waits, since Redis does not answer: %s", type(error).__name__)
            raise NotToldYet(NOT_TOLD) from error
