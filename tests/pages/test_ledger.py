"""Kas: who may see it, what stands first, each form and what it books, notes and their cancelling, savings, contributions."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from cblp.campaigns.models import Campaign
from cblp.campaigns.reports.bases import Bases
from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER
from cblp.db.ids import uuid7
from cblp.decisions.models import Decision
from cblp.decisions.services import parameters
from cblp.people.services import register
from cblp.sharing.models import Transfer
from cblp.sharing.reports import contributions as invoices
from cblp.sharing.reports import ledger as reports
from cblp.sharing.services import cash, contributions, ledger, savings
from tests.conftest import NOW
from tests.pages.conftest import Screen, press, texts

DAY = date(2026, 11, 20)
PARTS = ("catatan", "simpanan", "iuran", "dana", "cek")


@pytest.fixture
def ayu(screen: Screen) -> UUID:
    made: UUID = screen.act(
        register.add_business, name="Batik Ayu", code="A001", owner={"name": "Sari", "address_form": "Ibu", "phone": "081234567890"},
        since=date(2026, 1, 1),
    )
    screen.act(register.add_business, name="Kopi Budi", code="A002", since=date(2026, 1, 1))
    screen.act(cash.receive, into="equity:opening", amount=1_000_000, day=date(2026, 9, 1), text="Saldo awal", key="open")
    screen.act(savings.deposit, business_id=made, kind="voluntary", amount=250_000, day=DAY, place="bank", key="v", text="titip")
    return made


@pytest.fixture
def campaign(screen: Screen, ayu: UUID) -> UUID:
    """A reconciled campaign of which Batik Ayu owes 3% of Rp900.000."""
    made = uuid7()
    frozen = Bases(frozenset({ayu}), {ayu: 1_000_000}, {ayu: None}, {}, {}, 50_000, 2).as_json()
    keep(screen, Campaign(
        id=made, code="H1111", name="Harbolnas *11.11*", starts_on=date(2026, 11, 11), ends_on=date(2026, 11, 12), state="reconciled",
        contribution=300, frozen=frozen, created_at=NOW,
    ))
    return made


def keep(screen: Screen, *rows: Any) -> None:
    with screen.app.database.writing(screen.system.association) as session:
        session.add_all(rows)
    screen.act(ledger.account, "cash")  # what is written past the services moves no data version


def passed(screen: Screen, title: str) -> UUID:
    made = uuid7()
    keep(screen, Decision(
        id=made, number=7, title=title, proposal="…", kind="yes_no", state="closed", outcome="passed", created_at=NOW,
    ))
    return made


def balance(screen: Screen, code: str) -> int:
    found: int = screen.ask(reports.balance_of, code)
    return found


def notes(screen: Screen) -> list[Transfer]:
    with screen.app.database.reading(screen.system.association) as session:
        return list(session.scalars(select(Transfer).order_by(Transfer.number)))


def fill(test: AppTest, form: str, **values: Any) -> AppTest:
    """Type and choose in the open form, then save it."""
    for name, value in values.items():
        widget = next(one for one in [*test.text_input, *test.radio, *test.selectbox] if one.key == f"{form}_{name}")
        widget.set_value(value)
    return next(button for button in test.button if button.key and button.key.endswith(f"save_{form}")).click().run()


# -- who may see it ----------------------------------------------------------------------------------------------------


def test_nobody_signed_in_sees_nothing(screen: Screen, ayu: UUID) -> None:
    said = texts(screen.leave().open("ledger"))
    assert "Rp" not in said and "Waktu masuk habis" in said


@pytest.mark.parametrize("role", [MEMBER, MENTOR, LIAISON])
def test_other_roles_are_sent_back(screen: Screen, ayu: UUID, role: str) -> None:
    said = texts(screen.sit(role, businesses=[ayu]).open("ledger", bagian="simpanan", usaha="A001"))
    assert "Rp" not in said and "Halaman ini untuk peran lain" in said


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_an_empty_book_says_what_to_do(screen: Screen, part: str, language: str) -> None:
    said = texts(screen.sit(TREASURER, language=language).open("ledger", bagian=part))
    assert ("Buku kas masih kosong." if language == "id" else "The cash book is still empty.") in said


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_part_of_a_full_book_opens(screen: Screen, ayu: UUID, campaign: UUID, part: str, language: str) -> None:
    screen.act(contributions.issue, campaign_id=campaign, due_on=date(2026, 12, 1))
    screen.act(cash.receive, into=f"pool:{campaign}", amount=75_000, day=DAY, text="Sponsor", key="s")
    screen.act(cash.count, place="cash", amount=1_000, day=DAY)
    said = texts(screen.sit(TREASURER, language=language).open("ledger", bagian=part))
    assert "Rp1.325.000" in said, "what there is stands first on each part"


# -- money in and out --------------------------------------------------------------------------------------------------


def test_the_first_screen_says_what_there_is_and_whose_it_is(screen: Screen, ayu: UUID) -> None:
    said = texts(screen.open("ledger"))
    assert "Uang kita Rp1.250.000: Rp1.000.000 tunai, Rp250.000 di bank." in said
    assert "Rp250.000 simpanan anggota" in said and "Rp1.000.000 milik asosiasi sendiri" in said


def test_money_in_is_booked_and_said_in_words(screen: Screen, ayu: UUID) -> None:
    test = press(screen.sit(TREASURER).open("ledger"), "Catat uang masuk")
    test = fill(test, "ledger_in", into="fund:education", amount="150.000", text="Sumbangan *besar*", place="bank")
    assert "Tersimpan: Rp150.000 (seratus lima puluh ribu rupiah)." in texts(test)
    assert balance(screen, "fund:education") == 150_000 and balance(screen, "bank") == 400_000
    assert notes(screen)[-1].entered_by == screen.account


def test_a_form_that_is_not_filled_in_books_nothing(screen: Screen, ayu: UUID) -> None:
    test = press(screen.sit(TREASURER).open("ledger"), "Catat uang masuk")
    test = fill(test, "ledger_in", into="fund:education", amount="banyak", text="")
    said = texts(test)
    assert "Tulis jumlah uang dengan angka saja" in said and "Isi bagian ini." in said
    assert len(notes(screen)) == 2


def test_more_than_there_is_cannot_be_paid(screen: Screen, ayu: UUID) -> None:
    test = press(screen.sit(TREASURER).open("ledger"), "Catat uang keluar")
    test = fill(test, "ledger_out", out_of="expense:meeting", amount="1.000.001", text="Konsumsi")
    assert "Menurut buku kas, di sana hanya ada Rp1.000.000" in texts(test)
    test = fill(test, "ledger_out", out_of="expense:meeting", amount="95.000", text="Konsumsi")
    assert balance(screen, "cash") == 905_000, "the form was still there with what was typed"


def test_an_empty_book_begins_with_the_opening_balance(screen: Screen) -> None:
    test = press(screen.sit(TREASURER).open("ledger"), "Catat uang masuk")
    fill(test, "ledger_in", amount="2.000.000", text="Saldo awal")
    assert balance(screen, "equity:opening") == 2_000_000


def test_cash_is_carried_to_the_bank(screen: Screen, ayu: UUID) -> None:
    fill(press(screen.open("ledger"), "Setor atau ambil di bank"), "ledger_carry", amount="400.000")
    assert (balance(screen, "cash"), balance(screen, "bank")) == (600_000, 650_000)


def test_a_fund_gives_to_another_once_a_decision_passed(screen: Screen, ayu: UUID) -> None:
    screen.act(cash.receive, into="fund:reserve", amount=500_000, day=DAY, text="x", key="f")
    assert "Pindahkan antar dana" not in [button.label for button in screen.open("ledger", bagian="dana").button]
    decision = passed(screen, "Untuk banjir")
    test = press(screen.open("ledger", bagian="dana"), "Pindahkan antar dana")
    fill(test, "ledger_move", decision_id=decision, out_of="fund:reserve", into="fund:solidarity", amount="200.000", text="Bantuan banjir")
    assert (balance(screen, "fund:reserve"), balance(screen, "fund:solidarity")) == (300_000, 200_000)


# -- notes -------------------------------------------------------------------------------------------------------------


def test_a_note_is_opened_and_cancelled_with_a_reason(screen: Screen, ayu: UUID) -> None:
    listed = screen.sit(TREASURER).open("ledger", waktu="semua")
    labels = [button.label for button in listed.button]
    assert "**No. 2** Setoran simpanan" in labels and "**No. 1** Saldo awal" in labels
    opened = screen.open("ledger", no="2")
    assert "Catatan no. 2: Setoran simpanan" in texts(opened) and "titip" in texts(opened)
    test = press(opened, "Batalkan catatan ini")
    test = fill(test, "cancel_note_2", why="salah orang")
    assert "Catatan no. 2 dibatalkan" in texts(test)
    assert balance(screen, "bank") == 0
    again = screen.open("ledger", no="2")
    assert "Dibatalkan oleh catatan no. 3" in texts(again) and "Batalkan catatan ini" not in [button.label for button in again.button]


def test_notes_of_shares_are_not_cancelled_here(screen: Screen, ayu: UUID) -> None:
    paid = [("cash", -5), (f"payable:{ayu}", 5)]
    screen.act(ledger.post, key="d", day=DAY, kind="payment", about="share", about_id=uuid7(), postings=paid)
    opened = screen.sit(TREASURER).open("ledger", no="3")
    assert "Betulkan di sana" in texts(opened) and "Batalkan catatan ini" not in [button.label for button in opened.button]


def test_who_has_a_loan_stands_nowhere_in_the_cash_book(screen: Screen, ayu: UUID) -> None:
    borrower = screen.act(register.add_business, name="Anyaman Rahasia", code="A009", since=date(2026, 1, 1))
    given = [(f"loan:{borrower}", 9_000), ("cash", -9_000)]
    screen.act(ledger.post, key="l", day=DAY, kind="loan", about="aid", about_id=uuid7(), postings=given)
    screen.sit(TREASURER)
    for query in ({"bagian": "catatan"}, {"no": "3"}, {"bagian": "dana"}, {"bagian": "cek"}):
        assert "Anyaman Rahasia" not in texts(screen.open("ledger", **query)), query
    assert "Pinjaman dari dana sosial" not in texts(screen.open("ledger", bagian="simpanan", usaha="A009"))


@pytest.mark.parametrize("number", ["99", "abc", "9999999999999999999999"])
def test_a_number_that_no_note_has_is_said(screen: Screen, ayu: UUID, number: str) -> None:
    assert f"Catatan no. {number} tidak ditemukan" in texts(screen.open("ledger", no=number))


# -- savings -----------------------------------------------------------------------------------------------------------


def test_savings_of_one_member_are_shown_brought_and_taken_out(screen: Screen, ayu: UUID) -> None:
    test = screen.sit(TREASURER).open("ledger", bagian="simpanan", usaha="A001")
    assert "Simpanan Batik Ayu Rp250.000." in texts(test)
    test = fill(press(test, "Catat simpanan masuk"), "ledger_deposit", amount="20.000")
    assert "Tersimpan: Rp20.000" in texts(test)
    test = fill(press(test, "Catat ambil simpanan"), "ledger_withdraw", amount="300.000", place="bank")
    assert "hanya Rp250.000 dari simpanan ini" in texts(test)
    fill(test, "ledger_withdraw", amount="50.000", place="bank")
    found = {row.code: row.balance for row in screen.ask(reports.balances).values() if row.kind == "savings"}
    assert found == {f"savings:mandatory:{ayu}": 20_000, f"savings:voluntary:{ayu}": 200_000}


def test_all_members_stand_in_one_table_with_what_is_still_to_come(screen: Screen, ayu: UUID) -> None:
    screen.act(parameters.start_with, key="savings_principal", value=100_000, since=date(2026, 1, 1))
    said = texts(screen.open("ledger", bagian="simpanan"))
    assert "Simpanan yang belum disetor Rp200.000, dari 2 anggota." in said
    assert "Kopi Budi" in said


# -- contributions -----------------------------------------------------------------------------------------------------


def test_a_campaign_is_invoiced_and_paid(screen: Screen, campaign: UUID) -> None:
    test = press(screen.sit(TREASURER).open("ledger", bagian="iuran"), "Tagih iuran Harbolnas *11.11*")
    said = texts(test)
    assert "3% dari penghasilan 11–12 November 2026: Rp27.000 dari 1 anggota." in said
    assert "biaya dihitung 10% dari penjualan" in said and "2 pesanan belum cocok" in said
    test = fill(test, "ledger_issue_H1111", due_on="30 November 2026")
    assert "1 iuran sudah ditagih." in texts(test)
    (row,) = screen.ask(invoices.listing)
    assert (row.amount, row.due_on, row.left) == (27_000, date(2026, 11, 30), 27_000)
    test = press(screen.open("ledger", bagian="iuran"), "Catat pembayaran")
    test = fill(test, f"pay_invoice_{row.number}", amount="20.000")
    assert screen.ask(invoices.listing)[0].left == 7_000
    letter = next(area.value for area in test.text_area if area.key == f"remind_invoice_{row.number}_text")
    assert letter.startswith("Ibu Sari, iuran Harbolnas *11.11* sebesar Rp7.000 belum masuk.") and letter.endswith("Wati, bendahara")


def test_a_decided_sum_is_asked_of_every_active_member(screen: Screen, ayu: UUID) -> None:
    decision = passed(screen, "Iuran gedung")
    test = press(screen.sit(TREASURER).open("ledger", bagian="iuran"), "Iuran sama untuk semua")
    test = fill(test, "ledger_issue_sum", decision_id=decision, amount="25.000")
    assert "2 iuran sudah ditagih." in texts(test)
    assert {row.amount for row in screen.ask(invoices.listing)} == {25_000}


# -- checking and handing out ------------------------------------------------------------------------------------------


def test_a_count_that_differs_is_said_and_books_nothing(screen: Screen, ayu: UUID) -> None:
    test = press(screen.sit(TREASURER).open("ledger", bagian="cek"), "Hitung uang")
    test = fill(test, "ledger_count", amount="990.000")
    said = texts(test)
    assert "Selisih Rp10.000" in said and "Semua 2 catatan seimbang" in said
    assert balance(screen, "cash") == 1_000_000


@pytest.mark.parametrize(("label", "name"), [("File Excel (XLSX)", ".xlsx"), ("Teks beancount", ".beancount")])
def test_the_book_is_handed_out(screen: Screen, ayu: UUID, label: str, name: str) -> None:
    test = press(screen.sit(TREASURER).open("ledger", bagian="cek"), label)
    assert f"buku-kas-2026-11-21{name}" in str([element.proto for element in test.main])
