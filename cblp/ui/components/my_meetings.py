"""Meetings and promises as a member meets them: when and where the next one is, and what they themselves said they would do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.forum.reports import actions as promise_reports
from cblp.forum.reports import meetings as reports
from cblp.forum.reports.actions import Item
from cblp.forum.reports.meetings import Upcoming
from cblp.forum.rules import states
from cblp.forum.services import actions as services
from cblp.i18n import _, formats
from cblp.ui import page, reads
from cblp.ui.components import action_item_rows, meeting_words
from cblp.ui.components.activities import Activity, Todo
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

SOON: Final = timedelta(7)
"""A promise stands on the home page from so long before its day."""


def activities(visit: Visit, business_id: UUID) -> list[Activity]:
    """The meetings to come, and what this business promised: to be marked as done."""
    coming: list[Upcoming] = reads.ask(reports.upcoming, today=visit.today)
    return [*(_meeting(visit, one) for one in coming), *(_promise(visit, item) for item in _promises(visit, business_id))]


def tasks(visit: Visit, business_id: UUID) -> list[Todo]:
    """Promises whose day is near or over."""
    return [
        Todo(
            _("You said: {what}. The day is {day}.", what=f"**{esc(item.text.rstrip('.'))}**", day=formats.full_day(item.due_on)),
            _("Say how far it is"), "activities",
        )
        for item in _promises(visit, business_id) if item.live and item.due_on and item.due_on <= visit.today + SOON
    ]


def _promises(visit: Visit, business_id: UUID) -> list[Item]:
    found: list[Item] = reads.ask(promise_reports.mine, business_id=business_id, today=visit.today)
    return found


def _meeting(visit: Visit, one: Upcoming) -> Activity:
    clock = formats.clock(one.starts_at, visit.actor.timezone)
    said = _("Called off: {why}", why=esc(one.called_off)) if one.called_off else (
        _("It begins {clock} at {place}.", clock=clock, place=esc(one.place.rstrip("."))) if one.place
        else f"{_('It begins {clock}.', clock=clock)} {meeting_words.where('')}")
    return Activity(
        day=visit.actor.day(one.starts_at), past=bool(one.called_off), icon=":material/co_present:", title=_(meeting_words.KINDS[one.kind]),
        sentence=said, show=_nothing, until=False,
    )


def _nothing() -> None:
    """There is nothing to press: one comes or one does not."""


def _promise(visit: Visit, item: Item) -> Activity:
    # Done things are past on the day on which they were done.
    return Activity(
        day=item.due_on if item.live else item.state_on, past=not item.live, icon=":material/task_alt:",
        title=_("What I said I would do"), sentence=" ".join(_said(visit, item)), show=lambda: _answer(item),
    )


def _said(visit: Visit, item: Item) -> Iterator[str]:
    yield f"**{esc(item.text)}** {action_item_rows.badge(visit, item)}"
    if item.result:
        yield f"  \n{_('What came of it: {what}', what=esc(item.result))}"


def _answer(item: Item) -> None:
    steps = states.OWN_STEPS.get(item.state, frozenset())
    left, right = st.columns(2, wrap=False)
    if item.state == states.DONE:
        if left.button(_("Not finished after all"), key=f"back_{item.id}", width="stretch"):
            _move(item, states.DOING)
        return
    if states.DOING in steps and left.button(_("I have begun"), key=f"begun_{item.id}", width="stretch"):
        _move(item, states.DOING)
    if states.DONE in steps and right.button(_("It is finished"), key=f"done_{item.id}", width="stretch", type="primary"):
        _move(item, states.DONE)


def _move(item: Item, state: str) -> None:
    if page.action(services.move, item_id=item.id, state=state):
        page.say(_("Saved. The coordinator sees it."))
        st.rerun()
