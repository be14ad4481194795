"""Whose money a member may read; a mentor and a liaison read none. Imported by every service and report of sharing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, false, select

from cblp.db.actor import MEMBER, Actor
from cblp.db.scope import rule
from cblp.sharing.models import (
    AidInstalment,
    AidRequest,
    Distribution,
    DistributionLine,
    DistributionShare,
    Invoice,
    LedgerAccount,
    Objection,
    Posting,
    Transfer,
)

SHOWN_TO_MEMBERS = ("objection", "approved", "paying", "paid")
"""States of a distribution that members see."""


def _own(actor: Actor, business: Any) -> ColumnElement[bool]:
    """The rows of the member's own businesses."""
    return business.in_(actor.own_businesses) if actor.role == MEMBER else false()


@rule(LedgerAccount)
def accounts(actor: Actor) -> ColumnElement[bool]:
    """Their own savings, what they owe, their shares to be paid."""
    return _own(actor, LedgerAccount.business_id)


@rule(Posting)
def postings(actor: Actor) -> ColumnElement[bool]:
    """What moved on those accounts; never the other side of it."""
    return Posting.account_id.in_(select(LedgerAccount.id).where(accounts(actor), LedgerAccount.association_id == actor.association))


@rule(Transfer)
def transfers(actor: Actor) -> ColumnElement[bool]:
    """Transfers that moved something on those accounts."""
    own = select(Posting.transfer_id).where(postings(actor), Posting.association_id == actor.association)
    return Transfer.id.in_(own) if actor.role == MEMBER else false()


@rule(Invoice)
def invoices(actor: Actor) -> ColumnElement[bool]:
    """Their own contributions."""
    return _own(actor, Invoice.business_id)


@rule(Distribution)
def distributions(actor: Actor) -> ColumnElement[bool]:
    """Runs from the objection window on: what they get is theirs to check."""
    return Distribution.state.in_(SHOWN_TO_MEMBERS) if actor.role == MEMBER else false()


@rule(DistributionLine)
def lines(actor: Actor) -> ColumnElement[bool]:
    """Their own lines of those runs, and what went to the funds."""
    mine = _own(actor, DistributionLine.business_id) | DistributionLine.business_id.is_(None)
    return mine & DistributionLine.distribution_id.in_(_shown(actor))


@rule(DistributionShare)
def shares(actor: Actor) -> ColumnElement[bool]:
    """Their own shares of those runs."""
    return _own(actor, DistributionShare.business_id) & DistributionShare.distribution_id.in_(_shown(actor))


@rule(Objection)
def objections(actor: Actor) -> ColumnElement[bool]:
    """What they objected to themselves."""
    return _own(actor, Objection.business_id)


@rule(AidRequest)
def aid_requests(actor: Actor) -> ColumnElement[bool]:
    """Help that they asked for, or that was asked for them; nobody else's."""
    return _own(actor, AidRequest.business_id)


@rule(AidInstalment)
def instalments(actor: Actor) -> ColumnElement[bool]:
    """How they pay their own loans back."""
    own = select(AidRequest.id).where(aid_requests(actor), AidRequest.association_id == actor.association)
    return AidInstalment.request_id.in_(own)


def _shown(actor: Actor) -> Any:
    return select(Distribution.id).where(distributions(actor), Distribution.association_id == actor.association)
