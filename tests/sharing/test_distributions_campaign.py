"""Sharing a campaign's money: by the rule that it was opened with, among those who took part, until it is shared out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from cblp.campaigns.models import Campaign, CampaignListing, Duty, Effort, Participation
from cblp.sharing.reports import bases, simulate
from cblp.sharing.reports import distributions as reports
from cblp.sharing.services import distributions
from tests.sales.build import World, world
from tests.sharing.runs import AFTER, Runs
from tests.sharing.test_dividing import HYBRID, one

STARTS, ENDS = date(2026, 11, 9), date(2026, 11, 11)
INVITED = datetime(2026, 11, 1, tzinfo=UTC)


def campaign(shared: Runs, version: UUID, state: str = "reconciled") -> UUID:
    """A001 and A002 joined and sold 300 000 and 100 000; A003 joined, A004 packed for two hours, A005 has nothing to do with it."""

    def hold(w: World) -> None:
        w.ids.update(shared.people.businesses)
        w.add(Campaign(
            id=w.id("promo"), code="11.11", name="Promo 11.11", state=state, starts_on=STARTS, ends_on=ENDS, rule_version_id=version,
            created_at=INVITED,
        ))
        for code in ("A001", "A002", "A003"):
            w.add(Participation(campaign_id=w.id("promo"), business_id=w.id(code), state="joined", invited_at=INVITED, joined_at=INVITED))
        for code, price in (("A001", 300_000), ("A002", 100_000)):
            w.shop(f"shop {code}", "shopee", code)
            w.listing(f"listing {code}", f"shop {code}")
            w.add(CampaignListing(
                campaign_id=w.id("promo"), business_id=w.id(code), listing_id=w.id(f"listing {code}"), price=price, valid_from=STARTS,
                entered_at=INVITED,
            ))
            w.line(f"O {code}", f"listing {code}", date(2026, 11, 10), price=price)
            w.line(f"later {code}", f"listing {code}", date(2026, 11, 12), price=900_000)
        for code, minutes, confirmed in (("A004", 120, "confirmed"), ("A001", 90, "claimed")):
            w.add(Effort(
                campaign_id=w.id("promo"), business_id=w.id(code), day=STARTS, activity="packing", minutes=minutes, state=confirmed,
                claimed_at=INVITED,
            ))
        w.add(Duty(campaign_id=None, business_id=w.id("A005"), role="board", valid_from=STARTS))

    return world(shared.app, shared.people.system, hold).ids["promo"]


def test_a_campaigns_money_goes_to_those_who_took_part_and_then_it_is_shared(shared: Runs) -> None:
    version = shared.passed(HYBRID)
    promo = campaign(shared, version)
    shared.money(1_000_000, into=f"pool:{promo}", key="promo")
    found = shared.app.read(shared.coordinator, bases.inputs, campaign_id=promo)
    assert {shared_id: figures["sales"] for shared_id, figures in found.members.items()} == {
        str(shared.id("A001")): 300_000, str(shared.id("A002")): 100_000, str(shared.id("A003")): 0, str(shared.id("A004")): 0,
    }
    assert (found.unconfirmed, found.seed, found.gone) == (90, str(promo), {})
    begun = shared.app.read(shared.coordinator, simulate.start, campaign_id=promo)
    assert begun.pool == 1_000_000
    run = shared.app.act(shared.coordinator, distributions.calculate, rule_version_id=version, campaign_id=promo)
    shared.app.act(shared.coordinator, distributions.review, distribution_id=run)
    shared.app.act(shared.treasurer, distributions.approve, distribution_id=run, now=AFTER)
    told = shared.app.read(shared.treasurer, reports.one, distribution_id=run, now=AFTER)
    assert told.summary.campaign == "Promo 11.11"
    assert {share.name: share.amount for share in told.shares} == {
        "Usaha A001": 550_000, "Usaha A002": 250_000, "Usaha A003": 100_000, "Usaha A004": 100_000,
    }
    day = shared.treasurer.day(AFTER)
    for share in told.shares:
        assert state_of(shared, promo) == "reconciled"
        shared.app.act(shared.treasurer, distributions.pay, share_id=share.id, method="cash", day=day, now=AFTER)
    assert state_of(shared, promo) == "shared"
    assert [row.campaign_id for row in shared.app.read(shared.coordinator, reports.listing, campaign_id=promo)] == [promo]


def state_of(shared: Runs, promo: UUID) -> Any:
    with shared.app.database.reading(shared.people.system.association) as session:
        return session.scalar(select(Campaign.state).where(Campaign.id == promo))


def test_hours_count_when_they_are_confirmed(small: Runs) -> None:
    version = small.passed(one("hours"))
    promo = campaign(small, version)
    small.money(500, into=f"pool:{promo}", key="promo")
    run = small.app.act(small.coordinator, distributions.calculate, rule_version_id=version, campaign_id=promo)
    [share] = small.app.read(small.coordinator, reports.one, distribution_id=run).shares
    assert (share.name, share.amount) == ("Usaha A004", 500)


def test_a_campaign_is_shared_by_its_own_rule_once_its_figures_are_settled(small: Runs) -> None:
    version, other = small.passed(HYBRID), small.passed(one("equal"), "Rata")
    promo = campaign(small, version, state="closed")
    small.money(500, into=f"pool:{promo}", key="promo")
    with pytest.raises(distributions.NotReconciled):
        small.app.act(small.coordinator, distributions.calculate, rule_version_id=version, campaign_id=promo)
    with pytest.raises(distributions.OtherRule):
        small.app.act(small.coordinator, distributions.calculate, rule_version_id=other, campaign_id=promo)
    with pytest.raises(ValueError):
        small.app.read(small.coordinator, bases.inputs)
