"""What each member gives to each indicator in a quarter: the one place that reads businesses for what is told of all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.models import Marketplace, Shop, ShopOwner
from cblp.days import Span, add_months, month
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.dated import on
from cblp.db.scope import seen, visible
from cblp.growth import checklist
from cblp.growth.models import (
    Assignment,
    Attendance,
    MentoringSession,
    Question,
    SafetyCheck,
    Training,
    Wave,
)
from cblp.growth.reports import capital
from cblp.growth.rules import mentors, safety
from cblp.people import membership
from cblp.people.models import Business, Licence
from cblp.people.rules_register import HALAL, HELD, NIB, PIRT
from cblp.programmes.rules import quarters
from cblp.sales.reports import figures
from cblp.sales.reports.selection import Selection

Given = Mapping[UUID, tuple[int, int]]
"""(value, base) by business."""

SEVERAL: Final = 2
"""Marketplaces from which on somebody sells on several."""
SAFE: Final = 80
"""Percent of the account-safety list that make an account safe."""


@dataclass(frozen=True)
class Contributions:
    """Where each active member lies (official code, "" = not known), and what they give to each indicator but the members' own."""

    areas: Mapping[UUID, str]
    given: Mapping[str, Given]


def of(session: Session, actor: Actor, *, period: str) -> Contributions:
    """The contributions of a quarter (coordinator), of those who are active members on its last day; raises ValueError."""
    actor.require(COORDINATOR)
    span = quarters.span(period)
    members = {
        row.id: row for row in session.scalars(visible(actor, Business).where(Business.id.in_(membership.active(actor, span.last))))
    }
    licences = _licences(session, actor, span.last)
    return Contributions({id_: row.area_code for id_, row in members.items()}, {
        "women_led": _marked(members, (id_ for id_, row in members.items() if row.women_led)),
        "jobs": {id_: (row.workers or 0, 1) for id_, row in members.items()},
        "vulnerable_supported": _supported(session, actor, span, {id_ for id_, row in members.items() if row.needs_help}),
        "internet_use": _marked(members, (id_ for id_, row in members.items() if row.internet)),
        "several_marketplaces": _marked(members, _on_several(session, actor, span.last)),
        "sales_growth": _sales(session, actor, period),
        "digital_capital": _capital(session, actor, span),
        "security_awareness": _marked(members, _safe(session, actor, span.last)),
        **{f"licence_{kind}": _marked(members, licences[kind]) for kind in (NIB, PIRT, HALAL)},
        "mentoring_continuity": _mentoring(session, actor, span),
    })


def _marked(members: Collection[UUID], some: Iterable[UUID]) -> Given:
    those = set(some)
    return {id_: (int(id_ in those), 1) for id_ in members}


def _licences(session: Session, actor: Actor, day: date) -> Mapping[str, set[UUID]]:
    """Who holds a licence that is in force on the day, by kind; one without dates is."""
    found: dict[str, set[UUID]] = defaultdict(set)
    for kind, business in session.execute(select(Licence.kind, Licence.business_id).where(
        seen(actor, Licence), Licence.state == HELD, func.coalesce(Licence.issued_on, day) <= day,
        func.coalesce(Licence.expires_on, day) >= day,
    )):
        found[kind].add(business)
    return found


def _on_several(session: Session, actor: Actor, day: date) -> list[UUID]:
    return list(session.scalars(
        select(ShopOwner.business_id)
        .join(Shop, (Shop.association_id == ShopOwner.association_id) & (Shop.id == ShopOwner.shop_id))
        .join(Marketplace, Marketplace.code == Shop.marketplace)
        .where(
            seen(actor, ShopOwner), ShopOwner.business_id.is_not(None), on(ShopOwner, day), Marketplace.kind == "marketplace",
            func.coalesce(Shop.opened_on, day) <= day, Shop.closed_on.is_(None) | (Shop.closed_on > day),
        )
        .group_by(ShopOwner.business_id).having(func.count(Shop.marketplace.distinct()) >= SEVERAL)
    ))


def _sales(session: Session, actor: Actor, period: str) -> Given:
    """(now, before) of those who were members at the end of both quarters and sold in both."""
    now, before = quarters.span(period), quarters.span(quarters.before(period))
    cohort = set(session.scalars(membership.active(actor, before.last))) & set(session.scalars(membership.active(actor, now.last)))
    sold = [
        {group.key: group.measures.sales for group in figures.grouped(session, actor, by="business", selection=Selection(span))}
        for span in (now, before)
    ]
    return {id_: (sold[0][id_], sold[1][id_]) for id_ in cohort if sold[0].get(id_, 0) > 0 and sold[1].get(id_, 0) > 0}


def _capital(session: Session, actor: Actor, span: Span) -> Given:
    """(change in hundredths of a point, 1) of each business whose owner answered the later round, closed in ``span``, and its pre."""
    rounds = list(session.scalars(visible(actor, Wave).where(Wave.closes_on <= span.last).order_by(Wave.closes_on, Wave.id)))
    later = next((wave for wave in reversed(rounds) if wave.kind != "pre" and wave.closes_on in span), None)
    first = next((
        wave for wave in reversed(rounds) if later and wave.kind == "pre" and wave.closes_on <= later.opens_on
        and (wave.instrument, wave.instrument_version) == (later.instrument, later.instrument_version)
    ), None)
    if later is None or first is None:
        return {}
    was, now = (
        {one.business_id: one.index for one in capital.members(session, actor, wave_id=wave.id)} for wave in (first, later)
    )
    return {
        id_: (round((now[id_] - index) * 100), 1)  # type: ignore[operator]
        for id_, index in was.items() if index is not None and now.get(id_) is not None
    }


def _safe(session: Session, actor: Actor, day: date) -> list[UUID]:
    """Whose newest list up to the day has SAFE percent of its things done."""
    newest = {row.business_id: row for row in session.scalars(
        visible(actor, SafetyCheck).where(SafetyCheck.checked_at < _after(actor, day))
        .order_by(SafetyCheck.checked_at, SafetyCheck.id)
    )}
    scores = {id_: safety.score(checklist.versions()[row.list_version].codes, row.answers) for id_, row in newest.items()}
    return [id_ for id_, score in scores.items() if score.safe * 100 >= SAFE * score.of]


def _supported(session: Session, actor: Actor, span: Span, those: set[UUID]) -> Given:
    """Of those who need special help: had a session, was at a training, or was answered."""
    first, last = (_after(actor, day) for day in (span.first - timedelta(1), span.last))
    helped = {
        *session.scalars(
            select(Assignment.business_id).join(MentoringSession, _of(MentoringSession.assignment_id, Assignment))
            .where(seen(actor, Assignment), MentoringSession.day.between(span.first, span.last))
        ),
        *session.scalars(
            select(Attendance.business_id).join(Training, _of(Attendance.training_id, Training))
            .where(seen(actor, Attendance), Attendance.present.is_(True), Training.starts_at >= first, Training.starts_at < last)
        ),
        *session.scalars(
            select(Question.business_id).where(
                seen(actor, Question), Question.answered_at >= first, Question.answered_at < last, Question.state != "withdrawn"
            )
        ),
    }
    return {id_: (int(id_ in helped), 1) for id_ in those}


def _mentoring(session: Session, actor: Actor, span: Span) -> Given:
    """(months with a session, months of mentoring) inside the quarter; a month counts as in ``mentors.continuity``."""
    rows = session.execute(
        select(Assignment, MentoringSession.day)
        .outerjoin(MentoringSession, _of(MentoringSession.assignment_id, Assignment))
        .where(
            seen(actor, Assignment), Assignment.accepted_on <= span.last,
            Assignment.valid_to.is_(None) | (Assignment.valid_to > span.first),
        )
    ).all()
    met: dict[UUID, set[date]] = defaultdict(set)
    for row, day in rows:
        met[row.id] |= {day.replace(day=1)} if day else set()
    found: dict[UUID, tuple[int, int]] = {}
    for row in {row.id: row for row, _ in rows}.values():
        last = row.valid_to - timedelta(1) if row.valid_to else span.last
        if row.accepted_on is None or last < row.accepted_on:
            continue
        whole = Span(row.accepted_on, last)
        months = [each for each in _months(span) if each.overlap(whole) >= mentors.HALF]
        held, of_all = found.get(row.business_id, (0, 0))
        found[row.business_id] = (held + sum(each.first in met[row.id] for each in months), of_all + len(months))
    return {id_: given for id_, given in found.items() if given[1]}


def _months(span: Span) -> list[Span]:
    return [month(add_months(span.first, step)) for step in range(3)]


def _after(actor: Actor, day: date) -> datetime:
    """The instant at which a local day is over."""
    return datetime.combine(day + timedelta(1), time(), ZoneInfo(actor.timezone)).astimezone(UTC)


def _of(column: Any, entity: Any) -> Any:
    return (column.class_.association_id == entity.association_id) & (column == entity.id)
