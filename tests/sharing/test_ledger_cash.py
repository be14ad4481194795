"""Money in and out: pools, funds and the association's own; carried, moved by decision, counted, corrected; the books checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from cblp.bootstrap import App
from cblp.campaigns.models import Campaign
from cblp.days import Span
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.decisions.models import Decision
from cblp.errors import NotAllowed
from cblp.people.services.register import UnknownChoice
from cblp.sharing.reports import ledger as reports
from cblp.sharing.services import cash, ledger
from tests.conftest import NOW
from tests.sharing.people import People, people
from tests.worlds import Worlds

DAY = date(2026, 11, 20)
SPAN = Span(date(2026, 11, 1), date(2026, 11, 30))


@dataclass
class Box:
    """The cash book of one association; each call is a booking with a key of its own."""

    app: App
    them: People
    booked: int = 0

    def do(self, service: Callable[..., UUID], **given: Any) -> UUID:
        self.booked += 1
        return self.app.act(self.them.treasurer, service, **{"day": DAY, "key": f"k{self.booked}", **given})

    def receive(self, into: str, amount: int, **more: Any) -> UUID:
        return self.do(cash.receive, **{"into": into, "amount": amount, "text": "uang masuk", **more})

    def spend(self, out_of: str, amount: int, **more: Any) -> UUID:
        return self.do(cash.spend, **{"out_of": out_of, "amount": amount, "text": "uang keluar", **more})

    def correct(self, transfer: UUID, why: str = "salah ketik") -> UUID:
        return self.app.act(self.them.treasurer, cash.correct, transfer_id=transfer, why=why)

    def balance(self, code: str) -> int:
        return self.app.read(self.them.treasurer, reports.balance_of, code)

    def keep(self, *rows: Any) -> None:
        with self.app.database.writing(self.them.system.association) as session:
            session.add_all(rows)

    def campaign(self, **more: Any) -> UUID:
        given = {
            "id": uuid7(), "code": "H1111", "name": "Harbolnas", "starts_on": date(2026, 11, 11), "ends_on": date(2026, 11, 11),
            "state": "closed", "created_at": NOW, **more,
        }
        self.keep(Campaign(**given))
        made: UUID = given["id"]
        return made

    def decision(self, outcome: str = "passed") -> UUID:
        made = uuid7()
        self.booked += 1
        self.keep(Decision(
            id=made, number=self.booked, title="Pindahkan", proposal="…", kind="yes_no", state="closed", outcome=outcome,
            created_at=NOW,
        ))
        return made


@pytest.fixture
def box(app: App, actor: Actor, worlds: Worlds) -> Box:
    return Box(app, worlds.on(people, app, actor))


@pytest.fixture
def quick(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Box:
    return Box(sqlite_app, worlds.on(people, sqlite_app, sqlite_actor))


def test_a_pool_knows_what_came_in_and_what_was_spent(box: Box) -> None:
    pool = f"pool:{box.campaign()}"
    box.receive(pool, 2_000_000, place="bank", text="Sponsor bank daerah")
    box.receive(pool, 500_000)
    wrong = box.receive(pool, 9_000)
    box.correct(wrong)
    box.spend(pool, 300_000, text="Spanduk")
    returned = box.spend(pool, 50_000, text="Iklan")
    box.correct(returned)
    found = box.app.read(box.them.treasurer, reports.pool, pool)
    assert (found.balance, found.received, found.spent, found.still_owed) == (2_200_000, 2_500_000, 300_000, 0)
    assert (box.balance("bank"), box.balance("cash")) == (2_000_000, 200_000)
    assert box.app.read(box.them.treasurer, reports.pool, "pool:general") == reports.Pool(0, 0, 0, 0)


def test_no_more_goes_out_than_is_there(quick: Box) -> None:
    quick.receive("fund:education", 100_000)
    quick.receive("income:gifts", 50_000)
    with pytest.raises(cash.TooLittleInIt) as refused:
        quick.spend("fund:education", 100_001)
    assert refused.value.text("id").count("Rp100.000") == 1
    with pytest.raises(cash.TooLittleThere):
        quick.spend("expense:rent", 150_001)
    with pytest.raises(cash.TooLittleThere):
        quick.spend("fund:education", 100_000, place="bank")
    quick.spend("fund:education", 100_000)
    assert (quick.balance("fund:education"), quick.balance("cash")) == (0, 50_000)


def test_the_solidarity_fund_pays_for_help_only(quick: Box) -> None:
    quick.receive("fund:solidarity", 100_000)
    with pytest.raises(cash.ForAidOnly):
        quick.spend("fund:solidarity", 10_000)


@pytest.mark.parametrize("code", ["cash", "payable:x", "savings:voluntary:x", "fund:party", "income:Ada Spasi", "loan:1", ""])
def test_money_comes_in_for_a_pool_a_fund_or_the_association_only(quick: Box, code: str) -> None:
    with pytest.raises(UnknownChoice):
        quick.receive(code, 1_000)
    with pytest.raises(UnknownChoice):
        quick.spend(code, 1_000)


def test_money_without_words_or_amount_is_not_booked(quick: Box) -> None:
    with pytest.raises(cash.TextNeeded):
        quick.receive("income:gifts", 1_000, text="  ")
    for amount in (0, -1, 10**13):
        with pytest.raises(cash.AmountNeeded):
            quick.receive("income:gifts", amount)
    with pytest.raises(UnknownChoice):
        quick.receive("income:gifts", 1_000, place="pocket")


def test_cash_is_carried_to_the_bank_and_back(quick: Box) -> None:
    quick.receive("equity:opening", 1_000_000, text="Saldo awal")
    quick.do(cash.carry, out_of="cash", amount=700_000)
    quick.do(cash.carry, out_of="bank", amount=200_000)
    assert (quick.balance("cash"), quick.balance("bank")) == (500_000, 500_000)
    with pytest.raises(cash.TooLittleThere):
        quick.do(cash.carry, out_of="bank", amount=500_001)


def test_a_fund_gives_to_another_by_a_passed_decision_only(box: Box) -> None:
    box.receive("fund:reserve", 800_000)
    given = {"out_of": "fund:reserve", "into": "fund:solidarity", "amount": 300_000, "text": "Bantuan banjir"}
    with pytest.raises(cash.DecisionNeeded):
        box.do(cash.move, decision_id=box.decision("failed"), **given)
    passed = box.decision()
    with pytest.raises(cash.TooLittleInIt):
        box.do(cash.move, decision_id=passed, **{**given, "amount": 800_001})
    box.do(cash.move, decision_id=passed, **given)
    assert box.app.read(box.them.treasurer, reports.funds) == {"reserve": 500_000, "education": 0, "solidarity": 300_000}
    assert box.balance("cash") == 800_000
    (moved,) = box.app.read(box.them.treasurer, reports.transfers, kinds=("move",)).rows
    assert (moved.decision_id, moved.amount) == (passed, 300_000)


def test_what_is_lent_cannot_be_moved_out_of_the_solidarity_fund(quick: Box) -> None:
    quick.receive("fund:solidarity", 500_000)
    borrower = quick.them.businesses["A001"]
    quick.do(ledger.post, kind="loan", postings=[(f"loan:{borrower}", 400_000), ("cash", -400_000)])
    given = {"out_of": "fund:solidarity", "into": "fund:reserve", "text": "x", "decision_id": quick.decision()}
    with pytest.raises(cash.TooLittleInIt):
        quick.do(cash.move, amount=100_001, **given)
    quick.do(cash.move, amount=100_000, **given)


def test_a_correction_shows_on_both_notes_and_needs_a_reason(box: Box) -> None:
    wrong = box.receive("income:gifts", 90_000)
    with pytest.raises(cash.TextNeeded):
        box.correct(wrong, " ")
    box.correct(wrong, "seharusnya 9.000")
    later, first = box.app.read(box.them.treasurer, reports.transfers).rows
    assert (first.number, first.reversed_by, first.reverses) == (1, 2, None)
    assert (later.number, later.reverses, later.text, later.day) == (2, 1, "seharusnya 9.000", date(2026, 11, 21))
    assert [(side.account.code, side.amount) for side in later.sides] == [("cash", -90_000), ("income:gifts", 90_000)]
    assert later.by == "Budi"


def test_money_that_was_given_away_is_not_taken_out_of_a_pool(quick: Box) -> None:
    first = quick.receive("fund:education", 100_000)
    quick.receive("fund:education", 10_000)
    quick.spend("fund:education", 50_000)
    with pytest.raises(cash.AlreadyGiven):
        quick.correct(first)
    assert quick.balance("fund:education") == 60_000


@pytest.mark.parametrize("about", ["distribution", "share", "aid"])
def test_shares_and_help_are_not_corrected_here(quick: Box, about: str) -> None:
    booked = quick.do(ledger.post, kind="x", about=about, about_id=uuid7(), postings=[("cash", 5), ("fund:reserve", -5)])
    with pytest.raises(cash.CorrectedElsewhere):
        quick.correct(booked)


def test_a_count_stands_beside_what_is_booked(box: Box) -> None:
    box.receive("income:gifts", 90_000, day=date(2026, 11, 10))
    box.receive("income:gifts", 10_000, day=DAY)
    for amount, day in ((1, date(2026, 11, 9)), (85_000, date(2026, 11, 15)), (87_000, date(2026, 11, 15))):
        box.app.act(box.them.treasurer, cash.count, place="cash", amount=amount, day=day)
    (found,) = box.app.read(box.them.treasurer, reports.counted)
    assert (found.code, found.counted, found.booked, found.difference) == ("cash", 87_000, 90_000, -3_000)
    assert box.balance("cash") == 100_000, "counting books nothing"
    with pytest.raises(ledger.DayAhead):
        box.app.act(box.them.treasurer, cash.count, place="cash", amount=1, day=date(2026, 11, 22))


def test_members_touch_no_cash(quick: Box) -> None:
    booked = quick.receive("income:gifts", 1_000)
    member = quick.them.member("A001")
    common = {"amount": 1, "day": DAY, "key": "m"}
    for service, given in (
        (cash.receive, {"into": "income:x", "text": "x", **common}), (cash.spend, {"out_of": "expense:x", "text": "x", **common}),
        (cash.carry, {"out_of": "cash", **common}), (cash.correct, {"transfer_id": booked, "why": "x"}),
        (cash.count, {"place": "cash", "amount": 1, "day": DAY}),
        (cash.move, {"out_of": "fund:reserve", "into": "fund:education", "text": "x", "decision_id": uuid7(), **common}),
    ):
        with pytest.raises(NotAllowed):
            quick.app.act(member, service, **given)


def test_a_statement_of_a_fund_runs_from_what_was_there_before(box: Box) -> None:
    box.receive("fund:reserve", 100_000, day=date(2026, 10, 30))
    box.receive("fund:reserve", 50_000, day=date(2026, 11, 3))
    box.spend("fund:reserve", 20_000, day=date(2026, 11, 9))
    found = box.app.read(box.them.treasurer, reports.history, code="fund:reserve", span=SPAN)
    assert found is not None
    assert (found.opening, found.closing) == (100_000, 130_000)
    assert [(line.amount, line.balance) for line in found.lines] == [(50_000, 150_000), (-20_000, 130_000)]
    assert box.app.read(box.them.treasurer, reports.history, code="fund:education", span=SPAN) is None


def test_transfers_are_found_by_account_kind_and_days_page_by_page(quick: Box) -> None:
    for n in range(5):
        quick.receive("income:gifts", 1_000 + n, day=date(2026, 11, 1 + n))
    quick.receive("fund:reserve", 7_000, day=date(2026, 11, 2))

    def asked(**given: Any) -> list[int]:
        return [row.number for row in quick.app.read(quick.them.treasurer, reports.transfers, **given).rows]

    assert asked() == [5, 4, 3, 6, 2, 1], "the newest day first"
    assert asked(account="fund:reserve") == [6]
    assert asked(kinds=("fund",)) == [6]
    assert asked(span=Span(date(2026, 11, 2), date(2026, 11, 3))) == [3, 6, 2]
    page = quick.app.read(quick.them.treasurer, reports.transfers, first=2, size=2)
    assert ([row.number for row in page.rows], page.total) == ([3, 6], 6)


def test_sound_books_pass_every_check_and_an_edited_row_fails_its_own(quick: Box) -> None:
    quick.receive("income:gifts", 90_000)
    quick.receive("fund:reserve", 10_000)
    quick.correct(quick.receive("income:gifts", 5_000))
    assert [(check.name, check.wrong) for check in quick.app.read(quick.them.treasurer, reports.checks)] == [
        ("balanced", 0), ("numbered", 0), ("sealed", 0), ("covered", 0),
    ]
    with quick.app.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER posting_no_update")
        connection.exec_driver_sql("UPDATE posting SET amount = -amount WHERE position = 1 AND amount = 10000")
    found = {check.name: check for check in quick.app.read(quick.them.treasurer, reports.checks)}
    assert found["balanced"].examples == ("2",)
    assert found["sealed"].examples == ("2",)
