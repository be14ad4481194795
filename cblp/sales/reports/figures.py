"""The figures: totals, groups, comparisons, and what members may know of the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import SQLColumnExpression, extract, func, literal_column, select
from sqlalchemy.orm import Session

from cblp.days import TIMES, Span, periods
from cblp.db.actor import MEMBER, SYSTEM, Actor
from cblp.errors import NotAllowed
from cblp.sales import calendar
from cblp.sales.calendar import Headline, Pair
from cblp.sales.metrics import NOTHING, Measures
from cblp.sales.models import OrderLine, TypedSale
from cblp.sales.reports.query import counted, joined, measured, typed_wanted, wanted
from cblp.sales.reports.selection import Selection

SHOWN_FROM: Final = 6
"""How many businesses must have sold in a month before members see the association's total of it."""


@dataclass(frozen=True)
class Group:
    """Measures of one group. ``key`` is a date for times (the first day of week and month), a code, or an id.

    ``key`` None (for a regency ``""``) with an empty ``label`` holds what is not matched yet or has no such mark. ``split``
    and ``split_label`` are the second key, where one was asked for.
    """

    key: Any
    label: str
    measures: Measures
    split: Any = None
    split_label: str = ""


@dataclass(frozen=True)
class Comparison:
    """The same measures over two spans."""

    pair: Pair
    now: Measures
    before: Measures


@dataclass(frozen=True)
class Movement:
    """How the sales of a product moved from one span to another."""

    key: UUID | None
    label: str
    now: Measures
    before: Measures

    @property
    def difference(self) -> int:
        """Sales now less sales before."""
        return self.now.sales - self.before.sales


@dataclass(frozen=True)
class Hour:
    """What was ordered in one hour of a weekday (0 = Monday), in the association's own time."""

    weekday: int
    hour: int
    orders: int
    sales: int


def total(session: Session, actor: Actor, *, selection: Selection) -> Measures:
    """The measures of everything selected; a statement of its own, because orders don't add up over products."""
    found = measured(session, actor, selection, [])
    return next(iter(found.values()))[0] if found else NOTHING


def grouped(session: Session, actor: Actor, *, by: str, selection: Selection, split: str = "") -> list[Group]:
    """The measures of each ``by`` of GROUPS, and of each ``split`` inside it when one is named.

    Times come in order and without gaps (unless split); everything else by falling sales, what is not matched last.
    """
    keys = [by, split] if split else [by]
    found = measured(session, actor, selection, keys)
    groups = [
        Group(key[0], labels[0], measures, *(key[1:] and (key[1], labels[1]))) for key, (measures, labels) in found.items()
    ]
    if by not in TIMES:
        return sorted(groups, key=lambda g: (g.key in (None, ""), -g.measures.sales, g.label, str(g.key), str(g.split)))
    if not split:
        known = {group.key for group in groups}
        groups += [Group(day, "", NOTHING) for day in periods(selection.span, by) if day not in known]
    return sorted(groups, key=lambda g: (g.key, str(g.split)))


def compare(session: Session, actor: Actor, *, pair: Pair, selection: Selection) -> Comparison:
    """The total of both spans of ``pair``; the span of ``selection`` itself plays no part."""
    now, before = (total(session, actor, selection=replace(selection, span=span)) for span in (pair.now, pair.before))
    return Comparison(pair, now, before)


def month_headline(session: Session, actor: Actor, *, today: date) -> Headline:
    """The sales of the month that is spoken of today, against the month before."""
    pair = calendar.headline_pair(today)
    both = compare(session, actor, pair=pair, selection=Selection(pair.now))
    return calendar.headline(today, both.now.sales, both.before.sales)


def best(session: Session, actor: Actor, *, selection: Selection, by: str = "product", limit: int = 10) -> list[Group]:
    """The groups that sold most, without what is not matched yet."""
    return [group for group in grouped(session, actor, by=by, selection=selection) if group.key is not None][:limit]


def rising(
    session: Session, actor: Actor, *, selection: Selection, pair: Pair | None = None, by: str = "product", limit: int = 10,
) -> list[Movement]:
    """The groups whose sales grew most in rupiah, against the aligned span before (or the spans of ``pair``)."""
    pair = pair or calendar.aligned(selection.span)
    now, before = (
        {group.key: group for group in grouped(session, actor, by=by, selection=replace(selection, span=span))}
        for span in (pair.now, pair.before)
    )
    moves = [
        Movement(key, group.label, group.measures, before[key].measures if key in before else NOTHING)
        for key, group in now.items() if key is not None
    ]
    return sorted((m for m in moves if m.difference > 0), key=lambda m: (-m.difference, m.label))[:limit]


def association_months(session: Session, actor: Actor, *, span: Span, today: date) -> list[tuple[date, int | None]]:
    """What members may know of the others: the association's sales of each closed month of ``span``.

    None where fewer than SHOWN_FROM businesses sold. The running month is left out: two readings of it on one day would tell
    a single sale. For members and those who see all; raises NotAllowed for everybody else.
    """
    if not actor.sees_all and actor.role != MEMBER:
        raise NotAllowed("the association's total is for its members")
    closed = min(span.last, today.replace(day=1) - timedelta(1))
    if closed < span.first:
        return []
    whole = Selection(Span(span.first, closed))
    everyone = replace(actor, role=SYSTEM)  # the only report that looks beyond the actor's own: sums of six and more leave it
    sums = {group.key: group.measures.sales for group in grouped(session, everyone, by="month", selection=whole)}
    sellers: dict[date, set[UUID]] = {}
    for day, business in _sellers(session, everyone, whole.span):
        sellers.setdefault(day.replace(day=1), set()).add(business)
    return [(month, amount if len(sellers.get(month, ())) >= SHOWN_FROM else None) for month, amount in sorted(sums.items())]


def weekday_hours(session: Session, actor: Actor, *, selection: Selection) -> list[Hour]:
    """When people order: counted orders by weekday and hour; orders whose time of day no file tells are left out."""
    query, business, product = joined(actor, selection, [], select())
    offset = _hours_ahead(actor, selection.span)
    at: SQLColumnExpression[Any] = OrderLine.ordered_at
    if session.get_bind().dialect.name == "postgresql":
        at = func.timezone(literal_column("'UTC'"), at)  # no bind: the same expression stands in GROUP BY
    inner = query.add_columns(
        OrderLine.sales_day.label("day"), extract("hour", at).label("hour"), OrderLine.shop_id, OrderLine.order_no,
        func.sum(OrderLine.gross - OrderLine.discount - OrderLine.refunds).label("sales"),
    ).where(
        wanted(actor, selection, business, product), counted(), OrderLine.ordered_at.is_not(None)
    ).group_by(OrderLine.sales_day, extract("hour", at), OrderLine.shop_id, OrderLine.order_no).subquery()
    found: dict[tuple[int, int], list[int]] = {}
    for day, hour, orders, sales in session.execute(
        select(inner.c.day, inner.c.hour, func.count(), func.sum(inner.c.sales)).group_by(inner.c.day, inner.c.hour)
    ):
        cell = found.setdefault((day.weekday(), (int(hour) + offset) % 24), [0, 0])
        cell[0] += orders
        cell[1] += int(sales)
    return [Hour(*key, *cell) for key, cell in sorted(found.items())]


def _sellers(session: Session, everyone: Actor, span: Span) -> list[tuple[date, UUID]]:
    """(day, business) of everybody who sold something: the count behind what members may see."""
    selection = Selection(span)
    query, business, product = joined(everyone, selection, ["business"], select())
    from_lines = query.add_columns(OrderLine.sales_day, business).where(
        wanted(everyone, selection, business, product), counted(), business.is_not(None)
    ).distinct()
    typed = select(TypedSale.day, TypedSale.business_id).where(typed_wanted(everyone, selection)).distinct()
    return [(day, seller) for statement in (from_lines, typed) for day, seller in session.execute(statement)]


def _hours_ahead(actor: Actor, span: Span) -> int:
    """Whole hours between UTC and the association's clock; Indonesia knows no summer time."""
    midnight = datetime.combine(span.first, time(), ZoneInfo(actor.timezone))
    return int((midnight.utcoffset() or timedelta()).total_seconds() // 3600)
