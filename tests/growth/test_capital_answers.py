"""Waves and answers: who may ask and answer, one answer at a time, nothing after the end, a model frozen once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.db.actor import LIAISON, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.errors import Missing, NotAllowed, Stale
from cblp.growth.models import Wave
from cblp.growth.reports import capital as reports
from cblp.growth.services import assessments as services
from cblp.growth.services import cycles
from cblp.people.models import AuditEntry, Business, Person
from cblp.people.services.register import NameNeeded, UnknownChoice
from tests.growth.asking import NOW, QUESTIONS, TODAY, Asking
from tests.worlds import Worlds

LATER = TODAY + timedelta(9)


@pytest.fixture
def asking(app: App, actor: Actor, worlds: Worlds) -> Asking:
    return worlds.on(_asking, app, actor)


def _asking(app: App, actor: Actor) -> Asking:
    made = Asking(app, actor)
    made.business("Batik Ayu")
    made.business("Keripik Budi")
    return made


def begin(asking: Asking, wave: UUID, name: str = "Batik Ayu", by: Actor | None = None, mode: str = "self") -> UUID:
    sheet: UUID = asking.act(services.begin, by=by or asking.member(name), wave_id=wave, business_id=asking.ids[name], mode=mode)
    return sheet


# -- waves ---------------------------------------------------------------------------------------------------------------


def test_only_the_coordinator_opens_a_wave(asking: Asking) -> None:
    for role in (asking.member("Batik Ayu"), asking.mentor(), replace(asking.system, role=TREASURER), replace(asking.system, role=LIAISON)):
        with pytest.raises(NotAllowed):
            asking.act(services.open_wave, by=role, kind="pre", name="Sebelum", opens_on=TODAY, closes_on=TODAY)


def test_a_wave_needs_a_name_a_kind_and_days_in_order(asking: Asking) -> None:
    for wrong, error in (
        ({"name": "  "}, NameNeeded), ({"kind": "sometime"}, UnknownChoice),
        ({"closes_on": TODAY - timedelta(1)}, services.EndsBeforeItBegins),
    ):
        given: dict[str, Any] = {"kind": "pre", "name": "Sebelum", "opens_on": TODAY, "closes_on": TODAY} | wrong
        with pytest.raises(error):
            asking.act(services.open_wave, **given)


def test_nobody_is_asked_twice_on_one_day(asking: Asking) -> None:
    wave = asking.wave(last=date(2026, 11, 30))
    with pytest.raises(services.WavesOverlap):
        asking.wave("post", date(2026, 11, 30), date(2026, 12, 10))
    asking.wave("post", date(2026, 12, 1), date(2026, 12, 10))
    with pytest.raises(services.WavesOverlap):
        asking.act(services.move_wave, wave_id=wave, version=1, closes_on=date(2026, 12, 1))
    assert asking.act(services.move_wave, wave_id=wave, version=1, closes_on=date(2026, 11, 25)) == 2
    with pytest.raises(Stale):
        asking.act(services.move_wave, wave_id=wave, version=1, closes_on=date(2026, 11, 26))


def test_a_wave_belongs_to_a_round_of_learning(asking: Asking) -> None:
    businesses = [asking.ids["Batik Ayu"]]
    first, second = (
        asking.act(cycles.start, title=title, first=TODAY, last=TODAY + timedelta(90), businesses=businesses) for title in ("Satu", "Dua")
    )
    wave = asking.act(services.open_wave, kind="pre", name="Awal", opens_on=TODAY, closes_on=TODAY, cycle_id=first)
    assert [row.cycle for row in asking.read(reports.waves, today=TODAY)] == ["Satu"]
    assert asking.act(services.join_cycle, wave_id=wave, version=1, cycle_id=second) == 2
    assert [row.cycle for row in asking.read(reports.waves, today=TODAY)] == ["Dua"]
    with pytest.raises(Stale):
        asking.act(services.join_cycle, wave_id=wave, version=1, cycle_id=None)
    for cycle in (uuid7(), wave):
        with pytest.raises(Missing):
            asking.act(services.join_cycle, wave_id=wave, version=2, cycle_id=cycle)
        with pytest.raises(Missing):
            asking.act(services.open_wave, kind="post", name="A", opens_on=LATER, closes_on=LATER, cycle_id=cycle)
    with pytest.raises(NotAllowed):
        asking.act(services.join_cycle, by=asking.member("Batik Ayu"), wave_id=wave, version=2, cycle_id=None)


# -- answers -------------------------------------------------------------------------------------------------------------


def test_each_answer_is_kept_and_can_be_changed_until_it_is_handed_in(asking: Asking) -> None:
    wave = asking.wave()
    member, own = asking.member("Batik Ayu"), asking.ids["Batik Ayu"]
    sheet = begin(asking, wave)
    for value in (2, 4):
        asking.act(services.answer, by=member, assessment_id=sheet, item="content", value=value)
    asking.act(services.answer, by=member, assessment_id=sheet, item="safety", value=None)
    kept = asking.read(reports.to_answer, by=member, business_id=own, today=TODAY)
    assert (dict(kept.answers), kept.finished) == ({"content": 4, "safety": None}, False)
    assert begin(asking, wave) == sheet  # gone on with, on another device
    with pytest.raises(services.QuestionsLeft) as left:
        asking.act(services.finish, by=member, assessment_id=sheet)
    assert left.value.values == {"count": len(QUESTIONS.items) - 2}
    for item in QUESTIONS.items:
        asking.act(services.answer, by=member, assessment_id=sheet, item=item.code, value=1)
    asking.act(services.finish, by=member, assessment_id=sheet)
    assert asking.read(reports.to_answer, by=member, business_id=own, today=TODAY).finished
    with pytest.raises(services.AlreadyFinished):
        asking.act(services.answer, by=member, assessment_id=sheet, item="content", value=5)


def test_only_answers_that_a_question_has_are_taken(asking: Asking) -> None:
    sheet = begin(asking, asking.wave())
    for item, value in (("content", 0), ("content", 6), ("ai_reply", 3), ("nothing", 1)):
        with pytest.raises(UnknownChoice):
            asking.act(services.answer, by=asking.member("Batik Ayu"), assessment_id=sheet, item=item, value=value)


def test_answers_are_taken_on_the_days_of_the_wave_in_the_associations_own_time(asking: Asking) -> None:
    wave = asking.wave(first=TODAY, last=TODAY)
    late_on_the_day, after = NOW.replace(hour=16, minute=59), NOW.replace(hour=17)  # 23.59 and 00.00 in Jambi
    member, own = asking.member("Batik Ayu"), asking.ids["Batik Ayu"]
    given: dict[str, Any] = {"by": member, "wave_id": wave, "business_id": own, "mode": "self"}
    with pytest.raises(services.NotAsking):
        asking.act(services.begin, now=after, **given)
    sheet = asking.act(services.begin, now=late_on_the_day, **given)
    with pytest.raises(services.NotAsking):
        asking.act(services.answer, by=member, assessment_id=sheet, item="content", value=3, now=after)
    assert asking.read(reports.to_answer, by=member, business_id=own, today=TODAY + timedelta(1)) is None


def test_nobody_answers_for_another(asking: Asking) -> None:
    wave = asking.wave()
    sheet = begin(asking, wave)
    own = asking.ids["Batik Ayu"]
    for stranger in (asking.member("Keripik Budi"), asking.mentor("Keripik Budi"), replace(asking.system, role=TREASURER)):
        with pytest.raises(NotAllowed):
            asking.act(services.begin, by=stranger, wave_id=wave, business_id=own, mode="self")
        with pytest.raises((NotAllowed, Missing)):
            asking.act(services.answer, by=stranger, assessment_id=sheet, item="content", value=3)
    asking.act(services.answer, by=asking.mentor("Batik Ayu"), assessment_id=sheet, item="content", value=3)
    asking.act(services.answer, assessment_id=sheet, item="safety", value=3)


def test_a_business_without_an_owner_has_nobody_to_ask(asking: Asking) -> None:
    asking.business("Kopi Cik", owner=None)
    with pytest.raises(services.NobodyToAsk):
        begin(asking, asking.wave(), "Kopi Cik", asking.coordinator, "interviewed")


def test_the_history_of_changes_holds_no_answer(asking: Asking) -> None:
    wave = asking.wave()
    asking.fill(wave, "Batik Ayu", "1212", "12112")
    with asking.app.database.reading(asking.system.association) as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.entity == "assessment").order_by(AuditEntry.id)).all()
    assert [(one.action, one.changes, one.behalf_of) for one in entries] == [
        ("created", {}, asking.ids["Batik Ayu"]), ("finished", {}, asking.ids["Batik Ayu"]),
    ]


def test_who_comes_after_an_owner_answers_anew(asking: Asking) -> None:
    wave = asking.wave()
    sheet, own = begin(asking, wave), asking.ids["Batik Ayu"]
    with asking.app.database.writing(asking.system.association) as session:
        heir = Person(association_id=asking.system.association, name="Rina", phone="")
        session.add(heir)
        session.flush()
        session.scalars(select(Business).where(Business.id == own)).one().owner_id = heir.id
    assert asking.read(reports.to_answer, business_id=own, today=TODAY).assessment_id is None
    assert begin(asking, wave) != sheet


# -- the model -------------------------------------------------------------------------------------------------------------


def test_few_people_give_no_model(asking: Asking) -> None:
    wave = asking.wave()
    asking.fill(wave, "Batik Ayu", "1212", "12112")
    asking.act(services.move_wave, wave_id=wave, version=1, closes_on=TODAY)
    with pytest.raises(services.NoModel):
        asking.act(services.freeze_model, wave_id=wave, now=NOW + timedelta(1))
    found = asking.read(reports.model, wave_id=wave, today=TODAY + timedelta(1))
    assert (found.why_not, found.over, found.frozen_at) == ("few_people", True, None)
    assert (found.access.people, found.access.needed, found.competence.needed) == (1, 20, 25)


def test_what_comes_after_a_baseline_asks_the_same_questions(asking: Asking) -> None:
    first = asking.wave()
    with asking.app.database.writing(asking.system.association) as session:
        session.scalars(select(Wave).where(Wave.id == first)).one().instrument_version = 99
    asking.wave("post", date(2026, 12, 1), date(2026, 12, 10))
    asking.wave("pre", date(2027, 1, 1), date(2027, 1, 10))
    assert [row.questions for row in asking.read(reports.waves, today=TODAY)] == [QUESTIONS.version, 99, 99]
