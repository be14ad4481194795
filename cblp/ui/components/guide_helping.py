"""The helping hand at the end of every member page."""

from __future__ import annotations

import streamlit as st

from cblp.db.actor import MEMBER, MENTOR
from cblp.i18n import N_, _
from cblp.people import phones
from cblp.ui import menu
from cblp.ui.page import Visit

PHONES = (MEMBER, MENTOR)
PROBLEMS = (N_("I don't understand this page"), N_("A button does not work"), N_("A number looks wrong"), N_("Something else"))


def helping_hand(visit: Visit, page_id: str) -> None:
    """A WhatsApp text to whoever helps: the page and the problem in words, never a figure. The person picks whom to send it to."""
    if visit.actor.role not in PHONES:
        return
    title = _(menu.BY_ID[page_id].title)
    with st.container(border=True):
        problem = st.radio(_("Is something difficult?"), PROBLEMS, index=0, format_func=_, key=f"problem_{page_id}")
        text = _(
            "I need help with the page “{page}” of {association}: {problem}. Thank you. {name}",
            page=title, association=visit.visitor.association_name, problem=_(problem or PROBLEMS[-1]).lower(),
            name=visit.visitor.name,
        )
        helper = _("Send to my mentor") if visit.actor.role == MEMBER else _("Send to the coordinator")
        st.link_button(helper, phones.chat(text=text), icon=":material/chat:", width="stretch")
        st.caption(_("WhatsApp opens. Choose who should get it."))
