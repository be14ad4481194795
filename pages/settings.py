"""Pengaturan: language, PIN, signed-in phones, data consent, one's own data. For everyone."""

import streamlit as st

from cblp.i18n import _
from cblp.ui import page
from cblp.ui.components import accounts_own, consents, guide_helping

visit = page.open("settings")

with st.container(width=accounts_own.WIDTH):
    st.subheader(_("Language"), anchor=False)
    accounts_own.language(visit)
    st.subheader(_("Password and PIN"), anchor=False)
    accounts_own.secret(visit)
    st.subheader(_("Where I am signed in"), anchor=False)
    accounts_own.browsers(visit)
    if visit.actor.role == "member":
        st.subheader(_("Data consent"), anchor=False)
        consents.ask(visit)
    st.subheader(_("My data"), anchor=False)
    accounts_own.my_data(visit)
    st.subheader(_("A wish about my data"), anchor=False)
    accounts_own.wishes(visit)
guide_helping.helping_hand(visit, "settings")
