"""Who and what the sales come from: by marketplace, member, product or the buyers' place, down to the orders."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

import streamlit as st

from cblp import charts
from cblp.charts import Bar
from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _, formats
from cblp.sales import reports as sales
from cblp.sales.metrics import METRICS, figure
from cblp.sales.reports import Group
from cblp.ui import page, reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import filters, sales_rows
from cblp.ui.components.sales_lead import Basis

GROUPS = {"marketplace": "marketplace", "anggota": "business", "produk": "product", "daerah": "regency"}
"""Words of the address and the groups of the report that they stand for."""
HEADS = {"marketplace": N_("Marketplace"), "business": N_("Member"), "product": N_("Product"), "regency": N_("Buyers' place")}
SHOWN = 12


@page.fragment
def show(base: Basis) -> None:
    """Bars beside the full table; choose a bar (or a name) to see its orders."""
    with st.container(border=True):
        words = {"marketplace": _("Marketplaces"), "anggota": _("Members"), "produk": _("Products"),
                 "daerah": _("Buyers' places")}
        word = filters.one_of("sales", filters.BY, _("Group by"), words)
        by = GROUPS[word]
        groups = reads.ask(sales.grouped, by=by, selection=base.selection)
        named = [group for group in groups if group.label]
        title = f"{_('Sales by {group}', group=_(HEADS[by]).lower())}, {base.asked.days}"
        bars = [Bar(group.label, group.measures.sales, group.key, _note(group)) for group in named[:SHOWN]]
        chart = charts.bars(bars, unit="rupiah")
        rows = table(title, by, groups, base)
        left, right = st.columns([1, 1], gap="medium")
        with left:
            clicked = blocks.pick(chart, f"sales_bars_{by}", title) if named else ""
        with right:
            blocks.table(rows, key=f"sales_groups_{by}", size=SHOWN)
        left, right = st.columns([5, 1], vertical_alignment="bottom")
        with right:
            blocks.offer(lambda: rows, key=f"sales_groups_{by}", name=f"penjualan-{word}")
        with left:
            names = {str(group.key): group.label for group in named}
            key = blocks.choose(_("See the orders of"), names, clicked, f"sales_drill_{by}")
        if key:
            sales_rows.show(base, by, UUID(key) if by in {"business", "product"} else key, names[key], "sales_rows")


def table(title: str, by: str, groups: Sequence[Group], base: Basis) -> Table:
    """All groups with their share of the whole; what has no name comes last and says why."""
    whole = sum(group.measures.sales for group in groups)
    columns = [Column(HEADS[by]), Column(N_("Sales"), "rupiah"), Column(N_("Share of the whole"), "share"),
               Column(N_("Orders"), "count"), Column(N_("Sold"), "count")]
    rows: list[list[Any]] = [
        [group.label or nameless(group), group.measures.sales, Fraction(group.measures.sales, whole) if whole else None,
         *_counts(group)]
        for group in groups
    ]
    return Table(title, columns, rows, base.note)


def _counts(group: Group) -> tuple[int | None, int | None]:
    """Orders and items; of what was only typed in they are not known."""
    measures = group.measures
    return (None, None) if measures.typed and not measures.orders else (measures.orders, measures.quantity)


def nameless(group: Group) -> str:
    """What a group without a name holds."""
    if not group.measures.typed:
        return _("Not matched yet")
    return _("Typed in by hand") if group.measures.typed == group.measures.sales else _("Typed in by hand, or not matched yet")


def _note(group: Group) -> str:
    cancelled = figure("cancelled_share", group.measures)
    parts = [f"{METRICS['orders'].name()}: {formats.count(group.measures.orders)}"]
    if cancelled is not None:
        parts.append(_("{share} cancelled", share=formats.percent(cancelled)))
    return " · ".join(parts)
