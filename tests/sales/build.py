"""A small association with sales, put into the tables as the import leaves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.bootstrap import App
from cblp.catalogue.models import Listing, ListingProduct, Product, Shop, ShopOwner
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.importers.records import COMPLETED
from cblp.intake.models import POSTED, ImportBatch
from cblp.people.models import Business
from cblp.sales.models import DailySales, OrderLine, TypedSale

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
START = date(2020, 1, 1)


@dataclass
class World:
    """Ids by short names; every method writes one thing."""

    session: Session
    actor: Actor
    ids: dict[str, UUID] = field(default_factory=dict)
    counter: int = 0

    def id(self, name: str) -> UUID:
        return self.ids.setdefault(name, uuid7())

    def add(self, row: object) -> None:
        self.session.add(row)
        self.session.flush()

    def business(self, name: str) -> UUID:
        self.add(Business(id=self.id(name), code=name, name=name))
        return self.id(name)

    def product(self, name: str, business: str) -> UUID:
        self.add(Product(id=self.id(name), business_id=self.id(business), sku=name, name=name))
        return self.id(name)

    def shop(self, name: str, marketplace: str, owner: str | None, since: date = START) -> UUID:
        self.add(Shop(id=self.id(name), marketplace=marketplace, handle=name))
        self.owner(name, owner, since)
        return self.id(name)

    def owner(self, shop: str, owner: str | None, since: date, until: date | None = None) -> None:
        self.add(ShopOwner(
            shop_id=self.id(shop), business_id=self.id(owner) if owner else None, valid_from=since, valid_to=until,
        ))

    def listing(self, name: str, shop: str) -> UUID:
        self.add(Listing(id=self.id(name), shop_id=self.id(shop), sku=name, title=name.title()))
        return self.id(name)

    def match(self, listing: str, product: str, since: date, until: date | None = None) -> None:
        self.add(ListingProduct(listing_id=self.id(listing), product_id=self.id(product), valid_from=since, valid_to=until))

    def batch(self, status: str = POSTED) -> UUID:
        self.counter += 1
        new = uuid7()
        self.add(ImportBatch(
            id=new, sha256=self.counter.to_bytes(32, "big"), name="file.xlsx", size=1, source="shopee", kind="orders",
            format="shopee.orders", since="2026", parser_version=1, status=status, received_at=NOW,
        ))
        return new

    def line(
        self, order: str, listing: str, day: date, *, price: int = 10_000, quantity: int = 1, returned: int = 0,
        discount: int = 0, status: int = COMPLETED, refunds: int | None = None, vouchers: int = 0, fees: int | None = None,
        regency: str = "", current: bool = True, at: datetime | None = None, key: str | None = None,
    ) -> None:
        if "batch" not in self.ids:
            self.ids["batch"] = self.batch()
        stored = self.session.get_one(Listing, (self.actor.association, self.id(listing)))
        unit = price - discount // quantity
        self.add(OrderLine(
            shop_id=stored.shop_id, order_no=order, line_key=key or listing, batch_id=self.ids["batch"], row_hash=1,
            is_current=current, listing_id=stored.id, status_raw="", status=status, quantity=quantity, returned_quantity=returned,
            list_price=price, unit_price=unit, gross=price * quantity, discount=discount, platform_discount=0,
            order_voucher=vouchers, sales_day=day, ordered_at=at, regency=regency,
            refunds=returned * unit if refunds is None else refunds, vouchers=vouchers, fees=fees, settled=fees is not None,
        ))

    def typed(
        self, business: str, day: date, amount: int, marketplace: str = "whatsapp", orders: int | None = None, back: bool = False,
    ) -> None:
        self.add(TypedSale(
            business_id=self.id(business), marketplace=marketplace, day=day, amount=amount, orders=orders, entered_at=NOW,
            revoked_at=NOW if back else None,
        ))

    def daily(self) -> None:
        """The small table, made from the lines in plain Python."""
        lines = self.session.execute(
            select(OrderLine, Shop.marketplace).join(Shop, Shop.id == OrderLine.shop_id).where(OrderLine.is_current)
        ).all()
        counts: dict[tuple[date, str, int], Counter[str]] = {}
        orders: dict[tuple[UUID, str], list[tuple[OrderLine, str]]] = {}
        for line, place in lines:
            orders.setdefault((line.shop_id, line.order_no), []).append((line, place))
            cell = counts.setdefault((line.sales_day, place, line.status), Counter())
            cell.update(
                lines=1, quantity=line.quantity, returned=line.returned_quantity, gross=line.gross, discount=line.discount,
                refunds=line.refunds, vouchers=line.vouchers, fees=line.fees or 0,
            )
        for of_order in orders.values():
            counted = [line for line, _ in of_order if 1 <= line.status <= 4]
            line = min(counted or [line for line, _ in of_order], key=lambda line: line.status)
            cell = counts[(line.sales_day, of_order[0][1], line.status)]
            cell.update(orders=1, settled_orders=int(bool(counted) and all(line.settled for line in counted)))
        names = ("orders", "settled_orders", "lines", "quantity", "returned", "gross", "discount", "refunds", "vouchers", "fees")
        for (day, place, status), cell in counts.items():
            self.add(DailySales(day=day, marketplace=place, status=status, **{name: cell[name] for name in names}))


def member_of(actor: Actor, businesses: Iterable[UUID]) -> Actor:
    return Actor(account=uuid7(), association=actor.association, role="member", own_businesses=frozenset(businesses))


def mentor_of(actor: Actor, businesses: Iterable[UUID]) -> Actor:
    return Actor(account=uuid7(), association=actor.association, role="mentor", mentee_businesses=frozenset(businesses))


def world(app: App, actor: Actor, build: Callable[[World], None]) -> World:
    """Run ``build(world)`` in one transaction; returns the world with its ids."""
    with app.database.writing(actor.association) as session:
        made = World(session, actor)
        build(made)
    return made
