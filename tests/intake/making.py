"""Small extracts made by hand, and the shops they go into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from cblp.bootstrap import App
from cblp.catalogue.models import Product, Shop, ShopOwner
from cblp.db.actor import MEMBER, Actor
from cblp.importers.records import COMPLETED, RECORDS, Extract, OrderLine, Settlement
from cblp.intake import services as intake
from cblp.people.models import Business

ORDER = OrderLine(
    marketplace="shopee",
    order_no="A1",
    line_key="sku-1|",
    status_raw="Selesai",
    status=COMPLETED,
    product_name="Batik Tulis",
    variation="",
    sku="SKU-1",
    item_id="",
    quantity=1,
    returned_quantity=0,
    list_price=100_000,
    unit_price=90_000,
    gross=100_000,
    discount=10_000,
    platform_discount=0,
    order_voucher=0,
    sales_day="2026-10-01",
    ordered_at="2026-10-01T03:00:00Z",
    paid_at=None,
    completed_at=None,
    regency="15.71",
)
INCOME = Settlement(
    marketplace="shopee", order_no="A1", entry_key="1", released_on="2026-10-08", product=90_000, refund=0, seller_voucher=0,
    shipping=0, platform_fee=-9_000, affiliate=0, tax=-450, other=0,
)


def order(order_no: str = "A1", quantity: int = 1, **changes: Any) -> OrderLine:
    """An order line whose money agrees with its quantity and prices."""
    made = ORDER._replace(order_no=order_no, quantity=quantity, **changes)
    if "gross" not in changes:
        made = made._replace(gross=made.list_price * quantity, discount=(made.list_price - made.unit_price) * quantity)
    return made


def income(order_no: str = "A1", **changes: Any) -> Settlement:
    """A settlement entry."""
    return INCOME._replace(order_no=order_no, **changes)


def extract(
    kind: str, rows: Sequence[Any], *, source: str = "shopee", as_of: str | None = "2026-11-01T00:00:00Z", **more: Any
) -> Extract:
    """What the reader would hand over for ``rows``."""
    assert all(isinstance(row, RECORDS[kind]) for row in rows)
    more = {"name": f"{source}-{kind}.xlsx", "marketplaces": tuple(sorted({row.marketplace for row in rows} - {""})), **more}
    return Extract(
        source=source, kind=kind, format=f"{source}.{kind}", since="2026", parser_version=1,
        rows=[tuple(row) for row in rows], rows_read=len(rows) + len(more.get("problems", [])), as_of=as_of, **more,
    )


def digest(*parts: Any) -> bytes:
    """A file's sha256, standing for its content."""
    return sha256(repr(parts).encode()).digest()


def bring_in(app: App, actor: Actor, made: Extract, shops: dict[str, UUID] | None = None, **more: Any) -> intake.Receipt:
    """Check and post an extract as a file of its own content."""
    return app.act(actor, intake.bring_in, made, size=1, sha256=digest(made), shops=shops, **more)


def business(app: App, actor: Actor, code: str = "A001") -> UUID:
    """A business."""
    with app.database.writing(actor.association) as session:
        row = Business(code=code, name=f"Usaha {code}")
        session.add(row)
        session.flush()
        return row.id


def shop(app: App, actor: Actor, marketplace: str = "shopee", handle: str = "batik", owner: UUID | None = None) -> UUID:
    """A shop, since long ago the owner's or (None) the association's."""
    with app.database.writing(actor.association) as session:
        row = Shop(marketplace=marketplace, handle=handle)
        session.add(row)
        session.flush()
        session.add(ShopOwner(shop_id=row.id, business_id=owner, valid_from=date(2020, 1, 1)))
        return row.id


def product(app: App, actor: Actor, owner: UUID, sku: str = "SKU-1") -> UUID:
    """A product."""
    with app.database.writing(actor.association) as session:
        row = Product(business_id=owner, sku=sku, name="Batik Tulis")
        session.add(row)
        session.flush()
        return row.id


def member(actor: Actor, businesses: Iterable[UUID]) -> Actor:
    """A member of the same association with these businesses."""
    return Actor(account=None, association=actor.association, role=MEMBER, own_businesses=frozenset(businesses))
