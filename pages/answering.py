"""Tanya jawab of a mentor: what waits for an answer, one question at a time, on a phone."""

from cblp.ui import page
from cblp.ui.components import clinic, clinic_question, guide_helping

visit = page.open("answering")
question = clinic.opened(visit)

if question:
    clinic_question.show(visit, question)
else:
    clinic.waiting(visit)
    guide_helping.helping_hand(visit, "answering")
