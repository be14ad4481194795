"""The register of KUR and other financing: the coordinator's, and each member's own. Nobody else reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.people.scope
import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.scope import seen
from cblp.people.models import Business
from cblp.programmes import states
from cblp.programmes.models import Financing, Programme


@dataclass(frozen=True)
class Row:
    """One financing: ``amount`` in whole rupiah as asked for, once given as paid out; ``until`` the last day to pay back, once repaid
    the day on which it was. ``programme`` is "" where it belongs to none, or to one that the reader does not know of."""

    id: UUID
    version: int
    business_id: UUID
    business: str
    programme_id: UUID | None
    programme: str
    kind: str
    institution: str
    amount: int
    purpose: str
    state: str
    asked_on: date
    decided_on: date | None
    until: date | None
    note: str

    def overdue(self, today: date) -> bool:
        """Paid out, and its last day to pay back is over."""
        return self.state == states.GIVEN and self.until is not None and self.until < today

    def waiting(self, today: date) -> int | None:
        """Days since it was asked for while there is no answer; None once there is."""
        return (today - self.asked_on).days if self.state == states.ASKED else None


@dataclass(frozen=True)
class Total:
    """How many of a kind are in each state; ``paid_out`` in whole rupiah of those given or paid back."""

    kind: str
    asked: int
    given: int
    refused: int
    repaid: int
    paid_out: int


def listing(session: Session, actor: Actor) -> list[Row]:
    """Every financing that the reader may know (coordinator: all; a member: their own), what waits first, then the newest."""
    actor.require(COORDINATOR, MEMBER)
    rows = session.execute(
        select(Financing, Business.name, Programme.name)
        .join(Business, (Business.association_id == Financing.association_id) & (Business.id == Financing.business_id))
        .outerjoin(Programme, (Programme.association_id == Financing.association_id) & (Programme.id == Financing.programme_id)
                   & seen(actor, Programme))
        .where(seen(actor, Financing)).order_by(Financing.state != states.ASKED, Financing.asked_on.desc(), Financing.id.desc())
    )
    return [
        Row(
            row.id, row.version, row.business_id, business, row.programme_id, programme or "", row.kind, row.institution, row.amount,
            row.purpose, row.state, row.asked_on, row.decided_on, row.until, row.note,
        )
        for row, business, programme in rows
    ]


def totals(rows: Iterable[Row]) -> list[Total]:
    """The rows by kind, in the order of states.FINANCING; kinds without any are left out."""
    by_kind: dict[str, list[Row]] = {kind: [] for kind in states.FINANCING}
    for row in rows:
        by_kind[row.kind].append(row)
    return [_total(kind, some) for kind, some in by_kind.items() if some]


def _total(kind: str, rows: list[Row]) -> Total:
    count = Counter(row.state for row in rows)
    return Total(
        kind, count[states.ASKED], count[states.GIVEN], count[states.REFUSED], count[states.REPAID],
        sum(row.amount for row in rows if row.state in (states.GIVEN, states.REPAID)),
    )
