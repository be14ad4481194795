"""The account-safety list, one question a screen with three big buttons; each answer is kept at once, so that none is lost.

A member answers on the phone; a coordinator asks a member with the same screens.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

import streamlit as st

from cblp.growth import checklist
from cblp.growth.rules.safety import Item
from cblp.growth.services import safety as services
from cblp.i18n import N_, _, language
from cblp.ui import page, state
from cblp.ui.components.my_shop_sheet import Sheet, close, find, forget, open_form
from cblp.ui.page import Visit

PREFIX: Final = "learning/safety/"
YES, NO, UNKNOWN = "yes", "no", "unknown"
VALUES: Final[dict[str, bool | None]] = {YES: True, NO: False, UNKNOWN: None}
BUTTONS: Final = {YES: N_("Yes"), NO: N_("Not yet"), UNKNOWN: N_("I don't know")}
STEP: Final = "step"


def form_of(business_id: UUID) -> str:
    """The name of the form of a business."""
    return f"{PREFIX}{business_id.hex}"


def opened() -> UUID | None:
    """The business whose list is on the screen."""
    name = state.EDITING.get()
    return UUID(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None


def unsent(business_id: UUID) -> bool:
    """Whether the list was begun and not finished."""
    kept = find(form_of(business_id))
    return bool(kept and kept.content.get("typed"))


def begin(business_id: UUID) -> None:
    """Open the list where it was left."""
    open_form(form_of(business_id))


@page.fragment
def show(visit: Visit, business_id: UUID) -> None:
    """The question that is next; after the last one the list is kept."""
    items = checklist.newest().items
    sheet = Sheet.begin(form_of(business_id), _("Account safety"), dict)
    at = min(int(sheet.typed.get(STEP, "0")), len(items) - 1)
    item = items[at]
    st.caption(_("Question {number} of {count}. Every answer is kept at once.", number=at + 1, count=len(items)))
    st.subheader(item.question[language()], anchor=False)
    st.write(item.why[language()])
    known = sheet.typed.get(item.code, "")
    for value, label in BUTTONS.items():
        icon = ":material/check:" if value == known else None
        if st.button(_(label), key=f"{sheet.form}/{item.code}/{value}", width="stretch", icon=icon):
            _answered(visit, sheet, business_id, items, at, value)
    if st.button(_("Back"), key=f"{sheet.form}/back/{at}", icon=":material/arrow_back:", type="tertiary"):
        if at == 0:
            close()
        _go(sheet, at - 1)


def _answered(visit: Visit, sheet: Sheet, business_id: UUID, items: tuple[Item, ...], at: int, value: str) -> None:
    sheet.typed[items[at].code] = value
    if at + 1 < len(items):
        _go(sheet, at + 1)
    left = [number for number, item in enumerate(items) if item.code not in sheet.typed]
    if left:  # the list has grown since it was begun
        _go(sheet, left[0])
    sheet.keep()
    answers = {item.code: VALUES[sheet.typed[item.code]] for item in items}
    if page.action(services.check, business_id=business_id, answers=answers, now=visit.now):
        forget(sheet.form)
        close(_("The list is finished. The next step stands below."))


def _go(sheet: Sheet, step: int) -> None:
    sheet.typed[STEP] = str(step)
    sheet.keep()
    st.rerun()
