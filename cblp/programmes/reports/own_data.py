"""What is kept of somebody in programmes and financing, and what they wrote to reports and requests, for nobody but themselves."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import LIAISON, MEMBER, Actor
from cblp.db.scope import seen
from cblp.programmes.models import Financing, Programme, ProgrammeMember, ProgressComment

FINANCED: Final = (
    Financing.business_id, Financing.kind, Financing.institution, Financing.amount, Financing.purpose, Financing.state,
    Financing.asked_on, Financing.decided_on, Financing.until, Financing.note,
)
HELPED: Final = (ProgrammeMember.business_id, Programme.code, Programme.name, ProgrammeMember.joined_on)
WROTE: Final = (ProgressComment.report_id, ProgressComment.advocacy_id, ProgressComment.text, ProgressComment.written_at)


def kept(session: Session, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """A member's financing (whole rupiah) and the programmes they take part in; a liaison's comments; for others there are none."""
    if actor.role == LIAISON:
        wrote = select(*WROTE).where(seen(actor, ProgressComment), ProgressComment.written_by == actor.account)
        return {"comments": _rows(session, wrote.order_by(ProgressComment.id))}
    if actor.role != MEMBER:
        return {}
    # Of the programme only what it is called: the rest is the office's.
    helped = select(*HELPED).join(Programme, and_(
        Programme.association_id == ProgrammeMember.association_id, Programme.id == ProgrammeMember.programme_id,
    )).where(seen(actor, ProgrammeMember))
    return {
        "financing": _rows(session, select(*FINANCED).where(seen(actor, Financing)).order_by(Financing.asked_on, Financing.id)),
        "programmes": _rows(session, helped.order_by(Programme.code, ProgrammeMember.business_id)),
    }


def _rows(session: Session, wanted: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(wanted).mappings()]
