"""Catat WA hari ini: logged in a few presses, replaced, taken back; the same form for bazaar, showroom and cash."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from cblp.db.actor import LIAISON, MENTOR, TREASURER
from cblp.reach.reports import logged
from cblp.sales.reports import typed
from tests.pages.conftest import Screen, press, texts
from tests.pages.stall import TODAY, Stall, stall


def sit(screen: Screen) -> Stall:
    made = stall(screen)
    screen.sit("member", businesses=[made.business])
    return made


def tally(test: AppTest, label: str, count: int) -> AppTest:
    return next(group for group in test.button_group if group.label == label).set_value(count).run()


def amount(test: AppTest, text: str) -> AppTest:
    return test.text_input[0].input(text).run()


def test_it_belongs_to_members_and_coordinators(screen: Screen) -> None:
    for role in (TREASURER, MENTOR, LIAISON):
        assert "Halaman ini untuk peran lain" in texts(screen.sit(role).open("log_whatsapp"))
    assert "Waktu masuk habis" in texts(screen.leave().open("log_whatsapp"))


@pytest.mark.parametrize(("language", "said"), [("id", "Belum ada anggota aktif."), ("en", "There are no active members yet.")])
def test_an_empty_association_says_why_nothing_can_be_logged(screen: Screen, language: str, said: str) -> None:
    assert said in texts(screen.sit(language=language).open("log_whatsapp"))
    assert "belum dihubungkan" in texts(screen.sit("member").open("log_whatsapp"))


def test_a_log_is_kept_replaced_and_taken_back_with_its_sale(screen: Screen) -> None:
    made = sit(screen)
    test = tally(screen.open("log_whatsapp"), "Status WA yang dibuat", 2)
    amount(tally(test, "Chat masuk", 4), "1,5jt")
    assert "satu juta lima ratus ribu rupiah" in texts(test)
    press(test, "Simpan catatan")
    assert "WA Sabtu, 21 November 2026 sudah dicatat." in texts(test)
    kept = screen.ask(logged.logged_on, business_id=made.business, day=TODAY)
    assert (kept.statuses, kept.group_posts, kept.chats, kept.who) == (2, None, 4, "Wati")
    assert [sale.amount for sale in screen.ask(typed.typed_on, business_id=made.business, day=TODAY)] == [1_500_000]
    press(amount(test, "1.000.000"), "Ganti catatan")
    assert [sale.amount for sale in screen.ask(typed.typed_on, business_id=made.business, day=TODAY)] == [1_000_000]
    press(test, "Batalkan")
    assert "Catatan sudah dibatalkan." in texts(test)
    assert screen.ask(logged.logged_on, business_id=made.business, day=TODAY) is None
    assert screen.ask(typed.typed_on, business_id=made.business, day=TODAY) == []


def test_more_than_five_is_a_number_of_its_own(screen: Screen) -> None:
    made = sit(screen)
    test = tally(screen.open("log_whatsapp"), "Chat masuk", 6)
    test.number_input[0].set_value(31).run()
    press(test, "Simpan catatan")
    assert screen.ask(logged.logged_on, business_id=made.business, day=TODAY).chats == 31


def test_an_empty_form_and_an_unreadable_amount_keep_nothing(screen: Screen) -> None:
    made = sit(screen)
    test = press(screen.open("log_whatsapp"), "Simpan catatan")
    assert "Isi paling sedikit satu angka." in texts(test)
    press(amount(tally(test, "Chat masuk", 1), "banyak"), "Simpan catatan")
    assert "Tulis jumlah uang dengan angka saja" in texts(test)
    assert screen.ask(logged.logged_on, business_id=made.business, day=TODAY) is None


@pytest.mark.parametrize("kind", ["bazaar", "showroom", "cash"])
def test_a_sale_elsewhere_is_typed_for_yesterday_and_not_twice(screen: Screen, kind: str) -> None:
    made = sit(screen)
    test = screen.open("log_whatsapp")
    test.button_group(key="log_day").set_value("yesterday").run()
    test.radio(key="log_kind").set_value(kind).run()
    press(amount(test, "250rb"), "Simpan catatan")
    assert test.text_input[0].value == ""
    (sale,) = screen.ask(typed.typed_on, business_id=made.business, day=TODAY - timedelta(1))
    assert (sale.marketplace, sale.amount) == (kind, 250_000)
    press(test, "Batalkan")
    assert screen.ask(typed.typed_on, business_id=made.business, day=TODAY - timedelta(1)) == []


def test_a_coordinator_logs_for_a_member(screen: Screen) -> None:
    made = stall(screen)
    test = screen.open("log_whatsapp")
    test.selectbox[0].select(made.business).run()
    press(tally(test, "Pesanan WA", 3), "Simpan catatan")
    assert screen.ask(logged.logged_on, business_id=made.business, day=TODAY).orders == 3
