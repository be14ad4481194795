"""Documents that a page hands out: made when asked for, kept some minutes for this session only, fetched by a link."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cblp.i18n import _
from cblp.people.services import tickets
from cblp.people.services.tickets import Document
from cblp.ui import runtime, visitor
from cblp.ui.components import frame


def download(label: str, build: Callable[[], Document], *, key: str) -> None:
    """A button that makes a document and then shows the link to it; the link works for five minutes, in this session."""
    if not st.button(label, icon=":material/download:", key=key):
        return
    document = build()
    ticket = runtime.app().jot(visitor.require().actor, tickets.issue, document)
    frame.link(_("Save {name}", name=document.filename), f"{runtime.app().settings.base_path}/unduh/{ticket}", button=True)
    st.caption(_("The link works for 5 minutes."))
