"""Trainings with who was invited, who comes and who was there; and the links beside each module."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.days import Span
from cblp.db.actor import Actor
from cblp.db.scope import seen, visible
from cblp.errors import Missing
from cblp.growth.models import Attendance, LearningLink, Training
from cblp.people.models import Business, Person
from cblp.people.scope import phone
from cblp.reach.reports import posts
from cblp.reach.reports.posts import Post
from cblp.reach.reports.query import Selection


@dataclass(frozen=True)
class Row:
    """A training with counts of businesses (``coming_people``: of people) as far as the actor may read them."""

    id: UUID
    version: int
    code: str
    module: str
    title: str
    starts_at: datetime
    minutes: int
    place: str
    link: str
    seats: int | None
    trainer: str
    cycle_id: UUID | None
    state: str
    note: str
    invited: int
    coming: int
    coming_people: int
    present: int


@dataclass(frozen=True)
class Guest:
    """A business at a training. ``answer``: invited (has not answered), coming, not_coming; ``present`` None: not written down."""

    business_id: UUID
    code: str
    business: str
    person: str
    address_form: str
    phone: str
    answer: str
    present: bool | None
    people: int


@dataclass(frozen=True)
class Invitation:
    """A training as one business meets it; ``answer`` is "" where it was not invited."""

    row: Row
    answer: str
    present: bool | None
    people: int


@dataclass(frozen=True)
class Link:
    """A video or an example beside a module."""

    id: UUID
    module: str
    title: str
    url: str


def listing(session: Session, actor: Actor, *, cycle_id: UUID | None = None) -> list[Row]:
    """Every training (of a round), by its day."""
    wanted = visible(actor, Training).order_by(Training.starts_at, Training.id)
    if cycle_id:
        wanted = wanted.where(Training.cycle_id == cycle_id)
    found = list(session.scalars(wanted))
    counts = {
        row[0]: row[1:] for row in session.execute(
            select(
                Attendance.training_id, func.count(), func.sum(case((Attendance.answer == "coming", 1), else_=0)),
                func.sum(case((Attendance.answer == "coming", Attendance.people), else_=0)),
                func.sum(case((Attendance.present.is_(True), 1), else_=0)),
            ).where(seen(actor, Attendance)).group_by(Attendance.training_id)
        )
    }
    return [_row(training, *counts.get(training.id, (0, 0, 0, 0))) for training in found]


def guests(session: Session, actor: Actor, *, training_id: UUID) -> list[Guest]:
    """Who was invited or came, by name. Raises Missing."""
    if session.scalars(visible(actor, Training).where(Training.id == training_id)).one_or_none() is None:
        raise Missing()
    rows = session.execute(
        select(
            Business.id, Business.code, Business.name, Person.name, Person.address_form, phone(actor), Attendance.answer,
            Attendance.present, Attendance.people,
        )
        .join(Attendance, and_(Attendance.association_id == Business.association_id, Attendance.business_id == Business.id))
        .outerjoin(Person, and_(Person.association_id == Business.association_id, Person.id == Business.owner_id, seen(actor, Person)))
        .where(seen(actor, Attendance), Attendance.training_id == training_id).order_by(Business.name, Business.id)
    )
    return [
        Guest(id_, code, name, person or "", form or "", number or "", answer, present, people)
        for id_, code, name, person, form, number, answer, present, people in rows
    ]


def of_business(session: Session, actor: Actor, *, business_id: UUID) -> list[Invitation]:
    """What trainings are or were for a business: those it was invited to or came to, and all that are still planned."""
    own = {
        row.training_id: row
        for row in session.scalars(visible(actor, Attendance).where(Attendance.business_id == business_id))
    }
    found = []
    for row in listing(session, actor):
        mine = own.get(row.id)
        if mine or row.state == "planned":
            found.append(Invitation(row, mine.answer if mine else "", mine.present if mine else None, mine.people if mine else 1))
    return found


def links(session: Session, actor: Actor, *, module: str = "") -> list[Link]:
    """Links that are shown, the newest first."""
    wanted = visible(actor, LearningLink).where(LearningLink.removed_at.is_(None)).order_by(
        LearningLink.added_at.desc(), LearningLink.id.desc()
    )
    if module:
        wanted = wanted.where(LearningLink.module == module)
    return [Link(link.id, link.module, link.title, link.url) for link in session.scalars(wanted)]


def cases(session: Session, actor: Actor, *, first: date, last: date, limit: int = 5) -> list[Post]:
    """The association's own posts with most interactions and an address, to learn from."""
    best = posts.best_posts(session, actor, selection=Selection(Span(first, last)), limit=4 * limit)
    return [post for post in best if post.permalink and post.interactions][:limit]


def _row(training: Training, invited: int, coming: int, people: int, present: int) -> Row:
    return Row(
        training.id, training.version, training.code, training.module, training.title, training.starts_at, training.minutes,
        training.place, training.link, training.seats, training.trainer, training.cycle_id, training.state, training.note,
        invited, coming, people, present,
    )
