"""Anggota: who may see it, the list and one member, and what each change leaves in the register."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.people import register_csv
from cblp.people.reports import register
from cblp.people.services import accounts, licences, roles
from cblp.people.services import register as services
from cblp.ui.components import members_sheet
from tests.conftest import NOW
from tests.pages.conftest import Screen, press, texts

TODAY = date(2026, 11, 21)


@pytest.fixture
def ayu(screen: Screen) -> UUID:
    """A member with an owner and two licences, one of which ends in 20 days."""
    business: UUID = screen.act(
        services.add_business, name="Batik Ayu", owner={"name": "Sari", "address_form": "Ibu", "phone": "081234567890"},
        since=date(2025, 1, 1), details={"sector": "batik", "area_code": "15.71"}, now=NOW,
    )
    screen.act(licences.add_licence, business_id=business, kind="nib", number="1234567890123", now=NOW)
    screen.act(licences.add_licence, business_id=business, kind="merek", number="IDM1", expires_on=date(2026, 12, 11), now=NOW)
    return business


def profile(screen: Screen, business: UUID) -> Any:
    return screen.ask(register.business, business_id=business, today=TODAY)


def type_in(test: AppTest, **values: str) -> AppTest:
    """Fill in text fields by the end of their keys."""
    for name, value in values.items():
        next(field for field in [*test.text_input, *test.text_area] if str(field.key).endswith(f"_{name}")).set_value(value)
    return test


def pick(test: AppTest, name: str, value: Any) -> AppTest:
    """Choose in a radio or select box by the end of its key."""
    next(box for box in [*test.radio, *test.selectbox] if str(box.key).endswith(f"_{name}")).set_value(value)
    return test


# -- who may see it ----------------------------------------------------------------------------------------------------


def test_nobody_signed_in_sees_nothing(screen: Screen, ayu: UUID) -> None:
    said = texts(screen.leave().open("members"))
    assert "Batik Ayu" not in said
    assert "Waktu masuk habis" in said


@pytest.mark.parametrize("role", [MEMBER, MENTOR, LIAISON])
def test_other_roles_are_sent_back(screen: Screen, ayu: UUID, role: str) -> None:
    said = texts(screen.sit(role).open("members", usaha="A001"))
    assert "Batik Ayu" not in said
    assert "Halaman ini untuk peran lain" in said


def test_the_treasurer_reads_and_changes_nothing(screen: Screen, ayu: UUID) -> None:
    listed = screen.sit(TREASURER).open("members")
    assert "Batik Ayu" in " ".join(button.label for button in listed.button)
    assert "Tambah anggota" not in [button.label for button in listed.button]
    for part in ("profil", "izin", "keanggotaan", "persetujuan", "riwayat"):
        card = screen.open("members", usaha="A001", bagian=part)
        assert not {"Ubah", "Tambah izin", "Catat keluar", "Catat jawaban", "Beri akses"} & {b.label for b in card.button}, part
        assert not card.exception


# -- the list ----------------------------------------------------------------------------------------------------------


def test_an_empty_register_says_what_to_do(screen: Screen) -> None:
    said = texts(screen.open("members"))
    assert "Belum ada anggota." in said
    assert "Langkah pertama" in said
    english = texts(screen.sit(COORDINATOR, language="en").open("members"))
    assert "No members yet." in english
    assert "First steps" in english


def test_the_sentence_and_the_list(screen: Screen, ayu: UUID) -> None:
    said = texts(screen.open("members"))
    assert "1 anggota aktif, 1 izin usaha berakhir dalam 90 hari." in said
    assert "Sari · Kota Jambi" in said
    assert "izin berakhir dalam 30 hari" in said
    english = texts(screen.sit(COORDINATOR, language="en").open("members"))
    assert "1 active member, 1 licence ends within 90 days." in english


def test_search_finds_by_phone_and_says_when_nobody_fits(screen: Screen, ayu: UUID) -> None:
    screen.act(services.add_business, name="Keripik Budi", since=TODAY, now=NOW)
    test = screen.open("members")
    test.text_input(key="cari").set_value("0812-3456").run()
    assert "Batik Ayu" in " ".join(button.label for button in test.button)
    assert "Keripik Budi" not in " ".join(button.label for button in test.button)
    test.text_input(key="cari").set_value("tidak ada").run()
    assert "Tidak ada anggota dengan pilihan ini" in texts(test)


def test_businesses_that_may_be_one_are_shown(screen: Screen, ayu: UUID) -> None:
    screen.act(services.add_business, name="Batik Ayuu", since=TODAY, details={"area_code": "15.71"}, now=NOW)
    said = texts(screen.open("members"))
    assert "1 pasang mungkin usaha yang sama" in said
    assert "Nama hampir sama" in said


def test_a_new_member_is_opened(screen: Screen) -> None:
    test = press(screen.open("members"), "Tambah anggota")
    press(type_in(test, name="Rina", phone="0813 1111 2222"), "Simpan")
    assert "Isi bagian ini." in texts(test)
    press(type_in(test, business="Dodol Rina"), "Simpan")
    row = screen.ask(register.businesses, today=TODAY)[0]
    assert (row.name, row.owner, row.phone, row.status, row.since) == ("Dodol Rina", "Rina", "+6281311112222", "active", TODAY)
    assert row.code in test.query_params["usaha"]
    assert f"Dodol Rina sudah jadi anggota dengan kode {row.code}" in texts(test)


# -- one member --------------------------------------------------------------------------------------------------------


def test_a_code_that_nobody_has_is_said(screen: Screen, ayu: UUID) -> None:
    said = texts(screen.open("members", usaha="X999"))
    assert "Tidak ada anggota dengan kode X999" in said
    assert "1 anggota aktif" in said


def test_the_profile_is_changed(screen: Screen, ayu: UUID) -> None:
    test = screen.open("members", usaha="a001")
    assert "0812-3456-7890" in texts(test)
    press(test, "Ubah")
    press(type_in(test, workers="lima"), "Simpan")
    assert "Tulis dengan angka saja" in texts(test)
    press(type_in(test, workers="5", decree_on="4 Mei 2026"), "Simpan")
    fields = profile(screen, ayu).fields
    assert (fields["workers"], fields["decree_on"]) == (5, date(2026, 5, 4))
    assert "Tersimpan. Jumlah pekerja: 5. Tanggal SK: 4 Mei 2026." in texts(test)


def test_nobody_is_overwritten_unseen(screen: Screen, ayu: UUID) -> None:
    test = press(screen.open("members", usaha="A001"), "Ubah")
    screen.app.act(screen.actor, services.edit_business, business_id=ayu, version=1, changes={"name": "Batik Ayu Jaya"}, now=NOW)
    press(type_in(test, name="Batik Ayu Asli"), "Simpan")
    said = texts(test)
    assert "**Wati** mengubah ini pukul 10.00 WIB." in said
    assert "Nama usaha sekarang **Batik Ayu Jaya**. Isian Anda **Batik Ayu Asli**." in said
    assert profile(screen, ayu).name == "Batik Ayu Jaya"
    labels = [button.label for button in test.button]
    assert {"Pakai Batik Ayu Asli", "Biarkan Batik Ayu Jaya"} <= set(labels)
    press(test, "Pakai Batik Ayu Asli")
    assert profile(screen, ayu).name == "Batik Ayu Asli"


def test_a_change_of_another_field_meanwhile_asks_too_and_leaving_keeps_theirs(screen: Screen, ayu: UUID) -> None:
    test = press(screen.open("members", usaha="A001"), "Ubah")
    screen.app.act(screen.actor, services.edit_business, business_id=ayu, version=1, changes={"workers": 9}, now=NOW)
    press(type_in(test, workers="3"), "Simpan")
    press(test, "Biarkan 9")
    assert profile(screen, ayu).fields["workers"] == 9
    assert "Isian Anda" not in texts(test)


def test_the_help_flag_needs_no_other_page(screen: Screen, ayu: UUID) -> None:
    test = screen.open("members", usaha="A001")
    next(b for b in test.button if str(b.key) == f"open_help_{ayu}").click().run()
    press(type_in(pick(test, "needs_help", True), needs_help_reason="Sakit sejak Oktober"), "Simpan")
    fields = profile(screen, ayu).fields
    assert (fields["needs_help"], fields["needs_help_reason"]) == (True, "Sakit sejak Oktober")
    assert "perlu bantuan" in texts(test)


def test_licences_are_added_and_ended(screen: Screen, ayu: UUID) -> None:
    test = screen.open("members", usaha="A001", bagian="izin")
    assert "Berlaku sampai 11 Des 2026" in texts(test)
    press(test, "Tambah izin")
    press(pick(test, "state", "applied"), "Simpan")
    assert "Pilih salah satu." in texts(test)
    press(pick(test, "kind", "halal"), "Simpan")
    assert {row.kind: row.state for row in profile(screen, ayu).licences} == {"nib": "held", "merek": "held", "halal": "applied"}
    press(test, "Tidak berlaku lagi")
    assert len(profile(screen, ayu).licences) == 3, "the question comes first"
    press(test, "Tidak berlaku lagi")
    assert len(profile(screen, ayu).licences) == 2


def test_membership_steps_are_dated_and_need_their_reason(screen: Screen, ayu: UUID) -> None:
    test = press(screen.open("members", usaha="A001", bagian="keanggotaan"), "Hentikan sementara")
    press(type_in(test, since="1 Nov 2026"), "Simpan")
    assert "Tulis alasannya" in texts(test)
    press(type_in(test, reason="Pindah rumah"), "Simpan")
    last = profile(screen, ayu).terms[0]
    assert (last.status, last.since, last.reason) == ("suspended", date(2026, 11, 1), "Pindah rumah")


def test_consent_is_written_down_with_its_channel(screen: Screen, ayu: UUID) -> None:
    test = press(screen.open("members", usaha="A001", bagian="persetujuan"), "Catat jawaban")
    press(pick(pick(test, "purpose", "photos"), "given", True), "Simpan")
    answer = profile(screen, ayu).person.consents[0]
    assert (answer.purpose, answer.holds, answer.channel) == ("photos", True, "paper")
    assert "diizinkan" in texts(test)


def test_access_is_given_and_ended(screen: Screen, ayu: UUID) -> None:
    account = screen.act(accounts.create, name="Sari", sealed=None, username="sari", now=NOW)
    screen.act(roles.grant, account=account, role="member", since=TODAY, now=NOW)
    test = press(screen.open("members", usaha="A001", bagian="persetujuan"), "Beri akses")
    press(pick(test, "account", account), "Simpan")
    assert profile(screen, ayu).accounts == ((account, "Sari"),)
    press(press(test, "Akhiri akses"), "Akhiri akses")
    assert profile(screen, ayu).accounts == ()


def test_the_history_names_fields(screen: Screen, ayu: UUID) -> None:
    screen.app.act(screen.actor, services.edit_business, business_id=ayu, version=1, changes={"workers": 9}, now=NOW)
    said = texts(screen.open("members", usaha="A001", bagian="riwayat"))
    assert "Usaha diubah: Jumlah pekerja" in said
    assert "Wati" in said


# -- the sheet ---------------------------------------------------------------------------------------------------------


def looked(screen: Screen, sheet: str) -> AppTest:
    """The page with a sheet that was read and waits."""
    test = screen.open("members")
    entries = tuple(register_csv.read(sheet.encode(), "daftar.csv"))
    test.session_state["register_sheet"] = members_sheet.Looked("daftar.csv", entries)
    return test.run()


def test_a_sheet_is_looked_at_and_kept_by_one_button(screen: Screen, ayu: UUID) -> None:
    test = looked(screen, (
        "Kode usaha,Nama usaha,Nama pemilik,Nomor HP,Jumlah pekerja\n"
        "A001,Batik Ayu,Sari,0812-3456-7890,4\n,Keripik Budi,Budi,0813-0000-1111,2\n,,Tanpa Nama,,\n"
    ))
    said = texts(test)
    assert "3 baris: 1 baru, 1 berubah, 0 sudah ada, 1 perlu dicek." in said
    assert "Jumlah pekerja: – → 4" in said
    assert "nama usaha belum ada" in said
    assert len(screen.ask(register.businesses, today=TODAY)) == 1
    press(test, "Masukkan 2 baris")
    assert [row.name for row in screen.ask(register.businesses, today=TODAY)] == ["Batik Ayu", "Keripik Budi"]
    assert profile(screen, ayu).fields["workers"] == 4
    assert "Daftar sudah masuk: 1 baru, 1 berubah." in texts(test)


def test_a_sheet_can_be_left(screen: Screen, ayu: UUID) -> None:
    test = press(looked(screen, "Nama usaha,Nomor HP\nKeripik Budi,\n"), "Lewati file ini")
    assert len(screen.ask(register.businesses, today=TODAY)) == 1
    assert "Keripik Budi" not in texts(test)
