"""Many rows at once, the fast way of each engine: prepared tuples on SQLite, COPY through a temporary table on PostgreSQL.

Values are handed over as the database keeps them: days and instants as ISO text, ids as ``raw`` makes them. Table and column
names come from the models, never from a file.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, ColumnElement, Connection, FromClause, LargeBinary, String, any_, bindparam, cast, func, select, type_coerce

Row = tuple[Any, ...]


def raw(connection: Connection) -> Callable[[UUID], Any]:
    """The function that turns an id into what this engine's driver takes for it."""
    return (lambda value: value.bytes) if connection.dialect.name == "sqlite" else str


def raw_column(connection: Connection, column: ColumnElement[UUID]) -> ColumnElement[Any]:
    """An id column that is read as ``raw`` makes it, without making a UUID of every row."""
    return type_coerce(column, LargeBinary) if connection.dialect.name == "sqlite" else cast(column, String)


def among(connection: Connection, column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """``column`` is one of ``values`` (text, or days as ISO text), as one parameter however many they are."""
    given = sorted(set(values))
    if connection.dialect.name == "sqlite":
        each = func.json_each(orjson.dumps(given).decode()).table_valued("value")
        return column.in_(select(each.c.value))
    return column == any_(bindparam(None, given, type_=ARRAY(column.type)))


@contextmanager
def uncollected() -> Iterator[None]:
    """Don't look for garbage meanwhile: rows make no cycles, and looking among a hundred thousand costs a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def insert_rows(
    connection: Connection, table: FromClause, columns: Sequence[str], rows: Sequence[Row], *, same: Mapping[str, UUID],
) -> None:
    """Insert ``rows``, whose values stand in the order of ``columns``; ``same`` gives the ids that are the same in all of them."""
    if not rows:
        return
    names, into = ", ".join(columns), ", ".join([*same, *columns])
    # The text form of a UUID cannot carry anything else into a statement.
    if connection.dialect.name == "sqlite":
        values = ", ".join([*(f"x'{value.hex}'" for value in same.values()), *("?" for _column in columns)])
        connection.exec_driver_sql(f"INSERT INTO {_name(table)} ({into}) VALUES ({values})", rows)  # noqa: S608
        return
    stage = _stage(connection, table, columns, rows)
    values = ", ".join([*(f"'{value}'::uuid" for value in same.values()), names])
    connection.exec_driver_sql(f"INSERT INTO {_name(table)} ({into}) SELECT {values} FROM {stage}")  # noqa: S608


def update_rows(
    connection: Connection, table: FromClause, sets: Sequence[str], keys: Sequence[str], rows: Collection[Row],
) -> None:
    """Change the rows found by ``keys``; each row gives the values of ``sets``, then those of ``keys``."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        changes = ", ".join(f"{column} = ?" for column in sets)
        found = " AND ".join(f"{column} = ?" for column in keys)
        connection.exec_driver_sql(f"UPDATE {_name(table)} SET {changes} WHERE {found}", list(rows))  # noqa: S608
        return
    stage = _stage(connection, table, [*sets, *keys], rows)
    connection.exec_driver_sql(f"ANALYZE {stage}")
    changes = ", ".join(f"{column} = s.{column}" for column in sets)
    found = " AND ".join(f"t.{column} = s.{column}" for column in keys)
    connection.exec_driver_sql(f"UPDATE {_name(table)} t SET {changes} FROM {stage} s WHERE {found}")  # noqa: S608


def _stage(connection: Connection, table: FromClause, columns: Sequence[str], rows: Iterable[Row]) -> str:
    # A table behind row-level security refuses COPY; a temporary one does not, and INSERT … SELECT meets the policy.
    name, names = f"stage_{_name(table)}", ", ".join(columns)
    if connection.exec_driver_sql("SELECT to_regclass(%s)", (f"pg_temp.{name}",)).scalar():
        connection.exec_driver_sql(f"DROP TABLE pg_temp.{name}")
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS SELECT {names} FROM {_name(table)} WITH NO DATA"  # noqa: S608
    )
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY pg_temp.{name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    return f"pg_temp.{name}"


def _name(table: FromClause) -> str:
    return str(getattr(table, "name"))  # noqa: B009  (every table of the models has one; FromClause does not say so)
