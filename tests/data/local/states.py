"""All that a database holds, so that two states of it can be compared."""

from collections.abc import Mapping
from typing import TypeAlias

from sqlalchemy import inspect, select, table, text

from data.local.database import READING, Database

State: TypeAlias = Mapping[str, list[str]]

SQLITE_SCHEMA = "select type, name, tbl_name, sql from sqlite_master where name not like 'sqlite_%'"
POSTGRESQL_SCHEMA = """
    select 'column', attrelid::regclass::text, attname,
        concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid))
        from pg_attribute left join pg_attrdef on (adrelid, adnum) = (attrelid, attnum)
        where attnum > 0 and not attisdropped
            and attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
    union all select 'index', tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
    union all select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
        from pg_trigger where not tgisinternal
    union all select 'function', '', proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace
"""


def everything(database: Database) -> State:
    """Every row of every table that there is, whatever the code says of them."""
    with database.engine.execution_options(**{READING: True}).connect() as connection:
        return {
            name: sorted(str(tuple(row)) for row in connection.execute(select(text("*")).select_from(table(name))))
            for name in inspect(connection).get_table_names()
        }


def schema(database: Database) -> list[str]:
    """Tables, columns, indexes, constraints and triggers, in no order that a migration could change."""
    asked = SQLITE_SCHEMA if database.engine.dialect.name == "sqlite" else POSTGRESQL_SCHEMA
    with database.engine.execution_options(**{READING: True}).connect() as connection:
        return sorted(" ".join(str(row).split()) for row in connection.execute(text(asked)))
