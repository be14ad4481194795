"""Dampingan saya: who needs the mentor first, what changed in their shop, and what to do with each by one press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from cblp.growth import states
from cblp.growth.reports import mentors as reports
from cblp.growth.reports.mentors import Mentee, SessionRow
from cblp.growth.services import assignments
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import menu, page, reads, state
from cblp.ui.components import figures, frame, mentor_effect, mentor_goal, mentor_log, mentor_sessions, mentoring_letters
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PAST: Final = 5
BUSY, FAR, KNOWN = N_("No time now"), N_("Too far away"), N_("Somebody else fits better")
REASONS: Final = (BUSY, FAR, KNOWN)
"""Why a mentor cannot: pressed, not written."""


def show(visit: Visit) -> None:
    """The sentence, what waits for an answer, and the mentees, those first who need somebody."""
    asked, accompanied = [one for one in _all(visit) if one.state == states.PROPOSED], running(visit)
    if not asked and not accompanied:
        nobody()
        return
    figures.sentence(_sentence(asked, accompanied))
    if mentor_log.unsaved(len(sessions(visit))):
        with st.container(border=True):
            st.write(_("A session is not saved yet. What you pressed is kept."))
            frame.way("log_session", _("Continue"), key="unsaved_session")
    for one in asked:
        _asked(visit, one)
    for one in sorted(accompanied, key=lambda one: (not _needs(visit, one), one.last or one.accepted_on)):
        _card(visit, one)


def running(visit: Visit) -> list[Mentee]:
    """The mentees who are accompanied now."""
    return [one for one in _all(visit) if one.state in states.LIVE]


def nobody() -> None:
    """What stands where there are no mentees yet."""
    frame.empty(_("There is nobody to accompany yet. When the coordinator proposes somebody, the name stands here."),
                _("My profile"), "mentor_learning")


def sessions(visit: Visit) -> list[SessionRow]:
    """All sessions of the mentor who is signed in, the newest first."""
    found: list[SessionRow] = reads.ask(reports.sessions)
    return found


def _all(visit: Visit) -> list[Mentee]:
    found: list[Mentee] = reads.ask(reports.mentees, today=visit.today)
    return found


def _needs(visit: Visit, one: Mentee) -> bool:
    return one.stalled or bool(one.due_on and one.due_on < visit.today)


def _sentence(asked: Sequence[Mentee], accompanied: Sequence[Mentee]) -> str:
    if asked:
        return ngettext("{count} business asks for you. Can you?", "{count} businesses ask for you. Can you?", len(asked),
                        count=formats.count(len(asked)))
    quiet = [one for one in accompanied if one.stalled]
    if quiet:
        return _("{name} waits to hear from you.", name=esc(quiet[0].business))
    return ngettext("You accompany {count} business.", "You accompany {count} businesses.", len(accompanied),
                    count=formats.count(len(accompanied)))


# -- somebody asks -------------------------------------------------------------------------------------------------------


def _asked(visit: Visit, one: Mentee) -> None:
    key = f"asked_{one.assignment_id.hex}"
    with st.container(border=True):
        st.markdown(f"**{esc(one.business)}**" + (f"  \n{esc(one.area)}" if one.area else ""))
        if one.goal:
            st.markdown(_("Goal: {goal}", goal=esc(one.goal)))
        if state.EDITING.get() == key:
            _decline(visit, one, key)
            return
        left, right = st.columns(2, wrap=False)
        yes = left.button(_("I can"), key=f"{key}_yes", width="stretch", type="primary")
        no = right.button(_("Not now"), key=f"{key}_no", width="stretch")
    if no:
        state.EDITING.set(key)
        st.rerun()
    if yes and page.action(assignments.accept, assignment_id=one.assignment_id, now=visit.now):
        page.say(_("You now accompany {name}. Say hello by WA.", name=f"**{esc(one.business)}**"))
        st.rerun()


def _decline(visit: Visit, one: Mentee, key: str) -> None:
    reason = st.radio(_("Why not now?"), REASONS, index=None, format_func=_, key=f"{key}_why")
    left, right = st.columns(2, wrap=False)
    send = left.button(_("Send"), type="primary", key=f"{key}_send", width="stretch")
    back = right.button(_("Back"), key=f"{key}_back", width="stretch")
    if back:
        state.EDITING.set("")
        st.rerun()
    if send and not reason:
        st.markdown(f":red[:material/error: {_('Choose one of these.')}]")
    elif send and page.action(assignments.decline, assignment_id=one.assignment_id, reason=_(reason or ""), now=visit.now):
        state.EDITING.set("")
        page.say(_("The coordinator looks for somebody else."))
        st.rerun()


# -- one mentee ----------------------------------------------------------------------------------------------------------


def _card(visit: Visit, one: Mentee) -> None:
    with st.container(border=True):
        st.markdown("  \n".join([f"**{esc(one.business)}**", *_lines(visit, one)]))
        left, right = st.columns(2, wrap=False)
        log = menu.BY_ID["log_session"]
        if left.button(_("Log"), type="primary", icon=log.icon, key=f"log_{one.code}", width="stretch"):
            st.switch_page(log.file, query_params={mentor_log.BUSINESS: one.code})
        if one.phone:
            right.link_button(_("Open WA"), mentoring_letters.of_mentor(visit, one), icon=":material/chat:", width="stretch")
        if st.toggle(_("What changed in the shop"), key=f"effect_{one.code}"):  # reckoned only when somebody wants to know
            mentor_effect.show(visit, one.assignment_id)
        past = [row for row in sessions(visit) if row.assignment_id == one.assignment_id]
        writing = mentor_goal.is_open(one.assignment_id)
        with st.expander(_("Goal and sessions: {count}", count=formats.count(len(past))), expanded=writing, key=f"sessions_{one.code}"):
            mentor_goal.edit(visit, one.assignment_id, one.version, one.goal)
            for row in past[:PAST]:
                st.markdown(f"{mentor_sessions.line(row)}  \n{mentor_sessions.standing(row)}")


def _lines(visit: Visit, one: Mentee) -> list[str]:
    lines = []
    if one.stalled:
        lines.append(f":orange-badge[:material/schedule: {_('21 days without news')}]")
    if one.ending and one.until:
        lines.append(f":orange-badge[:material/event: {_('ends on {day}', day=formats.day(one.until))}]")
    if one.goal:
        lines.append(_("Goal: {goal}", goal=esc(one.goal)))
    lines.append(_("Last session {day}.", day=formats.ago(one.last, visit.today)) if one.last else _("There was no session yet."))
    if one.next_step:
        lines.append(mentor_sessions.step(one, visit.today))
    if one.waiting:
        lines.append(ngettext("{count} session waits for their yes.", "{count} sessions wait for their yes.", one.waiting,
                              count=formats.count(one.waiting)))
    if one.pair_with:
        lines.append(_("Together with {name}.", name=esc(one.pair_with)))
    return lines
