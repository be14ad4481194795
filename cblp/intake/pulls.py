"""Source addresses of shops: where a shop's files can be fetched by themselves, and how the last fetch went.

Like the link check in three steps, so that no transaction waits for the network: read the addresses, fetch and bring in,
keep the outcome. What to do with the fetched bytes is the caller's (``bring_in``), so that nothing here knows file formats.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.intake.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.fetch import AddressNotAllowed, Fetcher
from cblp.catalogue.models import Shop
from cblp.catalogue.services import shops
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.db.scope import seen, visible
from cblp.errors import Missing, UserError
from cblp.i18n import N_, translate
from cblp.intake.models import SourceAddress
from cblp.people.services import audit

DAILY: Final = timedelta(hours=20)
"""How long after a fetch the next is due: a little less than a day, so that a daily job never skips one."""
MOST_URL: Final = 600
UNSAID: Final = N_("The file behind this link could not be used. Fetch it by hand to see why.")
BROUGHT: Final = N_("{rows} rows: {new} new, {changed} changed, {known} already there, {rejected} to check.")

BringIn = Callable[[str, bytes, UUID], Mapping[str, int]]
"""(file name, bytes, shop id) → counts ``rows, new, changed, known, rejected``; raises UserError when the file is refused."""


class NoFileThere(UserError):
    """The server answered with an error."""

    message = N_("There is no file behind this link any more ({status}). Copy the link again.")


class NotShared(UserError):
    """A page to sign in or to look at came instead of a file."""

    message = N_("This link gives a web page, not a file. Let everybody with the link open the file, then copy it again.")


@dataclass(frozen=True)
class Address:
    """A source address. ``outcome`` is what came of the last fetch: see ``outcome_text``."""

    id: UUID
    version: int
    shop_id: UUID
    marketplace: str
    handle: str
    url: str
    fetched_at: datetime | None
    outcome: str


@dataclass(frozen=True)
class Pulled:
    """What came of one fetch: the counts of the file, or the reason why nothing came."""

    address: Address
    counts: Mapping[str, int] | None
    outcome: str

    @property
    def worked(self) -> bool:
        """True when a file came in."""
        return self.counts is not None


# -- reads -------------------------------------------------------------------------------------------------------------


def addresses(session: Session, actor: Actor, *, shop_id: UUID | None = None, address_id: UUID | None = None) -> list[Address]:
    """The active source addresses of the shops that the actor may read, by shop."""
    wanted = (
        select(SourceAddress, Shop.marketplace, Shop.handle)
        .join(Shop, (Shop.association_id == SourceAddress.association_id) & (Shop.id == SourceAddress.shop_id))
        .where(seen(actor, SourceAddress), SourceAddress.active).order_by(Shop.marketplace, Shop.handle, SourceAddress.url)
    )
    if shop_id:
        wanted = wanted.where(SourceAddress.shop_id == shop_id)
    if address_id:
        wanted = wanted.where(SourceAddress.id == address_id)
    return [
        Address(a.id, a.version, a.shop_id, market, handle, a.url, a.fetched_at, a.outcome)
        for a, market, handle in session.execute(wanted)
    ]


def due(session: Session, actor: Actor, *, now: datetime) -> list[Address]:
    """Those that were not fetched since almost a day."""
    return [one for one in addresses(session, actor) if one.fetched_at is None or one.fetched_at <= now - DAILY]


def outcome_text(outcome: str) -> str:
    """A stored outcome in the language in use; "" before the first fetch."""
    if not outcome:
        return ""
    msgid, values = json.loads(outcome)
    said = translate(msgid)
    for name, value in values.items():
        said = said.replace("{" + name + "}", translate(str(value)))
    return said


# -- writes ------------------------------------------------------------------------------------------------------------


def add(session: Session, actor: Actor, *, shop_id: UUID, url: str, now: datetime, fetcher: Fetcher) -> UUID:
    """Give a shop a source address (coordinator, or the member whose shop it is); returns its id.

    Links as they are copied from Google Sheets, Google Drive and Dropbox are understood. Raises BadLink, AddressNotAllowed.
    """
    _, owner = shops.own(session, actor, shop_id)
    link = shops.checked_link(url, MOST_URL)
    if not link:
        raise shops.BadLink()
    if not fetcher.allows(direct(link)):
        raise AddressNotAllowed(host=urlsplit(link).hostname or "")
    known = session.scalars(
        visible(actor, SourceAddress).where(SourceAddress.shop_id == shop_id, SourceAddress.url == link)
    ).one_or_none()
    if known:
        known.active = True
        address = known
    else:
        address = SourceAddress(
            association_id=actor.association, id=uuid7(), shop_id=shop_id, url=link, added_at=now, added_by=actor.account,
        )
        session.add(address)
    session.flush()
    # The address itself may be a secret (whoever knows it can read the file): it stays out of the audit trail.
    audit.record(session, actor, now=now, action="created", entity="source_address", subject=address.id, behalf_of=owner)
    return address.id


def remove(session: Session, actor: Actor, *, address_id: UUID, now: datetime) -> None:
    """Fetch from an address no more; raises Missing."""
    address = session.scalars(
        visible(actor, SourceAddress).where(SourceAddress.id == address_id, SourceAddress.active)
    ).one_or_none()
    if address is None:
        raise Missing()
    _, owner = shops.own(session, actor, address.shop_id)
    address.active = False
    session.flush()
    audit.record(session, actor, now=now, action="ended", entity="source_address", subject=address.id, behalf_of=owner)


def keep(session: Session, actor: Actor, *, address_id: UUID, outcome: str, now: datetime) -> None:
    """Write down what came of a fetch; the address may have been removed meanwhile."""
    address = session.scalars(visible(actor, SourceAddress).where(SourceAddress.id == address_id)).one_or_none()
    if address is not None:
        address.fetched_at, address.outcome = now, outcome


# -- the fetch itself --------------------------------------------------------------------------------------------------


def pull(
    read: Callable[..., Any], act: Callable[..., Any], actor: Actor, fetcher: Fetcher, bring_in: BringIn, *,
    address_id: UUID | None = None, shop_id: UUID | None = None, everything: bool = False,
) -> list[Pulled]:
    """Fetch one address, those of a shop, all (``everything``), or those that are due; ``read`` and ``act`` of the App.

    A refused file or a silent server is an outcome, not an exception: the other addresses are fetched all the same.
    """
    if address_id or shop_id or everything:
        wanted: list[Address] = read(actor, addresses, shop_id=shop_id, address_id=address_id)
    else:
        wanted = read(actor, due)
    if address_id and not wanted:
        raise Missing()
    pulled = []
    for address in wanted:
        one = _pull(address, fetcher, bring_in)
        act(actor, keep, address_id=address.id, outcome=one.outcome)
        pulled.append(one)
    return pulled


def _pull(address: Address, fetcher: Fetcher, bring_in: BringIn) -> Pulled:
    try:
        page = fetcher.get(direct(address.url))
        if page.status != 200:
            raise NoFileThere(status=page.status)
        if page.content_type in {"text/html", "application/xhtml+xml"} or page.content.lstrip()[:9].lower() == b"<!doctype":
            raise NotShared()
        counts = bring_in(page.name or "file", page.content, address.shop_id)
    except UserError as refused:
        return Pulled(address, None, _outcome(refused.message, refused.values))
    return Pulled(address, counts, _outcome(BROUGHT, counts))


def _outcome(msgid: str, values: Mapping[str, Any]) -> str:
    """A message and its values as they are stored: translated when they are read. At most 300 characters."""
    plain = {name: value if isinstance(value, int) else str(value)[:40] for name, value in values.items()}
    whole = json.dumps([msgid, plain], ensure_ascii=False)
    return whole if len(whole) <= 300 else json.dumps([UNSAID, {}], ensure_ascii=False)


def direct(url: str) -> str:
    """The address of the file itself behind a link as people copy it; other links stay as they are.

    Google Sheets (published or shared) → csv of that sheet, Google Drive → download, Dropbox → download.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    query = dict(parse_qsl(parts.query))
    if host == "docs.google.com" and parts.path.startswith("/spreadsheets/"):
        return _sheet(parts, query)
    if host == "drive.google.com":
        steps = parts.path.split("/")
        file_id = steps[steps.index("d") + 1] if "d" in steps[:-1] else query.get("id", "")
        if file_id:
            wanted = urlencode({"id": file_id, "export": "download", "confirm": "t"})
            return f"https://drive.usercontent.google.com/download?{wanted}"
    if host in {"dropbox.com", "www.dropbox.com"}:
        return _with(parts, {**{k: v for k, v in query.items() if k != "raw"}, "dl": "1"})
    return url


def _sheet(parts: SplitResult, query: dict[str, str]) -> str:
    steps = parts.path.split("/")
    sheet = query.get("gid") or dict(parse_qsl(parts.fragment)).get("gid")
    kept = {"gid": sheet} if sheet else {}
    if steps[2:4] == ["d", "e"] and len(steps) > 4:  # published to the web
        wanted = {**kept, "single": "true", "output": query.get("output", "csv")}
        return _with(parts, wanted, "/".join([*steps[:5], "pub"]))
    if "d" in steps[:-1]:
        wanted = {"format": query.get("format", "csv"), **kept}
        return _with(parts, wanted, "/".join([*steps[: steps.index("d") + 2], "export"]))
    return urlunsplit(parts)


def _with(parts: SplitResult, query: dict[str, str], path: str = "") -> str:
    return urlunsplit((parts.scheme, parts.netloc, path or parts.path, urlencode(query), ""))
