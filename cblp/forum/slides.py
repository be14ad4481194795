"""What a slide is: words, figures and one chart, apart from how a screen, a printed page or PowerPoint draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Kind = Literal[
    "promises", "month", "sales", "reach", "campaigns", "listings", "mentoring", "capital", "money", "clinic", "decide", "actions",
    "development", "association", "service",
]
ORDER: tuple[Kind, ...] = (
    "promises", "month", "sales", "reach", "campaigns", "listings", "mentoring", "capital", "money", "clinic", "decide", "actions",
)
"""Every slide of a month, in the order of the meeting: last month's promises first, what we decide today and who does it last."""
OF_NEEDS: tuple[Kind, ...] = (
    "promises", "capital", "listings", "mentoring", "clinic", "development", "association", "service", "decide", "actions",
)
"""The slides of a meeting that maps needs: what is known of them, then the questions of its three pillars."""


@dataclass(frozen=True)
class Figure:
    """A number as people read it, with what it is and what it is compared with."""

    label: str
    value: str
    under: str = ""


@dataclass(frozen=True)
class Series:
    """One row of numbers of a chart; null where nobody knows."""

    name: str
    values: tuple[int | Fraction | None, ...]
    colour: str = ""


@dataclass(frozen=True)
class Chart:
    """Numbers to be drawn: bars lie for names, lines for time. A share is a fraction of one."""

    shape: Literal["bars", "columns", "line"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Literal["rupiah", "count", "share"]
    label: str
    """What it shows in one sentence, read aloud."""


@dataclass(frozen=True)
class Line:
    """A row of a list: the words, and a mark of its state (done, doing, open, dropped, or empty)."""

    text: str
    state: str = ""
    under: str = ""


@dataclass(frozen=True)
class Slide:
    """One slide. ``sentence`` says what it means; ``notes`` is what the speaker says; ``typed`` was written during the meeting."""

    kind: Kind
    title: str
    sentence: str
    figures: Sequence[Figure] = ()
    chart: Chart | None = None
    lines: Sequence[Line] = ()
    small: str = ""
    """Coverage, period and what is missing, in small type at the foot."""
    notes: str = ""
    typed: str = ""


@dataclass(frozen=True)
class Deck:
    """All slides of a meeting, in one language, with whose it is."""

    association: str
    title: str
    day: str
    colour: str
    slides: Sequence[Slide]
    language: str
    logo: bytes | None = field(default=None, repr=False)
