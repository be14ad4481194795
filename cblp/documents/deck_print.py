"""Bahan tayang on paper: every slide of a meeting one under the other, for who was not there and for the file."""

from __future__ import annotations

from typing import Final

import htpy as h

from cblp import i18n
from cblp.charts import tone
from cblp.documents import deck_parts, printed
from cblp.forum.slides import Deck, Slide
from cblp.people.services.tickets import Document

_SIZE: Final = deck_parts.Size("", 1000, 1000, 300, 26)
_LOOK: Final = (
    "section{break-inside:avoid;margin:0 0 7mm;padding-top:4mm;border-top:2px solid VAR}h2{margin:0 0 2mm}"
    ".kicker{margin:0;font-weight:700;color:TEXT}"
    ".figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(38mm,1fr));gap:3mm 5mm;margin:0 0 3mm}"
    ".figures dd{margin:0}.figures dt,.under{color:#444;margin:0}"
    ".value{font-size:20px;font-weight:700}.chart svg{width:100%;height:auto;display:block}"
    ".lines{list-style:none;padding:0;margin:0 0 2mm}.lines li{display:flex;gap:3mm;padding:1mm 0;border-bottom:1px solid #ddd}"
    ".lines b{flex:0 0 30mm}.lines small{display:block;font-size:inherit;color:#444}"
    ".typed h3{font-size:15px;margin:2mm 0 1mm}.typed.space{min-height:45mm;border:1px solid #777;border-radius:2mm;padding:3mm}"
    ".small{color:#444;font-size:13px;margin:2mm 0 0}"
)


def document(deck: Deck) -> Document:
    """The slides as a page to print, in the deck's language; the speaker's notes are not on it."""
    with i18n.speaking(deck.language):
        shade = tone.tone(deck.colour)
        look = _LOOK.replace("VAR", shade).replace("TEXT", tone.as_text(shade, "#FFFFFF")) + deck_parts.LOOK
        slides = [_slide(slide, shade) for slide in deck.slides]
        return printed.document(
            deck_parts.filename(deck, "html"), deck.title, slides, under=f"{deck.association} · {deck.day}", look=look,
        )


def _slide(slide: Slide, shade: str) -> h.Node:
    above = deck_parts.kicker(slide)
    return h.section[
        h.p(".kicker")[above] if above else None, h.h2[deck_parts.headline(slide)],
        deck_parts.body(slide, shade, sizes=[_SIZE]),
    ]
