"""Home: the month in one sentence, who needs help, what to do and what comes next."""

import streamlit as st

from cblp.ui import page
from cblp.ui.components import first_steps, home, home_needs, home_next

visit = page.open("home")
first_steps.show(visit)
if home.empty():
    home.nothing_yet(visit)
else:
    month = home.month(visit)
    home.show(visit, month)
    left, right = st.columns([7, 4])
    with left:
        home.trend(visit)
        home_next.show_tasks(home_next.tasks(visit, month.covered))
    with right:
        home_needs.show(visit, home_needs.ask(visit, month.covered), month.pair.now)
        home_next.show_events(visit)
