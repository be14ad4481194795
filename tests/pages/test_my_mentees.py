"""Dampingan saya, and what mentoring is on the member's phone: asked, answered, confirmed, and the mentor's own profile."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote

import pytest
from streamlit.testing.v1 import AppTest

from cblp.days import Span
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR
from cblp.growth.reports import mentors as reports
from cblp.growth.reports.mentors_shop import NO_FILES, TOO_SHORT, OwnSales, ShopEffect
from cblp.growth.services import sessions
from cblp.people.services import accounts
from cblp.ui.components import mentor_effect
from tests.pages.accompanied import SEALED, TODAY, Mentored, accompanied
from tests.pages.conftest import Screen, press, texts

MEMBERS_PART = """
from datetime import date
from uuid import UUID
from cblp import i18n
from cblp.ui import runtime, state, visitor
from cblp.ui.components import my_mentor
from cblp.ui.page import Visit
import streamlit as st

who = visitor.require()
state.LANGUAGE.set(who.language)
i18n.use(state.LANGUAGE.get)
visit = Visit(who, runtime.app().clock())
for kind, text in state.MESSAGES.take():
    st.success(text)
for todo in my_mentor.tasks(visit, UUID({shop!r})):
    st.write(todo.sentence)
my_mentor.show(visit, UUID({shop!r}))
"""


def members_part(it: Mentored, language: str = "id") -> AppTest:
    """The member's mentor, as their pages show it."""
    it.member(language)
    return AppTest.from_string(MEMBERS_PART.format(shop=str(it.shop)), default_timeout=30).run()


def test_it_is_the_mentors_page_only(screen: Screen) -> None:
    for page in ("my_mentees", "mentor_learning"):
        for role in (COORDINATOR, MEMBER, LIAISON):
            assert "Halaman ini untuk peran lain" in texts(screen.sit(role).open(page))
    screen.leave()
    assert "Waktu masuk habis" in texts(screen.open("my_mentees"))
    assert "Waktu masuk habis" in texts(screen.open("mentor_learning"))


@pytest.mark.parametrize(("language", "said"), [("id", "Belum ada yang didampingi."), ("en", "nobody to accompany yet")])
def test_without_anybody_it_says_what_will_stand_here(screen: Screen, language: str, said: str) -> None:
    assert said in texts(screen.sit(MENTOR, language=language).open("my_mentees"))


def test_who_is_asked_says_yes(screen: Screen) -> None:
    it = accompanied(screen, accepted=False)
    test = it.mentor().open("my_mentees")
    said = texts(test)
    assert "1 usaha menunggu jawaban Anda. Bisa?" in said and "Foto produk lebih terang" in said
    assert "Sari" not in said, "whose it is and their phone is known from the yes on"
    press(test, "Bisa")
    assert it.state() == "accepted"
    assert "Anda mendampingi 1 usaha." in texts(test)


def test_who_is_asked_says_why_not_now(screen: Screen) -> None:
    it = accompanied(screen, accepted=False)
    test = it.mentor().open("my_mentees")
    press(test, "Belum bisa")
    press(test, "Kirim")
    assert "Pilih salah satu." in texts(test) and it.state() == "proposed"
    test.radio(key=f"asked_{it.assignment.hex}_why").set_value("Too far away")
    press(test, "Kirim")
    (row,) = screen.ask(reports.assignments, today=TODAY)
    assert (row.state, row.reason) == ("declined", "Terlalu jauh")


def test_who_has_gone_quiet_comes_first_and_the_shop_tells_what_changed(screen: Screen) -> None:
    it = accompanied(screen, days=30)
    test = it.mentor().open("my_mentees")
    test.toggle(key="effect_" + screen.ask(reports.assignments, today=TODAY)[0].code).set_value(True).run()
    said = texts(test)
    assert "Batik Ayu menunggu kabar dari Anda." in said
    assert "21 hari belum ada kabar" in said and "Belum ada pertemuan." in said
    assert "0 hal sudah dibenahi" in said and "Belum ada penjualan sebelumnya" in said


def test_a_late_step_is_said(screen: Screen) -> None:
    it = accompanied(screen, days=10)
    it.log(day=TODAY - timedelta(5), due_on=TODAY - timedelta(1))
    said = texts(it.mentor().open("my_mentees"))
    assert "Langkah berikutnya: **Kirim 3 foto baru**. Seharusnya selesai 20 Nov 2026." in said


def test_whatsapp_opens_with_what_waits(screen: Screen) -> None:
    it = accompanied(screen, days=3)

    def letter() -> str:
        return next(unquote(link.url) for link in it.mentor().open("my_mentees").get("link_button") if "wa.me" in link.url)

    assert "Ibu Sari, bagaimana kabar tokonya? Terima kasih." in letter()
    it.log()
    assert "Apakah benar? Tekan ya atau tidak di sini:" in letter()
    assert "1 catatan menunggu jawaban anggota." in texts(it.mentor().open("my_mentees"))
    screen.act(sessions.confirm, session_id=it.logged()[0].id)
    assert "bagaimana kelanjutan “Kirim 3 foto baru”?" in letter()


def test_a_mentor_reads_nothing_of_another_mentor(screen: Screen) -> None:
    it = accompanied(screen, accepted=False)
    assert "Batik Ayu" in texts(it.mentor().open("my_mentees"))
    assert "Universitas Jambi" in texts(it.mentor().open("mentor_learning"))
    screen.account = screen.act(accounts.create, name="Joko", username="joko", sealed=SEALED)
    screen.sit(MENTOR, businesses=[it.shop])
    assert "Batik Ayu" not in texts(screen.open("my_mentees"))
    assert "Universitas Jambi" not in texts(screen.open("mentor_learning"))


# -- the mentor's profile --------------------------------------------------------------------------------------------------


def test_somebody_offers_to_accompany_and_sees_what_is_missing(screen: Screen) -> None:
    screen.account = screen.act(accounts.create, name="Joko", username="joko", sealed=SEALED)
    test = screen.sit(MENTOR).open("mentor_learning")
    press(test, "Mau mendampingi")
    test.radio(key="mentor_profile_kind").set_value("student")
    test.button(key="save_mentor_profile").click().run()
    said = texts(test)
    assert "Profil tersimpan." in said and "belum dikirim" in said
    assert "Nama kampus atau sekolah" in said
    (mine,) = screen.ask(reports.profiles, today=TODAY)
    assert (mine.kind, mine.state, mine.standing.missing) == ("student", "draft", ("no_institution", "no_skill"))
    press(test, "Kirim ke koordinator")
    assert screen.ask(reports.profiles, today=TODAY)[0].state == "draft", "the conditions come first"
    key = f"mentor_profile_{mine.id.hex}"
    test.button(key=f"open_{key}").click().run()
    test.text_input(key=f"{key}_institution").set_value("Universitas Jambi")
    (skills,) = [group for group in test.button_group if group.key == f"{key}_skills"]
    skills.set_value(["ai"])
    test.button(key=f"save_{key}").click().run()
    press(test, "Kirim ke koordinator")
    assert screen.ask(reports.profiles, today=TODAY)[0].state == "submitted"


# -- the member's phone ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("id", "Belum ada pendamping."), ("en", "There is no mentor yet.")])
def test_a_member_without_a_mentor_is_told_so(screen: Screen, language: str, said: str) -> None:
    assert said in texts(members_part(accompanied(screen, accepted=False), language))


def test_a_member_confirms_a_session_and_ticks_off_the_step(screen: Screen) -> None:
    it = accompanied(screen, days=3)
    it.log(due_on=TODAY + timedelta(7))
    test = members_part(it)
    said = texts(test)
    assert "**Tia** menulis catatan pendampingan. Benar begitu?" in said and "Foto produk lebih terang" in said
    assert "Paling lambat Sabtu, 28 November 2026." in said
    press(test, "Ya, benar")
    assert it.logged()[0].confirmed_at is not None
    press(members_part(it), "Sudah")
    assert it.logged()[0].step_done_on == TODAY
    assert "Langkah berikutnya" not in texts(members_part(it))


def test_a_member_says_what_was_different(screen: Screen) -> None:
    it = accompanied(screen, days=3)
    made = it.log()
    test = press(members_part(it), "Tidak sama")
    press(test, "Kirim")
    assert it.logged()[0].doubted == ""
    test.text_input(key=f"session_{made.hex}_said").set_value("Hanya 15 menit")
    press(test, "Kirim")
    assert it.logged()[0].doubted == "Hanya 15 menit"
    assert "Benar seperti ini?" not in texts(members_part(it))


def test_where_nothing_was_missing_or_no_file_is_here_the_effect_says_no_figure() -> None:
    assert mentor_effect.own_sales(OwnSales(why=NO_FILES)) == "Penjualan: belum cukup data. File toko untuk hari-hari ini belum ada."
    found = ShopEffect(Span(TODAY, TODAY), opened=1, fixed=0, left=0, new_marketplaces=(), sales=OwnSales(why=TOO_SHORT))
    assert mentor_effect.lines(found) == ["1 produk baru dipasang di toko", "Penjualan: belum cukup data. Perlu berjalan 28 hari."]
