"""Trainings and learning rounds of the example: who came, what members made, what two raters gave it, what was learned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.demo.growing.village import School, told
from cblp.growth.models import Cycle
from cblp.growth.rules import rubric
from cblp.growth.services import cycles, links, pieces, trainings

INVITED: Final = 12
"""Days before a training on which members are invited."""
JAMBI: Final = 7
"""Hours from UTC."""


def plan(school: School) -> None:
    """Everything about trainings and rounds, on its days."""
    tale = told("learning")
    school.at(school.before(295), partial(_links, school, tale))
    for one in tale["rounds"]:
        school.at(school.before(one["first"] + 2), partial(_round, school, one))
    rounds = {one["number"]: one for one in tale["rounds"]}
    for one in tale["trainings"]:
        begins = [one["days"] + INVITED] + ([rounds[one["round"]]["first"] + 2] if "round" in one else [])
        school.at(school.before(max(min(begins), 3)), partial(_training, school, one, tale))
    for number, one in enumerate(tale["pieces"]):
        chosen = rounds[one["round"]]
        school.at(school.before(chosen["first"] - 1), partial(_before, school, one))
        day = school.before(max(chosen["last"], 0) + 4 + number % 5)
        school.at(day, partial(_after, school, one))


def _links(school: School, tale: Mapping[str, Any], now: datetime) -> None:
    for one in tale["links"]:
        school.app.act(school.coordinator, links.add, module=one["module"], title=one["title"], url=one["url"], now=now)


# -- rounds ------------------------------------------------------------------------------------------------------------


def _round(school: School, one: Mapping[str, Any], now: datetime) -> None:
    """From the needs to the lessons, as far as the round has come."""
    boss = school.coordinator
    made = school.rounds[one["number"]] = school.app.act(
        boss, cycles.start, title=one["title"], first=school.before(one["first"]), last=school.before(one["last"]),
        businesses=[school.businesses[code] for code in one["members"]], needs=one["needs"].strip(), now=now,
    )

    def write(field: str, later: datetime) -> None:
        row = school.of(select(Cycle).where(Cycle.association_id == boss.association, Cycle.id == made))
        before = f"{row.plan}\n\n" if field == "plan" and row.plan else ""  # it opened with the lessons of the round before
        school.app.act(
            boss, cycles.edit, cycle_id=made, version=row.version, changes={field: before + one[field].strip()}, now=later
        )

    def move(later: datetime) -> None:
        school.app.act(boss, cycles.move, cycle_id=made, now=later)

    for day, field in (("training_on", "plan"), ("discussed", "discussion"), ("closed", "lessons")):
        if day in one:
            school.at(school.before(one[day]), partial(write, field))
    for day, earlier in (("training_on", 0), ("discussed", 1), ("evaluated", 0), ("closed", 0)):
        if day in one:
            school.at(school.before(one[day] + earlier), move)


# -- trainings ---------------------------------------------------------------------------------------------------------


def _training(school: School, one: Mapping[str, Any], tale: Mapping[str, Any], now: datetime) -> None:
    """Planned, invited and answered; held on its day with those who came, or called off."""
    boss, day = school.coordinator, school.before(one["days"])
    details = {name: one[name] for name in ("place", "link", "trainer", "seats") if name in one}
    if "round" in one:
        details["cycle_id"] = school.rounds[one["round"]]
    made = school.app.act(
        boss, trainings.plan, module=one["module"], title=one["title"],
        starts_at=datetime.combine(day, time(one["hour"] - JAMBI), UTC), minutes=one["minutes"], details=details, now=now,
    )
    members = next((each["members"] for each in tale["rounds"] if each["number"] == one.get("round")), None)
    asked = [school.businesses[code] for code in members] if members else school.active(now.date())
    school.app.act(boss, trainings.invite, training_id=made, businesses=asked, now=now)
    # What is still to come is answered by half, not by those whom a visitor of the example tries to be.
    waiting = [school.businesses[code] for code in ("A01", "A14")] if day > school.end else []
    school.at(now.date() + timedelta(1), lambda later: school.app.act(
        boss, _answers, school=school, training=made, asked=[business for business in asked if business not in waiting],
        seats=one.get("seats", len(asked)), share=50 if waiting else 85, now=later,
    ))
    if "called_off" in one:
        school.at(day - timedelta(2), lambda later: school.app.act(
            boss, trainings.call_off, training_id=made, reason=one["called_off"], now=later
        ))
    elif "there" in one:
        school.at(day + timedelta(1), lambda later: school.app.act(
            boss, _held, school=school, training=made, asked=asked, share=one["there"], now=later
        ))


def _answers(
    session: Session, actor: Actor, *, school: School, training: UUID, asked: list[UUID], seats: int, share: int, now: datetime,
) -> None:
    free = seats
    for business in asked:
        if school.dice.randrange(100) >= share:
            continue
        people = 2 if school.dice.randrange(100) < 15 else 1  # a daughter or a son comes along
        comes = school.dice.randrange(100) < 85 and people <= free
        free -= people if comes else 0
        trainings.answer(
            session, school.member(business), training_id=training, business_id=business,
            answer=trainings.COMING if comes else trainings.NOT_COMING, people=people, now=now,
        )


def _held(session: Session, actor: Actor, *, school: School, training: UUID, asked: list[UUID], share: int, now: datetime) -> None:
    present = {business: school.dice.randrange(100) < share for business in asked}
    trainings.attend(session, actor, training_id=training, present=present, now=now)
    trainings.hold(session, actor, training_id=training, now=now)


# -- what members made -------------------------------------------------------------------------------------------------


def _before(school: School, one: Mapping[str, Any], now: datetime) -> None:
    _piece(school, one, now, title=one["before"], wave="before", points=one["points"][0], raters=2)


def _after(school: School, one: Mapping[str, Any], now: datetime) -> None:
    raters = {"two": 2, "one": 1, "none": 0}[one.get("stage", "two")]
    _piece(
        school, one, now, title=one["title"], wave="after" if raters == rubric.RATERS else "during", points=one["points"][1],
        raters=raters, steps={name: one[name] for name in ("seen", "followed", "added")},
    )


def _piece(
    school: School, one: Mapping[str, Any], now: datetime, *, title: str, wave: str, points: list[int], raters: int,
    steps: Mapping[str, str] | None = None,
) -> None:
    business = school.businesses[one["business"]]
    made = school.app.act(
        school.member(business), pieces.add, business_id=business, title=title, made_on=now.date(), wave=wave,
        cycle_id=school.rounds[one["round"]], details={"product_id": school.product(one["sku"]).id, **(steps or {})}, now=now,
    )

    def rate(later: datetime) -> None:
        """The coordinator, and the mentor of the business or else the treasurer, who do not see each other's points."""
        for rater in [school.coordinator, school.mentor_of(business, later.date()) or school.treasurer][:raters]:
            given = dict(zip(rubric.CRITERIA, points, strict=True))
            if rater is not school.coordinator:
                given = {name: _near(school, value) for name, value in given.items()}
            school.app.act(rater, pieces.score, piece_id=made, points=given, now=later)

    if raters:
        school.at(now.date() + timedelta(3), rate)


def _near(school: School, points: int) -> int:
    """What a second rater gives: mostly the same, never more than one apart."""
    return max(rubric.LOW, min(rubric.HIGH, points + school.dice.choice((0, 0, 0, 0, 0, 1, -1))))
