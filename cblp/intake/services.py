"""Bringing files in: check, post, undo. Nothing counts before it is posted; a file is posted whole or not at all.

``check`` keeps the rows of a file waiting and says what they would mean; ``post`` files them; ``bring_in`` does both at once.
``revert`` takes a posted batch out again: its rows stay as history, what is current is settled without them.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import orjson
from babel.dates import format_date
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cblp import i18n
from cblp.catalogue.intake import Unmatched, latest, match, unmatched
from cblp.catalogue.models import Shop
from cblp.db.actor import COORDINATOR, MEMBER, SYSTEM, TREASURER, Actor
from cblp.db.bulk import insert_rows, raw, uncollected
from cblp.db.facts import Age, Filing, Settled
from cblp.db.ids import uuid7
from cblp.errors import Missing, NotAllowed, UserError
from cblp.i18n import N_
from cblp.importers.records import Extract, Note, Problem
from cblp.intake import guards
from cblp.intake.handlers import handler, put, take_out, weigh
from cblp.intake.models import CHECKED, POSTED, REVERTED, BatchShop, ImportBatch, ImportIssue
from cblp.intake.rules import KEPT_CHECKED
from cblp.intake.shops import Destination, ShopProposal, choose, destinations, fillable, kin, propose_shop, today, wanted
from cblp.people.models import Account
from cblp.people.services import audit


class AlreadyIn(UserError):
    """The very same file was posted before; nothing was written. ``values`` has name, who, at (instant) and batch_id."""

    message = N_("The file {name} is already in: {who} brought it in on {day}.")

    def text(self, language: str | None = None) -> str:
        """The message in ``language`` (default: the language in use now)."""
        spoken = language or i18n.language()
        day = format_date(self.values["at"], "d MMM y", locale=i18n.LOCALES[spoken])
        return i18n.translate(self.message, spoken).format_map({**self.values, "day": day})


class NotWaiting(UserError):
    """The checked rows are gone: posted, dropped, or waiting for more than a day."""

    message = N_("This file no longer waits. Choose it again.")


class NotPosted(UserError):
    """Only a posted file can be taken out."""

    message = N_("This file has already been taken out.")


@dataclass(frozen=True)
class Counted:
    """A file, its shops by marketplace, and what its rows are: ``new + changed + known + rejected == rows``."""

    batch_id: UUID
    name: str
    source: str
    kind: str
    period: tuple[date, date] | None
    shops: dict[str, UUID]
    rows: int
    new: int
    changed: int
    known: int
    rejected: int

    @classmethod
    def of(cls, batch: ImportBatch, shops: dict[str, UUID], **more: Any) -> Self:
        """What was written down of a batch, with ``more`` that only this kind of answer tells."""
        return cls(
            batch_id=batch.id, name=batch.name, source=batch.source, kind=batch.kind, period=_period(batch), shops=shops,
            rows=batch.rows, new=batch.new, changed=batch.changed, known=batch.known, rejected=batch.rejected, **more,
        )


@dataclass(frozen=True)
class Checked(Counted):
    """What a file means before it is posted.

    ``shops`` are the chosen ones, ``needed`` the marketplaces for which somebody must choose; rows without a shop count as new.
    ``unmatched`` are listings without a product, some with a proposed one.
    """

    format: str
    since: str
    needed: tuple[str, ...]
    proposals: dict[str, list[ShopProposal]]
    unmatched: list[Unmatched]
    issues: list[Problem]
    notes: list[Note]


@dataclass(frozen=True)
class Receipt(Counted):
    """What posting a file did; ``matched`` listings got their product."""

    matched: int = 0


# -- checking --------------------------------------------------------------------------------------------------------


@uncollected()
def check(
    session: Session,
    actor: Actor,
    extract: Extract,
    *,
    size: int,
    sha256: bytes,
    shops: Mapping[str, UUID] | None,
    now: datetime,
) -> Checked:
    """Keep the rows of a file waiting for at most a day, and say what they would mean.

    ``shops`` maps each marketplace of the file to a shop; None takes the proposed ones. Raises AlreadyIn, OrdersElsewhere,
    WrongMarketplace, NotAllowed.
    """
    refuse_known(session, actor, name=extract.name, sha256=sha256)
    expire(session, actor, now=now)
    for batch in session.scalars(select(ImportBatch).where(
        ImportBatch.association_id == actor.association, ImportBatch.sha256 == sha256, ImportBatch.status == CHECKED,
        ImportBatch.received_by == actor.account,
    )).all():
        _forget(session, actor, [batch.id])
    batch = _batch(actor, extract, size=size, sha256=sha256, now=now)
    batch.waiting = _pack(extract)
    session.add(batch)
    session.flush()
    _keep_issues(session, batch, extract.problems)
    return _look(session, actor, batch, extract, shops, now)


@uncollected()
def recheck(session: Session, actor: Actor, *, batch_id: UUID, shops: Mapping[str, UUID], now: datetime) -> Checked:
    """Say what a waiting file would mean in the ``shops`` that a person chose. Raises what check raises, and NotWaiting."""
    batch = _waiting(session, actor, batch_id, now)
    session.execute(delete(BatchShop).where(BatchShop.association_id == actor.association, BatchShop.batch_id == batch.id))
    return _look(session, actor, batch, _unpack(batch), shops, now)


def drop(session: Session, actor: Actor, *, batch_id: UUID, now: datetime) -> None:
    """Forget a checked file. Raises NotWaiting."""
    _forget(session, actor, [_waiting(session, actor, batch_id, now).id])


def expire(session: Session, actor: Actor, *, now: datetime) -> int:
    """Forget the checked files that have waited too long; returns how many."""
    old = session.scalars(
        select(ImportBatch.id).where(
            ImportBatch.association_id == actor.association,
            ImportBatch.status == CHECKED,
            ImportBatch.received_at < now - KEPT_CHECKED,
        )
    ).all()
    _forget(session, actor, old)
    return len(old)


def _look(
    session: Session, actor: Actor, batch: ImportBatch, extract: Extract, shops: Mapping[str, UUID] | None, now: datetime,
) -> Checked:
    proposals = propose_shop(session, actor, extract)
    chosen = dict(choose(proposals) if shops is None else shops)
    named, possible = wanted(extract)
    needed = tuple(sorted(named - chosen.keys())) or (() if not possible or chosen.keys() & set(possible) else possible)
    placed = replace(extract, rows=[row for row in extract.rows if row[0] in chosen or (not row[0] and not needed)])
    total = Settled(new=len(extract.rows) - len(placed.rows))
    missing: list[Unmatched] = []
    for place in destinations(session, actor, placed, chosen) if chosen else []:
        filing = _filing(session, actor, batch, place.shop, now)
        _add(total, weigh(session, extract.kind, filing, place.records))
        missing += _unmatched(session, actor, extract.kind, place, now)
        session.add(
            BatchShop(
                association_id=actor.association, batch_id=batch.id, marketplace=place.shop.marketplace, shop_id=place.shop.id
            )
        )
    _write_down(batch, extract, total)
    session.flush()
    return Checked.of(
        batch, chosen, format=batch.format, since=batch.since, needed=needed, proposals=proposals, unmatched=missing,
        issues=extract.problems, notes=extract.notes,
    )


# -- posting ---------------------------------------------------------------------------------------------------------


@uncollected()
def post(session: Session, actor: Actor, *, batch_id: UUID, now: datetime, matches: Iterable[Unmatched] = ()) -> Receipt:
    """File the waiting rows of a checked batch into its shops, all or nothing.

    ``matches`` are the unmatched listings whose (proposed or chosen) product the person confirmed. Raises NotWaiting, AlreadyIn,
    ShopNeeded, OrdersElsewhere, NotAllowed.
    """
    batch = _waiting(session, actor, batch_id, now)
    shops = dict(session.execute(select(BatchShop.marketplace, BatchShop.shop_id).where(
        BatchShop.association_id == actor.association, BatchShop.batch_id == batch.id
    )).all())
    extract = _unpack(batch)
    places = _places(session, actor, extract, shops, batch.sha256)
    batch.waiting = None
    return _file(session, actor, batch, extract, places, matches=list(matches), now=now)


@uncollected()
def bring_in(
    session: Session,
    actor: Actor,
    extract: Extract,
    *,
    size: int,
    sha256: bytes,
    shops: Mapping[str, UUID] | None,
    now: datetime,
    match_equal: bool = True,
) -> Receipt:
    """Check and post a file in one go, without keeping its rows waiting.

    ``shops`` as in check; ``match_equal`` also matches new listings to the product with the same code of the shop's owner.
    Raises what check and post raise.
    """
    refuse_known(session, actor, name=extract.name, sha256=sha256)
    given = dict(shops) if shops is not None else choose(propose_shop(session, actor, extract))
    places = _places(session, actor, extract, given, sha256)
    batch = _batch(actor, extract, size=size, sha256=sha256, now=now)
    session.add(batch)
    session.flush()
    session.add_all(
        BatchShop(association_id=actor.association, batch_id=batch.id, marketplace=marketplace, shop_id=shop)
        for marketplace, shop in given.items()
    )
    session.flush()
    _keep_issues(session, batch, extract.problems)
    return _file(session, actor, batch, extract, places, matches=None if match_equal else [], now=now)


def _places(session: Session, actor: Actor, extract: Extract, shops: Mapping[str, UUID], sha256: bytes) -> list[Destination]:
    """The shops of a file, locked: from here on nobody else settles them, and the same file can't come in twice."""
    _lock(session, actor, shops.values())
    refuse_known(session, actor, name=extract.name, sha256=sha256)
    return destinations(session, actor, extract, shops)


def _file(
    session: Session, actor: Actor, batch: ImportBatch, extract: Extract, places: list[Destination], *,
    matches: list[Unmatched] | None, now: datetime,
) -> Receipt:
    batch.status, batch.posted_at, batch.posted_by = POSTED, now, actor.account
    session.flush()
    total = Settled()
    found: list[Unmatched] = []
    for place in places:
        _add(total, put(session, extract.kind, _filing(session, actor, batch, place.shop, now), place.records))
        if matches is None:
            found += _unmatched(session, actor, extract.kind, place, now)
    _write_down(batch, extract, total)
    matched = match(session, actor.association, found if matches is None else matches, by=actor.account)
    audit.record(
        session, actor, now=now, action="posted", entity="import_batch", subject=batch.id, label=batch.name,
        changes={"source": batch.source, "kind": batch.kind, "rows": batch.rows, "new": batch.new, "changed": batch.changed},
    )
    session.flush()
    return Receipt.of(batch, {place.shop.marketplace: place.shop.id for place in places}, matched=matched)


# -- undoing ---------------------------------------------------------------------------------------------------------


@uncollected()
def revert(session: Session, actor: Actor, *, batch_id: UUID, reason: str, now: datetime) -> None:
    """Take a posted batch out: what is current afterwards is what it would be had the batch never come.

    The treasurer takes out a file by which money was shared, and nobody else does. Raises Missing, NotPosted, NotAllowed,
    guards.Shared.
    """
    actor.require(COORDINATOR, MEMBER, TREASURER)
    batch = _batch_of(session, actor, batch_id)
    shared = guards.shared_in(session, actor, batch_id)
    if shared and actor.role != TREASURER:
        raise guards.said(shared)
    if not shared and actor.role == TREASURER:
        raise NotAllowed("a file by which nothing was shared is the coordinator's")
    shops = list(session.scalars(
        select(Shop).join(BatchShop, (BatchShop.association_id == Shop.association_id) & (BatchShop.shop_id == Shop.id))
        .where(BatchShop.association_id == actor.association, BatchShop.batch_id == batch.id).order_by(Shop.id)
    ))
    _lock(session, actor, [shop.id for shop in shops])
    session.refresh(batch)
    if batch.status != POSTED:
        raise NotPosted()
    batch.status, batch.reverted_at, batch.reverted_by, batch.reverted_reason = REVERTED, now, actor.account, reason[:200]
    session.flush()
    for shop in shops:
        take_out(session, batch.kind, _filing(session, actor, batch, shop, now))
    audit.record(
        session,
        actor,
        now=now,
        action="reverted",
        entity="import_batch",
        subject=batch.id,
        label=batch.name,
        changes={"reason": reason[:200], **({"distribution": list(shared)} if shared else {})},
    )
    session.flush()


# -- shared ----------------------------------------------------------------------------------------------------------


def refuse_known(session: Session, actor: Actor, *, name: str, sha256: bytes) -> None:
    """Raise AlreadyIn for a file whose very bytes are posted; asked before a file is read, it spares the reading."""
    actor.require(COORDINATOR, MEMBER)
    found = session.execute(
        select(ImportBatch.id, ImportBatch.posted_at, Account.name).outerjoin(Account, Account.id == ImportBatch.posted_by)
        .where(ImportBatch.association_id == actor.association, ImportBatch.sha256 == sha256, ImportBatch.status == POSTED)
    ).first()
    if found:
        raise AlreadyIn(name=name, batch_id=found[0], at=found[1], who=found[2] or "CBLP")


def _lock(session: Session, actor: Actor, shops: Collection[UUID]) -> None:
    """Let nobody else settle these shops, nor those whose money a shared seller centre may have filed under them."""
    own = select(Shop).where(Shop.association_id == actor.association)
    together: set[UUID] = set()
    for shop in session.scalars(own.where(Shop.id.in_(list(shops)))).all():
        together.update(kin(session, actor.association, shop.marketplace, shop.id))
    # Always in the order of ids, so that two files for the same two shops wait for one another instead of locking up.
    locked = select(Shop.id).where(Shop.association_id == actor.association, Shop.id.in_(together))
    session.execute(locked.order_by(Shop.id).with_for_update()).all()


def _filing(session: Session, actor: Actor, batch: ImportBatch, shop: Shop, now: datetime) -> Filing:
    own = raw(session.connection())
    ages = {
        own(id_): _age(as_of, version)
        for id_, as_of, version in session.execute(
            select(ImportBatch.id, ImportBatch.as_of, ImportBatch.parser_version)
            .join(BatchShop, (BatchShop.association_id == ImportBatch.association_id) & (BatchShop.batch_id == ImportBatch.id))
            .where(BatchShop.association_id == actor.association, BatchShop.shop_id == shop.id, ImportBatch.status == POSTED)
        )
    }
    return Filing(
        association=actor.association, shop=shop.id, marketplace=shop.marketplace, batch=batch.id, format=batch.format,
        age=_age(batch.as_of, batch.parser_version), ages=ages, now=now, by=actor.account,
    )


def _age(as_of: datetime | None, parser_version: int) -> Age:
    return (as_of.strftime("%Y-%m-%dT%H:%M:%SZ") if as_of else "", parser_version)


def _batch(actor: Actor, extract: Extract, *, size: int, sha256: bytes, now: datetime) -> ImportBatch:
    first, last = extract.period or (None, None)
    return ImportBatch(
        association_id=actor.association,
        id=uuid7(),
        sha256=sha256,
        name=extract.name[:200],
        size=size,
        source=extract.source,
        kind=extract.kind,
        format=extract.format,
        since=extract.since,
        parser_version=extract.parser_version,
        status=CHECKED,
        as_of=datetime.fromisoformat(extract.as_of) if extract.as_of else None,
        period_from=date.fromisoformat(first) if first else None,
        period_to=date.fromisoformat(last) if last else None,
        notes=[[note.code, list(note.values)] for note in map(Note._make, extract.notes)],
        received_at=now,
        received_by=actor.account,
    )


def _keep_issues(session: Session, batch: ImportBatch, problems: Iterable[Problem]) -> None:
    rows = {
        (problem.line, problem.column[:120]): (problem.code[:30], problem.value[:40]) for problem in map(Problem._make, problems)
    }
    insert_rows(
        session.connection(), ImportIssue.__table__, ["line", '"column"', "code", "value"],
        [(*key, *rest) for key, rest in rows.items()],
        same={"association_id": batch.association_id, "batch_id": batch.id},
    )


def _write_down(batch: ImportBatch, extract: Extract, total: Settled) -> None:
    batch.new, batch.changed, batch.known, batch.rejected = total.new, total.changed, total.known, extract.rejected
    batch.rows = len(extract.rows) + extract.rejected


def _add(total: Settled, part: Settled) -> None:
    total.new += part.new
    total.changed += part.changed
    total.known += part.known


def _unmatched(session: Session, actor: Actor, kind: str, place: Destination, now: datetime) -> list[Unmatched]:
    listing = handler(kind).listing
    if listing is None:
        return []
    different = {(record.sku, record.product_name, record.variation): record for record in place.records}
    return unmatched(session, actor.association, place.shop.id, latest(map(listing, different.values())), today(actor, now))


def _period(batch: ImportBatch) -> tuple[date, date] | None:
    return (batch.period_from, batch.period_to) if batch.period_from and batch.period_to else None


def _batch_of(session: Session, actor: Actor, batch_id: UUID) -> ImportBatch:
    """The batch, if its shops (or, before it has one, itself) are this actor's."""
    batch = session.scalar(
        select(ImportBatch).where(ImportBatch.association_id == actor.association, ImportBatch.id == batch_id).with_for_update()
    )
    if batch is None:
        raise Missing()
    if actor.role in {COORDINATOR, TREASURER, SYSTEM}:
        return batch
    shops = set(session.scalars(select(BatchShop.shop_id).where(
        BatchShop.association_id == actor.association, BatchShop.batch_id == batch_id
    )))
    if not shops <= {shop.id for shop in fillable(session, actor)} or (not shops and batch.received_by != actor.account):
        raise NotAllowed("not a file of this actor's shops")
    return batch


def _waiting(session: Session, actor: Actor, batch_id: UUID, now: datetime) -> ImportBatch:
    actor.require(COORDINATOR, MEMBER)
    try:
        batch = _batch_of(session, actor, batch_id)
    except Missing:
        raise NotWaiting() from None
    if batch.status != CHECKED or batch.received_at < now - KEPT_CHECKED:
        raise NotWaiting()
    return batch


def _forget(session: Session, actor: Actor, batches: Collection[UUID]) -> None:
    if not batches:
        return
    for table, column in ((ImportIssue, ImportIssue.batch_id), (BatchShop, BatchShop.batch_id), (ImportBatch, ImportBatch.id)):
        session.execute(delete(table).where(table.association_id == actor.association, column.in_(list(batches))))


def _pack(extract: Extract) -> bytes:
    return zlib.compress(orjson.dumps({
        "rows": [tuple(row) for row in extract.rows], "marketplaces": extract.marketplaces, "hint": extract.shop_hint,
        "problems": [tuple(problem) for problem in extract.problems],
    }), 1)


def _unpack(batch: ImportBatch) -> Extract:
    kept = orjson.loads(zlib.decompress(batch.waiting or b""))
    period = _period(batch)
    return Extract(
        name=batch.name,
        source=batch.source,
        kind=batch.kind,
        format=batch.format,
        since=batch.since,
        parser_version=batch.parser_version,
        rows=[tuple(row) for row in kept["rows"]],
        rows_read=batch.rows,
        problems=[Problem(*problem) for problem in kept["problems"]],
        notes=[Note(code, tuple(values)) for code, values in batch.notes],
        period=(period[0].isoformat(), period[1].isoformat()) if period else None,
        as_of=_age(batch.as_of, 0)[0] or None,
        shop_hint=kept["hint"],
        marketplaces=tuple(kept["marketplaces"]),
    )
