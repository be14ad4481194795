"""Which days are compared with which, what month is spoken of, and the feasts that make a comparison unfair."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Final

from cblp.days import Span, add_months, month
from cblp.i18n import N_
from cblp.settings import ROOT

SPEAKS_FROM: Final = 8
"""From this day of the month on, the running month is spoken of; before it, the last closed one."""

MONTH_BEFORE, YEAR_BEFORE, ALIGNED = "month_before", "year_before", "aligned"


@dataclass(frozen=True)
class Pair:
    """Two spans to compare; ``kind`` is month_before, year_before or aligned."""

    kind: str
    now: Span
    before: Span


# -- comparisons -----------------------------------------------------------------------------------------------------


def calendar(day: date, today: date) -> tuple[Pair, Pair]:
    """The month of ``day`` against the month before and the same month last year.

    A month that still runs counts only up to today, and so do the two others, to the same day number.
    """
    whole = month(day)
    now = Span(whole.first, min(whole.last, max(today, whole.first)))
    return (
        Pair(MONTH_BEFORE, now, _same_days(now, whole, -1)),
        Pair(YEAR_BEFORE, now, _same_days(now, whole, -12)),
    )


def _same_days(now: Span, whole: Span, months: int) -> Span:
    before = month(add_months(now.first, months))
    return before if now == whole else Span(before.first, min(before.last, add_months(now.last, months)))


def aligned(now: Span) -> Pair:
    """``now`` against as many days before it, moved by whole weeks so that weekdays meet: back by 7·⌈n/7⌉."""
    return Pair(ALIGNED, now, now.shifted(-7 * -(-now.days // 7)))


def aligned_year(now: Span) -> Pair:
    """``now`` against the same weekdays a year (364 days) before."""
    return Pair(ALIGNED, now, now.shifted(-364))


def pairs(now: Span, today: date) -> tuple[Pair, ...]:
    """The comparisons that fit a chosen span: calendar ones for a single month, aligned ones for anything else."""
    whole = month(now.first)
    if now.first == whole.first and now.last == min(whole.last, max(today, whole.first)):
        return calendar(now.first, today)
    return (aligned(now), aligned_year(now))


def spoken_month(today: date) -> Span:
    """What the headline speaks of: until day 7 the last closed month, then the running one up to today."""
    if today.day < SPEAKS_FROM:
        return month(add_months(today, -1))
    return Span(today.replace(day=1), today)


# -- feasts and campaign days ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Occasion:
    """Days on which people buy differently. ``kind`` is ramadan, idulfitri or double_date."""

    kind: str
    span: Span
    certain: bool = True  # later years are calculated; the government decides them shortly before

    @property
    def label(self) -> str:
        """The msgid of its name; for double dates the digits, which need none."""
        return NAMES.get(self.kind) or f"{self.span.first.day}.{self.span.first.month}"


NAMES: Final = {"ramadan": N_("Ramadan"), "idulfitri": N_("Lebaran")}
DOUBLE_DATES: Final = (9, 10, 11, 12)
"""9.9 to 12.12, the sale days of all marketplaces (Harbolnas)."""


@cache
def feasts() -> tuple[Occasion, ...]:
    """Ramadan and Lebaran of the years that ``data/calendar.csv`` knows."""
    with (ROOT / "data" / "calendar.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Occasion(row["kind"], Span(*map(date.fromisoformat, (row["first"], row["last"]))), row["certain"] == "yes")
            for row in csv.DictReader(file)
        )


def occasions(span: Span) -> list[Occasion]:
    """Feasts and double dates that touch ``span``, by their first day: what a chart marks."""
    double = [
        Occasion("double_date", Span(date(year, number, number), date(year, number, number)))
        for year in range(span.first.year, span.last.year + 1) for number in DOUBLE_DATES
    ]
    return sorted((o for o in [*feasts(), *double] if o.span.overlap(span)), key=lambda o: (o.span, o.kind))


@dataclass(frozen=True)
class Unfair:
    """A feast that only one of two compared spans holds: ``in_now`` tells which."""

    kind: str
    in_now: bool


def unfair(pair: Pair) -> list[Unfair]:
    """The feasts that fall in only one of the two spans (each kind once)."""
    def held(span: Span) -> set[str]:
        return {feast.kind for feast in feasts() if feast.span.overlap(span)}

    now, before = held(pair.now), held(pair.before)
    return [Unfair(kind, kind in now) for kind in NAMES if (kind in now) != (kind in before)]


# -- the headline ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Headline:
    """The month in one sentence, as figures. ``change`` is relative, None when there is nothing to compare with."""

    pair: Pair
    value: int
    before: int
    closed: bool
    unfair: tuple[Unfair, ...] = ()

    @property
    def change(self) -> Fraction | None:
        """(value ÷ before) − 1."""
        return change(self.value, self.before)

    @property
    def change_per_day(self) -> Fraction | None:
        """The same per day, for months of different length."""
        return change(Fraction(self.value, self.pair.now.days), Fraction(self.before, self.pair.before.days))


def change(now: int | Fraction, before: int | Fraction) -> Fraction | None:
    """Relative change, exact; None from zero or less."""
    return Fraction(now) / Fraction(before) - 1 if before > 0 else None


def headline(today: date, value: int, before: int) -> Headline:
    """The figures of ``headline_pair(today)`` with what makes them hard to compare."""
    pair = headline_pair(today)
    return Headline(pair, value, before, closed=pair.now == month(pair.now.first), unfair=tuple(unfair(pair)))


def headline_pair(today: date) -> Pair:
    """Which two spans the headline is about."""
    now = spoken_month(today)
    return calendar(now.first, today)[0]
