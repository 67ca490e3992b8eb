"""Whether anything was committed to the database since it was last read."""

import sqlite3
import threading
from itertools import count
from typing import TypeAlias

Mark: TypeAlias = tuple[int, int]
"""Which connection watches, and the state of the database that it sees."""

_numbers = count(1)


class CommitsOfFile:
    """Those to a file of SQLite, seen for a hundredth of what a session costs.

    SQLite counts for each connection what all others commit, of any process (its manual, `PRAGMA data_version`); so
    one connection stays open for this, which commits nothing itself.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._number = 0
        self._lock = threading.Lock()

    def mark(self) -> Mark | None:
        """What differs once anything was committed. None where it cannot be told: whoever asks has to read."""
        with self._lock:
            try:
                if self._connection is None:
                    self._number = next(_numbers)
                    self._connection = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
                [(state,)] = self._connection.execute("PRAGMA data_version")
            except sqlite3.Error:
                return None
            return self._number, state

    def close(self) -> None:
        """Give back the connection; a later use opens another one, whose marks are no other's."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def leave(self) -> sqlite3.Connection | None:
        """In a process that was forked: begin anew. Gives back the inherited connection, unused."""
        inherited, self._connection, self._lock = self._connection, None, threading.Lock()
        return inherited
