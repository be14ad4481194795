"""Asosiasi: name, place, clock, colour, hashtags, logo."""

import streamlit as st

from cblp.i18n import _
from cblp.ui import page
from cblp.ui.components import accounts_association

visit = page.open("association")
details = accounts_association.summary(visit)
with st.container(width=640):
    accounts_association.form(details)
    st.subheader(_("Logo"), anchor=False)
    accounts_association.logo(details)
