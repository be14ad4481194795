"""Promo bersama: what runs, what is being prepared and what is past; and which campaign is open on the page."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.campaigns import states
from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.reports.campaigns import Detail, Row
from cblp.db.actor import COORDINATOR
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.reports import register
from cblp.ui import reads
from cblp.ui.components import address, campaign_begin, campaign_words, figures, frame, tables
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

OPENED: Final = "promo"
PART: Final = "bagian"
"""Query parameters: the code of the campaign that is open, and which part of it."""
PAGE: Final = 12

_RUNNING, _PREPARED, _PAST, _DROPPED = N_("Running"), N_("In preparation"), N_("Past"), N_("Given up")
_GROUPS: Final = {
    states.OPEN: _RUNNING, states.PROPOSED: _PREPARED, states.VOTED: _PREPARED, states.CLOSED: _PAST, states.RECONCILED: _PAST,
    states.SHARED: _PAST, states.DROPPED: _DROPPED,
}


def opened(visit: Visit) -> Detail | None:
    """The campaign that the address names by its code; one that is not there is said and forgotten."""
    found = address.find(OPENED, lambda: every(visit), lambda row: row.code, N_("This joint promotion is not there any more."))
    detail: Detail | None = reads.ask(reports.one, campaign_id=found.id) if found else None
    return detail


def open_one(code: str, part: str = "") -> None:
    """Open a campaign at its own address."""
    address.go({OPENED: code, PART: part})


def every(visit: Visit) -> list[Row]:
    """Every campaign, those that run first."""
    found: list[Row] = reads.ask(reports.listing)
    return found


def may_plan(visit: Visit) -> bool:
    """The coordinator plans; the treasurer reads, matches figures and confirms hours."""
    return visit.actor.role == COORDINATOR


def show(visit: Visit) -> None:
    """The sentence, a new plan, and the list."""
    rows = every(visit)
    if not rows:
        _nothing_yet(visit)
        return
    figures.sentence(_sentence(visit, rows))
    if may_plan(visit):
        with st.expander(_("Plan a joint promotion"), icon=":material/add:", key="campaign_new"):
            _begin(visit, rows)
    shown = {head: [row for row in rows if _GROUPS[row.state] == head] for head in (_RUNNING, _PREPARED, _PAST, _DROPPED)}
    for head, some in shown.items():
        if some:
            st.subheader(_(head), anchor=False)
            first = tables.start(len(some), f"campaigns_{head}", PAGE)
            for row in some[first : first + PAGE]:
                _row(visit, row)
            tables.pager(len(some), f"campaigns_{head}", PAGE)


def _nothing_yet(visit: Visit) -> None:
    if not reads.ask(register.counts, today=visit.today):
        frame.empty(_("No joint promotion yet. Add your members first; they are the ones who take part."), _("To the members"),
                    "members")
        return
    frame.empty(_("No joint promotion yet. Plans, who takes part and what came of it stand here."))
    if may_plan(visit):
        st.subheader(_("Plan a joint promotion"), anchor=False)
        _begin(visit, [])


def _begin(visit: Visit, rows: list[Row]) -> None:
    made = campaign_begin.show(visit, [row.name for row in rows])
    if made:
        open_one(reads.ask(reports.one, campaign_id=made).row.code)


def _sentence(visit: Visit, rows: list[Row]) -> str:
    """``Berjalan: Harbolnas 12.12 2026, sampai 13 Desember 2026.``"""
    running = [row for row in rows if row.state == states.OPEN]
    if running:
        row = min(running, key=lambda row: row.ends_on)
        if visit.today > row.ends_on:
            return _("{name} is over. Close it, then match its figures.", name=esc(row.name))
        if visit.today < row.starts_on:
            return _("{name} is open and begins on {day}.", name=esc(row.name), day=formats.full_day(row.starts_on))
        return _("{name} runs until {day}.", name=esc(row.name), day=formats.full_day(row.ends_on))
    coming = [row for row in rows if row.state in {states.PROPOSED, states.VOTED} and row.ends_on >= visit.today]
    if coming:
        row = min(coming, key=lambda row: row.starts_on)
        return _("Next: {name}, from {day}.", name=esc(row.name), day=formats.full_day(row.starts_on))
    return _("No joint promotion is planned now.")


def _row(visit: Visit, row: Row) -> None:
    with st.container(border=True):
        name, who, state = st.columns([4, 4, 3], vertical_alignment="center")
        with name, st.container(gap=None):
            if st.button(f"**{esc(row.name)}**", key=f"campaign_{row.code}", type="tertiary", icon=":material/chevron_right:"):
                open_one(row.code)
            st.caption(campaign_words.days(row.starts_on, row.ends_on))
        who.markdown(taking_part(row))
        state.markdown(campaign_words.badge(row.state) + _due(visit, row))


def taking_part(row: Row) -> str:
    """``12 usaha ikut, 6 belum menjawab``."""
    count = formats.count(row.joined)
    if row.state in {states.CLOSED, states.RECONCILED, states.SHARED}:
        return ngettext("{count} business took part", "{count} businesses took part", row.joined, count=count)
    joined = ngettext("{count} business takes part", "{count} businesses take part", row.joined, count=count)
    if not row.invited or not row.joinable:
        return joined
    return joined + ", " + ngettext(
        "{count} has not answered", "{count} have not answered", row.invited, count=formats.count(row.invited),
    )


def _due(visit: Visit, row: Row) -> str:
    if row.state == states.OPEN and visit.today > row.ends_on:
        return f"  \n:orange-badge[:material/event: {_('to be closed')}]"
    if row.state in {states.PROPOSED, states.VOTED} and row.starts_on <= visit.today <= row.ends_on:
        return f"  \n:orange-badge[:material/event: {_('its days have begun')}]"
    return ""
