"""Mentors: conditions at their limits, the matching vector and its properties, what has gone quiet, continuity."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.days import Span
from cblp.growth.rules.mentors import (
    FEW_FOLLOWERS,
    FEW_SHOPS,
    NO_INSTITUTION,
    NO_SKILL,
    OLD_EVIDENCE,
    Followers,
    continuity,
    match,
    seller,
    stalled,
    student,
)

TODAY = date(2026, 11, 21)
TWO = ("shopee", "tokopedia")


def seen(count, days=0, account="instagram"):
    return Followers(account, count, TODAY - timedelta(days))


@pytest.mark.parametrize(("count", "missing"), [(1000, (FEW_FOLLOWERS,)), (1001, ())])
def test_more_than_a_thousand_followers(count, missing):
    assert seller(TWO, [seen(count)], TODAY).missing == missing


@pytest.mark.parametrize(("days", "missing"), [(90, ()), (91, (OLD_EVIDENCE,))])
def test_evidence_is_fresh_for_ninety_days(days, missing):
    standing = seller(TWO, [seen(5000, days)], TODAY)
    assert standing.missing == missing and standing.until == (TODAY if not missing else None)


def test_two_accounts_add_up_only_where_that_was_decided():
    both = [seen(600), seen(600, 3, "facebook")]
    assert seller(TWO, both, TODAY).missing == (FEW_FOLLOWERS,)
    assert seller(TWO, both, TODAY, add_up=True).eligible


def test_one_marketplace_is_too_few():
    assert seller(["shopee", "shopee"], [seen(2000)], TODAY).missing == (FEW_SHOPS,)


def test_a_student_needs_a_school_and_a_skill():
    assert student(" ", []).missing == (NO_INSTITUTION, NO_SKILL) and student("Universitas Jambi", ["photos"]).eligible


SCORES = ((5, 1, 3), (4, 2, 3), (5, 3, 1), (2, 5, 2), (1, 4, 2))


def test_the_matching_vector():
    scores = {f"B{i}": dict(zip("123", row, strict=True)) for i, row in enumerate(SCORES, 1)}
    found = match(scores, {"1": 2, "2": 2, "3": 1})
    assert [found[f"B{i}"] for i in range(1, 6)] == ["1", "3", "1", "2", "2"]
    assert sum(scores[mentee][mentor] for mentee, mentor in found.items()) == 22
    seats, first_come = [2, 2, 1], 0
    for row in SCORES:
        best = max((at for at in range(3) if seats[at]), key=lambda at: row[at])
        seats[best], first_come = seats[best] - 1, first_come + row[best]
    assert first_come == 19


def test_most_mentees_first_then_the_best_pairs():
    assert match({"A": {"x": 100, "y": 1}, "B": {"x": 1, "y": None}}, {"x": 1, "y": 1}) == {"A": "y", "B": "x"}


def test_nobody_allowed_and_nobody_left():
    assert match({"A": {"x": None}, "B": {"x": 3}, "C": {"x": 9}}, {"x": 1}) == {"A": None, "B": None, "C": "x"}
    assert match({"A": {"x": 3}}, {"x": 0}) == {"A": None} and match({}, {"x": 1}) == {}


def test_equal_scores_go_to_the_first_code():
    assert match({"A": {"y": 2, "x": 2}}, {"y": 1, "x": 1}) == {"A": "x"}


@given(
    st.lists(st.lists(st.one_of(st.none(), st.integers(1, 30)), min_size=3, max_size=3), min_size=1, max_size=7),
    st.tuples(*[st.integers(0, 3)] * 3),
)
def test_never_beyond_capacity_and_never_a_forbidden_pair(rows, seats):
    scores = {f"{i}": dict(zip("abc", row, strict=True)) for i, row in enumerate(rows)}
    capacity = dict(zip("abc", seats, strict=True))
    found = match(scores, capacity)
    assert all(scores[mentee][mentor] is not None for mentee, mentor in found.items() if mentor)
    assert all(sum(m == mentor for m in found.values()) <= capacity[mentor] for mentor in capacity)


def test_quiet_for_three_weeks():
    assert stalled(TODAY - timedelta(21), [], TODAY) and not stalled(TODAY - timedelta(20), [], TODAY)
    assert not stalled(date(2026, 1, 1), [TODAY - timedelta(5)], TODAY)


def test_continuity_counts_whole_months_and_long_ends():
    span = Span(date(2026, 1, 20), date(2026, 4, 15))  # January has 12 days: not counted; April 15: counted
    assert continuity(span, [date(2026, 1, 25), date(2026, 2, 3), date(2026, 4, 1)]) == Fraction(2, 3)
    assert continuity(Span(date(2026, 1, 20), date(2026, 1, 25)), []) is None
