"""Questions by phone: asked by a member, answered by a mentor or coordinator, and, without a name, published for everybody.

The audit trail keeps that something was asked or answered, never the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.growth.scope  # noqa: F401  (who sees which row)
from cblp.db import numbers
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.decisions.models import Evidence
from cblp.errors import Missing, UserError
from cblp.growth.models import Question
from cblp.growth.rules import clinic as rules
from cblp.i18n import N_
from cblp.people.models import Business, Person
from cblp.people.rules_register import clean
from cblp.people.services import audit, editing
from cblp.people.services.register import TooLong, UnknownChoice


class QuestionNeeded(UserError):
    """A question without words."""

    message = N_("Write the question.")


class AnswerNeeded(UserError):
    """An answer without words."""

    message = N_("Write the answer.")


class Moved(UserError):
    """The question is no longer where this step begins."""

    message = N_("Question no. {number} has moved on. Look at it again.")


class AnotherAnswered(UserError):
    """A mentor changes the own answer only."""

    message = N_("Somebody else answered this question. Only they or the coordinator change the answer.")


class TellsWho(UserError):
    """A text for everybody that names who asked."""

    message = N_("“{found}” tells who asked. Take it out: everybody can read this.")


def ask(
    session: Session, actor: Actor, *, business_id: UUID, topic: str, text: str, now: datetime, evidence_id: UUID | None = None,
) -> UUID:
    """Ask for a business: its member, or a coordinator for them; returns the question's id.

    ``topic`` is one of rules.TOPICS, ``evidence_id`` a photo that was kept for the same business (decisions.services.evidence).
    Raises UnknownChoice, QuestionNeeded, TooLong, Missing.
    """
    actor.require(COORDINATOR, MEMBER)
    actor.require_business(business_id)
    editing.there(session, actor, Business, business_id)
    if topic not in rules.TOPICS:
        raise UnknownChoice()
    said = lines(text, rules.LONGEST_QUESTION)
    if not said:
        raise QuestionNeeded()
    if evidence_id is not None:
        photo = visible(actor, Evidence).with_only_columns(Evidence.id)
        if session.scalar(photo.where(Evidence.id == evidence_id, Evidence.business_id == business_id)) is None:
            raise Missing()
    row = Question(
        association_id=actor.association, id=uuid7(), number=numbers.following(session, actor, Question.number),
        business_id=business_id, topic=topic, text=said, evidence_id=evidence_id, asked_at=now, asked_by=actor.account,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, now=now, action="asked", entity="clinic_question", subject=row.id, label=str(row.number),
        behalf_of=business_id,
    )
    return row.id


def answer(session: Session, actor: Actor, *, question_id: UUID, version: int, answer: str, now: datetime) -> int:
    """Answer an open question, or put one's own answer better until it is published (mentor, coordinator); the new version.

    Raises AnswerNeeded, TooLong, Moved, AnotherAnswered, Stale.
    """
    actor.require(COORDINATOR, MENTOR)
    row = _row(session, actor, question_id, rules.OPEN, rules.ANSWERED)
    if actor.role == MENTOR and row.state == rules.ANSWERED and row.answered_by != actor.account:
        raise AnotherAnswered()
    said = _needed(answer)
    changes: dict[str, Any] = {"answer": said, "state": rules.ANSWERED}
    if row.state == rules.OPEN:
        changes["helped"] = None  # what was said of an earlier answer
    return _save(session, actor, row, version, changes, now, also={"answered_at": now, "answered_by": actor.account})


def publish(
    session: Session, actor: Actor, *, question_id: UUID, version: int, general: str, answer: str, now: datetime,
) -> int:
    """Let everybody read an answer (coordinator): the question as ``general``, neither text telling who asked.

    May be done anew to put the texts better. Returns the new version. Raises QuestionNeeded, AnswerNeeded, TellsWho, Moved, Stale.
    """
    actor.require(COORDINATOR)
    row = _row(session, actor, question_id, rules.ANSWERED, rules.PUBLISHED)
    asked, said = lines(general, rules.LONGEST_QUESTION), _needed(answer)
    if not asked:
        raise QuestionNeeded()
    business, person = session.execute(
        select(Business.name, Person.name)
        .outerjoin(Person, (Person.association_id == Business.association_id) & (Person.id == Business.owner_id))
        .where(Business.association_id == actor.association, Business.id == row.business_id)
    ).one()
    for text in (asked, said):
        if found := rules.gives_away(text, business=business, person=person or ""):
            raise TellsWho(found=found)
    return _save(
        session, actor, row, version, {"general": asked, "answer": said, "state": rules.PUBLISHED}, now,
        also={"published_at": row.published_at or now},
    )


def unpublish(session: Session, actor: Actor, *, question_id: UUID, version: int, now: datetime) -> int:
    """Take an answer back from everybody (coordinator); who asked keeps it. Raises Moved, Stale."""
    actor.require(COORDINATOR)
    row = _row(session, actor, question_id, rules.PUBLISHED)
    return _save(session, actor, row, version, {"state": rules.ANSWERED}, now, also={"published_at": None})


def helped(
    session: Session, actor: Actor, *, question_id: UUID, version: int, yes: bool, now: datetime, still: str = "",
) -> int:
    """Say whether an answer helped: who asked, or a coordinator for them. Returns the new version.

    One that did not help opens the question again, with what is ``still`` not clear below it; the answer stays readable.
    A published answer stays published. Raises Moved, TooLong, Stale.
    """
    actor.require(COORDINATOR, MEMBER)
    row = _row(session, actor, question_id, rules.ANSWERED, rules.PUBLISHED)
    actor.require_business(row.business_id)
    changes: dict[str, Any] = {"helped": yes}
    if not yes and row.state == rules.ANSWERED:
        changes["state"] = rules.OPEN
        changes["text"] = lines(f"{row.text}\n{still}", rules.LONGEST_QUESTION)
    return _save(session, actor, row, version, changes, now)


def withdraw(session: Session, actor: Actor, *, question_id: UUID, version: int, now: datetime) -> int:
    """Take a question back that is not published: who asked, or a coordinator for them. Raises Moved, Stale."""
    actor.require(COORDINATOR, MEMBER)
    row = _row(session, actor, question_id, rules.OPEN, rules.ANSWERED)
    actor.require_business(row.business_id)
    return _save(session, actor, row, version, {"state": rules.WITHDRAWN}, now)


def lines(typed: str, most: int) -> str:
    """A clean text that keeps its lines, none of them empty; raises TooLong."""
    kept = "\n".join(line for line in (clean(part) for part in typed.splitlines()) if line)
    if len(kept) > most:
        raise TooLong(most=most)
    return kept


def _needed(typed: str) -> str:
    said = lines(typed, rules.LONGEST_ANSWER)
    if not said:
        raise AnswerNeeded()
    return said


def _row(session: Session, actor: Actor, question_id: UUID, *states: str) -> Question:
    row = editing.locked(session, actor, Question, question_id)
    if row.state not in states:
        raise Moved(number=row.number)
    return row


def _save(
    session: Session, actor: Actor, row: Question, version: int, changes: Mapping[str, Any], now: datetime, *,
    also: Mapping[str, Any] | None = None,
) -> int:
    return editing.save(
        session, actor, row, version=version, changes=changes, public=("state",), now=now, label=str(row.number),
        behalf_of=row.business_id, also=also,
    )
