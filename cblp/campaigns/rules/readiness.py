"""The gate before a campaign: what a listing still lacks to take part, one sentence and one action for each point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from cblp.catalogue.rules import DEAD, FOOD, FOOD_LICENCES, UNKNOWN, HeldLicence, Point
from cblp.i18n import N_

POINTS: Final = {
    point.code: point
    for point in (
        Point("product", N_("It is not known yet which product this is."), "match_product", N_("Choose the product")),
        Point("photo", N_("There is no photo yet."), "add_photo", N_("Send a photo")),
        Point("licence", N_("Food needs a PIRT, BPOM or halal licence that holds until the campaign ends."), "add_licence",
              N_("Add a licence")),
        Point("link", N_("The link to this product does not open."), "set_link", N_("Mend the link")),
        Point("cost", N_("The cost price is not filled in yet, so the lowest price is not known."), "set_cost",
              N_("Fill in the cost price")),
        Point("no_floor", N_("Fees, voucher and contribution together take the whole price."), "ask_coordinator",
              N_("Ask the coordinator")),
        Point("price", N_("There is no campaign price yet."), "set_offer", N_("Fill in the campaign price")),
        Point("below_floor", N_("The campaign price is below the lowest price that loses nothing."), "set_offer",
              N_("Raise the campaign price")),
        Point("promised", N_("The number of pieces kept ready is not filled in yet."), "set_offer", N_("Fill in the pieces")),
        Point("stock_unknown", N_("The stock is not filled in yet."), "set_stock", N_("Fill in the stock")),
        Point("stock", N_("The stock is less than what is kept ready."), "set_stock", N_("Change the stock")),
    )
}
"""All points in the order in which they are shown; ``sentence`` and ``button`` are msgids."""

OFFER: Final = frozenset({"price", "below_floor", "promised"})
"""Points that are mended by the offer itself (its price and promised pieces), not in the catalogue."""


@dataclass(frozen=True)
class Standing:
    """A listing as the gate sees it; money in whole rupiah, None where nobody knows.

    ``lowest`` is the price floor; None with a known ``cost``: no price leaves anything. ``price`` and ``promised`` are the offer.
    """

    matched: bool
    category: str = "other"
    photos: int = 0
    licences: tuple[HeldLicence, ...] = ()
    link_state: str = UNKNOWN
    cost: int | None = None
    lowest: int | None = None
    stock: int | None = None
    price: int | None = None
    promised: int | None = None


def missing(listing: Standing, until: date) -> tuple[str, ...]:
    """Codes of POINTS that stand between a listing and a campaign whose last day is ``until``; () means ready.

    Of a listing without a product nothing else can be said, so that is its only point.
    """
    if not listing.matched:
        return ("product",)
    lowest, price, promised, stock = listing.lowest, listing.price, listing.promised, listing.stock
    lacks = {
        "photo": listing.photos == 0,
        "licence": listing.category in FOOD and not any(_holds(licence, until) for licence in listing.licences),
        "link": listing.link_state == DEAD,
        "cost": listing.cost is None,
        "no_floor": listing.cost is not None and lowest is None,
        "price": price is None,
        "below_floor": price is not None and lowest is not None and price < lowest,
        "promised": not promised,
        "stock_unknown": stock is None,
        "stock": stock is not None and promised is not None and stock < promised,
    }
    return tuple(code for code in POINTS if lacks.get(code))


def before_offer(listing: Standing, until: date) -> tuple[str, ...]:
    """The same before the member has named a price and pieces: only what those two could not mend."""
    return tuple(code for code in missing(listing, until) if code not in OFFER)


def _holds(licence: HeldLicence, until: date) -> bool:
    return licence.kind in FOOD_LICENCES and (licence.expires_on is None or licence.expires_on >= until)
