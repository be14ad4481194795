"""Catat pendampingan: a session in under a minute, and below it the last ones with what the members say."""

from cblp.ui import page
from cblp.ui.components import guide_helping, mentor_log, mentor_logged, mentor_mentees

visit = page.open("log_session")
logged = mentor_mentees.sessions(visit)

if mentees := mentor_mentees.running(visit):
    mentor_log.show(visit, mentees, len(logged))
else:
    mentor_mentees.nobody()
mentor_logged.show(visit, logged)
guide_helping.helping_hand(visit, "log_session")
