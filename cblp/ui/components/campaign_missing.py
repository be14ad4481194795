"""What keeps listings out of a campaign, told once for each thing to do: by product, and what is the whole business's only once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from cblp.campaigns.reports.campaigns import OwnListing, Participant
from cblp.campaigns.rules import readiness
from cblp.campaigns.states import JOINED
from cblp.catalogue import rules as catalogue
from cblp.catalogue.rules import Point
from cblp.i18n import N_, _, formats

_OF_ALL: Final = frozenset({"product", "licence"})
"""Points that are mended for all products together."""
_OF_ONE: Final = frozenset({"link", "stock", "stock_unknown", "stock_out"})
"""Points that belong to one listing alone."""
LOSES: Final = Point("loses", N_("The usual price already loses: it is below the lowest price."), "set_stock", N_("Change the price"))
"""Nothing can be taken off a price that is too low as it is."""
NAMES: Final = 2
"""So many products are named before "and more"."""


@dataclass
class Lack:
    """One thing to do, and the listings for which it is to be done."""

    point: Point
    listings: list[OwnListing] = field(default_factory=list)

    @property
    def first(self) -> OwnListing:
        """The listing that its button leads to."""
        return self.listings[0]

    @property
    def names(self) -> str:
        """The products, each once: ``Kain Batik, Selendang dan 2 lagi``, of one listing with its shop; plain text."""
        if self.point.code in _OF_ONE:
            return f"{self.first.name} ({where(self.first)})"
        every = list(dict.fromkeys(one.name for one in self.listings))
        more = len(every) - NAMES
        said = ", ".join(every[:NAMES])
        return _("{names} and {count} more", names=said, count=formats.count(more)) if more > 0 else said


def of(listings: Iterable[OwnListing]) -> list[Lack]:
    """What these listings lack, in the order of the points."""
    found: dict[object, Lack] = {}
    for one in listings:
        for point in points(one):
            found.setdefault(_key(one, point), Lack(point)).listings.append(one)
    order = list(readiness.POINTS)
    return sorted(found.values(), key=lambda lack: order.index(lack.point.code) if lack.point.code in order else len(order))


def of_participant(one: Participant) -> list[Lack]:
    """What a reminder speaks of: of a member who joined what lacks something, else what keeps all of theirs out."""
    if one.state == JOINED:
        return of(one.taking)
    return [] if any(able(own) for own in one.listings) else of(one.listings)


def points(one: OwnListing) -> Sequence[Point]:
    """The points of one listing: as it takes part, or those that stand before the proposed offer."""
    if one.offer_id:
        return [readiness.POINTS[code] for code in one.missing]
    found = [readiness.POINTS[code] for code in one.in_the_way]
    if one.standing.matched:
        found += [] if one.suggested else [catalogue.POINTS["price"]]
        found += [LOSES] if one.suggested and one.listing.price and one.suggested > one.listing.price else []
        found += [catalogue.POINTS["stock_out"]] if one.stock == 0 else []
    return found


def able(one: OwnListing) -> bool:
    """Can join as it stands, at the proposed price and with the stock that there is."""
    return one.offer_id is None and not one.elsewhere and not points(one)


def where(one: OwnListing) -> str:
    """The marketplace of a listing and its variation."""
    return f"{one.listing.place.name} {one.listing.variation}".strip()


def _key(one: OwnListing, point: Point) -> object:
    if point.code in _OF_ALL:
        return point.code
    return (point.code, one.listing.id if point.code in _OF_ONE else one.listing.product_id)
