"""Two made-up years of the demo association: orders, settlements, posts, till receipts, typed sales, WhatsApp logs.

Everything follows from a seed and the last day; the same two give the same story to the rupiah. No clock is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from cblp.demo.files.tills import Receipt
from cblp.demo.recipe import recipe
from cblp.demo.seasons import DAYS
from cblp.demo.story.audience import Account, Snapshot, accounts, snapshots
from cblp.demo.story.counter import TypedSale, WhatsappDay, receipts, typed_sales, whatsapp
from cblp.demo.story.selling import Listing, Shop, shops

__all__ = ["Account", "Listing", "Shop", "Snapshot", "Story", "TypedSale", "WhatsappDay", "tell"]


@dataclass(frozen=True)
class Story:
    """All that happened until ``end``, its last day."""

    seed: int
    end: date
    shops: tuple[Shop, ...]
    accounts: tuple[Account, ...]
    receipts: tuple[Receipt, ...]  # of the showroom, which belongs to the association
    typed_sales: tuple[TypedSale, ...]
    whatsapp: tuple[WhatsappDay, ...]
    snapshots: tuple[Snapshot, ...]

    @property
    def start(self) -> date:
        return self.end - timedelta(days=DAYS - 1)

    def days(self, count: int = DAYS) -> list[date]:
        """The last ``count`` days, oldest first."""
        return [self.end - timedelta(days=left) for left in reversed(range(count))]


@cache
def tell(seed: int, end: date) -> Story:
    """The story that ends on ``end`` (for the demo: yesterday)."""
    plan = recipe()
    return Story(
        seed=seed,
        end=end,
        shops=tuple(shop for business in plan.businesses for shop in shops(plan, business, seed, end)),
        accounts=tuple(account for business in plan.businesses for account in accounts(business, seed, end)),
        receipts=tuple(receipts(plan, seed, end)),
        typed_sales=tuple(typed_sales(plan, seed, end)),
        whatsapp=tuple(day for business in plan.businesses for day in whatsapp(plan, business, seed, end)),
        snapshots=tuple(snapshots(plan, seed, end)),
    )
