"""The safety net's own rules: who decides, who pays, what the fund can give, how a loan comes back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.sharing.rules import aid

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)
NOBODY: frozenset[UUID] = frozenset()
DUE = date(2026, 12, 21)


@pytest.mark.parametrize(("said", "needed", "state"), [
    ([], 1, ""), ([True], 1, aid.APPROVED), ([False], 1, aid.REFUSED), ([True], 2, ""), ([True, False], 2, ""),
    ([True, False, True], 2, aid.APPROVED), ([False, True, False], 2, aid.REFUSED), ([True, True, False], 3, ""),
])
def test_the_committee_decides_once_enough_say_the_same(said: list[bool], needed: int, state: str) -> None:
    assert aid.outcome(said, needed) == state


def test_neither_who_assessed_nor_who_gets_it_decides() -> None:
    assert aid.why_not_decide(A, assessor=B, owners=frozenset({C})) == ""
    assert aid.why_not_decide(B, assessor=B, owners=NOBODY) == aid.ASSESSED_IT
    assert aid.why_not_decide(C, assessor=B, owners=frozenset({C})) == aid.OWN_MATTER
    assert aid.why_not_decide(None, assessor=None, owners=NOBODY) == aid.UNKNOWN_ACCOUNT, "nobody is nobody's committee"


def test_somebody_else_than_who_pays_has_approved() -> None:
    assert aid.why_not_pay(A, owners=NOBODY, by_vote=False, verdicts={A: True}) == aid.ALONE
    assert aid.why_not_pay(A, owners=NOBODY, by_vote=False, verdicts={A: True, B: False}) == aid.ALONE
    assert aid.why_not_pay(A, owners=NOBODY, by_vote=False, verdicts={A: True, B: True}) == ""
    assert aid.why_not_pay(A, owners=NOBODY, by_vote=False, verdicts={B: True}) == ""
    assert aid.why_not_pay(A, owners=NOBODY, by_vote=True, verdicts={}) == ""
    assert aid.why_not_pay(A, owners=frozenset({A}), by_vote=True, verdicts={}) == aid.OWN_MATTER
    assert aid.why_not_pay(None, owners=NOBODY, by_vote=True, verdicts={}) == aid.UNKNOWN_ACCOUNT


@pytest.mark.parametrize(("fund", "lent", "money", "possible"), [
    (1_000, 0, 5_000, 1_000), (1_000, 300, 5_000, 700), (1_000, 300, 500, 500), (1_000, 1_200, 500, 0), (0, 0, 500, 0),
    (1_000, 0, -200, 0),
])
def test_the_fund_gives_what_it_has_left_and_what_is_at_hand(fund: int, lent: int, money: int, possible: int) -> None:
    assert aid.can_give(fund=fund, lent=lent, money=money) == possible


def test_a_plan_is_monthly_in_whole_thousands_and_the_last_part_takes_the_rest() -> None:
    parts = aid.plan(1_000_000, 3, date(2027, 1, 31))
    assert [(part.due_on, part.amount) for part in parts] == [
        (date(2027, 1, 31), 333_000), (date(2027, 2, 28), 333_000), (date(2027, 3, 31), 334_000),
    ]
    assert [part.amount for part in aid.plan(500, 3, DUE)] == [166, 166, 168], "too little for whole thousands"
    for wrong in (0, 4):
        with pytest.raises(ValueError, match="parts"):
            aid.plan(3, wrong, DUE)


@given(st.integers(1, 10**12), st.integers(1, aid.MOST_INSTALMENTS))
def test_every_plan_brings_back_exactly_what_was_lent(amount: int, parts: int) -> None:
    if parts > amount:
        return
    plan = aid.plan(amount, parts, DUE)
    assert sum(part.amount for part in plan) == amount
    assert len(plan) == parts
    assert all(part.amount > 0 for part in plan)
    assert plan[-1].amount >= plan[0].amount


def test_what_comes_back_pays_the_earliest_part_first() -> None:
    parts = aid.settled(aid.plan(300_000, 3, DUE), 150_000)
    assert [(part.paid, part.left) for part in parts] == [(100_000, 0), (50_000, 50_000), (0, 100_000)]
    due = aid.next_due(parts)
    assert due is not None
    assert (due.number, due.due_on) == (2, date(2027, 1, 21))
    assert aid.next_due(aid.settled(parts, 300_000)) is None
    assert sum(part.paid for part in aid.settled(parts, 999_999)) == 300_000


def test_a_part_is_overdue_from_the_day_after_its_day() -> None:
    parts = aid.settled(aid.plan(200_000, 2, DUE), 40_000)
    assert aid.overdue(parts, DUE) == 0
    assert aid.overdue(parts, date(2026, 12, 22)) == 60_000
    assert aid.overdue(parts, date(2027, 1, 22)) == 160_000


@pytest.mark.parametrize(("kind", "state", "given", "returned", "reached"), [
    (aid.LOAN, aid.APPROVED, 0, 0, aid.APPROVED), (aid.LOAN, aid.REQUESTED, 0, 0, aid.REQUESTED),
    (aid.LOAN, aid.CLOSED, 0, 0, aid.APPROVED), (aid.LOAN, aid.APPROVED, 90, 0, aid.DISBURSED),
    (aid.LOAN, aid.DISBURSED, 90, 1, aid.REPAYING), (aid.LOAN, aid.REPAYING, 90, 90, aid.CLOSED),
    (aid.CASH, aid.APPROVED, 90, 0, aid.CLOSED), (aid.IN_KIND, aid.APPROVED, 90, 0, aid.CLOSED),
])
def test_the_state_follows_what_the_books_say(kind: str, state: str, given: int, returned: int, reached: str) -> None:
    assert aid.reached(kind, state, given, returned) == reached
