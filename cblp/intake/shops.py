"""Which shop a file belongs to: proposed from what is known, confirmed by a person, refused when it is another's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cblp.catalogue import scope as _scope  # noqa: F401  (declares which shops are a member's own)
from cblp.catalogue.models import Listing, Shop, ShopOwner
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.bulk import among
from cblp.db.scope import visible
from cblp.errors import Missing, NotAllowed, UserError
from cblp.i18n import N_
from cblp.importers.records import RECORDS, Extract
from cblp.intake.handlers import Handler, handler
from cblp.intake.rules import family
from cblp.people.services import audit

SAMPLE = 1000
"""So many order numbers are enough to know a shop again."""


class OrdersElsewhere(UserError):
    """Order numbers of the file already stand under another shop of the same marketplace."""

    message = N_("{count} orders of {name} are already in the shop {other}, not in {shop}. Choose the right shop.")


class ShopNeeded(UserError):
    """Nobody said into which shop the rows of a marketplace go."""

    message = N_("Choose the shop of the file {name} first.")


class WrongMarketplace(UserError):
    """The chosen shop stands on another marketplace than the rows."""

    message = N_("The shop {shop} is on another marketplace than the file {name}. Choose another shop.")


@dataclass(frozen=True)
class ShopProposal:
    """A shop that a file may belong to, and why: how many of its order numbers (or posts) and codes are known there."""

    shop_id: UUID
    handle: str
    name: str
    marks: int
    skus: int
    hinted: bool

    @property
    def known(self) -> bool:
        """Something in the file speaks for this shop."""
        return bool(self.marks or self.skus or self.hinted)


def today(actor: Actor, now: datetime) -> date:
    """The day it is where the association is."""
    return now.astimezone(ZoneInfo(actor.timezone)).date()


def fillable(session: Session, actor: Actor, marketplaces: Collection[str] | None = None) -> list[Shop]:
    """The shops into which ``actor`` may bring files: all for a coordinator, those of their own businesses for a member."""
    actor.require(COORDINATOR, MEMBER)
    query = visible(actor, Shop).order_by(Shop.marketplace, Shop.handle)
    if marketplaces is not None:
        query = query.where(Shop.marketplace.in_(marketplaces))
    return list(session.scalars(query))


def wanted(extract: Extract) -> tuple[set[str], tuple[str, ...]]:
    """The marketplaces that rows of a file name, and those that it may be about when rows name none."""
    named = {row[0] for row in extract.rows}
    possible = extract.marketplaces or tuple(sorted(named - {""}))
    return named - {""}, possible if "" in named else ()


def propose_shop(session: Session, actor: Actor, extract: Extract) -> dict[str, list[ShopProposal]]:
    """For each marketplace in the file its shops, likeliest first.

    Ranked by how many of the file's order numbers (posts) each already has, then by codes, then by the file's own hint; shops
    for which nothing speaks come last.
    """
    how = handler(extract.kind)
    named, possible = wanted(extract)
    records = [RECORDS[extract.kind]._make(row) for row in extract.rows]
    hint = extract.shop_hint.strip().casefold()
    proposals: dict[str, list[ShopProposal]] = {}
    for marketplace in sorted(named | set(possible)):
        mine = [record for record in records if record.marketplace in {marketplace, ""}]
        shops = fillable(session, actor, [marketplace])
        marks = _marks_known(session, actor, how, mine, [shop.id for shop in shops])
        skus = _skus_known(session, actor, how, mine, [shop.id for shop in shops])
        ranked = [
            ShopProposal(
                shop.id, shop.handle, shop.name, marks.get(shop.id, 0), skus.get(shop.id, 0),
                bool(hint) and hint in {shop.handle.casefold(), shop.name.casefold()},
            )
            for shop in shops
        ]
        proposals[marketplace] = sorted(ranked, key=lambda p: (-p.marks, -p.skus, not p.hinted, p.handle))
    return proposals


def _marks_known(session: Session, actor: Actor, how: Handler, records: Sequence[Any], shops: list[UUID]) -> dict[UUID, int]:
    if how.mark is None or how.marked is None or not shops:
        return {}
    marks = {how.mark(record) for record in records}
    marks.discard("")
    return _count(session, actor, how.marked, sorted(marks)[:SAMPLE], shops)


def _count(session: Session, actor: Actor, marked: tuple[Any, str], marks: Iterable[str], shops: list[UUID]) -> dict[UUID, int]:
    table, column = marked
    rows = session.execute(
        select(table.c.shop_id, func.count(func.distinct(table.c[column])))
        .where(
            table.c.association_id == actor.association, table.c.is_current, table.c.shop_id.in_(shops),
            among(session.connection(), table.c[column], marks),
        )
        .group_by(table.c.shop_id)
    )
    return dict(rows.all())


def _skus_known(session: Session, actor: Actor, how: Handler, records: Sequence[Any], shops: list[UUID]) -> dict[UUID, int]:
    if how.listing is None or not shops:
        return {}
    names = {how.listing(record).name[0] for record in records[: 20 * SAMPLE]}
    rows = session.execute(
        select(Listing.shop_id, func.count(func.distinct(Listing.sku)))
        .where(
            Listing.association_id == actor.association,
            Listing.shop_id.in_(shops),
            among(session.connection(), Listing.__table__.c.sku, names),
        )
        .group_by(Listing.shop_id)
    )
    return dict(rows.all())


def choose(proposals: Mapping[str, list[ShopProposal]]) -> dict[str, UUID]:
    """The shops that can be taken without asking: one that the file speaks for, or the only one of its marketplace."""
    chosen = {}
    for marketplace, ranked in proposals.items():
        if ranked and (ranked[0].known or len(ranked) == 1):
            chosen[marketplace] = ranked[0].shop_id
    return chosen


def twin(session: Session, actor: Actor, *, shop_id: UUID, marketplace: str, now: datetime) -> Shop:
    """The shop on ``marketplace`` with the same handle as ``shop_id``, made with the same owner when it is not there yet.

    For sources shared by two marketplaces, where one seller centre serves both. Raises Missing or NotAllowed.
    """
    shop = session.scalar(select(Shop).where(Shop.association_id == actor.association, Shop.id == shop_id))
    if shop is None:
        raise Missing()
    if shop.id not in {one.id for one in fillable(session, actor, [shop.marketplace])}:
        raise NotAllowed("not a shop of this actor")
    if shop.marketplace == marketplace:
        return shop
    found = session.scalar(select(Shop).where(
        Shop.association_id == actor.association, Shop.marketplace == marketplace, Shop.handle == shop.handle
    ))
    if found is not None:
        return found
    made = Shop(association_id=actor.association, marketplace=marketplace, handle=shop.handle, name=shop.name)
    session.add(made)
    session.flush()
    for row in session.scalars(
        select(ShopOwner).where(ShopOwner.association_id == actor.association, ShopOwner.shop_id == shop.id)
    ).all():
        session.add(
            ShopOwner(
                association_id=actor.association,
                shop_id=made.id,
                business_id=row.business_id,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
        )
    audit.record(session, actor, now=now, action="created", entity="shop", subject=made.id, label=made.handle)
    session.flush()
    return made


@dataclass(frozen=True)
class Destination:
    """A shop and the records that go into it."""

    shop: Shop
    records: list[Any]


def destinations(session: Session, actor: Actor, extract: Extract, shops: Mapping[str, UUID]) -> list[Destination]:
    """Sort the rows of a file into their shops; every chosen shop is there, also one without a row.

    Rows that name no marketplace go where their order is known among ``shops``, else into the first of them. Raises ShopNeeded,
    WrongMarketplace, OrdersElsewhere, Missing or NotAllowed.
    """
    named, possible = wanted(extract)
    if named - shops.keys() or not shops or (possible and not shops.keys() & set(possible)):
        raise ShopNeeded(name=extract.name)
    mine = {shop.id: shop for shop in fillable(session, actor)}
    for marketplace, shop_id in shops.items():
        shop = mine.get(shop_id) or session.scalar(
            select(Shop).where(Shop.association_id == actor.association, Shop.id == shop_id)
        )
        if shop is None:
            raise Missing()
        if shop_id not in mine:
            raise NotAllowed("not a shop of this actor")
        if shop.marketplace != marketplace:
            raise WrongMarketplace(shop=shop.name or shop.handle, name=extract.name)
    sorted_rows: dict[str, list[Any]] = {marketplace: [] for marketplace in shops}
    make = RECORDS[extract.kind]._make
    homeless: list[Any] = []
    for row in extract.rows:
        record = make(row)
        (sorted_rows[record.marketplace] if record.marketplace else homeless).append(record)
    how = handler(extract.kind)
    _refuse_orders_elsewhere(session, actor, extract, how, shops, sorted_rows, homeless)
    homes = _homes(session, actor, how, homeless, shops)
    first = next(marketplace for marketplace in shops if not possible or marketplace in possible)
    for record in homeless:
        sorted_rows[homes.get(how.mark(record), first) if how.mark else first].append(record)
    return [Destination(mine[shops[marketplace]], records) for marketplace, records in sorted_rows.items()]


def _homes(session: Session, actor: Actor, how: Handler, records: Sequence[Any], shops: Mapping[str, UUID]) -> dict[str, str]:
    if not records or how.mark is None or how.marked is None:
        return {}
    table, column = how.marked
    marketplaces = {shop: marketplace for marketplace, shop in shops.items()}
    rows = session.execute(select(table.c[column], table.c.shop_id).distinct().where(
        table.c.association_id == actor.association, table.c.is_current, table.c.shop_id.in_(list(marketplaces)),
        among(session.connection(), table.c[column], {how.mark(record) for record in records}),
    ))
    return {mark: marketplaces[shop] for mark, shop in rows}


def _refuse_orders_elsewhere(
    session: Session, actor: Actor, extract: Extract, how: Handler, shops: Mapping[str, UUID],
    sorted_rows: Mapping[str, Sequence[Any]], homeless: Sequence[Any],
) -> None:
    if not how.exclusive or how.mark is None or how.marked is None:
        return
    table, column = how.marked
    for marketplace, shop_id in shops.items():
        marks = {how.mark(record) for record in [*sorted_rows[marketplace], *homeless]} - {""}
        if not marks:
            continue
        others = list(session.scalars(select(Shop.id).where(
            Shop.association_id == actor.association, Shop.marketplace == marketplace, Shop.id != shop_id,
            select(table.c.shop_id).where(
                table.c.association_id == actor.association, table.c.shop_id == Shop.id, table.c.is_current,
                table.c[column].between(min(marks), max(marks)),
            ).exists(),
        )))
        found = _count(session, actor, how.marked, marks, others) if others else {}
        if found:
            other, count = max(found.items(), key=lambda item: (item[1], item[0]))
            names = dict(session.execute(select(Shop.id, Shop.handle).where(
                Shop.association_id == actor.association, Shop.id.in_([other, shop_id])
            )).all())
            raise OrdersElsewhere(count=count, name=extract.name, other=names[other], shop=names[shop_id])


def kin(session: Session, association: UUID, marketplace: str, shop: UUID) -> list[UUID]:
    """The shops under which money for orders of ``shop`` may stand: itself, and for a shared seller centre all shops of it.

    A settlement file of a shared seller centre does not say on which marketplace an order was made, and may come before the
    orders; order numbers are unique over the centre.
    """
    group = family(marketplace)
    if len(group) == 1:
        return [shop]
    return list(session.scalars(select(Shop.id).where(Shop.association_id == association, Shop.marketplace.in_(group))))
