"""What was asked of government and what came of it: the coordinator writes, the liaison reads and comments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.db.actor import COORDINATOR, LIAISON
from cblp.forum.reports import meetings
from cblp.i18n import N_, _, formats, ngettext
from cblp.programmes import states
from cblp.programmes.reports import advocacy as reports
from cblp.programmes.reports import partners as partner_reports
from cblp.programmes.reports.advocacy import Comment, Row
from cblp.programmes.services import advocacy
from cblp.ui import page, reads
from cblp.ui.components import fields, figures, frame, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

COLOURS: Final = {states.ASKED: "orange", states.PROMISED: "blue", states.DONE: "green", states.REFUSED: "gray"}
PAGE: Final = 10
RECENT: Final = 8
"""Meetings on offer as the place where a request came up."""


def listed(visit: Visit) -> None:
    """The requests, what waits first."""
    rows: list[Row] = reads.ask(reports.listing)
    may = visit.actor.role == COORDINATOR
    if rows:
        _lead(visit, rows)
    else:
        with st.container(border=True):
            st.write(_("Nothing was asked of government yet. Requests stand here with what was promised and what came of it."))
    if may:
        st.caption(f":material/visibility: {_('The liaison officer reads this list. Write no names and no figures of members.')}")
        _ask(visit)
    first = tables.start(len(rows), "requests", PAGE)
    for row in rows[first : first + PAGE]:
        _line(visit, row, may)
    tables.pager(len(rows), "requests", PAGE)


def _lead(visit: Visit, rows: list[Row]) -> None:
    found = reports.counts(rows)
    figures.sentence(ngettext(
        "{done} of {count} request was fulfilled, {waits} still wait.", "{done} of {count} requests were fulfilled, {waits} still wait.",
        len(rows), done=formats.count(found[states.DONE]), count=formats.count(len(rows)),
        waits=formats.count(sum(row.waits for row in rows)),
    ))
    late = sum(row.late(visit.today) for row in rows)
    overdue = ngettext("{count} is past its day", "{count} are past their day", late, count=formats.count(late)) if late else ""
    notes = {states.PROMISED: overdue}
    figures.cards([
        Card(_(word), ngettext("{count} request", "{count} requests", found[state], count=formats.count(found[state])),
             note=notes.get(state, "")) for state, word in states.REQUESTS.items()
    ])


# -- one request -------------------------------------------------------------------------------------------------------


def _line(visit: Visit, row: Row, may: bool) -> None:
    with st.container(border=True):
        what, state = st.columns([9, 2], vertical_alignment="top")
        with what, st.container(gap=None):
            st.markdown(f"**{_('No. {number}', number=row.number)} · {esc(row.text)}**")
            about = [_("to {office}", office=esc(row.to)), _("asked on {day}", day=formats.day(row.asked_on)),
                     _("monthly meeting no. {number}", number=row.meeting_number) if row.meeting_number else ""]
            st.caption(" · ".join(part for part in about if part))
        state.markdown(f":{COLOURS[row.state]}-badge[{_(states.REQUESTS[row.state])}]")
        if row.why:
            st.markdown(_("Why: {reason}", reason=esc(row.why)))
        if row.promised:
            st.markdown(_promised(visit, row))
        if row.result:
            st.markdown(_result(row))
        for comment in row.comments:
            _comment(visit, comment)
        _buttons(visit, row, may)


def _promised(visit: Visit, row: Row) -> str:
    told = _("Promised: {text}", text=esc(row.promised))
    if row.promised_for is None:
        return told
    told = _("{promise} (for {day})", promise=told, day=formats.day(row.promised_for))
    return f"{told} :orange-badge[{_('Late')}]" if row.late(visit.today) else told


def _result(row: Row) -> str:
    if row.state == states.REFUSED:
        return _("Refused: {reason}", reason=esc(row.result))
    return _("What came of it, {day}: {text}", day=formats.day(row.done_on), text=esc(row.result))


def _comment(visit: Visit, one: Comment) -> None:
    who = _(frame.ROLE_WORDS[one.role])
    when = formats.moment(one.written_at, visit.actor.timezone)
    st.markdown(f":material/chat_bubble: **{esc(one.name) or who}** ({who}), {when}  \n{esc(one.text)}")


def _buttons(visit: Visit, row: Row, may: bool) -> None:
    """What may be written next; one form at a time."""
    steps = {
        f"promise_{row.id}": lambda: _promise(row), f"done_{row.id}": lambda: _done(visit, row), f"refuse_{row.id}": lambda: _refuse(row),
        f"request_{row.id}": lambda: _edit(visit, row),
    } if may and row.waits else {f"up_{row.id}": lambda: _take_up(row)} if may else {}
    parts: dict[str, Callable[[], None]] = {**steps}
    if may or visit.actor.role == LIAISON:
        parts[f"comment_{row.id}"] = lambda: _say(row)
    busy = {key: draw for key, draw in parts.items() if fields.is_open(key) or fields.clashed(key)}
    with st.container(horizontal=not busy):
        for draw in (busy or parts).values():
            draw()


def _kept(outcome: Outcome[Any], text: str) -> None:
    if outcome:
        page.say(text)
        st.rerun()


def _promise(row: Row) -> None:
    wanted = (Field("promised", N_("What was promised"), fields.LONG, most=400, needed=True),
              Field("promised_for", N_("By when (empty: no day)"), fields.DAY))

    def make(typed: dict[str, Any]) -> Outcome[None]:
        return page.action(advocacy.promise, advocacy_id=row.id, **typed)

    _kept(fields.create(f"promise_{row.id}", wanted, {"promised": row.promised, "promised_for": row.promised_for}, make,
                        label=_("It was promised") if row.state == states.ASKED else _("Change the promise"), icon=":material/handshake:"),
          _("The promise is kept."))


def _done(visit: Visit, row: Row) -> None:
    wanted = (Field("result", N_("What came of it"), fields.LONG, most=400, needed=True), Field("on", N_("Day"), fields.DAY, needed=True))

    def make(typed: dict[str, Any]) -> Outcome[None]:
        return page.action(advocacy.done, advocacy_id=row.id, **typed)

    _kept(fields.create(f"done_{row.id}", wanted, {"on": visit.today}, make, label=_("It was fulfilled"), icon=":material/check:"),
          _("Request no. {number} is fulfilled.", number=row.number))


def _refuse(row: Row) -> None:
    wanted = (Field("reason", N_("Why was it refused?"), fields.LONG, most=400, needed=True),)

    def make(typed: dict[str, Any]) -> Outcome[None]:
        return page.action(advocacy.refuse, advocacy_id=row.id, **typed)

    _kept(fields.create(f"refuse_{row.id}", wanted, {}, make, label=_("It was refused"), icon=":material/block:"),
          _("Request no. {number} is refused.", number=row.number))


def _take_up(row: Row) -> None:
    if st.button(_("Take it up again"), icon=":material/undo:", key=f"up_{row.id}"):
        _kept(page.action(advocacy.take_up, advocacy_id=row.id), _("Request no. {number} waits again.", number=row.number))


def _say(row: Row) -> None:
    wanted = (Field("text", N_("Comment"), fields.LONG, most=advocacy.LONGEST_COMMENT, needed=True),)

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        return page.action(advocacy.comment, advocacy_id=row.id, **typed)

    _kept(fields.create(f"comment_{row.id}", wanted, {}, make, label=_("Comment"), icon=":material/add_comment:"),
          _("The comment is kept."))


# -- forms -------------------------------------------------------------------------------------------------------------


def _wanted(visit: Visit, row: Row | None = None) -> tuple[Field, ...]:
    """The fields of a request; the office and the meeting that ``row`` has stay on offer."""
    offices: dict[UUID | None, str] = {
        one.id: one.name for one in reads.ask(partner_reports.listing, today=visit.today)
        if one.kind == states.GOVERNMENT and (one.ended_on is None or (row and row.partner_id == one.id))
    }
    held: dict[UUID | None, str] = {
        one.id: _("Monthly meeting {month}", month=formats.month(one.month)) for one in reads.ask(meetings.series)[:RECENT]
    }
    if row and row.meeting_id:
        held.setdefault(row.meeting_id, _("monthly meeting no. {number}", number=row.meeting_number))
    return (
        Field("text", N_("What is asked for"), fields.LONG, most=400, needed=True), Field("why", N_("Why"), fields.LONG, most=600),
        *((Field("partner_id", N_("Which office is asked"), fields.CHOICE, {**offices, None: _("Not in the list")}),) if offices else ()),
        Field("addressee", N_("Name of the office") if not offices else N_("Name of the office, if it is not in the list"), most=160),
        Field("asked_on", N_("Day on which it was asked"), fields.DAY, needed=True),
        *((Field("meeting_id", N_("Where it came up"), fields.CHOICE, {None: _("In no meeting"), **held}),) if held else ()),
    )


def _edit(visit: Visit, row: Row) -> None:
    def save(version: int, changes: dict[str, Any]) -> Outcome[int]:
        return page.action(advocacy.edit, advocacy_id=row.id, version=version, changes=changes)

    wanted = _wanted(visit, row)
    fields.edit(visit, f"request_{row.id}", wanted, row.version, {one.name: getattr(row, one.name) for one in wanted}, save)


def _ask(visit: Visit) -> None:
    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        return page.action(advocacy.ask, **typed)

    start = {"asked_on": visit.today, "meeting_id": None, "partner_id": None}
    _kept(fields.create("ask_government", _wanted(visit), start, make, label=_("Write down a request")), _("The request is kept."))
