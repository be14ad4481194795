"""What came in: the history of files, one file with its rows to check, and how much of a period is covered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

import cblp.intake.scope  # noqa: F401  (who sees which file)
from cblp.catalogue.models import Marketplace, Shop
from cblp.days import Span, periods
from cblp.db.actor import Actor
from cblp.db.scope import seen, visible
from cblp.errors import Missing
from cblp.importers.records import Note, Problem
from cblp.intake import guards
from cblp.intake.models import CHECKED, POSTED, REVERTED, BatchShop, ImportBatch, ImportIssue
from cblp.people.models import Account

SALES_KINDS = ("orders",)
"""The kinds of file without which a shop's sales of a period are not known."""


@dataclass(frozen=True)
class Filed:
    """A file in the history: what it is, into which shops it went, who did what when, and its four counts.

    ``status`` is checked, posted or reverted. ``received_by`` … are names, "" for the server's own work.
    """

    batch_id: UUID
    name: str
    source: str
    kind: str
    format: str
    since: str
    status: str
    period: tuple[date, date] | None
    shops: tuple[tuple[str, str], ...]  # (marketplace, handle)
    rows: int
    new: int
    changed: int
    known: int
    rejected: int
    received_at: datetime
    received_by: str
    posted_at: datetime | None
    posted_by: str
    reverted_at: datetime | None
    reverted_by: str
    reverted_reason: str


@dataclass(frozen=True)
class FiledWithIssues:
    """One file with what needs a look; ``shared`` are the numbers of approved profit sharings that rest on it."""

    filed: Filed
    issues: list[Problem]
    notes: list[Note]
    shared: tuple[int, ...] = ()


def history(
    session: Session,
    actor: Actor,
    *,
    limit: int = 50,
    offset: int = 0,
    before: datetime | None = None,
    shop_id: UUID | None = None,
    source: str = "",
) -> list[Filed]:
    """Files that were posted or taken out again, newest first; ``before`` an instant, or ``offset``, for the next page."""
    query = _history(actor, shop_id, source)
    if before is not None:
        query = query.where(ImportBatch.posted_at < before)
    newest = query.order_by(ImportBatch.posted_at.desc(), ImportBatch.id.desc()).limit(limit).offset(offset)
    return _filed(session, actor, list(session.scalars(newest)))


def history_size(session: Session, actor: Actor, *, shop_id: UUID | None = None, source: str = "") -> int:
    """How many files ``history`` has in all."""
    return session.scalar(select(func.count()).select_from(_history(actor, shop_id, source).subquery())) or 0


def sources(session: Session, actor: Actor) -> list[str]:
    """The sources of the files in the history."""
    found = select(ImportBatch.source).where(seen(actor, ImportBatch), ImportBatch.status.in_((POSTED, REVERTED)))
    return list(session.scalars(found.distinct().order_by(ImportBatch.source)))


def waiting(session: Session, actor: Actor) -> list[tuple[Filed, dict[str, UUID]]]:
    """Files that were checked and wait for a yes, oldest first, each with the shops that are chosen so far by marketplace."""
    found = list(session.scalars(
        visible(actor, ImportBatch).where(ImportBatch.status == CHECKED).order_by(ImportBatch.received_at, ImportBatch.id)
    ))
    chosen: dict[UUID, dict[str, UUID]] = {batch.id: {} for batch in found}
    for batch_id, marketplace, shop_id in session.execute(
        select(BatchShop.batch_id, BatchShop.marketplace, BatchShop.shop_id)
        .where(BatchShop.association_id == actor.association, BatchShop.batch_id.in_(list(chosen)))
    ):
        chosen[batch_id][marketplace] = shop_id
    return [(filed, chosen[filed.batch_id]) for filed in _filed(session, actor, found)]


def _history(actor: Actor, shop_id: UUID | None, source: str) -> Select[ImportBatch]:
    query = visible(actor, ImportBatch).where(ImportBatch.status.in_((POSTED, REVERTED)))
    if shop_id is not None:
        query = query.where(ImportBatch.id.in_(
            select(BatchShop.batch_id).where(BatchShop.association_id == actor.association, BatchShop.shop_id == shop_id)
        ))
    return query.where(ImportBatch.source == source) if source else query


def one(session: Session, actor: Actor, *, batch_id: UUID) -> FiledWithIssues:
    """One file with its issues in the order of its rows. Raises Missing."""
    batch = session.scalar(visible(actor, ImportBatch).where(ImportBatch.id == batch_id))
    if batch is None:
        raise Missing()
    issues = session.execute(
        select(ImportIssue.line, ImportIssue.column, ImportIssue.code, ImportIssue.value)
        .where(ImportIssue.association_id == actor.association, ImportIssue.batch_id == batch_id)
        .order_by(ImportIssue.line, ImportIssue.column)
    )
    return FiledWithIssues(
        _filed(session, actor, [batch])[0],
        [Problem(*row) for row in issues],
        [Note(code, tuple(values)) for code, values in batch.notes],
        guards.shared_in(session, actor, batch_id) if batch.status == POSTED else (),
    )


def _filed(session: Session, actor: Actor, found: list[ImportBatch]) -> list[Filed]:
    ids = [batch.id for batch in found]
    people = {account for batch in found for account in (batch.received_by, batch.posted_by, batch.reverted_by) if account}
    names = dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(people))).all())
    shops: dict[UUID, list[tuple[str, str]]] = {}
    for batch_id, marketplace, handle in session.execute(
        select(BatchShop.batch_id, Shop.marketplace, Shop.handle)
        .join(Shop, (Shop.association_id == BatchShop.association_id) & (Shop.id == BatchShop.shop_id))
        .where(BatchShop.association_id == actor.association, BatchShop.batch_id.in_(ids)).order_by(Shop.marketplace)
    ):
        shops.setdefault(batch_id, []).append((marketplace, handle))

    def name(account: UUID | None) -> str:
        return names.get(account, "") if account else ""

    return [
        Filed(
            batch_id=batch.id, name=batch.name, source=batch.source, kind=batch.kind, format=batch.format, since=batch.since,
            status=batch.status, period=(batch.period_from, batch.period_to) if batch.period_from and batch.period_to else None,
            shops=tuple(shops.get(batch.id, ())), rows=batch.rows, new=batch.new, changed=batch.changed, known=batch.known,
            rejected=batch.rejected, received_at=batch.received_at, received_by=name(batch.received_by),
            posted_at=batch.posted_at, posted_by=name(batch.posted_by), reverted_at=batch.reverted_at,
            reverted_by=name(batch.reverted_by), reverted_reason=batch.reverted_reason,
        )
        for batch in found
    ]


# -- coverage --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShopCoverage:
    """How fresh a shop is: the last day that a posted file of the asked kinds reaches (None: never a file)."""

    shop_id: UUID
    marketplace: str
    handle: str
    name: str
    last_day: date | None
    covered: bool  # a file reaches into the asked period


@dataclass(frozen=True)
class Coverage:
    """How complete a total is: ``covered`` of ``shops`` have a file in the period; ``last_day`` is the newest day with data."""

    shops: int
    covered: int
    last_day: date | None
    each: list[ShopCoverage]


def coverage(
    session: Session, actor: Actor, *, first: date, last: date, kinds: tuple[str, ...] = SALES_KINDS,
    shop_kinds: tuple[str, ...] = ("marketplace", "pos"), marketplaces: tuple[str, ...] = (),
) -> Coverage:
    """Which of the open shops that the actor sees have a posted file reaching into ``first`` … ``last``, and how far.

    ``kinds`` are kinds of file, ``shop_kinds`` kinds of marketplace; ``marketplaces`` narrows to some of them. A file without a
    period counts for the day on which it was made.
    """
    reaches = func.max(func.coalesce(ImportBatch.period_to, func.date(ImportBatch.as_of)))
    files = (
        select(
            BatchShop.shop_id,
            reaches.label("last_day"),
            func.max(ImportBatch.period_to)
            .filter(ImportBatch.period_from <= last, ImportBatch.period_to >= first)
            .label("within"),
        )
        .join(ImportBatch, (ImportBatch.association_id == BatchShop.association_id) & (ImportBatch.id == BatchShop.batch_id))
        .where(BatchShop.association_id == actor.association, ImportBatch.status == POSTED, ImportBatch.kind.in_(kinds))
        .group_by(BatchShop.shop_id)
        .subquery()
    )
    query = (
        select(Shop.id, Shop.marketplace, Shop.handle, Shop.name, files.c.last_day, files.c.within)
        .join(Marketplace, Marketplace.code == Shop.marketplace).outerjoin(files, files.c.shop_id == Shop.id)
        .where(
            seen(actor, Shop), Marketplace.kind.in_(shop_kinds),
            or_(Shop.opened_on.is_(None), Shop.opened_on <= last), or_(Shop.closed_on.is_(None), Shop.closed_on > first),
        )
        .order_by(Marketplace.position, Shop.handle)
    )
    if marketplaces:
        query = query.where(Shop.marketplace.in_(marketplaces))
    each = [
        ShopCoverage(shop, marketplace, handle, name, date.fromisoformat(str(reach)[:10]) if reach else None, within is not None)
        for shop, marketplace, handle, name, reach, within in session.execute(query)
    ]
    days = [shop.last_day for shop in each if shop.last_day]
    return Coverage(len(each), sum(shop.covered for shop in each), max(days, default=None), each)


def unfiled(session: Session, actor: Actor, *, shops: Collection[UUID], span: Span) -> frozenset[date]:
    """The days of ``span`` on which one of ``shops`` was open, but what it sold is not known: no posted file reaches there.

    A file tells of the months from its first order to its last, as a quiet shop has no order on the first or last of a month;
    but nothing is known before the first order of all files and after the last. A shop without any file is left out: it is as
    unknown on every day.
    """
    files = select(BatchShop.shop_id, ImportBatch.period_from, ImportBatch.period_to, Shop.opened_on, Shop.closed_on).join(
        ImportBatch, (ImportBatch.association_id == BatchShop.association_id) & (ImportBatch.id == BatchShop.batch_id)
    ).join(Shop, (Shop.association_id == BatchShop.association_id) & (Shop.id == BatchShop.shop_id)).where(
        BatchShop.association_id == actor.association, BatchShop.shop_id.in_(shops), seen(actor, Shop),
        ImportBatch.status == POSTED, ImportBatch.kind.in_(SALES_KINDS),
    )
    told, opened = defaultdict[UUID, list[Span]](list), dict[UUID, tuple[date, date]]()
    for shop, first, last, since, until in session.execute(files):
        if first and last:
            told[shop].append(Span(first, last))
        opened[shop] = (since or date.min, until or date.max)
    days, found = periods(span, "day"), set[date]()
    for shop, spans in told.items():
        months = {month for each in spans for month in periods(each, "month")}
        whole, (since, until) = Span(min(each.first for each in spans), max(each.last for each in spans)), opened[shop]
        found.update(
            day for day in days if since <= day < until and not (day in whole and day.replace(day=1) in months)
        )
    return frozenset(found)
