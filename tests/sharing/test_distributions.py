"""A run of sharing from its calculation to the last payment, and everything that stops it on the way."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from cblp.days import Span
from cblp.db.actor import LIAISON, MENTOR, Actor
from cblp.decisions.rules import Component
from cblp.decisions.services import decisions, parameters, sharing_rules
from cblp.errors import Missing, NotAllowed
from cblp.people.services import register
from cblp.sharing.reports import distributions as reports
from cblp.sharing.reports import ledger as books
from cblp.sharing.rules.dividing import NothingToShare, WithoutBase
from cblp.sharing.services import cash, contributions, distributions, ledger, objections, savings
from tests.conftest import NOW
from tests.sales.build import world
from tests.sharing.runs import AFTER, OCTOBER, TODAY, Runs
from tests.sharing.test_dividing import COOPERATIVE, HYBRID, SALES, one


def balance(shared: Runs, code: str) -> int:
    return shared.app.read(shared.people.system, books.balance_of, code)


def detail(shared: Runs, run: UUID, by: Actor | None = None, now: Any = AFTER) -> reports.Detail:
    return shared.app.read(by or shared.treasurer, reports.one, distribution_id=run, now=now)


# -- the whole way ---------------------------------------------------------------------------------------------------------------


def test_from_the_calculation_to_the_last_payment(shared: Runs) -> None:
    run = shared.calculated(shared.passed(HYBRID))
    found = detail(shared, run)
    amounts = {share.name: share.amount for share in found.shares}
    assert amounts == {"Usaha A001": 249_000, "Usaha A002": 326_000, "Usaha A003": 80_000, "Usaha A004": 145_500, "Usaha A005": 199_500}
    assert (found.summary.state, found.summary.run, found.summary.pool, found.calculated_by) == ("calculated", 1, 1_000_000, "Wati")
    assert sum(line.amount for line in found.lines) == 1_000_000 and found.summary.span == OCTOBER

    last = shared.app.act(shared.coordinator, distributions.review, distribution_id=run)
    assert last == TODAY + timedelta(days=7)
    shared.app.act(shared.treasurer, distributions.approve, distribution_id=run, now=AFTER)
    assert balance(shared, "pool:general") == 0
    assert {code: balance(shared, f"payable:{shared.id(code)}") for code in SALES} == {
        "A001": 249_000, "A002": 326_000, "A003": 80_000, "A004": 145_500, "A005": 199_500,
    }
    day = shared.treasurer.day(AFTER)
    for share, method in zip(detail(shared, run).shares, ("cash", "bank", "savings", "cash", "cash"), strict=True):
        if method == "bank":
            shared.app.act(shared.treasurer, cash.carry, out_of="cash", amount=400_000, day=day, key="carry", now=AFTER)
        shared.app.act(shared.treasurer, distributions.pay, share_id=share.id, method=method, day=day, now=AFTER)
    found = detail(shared, run)
    assert found.summary.state == "paid" and found.summary.paid_at == AFTER
    assert (found.summary.paid, found.summary.shares, found.summary.paid_amount) == (5, 5, 1_000_000)
    assert all(share.transfer for share in found.shares)
    assert balance(shared, "bank") == 400_000 - 326_000
    assert balance(shared, f"savings:voluntary:{shared.id('A003')}") == 80_000
    assert balance(shared, "cash") == 600_000 - 249_000 - 145_500 - 199_500
    assert not any(balance(shared, f"payable:{shared.id(code)}") for code in SALES)


def test_funds_get_their_part_and_what_nobody_has_goes_where_it_was_said(shared: Runs) -> None:
    asks = tuple(Component(**{**part.__dict__, "without_base": "ask"}) for part in COOPERATIVE)
    shared.app.act(
        shared.treasurer, savings.deposit, business_id=shared.id("A001"), kind="mandatory", amount=30_000, day=date(2026, 9, 30), key="s",
    )
    version = shared.passed(asks)
    with pytest.raises(WithoutBase) as stopped:
        shared.calculated(version, pool=12_345_678)
    assert stopped.value.values["missing"] == (("board", "role"),)
    run = shared.app.act(
        shared.coordinator, distributions.calculate, rule_version_id=version, span=OCTOBER, choices={"board": "education"},
    )
    found = detail(shared, run)
    assert found.funds == {"reserve": 3_086_419, "education": 2 * 1_234_568, "solidarity": 617_284}
    capital = [line for line in found.lines if line.component == "capital"]
    assert [line.amount for line in capital if line.base] == [2_469_136]
    assert capital[0].parts[0].figure == 30_000 * 31 and capital[0].size == 2_469_136
    shared.app.act(shared.coordinator, distributions.review, distribution_id=run)
    shared.app.act(shared.treasurer, distributions.approve, distribution_id=run, now=AFTER)
    assert balance(shared, "fund:education") == 2_469_136 and balance(shared, "fund:solidarity") == 617_284


# -- what stops a calculation ----------------------------------------------------------------------------------------------------


def test_only_a_rule_that_the_members_passed_shares_money(small: Runs) -> None:
    small.money(1_000)
    draft = small.app.act(small.coordinator, sharing_rules.create, name="Usulan", components=HYBRID)
    with pytest.raises(distributions.RuleNotPassed):
        small.app.act(small.coordinator, distributions.calculate, rule_version_id=draft, span=OCTOBER)


def test_nothing_is_shared_of_an_empty_pool(small: Runs) -> None:
    with pytest.raises(NothingToShare):
        small.app.act(small.coordinator, distributions.calculate, rule_version_id=small.passed(), span=OCTOBER)


def test_a_running_period_waits(small: Runs) -> None:
    small.money(1_000)
    with pytest.raises(distributions.NotOver):
        small.app.act(
            small.coordinator, distributions.calculate, rule_version_id=small.passed(), span=Span(date(2026, 11, 1), TODAY),
        )


def test_the_same_money_is_in_one_calculation_at_a_time(small: Runs) -> None:
    version = small.passed()
    first = small.calculated(version)
    again = {"rule_version_id": version, "span": OCTOBER}
    with pytest.raises(distributions.Unfinished) as stopped:
        small.app.act(small.coordinator, distributions.calculate, **again)
    assert stopped.value.values == {"number": 1}
    small.app.act(small.coordinator, distributions.void, distribution_id=first, why="Salah aturan")
    second = small.app.act(small.coordinator, distributions.calculate, **again)
    one, other = detail(small, first), detail(small, second)
    assert (other.summary.number, other.summary.run) == (2, 2)
    assert [(line.business_id, line.amount) for line in one.lines] == [(line.business_id, line.amount) for line in other.lines]


def test_sales_of_nobody_block_a_rule_by_sales_only(small: Runs) -> None:
    def lose(w: Any) -> None:
        w.shop("bersama", "shopee", None)
        w.listing("kain", "bersama")
        w.line("N1", "kain", date(2026, 10, 5), price=70_000)

    world(small.app, small.people.system, lose)
    small.money(1_000)
    with pytest.raises(distributions.UnmatchedSales) as stopped:
        small.app.act(small.coordinator, distributions.calculate, rule_version_id=small.passed(), span=OCTOBER)
    assert "Rp70.000" in stopped.value.text("id")
    equally = small.passed(one("equal"), "Rata")
    small.app.act(small.coordinator, distributions.calculate, rule_version_id=equally, span=OCTOBER)


def test_who_left_is_not_paid_and_stands_beside(small: Runs) -> None:
    small.app.act(
        small.coordinator, register.change_membership, business_id=small.id("A005"), status="left", since=TODAY, reason="pindah",
    )
    found = detail(small, small.calculated())
    assert {share.name for share in found.shares} == {f"Usaha A00{n}" for n in (1, 2, 3, 4)}
    assert found.inputs["gone"][str(small.id("A005"))]["sales"] == SALES["A005"]


# -- review, objections, approval ------------------------------------------------------------------------------------------------


def test_the_time_to_object_is_what_was_decided(small: Runs) -> None:
    small.app.act(small.coordinator, parameters.start_with, key="objection_days", value=3, since=date(2026, 1, 1))
    run = small.calculated()
    assert small.app.act(small.coordinator, distributions.review, distribution_id=run) == TODAY + timedelta(days=3)
    with pytest.raises(distributions.MovedOn):
        small.app.act(small.coordinator, distributions.review, distribution_id=run)


def test_nobody_approves_the_own_calculation_or_before_the_time_is_over(small: Runs) -> None:
    run = small.reviewed()
    with pytest.raises(distributions.OwnCalculation):
        small.app.act(small.coordinator, distributions.approve, distribution_id=run, now=AFTER)
    last_day = NOW + timedelta(days=7)
    with pytest.raises(distributions.WindowOpen) as stopped:
        small.app.act(small.treasurer, distributions.approve, distribution_id=run, now=last_day)
    assert "28 November 2026" in stopped.value.text("id")
    assert detail(small, run, now=last_day).approval == reports.Approval(False, "window")
    assert detail(small, run, small.coordinator).approval == reports.Approval(False, "own")
    assert detail(small, run).approval == reports.Approval(True)


def test_who_typed_the_money_does_not_approve_so_the_members_do(shared: Runs) -> None:
    shared.money(5_000, by=shared.treasurer, key="typed")
    run = shared.reviewed()
    with pytest.raises(distributions.OwnMoney):
        shared.app.act(shared.treasurer, distributions.approve, distribution_id=run, now=AFTER)
    assert detail(shared, run).approval == reports.Approval(False, "typed", by_vote=True)
    with pytest.raises(distributions.WindowOpen):
        shared.app.act(shared.coordinator, distributions.propose, distribution_id=run)
    decision = shared.app.act(shared.coordinator, distributions.propose, distribution_id=run, now=AFTER)
    shared.agree(decision, AFTER)
    found = detail(shared, run)
    assert (found.summary.state, found.summary.decision_id) == ("approved", decision)
    assert balance(shared, "pool:general") == 0


def test_typed_money_that_was_taken_back_or_shared_before_counts_no_more(small: Runs) -> None:
    typed = {"into": "pool:general", "day": TODAY, "text": "Sponsor"}
    slip = small.app.act(small.treasurer, cash.receive, amount=7, key="slip", **typed)
    small.app.act(small.treasurer, cash.correct, transfer_id=slip, why="Salah ketik")
    version = small.passed()
    first = small.approved(version)
    assert detail(small, first).summary.state == "approved"
    later = AFTER + timedelta(hours=1)
    small.app.act(small.treasurer, cash.receive, amount=3_000, key="first", now=later, **typed)
    later += timedelta(hours=1)
    second = small.app.act(small.coordinator, distributions.calculate, rule_version_id=version, span=OCTOBER, now=later)
    small.app.act(small.coordinator, distributions.review, distribution_id=second, now=later)
    with pytest.raises(distributions.OwnMoney):
        small.app.act(small.treasurer, distributions.approve, distribution_id=second, now=later + timedelta(days=8))
    small.agree(small.app.act(
        small.coordinator, distributions.propose, distribution_id=second, now=later + timedelta(days=8)), later + timedelta(days=8),
    )
    last = later + timedelta(days=9)
    small.app.act(small.coordinator, cash.receive, amount=4_000, key="last", now=last, **typed)
    third = small.app.act(small.coordinator, distributions.calculate, rule_version_id=version, span=OCTOBER, now=last)
    small.app.act(small.coordinator, distributions.review, distribution_id=third, now=last)
    small.app.act(small.treasurer, distributions.approve, distribution_id=third, now=last + timedelta(days=8))


def test_a_vote_before_the_time_is_over_lets_the_office_approve_later(small: Runs) -> None:
    run = small.reviewed()
    decision = small.app.act(
        small.coordinator, decisions.draft, kind="yes_no", title="Setujui", proposal="Kita setujui bagi hasil.",
        effects=[{"kind": "distribution", "distribution": str(run)}],
    )
    small.agree(decision)
    assert detail(small, run).summary.state == "objection"
    small.app.act(small.coordinator, distributions.approve, distribution_id=run, now=AFTER)
    assert detail(small, run).summary.state == "approved"


def test_what_left_the_pool_meanwhile_stops_the_approval(small: Runs) -> None:
    run = small.reviewed()
    small.app.act(small.coordinator, cash.spend, out_of="pool:general", amount=1, day=TODAY, text="Kemasan", key="cost")
    with pytest.raises(distributions.PoolShrank) as stopped:
        small.app.act(small.treasurer, distributions.approve, distribution_id=run, now=AFTER)
    assert "Rp999.999" in stopped.value.text("id")


# -- paying and taking back ------------------------------------------------------------------------------------------------------


def test_a_share_is_paid_once_from_what_is_there_by_the_treasurer(shared: Runs) -> None:
    run = shared.approved()
    share = detail(shared, run).shares[0]
    day = shared.treasurer.day(AFTER)
    pay = {"share_id": share.id, "day": day, "now": AFTER}
    with pytest.raises(NotAllowed):
        shared.app.act(shared.coordinator, distributions.pay, method="cash", **pay)
    with pytest.raises(cash.TooLittleThere):
        shared.app.act(shared.treasurer, distributions.pay, method="bank", **pay)
    with pytest.raises(distributions.TooEarly):
        shared.app.act(shared.treasurer, distributions.pay, method="cash", **{**pay, "day": TODAY})
    with pytest.raises(ledger.DayAhead):
        shared.app.act(shared.treasurer, distributions.pay, method="cash", **{**pay, "day": day + timedelta(1)})
    shared.app.act(shared.treasurer, distributions.pay, method="cash", **pay)
    with pytest.raises(distributions.PaidAlready):
        shared.app.act(shared.treasurer, distributions.pay, method="cash", **pay)
    assert balance(shared, "cash") == 1_000_000 - share.amount
    assert detail(shared, run).summary.state == "paying"


def test_a_payment_that_was_a_mistake_is_taken_back_and_made_again(shared: Runs) -> None:
    run = shared.approved()
    share = detail(shared, run).shares[0]
    pay = {"share_id": share.id, "method": "cash", "day": shared.treasurer.day(AFTER), "now": AFTER}
    shared.app.act(shared.treasurer, distributions.pay, **pay)
    with pytest.raises(distributions.SharesPaid):
        shared.app.act(shared.treasurer, distributions.void, distribution_id=run, why="Salah", now=AFTER)
    shared.app.act(shared.treasurer, distributions.take_back, share_id=share.id, why="Salah orang", now=AFTER)
    assert balance(shared, "cash") == 1_000_000 and balance(shared, f"payable:{share.business_id}") == share.amount
    assert detail(shared, run).summary.state == "approved"
    with pytest.raises(distributions.NotPaid):
        shared.app.act(shared.treasurer, distributions.take_back, share_id=share.id, why="Lagi", now=AFTER)
    shared.app.act(shared.treasurer, distributions.pay, **pay)
    assert balance(shared, "cash") == 1_000_000 - share.amount


def test_an_approved_run_is_withdrawn_with_what_it_booked(shared: Runs) -> None:
    run = shared.approved()
    with pytest.raises(distributions.WhyNeeded):
        shared.app.act(shared.treasurer, distributions.void, distribution_id=run, why=" ", now=AFTER)
    shared.app.act(shared.treasurer, distributions.void, distribution_id=run, why="Angka salah", now=AFTER)
    assert balance(shared, "pool:general") == 1_000_000
    assert not any(balance(shared, f"payable:{shared.id(code)}") for code in SALES)
    found = detail(shared, run)
    assert (found.summary.state, found.void_reason, found.voided_by) == ("void", "Angka salah", "Budi")
    with pytest.raises(distributions.MovedOn):
        shared.app.act(shared.treasurer, distributions.void, distribution_id=run, why="Lagi", now=AFTER)


# -- who sees what ---------------------------------------------------------------------------------------------------------------


def test_a_member_sees_the_own_lines_and_the_totals(shared: Runs) -> None:
    run = shared.calculated()
    own = shared.member("A002")
    assert shared.app.read(own, reports.listing) == []
    assert shared.app.read(own, reports.mine, business_id=shared.id("A002")) == []
    shared.app.act(shared.coordinator, distributions.review, distribution_id=run)
    [part] = shared.app.read(own, reports.mine, business_id=shared.id("A002"))
    assert (part.amount, part.summary.pool) == (326_000, 1_000_000)
    [line] = part.lines
    assert line.base / line.base_total == Fraction(326, 1000) and line.size == 1_000_000
    assert {line.business_id for line in part.lines} == {shared.id("A002")}
    assert part.summary.owed == 326_000, "totals of what the actor may see"
    with pytest.raises(Missing):
        shared.app.read(own, reports.mine, business_id=shared.id("A001"))
    with pytest.raises(NotAllowed):
        shared.app.read(own, reports.one, distribution_id=run)


def test_bars_carry_names_only_after_a_decision(shared: Runs) -> None:
    run = shared.reviewed()
    own = shared.member("A002")
    bars = shared.app.read(own, reports.spread_of, distribution_id=run)
    assert bars.amounts == (80_000, 145_500, 199_500, 249_000, 326_000) and bars.names == ()
    assert bars.spread is not None and bars.spread.median == 199_500
    shared.app.act(shared.coordinator, parameters.start_with, key="share_visibility", value="names", since=date(2026, 1, 1))
    assert shared.app.read(own, reports.spread_of, distribution_id=run).names[-1] == "Usaha A002"


def test_mentors_and_liaisons_see_nothing(small: Runs) -> None:
    run = small.reviewed()
    for role in (MENTOR, LIAISON):
        other = Actor(account=None, association=small.people.system.association, role=role, mentee_businesses=frozenset({small.id("A001")}))
        assert small.app.read(other, reports.listing) == []
        for report, more in ((reports.mine, {"business_id": small.id("A001")}), (reports.spread_of, {"distribution_id": run})):
            with pytest.raises(NotAllowed):
                small.app.read(other, report, **more)


# -- what comes later ------------------------------------------------------------------------------------------------------------


def test_later_figures_show_as_differences_of_the_same_pool(shared: Runs) -> None:
    run = shared.approved()
    nothing = shared.app.read(shared.coordinator, reports.differences, distribution_id=run)
    assert nothing == reports.Differences((), {})

    def late(w: Any) -> None:
        w.ids.update(shared.people.businesses)
        w.typed("A003", date(2026, 10, 20), 10_000_000)

    world(shared.app, shared.people.system, late)
    found = shared.app.read(shared.treasurer, reports.differences, distribution_id=run)
    [change] = found.figures
    assert (change.name, change.base, change.then, change.now) == ("Usaha A003", "sales", 0, 10_000_000)
    assert found.shares is not None and sum(found.shares.values()) == 0
    assert found.shares[shared.id("A003")] == 150_000, "600 000 × 10 of 40 million"
    assert detail(shared, run).shares[2].amount == 80_000, "what was approved stands"


def test_words_of_every_refusal_exist_in_both_languages() -> None:
    values = {"number": 3, "count": 2, "amount": 70_000, "pool": 1, "day": TODAY, "missing": (), "parts": ()}
    for module in (distributions, objections):
        for error in vars(module).values():
            if isinstance(error, type) and issubclass(error, Exception) and error.__module__ == module.__name__ and error.message:  # type: ignore[attr-defined]
                told = error(**values)  # type: ignore[call-arg]
                assert told.text("id") != told.text("en"), error.__name__  # type: ignore[attr-defined]
                assert "{" not in told.text("id"), error.__name__  # type: ignore[attr-defined]


def test_what_a_member_owes_to_the_pool_is_settled_first(shared: Runs) -> None:
    shared.app.act(shared.coordinator, parameters.start_with, key="contribution", value=500, since=date(2026, 1, 1))
    shared.app.act(shared.treasurer, contributions.issue, span=OCTOBER, due_on=TODAY + timedelta(days=30))
    owed = balance(shared, f"receivable:{shared.id('A002')}")
    assert owed > 0 and balance(shared, "pool:general") > owed
    run = shared.approved()
    share = next(share for share in detail(shared, run).shares if share.name == "Usaha A002")
    assert share.amount > owed
    pay = {"share_id": share.id, "method": "cash", "day": shared.treasurer.day(AFTER), "now": AFTER}
    for _twice in range(2):
        before = balance(shared, "cash")
        shared.app.act(shared.treasurer, distributions.pay, **pay)
        assert balance(shared, "cash") == before - (share.amount - owed)
        assert balance(shared, f"receivable:{shared.id('A002')}") == 0 == balance(shared, f"payable:{shared.id('A002')}")
        [told] = [part.share for part in shared.app.read(shared.member("A002"), reports.mine, business_id=shared.id("A002"))]
        assert told is not None and told.set_off == owed and told.method == "cash"
        shared.app.act(shared.treasurer, distributions.take_back, share_id=share.id, why="Salah hari", now=AFTER)
        assert balance(shared, f"receivable:{shared.id('A002')}") == owed and balance(shared, "cash") == before
        assert balance(shared, f"payable:{shared.id('A002')}") == share.amount
