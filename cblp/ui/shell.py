"""The script that Streamlit runs: who is it, which pages are theirs, and the edge where every error ends as words."""

from __future__ import annotations

import functools

import streamlit as st

from cblp import i18n
from cblp.errors import NotSignedIn
from cblp.i18n import _
from cblp.ui import menu, page, runtime, state, visitor
from cblp.ui.components import frame

PHONE_ROLES = ("member", "mentor")


def main() -> None:
    """Run one page for one visitor."""
    i18n.use(state.LANGUAGE.get)
    now = visitor.current()
    if now is None:
        state.LANGUAGE.set(visitor.guest_language())
        st.set_page_config(page_title=_("Sign in"), page_icon=":material/storefront:")
        guest()
        return
    state.LANGUAGE.set(now.language)
    st.set_page_config(
        page_title=now.association_name, page_icon=":material/storefront:",
        layout="centered" if now.actor.role in PHONE_ROLES else "wide", initial_sidebar_state="collapsed",
    )
    entries = menu.of_role(now.actor.role)
    first = entries[0]
    pages: dict[str, list[object]] = {}
    for entry in entries:
        made = st.Page(entry.file, title=_(entry.title), icon=entry.icon, url_path=entry.path, visibility="visible" if entry.group else "hidden")
        pages.setdefault("" if entry.group == menu.HOME else _(entry.group) if entry.group else " ", []).append(made)
    # The default page answers "/" only; a page that is the default cannot be opened by its own address.
    home = st.Page(functools.partial(_to, first), title=_(first.title), default=True, url_path="mulai-di-sini", visibility="hidden")
    pages.setdefault("", []).insert(0, home)
    chosen = st.navigation(pages, position="hidden" if now.actor.role in PHONE_ROLES else "top")  # type: ignore[arg-type]
    try:
        page.edge(chosen.run)
    except NotSignedIn:
        frame.signed_out()


def _to(entry: menu.Entry) -> None:
    st.switch_page(entry.file)


def guest() -> None:
    """Register the same page under every address, so that the address survives until after the sign-in."""
    if runtime.app().settings.oidc and visitor.wants_oidc():
        st.login()
        st.stop()
    pages = [
        st.Page(frame.signed_out, title=_("Sign in"), url_path=entry.path, visibility="hidden", default=index == 0)
        for index, entry in enumerate(menu.ENTRIES)
    ]
    st.navigation(pages, position="hidden").run()


main()
