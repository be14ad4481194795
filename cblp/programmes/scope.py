"""What others than the office read of programmes: a member their own part, a liaison what was published or sent to them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, select, true

from cblp.db.actor import LIAISON, MEMBER, Actor
from cblp.db.scope import rule
from cblp.programmes import states
from cblp.programmes.models import (
    Advocacy,
    Agreement,
    Edition,
    Financing,
    Partner,
    PeriodReport,
    Programme,
    ProgrammeItem,
    ProgrammeMember,
    ProgressComment,
    PublishedCell,
    Target,
)


@rule(Partner)
def partners(actor: Actor) -> ColumnElement[bool]:
    """The government offices themselves; whom to call there, and what was noted, the reports hand to the coordinator only."""
    return (Partner.kind == states.GOVERNMENT) if actor.role == LIAISON else false()


@rule(Agreement)
def agreements(actor: Actor) -> ColumnElement[bool]:
    """What was agreed with them."""
    return Agreement.partner_id.in_(_offices(actor)) if actor.role == LIAISON else false()


@rule(Programme)
def programmes(actor: Actor) -> ColumnElement[bool]:
    """Those that they pay."""
    return Programme.partner_id.in_(_offices(actor)) if actor.role == LIAISON else false()


@rule(ProgrammeItem)
def items(actor: Actor) -> ColumnElement[bool]:
    """What these promised and what came of it; not who takes part, what was spent on what, or with whom."""
    paid = select(Programme.id).where(Programme.association_id == actor.association, Programme.partner_id.in_(_offices(actor)))
    return ProgrammeItem.programme_id.in_(paid) if actor.role == LIAISON else false()


@rule(ProgrammeMember)
def participants(actor: Actor) -> ColumnElement[bool]:
    """That the own businesses take part."""
    return ProgrammeMember.business_id.in_(actor.own_businesses) if actor.role == MEMBER else false()


@rule(Financing)
def financing(actor: Actor) -> ColumnElement[bool]:
    """The own businesses'."""
    return Financing.business_id.in_(actor.own_businesses) if actor.role == MEMBER else false()


@rule(Advocacy)
def requests(actor: Actor) -> ColumnElement[bool]:
    """What was asked of government, by those who are asked."""
    return true() if actor.role == LIAISON else false()


@rule(Edition)
def editions(actor: Actor) -> ColumnElement[bool]:
    """That a quarter was published; who was counted is the office's (reports never hand ``members`` to a liaison)."""
    return true() if actor.role == LIAISON else false()


@rule(PublishedCell)
def cells(actor: Actor) -> ColumnElement[bool]:
    """Every published cell: a hidden one holds no figure."""
    return true() if actor.role == LIAISON else false()


@rule(Target)
def targets(actor: Actor) -> ColumnElement[bool]:
    """What is wanted of each indicator."""
    return true() if actor.role == LIAISON else false()


@rule(PeriodReport)
def reports(actor: Actor) -> ColumnElement[bool]:
    """What was submitted: no drafts."""
    return (PeriodReport.state != "draft") if actor.role == LIAISON else false()


@rule(ProgressComment)
def comments(actor: Actor) -> ColumnElement[bool]:
    """What was written to requests, and to reports that were submitted."""
    if actor.role != LIAISON:
        return false()
    sent = select(PeriodReport.id).where(PeriodReport.association_id == actor.association, reports(actor))
    return ProgressComment.advocacy_id.is_not(None) | ProgressComment.report_id.in_(sent)


def _offices(actor: Actor) -> Select[UUID]:
    return select(Partner.id).where(Partner.association_id == actor.association, Partner.kind == states.GOVERNMENT)
