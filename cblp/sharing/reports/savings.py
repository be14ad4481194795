"""Savings by member: what is there of each kind, and what of the decided savings is still to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.people.scope
import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.scope import seen
from cblp.decisions.reports.parameters import history
from cblp.people import rules_register
from cblp.people.models import Business, Membership
from cblp.sharing.models import LedgerAccount
from cblp.sharing.reports.ledger import accounts
from cblp.sharing.rules import books, saving


@dataclass(frozen=True)
class Saved:
    """A member's savings in rupiah. ``due`` is what was decided and not brought yet: principal, and mandatory months until today.

    ``active`` is False for somebody who left and whose savings may be paid out.
    """

    business_id: UUID
    code: str
    name: str
    principal: int
    mandatory: int
    voluntary: int
    principal_due: int
    mandatory_due: int
    active: bool

    @property
    def total(self) -> int:
        """All three kinds together."""
        return self.principal + self.mandatory + self.voluntary


def members(session: Session, actor: Actor, *, today: date) -> list[Saved]:
    """Every active or suspended member, and whoever left with savings, by name; a member gets their own business only."""
    actor.require(COORDINATOR, TREASURER, MEMBER)
    there: dict[UUID, dict[str, int]] = defaultdict(dict)
    for account in accounts(session, actor, LedgerAccount.kind == books.SAVINGS):
        if account.business:
            there[account.business][account.word] = account.balance
    terms = _terms(session, actor, today)
    decided = {kind: _values(session, actor, f"savings_{kind}") for kind in (books.PRINCIPAL, books.MANDATORY)}
    found = []
    for business in session.scalars(select(Business).where(seen(actor, Business)).order_by(Business.name, Business.code)):
        saved = there.get(business.id, {})
        joined, active = terms.get(business.id, (None, False))
        if not active and not any(saved.values()):
            continue
        principal, mandatory = saved.get(books.PRINCIPAL, 0), saved.get(books.MANDATORY, 0)
        wanted = joined if active else None
        found.append(
            Saved(
                business_id=business.id, code=business.code, name=business.name, principal=principal, mandatory=mandatory,
                voluntary=saved.get(books.VOLUNTARY, 0), active=active,
                principal_due=max(0, saving.principal_due(decided[books.PRINCIPAL], wanted, today) - principal) if wanted else 0,
                mandatory_due=max(0, saving.mandatory_due(decided[books.MANDATORY], wanted, today) - mandatory) if wanted else 0,
            )
        )
    return found


def _terms(session: Session, actor: Actor, today: date) -> dict[UUID, tuple[date, bool]]:
    """By business, the first day of its running membership (a suspension does not break it), and whether it runs today."""
    belongs = (rules_register.ACTIVE, rules_register.SUSPENDED)
    found: dict[UUID, tuple[date, bool]] = {}
    rows = select(Membership).where(seen(actor, Membership), Membership.valid_from <= today)
    for term in session.scalars(rows.order_by(Membership.business_id, Membership.valid_from, Membership.id)):
        before = found.get(term.business_id)
        if term.valid_to is not None and term.valid_to <= term.valid_from:
            continue
        runs = term.status in belongs
        found[term.business_id] = (before[0] if before and before[1] and runs else term.valid_from, runs)
    return found


def _values(session: Session, actor: Actor, key: str) -> Sequence[saving.Valued]:
    return [(each.since, each.until, int(each.value)) for each in history(session, actor, key=key) if each.since is not None]
