"""Erasing somebody's personal data: what goes, what stays, what is open, one word to type, and the letter that says it is done."""

from __future__ import annotations

import logging
from uuid import UUID

import streamlit as st

from cblp import erased
from cblp.i18n import _, formats
from cblp.people.services import erasing
from cblp.people.services.erasing import Foreseen
from cblp.ui import page, runtime, state
from cblp.ui.components import letters, members
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

log = logging.getLogger(__name__)


def of_person(visit: Visit, person: UUID) -> None:
    """The button beside somebody of the register, and what it opens."""
    key = f"erase_{person}"
    if state.CONFIRMING.get() == key:
        _sheet(visit, person)
    elif _button(key):
        _open(key)
    else:
        st.caption(_("When the owner asks for it: name, number and texts go, figures stay."))


def of_account(visit: Visit, account: UUID) -> None:
    """The button beside a wish to be erased, and what it opens."""
    opened = state.CONFIRMING.get()
    key = f"erase_{account}"
    if opened.startswith(f"{key}/"):
        _sheet(visit, UUID(opened.rpartition("/")[2]))
    elif _button(key):
        found = page.action(erasing.person_of, account=account)
        if found:
            _open(f"{key}/{found.value}")


def told(visit: Visit) -> None:
    """The letter to whom was just erased: it stands here until it is closed, and nowhere else."""
    left = state.ERASED.get()
    if not left:
        return
    phone, text = left
    with st.container(border=True):
        st.write(_("The personal data is erased. Tell the person: their number is known only here, until you close this."))
        with st.container(horizontal=True):
            letters.remind(visit, phone, text, key="erased_letter", label=_("Tell by WA"))
            if st.button(_("Close"), key="erased_close"):
                state.ERASED.set(None)
                st.rerun()


def _button(key: str) -> bool:
    return st.button(_("Erase personal data"), icon=":material/person_off:", key=f"ask_{key}")


def _open(key: str) -> None:
    state.CONFIRMING.set(key)
    st.rerun()


def _sheet(visit: Visit, person: UUID) -> None:
    seen = runtime.app().read(visit.actor, erasing.foresee, person_id=person)
    st.markdown(f"**{_('Erase the personal data of {name}?', name=esc(seen.name))}**")
    left, right = st.columns(2)
    left.markdown("\n".join([_("This goes:"), "", *(f"- {line}" for line in _goes(seen))]))
    right.markdown("\n".join([_("This stays, as “{name}”:", name=_("Former member")), "", *(f"- {line}" for line in _stays())]))
    if seen.first:
        st.warning("\n".join([_("First this must be settled:"), "", *(f"- {esc(one.text())}" for one in seen.first)]))
        if st.button(_("Not yet"), key="erase_no"):
            _open("")
        return
    if seen.account and seen.account == visit.actor.account:
        st.warning(_("This is your own account. You are signed out at once."))
    word = _("erase")
    asked = _("This cannot be taken back. Type “{word}” to go on.", word=word)
    typed = st.text_input(asked, key="erase_word", autocomplete="off", width=420)
    with st.container(horizontal=True):
        sure = st.button(_("Erase personal data"), type="primary", key="erase_yes")
        if st.button(_("Not yet"), key="erase_no"):
            _open("")
    if not sure:
        return
    if (typed or "").strip().casefold() != word:
        st.error(_("Type “{word}” first.", word=word))
        return
    _erase(visit, seen)


def _erase(visit: Visit, seen: Foreseen) -> None:
    text = _letter(visit, seen)
    done = page.action(erasing.erase, person_id=seen.person)
    if not done or not done.value:
        return
    try:
        erased.remember(runtime.app())
    except OSError:  # the next backup writes it, too
        log.exception("the list of the erased was not written")
    state.ERASED.set((seen.phone, text))
    state.CONFIRMING.set("")
    if members.OPENED in st.query_params:
        st.query_params[members.OPENED] = done.value.code
    page.say(_("The personal data is erased. In the figures it says “{name}”.", name=done.value.label))
    st.rerun()


def _letter(visit: Visit, seen: Foreseen) -> str:
    """Written before: afterwards nobody knows to whom, nor in which language."""
    who = letters.opening(seen.address_form, seen.name, seen.name)
    day = visit.today
    if seen.businesses:
        with letters.to(visit, seen.businesses[0][0]):
            return letters.write(visit, "erased", who=who, day=formats.full_day(day))
    return letters.write(visit, "erased", who=who, day=formats.full_day(day))


def _goes(seen: Foreseen) -> list[str]:
    named = ", ".join(esc(name) for _id, name in seen.businesses)
    lines = [_("name, phone number, form of address, consents")]
    if named:
        lines.append(_("of {business}: name, code, address, licence numbers, stories, photos, places in the storefront", business=named))
    if seen.account and seen.elsewhere:
        lines.append(_(
            "the roles and access of the account {name}; it stays open for other associations, and its name beside what it entered",
            name=esc(seen.account_name),
        ))
    elif seen.account:
        lines.append(_("the account {name}: user name, number, PIN, signed-in phones", name=esc(seen.account_name)))
    return [*lines, _("questions, notes, reasons and texts for posts that they wrote"),
            _("the name in minutes, lists and the history of changes")]


def _stays() -> list[str]:
    return [
        _("sales, money, votes and shares, without the name"), _("what goods were called, and numbers of orders"),
        _("photos of papers that prove a payment"), _("nicknames in texts of others: please look for them yourself"),
        _("older backups, for up to 12 months"),
    ]
