"""The rows behind one bar: items of orders, and what was typed in by hand; page by page."""

from __future__ import annotations

import functools
from typing import Any

import streamlit as st

from cblp.documents.tables import Cell, Column, Table
from cblp.i18n import N_, _, formats
from cblp.importers.records import COMPLETED, PAID, RETURNED, SHIPPED
from cblp.sales import reports as sales
from cblp.sales.reports import Line
from cblp.ui import reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import frame, tables
from cblp.ui.components.sales_lead import Basis

SIZE = 15
ANY = 1 << 30
"""The page that is open is asked for before it is known how many rows there are."""
MOST = 5000
"""Rows in one file; a longer list is asked for in parts."""
STATUS = {PAID: N_("To be shipped"), SHIPPED: N_("Shipped"), COMPLETED: N_("Completed"), RETURNED: N_("Returned")}

ITEMS = (
    Column(N_("Day"), "day"), Column(N_("Order number"), width=20), Column(N_("Item")), Column(N_("Member")), Column(N_("Shop")),
    Column(N_("Quantity"), "count"), Column(N_("Sales"), "rupiah"), Column(N_("State"), width=14),
)
TYPED = (Column(N_("Day"), "day"), Column(N_("Where")), Column(N_("Member")), Column(N_("Sales"), "rupiah"))


def show(base: Basis, by: str, key: Any, name: str, place: str) -> None:
    """The orders and the typed sales of one group, newest first; ``place`` tells apart where on a page this stands."""
    chosen, title, place = base.selection.within(by, key), _("Orders of {name}", name=name), f"{place}_{by}_{key}"
    found = reads.ask(sales.rows, selection=chosen, offset=tables.start(ANY, place, SIZE), limit=SIZE)
    if found.total:
        left, right = st.columns([5, 1], vertical_alignment="bottom")
        left.markdown(f"**{_('{count} items in orders', count=formats.count(found.total))}** · {frame.esc(name)}")
        with right:
            every = functools.partial(reads.ask, sales.rows, selection=chosen, limit=MOST)
            blocks.offer(lambda: _items(title, every().rows, base.note), key=place, name="pesanan")
        blocks.one_page(_items(title, found.rows, base.note), found.total, key=place, size=SIZE)
        if found.total > MOST:
            st.caption(_("The file holds the newest {count} rows.", count=formats.count(MOST)))
    typed = reads.ask(sales.typed_rows, selection=chosen, offset=tables.start(ANY, f"{place}_typed", SIZE), limit=SIZE)
    if typed.total:
        st.markdown(f"**{_('{count} sales typed in by hand', count=formats.count(typed.total))}** · {frame.esc(name)}")
        blocks.one_page(typed_table(title, typed.rows, base.note), typed.total, key=f"{place}_typed", size=SIZE)


def _items(title: str, lines: list[Line], note: str) -> Table:
    return Table(title, ITEMS, [
        [
            line.day, line.order_no, " · ".join(filter(None, (line.title, line.variation))), line.business or _("Not matched yet"),
            line.shop, line.quantity, line.measures.sales, _(STATUS[line.status]) if line.status in STATUS else "",
        ]
        for line in lines
    ], note)


def typed_table(title: str, lines: list[Line], note: str) -> Table:
    """Typed sales as a table."""
    places = dict(reads.ask(sales.choices).marketplaces)
    rows: list[list[Cell]] = [
        [line.day, places.get(line.marketplace, line.marketplace), line.business, line.measures.sales] for line in lines
    ]
    return Table(title, TYPED, rows, note)
