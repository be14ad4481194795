"""Sales over time: against what went before or by marketplace, with feasts and sale days marked, down to the orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

import streamlit as st

from cblp import charts
from cblp.charts import Chart, Series
from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _, formats
from cblp.sales import calendar
from cblp.sales import reports as sales
from cblp.sales.reports import Group
from cblp.ui import page, reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import figures, filters, sales_lead, sales_rows
from cblp.ui.components.sales_lead import Basis
from cblp.ui.page import Visit

PLACES = "marketplace"
SHOWN = 5
"""Marketplaces with a colour of their own; the smaller ones are one part together."""


@page.fragment
def show(visit: Visit, base: Basis) -> None:
    """One chart: choose the steps of time and what it is compared with; then choose one step to see its orders."""
    since = reads.ask(sales.first_day)
    pairs = {name: pair for name, pair in base.pairs.items() if figures.comparable(pair, since)}
    with st.container(border=True):
        left, right = st.columns([4, 1.6], vertical_alignment="center")
        with left:
            against = filters.one_of("sales", "banding", _("Compare with"), {
                **{name: _name(name, pair, visit.today) for name, pair in pairs.items()}, PLACES: _("by marketplace"),
            })
        with right:
            by = filters.step("sales", base.asked.span)
        if against == PLACES:
            groups, chart, rows = _by_place(base, by)
        else:
            groups, chart, rows = _compared(visit, base, by, against)
        clicked = blocks.pick(chart, f"sales_time_{by}_{against}", rows.title)
        left, right = st.columns([5, 1], vertical_alignment="bottom")
        with right:
            blocks.offer(lambda: rows, key="sales_time", name=f"penjualan-{against}")
        with left:
            sold = [group.key for group in groups if group.measures.orders or group.measures.typed]
            names = {key.isoformat(): _period_name(key, by) for key in sold}
            key = blocks.choose(_("See the orders of"), names, clicked, f"sales_time_{by}")
        if key:
            sales_rows.show(base, by, date.fromisoformat(key), names[key], "sales_time_rows")


def _compared(visit: Visit, base: Basis, by: str, against: str) -> tuple[list[Group], Chart, Table]:
    pair = base.pairs[against]
    now = reads.ask(sales.grouped, by=by, selection=base.selection)
    before = reads.ask(sales.grouped, by=by, selection=replace(base.selection, span=pair.before))[: len(now)]
    keys = [group.key for group in now]
    chart = charts.lines(
        blocks.labels(keys, by),
        [
            Series(figures.short(base.asked.span, visit.today), [_known(group, base.newest) for group in now]),
            Series(figures.short(pair.before, visit.today), [group.measures.sales for group in before], dashed=True),
        ],
        unit="rupiah", keys=[key.isoformat() for key in keys], marks=_marks(base, keys, by),
    )
    columns = [blocks.time_column(by), Column(N_("Sales"), "rupiah"), Column(N_("Orders"), "count"),
               Column(N_("Sales before"), "rupiah"), replace(blocks.time_column(by), header=N_("Compared with"))]
    rows = [
        [group.key, group.measures.sales, group.measures.orders, *((old.measures.sales, old.key) if old else (None, None))]
        for group, old in zip_longest(now, before)
    ]
    return now, chart, Table(_title(base, by), columns, rows, base.note)


def _known(group: Group, newest: date | None) -> int | None:
    """Nothing sold after the newest file is not known, and not nothing."""
    sold = group.measures.sales
    return sold if sold or newest is None or group.key <= newest else None


def _by_place(base: Basis, by: str) -> tuple[list[Group], Chart, Table]:
    cells = reads.ask(sales.grouped, by=by, selection=base.selection, split="marketplace")
    keys = sales.periods(base.selection.span, by)
    chart = charts.columns(
        blocks.labels(keys, by), parts(cells, keys), unit="rupiah", keys=[key.isoformat() for key in keys],
        marks=_marks(base, keys, by),
    )
    columns = [blocks.time_column(by), Column(N_("Marketplace")), Column(N_("Sales"), "rupiah"),
               Column(N_("Orders"), "count")]
    rows = [[cell.key, cell.split_label, cell.measures.sales, cell.measures.orders] for cell in cells]
    return reads.ask(sales.grouped, by=by, selection=base.selection), chart, Table(_title(base, by), columns, rows, base.note)


def parts(cells: Sequence[Group], keys: Sequence[date]) -> list[Series]:
    """Cells of time and marketplace as the parts of a column: the largest marketplaces, then all others together."""
    sums: dict[str, int] = {}
    names: dict[str, str] = {}
    for cell in cells:
        sums[cell.split] = sums.get(cell.split, 0) + cell.measures.sales
        names[cell.split] = cell.split_label
    order = sorted(sums, key=lambda code: (-sums[code], code))
    own, rest = (order, []) if len(order) <= SHOWN + 1 else (order[:SHOWN], order[SHOWN:])
    values = {(cell.split, cell.key): cell.measures.sales for cell in cells}
    made = [Series(names[code], [values.get((code, key), 0) for key in keys], key=code) for code in own]
    if rest:
        made.append(Series(_("Others"), [sum(values.get((code, key), 0) for code in rest) for key in keys], key="others"))
    return made


def _marks(base: Basis, keys: Sequence[date], by: str) -> list[charts.Mark]:
    return charts.occasion_marks(keys, by, calendar.occasions(base.selection.span))


def _name(name: str, pair: calendar.Pair, today: date) -> str:
    if name == "hari-sama":
        return _("same weekdays, {days}", days=formats.day_range(pair.before.first, pair.before.last))
    return _("against {days}", days=sales_lead.than(pair, today))


def _title(base: Basis, by: str) -> str:
    name = {"day": _("Sales per day"), "week": _("Sales per week"), "month": _("Sales per month")}[by]
    return f"{name}, {base.asked.days} · {_('rupiah, fees not taken off')}"


def _period_name(key: date, by: str) -> str:
    if by == "month":
        return formats.month(key)
    return formats.full_day(key) if by == "day" else _("Week from {day}", day=formats.day(key))

