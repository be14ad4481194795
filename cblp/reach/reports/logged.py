"""What was written down about WhatsApp on one day: the form shows it, and can replace it or take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.db.scope import seen
from cblp.people.models import Account
from cblp.reach import scope as _scope  # noqa: F401  (declares whose logs are seen)
from cblp.reach.models import WhatsappLog


@dataclass(frozen=True)
class Logged:
    """The log that counts for a day; ``sale`` is the typed sale that its amount made."""

    id: UUID
    statuses: int | None
    group_posts: int | None
    chats: int | None
    orders: int | None
    sale: UUID | None
    entered_at: datetime
    who: str


def logged_on(session: Session, actor: Actor, *, business_id: UUID, day: date) -> Logged | None:
    """The log of a business for a day; None when there is none, or it was taken back."""
    row = session.execute(
        select(WhatsappLog, Account.name).outerjoin(Account, Account.id == WhatsappLog.entered_by)
        .where(
            seen(actor, WhatsappLog), WhatsappLog.business_id == business_id, WhatsappLog.day == day,
            WhatsappLog.replaced_at.is_(None),
        ).order_by(WhatsappLog.id.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    log, who = row
    return Logged(log.id, log.statuses, log.group_posts, log.chats, log.orders, log.typed_sale_id, log.entered_at, who or "")
