"""What somebody asks of the sales: which days, which part, and by what it is grouped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from cblp.days import TIMES, Span, month, week

GROUPS: Final = (*TIMES, "marketplace", "shop", "business", "product", "listing", "regency")


@dataclass(frozen=True)
class Selection:
    """What is asked for: days, and (where not empty) only these marketplaces, shops, businesses, products, regencies.

    None among ``businesses`` or ``products`` stands for sales that are not matched yet.
    """

    span: Span
    marketplaces: frozenset[str] = frozenset()
    shops: frozenset[UUID] = frozenset()
    businesses: frozenset[UUID | None] = frozenset()
    products: frozenset[UUID | None] = frozenset()
    regencies: frozenset[str] = frozenset()
    listings: frozenset[UUID] = frozenset()

    def within(self, by: str, key: Any) -> Selection:
        """The selection behind one bar: ``key`` of a group by ``by``."""
        if by in TIMES:
            span = {"day": Span(key, key), "week": week(key), "month": month(key)}[by] if key else self.span
            return replace(self, span=Span(max(span.first, self.span.first), min(span.last, self.span.last)))
        narrowed: dict[str, Any] = {_FILTER[by]: frozenset({key})}
        return replace(self, **narrowed)

    @property
    def daily(self) -> bool:
        """Chooses by nothing that the daily table does not know."""
        return not (self.shops or self.businesses or self.products or self.regencies or self.listings)

    @property
    def with_typed(self) -> bool:
        """Typed sales can be among it: they have a day, a marketplace and a business, and nothing else to choose them by."""
        return not (self.shops or self.products or self.regencies or self.listings)


_FILTER: Final = {
    "marketplace": "marketplaces", "shop": "shops", "business": "businesses", "product": "products", "regency": "regencies",
    "listing": "listings",
}
