"""The books: accounts by their code, transfers that balance and stay, and reversals. Everything with money goes through here.

Signs: what comes into an account is positive. Cash, bank, receivable, loan and expense hold positive balances; savings, pools,
funds, payables, income and the opening balance negative ones (``rules.books``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign
from cblp.db import numbers
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.base import Entity
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.decisions.models import Decision, Evidence
from cblp.errors import Missing, UserError
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.sharing.models import LedgerAccount, Posting, Transfer
from cblp.sharing.reports.ledger import balance_of
from cblp.sharing.rules import books

OFFICE: Final = (COORDINATOR, TREASURER)
REVERSAL: Final = "reversal"

Row = TypeVar("Row", bound=Entity)


class OtherContent(UserError):
    """A key that was used before for something else."""

    message = N_("This was saved before with other figures. Nothing was booked now. Look at note no. {number}.")


class DayAhead(UserError):
    """Money that has not moved yet."""

    message = N_("The day lies ahead. Choose today or an earlier day.")


class AlreadyReversed(UserError):
    """A transfer that was taken back before."""

    message = N_("Note no. {number} was already cancelled.")


class IsReversal(UserError):
    """A reversal is not itself reversed: what was right is entered again."""

    message = N_("Note no. {number} is itself a correction. Enter the right note again instead.")


class BelowZero(UserError):
    """A correction after which a member's savings would be less than nothing."""

    message = N_("The savings would fall below zero. Cancel the later withdrawal first.")


def account(session: Session, actor: Actor, code: str, *, now: datetime) -> UUID:
    """The id of the account with this code (see ``rules.books.read_code``), which is opened when it is not there yet.

    Raises ValueError for a code that is none, Missing for a business or campaign that is not there.
    """
    actor.require(*OFFICE)
    found = session.scalar(
        select(LedgerAccount.id).where(LedgerAccount.association_id == actor.association, LedgerAccount.code == code)
    )
    if found is not None:
        return found
    read = books.read_code(code)
    if read.business:
        editing.there(session, actor, Business, read.business)
    if read.campaign:
        editing.there(session, actor, Campaign, read.campaign)
    numbers.alone(session, actor)  # two who open it at once: the second finds it
    found = session.scalar(
        select(LedgerAccount.id).where(LedgerAccount.association_id == actor.association, LedgerAccount.code == code)
    )
    if found is not None:
        return found
    made = LedgerAccount(
        association_id=actor.association, id=uuid7(), code=code, kind=read.kind, business_id=read.business,
        campaign_id=read.campaign, opened_at=now,
    )
    session.add(made)
    session.flush()
    return made.id


def post(
    session: Session, actor: Actor, *, key: str, day: date, kind: str, postings: Sequence[tuple[str, int]], text: str = "",
    about: str = "", about_id: UUID | None = None, decision_id: UUID | None = None, evidence_id: UUID | None = None, now: datetime,
) -> UUID:
    """Book a transfer; returns its id. The same ``key`` with the same content returns the first id and books nothing.

    ``postings`` are (account code, whole rupiah) and sum to zero; those of 0 are left out, two must remain (ValueError: a
    mistake of the caller). Raises OtherContent for a used key, DayAhead for a day after today. It waits for other bookings of
    the association and keeps them waiting until the transaction ends, so lock other rows before.
    """
    actor.require(*OFFICE)
    return _book(
        session, actor, key=key, day=day, kind=kind, postings=postings, text=text, about=about, about_id=about_id,
        decision_id=decision_id, evidence_id=evidence_id, reverses_id=None, now=now,
    )


def reverse(session: Session, actor: Actor, *, transfer_id: UUID, why: str, now: datetime) -> UUID:
    """Take a transfer back by its opposite, today; returns the id of the reversal, which says ``why``.

    Raises Missing, AlreadyReversed, IsReversal, or BelowZero when savings would become less than nothing. What the transfer was
    about (a share, an instalment …) is the caller's to mend.
    """
    actor.require(*OFFICE)
    numbers.alone(session, actor)
    first = _known(session, actor, Transfer, transfer_id)
    if first.reverses_id is not None:
        raise IsReversal(number=first.number)
    again = select(Transfer.id).where(Transfer.association_id == actor.association, Transfer.reverses_id == first.id)
    if session.scalar(again) is not None:
        raise AlreadyReversed(number=first.number)
    sides = _postings(session, actor, first.id)
    made = _book(
        session, actor, key=f"reversal:{first.id}", day=actor.day(now), kind=REVERSAL,
        postings=[(code, -amount) for code, amount in sides], text=why.strip()[:200], about=first.about, about_id=first.about_id,
        decision_id=None, evidence_id=None, reverses_id=first.id, now=now,
    )
    if any(code.startswith(f"{books.SAVINGS}:") and balance_of(session, actor, code) < 0 for code, _amount in sides):
        raise BelowZero()
    return made


def booked_before(session: Session, actor: Actor, key: str) -> bool:
    """Whether something was booked with this key: then ``post`` answers by itself, and limits are not looked at again."""
    same = select(Transfer.id).where(Transfer.association_id == actor.association, Transfer.idempotency_key == key)
    return session.scalar(same) is not None


def codes_of(session: Session, actor: Actor, transfer_id: UUID) -> list[str]:
    """The codes of the accounts that a transfer touched."""
    return [code for code, _amount in _postings(session, actor, transfer_id)]


def _book(
    session: Session, actor: Actor, *, key: str, day: date, kind: str, postings: Sequence[tuple[str, int]], text: str, about: str,
    about_id: UUID | None, decision_id: UUID | None, evidence_id: UUID | None, reverses_id: UUID | None, now: datetime,
) -> UUID:
    sides = [(code, amount) for code, amount in postings if amount]
    if len(sides) < 2 or sum(amount for _code, amount in sides) != 0:
        raise ValueError(f"{kind}: the postings of a transfer sum to zero: {sides}")
    if day > actor.day(now):
        raise DayAhead()
    numbers.alone(session, actor)
    ids = (about_id, decision_id, evidence_id, reverses_id)
    request = books.request_hash(day=day, kind=kind, postings=sides, text=text[:200], about=about, ids=ids)
    before = session.execute(
        select(Transfer.id, Transfer.number, Transfer.request_hash)
        .where(Transfer.association_id == actor.association, Transfer.idempotency_key == key)
    ).one_or_none()
    if before is not None:
        if before.request_hash != request:
            raise OtherContent(number=before.number)
        first: UUID = before.id
        return first
    named: tuple[tuple[Any, UUID | None], ...] = ((Decision, decision_id), (Evidence, evidence_id))
    for entity, row_id in named:
        if row_id is not None:
            editing.there(session, actor, entity, row_id)
    accounts = [(account(session, actor, code, now=now), amount) for code, amount in sides]
    previous = session.execute(
        select(Transfer.number, Transfer.seal)
        .where(Transfer.association_id == actor.association).order_by(Transfer.number.desc()).limit(1)
    ).one_or_none()
    number, transfer_id = (previous.number + 1 if previous else 1), uuid7()
    transfer = Transfer(
        association_id=actor.association, id=transfer_id, number=number, idempotency_key=key, request_hash=request, day=day, kind=kind,
        text=text[:200], about=about, about_id=about_id, decision_id=decision_id, evidence_id=evidence_id, reverses_id=reverses_id,
        posted=False, entered_at=now, entered_by=actor.account,
        seal=books.seal(
            previous.seal if previous else b"", association=actor.association, transfer=transfer_id, number=number, day=day,
            postings=accounts, ids=ids,
        ),
    )
    session.add(transfer)
    session.flush()
    session.add_all(
        Posting(association_id=actor.association, transfer_id=transfer_id, position=position, account_id=account_id, amount=amount)
        for position, (account_id, amount) in enumerate(accounts, start=1)
    )
    session.flush()
    transfer.posted = True  # here the database looks whether it balances, and closes it
    session.flush()
    owners = {read.business for read in map(books.read_code, dict(sides)) if read.business}
    audit.record(
        session, actor, now=now, action="booked", entity="transfer", subject=transfer_id, label=str(number),
        changes={"kind": kind, "day": day.isoformat(), "amount": None}, behalf_of=owners.pop() if len(owners) == 1 else None,
    )
    return transfer_id


def _postings(session: Session, actor: Actor, transfer_id: UUID) -> list[tuple[str, int]]:
    rows = session.execute(
        select(LedgerAccount.code, Posting.amount)
        .join(LedgerAccount, (LedgerAccount.association_id == Posting.association_id) & (LedgerAccount.id == Posting.account_id))
        .where(Posting.association_id == actor.association, Posting.transfer_id == transfer_id)
        .order_by(Posting.position)
    )
    return [(code, amount) for code, amount in rows]


def _known(session: Session, actor: Actor, entity: type[Row], row_id: UUID) -> Row:
    row: Row | None = session.scalars(visible(actor, entity).where(entity.id == row_id)).one_or_none()
    if row is None:
        raise Missing()
    return row
