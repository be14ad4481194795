"""What files and people tell about sales: order lines, settlements, returns, balance, typed sales.

Rows of files come through ``intake``; after each the money of the touched orders and the daily totals of the touched days are
brought in step, in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import String, Table, case, cast, delete, exists, func, insert, literal, select, true
from sqlalchemy.orm import Session

from cblp.catalogue.intake import Name, Seen, freshen, latest, listings, name_of, shorten
from cblp.catalogue.models import Listing, Marketplace, Shop
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.bulk import among, raw, raw_column, update_rows
from cblp.db.facts import Facts, Filing, Settled
from cblp.errors import Missing, UserError
from cblp.i18n import N_
from cblp.importers import records
from cblp.intake.handlers import Handler, register
from cblp.intake.models import POSTED, ImportBatch
from cblp.intake.shops import kin, today
from cblp.people import scope as _people  # noqa: F401  (declares whose businesses are seen)
from cblp.people.models import Association, Business
from cblp.people.services import audit, editing
from cblp.sales import scope as _scope  # noqa: F401  (declares whose sales are seen)
from cblp.sales.models import BalanceMove, DailySales, OrderLine, OrderReturn, SettlementEntry, TypedSale
from cblp.sales.rules import COUNTED, Entry, Line, Money, settle_order

WHOLE_RECEIPT: Final = "*"
"""Line key of a till receipt that is known only as a whole: it yields to the lines of the same receipt."""

_line: Table = OrderLine.__table__  # type: ignore[assignment]
_entry: Table = SettlementEntry.__table__  # type: ignore[assignment]
_return: Table = OrderReturn.__table__  # type: ignore[assignment]
_move: Table = BalanceMove.__table__  # type: ignore[assignment]
_daily: Table = DailySales.__table__  # type: ignore[assignment]
_shop: Table = Shop.__table__  # type: ignore[assignment]
_listing: Table = Listing.__table__  # type: ignore[assignment]

# -- orders ----------------------------------------------------------------------------------------------------------

_QUANTITY: Final = records.OrderLine._fields.index("quantity")
"""From here to its end a record goes into the table as it is."""

ORDERS = Facts(
    _line, ("order_no", "line_key"),
    ("listing_id", "status_raw", "status", *records.OrderLine._fields[_QUANTITY:], "refunds", "vouchers", "fees", "settled"),
    rank="status", whole=WHOLE_RECEIPT, refers={"listing_id": _listing},
)


def _seen(r: records.OrderLine) -> Seen:
    return Seen(r.sku, r.variation, r.product_name, r.item_id, r.list_price, r.sales_day)


def _order_fields(session: Session, filing: Filing, rows: Sequence[records.OrderLine]) -> Callable[[Any], tuple[Any, ...]]:
    found = latest(map(_seen, rows))
    _refresh_listings(session, filing, found)
    ids = listings(session, filing, found)
    names = {written: ids[name_of(*written)] for written in {(r.sku, r.product_name, r.variation) for r in rows}}

    def fields(r: records.OrderLine) -> tuple[Any, ...]:
        # Derived money as it stands for an order without voucher and settlement; the others are settled afterwards.
        refunds = r.returned_quantity * r.unit_price if r.status in COUNTED else 0
        return (names[r.sku, r.product_name, r.variation], r.status_raw[:60], r.status, *r[_QUANTITY:], refunds, 0, None, False)

    return fields


def _refresh_listings(session: Session, filing: Filing, found: Mapping[Name, tuple[Seen, str]]) -> None:
    """Show listings as the newest sale of them does: this file's, unless a newer one is known."""
    if not found:
        return
    connection = session.connection()
    since = min(one.day for one, _first in found.values())
    newest = dict(session.execute(
        select(_line.c.listing_id, func.max(_line.c.sales_day))
        .where(
            _line.c.association_id == filing.association, _line.c.shop_id == filing.shop, _line.c.is_current,
            _line.c.sales_day > date.fromisoformat(since),
        )
        .group_by(_line.c.listing_id)
    ).all())
    known = session.execute(
        select(_listing.c.id, _listing.c.sku, _listing.c.variation, _listing.c.price, _listing.c.title, _listing.c.item_id)
        .where(
            _listing.c.association_id == filing.association, _listing.c.shop_id == filing.shop, _listing.c.edited_at.is_(None),
            among(connection, _listing.c.sku, {name[0] for name in found}),
        )
    )
    for id_, sku, variation, *shown in known.all():
        one = found.get((sku, variation), (None, ""))[0]
        if one is None or (id_ in newest and newest[id_].isoformat() > one.day):
            continue
        told = {"price": one.price, "title": one.title[:300], "item_id": one.item_id[:40]}
        if list(told.values()) != shown:
            freshen(session, filing, id_, "", **told)


def _orders_settled(session: Session, filing: Filing, settled: Settled, rows: Sequence[records.OrderLine]) -> None:
    if not settled.groups:
        return
    shops = kin(session, filing.association, filing.marketplace, filing.shop)
    again = set(settled.stood)
    again.update(r.order_no for r in rows if r.order_voucher and r.order_no in settled.groups)
    again.update(_with_income(session, filing.association, shops, settled.groups - again))
    days = {r.sales_day for r in rows if r.order_no in settled.groups}
    days |= _days(session, filing.association, [filing.shop], settled.stood)  # of older versions too: they may have moved
    _settle_money(session, filing.association, shops, again)
    _retell_days(session, filing.association, {filing.marketplace: days})


def _with_income(session: Session, association: UUID, shops: Collection[UUID], orders: Collection[str]) -> Iterable[str]:
    here = (_entry.c.association_id == association) & _entry.c.shop_id.in_(shops) & _entry.c.is_current
    if not orders or not session.scalar(select(exists().where(here))):
        return ()
    return session.scalars(select(_entry.c.order_no).where(here, among(session.connection(), _entry.c.order_no, orders)))


def _days(session: Session, association: UUID, shops: Collection[UUID], orders: Collection[str]) -> set[str]:
    if not orders:
        return set()
    found = session.scalars(select(_line.c.sales_day).distinct().where(
        _line.c.association_id == association, _line.c.shop_id.in_(shops), among(session.connection(), _line.c.order_no, orders)
    ))
    return {day.isoformat() for day in found}


# -- settlements -----------------------------------------------------------------------------------------------------

INCOME = Facts(
    _entry, ("order_no", "entry_key"),
    ("released_on", "product", "refund", "seller_voucher", "shipping", "platform_fee", "affiliate", "tax", "other"),
)


def _income_fields(_session: Session, _filing: Filing, _rows: Sequence[records.Settlement]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda r: tuple(r[3:])


def _income_settled(session: Session, filing: Filing, settled: Settled, _rows: Sequence[records.Settlement]) -> None:
    shops = kin(session, filing.association, filing.marketplace, filing.shop)
    # In a shared seller centre a file that only repeats an entry here may make it newer than the one under another shop.
    orders = settled.groups if len(shops) == 1 else settled.touched
    if not orders:
        return
    _settle_money(session, filing.association, shops, orders)
    touched: dict[str, set[str]] = defaultdict(set)
    for marketplace, day in session.execute(
        select(_shop.c.marketplace, _line.c.sales_day).distinct()
        .join(_shop, (_shop.c.association_id == _line.c.association_id) & (_shop.c.id == _line.c.shop_id))
        .where(
            _line.c.association_id == filing.association, _line.c.shop_id.in_(shops), _line.c.is_current,
            among(session.connection(), _line.c.order_no, orders),
        )
    ):
        touched[marketplace].add(day.isoformat())
    _retell_days(session, filing.association, touched)


def _settle_money(session: Session, association: UUID, shops: Collection[UUID], orders: Collection[str]) -> None:
    """Bring refunds, vouchers and fees of the current lines of ``orders`` in step with their settlements."""
    if not orders:
        return
    connection = session.connection()
    entries = income_of(session, association, shops, orders)
    shop, batch = raw_column(connection, _line.c.shop_id), raw_column(connection, _line.c.batch_id)
    by_order: dict[str, list[Any]] = defaultdict(list)
    for found in connection.execute(
        select(
            _line.c.order_no,
            shop,
            _line.c.line_key,
            batch,
            _line.c.status,
            _line.c.returned_quantity,
            _line.c.unit_price,
            _line.c.gross,
            _line.c.discount,
            _line.c.order_voucher,
            _line.c.refunds,
            _line.c.vouchers,
            _line.c.fees,
            _line.c.settled,
        ).where(
            _line.c.association_id == association,
            _line.c.shop_id.in_(shops),
            _line.c.is_current,
            among(connection, _line.c.order_no, orders),
        )
    ):
        by_order[found[0]].append(found)
    own = raw(connection)(association)
    changes = []
    for order, lines in by_order.items():
        money = settle_order([Line((row[2], str(row[1])), *row[4:10]) for row in lines], entries.get(order, ()))
        changes += [
            (*wanted, own, row[1], order, row[2], row[3])
            for row, wanted in zip(lines, money, strict=True) if wanted != Money(*row[10:14])
        ]
    update_rows(
        connection, _line, ["refunds", "vouchers", "fees", "settled"],
        ["association_id", "shop_id", "order_no", "line_key", "batch_id"], changes,
    )


def income_of(
    session: Session, association: UUID, shops: Collection[UUID], orders: Collection[str] | None,
) -> dict[str, list[Entry]]:
    """Current settlement entries of ``orders`` (None: of all) under ``shops``, by order number.

    An entry that came once before its order and once after it may stand under two shops of one seller centre. Then the newest
    of all its posted versions counts, wherever it stands.
    """
    connection = session.connection()
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    amounts = [_entry.c[name] for name in INCOME.fields[1:]]
    batch: Table = ImportBatch.__table__  # type: ignore[assignment]
    for order, key, *version in connection.execute(
        select(
            _entry.c.order_no,
            _entry.c.entry_key,
            cast(batch.c.as_of, String),
            batch.c.parser_version,
            _entry.c.row_hash,
            *amounts,
        )
        .join(batch, (batch.c.association_id == _entry.c.association_id) & (batch.c.id == _entry.c.batch_id))
        .where(
            _entry.c.association_id == association,
            _entry.c.shop_id.in_(shops),
            _entry.c.is_current if len(shops) == 1 else batch.c.status == POSTED,
            true() if orders is None else among(connection, _entry.c.order_no, orders),
        )
    ):
        found[order, key] = max(found.get((order, key), ()), (version[0] or "", *version[1:]))
    entries: dict[str, list[Entry]] = defaultdict(list)
    for (order, _key), (_as_of, _parser, _content, *money) in found.items():
        entries[order].append(Entry(*money))
    return entries


# -- daily totals ----------------------------------------------------------------------------------------------------


def retell_all(session: Session, actor: Actor) -> None:
    """Make the daily totals anew from every current line (after a repair of the database). Raises NotAllowed."""
    actor.require(COORDINATOR)
    touched: dict[str, set[str]] = defaultdict(set)
    for marketplace, day in session.execute(
        select(_shop.c.marketplace, _line.c.sales_day).distinct()
        .join(_shop, (_shop.c.association_id == _line.c.association_id) & (_shop.c.id == _line.c.shop_id))
        .where(_line.c.association_id == actor.association, _line.c.is_current)
    ):
        touched[marketplace].add(day.isoformat())
    session.execute(delete(DailySales).where(DailySales.association_id == actor.association))
    _retell_days(session, actor.association, touched)


def _retell_days(session: Session, association: UUID, touched: Mapping[str, Collection[str]]) -> None:
    """Make the daily totals of the touched days of each marketplace anew from the lines that are current."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        # Two files of two shops touch the same days: the second waits here, and then sees what the first one wrote.
        session.execute(select(Association.association_id).where(Association.association_id == association).with_for_update())
    for marketplace, days in sorted(touched.items()):
        if not days:
            continue
        connection.execute(delete(_daily).where(
            _daily.c.association_id == association, _daily.c.marketplace == marketplace, among(connection, _daily.c.day, days)
        ))
        shops = select(_shop.c.id).where(_shop.c.association_id == association, _shop.c.marketplace == marketplace)
        counts = _line.c.status.in_(COUNTED)
        rank = func.row_number().over(
            partition_by=(_line.c.sales_day, _line.c.shop_id, _line.c.order_no),
            order_by=(case((counts, 0), else_=1), _line.c.status, _line.c.line_key),
        )
        lines = select(
            _line.c.sales_day, _line.c.status, _line.c.settled, _line.c.quantity, _line.c.returned_quantity, _line.c.gross,
            _line.c.discount, _line.c.refunds, _line.c.vouchers, _line.c.fees, rank.label("rank"),
        ).where(
            _line.c.association_id == association, _line.c.is_current, among(connection, _line.c.sales_day, days),
            _line.c.shop_id.in_(shops),
        ).subquery()
        first = lines.c.rank == 1
        total = [
            func.sum(lines.c[name]) for name in ("quantity", "returned_quantity", "gross", "discount", "refunds", "vouchers")
        ]
        connection.execute(insert(_daily).from_select(
            [
                "association_id", "day", "marketplace", "status", "orders", "settled_orders", "lines",
                "quantity", "returned", "gross", "discount", "refunds", "vouchers", "fees",
            ],
            select(
                literal(association, _daily.c.association_id.type), lines.c.sales_day, literal(marketplace), lines.c.status,
                func.sum(case((first, 1), else_=0)), func.sum(case((first & lines.c.settled, 1), else_=0)), func.count(),
                *total, func.coalesce(func.sum(lines.c.fees), 0),
            ).group_by(lines.c.sales_day, lines.c.status),
        ))


# -- returns, balance ------------------------------------------------------------------------------------------------

RETURNS = Facts(
    _return, ("return_no", "line_key"), ("order_no", "quantity", "refund", "reason", "status_raw", "requested_on", "completed_on")
)
BALANCE = Facts(_move, ("entry_key",), ("day", "kind", "order_no", "amount"))


def _return_key(r: records.OrderReturn, _filing: Filing) -> tuple[str, str]:
    return r.return_no, shorten("|".join(name_of(r.sku, r.product_name, r.variation)).casefold(), 400)


def _return_fields(_session: Session, _filing: Filing, _rows: Sequence[Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda r: (r.order_no, r.quantity, r.refund, r.reason[:160], r.status_raw[:60], r.requested_on, r.completed_on)


def _balance_fields(_session: Session, _filing: Filing, _rows: Sequence[Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda r: (r.day, r.kind, r.order_no, r.amount)


_ORDER_NUMBERS: Final = (_line, "order_no")

register("orders", Handler(
    facts=ORDERS, key=lambda r, _filing: (r.order_no, shorten(r.line_key, 400)), rank=lambda r: r.status, fields=_order_fields,
    after=_orders_settled, mark=lambda r: r.order_no, marked=_ORDER_NUMBERS, exclusive=True, listing=_seen,
))
register("settlement", Handler(
    facts=INCOME, key=lambda r, _filing: (r.order_no, shorten(r.entry_key, 120)), fields=_income_fields, after=_income_settled,
    mark=lambda r: r.order_no, marked=_ORDER_NUMBERS, exclusive=True,
))
register("returns", Handler(
    facts=RETURNS, key=_return_key, fields=_return_fields, mark=lambda r: r.order_no, marked=_ORDER_NUMBERS, exclusive=True,
))
register("balance", Handler(
    facts=BALANCE, key=lambda r, _filing: (shorten(r.entry_key, 160),), fields=_balance_fields,
    mark=lambda r: r.order_no, marked=_ORDER_NUMBERS, exclusive=True,
))

# -- typed sales -----------------------------------------------------------------------------------------------------


class AmountNeeded(UserError):
    """A sale of nothing."""

    message = N_("Write the amount of the sale, for example 25.000.")


class DayInFuture(UserError):
    """A sale that has not happened yet."""

    message = N_("Choose today or an earlier day.")


class NotTyped(UserError):
    """Sales on this channel come from its files: typed beside them they would count twice."""

    message = N_("Sales on {marketplace} come from its file. Bring the file in instead.")


def type_sale(
    session: Session, actor: Actor, *, business_id: UUID, marketplace: str, day: date, amount: int, orders: int | None = None,
    note: str = "", now: datetime,
) -> UUID:
    """Write down a sale by WhatsApp, at a bazaar, in a showroom or in cash; returns its id.

    A member for their own business, a coordinator for all. Raises AmountNeeded, DayInFuture, NotTyped, Missing, NotAllowed.
    """
    actor.require_business(business_id)
    editing.there(session, actor, Business, business_id)
    if amount <= 0:
        raise AmountNeeded()
    if day > today(actor, now):
        raise DayInFuture()
    place = session.get(Marketplace, marketplace)
    if place is None or place.kind not in {"chat", "offline"}:
        raise NotTyped(marketplace=place.name if place else marketplace)
    sale = TypedSale(
        association_id=actor.association, business_id=business_id, marketplace=marketplace, day=day, amount=amount, orders=orders,
        note=note.strip()[:120], entered_at=now, entered_by=actor.account,
    )
    session.add(sale)
    session.flush()
    _audit_sale(session, actor, sale, "created", now)
    return sale.id


def take_back(session: Session, actor: Actor, *, sale_id: UUID, now: datetime) -> None:
    """Take a typed sale back: it stays visible and no longer counts. Raises Missing, NotAllowed."""
    sale = session.scalar(select(TypedSale).where(
        TypedSale.association_id == actor.association, TypedSale.id == sale_id, TypedSale.revoked_at.is_(None)
    ).with_for_update())
    if sale is None:
        raise Missing()
    actor.require_business(sale.business_id)
    sale.revoked_at, sale.revoked_by = now, actor.account
    _audit_sale(session, actor, sale, "taken_back", now)


def _audit_sale(session: Session, actor: Actor, sale: TypedSale, action: str, now: datetime) -> None:
    acted_for = sale.business_id if sale.business_id not in actor.own_businesses else None
    audit.record(
        session, actor, now=now, action=action, entity="typed_sale", subject=sale.id, label=sale.marketplace,
        changes={"day": sale.day.isoformat(), "amount": None}, behalf_of=acted_for,
    )
    session.flush()
