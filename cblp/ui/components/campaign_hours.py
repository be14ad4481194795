"""Hours that are given to a campaign: written down by or for a member, confirmed or disputed by somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.campaigns import states
from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.reports.campaigns import Detail, Hours, Row
from cblp.campaigns.services import effort
from cblp.db.actor import COORDINATOR, MEMBER
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.reports import register
from cblp.ui import page, reads
from cblp.ui.components import campaign_words, fields, figures, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.components.my_shop_sheet import close
from cblp.ui.page import Outcome, Visit

USUAL: Final = (30, 60, 120, 180, 240, 480)
"""Minutes that one press writes down."""
SHOWN: Final = 10
WORDS: Final = {
    states.CLAIMED: N_("waits to be confirmed"), states.CONFIRMED: N_("confirmed"), states.DISPUTED: N_("in doubt"),
}


# -- the office --------------------------------------------------------------------------------------------------------


def show(visit: Visit, campaign: Detail) -> None:
    """What waits first, each with its two buttons; then all hours by member."""
    rows: list[Hours] = reads.ask(reports.hours, campaign_id=campaign.row.id)
    waiting = [row for row in rows if row.state == states.CLAIMED]
    confirmed = sum(row.minutes for row in rows if row.state == states.CONFIRMED)
    figures.sentence(_("{spent} confirmed, {waiting} waiting.", spent=campaign_words.spent(confirmed), waiting=ngettext(
        "{count} entry", "{count} entries", len(waiting), count=formats.count(len(waiting)))) if rows
        else _("No hours are written down yet."))
    st.caption(_("Hours count for sharing once somebody else than the writer has confirmed them."))
    first = tables.start(len(waiting), "hours_waiting", SHOWN)
    for row in waiting[first : first + SHOWN]:
        _waiting(row)
    tables.pager(len(waiting), "hours_waiting", SHOWN)
    judged = [row for row in rows if row.state != states.CLAIMED]
    if judged:
        _judged(visit, judged)
    if visit.actor.role == COORDINATOR and campaign.row.state in states.COUNTING:
        _write_for(visit, campaign)


def _waiting(row: Hours) -> None:
    with st.container(border=True):
        left, right = st.columns([3, 2], vertical_alignment="center")
        left.markdown(f"**{esc(row.business)}** · {_(campaign_words.ACTIVITIES[row.activity])} · **{campaign_words.spent(row.minutes)}**"
                      f"  \n{formats.full_day(row.day)}" + (f" · {esc(row.note)}" if row.note else ""))
        with right:
            if row.mine:
                st.caption(_("You wrote this down. Somebody else confirms it."))
                return
            with st.container(horizontal=True):
                if st.button(_("Confirm"), type="primary", key=f"confirm_{row.id}", icon=":material/check:") and page.action(
                    effort.confirm, effort_id=row.id,
                ):
                    page.say(_("{name}: {spent} confirmed.", name=f"**{esc(row.business)}**", spent=campaign_words.spent(row.minutes)))
                    st.rerun()
                _doubt(row)


def _doubt(row: Hours) -> None:
    with st.popover(_("Not right"), key=f"doubt_{row.id}"):
        why = st.text_input(_("What is not right? The member reads this."), key=f"why_{row.id}", max_chars=200)
        if st.button(_("Send back"), key=f"dispute_{row.id}") and page.action(effort.dispute, effort_id=row.id, why=why or ""):
            page.say(_("The hours of {name} went back with your words.", name=f"**{esc(row.business)}**"))
            st.rerun()


def _judged(visit: Visit, rows: list[Hours]) -> None:
    tables.show(
        [_("Day"), _("Member"), _("What was done"), tables.Number(_("Time")), _("State")],
        [(formats.day(row.day), row.business, _(campaign_words.ACTIVITIES[row.activity]), campaign_words.spent(row.minutes),
          _(WORDS[row.state]) + (f": {row.judgement}" if row.judgement else "")) for row in rows],
        key="hours_judged", size=15,
    )


def _write_for(visit: Visit, campaign: Detail) -> None:
    members = {id_: f"{name} ({code})" for id_, code, name in reads.ask(register.names, today=visit.today)}
    wanted = (
        Field("business_id", N_("Member"), fields.CHOICE, members, hint=N_("Type to search"), needed=True),
        Field("activity", N_("What was done"), fields.CHOICE, campaign_words.activities(), needed=True),
        Field("day", N_("Day"), fields.DAY, needed=True),
        Field("minutes", N_("How many minutes"), fields.COUNT, needed=True),
        Field("note", N_("Note"), most=200),
    )

    def make(typed: dict[str, object]) -> Outcome[UUID]:
        return page.action(effort.claim, campaign_id=campaign.row.id, **typed)

    if fields.create(f"hours_for_{campaign.row.id}", wanted, {"day": visit.today}, make, label=_("Write hours down for a member"),
                     icon=":material/schedule:"):
        page.say(_("The hours are written down. Somebody else confirms them."))
        st.rerun()


# -- the member --------------------------------------------------------------------------------------------------------


def own(visit: Visit, row: Row, business_id: UUID) -> None:
    """The business's own hours for this campaign, in lines."""
    rows = reads.ask(reports.hours, campaign_id=row.id, business_id=business_id)
    if not rows:
        return
    sums = {state: sum(one.minutes for one in rows if one.state == state) for state in WORDS}
    told = ", ".join(f"{campaign_words.spent(minutes)} {_(WORDS[state])}" for state, minutes in sums.items() if minutes)
    head = _("My hours: {told}", told=told) if visit.actor.role == MEMBER else _("Hours: {told}", told=told)
    with st.expander(head, icon=":material/schedule:", key=f"own_hours_{row.id}_{business_id}"):
        for one in rows[:SHOWN]:
            why = f": {esc(one.judgement)}" if one.judgement else ""
            st.markdown(f"{formats.day(one.day)} · {_(campaign_words.ACTIVITIES[one.activity])} · {campaign_words.spent(one.minutes)}"
                        f"  \n{_(WORDS[one.state])}{why}")


@page.fragment
def ask(visit: Visit, row: Row, business_id: UUID) -> None:
    """Write hours down: which day, what, how long; three questions without typing."""
    st.markdown(f"**{_('Log hours')}**")
    words = {0: _("Today"), 1: _("Yesterday"), 2: _("The day before")}
    back = st.segmented_control(_("Which day?"), list(words), default=0, format_func=words.__getitem__, required=True,
                                key=f"hours_day_{row.id}", width="stretch") or 0
    day = visit.today - timedelta(back)
    st.caption(formats.full_day(day))
    names = campaign_words.activities()
    activity = st.radio(_("What was done?"), list(names), index=None, format_func=names.__getitem__, key=f"hours_what_{row.id}")
    minutes = st.pills(_("How long?"), list(USUAL), format_func=campaign_words.spent, key=f"hours_long_{row.id}")
    left, right = st.columns(2, wrap=False)
    save = left.button(_("Save"), type="primary", key=f"hours_save_{row.id}", width="stretch")
    if right.button(_("Cancel"), key=f"hours_leave_{row.id}", width="stretch"):
        close()
    if save and not (activity and minutes):
        st.caption(f":red[{_('Choose what was done and how long.')}]")
    elif save and page.action(effort.claim, campaign_id=row.id, business_id=business_id, day=day, activity=activity, minutes=minutes):
        close(_("{spent} written down. They count once they are confirmed.", spent=campaign_words.spent(minutes or 0)))
