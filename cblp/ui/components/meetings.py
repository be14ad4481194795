"""Temu bulanan: the sentence, the one click that makes the next meeting from the figures, and every meeting so far."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.days import add_months
from cblp.db.actor import COORDINATOR
from cblp.forum.reports import meetings as reports
from cblp.forum.reports.meetings import Detail, Row, Suggestion
from cblp.forum.rules import states
from cblp.forum.services import meetings as services
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import page, reads
from cblp.ui.components import address, fields, figures, frame, meeting_words, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

OPENED: Final = "temu"
"""Query parameter: the number of the meeting that is open."""
PART: Final = "bagian"
"""Query parameter: which part of it."""
PAGE: Final = 12
MONTHS: Final = 6
"""So many past months can be chosen for a meeting."""


def opened() -> Detail | None:
    """The meeting that the address names; one that nobody knows is said and forgotten."""
    found = address.find(OPENED, every, lambda row: row.number, N_("There is no meeting no. {name}."))
    return one(found.id) if found else None


def one(meeting_id: UUID) -> Detail:
    """A meeting with everything in it."""
    detail: Detail = reads.ask(reports.one, meeting_id=meeting_id)
    return detail


def open_one(number: int) -> None:
    """Open a meeting: its number stands in the address."""
    address.go({OPENED: number})


def every() -> list[Row]:
    """All meetings, the newest first."""
    found: list[Row] = reads.ask(reports.series)
    return found


def _unfinished() -> list[Row]:
    """Meetings that are written in, the next one first."""
    return [row for row in reversed(every()) if row.state in states.WRITABLE]


# -- the sentence ------------------------------------------------------------------------------------------------------


def sentence(visit: Visit) -> None:
    """When the next meeting is, or what the last one promised."""
    unfinished = _unfinished()
    final = [row for row in every() if row.state == states.FINAL]
    if unfinished:
        row = unfinished[0]
        day = visit.actor.day(row.starts_at)
        if day > visit.today:
            figures.sentence(_("The next meeting is on {when}.", when=meeting_words.when(visit, row.starts_at)))
        elif day == visit.today:
            figures.sentence(_("The meeting is today, {clock}.", clock=formats.clock(row.starts_at, visit.actor.timezone)))
        else:
            figures.sentence(_("The meeting of {day} is not closed yet.", day=formats.full_day(day)))
    elif final:
        figures.sentence(ngettext(
            "No meeting is planned. In the last one {count} thing was promised, {done} of it done.",
            "No meeting is planned. In the last one {count} things were promised, {done} of them done.",
            final[0].promised, count=formats.count(final[0].promised), done=formats.count(final[0].done),
        ))
    else:
        figures.sentence(_("No meeting was made yet."))


# -- a new one ---------------------------------------------------------------------------------------------------------


def begin(visit: Visit) -> None:
    """One click makes the month's meeting; a form for another day or another kind."""
    if visit.actor.role != COORDINATOR:
        return
    found: Suggestion = reads.ask(reports.suggested, today=visit.today)
    last = next((row for row in every() if row.kind == states.MONTHLY), None)
    at = meeting_words.clock(visit, last.starts_at) if last else meeting_words.USUAL
    if meeting_words.instant(visit, found.day, at) <= visit.now:  # only a meeting that people can still come to is proposed
        found = replace(found, day=visit.today + timedelta(1))
    if any(row.kind == states.MONTHLY for row in _unfinished()):
        _other(visit, found, _("Plan another meeting"))
        return
    with st.container(border=True):
        st.markdown(f"**{_('Meeting about {month}', month=formats.month(found.month))}**  \n" + ", ".join((
            meeting_words.when(visit, meeting_words.instant(visit, found.day, at)), meeting_words.where(found.place))))
        st.caption(_("Its slides are made from the figures of the month. Both can be changed afterwards."))
        with st.container(horizontal=not fields.is_open("other_meeting")):
            if st.button(_("Make the meeting"), icon=":material/auto_awesome:", type="primary", key="make_meeting"):
                _made(_make(
                    month=found.month, starts_at=meeting_words.instant(visit, found.day, at), place=found.place,
                ))
            _other(visit, found, _("Choose day, place or kind"))


def _make(**given: Any) -> Outcome[UUID]:
    with st.spinner(_("The figures of the month are being collected …")):
        return page.action(services.make, **given)


def _made(made: Outcome[UUID]) -> None:
    if made and made.value:
        page.say(_("The meeting is made. Its slides are ready."))
        open_one(one(made.value).number)


def _other(visit: Visit, found: Suggestion, label: str) -> None:
    months = [add_months(visit.today.replace(day=1), -back) for back in range(MONTHS)]
    wanted = (
        Field("kind", N_("What kind of meeting?"), fields.CHOICE, {kind: _(said) for kind, said in meeting_words.KINDS.items()},
              needed=True),
        Field("month", N_("About which month?"), fields.CHOICE, {
            month: formats.month(month) for month in sorted({*months, found.month}, reverse=True)}, needed=True),
        *meeting_words.wanted(), Field("title", N_("Name of the meeting, if it has one"), most=120),
    )
    values = {"kind": states.MONTHLY, "month": found.month, "day": max(found.day, visit.today + timedelta(1)),
              "at": meeting_words.USUAL, "place": found.place}
    _made(fields.create("other_meeting", wanted, values, lambda typed: _make(**meeting_words.read(visit, typed)), label=label,
                        icon=":material/edit_calendar:"))


# -- all of them -------------------------------------------------------------------------------------------------------


def listed(visit: Visit) -> None:
    """Every meeting with its state, who came, and how many of its promises are kept."""
    rows = every()
    if not rows:
        frame.empty(_("Meetings stand here with who came and what was promised. The coordinator makes the first one with one click."))
        return
    first = tables.start(len(rows), "meetings", PAGE)
    for row in rows[first : first + PAGE]:
        _row(visit, row)
    tables.pager(len(rows), "meetings", PAGE)


def _row(visit: Visit, row: Row) -> None:
    with st.container(border=True, gap="xsmall"):
        name, state = st.columns([5, 2], vertical_alignment="center")
        label = f"**{row.number}. {esc(meeting_words.name(row))}**"
        with name, st.container(gap=None):  # in which a long name goes on in a second line
            if st.button(label, key=f"meeting_{row.number}", type="tertiary", icon=":material/chevron_right:"):
                open_one(row.number)
        state.markdown(meeting_words.badge(row))
        told = [f"{meeting_words.when(visit, row.starts_at)}, {meeting_words.where(row.place).rstrip('.')}"]
        if row.state == states.OFF:
            told.append(_("called off: {why}", why=esc(row.called_off)))
        if row.businesses or row.guests:
            told.append(meeting_words.came(row.businesses, row.guests))
        if row.decisions:
            told.append(ngettext("{count} proposal for a decision", "{count} proposals for decisions", row.decisions,
                                 count=formats.count(row.decisions)))
        if row.promised:
            told.append(_("{done} of {promised} promises done", done=formats.count(row.done), promised=formats.count(row.promised)))
        st.caption(" · ".join(told))
