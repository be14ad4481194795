"""What the books say: balances, transfers, statements; every figure is a sum of posted transfers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import Actor
from cblp.db.scope import seen
from cblp.sharing.models import LedgerAccount, Posting, Transfer
from cblp.sharing.rules import books


def balance_of(session: Session, actor: Actor, code: str, *, day: date | None = None) -> int:
    """What is in one account, at the end of ``day`` (default: everything booked), in its natural sign; 0 when never opened."""
    rows = (
        select(func.coalesce(func.sum(Posting.amount), 0))
        .join(LedgerAccount, and_(LedgerAccount.association_id == Posting.association_id, LedgerAccount.id == Posting.account_id))
        .join(Transfer, and_(Transfer.association_id == Posting.association_id, Transfer.id == Posting.transfer_id))
        .where(seen(actor, Posting), LedgerAccount.code == code, Transfer.posted)
    )
    if day is not None:
        rows = rows.where(Transfer.day <= day)
    return books.natural(books.read_code(code).kind, int(session.scalar(rows) or 0))
