"""Pendampingan: who accompanies whom and what has gone quiet, the matching for all at once, and the mentors themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.growth import states
from cblp.growth.reports import mentors as reports
from cblp.growth.reports.mentors import AssignmentRow, Profile
from cblp.i18n import _, formats, ngettext
from cblp.people.reports import register
from cblp.ui import reads
from cblp.ui.components import address, figures, frame, mentoring_direct, mentoring_match, mentoring_people, mentoring_running
from cblp.ui.components.figures import Card
from cblp.ui.page import Visit

PART: Final = "bagian"
"""Query parameter: which part of the page is open."""
RUNNING, MATCH, PEOPLE = "berjalan", "pasangkan", "pendamping"


def show(visit: Visit) -> None:
    """The sentence, the figures, and the chosen part."""
    people: list[Profile] = reads.ask(reports.profiles, today=visit.today)
    rows: list[AssignmentRow] = reads.ask(reports.assignments, today=visit.today)
    live = [row for row in rows if row.state in states.LIVE]
    if not people:
        frame.empty(_("There are no mentors yet. Experienced sellers and students offer themselves, or you write them down here."))
        if visit.actor.role == COORDINATOR:
            mentoring_people.add(visit, people)
        return
    figures.sentence(_sentence(people, live))
    figures.cards(_figures(visit, people, rows, live))
    with st.popover(_("How it is calculated"), icon=":material/calculate:", key="continuity_formula"):
        st.markdown(_("**Months with a session**: of each mentoring, the months with at least one session, out of all its months. "
                      "Its first and last month count if they have 15 days or more. The figure is the mean of all mentoring."))
    waiting = sum(one.state == states.SUBMITTED for one in people)
    names = {
        RUNNING: _("Running: {count}", count=formats.count(len(live))), MATCH: _("Match mentors"),
        PEOPLE: _("Mentors: {count}", count=formats.count(len(people))),
    }
    if waiting:
        names[PEOPLE] = _("Mentors, {count} to look at", count=formats.count(waiting))
    if visit.actor.role != COORDINATOR:
        names.pop(MATCH)
    chosen = address.part(PART, names, RUNNING, key="mentoring_part")
    draw: dict[str, Callable[[], None]] = {
        RUNNING: lambda: mentoring_running.show(visit, rows), MATCH: lambda: _match(visit),
        PEOPLE: lambda: mentoring_people.show(visit, people),
    }
    draw[chosen]()


def _match(visit: Visit) -> None:
    mentoring_direct.show(visit)
    mentoring_match.show(visit)


def _sentence(people: list[Profile], live: list[AssignmentRow]) -> str:
    mentors = len({row.mentor_id for row in live})
    quiet = sum(row.stalled for row in live)
    if not live:
        return ngettext("{count} mentor, and nobody is accompanied yet.", "{count} mentors, and nobody is accompanied yet.",
                        len(people), count=formats.count(len(people)))
    by = ngettext("{count} mentor", "{count} mentors", mentors, count=formats.count(mentors))
    businesses = len({row.business_id for row in live})
    said = ngettext("{count} business is accompanied by {mentors}.", "{count} businesses are accompanied by {mentors}.", businesses,
                    count=formats.count(businesses), mentors=by)
    if quiet:
        said += " " + ngettext("{count} has been without news for 21 days.", "{count} have been without news for 21 days.", quiet,
                               count=formats.count(quiet))
    return said


def _figures(visit: Visit, people: list[Profile], rows: list[AssignmentRow], live: list[AssignmentRow]) -> list[Card]:
    asked = sum(row.state == states.PROPOSED for row in rows)
    seats = sum(one.free for one in people if one.state == states.APPROVED)
    members = len(reads.ask(register.names, today=visit.today))
    accompanied = len({row.business_id for row in live})
    month = sum(row.recent for row in live)
    steady = reads.ask(reports.continuity, today=visit.today)
    return [
        Card(_("Members with a mentor"), _("{count} of {all}", count=formats.count(accompanied), all=formats.count(members))),
        Card(_("Free places with mentors"), ngettext("{count} place", "{count} places", seats, count=formats.count(seats)),
             note=ngettext("{count} is asked for already", "{count} are asked for already", asked, count=formats.count(asked))
             if asked else ""),
        Card(_("Sessions in 30 days"), ngettext("{count} session", "{count} sessions", month, count=formats.count(month))),
        Card(_("Months with a session"), formats.percent(steady.share, 0) if steady.share is not None else formats.UNKNOWN,
             note=_("Of all mentoring: {count}", count=formats.count(steady.assignments)) if steady.assignments else ""),
    ]
