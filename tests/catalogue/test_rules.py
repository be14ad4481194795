"""Parity, readiness and the matching of listings, by vectors."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cblp.catalogue import rules
from cblp.catalogue.rules import Candidate, HeldLicence, Known, Offer, Parity, Placed, Wanted
from cblp.i18n import translate

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(("price", "placed", "cell"), [
    (100_000, [], Parity("not_listed")),
    (100_000, [Placed(100_000, 5)], Parity("listed")),
    (100_000, [Placed(110_000, 5)], Parity("listed")),  # exactly 10 % is not more
    (100_000, [Placed(110_001, 5)], Parity("price_differs")),
    (100_000, [Placed(89_999, 5)], Parity("price_differs")),
    (100_000, [Placed(90_000, 5)], Parity("listed")),
    (None, [Placed(90_000, 5)], Parity("listed")),
    (100_000, [Placed(None, None)], Parity("listed")),
    (100_000, [Placed(100_000, 0)], Parity("no_stock")),
    (100_000, [Placed(100_000, 0), Placed(100_000, 2)], Parity("listed")),
    (100_000, [Placed(100_000, 0), Placed(100_000, None)], Parity("no_stock")),
    (100_000, [Placed(100_000, 5, "dead")], Parity("dead_link")),
    (100_000, [Placed(100_000, 5, "alive")], Parity("listed")),
    (100_000, [Placed(150_000, 0, "dead")], Parity("dead_link", ("no_stock", "price_differs"))),
    (15, [Placed(16, 1)], Parity("listed")),
    (15, [Placed(17, 1)], Parity("price_differs")),
])
def test_a_cell_of_the_matrix(price: int | None, placed: list[Placed], cell: Parity) -> None:
    assert rules.parity(price, placed) == cell


READY = Offer("batik", 1, "x" * 80, 50_000, 3, "#batikjambi")


@pytest.mark.parametrize(("offer", "codes"), [
    (READY, ()),
    (Offer("batik", 0, "", None, None, ""), ("photo", "description", "price", "stock", "hashtag")),
    (Offer("batik", 1, "x" * 79, 1, 1, "#a"), ("description",)),
    (Offer("batik", 1, "x" * 40 + " " * 60 + "y" * 20, 1, 1, "#a"), ("description",)),
    (Offer("batik", 1, "x" * 80, 0, 0, "batik"), ("price", "stock_out", "hashtag")),
    (Offer("food", 1, "x" * 80, 1, 1, "#a"), ("licence",)),
    (Offer("drink", 1, "x" * 80, 1, 1, "#a", (HeldLicence("nib", None),)), ("licence",)),
    (Offer("food", 1, "x" * 80, 1, 1, "#a", (HeldLicence("pirt", TODAY),)), ()),
    (Offer("food", 1, "x" * 80, 1, 1, "#a", (HeldLicence("pirt", date(2026, 11, 20)),)), ("licence",)),
    (Offer("food", 1, "x" * 80, 1, 1, "#a", (HeldLicence("halal", None),)), ()),
    (Offer("craft", 1, "x" * 80, 1, 1, "#a"), ()),
])
def test_what_a_product_still_lacks(offer: Offer, codes: tuple[str, ...]) -> None:
    assert rules.missing(offer, TODAY) == codes


def test_every_missing_point_has_one_short_sentence_and_a_button() -> None:
    for point in rules.POINTS.values():
        sentence, button = translate(point.sentence, "id"), translate(point.button, "id")
        assert sentence != point.sentence
        assert len(button) <= 20
        assert point.action


SARI, RINA = UUID(int=1), UUID(int=2)
PRODUCTS = [
    Known(UUID(int=11), SARI, "BTK-01", "Batik Tulis Angso Duo"),
    Known(UUID(int=12), SARI, "BTK-02", "Batik Cap Angso Duo"),
    Known(UUID(int=13), SARI, "", "Selendang Songket"),
    Known(UUID(int=21), RINA, "BTK-01", "Dodol Kentang Kerinci 250 gram"),
    Known(UUID(int=22), RINA, "DDL-500", "Dodol Kentang Kerinci 500 gram"),
]


def proposed(sku: str = "", title: str = "", owner: UUID | None = None, variation: str = "") -> list[Candidate]:
    return rules.propose(Wanted(UUID(int=99), sku, title, variation, owner), PRODUCTS)


def test_an_equal_sku_comes_first_and_only_from_the_shops_owner() -> None:
    assert proposed("btk 01", "apa saja", SARI) == [Candidate(UUID(int=11), "sku", 1.0)]
    assert proposed("BTK-01", "", RINA) == [Candidate(UUID(int=21), "sku", 1.0)]
    assert {c.product.int for c in proposed("BTK-01")} == {11, 21}  # a collective shop: both are shown
    assert proposed("DDL-500", "", SARI) == []


def test_names_are_matched_through_the_noise_of_titles() -> None:
    best = proposed(title="[PROMO] Batik Tulis Jambi motif Angso Duo Asli Ready Stock", owner=SARI)
    assert (best[0].product.int, best[0].why) == (11, "name")
    assert proposed(title="Dodol Kentang Kerinci 500 gram oleh-oleh", owner=RINA)[0].product.int == 22
    assert proposed(title="Dodol kentang kerincii", variation="250 Gram", owner=RINA)[0].product.int == 21
    assert proposed(title="Kopi Liberika Tungkal", owner=SARI) == []
    assert proposed(title="", owner=SARI) == []
    scores = [c.score for c in proposed(title="Batik Angso Duo")]
    assert scores == sorted(scores, reverse=True)
    assert all(rules.ENOUGH <= score <= 1 for score in scores)
