"""What a chart over time marks: feasts, sale days, campaigns, trainings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cblp.days import Span, period
from cblp.i18n import _
from cblp.sales.calendar import Occasion


@dataclass(frozen=True)
class Mark:
    """A named place on the time axis, from one position to another (both included, counted from 0)."""

    label: str
    first: int
    last: int


def occasion_marks(keys: Sequence[date], by: str, occasions: Iterable[Occasion]) -> list[Mark]:
    """The marks of feasts and sale days on an axis of days, weeks or months; single sale days only on days and weeks."""
    made = []
    for occasion in occasions:
        if by == "month" and occasion.span.days == 1:
            continue
        mark = place(_(occasion.label), occasion.span, keys, by)
        if mark:
            made.append(mark)
    return made


def place(label: str, span: Span, keys: Sequence[date], by: str) -> Mark | None:
    """The mark of ``span`` (a campaign, a training) on that axis; None where it lies outside."""
    first, last = period(by)(span.first), period(by)(span.last)
    inside = [position for position, key in enumerate(keys) if first <= key <= last]
    return Mark(label, inside[0], inside[-1]) if inside else None


def beside(marks: Iterable[Mark]) -> Iterator[tuple[Mark, bool]]:
    """The marks in their order, and whether the name of each would lie on the one before and stands a line lower."""
    taken = -1.0
    for mark in sorted(marks, key=lambda one: (one.first, one.last)):
        middle = (mark.first + mark.last) / 2
        yield mark, middle - taken < 1
        taken = middle
