"""The tests' own way into a PostgreSQL database, past its walls: empty it, keep its rows, bring them back.

One connection to each database stays open, which is half of what a test on PostgreSQL costs otherwise.
"""

from __future__ import annotations

import psycopg
from sqlalchemy import URL, make_url

from cblp.bootstrap import METADATA

KEPT = frozenset({"marketplace", "area"})
"""What the migration brings."""

TABLES = tuple(table.name for table in METADATA.sorted_tables if table.name not in KEPT)
_FILLED = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in TABLES)

_open: dict[URL, psycopg.Connection] = {}


def _connected(url: str | URL) -> psycopg.Connection:
    """Neither foreign keys nor append-only triggers stand in the way of the one who cleans up."""
    url = make_url(url)
    found = _open.get(url)
    if found is None or found.closed:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        found = _open[url] = psycopg.connect(plain, autocommit=True)
        found.execute("SET session_replication_role = replica")
    return found


def close() -> None:
    """Let go of every database."""
    for each in _open.values():
        each.close()
    _open.clear()


def empty(url: str | URL) -> None:
    """Take every row out but those that the migration brings; whoever is still connected is sent away first."""
    connection = _connected(url)
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    _delete(connection, _filled(connection))


def rows(url: str | URL) -> dict[str, bytes]:
    """Every row that ``empty`` would take out, by table, as ``pour`` wants them."""
    connection = _connected(url)
    found = {}
    for table in _filled(connection):
        with connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copying:
            found[table] = b"".join(copying)
    return found


def pour(url: str | URL, kept: dict[str, bytes]) -> None:
    """These rows, and no others."""
    connection = _connected(url)
    _delete(connection, _filled(connection))
    for table, content in kept.items():
        with connection.cursor().copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copying:
            copying.write(content)


def _filled(connection: psycopg.Connection) -> list[str]:
    """The tables that have a row: to ask once for all of them is ten times faster than to delete from each."""
    return [name for (name,) in connection.execute(_FILLED, prepare=True)]


def _delete(connection: psycopg.Connection, tables: list[str]) -> None:
    if tables:
        connection.execute("; ".join(f"DELETE FROM {table}" for table in tables))
