"""A member says that their share is wrong; the office answers and settles it. Until then nothing is approved or paid."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import TooLong
from cblp.sharing import states
from cblp.sharing.models import Distribution, Objection

LONGEST = 1_000


class WindowOver(UserError):
    """The time to object is over, or has not begun."""

    message = N_("The time to object to this share is over. Talk to the coordinator.")


class SayWhat(UserError):
    """An objection without a word."""

    message = N_("Write what is wrong.")


class AnswerNeeded(UserError):
    """An answer without a word, or a verdict before the answer."""

    message = N_("Write the answer first.")


class AlreadyRaised(UserError):
    """The same objection, not settled yet."""

    message = N_("Your objection is already there. It waits for an answer.")


class Settled(UserError):
    """An objection on which a verdict was given."""

    message = N_("This objection is settled already.")


def raise_(
    session: Session, actor: Actor, *, distribution_id: UUID, business_id: UUID, component: str = "", text: str, now: datetime,
) -> UUID:
    """Say that a share is wrong, for the own business, or for a member (coordinator); returns the objection's id.

    ``component`` is the code of the line that is meant, "" for the whole share. A member who was left out may object, too.
    Raises WindowOver, SayWhat, TooLong, AlreadyRaised, Missing.
    """
    actor.require(COORDINATOR, MEMBER)
    actor.require_business(business_id)
    editing.there(session, actor, Business, business_id)
    run = editing.locked(session, actor, Distribution, distribution_id)
    if run.state != states.OBJECTION or run.objections_until is None or actor.day(now) > run.objections_until:
        raise WindowOver()
    if component and component not in {one["code"] for one in run.inputs["rule"]["components"]}:
        raise ValueError(f"{component}: no part of this run")
    same = select(Objection.id).where(
        Objection.association_id == actor.association, Objection.distribution_id == distribution_id,
        Objection.business_id == business_id, Objection.component == component, Objection.state.in_(states.STANDING),
    )
    if session.scalar(same.limit(1)) is not None:
        raise AlreadyRaised()
    row = Objection(
        association_id=actor.association, id=uuid7(), distribution_id=distribution_id, business_id=business_id, component=component,
        text=_said(text, SayWhat), state=states.OPEN, raised_at=now, raised_by=actor.account,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, now=now, action="created", entity="objection", subject=row.id, label=str(run.number), behalf_of=business_id,
    )
    return row.id


def answer(session: Session, actor: Actor, *, objection_id: UUID, version: int, text: str, now: datetime) -> int:
    """Answer an objection, or put the answer in other words (coordinator, treasurer); returns the new version.

    Raises Settled, AnswerNeeded, TooLong, Stale.
    """
    actor.require(COORDINATOR, TREASURER)
    row = editing.locked(session, actor, Objection, objection_id)
    if row.state not in states.STANDING:
        raise Settled()
    return editing.save(
        session, actor, row, version=version, changes={"answer": _said(text, AnswerNeeded), "state": states.ANSWERED},
        public={"state"}, now=now, behalf_of=row.business_id, also={"answered_at": now, "answered_by": actor.account},
    )


def settle(session: Session, actor: Actor, *, objection_id: UUID, version: int, upheld: bool, now: datetime) -> int:
    """Say whether an answered objection was right (coordinator, treasurer); returns the new version.

    When it was, the run cannot be approved: it is withdrawn and calculated anew. Raises Settled, AnswerNeeded, Stale.
    """
    actor.require(COORDINATOR, TREASURER)
    row = editing.locked(session, actor, Objection, objection_id)
    if row.state not in states.STANDING:
        raise Settled()
    if row.state != states.ANSWERED:
        raise AnswerNeeded()
    return editing.save(
        session, actor, row, version=version, changes={"state": states.UPHELD if upheld else states.REJECTED},
        public={"state"}, now=now, behalf_of=row.business_id, also={"settled_at": now, "settled_by": actor.account},
    )


def _said(text: str, empty: type[UserError]) -> str:
    kept = text.strip()
    if not kept:
        raise empty()
    if len(kept) > LONGEST:
        raise TooLong(most=LONGEST)
    return kept
