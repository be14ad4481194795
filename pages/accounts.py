"""Akun: who can sign in, in which role; new accounts with PIN slips, roles, access, closing."""

import streamlit as st

from cblp.i18n import _
from cblp.ui import page
from cblp.ui.components import accounts

visit = page.open("accounts")
rows = accounts.overview(visit)

with st.expander(_("Make accounts from the member register"), icon=":material/group_add:"):
    accounts.from_register(visit)
with st.expander(_("Make one account for somebody else"), icon=":material/person_add:"):
    accounts.one_more(visit)
accounts.table(visit, rows)
accounts.one(visit, rows)
