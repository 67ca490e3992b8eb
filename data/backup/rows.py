"""The rows of the database as lines of JSON, the same whichever database they are in, so that either takes the other's.

A backup is read in one transaction that sees one state from beginning to end, whatever is written meanwhile.
"""

import base64
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    insert,
    select,
    text,
)

from data.errors import PortalError

REVISION_TABLE = "alembic_version"
"""Kept by the migrations: a restored database has it from them."""
ROWS_AT_A_TIME = 500


def tables_of(connection: Connection) -> tuple[Table, ...]:
    """The tables as they are in the database, each after those that it refers to."""
    found = MetaData()
    found.reflect(connection)
    return tuple(table for table in found.sorted_tables if table.name != REVISION_TABLE)


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Every row of a table as a line, in the order of its key."""
    keys = [_in_order(column, connection) for column in table.primary_key.columns]
    asked = select(table).order_by(*keys).execution_options(yield_per=ROWS_AT_A_TIME)
    for row in connection.execute(asked):
        plain = {str(column.name): _plain(value) for column, value in zip(table.columns, row, strict=True)}
        # What is within a value keeps its order.
        yield orjson.dumps(dict(sorted(plain.items()))) + b"\n"


def fill(connection: Connection, table: Table, rows: Iterable[bytes]) -> int:
    """Put rows into an empty table; how many. Raises PortalError for a line that is none of its rows."""
    count, some = 0, list[dict[str, Any]]()
    for line in rows:
        some.append(_row(table, line))
        count += 1
        if len(some) == ROWS_AT_A_TIME:
            connection.execute(insert(table), some)
            some = []
    if some:
        connection.execute(insert(table), some)
    _count_on(connection, table)
    return count


def count(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _in_order(column: Column[Any], connection: Connection) -> ColumnElement[Any]:
    """A key in the order of its bytes, as SQLite has it; PostgreSQL's own order depends on where it is."""
    is_text = isinstance(column.type, String) and connection.dialect.name == "postgresql"
    return column.collate("C") if is_text else column


def _plain(value: Any) -> Any:
    """A value that JSON has a form for. Times without a zone are UTC, as SQLite keeps them."""
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _row(table: Table, line: bytes) -> dict[str, Any]:
    try:
        told = orjson.loads(line)
        if not isinstance(told, dict) or set(told) != set(table.columns.keys()):
            raise ValueError(table.name)
        return {column.name: _typed(column.type, told[column.name]) for column in table.columns}
    except ValueError:
        what = f"a row of {table.name} has other parts than the table has"
        raise PortalError(f"The backup does not fit: {what}.") from None


def _typed(kind: Any, value: Any) -> Any:
    if value is not None and isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if value is not None and isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return value


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows by a count of its own, which has to go on where these end."""
    keys = [column for column in table.primary_key.columns if isinstance(column.type, Integer)]
    if connection.dialect.name != "postgresql" or len(table.primary_key.columns) != 1 or not keys:
        return
    named = {"table": table.name, "key": keys[0].name}
    if (sequence := connection.scalar(text("select pg_get_serial_sequence(:table, :key)"), named)) is not None:
        last = connection.scalar(select(func.max(keys[0])))
        connection.execute(
            text("select setval(:sequence, :last, :taken)"),
            {"sequence": sequence, "last": last or 1, "taken": last is not None},
        )
