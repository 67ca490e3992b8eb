"""Tables that only grow: the database itself refuses to change or remove a row, whoever asks."""

from collections.abc import Iterable

from alembic import op

REFUSAL = "rows of this table are never changed"
POSTGRESQL_FUNCTION = f"""
    create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception '{REFUSAL}'; end $$
"""
DEEDS = ("update", "delete")


def protect(tables: Iterable[str]) -> None:
    """Refuse `update` and `delete` on the first tables there are, and make what PostgreSQL needs for it."""
    if _is_postgresql():
        op.execute(POSTGRESQL_FUNCTION)
    for table in tables:
        protect_alone(table)


def protect_alone(table: str) -> None:
    """Refuse `update` and `delete` on one more table from now on; for a migration."""
    for deed in DEEDS:
        body = (
            "execute function refuse_change()" if _is_postgresql() else f"begin select raise(abort, '{REFUSAL}'); end"
        )
        each = "for each row" if _is_postgresql() else ""
        op.execute(f"create trigger {_name(table, deed)} before {deed} on {table} {each} {body}")


def forget(tables: Iterable[str]) -> None:
    """Take the refusals of the first tables away again; for a migration."""
    for table in tables:
        forget_alone(table)
    if _is_postgresql():
        op.execute("drop function refuse_change()")


def forget_alone(table: str) -> None:
    """Take the refusals of one table away again; for a migration."""
    for deed in DEEDS:
        op.execute(f"drop trigger {_name(table, deed)}" + (f" on {table}" if _is_postgresql() else ""))


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _name(table: str, deed: str) -> str:
    return f"{table}_refuses_{deed}"
