"""What a programme promised, and how much of it came: a liaison reads the same lines without the buttons."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cblp.i18n import N_, _, formats
from cblp.programmes import states
from cblp.programmes.reports.programmes import Detail, Item
from cblp.programmes.services import programmes
from cblp.ui import page
from cblp.ui.components import fields, programme_words, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

EDITED: Final = ("kind", "what", "unit", "promised", "due_on", "note")
PAGE: Final = 10


def show(visit: Visit, found: Detail, *, may: bool) -> None:
    """Each promise with what came of it, those that are late first."""
    items = sorted(found.items, key=lambda item: (item.complete, not item.late(visit.today)))
    if not items:
        with st.container(border=True):
            st.write(_("No promise is written down yet. Each with its number and its day stands here."))
    first = tables.start(len(items), "promises", PAGE)
    for item in items[first : first + PAGE]:
        _line(visit, item, may)
    tables.pager(len(items), "promises", PAGE)
    if may:
        _add(found)


def _line(visit: Visit, item: Item, may: bool) -> None:
    with st.container(border=True):
        what, came, state = st.columns([5, 4, 2], vertical_alignment="center")
        with what, st.container(gap=None):
            st.markdown(f"**{esc(item.what)}**")
            about = [_(states.ITEMS[item.kind]), _("due {day}", day=formats.day(item.due_on)) if item.due_on else "", esc(item.note)]
            st.caption(" · ".join(part for part in about if part))
        with came, st.container(gap=None):
            st.markdown(_("{delivered} of {promised} came", delivered=_came(item),
                          promised=esc(programme_words.promised(item))))
            if item.delivered_on:
                st.caption(_("the last of it on {day}", day=formats.day(item.delivered_on)))
        state.markdown(programme_words.item_badge(item, visit.today))
        if may:
            _buttons(visit, item)


def _came(item: Item) -> str:
    """So much of it came; the unit is said once, beside what was promised."""
    return formats.money(item.delivered) if item.kind == states.MONEY else formats.count(item.delivered)


def _buttons(visit: Visit, item: Item) -> None:
    kind = fields.MONEY if item.kind == states.MONEY else fields.COUNT
    came, edit = f"came_{item.id}", f"promise_{item.id}"
    arrived = (
        Field("delivered", N_("How much came in all"), kind, needed=True),
        Field("delivered_on", N_("When the last of it came"), fields.DAY),
    )
    # A day that is left alone stays the day on which it came, or is today where more comes now.
    day = item.delivered_on if item.complete else visit.today

    def deliver(version: int, changes: dict[str, Any]) -> Outcome[int]:
        return page.action(
            programmes.deliver, item_id=item.id, version=version, delivered=changes.get("delivered", item.delivered),
            on=changes.get("delivered_on", day),
        )

    def save(version: int, changes: dict[str, Any]) -> Outcome[int]:
        return page.action(programmes.edit_item, item_id=item.id, version=version, changes=changes)

    busy = any(fields.is_open(key) or fields.clashed(key) for key in (came, edit))
    with st.container(horizontal=not busy):
        if not busy or fields.is_open(came) or fields.clashed(came):
            fields.edit(visit, came, arrived, item.version, {"delivered": item.delivered or None, "delivered_on": day}, deliver,
                        label=_("Write down what came"), icon=":material/inventory:")
        if not busy or fields.is_open(edit) or fields.clashed(edit):
            fields.edit(visit, edit, _wanted(item.kind == states.MONEY), item.version,
                        {name: getattr(item, name) for name in EDITED}, save)
        if not busy and fields.confirm(
            f"unpromise_{item.id}", _("Take this promise away"), _("Take away the promise {what}?", what=item.what),
            _("Do this only for what was written down by mistake."), icon=":material/close:",
        ) and page.action(programmes.remove_item, item_id=item.id):
            page.say(_("The promise is taken away."))
            st.rerun()


def _wanted(money: bool) -> tuple[Field, ...]:
    """The fields of a promise; of money the number is rupiah and needs no unit."""
    kinds = {code: _(word) for code, word in states.ITEMS.items() if code != states.MONEY}
    return (
        Field("what", N_("What was promised"), most=160, needed=True),
        *(() if money else (Field("kind", N_("Kind"), fields.CHOICE, kinds, needed=True),)),
        Field("promised", N_("How much in rupiah"), fields.MONEY, needed=True) if money else Field(
            "promised", N_("How many"), fields.COUNT, needed=True),
        *(() if money else (Field("unit", N_("Unit"), hint=N_("For example: machine, place, visit"), most=30),)),
        Field("due_on", N_("By when (empty: no day)"), fields.DAY), Field("note", N_("Note, for the office"), fields.LONG, most=300),
    )


def _add(found: Detail) -> None:
    things, money = "add_promise", "add_promise_money"
    busy = fields.is_open(things) or fields.is_open(money)
    with st.container(horizontal=not busy):
        for key, of_money, label in ((things, False, _("Add a promise")), (money, True, _("Add money that was promised"))):
            if busy and not fields.is_open(key):
                continue
            extra = {"kind": states.MONEY} if of_money else {}

            def make(typed: dict[str, Any], extra: dict[str, str] = extra) -> Outcome[Any]:
                added = page.action(programmes.add_item, programme_id=found.row.id, **typed, **extra)
                if added:
                    page.say(programme_words.saved(typed["promised"]) if extra else _("The promise is kept."))
                return added

            if fields.create(key, _wanted(of_money), {}, make, label=label, primary=not found.items and not of_money):
                st.rerun()
