"""Meetings as people read them: all of them, one with everything that was said, its slides, and the days to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

import cblp.forum.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.decisions.models import Decision
from cblp.errors import Missing, UserError
from cblp.forum.models import ActionItem, Meeting, MeetingDecision, MeetingGuest, MeetingQuote, MeetingTheme, SlideText
from cblp.forum.reports import actions
from cblp.forum.reports.actions import Item
from cblp.forum.rules import rhythm, states
from cblp.i18n import N_
from cblp.intake.models import ImportBatch
from cblp.people.models import Account, Association, Business

OFFICE: Final = (COORDINATOR, TREASURER)


@dataclass(frozen=True)
class Row:
    """A meeting in the list: how many came (``businesses`` and ``guests``), and ``done`` of the ``promised`` there, as of now."""

    id: UUID
    number: int
    kind: str
    title: str
    month: date
    starts_at: datetime
    place: str
    state: str
    called_off: str
    frozen: bool
    businesses: int
    guests: int
    promised: int
    done: int
    decisions: int


@dataclass(frozen=True)
class Typed:
    """What was typed into a slide, and the version to start a save from (0: nothing yet)."""

    text: str = ""
    version: int = 0


@dataclass(frozen=True)
class Attendee:
    """A business that came."""

    business_id: UUID
    code: str
    business: str


@dataclass(frozen=True)
class Guest:
    """Somebody from outside who came."""

    id: UUID
    name: str
    institution: str


@dataclass(frozen=True)
class Theme:
    """What was talked about; ``raised`` is people. ``pillar`` and ``aspect`` of the template of needs, or ""."""

    id: UUID
    version: int
    title: str
    raised: int
    note: str
    pillar: str
    aspect: str


@dataclass(frozen=True)
class Quote:
    """A sentence without a speaker."""

    id: UUID
    theme_id: UUID | None
    text: str


@dataclass(frozen=True)
class Decided:
    """A decision that came out of the meeting, as it stands now."""

    id: UUID
    number: int
    title: str
    state: str
    outcome: str


@dataclass(frozen=True)
class Beside:
    """The meeting before or after."""

    id: UUID
    number: int
    starts_at: datetime
    state: str


@dataclass(frozen=True)
class Detail:
    """A meeting with everything in it.

    ``promises`` is what it begins with, ``items`` what was promised in it; of a final meeting as they stood then. ``typed`` has the
    slides that something was typed into. Themes come the most raised first, quotes in an order that says nothing.
    ``new_files`` counts the files brought in or taken out since the figures were frozen.
    """

    id: UUID
    version: int
    number: int
    kind: str
    title: str
    month: date
    starts_at: datetime
    place: str
    state: str
    called_off: str
    minutes: str
    frozen_at: datetime | None
    frozen_by: str
    final_at: datetime | None
    final_by: str
    new_files: int
    before: Beside | None
    after: Beside | None
    typed: Mapping[str, Typed]
    businesses: tuple[Attendee, ...]
    guests: tuple[Guest, ...]
    themes: tuple[Theme, ...]
    quotes: tuple[Quote, ...]
    decisions: tuple[Decided, ...]
    promises: tuple[Item, ...]
    items: tuple[Item, ...]

    @property
    def writable(self) -> bool:
        """Neither final nor called off."""
        return self.state in states.WRITABLE


@dataclass(frozen=True)
class Upcoming:
    """A meeting as members meet it: when and where; ``called_off`` says why it is not."""

    id: UUID
    kind: str
    starts_at: datetime
    place: str
    called_off: str


@dataclass(frozen=True)
class Material:
    """What the slides of a meeting are made from: frozen figures, typed words by slide, promises (as in ``Detail``), whose it is.

    ``day`` is the local day of the meeting.
    """

    kind: str
    title: str
    month: date
    day: date
    snapshot: Mapping[str, Any]
    typed: Mapping[str, str]
    promises: tuple[Item, ...]
    items: tuple[Item, ...]
    association: str
    colour: str
    logo: bytes | None


class NotFrozen(UserError):
    """Slides of a meeting without figures."""

    message = N_("This meeting has no figures yet. Fill them in first.")


@dataclass(frozen=True)
class Suggestion:
    """What the next meeting would be: about ``month``, on ``day``, where the last one was."""

    month: date
    day: date
    place: str


def series(session: Session, actor: Actor) -> list[Row]:
    """Every meeting (office), the newest first."""
    actor.require(*OFFICE)
    came = _counts(session, actor, MeetingGuest, func.count(MeetingGuest.business_id), func.count())
    promised = _counts(session, actor, ActionItem, func.count(), func.sum(case((ActionItem.state == states.DONE, 1), else_=0)))
    decided = _counts(session, actor, MeetingDecision, func.count())
    found = session.execute(
        select(
            Meeting.id, Meeting.number, Meeting.kind, Meeting.title, Meeting.month, Meeting.starts_at, Meeting.place, Meeting.state,
            Meeting.called_off, Meeting.frozen_at,
        ).where(seen(actor, Meeting)).order_by(Meeting.starts_at.desc(), Meeting.number.desc())
    )
    rows = []
    for row in found:
        businesses, everybody = came.get(row.id, (0, 0))
        given, done = promised.get(row.id, (0, 0))
        rows.append(Row(
            row.id, row.number, row.kind, row.title, row.month, row.starts_at, row.place, row.state, row.called_off,
            row.frozen_at is not None, businesses, everybody - businesses, given, done, decided.get(row.id, (0,))[0],
        ))
    return rows


def one(session: Session, actor: Actor, *, meeting_id: UUID) -> Detail:
    """A meeting with everything in it (office); raises Missing."""
    actor.require(*OFFICE)
    row = _meeting(session, actor, meeting_id)
    promises, items = _promises(session, actor, row)
    names: dict[UUID | None, str] = {None: "", **dict(session.execute(
        select(Account.id, Account.name).where(Account.id.in_([by for by in (row.frozen_by, row.final_by) if by]))
    ).all())}
    followers = visible(actor, Meeting).where(Meeting.before_id == row.id, Meeting.state != states.OFF)
    return Detail(
        row.id, row.version, row.number, row.kind, row.title, row.month, row.starts_at, row.place, row.state, row.called_off,
        row.minutes, row.frozen_at, names.get(row.frozen_by, ""), row.final_at, names.get(row.final_by, ""),
        _new_files(session, actor, row.frozen_at),
        _beside(session, visible(actor, Meeting).where(Meeting.id == row.before_id)),
        _beside(session, followers.order_by(Meeting.starts_at).limit(1)),
        _typed(session, actor, meeting_id), _businesses(session, actor, meeting_id), _guests(session, actor, meeting_id),
        _themes(session, actor, meeting_id), _quotes(session, actor, meeting_id), _decisions(session, actor, meeting_id),
        tuple(promises), tuple(items),
    )


def material(session: Session, actor: Actor, *, meeting_id: UUID) -> Material:
    """What a meeting's slides are made from (office); raises NotFrozen, Missing."""
    actor.require(*OFFICE)
    row = _meeting(session, actor, meeting_id)
    if row.snapshot is None:
        raise NotFrozen()
    promises, items = _promises(session, actor, row)
    association, colour, logo = session.execute(
        select(Association.name, Association.colour, Association.logo).where(Association.association_id == actor.association)
    ).one()
    return Material(
        row.kind, row.title, row.month, actor.day(row.starts_at), row.snapshot,
        {slide: typed.text for slide, typed in _typed(session, actor, meeting_id).items() if typed.text},
        tuple(promises), tuple(items), association, colour, logo,
    )


def of_month(session: Session, actor: Actor, *, month: date) -> UUID | None:
    """The monthly meeting about the month of ``month`` (office); None when there is none."""
    actor.require(*OFFICE)
    wanted = visible(actor, Meeting).with_only_columns(Meeting.id).where(
        Meeting.kind == states.MONTHLY, Meeting.month == month.replace(day=1), Meeting.state != states.OFF,
    )
    return session.scalar(wanted.limit(1))


def upcoming(session: Session, actor: Actor, *, today: date) -> list[Upcoming]:
    """The meetings from today on, the next first (office, members); nothing of what is said there."""
    actor.require(*OFFICE, MEMBER)
    found = session.execute(
        select(Meeting.id, Meeting.kind, Meeting.starts_at, Meeting.place, Meeting.called_off)
        .where(seen(actor, Meeting), Meeting.state.in_((states.PLANNED, states.HELD, states.OFF)))
        .order_by(Meeting.starts_at, Meeting.number)
    )
    return [Upcoming(*row) for row in found if actor.day(row.starts_at) >= today]


def suggested(session: Session, actor: Actor, *, today: date) -> Suggestion:
    """A proposal for the next monthly meeting (office): a month after the last one in the same rhythm, else today about last month."""
    actor.require(*OFFICE)
    last = session.execute(
        select(Meeting.month, Meeting.starts_at, Meeting.place)
        .where(seen(actor, Meeting), Meeting.kind == states.MONTHLY, Meeting.state != states.OFF)
        .order_by(Meeting.month.desc()).limit(1)
    ).one_or_none()
    if last is None:
        return Suggestion(rhythm.month_of(today), today, "")
    day = max(today, rhythm.next_day(actor.day(last.starts_at)))
    # After months without a meeting the next one looks at the last month, not at the oldest that was missed.
    return Suggestion(max(rhythm.month_after(last.month), rhythm.month_of(day)), day, last.place)


# -- parts -------------------------------------------------------------------------------------------------------------


def _meeting(session: Session, actor: Actor, meeting_id: UUID) -> Meeting:
    row = session.scalars(visible(actor, Meeting).where(Meeting.id == meeting_id)).one_or_none()
    if row is None:
        raise Missing()
    return row


def _promises(session: Session, actor: Actor, row: Meeting) -> tuple[list[Item], list[Item]]:
    """(what it begins with, what was promised in it), of a final meeting as they stood then."""
    ended = (row.snapshot or {}).get("ended")
    if row.state == states.FINAL and ended:
        return actions.as_frozen(session, actor, ended["promises"]), actions.as_frozen(session, actor, ended["actions"])
    return actions.begins_with(session, actor, meeting_id=row.id), actions.of_meeting(session, actor, meeting_id=row.id)


def _counts(session: Session, actor: Actor, entity: Any, *counted: Any) -> dict[UUID, tuple[int, ...]]:
    rows = session.execute(
        select(entity.meeting_id, *counted).where(seen(actor, entity), entity.meeting_id.is_not(None)).group_by(entity.meeting_id)
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def _new_files(session: Session, actor: Actor, since: datetime | None) -> int:
    if since is None:
        return 0
    return session.scalar(
        select(func.count()).where(
            seen(actor, ImportBatch), or_(ImportBatch.posted_at > since, ImportBatch.reverted_at > since)
        )
    ) or 0


def _beside(session: Session, wanted: Select[Any]) -> Beside | None:
    row = session.execute(wanted.with_only_columns(Meeting.id, Meeting.number, Meeting.starts_at, Meeting.state)).one_or_none()
    return Beside(*row) if row else None


def _typed(session: Session, actor: Actor, meeting_id: UUID) -> dict[str, Typed]:
    return {
        row.slide: Typed(row.text, row.version)
        for row in session.scalars(visible(actor, SlideText).where(SlideText.meeting_id == meeting_id))
    }


def _businesses(session: Session, actor: Actor, meeting_id: UUID) -> tuple[Attendee, ...]:
    rows = session.execute(
        select(Business.id, Business.code, Business.name)
        .join(MeetingGuest, (MeetingGuest.association_id == Business.association_id) & (MeetingGuest.business_id == Business.id))
        .where(seen(actor, MeetingGuest), MeetingGuest.meeting_id == meeting_id).order_by(Business.name, Business.id)
    )
    return tuple(Attendee(*row) for row in rows)


def _guests(session: Session, actor: Actor, meeting_id: UUID) -> tuple[Guest, ...]:
    rows = session.scalars(visible(actor, MeetingGuest).where(
        MeetingGuest.meeting_id == meeting_id, MeetingGuest.business_id.is_(None),
    ).order_by(MeetingGuest.name, MeetingGuest.id))
    return tuple(Guest(row.id, row.name, row.institution) for row in rows)


def _themes(session: Session, actor: Actor, meeting_id: UUID) -> tuple[Theme, ...]:
    rows = session.scalars(visible(actor, MeetingTheme).where(
        MeetingTheme.meeting_id == meeting_id, MeetingTheme.removed_at.is_(None),
    ).order_by(MeetingTheme.raised.desc(), MeetingTheme.title, MeetingTheme.id))
    return tuple(Theme(row.id, row.version, row.title, row.raised, row.note, row.pillar, row.aspect) for row in rows)


def _quotes(session: Session, actor: Actor, meeting_id: UUID) -> tuple[Quote, ...]:
    theme = aliased(MeetingTheme)
    rows = session.execute(
        select(MeetingQuote.id, theme.id, MeetingQuote.text)
        .outerjoin(
            theme, (theme.association_id == MeetingQuote.association_id) & (theme.id == MeetingQuote.theme_id)
            & theme.removed_at.is_(None),
        )
        .where(seen(actor, MeetingQuote), MeetingQuote.meeting_id == meeting_id, MeetingQuote.removed_at.is_(None))
        .order_by(MeetingQuote.text, MeetingQuote.id)
    )
    return tuple(Quote(*row) for row in rows)


def _decisions(session: Session, actor: Actor, meeting_id: UUID) -> tuple[Decided, ...]:
    rows = session.execute(
        select(Decision.id, Decision.number, Decision.title, Decision.state, Decision.outcome)
        .join(
            MeetingDecision,
            (MeetingDecision.association_id == Decision.association_id) & (MeetingDecision.decision_id == Decision.id),
        )
        .where(seen(actor, MeetingDecision), MeetingDecision.meeting_id == meeting_id).order_by(Decision.number)
    )
    return tuple(Decided(*row) for row in rows)
