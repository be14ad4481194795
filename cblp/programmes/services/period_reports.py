"""Quarterly reports to government: written by the office, sent, returned with a comment or approved by the liaison, then locked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.db import numbers
from cblp.db.actor import COORDINATOR, LIAISON, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.errors import Stale, UserError
from cblp.i18n import N_
from cblp.people import seal_words
from cblp.people.services import audit, editing, seals
from cblp.people.services.register import TooLong
from cblp.programmes.models import PeriodReport, ProgressComment
from cblp.programmes.progress_words import SECTIONS
from cblp.programmes.reports import period_reports
from cblp.programmes.rules import quarters
from cblp.programmes.services.publishing import NotOver

DRAFT, SUBMITTED, RETURNED, APPROVED = "draft", "submitted", "returned", "approved"
WRITABLE: Final = (DRAFT, RETURNED)
LONGEST_SECTION: Final = 4_000
LONGEST_COMMENT: Final = 1_000


class Locked(UserError):
    """An approved report: nothing in it changes any more."""

    message = N_("This report is approved. Nothing in it can change any more.")


class WithLiaison(UserError):
    """A report that was sent and not answered yet."""

    message = N_("This report is sent. It can be changed when it comes back.")


class NotSent(UserError):
    """An answer to a report that is not with the liaison."""

    message = N_("This report is with the association. It can be answered when it is sent.")


class NotPublished(UserError):
    """A report of a quarter whose figures nobody published."""

    message = N_("The figures of this quarter are not published yet. Publish them under Progress first.")


class NothingWritten(UserError):
    """A report without a summary."""

    message = N_("Write the summary first.")


class CommentNeeded(UserError):
    """A report returned, or a comment sent, without a word."""

    message = N_("Write what should be changed or what you think.")


class OwnReport(UserError):
    """Somebody who sent a report answers it in another role."""

    message = N_("You sent this report yourself. Somebody else has to answer it.")


def draft(session: Session, actor: Actor, *, period: str, now: datetime) -> UUID:
    """Begin the report of a quarter that is over (coordinator); returns its id, that of the one that is there already if any.

    Raises NotOver; ValueError for what is no quarter.
    """
    actor.require(COORDINATOR)
    span = quarters.span(period)
    if not quarters.closed(period, actor.day(now)):
        raise NotOver(day=span.last + timedelta(1))
    numbers.alone(session, actor)  # two who begin it at once find the same one
    there = session.scalars(visible(actor, PeriodReport).where(PeriodReport.period == period)).one_or_none()
    if there is not None:
        return there.id
    row = PeriodReport(association_id=actor.association, id=uuid7(), period=period, sections={})
    session.add(row)
    session.flush()
    _record(session, actor, row, "created", now)
    return row.id


def write(
    session: Session, actor: Actor, *, report_id: UUID, version: int, changes: Mapping[str, str], now: datetime,
) -> int:
    """Write SECTIONS of a draft or a returned report (coordinator); returns the new version.

    Raises WithLiaison, Locked, TooLong, Missing; Stale with the sections that both changed.
    """
    actor.require(COORDINATOR)
    if changes.keys() - SECTIONS.keys():
        raise ValueError(f"not a section: {changes.keys() - SECTIONS.keys()}")
    row = _writable(session, actor, report_id)
    typed = {name: _fitting(text, LONGEST_SECTION) for name, text in changes.items()}
    new = {name: text for name, text in typed.items() if row.sections.get(name, "") != text}
    if not new:
        return row.version
    if row.version != version:
        found = editing.stale(session, actor, row, {})
        raise Stale(**{**found.values, "theirs": {name: row.sections.get(name, "") for name in new}, "yours": new})
    row.sections = {**row.sections, **new}
    session.flush()
    _record(session, actor, row, "changed", now, dict.fromkeys(new))
    return row.version


def submit(session: Session, actor: Actor, *, report_id: UUID, now: datetime) -> None:
    """Send a report (coordinator) as it is now: figures, targets, activities, requests and words are kept with it.

    Raises NotPublished, NothingWritten, WithLiaison, Locked, Missing.
    """
    actor.require(COORDINATOR)
    row = _writable(session, actor, report_id)
    if not row.sections.get("summary", "").strip():
        raise NothingWritten()
    taken = period_reports.snapshot(session, actor, period=row.period)
    if taken is None:
        raise NotPublished()
    sealed = seal_words.kept(seals.seal(session, actor, now=now))
    row.snapshot, row.edition = {**taken, "sections": row.sections, "seal": sealed}, taken["edition"]
    row.state, row.submitted_at, row.submitted_by = SUBMITTED, now, actor.account
    row.decided_at = row.decided_by = None
    session.flush()
    _record(session, actor, row, "submitted", now, {"edition": row.edition})


def return_(session: Session, actor: Actor, *, report_id: UUID, comment: str, now: datetime) -> None:
    """Give a report back with what should be changed (liaison). Raises CommentNeeded, NotSent, Locked, OwnReport, TooLong, Missing."""
    row = _to_answer(session, actor, report_id)
    _say(session, actor, row, comment, now)
    _decide(session, actor, row, RETURNED, now)


def approve(session: Session, actor: Actor, *, report_id: UUID, now: datetime, comment: str = "") -> None:
    """Approve a report (liaison); from now on nothing in it changes. Raises NotSent, Locked, OwnReport, TooLong, Missing."""
    row = _to_answer(session, actor, report_id)
    if comment.strip():
        _say(session, actor, row, comment, now)
    _decide(session, actor, row, APPROVED, now)


def comment(session: Session, actor: Actor, *, report_id: UUID, text: str, now: datetime) -> None:
    """Write to a report that is not approved (office, and the liaison once it was sent). Raises CommentNeeded, Locked, TooLong, Missing."""
    actor.require(COORDINATOR, TREASURER, LIAISON)
    row = editing.locked(session, actor, PeriodReport, report_id)
    if row.state == APPROVED:
        raise Locked()
    _say(session, actor, row, text, now)


def _writable(session: Session, actor: Actor, report_id: UUID) -> PeriodReport:
    row = editing.locked(session, actor, PeriodReport, report_id)
    if row.state not in WRITABLE:
        raise Locked() if row.state == APPROVED else WithLiaison()
    return row


def _to_answer(session: Session, actor: Actor, report_id: UUID) -> PeriodReport:
    actor.require(LIAISON)
    row = editing.locked(session, actor, PeriodReport, report_id)
    if row.state != SUBMITTED:
        raise Locked() if row.state == APPROVED else NotSent()
    if actor.account is not None and row.submitted_by == actor.account:
        raise OwnReport()
    return row


def _decide(session: Session, actor: Actor, row: PeriodReport, state: str, now: datetime) -> None:
    row.state, row.decided_at, row.decided_by = state, now, actor.account
    session.flush()
    _record(session, actor, row, state, now)


def _say(session: Session, actor: Actor, row: PeriodReport, text: str, now: datetime) -> None:
    said = _fitting(text, LONGEST_COMMENT)
    if not said:
        raise CommentNeeded()
    session.add(ProgressComment(
        association_id=actor.association, id=uuid7(), report_id=row.id, text=said, role=actor.role, written_at=now,
        written_by=actor.account,
    ))


def _fitting(text: str, most: int) -> str:
    text = text.strip()
    if len(text) > most:
        raise TooLong(most=most)
    return text


def _record(
    session: Session, actor: Actor, row: PeriodReport, action: str, now: datetime, changes: Mapping[str, object] | None = None,
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="period_report", subject=row.id, label=row.period, changes=dict(changes or {}),
    )
