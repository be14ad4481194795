"""Bekal digital: who may see it, asking the members, an interview by presses, honest words on before and after."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from cblp.bootstrap import App
from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.documents import tables as documents
from cblp.growth.reports import capital as reports
from cblp.growth.services import assessments, cycles
from cblp.ui import page, visitor
from cblp.ui.components import capital_table, my_answers
from tests.conftest import NOW
from tests.growth.asking import QUESTIONS, TODAY, Asking
from tests.pages.conftest import Screen, press, texts


@pytest.fixture
def asking(screen: Screen) -> Asking:
    return screen.begin(seven, screen.app, screen.system)


def seven(app: App, system: Actor) -> Asking:
    made = Asking(app, system)
    for number in range(7):
        made.business(f"Usaha *{number}*", owner=f"Ibu {number}")
    return made


def answered(asking: Asking, wave: UUID, people: int, digit: int) -> None:
    for number in range(people):
        asking.fill(wave, f"Usaha *{number}*", str(digit) * 4, str(digit) * 5, ai_feed=1 + number % 2)


def tables(test: AppTest) -> str:
    """What stands in the tables and bars of a page, cell after cell."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(element.proto.body for element in test.get("html"))))


# -- who may see it ----------------------------------------------------------------------------------------------------


def test_nobody_signed_in_sees_nothing(screen: Screen, asking: Asking) -> None:
    asking.wave()
    said = texts(screen.leave().open("digital_capital"))
    assert "Usaha" not in said
    assert "Waktu masuk habis" in said


@pytest.mark.parametrize("role", [TREASURER, MEMBER, MENTOR, LIAISON])
def test_other_roles_are_sent_back(screen: Screen, asking: Asking, role: str) -> None:
    asking.wave()
    said = texts(screen.sit(role).open("digital_capital"))
    assert "Usaha" not in said
    assert "Halaman ini untuk peran lain" in said


@pytest.mark.parametrize(("language", "expected"), [("id", "belum pernah ditanyakan"), ("en", "Nobody was asked")])
def test_an_empty_association_is_told_what_will_stand_here(screen: Screen, language: str, expected: str) -> None:
    assert expected in texts(screen.sit(language=language).open("digital_capital"))


# -- the coordinator ---------------------------------------------------------------------------------------------------


def test_asking_the_members_opens_a_wave(screen: Screen, asking: Asking) -> None:
    test = press(screen.open("digital_capital"), "Tanya anggota")
    test.radio[0].set_value("pre")
    test.text_input[0].set_value("Awal")
    said = texts(press(test, "Simpan"))
    (wave,) = asking.read(reports.waves, today=TODAY)
    assert (wave.name, wave.kind, wave.opens_on, wave.closes_on) == ("Awal", "pre", TODAY, date(2026, 12, 4))
    assert "7 anggota belum mengirim jawaban" in said
    assert "0 dari 7 anggota sudah menjawab" in said


def test_who_is_left_has_a_letter_that_fits_whatsapp(screen: Screen, asking: Asking) -> None:
    asking.wave()
    test = screen.open("digital_capital")
    letters = [str(area.value) for area in test.text_area]
    assert len(letters) == 7
    assert all("24 pertanyaan" in letter and "Wati" in letter and len(letter) <= 350 for letter in letters)


def test_an_interview_keeps_each_press(screen: Screen, asking: Asking) -> None:
    asking.wave()
    test = press(screen.open("digital_capital"), "Wawancara")
    first = QUESTIONS.items[0]
    assert first.text.id in texts(test)
    press(test, first.answers[4].id)
    press(test, "Tidak tahu")
    (sheet,) = [one for id_ in asking.ids.values() if (one := asking.read(reports.to_answer, business_id=id_, today=TODAY)) and one.answers]
    assert dict(sheet.answers) == {first.code: 4, QUESTIONS.items[1].code: None}
    assert QUESTIONS.items[2].text.id in texts(test)
    press(test, "Kembali")
    assert QUESTIONS.items[1].text.id in texts(test)


def test_four_members_have_no_average_and_five_do(screen: Screen, asking: Asking) -> None:
    wave = asking.wave()
    answered(asking, wave, 4, 3)
    assert "4 dari 7 anggota sudah menjawab. Rata-rata tampil mulai 5 anggota." in texts(screen.open("digital_capital"))
    asking.fill(wave, "Usaha *4*", "3333", "33313")
    said = texts(screen.open("digital_capital"))
    assert "Rata-rata bekal digital 49 dari 100. Paling perlu dibantu: menjaga keamanan." in said


@pytest.mark.parametrize(("people", "expected"), [
    (4, "Belum cukup data: 4 anggota menjawab dua kali"), (5, "Belum cukup data: perlu paling sedikit 6 anggota"),
    (6, "Ini lebih dari kebetulan"),
])
def test_before_and_after_in_honest_words(screen: Screen, asking: Asking, people: int, expected: str) -> None:
    before = asking.wave("pre", date(2026, 11, 1), TODAY)
    answered(asking, before, 7, 2)
    asking.act(assessments.move_wave, wave_id=before, version=1, closes_on=TODAY - timedelta(1))
    after = asking.wave("post", TODAY, date(2026, 11, 30), "Sesudah")
    for number in range(people):
        digits = f"{3 + number % 3}" * 4
        asking.fill(after, f"Usaha *{number}*", digits, f"{digits}{3 + number % 2}")
    said = texts(screen.open("digital_capital"))
    assert expected in said
    assert f"{7 - people} anggota menjawab hanya sekali" in said
    assert "signifikan" not in said


def test_one_member_leads_to_a_module_and_a_mentors_task(screen: Screen, asking: Asking) -> None:
    wave = asking.wave()
    asking.fill(wave, "Usaha *0*", "3333", "33133")
    test = screen.open("digital_capital")
    test.button_group[0].set_value("members").run()
    said = texts(test.selectbox[0].set_value(asking.ids["Usaha *0*"]).run())
    assert "Paling perlu dibantu: **Membuat konten**" in said
    assert "konten" in said.split("Belajar: ")[1].split("\n")[0]
    assert "Bersama pendamping: Foto 1 produk di dekat jendela." in said


def test_less_than_half_of_the_members_are_not_all_of_them(screen: Screen, asking: Asking) -> None:
    for number in range(7, 12):
        asking.business(f"Usaha *{number}*", owner=f"Ibu {number}")
    wave = asking.wave()
    answered(asking, wave, 5, 3)
    assert "belum mewakili semua anggota" in texts(screen.open("digital_capital"))
    asking.fill(wave, "Usaha *5*", "3333", "33333")
    assert "belum mewakili semua anggota" not in texts(screen.open("digital_capital"))


# -- how it is calculated ------------------------------------------------------------------------------------------------


def test_the_formula_stands_with_the_figures_of_this_round(screen: Screen, asking: Asking) -> None:
    wave = asking.wave()
    for number in range(5):
        asking.fill(wave, f"Usaha *{number}*", "4344", "44334")
    said = texts(screen.open("digital_capital"))
    assert "alat dan internet 3,75, kemampuan 3,6: 34,38 + 32,5 = 66,88. 5 anggota menjawab semua" in said
    assert "angkanya tidak bisa dibandingkan dengan penelitian mereka" in said


def test_the_statistics_of_before_and_after_stand_in_a_table(screen: Screen, asking: Asking) -> None:
    """Gains of the domain's vector: 20 15 6 15 15 −5 points cannot be made of answers; these are: 0 and five times 25."""
    before = asking.wave("pre", date(2026, 11, 1), TODAY - timedelta(1))
    after = asking.wave("post", TODAY, date(2026, 11, 30), "Sesudah")
    for number in range(6):
        name, later = f"Usaha *{number}*", 2 if number == 0 else 3
        asking.fill(before, name, "2222", "22222", now=NOW - timedelta(9))
        asking.fill(after, name, f"{later}" * 4, f"{later}" * 5)
    rows = tables(screen.open("digital_capital"))
    for cells in ("Rata-rata sebelum 25", "Rata-rata sesudah 45,83", "dalam poin 20,83", "(sd) 10,21", "(d_z = perubahan ÷ sebaran) 2,04",
                  "saja (p) 6,25%"):  # 2 of 2⁵ patterns of signs: the zero has none
        assert cells in rows
    assert "HP dan alat 25 45,8 naik 20,8 poin" in rows


def test_weights_from_the_answers_are_frozen_once_their_conditions_are_met(screen: Screen, asking: Asking) -> None:
    for number in range(7, 25):
        asking.business(f"Usaha *{number}*", owner=f"Ibu {number}")
    wave = asking.wave("pre", date(2026, 11, 1), TODAY - timedelta(1), "Awal")
    earlier = NOW - timedelta(9)
    for number in range(25):
        if number == 24:
            test = screen.open("digital_capital")
            assert "24 dari paling sedikit 25 anggota menjawab semua 5 pertanyaan" in texts(test)
            assert "Bekukan bobot ini" not in [button.label for button in test.button]
        digits = [min(5, 1 + number % 3 + ((number * step) % 7 == 0)) for step in range(1, 10)]
        asking.fill(wave, f"Usaha *{number}*", "".join(map(str, digits[:4])), "".join(map(str, digits[4:])), now=earlier)
    test = press(press(screen.open("digital_capital"), "Bekukan bobot ini"), "Bekukan bobot ini")
    found = asking.read(reports.model, wave_id=wave, today=TODAY)
    assert (found.frozen_at, found.people) == (NOW, 25)
    assert "Dibekukan dari jawaban 25 anggota" in texts(test)
    assert "25 anggota; dengan bobot dari jawaban" in texts(test)
    assert "Bekukan bobot ini" not in [button.label for button in test.button]


def test_a_round_of_questions_joins_a_learning_round(screen: Screen, asking: Asking) -> None:
    cycle = asking.act(
        cycles.start, title="Foto yang laku", first=TODAY, last=TODAY + timedelta(60), businesses=[asking.ids["Usaha *0*"]],
    )
    asking.wave()
    test = press(screen.open("digital_capital"), "Pilih putaran belajar")
    next(one for one in test.radio if one.label == "Bagian dari putaran belajar").set_value(cycle)
    test = press(test, "Simpan")
    assert "Bagian dari putaran belajar \"Foto yang laku\"." in texts(test)
    assert [row.cycle_id for row in asking.read(reports.waves, today=TODAY)] == [cycle]


# -- beside it -----------------------------------------------------------------------------------------------------------


def test_the_five_other_capitals_and_the_features_that_are_ai_stand_beside_it(screen: Screen, asking: Asking) -> None:
    wave = asking.wave()
    answered(asking, wave, 6, 3)
    test = screen.open("digital_capital")
    assert "Suara di desa 3" in tables(test)
    assert "Urutan video di TikTok atau Instagram 6 3 dari 6" in tables(test)
    assert "Bot yang menjawab chat pembeli sendiri kurang dari 5 anggota –" in tables(test)
    assert "50% fitur AI yang dipakai dikira fitur otomatis biasa" in texts(test)


def test_the_averages_go_out_without_a_person(screen: Screen, asking: Asking) -> None:
    wave = asking.wave()
    answered(asking, wave, 5, 4)
    (row,) = asking.read(reports.waves, today=TODAY)
    table = capital_table.made(row, asking.read(reports.averages, wave_id=wave), None)
    out = documents.csv(table).decode("utf-8-sig") + table.note
    assert "Bekal digital,Seluruhnya,0 sampai 100,75" in out
    assert "5 anggota" in out
    assert "Usaha" not in out and "Ibu" not in out
    assert "bekal-digital.csv" in texts(press(screen.open("digital_capital"), "Tabel biasa (CSV)"))


# -- the member's phone --------------------------------------------------------------------------------------------------


@pytest.fixture
def phone(screen: Screen, asking: Asking, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The member's part alone, on a page of its own."""
    asking.wave()
    own = asking.ids["Usaha *0*"]
    screen.sit(MEMBER, businesses=[own])
    return AppTest.from_string(f"""
from uuid import UUID
from cblp import i18n
from cblp.ui import page, runtime, visitor
from cblp.ui.components import capital_table, my_answers
i18n.use(lambda: "id")
visit = page.Visit(visitor.require(), runtime.app().clock())
page.edge(lambda: my_answers.show(visit, UUID("{own}")))
""", default_timeout=30).run()


def test_a_member_answers_one_question_a_screen_and_hands_in(phone: AppTest, asking: Asking, screen: Screen) -> None:
    own, member = asking.ids["Usaha *0*"], screen.actor
    press(phone, "Mulai")
    for item, after in zip(QUESTIONS.items, [*QUESTIONS.items[1:], None], strict=True):
        said = texts(phone)
        assert item.text.id in said and (after is None or after.text.id not in said), item.code
        press(phone, list(item.answers.values())[-1].id)
    press(phone, "Kirim jawaban")
    (found,) = asking.read(reports.mine, by=member, business_id=own)
    assert (found.index, found.used, found.unaware) == (100, 4, 0)
    assert "100 dari 100" in texts(phone)


def test_what_waits_stands_first_in_the_members_list(phone: AppTest, screen: Screen, asking: Asking) -> None:
    (todo,) = my_answers.tasks(page.Visit(visitor.require(), NOW), asking.ids["Usaha *0*"])
    assert "24 pertanyaan" in todo.sentence
