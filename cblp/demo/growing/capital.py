"""Digital capital of the example: the same people before and after, most of them a little better, nobody by a wonder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.demo.growing.village import School, told
from cblp.growth import questionnaire
from cblp.growth.questionnaire import ACCESS, AI, ATTITUDE, AWARE, CAPITAL, KNOWLEDGE, UNAWARE, Item
from cblp.growth.services import assessments

BESIDE: Final = {ACCESS: 1, KNOWLEDGE: 1, ATTITUDE: 2, CAPITAL: 1}
"""How much easier than competences and skills the other questions are to people of the same level."""
LEARNED: Final = {True: 55, False: 18}
"""How many of a hundred answers went up by one, among those who took part in the round and the others; few went down."""
FORGOT: Final = 6


def plan(school: School) -> None:
    """The waves, on their days."""
    tale, rounds = told("capital"), told("learning")["rounds"]
    answers: dict[UUID, dict[str, int | None]] = {}
    for one in tale["waves"]:
        school.at(school.before(one["opens"]), partial(_wave, school, one, tale["levels"], rounds, answers))


def _wave(
    school: School, one: Mapping[str, Any], levels: Mapping[str, int], rounds: list[Mapping[str, Any]],
    answers: dict[UUID, dict[str, int | None]], now: datetime,
) -> None:
    wave = school.app.act(
        school.coordinator, assessments.open_wave, kind=one["kind"], name=one["name"], opens_on=now.date(),
        closes_on=school.before(one["closes"]), cycle_id=school.rounds[one["round"]] if "round" in one else None, now=now,
    )
    trained = {code for each in rounds if each["number"] == 2 for code in each["members"]}
    days: dict[date, list[tuple[str, UUID]]] = {}
    length = min(one["opens"] - one["closes"], one["opens"])
    active = set(school.active(now.date()))
    for number, (code, business) in enumerate(school.businesses.items()):
        if business in active and code not in one["away"]:
            days.setdefault(now.date() + timedelta(number * 5 % (length + 1)), []).append((code, business))
    for day, some in sorted(days.items()):

        def ask(later: datetime, some: list[tuple[str, UUID]] = some) -> None:
            for code, business in some:
                answers[business] = _answers(school, levels.get(code, 2), answers.get(business), code in trained)
            school.app.act(
                school.coordinator, _sheets, school=school, wave=wave, some=some, answers=answers, half=one.get("half", ""),
                left=one.get("half_answers", 0), now=later,
            )

        school.at(day, ask)


def _answers(school: School, level: int, before: Mapping[str, int | None] | None, trained: bool) -> dict[str, int | None]:
    return {
        item.code: _first(school, item, level) if before is None else _later(school, item, before[item.code], trained)
        for item in _questions()
    }


def _first(school: School, item: Item, level: int) -> int | None:
    dice = school.dice
    if item.kind == AI:
        return dice.choices((0, UNAWARE, AWARE), weights=(6 - level, 4, level))[0]
    if item.kind == CAPITAL and dice.randrange(100) < 4:
        return None  # not everybody wants to say
    return max(1, min(5, level + BESIDE.get(item.kind, 0) + dice.choice((-1, -1, 0, 0, 0, 1))))


def _later(school: School, item: Item, before: int | None, trained: bool) -> int | None:
    if before is None:
        return None
    roll, most = school.dice.randrange(100), max(item.answers)
    least = min(item.answers)
    # A phone and a signal do not come from a training.
    up = LEARNED[trained] // (3 if item.kind in (ACCESS, CAPITAL) else 1)
    return min(most, before + 1) if roll < up else max(least, before - 1) if roll >= 100 - FORGOT else before


def _questions() -> tuple[Item, ...]:
    return questionnaire.load(questionnaire.versions()[-1]).items


def _sheets(
    session: Session, actor: Actor, *, school: School, wave: UUID, some: list[tuple[str, UUID]],
    answers: Mapping[UUID, Mapping[str, int | None]], half: str, left: int, now: datetime,
) -> None:
    """Most answer alone on their phone; every fourth is asked by the coordinator."""
    for number, (code, business) in enumerate(some):
        who = actor if number % 4 == 3 else school.member(business)
        sheet = assessments.begin(
            session, who, wave_id=wave, business_id=business, mode="interviewed" if who is actor else "self", now=now
        )
        given = list(answers[business].items())
        for item, value in given[: left if code == half else None]:
            assessments.answer(session, who, assessment_id=sheet, item=item, value=value, now=now)
        if code != half:
            assessments.finish(session, who, assessment_id=sheet, now=now)
