"""What somebody typed for a day: the sales that a form wrote down and can still take back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.catalogue.models import Marketplace
from cblp.db.actor import Actor
from cblp.db.scope import seen
from cblp.people.models import Account
from cblp.sales import scope as _scope  # noqa: F401  (declares whose sales are seen)
from cblp.sales.models import TypedSale


@dataclass(frozen=True)
class Typed:
    """A sale as it was typed; ``amount`` in whole rupiah, ``who`` entered it ("" for the server itself)."""

    id: UUID
    marketplace: str
    place: str
    amount: int
    orders: int | None
    entered_at: datetime
    who: str


def typed_on(session: Session, actor: Actor, *, business_id: UUID, day: date) -> list[Typed]:
    """The sales typed for a business on a day that nobody took back, in the order in which they were typed."""
    rows = session.execute(
        select(TypedSale, Marketplace.name, Account.name).join(Marketplace, Marketplace.code == TypedSale.marketplace)
        .outerjoin(Account, Account.id == TypedSale.entered_by)
        .where(
            seen(actor, TypedSale), TypedSale.business_id == business_id, TypedSale.day == day, TypedSale.revoked_at.is_(None),
        ).order_by(TypedSale.entered_at, TypedSale.id)
    )
    return [Typed(s.id, s.marketplace, place, s.amount, s.orders, s.entered_at, who or "") for s, place, who in rows]
