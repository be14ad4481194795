"""Pelatihan: planned, invited, held and called off on the page; a whole learning round; the member's answer; materials step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.growth import materials
from cblp.growth.reports import cycles as cycle_reports
from cblp.growth.reports import trainings as reports
from cblp.growth.rules import rubric
from cblp.growth.services import cycles, links, pieces, trainings
from cblp.people.models import Account
from cblp.ui.components import materials as shown_materials
from tests.campaigns.making import Fair
from tests.conftest import NOW
from tests.pages.conftest import Screen, press, texts

TODAY = NOW.date()


@pytest.fixture
def fair(screen: Screen) -> Fair:
    return screen.begin(Fair, screen.app, screen.system, "sari", "rina")


def plan(fair: Fair, days: int = 7, **details: Any) -> UUID:
    made: UUID = fair.act(
        trainings.plan, module="content", title="Foto produk", starts_at=NOW + timedelta(days), minutes=120,
        details={"place": "Balai desa", **details},
    )
    return made


def pick(test: AppTest, label: str, values: list[UUID]) -> AppTest:
    return next(field for field in test.multiselect if field.label == label).set_value(values).run()


def test_it_is_a_page_of_the_office(screen: Screen) -> None:
    for role in (MEMBER, MENTOR, LIAISON):
        assert "halaman" in texts(screen.sit(role).open("trainings")).lower()
    for role in (COORDINATOR, TREASURER):
        for language in ("id", "en"):
            said = texts(screen.sit(role, language=language).open("trainings"))
            assert ("Belum ada pelatihan" if language == "id" else "No training yet") in said
    assert "Pelatihan" not in texts(screen.leave().open("trainings"))


def test_plan_and_invite(screen: Screen, fair: Fair) -> None:
    test = press(screen.open("trainings"), "Rencanakan pelatihan")
    next(field for field in test.text_input if field.label == "Nama pelatihan").input("Foto produk")
    next(field for field in test.selectbox if field.label == "Materi").set_value("content")
    test = press(test, "Simpan")
    row = screen.ask(reports.listing)[0]
    assert (row.title, row.minutes, screen.actor.day(row.starts_at)) == ("Foto produk", 120, TODAY + timedelta(7))
    test = press(screen.open("trainings", pelatihan="PL01"), "Undang semua")
    assert screen.ask(reports.listing)[0].invited == 2
    said = texts(test)
    assert "2 usaha diundang" in said
    assert "Belum menjawab" in said
    test = press(test, "Datang")
    assert screen.ask(reports.listing)[0].coming == 1


def test_the_treasurer_only_reads(screen: Screen, fair: Fair) -> None:
    plan(fair)
    test = screen.sit(TREASURER).open("trainings", pelatihan="PL01")
    assert "Foto produk" in texts(test)
    assert not {"Undang semua", "Ubah"} & {button.label for button in test.button}


def test_who_was_there_and_held(screen: Screen, fair: Fair) -> None:
    training = plan(fair, days=1)
    fair.act(trainings.invite, training_id=training, businesses=[fair.ids["sari"], fair.ids["rina"]], now=NOW)
    fair.act(trainings.answer, training_id=training, business_id=fair.ids["sari"], answer="coming", now=NOW)
    fair.act(trainings.edit, training_id=training, version=1, changes={"starts_at": NOW - timedelta(hours=1)}, now=NOW)
    test = screen.open("trainings", pelatihan="PL01")
    test = press(test, "Simpan yang hadir")
    assert [(g.business, g.present) for g in screen.ask(reports.guests, training_id=training)] == [("Rina", False), ("Sari", True)]
    press(test, "Sudah diadakan")
    assert screen.ask(reports.listing)[0].state == "held"


def test_a_whole_round(screen: Screen, fair: Fair) -> None:
    cycle = fair.act(
        cycles.start, title="Putaran 1", first=TODAY - timedelta(9), last=TODAY + timedelta(9), businesses=[fair.ids["sari"]],
        needs="Foto gelap", now=NOW,
    )
    piece = fair.act(
        pieces.add, business_id=fair.ids["sari"], title="Foto tas", made_on=TODAY, cycle_id=cycle, now=NOW,
        details={"seen": "Contoh tas", "followed": "Foto dekat", "added": "Cerita nenek"},
    )
    test = screen.open("trainings", putaran="1")
    said = texts(test)
    for words in ("● Kebutuhan", "Foto gelap", "Cerita nenek", "0 dari 2 orang sudah menilai", "Belum cukup data"):
        assert words in said
    for name in rubric.CRITERIA:
        test.pills(key=f"{name}_{piece}").set_value(3)
    next(button for button in test.button if button.key and button.key.startswith("save_rate_")).click().run()
    assert [one.raters for one in screen.ask(cycle_reports.pieces)] == [1]
    press(screen.open("trainings", putaran="1"), "Mulai pelatihan")
    assert screen.ask(cycle_reports.listing)[0].stage == "training"
    assert "Belum ada pelatihan yang diadakan" in texts(press(screen.open("trainings", putaran="1"), "Bahas hasil"))


def test_a_closed_round_shows_what_came_of_it(screen: Screen, fair: Fair) -> None:
    with screen.app.globally(write=True) as session:
        other = Account(name="Penilai", created_at=NOW)
        session.add(other)
        session.flush()
        raters = [replace(screen.actor, account=screen.account), replace(screen.actor, account=other.id)]
    cycle = fair.act(cycles.start, title="Putaran 1", first=TODAY, last=TODAY, businesses=[fair.ids["sari"]], now=NOW)
    for wave, points in (("before", 2), ("after", 3)):
        piece = fair.act(pieces.add, business_id=fair.ids["sari"], title=wave, made_on=TODAY, cycle_id=cycle, wave=wave, now=NOW)
        for rater in raters:
            fair.act(pieces.score, by=rater, piece_id=piece, points=dict.fromkeys(rubric.CRITERIA, points), now=NOW)
    test = screen.open("trainings", putaran="1")
    assert [(metric.label, metric.value, metric.delta) for metric in test.metric][1] == ("Kreativitas, 1–4", "3", "naik 1 dari 2")
    assert "3 dari 4" in texts(test)


def test_links_stand_in_the_material(screen: Screen, fair: Fair) -> None:
    fair.act(links.add, module="content", title="Video foto", url="https://www.youtube.com/watch?v=abc", now=NOW)
    test = screen.open("trainings", bagian="materi")
    assert "Video foto" in texts(test)
    press(test, "Lepas")
    assert screen.ask(reports.links) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_material_is_read_step_by_step(screen: Screen, fair: Fair, language: str) -> None:
    module = materials.module("safety", language)
    on, done = ("Lanjut", "Selesai") if language == "id" else ("Continue", "Finished")
    test = screen.sit(COORDINATOR, language=language).open("trainings", bagian="materi", materi="safety", langkah="1")
    for step in module.steps[:-1]:
        assert step.head in texts(test)
        test = press(test, on)
    test = press(test, done)
    assert "langkah" not in test.query_params


def test_a_broken_step_in_the_address_begins_at_the_first(screen: Screen, fair: Fair) -> None:
    for wrong in ("0", "x", "²", "-1"):
        said = texts(screen.open("trainings", bagian="materi", materi="ai", langkah=wrong))
        assert materials.module("ai", "id").steps[0].head in said
    assert shown_materials.STEP == "langkah"


def test_a_member_answers_on_kegiatan(screen: Screen, fair: Fair) -> None:
    training = plan(fair)
    fair.act(trainings.invite, training_id=training, businesses=[fair.ids["sari"]], now=NOW)
    screen.sit(MEMBER, businesses=[fair.ids["sari"]])
    test = screen.open("activities")
    for words in ("Menunggu jawaban Anda", "Pelatihan: Foto produk", "Balai desa"):
        assert words in texts(test)
    test = press(test, "Belum bisa")
    assert "Anda tidak datang" in texts(test)
    press(test, "Datang")
    assert [guest.answer for guest in screen.ask(reports.guests, training_id=training)] == ["coming"]
