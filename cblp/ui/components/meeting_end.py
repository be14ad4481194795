"""What stays of a meeting: its minutes, the summary for WhatsApp, the meeting after it, and the end of all writing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.forum.reports.meetings import Detail
from cblp.forum.rules import rhythm, states
from cblp.forum.services import meetings as services
from cblp.i18n import N_, _, formats
from cblp.people import phones
from cblp.ui import page
from cblp.ui.components import copying, fields, meeting_slides, meeting_words, meetings
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

MINUTES = (Field("minutes", N_("What was said"), fields.LONG, most=services.LONGEST_MINUTES),)


def show(visit: Visit, meeting: Detail, writes: bool) -> None:
    """Minutes and the end at the left, the summary and the next meeting at the right."""
    left, right = st.columns(2, gap="large")
    with left:
        _minutes(visit, meeting, writes)
        if writes and meeting.state == states.HELD:
            _finalise(meeting)
    with right:
        _summary(visit, meeting)
        _next(visit, meeting)


def _minutes(visit: Visit, meeting: Detail, writes: bool) -> None:
    st.subheader(_("Minutes of the meeting"), anchor=False)
    key = f"minutes_{meeting.id}"
    if not fields.is_open(key):
        st.markdown(esc(meeting.minutes).replace("\n", "  \n") if meeting.minutes else _("Nothing is written down yet."))
    if meeting.final_at:
        st.caption(_("Closed for good on {moment} by {name}.", name=esc(meeting.final_by) or _("somebody"),
                     moment=formats.moment(meeting.final_at, visit.actor.timezone)))
    if writes:
        fields.edit(visit, key, MINUTES, meeting.version, {"minutes": meeting.minutes}, lambda version, changes: page.action(
            services.write, meeting_id=meeting.id, slide=states.MINUTES, text=changes["minutes"], version=version,
        ), label=_("Write the minutes"))


def _finalise(meeting: Detail) -> None:
    sure = fields.confirm(
        f"final_{meeting.id}", _("Close for good"), _("Close “{title}” for good?", title=meeting_words.name(meeting)),
        _("{came}. Slides, minutes and who was there then stay as they are. Action items go on.",
          came=meeting_words.came(len(meeting.businesses), len(meeting.guests))), icon=":material/lock:",
    )
    if sure and page.action(services.finalise, meeting_id=meeting.id):
        page.say(_("The meeting is closed. What is not finished comes back in the next one."))
        st.rerun()


# -- summary -----------------------------------------------------------------------------------------------------------


def _summary(visit: Visit, meeting: Detail) -> None:
    st.subheader(_("Summary for WA"), anchor=False)
    if not meeting.frozen_at:
        st.write(_("The summary is made from the figures. They are not made yet."))
        return
    text = meeting_slides.summary(visit, meeting)
    written = st.text_area(_("WA text"), text, height=320, key=f"summary_{meeting.id}_{hash(text)}") or ""
    st.caption(_("{count} characters, sent only when you press send in WA.", count=formats.count(len(written))))
    with st.container(horizontal=True, vertical_alignment="center"):
        copying.button(written)
        st.link_button(_("Open WA"), phones.chat(text=written), icon=":material/open_in_new:")


# -- the next one ------------------------------------------------------------------------------------------------------


def _next(visit: Visit, meeting: Detail) -> None:
    st.subheader(_("The next meeting"), anchor=False)
    if meeting.after:
        after = meeting.after
        st.markdown(meeting_words.when(visit, after.starts_at))
        if st.button(_("Open meeting no. {number}", number=after.number), key="open_next"):
            meetings.open_one(after.number)
        return
    if visit.actor.role != COORDINATOR:
        st.write(_("It is not planned yet."))
        return
    at = meeting_words.clock(visit, meeting.starts_at)
    day = max(rhythm.next_day(visit.actor.day(meeting.starts_at)), visit.today)

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        return page.action(services.plan_next, meeting_id=meeting.id, **meeting_words.read(visit, typed))

    if fields.create(f"next_{meeting.id}", meeting_words.wanted(at), {"day": day, "at": at, "place": meeting.place}, make,
                     label=_("Plan the next meeting"), icon=":material/event:"):
        page.say(_("The next meeting is planned. Members find it under Activities."))
        st.rerun()
