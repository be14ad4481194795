"""The menu of members and mentors: the same few pages in the same order at the bottom of every page, under the thumb, each icon with its word."""

from __future__ import annotations

import streamlit as st

from cblp.i18n import _
from cblp.ui import menu


def show(role: str) -> None:
    """Draw the menu. It stays in view while the page moves; the page that is open is marked by Streamlit itself."""
    entries = [entry for entry in menu.of_role(role) if entry.group]
    with st.bottom, st.container(horizontal=True, wrap=False, gap="small"):
        for entry in entries:
            st.page_link(entry.file, label=f"{entry.icon}  \n{_(entry.title)}", icon="", width="stretch")
