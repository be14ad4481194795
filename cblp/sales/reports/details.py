"""The rows behind a figure, and what can be chosen from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, func, select, true
from sqlalchemy.orm import Session

from cblp.catalogue.models import Listing, Marketplace, Product, Shop
from cblp.db.actor import Actor
from cblp.db.scope import seen
from cblp.people.models import Business
from cblp.sales.metrics import Measures
from cblp.sales.models import OrderLine, TypedSale
from cblp.sales.reports.query import counted, current, joined, typed_wanted, wanted
from cblp.sales.reports.selection import Selection

SHOP_NAME: Final = func.coalesce(func.nullif(Shop.name, ""), Shop.handle)


@dataclass(frozen=True)
class Line:
    """One row behind a figure: an item of an order or a typed sale. Nothing of it is about the buyer."""

    day: date
    marketplace: str
    shop: str
    order_no: str
    title: str
    variation: str
    business: str
    status: int | None  # rank of importers.records; None for a typed sale, as is quantity
    quantity: int | None
    measures: Measures


@dataclass(frozen=True)
class Page:
    """Some of the rows behind a figure, newest first, and how many there are."""

    rows: list[Line]
    total: int


@dataclass(frozen=True)
class RefundDifference:
    """An order whose settlement gave back something else than its returned items cost."""

    shop: str
    order_no: str
    day: date
    settled: int
    expected: int


def rows(session: Session, actor: Actor, *, selection: Selection, offset: int = 0, limit: int = 50) -> Page:
    """The order lines behind a selection (``selection.within(by, key)`` for one bar), newest first; see also typed_rows.

    Cancelled and unpaid lines are not among them: they are in no figure.
    """
    query, business, product = joined(actor, selection, ["business"], select())
    condition = and_(wanted(actor, selection, business, product), counted())
    number = session.scalar(query.add_columns(func.count()).where(condition)) or 0
    found = session.execute(
        query.outerjoin(Listing, and_(Listing.association_id == OrderLine.association_id, Listing.id == OrderLine.listing_id))
        .outerjoin(Business, and_(Business.association_id == OrderLine.association_id, Business.id == business))
        .add_columns(
            OrderLine.sales_day, Shop.marketplace, SHOP_NAME.label("shop"), OrderLine.order_no, Listing.title, Listing.variation,
            Business.name, OrderLine.status, OrderLine.quantity, OrderLine.returned_quantity, OrderLine.gross,
            OrderLine.discount, OrderLine.refunds, OrderLine.vouchers, OrderLine.fees, OrderLine.settled,
        ).where(condition)
        .order_by(OrderLine.sales_day.desc(), OrderLine.shop_id, OrderLine.order_no.desc(), OrderLine.line_key)
        .limit(limit).offset(offset)
    )
    return Page([_line(row) for row in found], number)


def typed_rows(session: Session, actor: Actor, *, selection: Selection, offset: int = 0, limit: int = 50) -> Page:
    """The typed sales behind a selection, newest first; none where it asks for a shop, a product or a place."""
    if not selection.with_typed:
        return Page([], 0)
    condition = typed_wanted(actor, selection)
    number = session.scalar(select(func.count()).select_from(TypedSale).where(condition)) or 0
    found = session.execute(
        select(TypedSale.day, TypedSale.marketplace, TypedSale.amount, TypedSale.orders, Business.name)
        .outerjoin(Business, and_(Business.association_id == TypedSale.association_id, Business.id == TypedSale.business_id))
        .where(condition).order_by(TypedSale.day.desc(), TypedSale.id).limit(limit).offset(offset)
    )
    return Page([
        Line(
            day=day, marketplace=place, shop="", order_no="", title="", variation="", business=business or "", status=None,
            quantity=None, measures=Measures(typed=amount, typed_orders=orders or 0),
        )
        for day, place, amount, orders, business in found
    ], number)


def refund_differences(session: Session, actor: Actor, *, selection: Selection, limit: int = 100) -> list[RefundDifference]:
    """Settled orders whose refund is not the discounted price of what came back, newest first."""
    query, business, product = joined(actor, selection, [], select())
    settled, expected = func.sum(OrderLine.refunds), func.sum(OrderLine.returned_quantity * OrderLine.unit_price)
    found = session.execute(
        query.add_columns(SHOP_NAME, OrderLine.order_no, OrderLine.sales_day, settled, expected)
        .where(wanted(actor, selection, business, product), counted(), OrderLine.settled == true())
        .group_by(Shop.id, Shop.name, Shop.handle, OrderLine.order_no, OrderLine.sales_day).having(settled != expected)
        .order_by(OrderLine.sales_day.desc(), OrderLine.order_no).limit(limit)
    )
    return [RefundDifference(shop, number, day, int(paid), int(due)) for shop, number, day, paid, due in found]


def _line(row: Any) -> Line:
    return Line(
        day=row.sales_day, marketplace=row.marketplace, shop=row.shop, order_no=row.order_no, title=row.title or "",
        variation=row.variation or "", business=row.name or "", status=row.status, quantity=row.quantity,
        measures=Measures(
            orders=1, settled_orders=int(row.settled), quantity=row.quantity, returned=row.returned_quantity, gross=row.gross,
            discount=row.discount, refunds=row.refunds, vouchers=row.vouchers, fees_known=row.fees or 0,
        ),
    )


@dataclass(frozen=True)
class Choices:
    """What a person may choose from: (code or id, name), in the order in which it is shown."""

    marketplaces: list[tuple[str, str]]
    businesses: list[tuple[UUID, str]]
    products: list[tuple[UUID, str]]


def choices(session: Session, actor: Actor) -> Choices:
    """The marketplaces, businesses and products that this actor may choose from."""
    used = select(Shop.marketplace).where(seen(actor, Shop)).union(select(TypedSale.marketplace).where(seen(actor, TypedSale)))
    marketplaces = select(Marketplace.code, Marketplace.name).where(Marketplace.code.in_(used)).order_by(Marketplace.position)
    businesses = select(Business.id, Business.name).where(seen(actor, Business)).order_by(Business.name)
    products = select(Product.id, Product.name).where(seen(actor, Product)).order_by(Product.name)
    return Choices(*([(key, name) for key, name in session.execute(q)] for q in (marketplaces, businesses, products)))


def first_day(session: Session, actor: Actor) -> date | None:
    """The first day with a sale that the actor may see."""
    days = [
        session.scalar(select(func.min(OrderLine.sales_day)).where(seen(actor, OrderLine), current())),
        session.scalar(select(func.min(TypedSale.day)).where(seen(actor, TypedSale), TypedSale.revoked_at.is_(None))),
    ]
    return min((day for day in days if day), default=None)
