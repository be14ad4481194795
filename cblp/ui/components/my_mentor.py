"""The mentor on a member's phone: who accompanies, the next step, and whether a session was as it was written down."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import streamlit as st

from cblp.growth.reports import mentors as reports
from cblp.growth.reports.mentors import Mine, SessionRow
from cblp.growth.services import sessions as services
from cblp.i18n import _, formats
from cblp.ui import page, reads, state
from cblp.ui.components import mentor_sessions, mentor_words
from cblp.ui.components.activities import Todo
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PAST: Final = 3
"""So many sessions that were confirmed stand below."""
LONGEST_DOUBT: Final = 200


def tasks(visit: Visit, business_id: UUID) -> list[Todo]:
    """What waits for this member: sessions to confirm, and the next step; where two accompany, with whom it was agreed."""
    found = []
    mentors = _mentors(visit, business_id)
    for mine in mentors:
        if any(mentor_sessions.waits(row) for row in mine.sessions):
            found.append(Todo(_("{name} wrote down a session. Is it right?", name=f"**{esc(mine.mentor)}**"), _("Have a look"), "learning"))
        if row := mentor_sessions.open_step(mine.sessions):
            who = f"**{esc(mine.mentor)}** · " if len(mentors) > 1 else ""
            found.append(Todo(who + mentor_sessions.step(row, visit.today), _("See the step"), "learning"))
    return found


def show(visit: Visit, business_id: UUID) -> None:
    """My mentor with the next step; sessions that wait to be confirmed come first."""
    st.subheader(_("My mentor"), anchor=False)
    found = _mentors(visit, business_id)
    if not found:
        with st.container(border=True):
            st.write(_("There is no mentor yet. The coordinator looks for one. The name stands here then."))
    if len({mine.kind for mine in found}) > 1:
        st.caption(_("A seller and a student accompany you together: one knows selling, the other the phone."))
    for mine in found:
        _one(visit, mine)


def _mentors(visit: Visit, business_id: UUID) -> list[Mine]:
    found: list[Mine] = reads.ask(reports.of_business, business_id=business_id, today=visit.today)
    return found


@page.fragment
def _one(visit: Visit, mine: Mine) -> None:
    with st.container(border=True):
        who = [f"**{esc(mine.mentor)}**", _(mentor_words.KINDS[mine.kind])]
        st.markdown(":material/diversity_3: " + " · ".join([*who, *([esc(mine.institution)] if mine.institution else [])]))
        if mine.generations:
            st.markdown(mentor_words.generations())
        if mine.goal:
            st.markdown(_("Goal: {goal}", goal=esc(mine.goal)))
        for row in mine.sessions:
            if mentor_sessions.waits(row):
                _confirm(visit, row)
        if agreed := mentor_sessions.open_step(mine.sessions):
            _step(visit, agreed)
        elif not mine.sessions:
            st.caption(_("There was no session yet."))
        known = [row for row in mine.sessions if not mentor_sessions.waits(row)]
        for row in known[:PAST]:
            st.caption(mentor_sessions.line(row))


def _step(visit: Visit, row: SessionRow) -> None:
    st.markdown(mentor_sessions.step(row, visit.today))
    if st.button(_("Done"), key=f"step_{row.id.hex}", icon=":material/check:", width="stretch") and page.action(
        services.step_done, session_id=row.id, now=visit.now,
    ):
        page.say(_("Noted: the step is done. Your mentor sees it."))
        st.rerun()


def _confirm(visit: Visit, row: SessionRow) -> None:
    """Yes or no by two equal buttons; who says no tells what was otherwise."""
    key = f"session_{row.id.hex}"
    with st.container(border=True):
        st.markdown(f"**{_('Was it like this?')}**  \n{mentor_sessions.line(row)}")
        if row.note:
            st.markdown(esc(row.note))
        if state.EDITING.get() == key:
            _doubt(visit, row, key)
            return
        left, right = st.columns(2, wrap=False)
        right_so = left.button(_("Yes, it was"), key=f"{key}_yes", width="stretch")
        other = right.button(_("It was not"), key=f"{key}_no", width="stretch")
    if other:
        state.EDITING.set(key)
        st.rerun()
    if right_so and page.action(services.confirm, session_id=row.id, now=visit.now):
        page.say(_("Thank you. The session of {day} is confirmed.", day=formats.day(row.day)))
        st.rerun()


def _doubt(visit: Visit, row: SessionRow, key: str) -> None:
    said = st.text_input(_("What was different?"), key=f"{key}_said", placeholder=_("for example it was only 15 minutes"),
                         max_chars=LONGEST_DOUBT)
    left, right = st.columns(2, wrap=False)
    send = left.button(_("Send"), type="primary", key=f"{key}_send", width="stretch")
    back = right.button(_("Back"), key=f"{key}_back", width="stretch")
    if back:
        state.EDITING.set("")
        st.rerun()
    if send and not (said or "").strip():
        st.markdown(f":red[:material/error: {_('Fill this in.')}]")
    elif send and page.action(services.doubt, session_id=row.id, why=said or "", now=visit.now):
        state.EDITING.set("")
        page.say(_("Your mentor now sees what was different."))
        st.rerun()
