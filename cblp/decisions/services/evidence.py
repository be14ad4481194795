"""Photos of papers that prove something: kept once, never changed, never deleted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.decisions.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.pictures import Picture
from cblp.db.actor import TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.decisions.models import Evidence
from cblp.people.models import Business
from cblp.people.services import audit, editing


def add(session: Session, actor: Actor, *, picture: Picture, now: datetime, business_id: UUID | None = None) -> UUID:
    """Keep a prepared photo (``catalogue.pictures.prepare``); returns its id, the known one for the same photo once more.

    A paper about one business may be sent by its member, too; then that member may look at it. Raises Missing, NotAllowed.
    """
    if actor.role != TREASURER:  # who keeps the papers of everybody
        actor.require_business(business_id)
    if business_id is not None:
        editing.there(session, actor, Business, business_id)
    known = session.scalar(
        select(Evidence.id).where(
            Evidence.association_id == actor.association, Evidence.sha256 == picture.sha256,
            Evidence.business_id.is_(None) if business_id is None else Evidence.business_id == business_id,
        ).limit(1)
    )
    if known is not None:
        return known
    paper = Evidence(
        association_id=actor.association, id=uuid7(), content=picture.content, sha256=picture.sha256, width=picture.width,
        height=picture.height, business_id=business_id, added_at=now, added_by=actor.account,
    )
    session.add(paper)
    session.flush()
    audit.record(session, actor, now=now, action="created", entity="evidence", subject=paper.id, behalf_of=business_id)
    return paper.id
