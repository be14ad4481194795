"""What a campaign brought against everybody else: the vector, the honest noes, and the days it is compared with."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.campaigns.rules import effect
from cblp.days import Span

PARTICIPANTS = {UUID(int=n): pair for n, pair in enumerate([(200, 300), (200, 240), (150, 180), (100, 150), (100, 90)], 1)}
OTHERS = {UUID(int=n): pair for n, pair in enumerate([(100, 110), (100, 90), (120, 130), (90, 100), (90, 70)], 11)}


def test_the_vector() -> None:
    found = effect.effect(PARTICIPANTS, OTHERS, 20260909)
    assert found.value == Fraction(28, 100) and not found.why
    assert found.low is not None and found.high is not None
    assert round(found.low, 4) == 0.0953 and round(found.high, 4) == 0.4865
    assert (found.participants, found.others) == (5, 5)


def test_the_order_of_the_businesses_does_not_matter() -> None:
    turned = (dict(reversed(PARTICIPANTS.items())), dict(reversed(OTHERS.items())))
    assert effect.effect(*turned, 7) == effect.effect(PARTICIPANTS, OTHERS, 7)
    assert effect.effect(PARTICIPANTS, OTHERS, 7) != effect.effect(PARTICIPANTS, OTHERS, 8)


def test_fewer_than_five_on_a_side_give_no_number() -> None:
    four = dict(list(PARTICIPANTS.items())[:4])
    assert effect.effect(four, OTHERS, 1) == effect.Effect(4, 5, why=effect.FEW_PARTICIPANTS)
    assert effect.effect(OTHERS, four, 1) == effect.Effect(5, 4, why=effect.FEW_OTHERS)


@pytest.mark.parametrize("empty", [0, -50])
def test_nothing_to_divide_by_gives_no_number(empty: int) -> None:
    nothing_before = {business: (empty, during) for business, (_, during) in PARTICIPANTS.items()}
    assert effect.effect(nothing_before, OTHERS, 1).why == effect.NO_BASE
    nothing_during = {business: (base, empty) for business, (base, _) in OTHERS.items()}
    assert effect.effect(PARTICIPANTS, nothing_during, 1).why == effect.NO_BASE


def test_one_business_that_carries_all_makes_the_draws_unsteady() -> None:
    carried = {UUID(int=n): (1_000, 1_000) if n == 1 else (0, 0) for n in range(1, 6)}
    found = effect.effect(carried, OTHERS, 1)  # without that one, (4/5)^5 = 33 % of the draws divide by zero
    assert found.why == effect.UNSTEADY and found.value is None and found.low is None


def test_a_rare_draw_without_a_base_is_drawn_again() -> None:
    most = {UUID(int=n): (100, 120) if n > 2 else (0, 0) for n in range(1, 8)}  # (2/7)^7: two in ten thousand
    assert effect.effect(most, OTHERS, 3).why == ""


def test_the_seed_is_the_campaigns_own() -> None:
    first, second = UUID("018f6b1e-0000-7000-8000-000000000001"), UUID("018f6b1e-0000-7000-8000-000000000002")
    assert effect.seed_of(first) == effect.seed_of(UUID(str(first))) != effect.seed_of(second)


def test_the_base_is_as_many_days_back_by_whole_weeks() -> None:
    october = Span(date(2026, 10, 1), date(2026, 10, 31))
    days = effect.base_days(october)
    assert (days[0], days[-1], len(days)) == (date(2026, 8, 27), date(2026, 9, 26), 31)


def test_days_of_another_campaign_are_stepped_over_to_the_week_before() -> None:
    during = Span(date(2026, 11, 10), date(2026, 11, 12))
    assert effect.base_days(during) == (date(2026, 11, 3), date(2026, 11, 4), date(2026, 11, 5))
    busy = [Span(date(2026, 11, 4), date(2026, 11, 4)), Span(date(2026, 10, 26), date(2026, 11, 1))]
    assert effect.base_days(during, busy) == (date(2026, 10, 21), date(2026, 11, 3), date(2026, 11, 5))


def test_campaigns_without_end_leave_no_base() -> None:
    always = [Span(date(2020, 1, 1), date(2026, 12, 31))]
    assert effect.base_days(Span(date(2026, 11, 10), date(2026, 11, 12)), always) == ()


@given(
    st.integers(1, 40), st.lists(st.tuples(st.integers(1, 120), st.integers(0, 9)), max_size=4),
)
def test_the_base_keeps_number_and_weekdays_and_avoids_campaigns(length: int, campaigns: list[tuple[int, int]]) -> None:
    first = date(2026, 11, 10)
    during = Span(first, first + timedelta(length - 1))
    busy = [Span(first - timedelta(back), first - timedelta(back) + timedelta(more)) for back, more in campaigns]
    days = effect.base_days(during, busy)
    assert len(set(days)) == during.days and max(days) < first
    assert sorted(d.weekday() for d in days) == sorted((first + timedelta(n)).weekday() for n in range(length))
    assert not any(day in span for day in days for span in busy)
