"""Contributions of members to a pool: invoiced by a voted rate or sum, paid, or set off against a share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign
from cblp.campaigns.states import CLOSED, RECONCILED
from cblp.days import Span
from cblp.db import numbers
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.db.scope import seen
from cblp.decisions.models import Decision
from cblp.errors import UserError
from cblp.i18n import N_, formats, translate
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import UnknownChoice
from cblp.sharing.models import Invoice, Posting, Transfer
from cblp.sharing.reports.contributions import listing, preview
from cblp.sharing.reports.ledger import INVOICE, owed_of
from cblp.sharing.rules import books
from cblp.sharing.services import cash, ledger

CONTRIBUTION, CONTRIBUTION_PAID, SET_OFF = "contribution", "contribution_paid", cash.SET_OFF


class NothingToInvoice(UserError):
    """Nobody owes anything, or everybody was invoiced before."""

    message = N_("Nothing to invoice: the rate is 0%, nobody sold anything in these days, or everyone was invoiced before.")


class StillRunning(UserError):
    """The campaign goes on, so that its sales still change."""

    message = N_("The campaign is not closed yet. Close it first, then its sales stay as they are.")


class DueBefore(UserError):
    """To be paid before today."""

    message = N_("The last day to pay has passed. Choose today or a later day.")


class PaidBefore(UserError):
    """A payment of before the contribution was asked for."""

    message = N_("This contribution was invoiced on {day}. Choose that day or a later one.")

    def text(self, language: str | None = None) -> str:
        """The day as people read it."""
        return translate(self.message, language).format(day=formats.day(self.values["day"]))


class MoreThanOwed(UserError):
    """A payment of more than is left."""

    message = N_("Only {amount} of this contribution is left to pay.")

    text = cash.said_in_rupiah


def issue(
    session: Session, actor: Actor, *, campaign_id: UUID | None = None, span: Span | None = None, due_on: date, now: datetime,
) -> list[UUID]:
    """Invoice what ``reports.contributions.preview`` says (coordinator, treasurer); returns the ids of the new invoices.

    Whoever has an invoice for the campaign, or for one of these days, gets no second one. Each invoice books what is owed to the
    pool. Raises NothingToInvoice, StillRunning before the campaign is closed, DueBefore, Missing.
    """
    _begin(session, actor, campaign_id, due_on, now)
    found = preview(session, actor, campaign_id=campaign_id, span=span)
    if not found.rows:
        raise NothingToInvoice()
    return [
        _invoice(
            session, actor, business_id=row.business_id, campaign_id=campaign_id, span=found.span, base=row.base, rate=found.rate,
            amount=row.amount, due_on=due_on, decision_id=found.decision_id, now=now,
        )
        for row in found.rows
    ]


def issue_sum(
    session: Session, actor: Actor, *, businesses: Sequence[UUID], amount: int, campaign_id: UUID | None = None,
    span: Span | None = None, due_on: date, decision_id: UUID, now: datetime,
) -> list[UUID]:
    """Invoice the same sum to each of ``businesses``, as a passed decision says; returns the ids of the new invoices.

    ``span`` are the days that it is for (for a campaign its own). Who has one already gets no second one. Raises
    cash.DecisionNeeded, cash.AmountNeeded, NothingToInvoice, DueBefore, Missing.
    """
    campaign = _begin(session, actor, campaign_id, due_on, now, closed=False)
    cash.sound(amount)
    if editing.locked(session, actor, Decision, decision_id).outcome != "passed":
        raise cash.DecisionNeeded()
    days = Span(campaign.starts_on, campaign.ends_on) if campaign else span
    if days is None:
        raise ValueError("a contribution is for a campaign or for a period")
    own = set(session.scalars(select(Business.id).where(seen(actor, Business))))
    if not set(businesses) <= own:
        raise UnknownChoice()
    before = {
        row.business_id for row in listing(session, actor, campaign_id=campaign_id, span=None if campaign else days) if not row.cancelled
    }
    made = [
        _invoice(
            session, actor, business_id=business, campaign_id=campaign_id, span=days, base=0, rate=0, amount=amount, due_on=due_on,
            decision_id=decision_id, now=now,
        )
        for business in dict.fromkeys(businesses) if business not in before
    ]
    if not made:
        raise NothingToInvoice()
    return made


def pay(
    session: Session, actor: Actor, *, invoice_id: UUID, amount: int, place: str = books.CASH, day: date, key: str,
    evidence_id: UUID | None = None, now: datetime,
) -> UUID:
    """Book what a member paid of an invoice, all or a part (coordinator, treasurer); returns the transfer's id.

    Raises MoreThanOwed, PaidBefore, cash.AmountNeeded, UnknownChoice, Missing.
    """
    actor.require(*ledger.OFFICE)
    cash.known_place(place)
    invoice = _owing(session, actor, invoice_id, amount, key)
    if day < (issued := actor.day(invoice.issued_at)):
        raise PaidBefore(day=issued)
    return ledger.post(
        session, actor, key=key, day=day, kind=CONTRIBUTION_PAID,
        postings=[(place, amount), (_receivable(invoice), -amount)], about=INVOICE, about_id=invoice_id, evidence_id=evidence_id, now=now,
    )


def set_off(
    session: Session, actor: Actor, *, key: str, business_id: UUID, campaign_id: UUID | None, amount: int, day: date, now: datetime,
) -> int:
    """Settle what a business still owes to a pool out of its share of ``amount`` rupiah; returns how much of the share that takes.

    The oldest invoice goes first; each books payable + / receivable −, so no money moves and the rest is paid out. Asked again with
    the same ``key`` (of one payment of one share) it books only what is owed since, and returns the whole.
    """
    actor.require(*ledger.OFFICE)
    numbers.alone(session, actor)
    taken = 0
    for row in reversed(listing(session, actor, business_id=business_id)):
        if row.campaign_id != campaign_id:
            continue
        own_key = f"{key}:{row.id}"
        before = session.scalar(
            select(func.sum(Posting.amount).filter(Posting.amount > 0))
            .join(Transfer, (Transfer.association_id == Posting.association_id) & (Transfer.id == Posting.transfer_id))
            .where(Posting.association_id == actor.association, Transfer.idempotency_key == own_key)
        )
        part = int(before) if before else min(row.left, amount - taken)
        if part > 0 and not before:
            ledger.post(
                session, actor, key=own_key, day=day, kind=SET_OFF, about=INVOICE, about_id=row.id, now=now,
                postings=[(f"{books.PAYABLE}:{business_id}", part), (f"{books.RECEIVABLE}:{business_id}", -part)],
            )
        taken += max(0, part)
    return taken


def _begin(
    session: Session, actor: Actor, campaign_id: UUID | None, due_on: date, now: datetime, *, closed: bool = True,
) -> Campaign | None:
    actor.require(*ledger.OFFICE)
    if due_on < actor.day(now):
        raise DueBefore()
    campaign = editing.locked(session, actor, Campaign, campaign_id) if campaign_id else None
    if campaign and closed and campaign.state not in {CLOSED, RECONCILED}:
        raise StillRunning()
    numbers.alone(session, actor)  # two who issue at once: the second finds that everybody was invoiced
    return campaign


def _invoice(
    session: Session, actor: Actor, *, business_id: UUID, campaign_id: UUID | None, span: Span, base: int, rate: int, amount: int,
    due_on: date, decision_id: UUID | None, now: datetime,
) -> UUID:
    invoice_id = uuid7()
    transfer_id = ledger.post(
        session, actor, key=f"{INVOICE}:{invoice_id}", day=actor.day(now), kind=CONTRIBUTION,
        postings=[(f"{books.RECEIVABLE}:{business_id}", amount), (books.pool_code(campaign_id), -amount)],
        about=INVOICE, about_id=invoice_id, decision_id=decision_id, now=now,
    )
    number = numbers.following(session, actor, Invoice.number)
    session.add(Invoice(
        association_id=actor.association, id=invoice_id, number=number, business_id=business_id, campaign_id=campaign_id,
        first=span.first, last=span.last, base=base, rate=rate, amount=amount, due_on=due_on, decision_id=decision_id,
        transfer_id=transfer_id, issued_at=now,
    ))
    session.flush()
    audit.record(
        session, actor, now=now, action="created", entity="invoice", subject=invoice_id, label=str(number),
        changes={"due_on": due_on.isoformat(), "amount": None}, behalf_of=business_id,
    )
    return invoice_id


def _owing(session: Session, actor: Actor, invoice_id: UUID, amount: int, key: str) -> Invoice:
    cash.sound(amount)
    invoice = editing.locked(session, actor, Invoice, invoice_id)
    numbers.alone(session, actor)
    left = owed_of(session, actor, invoice_id)
    if amount > left and not ledger.booked_before(session, actor, key):
        raise MoreThanOwed(amount=left)
    return invoice


def _receivable(invoice: Invoice) -> str:
    return f"{books.RECEIVABLE}:{invoice.business_id}"
