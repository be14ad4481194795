"""The script that Streamlit runs: who is it, which pages are theirs, and the edge where every error ends as words."""

from __future__ import annotations

import functools
from typing import Any, Literal

import streamlit as st

from cblp import i18n
from cblp.db.actor import MEMBER, MENTOR
from cblp.errors import NotSignedIn
from cblp.i18n import _
from cblp.ui import menu, page, runtime, state, visitor, warmup
from cblp.ui.components import frame, member_menu

PHONE_ROLES = (MEMBER, MENTOR)
FLAT = 4
"""So many pages stand in the menu side by side, without groups to open."""
START = "mulai-di-sini"
"""The name that the page at "/" has and nobody sees."""
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='7' fill='%232f4b7c'/%3E"
    "%3Cg fill='none' stroke='%23fffdf9' stroke-width='2'%3E%3Ccircle cx='16' cy='10' r='5'/%3E%3Ccircle cx='22' cy='16' r='5'/%3E"
    "%3Ccircle cx='16' cy='22' r='5'/%3E%3Ccircle cx='10' cy='16' r='5'/%3E%3C/g%3E%3C/svg%3E"
)
"""A dyed flower, in the page itself: a symbol by name would be fetched from another server."""


def main() -> None:
    """Run one page for one visitor."""
    warmup.wait()
    i18n.use(visitor.language)
    try:
        _page(visitor.current())
    finally:
        visitor.forget()


def _page(now: visitor.Visitor | None) -> None:
    if now is None:
        state.LANGUAGE.set(visitor.guest_language())
        st.set_page_config(page_title=_("Sign in"), page_icon=ICON)
        guest()
        return
    state.LANGUAGE.set(now.language)
    st.set_page_config(
        page_title=now.association_name,
        page_icon=ICON,
        layout="centered" if now.actor.role in PHONE_ROLES else "wide",
        initial_sidebar_state="collapsed",
    )
    entries = menu.of_role(now.actor.role)
    first = entries[0]
    pages: dict[str, list[Any]] = {}
    few = sum(bool(entry.group) for entry in entries) <= FLAT
    for entry in entries:
        shown: Literal["visible", "hidden"] = "visible" if entry.group else "hidden"
        made = st.Page(entry.file, title=_(entry.title), icon=entry.icon, url_path=entry.path, visibility=shown)
        section = "" if entry.group == menu.HOME or (few and entry.group) else _(entry.group) if entry.group else " "
        pages.setdefault(section, []).append(made)
    # The default page answers "/" only; a page that is the default cannot be opened by its own address.
    start = functools.partial(_to, first)
    home = st.Page(start, title=_(first.title), default=True, url_path=START, visibility="hidden")
    pages.setdefault("", []).insert(0, home)
    # To Streamlit a page of another role does not exist: its own box says so in English, and nothing works behind it.
    pages[""] += [
        st.Page(functools.partial(_others, entry), title=_(entry.title), url_path=entry.path, visibility="hidden")
        for entry in menu.ENTRIES if entry not in entries
    ]
    chosen = st.navigation(pages, position="hidden" if now.actor.role in PHONE_ROLES else "top")
    if now.actor.role in PHONE_ROLES:
        member_menu.show(now.actor.role)
    try:
        page.edge(chosen.run)
    except NotSignedIn:
        frame.signed_out(chosen.url_path)


def _to(entry: menu.Entry) -> None:
    st.switch_page(entry.file)


def _others(entry: menu.Entry) -> None:
    page.open(entry.id)  # which refuses


def guest() -> None:
    """Register the same page under every address, so that the address survives until after the sign-in."""
    if runtime.app().settings.oidc and visitor.wants_oidc() and not st.user.get("is_logged_in"):
        st.login()
        st.stop()
    # None of them may be the default, which cannot be opened by its own address.
    home = st.Page(functools.partial(_outside, ""), title=_("Sign in"), url_path=START, visibility="hidden", default=True)
    pages = [
        st.Page(functools.partial(_outside, entry.path), title=_("Sign in"), url_path=entry.path, visibility="hidden")
        for entry in menu.ENTRIES
    ]
    st.navigation([home, *pages], position="hidden").run()


def _outside(path: str) -> None:
    if not visitor.is_stranger():
        why = visitor.refused()
        if why:
            frame.refused(why)
        else:
            frame.signed_out(path)
        return
    code = frame.stranger()
    if code:
        page.edge(lambda: visitor.accept_invitation(code))
        st.rerun()


main()
