"""The account-safety list, answered by a member or with a coordinator; every time is kept, the newest counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import cblp.growth.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.ids import uuid7
from cblp.errors import UserError
from cblp.growth import checklist
from cblp.growth.models import SafetyCheck
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing


class Unanswered(UserError):
    """A list with questions that nobody was asked."""

    message = N_("{count} questions are not answered yet.")


def check(session: Session, actor: Actor, *, business_id: UUID, answers: Mapping[str, bool | None], now: datetime) -> UUID:
    """Keep what a business answered to every item of the newest list: yes, no, or None for "does not know".

    Its member, or a coordinator who asks them. Returns the check's id. Raises Unanswered, and ValueError for an unknown item.
    """
    actor.require(COORDINATOR, MEMBER)
    actor.require_business(business_id)
    editing.there(session, actor, Business, business_id)
    asked = checklist.newest()
    if unknown := answers.keys() - set(asked.codes):
        raise ValueError(f"not on the list: {sorted(unknown)}")
    if missing := [code for code in asked.codes if code not in answers]:
        raise Unanswered(count=len(missing))
    row = SafetyCheck(
        association_id=actor.association, id=uuid7(), business_id=business_id, list_version=asked.version,
        answers=dict(answers), checked_at=now, checked_by=actor.account,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, now=now, action="checked", entity="safety_check", subject=row.id, behalf_of=business_id)
    return row.id
