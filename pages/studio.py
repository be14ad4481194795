"""Buat konten: look at what worked, follow it, add one's own sentence; then copy, plan and post."""

import streamlit as st

from cblp.ui import page
from cblp.ui.components import guide_helping, studio, studio_learning, studio_plan, studio_steps

visit = page.open("studio")
with st.container(width=720):
    business_id = studio.choose_business(visit)
    draft = studio.opened(business_id) if business_id else None

    if draft:
        studio_steps.show(visit, draft)
    elif business_id:
        studio.sentence(business_id)
        studio.begin(visit, business_id)
        studio.listed(visit, business_id)
        studio_plan.calendar(visit, business_id)
    else:
        studio.together(visit)
        studio_plan.calendar(visit)
        studio_learning.spending(visit)
        studio_learning.practice()
    guide_helping.helping_hand(visit, "studio")
