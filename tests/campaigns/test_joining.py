"""Taking part: the gate, one campaign a day for each listing, leaving, and what others see of it."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest

from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.reports.offers import OwnListing
from cblp.campaigns.services import joining, plan
from cblp.campaigns.services.joining import Offer
from cblp.campaigns.services.places import Elsewhere
from cblp.catalogue.reports import product as product_of
from cblp.catalogue.services import listings, products, shops
from cblp.db.actor import LIAISON, MENTOR, Actor
from cblp.decisions.services import parameters
from cblp.errors import Missing, NotAllowed, Stale, UserError
from cblp.people.reports import register as people
from cblp.people.services import licences, register
from tests.campaigns.making import Fair, at, day


def own(fair: Fair, campaign: UUID, name: str = "sari", by: Actor | None = None) -> OwnListing:
    found: list[OwnListing] = fair.read(
        reports.offers_of, campaign_id=campaign, business_id=fair.ids[name], today=day(2), by=by
    )
    return next(one for one in found if one.listing.id == fair.ids[f"{name}.listing"])


def offer(fair: Fair, name: str, price: int | None = 90_000, pieces: int | None = 10) -> list[Offer]:
    return [Offer(fair.ids[f"{name}.listing"], price, pieces)]


# -- invited, joined, declined -----------------------------------------------------------------------------------------


def test_a_member_is_invited_and_joins_with_one_step(fair: Fair) -> None:
    campaign, sari = fair.propose(), fair.member("sari")
    both = [fair.ids["sari"], fair.ids["rina"]]
    assert fair.act(joining.invite, campaign_id=campaign, businesses=both) == 2
    assert fair.act(joining.invite, campaign_id=campaign, businesses=both) == 0
    row = fair.one(campaign).row
    assert (row.invited, row.joined) == (2, 0)
    fair.act(joining.join, by=sari, campaign_id=campaign, business_id=fair.ids["sari"], offers=offer(fair, "sari"), now=at(2))
    met = fair.read(reports.invitations, business_id=fair.ids["sari"], by=sari)
    assert [(one.row.id, one.state, one.products) for one in met] == [(campaign, "joined", 1)]
    taking = own(fair, campaign, by=sari)
    assert (taking.price, taking.promised_stock, taking.ready, taking.missing) == (90_000, 10, True, ())
    fair.act(joining.decline, by=fair.member("rina"), campaign_id=campaign, business_id=fair.ids["rina"], reason="Stok habis")
    board = fair.read(reports.board, campaign_id=campaign, today=day(2))
    assert [(p.name, p.state, p.reason, p.ready, len(p.taking)) for p in board] == [
        ("Sari", "joined", "", True, 1), ("Rina", "declined", "Stok habis", False, 0),
    ]
    assert (board[0].person, board[0].phone) == ("Ibu sari", "+6281234567890")
    for_treasurer = fair.read(reports.board, campaign_id=campaign, today=day(2), by=fair.treasurer)
    assert [(p.name, p.person, p.phone) for p in for_treasurer] == [("Sari", "", ""), ("Rina", "", "")]


def test_others_see_nothing_of_it(fair: Fair) -> None:
    campaign = fair.running("sari")
    rina = fair.member("rina")
    assert fair.read(reports.board, campaign_id=campaign, today=day(2), by=rina) == []
    assert fair.read(reports.offers_of, campaign_id=campaign, business_id=fair.ids["sari"], today=day(2), by=rina) == []
    assert (fair.one(campaign, rina).row.joined, fair.one(campaign).row.joined) == (0, 1)
    mine = fair.read(reports.board, campaign_id=campaign, today=day(2), by=fair.member("sari"))
    assert [(p.name, p.phone, p.person) for p in mine] == [("Sari", "", "")]
    for role in (MENTOR, LIAISON):
        stranger = replace(fair.system, role=role, mentee_businesses=frozenset({fair.ids["sari"]}))
        assert fair.read(reports.listing, by=stranger) == []
        with pytest.raises(Missing):
            fair.one(campaign, stranger)
        with pytest.raises(NotAllowed):
            fair.act(joining.withdraw, by=stranger, campaign_id=campaign, business_id=fair.ids["sari"])
    with pytest.raises(NotAllowed):
        fair.act(joining.join, by=rina, campaign_id=campaign, business_id=fair.ids["sari"], offers=offer(fair, "sari"))
    with pytest.raises(NotAllowed):
        fair.act(joining.invite, by=rina, campaign_id=campaign, businesses=[])


def test_only_active_members_join_and_answers_have_a_day(small: Fair) -> None:
    campaign = small.propose(answer_by=day(5))
    sari = small.member("sari")
    with pytest.raises(joining.AnswersClosed) as late:
        small.act(joining.join, by=sari, campaign_id=campaign, business_id=small.ids["sari"], offers=offer(small, "sari"), now=at(6))
    assert "5 Nov 2026" in late.value.text()
    small.join(campaign, "sari", now=at(6))  # the coordinator still writes it down
    small.act(register.change_membership, business_id=small.ids["rina"], status="suspended", since=day(1), reason="x")
    for service, given in (
        (joining.invite, {"businesses": [small.ids["rina"]]}),
        (joining.join, {"business_id": small.ids["rina"], "offers": offer(small, "rina")}),
    ):
        with pytest.raises(joining.NotAMember):
            small.act(service, campaign_id=campaign, now=at(4), **given)
    with pytest.raises(joining.NothingOffered):
        small.act(joining.join, campaign_id=campaign, business_id=small.ids["sari"], offers=[])


def test_what_nobody_was_asked_nobody_can_refuse(small: Fair) -> None:
    campaign = small.propose()
    who: dict[str, Any] = {"campaign_id": campaign, "business_id": small.ids["sari"]}
    for service in (joining.decline, joining.withdraw):
        with pytest.raises(joining.NotInvited):
            small.act(service, **who)
    small.join(campaign, "sari")
    with pytest.raises(joining.NotInvited):
        small.act(joining.decline, **who)


# -- the gate ----------------------------------------------------------------------------------------------------------


def test_the_floor_covers_cost_fees_voucher_and_contribution(fair: Fair) -> None:
    """60 000 ÷ (0.85 × 0.98), then one rupiah more; fees are what the shop's settled orders paid."""
    campaign = fair.propose(discount=500, contribution=200)
    assert (own(fair, campaign).fee_rate, own(fair, campaign).lowest) == (1_000, 72_029)
    fair.act(parameters.start_with, key="fee_rate", value=1_500, since=day(1, 1))
    assert own(fair, campaign).lowest == 76_531
    fair.sell(("O1", "sari.listing", day(1, 10), 100_000), fees=7_001)
    fair.sell(("O2", "sari.listing", day(1, 10), 100_000))  # not settled: says nothing about fees
    fair.sell(("O3", "sari.listing", day(1, 1), 100_000), fees=90_000)  # too long ago
    assert (own(fair, campaign).fee_rate, own(fair, campaign, "rina").fee_rate) == (701, 1_500)
    sari = own(fair, campaign, by=fair.member("sari"))
    assert (sari.fee_rate, sari.lowest) == (701, own(fair, campaign).lowest)


def test_below_the_floor_or_without_stock_nobody_joins(fair: Fair) -> None:
    campaign = fair.propose()
    lowest = own(fair, campaign).lowest
    assert lowest == 66_667
    wanted: dict[str, Any] = {"campaign_id": campaign, "business_id": fair.ids["sari"]}
    for price, pieces, missing in (
        (66_666, 10, ("below_floor",)), (None, None, ("price", "promised")), (90_000, 51, ("stock",)), (1, 51, ("below_floor", "stock")),
    ):
        with pytest.raises(joining.NotReady) as refused:
            fair.act(joining.join, **wanted, offers=offer(fair, "sari", price, pieces))
        assert refused.value.values["missing"] == missing
        assert refused.value.values["listing_id"] == fair.ids["sari.listing"]
    assert refused.value.text("en") == (
        "Tas sari is not ready yet. The campaign price is below the lowest price that loses nothing. "
        "The stock is less than what is kept ready."
    )
    assert fair.read(reports.board, campaign_id=campaign, today=day(2)) == []
    fair.act(joining.join, **wanted, offers=offer(fair, "sari", lowest, 50))


def test_food_needs_a_licence_until_the_last_day(small: Fair) -> None:
    small.business("dodol", category="food")
    campaign = small.propose()
    assert own(small, campaign, "dodol").in_the_way == ("licence",)
    held = small.act(
        licences.add_licence, business_id=small.ids["dodol"], kind="pirt", number="123", expires_on=day(12)
    )
    assert own(small, campaign, "dodol").in_the_way == ("licence",)  # it ends a day before the campaign does
    small.act(licences.edit_licence, licence_id=held, version=1, changes={"expires_on": day(13)})
    assert own(small, campaign, "dodol").in_the_way == ()


def test_what_is_missing_after_joining_shows_on_the_board(small: Fair) -> None:
    campaign = small.running("sari", "rina")
    version = small.read(product_of, product_id=small.ids["rina.product"], today=day(2)).row.version
    small.act(products.edit_product, product_id=small.ids["rina.product"], version=version, changes={"stock": 3})
    board = {p.name: p for p in small.read(reports.board, campaign_id=campaign, today=day(2))}
    assert (board["Sari"].ready, board["Rina"].ready) == (True, False)
    assert [(one.name, one.missing) for one in board["Rina"].lacking] == [("Tas rina", ("stock",))]


def test_a_campaign_takes_its_marketplaces_and_products_only(small: Fair) -> None:
    lazada = small.act(shops.add_shop, marketplace="lazada", handle="sari2", business_id=small.ids["sari"])
    small.list("sari.other", lazada, small.ids["sari.product"])
    small.list("sari.mystery", small.ids["sari.shop"], None)
    campaign = small.propose(marketplaces=["shopee"])

    def open_to() -> set[UUID]:
        return {
            one.listing.id for one in small.read(
                reports.offers_of, campaign_id=campaign, business_id=small.ids["sari"], today=day(2)
            )
        }

    assert open_to() == {small.ids["sari.listing"], small.ids["sari.mystery"]}
    for listing in ("sari.other", "rina.listing"):
        with pytest.raises(joining.NotFitting):
            small.act(
                joining.join, campaign_id=campaign, business_id=small.ids["sari"], offers=[Offer(small.ids[listing], 90_000, 1)]
            )
    with pytest.raises(joining.NotReady) as unknown:
        small.act(
            joining.join, campaign_id=campaign, business_id=small.ids["sari"], offers=[Offer(small.ids["sari.mystery"], 90_000, 1)]
        )
    assert unknown.value.values["missing"] == ("product",)
    small.act(plan.set_products, campaign_id=campaign, product_ids=[small.ids["rina.product"]])
    assert open_to() == {small.ids["sari.mystery"]}


def test_products_in_a_collective_shop_join_for_their_makers(small: Fair) -> None:
    showroom = small.act(shops.add_shop, marketplace="tokopedia", handle="bersama")
    small.list("sari.there", showroom, small.ids["sari.product"])
    campaign = small.propose()
    small.act(
        joining.join, by=small.member("sari"), campaign_id=campaign, business_id=small.ids["sari"], now=at(2),
        offers=[Offer(small.ids["sari.there"], 95_000, 5)],
    )
    with pytest.raises(joining.NotFitting):
        small.act(
            joining.join, by=small.member("rina"), campaign_id=campaign, business_id=small.ids["rina"], now=at(2),
            offers=[Offer(small.ids["sari.there"], 95_000, 5)],
        )


# -- one campaign a day ------------------------------------------------------------------------------------------------


def test_a_listing_is_in_one_campaign_a_day(fair: Fair) -> None:
    first, touching, after = fair.propose("Satu"), fair.propose("Dua", day(13), day(15)), fair.propose("Tiga", day(14), day(15))
    fair.join(first, "sari")
    with pytest.raises(Elsewhere, match="is in Satu"):
        fair.join(touching, "sari")
    assert own(fair, touching).elsewhere == "Satu"
    fair.join(after, "sari")
    fair.act(joining.withdraw, campaign_id=first, business_id=fair.ids["sari"])
    with pytest.raises(Elsewhere, match="Tiga"):
        fair.join(touching, "sari")
    fair.act(joining.withdraw, campaign_id=after, business_id=fair.ids["sari"])
    fair.join(touching, "sari")


def test_two_campaigns_cannot_take_a_listing_at_the_same_moment(fair: Fair) -> None:
    campaigns = [fair.propose("Satu"), fair.propose("Dua")]
    start, outcomes = Barrier(2), list[object]()

    def take(campaign: UUID) -> None:
        start.wait()
        try:
            fair.join(campaign, "sari")
            outcomes.append("in")
        except UserError as error:
            outcomes.append(type(error))

    threads = [Thread(target=take, args=[campaign]) for campaign in campaigns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == sorted(map(str, ["in", Elsewhere]))


def test_a_listing_that_changed_hands_is_taken_until_it_is_left_out(small: Fair) -> None:
    showroom = small.act(shops.add_shop, marketplace="tokopedia", handle="bersama")
    there = small.list("there", showroom, small.ids["sari.product"])
    campaign = small.propose()
    small.act(joining.join, campaign_id=campaign, business_id=small.ids["sari"], offers=[Offer(there, 95_000, 5)])
    small.act(listings.match, listing_id=there, product_id=small.ids["rina.product"], since=day(1))
    mine: dict[str, Any] = {"campaign_id": campaign, "business_id": small.ids["rina"], "offers": [Offer(there, 95_000, 5)]}
    with pytest.raises(Elsewhere):
        small.act(joining.join, **mine)
    small.act(joining.withdraw, campaign_id=campaign, business_id=small.ids["sari"])
    small.act(joining.join, **mine)


# -- changing and leaving ----------------------------------------------------------------------------------------------


def test_an_offer_changes_within_the_gate(fair: Fair) -> None:
    campaign = fair.running("sari")
    mine, sari = own(fair, campaign), fair.member("sari")
    change: dict[str, Any] = {"campaign_listing_id": mine.offer_id, "version": mine.version, "by": sari}
    with pytest.raises(joining.NotReady):
        fair.act(joining.set_offer, **change, price=1_000, promised_stock=10)
    with pytest.raises(Missing):
        fair.act(joining.set_offer, **{**change, "by": fair.member("rina")}, price=85_000, promised_stock=10)
    fair.act(joining.set_offer, **change, price=85_000, promised_stock=12)
    with pytest.raises(Stale):
        fair.act(joining.set_offer, **change, price=80_000, promised_stock=12)
    assert (own(fair, campaign).price, own(fair, campaign).promised_stock) == (85_000, 12)


def test_joining_again_changes_the_offer_instead_of_adding_one(fair: Fair) -> None:
    campaign = fair.propose()
    fair.join(campaign, "sari", price=90_000)
    fair.join(campaign, "sari", price=80_000)
    assert [one.price for one in fair.read(reports.board, campaign_id=campaign, today=day(2))[0].taking] == [80_000]


def test_who_leaves_before_it_begins_was_never_in_and_may_come_back(fair: Fair) -> None:
    campaign = fair.propose()
    fair.join(campaign, "sari")
    fair.act(joining.leave_out, campaign_listing_id=own(fair, campaign).offer_id)
    assert own(fair, campaign).offer_id is None
    fair.join(campaign, "sari")
    fair.act(joining.withdraw, campaign_id=campaign, business_id=fair.ids["sari"], reason="Sakit")
    board = fair.read(reports.board, campaign_id=campaign, today=day(2))
    assert [(p.state, p.reason, p.taking) for p in board] == [("withdrew", "Sakit", ())]
    fair.join(campaign, "sari")
    board = fair.read(reports.board, campaign_id=campaign, today=day(2))
    assert [(p.state, p.reason, len(p.taking)) for p in board] == [("joined", "", 1)]


def test_nobody_joins_or_leaves_what_is_over(small: Fair) -> None:
    campaign = small.running("sari")
    offer_id = own(small, campaign).offer_id
    small.act(plan.close, campaign_id=campaign, now=at(14))
    business: dict[str, Any] = {"campaign_id": campaign, "business_id": small.ids["sari"]}
    for service, given in (
        (joining.join, {**business, "offers": offer(small, "sari")}), (joining.withdraw, business), (joining.decline, business),
        (joining.leave_out, {"campaign_listing_id": offer_id}),
        (joining.set_offer, {"campaign_listing_id": offer_id, "version": 1, "price": 90_000, "promised_stock": 1}),
    ):
        with pytest.raises(joining.NotJoinable):
            small.act(service, now=at(15), **given)


def test_only_the_coordinator_dates_a_joining_back(small: Fair) -> None:
    campaign = small.running("sari")
    given: dict[str, Any] = {"campaign_id": campaign, "business_id": small.ids["rina"], "offers": offer(small, "rina"), "now": at(12)}
    with pytest.raises(NotAllowed):
        small.act(joining.join, by=small.member("rina"), since=day(10), **given)
    small.act(joining.join, since=day(10), **given)
    small.sell(("O1", "rina.listing", day(9), 1_000), ("O2", "rina.listing", day(10), 2_000))
    page = small.read(reports.attribution, campaign_id=campaign)
    assert {(row.order_no, row.counted) for row in page.rows} == {("O1", False), ("O2", True)}


def test_after_the_last_day_only_the_coordinator_writes_things_down(small: Fair) -> None:
    campaign = small.running("sari")
    mine: dict[str, Any] = {"campaign_id": campaign, "business_id": small.ids["sari"], "now": at(14)}
    steps: list[tuple[Any, dict[str, Any]]] = [(joining.join, {"offers": offer(small, "sari")}), (joining.withdraw, {})]
    for service, given in steps:
        with pytest.raises(joining.NotJoinable):
            small.act(service, by=small.member("sari"), **mine, **given)
    late: dict[str, Any] = {"campaign_id": campaign, "business_id": small.ids["rina"], "offers": offer(small, "rina"), "now": at(14)}
    with pytest.raises(joining.NotJoinable):
        small.act(joining.join, **late)
    small.act(joining.join, since=day(12), **late)


def test_who_comes_back_has_no_day_twice(fair: Fair) -> None:
    campaign = fair.running("sari")
    fair.act(joining.leave_out, campaign_listing_id=own(fair, campaign).offer_id, now=at(11))
    fair.act(joining.join, campaign_id=campaign, business_id=fair.ids["sari"], offers=offer(fair, "sari"), since=day(9), now=at(12))
    fair.sell(*((f"O{number}", "sari.listing", day(number), 1_000) for number in range(9, 14)))
    assert fair.read(reports.results, campaign_id=campaign).total.sales == 5_000


def test_who_left_before_it_began_comes_back_after_it_has_moved(small: Fair) -> None:
    campaign = small.propose()
    small.join(campaign, "sari")
    small.act(joining.leave_out, campaign_listing_id=own(small, campaign).offer_id)
    version = small.one(campaign).row.version
    small.act(plan.edit, campaign_id=campaign, version=version, changes={"starts_on": day(3), "ends_on": day(5)})
    small.join(campaign, "sari")
    assert own(small, campaign).offer_id is not None


def test_the_trail_names_for_whom_the_coordinator_acted(small: Fair) -> None:
    campaign = small.propose()
    small.join(campaign, "sari")
    joined = small.read(reports.board, campaign_id=campaign, today=day(2))[0]
    assert [c.action for c in small.read(people.history, subject_id=joined.id, by=small.member("sari"))] == ["joined"]
    assert small.read(people.history, subject_id=joined.id, by=small.member("rina")) == []
