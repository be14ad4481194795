"""Temu bulanan: one click makes the month's meeting from the figures; its slides, who came, what was said, and what comes of it."""

from cblp.ui import page
from cblp.ui.components import meeting_one, meetings

visit = page.open("meetings")
meeting = meetings.opened()

if meeting:
    meeting_one.show(visit, meeting)
else:
    meetings.sentence(visit)
    meetings.begin(visit)
    meetings.listed(visit)
