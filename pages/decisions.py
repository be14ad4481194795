"""Musyawarah: what is put to the members, who has voted, what was decided, and the figures that hold because of it."""

import streamlit as st

from cblp.ui import page
from cblp.ui.components import decisions, decisions_card, decisions_draft

visit = page.open("decisions")
decision = decisions.opened()

if decision:
    decisions_card.show(visit, decision)
else:
    decisions.sentence(visit)
    proposals, figures = st.columns([2, 1], gap="large")
    with proposals:
        decisions_draft.new(visit)
        decisions.listed(visit)
    with figures:
        decisions.settings(visit)
