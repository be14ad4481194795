"""Tanya jawab on the office's laptop and the mentor's phone, and the member's parts of it: asked, answered, judged, published."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.growth import checklist
from cblp.growth.reports import clinic as reports
from cblp.growth.reports import placements as students
from cblp.growth.reports import safety as safety_reports
from cblp.growth.services import clinic, safety
from cblp.people.services import drafts
from cblp.ui import visitor
from tests.growth.helping import ANSWER, TODAY, Class, school
from tests.pages.conftest import Screen, press
from tests.pages.conftest import texts as marked

PAGE, PHONE = "clinic", "answering"
CODES = checklist.newest().codes

MEMBER_PART = """
from cblp import i18n
from cblp.ui import page, runtime, state, visitor
from cblp.ui.components import {part}

i18n.use(state.LANGUAGE.get)
who = visitor.current()
state.LANGUAGE.set(who.language)
visit = page.Visit(visitor=who, now=runtime.app().clock())
for kind, text in state.MESSAGES.take():
    page.st.success(text)
page.edge(lambda: {part}.show(visit, next(iter(visit.actor.own_businesses))))
"""
"""A member's part by itself: the page Belajar puts it beside others."""


@pytest.fixture
def it(screen: Screen) -> Class:
    return screen.begin(school, screen.app, screen.system)


def texts(test: AppTest) -> str:
    """What the page says, without the marks that keep people's words from being markdown."""
    return marked(test).replace("\\", "")


def sit(screen: Screen, who: Actor, language: str = "id") -> Screen:
    assert who.account
    screen.account = who.account
    return screen.sit(who.role, language=language, businesses=who.own_businesses)


def part(screen: Screen, who: Actor, name: str, language: str = "id") -> AppTest:
    """A member's part on the phone."""
    sit(screen, who, language)
    return AppTest.from_string(MEMBER_PART.format(part=name), default_timeout=30).run()


def fill(test: AppTest, ending: str, value: str) -> AppTest:
    """Fill in a text field by the end of its key."""
    next(field for field in [*test.text_area, *test.text_input] if str(field.key).endswith(ending)).set_value(value)
    return test


# -- who may see it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page_id", [PAGE, PHONE])
def test_nobody_signed_in_sees_nothing(screen: Screen, it: Class, page_id: str) -> None:
    it.ask()
    said = texts(screen.leave().open(page_id, pertanyaan="1"))
    assert "gelap" not in said and "Waktu masuk habis" in said


@pytest.mark.parametrize(("page_id", "role"), [
    (PAGE, MEMBER), (PAGE, MENTOR), (PAGE, LIAISON), (PHONE, MEMBER), (PHONE, COORDINATOR), (PHONE, LIAISON),
])
def test_other_roles_are_sent_back(screen: Screen, it: Class, page_id: str, role: str) -> None:
    it.ask()
    said = texts(screen.sit(role).open(page_id, pertanyaan="1"))
    assert "gelap" not in said and "Halaman ini untuk peran lain" in said


def test_an_empty_association_says_what_will_stand_here(screen: Screen) -> None:
    test = screen.open(PAGE)
    assert "Semua pertanyaan sudah dijawab." in texts(test) and "Belum ada pertanyaan." in texts(test)
    for view, said in (("everybody", "Belum ada jawaban untuk semua."), ("safety", "Belum ada anggota aktif."),
                       ("students", "Belum ada siswa atau mahasiswa.")):
        test.button_group(key="clinic_view").set_value(view).run()
        assert said in texts(test)
    assert "There are no questions yet." in texts(screen.sit(COORDINATOR, language="en").open(PAGE))
    assert "No question waits for an answer." in texts(screen.sit(MENTOR, language="en").open(PHONE))


# -- the office --------------------------------------------------------------------------------------------------------


def test_the_coordinator_answers_and_publishes_without_a_name(screen: Screen, it: Class) -> None:
    it.ask()
    sit(screen, it.wati)
    test = screen.open(PAGE)
    assert "Ada 1 pertanyaan yang menunggu jawaban." in texts(test)
    test.button(key="clinic_1").click().run()
    fill(test, "/answer", ANSWER)
    press(test, "Kirim jawaban")
    assert "Jawaban sudah dikirim." in texts(test)
    (row,) = it.app.read(it.wati, reports.questions)
    assert (row.state, row.answer, row.answerer) == ("answered", ANSWER, "Wati")
    assert it.app.read(it.wati, drafts.under, prefix="clinic/answer") == [], "nothing is left over"

    test = screen.open(PAGE, pertanyaan="1")
    press(test, "Bagikan ke semua")
    fill(test, "_general", "Bu Sari bertanya: foto gelap?")
    press(test, "Simpan")
    assert "“Bu Sari” memberi tahu siapa yang bertanya." in texts(test)
    fill(test, "_general", "Foto produk gelap. Apa sebabnya?")
    press(test, "Simpan")
    (one,) = it.app.read(it.dewi, reports.published)
    assert (one.question, one.answer) == ("Foto produk gelap. Apa sebabnya?", ANSWER)

    test = screen.open(PAGE, pertanyaan="1")
    press(test, "Tarik kembali")
    test.button(key="yes_clinic_hide_1").click().run()
    assert it.app.read(it.dewi, reports.published) == []


def test_two_who_change_an_answer_see_both(screen: Screen, it: Class) -> None:
    asked = it.ask()
    it.answer(asked)
    sit(screen, it.wati)
    test = screen.open(PAGE, pertanyaan="1")
    press(test, "Ubah jawaban")
    it.answer(asked, it.tia, "Di teras.")
    fill(test, "_answer", "Di luar rumah.")
    press(test, "Simpan")
    assert "Di teras." in texts(test) and "Di luar rumah." in texts(test)
    press(test, "Pakai isian saya")
    assert it.row(asked).answer == "Di luar rumah."


def test_the_coordinator_writes_a_question_down(screen: Screen, it: Class) -> None:
    sit(screen, it.wati)
    test = press(screen.open(PAGE), "Catat pertanyaan")
    test.radio(key="clinic_ask_business").set_value(it.rasa)
    test.selectbox(key="clinic_ask_topic").set_value("ai")
    fill(test, "_text", "Apa itu AI?")
    press(test, "Simpan")
    (row,) = it.app.read(it.wati, reports.questions)
    assert (row.business, row.topic, row.text) == ("Keripik Rasa", "ai", "Apa itu AI?")


def test_a_treasurer_reads_and_does_not_answer(screen: Screen, it: Class) -> None:
    asked = it.ask()
    sit(screen, it.budi)
    said = texts(screen.open(PAGE, pertanyaan="1"))
    assert "Foto produk saya gelap." in said and "Pendamping atau koordinator yang menjawab." in said
    it.answer(asked)
    test = screen.open(PAGE, pertanyaan="1")
    assert ANSWER.splitlines()[0] in texts(test)
    assert not {"Ubah jawaban", "Bagikan ke semua"} & {button.label for button in test.button}
    assert "safety" not in str(screen.open(PAGE).button_group(key="clinic_view").options)
    assert "Keamanan akun" not in texts(screen.open(PAGE))


def test_a_number_that_none_has_is_said(screen: Screen, it: Class) -> None:
    sit(screen, it.wati)
    assert "Pertanyaan nomor 9 tidak ada di sini." in texts(screen.open(PAGE, pertanyaan="9"))


def test_what_members_write_is_text(screen: Screen, it: Class) -> None:
    it.ask(text="**tebal** <b>x</b> [klik](https://jahat.example)")
    said = marked(sit(screen, it.wati).open(PAGE, pertanyaan="1"))
    assert "\\[klik\\]" in said and "**tebal**" not in said.replace("\\*\\*tebal\\*\\*", "")


# -- account safety and students on the office's page ------------------------------------------------------------------


def test_the_coordinator_asks_a_member_the_list(screen: Screen, it: Class) -> None:
    sit(screen, it.wati)
    it.app.act(it.dewi, safety.check, business_id=it.rasa, answers=dict.fromkeys(CODES, True))
    test = screen.open(PAGE)
    test.button_group(key="clinic_view").set_value("safety").run()
    assert "1 dari 2" in texts(test) and "Belum ditanya" in texts(test)
    test.button(key=f"safety_ask_{it.ayu.hex}").click().run()
    assert "Pertanyaan untuk **Batik Ayu**." in texts(test)
    for number, _code in enumerate(CODES):
        press(test, "Belum" if number == 1 else "Ya")
    now, _before = it.app.read(it.wati, safety_reports.mine, business_id=it.ayu)
    assert now and (now.score.safe, now.score.next) == (len(CODES) - 1, CODES[1])


def test_a_student_is_written_down_and_changed(screen: Screen, it: Class) -> None:
    sit(screen, it.wati)
    test = screen.open(PAGE)
    test.button_group(key="clinic_view").set_value("students").run()
    press(test, "Tambah siswa")
    fill(test, "_institution", "SMK 1")
    fill(test, "_first", "2 November 2026")
    fill(test, "_last", "1 November 2026")
    press(test, "Simpan")
    assert "Hari terakhir tidak boleh sebelum hari pertama." in texts(test)
    fill(test, "_last", "4 Desember 2026")
    press(test, "Simpan")
    (row,) = it.app.read(it.wati, students.listing, today=TODAY)
    assert (row.institution, row.first, row.last, row.phase) == ("SMK 1", date(2026, 11, 2), date(2026, 12, 4), "now")
    press(test, "Ubah")
    fill(test, "_result", "20 foto baru")
    press(test, "Simpan")
    assert "Hasilnya: 20 foto baru" in texts(test)


# -- the mentor --------------------------------------------------------------------------------------------------------


def test_a_mentor_answers_on_the_phone_and_finds_it_again(screen: Screen, it: Class) -> None:
    it.ask()
    sit(screen, it.tia)
    test = press(screen.open(PHONE), "Jawab")
    assert "Foto produk saya gelap." in texts(test) and "0812" not in texts(test)
    fill(test, "/answer", "Di teras").run()
    again = screen.open(PHONE, pertanyaan="1")  # the tab was closed
    assert next(field for field in again.text_area if str(field.key).endswith("/answer")).value == "Di teras"
    press(again, "Kirim jawaban")
    said = texts(again)
    assert "Jawaban sudah dikirim." in said and "Semua pertanyaan sudah dijawab." in said
    assert "Yang saya jawab: 1" in [expander.label for expander in again.expander]
    assert "Di teras" in texts(screen.open(PHONE, pertanyaan="1"))
    assert "tidak ada di sini" in texts(sit(screen, it.rudi).open(PHONE, pertanyaan="1")), "no mentee of this screen"


# -- the member --------------------------------------------------------------------------------------------------------


def test_a_member_asks_step_by_step_and_nothing_is_lost(screen: Screen, it: Class) -> None:
    test = part(screen, it.sari, "my_questions")
    press(test, "Tanya")
    press(test, "Lanjut")
    assert "Pilih salah satu." in texts(test)
    next(radio for radio in test.radio if str(radio.key).endswith("/topic")).set_value("whatsapp").run()
    press(test, "Lanjut")
    fill(test, "/text", "Bagaimana membuat katalog WA?").run()

    again = part(screen, it.sari, "my_questions")  # the tab was closed
    assert "Isiannya tersimpan." in texts(again)
    press(again, "Lanjutkan isian")
    press(again, "Lanjut")
    assert "Bagaimana membuat katalog WA?" in texts(again)
    press(again, "Kirim pertanyaan")
    (row,) = it.app.read(it.sari, reports.mine, business_id=it.ayu)
    assert (row.topic, row.text, row.state) == ("whatsapp", "Bagaimana membuat katalog WA?", "open")
    assert "Pendamping membaca dan menjawab di sini." in texts(again)
    assert it.app.read(it.sari, drafts.under, prefix="learning/") == []


def test_a_member_says_whether_it_helped(screen: Screen, it: Class) -> None:
    asked = it.ask()
    it.answer(asked)
    test = part(screen, it.sari, "my_questions")
    assert "Jawaban Tia" in texts(test) and ANSWER.splitlines()[1] in texts(test)
    press(test, "Belum")
    fill(test, "/still", "Jendela saya kecil")
    press(test, "Tanya lagi")
    assert (it.row(asked).state, it.row(asked).helped) == ("open", False)
    assert it.row(asked).text.endswith("Jendela saya kecil")
    it.answer(asked, it.rudi)
    press(part(screen, it.sari, "my_questions"), "Ya, membantu")
    assert it.row(asked).helped is True
    assert "Pertanyaan saya dulu: 1" in [expander.label for expander in part(screen, it.sari, "my_questions").expander]


def test_a_member_takes_a_question_back(screen: Screen, it: Class) -> None:
    it.ask()
    test = press(part(screen, it.sari, "my_questions"), "Batalkan pertanyaan")
    test.button(key="yes_question_back_1").click().run()
    assert it.app.read(it.sari, reports.mine, business_id=it.ayu) == []


def test_others_read_what_was_asked_without_who(screen: Screen, it: Class) -> None:
    asked = it.ask()
    it.answer(asked)
    it.do(clinic.publish, asked, it.wati, general="Foto produk gelap. Apa sebabnya?", answer=ANSWER)
    test = part(screen, it.dewi, "my_questions")
    assert "Pernah ditanyakan anggota lain" in texts(test)
    assert "Foto produk gelap. Apa sebabnya?" in [expander.label.replace("\\", "") for expander in test.expander]
    assert "Batik Ayu" not in texts(test) and "Tia" not in texts(test)
    assert "Others asked this already" in texts(part(screen, it.dewi, "my_questions", "en"))


def test_a_member_checks_the_own_accounts(screen: Screen, it: Class) -> None:
    test = press(part(screen, it.sari, "my_safety"), "Mulai cek akun")
    press(test, "Ya")
    press(test, "Tidak tahu")
    again = part(screen, it.sari, "my_safety")  # the tab was closed
    assert "Jawaban tadi tersimpan." in texts(again)
    press(again, "Lanjutkan daftar")
    assert f"Pertanyaan 3 dari {len(CODES)}." in texts(again)
    for _code in CODES[2:]:
        press(again, "Ya")
    said = texts(again)
    assert f"{len(CODES) - 1} dari {len(CODES)} hal sudah aman." in said
    assert checklist.newest().items[1].steps["id"][0] in said, "how to do the next thing"
    now, _before = it.app.read(it.sari, safety_reports.mine, business_id=it.ayu)
    assert now and now.answers[CODES[1]] is None
    english = texts(part(screen, it.sari, "my_safety", "en"))
    assert checklist.newest().items[1].question["en"] in english
    assert visitor.current().actor.role == MEMBER  # type: ignore[union-attr]


def test_the_treasurer_role_is_no_way_around(screen: Screen, it: Class) -> None:
    it.app.act(it.dewi, safety.check, business_id=it.rasa, answers=dict.fromkeys(CODES, False))
    assert "hal sudah aman" not in texts(screen.sit(TREASURER).open(PAGE))


# -- the material on it, the letter about it -----------------------------------------------------------------------------


def test_a_question_leads_to_the_material_on_its_topic(screen: Screen, it: Class) -> None:
    it.answer(it.ask())
    test = part(screen, it.sari, "my_questions")
    assert "Ada materi tentang ini: Foto produk dan konten menarik" in texts(test)
    press(test, "Buka materi")
    assert test.query_params["materi"] == "content"


def test_another_topic_has_no_material(screen: Screen, it: Class) -> None:
    it.answer(it.ask(topic="other"))
    assert "Ada materi" not in texts(part(screen, it.sari, "my_questions"))


@pytest.mark.parametrize(("who", "known"), [("wati", True), ("rudi", True), ("tia", False)])
def test_who_answered_writes_to_the_member(screen: Screen, it: Class, who: str, known: bool) -> None:
    """The mentor of the business knows person and number, another one the business only."""
    asked = it.ask()
    it.answer(asked, getattr(it, who))
    by = getattr(it, who)
    assert by.account
    screen.account = by.account
    test = screen.sit(by.role, businesses=by.mentee_businesses).open(PAGE if by.role == COORDINATOR else PHONE, pertanyaan="1")
    letter = test.text_area(key="clinic_tell_1_text").value or ""
    assert ("Ibu Sari Wulandari, pertanyaan tentang" in letter) == known and "Foto dan konten" in letter
    assert ("Bapak/Ibu Batik Ayu, pertanyaan tentang" in letter) == (not known)
    assert "gelap" not in letter and "jendela" not in letter, "neither question nor answer is in it"
    link = next(element for element in test.main if "wa.me" in str(getattr(element, "proto", "")))
    assert ("wa.me/62812" in str(link.proto)) == known
