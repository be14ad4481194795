"""Minta bantuan on the member's phone: asked question by question, kept at each, and told to nobody over the shoulder."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cblp.db.actor import MEMBER
from cblp.people.services import drafts
from cblp.sharing.reports import aid as reports
from cblp.sharing.services import aid
from cblp.ui.components import my_aid
from cblp.ui.page import Visit
from tests.conftest import NOW
from tests.pages.conftest import Screen, press, texts
from tests.pages.test_safety_net import fill, request, sit
from tests.sharing.safety import TODAY, Net, asked


@pytest.fixture
def it(screen: Screen) -> Net:
    """An association with a solidarity fund; Sari's request for money for her roof is its number 1."""
    return screen.begin(asked, screen.app, screen.system)


def test_a_member_asks_on_the_phone_and_nothing_is_lost(screen: Screen, it: Net) -> None:
    test = sit(screen, it.dewi, MEMBER).open("my_money")
    assert "Dana sosial sekarang **Rp2.000.000**." in texts(test)
    assert "Batik Ayu" not in texts(test) and "Atap" not in texts(test)
    press(test, "Minta bantuan")
    test.radio(key=f"aid/ask/{it.rasa.hex}/kind").set_value("loan").run()
    press(test, "Lanjut")
    fill(test, amount="750rb").run()
    assert "tujuh ratus lima puluh ribu rupiah" in texts(test)
    press(test, "Lanjut")

    again = sit(screen, it.dewi, MEMBER).open("my_money")  # the tab was closed
    assert "Isiannya tersimpan." in texts(again)
    press(again, "Lanjutkan isian")
    fill(again, need="Gerobak hanyut waktu banjir").run()
    press(again, "Lanjut")
    assert "Pinjaman tanpa bunga: **Rp750.000**" in texts(again)
    assert it.app.read(it.dewi, reports.listing) == [], "nothing was sent yet"
    press(again, "Kirim permintaan")
    assert "Permintaan sudah dikirim." in texts(again)
    (row,) = it.app.read(it.dewi, reports.listing)
    assert (row.kind, row.amount, row.need) == ("loan", 750_000, "Gerobak hanyut waktu banjir")
    assert "Koordinator akan memeriksa." in texts(again)
    assert "Minta bantuan" not in [button.label for button in again.button], "one at a time"


def test_a_draft_can_be_thrown_away(screen: Screen, it: Net) -> None:
    test = sit(screen, it.dewi, MEMBER).open("my_money")
    press(test, "Minta bantuan")
    test.radio(key=f"aid/ask/{it.rasa.hex}/kind").set_value("cash").run()
    press(test, "Hapus isian ini")
    assert "Isiannya tersimpan." not in texts(test)
    assert it.app.read(it.dewi, drafts.under, prefix="aid/") == []


def test_a_member_changes_and_takes_back_the_own_request(screen: Screen, it: Net) -> None:
    test = sit(screen, it.sari, MEMBER).open("my_money")
    press(test, "Ubah")
    fill(test, amount="600.000")
    press(test, "Simpan")
    assert request(it).row.amount == 600_000
    press(test, "Batalkan permintaan")
    test.button(key=f"yes_my_aid_back_{request(it).row.id}").click().run()
    assert "Permintaan dibatalkan." in texts(test)
    assert request(it).row.state == "withdrawn"


def test_a_member_sees_what_is_left_and_not_what_the_office_wrote(screen: Screen, it: Net) -> None:
    asked = request(it)
    it.app.act(it.sari, aid.withdraw, request_id=asked.row.id, version=asked.row.version)
    loan = it.lend()
    it.repay(loan, 350_000)
    said = texts(sit(screen, it.sari, MEMBER).open("my_money"))
    assert "Sisa **Rp550.000** dari Rp900.000. Cicilan berikut Rp250.000, paling lambat 21 Jan 2027." in said
    assert "dikunjungi" not in said
    assert "Rina" not in said and "Tono" not in said


def test_the_first_list_of_the_phone_does_not_name_the_matter(screen: Screen, it: Net) -> None:
    asked = request(it)
    it.app.act(it.sari, aid.withdraw, request_id=asked.row.id, version=asked.row.version)
    it.lend(first_due=TODAY + timedelta(5))
    visitor = replace(sit(screen, it.sari, MEMBER).current())  # type: ignore[type-var]
    (todo,) = my_aid.tasks(Visit(visitor, NOW), it.ayu)
    assert (todo.sentence, todo.page) == ("Ada yang perlu dilihat di Uang saya.", "my_money")
    assert my_aid.tasks(Visit(replace(sit(screen, it.dewi, MEMBER).current()), NOW), it.rasa) == []  # type: ignore[type-var]


def test_the_phone_speaks_english_too(screen: Screen, it: Net) -> None:
    said = texts(sit(screen, it.sari, MEMBER).sit(MEMBER, language="en", businesses=it.sari.own_businesses).open("my_money"))
    assert "**Rp2.000.000** is in the fund now." in said
    assert "It was sent. The coordinator looks into it." in said
