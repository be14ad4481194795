"""What somebody asks of the sales: which days, which part, and by what it is grouped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from cblp.sales import calendar
from cblp.sales.calendar import Span

TIMES: Final = ("day", "week", "month")
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
            span = {"day": Span(key, key), "week": calendar.week(key), "month": calendar.month(key)}[by] if key else self.span
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


def periods(span: Span, by: str) -> list[date]:
    """The keys of a span's days, weeks or months, in order."""
    first = period(by)(span.first)
    days = (first + timedelta(step) for step in range((span.last - first).days + 1))
    return list(dict.fromkeys(period(by)(day) for day in days))


def period(by: str) -> Callable[[date], date]:
    """What folds a day into the first day of its day, week or month."""
    return {
        "day": itself, "week": lambda day: day - timedelta(day.weekday()), "month": lambda day: day.replace(day=1),
    }[by]


def itself(value: Any) -> Any:
    """The value, for what is not folded."""
    return value
