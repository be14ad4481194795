"""Home: the month in one sentence, who needs help, what to do and what comes next; a treasurer's begins with money that waits."""

import streamlit as st

from cblp.ui import page
from cblp.ui.components import first_steps, home, home_forum, home_learning, home_needs, home_next, home_together

visit = page.open("home")
first_steps.show(visit)
if visit.actor.role == "treasurer":
    home_together.money(visit)
if home.empty():
    home.nothing_yet(visit)
    if waiting := home_together.tasks(visit):
        home_next.show_tasks(waiting)
    home_forum.show(visit)
    home_learning.show(visit)
else:
    month = home.month(visit)
    home.show(visit, month)
    left, right = st.columns([7, 4])
    with left:
        home.trend(visit)
        home_next.show_tasks([*home_together.tasks(visit), *home_next.tasks(visit, month.covered)])
        home_forum.show(visit)
        home_learning.show(visit)
    with right:
        home_needs.show(visit, home_needs.ask(visit, month.covered), month.pair.now)
        home_next.show_events(visit)
