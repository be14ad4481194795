"""Tayangkan: the slides of a meeting as one page that needs nothing more once it is there, and is read from the back of a hall."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import htpy as h
from markupsafe import Markup

from cblp import i18n
from cblp.catalogue import pictures
from cblp.charts import tone
from cblp.documents import deck_parts
from cblp.forum.slides import Deck, Slide
from cblp.web.html import Words

MEDIA_TYPE: Final = "text/html; charset=utf-8"
PHONE: Final = deck_parts.Size("narrow", 358, 358, 300, 16)
LOW, TALL = deck_parts.Size("wide", 1040, 1770, 430, 34), deck_parts.Size("wide", 1040, 1770, 620, 36)
"""A chart in the pixels of a small phone, and of a full HD screen: under figures, and with all the height to itself."""
_LOGO_SIDE: Final = 200


class Page(NamedTuple):
    """A page, and the content security policy that lets nothing run or load but what is in it."""

    content: bytes
    policy: str


def render(deck: Deck) -> Page:
    """The page of a deck, in its language: far under a megabyte, without a request of its own; also good as a file on a disk."""
    with i18n.speaking(deck.language):
        shade = tone.tone(deck.colour)
        look = f":root{{--tone:{shade};--shade:{tone.as_text(shade)}}}{_part('presenting.css')}{deck_parts.LOOK}".replace("\n", "")
        script = _part("presenting.js")
        policy = (
            f"default-src 'none'; style-src 'sha256-{_hash(look)}'; script-src 'sha256-{_hash(script)}'; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )
        words = Words(deck.language)
        page = h.html(lang=deck.language)[
            h.head[
                h.meta(charset="utf-8"), h.meta(http_equiv="Content-Security-Policy", content=policy),
                h.meta(name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover"),
                h.meta(name="google", content="notranslate"), h.meta(name="robots", content="noindex"),
                h.link(rel="icon", href="data:,"),  # else a browser asks for one
                h.title[f"{deck.title} · {deck.association}"], h.style[Markup(look)],
            ],
            h.body[
                h.main[[_slide(words, slide, shade, place, len(deck.slides)) for place, slide in enumerate(deck.slides, start=1)]],
                h.nav[
                    _logo(deck.logo), h.span[f"{deck.association} · {deck.title} · {deck.day}"],
                    h.button(type="button", aria_label=words("Previous"))["←"], h.output(aria_live="polite"),
                    h.button(type="button", aria_label=words("Next"))["→"],
                    h.button(type="button", aria_label=words("Full screen"), title=words("Full screen"))["⛶"],
                ],
                h.script[Markup(script)],
            ],
        ]
        return Page(str(page).encode(), f"{policy}; frame-ancestors 'none'")


def _slide(words: Words, slide: Slide, shade: str, place: int, places: int) -> h.Node:
    above = deck_parts.kicker(slide)
    full = bool(slide.chart) or deck_parts.has_words(slide)
    return h.section(
        tabindex="-1", class_={"airy": not full or (len(slide.lines) < 5 and not slide.chart)},
        aria_label=words("Page {number} of {all}", number=place, all=places),
    )[
        h.p(".kicker")[above] if above else None, h.h2[deck_parts.headline(slide)],
        deck_parts.body(slide, shade, sizes=(LOW if slide.figures else TALL, PHONE)),
    ]


def _logo(content: bytes | None) -> h.Node:
    if content is None:
        return None
    small = b64encode(pictures.smaller(content, _LOGO_SIDE)).decode()
    return h.img(src=f"data:image/webp;base64,{small}", alt="")


def _hash(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _part(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
