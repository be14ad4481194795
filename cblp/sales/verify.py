"""Recompute what is derived by another way than it was made, and name what differs; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Self

from sqlalchemy import Table, and_, case, exists, func, select
from sqlalchemy.orm import Session

from cblp.catalogue.models import Shop
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.facts import Facts
from cblp.importers.records import RECORDS
from cblp.intake.handlers import handler
from cblp.intake.models import POSTED, BatchShop, ImportBatch
from cblp.intake.rules import family
from cblp.sales.models import DailySales, OrderLine
from cblp.sales.rules import COUNTED, Line, Money, settle_order
from cblp.sales.services import income_of

SHOWN: Final = 20
Totals = dict[tuple[Any, ...], tuple[int, ...]]
"""Sums by day, marketplace and status, and how many orders by day and marketplace."""
EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Check:
    """One invariant: how many things were looked at, how many differ, and the first few of those."""

    name: str  # current, refers, money, daily
    subject: str
    looked_at: int
    wrong: int
    examples: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, subject: str, looked_at: int, wrong: Sequence[str]) -> Self:
        """The check that found these wrong."""
        return cls(name, subject, looked_at, len(wrong), tuple(wrong[:SHOWN]))


def verify(session: Session, actor: Actor) -> list[Check]:
    """Check an association's facts: the current version of each key, what rows refer to, the money of orders, the daily totals."""
    actor.require(COORDINATOR)
    checks = [check(session, actor, handler(kind).facts) for kind in RECORDS for check in (_current, _refers)]
    return [*checks, _money(session, actor), _daily(session, actor)]


def _current(session: Session, actor: Actor, facts: Facts) -> Check:
    """Of each key exactly the greatest posted version is current, and nothing of a file that was taken out."""
    table, batch = facts.table, _table(ImportBatch)
    key = [table.c.shop_id, *(table.c[name] for name in facts.key)]
    order = [func.coalesce(batch.c.as_of, EARLIEST), batch.c.parser_version, table.c.row_hash]
    if facts.rank:
        order.insert(0, table.c[facts.rank])
    live = batch.c.status == POSTED
    versions = (
        select(
            *key,
            table.c.row_hash,
            table.c.is_current,
            live.label("live"),
            func.row_number()
            .over(partition_by=key, order_by=[case((live, 1), else_=0).desc(), *(part.desc() for part in order)])
            .label("place"),
        )
        .join(batch, and_(batch.c.association_id == table.c.association_id, batch.c.id == table.c.batch_id))
        .where(table.c.association_id == actor.association)
    ).subquery()
    names = [versions.c[column.name] for column in key]
    wanted = func.max(case((and_(versions.c.place == 1, versions.c.live), versions.c.row_hash)))
    given = func.max(case((versions.c.is_current, versions.c.row_hash)))
    count = func.sum(case((versions.c.is_current, 1), else_=0))
    dead = func.sum(case((and_(versions.c.is_current, ~versions.c.live), 1), else_=0))
    rows = session.execute(select(*names, wanted, given, count, dead).group_by(*names)).all()
    wrong = []
    grouped: dict[Any, set[Any]] = defaultdict(set)
    for row in rows:
        if facts.whole is not None and row[-4] is not None:
            grouped[row[:-4][:2]].add(row[:-4][-1])
    for row in rows:
        named = row[:-4]
        best, stands, current, withdrawn = row[-4:]
        yields = facts.whole is not None and named[-1] == facts.whole and len(grouped[named[:2]]) > 1
        right = (stands is None and current == 0) if best is None or yields else (stands == best and current == 1)
        if not right or withdrawn:
            wrong.append(" ".join(str(part) for part in named[1:]))
    return Check.of("current", table.name, len(rows), wrong)


def _refers(session: Session, actor: Actor, facts: Facts) -> Check:
    """What each row refers to is there, as foreign keys would hold it: its batch went into its shop, what it names is the shop's."""
    table, filed = facts.table, _table(BatchShop)
    own = table.c.association_id == actor.association
    batch = exists().where(
        filed.c.association_id == table.c.association_id, filed.c.batch_id == table.c.batch_id, filed.c.shop_id == table.c.shop_id
    )
    named = [
        exists().where(target.c.association_id == table.c.association_id, target.c.id == table.c[name], target.c.shop_id == table.c.shop_id)
        for name, target in facts.refers.items()
    ]
    wrong = session.execute(
        select(*(table.c[name] for name in facts.key), func.count().over()).where(own, ~and_(batch, *named)).limit(SHOWN)
    ).all()
    looked_at = session.scalar(select(func.count()).select_from(table).where(own)) or 0
    examples = tuple(" ".join(map(str, row[:-1])) for row in wrong)
    return Check("refers", table.name, looked_at, wrong[0][-1] if wrong else 0, examples)


def _money(session: Session, actor: Actor) -> Check:
    """Refunds, vouchers and fees of each current line are what the rules make of its order and settlement."""
    shops = list(session.execute(select(Shop.id, Shop.marketplace).where(Shop.association_id == actor.association)))
    looked_at, wrong = 0, []
    for group in {family(marketplace) for _shop, marketplace in shops}:
        members = [shop for shop, marketplace in shops if marketplace in group]
        pools = [members] if len(group) > 1 else [[shop] for shop in members]
        for pool in pools:
            entries = income_of(session, actor.association, pool, None)
            for order, lines in _orders(session, actor, pool):
                looked_at += 1
                made = settle_order([line for line, _money in lines], entries.get(order, ()))
                if made != [money for _line, money in lines]:
                    wrong.append(order)
    return Check.of("money", "order_line", looked_at, wrong)


def _orders(session: Session, actor: Actor, shops: list[Any]) -> Iterator[tuple[str, list[tuple[Line, Money]]]]:
    row = OrderLine
    found: dict[str, list[tuple[Line, Money]]] = defaultdict(list)
    for line in session.execute(
        select(
            row.order_no,
            row.line_key,
            row.shop_id,
            row.status,
            row.returned_quantity,
            row.unit_price,
            row.gross,
            row.discount,
            row.order_voucher,
            row.refunds,
            row.vouchers,
            row.fees,
            row.settled,
        ).where(row.association_id == actor.association, row.shop_id.in_(shops), row.is_current)
    ):
        values: tuple[Any, ...] = tuple(line)
        found[line.order_no].append((Line((line.line_key, line.shop_id.hex), *values[3:9]), Money(*values[9:13])))
    yield from found.items()


def _daily(session: Session, actor: Actor) -> Check:
    """The small table holds what the current lines add up to, by day, marketplace and status, and how many orders they are."""
    lines, kept = _totals(session, actor) | _orders_a_day(session, actor), _kept_totals(session, actor)
    both = lines.keys() | kept.keys()
    return Check.of("daily", "daily_sales", len(both), [
        " ".join(map(str, key)) for key in sorted(both, key=str) if lines.get(key) != kept.get(key)
    ])


def _totals(session: Session, actor: Actor) -> Totals:
    row = OrderLine
    sums = (row.quantity, row.returned_quantity, row.gross, row.discount, row.refunds, row.vouchers, row.fees)
    return {
        tuple(found[:3]): tuple(int(value or 0) for value in found[3:])
        for found in session.execute(
            select(row.sales_day, Shop.marketplace, row.status, func.count(), *map(func.sum, sums))
            .join(Shop, and_(Shop.association_id == row.association_id, Shop.id == row.shop_id))
            .where(row.association_id == actor.association, row.is_current)
            .group_by(row.sales_day, Shop.marketplace, row.status)
        )
    }


def _orders_a_day(session: Session, actor: Actor) -> Totals:
    """How many orders were sold: each once, though its lines may stand in several statuses."""
    row = OrderLine
    each = (
        select(row.sales_day, Shop.marketplace, row.shop_id, row.order_no).distinct()
        .join(Shop, and_(Shop.association_id == row.association_id, Shop.id == row.shop_id))
        .where(row.association_id == actor.association, row.is_current, row.status.in_(COUNTED))
    ).subquery()
    counted = session.execute(select(each.c.sales_day, each.c.marketplace, func.count()).group_by(*each.c[:2]))
    return {(day, marketplace): (count,) for day, marketplace, count in counted}


def _kept_totals(session: Session, actor: Actor) -> Totals:
    """The same as the small table has it."""
    totals: Totals = {}
    orders: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in session.scalars(select(DailySales).where(DailySales.association_id == actor.association)):
        totals[row.day, row.marketplace, row.status] = (
            row.lines, row.quantity, row.returned, row.gross, row.discount, row.refunds, row.vouchers, row.fees,
        )
        if row.status in COUNTED:
            orders[row.day, row.marketplace] += row.orders
    return totals | {key: (count,) for key, count in orders.items()}


def _table(model: Any) -> Table:
    made: Table = model.__table__
    return made
