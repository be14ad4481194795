"""Questions and answers: for who asked, for who answers, and, without a name, for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

import cblp.growth.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, TREASURER, Actor
from cblp.db.scope import seen
from cblp.decisions.models import Evidence
from cblp.errors import Missing, NotAllowed
from cblp.growth.models import Question
from cblp.growth.rules import clinic as rules
from cblp.people.models import Account, Business, Person
from cblp.people.scope import phone

OFFICE: Final = (COORDINATOR, TREASURER)
LATELY: Final = timedelta(days=90)


@dataclass(frozen=True)
class Row:
    """A question. ``answerer`` is the name of who answered; ``answer`` of an open one is the one that did not help."""

    id: UUID
    number: int
    version: int
    business_id: UUID
    business: str
    topic: str
    text: str
    has_photo: bool
    asked_at: datetime
    state: str
    answer: str
    answered_at: datetime | None
    answered_by: UUID | None
    answerer: str
    helped: bool | None
    general: str
    published_at: datetime | None


@dataclass(frozen=True)
class Published:
    """An answer for everybody: nothing in it leads to who asked."""

    topic: str
    question: str
    answer: str
    published_at: datetime


@dataclass(frozen=True)
class Summary:
    """``open`` questions, the oldest since ``oldest``, ``slow`` of them for more than rules.SLOW days; of those answered in the last
    90 days: how many, in how many hours typically (the median; None without any), and how many helped of how many told."""

    open: int
    oldest: datetime | None
    slow: int
    answered: int
    hours: int | None
    helped: int
    told: int


@dataclass(frozen=True)
class Contact:
    """Who to write to; ``phone`` as stored, "" where nobody knows it."""

    person: str
    address_form: str
    phone: str


def questions(session: Session, actor: Actor) -> list[Row]:
    """The open ones, the longest waiting first, then the others, the newest first.

    The office reads all; a mentor the open ones, and all of the mentees.
    """
    actor.require(*OFFICE, MENTOR)
    wanted: ColumnElement[bool] = Question.state != rules.WITHDRAWN
    if actor.role == MENTOR:
        # Not what this account answered: the answer to this is kept for all mentors with the same mentees.
        wanted &= (Question.state == rules.OPEN) | Question.business_id.in_(actor.mentee_businesses)
    rows = _rows(session, actor, wanted)
    waiting = [row for row in rows if row.state == rules.OPEN]
    return sorted(waiting, key=lambda row: row.number) + [row for row in rows if row.state != rules.OPEN]


def answered(session: Session, actor: Actor, *, account: UUID) -> list[Row]:
    """What an account answered, the newest question first (office; a mentor the own ones)."""
    actor.require(*OFFICE, MENTOR)
    if actor.role == MENTOR and account != actor.account:
        raise NotAllowed("another mentor's answers")
    return _rows(session, actor, (Question.answered_by == account) & Question.state.in_((rules.ANSWERED, rules.PUBLISHED)))


def mine(session: Session, actor: Actor, *, business_id: UUID) -> list[Row]:
    """What a business asked, the newest first."""
    actor.require(COORDINATOR, MEMBER)
    actor.require_business(business_id)
    return _rows(session, actor, (Question.business_id == business_id) & (Question.state != rules.WITHDRAWN))


def published(session: Session, actor: Actor) -> list[Published]:
    """The answers for everybody, the newest first (not for a liaison)."""
    actor.require(*OFFICE, MEMBER, MENTOR)
    # Not by ``seen``: the rows carry who asked, these columns do not.
    rows = session.execute(
        select(Question.topic, Question.general, Question.answer, Question.published_at)
        .where(Question.association_id == actor.association, Question.state == rules.PUBLISHED)
        .order_by(Question.published_at.desc(), Question.id)
    )
    return [Published(topic, general, answer, at) for topic, general, answer, at in rows if at]


def photo(session: Session, actor: Actor, *, question_id: UUID) -> bytes:
    """The photo of a question as WebP, for whoever may read the question; raises Missing."""
    content: bytes | None = session.scalar(
        select(Evidence.content)
        .join(Question, (Question.association_id == Evidence.association_id) & (Question.evidence_id == Evidence.id))
        .where(seen(actor, Question), Question.id == question_id)
    )
    if content is None:
        raise Missing()
    return content


def contact(session: Session, actor: Actor, *, question_id: UUID) -> Contact:
    """Who asked, to write to them (coordinator, and the mentor who may read the question); raises Missing.

    A mentor learns person and number of the mentees only; of others they know the business.
    """
    actor.require(COORDINATOR, MENTOR)
    row = session.execute(
        select(Person.name, Business.name, Person.address_form, phone(actor))
        .select_from(Question)
        .join(Business, (Business.association_id == Question.association_id) & (Business.id == Question.business_id))
        .outerjoin(Person, (
            (Person.association_id == Business.association_id) & (Person.id == Business.owner_id) & seen(actor, Person)
        ))
        .where(seen(actor, Question), Question.id == question_id)
    ).one_or_none()
    if row is None:
        raise Missing()
    person, business, form, number = row
    return Contact(person or business, form or "", number or "")


def summary(session: Session, actor: Actor, *, today: date) -> Summary:
    """How the clinic does (office)."""
    actor.require(*OFFICE)
    rows = _rows(session, actor, Question.state != rules.WITHDRAWN)
    waiting = [row for row in rows if row.state == rules.OPEN]
    done = [
        (row, row.answered_at) for row in rows
        if row.state != rules.OPEN and row.answered_at and actor.day(row.answered_at) > today - LATELY
    ]
    told = [row for row, _at in done if row.helped is not None]
    return Summary(
        len(waiting), min((row.asked_at for row in waiting), default=None),
        sum((today - actor.day(row.asked_at)).days > rules.SLOW for row in waiting), len(done),
        rules.middle(round((at - row.asked_at).total_seconds() / 3600) for row, at in done),
        sum(bool(row.helped) for row in told), len(told),
    )


def _rows(session: Session, actor: Actor, wanted: ColumnElement[bool]) -> list[Row]:
    found = session.execute(
        select(Question, Business.name, Account.name)
        .join(Business, (Business.association_id == Question.association_id) & (Business.id == Question.business_id))
        .outerjoin(Account, Account.id == Question.answered_by)
        .where(seen(actor, Question), wanted).order_by(Question.number.desc())
    )
    return [
        Row(
            row.id, row.number, row.version, row.business_id, business, row.topic, row.text, row.evidence_id is not None,
            row.asked_at, row.state, row.answer, row.answered_at, row.answered_by, answerer or "", row.helped, row.general,
            row.published_at,
        )
        for row, business, answerer in found
    ]
