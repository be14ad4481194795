"""What stands between a listing and a campaign."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cblp.campaigns.rules import readiness
from cblp.campaigns.rules.readiness import Standing
from cblp.catalogue.rules import HeldLicence

LAST = date(2026, 12, 13)
READY = Standing(
    matched=True, category="batik", photos=1, link_state="alive", cost=30_000, lowest=33_334, stock=20, price=45_000, promised=20,
)


def test_a_listing_that_has_everything_is_ready() -> None:
    assert readiness.missing(READY, LAST) == ()


@pytest.mark.parametrize(("change", "code"), [
    ({"photos": 0}, "photo"), ({"link_state": "dead"}, "link"), ({"cost": None, "lowest": None}, "cost"),
    ({"lowest": None}, "no_floor"), ({"price": None}, "price"), ({"price": 33_333}, "below_floor"), ({"promised": None}, "promised"),
    ({"promised": 0}, "promised"), ({"stock": None}, "stock_unknown"), ({"stock": 19}, "stock"), ({"category": "food"}, "licence"),
])
def test_each_point_is_found_alone(change: dict[str, object], code: str) -> None:
    assert readiness.missing(replace(READY, **change), LAST) == (code,)  # type: ignore[arg-type]


def test_the_lowest_price_itself_is_enough() -> None:
    assert readiness.missing(replace(READY, price=33_334), LAST) == ()


def test_of_an_unknown_product_only_that_is_said() -> None:
    assert readiness.missing(Standing(matched=False), LAST) == ("product",)


@pytest.mark.parametrize(("licence", "ready"), [
    (HeldLicence("pirt", LAST), True), (HeldLicence("pirt", date(2026, 12, 12)), False), (HeldLicence("halal", None), True),
    (HeldLicence("nib", None), False),
])
def test_a_licence_must_hold_until_the_last_day(licence: HeldLicence, ready: bool) -> None:
    food = replace(READY, category="food", licences=(licence,))
    assert (readiness.missing(food, LAST) == ()) is ready


def test_before_the_offer_only_what_it_cannot_mend_is_asked() -> None:
    bare = replace(READY, price=None, promised=None, photos=0)
    assert readiness.missing(bare, LAST) == ("photo", "price", "promised")
    assert readiness.before_offer(bare, LAST) == ("photo",)


def test_every_point_has_a_sentence_and_a_button() -> None:
    for point in readiness.POINTS.values():
        assert point.sentence.endswith(".") and point.button and point.action
