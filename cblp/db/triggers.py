"""Rules that the database itself keeps, on both engines: what is append-only stays so, whoever writes."""

from __future__ import annotations

from sqlalchemy import Connection

APPEND_ONLY = {"audit_entry": ("label",)}
"""Tables whose rows are never deleted and never changed, but for the named columns (a label is emptied at erasure)."""


def create(connection: Connection) -> None:
    """Create or replace every trigger (a SQLite batch migration rebuilds tables and drops theirs)."""
    for table, free in APPEND_ONLY.items():
        (_sqlite if connection.dialect.name == "sqlite" else _postgresql)(connection, table, free)


def _sqlite(connection: Connection, table: str, free: tuple[str, ...]) -> None:
    columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})") if row[1] not in free]
    for verb in (f"UPDATE OF {', '.join(columns)}", "DELETE"):
        name = f"{table}_no_{verb[:6].lower()}"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
        )


def _postgresql(connection: Connection, table: str, free: tuple[str, ...]) -> None:
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION cblp_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%% is append only', TG_TABLE_NAME; END $$"
    )
    kept = " AND ".join(
        f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in _columns(connection, table) if column not in free
    )
    for verb, when in (("UPDATE", f"WHEN (NOT ({kept}))"), ("DELETE", "")):
        name = f"{table}_no_{verb.lower()}"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION cblp_append_only()"
        )


def _columns(connection: Connection, table: str) -> list[str]:
    # json has no equality operator on PostgreSQL: such a column cannot be compared here.
    rows = connection.exec_driver_sql(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND data_type <> 'json' ORDER BY ordinal_position",
        (table,),
    )
    return [row[0] for row in rows]
