"""Meetings: planned, their figures frozen, held, and final with their minutes; what is typed into the slides; the next one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.forum.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.ids import uuid7
from cblp.db.numbers import following
from cblp.errors import Stale, UserError
from cblp.forum.models import Meeting, MeetingGuest, SlideText
from cblp.forum.reports import actions as promises
from cblp.forum.rules import rhythm, states
from cblp.i18n import N_, formats, translate
from cblp.people import seal_words
from cblp.people.models import Account, Association, AuditEntry
from cblp.people.services import audit, editing, seals
from cblp.people.services.register import DayRefused, ReasonNeeded, TooLong, UnknownChoice, clip, clipped

FIELDS: Final = frozenset({"title", "starts_at", "place"})
"""What is edited in a meeting until it is final."""
_TEXTS: Final = {"title": 120, "place": 160}
LONGEST_SLIDE: Final = 1_000
LONGEST_MINUTES: Final = 20_000


class MeetingOver(UserError):
    """Final or called off: nothing in it changes any more."""

    message = N_("This meeting is final or called off. Nothing in it can change any more.")


class AlreadyPlanned(UserError):
    """A second meeting about the same month."""

    message = N_("Meeting no. {number} is about {month} already. Open that one.")

    def text(self, language: str | None = None) -> str:
        """The message with its month as people write it."""
        return translate(self.message, language).format(**{**self.values, "month": formats.month(self.values["month"])})


class AlreadyHeld(UserError):
    """What is decided before a meeting takes place: its figures, and whether it is at all."""

    message = N_("This meeting has taken place already.")


class NotYetBegun(DayRefused):
    """Who came and what was said is written down on the day, not before."""

    message = N_("This meeting is on {day}. Write that down on the day or afterwards.")


class NotHeld(UserError):
    """Minutes of a meeting that did not take place."""

    message = N_("Say first that the meeting took place.")


class NobodyThere(UserError):
    """Minutes of a meeting that nobody came to."""

    message = N_("Write down who was there first. If nobody came, call the meeting off.")


class TooEarly(DayRefused):
    """A next meeting that is not after this one."""

    message = N_("The next meeting must be after {day}. Choose a later day.")


# -- before ------------------------------------------------------------------------------------------------------------


def plan(
    session: Session, actor: Actor, *, month: date, starts_at: datetime, now: datetime, kind: str = states.MONTHLY, place: str = "",
    title: str = "",
) -> UUID:
    """Plan a meeting (coordinator); returns its id. ``month`` is any day of the month that it looks at.

    It begins with what the meeting before it left open. Raises AlreadyPlanned (of kind monthly), UnknownChoice, TooLong.
    """
    actor.require(COORDINATOR)
    if kind not in states.KINDS:
        raise UnknownChoice()
    first = month.replace(day=1)
    number = following(session, actor, Meeting.number)  # from here on nobody else plans beside us
    if kind == states.MONTHLY:
        taken = session.scalar(select(Meeting.number).where(
            Meeting.association_id == actor.association, Meeting.kind == kind, Meeting.month == first, Meeting.state != states.OFF,
        ).limit(1))
        if taken is not None:
            raise AlreadyPlanned(number=taken, month=first)
    row = Meeting(
        association_id=actor.association, id=uuid7(), number=number, kind=kind, month=first, starts_at=starts_at,
        before_id=_before(session, actor, starts_at), **clipped({"title": title, "place": place}, _TEXTS),
    )
    session.add(row)
    session.flush()
    _record(session, actor, row, "created", now)
    return row.id


def make(
    session: Session, actor: Actor, *, month: date, starts_at: datetime, now: datetime, kind: str = states.MONTHLY, place: str = "",
    title: str = "",
) -> UUID:
    """Plan a meeting and freeze its figures in one step, so that its slides are there at once; as ``plan``."""
    made = plan(session, actor, month=month, starts_at=starts_at, kind=kind, place=place, title=title, now=now)
    freeze(session, actor, meeting_id=made, now=now)
    return made


def plan_next(session: Session, actor: Actor, *, meeting_id: UUID, starts_at: datetime, now: datetime, place: str = "") -> UUID:
    """Plan the meeting after this one, about the month after its month (a mapping of needs: again of needs); returns its id.

    Without a ``place`` it is where this one was. Raises TooEarly, and as ``plan``.
    """
    actor.require(COORDINATOR)
    row = editing.locked(session, actor, Meeting, meeting_id)
    if starts_at <= row.starts_at:
        raise TooEarly(day=actor.day(row.starts_at))
    month = rhythm.month_after(row.month) if row.kind == states.MONTHLY else rhythm.month_of(actor.day(starts_at))
    return plan(session, actor, month=month, starts_at=starts_at, kind=row.kind, place=place.strip() or row.place, now=now)


def edit(
    session: Session, actor: Actor, *, meeting_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a meeting that is not final (coordinator); returns the new version. Raises MeetingOver, TooLong, Stale."""
    actor.require(COORDINATOR)
    editing.only(changes, FIELDS)
    row = writable(session, actor, meeting_id)
    fields = clipped(changes, _TEXTS)
    also = {"before_id": _before(session, actor, fields["starts_at"], besides=row.id)} if "starts_at" in fields else None
    return editing.save(
        session, actor, row, version=version, changes=fields, public=FIELDS, now=now, label=str(row.number), also=also
    )


def call_off(session: Session, actor: Actor, *, meeting_id: UUID, reason: str, now: datetime) -> None:
    """Call a planned meeting off (coordinator); members read that it is off. Raises ReasonNeeded, AlreadyHeld, MeetingOver, TooLong."""
    actor.require(COORDINATOR)
    row = _planned(session, actor, meeting_id)
    said = clip(reason, 200)
    if not said:
        raise ReasonNeeded()
    row.state, row.called_off = states.OFF, said
    session.flush()
    _record(session, actor, row, "called_off", now)


def freeze(session: Session, actor: Actor, *, meeting_id: UUID, now: datetime) -> None:
    """Take the month's figures as they are now, for the slides (coordinator); may be done anew until the meeting is held.

    What was typed into the slides stays. Raises AlreadyHeld, MeetingOver.
    """
    actor.require(COORDINATOR)
    row = _planned(session, actor, meeting_id)
    _freeze(session, actor, row, now)
    _record(session, actor, row, "frozen", now)


# -- on the day and after ----------------------------------------------------------------------------------------------


def hold(session: Session, actor: Actor, *, meeting_id: UUID, now: datetime) -> None:
    """Say that the meeting takes place (coordinator): its figures stay as they are from now on; frozen now if they never were.

    Raises NotYetBegun (before its day), AlreadyHeld, MeetingOver.
    """
    actor.require(COORDINATOR)
    row = _planned(session, actor, meeting_id)
    if actor.day(now) < actor.day(row.starts_at):
        raise NotYetBegun(day=actor.day(row.starts_at))
    if row.snapshot is None:
        _freeze(session, actor, row, now)
    row.state = states.HELD
    session.flush()
    _record(session, actor, row, "held", now)


def finalise(session: Session, actor: Actor, *, meeting_id: UUID, now: datetime, minutes: str | None = None) -> None:
    """Make a held meeting final (coordinator): from now on it is read only, with its promises as they stand now.

    ``minutes`` replace those that were written so far. The promises themselves go on. Raises NotHeld, NobodyThere, MeetingOver,
    TooLong.
    """
    actor.require(COORDINATOR)
    row = writable(session, actor, meeting_id)
    if row.state != states.HELD:
        raise NotHeld()
    came = select(MeetingGuest.id).where(MeetingGuest.association_id == actor.association, MeetingGuest.meeting_id == meeting_id)
    if session.scalar(came.limit(1)) is None:
        raise NobodyThere()
    if minutes is not None:
        row.minutes = long(minutes, LONGEST_MINUTES)
    row.snapshot = {**(row.snapshot or {}), "seal": seal_words.kept(seals.seal(session, actor, now=now)), "ended": {
        "promises": promises.frozen(promises.begins_with(session, actor, meeting_id=meeting_id)),
        "actions": promises.frozen(promises.of_meeting(session, actor, meeting_id=meeting_id)),
    }}
    row.state, row.final_at, row.final_by = states.FINAL, now, actor.account
    session.flush()
    _record(session, actor, row, "finalised", now)


def write(
    session: Session, actor: Actor, *, meeting_id: UUID, slide: str, text: str, version: int, now: datetime,
) -> int:
    """Keep what was typed into a slide, or the minutes (``slide`` is one of states.TYPED; coordinator); returns the new version.

    ``version`` is 0 for a slide that nothing was typed into yet; for the minutes it is the meeting's. Raises UnknownChoice,
    TooLong, MeetingOver, Stale (its values are ``text`` for a slide, ``minutes`` for the minutes).
    """
    actor.require(COORDINATOR)
    if slide not in states.TYPED:
        raise UnknownChoice()
    meeting = writable(session, actor, meeting_id)  # the lock also keeps two first texts of one slide apart
    if slide == states.MINUTES:
        return _write_minutes(session, actor, meeting, long(text, LONGEST_MINUTES), version, now)
    said = long(text, LONGEST_SLIDE)
    row = session.get(SlideText, (actor.association, meeting_id, slide), populate_existing=True)
    if row is None:
        if not said:
            return 0
        row = SlideText(association_id=actor.association, meeting_id=meeting_id, slide=slide, text=said)
        session.add(row)
    elif row.text == said:
        return row.version
    elif row.version != version:
        raise _typed_since(session, actor, row, said)
    else:
        row.text = said
    session.flush()
    _record(session, actor, meeting, "changed", now, {"slide": slide})
    return row.version


# -- shared ------------------------------------------------------------------------------------------------------------


def writable(session: Session, actor: Actor, meeting_id: UUID) -> Meeting:
    """A meeting that is not over, locked until the transaction ends; raises MeetingOver, Missing."""
    row = editing.locked(session, actor, Meeting, meeting_id)
    if row.state not in states.WRITABLE:
        raise MeetingOver()
    return row


def long(typed: str, most: int) -> str:
    """A text of many lines as it is kept; raises TooLong."""
    kept = typed.strip()
    if len(kept) > most:
        raise TooLong(most=most)
    return kept


def _planned(session: Session, actor: Actor, meeting_id: UUID) -> Meeting:
    row = writable(session, actor, meeting_id)
    if row.state != states.PLANNED:
        raise AlreadyHeld()
    return row


def _freeze(session: Session, actor: Actor, row: Meeting, now: datetime) -> None:
    from cblp.forum import snapshot

    row.before_id = _before(session, actor, row.starts_at, besides=row.id)  # one that was called off meanwhile is none
    version = session.scalar(select(Association.data_version).where(Association.association_id == actor.association))
    # Everything that was done until now, in letters that stand on paper: a later edit shows.
    sealed = seal_words.kept(seals.seal(session, actor, now=now))
    row.snapshot = {**snapshot.make(session, actor, row, now), "data_version": version, "seal": sealed}
    row.frozen_at, row.frozen_by = now, actor.account
    session.flush()


def _before(session: Session, actor: Actor, starts_at: datetime, besides: UUID | None = None) -> UUID | None:
    """The last meeting that comes before ``starts_at``."""
    earlier = select(Meeting.id).where(
        Meeting.association_id == actor.association, Meeting.starts_at < starts_at, Meeting.state != states.OFF, Meeting.id != besides,
    )
    return session.scalar(earlier.order_by(Meeting.starts_at.desc(), Meeting.number.desc()).limit(1))


def _write_minutes(session: Session, actor: Actor, row: Meeting, said: str, version: int, now: datetime) -> int:
    if said == row.minutes:
        return row.version
    if row.version != version:
        raise editing.stale(session, actor, row, {"minutes": said})
    row.minutes = said
    session.flush()
    _record(session, actor, row, "changed", now, {"slide": states.MINUTES})
    return row.version


def _typed_since(session: Session, actor: Actor, row: SlideText, said: str) -> Stale:
    """The refusal of a stale text: a slide has no row of its own in the trail, its meeting's tell who typed it last."""
    trail = session.execute(
        select(AuditEntry.changes, AuditEntry.at, Account.name).outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(AuditEntry.association_id == actor.association, AuditEntry.subject_id == row.meeting_id)
        .order_by(AuditEntry.id.desc())
    )
    last = next(((name, at) for changes, at, name in trail if changes.get("slide") == row.slide), None)
    return Stale(
        theirs={"text": row.text}, yours={"text": said}, who=(last[0] or "") if last else "", at=last[1] if last else None,
        version=row.version,
    )


def _record(
    session: Session, actor: Actor, row: Meeting, action: str, now: datetime, changes: dict[str, Any] | None = None
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="meeting", subject=row.id, label=str(row.number), changes=changes
    )
