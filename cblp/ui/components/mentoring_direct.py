"""A pair of the coordinator's own choice: what speaks for and against it stands there before the mentor is asked."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import streamlit as st

from cblp.growth import states
from cblp.growth.reports import mentors, mentors_match
from cblp.growth.reports.mentors import Profile
from cblp.growth.reports.mentors_match import Weighed
from cblp.growth.services import assignments
from cblp.i18n import _, formats
from cblp.people.reports import register
from cblp.ui import page, reads
from cblp.ui.components import mentor_words, mentoring_match
from cblp.ui.page import Visit

LONGEST_GOAL: Final = 300


@page.fragment
def show(visit: Visit) -> None:
    """A member and a mentor to choose; only what cannot be stops the button."""
    people: list[Profile] = reads.ask(mentors.profiles, today=visit.today)
    able = {one.id: one for one in people if one.state == states.APPROVED}
    if not able:
        return
    members: dict[UUID, str] = {id_: f"{name} ({code})" for id_, code, name in reads.ask(register.names, today=visit.today)}
    # After each proposal the fields are others, so that they begin empty.
    asked = len(reads.ask(mentors.assignments, today=visit.today))
    with st.expander(_("Choose a pair yourself"), icon=":material/person_add:", key="direct"):
        left, right = st.columns(2)
        business = left.selectbox(_("Member"), list(members), index=None, format_func=members.__getitem__, key=f"direct_member_{asked}",
                                  placeholder=_("Choose a member"))
        mentor = right.selectbox(_("Mentor"), list(able), index=None, format_func=lambda id_: _named(able[id_]),
                                 key=f"direct_mentor_{asked}", placeholder=_("Choose a mentor"))
        if business is None or mentor is None:
            st.caption(_("Choose both. What speaks for and against the pair then stands here."))
            return
        weighed: Weighed = reads.ask(mentors_match.weigh, business_id=business, mentor_id=mentor, today=visit.today)
        st.markdown(mentoring_match.why(weighed.option))
        for code in weighed.blocks:
            st.markdown(f":red[:material/error: {_(mentors_match.BLOCKS[code])}]")
        for code in weighed.doubts:
            st.markdown(f":orange[:material/help: {_(mentors_match.DOUBTS[code])}]")
        goal = st.text_input(_("Goal, if there is one already"), key=f"direct_goal_{asked}", max_chars=LONGEST_GOAL,
                             placeholder=_("for example brighter product photos")) or ""
        ask = st.button(_("Ask {name}", name=able[mentor].name), type="primary", icon=":material/send:", key="direct_ask",
                        disabled=bool(weighed.blocks))
    if ask and page.action(
        assignments.propose, business_id=business, mentor_id=mentor, reasons=weighed.option.reasons, goal=goal.strip(), now=visit.now,
    ):
        page.say(_("The mentors see it on their phones now and answer there. Tell them by WhatsApp, too."))
        st.rerun()


def _named(one: Profile) -> str:
    return _("{name}, {kind}, {held} of {most} places taken", name=one.name, kind=_(mentor_words.KINDS[one.kind]),
             held=formats.count(one.held), most=formats.count(one.capacity))
