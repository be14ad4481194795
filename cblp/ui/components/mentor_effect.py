"""What mentoring brought: in one shop for those who work on it, and of all together for the office, or that it cannot be said yet."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import streamlit as st

from cblp.campaigns.rules import effect as rules
from cblp.campaigns.rules.effect import Effect
from cblp.catalogue import reports as catalogue
from cblp.growth.reports import mentors_shop as reports
from cblp.growth.reports.mentors_shop import AllEffect, OwnSales, ShopEffect
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import reads
from cblp.ui.components import campaign_results
from cblp.ui.page import Visit

WHY: Final = {
    rules.FEW_PARTICIPANTS: N_("Not enough data: {participants} members with a mentor can be compared; 5 are needed."),
    rules.FEW_OTHERS: N_("Not enough data: {others} members without a mentor can be compared; 5 are needed."),
    rules.NO_BASE: N_("Not enough data: there are too few sales from before to compare with."),
    rules.UNSTEADY: N_("Not enough data: the sales go up and down too much."),
}
OWN: Final = {
    reports.TOO_SHORT: N_("Sales: not enough data. It must run for 28 days."),
    reports.NO_FILES: N_("Sales: not enough data. The shop files of these days are not here yet."),
    reports.NO_BASE: N_("Sales: not enough data. There are no sales from before to compare with."),
}


def show(visit: Visit, assignment_id: UUID) -> None:
    """What changed in one shop since the mentoring began, one line each."""
    found: ShopEffect | None = reads.ask(reports.effect, assignment_id=assignment_id, today=visit.today)
    if found is None:
        st.caption(_("It has not begun yet."))
        return
    st.caption(_("Since {day}", day=formats.day(found.span.first)))
    st.markdown("\n".join(f"- {line}" for line in lines(found)))


def lines(found: ShopEffect) -> list[str]:
    """What changed, a short line each; nothing of what was never missing."""
    told = [
        ngettext("{count} product newly put into a shop", "{count} products newly put into a shop", found.opened,
                 count=formats.count(found.opened)),
    ]
    if found.fixed or found.left:
        told.append(_("{fixed} things put right, {left} still missing", fixed=formats.count(found.fixed), left=formats.count(found.left)))
    if found.new_marketplaces:
        names = {place.code: place.name for place in reads.ask(catalogue.marketplaces)}
        told.append(_("First order ever on {places}", places=", ".join(names[code] for code in found.new_marketplaces)))
    return [*told, own_sales(found.sales)]


def own_sales(told: OwnSales) -> str:
    """The sales of a shop against its own time before, or why that cannot be said."""
    if told.change is None:
        return _(OWN[told.why])
    if told.change == 0:
        return _("Sales each day: the same as before")
    return _("Sales each day: {change}, without days of a joint promotion", change=formats.change(told.change))


def of_all(visit: Visit) -> None:
    """Members with a mentor against members without one, by the rule that campaigns are measured with."""
    found: AllEffect = reads.ask(reports.all_effect, today=visit.today)
    with st.container(border=True):
        st.markdown(f"**{_('Sales with a mentor and without')}**  \n{_said(found.effect)}")
        if found.effect.value is not None and found.during:
            st.markdown(campaign_results.sure(found.effect))
            st.caption(_("{mentored} members with a mentor, {others} without, {days}", mentored=formats.count(found.effect.participants),
                         others=formats.count(found.effect.others),
                         days=formats.said_range(found.during.first, found.during.last, year=True)))
        if found.late:
            st.caption(ngettext("{count} began less than 28 days ago, or too long ago, and does not count yet.",
                                "{count} began less than 28 days ago, or too long ago, and do not count yet.", found.late,
                                count=formats.count(found.late)))
        if found.unfiled:
            st.caption(ngettext("{count} member is left out: the shop files of more than a week are not here yet.",
                                "{count} members are left out: the shop files of more than a week are not here yet.", found.unfiled,
                                count=formats.count(found.unfiled)))


def _said(effect: Effect) -> str:
    if effect.value is None:
        return _(WHY[effect.why], participants=formats.count(effect.participants), others=formats.count(effect.others))
    share = formats.percent(abs(effect.value), 0)
    told = _("Members with a mentor sold {share} more than expected from the others.", share=share) if effect.value > 0 else _(
        "Members with a mentor sold {share} less than expected from the others.", share=share)
    return told if campaign_results.proven(effect) else _("Not proven.") + " " + told
