"""The register of the demo association holds together."""

from __future__ import annotations

from datetime import date

from cblp.demo.recipe import recipe
from cblp.demo.story.selling import MARKETPLACES


def test_businesses_have_products_shops_and_made_up_phones() -> None:
    plan = recipe()
    assert len(plan.businesses) == 24
    for business in plan.businesses:
        assert 3 <= len(business.products) <= 8
        assert 2 <= len(business.shops) <= 5
        assert set(business.shops) <= set(MARKETPLACES)
        assert sum(business.shops.values()) == 100
        assert business.area.startswith("15.")
        assert len(business.kbli) == 5
        assert business.phone.startswith("+62812000000")


def test_codes_are_unique() -> None:
    businesses = recipe().businesses
    skus = [product.sku for business in businesses for product in business.products]
    assert len(set(skus)) == len(skus)
    numbers = [licence.number for business in businesses for licence in business.licences if licence.kind == "nib"]
    assert len(set(numbers)) == len(numbers)
    items = [
        product.item_id(marketplace, variation)
        for business in businesses
        for product in business.products
        for variation in product.variations
        for marketplace in MARKETPLACES
    ]
    assert len(set(items)) == len(items)


def test_products_sell_above_cost() -> None:
    assert all(0 < product.cost < product.price for business in recipe().businesses for product in business.products)


def test_quirks_name_businesses_that_exist() -> None:
    plan = recipe()
    codes = {business.code for business in plan.businesses}
    assert {member.partition("/")[0] for members in plan.quirks.values() for member in members} <= codes


def test_some_licences_have_expired_and_some_soon_will() -> None:
    end = date(2026, 11, 21)
    left = [
        (expires - end).days
        for business in recipe().businesses
        for licence in business.licences
        if licence.state == "held" and (expires := licence.days(end)[1])
    ]
    assert min(left) < 0
    assert {limit for limit in (7, 30, 90) if any(limit // 4 < days <= limit for days in left)} == {7, 30, 90}


def test_personas_cover_the_roles() -> None:
    personas = recipe().personas
    assert [persona.role for persona in personas] == ["coordinator", "treasurer", "member", "member", "member", "mentor", "liaison"]
    codes = {business.code for business in recipe().businesses}
    assert all(persona.business in codes for persona in personas if persona.role == "member")


def test_feasts_follow_the_fasting_month() -> None:
    plan = recipe()
    assert all(28 <= (feast - begins).days <= 31 for begins, feast in zip(plan.ramadan, plan.lebaran, strict=True))
