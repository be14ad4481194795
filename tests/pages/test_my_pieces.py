"""What was made, on the phone: written down step by step by the member or for a mentee, kept on the way, rated one at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from cblp.catalogue import reports as catalogue
from cblp.catalogue.reports import ProductRow
from cblp.catalogue.services import products
from cblp.db.actor import MENTOR
from cblp.growth.models import Cycle
from cblp.growth.reports import pieces as reports
from cblp.growth.reports.pieces import Work
from cblp.growth.rules import rubric
from cblp.growth.services import cycles, pieces
from cblp.people.reports import register
from cblp.people.services import accounts, consent
from cblp.ui.components import evidence
from tests.filled_together import picture
from tests.growth.mentoring import SEALED
from tests.pages.accompanied import TODAY, Mentored, accompanied
from tests.pages.conftest import Screen, press, texts

PART = """
from uuid import UUID
import streamlit as st
from cblp import i18n
from cblp.ui import page, runtime, state, visitor
from cblp.ui.components import my_pieces

i18n.use(state.LANGUAGE.get)
who = visitor.current()
state.LANGUAGE.set(who.language)
visit = page.Visit(visitor=who, now=runtime.app().clock())
for kind, text in state.MESSAGES.take():
    st.success(text)
for todo in my_pieces.tasks(visit, UUID({shop!r})):
    st.write("TODO " + todo.sentence)
page.edge(lambda: my_pieces.show(visit, UUID({shop!r})))
"""
"""The member's part by itself: the page Belajar puts it beside others."""


@pytest.fixture
def it(screen: Screen) -> Mentored:
    return accompanied(screen)


def part(it: Mentored, language: str = "id") -> AppTest:
    it.member(language)
    return AppTest.from_string(PART.format(shop=str(it.shop)), default_timeout=30).run()


def works(it: Mentored) -> list[Work]:
    found: list[Work] = it.screen.ask(reports.of_business, business_id=it.shop)
    return found


def write(test: AppTest, label: str, text: str) -> AppTest:
    """Type into the field with this label."""
    next(one for one in [*test.text_input, *test.text_area] if one.label == label).set_value(text)
    return test.run()


def round_(it: Mentored) -> UUID:
    made: UUID = it.screen.act(
        cycles.start, title="Putaran 1", first=date(2026, 11, 2), last=date(2026, 12, 20), businesses=[it.shop], needs="Foto gelap",
    )
    return made


def made(it: Mentored, title: str = "Foto tas", **given: Any) -> UUID:
    piece: UUID = it.screen.act(pieces.add, business_id=it.shop, title=title, made_on=date(2026, 11, 20), **given)
    return piece


def _products(it: Mentored) -> list[ProductRow]:
    found: list[ProductRow] = it.screen.ask(catalogue.products, today=TODAY, business_id=it.shop)
    return found


def to_the_end(test: AppTest, times: int) -> AppTest:
    for _time in range(times):
        press(test, "Lanjut")
    return test


# -- the member ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("id", "Belum ada konten di sini."), ("en", "Nothing stands here yet.")])
def test_without_anything_it_says_what_will_stand_here(it: Mentored, language: str, said: str) -> None:
    assert said in texts(part(it, language))


def test_it_is_written_down_in_small_steps_into_the_round(it: Mentored) -> None:
    cycle = round_(it)
    test = press(part(it), "Catat konten saya")
    assert "Tulis apa yang dibuat." in texts(press(test, "Lanjut"))
    write(test, "Apa yang dibuat?", "Foto selendang")
    product = next(one for one in test.radio if one.label == "Produk yang mana?")
    product.set_value(next(row.id.hex for row in _products(it) if row.name == "Kain Batik")).run()
    press(test, "Lanjut")
    for step, label, text in (
        ("1 · Lihat contoh", "Contoh mana yang dilihat? Apa yang bagus?", "Foto dekat jendela"),
        ("2 · Tiru", "Apa yang ditiru?", "Cahaya pagi"), ("3 · Tambahi sendiri", "Apa tambahan sendiri?", "Cerita nenek"),
    ):
        assert step in texts(test) and "Contoh: " in texts(test)
        write(test, label, text)
        press(test, "Lanjut")
    write(test, "Link postingan, kalau ada", "https://instagram.com/p/1")
    said = texts(press(test, "Lanjut"))
    assert "Foto selendang" in said and "Cahaya pagi" in said and "Sabtu, 21 November 2026" in said
    said = texts(press(test, "Simpan"))
    assert "Konten sudah disimpan." in said
    (work,) = works(it)
    assert (work.title, work.product, work.seen, work.followed, work.added, work.link) == (
        "Foto selendang", "Kain Batik", "Foto dekat jendela", "Cahaya pagi", "Cerita nenek", "https://instagram.com/p/1")
    assert (work.cycle_id, work.wave, work.made_on) == (cycle, rubric.BEFORE, TODAY)
    assert "Nilainya tampil di sini setelah putaran belajar selesai." in texts(test)


def test_what_was_typed_is_kept_when_the_phone_goes_off(it: Mentored) -> None:
    test = press(part(it), "Catat konten saya")
    write(test, "Apa yang dibuat?", "Foto tas")
    press(test, "Lanjut")
    write(test, "Contoh mana yang dilihat? Apa yang bagus?", "Tas pandan")
    again = part(it)
    assert "TODO Catatan konten belum disimpan." in texts(again)
    press(again, "Lanjutkan catatan")
    assert "1 · Lihat contoh" in texts(again) and "Tas pandan" in [one.value for one in again.text_area]
    press(again, "Hapus isian ini")
    assert "TODO" not in texts(part(it)) and works(it) == []


def test_a_piece_is_changed_and_nobody_elses_change_is_lost(it: Mentored) -> None:
    piece = made(it)
    test = press(part(it), "Ubah")
    write(test, "Apa yang dibuat?", "Foto tas pandan")
    it.screen.act(pieces.edit, piece_id=piece, version=1, changes={"title": "Foto tas rotan", "seen": "Tas rotan"})
    to_the_end(test, 5)
    said = texts(press(test, "Simpan"))
    assert "Foto tas rotan" in said and "Foto tas pandan" in said and works(it)[0].title == "Foto tas rotan"
    press(test, "Pakai isian saya")
    (work,) = works(it)
    assert (work.title, work.seen) == ("Foto tas pandan", "Tas rotan")


def test_a_photo_is_kept_before_the_piece_is_saved(it: Mentored, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = [picture("foto")]
    monkeypatch.setattr(evidence, "choose", lambda label, key: sent.pop() if sent else None)
    test = press(part(it), "Catat konten saya")
    write(test, "Apa yang dibuat?", "Foto tas")
    to_the_end(test, 4)
    assert "Foto tersimpan." in texts(test)
    press(test, "Lanjut")
    press(test, "Simpan")
    (work,) = works(it)
    assert it.screen.ask(reports.photo, piece_id=work.id)


def test_the_points_stand_there_when_the_round_is_closed(it: Mentored) -> None:
    piece = made(it, cycle_id=round_(it))
    for name in ("Rudi", "Joko"):
        account = it.screen.act(accounts.create, name=name, username=name.lower(), sealed=SEALED)
        it.screen.app.act(
            replace(it.office().actor, account=account), pieces.score, piece_id=piece, points=dict.fromkeys(rubric.CRITERIA, 3),
        )
    with it.screen.app.database.writing(it.screen.system.association) as session:
        session.scalars(select(Cycle)).one().stage = cycles.CLOSED
    said = texts(part(it))
    assert "Dinilai 2 orang: 3 dari 4." in said and "Cerita daerah terlihat: **3** dari 4" in said
    assert "Rudi" not in said and "Joko" not in said and "Ubah" not in said


# -- the mentor ------------------------------------------------------------------------------------------------------------


def test_a_mentor_rates_one_piece_after_the_other(it: Mentored) -> None:
    made(it, "Foto tas", details={"seen": "Tas pandan"})
    made(it, "Video tas")
    assert "2 konten menunggu nilai Anda." in texts(it.mentor().open("my_mentees"))
    test = press(it.mentor().open("mentor_learning"), "Beri nilai")
    said = texts(test)
    assert "Foto tas" in said and "Tas pandan" in said and "Profil saya" not in said and "3 · Ceritanya ada" in said
    assert "Tekan satu angka: " in texts(press(test, "Simpan"))
    rate(test, 3)
    press(test, "Simpan")
    said = texts(test)
    assert "Video tas" in said and "Foto tas" not in said, "the next one follows"
    rate(test, 2)
    said = texts(press(test, "Simpan"))
    assert "Tidak ada yang menunggu nilai." in said and "Nilai dari saya: 2" in said
    mine = {one.title: one.mine for one in it.screen.app.read(it.mentor().actor, reports.to_rate)}
    assert mine == {"Foto tas": dict.fromkeys(rubric.CRITERIA, 3), "Video tas": dict.fromkeys(rubric.CRITERIA, 2)}


def rate(test: AppTest, points: int) -> None:
    for group in [one for one in test.button_group if one.key and "learning/rate/" in one.key]:
        group.set_value(str(points))
    test.run()


def test_points_that_were_pressed_are_kept(it: Mentored) -> None:
    made(it)
    test = press(it.mentor().open("mentor_learning"), "Beri nilai")
    rate(test, 4)
    again = press(it.mentor().open("mentor_learning"), "Beri nilai")
    assert [one.value for one in again.button_group if one.key and "learning/rate/" in one.key] == ["4"] * 4


def test_a_mentor_writes_down_for_a_mentee(it: Mentored) -> None:
    test = press(it.mentor().open("mentor_learning"), "Catat konten")
    write(test, "Apa yang dibuat?", "Status WA")
    to_the_end(test, 5)
    press(test, "Simpan")
    (work,) = works(it)
    assert work.title == "Status WA"
    assert "1 konten menunggu nilai Anda." in texts(test)


def test_without_mentees_nothing_is_there_to_rate(screen: Screen) -> None:
    screen.account = screen.act(accounts.create, name="Joko", username="joko", sealed=SEALED)
    assert "Konten dampingan" not in texts(screen.sit(MENTOR).open("mentor_learning"))


# -- the materials -----------------------------------------------------------------------------------------------------------


def test_examples_of_our_own_stand_beside_a_material_when_their_owner_allows_it(it: Mentored) -> None:
    bare = next(row for row in _products(it) if row.name == "Selendang")
    it.screen.act(products.edit_product, product_id=bare.id, version=bare.version, changes={"hashtags": "#selendang"})

    def examples() -> str:
        test = it.mentor().open("mentor_learning", materi="basics", langkah="1")
        assert "Profil saya" not in texts(test) and "Konten dampingan" not in texts(test)
        test.toggle(key="cases_basics").set_value(True).run()
        return texts(test)

    assert "Belum ada contoh." in examples()
    person = it.screen.ask(register.business, business_id=it.shop, today=TODAY).person.id
    it.screen.act(consent.answer, person_id=person, purpose="example", given=True)
    said = examples()
    assert "Batik Ayu" in said and "Di produknya 1 hal sudah dibenahi." in said and "pemiliknya mengizinkan" in said


def test_the_consent_is_asked_in_settings(it: Mentored) -> None:
    assert "Boleh toko dan postingan Anda jadi contoh belajar" in texts(it.member().open("settings"))
