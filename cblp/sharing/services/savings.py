"""Savings of members: what they put in and take out; principal and mandatory savings stay until the membership ends."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.people.scope
import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.db import numbers
from cblp.db.actor import Actor
from cblp.db.dated import on
from cblp.db.scope import seen
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people import rules_register
from cblp.people.models import Business, Membership
from cblp.people.services import editing
from cblp.people.services.register import UnknownChoice
from cblp.sharing.reports.ledger import lowest_from
from cblp.sharing.rules import books
from cblp.sharing.services import cash, ledger

DEPOSIT, WITHDRAWAL = "deposit", "withdrawal"


class SavingsStay(UserError):
    """Principal and mandatory savings of somebody who is still a member."""

    message = N_("Principal and mandatory savings stay until the member leaves. Only voluntary savings can be taken out.")


class TooLittleSaved(UserError):
    """More than is there on that day, or than a later day could bear."""

    message = N_("Only {amount} of these savings can be taken out on that day.")

    text = cash.said_in_rupiah


def deposit(
    session: Session, actor: Actor, *, business_id: UUID, kind: str, amount: int, day: date, place: str = books.CASH, key: str,
    text: str = "", evidence_id: UUID | None = None, now: datetime,
) -> UUID:
    """Book what a member brought (coordinator, treasurer); returns the transfer's id.

    ``kind`` is principal, mandatory or voluntary; ``place`` cash or bank; ``amount`` whole rupiah above 0. ``key`` makes a repeated
    save harmless. Raises UnknownChoice, cash.AmountNeeded, Missing and what ``ledger.post`` raises.
    """
    actor.require(*ledger.OFFICE)
    code = _checked(session, actor, business_id, kind, place, amount)
    return ledger.post(
        session, actor, key=key, day=day, kind=DEPOSIT, postings=[(place, amount), (code, -amount)], text=text,
        evidence_id=evidence_id, now=now,
    )


def withdraw(
    session: Session, actor: Actor, *, business_id: UUID, kind: str, amount: int, day: date, place: str = books.CASH, key: str,
    text: str = "", evidence_id: UUID | None = None, now: datetime,
) -> UUID:
    """Book what a member took out (coordinator, treasurer); returns the transfer's id.

    Raises TooLittleSaved, SavingsStay while the membership lasts on that day, cash.TooLittleThere, and what ``deposit`` raises.
    """
    actor.require(*ledger.OFFICE)
    code = _checked(session, actor, business_id, kind, place, amount)
    numbers.alone(session, actor)
    if not ledger.booked_before(session, actor, key):
        if kind != books.VOLUNTARY and _belongs(session, actor, business_id, day):
            raise SavingsStay()
        most = max(0, lowest_from(session, actor, code, day=day))
        if amount > most:
            raise TooLittleSaved(amount=most)
        cash.enough_in(session, actor, place, amount)
    return ledger.post(
        session, actor, key=key, day=day, kind=WITHDRAWAL, postings=[(place, -amount), (code, amount)], text=text,
        evidence_id=evidence_id, now=now,
    )


def _checked(session: Session, actor: Actor, business_id: UUID, kind: str, place: str, amount: int) -> str:
    if kind not in books.SAVINGS_KINDS or place not in books.PLACES:
        raise UnknownChoice()
    cash.sound(amount)
    editing.there(session, actor, Business, business_id)
    return books.savings_code(kind, business_id)


def _belongs(session: Session, actor: Actor, business_id: UUID, day: date) -> bool:
    status = session.scalar(
        select(Membership.status)
        .where(seen(actor, Membership), Membership.business_id == business_id, on(Membership, day))
        .order_by(Membership.valid_from.desc()).limit(1)
    )
    return status in {rules_register.ACTIVE, rules_register.SUSPENDED}
