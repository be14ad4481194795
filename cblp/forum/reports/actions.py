"""What was promised: who does what until when, what is still open, and how much was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

import cblp.forum.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.days import month as month_span
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.errors import Missing
from cblp.forum.models import ActionItem, Meeting
from cblp.forum.rules import states
from cblp.forum.rules.states import Kept
from cblp.people.models import Business, Person
from cblp.people.scope import phone

OFFICE: Final = (COORDINATOR, TREASURER)
LATELY: Final = timedelta(days=60)


@dataclass(frozen=True)
class Item:
    """A promise. Of ``business`` (with its id) and ``owner`` (a name or an office) one says who; ``state_on`` is since when.

    ``meeting_number`` and ``meeting_at`` say where it was promised (None: outside a meeting).
    """

    id: UUID
    version: int
    number: int
    text: str
    meeting_id: UUID | None
    meeting_number: int | None
    meeting_at: datetime | None
    business_id: UUID | None
    business: str
    owner: str
    due_on: date | None
    state: str
    state_on: date
    reason: str
    result: str

    @property
    def who(self) -> str:
        """The business or the name."""
        return self.business or self.owner

    @property
    def live(self) -> bool:
        """Neither done nor dropped."""
        return self.state in states.LIVE

    def late(self, today: date) -> bool:
        """Not done although its day is over."""
        return self.live and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class Reminder:
    """Who to write to about what they promised; ``phone`` as stored, "" where nobody knows it or it is not the reader's to know."""

    business_id: UUID
    business: str
    person: str
    address_form: str
    phone: str
    items: tuple[Item, ...]


def listing(session: Session, actor: Actor) -> list[Item]:
    """Every promise (office): first what is not over, the next due day first, then the others, the last settled first."""
    actor.require(*OFFICE)
    found = _items(session, actor, ActionItem.state != "")
    over = sorted((item for item in found if not item.live), key=lambda item: (item.state_on, item.number), reverse=True)
    return [item for item in found if item.live] + over


def open_items(session: Session, actor: Actor) -> list[Item]:
    """What is not over (office), the next due day first, without a day last."""
    actor.require(*OFFICE)
    return _items(session, actor, ActionItem.state.in_(states.LIVE))


def of_meeting(session: Session, actor: Actor, *, meeting_id: UUID) -> list[Item]:
    """What was promised in a meeting (office), as it stands now, in the order in which it was written down."""
    actor.require(*OFFICE)
    return sorted(_items(session, actor, ActionItem.meeting_id == meeting_id), key=lambda item: item.number)


def begins_with(session: Session, actor: Actor, *, meeting_id: UUID) -> list[Item]:
    """The promises that a meeting begins with (office), in the order in which they were given: those of the meeting before it,
    older ones that are not over, and those settled since that meeting. Raises Missing."""
    actor.require(*OFFICE)
    row = session.execute(
        visible(actor, Meeting).with_only_columns(Meeting.starts_at, Meeting.before_id).where(Meeting.id == meeting_id)
    ).one_or_none()
    if row is None:
        raise Missing()
    starts_at, before_id = row
    before = session.scalar(visible(actor, Meeting).with_only_columns(Meeting.starts_at).where(Meeting.id == before_id))
    wanted: ColumnElement[bool] = ActionItem.state.in_(states.LIVE)
    if before:
        wanted |= (ActionItem.meeting_id == before_id) | (ActionItem.state_on > actor.day(before))
    # What later meetings promised is not of this one's past, nor is what it promises itself.
    return sorted(
        (
            item for item in _items(session, actor, wanted)
            if item.meeting_id != meeting_id and (item.meeting_at is None or item.meeting_at < starts_at)
        ),
        key=lambda item: item.number,
    )


def mine(session: Session, actor: Actor, *, business_id: UUID, today: date) -> list[Item]:
    """What a business promised (its member, the office): what is not over, and what was done in the last 60 days."""
    actor.require(*OFFICE, MEMBER)
    if actor.role == MEMBER:
        actor.require_business(business_id)
    lately = and_(ActionItem.state == states.DONE, ActionItem.state_on > today - LATELY)
    found = _items(session, actor, (ActionItem.business_id == business_id) & or_(ActionItem.state.in_(states.LIVE), lately))
    return sorted(found, key=lambda item: not item.live)


def to_remind(session: Session, actor: Actor, *, until: date) -> list[Reminder]:
    """The businesses with a promise that is due by ``until`` and not over, by name (coordinator)."""
    actor.require(COORDINATOR)
    due: dict[UUID, list[Item]] = {}
    for item in _items(session, actor, ActionItem.state.in_(states.LIVE) & (ActionItem.due_on <= until)):
        if item.business_id:
            due.setdefault(item.business_id, []).append(item)
    rows = session.execute(
        select(Business.id, Business.name, Person.name, Person.address_form, phone(actor))
        .outerjoin(Person, (Person.association_id == Business.association_id) & (Person.id == Business.owner_id))
        .where(seen(actor, Business), Business.id.in_(due)).order_by(Business.name, Business.id)
    )
    return [
        Reminder(id_, name, person or "", form or "", number, tuple(due[id_])) for id_, name, person, form, number in rows
    ]


def kept(session: Session, actor: Actor, *, month: date) -> Kept:
    """What became of the promises whose day fell into the month of ``month`` (office)."""
    actor.require(*OFFICE)
    span = month_span(month)
    rows = session.execute(
        select(ActionItem.state, ActionItem.state_on, ActionItem.due_on)
        .where(seen(actor, ActionItem), ActionItem.due_on.between(span.first, span.last))
    )
    return states.kept((state, since, due) for state, since, due in rows)


# -- a final meeting keeps its promises as they were -------------------------------------------------------------------


def frozen(items: Iterable[Item]) -> dict[str, dict[str, str | None]]:
    """The state and day of promises as a meeting's snapshot keeps them."""
    return {str(item.id): {"state": item.state, "due": item.due_on.isoformat() if item.due_on else None} for item in items}


def as_frozen(session: Session, actor: Actor, kept: Mapping[str, Mapping[str, Any]]) -> list[Item]:
    """Promises with the state and day that ``frozen`` kept, in the order in which they were given (office).

    What was said of a state that came later is left out.
    """
    actor.require(*OFFICE)
    found = _items(session, actor, ActionItem.id.in_([UUID(id_) for id_ in kept]))
    return sorted((_as_it_was(item, kept[str(item.id)]) for item in found), key=lambda item: item.number)


def _as_it_was(item: Item, was: Mapping[str, Any]) -> Item:
    due = date.fromisoformat(was["due"]) if was["due"] else None
    if item.state == was["state"]:
        return replace(item, due_on=due)
    return replace(item, due_on=due, state=was["state"], reason="", result="")


def _items(session: Session, actor: Actor, wanted: ColumnElement[bool]) -> list[Item]:
    """By due day (none last), then number. A business is named whoever promised: the row itself is the reader's to see."""
    rows = session.execute(
        select(ActionItem, Business.name, Meeting.number, Meeting.starts_at)
        .outerjoin(Business, (Business.association_id == ActionItem.association_id) & (Business.id == ActionItem.business_id))
        .outerjoin(Meeting, (Meeting.association_id == ActionItem.association_id) & (Meeting.id == ActionItem.meeting_id))
        .where(seen(actor, ActionItem), wanted)
        .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.number)
    )
    return [
        Item(
            row.id, row.version, row.number, row.text, row.meeting_id, number, starts_at, row.business_id, business or "", row.owner,
            row.due_on, row.state, row.state_on, row.reason, row.result,
        )
        for row, business, number, starts_at in rows
    ]
