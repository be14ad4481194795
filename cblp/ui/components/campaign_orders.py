"""Why each order is a campaign's, or is not."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.reports.campaigns import Attributed, Detail, Page
from cblp.catalogue import reports as catalogue
from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _, formats
from cblp.ui import reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import figures, tables
from cblp.ui.page import Visit

SIZE: Final = 20
ALL, COUNTED, OTHERS = "all", "counted", "others"
_WANTED: Final = {ALL: None, COUNTED: True, OTHERS: False}


def show(visit: Visit, campaign: Detail) -> None:
    """Order lines of the campaign's days, each with its reason in one sentence."""
    key = f"orders_of_{campaign.row.id}"
    counts = {name: _page(campaign, name, limit=1).total for name in _WANTED}
    names = {ALL: _("All: {count}", count=formats.count(counts[ALL])), COUNTED: _("Counted: {count}", count=formats.count(counts[COUNTED])),
             OTHERS: _("Not counted: {count}", count=formats.count(counts[OTHERS]))}
    figures.sentence(_("{counted} of {all} order lines count for this joint promotion.", counted=formats.count(counts[COUNTED]),
                       all=formats.count(counts[ALL])))
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    chosen = left.pills(_("Show"), list(names), default=ALL, required=True, format_func=names.__getitem__, key=f"{key}_which",
                        label_visibility="collapsed") or ALL
    number = right.text_input(_("Order number"), key=f"{key}_number", type="search", icon=":material/search:", live=True,
                              placeholder=_("Search one order"))
    asked = str(number or "").strip()
    total = _page(campaign, chosen, order_no=asked, limit=1).total
    if not total:
        st.info(_("No order of these days fits this choice."))
        return
    which = f"{key}_{chosen}_{asked}"
    found = _page(campaign, chosen, order_no=asked, offset=tables.start(total, which, SIZE), limit=SIZE)
    places = {place.code: place.name for place in reads.ask(catalogue.marketplaces)}
    blocks.one_page(_table(found.rows, places, campaign), total, key=which, size=SIZE)
    blocks.offer(lambda: _table(_page(campaign, chosen, order_no=asked, limit=total).rows, places, campaign), key=which,
                 name=f"pesanan-promo-{campaign.row.code}")


def _page(campaign: Detail, which: str, *, order_no: str = "", offset: int = 0, limit: int) -> Page:
    found: Page = reads.ask(reports.attribution, campaign_id=campaign.row.id, counted=_WANTED[which], order_no=order_no,
                            offset=offset, limit=limit)
    return found


def _table(rows: list[Attributed], places: dict[str, str], campaign: Detail) -> Table:
    columns = [
        Column(N_("Day"), "day"), Column(N_("Marketplace")), Column(N_("Order number")), Column(N_("Product"), width=40),
        Column(N_("Member")), Column(N_("Sales"), "rupiah"), Column(N_("Counts"), width=8), Column(N_("Why"), width=60),
    ]
    cells = [
        [row.day, places.get(row.marketplace, row.marketplace), row.order_no, " ".join((row.title, row.variation)).strip(),
         row.business or None, row.sales, _("yes") if row.counted else _("no"), reports.said(row)] for row in rows
    ]
    days = formats.day_range(campaign.row.starts_on, campaign.row.ends_on)
    return Table(_("Orders of {name}", name=campaign.row.name), columns, cells, days)
