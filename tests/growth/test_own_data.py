"""What somebody downloads of their learning: every row of theirs, answers in words, and nothing of anybody else."""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import func, select

from cblp.bootstrap import METADATA
from cblp.db.actor import COORDINATOR, LIAISON, MENTOR, TREASURER
from cblp.growth import models
from cblp.growth.models import Assignment, MentoringSession
from cblp.growth.reports import own_data
from cblp.ui.components.accounts_own import _plain
from tests.filled_growing import ASKED
from tests.houses import TWO, Opened

NAMES = {entity.__tablename__: name for entities in own_data.OWN.values() for name, entity in entities.items()}


def test_every_row_about_the_own_business_is_in_it(whole: Opened) -> None:
    app, (house, _) = whole.open(TWO)
    owner = house.owners[0]
    found = app.read(owner.member, own_data.kept)
    with app.database.reading(house.system.association) as session:
        for mapper in models.Base.registry.mappers:
            entity = mapper.class_
            if entity.__module__ == models.__name__ and hasattr(entity, "business_id") and entity is not models.MentorProfile:
                stored = session.scalar(select(func.count()).select_from(entity).where(entity.business_id == owner.ids["business_id"]))
                assert stored, entity
                assert len(found[NAMES[entity.__tablename__]]) == stored, entity
        met = select(func.count()).select_from(MentoringSession).where(MentoringSession.assignment_id.in_(
            select(Assignment.id).where(Assignment.business_id == owner.ids["business_id"])
        ))
        assert len(found["mentoring_sessions"]) == session.scalar(met)
    assert [profile["id"] for profile in found["mentor_profile"]] == [owner.ids["profile_id"]]


def test_answers_stand_in_words_and_nobody_else_is_in_it(whole: Opened) -> None:
    app, (house, _) = whole.open(TWO)
    found = app.read(house.owners[0].member, own_data.kept)
    sheet = next(one for one in found["assessments"] if one["finished_at"])
    assert len(sheet["answers"]) == len(ASKED.items)
    assert sheet["answers"][0]["question"] == ASKED.items[0].text.id
    assert sheet["answers"][0]["answer"] in {text.id for text in ASKED.items[0].answers.values()}
    assert found["safety_checks"][0]["answers"][0] == {
        "question": "Kode verifikasi tidak pernah diberikan ke orang lain?", "answer": False,
    }
    assert {row["title"] for row in found["attendance"]} == {"Pelatihan Qubaru"}
    said = json.dumps(found, default=_plain, ensure_ascii=False)
    assert not any(word in said for word in ("Zubela", "Wexoro", "Wimaxi"))
    others = {str(actor.account) for actor in (*house.staff.values(), house.second, house.companion)}
    assert not any(account in said for account in others), "who else had a hand in it stays theirs"


def test_a_mentor_gets_what_they_wrote_and_nothing_that_a_mentee_said_of_themselves(whole: Opened) -> None:
    app, (house, _) = whole.open(TWO)
    found = app.read(house.staff[MENTOR], own_data.kept)
    assert found.keys() == {"mentor_profile", "mentoring", "mentoring_sessions", "points_given", "answers_given"}
    assert all(found.values())
    assert [profile["about"] for profile in found["mentor_profile"]] == ["Tentang Qubaru"]
    said = json.dumps(found, default=_plain)
    assert "Jawaban Zumala" in said
    assert not any(text in said for text in ("Foto Zumala", "Zubela", "Wimaxi"))


def test_the_office_and_a_liaison_have_none(opening: Callable[[str], Opened]) -> None:
    app, (house, _) = opening("sqlite").open(TWO)
    assert METADATA.tables.keys() >= NAMES.keys()
    for role in (COORDINATOR, TREASURER, LIAISON):
        assert app.read(house.staff[role], own_data.kept) == {}
