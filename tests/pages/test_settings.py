"""Pengaturan: for everybody; consent given and withdrawn, other phones signed out, own data, a wish about it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from cblp.db.actor import COORDINATOR, ROLES
from cblp.forum.services import actions
from cblp.people.models import Session
from cblp.people.reports import own_data, register
from cblp.programmes.services import financing
from cblp.ui.components import accounts_own
from cblp.ui.page import Visit
from tests.conftest import NOW
from tests.pages.conftest import Screen, press, texts
from tests.pages.stall import TODAY, stall


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("language", "said"), [("id", "Halaman memakai Bahasa Indonesia."), ("en", "The pages speak English.")])
def test_everybody_has_settings_in_both_languages(screen: Screen, role: str, language: str, said: str) -> None:
    assert said in texts(screen.sit(role, language=language).open("settings"))


def test_nobody_sees_them_signed_out(screen: Screen) -> None:
    assert "Waktu masuk habis" in texts(screen.leave().open("settings"))


def test_a_member_without_a_business_reads_why_there_is_nothing_to_decide(screen: Screen) -> None:
    assert "Belum ada pertanyaan." in texts(screen.sit("member").open("settings"))


def test_consent_is_given_for_one_purpose_withdrawn_and_refused(screen: Screen) -> None:
    made = stall(screen)
    person = screen.ask(register.business, business_id=made.business, today=TODAY).person
    screen.sit("member", businesses=[made.business])
    test = screen.open("settings")
    assert "Boleh nomor WA Anda tampil di Etalase bersama" in texts(test)
    press(test, "Ya, saya izinkan")
    assert screen.ask(register.consented, purpose="storefront_phone") == {person.id}
    assert screen.ask(register.consented, purpose="photos") == set()
    press(test, "Cabut persetujuan")
    assert "3 x 24 jam" in texts(test)
    assert screen.ask(register.consented, purpose="storefront_phone") == set()
    press(test, "Tidak")
    assert "Anda memilih Tidak pada 21 Nov 2026." in texts(test)


def test_other_phones_are_signed_out_and_this_one_stays(screen: Screen) -> None:
    with screen.app.globally(write=True) as session:
        for number, token in enumerate((b"s" * 32, b"t" * 32)):
            session.add(Session(
                token_hash=token, account_id=screen.account, kind="local", association_id=screen.system.association,
                role=COORDINATOR, created_at=NOW, seen_at=NOW - timedelta(minutes=number), device=f"HP {number}",
            ))
    test = screen.open("settings")
    assert "**HP 1**" in texts(test)
    press(test, "Keluar dari HP lain")
    assert "**HP 1**" not in texts(test)
    assert "Anda tidak masuk di HP lain." in texts(test)


def test_the_own_data_is_one_file_with_own_things_only(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    made = stall(screen)
    other = stall(screen, "Kerupuk Mercusuar")
    for business, name in ((made.business, "Batik"), (other.business, "Mercusuar")):
        screen.app.act(screen.system, actions.add, text=f"Foto {name}", business_id=business)
        screen.app.act(
            screen.system, financing.ask, business_id=business, kind="kur", institution=f"Bank {name}", amount=5_000_000,
            asked_on=NOW.date(),
        )
    screen.sit("member", businesses=[made.business])
    visitor = screen.current()
    assert visitor is not None
    document = accounts_own.document(Visit(visitor=visitor, now=NOW))
    content = json.loads(document.content)
    assert document.filename == "data-saya-2026-11-21.json"
    assert [product["row"]["name"] for product in content["products"]] == ["Kain Batik", "Selendang"]
    assert content["businesses"][0]["person"]["phone"] == "+6281234567890"
    assert [promise["text"] for promise in content["meetings"]["promises"]] == ["Foto Batik"]
    assert [money["institution"] for money in content["programmes"]["financing"]] == ["Bank Batik"]
    assert b"Mercusuar" not in document.content


def test_a_wish_is_noted_with_the_day_of_its_answer(screen: Screen) -> None:
    test = screen.sit("member").open("settings")
    test.radio(key="wish").set_value("erase").run()
    press(test, "Minta ke koordinator")
    assert "Koordinator menjawab paling lambat 24 Nov 2026 pukul 10.00 WIB." in texts(test)
    (asked,) = screen.app.read(screen.sit(COORDINATOR).actor, own_data.requests)
    assert (asked.account, asked.wish) == (screen.account, "erase")
