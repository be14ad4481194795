"""Rules of the catalogue without a database: which product a listing sells, how the same product stands in each
marketplace, and what a product still lacks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Final
from uuid import UUID

from cblp.i18n import N_

# -- which product a listing sells -------------------------------------------------------------------------------------

BY_SKU, BY_NAME = "sku", "name"
ENOUGH: Final = 0.6
"""Names that agree less are not proposed."""
_FILLER: Final = frozenset({
    "dan", "dari", "untuk", "asli", "khas", "ready", "stock", "stok", "promo", "murah", "termurah", "original", "ori", "best",
    "seller", "terlaris", "grosir", "new", "baru", "isi", "oleh", "by",
})


@dataclass(frozen=True)
class Wanted:
    """A listing that has no product yet. ``owner`` is the business that owns the shop; None: a collective shop."""

    id: UUID
    sku: str
    title: str
    variation: str
    owner: UUID | None


@dataclass(frozen=True)
class Known:
    """A product that listings may be matched to."""

    id: UUID
    business: UUID
    sku: str
    name: str


@dataclass(frozen=True)
class Candidate:
    """A product proposed for a listing: ``why`` is sku or name, ``score`` from ENOUGH to 1."""

    product: UUID
    why: str
    score: float


def propose(wanted: Wanted, products: Iterable[Known], most: int = 3) -> list[Candidate]:
    """The likeliest products for a listing, the best first: an equal SKU, else the names that agree best.

    In a business's own shop only its own products are proposed. A listing is never matched by itself: a person says yes.
    """
    own = [p for p in products if wanted.owner is None or p.business == wanted.owner]
    key = sku_key(wanted.sku)
    same = [Candidate(p.id, BY_SKU, 1.0) for p in own if key and sku_key(p.sku) == key]
    if same:
        return same[:most]
    title = _words(f"{wanted.title or wanted.sku} {wanted.variation}")
    scored = [Candidate(p.id, BY_NAME, round(_agreement(_words(p.name), title), 3)) for p in own]
    return sorted((c for c in scored if c.score >= ENOUGH), key=lambda c: (-c.score, str(c.product)))[:most]


def sku_key(sku: str) -> str:
    """A SKU for comparison: "BTK-01 " and "btk 01" are one."""
    return re.sub(r"[\W_]+", "", sku).casefold()


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return [word for word in re.findall(r"[^\W_]+", plain) if word not in _FILLER]


def _agreement(product: Sequence[str], title: Sequence[str]) -> float:
    """How much of the product's name stands in the title, letter slips allowed; a title may say much more than a name."""
    if not product or not title:
        return 0.0
    best = [max(_alike(word, other) for other in title) for word in product]
    covered = sum(score * len(word) for score, word in zip(best, product, strict=True)) / sum(map(len, product))
    # Of two products whose names are both covered, the longer name says more about this title.
    said = min(1.0, sum(map(len, product)) / max(1, sum(map(len, title))))
    return 0.9 * covered + 0.1 * said


def _alike(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if min(len(word), len(other)) < 4 or any(c.isdigit() for c in word + other):
        return 0.0  # "250" and "500", "no" and "na" are not slips of the pen
    ratio = SequenceMatcher(None, word, other, autojunk=False).ratio()
    return ratio if ratio >= 0.8 else 0.0


# -- the same product in each marketplace ------------------------------------------------------------------------------

LISTED, NOT_LISTED, PRICE_DIFFERS, DEAD_LINK, NO_STOCK = "listed", "not_listed", "price_differs", "dead_link", "no_stock"
URGENCY: Final = (DEAD_LINK, NO_STOCK, PRICE_DIFFERS, LISTED)

ALIVE, DEAD, UNKNOWN = "alive", "dead", "unknown"


@dataclass(frozen=True)
class Placed:
    """A listing as the parity rule sees it; money in whole rupiah, None where nobody knows."""

    price: int | None
    stock: int | None
    link_state: str = UNKNOWN


@dataclass(frozen=True)
class Parity:
    """How a product stands in one marketplace: the most urgent state, and everything else that is wrong."""

    state: str
    also: tuple[str, ...] = ()


def parity(price: int | None, placed: Sequence[Placed]) -> Parity:
    """The cell of a product (its own ``price``) and its listings in one marketplace.

    A price differs when it is more than 10 % of the product's own price away from it; no stock means that every listing
    whose stock is known has none.
    """
    if not placed:
        return Parity(NOT_LISTED)
    stocks = [listing.stock for listing in placed if listing.stock is not None]
    found = {
        DEAD_LINK: any(listing.link_state == DEAD for listing in placed),
        NO_STOCK: bool(stocks) and not any(stocks),
        PRICE_DIFFERS: any(price_differs(price, listing.price) for listing in placed),
    }
    wrong = [state for state in URGENCY if found.get(state)]
    return Parity(wrong[0], tuple(wrong[1:])) if wrong else Parity(LISTED)


def price_differs(own: int | None, other: int | None) -> bool:
    """More than 10 % of the own price apart; an unknown price differs from nothing."""
    return own is not None and other is not None and abs(other - own) * 10 > own


# -- what a product still lacks ----------------------------------------------------------------------------------------

DESCRIPTION_LETTERS: Final = 80
FOOD: Final = frozenset({"food", "drink"})
FOOD_LICENCES: Final = frozenset({"pirt", "bpom", "halal"})
_HASHTAG: Final = re.compile(r"#\w")


@dataclass(frozen=True)
class HeldLicence:
    """A licence of the product's business that is held."""

    kind: str
    expires_on: date | None


@dataclass(frozen=True)
class Offer:
    """What the readiness rule looks at."""

    category: str
    photos: int
    description: str
    price: int | None
    stock: int | None
    hashtags: str
    licences: tuple[HeldLicence, ...] = ()


@dataclass(frozen=True)
class Point:
    """A missing point: one sentence that says what to do, and the action behind its button."""

    code: str
    sentence: str
    action: str
    button: str


POINTS: Final = {
    point.code: point
    for point in (
        Point("photo", N_("There is no photo yet. A clear photo makes buyers trust."), "add_photo", N_("Send a photo")),
        Point("description", N_("The description is too short. Write at least 80 letters."), "write_description",
              N_("Write a description")),
        Point("price", N_("There is no price yet."), "set_price", N_("Fill in the price")),
        Point("stock", N_("The stock is not filled in yet."), "set_stock", N_("Fill in the stock")),
        Point("stock_out", N_("The stock has run out."), "set_stock", N_("Change the stock")),
        Point("licence", N_("Food needs a PIRT, BPOM or halal licence that still holds."), "add_licence", N_("Add a licence")),
        Point("hashtag", N_("There is no hashtag yet."), "add_hashtag", N_("Add a hashtag")),
    )
}
"""All points in the order in which they are shown; ``sentence`` and ``button`` are msgids."""


def missing(offer: Offer, today: date) -> tuple[str, ...]:
    """Codes of POINTS that a product still lacks, in the order of POINTS."""
    lacks = {
        "photo": offer.photos == 0,
        "description": len(" ".join(offer.description.split())) < DESCRIPTION_LETTERS,
        "price": not offer.price,
        "stock": offer.stock is None,
        "stock_out": offer.stock == 0,
        "licence": offer.category in FOOD and not any(_holds(licence, today) for licence in offer.licences),
        "hashtag": not _HASHTAG.search(offer.hashtags),
    }
    return tuple(code for code in POINTS if lacks[code])


def _holds(licence: HeldLicence, today: date) -> bool:
    return licence.kind in FOOD_LICENCES and (licence.expires_on is None or licence.expires_on >= today)
