"""Program & mitra: the coordinator's whole work, what the treasurer may, and a liaison who reads nothing of members."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.growth.services import trainings
from cblp.programmes.reports import advocacy as advocacy_reports
from cblp.programmes.reports import financing as financing_reports
from cblp.programmes.reports import partners as partner_reports
from cblp.programmes.reports import programmes as reports
from cblp.programmes.services import advocacy, financing, partners, programmes
from tests.campaigns.making import Fair
from tests.conftest import NOW
from tests.pages.conftest import Screen, press, texts

TODAY = NOW.date()
AGO = timedelta(days=1)
CONTACT, NOTE = "Ibu Lestari 0812-9999-0000", "datang lewat sepupu"


@pytest.fixture
def fair(screen: Screen) -> Fair:
    return screen.begin(Fair, screen.app, screen.system, "sari", "rina")


@pytest.fixture
def office(fair: Fair) -> UUID:
    return made(fair, partners.add, name="Dinas Koperasi", kind="government", role="Pelatihan", contact=CONTACT, note=NOTE)


def made(fair: Fair, service: Callable[..., Any], **given: Any) -> UUID:
    found: UUID = fair.act(service, now=NOW, **given)
    return found


def programme(fair: Fair, ended: int = -30, **given: Any) -> UUID:
    """A programme whose budget ended so many days ago (below zero: it runs)."""
    last = TODAY - ended * AGO
    return made(fair, programmes.add, **{"name": "Go digital", "first": last - 90 * AGO, "last": last, "budget": 5_000_000, **given})


def rows(screen: Screen) -> list[reports.Row]:
    found: list[reports.Row] = screen.ask(reports.listing, today=TODAY)
    return found


def write(test: AppTest, **values: str) -> AppTest:
    """Type into the fields whose key ends with these names."""
    for name, value in values.items():
        next(box for box in [*test.text_input, *test.text_area] if (box.key or "").endswith(f"_{name}")).set_value(value)
    return test


def choose(test: AppTest, name: str, value: Any) -> AppTest:
    next(box for box in [*test.radio, *test.selectbox] if (box.key or "").endswith(f"_{name}")).set_value(value)
    return test


# -- who may ------------------------------------------------------------------------------------------------------------


def test_it_is_a_page_of_the_office_and_the_liaison(screen: Screen) -> None:
    for role in (MEMBER, MENTOR):
        assert "halaman" in texts(screen.sit(role).open("programmes")).lower()
    for role in (COORDINATOR, TREASURER, LIAISON):
        for language, said in (("id", "Belum ada program bantuan"), ("en", "No programme of help")):
            assert said in texts(screen.sit(role, language=language).open("programmes"))
    assert "Program" not in texts(screen.leave().open("programmes"))


@pytest.mark.parametrize("part", ["program", "mitra", "pembiayaan", "permintaan"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_part_of_an_empty_association_says_what_will_stand_there(screen: Screen, part: str, language: str) -> None:
    said = texts(screen.sit(COORDINATOR, language=language).open("programmes", bagian=part))
    assert ("Belum ada" in said) if language == "id" else (" yet" in said)


def test_financing_is_the_coordinators_alone(screen: Screen, fair: Fair) -> None:
    made(fair, financing.ask, business_id=fair.ids["sari"], kind="kur", institution="BRI", amount=7_654_321, asked_on=TODAY)
    assert "Rp7.654.321" in texts(screen.open("programmes", bagian="pembiayaan"))
    for role in (TREASURER, LIAISON):
        said = texts(screen.sit(role).open("programmes", bagian="pembiayaan"))
        assert "7.654.321" not in said
        assert "Pembiayaan" not in said


def test_a_liaison_reads_nothing_of_members_and_nobody_to_call(screen: Screen, fair: Fair, office: UUID) -> None:
    help_ = programme(fair, partner_id=office)
    programme(fair, name="Bantuan pabrik", partner_id=made(fair, partners.add, name="PT Maju", kind="industry"))
    made(fair, programmes.add_item, programme_id=help_, kind="goods", what="Mesin jahit", unit="buah", promised=5, note="rumah Ibu sari")
    made(fair, programmes.join, programme_id=help_, businesses=[fair.ids["sari"], fair.ids["rina"]])
    made(fair, programmes.spend, programme_id=help_, day=TODAY, amount=1_234_567, what="Konsumsi")
    made(fair, partners.agree, partner_id=office, title="Pendampingan UMKM", valid_from=TODAY, ours="Menyiapkan peserta")
    screen.sit(LIAISON)
    told = "\n".join(texts(screen.open("programmes", **query)) for query in (
        {}, {"bagian": "mitra"}, {"bagian": "permintaan"}, {"program": "PB01"}, {"program": "PB01", "lihat": "peserta"},
        {"program": "PB01", "lihat": "biaya"}, {"program": "PB02"}, {"mitra": "M01"}, {"mitra": "M02"},
    ))
    for shown in ("Go digital", "Mesin jahit", "0 dari 5 buah", "Rp5 juta", "Pendampingan UMKM", "Menyiapkan peserta"):
        assert shown in told
    for kept in ("Sari", "Rina", "sari", "1.234.567", "Rp1,2 juta", CONTACT, NOTE, "PT Maju", "pabrik", "Peserta", "Usaha yang ikut"):
        assert kept not in told


def test_a_liaison_writes_comments_only(screen: Screen, fair: Fair, office: UUID) -> None:
    programme(fair, partner_id=office)
    made(fair, advocacy.ask, text="Ongkir murah", partner_id=office, asked_on=TODAY)
    screen.sit(LIAISON)
    pressable = {
        button.label for query in ({}, {"bagian": "mitra"}, {"program": "PB01"}, {"mitra": "M01"}, {"bagian": "permintaan"})
        for button in screen.open("programmes", **query).button
    }
    assert pressable == {"**Go digital**", "**Dinas Koperasi**", "Semua program", "Semua mitra", "Komentar"}
    test = press(screen.open("programmes", bagian="permintaan"), "Komentar")
    press(write(test, text="Sudah kami teruskan."), "Simpan")
    [row] = screen.ask(advocacy_reports.listing)
    assert [(one.role, one.text) for one in row.comments] == [("liaison", "Sudah kami teruskan.")]


def test_the_treasurer_writes_down_costs_and_else_reads(screen: Screen, fair: Fair, office: UUID) -> None:
    help_ = programme(fair, partner_id=office)
    screen.sit(TREASURER)
    for query in ({}, {"bagian": "mitra"}, {"mitra": "M01"}, {"program": "PB01"}, {"program": "PB01", "lihat": "peserta"}):
        test = screen.open("programmes", **query)
        assert CONTACT not in texts(test)
        assert not any(button.label.startswith(("Tambah", "Ubah", "Batalkan", "Akhiri")) for button in test.button)
    test = press(screen.open("programmes", program="PB01", lihat="biaya"), "Catat pengeluaran")
    test = press(write(test, what="Konsumsi", amount="250rb"), "Simpan")
    assert "dua ratus lima puluh ribu" in texts(test)
    [cost] = screen.ask(reports.one, programme_id=help_, today=TODAY).costs
    assert (cost.amount, cost.what, cost.day) == (250_000, "Konsumsi", TODAY)
    press(press(screen.open("programmes", program="PB01", lihat="biaya"), "Batalkan catatan ini"), "Batalkan catatan ini")
    assert screen.ask(reports.one, programme_id=help_, today=TODAY).costs[0].taken_back


# -- programmes ---------------------------------------------------------------------------------------------------------


def test_a_programme_from_its_budget_to_what_came(screen: Screen, fair: Fair, office: UUID) -> None:
    test = choose(press(screen.open("programmes"), "Tambah program"), "partner_id", office)
    test = press(write(test, name="Alat produksi", first="1 Okt 2026", last="31 Des 2026", budget="60jt"), "Simpan")
    [row] = rows(screen)
    assert (row.name, row.partner, row.first, row.last, row.budget) == (
        "Alat produksi", "Dinas Koperasi", date(2026, 10, 1), date(2026, 12, 31), 60_000_000)
    assert "Rp0 dari Rp60 juta terpakai" in texts(test)
    test = press(press(screen.open("programmes"), "**Alat produksi**"), "Tambah janji")
    test = press(write(choose(test, "kind", "goods"), what="Mesin", promised="3", unit="buah"), "Simpan")
    test = press(press(screen.open("programmes", program=row.code), "Tambah janji uang"), "Simpan")
    assert texts(test).count("Isi bagian ini.") == 2  # what, and how much
    test = press(write(test, what="Modal kemasan", promised="2.000.000"), "Simpan")
    assert "0 dari 3 buah sudah datang" in texts(test)
    assert "Rp0 dari Rp2.000.000 sudah datang" in texts(test).replace("\\", "")
    test = press(test, "Catat yang datang")
    press(write(test, delivered="2"), "Simpan")
    first, second = screen.ask(reports.one, programme_id=row.id, today=TODAY).items
    assert (first.delivered, first.delivered_on, first.unit) == (2, TODAY, "buah")
    assert (second.kind, second.promised, second.delivered) == ("money", 2_000_000, 0)
    test = press(press(screen.open("programmes", program=row.code), "Hapus janji ini"), "Hapus janji ini")
    assert [item.what for item in screen.ask(reports.one, programme_id=row.id, today=TODAY).items] == ["Modal kemasan"]
    assert "Janji dihapus." in texts(test)


def test_a_longer_budget_and_a_programme_that_is_called_off(screen: Screen, fair: Fair) -> None:
    programme(fair)
    later = TODAY + 99 * AGO
    press(write(press(screen.open("programmes", program="PB01"), "Ubah"), last=later.isoformat()), "Simpan")
    assert rows(screen)[0].last == later
    test = screen.open("programmes", program="PB01")
    next(box for box in test.text_input if box.label == "Kenapa?").input("Anggaran dipindah")
    test = press(test, "Batalkan program ini")
    assert rows(screen)[0].called_off == "Anggaran dipindah"
    assert "Anggaran dipindah" in texts(test)
    assert not {"Ubah", "Tambah janji", "Batalkan program ini"} & {button.label for button in test.button}


def test_the_watch_says_what_still_goes_on(screen: Screen, fair: Fair) -> None:
    for name, ended in (("Berjalan", -10), ("Baru habis", 20), ("Hilang", 61), ("Hidup", 61)):
        programme(fair, ended, name=name)
    training = made(
        fair, trainings.plan, module="content", title="Foto produk", starts_at=NOW - timedelta(50), minutes=60, details={"place": "Balai"},
    )
    fair.act(trainings.attend, training_id=training, present={fair.ids["sari"]: True}, now=NOW)
    made(fair, trainings.hold, training_id=training)
    test = screen.open("programmes")
    assert "0 dari 2 program tetap jalan" in texts(test)
    test = screen.open("programmes", program="PB04", lihat="kegiatan")
    assert "Berhenti: tidak ada kegiatan dalam 60 hari" in texts(test)
    next(box for box in test.selectbox if box.label == "Kegiatan mana yang termasuk program ini?").set_value(training).run()
    test = press(test, "Tambah kegiatan ini")
    assert "Masih jalan: 1 kegiatan dalam 60 hari" in texts(test)
    assert "Kegiatan tiap bulan" in texts(test)
    assert "1 of 2 programmes went on" in texts(screen.sit(COORDINATOR, language="en").open("programmes"))
    said = texts(screen.sit(COORDINATOR).open("programmes"))
    assert "1 dari 2 program tetap jalan" in said
    assert "yang berikut dinilai 41 hari lagi" in said
    test = press(screen.open("programmes", program="PB04", lihat="kegiatan"), "Lepas")
    assert "Berhenti: tidak ada kegiatan" in texts(test)


def test_who_takes_part_and_too_few_to_compare(screen: Screen, fair: Fair) -> None:
    help_ = programme(fair, 40)
    test = screen.open("programmes", program="PB01", lihat="peserta")
    next(box for box in test.multiselect if box.label == "Siapa yang ikut?").set_value([fair.ids["sari"]]).run()
    test = press(test, "Tambah peserta")
    assert rows(screen)[0].participants == 1
    assert "Belum cukup data" in texts(test)
    assert "Jangan ditayangkan" in texts(test)
    press(press(screen.open("programmes", program="PB01", lihat="peserta"), "Keluarkan"), "Keluarkan")
    assert screen.ask(reports.one, programme_id=help_, today=TODAY).participants == ()


def test_what_it_brought_its_participants(screen: Screen, fair: Fair) -> None:
    help_ = programme(fair, 40)
    windows = reports.alive.windows(TODAY - 130 * AGO, TODAY - 40 * AGO, TODAY)
    assert windows is not None
    for number in range(12):
        name = f"usaha{number}"
        fair.business(name, since=date(2025, 1, 1))
        fair.sell((f"{name}-1", f"{name}.listing", windows.before.first, 100_000), (f"{name}-2", f"{name}.listing", windows.after.first,
                                                                                   150_000 if number < 6 else 100_000))
    made(fair, programmes.join, programme_id=help_, businesses=[fair.ids[f"usaha{number}"] for number in range(6)])
    test = screen.open("programmes", program="PB01", lihat="peserta")
    assert "Peserta menjual 50% lebih banyak dari perkiraan" in texts(test)
    assert "naik 50% dari sebelum program" in [metric.delta for metric in test.metric]
    assert "menjual" not in texts(screen.sit(TREASURER).open("programmes", program="PB01", lihat="peserta"))


# -- partners, financing, requests --------------------------------------------------------------------------------------


def test_a_partner_its_agreement_and_its_end(screen: Screen, fair: Fair) -> None:
    test = press(screen.open("programmes", bagian="mitra"), "Tambah mitra")
    test = press(write(choose(test, "kind", "academia"), name="Kampus", contact=CONTACT), "Simpan")
    test = press(test, "**Kampus**")
    assert CONTACT in texts(test)
    test = press(test, "Tambah perjanjian")
    ends = TODAY + 20 * AGO
    test = press(write(test, title="Magang", valid_to=ends.isoformat(), theirs="Mengirim mahasiswa"), "Simpan")
    assert "Mengirim mahasiswa" in texts(test)
    said = texts(screen.open("programmes", bagian="mitra"))
    assert "Ada 1 mitra, 1 dengan perjanjian yang berjalan." in said
    assert "berakhir" in said  # soon
    assert "1 perjanjian" in said and "0 program" not in said
    press(press(screen.open("programmes", mitra="M01"), "Akhiri kerja sama"), "Akhiri kerja sama")
    [row] = screen.ask(partner_reports.listing, today=TODAY)
    assert row.ended_on == TODAY
    press(screen.open("programmes", mitra="M01"), "Jadi mitra lagi")
    assert screen.ask(partner_reports.listing, today=TODAY)[0].ended_on is None


def test_a_photo_of_the_agreement_is_the_offices_to_see(screen: Screen, fair: Fair, office: UUID) -> None:
    made(fair, partners.agree, partner_id=office, title="Pendampingan", valid_from=TODAY)
    paper = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(paper, "PNG")
    test = screen.open("programmes", mitra="M01")
    test.file_uploader[0].upload("surat.png", paper.getvalue(), "image/png").run()
    press(test, "Simpan foto ini")
    assert screen.ask(partner_reports.listing, today=TODAY)[0].agreements[0].evidence_id is not None

    def drawn() -> str:
        return "".join(str(getattr(element, "body", "")) for element in screen.open("programmes", mitra="M01").get("html"))

    assert "data:image/webp" in drawn()
    screen.sit(LIAISON)
    assert "data:image/webp" not in drawn()


def test_financing_from_the_application_to_the_last_rupiah(screen: Screen, fair: Fair) -> None:
    test = press(screen.open("programmes", bagian="pembiayaan"), "Catat pengajuan")
    test = choose(choose(test, "business_id", fair.ids["sari"]), "kind", "kur")
    assert "dua puluh lima juta rupiah" in texts(press(write(test, institution="BRI", amount="25jt"), "Simpan"))

    def row() -> financing_reports.Row:
        [found] = screen.ask(financing_reports.listing)
        assert isinstance(found, financing_reports.Row)
        return found

    assert (row().business, row().amount, row().state) == ("Sari", 25_000_000, "asked")
    test = press(screen.open("programmes", bagian="pembiayaan"), "Sudah cair")
    press(write(test, amount="20jt"), "Simpan")
    assert (row().amount, row().state, row().decided_on) == (20_000_000, "given", TODAY)
    assert "Sampai sekarang Rp20 juta sudah cair" in texts(screen.open("programmes", bagian="pembiayaan"))
    press(press(screen.open("programmes", bagian="pembiayaan"), "Sudah lunas"), "Simpan")
    assert row().state == "repaid"
    press(screen.open("programmes", bagian="pembiayaan"), "Ternyata belum lunas")
    assert row().state == "given"
    assert not {"Ditolak", "Sudah cair"} & {button.label for button in screen.open("programmes", bagian="pembiayaan").button}


def test_a_request_from_asking_to_what_came_of_it(screen: Screen, fair: Fair, office: UUID) -> None:
    def waiting() -> AppTest:
        return screen.open("programmes", bagian="permintaan")

    test = press(waiting(), "Catat permintaan")
    test = press(write(test, text="Ongkir murah"), "Simpan")
    assert "Pilih dinas yang diminta" in texts(test)
    press(choose(test, "partner_id", office), "Simpan")
    press(write(press(waiting(), "Sudah dijanjikan"), promised="Potongan 20%", promised_for="1 Des 2026"), "Simpan")
    assert "Dijanjikan: Potongan 20%" in texts(waiting()).replace("\\", "")
    press(write(press(waiting(), "Sudah dipenuhi"), result="Berlaku sejak November"), "Simpan")
    [row] = screen.ask(advocacy_reports.listing)
    assert (row.to, row.state, row.promised_for, row.done_on) == ("Dinas Koperasi", "done", date(2026, 12, 1), TODAY)
    assert "1 dari 1 permintaan sudah dipenuhi" in texts(waiting())
    press(waiting(), "Buka lagi")
    press(write(press(waiting(), "Ditolak"), reason="Tidak ada anggaran"), "Simpan")
    assert screen.ask(advocacy_reports.listing)[0].state == "refused"


def test_names_that_others_typed_are_never_markup(screen: Screen, fair: Fair) -> None:
    tricky = "![x](http://jahat) <b>"
    programme(fair, name=tricky, about=tricky)
    made(fair, partners.add, name=tricky, kind="community", role=tricky)
    made(fair, advocacy.ask, text=tricky, addressee=tricky, asked_on=TODAY)
    for query in ({}, {"bagian": "mitra"}, {"bagian": "permintaan"}, {"program": "PB01"}, {"mitra": "M01"}):
        said = "\n".join(element.value for element in screen.open("programmes", **query).markdown)
        assert "![x]" not in said
        assert "<b>" not in said.replace("\\<b", "")
