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
    """Refuse `update` and `delete` on tables from now on; for a migration."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        op.execute(POSTGRESQL_FUNCTION)
    for table in tables:
        for deed in DEEDS:
            body = (
                "execute function refuse_change()" if is_postgresql else f"begin select raise(abort, '{REFUSAL}'); end"
            )
            each = "for each row" if is_postgresql else ""
            op.execute(f"create trigger {_name(table, deed)} before {deed} on {table} {each} {body}")


def forget(tables: Iterable[str]) -> None:
    """Take the refusals away again; for a migration."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in tables:
        for deed in DEEDS:
            op.execute(f"drop trigger {_name(table, deed)}" + (f" on {table}" if is_postgresql else ""))
    if is_postgresql:
        op.execute("drop function refuse_change()")


def _name(table: str, deed: str) -> str:
    return f"{table}_refuses_{deed}"
