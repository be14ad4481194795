"""Kegiatan: one list by date, what waits for an answer first, what is past below with what came of it."""

from cblp.ui import page
from cblp.ui.components import activities, campaign_join, guide_helping, learning, my_meetings, my_shop, vote

visit = page.open("activities")
if business := my_shop.choose_business(visit):
    activities.show(visit, [
        *vote.activities(visit, business.id), *campaign_join.activities(visit, business.id),
        *learning.coming(visit, business.id), *my_meetings.activities(visit, business.id),
    ])
guide_helping.helping_hand(visit, "activities")
