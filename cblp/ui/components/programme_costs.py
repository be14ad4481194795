"""What was spent from a programme's budget: written down by coordinator or treasurer, taken back where it was wrong."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cblp.i18n import N_, _, formats
from cblp.programmes.reports.programmes import Cost, Detail
from cblp.programmes.services import programmes
from cblp.ui import page
from cblp.ui.components import fields, programme_words, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

WANTED: Final = (
    Field("what", N_("What was paid"), most=160, needed=True), Field("amount", N_("How much in rupiah"), fields.MONEY, needed=True),
    Field("day", N_("Day"), fields.DAY, needed=True),
)
PAGE: Final = 12


def show(visit: Visit, found: Detail, *, may: bool) -> None:
    """The costs, newest first. The treasurer writes them down too, so ``may`` decides nothing here."""
    row = found.row
    st.caption(_("These are notes on the programme's budget. The cash book does not change by them."))
    if not found.costs:
        with st.container(border=True):
            st.write(_("Nothing is written down as spent yet."))
    if not row.called_off:
        _spend(visit, found)
    first = tables.start(len(found.costs), "costs", PAGE)
    for cost in found.costs[first : first + PAGE]:
        _line(cost)
    tables.pager(len(found.costs), "costs", PAGE)


def _line(cost: Cost) -> None:
    with st.container(border=True):
        what, amount, button = st.columns([5, 3, 3], vertical_alignment="center")
        with what, st.container(gap=None):
            st.markdown(f"~~{esc(cost.what)}~~" if cost.taken_back else f"**{esc(cost.what)}**")
            st.caption(" · ".join(part for part in (formats.day(cost.day), esc(cost.by)) if part))
        amount.markdown(formats.money(cost.amount))
        if cost.taken_back:
            button.markdown(f":gray-badge[{_('Taken back')}]")
            return
        with button:
            if fields.confirm(
                f"unspend_{cost.id}", _("Take this note back"),
                _("Take back {amount} for {what}?", amount=formats.money(cost.amount), what=cost.what),
                _("It stays visible, but counts no more."),
            ) and page.action(programmes.take_back, cost_id=cost.id):
                page.say(_("The note is taken back."))
                st.rerun()


def _spend(visit: Visit, found: Detail) -> None:
    def make(typed: dict[str, Any]) -> Outcome[Any]:
        made = page.action(programmes.spend, programme_id=found.row.id, **typed)
        if made:
            page.say(programme_words.saved(typed["amount"]))
        return made

    if fields.create("spend", WANTED, {"day": visit.today}, make, label=_("Write down what was spent")):
        st.rerun()
