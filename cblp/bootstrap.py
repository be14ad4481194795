"""The one module that knows every layer: it puts the parts together and hands them out as an ``App``."""

from __future__ import annotations

import csv
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, Final, TypeVar

from sqlalchemy import MetaData, update
from sqlalchemy.orm import Session

import cblp.campaigns.erasure
import cblp.campaigns.models
import cblp.campaigns.services
import cblp.decisions.erasure
import cblp.decisions.models
import cblp.decisions.services
import cblp.forum.erasure
import cblp.forum.models
import cblp.growth.erasure
import cblp.growth.models
import cblp.growth.services
import cblp.intake.erasure
import cblp.intake.models
import cblp.outreach.erasure
import cblp.outreach.models
import cblp.people.erasure
import cblp.programmes.erasure
import cblp.programmes.models
import cblp.reach.erasure
import cblp.reach.services
import cblp.sales.erasure
import cblp.sales.services
import cblp.sharing.erasure
import cblp.sharing.models
import cblp.sharing.services  # noqa: F401
from cblp.catalogue.models import Marketplace
from cblp.db import migrations
from cblp.db.actor import Actor
from cblp.db.base import Base
from cblp.db.engine import Database
from cblp.people.models import Area, Association
from cblp.settings import ROOT, Settings, load

T = TypeVar("T")

METADATA: Final[MetaData] = Base.metadata
DATA: Final = ROOT / "data"


def utc_now() -> datetime:
    """The clock of a running server; tests hand in their own."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class App:
    """Everything a page, a route or a command needs: settings, database, clock; ``act`` to change, ``read`` to ask."""

    settings: Settings
    database: Database
    clock: Callable[[], datetime] = field(default=utc_now)

    def act(self, actor: Actor, service: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Run a service in one transaction and move the association's data version on; all or nothing.

        ``now`` is filled in for a service that takes it. Raises what the service raises; then nothing was kept.
        """
        with self.database.writing(actor.association, actor.account) as session:
            result = service(session, actor, *args, **self._with_now(service, kwargs))
            session.flush()
            session.execute(
                update(Association)
                .where(Association.association_id == actor.association)
                .values(data_version=Association.data_version + 1),
                execution_options={"synchronize_session": False},
            )
            return result

    def jot(self, actor: Actor, service: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Like ``act``, for what shows in nobody's figures (a draft, a ticket): the data version stays."""
        with self.database.writing(actor.association, actor.account) as session:
            return service(session, actor, *args, **self._with_now(service, kwargs))

    def read(self, actor: Actor, report: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Run a report in one snapshot; ``now`` is filled in for a report that takes it."""
        with self.database.reading(actor.association, actor.account) as session:
            return report(session, actor, *args, **self._with_now(report, kwargs))

    @contextmanager
    def globally(self, write: bool = False) -> Iterator[Session]:
        """A session of the global tables only (sign-in, directory, leases)."""
        with (self.database.writing if write else self.database.reading)(None) as session:
            yield session

    def _with_now(self, function: Callable[..., Any], kwargs: dict[str, Any]) -> dict[str, Any]:
        return kwargs if "now" in kwargs or not _takes_now(function) else {**kwargs, "now": self.clock()}


@lru_cache(maxsize=1000)
def _takes_now(function: Callable[..., Any]) -> bool:
    return "now" in inspect.signature(function).parameters


def build(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> App:
    """Put an app together. It does not migrate and does not check the schema; see ``migrate``."""
    return App(settings=settings, database=Database(settings.url), clock=clock)


def chosen(settings: Settings) -> Settings:
    """Which database a start uses: the one that was asked for, else the own one once it exists, else the example."""
    if settings.database_url or settings.demo or not settings.loopback:
        return settings
    own, example = settings.data_dir / "cblp.sqlite", settings.data_dir / "demo.sqlite"
    return replace(settings, demo=True) if example.exists() and not own.exists() else settings


@cache
def running() -> App:
    """The app of this server process."""
    return build(chosen(load()))


def migrate(settings: Settings) -> str | None:
    """Bring the database to today's schema and reference data; returns the revision."""
    database = Database(settings.migration_url or settings.url)
    try:
        migrations.upgrade(database, METADATA)
        with database.writing(None) as session:
            load_reference(session)
        return migrations.current(database)
    finally:
        database.dispose()


def load_reference(session: Session) -> None:
    """Bring marketplaces and areas up to what ``data/`` ships."""
    for row in _rows("marketplaces.csv"):
        session.merge(
            Marketplace(
                code=row["code"],
                name=row["name"],
                kind=row["kind"],
                colour=row["colour"],
                position=int(row["position"]),
                valid_from=_day(row["valid_from"]),
                valid_to=_day(row["valid_to"]),
            )
        )
    if (DATA / "areas.csv").exists():
        known = {code for (code,) in session.query(Area.code)}
        new = [row for row in _rows("areas.csv") if row["code"] not in known]
        session.add_all(
            Area(
                code=row["code"], name=row["name"], level=row["code"].count(".") + 1, parent=row["code"].rpartition(".")[0] or None
            )
            for row in sorted(new, key=lambda row: row["code"])
        )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
