"""What is counted while the portal runs, for Prometheus, over all processes of this machine that serve it.

Each process writes into files of its own in one folder (prometheus_client's way for several processes), named by the
process's place and not its number, so that one that is renewed counts on where the one before it ended.
"""

import logging
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import prometheus_client.values
from flask import Flask, current_app, has_app_context
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

log = logging.getLogger("alongside")

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where the processes write, as the library has it; absent where there is one process alone."""
KEY = "alongside-metrics"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
Reading = tuple[str, str, float, dict[str, str]]
"""The name of a gauge, what it says, its value and its labels."""
_place = [0]


class Metrics:
    """The counters of this process; `readings` are asked when somebody reads, and say how things stand now."""

    def __init__(self) -> None:
        self._own = CollectorRegistry()
        self.requests = Counter(
            "alongside_requests",
            "Answers, by what was asked for and by status.",
            ["view", "status"],
            registry=self._own,
        )
        self.seconds = Histogram(
            "alongside_request_seconds",
            "How long an answer took, by what was asked for.",
            ["view"],
            buckets=SECONDS,
            registry=self._own,
        )
        self.answers = Counter(
            "alongside_cache_answers",
            "Pages that were asked of the cache: kept ones, and those made anew.",
            ["outcome"],
            registry=self._own,
        )
        self.refused = Counter(
            "alongside_failed_sign_ins", "Refused sign-ins and tokens, by how they tried.", ["how"], registry=self._own
        )
        self._readings: list[Callable[[], Iterable[Reading]]] = []

    def also(self, readings: Callable[[], Iterable[Reading]]) -> None:
        """Ask for these too whenever somebody reads."""
        self._readings.append(readings)

    def text(self) -> bytes:
        """Everything, in the text form of Prometheus."""
        found = self._own
        if FOLDER in os.environ:
            found = CollectorRegistry()
            MultiProcessCollector(found)  # type: ignore[no-untyped-call]
        standing = CollectorRegistry()
        standing.register(_Now(self._readings))
        return generate_latest(found) + generate_latest(standing)


class _Now(Collector):
    """How things stand at the moment of reading. What cannot be read is left out, and the log says so."""

    def __init__(self, readings: Iterable[Callable[[], Iterable[Reading]]]) -> None:
        self._readings = readings

    def collect(self) -> Iterable[Metric]:
        """One family a name."""
        families: dict[str, GaugeMetricFamily] = {}
        for ask in self._readings:
            for name, meaning, value, labels in ask():
                family = families.setdefault(name, GaugeMetricFamily(name, meaning, labels=list(labels)))
                family.add_metric(list(labels.values()), value)
        return families.values()


def register(server: Flask) -> Metrics:
    """Count what this server does."""
    metrics = server.extensions[KEY] = Metrics()
    return metrics


def metrics_of(server: Flask) -> Metrics:
    """The counters of a server."""
    found: Metrics = server.extensions[KEY]
    return found


def failed_sign_in(how: str) -> None:
    """Count one refused sign-in; nothing where nobody counts."""
    if (metrics := _current()) is not None:
        metrics.refused.labels(how=how).inc()


def count_answer(outcome: str) -> None:
    """Count one answer that was `kept` or had to be `made`; nothing where nobody counts."""
    if (metrics := _current()) is not None:
        metrics.answers.labels(outcome=outcome).inc()


def _current() -> Metrics | None:
    found: Metrics | None = current_app.extensions.get(KEY) if has_app_context() else None
    return found


def open_folder(cache_dir: Path) -> None:
    """Give the processes of this server a folder to count in, before any of them counts, and remove those of the dead.

    A machine may run several servers from one cache, each with its own first process.
    """
    folder = cache_dir / "metrics"
    for old in folder.glob("*"):
        if old.name.isdigit() and not _lives(int(old.name)):
            shutil.rmtree(old, ignore_errors=True)
    own = folder / str(os.getpid())
    try:
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir(mode=0o700, parents=True)
    except OSError as error:
        log.warning("Each process counts for itself, since there is no folder for metrics: %s", error.strerror)
        return
    os.environ[FOLDER] = str(own)
    prometheus_client.values.ValueClass = prometheus_client.values.MultiProcessValue(lambda: _place[0])  # type: ignore[no-untyped-call]


def take_place(arbiter: Any, worker: Any) -> None:
    """Before a process is forked: the lowest place that none of those that run has."""
    taken = {getattr(other, "place", 0) for other in arbiter.WORKERS.values()}
    worker.place = next(place for place in range(1, len(taken) + 2) if place not in taken)


def in_place(_arbiter: Any, worker: Any) -> None:
    """In the process that was forked."""
    _place[0] = worker.place


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
