"""Bahan tayang as PowerPoint: native charts whose figures can be edited, the association's colour, notes for who speaks."""

from __future__ import annotations

from typing import Final

from cblp import i18n
from cblp.documents import deck_parts
from cblp.forum.slides import Deck
from cblp.people.services.tickets import Document

PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def document(deck: Deck) -> Document:
    """The slides of a meeting as a presentation, in the deck's language."""
    from cblp.documents.deck_book import Book  # python-pptx is large, and few processes ever need it

    with i18n.speaking(deck.language):
        return Document(deck_parts.filename(deck, "pptx"), PPTX, Book(deck).content())
