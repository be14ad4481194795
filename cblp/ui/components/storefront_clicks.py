"""What the storefront adds to the promotion: how often its pages were opened and its buttons pressed, by product."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _, formats
from cblp.outreach.reports import counts
from cblp.outreach.services import counts as counting
from cblp.ui import runtime
from cblp.ui.components import charts as blocks
from cblp.ui.components.frame import esc
from cblp.ui.components.reach_lead import Basis
from cblp.ui.page import Visit


def show(visit: Visit, base: Basis) -> None:
    """The sum of the chosen days, then the products; visits of buyers move no data version on, so they are asked afresh."""
    days = {"first": base.asked.span.first, "last": base.asked.span.last}
    whole = runtime.app().read(visit.actor, counts.totals, **days)
    if not whole.what:
        st.write(_("Nobody opened the storefront in these days. Visits stand here once buyers come."))
        return
    st.markdown("**" + _(
        "Pages of the storefront opened: {opened}. Clicks to marketplaces: {bought}, to WhatsApp: {ordered}.",
        opened=formats.count(whole.opened), bought=formats.count(whole.what.get(counting.BUY, 0)),
        ordered=formats.count(whole.what.get(counting.ORDER, 0)),
    ) + "** " + _("Counted for all members and channels."))
    columns = [Column(N_("Product")), Column(N_("Member")), Column(N_("Opened"), "count"),
               Column(N_("Clicks to marketplaces"), "count"), Column(N_("Clicks to WhatsApp"), "count"), Column(N_("QR scans"), "count")]
    rows: list[list[Any]] = [
        [one.product, one.business, one.opened, one.bought, one.ordered, one.scanned]
        for one in runtime.app().read(visit.actor, counts.by_product, **days)
    ]
    made = Table(_("Storefront, {days}", days=base.asked.days), columns, rows, base.asked.days)
    st.markdown(f"**{esc(made.title)}**")
    blocks.table(made, key="reach_storefront", size=15)
    blocks.offer(lambda: made, key="reach_storefront", name="etalase")
