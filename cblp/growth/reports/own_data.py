"""What is kept of somebody's learning, for nobody but themselves: their rows as they stand, answers in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

import cblp.growth.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import MEMBER, MENTOR, Actor
from cblp.db.base import Tenant
from cblp.db.scope import visible
from cblp.growth import checklist, questionnaire
from cblp.growth.models import (
    Assessment,
    Assignment,
    Attendance,
    ContentPiece,
    Cycle,
    CycleMember,
    MentoringSession,
    MentorProfile,
    Placement,
    Question,
    RubricScore,
    SafetyCheck,
    Training,
    Wave,
)
from cblp.i18n import language

ACCOMPANYING: Final[Mapping[str, type[Tenant]]] = {
    "mentor_profile": MentorProfile, "mentoring": Assignment, "mentoring_sessions": MentoringSession,
}
OWN: Final[Mapping[str, Mapping[str, type[Tenant]]]] = {
    MEMBER: {
        **ACCOMPANYING, "attendance": Attendance, "learning_rounds": CycleMember, "content_pieces": ContentPiece, "questions": Question,
        "placements": Placement, "safety_checks": SafetyCheck, "assessments": Assessment,
    },
    # What mentees made and answered is the mentees'.
    MENTOR: {**ACCOMPANYING, "points_given": RubricScore},
}
_OTHERS: Final = ("_by", "rater_id", "association_id")
"""Ends of the names of columns that say who else had a hand in it."""


def kept(session: Session, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """A member's or mentor's own rows by kind, as maps of column to value; for others there are none.

    Answers to questions and to the safety list stand in the words of the language in use; None: left out, or not known.
    """
    found = {name: _rows(session, actor, entity) for name, entity in OWN.get(actor.role, {}).items()}
    if actor.role == MEMBER:
        waves = {wave.id: wave for wave in session.scalars(visible(actor, Wave))}
        for sheet in found["assessments"]:
            wave = waves[sheet["wave_id"]]
            sheet |= {"wave": wave.name, "answers": _answers(wave.instrument_version, sheet["answers"])}
        for check in found["safety_checks"]:
            check["answers"] = _checked(check["list_version"], check["answers"])
        _name(session, actor, found["attendance"], "training_id", Training)
        _name(session, actor, found["learning_rounds"], "cycle_id", Cycle)
    if actor.role == MENTOR and actor.account:
        # Not the questions: those are of who asked.
        answered = select(Question.number, Question.topic, Question.answer, Question.answered_at).where(
            Question.association_id == actor.association, Question.answered_by == actor.account,
        ).order_by(Question.number)
        found["answers_given"] = [dict(row) for row in session.execute(answered).mappings()]
    return found


def _rows(session: Session, actor: Actor, entity: type[Tenant]) -> list[dict[str, Any]]:
    columns = [column.key for column in inspect(entity).column_attrs if not column.key.endswith(_OTHERS)]
    wanted = visible(actor, entity).order_by(*inspect(entity).primary_key)
    return [{name: getattr(row, name) for name in columns} for row in session.scalars(wanted)]


def _name(session: Session, actor: Actor, rows: list[dict[str, Any]], key: str, entity: type[Training] | type[Cycle]) -> None:
    titles: dict[UUID, str] = {row.id: row.title for row in session.scalars(visible(actor, entity))}
    for row in rows:
        row["title"] = titles.get(row[key], "")


def _answers(version: int, given: Mapping[str, int | None]) -> list[dict[str, str | None]]:
    """The questions that were answered so far, in their order."""
    return [
        {"question": str(item.text), "answer": None if (value := given[item.code]) is None else str(item.answers[value])}
        for item in questionnaire.load(version).items if item.code in given
    ]


def _checked(version: int, given: Mapping[str, bool | None]) -> list[dict[str, str | bool | None]]:
    return [{"question": item.question[language()], "answer": given.get(item.code)} for item in checklist.versions()[version].items]
