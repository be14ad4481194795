"""Pendampingan: who accompanies whom, the matching for all at once, and the mentors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER
from cblp.growth.reports import mentors as reports
from cblp.growth.services import assignments, mentors
from cblp.people.models import Account
from tests.pages.accompanied import TODAY, accompanied
from tests.pages.conftest import Screen, press, texts
from tests.pages.stall import stall


def test_it_is_for_the_office_only(screen: Screen) -> None:
    for role in (MEMBER, MENTOR, LIAISON):
        assert "Halaman ini untuk peran lain" in texts(screen.sit(role).open("mentoring"))
    assert "Waktu masuk habis" in texts(screen.leave().open("mentoring"))


@pytest.mark.parametrize(("language", "said"), [("id", "Belum ada pendamping."), ("en", "There are no mentors yet.")])
def test_without_mentors_it_says_what_will_stand_here(screen: Screen, language: str, said: str) -> None:
    assert said in texts(screen.sit(language=language).open("mentoring"))


def test_what_has_gone_quiet_is_said_first(screen: Screen) -> None:
    it = accompanied(screen, days=30)
    said = texts(it.office().open("mentoring"))
    assert "Ada 1 usaha didampingi 1 pendamping. Yang 21 hari belum ada kabar: 1." in said
    assert "dengan Tia, Relawan mahasiswa" in said
    assert "beda generasi" in said
    assert "1 produk baru dipasang" not in said and "Belum cukup data" in said
    it.log()
    assert "21 hari belum ada kabar" not in texts(it.office().open("mentoring")).replace("Yang 21 hari", "")


def test_a_year_of_birth_is_no_count(screen: Screen) -> None:
    it = accompanied(screen)
    for said in (texts(press(it.office().open("mentoring", bagian="pendamping"), "Ubah")), texts(it.mentor().open("mentor_learning"))):
        assert "2004" in said and "2.004" not in said


def test_the_mentor_is_asked_for_everybody_at_once(screen: Screen) -> None:
    it = accompanied(screen)
    other = stall(screen, "Batik Bunga")
    test = it.office().open("mentoring", bagian="pasangkan")
    said = texts(test)
    assert "1 dari 1 anggota tanpa pendamping bisa dapat pendamping sekarang." in said
    assert "**Tia**: " in said
    test.text_input[0].set_value("Buka toko kedua")
    press(test, "Usulkan 1 pendampingan")
    assert "Usulan sudah tampil di HP pendamping" in texts(test)
    rows = {row.business_id: row for row in screen.ask(reports.assignments, today=TODAY)}
    assert (rows[other.business].state, rows[other.business].goal) == ("proposed", "Buka toko kedua")
    assert rows[other.business].reasons, "the reasons are kept with it"
    assert "Semua anggota sudah punya pendamping" in texts(it.office().open("mentoring", bagian="pasangkan"))


def test_places_that_are_asked_for_are_told(screen: Screen) -> None:
    it = accompanied(screen, accepted=False)
    assert "1 sudah ditanyakan ke pendamping" in texts(it.office().open("mentoring"))


def test_the_coordinator_leaves_somebody_out_of_the_proposal(screen: Screen) -> None:
    it = accompanied(screen)
    stall(screen, "Batik Bunga")
    test = it.office().open("mentoring", bagian="pasangkan")
    next(box for box in test.selectbox if (box.key or "").startswith("match_")).set_value("").run()
    assert "Usulkan 0 pendampingan" in [button.label for button in test.button if button.disabled]


def test_the_coordinator_asks_for_a_pair_of_their_own_choice(screen: Screen) -> None:
    it = accompanied(screen)
    other = stall(screen, "Batik Bunga")
    test = it.office().open("mentoring", bagian="pasangkan")
    member, mentor = (next(box for box in test.selectbox if (box.key or "").startswith(f"direct_{who}")) for who in ("member", "mentor"))
    mentor.set_value(it.profile)
    member.set_value(it.shop).run()
    assert "sudah punya pendamping jenis ini" in texts(test)
    assert test.button(key="direct_ask").disabled
    member.set_value(other.business).run()
    said = texts(test)
    assert "**Tia**: masih bisa mendampingi" in said and "Belum ada alasan khusus untuk pasangan ini" in said
    next(field for field in test.text_input if (field.key or "").startswith("direct_goal")).set_value("Buka toko kedua")
    press(test, "Usulkan ke Tia")
    assert "Usulan sudah tampil di HP pendamping" in texts(test)
    rows = {row.business_id: row for row in screen.ask(reports.assignments, today=TODAY)}
    assert (rows[other.business].state, rows[other.business].goal) == ("proposed", "Buka toko kedua")


def test_a_profile_is_turned_down_with_the_reason_or_approved(screen: Screen) -> None:
    it = accompanied(screen, accepted=False)
    screen.act(mentors.set_inactive, profile_id=it.profile)
    screen.act(mentors.submit, profile_id=it.profile)
    test = it.office().open("mentoring", bagian="pendamping")
    assert "Pendamping, 1 perlu dicek" in texts(test)
    test.button(key=f"open_refuse_{it.profile.hex}").click().run()
    test.text_input(key=f"refuse_{it.profile.hex}_reason").set_value("Belum ada surat kampus")
    test.button(key=f"save_refuse_{it.profile.hex}").click().run()
    assert screen.ask(reports.profiles, today=TODAY)[0].state == "rejected"
    assert "Belum ada surat kampus" in texts(it.mentor().open("mentor_learning"))

    press(it.mentor().open("mentor_learning"), "Kirim ke koordinator")
    press(it.office().open("mentoring", bagian="pendamping"), "Setujui")
    assert screen.ask(reports.profiles, today=TODAY)[0].state == "approved"


def test_a_mentoring_is_finished_ended_early_or_goes_on(screen: Screen) -> None:
    it = accompanied(screen, days=3)
    test = it.office().open("mentoring")
    press(test, "Perpanjang")
    test.text_input(key=f"extend_{it.assignment.hex}_until").set_value("31 Mei 2027")
    test.button(key=f"save_extend_{it.assignment.hex}").click().run()
    assert screen.ask(reports.assignments, today=TODAY)[0].until == TODAY.replace(year=2027, month=5, day=31)
    press(test, "Hentikan")
    test.text_input(key=f"cancel_{it.assignment.hex}_reason").set_value("Pindah kota")
    test.button(key=f"save_cancel_{it.assignment.hex}").click().run()
    assert it.state() == "cancelled"
    assert "Alasan: Pindah kota" in texts(test)


def test_the_goal_is_written_by_the_office_and_by_the_mentor(screen: Screen) -> None:
    it = accompanied(screen, days=3)
    for who, page, goal in ((it.office, "mentoring", "Buka toko kedua"), (it.mentor, "my_mentees", "Foto di pagi hari")):
        test = who().open(page)
        press(test, "Ubah tujuan")
        test.text_area(key=f"goal_{it.assignment.hex}_goal").set_value(goal)
        test.button(key=f"save_goal_{it.assignment.hex}").click().run()
        assert screen.ask(reports.assignments, today=TODAY)[0].goal == goal
        assert f"Tujuan: {goal}" in texts(test)


def test_letters_say_what_is_awaited(screen: Screen) -> None:
    it = accompanied(screen, accepted=False)

    def letter(kind: str) -> str:
        return str(it.office().open("mentoring").text_area(key=f"{kind}_{it.assignment.hex}_text").value)

    assert "Bisakah mendampingi Batik Ayu?" in letter("remind")
    screen.act(assignments.accept, assignment_id=it.assignment)
    assert "Belum ada pertemuan" in letter("remind")
    with pytest.raises(KeyError):
        letter("confirm")
    it.log()
    assert "Pertemuan terakhir 21 Nov 2026" in letter("remind")
    assert letter("confirm").startswith("Bapak/Ibu Sari,") and "Tia sudah menulis catatan pendampingan. Apakah benar?" in letter("confirm")
    screen.act(assignments.extend, assignment_id=it.assignment, until=TODAY + timedelta(7))
    assert "Pendampingan Batik Ayu selesai 28 Nov 2026." in letter("remind")


def test_a_mentor_is_written_to_in_the_language_they_chose(screen: Screen) -> None:
    it = accompanied(screen, accepted=False)
    with screen.app.globally(write=True) as session:
        session.execute(update(Account).where(Account.id == it.tia).values(language="en"))
    test = it.office().open("mentoring")
    assert "Can you accompany Batik Ayu?" in str(test.text_area(key=f"remind_{it.assignment.hex}_text").value)


def test_how_steadily_people_meet_is_said_with_its_formula(screen: Screen) -> None:
    it = accompanied(screen, days=50)  # from 2 October on: October and November count
    it.log()
    test = it.office().open("mentoring")
    test.toggle(key=f"more_{it.assignment.hex}").set_value(True).run()
    said = texts(test)
    assert "Bulan pertama dan terakhir dihitung kalau ada 15 hari atau lebih" in said
    assert "Bulan yang ada catatan: 50%" in said


def test_what_was_agreed_is_reached(screen: Screen) -> None:
    it = accompanied(screen, days=3)
    test = it.office().open("mentoring")
    press(test, "Selesaikan")
    test.button(key=f"yes_complete_{it.assignment.hex}").click().run()
    assert it.state() == "completed"


def test_the_treasurer_reads_neither_sessions_nor_phones(screen: Screen) -> None:
    it = accompanied(screen, days=3)
    it.log(due_on=TODAY + timedelta(3))
    assert "Kirim 3 foto" in texts(it.office().open("mentoring"))
    screen.account = it.wati
    said = texts(screen.sit(TREASURER).open("mentoring"))
    assert "Batik Ayu" in said
    assert "Kirim 3 foto" not in said and "812" not in said
    assert "Pasangkan pendamping" not in said


def test_the_same_in_english(screen: Screen) -> None:
    it = accompanied(screen, days=30)
    said = texts(it.office("en").open("mentoring"))
    assert "1 business is accompanied by 1 mentor. 1 has been without news for 21 days." in said
