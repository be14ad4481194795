"""Contributions of members to a pool: what would be invoiced, what was, and what is still to be paid."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

import cblp.people.scope
import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign
from cblp.campaigns.reports import bases
from cblp.days import Span
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.decisions.reports.parameters import setting
from cblp.errors import Missing
from cblp.people.models import Business
from cblp.sharing.models import Invoice, Transfer
from cblp.sharing.reports.ledger import owed
from cblp.sharing.rules import contributions as rules


@dataclass(frozen=True)
class Proposed:
    """What a member would be invoiced; ``settled`` is False where a part of the fees is not known yet."""

    business_id: UUID
    name: str
    base: int
    settled: bool
    amount: int


@dataclass(frozen=True)
class Preview:
    """Invoices that could be issued now, the days, the rate (basis points) and what decided it; ``unmatched`` orders count for nobody."""

    span: Span
    rate: int
    decision_id: UUID | None
    fee_rate: int
    rows: tuple[Proposed, ...]
    unmatched_orders: int


@dataclass(frozen=True)
class InvoiceRow:
    """An invoice; ``left`` is what is still to be paid. ``campaign`` is the campaign's name, "" for the general pool."""

    id: UUID
    number: int
    business_id: UUID
    business: str
    campaign_id: UUID | None
    campaign: str
    span: Span
    base: int
    rate: int
    amount: int
    left: int
    due_on: date
    transfer_id: UUID
    cancelled: bool


def preview(session: Session, actor: Actor, *, campaign_id: UUID | None = None, span: Span | None = None) -> Preview:
    """What would be invoiced for a campaign, or for the days of ``span`` (one of the two): who has no invoice for it yet.

    The rate is the campaign's, else the voted parameter ``contribution`` on the last day. Figures are the frozen ones of a
    reconciled campaign, else those of now. No sale is asked twice: of a period, what was invoiced with a campaign of these days is
    taken off; of a campaign, whoever was invoiced for a period that touches it is left out. For coordinator and treasurer; raises
    Missing.
    """
    actor.require(COORDINATOR, TREASURER)
    if (campaign_id is None) is (span is None):
        raise ValueError("a contribution is for a campaign or for a period")
    campaign = _campaign(session, actor, campaign_id) if campaign_id else None
    if campaign:
        days, decision = Span(campaign.starts_on, campaign.ends_on), campaign.decision_id
        rate = campaign.contribution
        found = bases.frozen(session, actor, campaign_id=campaign.id) or bases.of_campaign(session, actor, campaign_id=campaign.id)
    else:
        assert span is not None
        voted = setting(session, actor, key="contribution", day=span.last)
        days, decision, rate = span, voted.decision_id, int(voted.value)
        found = bases.of_span(session, actor, span=span)
    fee_rate = int(setting(session, actor, key="fee_rate", day=days.last).value)
    standing = [row for row in listing(session, actor) if not row.cancelled]
    invoiced = {
        row.business_id for row in standing
        if (row.campaign_id == campaign_id if campaign else row.campaign_id is None and row.span.overlap(days))
        or (campaign and _of_period(row) and row.span.overlap(days))
    }
    known: Counter[UUID] = Counter()
    for row in standing:
        if not campaign and row.campaign_id and row.rate and row.span.overlap(days):
            known[row.business_id] += row.base
    names = {key: name for key, name in session.execute(select(Business.id, Business.name).where(seen(actor, Business)))}  # noqa: C416
    rows = []
    for business, sales in found.sales.items():
        whole = rules.base(sales, found.net.get(business), fee_rate)
        base = rules.Base(whole.amount - known[business], whole.settled)
        amount = rules.part(base.amount, rate)
        if business not in invoiced and amount:
            rows.append(Proposed(business, names.get(business, ""), base.amount, base.settled, amount))
    return Preview(
        span=days, rate=rate, decision_id=decision, fee_rate=fee_rate,
        rows=tuple(sorted(rows, key=lambda row: row.name)), unmatched_orders=found.unmatched_orders,
    )


def _campaign(session: Session, actor: Actor, campaign_id: UUID) -> Campaign:
    row: Campaign | None = session.scalars(visible(actor, Campaign).where(Campaign.id == campaign_id)).one_or_none()
    if row is None:
        raise Missing()
    return row


def _of_period(row: InvoiceRow) -> bool:
    return row.campaign_id is None and row.rate > 0


def listing(
    session: Session, actor: Actor, *, campaign_id: UUID | None = None, span: Span | None = None, business_id: UUID | None = None,
    open_only: bool = False,
) -> list[InvoiceRow]:
    """Invoices, the newest first: of a campaign, of the general pool for days that touch ``span``, of a business; a member's own."""
    actor.require(COORDINATOR, TREASURER, MEMBER)
    rows = (
        select(Invoice, Business.name, Campaign.name, Transfer.id)
        .join(Business, and_(Business.association_id == Invoice.association_id, Business.id == Invoice.business_id))
        .outerjoin(Campaign, and_(Campaign.association_id == Invoice.association_id, Campaign.id == Invoice.campaign_id))
        .outerjoin(
            Transfer, and_(Transfer.association_id == Invoice.association_id, Transfer.reverses_id == Invoice.transfer_id)
        )
        .where(seen(actor, Invoice)).order_by(Invoice.number.desc())
    )
    if campaign_id is not None:
        rows = rows.where(Invoice.campaign_id == campaign_id)
    if span is not None:
        rows = rows.where(Invoice.campaign_id.is_(None), Invoice.first <= span.last, Invoice.last >= span.first)
    if business_id is not None:
        rows = rows.where(Invoice.business_id == business_id)
    left = owed(session, actor)
    found = [
        InvoiceRow(
            id=each.id, number=each.number, business_id=each.business_id, business=business, campaign_id=each.campaign_id,
            campaign=campaign or "", span=Span(each.first, each.last), base=each.base, rate=each.rate, amount=each.amount,
            left=left.get(each.id, 0), due_on=each.due_on, transfer_id=each.transfer_id, cancelled=reversal is not None,
        )
        for each, business, campaign, reversal in session.execute(rows)
    ]
    return [row for row in found if row.left > 0] if open_only else found
