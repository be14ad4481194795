"""Which businesses a mentor accompanies today: what the walls of a signed-in mentor are drawn from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.db.dated import on
from cblp.growth import states
from cblp.growth.models import Assignment, MentorProfile
from cblp.people.reports import access


def accompanied(session: Session, association: UUID, account: UUID, day: date) -> Iterable[UUID]:
    """The businesses whose mentoring the account accepted and that is not over on the local day; none of a mentor who ended."""
    return session.scalars(
        select(Assignment.business_id)
        .join(MentorProfile, (MentorProfile.association_id == Assignment.association_id) & (MentorProfile.id == Assignment.mentor_id))
        .where(
            Assignment.association_id == association, MentorProfile.account_id == account, MentorProfile.state == states.APPROVED,
            Assignment.state.in_(states.LIVE), on(Assignment, day),
        )
    )


access.look_up_mentees(accompanied)
