"""Questions and answers of the example, students at businesses, and how safe members' accounts are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.demo.growing.village import School, told
from cblp.growth import checklist
from cblp.growth.models import Question
from cblp.growth.services import clinic, placements, safety


def plan(school: School) -> None:
    """Questions, placements and checks, on their days."""
    tale = told("clinic")
    for one in tale["questions"]:
        school.at(school.before(one["days"]), partial(_question, school, one))
    for one in tale["placements"]:
        school.at(min(school.before(one["first"] + 10), school.before(2)), partial(_placement, school, one))
    for name in ("first", "again"):
        for number, (code, said) in enumerate(tale["safety"][name].items()):
            day = school.before(tale["safety"][f"{name}_days"] - number % 6)
            school.at(day, partial(_check, school, school.businesses[code], said))


# -- the clinic --------------------------------------------------------------------------------------------------------


def _question(school: School, one: Mapping[str, Any], now: datetime) -> None:
    """Asked, answered, found helpful or not, and read by everybody, as far as its story goes."""
    member, business = school.member(school.businesses[one["business"]]), school.businesses[one["business"]]
    made = school.app.act(member, clinic.ask, business_id=business, topic=one["topic"], text=one["text"], now=now)

    def step(service: Any, by: Actor | None, later: datetime, **given: Any) -> None:
        row = school.of(select(Question).where(Question.association_id == member.association, Question.id == made))
        school.app.act(by or school.coordinator, service, question_id=made, version=row.version, now=later, **given)

    def answer(later: datetime) -> None:
        step(clinic.answer, None if one["by"] == "office" else school.mentor(one["by"], later.date()), later, answer=one["answer"])

    def judge(later: datetime) -> None:
        step(clinic.helped, member, later, yes=one["helped"], still=one.get("still", ""))

    def publish(later: datetime) -> None:
        step(clinic.publish, None, later, general=one["published"], answer=one["answer"])

    day = now.date()
    if "withdrawn" in one:
        school.at(day + timedelta(one["withdrawn"]), partial(step, clinic.withdraw, member))
    if "answered" in one:
        said = day + timedelta(one["answered"])
        school.at(said, answer)
        if "helped" in one:
            school.at(said + timedelta(2), judge)
        if "published" in one:
            school.at(said + timedelta(5), publish)


# -- students and account safety ---------------------------------------------------------------------------------------


def _placement(school: School, one: Mapping[str, Any], now: datetime) -> None:
    made = school.app.act(
        school.coordinator, placements.add, institution=one["institution"], kind=one["kind"], first=school.before(one["first"]),
        last=school.before(one["last"]), who=one["who"], task=one["task"],
        business_id=school.businesses[one["business"]] if "business" in one else None, now=now,
    )

    def tell(later: datetime) -> None:
        school.app.act(
            school.coordinator, placements.edit, placement_id=made, version=1, changes={"result": one["result"]}, now=later
        )

    if "result" in one:
        school.at(school.before(one["last"] - 3), tell)


def _check(school: School, business: UUID, said: str, now: datetime) -> None:
    school.app.act(school.member(business), _answered, business=business, said=said.split(), now=now)


def _answered(session: Session, actor: Actor, *, business: UUID, said: list[str], now: datetime) -> None:
    answers = {
        code: True if str(number) in said else None if f"?{number}" in said else False
        for number, code in enumerate(checklist.newest().codes, 1)
    }
    safety.check(session, actor, business_id=business, answers=answers, now=now)
