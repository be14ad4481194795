"""What a campaign brought: attribution with its reasons, progress, results, bases, the effect, hashtags."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from cblp import i18n
from cblp.bootstrap import App
from cblp.campaigns.reports import bases
from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.rules import effect as rules
from cblp.campaigns.services import effort, joining, plan
from cblp.catalogue.services import listings, shops
from cblp.days import Span
from cblp.db.actor import MENTOR, Actor
from cblp.db.ids import uuid7
from cblp.errors import Missing, NotAllowed
from cblp.importers.records import CANCELLED, RETURNED, UNPAID
from cblp.people.services import register
from cblp.reach.models import PostMetric
from cblp.sales import reports as sales
from tests.campaigns.making import FIRST, LAST, Fair, at, day
from tests.sales.build import World
from tests.worlds import Worlds

DURING = Span(FIRST, LAST)


@pytest.fixture
def fair(app: App, actor: Actor, worlds: Worlds) -> Fair:
    return worlds.on(Fair, app, actor, "sari", "rina", "ilham")


@pytest.fixture
def small(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Fair:
    return worlds.on(Fair, sqlite_app, sqlite_actor, "sari", "rina", "ilham")


def reasons(fair: Fair, campaign: UUID, **given: Any) -> dict[str, str]:
    page = fair.read(reports.attribution, campaign_id=campaign, **given)
    assert page.total == len(page.rows)
    return {row.order_no: row.why for row in page.rows}


# -- attribution -------------------------------------------------------------------------------------------------------


def test_every_order_line_says_why_it_counts_or_not(fair: Fair) -> None:
    bersama = fair.act(shops.add_shop, marketplace="tokopedia", handle="bersama")
    fair.list("mystery", bersama, None)
    fair.list("sari.off", fair.ids["sari.shop"], fair.ids["sari.product"])
    fair.list("sari.other", fair.ids["sari.shop"], fair.ids["sari.product"])
    fair.list("sari.moved", fair.ids["sari.shop"], fair.ids["sari.product"])
    other = fair.running(name="Promo lain")
    fair.act(joining.join, campaign_id=other, business_id=fair.ids["sari"],
             offers=[joining.Offer(fair.ids["sari.other"], 90_000, 1)])
    campaign = fair.running("sari")
    fair.act(joining.join, campaign_id=campaign, business_id=fair.ids["sari"], now=at(11),
             offers=[joining.Offer(fair.ids["sari.moved"], 90_000, 1)])
    fair.sell(
        ("IN", "sari.listing", day(9), 90_000), ("LAST", "sari.listing", day(13), 90_000), ("OFF", "sari.off", day(9), 10_000),
        ("OTHER", "sari.other", day(9), 10_000), ("EARLY", "sari.moved", day(10), 10_000), ("BEFORE", "sari.listing", day(8), 1),
        ("AFTER", "sari.listing", day(14), 1), ("RINA", "rina.listing", day(10), 50_000), ("NOBODY", "mystery", day(10), 5_000),
    )
    fair.sell(("CANCELLED", "sari.listing", day(10), 90_000), status=CANCELLED)
    fair.sell(("UNPAID", "sari.listing", day(10), 90_000), status=UNPAID)
    fair.sell(("RETURNED", "sari.listing", day(10), 90_000), status=RETURNED, returned=1)
    assert reasons(fair, campaign) == {
        "IN": "counted", "LAST": "counted", "RETURNED": "counted", "OFF": "not_offered", "OTHER": "elsewhere", "EARLY": "not_yet",
        "CANCELLED": "cancelled", "UNPAID": "unpaid",
    }
    assert reasons(fair, campaign, counted=True).keys() == {"IN", "LAST", "RETURNED"}
    assert reasons(fair, campaign, counted=False).keys() == {"OFF", "OTHER", "EARLY", "CANCELLED", "UNPAID"}
    assert reasons(fair, campaign, order_no=" OTHER ") == {"OTHER": "elsewhere"}
    assert reasons(fair, campaign, business_id=fair.ids["rina"]) == {}
    by_order = {row.order_no: row for row in fair.read(reports.attribution, campaign_id=campaign).rows}
    assert (by_order["RETURNED"].sales, by_order["IN"].sales, by_order["IN"].price) == (0, 90_000, 90_000)
    i18n.use(lambda: "en")
    assert reports.said(by_order["IN"]) == "Sari joined, and this product took part from 9 Nov 2026 to 13 Nov 2026."
    assert reports.said(by_order["OTHER"]) == "On that day this product was in Promo lain."
    assert reports.said(by_order["EARLY"]) == "This product takes part only since 11 Nov 2026."
    assert fair.read(bases.of_campaign, campaign_id=campaign).sales == {fair.ids["sari"]: 180_000}


def test_a_listing_that_left_counts_until_then(fair: Fair) -> None:
    campaign = fair.running("sari", "rina")
    fair.act(joining.withdraw, campaign_id=campaign, business_id=fair.ids["sari"], now=at(11))
    fair.sell(*((f"O{number}", "sari.listing", day(number), 10_000 * number) for number in range(9, 14)))
    assert reasons(fair, campaign) == {"O9": "counted", "O10": "counted", **dict.fromkeys(["O11", "O12", "O13"], "no_longer")}
    found = fair.read(bases.of_campaign, campaign_id=campaign)
    assert (found.sales, found.members) == ({fair.ids["sari"]: 190_000}, frozenset({fair.ids["rina"]}))
    fair.act(joining.join, campaign_id=campaign, business_id=fair.ids["sari"], now=at(12),
             offers=[joining.Offer(fair.ids["sari.listing"], 80_000, 1)])
    assert {order for order, why in reasons(fair, campaign).items() if why == "counted"} == {"O9", "O10", "O12", "O13"}
    assert fair.read(bases.of_campaign, campaign_id=campaign).sales == {fair.ids["sari"]: 440_000}


def test_sales_belong_to_whose_product_it_was_that_day(fair: Fair) -> None:
    """A listing of the shared shop sells another product from the 11th on, then nobody's; facts are never touched."""
    bersama = fair.act(shops.add_shop, marketplace="tokopedia", handle="bersama")
    there = fair.list("there", bersama, fair.ids["sari.product"])
    campaign = fair.running("rina")
    fair.act(joining.join, campaign_id=campaign, business_id=fair.ids["sari"], offers=[joining.Offer(there, 90_000, 5)])
    fair.act(listings.match, listing_id=there, product_id=fair.ids["rina.product"], since=day(11))
    fair.act(listings.match, listing_id=there, product_id=fair.ids["ilham.product"], since=day(12))
    fair.act(listings.unmatch, listing_id=there, since=day(13))
    fair.sell(*((f"O{number}", "there", day(number), 1_000 * number) for number in range(10, 14)))
    assert reasons(fair, campaign) == {"O10": "counted", "O11": "counted", "O12": "not_joined", "O13": "unmatched"}
    found = fair.read(bases.of_campaign, campaign_id=campaign)
    assert found.sales == {fair.ids["sari"]: 10_000, fair.ids["rina"]: 11_000}
    assert (found.unmatched, found.unmatched_orders) == (13_000, 1)


def test_members_see_the_reasons_of_their_own_orders_only(fair: Fair) -> None:
    campaign = fair.running("sari", "rina")
    fair.sell(("S", "sari.listing", day(10), 90_000), ("R", "rina.listing", day(10), 80_000))
    assert reasons(fair, campaign, by=fair.member("sari")) == {"S": "counted"}
    assert fair.read(reports.results, campaign_id=campaign, by=fair.member("rina")).total.sales == 80_000
    assert fair.read(reports.progress, campaign_id=campaign, today=day(20), by=fair.member("ilham")).measures.sales == 0
    office: list[tuple[Any, dict[str, Any]]] = [
        (bases.of_campaign, {}), (bases.frozen, {}), (bases.differences, {}), (reports.effect, {"today": day(20)}),
    ]
    for report, given in office:
        with pytest.raises(NotAllowed):
            fair.read(report, campaign_id=campaign, by=fair.member("sari"), **given)
    mentor = replace(fair.system, role=MENTOR, mentee_businesses=frozenset({fair.ids["sari"]}))
    for of_members in (reports.attribution, reports.results, reports.hashtags):
        with pytest.raises(Missing):
            fair.read(of_members, campaign_id=campaign, by=mentor)


def test_nothing_is_a_campaigns_before_it_has_opened(small: Fair) -> None:
    campaign = small.voted()
    small.join(campaign, "sari")
    small.sell(("O1", "sari.listing", day(10), 90_000))
    assert reasons(small, campaign) == {}
    assert small.read(bases.of_campaign, campaign_id=campaign).sales == {}
    small.act(plan.open_, campaign_id=campaign)
    assert small.read(bases.of_campaign, campaign_id=campaign).sales == {small.ids["sari"]: 90_000}


# -- figures -----------------------------------------------------------------------------------------------------------


def test_every_way_of_looking_adds_up_to_the_same(fair: Fair) -> None:
    fair.list("sari.second", fair.ids["sari.shop"], fair.ids["sari.product"])
    campaign = fair.running("sari", "rina", target_sales=1_000_000)
    fair.act(joining.join, campaign_id=campaign, business_id=fair.ids["sari"],
             offers=[joining.Offer(fair.ids["sari.second"], 90_000, 7)])
    fair.sell(("A", "sari.listing", day(9), 90_000), ("A", "sari.second", day(9), 50_000), fees=9_000, vouchers=1_000)
    fair.sell(("B", "rina.listing", day(10), 80_000), quantity=2, returned=1, status=RETURNED)
    found = fair.read(reports.results, campaign_id=campaign)
    assert (found.total.sales, found.total.orders, found.total.settled_orders, found.total.quantity) == (220_000, 2, 1, 4)
    assert [(m.name, m.measures.sales, m.measures.orders, m.measures.net) for m in found.members] == [
        ("Sari", 140_000, 1, 120_000), ("Rina", 80_000, 1, None),
    ]
    assert [(p.name, p.measures.sales, p.measures.orders, p.promised) for p in found.products] == [
        ("Tas sari", 140_000, 1, 17), ("Tas rina", 80_000, 1, 10),
    ]
    progress = fair.read(reports.progress, campaign_id=campaign, today=day(11))
    assert (progress.measures, progress.target, progress.passed, progress.left) == (found.total, 1_000_000, 3, 780_000)
    assert [(d.sales, d.total, d.pace) for d in progress.days] == [
        (140_000, 140_000, 200_000), (80_000, 220_000, 400_000), (0, 220_000, 600_000), (None, None, 800_000), (None, None, 1_000_000),
    ]
    own = fair.read(bases.of_campaign, campaign_id=campaign)
    assert own.sales == {fair.ids["sari"]: 140_000, fair.ids["rina"]: 80_000}
    assert own.net == {fair.ids["sari"]: 120_000, fair.ids["rina"]: None}
    both = frozenset({fair.ids["sari"], fair.ids["rina"]})
    everything = fair.read(sales.total, selection=sales.Selection(DURING, businesses=both))
    assert everything == found.total


def test_bases_of_a_campaign_are_its_own_hours_and_duties(fair: Fair) -> None:
    campaign = fair.running("sari", "rina")
    sari, rina = fair.ids["sari"], fair.ids["rina"]
    claims = [
        fair.act(effort.claim, business_id=business, day=day(9), activity="packing", minutes=minutes, campaign_id=of, now=at(20),
                 by=fair.member(name))
        for name, business, minutes, of in (
            ("sari", sari, 90, campaign), ("sari", sari, 30, campaign), ("rina", rina, 45, campaign), ("rina", rina, 60, None),
        )
    ]
    for claim in (claims[0], claims[1], claims[3]):
        fair.act(effort.confirm, effort_id=claim)
    for business, points, of in ((sari, 3, campaign), (sari, 2, campaign), (rina, 10, None)):
        fair.act(plan.give_duty, business_id=business, role="Bungkus", points=points, since=day(9), campaign_id=of)
    found = fair.read(bases.of_campaign, campaign_id=campaign)
    assert (found.minutes, found.points) == ({sari: 120}, {sari: 5})
    period = fair.read(bases.of_span, span=Span(day(1), day(30)))
    assert (period.minutes, period.points) == ({rina: 60}, {rina: 10})
    assert fair.read(bases.of_span, span=Span(day(10), day(30))).minutes == {}
    assert fair.read(bases.of_span, span=Span(day(1), day(8))).points == {}


def test_bases_of_a_period_are_all_sales_of_all_members(fair: Fair) -> None:
    bersama = fair.act(shops.add_shop, marketplace="tokopedia", handle="bersama")
    fair.list("mystery", bersama, None)
    fair.sell(("A", "sari.listing", day(9), 90_000), ("N", "mystery", day(9), 4_000))
    fair.typed("rina", day(10), 70_000)
    fair.act(register.change_membership, business_id=fair.ids["ilham"], status="left", since=day(20))
    found = fair.read(bases.of_span, span=Span(day(1), day(30)))
    assert found.sales == {fair.ids["sari"]: 90_000, fair.ids["rina"]: 70_000}
    assert (found.unmatched, found.unmatched_orders) == (4_000, 1)
    assert found.members == {fair.ids["sari"], fair.ids["rina"]}
    assert fair.read(bases.of_span, span=Span(day(1), day(19))).members == found.members | {fair.ids["ilham"]}
    with pytest.raises(NotAllowed):
        fair.read(bases.of_span, span=Span(day(1), day(30)), by=fair.member("sari"))


def test_bases_are_frozen_without_loss() -> None:
    one, two = uuid7(), uuid7()
    found = bases.Bases(frozenset({one, two}), {one: 5}, {one: None, two: 3}, {two: 90}, {}, -4, 1)
    assert bases.Bases.from_json(found.as_json()) == found


# -- the effect --------------------------------------------------------------------------------------------------------


def ten(fair: Fair) -> UUID:
    """The vector of domain 3.2 as sales of ten businesses: five take part; in thousands of rupiah."""
    taking, others = [f"p{number}" for number in range(5)], [f"q{number}" for number in range(5)]
    for name in (*taking, *others):
        fair.business(name)
    campaign = fair.running(*taking)
    figures = {
        **dict(zip(taking, zip((200, 200, 150, 100, 100), (300, 240, 180, 150, 90), strict=True), strict=True)),
        **dict(zip(others, zip((100, 100, 120, 90, 90), (110, 90, 130, 100, 70), strict=True), strict=True)),
    }
    for name, (before, during) in figures.items():
        fair.sell((f"{name}b", f"{name}.listing", FIRST - timedelta(7), before * 1_000),
                  (f"{name}d", f"{name}.listing", FIRST, during * 1_000))
    return campaign


def test_the_effect_is_measured_against_those_who_did_not_join(app: App, actor: Actor) -> None:
    fair = Fair(app, actor)
    campaign = ten(fair)
    assert fair.read(reports.effect, campaign_id=campaign, today=LAST).effect is None  # it still runs
    found = fair.read(reports.effect, campaign_id=campaign, today=day(14))
    assert found.effect.value == Fraction(28, 100)
    assert (found.effect.participants, found.effect.others) == (5, 5)
    assert found.sums == ((750_000, 960_000), (500_000, 500_000))
    assert found.base == tuple(FIRST - timedelta(7 - step) for step in range(5))
    assert found.effect.low is not None and found.effect.low < 0.28 < found.effect.high
    assert fair.read(reports.effect, campaign_id=campaign, today=day(20)) == found  # the same draws every time


def test_who_came_or_withdrew_meanwhile_is_on_neither_side(sqlite_app: App, sqlite_actor: Actor) -> None:
    fair = Fair(sqlite_app, sqlite_actor)
    campaign = ten(fair)
    fair.business("baru", since=day(5))
    fair.sell(("N", "baru.listing", FIRST, 9_000_000))
    assert fair.read(reports.effect, campaign_id=campaign, today=day(14)).effect.others == 5
    fair.act(joining.withdraw, campaign_id=campaign, business_id=fair.ids["p0"], now=at(12))
    found = fair.read(reports.effect, campaign_id=campaign, today=day(14)).effect
    assert (found.value, found.why, found.participants, found.others) == (None, rules.FEW_PARTICIPANTS, 4, 5)


def test_days_of_another_campaign_are_no_base(sqlite_app: App, sqlite_actor: Actor) -> None:
    fair = Fair(sqlite_app, sqlite_actor)
    campaign = ten(fair)
    fair.running(name="Promo lain", first=day(2), last=day(2))
    found = fair.read(reports.effect, campaign_id=campaign, today=day(14))
    assert day(2) not in found.base and day(26, 10) in found.base and len(found.base) == 5
    assert found.effect.why == rules.NO_BASE  # all that the vector sold before, it sold on that day


# -- hashtags ----------------------------------------------------------------------------------------------------------


def test_hashtags_reach_from_the_first_post_of_the_calendar_to_the_last_day(small: Fair) -> None:
    campaign = small.running("sari", hashtags="#PromoTas #jambi")
    small.act(plan.add_task, campaign_id=campaign, title="Kabar", due_on=day(6), kind="content", channel="instagram")
    account = small.act(shops.add_shop, marketplace="instagram", handle="sari.ig", business_id=small.ids["sari"])
    with small.app.database.writing(small.system.association) as session:
        batch = World(session, small.system).batch()
        posts = ((6, "promotas", 100), (9, "promotas batik", 50), (5, "promotas", 7), (14, "promotas", 9))
        for number, (when, tags, reach) in enumerate(posts):
            session.add(PostMetric(
                shop_id=account, post_id=str(number), batch_id=batch, row_hash=1, is_current=True, kind="post", title="", hashtags=tags,
                permalink="", published_on=day(when), reach=reach,
            ))
    found = small.read(reports.hashtags, campaign_id=campaign)
    assert [(tag.tag, tag.measures.posts, tag.measures.reach) for tag in found] == [("promotas", 2, 150), ("jambi", 0, 0)]
    assert [tag.measures.posts for tag in small.read(reports.hashtags, campaign_id=campaign, by=small.member("rina"))] == [0, 0]
    assert small.read(reports.hashtags, campaign_id=small.propose("Tanpa")) == []


def test_a_missing_campaign_is_said_to_be_missing(small: Fair) -> None:
    asked: list[tuple[Any, dict[str, Any]]] = [
        (reports.one, {}), (reports.results, {}), (reports.attribution, {}), (reports.hashtags, {}), (bases.of_campaign, {}),
        (reports.progress, {"today": day(9)}), (reports.board, {"today": day(9)}), (reports.effect, {"today": day(9)}),
    ]
    for report, given in asked:
        with pytest.raises(Missing):
            small.read(report, campaign_id=uuid7(), **given)
