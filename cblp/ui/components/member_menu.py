"""The menu of members and mentors: few pages in the same order at the bottom of every page, under the thumb, icon with word."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.i18n import N_, _
from cblp.ui import menu

SHORT: Final = {"my_mentees": N_("Mentees"), "log_session": N_("Log")}
"""Titles that would not fit four abreast, in their short form."""


def show(role: str) -> None:
    """Draw the menu. It stays in view while the page moves; the page that is open is marked by Streamlit itself."""
    entries = [entry for entry in menu.of_role(role) if entry.group == menu.MINE]
    with st.bottom, st.container(horizontal=True, wrap=False, gap="small"):
        for entry in entries:
            st.page_link(entry.file, label=f"{entry.icon}  \n{_(SHORT.get(entry.id, entry.title))}", icon="", width="stretch")
