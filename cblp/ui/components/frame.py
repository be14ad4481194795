"""What stands round every page: title row with the account menu, and our own pages for what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import streamlit as st

from cblp.db.erasure import FORMS
from cblp.i18n import N_, _
from cblp.people.reports import association
from cblp.ui import menu, reads, runtime
from cblp.ui import visitor as who
from cblp.web.cookies import own_path

if TYPE_CHECKING:
    from cblp.ui.visitor import Visitor

ROLE_WORDS = {
    "coordinator": N_("Coordinator"), "treasurer": N_("Treasurer"), "member": N_("Member"), "mentor": N_("Mentor"),
    "liaison": N_("Liaison officer"),
}


LONGEST_NAME = 30
BUTTON = (
    "min-height:44px;padding:0 1rem;border:1px solid #d9cdb8;border-radius:22px;background:#fffdf9;font:inherit;color:#2a2622;"
    "cursor:pointer"
)
PRESS = "display:inline-flex;align-items:center;text-decoration:none"


def header(visitor: Visitor, title: str, path: str) -> None:
    """The title of the page at the left, the account's own menu at the right; ``path`` is the page's address."""
    st.logo(mark(visitor), size="large")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False):
        st.title(title, anchor=False)
        with st.popover(called(visitor.name), icon=":material/account_circle:", key="account_menu", wrap=False):
            account_menu(visitor, path)


def called(name: str) -> str:
    """The first name, with the form of address before it: ``Ibu Sari``."""
    first, *more = name.split()
    return f"{first} {more[0]}" if more and first in FORMS else first


def mark(visitor: Visitor) -> bytes | str:
    """The association's own logo; without one, its initial in its colour and its name."""
    logo = reads.ask(association.details).logo
    if logo:
        return logo
    name = visitor.association_name
    shown = name if len(name) <= LONGEST_NAME else name.partition(" (")[0]
    if len(shown) > LONGEST_NAME:
        shown = shown[:LONGEST_NAME].rsplit(" ", 1)[0] + "…"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {44 + 9 * len(shown)} 32" font-family="sans-serif">'
        f'<rect width="32" height="32" rx="8" fill="{escape(visitor.colour)}"/>'
        f'<text x="16" y="22" font-size="18" font-weight="700" fill="#fffdf9" text-anchor="middle">{escape(name[:1].upper())}</text>'
        f'<text x="42" y="22" font-size="16" font-weight="600" fill="#2a2622">{escape(shown)}</text></svg>'
    )


def account_menu(visitor: Visitor, path: str) -> None:
    """Role, language, settings, guide and the way out, together under the name."""
    base = runtime.app().settings.base_path
    st.markdown(f"**{esc(visitor.name)}**  \n{_(ROLE_WORDS[visitor.actor.role])} · {esc(visitor.association_name)}")
    if visitor.demo:
        st.caption(_("Example data. Nothing here is real; try everything."))
        link(_("Choose another person"), f"{base}/contoh")
    here = (visitor.actor.association, visitor.actor.role)
    others = [place for place in visitor.places if (place.association, place.role) != here]
    if others:
        st.markdown(f"**{_('Switch role')}**")
        for place in others:
            label = _("As {role}, {association}", role=_(ROLE_WORDS[place.role]), association=place.name)
            form(f"{base}/peran", label, association=str(place.association), role=place.role)
    other = "en" if visitor.language == "id" else "id"
    form(f"{base}/bahasa", "English" if other == "en" else "Bahasa Indonesia", bahasa=other, ke=f"/{path}")
    for entry in menu.of_role(visitor.actor.role):
        if not entry.group and entry.id != "log_whatsapp":
            st.page_link(entry.file, label=_(entry.title), icon=entry.icon)
    form(f"{base}/keluar", _("Sign out"))


def form(action: str, label: str, **fields: str) -> None:
    """A button that posts to one of the server's own routes (a link of Streamlit's would open a new tab)."""
    hidden = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields.items())
    button = f'<button type="submit" style="{BUTTON}">{escape(label)}</button>'
    st.html(f'<form method="post" action="{escape(action)}" target="_self">{hidden}{button}</form>')


def link(label: str, href: str, *, button: bool = False) -> None:
    """A link to one of the server's own routes in this tab; as a ``button`` where it is what a thumb should find."""
    style = f"{BUTTON};{PRESS}" if button else "color:#2f4b7c"
    st.html(f'<a href="{escape(href)}" target="_self" style="{style}">{escape(label)}</a>')


def esc(text: str) -> str:
    """Text of somebody else for a label: shown as typed, never as markup (a picture in a name would be fetched)."""
    for mark in "\\`*_{}[]<>()#+-.!|~$:":
        text = text.replace(mark, "\\" + mark)
    return text


def signed_out(path: str = "") -> None:
    """What a visitor without a session sees inside the app: one sentence and the way in, back to the page at ``path``."""
    query = urlencode(st.query_params.to_dict()) if path else ""
    wanted = own_path(f"/{path}" + (f"?{query}" if query else ""))
    st.title(_("Sign in"), anchor=False)
    st.write(_("Your time here has ended. Sign in again; what you saved is still there."))
    on = f"?ke={quote(wanted, safe='/')}" if wanted != "/" else ""
    link(_("Sign in"), f"{runtime.app().settings.base_path}/masuk{on}", button=True)


def refused(why: str) -> None:
    """Somebody signed in through the provider whose account here lets nobody in: why, and the way out for who comes as another."""
    st.title(_("Sign in"), anchor=False)
    st.write(why)
    form(f"{runtime.app().settings.base_path}/keluar", _("Sign out"))


def stranger() -> str:
    """Somebody signed in through the provider whom nobody here knows: asks for the coordinator's code; returns it once given."""
    st.title(_("One more step"), anchor=False)
    st.write(_("Your sign-in works, but no account here belongs to it yet. Ask your coordinator for a code."))
    with st.form("invitation", enter_to_submit=False):
        code = st.text_input(_("Code from your coordinator"), autocomplete="one-time-code")
        sent = st.form_submit_button(_("Continue"), type="primary")
    form(f"{runtime.app().settings.base_path}/keluar", _("Sign out"))
    return code.strip() if sent else ""


def not_yours() -> None:
    """The page belongs to another role."""
    st.info(_("This page belongs to another role. Go back to your own pages."))
    link(_("To my pages"), f"{runtime.app().settings.base_path}/", button=True)


def broken(incident: str) -> None:
    """Something of ours broke: say so, and give the number that finds it in the log."""
    message = N_("Something broke on our side. Nothing that was saved is lost. Try again; if it stays, report number {incident}.")
    st.error(_(message, incident=incident))


def way(page_id: str, label: str, *, key: str, icon: str = "", query: Mapping[str, str] | None = None) -> None:
    """A button as wide as its card that opens a page, and there what ``query`` says: a bare link does not look like what to press."""
    entry = menu.BY_ID[page_id]
    if st.button(label, icon=icon or entry.icon, key=key, width="stretch"):
        st.switch_page(entry.file, query_params=dict(query or {}))


def empty(text: str, label: str | None = None, page_id: str | None = None) -> None:
    """What will stand here, why it is empty, and the one button that fills it, for roles that may open its page."""
    with st.container(border=True):
        st.write(text)
        entry = menu.BY_ID.get(page_id or "")
        if label and entry and who.known().actor.role in entry.roles:
            st.page_link(entry.file, label=label, icon=entry.icon)
