"""One database, two engines: sessions that belong to an association, and on SQLite one writer at a time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, Session, sessionmaker, with_loader_criteria

from cblp.db.base import Tenant

APP_ROLE = "cblp_app"
"""PostgreSQL role without rights of its own over the schema; row-level security holds it."""

PRAGMAS = (
    "journal_mode=WAL", "busy_timeout=10000", "foreign_keys=ON", "synchronous=FULL", "trusted_schema=OFF", "cell_size_check=ON",
)


class UnsafeRole(Exception):
    """The PostgreSQL role of the app could read past row-level security."""


class Database:
    """An engine and the only two ways to a session: ``reading`` and ``writing``.

    Both belong to an association: queries of tenant tables are filtered by it, rows of another one are refused, and on
    PostgreSQL row-level security repeats the same wall. ``association=None`` reaches the global tables only.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = create_engine(self.url, **({} if self.sqlite else {"pool_pre_ping": True, "pool_size": 10}))
        (_prepare_sqlite if self.sqlite else _prepare_postgresql)(self.engine)
        self._write = sessionmaker(self.engine, class_=TenantSession, expire_on_commit=False)
        self._read = sessionmaker(self.engine.execution_options(ro=True), class_=TenantSession, expire_on_commit=False)
        self._lock = _WriterLock(self.url.database) if self.sqlite else None

    @contextmanager
    def reading(self, association: UUID | None, account: UUID | None = None) -> Iterator[Session]:
        """A session in one snapshot; nothing that it does is kept."""
        with self._read(info={"association": association, "account": account}) as session:
            yield session  # closing gives the connection back and lets rows be read on; nothing was committed

    @contextmanager
    def writing(self, association: UUID | None, account: UUID | None = None) -> Iterator[Session]:
        """A session in one transaction: committed when the block ends, undone when it raises."""
        with self._lock or _no_lock(), self._write.begin() as session:
            session.info.update(association=association, account=account)
            yield session

    def check_role(self) -> None:
        """Refuse to serve with a PostgreSQL role that row-level security does not hold; raises UnsafeRole."""
        if self.sqlite:
            return
        with self.engine.connect() as connection:
            name, free = role(connection)
        if free:
            raise UnsafeRole(f"PostgreSQL role {name} passes row-level security; run `python -m cblp migrate` or use another role")

    def relax(self) -> None:
        """From the next connection on, do not wait for the disk: only for a SQLite database that is thrown away on failure."""
        self.engine.dispose()
        event.listen(self.engine, "connect", lambda dbapi, _record: dbapi.execute("PRAGMA synchronous=OFF"))

    def settle(self) -> None:
        """Write everything into the SQLite file itself, and let its planner look at what is there."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        self.engine.dispose()
        with closing(sqlite3.connect(self.url.database or "")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


class TenantSession(Session):
    """A session that sees one association; see Database."""


@event.listens_for(TenantSession, "do_orm_execute")
def _only_own_rows(state: ORMExecuteState) -> None:
    association = state.session.info.get("association")
    if association is not None and not state.is_column_load and not state.is_relationship_load:
        state.statement = state.statement.options(_rows_of(association))


@lru_cache(maxsize=512)
def _rows_of(association: UUID) -> LoaderCriteriaOption:
    """The filter, kept: making it is a fifth of a small query."""
    return with_loader_criteria(Tenant, lambda cls: cls.association_id == association, include_aliases=True)


@event.listens_for(TenantSession, "before_flush")
def _only_own_writes(session: Session, _context: Any, _instances: Any) -> None:
    association = session.info.get("association")
    for row in [*session.new, *session.dirty]:
        if isinstance(row, Tenant):
            if row.association_id is None:
                row.association_id = association
            if association is None or row.association_id != association:
                raise AssertionError(f"{type(row).__name__} of another association")


def role(connection: Connection) -> tuple[str, bool]:
    """The PostgreSQL role that asks, and whether it reads past row-level security."""
    name, free = connection.execute(text("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")).one()
    return name, free


@event.listens_for(TenantSession, "after_begin")
def _name_the_tenant(session: Session, _transaction: Any, connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    # SET takes no parameters; a UUID's own text form cannot carry anything else. SET LOCAL (not set_config) also reaches
    # the workers of a sharded database.
    for name in ("association", "account"):
        value = session.info.get(name)
        if value is not None and not isinstance(value, UUID):
            raise AssertionError(f"{name} must be a UUID")
        connection.exec_driver_sql(f"SET LOCAL app.{name} = '{value or ''}'")


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(dbapi: DBAPIConnection, _record: Any) -> None:
        dbapi.isolation_level = None  # we send BEGIN ourselves: the driver's own loses updates silently
        for pragma in PRAGMAS:
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("ro") else "BEGIN IMMEDIATE")


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(dbapi: DBAPIConnection, _record: Any) -> None:
        # A login that owns the tables steps down to the role that row-level security holds.
        with closing(dbapi.cursor()) as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(current_user, oid, 'MEMBER') AND current_user <> %s",
                (APP_ROLE, APP_ROLE),
            )
            if cursor.fetchone():
                cursor.execute(f"SET ROLE {APP_ROLE}")
        dbapi.commit()


class _WriterLock:
    """One writer in this process by a lock, one on this machine by a locked file beside the database."""

    def __init__(self, database: str | None) -> None:
        self._threads = threading.Lock()
        self._path = f"{database}.lock" if database and database != ":memory:" else None
        self._file: IO[bytes] | None = None

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            if self._path:
                self._file = open(self._path, "ab")  # closed, and so unlocked, on exit
                _lock_file(self._file)
        except BaseException:
            self._threads.release()
            raise

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()
            self._file = None
        self._threads.release()


def _lock_file(file: IO[bytes]) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: SQLite's own lock and busy_timeout remain
        return
    fcntl.flock(file, fcntl.LOCK_EX)


@contextmanager
def _no_lock() -> Iterator[None]:
    yield
