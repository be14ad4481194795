"""Contributions: the voted part of net sales to the rupiah, invoiced once, paid in parts, set off against a share, cancelled."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import hypothesis
import pytest
from hypothesis import strategies as st

from cblp.bootstrap import App
from cblp.campaigns.reports.bases import Bases
from cblp.days import Span
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.decisions.services import parameters
from cblp.errors import NotAllowed
from cblp.people.services.register import UnknownChoice
from cblp.sales import services as sales
from cblp.sharing.reports import contributions as reports
from cblp.sharing.reports import ledger as books
from cblp.sharing.rules import contributions as rules
from cblp.sharing.services import cash, contributions, ledger
from tests.sharing.people import people
from tests.sharing.test_ledger_cash import Box
from tests.worlds import Worlds

DUE = date(2026, 12, 5)
TODAY = date(2026, 11, 21)
SPAN = Span(date(2026, 11, 1), date(2026, 11, 20))


@pytest.fixture
def box(app: App, actor: Actor, worlds: Worlds) -> Box:
    return Box(app, worlds.on(people, app, actor, "A001", "A002", "A003"))


@pytest.fixture
def quick(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Box:
    return Box(sqlite_app, worlds.on(people, sqlite_app, sqlite_actor, "A001", "A002", "A003"))


def closed(box: Box, sold: dict[str, tuple[int, int | None]], *, rate: int = 250, state: str = "reconciled") -> UUID:
    """A campaign whose frozen figures are (sales, net) by business code."""
    ids = {box.them.businesses[code]: figures for code, figures in sold.items()}
    figures = Bases(
        frozenset(ids), {key: value[0] for key, value in ids.items()}, {key: value[1] for key, value in ids.items()}, {}, {}, 40_000, 2,
    )
    return box.campaign(state=state, contribution=rate, frozen=figures.as_json())


def issue(box: Box, **given: Any) -> list[UUID]:
    return box.app.act(box.them.treasurer, contributions.issue, **{"due_on": DUE, **given})


def rows(box: Box, **given: Any) -> dict[str, reports.InvoiceRow]:
    return {row.business.removeprefix("Usaha "): row for row in box.app.read(box.them.treasurer, reports.listing, **given)}


def pay(box: Box, invoice: UUID, amount: int, **more: Any) -> UUID:
    return box.do(contributions.pay, **{"invoice_id": invoice, "amount": amount, "day": TODAY, **more})


@hypothesis.given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_a_part_is_the_exact_one_rounded_half_up(amount: int, rate: int) -> None:
    made = rules.part(amount, rate)
    assert -5_000 < made * 10_000 - amount * rate <= 5_000


def test_the_base_is_net_or_sales_less_the_usual_fees() -> None:
    assert rules.base(1_000_000, 880_000, 1_000) == rules.Base(880_000, True)
    assert rules.base(1_000_000, None, 1_000) == rules.Base(900_000, False)
    assert rules.part(-5, 250) == 0


def test_a_campaign_is_invoiced_by_its_rate_once(box: Box) -> None:
    campaign = closed(box, {"A001": (1_000_000, 884_020), "A002": (400_000, None), "A003": (-5_000, -5_000)})
    found = box.app.read(box.them.treasurer, reports.preview, campaign_id=campaign)
    assert [(row.name, row.base, row.settled, row.amount) for row in found.rows] == [
        ("Usaha A001", 884_020, True, 22_101), ("Usaha A002", 360_000, False, 9_000),  # 22.100,5 half up
    ]
    assert (found.rate, found.fee_rate, found.unmatched_orders) == (250, 1_000, 2)
    assert len(issue(box, campaign_id=campaign)) == 2
    with pytest.raises(contributions.NothingToInvoice):
        issue(box, campaign_id=campaign)
    pool = box.app.read(box.them.treasurer, books.pool, f"pool:{campaign}")
    assert (pool.balance, pool.received, pool.still_owed) == (31_101, 0, 31_101)
    assert box.balance(f"receivable:{box.them.businesses['A001']}") == 22_101
    assert rows(box)["A002"].left == 9_000
    assert rows(box)["A001"].number == 1


def test_an_invoice_is_paid_in_parts_and_never_too_much(box: Box) -> None:
    campaign = closed(box, {"A001": (1_000_000, 1_000_000)})
    (invoice,) = issue(box, campaign_id=campaign)
    pay(box, invoice, 10_000, key="once")
    pay(box, invoice, 10_000, key="once")
    assert rows(box)["A001"].left == 15_000
    with pytest.raises(contributions.MoreThanOwed) as refused:
        pay(box, invoice, 15_001)
    assert "Rp15.000" in refused.value.text("id")
    last = pay(box, invoice, 15_000, place="bank")
    pool = box.app.read(box.them.treasurer, books.pool, f"pool:{campaign}")
    assert (pool.balance, pool.received, pool.still_owed) == (25_000, 25_000, 0)
    assert rows(box, open_only=True) == {}
    box.correct(last)
    assert rows(box)["A001"].left == 15_000


def test_nothing_is_paid_before_it_was_asked_for(quick: Box) -> None:
    (invoice,) = issue(quick, campaign_id=closed(quick, {"A001": (1_000_000, 1_000_000)}))
    with pytest.raises(contributions.PaidBefore):
        pay(quick, invoice, 5_000, day=date(2026, 11, 20))


def test_an_invoice_with_payments_is_not_cancelled_and_a_cancelled_one_can_be_issued_again(quick: Box) -> None:
    campaign = closed(quick, {"A001": (1_000_000, 1_000_000)})
    (invoice,) = issue(quick, campaign_id=campaign)
    paid = pay(quick, invoice, 5_000)
    booked = rows(quick)["A001"].transfer_id
    with pytest.raises(cash.AlreadyPaid):
        quick.correct(booked)
    quick.correct(paid)
    quick.correct(booked)
    assert (rows(quick)["A001"].cancelled, rows(quick)["A001"].left) == (True, 0)
    assert quick.app.read(quick.them.treasurer, books.pool, f"pool:{campaign}").balance == 0
    assert len(issue(quick, campaign_id=campaign)) == 1


def test_a_share_settles_what_is_owed_to_its_pool_first(box: Box) -> None:
    owner = box.them.businesses["A001"]
    campaign = closed(box, {"A001": (1_000_000, 1_000_000)})
    issue(box, campaign_id=campaign)
    box.receive("pool:general", 60_000)
    box.do(ledger.post, kind="distribution", postings=[("pool:general", 60_000), (f"payable:{owner}", -60_000)])
    share = uuid7()

    def taken(of: int, campaign_id: UUID | None) -> int:
        return box.app.act(
            box.them.treasurer, contributions.set_off, key=f"share:{share}:1", business_id=owner, campaign_id=campaign_id, amount=of,
            day=TODAY,
        )

    assert taken(60_000, None) == 0, "another pool"
    assert taken(60_000, campaign) == 25_000
    assert taken(60_000, campaign) == 25_000, "asked again, nothing more is booked"
    assert box.balance(f"payable:{owner}") == 35_000
    assert box.balance(f"receivable:{owner}") == 0
    (note,) = box.app.read(box.them.treasurer, books.transfers, kinds=("set_off",)).rows
    with pytest.raises(cash.CorrectedElsewhere):
        box.correct(note.id)


def test_a_share_smaller_than_what_is_owed_settles_a_part(quick: Box) -> None:
    owner = quick.them.businesses["A001"]
    campaign = closed(quick, {"A001": (1_000_000, 1_000_000)})
    issue(quick, campaign_id=campaign)
    part = quick.app.act(
        quick.them.treasurer, contributions.set_off, key="share", business_id=owner, campaign_id=campaign, amount=4_000, day=TODAY,
    )
    assert (part, rows(quick)["A001"].left) == (4_000, 21_000)


def test_a_running_campaign_is_not_invoiced(quick: Box) -> None:
    campaign = closed(quick, {"A001": (1_000_000, 1_000_000)}, state="open")
    with pytest.raises(contributions.StillRunning):
        issue(quick, campaign_id=campaign)
    with pytest.raises(contributions.DueBefore):
        issue(quick, campaign_id=campaign, due_on=date(2026, 11, 20))


def test_a_period_is_invoiced_by_the_voted_rate_and_its_days_once(quick: Box) -> None:
    for code, amount in (("A001", 300_000), ("A002", 100_000)):
        quick.app.act(
            quick.them.system, sales.type_sale, business_id=quick.them.businesses[code], marketplace="bazaar", day=date(2026, 11, 10),
            amount=amount,
        )
    with pytest.raises(contributions.NothingToInvoice):
        issue(quick, span=SPAN)
    quick.app.act(quick.them.system, parameters.start_with, key="contribution", value=300, since=date(2026, 11, 1))
    found = quick.app.read(quick.them.treasurer, reports.preview, span=SPAN)
    assert [(row.name, row.base, row.settled, row.amount) for row in found.rows] == [
        ("Usaha A001", 300_000, True, 9_000), ("Usaha A002", 100_000, True, 3_000),
    ]
    assert len(issue(quick, span=SPAN)) == 2
    with pytest.raises(contributions.NothingToInvoice):
        issue(quick, span=Span(date(2026, 11, 10), date(2026, 11, 15)))
    assert quick.app.read(quick.them.treasurer, books.pool, "pool:general").still_owed == 12_000


def test_no_sale_is_asked_twice(quick: Box) -> None:
    """A campaign inside a period: what it invoiced is taken off; whoever paid for the period is not asked for the campaign."""
    quick.app.act(quick.them.system, parameters.start_with, key="contribution", value=300, since=date(2026, 11, 1))
    for code in ("A001", "A002"):
        quick.app.act(
            quick.them.system, sales.type_sale, business_id=quick.them.businesses[code], marketplace="bazaar", day=date(2026, 11, 10),
            amount=300_000,
        )
    campaign = closed(quick, {"A001": (200_000, 200_000)})
    issue(quick, campaign_id=campaign)
    found = quick.app.read(quick.them.treasurer, reports.preview, span=SPAN)
    assert [(row.name, row.base) for row in found.rows] == [("Usaha A001", 100_000), ("Usaha A002", 300_000)]
    issue(quick, span=SPAN)
    later = quick.campaign(code="LATER", state="reconciled", contribution=250, frozen=Bases(
        frozenset(quick.them.businesses.values()), dict.fromkeys(quick.them.businesses.values(), 50_000),
        dict.fromkeys(quick.them.businesses.values(), 50_000), {}, {},
    ).as_json())
    assert [row.name for row in quick.app.read(quick.them.treasurer, reports.preview, campaign_id=later).rows] == ["Usaha A003"]


def test_a_voted_sum_is_the_same_for_all_and_needs_its_decision(quick: Box) -> None:
    two = [quick.them.businesses[code] for code in ("A001", "A002")]
    given: dict[str, Any] = {"businesses": two, "amount": 25_000, "span": SPAN, "due_on": DUE}
    with pytest.raises(cash.DecisionNeeded):
        quick.app.act(quick.them.treasurer, contributions.issue_sum, decision_id=quick.decision("failed"), **given)
    passed = quick.decision()
    with pytest.raises(UnknownChoice):
        quick.app.act(quick.them.treasurer, contributions.issue_sum, decision_id=passed, **{**given, "businesses": [uuid7()]})
    made = quick.app.act(quick.them.treasurer, contributions.issue_sum, decision_id=passed, **given)
    assert len(made) == 2
    assert {row.left for row in rows(quick).values()} == {25_000}
    all_three = {**given, "businesses": list(quick.them.businesses.values())}
    assert len(quick.app.act(quick.them.treasurer, contributions.issue_sum, decision_id=passed, **all_three)) == 1


def test_a_member_sees_their_own_invoices_only(quick: Box) -> None:
    campaign = closed(quick, {"A001": (1_000_000, 1_000_000), "A002": (500_000, 500_000)})
    invoices = issue(quick, campaign_id=campaign)
    member = quick.them.member("A002")
    assert [row.amount for row in quick.app.read(member, reports.listing)] == [12_500]
    with pytest.raises(NotAllowed):
        quick.app.read(member, reports.preview, campaign_id=campaign)
    for service, given in (
        (contributions.issue, {"campaign_id": campaign, "due_on": DUE}),
        (contributions.pay, {"invoice_id": invoices[0], "amount": 5, "day": TODAY, "key": "m"}),
        (contributions.issue_sum, {"businesses": [], "amount": 5, "span": SPAN, "due_on": DUE, "decision_id": uuid7()}),
        (contributions.set_off, {"key": "share", "business_id": uuid7(), "campaign_id": None, "amount": 5, "day": TODAY}),
    ):
        with pytest.raises(NotAllowed):
            quick.app.act(member, service, **given)
