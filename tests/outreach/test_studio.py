"""What the studio shows: best posts of the same kind with figures, only of who said yes; facts, hours, and the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from cblp.bootstrap import App
from cblp.campaigns.services import plan
from cblp.catalogue.services import shops
from cblp.db.actor import LIAISON, MENTOR, Actor
from cblp.errors import Missing, NotAllowed
from cblp.outreach.reports import studio
from cblp.outreach.rules import captions, examples
from cblp.people.reports import register
from cblp.people.services import consent
from cblp.people.services import register as people
from cblp.reach.models import PostMetric
from tests.campaigns.making import SINCE, Fair, day
from tests.sales.build import World

TODAY = day(21)


def posts(fair: Fair, name: str, *figures: int, network: str = "instagram", tags: str = "", hour: int = 11) -> None:
    """A business's posts on successive days up to TODAY, each with so many likes."""
    account = f"{name}.{network}"
    if account not in fair.ids:
        fair.ids[account] = fair.act(shops.add_shop, marketplace=network, handle=account, business_id=fair.ids[name], opened_on=SINCE)
    with fair.app.database.writing(fair.system.association) as session:
        w = World(session, fair.system, ids=fair.ids)
        batch = fair.ids.get("batch") or w.batch()
        fair.ids["batch"] = batch
        for number, likes in enumerate(figures):
            on = TODAY - timedelta(number)
            w.add(PostMetric(
                shop_id=fair.ids[account], post_id=f"{tags}{number}", batch_id=batch, row_hash=1, is_current=True, kind="post",
                title=f"Tas {name} {number}", hashtags=tags, permalink=f"https://instagram.com/p/{name}{tags}{number}", published_on=on,
                published_at=datetime(on.year, on.month, on.day, hour, tzinfo=UTC), likes=likes,
                **dict.fromkeys(("duration", "reach", "views", "comments", "shares", "saves", "clicks", "new_followers",
                                 "peak_viewers", "orders", "sales")),
            ))


def says_yes(fair: Fair, name: str) -> None:
    owner = fair.read(register.business, business_id=fair.ids[name], today=TODAY).person.id
    fair.act(consent.answer, person_id=owner, purpose="example", given=True)


def best(fair: Fair, by: Actor, channel: str = captions.INSTAGRAM, **more: Any) -> studio.Examples:
    found: studio.Examples = fair.read(
        studio.best, by=by, channel=channel, product_id=fair.ids["sari.product"], today=TODAY, **more
    )
    return found


@pytest.fixture
def fair(app: App, actor: Actor) -> Fair:
    made = Fair(app, actor, "sari", "rina")
    for name in ("sari", "rina"):
        version = made.read(register.business, business_id=made.ids[name], today=TODAY).version
        made.act(people.edit_business, business_id=made.ids[name], version=version, changes={"sector": "craft"})
    return made


def test_others_are_an_example_only_when_they_said_yes(fair: Fair) -> None:
    posts(fair, "rina", 90, 10, 10, tags="tasjambi")
    sari = fair.member("sari")
    found = best(fair, sari)
    assert (found.shown, found.posts) == ((), 3)
    says_yes(fair, "rina")
    [one] = best(fair, sari).shown
    assert (one.text, one.interactions, one.account, one.permalink[:21]) == ("Tas rina 0", 90, "rina.instagram", "https://instagram.com")
    assert 2 < one.times < 3
    assert not hasattr(one, "reach") and not hasattr(one, "sales")
    assert best(fair, fair.coordinator).shown == (one,), "the coordinator knows everybody's posts"


def test_what_helped_is_named_with_its_figure(fair: Fair) -> None:
    posts(fair, "sari", 40, 40, 40, tags="tasjambi", hour=11)
    posts(fair, "sari", 10, 10, 10, tags="diskon", hour=2)
    found = best(fair, fair.member("sari"))
    assert found.same and [(one.value, one.times, one.posts) for one in found.tags] == [("tasjambi", Fraction(4), 3)]
    assert [(one.value, one.times) for one in found.hours] == [(18, Fraction(4))], "11 UTC is 18 in Jambi"
    assert {one.code for one in found.shown[0].why} >= {examples.TAG, examples.HOURS}
    known = fair.read(studio.known, by=fair.member("sari"), product_id=fair.ids["sari.product"], today=TODAY, channel=captions.INSTAGRAM)
    assert "tasjambi" in known.facts.hashtags and known.facts.places == ("Shopee",)


def test_the_same_kind_on_the_same_network_first_then_everybody(fair: Fair) -> None:
    posts(fair, "sari", 30, 10, 10, network="tiktok")
    sari = fair.member("sari")
    assert best(fair, sari).shown[0].marketplace == "tiktok", "nothing on Instagram: better than nothing"
    posts(fair, "sari", 50, 10, 10)
    assert {one.marketplace for one in best(fair, sari).shown} == {"instagram"}
    version = fair.read(register.business, business_id=fair.ids["sari"], today=TODAY).version
    fair.act(people.edit_business, business_id=fair.ids["sari"], version=version, changes={"sector": "food"})
    assert not best(fair, sari).same and best(fair, sari).shown
    assert best(fair, sari, most=1).shown[0].interactions == 50


def test_facts_of_a_product_and_who_is_not_told(fair: Fair) -> None:
    sari = fair.member("sari")
    known = fair.read(studio.known, by=sari, product_id=fair.ids["sari.product"], today=TODAY)
    assert (known.facts.price, known.facts.stock, known.licences) == (100_000, 50, frozenset())
    assert known.lowest and known.lowest > 60_000 and known.names == ("Ibu sari",)
    assert "Ibu sari" not in repr(known)
    with pytest.raises(Missing):
        fair.read(studio.known, by=sari, product_id=fair.ids["rina.product"], today=TODAY)


def test_the_plan_holds_what_campaigns_ask_for(fair: Fair) -> None:
    campaign = fair.propose()
    fair.act(plan.add_task, campaign_id=campaign, title="Video tas", due_on=day(10), kind="content", channel="tiktok",
             business_id=fair.ids["sari"])
    asked: dict[str, Any] = {"first": day(1), "last": day(30)}
    [one] = fair.read(studio.plan, by=fair.member("sari"), business_id=fair.ids["sari"], **asked)
    assert (one.day, one.at, one.channel, one.title, one.done) == (day(10), None, "tiktok", "Video tas (Pekan tas)", False)
    assert fair.read(studio.plan, by=fair.member("rina"), business_id=fair.ids["rina"], **asked) == []
    assert len(fair.read(studio.plan, **asked)) == 1


@pytest.mark.parametrize("role", [MENTOR, LIAISON])
def test_the_studio_is_for_members_and_the_coordinator(fair: Fair, role: str) -> None:
    who = replace(fair.system, role=role)
    for report, given in (
        (studio.best, {"channel": captions.INSTAGRAM, "today": TODAY}), (studio.drafts, {}), (studio.practice, {}),
        (studio.plan, {"first": day(1), "last": day(2)}), (studio.campaigns, {"business_id": fair.ids["sari"], "today": TODAY}),
        (studio.known, {"product_id": fair.ids["sari.product"], "today": TODAY}),
    ):
        with pytest.raises(NotAllowed):
            fair.read(report, by=who, **given)
