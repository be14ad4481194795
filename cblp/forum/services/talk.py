"""What is written down while people talk: who is there, themes with how many raised them, sentences without a speaker, decisions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.decisions.models import Decision
from cblp.decisions.rules import counting
from cblp.decisions.services import decisions
from cblp.errors import Missing, UserError
from cblp.forum import needs
from cblp.forum.models import Meeting, MeetingDecision, MeetingGuest, MeetingQuote, MeetingTheme
from cblp.forum.services.meetings import NotYetBegun, writable
from cblp.growth.rules.clinic import gives_away
from cblp.i18n import N_
from cblp.people.models import Business, Person
from cblp.people.services import audit, editing
from cblp.people.services.register import NameNeeded, UnknownChoice, clip, clipped

Part = TypeVar("Part", MeetingGuest, MeetingTheme, MeetingQuote)

THEME_FIELDS: Final = frozenset({"title", "raised", "note", "pillar", "aspect"})
_TEXTS: Final = {"title": 120, "note": 1_000}
LONGEST_QUOTE: Final = 500
MOST_RAISED: Final = 9_999


class ThemeNeeded(UserError):
    """A theme without words."""

    message = N_("Write the theme in a few words.")


class BadRaised(UserError):
    """A number of people that no meeting has."""

    message = N_("Write how many people raised it, with digits only, for example 12.")


class QuoteNeeded(UserError):
    """A quote without words."""

    message = N_("Write what was said.")


class NamesSomebody(UserError):
    """A quote that names who was there: it is read aloud without a speaker."""

    message = N_("“{found}” tells who is meant. Take it out: quotes are kept without names.")


# -- who is there ------------------------------------------------------------------------------------------------------


def attend(
    session: Session, actor: Actor, *, meeting_id: UUID, business_ids: Collection[UUID], now: datetime, here: bool = True,
) -> int:
    """Write down that these businesses came, or (``here`` False) that they did not after all (coordinator); returns how many changed.

    Raises NotYetBegun (before the meeting's day), MeetingOver, Missing.
    """
    meeting = _begun(session, actor, meeting_id, now)
    asked = set(business_ids)
    if set(session.scalars(visible(actor, Business).with_only_columns(Business.id).where(Business.id.in_(asked)))) != asked:
        raise Missing()
    own = (MeetingGuest.association_id == actor.association) & (MeetingGuest.meeting_id == meeting_id)
    there = set(session.scalars(select(MeetingGuest.business_id).where(own, MeetingGuest.business_id.in_(asked))))
    changed = asked - there if here else asked & there
    if here:
        session.add_all(
            MeetingGuest(
                association_id=actor.association, id=uuid7(), meeting_id=meeting_id, business_id=business, entered_at=now,
                entered_by=actor.account,
            )
            for business in sorted(changed)
        )
    else:
        session.execute(delete(MeetingGuest).where(own, MeetingGuest.business_id.in_(changed)))
    session.flush()
    if changed:
        _record(session, actor, meeting, "attendance", now)
    return len(changed)


def guest(
    session: Session, actor: Actor, *, meeting_id: UUID, name: str, now: datetime, institution: str = "",
) -> UUID:
    """Write down somebody who came from outside (coordinator); returns the row's id. Raises NameNeeded, TooLong, and as ``attend``."""
    meeting = _begun(session, actor, meeting_id, now)
    known = clip(name, 120)
    if not known:
        raise NameNeeded()
    row = MeetingGuest(
        association_id=actor.association, id=uuid7(), meeting_id=meeting_id, name=known, institution=clip(institution, 120),
        entered_at=now, entered_by=actor.account,
    )
    session.add(row)
    session.flush()
    _record(session, actor, meeting, "attendance", now)
    return row.id


def leave_guest(session: Session, actor: Actor, *, guest_id: UUID, now: datetime) -> None:
    """Take a guest out who did not come after all (coordinator). Raises MeetingOver, Missing."""
    row, meeting = _part(session, actor, MeetingGuest, guest_id)
    session.delete(row)
    session.flush()
    _record(session, actor, meeting, "attendance", now)


# -- what was said -----------------------------------------------------------------------------------------------------


def theme(
    session: Session, actor: Actor, *, meeting_id: UUID, title: str, now: datetime, raised: int = 0, note: str = "", pillar: str = "",
    aspect: str = "",
) -> UUID:
    """Write down what was talked about and how many raised it (coordinator); returns the theme's id.

    ``pillar`` and ``aspect`` (needs.PILLARS, needs.ASPECTS) where it answers the template. Raises ThemeNeeded, BadRaised,
    UnknownChoice, TooLong, MeetingOver.
    """
    actor.require(COORDINATOR)
    meeting = writable(session, actor, meeting_id)
    fields = _checked({"title": title, "raised": raised, "note": note, "pillar": pillar, "aspect": aspect})
    row = MeetingTheme(association_id=actor.association, id=uuid7(), meeting_id=meeting_id, **fields)
    session.add(row)
    session.flush()
    _record(session, actor, meeting, "changed", now, {"themes": None})
    return row.id


def edit_theme(
    session: Session, actor: Actor, *, theme_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change THEME_FIELDS (coordinator); returns the new version. Raises Stale, and as ``theme``."""
    row, meeting = _theme(session, actor, theme_id)
    return editing.save(
        session, actor, row, version=version, changes=_checked(changes), public=(), now=now, label=str(meeting.number)
    )


def remove_theme(session: Session, actor: Actor, *, theme_id: UUID, version: int, now: datetime) -> None:
    """Put a theme away; its quotes stay, without it (coordinator). Raises MeetingOver, Stale, Missing."""
    row, meeting = _theme(session, actor, theme_id)
    if row.version != version:
        raise editing.stale(session, actor, row, {"removed_at": now})
    row.removed_at = now
    session.flush()
    _record(session, actor, meeting, "changed", now, {"themes": None})


def quote(
    session: Session, actor: Actor, *, meeting_id: UUID, text: str, now: datetime, theme_id: UUID | None = None,
) -> UUID:
    """Keep a sentence that somebody said, not who (coordinator); returns the quote's id.

    Raises NamesSomebody where the words name a business or person that is there, QuoteNeeded, TooLong, MeetingOver, Missing
    (theme).
    """
    actor.require(COORDINATOR)
    meeting = writable(session, actor, meeting_id)
    said = clip(text, LONGEST_QUOTE)
    if not said:
        raise QuoteNeeded()
    if theme_id is not None and _theme(session, actor, theme_id)[0].meeting_id != meeting_id:
        raise Missing()
    for business, person, name in _there(session, actor, meeting_id):
        if found := gives_away(said, business=business or "", person=person or name):
            raise NamesSomebody(found=found)
    # Not an id that grows with time: beside the attendance it would tell who had just come in.
    row = MeetingQuote(association_id=actor.association, id=uuid4(), meeting_id=meeting_id, theme_id=theme_id, text=said)
    session.add(row)
    session.flush()
    _record(session, actor, meeting, "changed", now, {"quotes": None})
    return row.id


def remove_quote(session: Session, actor: Actor, *, quote_id: UUID, now: datetime) -> None:
    """Put a quote away (coordinator). Raises MeetingOver, Missing."""
    row, meeting = _part(session, actor, MeetingQuote, quote_id)
    if row.removed_at is not None:
        raise Missing()
    row.removed_at = now
    session.flush()
    _record(session, actor, meeting, "changed", now, {"quotes": None})


# -- decisions ---------------------------------------------------------------------------------------------------------


def decide(
    session: Session, actor: Actor, *, meeting_id: UUID, title: str, proposal: str, now: datetime, kind: str = counting.YES_NO,
    options: Collection[decisions.Option] = (),
) -> UUID:
    """Write down a proposal that came up (coordinator): a draft among the decisions, linked to this meeting; returns its id.

    Raises MeetingOver, and as ``decisions.draft``.
    """
    actor.require(COORDINATOR)
    writable(session, actor, meeting_id)
    made = decisions.draft(session, actor, kind=kind, title=title, proposal=proposal, options=tuple(options), now=now)
    link_decision(session, actor, meeting_id=meeting_id, decision_id=made, now=now)
    return made


def link_decision(session: Session, actor: Actor, *, meeting_id: UUID, decision_id: UUID, now: datetime) -> None:
    """Say that a decision came out of this meeting (coordinator); said twice it changes nothing. Raises MeetingOver, Missing."""
    actor.require(COORDINATOR)
    meeting = writable(session, actor, meeting_id)
    editing.there(session, actor, Decision, decision_id)
    if session.get(MeetingDecision, (actor.association, meeting_id, decision_id)) is not None:
        return
    session.add(MeetingDecision(association_id=actor.association, meeting_id=meeting_id, decision_id=decision_id))
    session.flush()
    _record(session, actor, meeting, "changed", now, {"decisions": None})


def unlink_decision(session: Session, actor: Actor, *, meeting_id: UUID, decision_id: UUID, now: datetime) -> None:
    """Take a decision out that was linked by mistake (coordinator); the decision itself stays. Raises MeetingOver, Missing."""
    actor.require(COORDINATOR)
    meeting = writable(session, actor, meeting_id)
    row = session.get(MeetingDecision, (actor.association, meeting_id, decision_id))
    if row is None:
        raise Missing()
    session.delete(row)
    session.flush()
    _record(session, actor, meeting, "changed", now, {"decisions": None})


# -- shared ------------------------------------------------------------------------------------------------------------


def _begun(session: Session, actor: Actor, meeting_id: UUID, now: datetime) -> Meeting:
    """A meeting that people have come to: writable, and on its day or after."""
    actor.require(COORDINATOR)
    meeting = writable(session, actor, meeting_id)
    if actor.day(now) < actor.day(meeting.starts_at):
        raise NotYetBegun(day=actor.day(meeting.starts_at))
    return meeting


def _theme(session: Session, actor: Actor, theme_id: UUID) -> tuple[MeetingTheme, Meeting]:
    row, meeting = _part(session, actor, MeetingTheme, theme_id)
    if row.removed_at is not None:
        raise Missing()
    return row, meeting


def _part(session: Session, actor: Actor, entity: type[Part], row_id: UUID) -> tuple[Part, Meeting]:
    """What was written into a meeting, and the meeting: locked first, as by everybody, so that no two wait for each other."""
    actor.require(COORDINATOR)
    meeting_id = session.scalar(visible(actor, entity).with_only_columns(entity.meeting_id).where(entity.id == row_id))
    if meeting_id is None:
        raise Missing()
    meeting = writable(session, actor, meeting_id)
    return editing.locked(session, actor, entity, row_id), meeting


def _there(session: Session, actor: Actor, meeting_id: UUID) -> list[tuple[str | None, str | None, str]]:
    """(business, who runs it, guest's name) of everybody who came."""
    rows = session.execute(
        select(Business.name, Person.name, MeetingGuest.name)
        .select_from(MeetingGuest)
        .outerjoin(Business, (Business.association_id == MeetingGuest.association_id) & (Business.id == MeetingGuest.business_id))
        .outerjoin(Person, (Person.association_id == Business.association_id) & (Person.id == Business.owner_id))
        .where(MeetingGuest.association_id == actor.association, MeetingGuest.meeting_id == meeting_id)
    )
    return [(business, person, name) for business, person, name in rows]


def _checked(typed: Mapping[str, Any]) -> dict[str, Any]:
    if typed.keys() - THEME_FIELDS:
        raise UnknownChoice()
    fields = clipped(typed, _TEXTS)
    if not fields.get("title", "-"):
        raise ThemeNeeded()
    raised = fields.get("raised", 0)
    if type(raised) is not int or not 0 <= raised <= MOST_RAISED:
        raise BadRaised()
    if fields.get("pillar", "") not in ("", *needs.PILLARS) or fields.get("aspect", "") not in ("", *needs.ASPECTS):
        raise UnknownChoice()
    return fields


def _record(
    session: Session, actor: Actor, meeting: Meeting, action: str, now: datetime, changes: dict[str, Any] | None = None
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity=Meeting.__tablename__, subject=meeting.id, label=str(meeting.number),
        changes=changes,
    )
