"""Belajar on a member's phone: what waits first, one part open at a time, nothing beside a question; the ways to it from elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from cblp.catalogue.services import shops
from cblp.db.actor import COORDINATOR, LIAISON, MENTOR, TREASURER
from cblp.growth import checklist, materials, questionnaire
from cblp.growth.reports import capital
from cblp.growth.reports import mentors as mentor_reports
from cblp.growth.reports import trainings as training_reports
from cblp.growth.services import assessments, assignments, clinic, mentors, placements, safety, sessions, trainings
from cblp.people.services import accounts, register
from cblp.reach import services as reach
from tests.conftest import NOW
from tests.pages.accompanied import SEALED, TODAY, Mentored, accompanied
from tests.pages.conftest import Screen, press, texts
from tests.pages.stall import stall


@pytest.fixture
def it(screen: Screen) -> Mentored:
    """Sari with a mentor, before her phone."""
    return accompanied(screen)


def open_part(it: Mentored, part: str = "", language: str = "id", **query: str) -> AppTest:
    """Belajar as Sari meets it, with a part open."""
    return it.member(language).open("learning", **({"bagian": part} if part else {}), **query)


def office(it: Mentored, service: Any, **given: Any) -> Any:
    """Something that the coordinator does."""
    return it.screen.app.act(replace(it.screen.system, role=COORDINATOR), service, now=NOW, **given)


def wave(it: Mentored) -> UUID:
    made: UUID = office(it, assessments.open_wave, kind="pre", name="Sebelum", opens_on=TODAY, closes_on=TODAY + timedelta(9))
    return made


def training(it: Mentored, days: int = 5, title: str = "Foto *produk*") -> UUID:
    made: UUID = office(it, trainings.plan, module="content", title=title, starts_at=NOW + timedelta(days), minutes=90)
    office(it, trainings.invite, training_id=made, businesses=[it.shop])
    return made


def links(test: AppTest) -> set[tuple[str, str]]:
    """(page, what is opened there) of the links on the page."""
    return {(link.proto.page, link.proto.query_string) for link in test.get("page_link")}


# -- who may see it ----------------------------------------------------------------------------------------------------


def test_it_is_the_members_page_only(it: Mentored) -> None:
    for role in (COORDINATOR, TREASURER, MENTOR, LIAISON):
        assert "Halaman ini untuk peran lain" in texts(it.screen.sit(role).open("learning"))
    assert "Waktu masuk habis" in texts(it.screen.leave().open("learning"))


@pytest.mark.parametrize(("language", "nobody", "material"), [
    ("id", "belum dihubungkan ke usaha", "Materi belajar"), ("en", "not joined to a business", "Learning materials"),
])
def test_without_a_business_the_materials_can_be_read(screen: Screen, language: str, nobody: str, material: str) -> None:
    said = texts(screen.sit("member", language=language).open("learning"))
    assert nobody in said
    assert material in said


# -- what waits, and all parts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "expected"), [
    ("id", ["Belum ada pendamping", "Belum ada rencana", "Belum dijawab", "Tanyakan yang sulit", "Belum dicek"]),
    ("en", ["No mentor yet", "None is planned now", "Not answered yet", "Ask what is difficult", "Not checked yet"]),
])
def test_where_nothing_is_yet_every_part_says_so(screen: Screen, language: str, expected: list[str]) -> None:
    shop = stall(screen).business
    said = texts(screen.sit("member", language=language, businesses=[shop]).open("learning"))
    assert all(line in said for line in expected)


def test_what_waits_stands_before_the_parts_and_each_part_in_a_line(it: Mentored) -> None:
    it.log()
    training(it)
    said = texts(open_part(it))
    assert "**Tia** menulis catatan pendampingan. Benar begitu?" in said
    assert said.index("menulis catatan pendampingan") < said.index("Kirim 3 foto baru") < said.index("Semua isi Belajar")
    parts = said[said.index("Semua isi Belajar"):]
    assert "**Pendamping saya**  \nTia" in parts
    assert "**Pelatihan**  \nFoto \\*produk\\*, 26 Nov 2026" in parts


def test_with_nothing_to_do_it_says_so(it: Mentored) -> None:
    office(it, safety.check, business_id=it.shop, answers=dict.fromkeys(checklist.newest().codes, True))
    said = texts(open_part(it))
    assert "Tidak ada yang menunggu." in said
    assert "Yang perlu dilakukan" not in said
    assert "10 dari 10 hal sudah aman" in said


def test_a_button_opens_what_waits_and_the_way_back_leads_to_all(it: Mentored) -> None:
    it.log()
    test = press(open_part(it), "Lihat")
    assert "Benar seperti ini?" in texts(test)
    assert "Keamanan akun" not in texts(test)
    test = press(test, "Ya, benar")
    assert "Terima kasih" in texts(test)
    assert it.logged()[0].confirmed_at
    assert "Keamanan akun" in texts(press(test, "Semua isi Belajar"))


def test_a_part_that_is_not_there_is_no_part(it: Mentored) -> None:
    assert "Semua isi Belajar" in texts(open_part(it, "lain"))


def test_whoever_helps_for_some_weeks_is_named_with_the_mentor(it: Mentored) -> None:
    until = TODAY + timedelta(20)
    office(it, placements.add, institution="SMKN 2", kind="vocational", who="Rian", first=TODAY, last=until, business_id=it.shop)
    assert "Rian dari SMKN 2 membantu Anda sampai 11 Des 2026." in texts(open_part(it, "pendamping"))


def test_a_training_is_answered_in_its_part(it: Mentored) -> None:
    made = training(it)
    press(open_part(it, "pelatihan"), "Datang")
    (guest,) = it.screen.ask(training_reports.guests, training_id=made)
    assert guest.answer == "coming"


def test_without_trainings_the_part_speaks_of_trainings(it: Mentored) -> None:
    said = texts(open_part(it, "pelatihan"))
    assert "Belum ada pelatihan." in said
    assert "Musyawarah" not in said


def test_where_two_accompany_each_step_says_with_whom(it: Mentored) -> None:
    it.log()
    sells = stall(it.screen, "Kopi Rudi").business
    channel = it.screen.act(shops.add_shop, marketplace="instagram", handle="kopi.rudi", business_id=sells)
    office(it, reach.snapshot, shop_id=channel, day=TODAY, followers=1001)
    rudi = it.screen.act(accounts.create, name="Rudi", username="rudi", sealed=SEALED)
    person = office(it, register.add_person, name="Rudi", account_id=rudi)
    other = office(it, mentors.apply, person_id=person, kind="seller", details={"business_id": sells})
    office(it, mentors.submit, profile_id=other)
    office(it, mentors.review, profile_id=other, approve=True)
    asked = office(it, assignments.propose, business_id=it.shop, mentor_id=other)
    it.screen.act(assignments.accept, assignment_id=asked, now=NOW)
    it.screen.act(sessions.log, assignment_id=asked, day=TODAY, minutes=30, mode="online", next_step="Hitung modal", now=NOW)
    said = texts(open_part(it).toggle(key="learning_all_tasks").set_value(True).run())
    assert "**Tia** · Langkah berikutnya: **Kirim 3 foto baru**." in said
    assert "**Rudi** · Langkah berikutnya: **Hitung modal**." in said


def test_a_member_offers_to_accompany_others(it: Mentored) -> None:
    it.screen.act(register.add_person, name="Sari", account_id=it.sari)
    assert "Do you want to accompany others?" in texts(open_part(it, "pendamping", "en"))
    test = press(open_part(it, "pendamping"), "Mau mendampingi")
    next(one for one in test.radio if "Penjual" in one.options).set_value("student")
    test = press(test, "Simpan")
    (made,) = [one for one in it.screen.ask(mentor_reports.profiles, today=TODAY) if one.name == "Sari"]
    assert made.kind == "student"
    said = texts(test)
    assert "Mau jadi pendamping?" not in said
    assert "Profil saya" in said


# -- one thing a screen ------------------------------------------------------------------------------------------------


def test_a_question_on_digital_capital_stands_alone_until_the_last_is_handed_in(it: Mentored) -> None:
    wave(it)
    test = press(open_part(it, "bekal-digital"), "Mulai")
    said = texts(test)
    asked = questionnaire.load(questionnaire.versions()[-1]).items
    assert str(asked[0].text) in said
    assert "Semua isi Belajar" not in said
    test.button(key=next(one.key for one in test.button if one.key and one.key.startswith("answer_"))).click().run()
    sheet = it.screen.ask(capital.to_answer, business_id=it.shop, today=TODAY)
    assert set(sheet.answers) == {asked[0].code}
    for item in asked[1:]:
        it.screen.app.act(
            it.screen.actor, assessments.answer, assessment_id=sheet.assessment_id, item=item.code, value=min(item.answers), now=NOW,
        )
    said = texts(press(test.run(), "Kirim jawaban"))
    assert "Semua isi Belajar" in said, "after handing in, the other parts are there again"
    assert "dari 100" in said


def test_the_safety_list_stands_alone_and_ends_at_its_own_part(it: Mentored) -> None:
    test = press(open_part(it, "keamanan"), "Mulai cek akun")
    for _item in checklist.newest().items:
        assert "Semua isi Belajar" not in texts(test)
        test = press(test, "Ya")
    said = texts(test)
    assert "10 dari 10 hal sudah aman." in said
    assert "Semua isi Belajar" in said


def test_whoever_stops_amid_the_list_finds_it_as_it_was(it: Mentored) -> None:
    first, second = (item.question["id"] for item in checklist.newest().items[:2])
    test = press(press(open_part(it, "keamanan"), "Mulai cek akun"), "Ya")
    assert second in texts(test)
    test = press(test, "Lanjut nanti saja")
    assert "Cek keamanan akun belum selesai." in texts(test)
    assert "Semua isi Belajar" in texts(test)
    test.query_params["bagian"] = "keamanan"
    said = texts(press(test.run(), "Lanjutkan daftar"))
    assert second in said
    assert first not in said


def test_what_was_made_is_written_down_alone(it: Mentored) -> None:
    test = open_part(it, "konten")
    assert "Semua isi Belajar" in texts(test)
    assert "Semua isi Belajar" not in texts(press(test, "Catat konten saya"))


def test_the_weakest_area_leads_to_its_material(it: Mentored) -> None:
    sheet = it.screen.app.act(it.member().actor, assessments.begin, wave_id=wave(it), business_id=it.shop, mode="self", now=NOW)
    for item in questionnaire.load(questionnaire.versions()[-1]).items:
        it.screen.app.act(it.member().actor, assessments.answer, assessment_id=sheet, item=item.code, value=min(item.answers), now=NOW)
    it.screen.app.act(it.member().actor, assessments.finish, assessment_id=sheet, now=NOW)
    test = press(open_part(it, "bekal-digital"), "Buka materi")
    assert materials.module(str(test.query_params["materi"]), "id").steps[0].head in texts(test)


def test_a_question_is_written_alone(it: Mentored) -> None:
    test = press(open_part(it, "tanya-jawab"), "Tanya")
    assert "Langkah 1 dari 3" in texts(test)
    assert "Semua isi Belajar" not in texts(test)


def test_a_step_of_a_material_stands_alone(it: Mentored) -> None:
    said = texts(open_part(it, materi="content", langkah="2"))
    assert materials.module("content", "id").steps[1].head in said
    assert "Semua isi Belajar" not in said
    assert "Semua isi Belajar" in texts(open_part(it, "materi"))


# -- the ways to it ----------------------------------------------------------------------------------------------------


def test_toko_saya_leads_to_what_waits_in_learning(it: Mentored) -> None:
    it.log()
    wave(it)
    asked = it.screen.app.act(it.member().actor, clinic.ask, business_id=it.shop, topic="photo", text="Gelap?", now=NOW)
    office(it, clinic.answer, question_id=asked, version=1, answer="Dekat jendela.")
    test = it.member().open("my_shop")
    test = test.toggle(key="my_shop_all_tasks").set_value(True).run()
    said = texts(test)
    ways = {button.label for button in test.button if "_learning" in str(button.key)}
    assert ways == {"Lihat", "Lihat langkahnya", "Jawab", "Baca jawaban", "Mulai cek akun"}
    assert press(test, "Baca jawaban").query_params["bagian"] == "tanya-jawab"
    assert said.index("menulis catatan pendampingan") < said.index("Stok **Selendang** habis."), "what has a day comes first"
    assert said.index("Stok **Selendang** habis.") < said.index("Sudah amankah akun"), "what can wait comes last"


def test_kegiatan_holds_trainings_and_the_questions_until_their_last_day(it: Mentored) -> None:
    made = wave(it)
    training(it)
    test = it.member().open("activities")
    said = texts(test)
    assert "Foto \\*produk\\*" in said
    assert "**Bekal digital**  \nSampai Senin, 30 November 2026, 9 hari lagi." in said
    assert press(test, "Jawab").query_params["bagian"] == "bekal-digital"
    sheet = it.screen.app.act(it.screen.actor, assessments.begin, wave_id=made, business_id=it.shop, mode="self", now=NOW)
    for item in questionnaire.load(questionnaire.versions()[-1]).items:
        it.screen.app.act(it.screen.actor, assessments.answer, assessment_id=sheet, item=item.code, value=min(item.answers), now=NOW)
    it.screen.app.act(it.screen.actor, assessments.finish, assessment_id=sheet, now=NOW)
    assert "Bekal digital" not in texts(it.member().open("activities"))


# -- the coordinator's home --------------------------------------------------------------------------------------------


def home(it: Mentored, role: str = COORDINATOR, language: str = "id") -> AppTest:
    it.office()
    return it.screen.sit(role, language=language).open("home")


def test_home_says_what_waits_in_learning(screen: Screen) -> None:
    it = accompanied(screen, days=30)
    office(it, register.add_business, name="Anyaman Rimbo", owner={"name": "Ali"}, since=TODAY)
    made = wave(it)
    training(it)
    training(it, -1, "WA *Business*")
    it.screen.app.act(it.member().actor, clinic.ask, business_id=it.shop, topic="photo", text="Gelap?", now=NOW)
    test = home(it)
    said = texts(test)
    for waits in (
        "1 pertanyaan menunggu jawaban, yang paling lama hari ini.",
        r"Pelatihan **WA \*Business\*** sudah selesai. Catat siapa yang hadir.",
        r"Pelatihan **Foto \*produk\***, Kamis, 26 November 2026 pukul",
        "0 dari 1 usaha yang diundang akan datang.",
        "Pendampingan 1 usaha: 21 hari belum ada kabar.",
        "1 anggota belum punya pendamping.",
        "Bekal digital, **Sebelum**: 0 dari 2 anggota sudah menjawab, sampai 30 Nov 2026.",
    ):
        assert waits in said
    assert {
        ("tanya-jawab", ""), ("pelatihan", "pelatihan=PL01"), ("pelatihan", "pelatihan=PL02"), ("pendampingan", "bagian=berjalan"),
        ("pendampingan", "bagian=pasangkan"), ("bekal-digital", ""),
    } <= links(test)
    assert "1 question waits for an answer, the oldest today." in texts(home(it, language="en"))
    assert made


def test_the_treasurers_home_has_nothing_of_learning(it: Mentored) -> None:
    wave(it)
    it.screen.app.act(it.member().actor, clinic.ask, business_id=it.shop, topic="photo", text="Gelap?", now=NOW)
    said = texts(home(it, TREASURER))
    assert "pertanyaan menunggu" not in said
    assert "Bekal digital" not in said


def test_home_keeps_silent_where_nothing_waits_in_learning(it: Mentored) -> None:
    assert "**Belajar**" not in texts(home(it))
