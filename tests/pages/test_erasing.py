"""Erasing somebody on the screen: from the member's card and from the wish, with what is open, the word to type, and the letter."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from cblp import erased
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER
from cblp.people.reports import own_data, register
from cblp.people.services import accounts, erasing, licences, roles
from cblp.people.services import own_data as own
from cblp.people.services import register as services
from cblp.reach import services as reach
from cblp.sales import services as sales
from cblp.sharing.services import savings
from tests.filled import SEALED
from tests.pages.conftest import Screen, press, texts
from tests.pages.stall import TODAY


@pytest.fixture
def ayu(screen: Screen) -> UUID:
    """Ibu Sari's business, without an account."""
    screen.act(roles.grant, account=screen.account, role=COORDINATOR, since=TODAY)
    business: UUID = screen.act(
        services.add_business, name="Batik Ayu", code="A01", since=TODAY,
        owner={"name": "Sari", "address_form": "Ibu", "phone": "081234567890"},
    )
    return business


def card(screen: Screen, code: str = "A01") -> str:
    return texts(screen.open("members", usaha=code, bagian="persetujuan"))


def labels(test: AppTest) -> set[str]:
    return {button.label for button in test.button}


@pytest.mark.parametrize(("language", "button", "word"), [("id", "Hapus data pribadi", "hapus"), ("en", "Erase personal data", "erase")])
def test_the_card_says_what_goes_and_erases_after_a_word(screen: Screen, ayu: UUID, language: str, button: str, word: str) -> None:
    test = screen.sit(language=language).open("members", usaha="A01", bagian="persetujuan")
    press(test, button)
    assert "Batik Ayu" in texts(test) and screen.ask(erasing.erased) == []
    press(test, button)
    assert f"“{word}”" in texts(test) and screen.ask(erasing.erased) == [], "without the word nothing happens"
    test.text_input(key="erase_word").set_value(word.upper())
    press(test, button)
    (one,) = screen.ask(erasing.erased)
    assert "Mantan anggota 1" in texts(test)
    assert any("Sari" in str(area.value) for area in test.text_area), "the letter is left, and only here"
    assert erased.read(erased.beside(screen.app) / erased.NAME) == [one]
    said = card(screen, "MA1")
    assert "Sari" not in said and "21 Nov" in said and button not in said


def test_the_card_of_who_is_gone_can_be_read_and_not_written_on(screen: Screen, ayu: UUID) -> None:
    screen.act(licences.add_licence, business_id=ayu, kind="pirt", number="P-1")
    for part, written in (("profil", "Ubah"), ("izin", "Tambah izin"), ("keanggotaan", "Catat keluar"), ("persetujuan", "Catat jawaban")):
        assert written in labels(screen.open("members", usaha="A01", bagian=part)), part
    (person,) = (id_ for id_, _name in screen.ask(register.persons))
    screen.act(erasing.erase, person_id=person)
    for part in ("profil", "izin", "keanggotaan", "persetujuan", "riwayat"):
        test = screen.open("members", usaha="MA1", bagian=part)
        assert "sudah dihapus pada" in texts(test)
        assert not test.text_input and not labels(test) - {"Semua anggota"}, part


@pytest.mark.parametrize(("language", "done"), [("id", "Data pribadi dihapus"), ("en", "Personal data erased")])
def test_the_history_can_still_be_read_when_labels_were_emptied(screen: Screen, ayu: UUID, language: str, done: str) -> None:
    screen.act(reach.log_whatsapp, business_id=ayu, day=TODAY, chats=3, sales=sales)
    (person,) = (id_ for id_, _name in screen.ask(register.persons))
    screen.act(erasing.erase, person_id=person)
    said = texts(screen.sit(language=language).open("changes"))
    assert done in said and "Mantan anggota 1" in said
    assert {"id": "Catatan WA", "en": "WA log"}[language] in said


def test_what_is_open_stands_there_instead_of_the_word(screen: Screen, ayu: UUID) -> None:
    screen.act(savings.deposit, business_id=ayu, kind="voluntary", amount=50_000, day=TODAY, key="a")
    test = screen.open("members", usaha="A01", bagian="persetujuan")
    press(test, "Hapus data pribadi")
    assert "Simpanan yang belum dikembalikan: Rp50.000" in texts(test).replace("\\", "")
    assert not test.text_input
    press(test, "Belum")
    assert "Yang dihapus" not in texts(test)


def test_a_treasurer_is_not_offered_it(screen: Screen, ayu: UUID) -> None:
    assert "Hapus data pribadi" not in card(screen.sit(TREASURER))


def test_the_wish_leads_to_it_and_is_answered_by_it(screen: Screen, ayu: UUID) -> None:
    account = screen.act(accounts.create, name="Sari", username="sari", sealed=SEALED)
    screen.act(roles.grant, account=account, role=MEMBER, since=TODAY)
    screen.act(services.give_access, business_id=ayu, account_id=account, since=TODAY)
    screen.app.act(replace(screen.actor, account=account, role=MEMBER, name="Sari"), own.ask, wish=own.ERASE)
    test = screen.open("accounts")
    press(test, "Hapus data pribadi")
    assert "Batik Ayu" in texts(test)
    test.text_input(key="erase_word").set_value("hapus")
    press(test, "Hapus data pribadi")
    assert screen.app.read(screen.actor, own_data.requests) == []
    assert screen.ask(erasing.erased)[0].account == account
