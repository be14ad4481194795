"""A profit sharing for a hall: what everybody gets as bars, without names unless the members decided so, and nothing to press."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.charts import Panel, sorted_bars
from cblp.i18n import _, formats
from cblp.sharing import states
from cblp.sharing.reports import distributions as reports
from cblp.sharing.reports.distributions import Bars, Detail, Summary
from cblp.ui import reads
from cblp.ui.components import sharing, tables
from cblp.ui.components import sharing_words as words
from cblp.ui.components.frame import esc
from cblp.ui.components.papers import drawn
from cblp.ui.components.sharing_trial import SCREEN
from cblp.ui.page import Visit

SHOWN: Final = (states.OBJECTION, *states.BINDING)
"""States in which the members see their own share, so that a hall may see all of them."""


def may(run: Summary) -> bool:
    """Whether the members already see what this run gives them."""
    return run.state in SHOWN


def button() -> None:
    """Opens the view."""
    if st.button(_("Show on the big screen"), icon=":material/present_to_all:", key="run_screen"):
        st.query_params[SCREEN] = "1"
        st.rerun()


def show(visit: Visit, detail: Detail) -> None:
    """The run, large: the money, the rule, how it spreads, what goes to funds, and until when somebody can object."""
    run = detail.summary
    if st.button(_("Back"), icon=":material/arrow_back:", type="tertiary", key="screen_back"):
        st.query_params.pop(SCREEN)
        st.rerun()
    bars: Bars = reads.ask(
        reports.spread_of, distribution_id=run.id, now=visit.now.replace(minute=0, second=0, microsecond=0),
    )
    st.header(_("We share {pool}", pool=formats.money(run.pool)), anchor=False)
    st.subheader(sharing.title(run), anchor=False)
    drawn(sorted_bars(
        [Panel("", bars.amounts, bars.spread.median if bars.spread else None)], unit="rupiah",
        label=_("What everybody gets, from the smallest to the largest"), height=520,
    ))
    st.subheader(" · ".join([words.members(len(bars.amounts)), *(
        f"{_(words.FUND_NAMES[fund])} {formats.money(amount)}" for fund, amount in detail.funds.items())]), anchor=False)
    st.write(_("By the rule “{rule}”, version {number}: {parts}", rule=esc(run.rule), number=run.rule_number,
               parts=words.rule(detail.components)))
    if run.state == states.OBJECTION and run.objections_until and visit.today <= run.objections_until:
        st.subheader(_("Members may object until {day}.", day=formats.full_day(run.objections_until)), anchor=False)
    if bars.names:
        pairs = sorted(zip(bars.names, bars.amounts, strict=True), key=lambda pair: pair[0].lower())
        tables.show([_("Member"), tables.Number(_("Share in rupiah"))], [(name, formats.money(amount)) for name, amount in pairs],
                    key="screen_names", size=50)
    else:
        st.caption(_("Without names. Everybody finds their own share under My money."))
