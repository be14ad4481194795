"""Which days are compared: the vectors of the rules, and what must hold on any day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.days import Span, add_months, month, week
from cblp.sales import calendar
from cblp.sales.calendar import Occasion, Pair, Unfair

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


def span(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(("now", "before"), [
    (span("2026-10-01", "2026-10-31"), span("2026-08-27", "2026-09-26")),
    (span("2026-10-04", "2026-10-31"), span("2026-09-06", "2026-10-03")),
    (span("2026-10-05", "2026-10-05"), span("2026-09-28", "2026-09-28")),
])
def test_aligned(now: Span, before: Span) -> None:
    assert calendar.aligned(now).before == before


def test_an_aligned_year_is_364_days() -> None:
    assert calendar.aligned_year(span("2026-10-01", "2026-10-31")).before == span("2025-10-02", "2025-11-01")


@given(DAYS, st.integers(min_value=0, max_value=400))
def test_aligned_spans_have_the_same_weekdays_and_do_not_touch(first: date, length: int) -> None:
    now = Span(first, first + timedelta(length))
    before = calendar.aligned(now).before
    assert before.days == now.days
    assert before.first.weekday() == now.first.weekday()
    assert before.last < now.first <= before.last + timedelta(7)


@pytest.mark.parametrize(("day", "today", "now", "month_before", "year_before"), [
    ("2026-10-05", "2026-11-21", ("2026-10-01", "2026-10-31"), ("2026-09-01", "2026-09-30"), ("2025-10-01", "2025-10-31")),
    ("2026-11-01", "2026-11-21", ("2026-11-01", "2026-11-21"), ("2026-10-01", "2026-10-21"), ("2025-11-01", "2025-11-21")),
    ("2026-03-01", "2026-03-30", ("2026-03-01", "2026-03-30"), ("2026-02-01", "2026-02-28"), ("2025-03-01", "2025-03-30")),
    ("2026-03-01", "2026-03-31", ("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28"), ("2025-03-01", "2025-03-31")),
    ("2024-02-01", "2024-02-29", ("2024-02-01", "2024-02-29"), ("2024-01-01", "2024-01-31"), ("2023-02-01", "2023-02-28")),
    ("2026-01-09", "2026-01-09", ("2026-01-01", "2026-01-09"), ("2025-12-01", "2025-12-09"), ("2025-01-01", "2025-01-09")),
])
def test_calendar(
    day: str, today: str, now: tuple[str, str], month_before: tuple[str, str], year_before: tuple[str, str],
) -> None:
    found = calendar.calendar(date.fromisoformat(day), date.fromisoformat(today))
    assert found == (Pair("month_before", span(*now), span(*month_before)), Pair("year_before", span(*now), span(*year_before)))


@given(DAYS, DAYS)
def test_calendar_never_looks_beyond_today_and_stays_in_one_month(day: date, today: date) -> None:
    for pair in calendar.calendar(day, today):
        assert pair.now.last <= max(today, pair.now.first)
        assert pair.now.first.day == pair.before.first.day == 1
        assert month(pair.before.first).last >= pair.before.last
        assert pair.before.last < pair.now.first


def test_a_chosen_month_gets_calendar_comparisons_and_anything_else_aligned_ones() -> None:
    today = date(2026, 11, 21)
    kinds = lambda first, last: [pair.kind for pair in calendar.pairs(span(first, last), today)]  # noqa: E731
    assert kinds("2026-10-01", "2026-10-31") == ["month_before", "year_before"]
    assert kinds("2026-11-01", "2026-11-21") == ["month_before", "year_before"]
    assert kinds("2026-10-04", "2026-10-31") == ["aligned", "aligned"]
    assert kinds("2026-09-01", "2026-10-31") == ["aligned", "aligned"]


@pytest.mark.parametrize(("today", "spoken"), [
    ("2026-11-01", ("2026-10-01", "2026-10-31")), ("2026-11-07", ("2026-10-01", "2026-10-31")),
    ("2026-11-08", ("2026-11-01", "2026-11-08")), ("2026-11-30", ("2026-11-01", "2026-11-30")),
    ("2027-01-03", ("2026-12-01", "2026-12-31")),
])
def test_until_day_seven_the_headline_speaks_of_the_last_closed_month(today: str, spoken: tuple[str, str]) -> None:
    assert calendar.spoken_month(date.fromisoformat(today)) == span(*spoken)


def test_headline_of_a_running_month() -> None:
    found = calendar.headline(date(2026, 11, 21), 112, 100)
    assert found.pair == Pair("month_before", span("2026-11-01", "2026-11-21"), span("2026-10-01", "2026-10-21"))
    assert (found.change, found.change_per_day, found.closed, found.unfair) == (Fraction(12, 100), Fraction(12, 100), False, ())


def test_headline_of_months_of_different_length() -> None:
    found = calendar.headline(date(2026, 11, 3), 310, 300)
    assert (found.closed, found.change, found.change_per_day) == (True, Fraction(1, 30), 0)
    assert calendar.headline(date(2026, 11, 3), 310, 0).change is None


@pytest.mark.parametrize(("now", "before", "expected"), [
    (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28"), [Unfair("idulfitri", True)]),
    (("2026-04-01", "2026-04-30"), ("2026-03-01", "2026-03-31"), [Unfair("ramadan", False), Unfair("idulfitri", False)]),
    (("2024-04-01", "2024-04-30"), ("2024-03-01", "2024-03-31"), [Unfair("idulfitri", True)]),
    (("2026-10-01", "2026-10-31"), ("2026-09-01", "2026-09-30"), []),
])
def test_a_feast_in_only_one_of_the_two_is_noted(now: tuple[str, str], before: tuple[str, str], expected: list[Unfair]) -> None:
    assert calendar.unfair(Pair("month_before", span(*now), span(*before))) == expected


def test_feasts_follow_each_other_without_gap_or_overlap() -> None:
    known = calendar.feasts()
    assert {feast.span.first.year for feast in known if feast.kind == "ramadan"} == set(range(2024, 2031))
    for ramadan, lebaran in zip(known[::2], known[1::2], strict=False):
        assert (ramadan.kind, lebaran.kind) == ("ramadan", "idulfitri")
        assert ramadan.span.days in {29, 30}
        assert lebaran.span.first == ramadan.span.last + timedelta(1)
    starts = [feast.span.first for feast in known if feast.kind == "ramadan"]
    assert all(353 <= (after - before).days <= 356 for before, after in pairwise(starts))


def test_occasions_of_a_span_for_the_marks_of_a_chart() -> None:
    found = calendar.occasions(span("2026-09-01", "2026-12-31"))
    assert [occasion.label for occasion in found] == ["9.9", "10.10", "11.11", "12.12"]
    assert calendar.occasions(span("2026-03-01", "2026-03-05")) == [Occasion("ramadan", span("2026-02-19", "2026-03-20"))]


def test_a_span_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before"):
        span("2026-10-02", "2026-10-01")


@given(DAYS, st.integers(min_value=-60, max_value=60))
def test_months_are_added_within_the_month(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, month(moved).last.day)
    assert day in week(day)
    assert week(day).days == 7
