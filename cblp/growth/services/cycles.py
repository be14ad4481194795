"""Learning rounds: from needs over training and discussion to evaluation; what was learned opens the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.ids import uuid7
from cblp.errors import UserError
from cblp.growth.models import ContentPiece, Cycle, CycleMember, Training
from cblp.growth.reports import cycle_results
from cblp.growth.services.pieces import CycleClosed
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import NameNeeded, UnknownChoice, clipped

NEEDS, TRAINING, DISCUSSION, EVALUATION, CLOSED = "needs", "training", "discussion", "evaluation", "closed"
STAGES: Final = (NEEDS, TRAINING, DISCUSSION, EVALUATION, CLOSED)
"""The four stages in order, and the end."""
FIELDS: Final = frozenset({"title", "first", "last", "needs", "plan", "discussion", "lessons"})
_TEXTS: Final = {"title": 120, "needs": 4000, "plan": 4000, "discussion": 4000, "lessons": 4000}


class LastBeforeFirst(UserError):
    """Ends before it begins."""

    message = N_("The last day is before the first day.")


class NobodyLearns(UserError):
    """A round without anybody."""

    message = N_("Choose who takes part in the learning round first.")


class NeedsMissing(UserError):
    """Training before it is known what is needed."""

    message = N_("Write down what members need first. Then the trainings begin.")


class NothingHeld(UserError):
    """Nothing to discuss yet."""

    message = N_("No training of this round was held yet. Hold one first.")


class DiscussionMissing(UserError):
    """Evaluated before anybody talked about it."""

    message = N_("Write down what was said about the results first.")


class LessonsMissing(UserError):
    """Closed without what was learned."""

    message = N_("Write down what was learned first. The next round begins with it.")


class HasWork(UserError):
    """Somebody made something in the round, so that they stay in it."""

    message = N_("This business has made something in this round already. It stays in the round.")


def start(
    session: Session, actor: Actor, *, title: str, first: date, last: date, businesses: Iterable[UUID], now: datetime, needs: str = "",
) -> UUID:
    """Begin a round with these businesses (coordinator); returns its id.

    Its plan opens with the lessons of the last closed round. Raises NameNeeded, LastBeforeFirst, NobodyLearns, TooLong, Missing.
    """
    actor.require(COORDINATOR)
    fields = _checked({"title": title, "first": first, "last": last, "needs": needs})
    members = set(businesses)
    if not members:
        raise NobodyLearns()
    own = Cycle.association_id == actor.association
    before = session.scalars(select(Cycle).where(own, Cycle.stage == CLOSED).order_by(Cycle.number.desc()).limit(1)).first()
    cycle = Cycle(
        association_id=actor.association, id=uuid7(), number=(session.scalar(select(func.max(Cycle.number)).where(own)) or 0) + 1,
        before_id=before.id if before else None, plan=before.lessons if before else "", **fields,
    )
    session.add(cycle)
    session.flush()
    _join(session, actor, cycle.id, members)
    audit.record(session, actor, now=now, action="created", entity="par_cycle", subject=cycle.id, label=cycle.title)
    return cycle.id


def edit(
    session: Session, actor: Actor, *, cycle_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a round that is not closed (coordinator); returns the new version.

    Raises CycleClosed, LastBeforeFirst, NameNeeded, Stale, TooLong, Missing.
    """
    actor.require(COORDINATOR)
    cycle = _open(session, actor, cycle_id)
    fields = _checked(changes)
    if fields.get("last", cycle.last) < fields.get("first", cycle.first):
        raise LastBeforeFirst()
    return editing.save(
        session, actor, cycle, version=version, changes=fields, public={"title", "first", "last"}, now=now, label=cycle.title
    )


def set_members(session: Session, actor: Actor, *, cycle_id: UUID, businesses: Iterable[UUID], now: datetime) -> None:
    """Say who takes part (coordinator). Raises CycleClosed, NobodyLearns, HasWork, Missing."""
    actor.require(COORDINATOR)
    cycle, wanted = _open(session, actor, cycle_id), set(businesses)
    if not wanted:
        raise NobodyLearns()
    mine = (CycleMember.association_id == actor.association) & (CycleMember.cycle_id == cycle_id)
    there = set(session.scalars(select(CycleMember.business_id).where(mine)))
    gone = there - wanted
    if gone and session.scalar(select(ContentPiece.id).where(
        ContentPiece.association_id == actor.association, ContentPiece.cycle_id == cycle_id, ContentPiece.business_id.in_(gone),
    ).limit(1)):
        raise HasWork()
    if gone:
        session.execute(delete(CycleMember).where(mine, CycleMember.business_id.in_(gone)))
    _join(session, actor, cycle_id, wanted - there)
    if gone or wanted - there:
        audit.record(session, actor, now=now, action="changed", entity="par_cycle", subject=cycle_id, label=cycle.title)


def move(session: Session, actor: Actor, *, cycle_id: UUID, now: datetime) -> str:
    """Go to the next stage (coordinator), which is returned; out of the evaluation a round is closed and its results frozen.

    Raises what the stage still lacks (NeedsMissing, NothingHeld, DiscussionMissing, LessonsMissing), CycleClosed, Missing.
    """
    actor.require(COORDINATOR)
    cycle = _open(session, actor, cycle_id)
    lacking: dict[str, tuple[bool, type[UserError]]] = {
        NEEDS: (bool(cycle.needs), NeedsMissing), TRAINING: (_held(session, actor, cycle_id), NothingHeld),
        DISCUSSION: (bool(cycle.discussion), DiscussionMissing), EVALUATION: (bool(cycle.lessons), LessonsMissing),
    }
    ready, error = lacking[cycle.stage]
    if not ready:
        raise error()
    cycle.stage = STAGES[STAGES.index(cycle.stage) + 1]
    if cycle.stage == CLOSED:
        cycle.closed_at = now
        cycle.frozen = cycle_results.frozen(cycle_results.results(session, actor, cycle=cycle, today=actor.day(now)))
    session.flush()
    audit.record(session, actor, now=now, action="changed", entity="par_cycle", subject=cycle_id, label=cycle.title,
                 changes={"stage": cycle.stage})
    return cycle.stage


def _open(session: Session, actor: Actor, cycle_id: UUID) -> Cycle:
    cycle = editing.locked(session, actor, Cycle, cycle_id)
    if cycle.stage == CLOSED:
        raise CycleClosed()
    return cycle


def _held(session: Session, actor: Actor, cycle_id: UUID) -> bool:
    return session.scalar(select(Training.id).where(
        Training.association_id == actor.association, Training.cycle_id == cycle_id, Training.state == "held",
    ).limit(1)) is not None


def _join(session: Session, actor: Actor, cycle_id: UUID, businesses: Iterable[UUID]) -> None:
    for business_id in sorted(businesses, key=str):
        editing.there(session, actor, Business, business_id)
        session.add(CycleMember(association_id=actor.association, cycle_id=cycle_id, business_id=business_id))
    session.flush()


def _checked(typed: Mapping[str, Any]) -> dict[str, Any]:
    if typed.keys() - FIELDS:
        raise UnknownChoice()
    fields = clipped(typed, _TEXTS)
    if "title" in fields and not fields["title"]:
        raise NameNeeded()
    if fields.get("first") and fields.get("last") and fields["last"] < fields["first"]:
        raise LastBeforeFirst()
    return fields
