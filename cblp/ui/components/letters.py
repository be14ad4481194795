"""Letters by WhatsApp: they open with the person's form of address, say one thing, and end with who writes; sent by hand only."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import streamlit as st

from cblp.db.actor import COORDINATOR, MENTOR
from cblp.i18n import _
from cblp.ui import menu, runtime
from cblp.ui.page import Visit


def opening(address_form: str, person: str, business: str) -> str:
    """``Ibu Sari``; without a person the business."""
    return f"{address_form or _('Mr/Ms')} {person or business}"


def closing(visit: Visit) -> str:
    """``Terima kasih. Wati, koordinator``."""
    role = {COORDINATOR: _("coordinator"), MENTOR: _("mentor")}.get(visit.actor.role, _("treasurer"))
    return f"{_('Thank you.')} {visit.visitor.name}, {role}"


def address(page_id: str) -> str:
    """The whole address of a page."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}{runtime.app().settings.base_path}/{menu.BY_ID[page_id].path}"


def answered(visit: Visit, *, who: str, topic: str) -> str:
    """That a member's question has its answer, and where to read it; neither the question nor the answer is in the letter."""
    return _(
        "{who}, your question about “{topic}” has an answer. Read it here: {link} {closing}",
        who=who, topic=topic, link=address("learning"), closing=closing(visit),
    )


def remind(visit: Visit, phone: str, text: str, *, key: str, label: str = "", told: str = "") -> None:
    """A small window with the text, to be changed, copied or opened in WhatsApp; ``phone`` as stored, "" if none is known.

    ``told`` stands below it instead of what is said about the number. A treasurer never learns a number; a mentor has those of
    the mentees.
    """
    with st.popover(label or _("Remind"), icon=":material/chat:", wrap=False, key=key):
        written = st.text_area(_("WA text"), text, height=200, key=f"{key}_text")
        number = phone.lstrip("+") if visit.actor.role in (COORDINATOR, MENTOR) else ""
        st.link_button(_("Open WA"), f"https://wa.me/{number}?text={quote(written or '')}", icon=":material/open_in_new:")
        st.caption(told or (
            _("Sent only when you press send in WA.") if number else _("No phone number is known. Choose the person in WA.")
        ))
