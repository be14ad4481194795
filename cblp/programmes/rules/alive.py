"""Whether a programme lives on after its budget ended ("hit and run"), how steadily, and the days that a before and after compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from cblp.days import Span, add_months, month
from cblp.growth.rules import mentors

AFTER: Final = 60
"""Days after the budget's last day in which something must happen."""
RUNNING, TOO_EARLY, ALIVE, GONE = "running", "too_early", "alive", "gone"
"""The budget is not over; nothing yet, but there is time; something of it went on; nothing did."""

MONTHS: Final = 6
"""Months after the budget over which the continuity index looks."""
LONGEST: Final = 84
"""Days of sales before and after that are compared at most: twelve weeks, one season, and …"""
LEAST: Final = 28
"""… at least."""
DURING, SINCE = "during", "since"
"""What is compared with the days before: days of the budget, or days since it ended."""


@dataclass(frozen=True)
class Activity:
    """What took place: the days of sessions and trainings, and the days of campaigns. Nothing that is only planned."""

    sessions: tuple[date, ...] = ()
    trainings: tuple[date, ...] = ()
    campaigns: tuple[Span, ...] = ()

    @property
    def days(self) -> list[date]:
        """Every day on which something was on; a day of several things several times."""
        running = (span.first + timedelta(step) for span in self.campaigns for step in range(span.days))
        return [*self.sessions, *self.trainings, *running]


@dataclass(frozen=True)
class Pulse:
    """How a programme does on a day. ``since``: days since the budget ended, ``left``: days until it is judged (None: not counting).

    Sessions, trainings, campaigns: how many in the AFTER days after the end. ``last``: the last day on which anything was on.
    ``during`` and ``after`` are continuity indexes: the share of months with an activity while there was a budget, and of the
    first MONTHS after it (half months do not count); None where no month counts yet.
    """

    verdict: str
    since: int | None
    left: int | None
    sessions: int
    trainings: int
    campaigns: int
    last: date | None
    during: Fraction | None
    after: Fraction | None


@dataclass(frozen=True)
class Month:
    """What took place in a month, and what was spent in it in whole rupiah; ``budget``: days of it that the budget covered.

    A campaign counts in each month in which it ran.
    """

    month: date
    sessions: int
    trainings: int
    campaigns: int
    spent: int
    budget: int

    @property
    def activities(self) -> int:
        """All of them together."""
        return self.sessions + self.trainings + self.campaigns


@dataclass(frozen=True)
class Windows:
    """The days before a programme and those that are compared with them, as many and of the same weekdays."""

    phase: str
    before: Span
    after: Span


def pulse(first: date, last: date, today: date, done: Activity) -> Pulse:
    """The pulse of a programme whose budget runs from ``first`` to ``last``, from what was done up to ``today``."""
    begun = [day for day in done.days if day <= today]
    since = (today - last).days
    after = Span(last + timedelta(1), last + timedelta(AFTER))
    sessions, trainings = (sum(day in after and day <= today for day in days) for days in (done.sessions, done.trainings))
    campaigns = sum(span.overlap(after) > 0 and max(span.first, after.first) <= today for span in done.campaigns)
    if since <= 0:
        verdict = RUNNING
    elif sessions or trainings or campaigns:
        verdict = ALIVE
    else:
        verdict = TOO_EARLY if since <= AFTER else GONE
    following = Span(after.first, min(today, add_months(after.first, MONTHS) - timedelta(1))) if since > 0 else None
    return Pulse(
        verdict, since if since > 0 else None, AFTER + 1 - since if verdict == TOO_EARLY else None, sessions, trainings, campaigns,
        max(begun, default=None),
        mentors.continuity(Span(first, min(last, today)), begun) if first <= today else None,
        mentors.continuity(following, begun) if following else None,
    )


def months(first: date, last: date, today: date, done: Activity, costs: Iterable[tuple[date, int]]) -> list[Month]:
    """Activity against budget, month by month without gaps: from the first of either to today, at most a year after the end."""
    spent: Counter[date] = Counter()
    for day, amount in costs:
        spent[day.replace(day=1)] += amount
    counts = [Counter(day.replace(day=1) for day in days if day <= today) for days in (done.sessions, done.trainings)]
    begins = min([first, *(day for day in done.days if day <= today), *spent]).replace(day=1)
    ends = max(min(today, add_months(last, 12)), *spent) if spent else min(today, add_months(last, 12))
    found = []
    while begins <= ends:
        whole = month(begins)
        running = sum(span.overlap(whole) > 0 and max(span.first, whole.first) <= today for span in done.campaigns)
        found.append(Month(
            begins, counts[0][begins], counts[1][begins], running, spent[begins], whole.overlap(Span(first, last)),
        ))
        begins = add_months(begins, 1)
    return found


def windows(first: date, last: date, today: date) -> Windows | None:
    """What is compared of sales: the first days since the budget ended once they are LEAST, else the last ones while it ran.

    The days before are those before ``first``, shifted by whole weeks. None while fewer than LEAST days have passed.
    """
    closed = today - timedelta(1)  # today is not over
    for phase, begins, ends in (
        (SINCE, last + timedelta(1), min(closed, last + timedelta(LONGEST))),
        (DURING, max(first, min(closed, last) - timedelta(LONGEST - 1)), min(closed, last)),
    ):
        if (ends - begins).days + 1 >= LEAST:
            after = Span(begins, ends)
            weeks = -(-((ends - first).days + 1) // 7)
            return Windows(phase, after.shifted(-7 * weeks), after)
    return None
