"""What came too late for an approved run: carried into the next one once the members decide so, and only once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cblp.bootstrap import App
from cblp.days import Span
from cblp.db.actor import Actor
from cblp.decisions.reports import decisions as decided
from cblp.sharing.reports import bases, simulate
from cblp.sharing.reports import distributions as reports
from cblp.sharing.services import distributions
from cblp.sharing.verify import verify
from tests.sales.build import World, world
from tests.sharing.runs import AFTER, Runs, runs
from tests.sharing.test_dividing import one

SEPTEMBER = Span(date(2026, 9, 1), date(2026, 9, 30))


def sell(shared: Runs, code: str, day: date, amount: int) -> None:
    def late(w: World) -> None:
        w.ids.update(shared.people.businesses)
        w.typed(code, day, amount)

    world(shared.app, shared.people.system, late)


def late(shared: Runs, run: Any) -> list[tuple[str, int, int]]:
    found = shared.app.read(shared.coordinator, reports.differences, distribution_id=run, now=AFTER)
    return [(each.name, each.then, each.now) for each in found.figures]


def test_late_figures_count_once_in_the_next_run_by_decision(shared: Runs) -> None:
    version = shared.passed(one("sales"))
    first = shared.approved(version)
    nothing = {"distribution_id": first, "now": AFTER}
    with pytest.raises(distributions.NothingLate):
        shared.app.act(shared.coordinator, distributions.propose_carrying, **nothing)
    sell(shared, "A003", date(2026, 10, 30), 6_000_000)
    sell(shared, "A003", date(2026, 9, 3), 2_000_000)
    sell(shared, "A001", date(2026, 9, 4), 8_000_000)
    assert late(shared, first) == [("Usaha A003", 0, 6_000_000)]
    undecided = shared.app.read(shared.coordinator, bases.inputs, span=SEPTEMBER)
    assert undecided.members[str(shared.id("A003"))]["sales"] == 2_000_000 and undecided.carried == {}

    decision = shared.app.act(shared.coordinator, distributions.propose_carrying, **nothing)
    told = shared.app.read(shared.coordinator, decided.one, decision_id=decision)
    assert "6.000.000" not in repr(told) and "6000000" not in repr(told), "the proposal is read by all"
    shared.agree(decision, AFTER)
    assert shared.app.read(shared.coordinator, reports.differences, **nothing).carried_by is not None
    with pytest.raises(distributions.NothingLate):
        shared.app.act(shared.coordinator, distributions.propose_carrying, **nothing)

    shared.money(1_600, key="next")
    tried = shared.app.read(shared.coordinator, simulate.start, span=SEPTEMBER, now=AFTER).simulate(one("sales"), 1_600)
    run = shared.app.act(shared.coordinator, distributions.calculate, rule_version_id=version, span=SEPTEMBER, now=AFTER)
    assert {share.name: share.amount for share in detail(shared, run).shares} == {"Usaha A001": 800, "Usaha A003": 800}
    assert {row.name: row.amount for row in tried.receivers if row.amount} == {"Usaha A001": 800, "Usaha A003": 800}
    assert detail(shared, run).inputs["carried"] == {str(first): {str(shared.id("A003")): {"sales": 6_000_000}}}
    assert late(shared, first) == [] == late(shared, run), "made up for, and nobody's difference any more"

    shared.app.act(shared.coordinator, distributions.void, distribution_id=run, why="Coba lagi", now=AFTER)
    assert late(shared, first) == [("Usaha A003", 0, 6_000_000)], "a withdrawn run made up for nothing"
    again = shared.app.act(shared.coordinator, distributions.calculate, rule_version_id=version, span=SEPTEMBER, now=AFTER)
    assert [share.amount for share in detail(shared, again).shares] == [800, 800]
    sell(shared, "A003", date(2026, 10, 31), 1_000)
    assert late(shared, first) == [("Usaha A003", 6_000_000, 6_001_000)]
    assert not [check for check in shared.app.read(shared.people.system, verify) if check.wrong]


def detail(shared: Runs, run: Any) -> reports.Detail:
    return shared.app.read(shared.coordinator, reports.one, distribution_id=run, now=AFTER)


def test_a_rule_that_does_not_ask_for_sales_takes_nothing_in(sqlite_app: App, sqlite_actor: Actor) -> None:
    small = runs(sqlite_app, sqlite_actor)
    first = small.approved(small.passed(one("sales")))
    sell(small, "A003", date(2026, 10, 30), 6_000_000)
    carrying = small.app.act(small.coordinator, distributions.propose_carrying, distribution_id=first, now=AFTER)
    small.agree(carrying, AFTER)
    small.money(500, key="next")
    equally = small.passed(one("equal"), "Rata")
    run = small.app.act(small.coordinator, distributions.calculate, rule_version_id=equally, span=SEPTEMBER, now=AFTER)
    assert detail(small, run).inputs["carried"] == {}
    assert late(small, first) == [("Usaha A003", 0, 6_000_000)]
