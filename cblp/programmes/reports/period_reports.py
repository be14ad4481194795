"""Quarterly reports: the list of them, one with its figures and words, and what is kept of a quarter when it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.forum.scope
import cblp.growth.scope
import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.campaigns import states as campaigns
from cblp.campaigns.models import Campaign
from cblp.days import Span
from cblp.db.actor import COORDINATOR, LIAISON, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.errors import Missing
from cblp.forum.models import Meeting
from cblp.forum.rules import states as meetings
from cblp.growth.models import Training
from cblp.people.models import Account
from cblp.programmes import indicators
from cblp.programmes.models import Advocacy, Partner, PeriodReport, ProgressComment
from cblp.programmes.reports import progress
from cblp.programmes.reports.progress import Figure, Marks, Place
from cblp.programmes.rules import quarters
from cblp.programmes.states import WAITING


@dataclass(frozen=True)
class Row:
    """A report in the list; the days are those of sending and of the answer."""

    id: UUID
    period: str
    state: str
    submitted_at: datetime | None
    decided_at: datetime | None
    comments: int


@dataclass(frozen=True)
class Comment:
    """What somebody wrote to a report; ``name`` is "" where the account is gone."""

    text: str
    role: str
    name: str
    written_at: datetime


@dataclass(frozen=True)
class Request:
    """What was asked of government, as it stood; days are None where nothing was said or done."""

    number: int
    addressee: str
    text: str
    asked_on: date
    state: str
    promised: str
    promised_for: date | None
    done_on: date | None
    result: str


@dataclass(frozen=True)
class Content:
    """What a report tells: every published figure by area, what was held, requests, and words by section."""

    edition: int
    published_at: datetime
    figures: Sequence[tuple[Place, Figure]]
    activities: Mapping[str, int]
    requests: Sequence[Request]
    sections: Mapping[str, str]
    seal: Mapping[str, Any] | None = None
    """The seal of the history when the report was sent (``seal_words.line``)."""

    @property
    def whole(self) -> list[Figure]:
        """The figures of the whole association, in the order of the indicators."""
        return [figure for place, figure in self.figures if place.level == 0]


@dataclass(frozen=True)
class Detail:
    """A report. ``content`` is None while the quarter is not published; ``sections`` are the words as they are being written.

    What was sent is what a liaison reads, also while the office writes it anew.
    """

    id: UUID
    version: int
    period: str
    state: str
    sections: Mapping[str, str]
    content: Content | None
    comments: Sequence[Comment]
    submitted_at: datetime | None
    submitted_by: str
    decided_at: datetime | None
    decided_by: str


def listed(session: Session, actor: Actor) -> list[Row]:
    """The reports that the reader may see, the newest quarter first; a liaison sees none before it is sent."""
    actor.require(*progress.READERS)
    counted = session.execute(
        select(ProgressComment.report_id, func.count()).where(seen(actor, ProgressComment)).group_by(ProgressComment.report_id)
    )
    said = {report: int(number) for report, number in counted}
    return [
        Row(row.id, row.period, row.state, row.submitted_at, row.decided_at, said.get(row.id, 0))
        for row in session.scalars(visible(actor, PeriodReport).order_by(PeriodReport.period.desc()))
    ]


def to_write(session: Session, actor: Actor, *, today: date, number: int = 4) -> list[str]:
    """Of the last ``number`` quarters that are over, those without a report, the newest first (office)."""
    actor.require(COORDINATOR, TREASURER)
    there = {row.period for row in listed(session, actor)}
    return [period for period in quarters.last_closed(today, number) if period not in there]


def one(session: Session, actor: Actor, *, report_id: UUID) -> Detail:
    """A report with everything in it; raises Missing."""
    actor.require(*progress.READERS)
    row = session.scalars(visible(actor, PeriodReport).where(PeriodReport.id == report_id)).one_or_none()
    if row is None:
        raise Missing()
    writing = row.state in {"draft", "returned"} and actor.role != LIAISON
    kept = snapshot(session, actor, period=row.period) if writing else row.snapshot
    if kept is not None and writing:
        kept = {**kept, "sections": row.sections}
    names = _names(session, [row.submitted_by, row.decided_by])
    return Detail(
        id=row.id, version=row.version, period=row.period, state=row.state,
        sections=row.sections if writing else (row.snapshot or {}).get("sections", {}),
        content=_content(kept) if kept else None, comments=_comments(session, actor, row.id), submitted_at=row.submitted_at,
        submitted_by=names.get(row.submitted_by, ""), decided_at=row.decided_at, decided_by=names.get(row.decided_by, ""),
    )


def snapshot(session: Session, actor: Actor, *, period: str) -> dict[str, Any] | None:
    """What a report of a quarter keeps when it is sent (office): published figures only; None while nothing is published."""
    actor.require(COORDINATOR, TREASURER)
    published = next((found for found in progress.periods(session, actor) if found.period == period), None)
    if published is None:
        return None
    span = quarters.span(period)
    return {
        "edition": published.edition, "published_at": published.published_at.isoformat(),
        "figures": [_kept(place, figure) for place, figure in progress.register(session, actor, period=period)],
        "activities": _activities(session, actor, span), "requests": _requests(session, actor, span),
    }


def _kept(place: Place, figure: Figure) -> dict[str, Any]:
    marks = figure.marks
    return {
        "area": place.code, "name": place.name, "level": place.level, "told": place.shown, "indicator": figure.indicator.id,
        "value": figure.value, "base": figure.base, "n": figure.n, "hidden": figure.hidden, "shown": figure.shown,
        "before": figure.before, "marks": [marks.least, marks.good, marks.excellent],
    }


def _activities(session: Session, actor: Actor, span: Span) -> dict[str, int]:
    """What the association held in the quarter: how often, not with whom."""
    zone = ZoneInfo(actor.timezone)
    start, end = (datetime.combine(day, time(), zone) for day in (span.first, span.last + timedelta(1)))

    def number(entity: type[Any], *conditions: Any) -> int:
        return session.scalar(select(func.count()).select_from(entity).where(seen(actor, entity), *conditions)) or 0

    return {
        "meetings": number(
            Meeting, Meeting.state.in_((meetings.HELD, meetings.FINAL)), Meeting.starts_at >= start, Meeting.starts_at < end,
        ),
        "trainings": number(Training, Training.state == "held", Training.starts_at >= start, Training.starts_at < end),
        "campaigns": number(
            Campaign, Campaign.state.in_(campaigns.OPENED), Campaign.starts_on <= span.last, Campaign.ends_on >= span.first,
        ),
    }


def _requests(session: Session, actor: Actor, span: Span) -> list[dict[str, Any]]:
    """What was asked of government up to the quarter's last day, without what had come to its end before the quarter."""
    rows = session.execute(
        select(Advocacy, Partner.name)
        .outerjoin(Partner, (Partner.association_id == Advocacy.association_id) & (Partner.id == Advocacy.partner_id))
        .where(
            seen(actor, Advocacy), Advocacy.asked_on <= span.last,
            Advocacy.state.in_(WAITING) | (func.coalesce(Advocacy.done_on, Advocacy.asked_on) >= span.first),
        ).order_by(Advocacy.number)
    )
    return [{
        "number": row.number, "addressee": partner or row.addressee, "text": row.text, "asked_on": row.asked_on.isoformat(),
        "state": row.state, "promised": row.promised, "promised_for": _iso(row.promised_for), "done_on": _iso(row.done_on),
        "result": row.result,
    } for row, partner in rows]


def _content(kept: Mapping[str, Any]) -> Content:
    declared = indicators.load()
    names = {row["area"]: row["name"] for row in kept["figures"]}
    return Content(
        edition=kept["edition"], published_at=datetime.fromisoformat(kept["published_at"]),
        # What an indicator that is declared no more once told has no words any more.
        figures=[(
            Place(row["area"], row["name"], row["level"], row["told"], progress.within(row["area"], names)),
            Figure(declared[row["indicator"]], row["value"], row["base"], row["n"], row["hidden"], row["shown"], row["before"],
                   Marks(*row["marks"])),
        ) for row in kept["figures"] if row["indicator"] in declared],
        activities=kept["activities"], sections=kept["sections"], seal=kept.get("seal"),
        requests=[Request(**{
            **row, **{name: date.fromisoformat(row[name]) if row[name] else None for name in ("asked_on", "promised_for", "done_on")},
        }) for row in kept["requests"]],
    )


def _comments(session: Session, actor: Actor, report_id: UUID) -> list[Comment]:
    rows = list(session.scalars(
        visible(actor, ProgressComment).where(ProgressComment.report_id == report_id)
        .order_by(ProgressComment.written_at, ProgressComment.id)
    ))
    names = _names(session, [row.written_by for row in rows])
    return [Comment(row.text, row.role, names.get(row.written_by, ""), row.written_at) for row in rows]


def _names(session: Session, accounts: Sequence[UUID | None]) -> dict[UUID | None, str]:
    wanted = {account for account in accounts if account}
    if not wanted:
        return {}
    return {row.id: row.name for row in session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
