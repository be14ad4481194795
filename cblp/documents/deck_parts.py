"""What a slide is made of on screen and on paper: the same figures, picture, list and words, as HTML without a look of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

import htpy as h
from markupsafe import Markup

from cblp.charts import slide_svg, tone
from cblp.charts.theme import PALETTE, QUIET
from cblp.forum.slides import Chart, Deck, Figure, Line, Slide
from cblp.i18n import N_, _


class Mark(NamedTuple):
    """How the state of a promise is told: a word, and a colour that can be read on paper."""

    word: str
    colour: str


class Size(NamedTuple):
    """A picture of a chart: its class, its width beside words and alone, its height, and the height of its type."""

    name: str
    width: int
    alone: int
    height: int
    letters: int


STATES: Final = {
    "open": Mark(N_("Not yet begun"), tone.as_text(PALETTE[1])), "doing": Mark(N_("Under way"), tone.as_text(PALETTE[0])),
    "done": Mark(N_("Completed"), tone.as_text(PALETTE[2])), "dropped": Mark(N_("Will not be done"), tone.as_text(QUIET)),
}
TYPED: Final = N_("Noted in the meeting")
_NO_FILE: Final = re.compile(r"[^a-z0-9]+")


def filename(deck: Deck, ending: str) -> str:
    """A name that every disk takes: ``temu-bulanan-oktober-2026.pptx``."""
    plain = unicodedata.normalize("NFKD", deck.title).encode("ascii", "ignore").decode().lower()
    return f"{_NO_FILE.sub('-', plain).strip('-')[:80] or 'deck'}.{ending}"


def mark(state: str) -> Mark | None:
    """The word and colour of a line's state; None for a line without one."""
    known = STATES.get(state)
    return Mark(_(known.word), known.colour) if known else None


def headline(slide: Slide) -> str:
    """What stands largest: the sentence, or where there is none the title."""
    return slide.sentence or slide.title


def kicker(slide: Slide) -> str:
    """The small line above it; nothing where the title itself stands large."""
    return slide.title if slide.sentence else ""


def paragraphs(text: str) -> list[str]:
    """The lines of what somebody typed, without the empty ones."""
    return [line for line in (part.strip() for part in text.splitlines()) if line]


def has_words(slide: Slide) -> bool:
    """Whether a list or something typed stands below the figures, beside a chart; what we decide has a place even while it is empty."""
    return bool(slide.lines or slide.typed.strip()) or slide.kind == "decide"


def body(slide: Slide, colour: str, *, sizes: Sequence[Size]) -> h.Node:
    """Everything of a slide below its headline, its chart once in each of ``sizes``."""
    return h.fragment[
        h.dl(".figures")[[_figure(one) for one in slide.figures]] if slide.figures else None,
        h.div(class_=["parts", {"several": len(slide.lines) > 4 and not slide.chart}])[
            [_chart(slide.chart, colour, size, alone=not has_words(slide)) for size in sizes] if slide.chart else None,
            h.div(".words")[lines(slide.lines), typed(slide)] if has_words(slide) else None,
        ] if slide.chart or has_words(slide) else None,
        h.p(".small")[slide.small] if slide.small else None,
    ]


def lines(rows: Sequence[Line]) -> h.Node:
    """A list; what has a state says it first, in a word."""
    return h.ul(".lines")[[_line(row) for row in rows]] if rows else None


def typed(slide: Slide) -> h.Node:
    """What was written during the meeting; on the slide of decisions also the empty place for it."""
    said = [h.p[text] for text in paragraphs(slide.typed)]
    if slide.kind == "decide":
        return h.div(".typed.space")[said]
    return h.div(".typed")[h.h3[_(TYPED)], said] if said else None


def _chart(chart: Chart, colour: str, size: Size, *, alone: bool) -> h.Node:
    width = size.alone if alone else size.width
    drawn = slide_svg.draw(chart, tone=colour, width=width, height=size.height, letters=size.letters)
    return h.div(class_=["chart", size.name])[Markup(drawn)]


def _figure(figure: Figure) -> h.Node:
    return h.div[h.dt[figure.label], h.dd(".value")[figure.value], h.dd(".under")[figure.under] if figure.under else None]


def _line(row: Line) -> h.Node:
    told = mark(row.state)
    return h.li(class_=row.state if told else None)[
        h.b[told.word] if told else None, h.span[row.text, h.small[row.under] if row.under else None],
    ]


LOOK: Final = "".join(f"li.{state} b{{color:{told.colour}}}" for state, told in STATES.items())
"""The colours of the states."""
