"""Teks WA: what each letter by WhatsApp says, in both languages, and how it reads when it is filled in."""

from cblp.ui import page
from cblp.ui.components import letter_texts

visit = page.open("letters")
letter_texts.lead()
letter_texts.one(visit, letter_texts.choose())
