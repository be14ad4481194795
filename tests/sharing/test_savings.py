"""Savings: brought, taken out, never below zero, kept until the membership ends; averages by day; what is still to come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from cblp.bootstrap import App
from cblp.days import Span
from cblp.db.actor import LIAISON, MENTOR, Actor
from cblp.decisions.services import parameters
from cblp.errors import Missing, NotAllowed
from cblp.people.services import register
from cblp.people.services.register import UnknownChoice
from cblp.sharing.reports import ledger as books
from cblp.sharing.reports import savings as reports
from cblp.sharing.rules import saving
from cblp.sharing.rules.books import savings_code
from cblp.sharing.services import cash, ledger, savings
from tests.sharing.people import People, people
from tests.worlds import Worlds

TODAY = date(2026, 11, 21)


def nov(day: int) -> date:
    return date(2026, 11, day)


@dataclass
class Saving:
    """Savings of one association; each call is a booking with a key of its own."""

    app: App
    them: People
    booked: int = 0

    def do(self, service: Any, code: str, kind: str, amount: int, day: date, **more: Any) -> UUID:
        self.booked += 1
        given = {"business_id": self.them.businesses[code], "kind": kind, "amount": amount, "day": day, "key": f"k{self.booked}", **more}
        made: UUID = self.app.act(self.them.treasurer, service, **given)
        return made

    def bring(self, code: str, kind: str, amount: int, day: date, **more: Any) -> UUID:
        return self.do(savings.deposit, code, kind, amount, day, **more)

    def take(self, code: str, kind: str, amount: int, day: date, **more: Any) -> UUID:
        return self.do(savings.withdraw, code, kind, amount, day, **more)

    def balance(self, code: str, kind: str) -> int:
        return self.app.read(self.them.treasurer, books.balance_of, savings_code(kind, self.them.businesses[code]))


@pytest.fixture
def there(app: App, actor: Actor, worlds: Worlds) -> Saving:
    return Saving(app, worlds.on(people, app, actor))


@pytest.fixture
def quick(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Saving:
    return Saving(sqlite_app, worlds.on(people, sqlite_app, sqlite_actor))


def test_what_is_brought_and_taken_out_shows(there: Saving) -> None:
    there.bring("A001", "voluntary", 300_000, nov(2))
    there.take("A001", "voluntary", 120_000, nov(5))
    assert there.balance("A001", "voluntary") == 180_000
    assert there.app.read(there.them.treasurer, books.balance_of, "cash") == 180_000
    assert there.balance("A002", "voluntary") == 0


def test_voluntary_savings_never_fall_below_zero_on_any_day(there: Saving) -> None:
    there.bring("A001", "voluntary", 100_000, nov(2))
    there.bring("A002", "voluntary", 900_000, nov(2))  # the box has enough
    there.take("A001", "voluntary", 60_000, nov(10))
    with pytest.raises(savings.TooLittleSaved) as refused:
        there.take("A001", "voluntary", 40_001, nov(12))
    assert "Rp40.000" in refused.value.text("id")
    with pytest.raises(savings.TooLittleSaved):
        there.take("A001", "voluntary", 50_000, nov(5))  # there on that day, but then 60.000 were taken on the 10th
    with pytest.raises(savings.TooLittleSaved):
        there.take("A001", "voluntary", 1, nov(1))
    there.take("A001", "voluntary", 40_000, nov(5))
    assert there.balance("A001", "voluntary") == 0


def test_nobody_is_paid_out_of_an_empty_box(quick: Saving) -> None:
    quick.bring("A001", "voluntary", 100_000, nov(2), place="bank")
    with pytest.raises(cash.TooLittleThere):
        quick.take("A001", "voluntary", 50_000, nov(3))
    quick.take("A001", "voluntary", 50_000, nov(3), place="bank")


def test_principal_and_mandatory_stay_until_the_membership_ends(quick: Saving) -> None:
    quick.bring("A001", "principal", 100_000, nov(2))
    quick.bring("A001", "mandatory", 20_000, nov(2))
    for kind in ("principal", "mandatory"):
        with pytest.raises(savings.SavingsStay):
            quick.take("A001", kind, 20_000, nov(20))
    for status in ("suspended", "left"):
        if status == "left":
            with pytest.raises(savings.SavingsStay):
                quick.take("A001", "principal", 20_000, nov(20))
        quick.app.act(
            quick.them.system, register.change_membership, business_id=quick.them.businesses["A001"], status=status,
            since=nov(18) if status == "suspended" else nov(19), reason="pindah",
        )
    quick.take("A001", "principal", 100_000, nov(20))
    assert quick.balance("A001", "principal") == 0
    with pytest.raises(savings.SavingsStay):
        quick.take("A001", "mandatory", 20_000, nov(18))


@pytest.mark.parametrize(("given", "error"), [
    ({"kind": "loan"}, UnknownChoice), ({"place": "pocket"}, UnknownChoice), ({"amount": 0}, cash.AmountNeeded),
    ({"amount": -5}, cash.AmountNeeded), ({"amount": 10**13}, cash.AmountNeeded), ({"day": nov(22)}, ledger.DayAhead),
    ({"business_id": UUID(int=7)}, Missing),
])
def test_what_makes_no_sense_is_refused(quick: Saving, given: dict[str, Any], error: type[Exception]) -> None:
    whole = {"kind": "voluntary", "amount": 5_000, "day": nov(2), **given}
    kind, amount, day = whole.pop("kind"), whole.pop("amount"), whole.pop("day")
    with pytest.raises(error):
        quick.bring("A001", kind, amount, day, **whole)


def test_saving_twice_with_one_key_takes_out_once(quick: Saving) -> None:
    quick.bring("A001", "voluntary", 100_000, nov(2))
    first = quick.take("A001", "voluntary", 100_000, nov(3), key="out")
    assert quick.take("A001", "voluntary", 100_000, nov(3), key="out") == first
    assert quick.balance("A001", "voluntary") == 0


def test_only_the_office_books_savings(quick: Saving) -> None:
    member = quick.them.member("A001")
    given = {"business_id": quick.them.businesses["A001"], "kind": "voluntary", "amount": 5_000, "day": nov(2), "key": "x"}
    for service in (savings.deposit, savings.withdraw):
        with pytest.raises(NotAllowed):
            quick.app.act(member, service, **given)


def test_the_sum_over_days_is_what_an_average_is_made_of(there: Saving) -> None:
    """Domain: capital is average daily savings. 10 days; 100.000 from before, 50.000 on the 6th, 30.000 out on the 10th."""
    there.bring("A001", "mandatory", 100_000, date(2026, 10, 5))
    there.bring("A001", "voluntary", 50_000, nov(6))
    there.take("A001", "voluntary", 30_000, nov(10))
    there.bring("A002", "voluntary", 70_000, nov(11))  # after it
    span = Span(nov(1), nov(10))
    by_day = [100_000] * 5 + [150_000] * 4 + [120_000]
    assert there.app.read(there.them.treasurer, books.saved_days, span=span) == {there.them.businesses["A001"]: sum(by_day)}


def test_what_is_still_to_come_follows_the_decided_savings(quick: Saving) -> None:
    for key, value, since in (
        ("savings_principal", 100_000, date(2026, 1, 1)), ("savings_mandatory", 20_000, date(2026, 9, 1)),
        ("savings_mandatory", 25_000, date(2026, 11, 1)),
    ):
        quick.app.act(quick.them.system, parameters.start_with, key=key, value=value, since=since)
    quick.bring("A001", "principal", 40_000, nov(2))
    quick.bring("A001", "mandatory", 30_000, nov(2))
    found = {row.code: row for row in quick.app.read(quick.them.treasurer, reports.members, today=TODAY)}
    first, second = found["A001"], found["A002"]
    assert (first.principal_due, first.mandatory_due, first.total) == (60_000, 65_000 - 30_000, 70_000)
    assert (second.principal_due, second.mandatory_due, second.total) == (100_000, 65_000, 0)


def test_what_was_decided_for_a_time_counts_for_that_time() -> None:
    values = [(date(2026, 3, 1), date(2026, 5, 1), 10), (date(2026, 5, 1), None, 20)]
    assert saving.mandatory_due(values, date(2026, 1, 15), date(2026, 6, 30)) == 10 + 10 + 20 + 20
    assert saving.mandatory_due(values, date(2026, 4, 20), date(2026, 4, 30)) == 10
    assert saving.mandatory_due([], date(2026, 1, 1), date(2026, 6, 1)) == 0
    assert saving.principal_due(values, date(2026, 4, 1), date(2026, 6, 1)) == 10
    assert saving.principal_due(values, date(2026, 1, 1), date(2026, 6, 1)) == 10
    assert saving.principal_due(values, date(2026, 1, 1), date(2026, 2, 1)) == 0


def test_a_member_reads_their_own_savings_and_statement_only(quick: Saving) -> None:
    quick.bring("A001", "voluntary", 100_000, nov(2))
    quick.bring("A002", "voluntary", 70_000, nov(3))
    quick.take("A001", "voluntary", 25_000, nov(6))
    member, span = quick.them.member("A001"), Span(nov(3), nov(30))
    own, other = quick.them.businesses["A001"], quick.them.businesses["A002"]
    assert [row.voluntary for row in quick.app.read(member, reports.members, today=TODAY)] == [75_000]
    (mine,) = quick.app.read(member, books.statement, business_id=own, span=span)
    assert (mine.opening, mine.closing, [(line.amount, line.balance) for line in mine.lines]) == (100_000, 75_000, [(-25_000, 75_000)])
    with pytest.raises(NotAllowed):
        quick.app.read(member, books.statement, business_id=other, span=span)
    assert quick.app.read(member, books.balances).keys() == {savings_code("voluntary", own)}
    assert quick.app.read(member, books.balance_of, savings_code("voluntary", other)) == 0
    assert quick.app.read(member, books.balance_of, "cash") == 0
    for report in (books.funds, books.transfers, books.counted, books.checks):
        with pytest.raises(NotAllowed):
            quick.app.read(member, report)
    with pytest.raises(NotAllowed):
        quick.app.read(member, books.pool, "pool:general")


@pytest.mark.parametrize("role", [MENTOR, LIAISON])
def test_mentors_and_liaisons_read_no_money(quick: Saving, role: str) -> None:
    quick.bring("A001", "voluntary", 100_000, nov(2))
    own = quick.them.businesses["A001"]
    somebody = replace(quick.them.member("A001"), role=role, own_businesses=frozenset(), mentee_businesses=frozenset({own}))
    for report, given in (
        (books.balances, {}), (books.statement, {"business_id": own, "span": Span(nov(1), nov(9))}), (reports.members, {"today": TODAY}),
        (books.saved_days, {"span": Span(nov(1), nov(9))}),
    ):
        with pytest.raises(NotAllowed):
            quick.app.read(somebody, report, **given)
    assert quick.app.read(somebody, books.balance_of, savings_code("voluntary", own)) == 0
