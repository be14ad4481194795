"""Days, weeks and months: spans with both ends included, and how a day folds into what it is part of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

TIMES: Final = ("day", "week", "month")
"""By what times are grouped."""


@dataclass(frozen=True, order=True)
class Span:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a span ends before it begins: {self.first} to {self.last}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days, at least one."""
        return (self.last - self.first).days + 1

    def shifted(self, days: int) -> Span:
        """The same number of days, ``days`` later."""
        return Span(self.first + timedelta(days), self.last + timedelta(days))

    def overlap(self, other: Span) -> int:
        """How many days are in both."""
        return max(0, (min(self.last, other.last) - max(self.first, other.first)).days + 1)


def month(day: date) -> Span:
    """The month of ``day``."""
    first = day.replace(day=1)
    return Span(first, add_months(first, 1) - timedelta(1))


def week(day: date) -> Span:
    """The week of ``day``, Monday to Sunday."""
    monday = day - timedelta(day.weekday())
    return Span(monday, monday + timedelta(6))


def add_months(day: date, months: int) -> date:
    """The same day number ``months`` later, or the last day of that month when it has no such day."""
    position = day.year * 12 + day.month - 1 + months
    year, zero_based = divmod(position, 12)
    following = date(year + (zero_based == 11), (zero_based + 1) % 12 + 1, 1)
    return min(date(year, zero_based + 1, 1) + timedelta(day.day - 1), following - timedelta(1))


def last_months(today: date, months: int) -> Span:
    """The running month up to today and the ``months − 1`` before it."""
    return Span(add_months(today.replace(day=1), 1 - months), today)


def periods(span: Span, by: str) -> list[date]:
    """The keys of a span's days, weeks or months, in order."""
    first = period(by)(span.first)
    days = (first + timedelta(step) for step in range((span.last - first).days + 1))
    return list(dict.fromkeys(period(by)(day) for day in days))


def period(by: str) -> Callable[[date], date]:
    """What folds a day into the first day of its day, week or month; see TIMES."""
    return {
        "day": itself, "week": lambda day: day - timedelta(day.weekday()), "month": lambda day: day.replace(day=1),
    }[by]


def itself(value: Any) -> Any:
    """The value, for what is not folded."""
    return value
