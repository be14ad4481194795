"""The simulator: the same figures as the calculation, changes against the last run, and nothing of others on the own phone."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cblp.db.actor import LIAISON, MENTOR, Actor
from cblp.decisions.presets import PRESETS
from cblp.decisions.rules import Component
from cblp.decisions.rules.sharing import PartsTooLittle
from cblp.decisions.services import sharing_rules
from cblp.errors import Missing, NotAllowed
from cblp.sharing.reports import distributions as reports
from cblp.sharing.reports import simulate
from cblp.sharing.rules.dividing import WithoutBase
from tests.sharing.runs import AFTER, OCTOBER, Runs
from tests.sharing.test_dividing import HYBRID, one


def test_a_simulation_is_what_the_calculation_becomes(shared: Runs) -> None:
    found = shared.app.read(shared.coordinator, simulate.simulate, components=HYBRID, pool=1_000_000, span=OCTOBER)
    assert [(row.name, row.amount, row.before) for row in found.receivers] == [
        ("Usaha A002", 326_000, None), ("Usaha A001", 249_000, None), ("Usaha A005", 199_500, None), ("Usaha A004", 145_500, None),
        ("Usaha A003", 80_000, None),
    ]
    assert found.spread is not None and (found.spread.smallest, found.spread.median, found.spread.largest) == (80_000, 199_500, 326_000)
    run = shared.approved(shared.passed(HYBRID))
    stored = shared.app.read(shared.treasurer, reports.one, distribution_id=run, now=AFTER)
    assert {share.business_id: share.amount for share in stored.shares} == {row.business_id: row.amount for row in found.receivers}


def test_rules_are_compared_from_one_reading_and_against_the_last_run(shared: Runs) -> None:
    shared.approved(shared.passed(HYBRID))
    begun = shared.app.read(shared.coordinator, simulate.start, span=OCTOBER)
    assert begun.pool == 0 and begun.last_number == 1
    equal, by_sales = (begun.simulate(PRESETS[code].components, 1_000_000) for code in ("equal", "sales"))
    assert {row.amount for row in equal.receivers} == {200_000}
    assert equal.spread is not None and equal.spread.gini == 0 and equal.spread.ratio == Fraction(1)
    changes = {row.name: row.amount - (row.before or 0) for row in by_sales.receivers}
    assert sum(changes.values()) == 0
    assert by_sales.receivers[-1].name == "Usaha A003" and changes["Usaha A003"] == -80_000
    assert by_sales.spread_before is not None and by_sales.spread_before.largest == 326_000


def test_what_is_no_rule_or_has_no_base_is_said(small: Runs) -> None:
    begun = small.app.read(small.coordinator, simulate.start, span=OCTOBER)
    with pytest.raises(PartsTooLittle):
        begun.simulate((Component("half", "Separuh", 5_000),), 1_000)
    with pytest.raises(WithoutBase):
        begun.simulate(one("hours"), 1_000)
    assert begun.simulate(one("hours"), 1_000, {"hours": "reserve"}).funds == {"reserve": 1_000}


def test_on_the_own_phone_stands_the_own_share_only(small: Runs) -> None:
    small.money(1_000_000)
    voted = small.passed(HYBRID)
    draft = small.app.act(small.coordinator, sharing_rules.create, name="Usulan", components=one("equal"))
    own = small.member("A002")
    asked = {"business_id": small.id("A002"), "span": OCTOBER}
    assert small.app.read(own, simulate.own, version_ids=[voted], **asked) == [simulate.OwnShare(voted, 326_000)]
    asks = small.passed(one("hours"), "Jam kerja")
    assert small.app.read(own, simulate.own, version_ids=[asks], **asked) == [simulate.OwnShare(asks, None)]
    with pytest.raises(Missing):  # a draft is the office's
        small.app.read(own, simulate.own, version_ids=[draft], **asked)
    with pytest.raises(Missing):
        small.app.read(own, simulate.own, version_ids=[voted], business_id=small.id("A001"), span=OCTOBER)
    with pytest.raises(NotAllowed):
        small.app.read(own, simulate.start, span=OCTOBER)
    for role in (MENTOR, LIAISON):
        other = Actor(account=None, association=own.association, role=role, mentee_businesses=own.own_businesses)
        with pytest.raises(NotAllowed):
            small.app.read(other, simulate.own, version_ids=[voted], **asked)


def test_nothing_to_simulate_of_an_empty_pool_on_the_phone(small: Runs) -> None:
    voted = small.passed(HYBRID)
    assert small.app.read(
        small.member("A001"), simulate.own, version_ids=[voted], business_id=small.id("A001"), span=OCTOBER
    ) == []
    assert small.app.read(
        small.member("A001"), simulate.own, version_ids=[voted], business_id=small.id("A001"), span=OCTOBER, example=1_000_000,
    ) == [simulate.OwnShare(voted, 249_000)]
