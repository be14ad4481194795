"""A promise as a row: who, what, until when, how far; and the steps that bring it on. The form of a new one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.forum.reports import meetings as meeting_reports
from cblp.forum.reports.actions import Item
from cblp.forum.rules import states
from cblp.forum.services import actions
from cblp.i18n import N_, _, formats
from cblp.people.reports import register
from cblp.ui import page, reads
from cblp.ui.components import fields
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

STATES: Final = {
    states.OPEN: N_("Not yet begun"), states.DOING: N_("Under way"), states.DONE: N_("Completed"), states.DROPPED: N_("Will not be done"),
}
COLOURS: Final = {states.OPEN: "gray", states.DOING: "blue", states.DONE: "green", states.DROPPED: "gray"}


def badge(visit: Visit, item: Item) -> str:
    """How far it is, as a badge of markdown; what is late says so."""
    late = f" :orange-badge[{_('Late')}]" if item.late(visit.today) else ""
    return f":{COLOURS[item.state]}-badge[{_(STATES[item.state])}]{late}"


def due(item: Item) -> str:
    """``paling lambat Sabtu, 21 November 2026``."""
    return _("until {day} at the latest", day=formats.full_day(item.due_on)) if item.due_on else _("no day was said")


def show(visit: Visit, item: Item, *, acts: bool = True, told: bool = False) -> None:
    """A promise in a frame. ``acts``: with its steps; ``told``: also where it was promised."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{item.number}. {esc(item.text)}** {badge(visit, item)}")
        st.caption(" · ".join([esc(item.who), due(item), *([_place(visit, item)] if told else [])]))
        if item.result:
            st.markdown(_("What came of it: {what}", what=esc(item.result)))
        if item.reason:
            st.markdown(_("Why not: {why}", why=esc(item.reason)))
        if acts:
            _steps(visit, item)


def _place(visit: Visit, item: Item) -> str:
    if item.meeting_at is None:
        return _("outside a meeting")
    return _("meeting of {day}", day=formats.day(visit.actor.day(item.meeting_at)))


# -- steps -------------------------------------------------------------------------------------------------------------


def _steps(visit: Visit, item: Item) -> None:
    key = f"item_{item.id}"
    if fields.is_open(key) or fields.clashed(key):
        _edit(visit, item, key)
        return
    with st.container(horizontal=True):
        if not item.live:
            if st.button(_("Take up again"), icon=":material/undo:", key=f"again_{item.id}"):
                _move(item, states.OPEN)
            return
        if item.state == states.OPEN and st.button(_("Under way"), icon=":material/pending:", key=f"doing_{item.id}"):
            _move(item, states.DOING)
        with st.popover(_("Completed"), icon=":material/check:", key=f"done_{item.id}"):
            result = st.text_input(_("What came of it, if you want to say"), max_chars=300, key=f"result_{item.id}")
            if st.button(_("It is finished"), type="primary", key=f"done_now_{item.id}"):
                _move(item, states.DONE, result=result or "")
        with st.popover(_("Will not be done"), icon=":material/close:", key=f"drop_{item.id}"):
            why = st.text_input(_("Why?"), max_chars=200, key=f"why_{item.id}")
            if st.button(_("Write that down"), key=f"drop_now_{item.id}"):
                _move(item, states.DROPPED, reason=why or "")
        _edit(visit, item, key)


def _move(item: Item, state: str, **said: str) -> None:
    if page.action(actions.move, item_id=item.id, state=state, **said):
        st.rerun()


def _edit(visit: Visit, item: Item, key: str) -> None:
    final = {row.id for row in reads.ask(meeting_reports.series) if row.state == states.FINAL}
    every = _fields(visit, {item.business_id: item.business} if item.business_id else {})
    # What a closed meeting promised keeps its words; only its day can be put off.
    wanted = tuple(one for one in every if item.meeting_id not in final or one.name in actions.AFTER_FINAL)
    values = {"text": item.text, "business_id": item.business_id, "owner": item.owner, "due_on": item.due_on}
    fields.edit(visit, key, wanted, item.version, values, lambda version, changes: page.action(
        actions.edit, item_id=item.id, version=version, changes=changes,
    ))


# -- a new one ---------------------------------------------------------------------------------------------------------


def new(visit: Visit, *, meeting_id: UUID | None = None) -> None:
    """A button, then the form of a promise."""
    def make(typed: Mapping[str, Any]) -> Outcome[UUID]:
        return page.action(actions.add, meeting_id=meeting_id, **typed)

    if fields.create(f"new_item_{meeting_id}", _fields(visit), {"due_on": _month_on(visit.today)}, make, label=_("Add an action item"),
                     icon=":material/add_task:", primary=True):
        page.say(_("It is written down. It comes back in each meeting until it is finished."))
        st.rerun()


def _month_on(today: date) -> date:
    return date.fromordinal(today.toordinal() + 28)


def _fields(visit: Visit, also: Mapping[UUID, str] | None = None) -> tuple[Field, ...]:
    names = {id_: name for id_, _code, name in reads.ask(register.names, today=visit.today)} | dict(also or {})
    return (
        Field("text", N_("What will be done?"), fields.LONG, most=300, needed=True),
        Field("business_id", N_("Who? A member"), fields.CHOICE, names, hint=N_("Type to search")),
        Field("owner", N_("Or somebody else, by name or office"), most=120),
        Field("due_on", N_("At the latest on"), fields.DAY),
    )
