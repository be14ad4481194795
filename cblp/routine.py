"""What the server does by itself: fetch the shops' files, look whether links open, back up, seal the history, count votes.

The same pulls are behind the page's button and ``python -m cblp pull``.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp import erased
from cblp.bootstrap import App
from cblp.catalogue import fetch, links
from cblp.catalogue.models import Shop
from cblp.db import backup
from cblp.db.actor import SYSTEM, Actor
from cblp.db.scope import visible
from cblp.decisions.reports import decisions as voting
from cblp.decisions.services import decisions
from cblp.importers import NotRecognised, Options, Reader
from cblp.intake import mappings, pulls, services
from cblp.intake.rules import family
from cblp.intake.shops import twin, wanted
from cblp.outreach.services import pictures
from cblp.people.models import Association
from cblp.people.reports import access
from cblp.people.services import seals
from cblp.web.application import Application
from cblp.web.jobs import Job, daily, hourly

LINKS_A_RUN: Final = 200
BREATH: Final = 0.05
"""Seconds between two seals of a long history, in which others write: a lock that is taken again at once goes to nobody else."""


def pull(
    app: App, actor: Actor, reader: Reader, *, address_id: UUID | None = None, shop_id: UUID | None = None, everything: bool = False
) -> list[pulls.Pulled]:
    """Fetch files into their shops: one address, those of a shop, all, or those that are due since a day."""
    return pulls.pull(
        app.read,
        app.act,
        actor,
        _fetcher(app, fetch.FILE_HOSTS),
        _bring_in(app, actor, reader),
        address_id=address_id,
        shop_id=shop_id,
        everything=everything,
    )


def check_links(
    app: App, actor: Actor, *, listing_id: UUID | None = None, progress: Callable[[int, int], None] | None = None
) -> dict[str, int]:
    """Look whether listings still open; returns how many are alive, dead and unknown."""
    return links.check(
        app.read,
        app.act,
        actor,
        _fetcher(app, fetch.MARKETPLACE_HOSTS),
        listing_id=listing_id,
        limit=LINKS_A_RUN,
        progress=progress or (lambda done, total: None),
    )


def may_fetch(app: App) -> fetch.Fetcher:
    """Who decides which addresses may be given for a shop's files."""
    return _fetcher(app, fetch.FILE_HOSTS)


def system_actors(app: App) -> list[Actor]:
    """The server's own actor in each association."""
    actors = []
    for association in access.associations(app.database):
        with app.database.reading(association) as session:
            zone = session.scalar(select(Association.timezone)) or "Asia/Jakarta"
        actors.append(Actor(account=None, association=association, role=SYSTEM, timezone=zone))
    return actors


def jobs(app: App) -> tuple[Job, ...]:
    """The periodic work of a server. The example has nothing to fetch and nothing to keep."""
    everywhere = (
        Job("expire", hourly, lambda _app: _expire(app)),
        Job("votes", often, lambda _app: count_votes(app)),
        Job("pictures", often, lambda _app: draw_pictures(app)),
        Job("seals", hourly, lambda _app: seal_changes(app)),
    )
    return everywhere if app.settings.demo else (
        *everywhere,
        Job("pull", daily, lambda _app: _pull_due(app), lasts=timedelta(hours=1)),
        Job("links", daily, lambda _app: _check_all(app), lasts=timedelta(hours=1)),
        Job("backup", daily, _back_up(app), lasts=timedelta(hours=1)),
    )


def _pull_due(app: App) -> None:
    with Reader() as reader:
        for actor in system_actors(app):
            pull(app, actor, reader)


def _check_all(app: App) -> None:
    for actor in system_actors(app):
        check_links(app, actor)


def _expire(app: App) -> None:
    for actor in system_actors(app):
        app.act(actor, services.expire)
        app.jot(actor, pictures.forget)


def often(now: datetime) -> str:
    """The period of a job that runs every five minutes."""
    return f"{now:%Y-%m-%dT%H:}{now.minute // 5 * 5:02}"


def count_votes(app: App) -> None:
    """Close the votes whose time is over. What somebody closed meanwhile is left alone."""
    for actor in system_actors(app):
        for decision in app.read(actor, voting.due):
            with suppress(decisions.NotOpen):
                app.act(actor, decisions.close, decision_id=decision)


def draw_pictures(app: App) -> None:
    """Draw the storefront's pictures of photos that came after their product was published."""
    for actor in system_actors(app):
        pictures.make(app.read, app.jot, actor)


def seal_changes(app: App) -> None:
    """Seal what was written into the history of changes, in transactions of at most seals.MOST entries."""
    for actor in system_actors(app):
        before = None
        while (made := app.jot(actor, seals.seal)) and made != before and made.entries == seals.MOST:
            before = made
            time.sleep(BREATH)


def _back_up(app: App) -> Callable[[Application], None]:
    def run(_app: Application) -> None:
        folder = app.settings.data_dir / "backups"
        backup.backup(app.database, folder, app.clock(), owner=app.settings.migration_url)
        backup.prune(folder)
        erased.remember(app, folder)

    return run


def _fetcher(app: App, hosts: frozenset[str] | tuple[str, ...]) -> fetch.Fetcher:
    return fetch.Fetcher(hosts, hosts=app.settings.fetch_hosts, http=app.settings.fetch_http)


def _bring_in(app: App, actor: Actor, reader: Reader) -> pulls.BringIn:
    def bring_in(name: str, content: bytes, shop_id: UUID) -> dict[str, int]:
        sha256 = hashlib.sha256(content).digest()
        app.read(actor, services.refuse_known, name=name, sha256=sha256)
        try:
            extract = reader.read(content, name)
        except NotRecognised:
            saved = app.read(actor, mappings.find, sheets=reader.headers(content, name))
            if saved is None:
                raise
            extract = reader.read(content, name, Options(mapping=saved[0]))

        def service(session: Session, actor: Actor, *, now: datetime) -> services.Receipt:
            shop = session.scalars(visible(actor, Shop).where(Shop.id == shop_id)).one()
            named, possible = wanted(extract)
            codes = (named or set(possible)) & set(family(shop.marketplace)) or {shop.marketplace}
            shops = {code: twin(session, actor, shop_id=shop.id, marketplace=code, now=now).id for code in sorted(codes)}
            return services.bring_in(session, actor, extract, size=len(content), sha256=sha256, shops=shops, now=now)

        receipt = app.act(actor, service)
        return {
            "rows": receipt.rows,
            "new": receipt.new,
            "changed": receipt.changed,
            "known": receipt.known,
            "rejected": receipt.rejected,
        }

    return bring_in
