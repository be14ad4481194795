"""What a mentoring brings to the shop, against itself and against those without a mentor; and the matching for all at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from cblp.campaigns.rules.effect import FEW_OTHERS, FEW_PARTICIPANTS
from cblp.catalogue.services import products, shops
from cblp.db.actor import LIAISON, MEMBER, TREASURER
from cblp.errors import Missing, NotAllowed
from cblp.growth.reports import mentors as profiles
from cblp.growth.reports import mentors_match as matching
from cblp.growth.reports import mentors_shop as reports
from cblp.growth.rules.mentors import SELLER
from cblp.growth.services import assignments, mentors
from cblp.people.services import register
from tests.campaigns.making import at, day
from tests.growth.mentoring import TODAY, Village
from tests.intake.making import bring_in, extract, order

BEGIN = at(1, 9)
FIRST = date(2026, 9, 1)
LATER = date(2026, 9, 30)  # 29 whole days accompanied


@pytest.fixture
def village(app, actor, worlds):
    return worlds.on(_village, app, actor)


@pytest.fixture
def quick(sqlite_app, sqlite_actor, worlds):
    return worlds.on(_village, sqlite_app, sqlite_actor)


def _village(app, actor):
    made = Village(app, actor, "sari", "dewi")
    made.approved("tia", capacity=20)
    return made


def effect(village, held, today=LATER, by=None):
    return village.read(reports.effect, by=by, assignment_id=held, today=today)


def test_listings_points_and_marketplaces_since_the_beginning(village):
    bag, cap = village.ids["sari.product"], None
    village.sell(("A1", "sari.listing", date(2026, 8, 20), 50_000))
    village.act(products.set_cost, product_id=bag, amount=1, since=FIRST)
    cap = village.act(products.add_product, business_id=village.ids["sari"], name="Topi", details={"price": None, "stock": 5})
    held = village.accompanied("sari", "tia", now=BEGIN)
    start = effect(village, held)
    assert (start.opened, start.fixed, start.new_marketplaces) == (0, 0, ())
    left = start.left
    village.act(products.edit_product, product_id=cap, version=1, changes={"price": 20_000, "hashtags": "#topi"})
    shop = village.act(shops.add_shop, marketplace="lazada", handle="sari3", business_id=village.ids["sari"])
    village.list("sari.lazada", shop, cap)
    village.sell(("L1", "sari.lazada", date(2026, 9, 10), 20_000), ("A2", "sari.listing", date(2026, 9, 10), 50_000))
    now = effect(village, held)
    assert (now.opened, now.fixed, now.left, now.new_marketplaces) == (1, 2, left - 2, ("lazada",))
    assert effect(village, held, by=village.member("sari")) == now == effect(village, held, by=village.mentor("tia", LATER))


def test_what_was_reached_stays_after_the_end(quick):
    held = quick.accompanied("sari", "tia", now=BEGIN)
    quick.act(assignments.complete, assignment_id=held, now=at(1, 10))
    shop = quick.act(shops.add_shop, marketplace="lazada", handle="sari3", business_id=quick.ids["sari"])
    quick.list("sari.lazada", shop, None)
    quick.sell(("L1", "sari.lazada", date(2026, 11, 1), 20_000))
    after = effect(quick, held, day(10))
    assert (after.opened, after.new_marketplaces, after.span.last) == (0, (), date(2026, 10, 1))
    assert effect(quick, held, day(10), by=quick.mentor("tia")) is None and effect(quick, held, day(10), by=quick.member("sari")) == after


def test_a_mentor_sees_nothing_from_the_day_on_which_it_is_over(quick):
    held = quick.accompanied("sari", "tia", now=BEGIN, until=LATER)
    assert effect(quick, held, LATER, by=quick.mentor("tia", LATER)) is not None
    assert effect(quick, held, date(2026, 10, 1), by=quick.mentor("tia", date(2026, 10, 1))) is None


def test_sales_against_the_own_days_before(quick):
    held = quick.accompanied("sari", "tia", now=BEGIN)
    # 29 days are compared with the same weekdays 35 days earlier: from 28 July to 25 August.
    quick.typed("sari", date(2026, 7, 28), 100_000)
    quick.typed("sari", date(2026, 8, 25), 100_000)
    quick.typed("sari", date(2026, 8, 26), 999_000)  # in neither
    quick.typed("sari", FIRST, 120_000)
    quick.typed("sari", date(2026, 9, 29), 120_000)
    quick.typed("sari", LATER, 999_000)  # today is not over
    quick.typed("dewi", FIRST, 999_000)
    own = effect(quick, held).sales
    assert (own.base, own.base_days, own.during, own.days, own.change) == (200_000, 29, 240_000, 29, Fraction(1, 5))


def test_too_short_and_nothing_before(quick):
    held = quick.accompanied("sari", "tia", now=BEGIN)
    assert effect(quick, held, date(2026, 9, 28)).sales == reports.OwnSales(why=reports.TOO_SHORT)
    quick.typed("sari", FIRST, 120_000)
    assert effect(quick, held).sales.why == reports.NO_BASE and effect(quick, held).sales.change is None


def filed(village, *periods):
    """Order files of sari's shop, which tell of nothing but their days."""
    for number, period in enumerate(periods):
        bring_in(village.app, village.system, extract("orders", [order(f"F{number}", status="cancelled")], period=period),
                 {"shopee": village.ids["sari.shop"]})


def test_days_whose_files_are_missing_are_left_out_on_both_sides(quick):
    held = quick.accompanied("sari", "tia", now=BEGIN)
    filed(quick, ("2026-01-01", "2026-06-30"), ("2026-08-01", "2026-09-28"))
    quick.typed("sari", date(2026, 8, 25), 280_000)  # the last of the base
    quick.typed("sari", date(2026, 7, 28), 999_000)  # the file of July is missing: a day of June stands in for it
    quick.typed("sari", date(2026, 9, 28), 140_000)
    quick.typed("sari", date(2026, 9, 29), 999_000)  # not known yet
    own = effect(quick, held).sales
    assert (own.during, own.days) == (140_000, 28)
    assert (own.base, own.base_days, own.change) == (280_000, 28, Fraction(-1, 2))


def test_without_files_of_most_days_there_is_not_enough(quick):
    held = quick.accompanied("sari", "tia", now=BEGIN)
    filed(quick, ("2026-01-01", "2026-09-04"))
    quick.typed("sari", date(2026, 8, 25), 280_000)
    assert effect(quick, held).sales == reports.OwnSales(why=reports.NO_FILES)


def test_days_of_a_campaign_are_left_out_on_both_sides(quick):
    quick.running("dewi", first=date(2026, 9, 9), last=date(2026, 9, 13))
    held = quick.accompanied("sari", "tia", now=BEGIN)
    quick.typed("sari", date(2026, 7, 28), 290_000)
    quick.typed("sari", date(2026, 9, 10), 999_000)
    quick.typed("sari", FIRST, 240_000)
    own = effect(quick, held).sales
    assert (own.during, own.days, own.change) == (240_000, 24, Fraction(0))


def test_whose_effect_it_is(village):
    held = village.accompanied("sari", "tia", now=BEGIN)
    village.approved("rudi")
    for who in (village.member("dewi"), village.mentor("rudi")):
        with pytest.raises(Missing):
            effect(village, held, by=who)
    with pytest.raises(NotAllowed):
        effect(village, held, by=replace(village.system, role=LIAISON))
    for who in (village.member("sari"), village.mentor("tia"), replace(village.system, role=LIAISON)):
        with pytest.raises(NotAllowed):
            village.read(reports.all_effect, by=who, today=LATER)
    assert effect(village, held, by=replace(village.system, role=TREASURER)).opened == 0


def test_before_it_began_there_is_no_effect(quick):
    assert effect(quick, quick.proposed("sari", "tia")) is None


# -- all against all ---------------------------------------------------------------------------------------------------


def crowd(village, with_mentor, without):
    """Businesses with the sales of the vector of domain rules: before and while accompanied."""
    for number, (before, during) in enumerate([*with_mentor, *without]):
        name = f"b{number}"
        village.ids[name] = village.act(register.add_business, name=name, since=date(2026, 1, 5))
        if before:
            village.typed(name, date(2026, 8, 4), before)
        village.typed(name, date(2026, 9, 10), during)
        if number < len(with_mentor):
            village.accompanied(name, "tia", now=BEGIN)


WITH = [(200, 300), (200, 240), (150, 180), (100, 150), (100, 90)]
WITHOUT = [(100, 110), (100, 90), (120, 130), (90, 100), (90, 70)]


def test_all_who_are_accompanied_against_all_others(quick):
    crowd(quick, WITH, WITHOUT)
    found = quick.read(reports.all_effect, today=LATER)
    assert found.effect.value == Fraction(28, 100)
    assert found.effect.low < 0.28 < found.effect.high
    assert (found.effect.participants, found.effect.others, found.late) == (5, 7, 0)
    assert (found.during.first, found.during.last) == (FIRST, date(2026, 9, 29))


def test_a_member_whose_files_are_not_here_is_not_compared(quick):
    crowd(quick, WITH, WITHOUT)
    filed(quick, ("2026-01-01", "2026-06-30"))
    found = quick.read(reports.all_effect, today=LATER)
    assert (found.effect.participants, found.effect.others, found.unfiled) == (5, 6, 1)


def test_too_few_say_nothing(quick):
    crowd(quick, WITH[:4], WITHOUT)
    quick.accompanied("dewi", "tia", now=at(20, 9))  # too lately to be compared
    found = quick.read(reports.all_effect, today=LATER)
    assert (found.effect.value, found.effect.why, found.late) == (None, FEW_PARTICIPANTS, 1)
    assert quick.read(reports.all_effect, today=FIRST).effect.why == FEW_PARTICIPANTS


def test_too_few_others_say_nothing(quick):
    crowd(quick, WITH, WITHOUT[:2])
    assert quick.read(reports.all_effect, today=LATER).effect.why == FEW_OTHERS


# -- the matching ------------------------------------------------------------------------------------------------------


def proposal(village, today=TODAY, by=None):
    found = village.read(matching.match, by=by, today=today)
    return {row.business: row for row in found.rows}, found


def test_a_match_says_why(quick):
    quick.act(register.edit_business, business_id=quick.ids["sari"], version=1, changes={"area_code": "15.71.01", "sector": "batik"})
    quick.business("rina")
    quick.act(register.edit_business, business_id=quick.ids["rina"], version=1, changes={"sector": "batik"})
    quick.sells_well("rina")
    quick.approved("rudi", SELLER, business_id=quick.ids["rina"], capacity=1, area_code="15.71.01.1001")
    rows, found = proposal(quick)
    assert set(rows) == {"Sari", "Dewi"} and found.placed == 2  # a mentor's own business needs none
    sari, dewi = rows["Sari"], rows["Dewi"]
    assert [code for code, _ in sari.chosen.reasons] == ["any", "marketplace", "district", "sector", "load"]
    assert (sari.chosen.mentor, sari.chosen.score) == ("Rudi", 9)
    assert (dewi.chosen.mentor, dewi.second) == ("Tia", None)
    assert (sari.second.mentor, sari.second.kind) == ("Tia", "student")  # places that are left make a pair
    assert [one.mentor for one in dewi.options] == ["Rudi", "Tia"]


def test_nobody_twice_and_nobody_beyond_their_places(quick):
    quick.act(mentors.edit, profile_id=quick.profiles["tia"], version=_version(quick), changes={"capacity": 1})
    rows, found = proposal(quick)
    assert found.placed == 1 and {row.why for row in rows.values()} == {"", matching.NO_SEAT}
    asked = quick.proposed("sari", "tia")
    rows, _ = proposal(quick)
    assert set(rows) == {"Dewi"} and rows["Dewi"].why == matching.NO_SEAT  # her one place is spoken for
    quick.act(assignments.decline, assignment_id=asked, reason="Terlalu jauh")
    rows, _ = proposal(quick)
    assert rows["Sari"].why == matching.NONE_FITS and rows["Dewi"].chosen.mentor == "Tia"


def test_without_mentors_it_says_so(sqlite_app, sqlite_actor):
    rows, found = proposal(Village(sqlite_app, sqlite_actor, "sari"))
    assert (rows["Sari"].why, found.placed, found.seats) == (matching.NO_MENTOR, 0, {})


def test_matching_is_the_coordinators(village):
    assert proposal(village)[1].placed == 2
    for role in (TREASURER, MEMBER, LIAISON):
        with pytest.raises(NotAllowed):
            proposal(village, by=replace(village.system, role=role))


def weighed(village, business, mentor="tia", today=TODAY):
    return village.read(matching.weigh, business_id=village.ids[business], mentor_id=village.profiles[mentor], today=today)


def test_a_pair_of_ones_own_choice_is_weighed(village):
    village.business("rina")
    village.sells_well("rina")
    village.approved("rudi", SELLER, business_id=village.ids["rina"], capacity=1)
    free = weighed(village, "dewi")
    assert (free.option.mentor, free.blocks, free.doubts) == ("Tia", (), (matching.UNLIKE,))
    assert weighed(village, "rina", "rudi").blocks == (matching.OWN,)
    assert weighed(village, "sari", "rudi").doubts == ()  # sells where sari does not
    waits = village.proposed("dewi", "rudi")
    assert weighed(village, "dewi", "rudi").blocks == (matching.HAS_ONE,)
    assert weighed(village, "sari", "rudi").doubts == (matching.SPOKEN_FOR,)
    village.act(assignments.accept, assignment_id=waits)
    full = weighed(village, "sari", "rudi")
    assert full.blocks == (matching.FULL,) and matching.ANY not in dict(full.option.reasons)
    with pytest.raises(assignments.NoSeat):
        village.proposed("sari", "rudi")
    village.act(assignments.complete, assignment_id=waits)
    assert weighed(village, "dewi", "rudi").doubts == (matching.BEFORE,)
    village.act(assignments.decline, assignment_id=village.proposed("sari", "rudi"), reason="Terlalu jauh")
    assert weighed(village, "sari", "rudi").doubts == (matching.DECLINED,)
    assert weighed(village, "sari", "rudi", TODAY + timedelta(91)).blocks == (matching.NOT_FIT,)  # the followers are of long ago


def test_weighing_a_pair_is_the_coordinators(quick):
    for role in (TREASURER, MEMBER, LIAISON):
        with pytest.raises(NotAllowed):
            quick.read(matching.weigh, by=replace(quick.system, role=role), business_id=quick.ids["sari"],
                       mentor_id=quick.profiles["tia"], today=TODAY)
    with pytest.raises(Missing):
        quick.read(matching.weigh, business_id=quick.ids["sari"], mentor_id=quick.ids["sari"], today=TODAY)


def test_a_pair_is_not_proposed_again_after_it_ended(quick):
    held = quick.accompanied("sari", "tia")
    quick.act(assignments.complete, assignment_id=held, now=at(10))
    rows, _ = proposal(quick, TODAY + timedelta(10))
    assert rows["Sari"].chosen is None


def _version(village):
    return village.read(profiles.profiles, today=TODAY)[0].version
