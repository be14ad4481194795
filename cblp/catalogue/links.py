"""Which links of listings can still be opened: asked politely, at most once a day each, and never guessed.

Three steps, so that no transaction waits for the network: ``due`` (a report), ``look`` (no database), ``keep`` (a service).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

import cblp.catalogue.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.fetch import Fetcher, FetchRefused, Page
from cblp.catalogue.models import Listing, Shop
from cblp.catalogue.rules import ALIVE, DEAD, UNKNOWN
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.scope import seen

FRESH: Final = timedelta(hours=24)
MOST_BYTES: Final = 200_000
_ASKS_WHO: Final = re.compile(
    rb"captcha|verify you are human|are you a robot|unusual traffic|security check|/punish|verifikasi bahwa anda", re.IGNORECASE
)
_DOORS: Final = re.compile(r"/(login|signin|masuk|verify|buyer/login|accounts?)(/|$|\?)", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """A listing and the address under which buyers find it."""

    listing_id: UUID
    url: str


@dataclass(frozen=True)
class Seen:
    """What came of asking: alive, dead, or unknown when the answer does not tell."""

    listing_id: UUID
    url: str
    state: str


def due(session: Session, actor: Actor, *, now: datetime, listing_id: UUID | None = None, limit: int = 200) -> list[Link]:
    """The links that were not asked for 24 hours, the longest first; or the one of ``listing_id``, whenever it was asked."""
    wanted = (
        select(Listing.id, Listing.url)
        .join(Shop, (Shop.association_id == Listing.association_id) & (Shop.id == Listing.shop_id))
        .where(seen(actor, Listing), Listing.url != "", Listing.status == "active", Shop.closed_on.is_(None))
        .order_by(Listing.link_checked_at.is_not(None), Listing.link_checked_at, Listing.id).limit(limit)
    )
    if listing_id:
        wanted = wanted.where(Listing.id == listing_id)
    else:
        wanted = wanted.where(Listing.link_checked_at.is_(None) | (Listing.link_checked_at <= now - FRESH))
    return [Link(id_, url) for id_, url in session.execute(wanted)]


def look(fetcher: Fetcher, links: Iterable[Link]) -> Iterator[Seen]:
    """Ask each address once, however many listings share it; takes a second a link."""
    known: dict[str, str] = {}
    for link in links:
        if link.url not in known:
            known[link.url] = state_of(fetcher, link.url)
        yield Seen(link.listing_id, link.url, known[link.url])


def state_of(fetcher: Fetcher, url: str) -> str:
    """alive, dead (the shop says that it is gone) or unknown (refused, too slow, asks who we are, not ours to ask)."""
    try:
        return judge(url, fetcher.get(url, most=MOST_BYTES, cut=True))
    except FetchRefused:
        return UNKNOWN


def judge(url: str, page: Page) -> str:
    """What an answer says about a link. A marketplace that takes us for a robot has said nothing about the product."""
    if page.status in {404, 410}:
        return DEAD
    if not 200 <= page.status < 300 or _ASKS_WHO.search(page.content) or _DOORS.search(urlsplit(page.url).path):
        return UNKNOWN
    sent_home = urlsplit(page.url).path in {"", "/"} and urlsplit(url).path not in {"", "/"}
    return UNKNOWN if sent_home else ALIVE


def keep(session: Session, actor: Actor, *, found: Iterable[Seen], now: datetime) -> dict[str, int]:
    """Write down what was seen; returns how many of each state.

    A listing whose link changed meanwhile keeps its own, and the version stays: nobody's open form becomes stale. Unknown
    tells nothing new, so a link that was alive or dead stays so.
    """
    actor.require(COORDINATOR, MEMBER)
    counts = {ALIVE: 0, DEAD: 0, UNKNOWN: 0}
    for one in found:
        values: dict[str, Any] = {"link_checked_at": now}
        if one.state != UNKNOWN:
            values["link_state"] = one.state
        session.execute(
            update(Listing).where(seen(actor, Listing), Listing.id == one.listing_id, Listing.url == one.url).values(**values),
            execution_options={"synchronize_session": False},
        )
        counts[one.state] += 1
    return counts


def check(
    read: Callable[..., Any], act: Callable[..., Any], actor: Actor, fetcher: Fetcher, *, listing_id: UUID | None = None,
    limit: int = 200, progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, int]:
    """All three steps (``read`` and ``act`` of the App), kept ten at a time so that a restart loses little."""
    links: list[Link] = read(actor, due, listing_id=listing_id, limit=limit)
    totals = {ALIVE: 0, DEAD: 0, UNKNOWN: 0}
    waiting: list[Seen] = []
    for number, one in enumerate(look(fetcher, links), 1):
        waiting.append(one)
        if len(waiting) == 10 or number == len(links):
            for state, count in act(actor, keep, found=waiting).items():
                totals[state] += count
            waiting = []
        progress(number, len(links))
    return totals
