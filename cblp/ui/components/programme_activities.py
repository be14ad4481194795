"""The activities of a programme: drawn against its budget by month, and which trainings, campaigns and mentorings belong to it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp import charts
from cblp.charts import Mark, Series
from cblp.documents.tables import Cell, Column, Table
from cblp.i18n import N_, _, formats, ngettext
from cblp.programmes.reports import programmes as reports
from cblp.programmes.reports.programmes import Detail, Link
from cblp.programmes.rules.alive import Month
from cblp.programmes.services import programmes
from cblp.ui import page, reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import programme_words, tables
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

KINDS: Final = {
    reports.TRAINING: (N_("Training"), ":material/school:"), reports.CAMPAIGN: (N_("Joint promotion"), ":material/campaign:"),
    reports.ASSIGNMENT: (N_("Mentoring"), ":material/diversity_3:"),
}
PAGE: Final = 10


def chart(found: Detail) -> None:
    """What took place and what was spent, month by month below each other, with the months of the budget marked."""
    months = found.months
    if not any(month.activities or month.spent for month in months):
        return
    labels = blocks.labels([month.month for month in months], "month")
    marks = _budget(months)
    parts = (
        Series(_("Mentoring sessions"), [month.sessions for month in months]),
        Series(_("Trainings"), [month.trainings for month in months]),
        Series(_("Joint promotions"), [month.campaigns for month in months]),
    )
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        held = [part for part in parts if any(part.values)]
        drawn = charts.columns(labels, held, unit="count", marks=marks, height=280)
        blocks.draw(drawn, f"activities_{found.row.code}", _("Activities in each month"))
        _steady(found)
    with right.container(border=True, height="stretch"):
        spent = Series(_("Spent"), [month.spent for month in months])
        drawn = charts.columns(labels, [spent], unit="rupiah", marks=marks, height=280)
        blocks.draw(drawn, f"spent_{found.row.code}", _("Spent in each month, in rupiah"))
        blocks.offer(lambda: _table(found), key=f"months_{found.row.code}", name=f"program-{found.row.code}")


def _budget(months: tuple[Month, ...]) -> list[Mark]:
    inside = [position for position, month in enumerate(months) if month.budget]
    return [Mark(_("Budget"), inside[0], inside[-1])] if inside else []


def _steady(found: Detail) -> None:
    """The continuity index, before and after the end."""
    beat = found.row.pulse
    if beat is None or beat.during is None:
        return
    told = _("Months with an activity: {share} while there was a budget", share=formats.percent(beat.during, 0))
    if beat.after is not None:
        told = _("{before}, {share} after it", before=told, share=formats.percent(beat.after, 0))
    st.caption(f"{told}.")


def _table(found: Detail) -> Table:
    columns = [
        Column(N_("Month"), "month"), Column(N_("Mentoring sessions"), "count"), Column(N_("Trainings"), "count"),
        Column(N_("Joint promotions"), "count"), Column(N_("Spent"), "rupiah"), Column(N_("Days of the budget"), "count"),
    ]
    rows: list[list[Cell]] = [[one.month, one.sessions, one.trainings, one.campaigns, one.spent, one.budget] for one in found.months]
    return Table(_("Activity against budget of {name}", name=found.row.name), columns, rows)


# -- what belongs to it ------------------------------------------------------------------------------------------------


def show(visit: Visit, found: Detail, *, may: bool) -> None:
    """The activities that belong to the programme, and those that could."""
    if not found.links:
        with st.container(border=True):
            st.write(_("No activity belongs to it yet. Trainings, joint promotions and mentorings show whether a programme goes on."))
    if any(link.kind == reports.ASSIGNMENT for link in found.links):
        st.caption(f":material/visibility_off: {_('This page names members. Keep it off the projector.')}")
    first = tables.start(len(found.links), "activities", PAGE)
    for link in found.links[first : first + PAGE]:
        _line(found, link, may)
    tables.pager(len(found.links), "activities", PAGE)
    if may:
        _add(visit, found)


def _line(found: Detail, link: Link, may: bool) -> None:
    with st.container(border=True):
        name, when, button = st.columns([6, 4, 2], vertical_alignment="center")
        word, icon = KINDS[link.kind]
        with name, st.container(gap=None):
            st.markdown(f"{icon} **{esc(link.label)}**")
            st.caption(_(word) if link.first <= found.row.last else _("{kind}, after the budget", kind=_(word)))
        with when, st.container(gap=None):
            st.markdown(programme_words.days(link.first, link.last))
            st.caption(_done(link))
        if may and button.button(_("Take away"), key=f"unlink_{link.id}") and page.action(programmes.unlink, link_id=link.id):
            page.say(_("It does not belong to this programme any more."))
            st.rerun()


def _done(link: Link) -> str:
    if link.kind == reports.ASSIGNMENT:
        return ngettext("{count} session written down", "{count} sessions written down", link.sessions, count=formats.count(link.sessions))
    return _("took place") if link.done else _("has not taken place")


def _add(visit: Visit, found: Detail) -> None:
    free = {link.target_id: link for link in reads.ask(reports.linkable, programme_id=found.row.id, today=visit.today)}
    if not free:
        return
    with st.container(border=True):
        chosen = st.selectbox(
            _("Which activity belongs to it?"), list(free), index=None, key=f"link_{found.row.id}", placeholder=_("Choose an activity"),
            format_func=lambda id_: f"{free[id_].label} · {_(KINDS[free[id_].kind][0])} · {formats.day(free[id_].first)}",
        )
        pressed = st.button(_("Add this activity"), icon=":material/add:", key="link_now", disabled=chosen is None)
        if pressed and chosen and page.action(programmes.link, programme_id=found.row.id, **{f"{free[chosen].kind}_id": chosen}):
            page.say(_("It belongs to this programme now."))
            st.rerun()
