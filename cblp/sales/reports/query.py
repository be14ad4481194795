"""How sales are computed: order lines, typed sales and the daily table turned into measures by keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Label, Select, Subquery, and_, case, cast, func, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

import cblp.catalogue.scope
import cblp.people.scope
import cblp.sales.scope  # noqa: F401  (these declare whose sales are seen)
from cblp.catalogue.models import Listing, Marketplace, Product, Shop
from cblp.catalogue.ownership import with_holder, with_product
from cblp.days import TIMES, itself, period
from cblp.db.actor import Actor
from cblp.db.scope import seen
from cblp.db.types import Uid
from cblp.importers.records import CANCELLED, PAID, RETURNED
from cblp.people.models import Area, Business
from cblp.sales.metrics import BASE, NOTHING, Measures
from cblp.sales.models import DailySales, OrderLine, TypedSale
from cblp.sales.reports.selection import Selection

Found = dict[tuple[Any, ...], tuple[Measures, tuple[str, ...]]]
"""Measures and labels by keys."""

_LINE_SUMS: Final = {
    "quantity": OrderLine.quantity, "returned": OrderLine.returned_quantity, "gross": OrderLine.gross,
    "discount": OrderLine.discount, "refunds": OrderLine.refunds, "vouchers": OrderLine.vouchers,
    "fees_known": func.coalesce(OrderLine.fees, 0),
}
_DAILY_SUMS: Final = {
    "orders": DailySales.orders, "settled_orders": DailySales.settled_orders, "quantity": DailySales.quantity,
    "returned": DailySales.returned, "gross": DailySales.gross, "discount": DailySales.discount, "refunds": DailySales.refunds,
    "vouchers": DailySales.vouchers, "fees_known": DailySales.fees,
}


def measured(session: Session, actor: Actor, selection: Selection, keys: Sequence[str]) -> Found:
    """The measures of each combination of ``keys`` (of GROUPS) that has any; without keys those of everything."""
    if actor.sees_all and selection.daily and set(keys) <= {*TIMES, "marketplace"}:
        found = _from_daily(session, actor, selection, keys)
    else:
        found = _from_lines(session, actor, selection, keys)
    return _merged([*found, *(_from_typed(session, actor, selection, keys) if selection.with_typed else ())], keys)


def _merged(rows: Iterable[tuple[tuple[Any, ...], tuple[str, ...], Measures]], keys: Sequence[str]) -> Found:
    """Days folded into weeks and months here, the same on every database; an order has one day, so counts stay true."""
    folds = [period(key) if key in TIMES else itself for key in keys]
    found: Found = {}
    for raw, labels, measures in rows:
        key = tuple(fold(part) for fold, part in zip(folds, raw, strict=True))
        if key in found:
            found[key] = (found[key][0] + measures, found[key][1])
        else:
            found[key] = (measures, labels)
    return found


def _from_daily(session: Session, actor: Actor, selection: Selection, keys: Sequence[str]) -> Iterable[Any]:
    columns: list[Any] = [DailySales.day if key in TIMES else DailySales.marketplace for key in keys]
    counted = DailySales.status.between(PAID, RETURNED)
    sums = {name: func.sum(case((counted, column), else_=0)) for name, column in _DAILY_SUMS.items()}
    sums["cancelled_orders"] = func.sum(case((DailySales.status == CANCELLED, DailySales.orders), else_=0))
    query = select(*named(columns), *(value.label(name) for name, value in sums.items())).where(
        seen(actor, DailySales), DailySales.day.between(selection.span.first, selection.span.last)
    ).group_by(*columns)
    if selection.marketplaces:
        query = query.where(DailySales.marketplace.in_(selection.marketplaces))
    return _read(session, actor, query, keys)


def _from_lines(session: Session, actor: Actor, selection: Selection, keys: Sequence[str]) -> Iterable[Any]:
    query, business, product = joined(actor, selection, keys, select(), with_shop=False)
    columns = named(_column(key, business, product) for key in keys)
    return _read(session, actor, of_orders(query.where(wanted(actor, selection, business, product)), columns), keys)


def of_orders(query: Select[Any], columns: Sequence[Label[Any]]) -> Select[Any]:
    """The base measures of order lines by ``columns``; ``query`` has joined and chosen them, and selects nothing yet."""
    counts = counted()
    # Per order first: an order counts once in a group, and is settled when all its counted lines are.
    orders = query.add_columns(
        *columns, OrderLine.shop_id.label("of_shop"), OrderLine.order_no.label("of_order"),
        func.max(case((counts, 1), else_=0)).label("counts"),
        func.min(OrderLine.status).label("lowest"),
        func.min(case((counts, cast(OrderLine.settled, Integer)))).label("settled"),
        *(func.sum(case((counts, column), else_=0)).label(name) for name, column in _LINE_SUMS.items()),
    ).group_by(*columns, OrderLine.shop_id, OrderLine.order_no).subquery()
    inner = [orders.c[column.name] for column in columns]
    sums: dict[str, ColumnElement[Any]] = {name: func.sum(orders.c[name]) for name in _LINE_SUMS}
    sums["orders"] = func.sum(orders.c.counts)
    sums["settled_orders"] = func.sum(case((orders.c.counts == 1, orders.c.settled), else_=0))
    sums["cancelled_orders"] = func.sum(case((orders.c.lowest == CANCELLED, 1), else_=0))
    return select(*inner, *(value.label(name) for name, value in sums.items())).group_by(*inner)


def _from_typed(session: Session, actor: Actor, selection: Selection, keys: Sequence[str]) -> Iterable[Any]:
    own: dict[str, Any] = {
        **dict.fromkeys(TIMES, TypedSale.day), "marketplace": TypedSale.marketplace, "business": TypedSale.business_id,
    }
    known = [key for key in keys if key in own]
    columns = [own[key] for key in known]
    query = select(
        *named(columns), func.sum(TypedSale.amount).label("typed"),
        func.sum(func.coalesce(TypedSale.orders, 0)).label("typed_orders"),
    ).where(typed_wanted(actor, selection)).group_by(*columns)
    for parts, labels, measures in _read(session, actor, query, known):
        key_of, label_of = dict(zip(known, parts, strict=True)), dict(zip(known, labels, strict=True))
        # Nobody types shop, product or place: there these sales stand under the key of what has none.
        yield (
            tuple(key_of.get(key, "" if key == "regency" else None) for key in keys),
            tuple(label_of.get(key, "") for key in keys), measures,
        )


def typed_wanted(actor: Actor, selection: Selection) -> ColumnElement[bool]:
    """Typed sales of a selection that nobody took back, as far as the actor may see them."""
    conditions = [
        seen(actor, TypedSale), TypedSale.revoked_at.is_(None), TypedSale.day.between(selection.span.first, selection.span.last)
    ]
    if selection.marketplaces:
        conditions.append(TypedSale.marketplace.in_(selection.marketplaces))
    if selection.businesses:
        conditions.append(_among(TypedSale.business_id, selection.businesses))
    return and_(*conditions)


def _read(session: Session, actor: Actor, query: Select[Any], keys: Sequence[str]) -> Iterable[Any]:
    """Rows of ``query`` with the names that belong to their keys: ((key, …), (label, …), Measures)."""
    table = query.subquery()
    statement = select(table)
    for position, key in enumerate(keys):
        statement = _labelled(statement, actor, key, table, position)
    for row in session.execute(statement).mappings():
        if row.get("orders", row.get("typed")) is None:  # a sum over nothing
            continue
        measures = Measures(**{name: int(row[name] or 0) for name in BASE if name in row})
        if measures == NOTHING:
            continue
        yield (
            tuple(row[f"key{i}"] for i in range(len(keys))),
            tuple(row.get(f"label{i}") or "" for i in range(len(keys))),
            measures,
        )


def _labelled(statement: Select[Any], actor: Actor, key: str, table: Subquery, position: int) -> Select[Any]:
    column, label = table.c[f"key{position}"], f"label{position}"
    if key == "marketplace":
        place = aliased(Marketplace)
        return statement.outerjoin(place, place.code == column).add_columns(place.name.label(label))
    if key == "regency":
        area = aliased(Area)
        return statement.outerjoin(area, area.code == column).add_columns(area.name.label(label))
    named: dict[str, Any] = {"shop": Shop, "business": Business, "product": Product, "listing": Listing}
    if key not in named:
        return statement
    entity = aliased(named[key])
    text: ColumnElement[str] = entity.title if key == "listing" else entity.name
    if key == "shop":
        text = func.coalesce(func.nullif(entity.name, ""), entity.handle)
    own = and_(entity.association_id == actor.association, entity.id == column)
    return statement.outerjoin(entity, own).add_columns(text.label(label))


def joined(
    actor: Actor, selection: Selection, keys: Sequence[str], query: Select[Any], *, with_shop: bool = True,
) -> tuple[Select[Any], ColumnElement[UUID | None], ColumnElement[UUID | None]]:
    """Order lines joined to what the keys and the selection ask for; the columns for whose sale it is and for its product.

    ``with_shop`` joins the shop in any case.
    """
    query = query.select_from(OrderLine)
    if with_shop or selection.marketplaces or "marketplace" in keys:
        query = query.join(Shop, and_(Shop.association_id == OrderLine.association_id, Shop.id == OrderLine.shop_id))
    listing, day = OrderLine.listing_id, OrderLine.sales_day
    if selection.businesses or "business" in keys:
        query, holder = with_holder(query, actor, shop=OrderLine.shop_id, listing=listing, day=day)
        return query, *holder
    nobody: Any = literal(None, Uid())
    if selection.products or "product" in keys:
        query, holder = with_product(query, actor, listing=listing, day=day)
        return query, nobody, holder.product
    return query, nobody, nobody


def wanted(
    actor: Actor, selection: Selection, business: ColumnElement[UUID | None], product: ColumnElement[UUID | None],
) -> ColumnElement[bool]:
    """Current lines of a selection, as far as the actor may see them."""
    conditions = [
        seen(actor, OrderLine), current(), OrderLine.sales_day.between(selection.span.first, selection.span.last),
    ]
    if selection.marketplaces:
        conditions.append(Shop.marketplace.in_(selection.marketplaces))
    if selection.shops:
        conditions.append(OrderLine.shop_id.in_(selection.shops))
    if selection.businesses:
        conditions.append(_among(business, selection.businesses))
    if selection.products:
        conditions.append(_among(product, selection.products))
    if selection.regencies:
        conditions.append(OrderLine.regency.in_(selection.regencies))
    if selection.listings:
        conditions.append(OrderLine.listing_id.in_(selection.listings))
    return and_(*conditions)


def _among(column: Any, ids: frozenset[UUID | None]) -> ColumnElement[bool]:
    known = [i for i in ids if i is not None]
    conditions = [column.in_(known)] if known else []
    return or_(*conditions, *([column.is_(None)] if None in ids else []))


def current() -> ColumnElement[bool]:
    """The version of a line that counts."""
    # "= true" and not "IS true": only so does SQLite see that the partial index over current lines applies.
    return OrderLine.is_current == true()


def counted() -> ColumnElement[bool]:
    """Lines in the measures: neither unpaid nor cancelled."""
    return OrderLine.status.between(PAID, RETURNED)


def _column(key: str, business: ColumnElement[Any], product: ColumnElement[Any]) -> Any:
    plain: dict[str, Any] = {
        "marketplace": Shop.marketplace, "shop": OrderLine.shop_id, "listing": OrderLine.listing_id, "regency": OrderLine.regency,
        "business": business, "product": product,
    }
    return OrderLine.sales_day if key in TIMES else plain[key]


def named(columns: Iterable[Any]) -> list[Label[Any]]:
    """Columns under the names of keys: key0, key1, …"""
    return [column.label(f"key{position}") for position, column in enumerate(columns)]


