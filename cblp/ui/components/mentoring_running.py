"""Mentoring that runs: what is quiet or ends first, each with a letter, what came of it, and the ways to end it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.days import add_months
from cblp.db.actor import COORDINATOR
from cblp.growth import states
from cblp.growth.reports import mentors as reports
from cblp.growth.reports.mentors import AssignmentRow, Continuity
from cblp.growth.reports.mentors_match import REASONS
from cblp.growth.services import assignments as services
from cblp.i18n import N_, _, formats
from cblp.people.reports.register import BusinessRow
from cblp.ui import page, reads
from cblp.ui.components import (
    fields,
    frame,
    members,
    mentor_effect,
    mentor_goal,
    mentor_sessions,
    mentor_words,
    mentoring_letters,
    tables,
)
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PAGE: Final = 10
QUIET, ENDING, OPEN, ALL, OVER = "quiet", "ending", "open", "all", "over"
VIEWS: Final = {
    ALL: N_("All: {count}"), QUIET: N_("Without news: {count}"), ENDING: N_("Ending soon: {count}"),
    OPEN: N_("Not answered: {count}"), OVER: N_("Past: {count}"),
}


def show(visit: Visit, rows: Sequence[AssignmentRow]) -> None:
    """The mentoring that runs, by what it needs."""
    if not rows:
        frame.empty(_("Nobody is accompanied yet. Match the mentors with the members first; it stands here then."))
        return
    live = [row for row in rows if row.state in states.LIVE]
    groups = {
        ALL: live, QUIET: [row for row in live if row.stalled], ENDING: [row for row in live if row.ending],
        OPEN: [row for row in rows if row.state == states.PROPOSED],
        OVER: [row for row in rows if row.state not in (*states.LIVE, states.PROPOSED)],
    }
    names = {view: _(VIEWS[view], count=formats.count(len(some))) for view, some in groups.items() if some}
    view = st.pills(_("Show"), list(names), default=next(iter(names)), required=True, format_func=names.__getitem__,
                    key="running_view", label_visibility="collapsed")
    some = sorted(groups.get(view or ALL, live), key=lambda row: (not row.stalled, not row.ending, row.business))
    first = tables.start(len(some), "running", PAGE)
    people = {one.id: one for one in members.everybody(visit)}
    for row in some[first : first + PAGE]:
        _row(visit, row, people)
    tables.pager(len(some), "running", PAGE)
    mentor_effect.of_all(visit)


def _row(visit: Visit, row: AssignmentRow, people: Mapping[UUID, BusinessRow]) -> None:
    with st.container(border=True):
        name, told, act = st.columns([4, 5, 3])
        name.markdown(f"**{esc(row.business)}**  \n{_('with {mentor}', mentor=esc(row.mentor))}, {_(mentor_words.KINDS[row.kind])}  \n"
                      + " ".join(_badges(row)))
        told.markdown("  \n".join(_lines(visit, row)))
        if row.state in (states.PROPOSED, *states.LIVE):
            with act:
                mentoring_letters.show(visit, row, people.get(row.business_id))
        if visit.actor.role == COORDINATOR:
            _end(visit, row)
        if st.toggle(_("What it brought, and the sessions"), key=f"more_{row.id.hex}"):  # reckoned only when somebody wants to know
            _details(visit, row)


def _badges(row: AssignmentRow) -> list[str]:
    found = [mentor_words.badge(mentor_words.ASSIGNMENTS, mentor_words.ASSIGNMENT_COLOURS, row.state)]
    if row.generations:
        found.append(mentor_words.generations())
    if row.pair:
        found.append(mentor_words.pair())
    if row.stalled:
        found.append(f":orange-badge[:material/schedule: {_('21 days without news')}]")
    if row.ending:
        found.append(f":orange-badge[:material/event: {_('ends on {day}', day=formats.day(row.until))}]")
    return found


def _lines(visit: Visit, row: AssignmentRow) -> list[str]:
    lines = [_("Goal: {goal}", goal=esc(row.goal))] if row.goal else []
    if row.state == states.PROPOSED:
        return [*lines, _("Proposed on {day}.", day=formats.day(row.proposed_on))]
    if row.reason:
        lines.append(_("Reason: {reason}", reason=esc(row.reason)))
    if row.accepted_on:
        lines.append(_("Since {day}.", day=formats.day(row.accepted_on)))
        lines.append(_("Sessions: {count}. The last one {day}.", count=formats.count(row.sessions), day=formats.ago(row.last, visit.today))
                     if row.last else _("There was no session yet."))
    if row.next_step:
        lines.append(_("Next step: {step}.", step=esc(row.next_step.rstrip("."))))
    return lines


def _details(visit: Visit, row: AssignmentRow) -> None:
    if row.reasons:
        st.caption(_("Why this pair: {reasons}", reasons=", ".join(_(REASONS[code]) for code, _points in row.reasons if code in REASONS)))
    if row.state in (*states.LIVE, states.COMPLETED):
        mentor_effect.show(visit, row.id)
        steady: Continuity = reads.ask(reports.continuity, today=visit.today, assignment_id=row.id)
        if steady.share is not None:
            st.markdown(_("Months with a session: {share}", share=formats.percent(steady.share, 0)))
    past = reads.ask(reports.sessions, assignment_id=row.id)
    for one in past[:PAGE]:
        st.markdown(f"{mentor_sessions.line(one)}  \n{mentor_sessions.standing(one)}")


def _end(visit: Visit, row: AssignmentRow) -> None:
    with st.container(horizontal=True):
        if row.state in (states.PROPOSED, *states.LIVE):
            mentor_goal.edit(visit, row.id, row.version, row.goal)
        if row.state in states.LIVE and fields.confirm(
            f"complete_{row.id.hex}", _("Finish"), _("Has {business} reached what was agreed?", business=row.business),
            _("It then stands under “Past”. What was written down stays."),
        ) and page.action(services.complete, assignment_id=row.id, now=visit.now):
            page.say(_("The mentoring of {business} is finished.", business=f"**{esc(row.business)}**"))
            st.rerun()
        if row.state in states.LIVE:
            _extend(visit, row)
        if row.state in (*states.LIVE, states.PROPOSED):
            def cancel(typed: dict[str, Any]) -> Any:
                return page.action(services.cancel, assignment_id=row.id, reason=typed["reason"], now=visit.now)

            if fields.create(f"cancel_{row.id.hex}", [Field("reason", N_("Why does it end?"), most=200, needed=True)], {}, cancel,
                             label=_("End early"), icon=":material/close:"):
                page.say(_("The mentoring of {business} has ended.", business=f"**{esc(row.business)}**"))
                st.rerun()


def _extend(visit: Visit, row: AssignmentRow) -> None:
    def extend(typed: dict[str, Any]) -> Any:
        return page.action(services.extend, assignment_id=row.id, until=typed["until"], now=visit.now)

    asked = [Field("until", N_("Last day"), fields.DAY, needed=True)]
    start = {"until": add_months(max(row.until or visit.today, visit.today), 3)}
    if fields.create(f"extend_{row.id.hex}", asked, start, extend, label=_("Let it go on"), icon=":material/event_repeat:"):
        page.say(_("The mentoring of {business} goes on.", business=f"**{esc(row.business)}**"))
        st.rerun()
