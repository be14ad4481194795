"""Bekal digital beside sales: a dot for each member, and whether the two go together, in words that claim no cause."""

from __future__ import annotations

from fractions import Fraction

import streamlit as st

from cblp import charts
from cblp.charts import Dot
from cblp.documents.tables import Column, Table
from cblp.growth.reports import capital as reports
from cblp.growth.reports.capital import AgainstSales, WaveRow
from cblp.growth.rules import linked
from cblp.i18n import N_, _, formats
from cblp.ui import reads
from cblp.ui.components import capital_how, frame
from cblp.ui.components import charts as blocks
from cblp.ui.page import Visit


def show(visit: Visit, wave: WaveRow) -> None:
    """The whole part."""
    found: AgainstSales = reads.ask(reports.against_sales, wave_id=wave.id, today=visit.today)
    days = formats.said_range(found.span.first, found.span.last, year=True)
    if len(found.dots) < reports.SHOWN_FROM:
        frame.empty(_("Not enough data yet: {count} members have both answers and sales. At least 5 are needed.",
                      count=formats.count(len(found.dots))))
        return
    st.write(_verdict(found))
    title = _("Digital capital and sales a month, {days}", days=days)
    blocks.draw(charts.scatter(
        [Dot(dot.business, dot.index, dot.sales, dot.business_id) for dot in found.dots], x_title=_("Digital capital, 0 to 100"),
        y_title=_("Sales a month, in rupiah"), x_unit="count", y_unit="rupiah",
    ), f"capital_sales_{wave.id}", title)
    st.caption(_("{count} members with sales on record; {without} without. Fees are not taken off.",
                 count=formats.count(len(found.dots)), without=formats.count(found.without)))
    if found.link:
        _how(found.link)
    rows = Table(title, [Column(N_("Member"), "text"), Column(N_("Index, 0 to 100"), "number"), Column(N_("Sales a month"), "rupiah")],
                 [(dot.business, dot.index, dot.sales) for dot in found.dots], days)
    blocks.offer(lambda: rows, key=f"capital_sales_{wave.id}", name="bekal-digital-penjualan")


def _verdict(found: AgainstSales) -> str:
    if len(found.dots) < linked.FEWEST:
        return _("Not enough data yet to say whether the two go together: at least 6 members are needed.")
    if found.link is None:
        return _("Nothing can be said: one of the two figures is the same for everybody.")
    if not found.link.clear:
        return _("It is not proven that digital capital and sales go together.")
    if found.link.rho > 0:
        return _("Members with more digital capital sell more. Which of the two comes first is not shown by this.")
    return _("Members with more digital capital sell less. Which of the two comes first is not shown by this.")


def _how(link: linked.Link) -> None:
    with st.expander(_("How it is calculated"), icon=":material/calculate:"):
        st.write(_(
            "Both figures are put in order, and the two orders are compared (Spearman's rank correlation). It is {rho}; 1 is the same "
            "order, 0 none, −1 the opposite.", rho=formats.number(Fraction(link.rho).limit_denominator(10**6), 2),
        ))
        st.write(_(
            "Chance alone gives as much in {share} of the cases, tried by shuffling the {count} members. We call it proven below 5%.",
            share=capital_how.chance(link.p), count=formats.count(link.people),
        ))
