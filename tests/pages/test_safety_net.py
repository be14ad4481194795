"""Dana sosial: who may open it, what each step leaves in the books, and what the member's phone shows and keeps to itself."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from streamlit.testing.v1 import AppTest

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.decisions.models import Decision
from cblp.people.services import drafts, register
from cblp.sharing.reports import aid as reports
from cblp.sharing.services import aid
from tests.pages.conftest import Screen, press, texts
from tests.sharing.safety import TODAY, Net, asked

PAGE = "safety_net"


@pytest.fixture
def it(screen: Screen) -> Net:
    """An association with a solidarity fund; Sari's request for money for her roof is its number 1."""
    return screen.begin(asked, screen.app, screen.system)


def sit(screen: Screen, who: object, role: str) -> Screen:
    """One of the net's people sits down."""
    screen.account = who.account  # type: ignore[attr-defined]
    return screen.sit(role, businesses=who.own_businesses)  # type: ignore[attr-defined]


def fill(test: AppTest, **values: str) -> AppTest:
    """Fill in text fields by the end of their keys."""
    for name, value in values.items():
        next(field for field in [*test.text_input, *test.text_area] if str(field.key).endswith(name)).set_value(value)
    return test


def request(it: Net, number: int = 1) -> reports.Case:
    row = next(row for row in it.app.read(it.wati, reports.listing) if row.number == number)
    return it.case(row.id)


# -- who may see it ----------------------------------------------------------------------------------------------------


def test_nobody_signed_in_sees_nothing(screen: Screen, it: Net) -> None:
    said = texts(screen.leave().open(PAGE, permintaan="1"))
    assert "Batik Ayu" not in said and "Atap" not in said
    assert "Waktu masuk habis" in said


@pytest.mark.parametrize("role", [MEMBER, MENTOR, LIAISON])
def test_other_roles_are_sent_back(screen: Screen, it: Net, role: str) -> None:
    said = texts(screen.sit(role, businesses=it.sari.own_businesses).open(PAGE, permintaan="1"))
    assert "Batik Ayu" not in said and "Atap" not in said and "Rp" not in said
    assert "Halaman ini untuk peran lain" in said


def test_an_empty_association_says_what_will_stand_here(screen: Screen) -> None:
    said = texts(screen.open(PAGE))
    assert "Dana sosial masih kosong." in said
    assert "Belum ada permintaan." in said
    assert "Catat permintaan" in said
    assert "The fund is still empty." in texts(screen.sit(COORDINATOR, language="en").open(PAGE))


def test_the_list_warns_that_it_names_members(screen: Screen, it: Net) -> None:
    test = screen.open(PAGE)
    said = texts(test)
    assert "Dana sosial Rp2.000.000. Yang bisa diberikan sekarang Rp2.000.000." in said
    assert "Jangan ditayangkan." in said
    assert "Yang perlu dilakukan: 1 permintaan perlu diperiksa." in said
    test.button(key="aid_1").click().run()
    assert "Permintaan nomor 1: Batik Ayu" in texts(test)
    assert "Atap rumah rusak" in texts(test)


def test_a_number_that_nobody_has_is_said(screen: Screen, it: Net) -> None:
    assert "Permintaan nomor 77 tidak ada." in texts(screen.open(PAGE, permintaan="77"))


# -- the steps ---------------------------------------------------------------------------------------------------------


def test_a_coordinator_writes_down_a_request_question_by_question(screen: Screen, it: Net) -> None:
    test = sit(screen, it.wati, COORDINATOR).open(PAGE)
    press(test, "Catat permintaan")
    press(test, "Lanjut")
    assert "Pilih anggota" in texts(test), "a question that was not answered stays"
    test.selectbox[0].set_value(it.rasa.hex).run()
    press(test, "Lanjut")
    test.radio[0].set_value("in_kind").run()
    press(test, "Lanjut")
    fill(test, thing="Kompor gas").run()
    press(test, "Lanjut")
    fill(test, need="Kompor lama meledak").run()
    press(test, "Lanjut")
    assert "Barang: **Kompor gas**" in texts(test)
    assert screen.app.read(it.wati, drafts.find, form="aid/ask/member") is not None
    press(test, "Kirim permintaan")
    assert "Permintaan sudah dicatat." in texts(test)
    case = request(it, 2)
    assert (case.row.business_id, case.row.thing, case.row.need) == (it.rasa, "Kompor gas", "Kompor lama meledak")
    assert screen.app.read(it.wati, drafts.find, form="aid/ask/member") is None


def test_the_whole_way_from_looking_into_it_to_the_last_part(screen: Screen, it: Net) -> None:
    asked = request(it)
    it.app.act(it.sari, aid.edit, request_id=asked.row.id, version=asked.row.version, changes={"kind": "loan"})
    test = sit(screen, it.wati, COORDINATOR).open(PAGE, permintaan="1")
    press(test, "Tulis hasil periksa")
    fill(test, assessment="Sudah dikunjungi", granted="450rb", instalments="3")
    press(test, "Simpan")
    assert "Pengurus bisa memutuskan sekarang." in texts(test)
    assert (request(it).row.granted, request(it).row.instalments) == (450_000, 3)
    assert "Anda yang memeriksa permintaan ini." in texts(test)
    assert "Setujui" not in [button.label for button in test.button]

    for who, role in ((it.rina, COORDINATOR), (it.tono, TREASURER)):
        test = sit(screen, who, role).open(PAGE, permintaan="1")
        fill(test, **{f"aid_note_{asked.row.id}": "kenal baik"})
        press(test, "Setujui")
    assert "Permintaan nomor 1 disetujui." in texts(test)
    assert [one.note for one in request(it).verdicts] == ["kenal baik", "kenal baik"]
    assert "Bendahara membayar **Rp450.000** dari dana sosial." in texts(sit(screen, it.wati, COORDINATOR).open(PAGE, permintaan="1"))

    test = sit(screen, it.budi, TREASURER).open(PAGE, permintaan="1")
    press(test, "Bayar Rp450.000")
    press(test, "Simpan")
    assert "Rp450.000 dibayar dari dana sosial." in texts(test)
    assert (it.balance("cash"), it.balance(f"loan:{it.ayu}")) == (1_550_000, 450_000)
    assert [part.due_on for part in request(it).row.parts] == [date(2026, 12, 21), date(2027, 1, 21), date(2027, 2, 21)]

    press(test, "Catat cicilan")
    fill(test, amount="200.000")
    press(test, "Simpan")
    assert "Cicilan Rp200.000 (dua ratus ribu rupiah) tercatat." in texts(test)
    assert request(it).row.left == 250_000
    table = next(one.proto.body for one in test.main if one.type == "html" and "<table" in one.proto.body)
    assert "Sudah kembali" in table and "Sisa Rp100.000" in table and "Belum waktunya" in table
    press(test, "Batalkan catatan ini")
    fill(test, why="salah orang")
    press(test, "Simpan")
    assert request(it).row.left == 450_000
    assert it.balance("cash") == 1_550_000


def test_a_refusal_is_kept_and_said(screen: Screen, it: Net) -> None:
    it.assess(request(it).row.id)
    for who, role in ((it.rina, COORDINATOR), (it.tono, TREASURER)):
        test = sit(screen, who, role).open(PAGE, permintaan="1")
        press(test, "Tolak")
    assert "Permintaan nomor 1 tidak disetujui." in texts(test)
    assert request(it).row.state == "refused"


def test_too_small_an_office_is_told_to_ask_the_members(screen: Screen, it: Net) -> None:
    asked = request(it).row.id
    for who in (it.rina, it.tono):
        it.app.act(it.system, register.give_access, business_id=it.ayu, account_id=who.account, since=TODAY)
    it.assess(asked)
    test = sit(screen, it.wati, COORDINATOR).open(PAGE, permintaan="1")
    assert "Yang boleh memutuskan hanya 1 orang, perlu 2. Putuskan lewat musyawarah." in texts(test)
    press(test, "Bawa ke musyawarah")
    assert "tanpa nama" in texts(test)
    test.button(key=f"yes_aid_vote_{asked}").click().run()
    assert "Usulan ada di Musyawarah sebagai draf." in texts(test)
    assert "Sedang dimusyawarahkan, nomor 1." in texts(test)
    with it.app.database.reading(it.system.association) as session:
        (put,) = session.query(Decision).all()
        assert put.effects == [{"kind": "aid", "request": str(asked)}]
    other = texts(sit(screen, it.budi, TREASURER).open(PAGE, permintaan="1"))
    assert "Setujui" not in other


def test_only_who_may_is_offered_a_step(screen: Screen, it: Net) -> None:
    asked = request(it).row.id
    treasurer = sit(screen, it.budi, TREASURER).open(PAGE, permintaan="1")
    assert not {"Tulis hasil periksa", "Tidak jadi", "Ubah"} & {button.label for button in treasurer.button}
    it.assess(asked)
    it.judge(asked, it.rina)
    it.app.act(it.system, register.give_access, business_id=it.ayu, account_id=it.budi.account, since=TODAY)
    own = texts(sit(screen, it.budi, TREASURER).open(PAGE, permintaan="1"))
    assert "Bantuan ini untuk usaha Anda sendiri." in own
    it.judge(asked, it.tono)
    assert "Bendahara lain yang membayar." in texts(sit(screen, it.budi, TREASURER).open(PAGE, permintaan="1"))


def test_a_fund_that_cannot_give_says_how_much_it_can(screen: Screen, it: Net) -> None:
    asked = request(it).row.id
    it.assess(asked, 5_000_000)
    it.judge(asked, it.rina)
    it.judge(asked, it.tono)
    test = sit(screen, it.budi, TREASURER).open(PAGE, permintaan="1")
    assert "Dana sosial sekarang bisa memberi Rp2.000.000. Tunggu sampai isinya cukup." in texts(test)
    assert not any(button.label.startswith("Bayar") for button in test.button)


def test_a_reminder_never_names_the_matter(screen: Screen, it: Net) -> None:
    asked = request(it)
    it.app.act(it.sari, aid.withdraw, request_id=asked.row.id, version=asked.row.version)
    it.lend(first_due=TODAY + timedelta(5))
    test = sit(screen, it.budi, TREASURER).open(PAGE)
    assert "Cicilan yang jatuh tempo" in texts(test)
    letter = next(area.value for area in test.text_area if area.label == "Teks WA")
    assert letter == (
        "Ibu Ayu, ada yang perlu dibicarakan. Bisa bertemu sebelum Selasa, 24 November 2026? Terima kasih. Wati, bendahara"
    )
    (link,) = [one.proto.url for one in test.main if one.type == "link_button"]
    assert link.startswith("https://wa.me/?text=")  # a treasurer never learns a number
    for word in ("pinjam", "cicil", "dana", "bantu", "Rp", "300"):
        assert word not in unquote(link)
