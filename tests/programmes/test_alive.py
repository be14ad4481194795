"""Whether a programme lives after its budget: sixty days to the day, months that count, and the days that are compared."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from cblp.days import Span
from cblp.programmes.rules import alive
from cblp.programmes.rules.alive import ALIVE, DURING, GONE, RUNNING, SINCE, TOO_EARLY, Activity

FIRST, LAST = date(2026, 3, 1), date(2026, 5, 31)
"""The sixty days after run from 1 June to 30 July."""


@pytest.mark.parametrize(("today", "verdict", "since", "left"), [
    (date(2026, 5, 31), RUNNING, None, None), (date(2026, 6, 1), TOO_EARLY, 1, 60), (date(2026, 7, 30), TOO_EARLY, 60, 1),
    (date(2026, 7, 31), GONE, 61, None),
])
def test_without_any_activity_it_is_gone_on_the_61st_day(today: date, verdict: str, since: int | None, left: int | None) -> None:
    found = alive.pulse(FIRST, LAST, today, Activity(sessions=(LAST,)))
    assert (found.verdict, found.since, found.left) == (verdict, since, left)


@pytest.mark.parametrize(("done", "verdict"), [
    (Activity(sessions=(date(2026, 6, 1),)), ALIVE), (Activity(trainings=(date(2026, 7, 30),)), ALIVE),
    (Activity(trainings=(date(2026, 7, 31),)), GONE), (Activity(campaigns=(Span(date(2026, 5, 20), date(2026, 6, 1)),)), ALIVE),
    (Activity(campaigns=(Span(date(2026, 5, 20), date(2026, 5, 31)),)), GONE),
    (Activity(campaigns=(Span(date(2026, 7, 31), date(2026, 8, 9)),)), GONE),
    (Activity(campaigns=(Span(date(2026, 7, 30), date(2026, 8, 9)),)), ALIVE),
])
def test_one_session_training_or_campaign_in_the_sixty_days_is_enough(done: Activity, verdict: str) -> None:
    assert alive.pulse(FIRST, LAST, date(2026, 9, 1), done).verdict == verdict


def test_it_lives_as_soon_as_something_went_on_and_not_before() -> None:
    done = Activity(sessions=(date(2026, 6, 20),), campaigns=(Span(date(2026, 5, 20), date(2026, 7, 5)),))
    assert alive.pulse(FIRST, LAST, LAST, done).verdict == RUNNING
    early = alive.pulse(FIRST, LAST, date(2026, 6, 1), done)
    assert (early.verdict, early.sessions, early.campaigns) == (ALIVE, 0, 1)
    later = alive.pulse(FIRST, LAST, date(2026, 6, 20), done)
    assert (later.sessions, later.campaigns, later.last) == (1, 1, date(2026, 6, 20))


def test_continuity_is_the_share_of_whole_months_with_an_activity() -> None:
    done = Activity(sessions=(date(2026, 3, 9), date(2026, 5, 9), date(2026, 6, 30)), trainings=(date(2026, 8, 1),))
    found = alive.pulse(FIRST, LAST, date(2026, 9, 30), done)
    assert (found.during, found.after) == (Fraction(2, 3), Fraction(2, 4))
    # a year later the index still speaks of the first six months after the budget
    assert alive.pulse(FIRST, LAST, date(2027, 9, 30), done).after == Fraction(2, 6)
    assert alive.pulse(FIRST, LAST, date(2026, 6, 10), done).after is None
    assert alive.pulse(FIRST, LAST, date(2026, 6, 10), Activity()).during == 0
    assert alive.pulse(FIRST, LAST, date(2026, 2, 10), Activity()).during is None


def test_activity_stands_against_budget_month_by_month() -> None:
    done = Activity((date(2026, 4, 2), date(2026, 4, 9)), (date(2026, 6, 3),), (Span(date(2026, 5, 30), date(2026, 6, 2)),))
    costs = [(date(2026, 3, 5), 500), (date(2026, 3, 6), 250), (date(2026, 6, 10), 100)]
    found = alive.months(FIRST, LAST, date(2026, 7, 15), done, costs)
    assert [(one.month.month, one.activities, one.spent, one.budget) for one in found] == [
        (3, 0, 750, 31), (4, 2, 0, 30), (5, 1, 0, 31), (6, 2, 100, 0), (7, 0, 0, 0),
    ]
    assert [one.month for one in alive.months(FIRST, LAST, date(2028, 1, 1), done, [])][-1] == date(2027, 5, 1)
    assert alive.months(FIRST, LAST, date(2026, 2, 1), Activity(), []) == []


@pytest.mark.parametrize("since", [29, 30, 50, 84, 85, 400])
def test_the_days_before_are_as_many_and_of_the_same_weekdays(since: int) -> None:
    found = alive.windows(FIRST, LAST, LAST + timedelta(since))
    assert found is not None and found.phase == SINCE
    assert found.after.first == LAST + timedelta(1) and found.after.days == min(since - 1, 84)
    assert found.before.days == found.after.days and found.before.first.weekday() == found.after.first.weekday()
    assert timedelta(0) < FIRST - found.before.last <= timedelta(7)


def test_a_young_programme_is_not_compared_and_a_running_one_by_its_last_weeks() -> None:
    assert alive.windows(FIRST, LAST, FIRST + timedelta(27)) is None
    young = alive.windows(FIRST, LAST, FIRST + timedelta(28))
    assert young is not None and (young.phase, young.after) == (DURING, Span(FIRST, FIRST + timedelta(27)))
    # 28 days are not over since the end: the last twelve weeks of the budget stand for it
    ended = alive.windows(FIRST, LAST, LAST + timedelta(28))
    assert ended is not None and (ended.phase, ended.after) == (DURING, Span(LAST - timedelta(83), LAST))
    assert ended.before.last < FIRST
