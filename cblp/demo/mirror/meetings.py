"""Half a year of monthly meetings of the example, each from its frozen figures to its minutes, and one that maps needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.days import add_months
from cblp.db.actor import Actor
from cblp.decisions.models import Decision
from cblp.demo.mirror.hall import Hall, told
from cblp.forum.models import Meeting
from cblp.forum.rules import rhythm, states
from cblp.forum.services import actions, meetings, talk

SATURDAY: Final = 5
NOTICE: Final = timedelta(28)
"""How long before a meeting it is planned that no other one leads to."""
FROZEN: Final = timedelta(2)
"""How long before a meeting its figures are taken, and how long after it its minutes are final."""


def plan(hall: Hall) -> None:
    """Every meeting, on its days."""
    tale = told("meetings")
    for one in tale["meetings"]:
        hall.at(_planned_on(hall, one["back"]), partial(_meeting, hall, one))
    needs = day(hall, tale["needs"]["back"]) - timedelta(tale["needs"]["before"])
    hall.at(needs - NOTICE, partial(_needs, hall, tale["needs"], needs))


def _month(hall: Hall, back: int) -> date:
    """The month that a meeting looks at, from the last one that is over."""
    return add_months(rhythm.month_of(hall.end), -back)


def prepare(hall: Hall, now: datetime) -> None:
    """Make the figures of every meeting that is still to come."""
    coming = select(Meeting.id).where(Meeting.association_id == hall.coordinator.association, Meeting.state == states.PLANNED)
    for made in hall.all(coming):
        hall.app.act(hall.coordinator, meetings.freeze, meeting_id=made, now=now)


def day(hall: Hall, back: int) -> date:
    """When a meeting is: the third Saturday after its month; the one to come on the first that leaves time to prepare."""
    first = rhythm.month_after(_month(hall, back)) + timedelta(14) if back else hall.end + FROZEN
    return first + timedelta((SATURDAY - first.weekday()) % 7)


def _planned_on(hall: Hall, back: int) -> date:
    """The first meeting stands a month ahead; each other is planned when the one before it is over."""
    first = all(one["back"] <= back for one in told("meetings")["meetings"])
    return day(hall, back) - NOTICE if first else day(hall, back + 1) + FROZEN


def _meeting(hall: Hall, one: Mapping[str, Any], now: datetime) -> None:
    """Planned; its figures made two days before; held, written down and final, unless it is still to come."""
    boss, back = hall.coordinator, one["back"]
    on = day(hall, back)
    made = hall.meetings[back] = hall.app.act(
        boss, meetings.plan, month=_month(hall, back), starts_at=hall.opens(on), place=one["place"], now=now,
    )
    hall.at(on - FROZEN, lambda later: hall.app.act(boss, meetings.freeze, meeting_id=made, now=later))
    _course(hall, one, made, on, since=day(hall, back + 1))


def _needs(hall: Hall, one: Mapping[str, Any], on: date, now: datetime) -> None:
    made = hall.app.act(
        hall.coordinator, meetings.plan, kind=states.NEEDS, month=rhythm.month_of(on), starts_at=hall.opens(on), place=one["place"],
        title=one["title"], now=now,
    )
    _course(hall, one, made, on, since=on)


def _course(hall: Hall, one: Mapping[str, Any], meeting: UUID, on: date, *, since: date) -> None:
    """What happens from the day of a meeting on; it hears of the decisions that were proposed ``since``."""
    hall.at(on, lambda now: hall.app.act(hall.coordinator, _held, hall=hall, one=one, meeting=meeting, now=now))
    hall.at(on, partial(_promises, hall, one, meeting))
    hall.at(on + FROZEN, lambda now: hall.app.act(
        hall.coordinator, _final, one=one, meeting=meeting, since=hall.opens(since), until=hall.opens(on), now=now
    ))


def _held(session: Session, actor: Actor, *, hall: Hall, one: Mapping[str, Any], meeting: UUID, now: datetime) -> None:
    """Who came, what was said, and what was typed into the slides."""
    meetings.hold(session, actor, meeting_id=meeting, now=now)
    members = hall.active(now.date())
    talk.attend(
        session, actor, meeting_id=meeting, business_ids=hall.dice.sample(members, len(members) * one["there"] // 100), now=now
    )
    for each in one["guests"]:
        talk.guest(session, actor, meeting_id=meeting, name=each["name"], institution=each["institution"], now=now)
    for each in one["themes"]:
        theme = talk.theme(session, actor, meeting_id=meeting, now=now, **{key: each[key] for key in each if key != "quotes"})
        for text in each.get("quotes", ()):
            talk.quote(session, actor, meeting_id=meeting, theme_id=theme, text=text, now=now)
    for slide, text in one.get("typed", {}).items():
        meetings.write(session, actor, meeting_id=meeting, slide=slide, text=text, version=0, now=now)


def _promises(hall: Hall, one: Mapping[str, Any], meeting: UUID, now: datetime) -> None:
    """Who does what until when, and what becomes of it: members bring on their own."""
    for each in one.get("actions", ()):
        business = hall.businesses.get(each.get("business", ""))
        item = hall.app.act(
            hall.coordinator, actions.add, text=each["text"], business_id=business, owner=each.get("owner", ""),
            due_on=now.date() + timedelta(each["due"]), meeting_id=meeting, now=now,
        )
        for days, state, words in each.get("moves", ()):
            own = business is not None and state == states.DOING
            hall.at(now.date() + timedelta(days), partial(
                _moved, hall, hall.member(business) if own and business else hall.coordinator, item, state, words,
            ))


def _moved(hall: Hall, who: Actor, item: UUID, state: str, words: str, now: datetime) -> None:
    said = {"reason": words} if state == states.DROPPED else {"result": words}
    hall.app.act(who, actions.move, item_id=item, state=state, now=now, **said)


def _final(
    session: Session, actor: Actor, *, one: Mapping[str, Any], meeting: UUID, since: datetime, until: datetime, now: datetime,
) -> None:
    """The decisions that it heard of, then the minutes."""
    for row in session.scalars(select(Decision).where(
        Decision.association_id == actor.association, Decision.created_at > since, Decision.created_at <= until,
    )):
        # Help for one member is spoken of by the committee, not in the hall.
        if all(effect["kind"] != "aid" for effect in row.effects):
            talk.link_decision(session, actor, meeting_id=meeting, decision_id=row.id, now=now)
    meetings.finalise(session, actor, meeting_id=meeting, minutes=one["minutes"], now=now)
