"""Letters to members about their own share: who they are, how they are spoken to, and the text to send by WhatsApp."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.i18n import _
from cblp.people.reports import register
from cblp.people.reports.register import BusinessRow
from cblp.ui import reads
from cblp.ui.components import sharing_words as words
from cblp.ui.page import Visit


def people(visit: Visit) -> dict[UUID, BusinessRow]:
    """Everybody by business."""
    return {row.id: row for row in reads.ask(register.businesses, today=visit.today, limit=2000)}


def opening(row: BusinessRow | None, business: str) -> str:
    """How a letter to this business begins."""
    return words.greeting(row.address_form if row else "", row.owner if row and row.owner else business)


def sender(visit: Visit) -> str:
    """Who writes: ``Wati, bendahara``."""
    return f"{visit.visitor.name}, {_('coordinator') if visit.actor.role == COORDINATOR else _('treasurer')}"


def send(visit: Visit, label: str, text: str, row: BusinessRow | None, *, key: str) -> None:
    """The text to look at and to send; only the coordinator has everybody's number."""
    with st.popover(label, icon=":material/chat:", key=f"letter_{key}"):
        said = st.text_area(_("WA text"), text, height=200, key=f"text_{key}")
        number = row.phone.lstrip("+") if row and visit.actor.role == COORDINATOR else ""
        st.link_button(_("Open WA"), f"https://wa.me/{number}?text={quote(said or '')}", icon=":material/open_in_new:")
        st.caption(_("Sent only when you press send in WA.") if number else _("No phone number is known. Choose the person in WA."))
