"""The log of the process: one line an event, as text for a terminal or as JSON for a collector.

It says what happened and where, never what was typed, an address's query, a key, a token or a figure: the log of who
did and saw what is in the database (`data/local/log.py`), and is another thing.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

from flask import g, has_request_context
from gunicorn.glogging import Logger

from app.settings import Log, Settings
from data.errors import PortalError

NAME = "alongside"
SAYS_NO_FIGURE = (AttributeError, ImportError, MemoryError, NameError, OSError, RecursionError, TypeError, PortalError)
"""Errors whose text tells of code and files. That of any other may repeat the value that was wrong."""
LEFT_OUT = "its text is left out, since it may repeat a figure"


class RequestOfRecord(logging.Filter):
    """Gives every record the id of the request in which it was written, or of which it tells; empty outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        vars(record).setdefault("request", g.get("request_id", "") if has_request_context() else "")
        return True


class AsText(logging.Formatter):
    """For a terminal: the time, how grave it is, what happened, and the id of the request."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and below it where an unforeseen error came from."""
        request = f" [{asked}]" if (asked := vars(record).get("request")) else ""
        line = f"{moment(record)} {record.levelname} {told(record)}{request}"
        return f"{line}\n{came_from(record)}" if record.exc_info else line


class AsJson(logging.Formatter):
    """For a collector: one object a line with time, level, logger, event, request, and the record's own details."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the event's words hold."""
        said: dict[str, Any] = {
            "time": moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": told(record),
        }
        if asked := vars(record).get("request"):
            said["request"] = asked
        said |= vars(record).get("details", {})
        if record.exc_info:
            said["error"] = came_from(record)
        return json.dumps(said, ensure_ascii=False, default=str)


class ServersLogger(Logger):  # type: ignore[misc]
    """Gunicorn's own words, in the same form and to the same place; it keeps no log of addresses."""

    form: Log = "text"

    def setup(self, cfg: Any) -> None:
        """As gunicorn sets it up, with the portal's form in the place of its own."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(self.form))
            handler.addFilter(RequestOfRecord())

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """An error while a request was taken in; the address that it names goes without its query."""
        super().exception(msg, *(str(arg).partition("?")[0] for arg in args), **kwargs)


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Set the log of this process up, as PORTAL_LOG says; what was set up before is taken away."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter(settings.log))
    handler.addFilter(RequestOfRecord())
    logger = logging.getLogger(NAME)
    logger.handlers[:] = [handler]
    logger.propagate = False
    logger.setLevel(logging.INFO if settings.log == "json" else logging.WARNING)
    # What libraries warn of goes the same way, in the same form.
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


def servers_logger(form: Log) -> type[ServersLogger]:
    """The class that gunicorn logs with, in a form."""
    return type("ServersLogger", (ServersLogger,), {"form": form})


def formatter(form: Log) -> logging.Formatter:
    """The form that a log is written in."""
    return AsJson() if form == "json" else AsText()


def moment(record: logging.LogRecord) -> str:
    """When it happened, in UTC."""
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def told(record: logging.LogRecord) -> str:
    """What happened, in one line: whoever can put a line's end into a name cannot write lines of their own."""
    return " ".join(record.getMessage().split())


def came_from(record: logging.LogRecord) -> str:
    """Where an error came from and of which kind it is, with those that it came of."""
    error = record.exc_info[1] if record.exc_info else None
    parts: list[str] = []
    while error is not None:
        parts.append(f"{_frames(error.__traceback__)}{type(error).__name__}: {_text(error)}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nwhich came of\n".join(parts)


def _frames(trace: TracebackType | None) -> str:
    """The way to the error: files, lines and functions, without the values in them."""
    return "".join(traceback.format_tb(trace))


def _text(error: BaseException) -> str:
    return " ".join(str(error).split()) if isinstance(error, SAYS_NO_FIGURE) else LEFT_OUT
