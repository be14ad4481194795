"""Asking for help, one question a screen; each answer is a draft in the database until the request is sent.

The member asks on the phone; a coordinator asks for a member with the same questions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.i18n import N_, _, formats
from cblp.people.reports import register
from cblp.sharing.rules import aid as rules
from cblp.sharing.services import aid as services
from cblp.ui import page, reads, state
from cblp.ui.components import aid_words
from cblp.ui.components.frame import esc
from cblp.ui.components.my_shop_sheet import Sheet, close, find, forget, open_form
from cblp.ui.page import Visit

PREFIX: Final = "aid/ask/"
ANYBODY: Final = f"{PREFIX}member"
"""The form of a coordinator, who first says for whom."""
WHO, KIND, HOW_MUCH, NEED, CHECK = "who", "kind", "much", "need", "check"
LONGEST_NEED: Final = 2_000


def form_of(business_id: UUID | None) -> str:
    """The name of the form: a member's for the own business, or a coordinator's."""
    return f"{PREFIX}{business_id.hex}" if business_id else ANYBODY


def is_open(form: str) -> bool:
    """Whether the questions are on the screen."""
    return state.EDITING.get() == form


def unsent(form: str) -> bool:
    """Whether something was answered and not sent yet."""
    kept = find(form)
    return bool(kept and kept.content.get("typed"))


def begin(form: str) -> None:
    """The button that opens the questions, where the last ones were left."""
    waiting = unsent(form)
    if waiting:
        st.caption(_("A request is not sent yet. What you answered is kept."))
    label = _("Continue the request") if waiting else _("Ask for help") if form != ANYBODY else _("Write down a request")
    office = form == ANYBODY
    if st.button(
        label, icon=":material/volunteer_activism:", key=f"{form}/begin", type="primary" if office else "secondary",
        width="content" if office else "stretch",
    ):
        open_form(form)


@page.fragment
def show(visit: Visit, form: str, business_id: UUID | None) -> None:
    """The question that is next, with the way back and on."""
    sheet = Sheet.begin(form, _("Ask for help"), dict)
    questions = _questions(sheet, business_id)
    at = min(int(sheet.typed.get("step", "0")), len(questions) - 1)
    st.subheader(_("Ask for help") if business_id else _("Write down a request"), anchor=False)
    st.caption(_("Question {number} of {count}. Every answer is kept at once.", number=at + 1, count=len(questions)))
    code = questions[at]
    ready = _ASKED[code](visit, sheet)
    if code == CHECK:
        _send(visit, sheet, business_id)
    with st.container(horizontal=True):
        back = st.button(_("Back"), key=f"{form}/back/{code}", width="stretch")
        on = code != CHECK and st.button(_("Continue"), type="primary", key=f"{form}/on/{code}", width="stretch")
    if back:
        if at == 0:
            close()
        _go(sheet, at - 1)
    if on and ready:
        _go(sheet, at + 1)
    if on and not ready:
        st.markdown(f":red[:material/error: {_(_FIXES[code])}]")
    if sheet.typed and st.button(_("Delete this draft"), type="tertiary", key=f"{form}/drop"):
        forget(form)
        close()


def _questions(sheet: Sheet, business_id: UUID | None) -> list[str]:
    return [*([] if business_id else [WHO]), KIND, HOW_MUCH, NEED, CHECK]


def _go(sheet: Sheet, step: int) -> None:
    sheet.note("step", str(step))
    st.rerun()


# -- the questions: each draws itself and says whether it is answered --------------------------------------------------


def _who(visit: Visit, sheet: Sheet) -> bool:
    names = {id_.hex: f"{name} ({code})" for id_, code, name in reads.ask(register.names, today=visit.today)}
    known = sheet.typed.get("business", "")
    order = list(names)
    chosen = st.selectbox(
        _("Who needs help?"), order, index=order.index(known) if known in names else None, format_func=names.__getitem__,
        placeholder=_("Type to search"), key=f"{sheet.form}/who",
    )
    sheet.note("business", chosen or "")
    return bool(chosen)


def _kind(visit: Visit, sheet: Sheet) -> bool:
    known = sheet.typed.get("kind", "")
    chosen = st.radio(
        _("What kind of help?"), rules.KINDS, index=rules.KINDS.index(known) if known in rules.KINDS else None,
        format_func=lambda kind: _(aid_words.KINDS[kind]), key=f"{sheet.form}/kind",
        captions=[_(aid_words.EXPLAINED[kind]) for kind in rules.KINDS],
    )
    sheet.note("kind", chosen or "")
    return chosen is not None


def _how_much(visit: Visit, sheet: Sheet) -> bool:
    if sheet.typed.get("kind") == rules.IN_KIND:
        return bool(sheet.text("thing", _("Which thing?"), hint=_("for example a gas stove")).strip())
    typed = sheet.text("amount", _("How much money, in rupiah?"), hint=_("for example 500.000"))
    amount = formats.parse_rupiah(typed)
    # The line always stands there, so that no button moves under the thumb.
    st.caption(f"**{formats.money(amount)}** ({formats.in_words(amount)})" if amount else _("Write digits only."))
    return bool(amount)


def _need(visit: Visit, sheet: Sheet) -> bool:
    typed = sheet.text("need", _("What is it for? Tell it in one or two sentences."), long=True)
    return bool(typed.strip()) and len(typed) <= LONGEST_NEED


def _check(visit: Visit, sheet: Sheet) -> bool:
    with st.container(border=True):
        kind = sheet.typed.get("kind", "")
        if business := sheet.typed.get("business"):
            names = {id_.hex: name for id_, _code, name in reads.ask(register.names, today=visit.today)}
            st.markdown(f"**{esc(names.get(business, ''))}**")
        what = esc(sheet.typed.get("thing", "")) if kind == rules.IN_KIND else formats.money(
            formats.parse_rupiah(sheet.typed.get("amount", "")))
        st.markdown(f"{_(aid_words.KINDS.get(kind, ''))}: **{what}**" if kind else "")
        st.markdown(esc(sheet.typed.get("need", "")))
    st.caption(_("Only the coordinator and the treasurer read this. Other members are not told."))
    return True


_ASKED: Final[dict[str, Callable[[Visit, Sheet], bool]]] = {
    WHO: _who, KIND: _kind, HOW_MUCH: _how_much, NEED: _need, CHECK: _check,
}
_FIXES: Final = {
    WHO: N_("Choose a member"), KIND: N_("Choose one of these."), HOW_MUCH: N_("Fill this in."), NEED: N_("Fill this in."),
}


def _send(visit: Visit, sheet: Sheet, business_id: UUID | None) -> None:
    if not st.button(_("Send the request"), type="primary", key=f"{sheet.form}/send", width="stretch"):
        return
    kind = sheet.typed.get("kind", "")
    money = kind != rules.IN_KIND
    for_whom = business_id or (UUID(sheet.typed["business"]) if sheet.typed.get("business") else None)
    if for_whom is None:
        _go(sheet, 0)
        return
    sent = page.action(
        services.request, business_id=for_whom, kind=kind, need=sheet.typed.get("need", ""),
        amount=formats.parse_rupiah(sheet.typed.get("amount", "")) if money else None,
        thing="" if money else sheet.typed.get("thing", ""), now=visit.now,
    )
    if sent:
        forget(sheet.form)
        close(_("The request was sent.") if business_id else _("The request is written down."))
