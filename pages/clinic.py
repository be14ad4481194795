"""Tanya jawab: what members ask and who answers, answers for everybody, account safety, and students who help."""

from cblp.ui import page
from cblp.ui.components import clinic, clinic_question

visit = page.open("clinic")
question = clinic.opened(visit)

if question:
    clinic_question.show(visit, question)
else:
    clinic.lead(visit)
    clinic.parts(visit)
