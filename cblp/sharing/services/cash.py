"""Money that comes in and goes out: for a pool, a fund, or the association itself; carried to the bank, counted, corrected."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.db import numbers
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.decisions.models import Decision, Evidence
from cblp.errors import UserError
from cblp.i18n import N_, formats, translate
from cblp.people.services import audit, editing
from cblp.people.services.register import UnknownChoice, clip
from cblp.sharing.models import BalanceCheck, Transfer
from cblp.sharing.reports.ledger import COST, INVOICE, balance_of, free_in, owed_of
from cblp.sharing.rules import books
from cblp.sharing.services import ledger

INCOME, EXPENSE, POOL, FUND, OPENING, CARRIED, MOVE = "income", "expense", "pool", "fund", "opening", "carried", "move"
"""Kinds of transfers of this module, beside COST: what is paid for a campaign out of its pool."""
MOST: Final = 1_000_000_000_000
"""Rupiah; more than this is a mistake in typing."""
INTO: Final = frozenset({books.POOL, books.FUND, books.INCOME, books.EQUITY})
OUT_OF: Final = frozenset({books.POOL, books.FUND, books.EXPENSE})
GIVING: Final = frozenset({books.POOL, books.FUND})
"""Kinds of accounts that others may go into, out of which no more goes than is there."""
CAMPAIGN: Final = "campaign"
SET_OFF: Final = "set_off"
"""A contribution that was taken out of a share: it goes back with the share."""
CORRECTED_HERE: Final = frozenset({"", INVOICE, CAMPAIGN})
"""What a transfer may be about that is simply taken back; shares and help have ways back of their own."""


def said_in_rupiah(error: UserError, language: str | None = None) -> str:
    """The message of an error whose ``amount`` is whole rupiah."""
    return translate(error.message, language).format(**{**error.values, "amount": formats.money(error.values["amount"])})


class AmountNeeded(UserError):
    """No amount, or one beyond reason."""

    message = N_("Write the amount with digits only, for example 500.000.")


class TextNeeded(UserError):
    """Money without a word of what it is."""

    message = N_("Write in a few words what the money is for.")


class TooLittleThere(UserError):
    """More than the books say is in that place."""

    message = N_("The cash book says that only {amount} is there. Enter what came in first, or choose another place.")

    text = said_in_rupiah


class TooLittleInIt(UserError):
    """More than a pool or a fund holds."""

    message = N_("Only {amount} is in it. Write a smaller amount.")

    text = said_in_rupiah


class ForAidOnly(UserError):
    """The solidarity fund gives help, and nothing else."""

    message = N_("The solidarity fund is for help to members only. Pay it out in Solidarity fund.")


class DecisionNeeded(UserError):
    """Money of a fund or a pool goes elsewhere only by a decision that was passed."""

    message = N_("This needs a decision that was passed. Choose the decision.")


class CorrectedElsewhere(UserError):
    """A share or help has its own way back."""

    message = N_("Note no. {number} belongs to profit sharing or help. Correct it there.")


class AlreadyGiven(UserError):
    """A pool or fund that gave away what is now to be taken out of it."""

    message = N_("Part of this money was already spent or shared out. Cancel that first.")


class AlreadyPaid(UserError):
    """A contribution of which something was paid: the payments go first."""

    message = N_("Part of this contribution was paid. Cancel the payments first.")


def receive(
    session: Session, actor: Actor, *, into: str, amount: int, day: date, text: str, place: str = books.CASH, key: str,
    evidence_id: UUID | None = None, now: datetime,
) -> UUID:
    """Book money that came in (coordinator, treasurer); returns the transfer's id.

    ``into`` is the code of what it is for: a pool, a fund, ``income:<word>``, or ``equity:opening`` for what was there before the
    books began. ``place`` is cash or bank. Raises UnknownChoice, AmountNeeded, TextNeeded and what ``ledger.post`` raises.
    """
    actor.require(*ledger.OFFICE)
    read = _code(into, INTO)
    known_place(place)
    sound(amount)
    kind = OPENING if read.kind == books.EQUITY else {books.POOL: POOL, books.FUND: FUND, books.INCOME: INCOME}[read.kind]
    return ledger.post(
        session, actor, key=key, day=day, kind=kind, postings=[(place, amount), (into, -amount)], text=_words(text),
        about=_about(read), about_id=read.campaign, evidence_id=evidence_id, now=now,
    )


def spend(
    session: Session, actor: Actor, *, out_of: str, amount: int, day: date, text: str, place: str = books.CASH, key: str,
    evidence_id: UUID | None = None, decision_id: UUID | None = None, now: datetime,
) -> UUID:
    """Book money that was paid (coordinator, treasurer); returns the transfer's id.

    ``out_of`` is the code of what pays: a pool, the reserve or education fund, or ``expense:<word>``. Raises TooLittleThere,
    TooLittleInIt, ForAidOnly, and what ``receive`` raises.
    """
    actor.require(*ledger.OFFICE)
    read = _code(out_of, OUT_OF)
    known_place(place)
    sound(amount)
    if read.word == books.SOLIDARITY:
        raise ForAidOnly()
    numbers.alone(session, actor)
    if not ledger.booked_before(session, actor, key):
        if read.kind != books.EXPENSE:
            _enough_in_it(session, actor, out_of, amount)
        enough_in(session, actor, place, amount)
    return ledger.post(
        session, actor, key=key, day=day, kind=EXPENSE if read.kind == books.EXPENSE else COST,
        postings=[(out_of, amount), (place, -amount)], text=_words(text), about=_about(read), about_id=read.campaign,
        evidence_id=evidence_id, decision_id=decision_id, now=now,
    )


def carry(
    session: Session, actor: Actor, *, out_of: str, amount: int, day: date, key: str, evidence_id: UUID | None = None, now: datetime,
) -> UUID:
    """Book cash that was brought to the bank, or fetched from there (``out_of`` is where it was); returns the transfer's id."""
    actor.require(*ledger.OFFICE)
    known_place(out_of)
    sound(amount)
    into = books.BANK if out_of == books.CASH else books.CASH
    numbers.alone(session, actor)
    if not ledger.booked_before(session, actor, key):
        enough_in(session, actor, out_of, amount)
    return ledger.post(
        session, actor, key=key, day=day, kind=CARRIED, postings=[(into, amount), (out_of, -amount)], evidence_id=evidence_id, now=now,
    )


def move(
    session: Session, actor: Actor, *, out_of: str, into: str, amount: int, day: date, decision_id: UUID, text: str, key: str,
    now: datetime,
) -> UUID:
    """Give money of one fund or pool to another one, as a passed decision says; returns the transfer's id.

    No money leaves cash or bank. Raises DecisionNeeded, TooLittleInIt, UnknownChoice, AmountNeeded, TextNeeded.
    """
    actor.require(*ledger.OFFICE)
    _code(out_of, GIVING)
    _code(into, GIVING)
    sound(amount)
    if out_of == into:
        raise UnknownChoice()
    decision = editing.locked(session, actor, Decision, decision_id)
    if decision.outcome != "passed":
        raise DecisionNeeded()
    numbers.alone(session, actor)
    if not ledger.booked_before(session, actor, key):
        _enough_in_it(session, actor, out_of, amount)
    return ledger.post(
        session, actor, key=key, day=day, kind=MOVE, postings=[(out_of, amount), (into, -amount)], text=_words(text),
        decision_id=decision_id, now=now,
    )


def count(
    session: Session, actor: Actor, *, place: str, amount: int, day: date, evidence_id: UUID | None = None, now: datetime,
) -> UUID:
    """Write down what was counted in the box, or stood in the bank book, at the end of ``day``; returns its id.

    Counting books nothing: a difference is looked for and entered as what it was. Raises ledger.DayAhead for a day after today.
    """
    actor.require(*ledger.OFFICE)
    known_place(place)
    if not 0 <= amount <= MOST:
        raise AmountNeeded()
    if day > actor.day(now):
        raise ledger.DayAhead()
    if evidence_id is not None:
        editing.there(session, actor, Evidence, evidence_id)
    account_id = ledger.account(session, actor, place, now=now)
    made = BalanceCheck(
        association_id=actor.association, id=uuid7(), account_id=account_id, day=day, amount=amount, evidence_id=evidence_id,
        entered_at=now, entered_by=actor.account,
    )
    session.add(made)
    session.flush()
    audit.record(
        session, actor, now=now, action="created", entity="balance_check", subject=made.id, label=place,
        changes={"day": day.isoformat(), "amount": None},
    )
    return made.id


def correct(session: Session, actor: Actor, *, transfer_id: UUID, why: str, now: datetime) -> UUID:
    """Cancel a note of the cash book by its opposite (coordinator, treasurer); returns the reversal's id.

    Raises TextNeeded without a reason, CorrectedElsewhere for shares and help, AlreadyPaid for a contribution with payments,
    TooLittleInIt when a pool or fund has already given the money away, and what ``ledger.reverse`` raises.
    """
    actor.require(*ledger.OFFICE)
    transfer = editing.locked(session, actor, Transfer, transfer_id)
    if transfer.about not in CORRECTED_HERE or transfer.kind == SET_OFF:
        raise CorrectedElsewhere(number=transfer.number)
    if not why.strip():
        raise TextNeeded()
    made = ledger.reverse(session, actor, transfer_id=transfer_id, why=clip(why, 200), now=now)
    if any(books.read_code(code).kind in GIVING and free_in(session, actor, code) < 0 for code in ledger.codes_of(session, actor, made)):
        raise AlreadyGiven()
    if transfer.about == INVOICE and transfer.about_id and owed_of(session, actor, transfer.about_id) < 0:
        raise AlreadyPaid()
    return made


# -- what is asked of every amount ---------------------------------------------------------------------------------------


def sound(amount: int) -> None:
    """Stop an amount that is none; raises AmountNeeded."""
    if not 0 < amount <= MOST:
        raise AmountNeeded()


def known_place(place: str) -> None:
    """Stop what is neither the box nor the bank; raises UnknownChoice."""
    if place not in books.PLACES:
        raise UnknownChoice()


def enough_in(session: Session, actor: Actor, place: str, amount: int) -> None:
    """Stop who pays more than the books say is in a place; raises TooLittleThere. Call it after ``numbers.alone``."""
    there = balance_of(session, actor, place)
    if amount > there:
        raise TooLittleThere(amount=max(0, there))


def _enough_in_it(session: Session, actor: Actor, code: str, amount: int) -> None:
    free = free_in(session, actor, code)
    if amount > free:
        raise TooLittleInIt(amount=max(0, free))


def _code(text: str, kinds: frozenset[str]) -> books.Code:
    try:
        read = books.read_code(text)
    except ValueError:
        raise UnknownChoice() from None
    if read.kind not in kinds:
        raise UnknownChoice()
    return read


def _words(text: str) -> str:
    if not text.strip():
        raise TextNeeded()
    return clip(text, 200)


def _about(code: books.Code) -> str:
    return CAMPAIGN if code.campaign else ""
