"""Penjualan: the filters and their address, the figures and what they are compared with, the way down to the orders, files."""

from __future__ import annotations

import functools
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from cblp.people.services import tickets
from cblp.ui import menu
from tests.pages import market
from tests.pages.conftest import Screen, texts
from tests.pages.market import CANARY, build, choose, tables
from tests.sales.build import World

NOVEMBER = {"dari": "2026-11-01", "sampai": "2026-11-21"}


def test_signed_out_and_other_roles_see_nothing(screen: Screen) -> None:
    build(screen, market.market)
    assert "Halaman ini untuk peran lain" in texts(screen.sit("mentor").open("sales"))
    gone = screen.leave().open("sales")
    assert "Waktu masuk habis" in texts(gone)
    assert "Rp" not in texts(gone) + tables(gone)


@pytest.mark.parametrize(("language", "word"), [
    ("id", "Belum ada penjualan 1 sampai 21 November."), ("en", "No sales yet for 1 to 21 November."),
])
def test_an_empty_association_is_told_what_will_stand_here(screen: Screen, language: str, word: str) -> None:
    page = screen.sit(language=language).open("sales")
    assert page.subheader[0].value == word
    assert not page.get("plotly_chart")


def test_the_sentence_its_trust_and_four_figures(screen: Screen) -> None:
    build(screen, market.market)
    page = screen.open("sales")
    assert page.subheader[0].value == "Penjualan 1 sampai 21 November Rp1,5 juta, naik 50% dari 1 sampai 21 Oktober."
    assert page.caption[0].value == (
        "Baru 1 dari 2 toko ada filenya. Data terakhir: 20 Nov 2026. Belum dipotong biaya. Rp300.000 di antaranya dicatat sendiri."
    )
    assert [(m.label, m.value) for m in page.metric] == [
        ("Penjualan", "Rp1,5 juta"), ("Pesanan", "3"), ("Biaya yang diketahui", "Rp90.000"), ("Pesanan batal", "25%"),
    ]
    assert "Biaya diketahui untuk 2 dari 3 pesanan · Penghasilan belum diketahui" in texts(page)


def test_income_is_shown_once_every_fee_is_known(screen: Screen) -> None:
    build(screen, market.market)
    page = screen.open("sales", **NOVEMBER, marketplace="shopee")
    assert ("Penghasilan", "Rp800.000") in [(m.label, m.value) for m in page.metric]


def test_the_address_chooses_days_marketplaces_and_members(screen: Screen) -> None:
    build(screen, market.market)
    page = screen.open("sales", dari="2026-10-01", sampai="2026-10-31", marketplace="shopee,none-such", anggota="sari,x9", menurut="produk")
    assert page.subheader[0].value.startswith("Penjualan Oktober Rp8 juta")
    assert page.multiselect(key="sales_marketplace").value == ["shopee"]
    assert page.multiselect(key="sales_anggota").value == ["sari"]
    assert page.segmented_control(key="sales_menurut").value == "produk"
    assert "Keripik Pisang" in tables(page)


@pytest.mark.parametrize("days", [
    {"dari": "kemarin"}, {"dari": "2026-11-30", "sampai": "2026-11-01"}, {"dari": "0001-01-01", "sampai": "9999-12-31"},
])
def test_an_address_that_means_nothing_speaks_of_this_month(screen: Screen, days: dict[str, str]) -> None:
    build(screen, market.market)
    assert screen.open("sales", **days).subheader[0].value.startswith("Penjualan 1 sampai 21 November")


def test_what_is_chosen_stands_in_the_address_and_survives_another_page(screen: Screen) -> None:
    build(screen, market.market, market.social)
    page = screen.open("sales")
    page = choose(page, "sales_period", "last")
    page = page.multiselect(key="sales_anggota").set_value(["sari"]).run()
    page = choose(page, "sales_menurut", "anggota")
    assert dict(page.query_params) == {"dari": "2026-10-01", "sampai": "2026-10-31", "anggota": "sari", "menurut": "anggota"}
    page = page.switch_page(menu.BY_ID["reach"].file).run()
    assert page.subheader[0].value.startswith("Postingan Oktober")
    assert page.multiselect(key="reach_anggota").value == ["sari"]
    page = page.switch_page(menu.BY_ID["sales"].file).run()
    assert page.subheader[0].value.startswith("Penjualan Oktober")
    assert page.segmented_control(key="sales_menurut").value == "anggota"


def test_other_months_are_chosen_from_lists(screen: Screen) -> None:
    build(screen, market.market)
    page = choose(screen.open("sales"), "sales_period", "other")
    page = page.selectbox(key="sales_first").set_value(market.oct_(1)).run()
    assert page.subheader[0].value.startswith("Penjualan 1 Oktober sampai 21 November Rp9,5 juta")
    page = page.selectbox(key="sales_last").set_value(market.oct_(31)).run()
    assert page.subheader[0].value.startswith("Penjualan Oktober Rp8 juta")


def test_what_makes_a_comparison_unfair_is_said(screen: Screen) -> None:
    def march(w: World) -> None:
        w.shop("toko", "shopee", None)
        w.listing("barang", "toko")
        w.line("F1", "barang", date(2026, 2, 10))
        w.line("M1", "barang", date(2026, 3, 10))
        w.daily()

    build(screen, march)
    page = screen.open("sales", dari="2026-03-01", sampai="2026-03-31")
    assert "Lebaran hanya ada di 1 sampai 31 Maret 2026. Perbandingan ini kurang pas." in texts(page)
    assert "Penjualan baru diketahui sejak 10 Feb 2026." in texts(page)


def test_what_is_hardly_known_is_not_compared_with(screen: Screen) -> None:
    def march(w: World) -> None:
        w.shop("toko", "shopee", None)
        w.listing("barang", "toko")
        w.line("F1", "barang", date(2026, 2, 25))
        w.line("M1", "barang", date(2026, 3, 10))
        w.daily()

    build(screen, march)
    page = screen.open("sales", dari="2026-03-01", sampai="2026-03-31")
    assert page.subheader[0].value == "Penjualan Maret Rp10.000."
    assert "Penjualan baru diketahui sejak 25 Feb 2026. Belum bisa dibandingkan dengan 1 sampai 28 Februari 2026." in texts(page)


def test_groups_count_what_was_typed_apart(screen: Screen) -> None:
    build(screen, market.market)
    page = choose(screen.open("sales"), "sales_menurut", "produk")
    rows = tables(page)
    assert "Keripik Pisang" in rows
    assert "Dicatat sendiri" in rows
    assert "Rp300.000" in rows


def test_a_group_opens_its_orders_and_what_was_typed(screen: Screen) -> None:
    build(screen, market.market)
    page = choose(screen.open("sales"), "sales_menurut", "anggota")
    assert "S1" not in tables(page)
    sari = page.selectbox(key="sales_drill_business_box")
    assert sari.options == ["Keripik *Sari*", "Rempeyek Ilham"]
    page = sari.select("Keripik *Sari*").run()
    rows = tables(page)
    assert all(part in rows for part in ("S1", "S2", "Selesai", "WhatsApp"))
    assert "T1" not in rows
    assert "S3" not in rows  # cancelled orders are in no figure


def test_a_day_opens_its_orders(screen: Screen) -> None:
    build(screen, market.market)
    page = screen.open("sales")
    days = page.selectbox(key="sales_time_day_box")
    assert days.options == ["Rabu, 11 November 2026", "Kamis, 12 November 2026", "Jumat, 13 November 2026", "Minggu, 15 November 2026"]
    page = days.select_index(2).run()
    assert "T1" in tables(page)
    assert "S1" not in tables(page)


@pytest.mark.parametrize(("part", "words"), [
    ("laku", ["Keripik Pisang", "Paling naik"]), ("biaya", ["Biaya diketahui untuk 2 dari 3 pesanan: Rp90.000.", "Rp800.000"]),
    ("jam", ["Kapan orang pesan"]), ("dicatat", ["Rp300.000 dicatat sendiri: WhatsApp Rp300.000."]),
])
def test_only_the_chosen_part_is_built(screen: Screen, part: str, words: list[str]) -> None:
    build(screen, market.market)
    page = screen.open("sales", **NOVEMBER, rinci=part)
    shown = texts(page) + tables(page)
    assert all(word in shown for word in words)
    assert len(page.get("plotly_chart")) <= 3


@pytest.mark.parametrize("against", ["sebelumnya", "tahun-lalu", "hari-sama", "marketplace"])
def test_each_comparison_can_be_drawn(screen: Screen, against: str) -> None:
    build(screen, market.market)
    page = screen.open("sales", **NOVEMBER, banding=against)
    assert page.segmented_control(key="sales_banding").value == against
    assert len(page.get("plotly_chart")) == 2


def test_a_table_goes_out_as_a_file_for_this_session(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    build(screen, market.market)
    issued: list[str] = []
    issue = tickets.issue

    @functools.wraps(issue)
    def watched(*args: Any, **kwargs: Any) -> str:
        issued.append(issue(*args, **kwargs))
        return issued[-1]

    monkeypatch.setattr(tickets, "issue", watched)
    page = screen.open("sales", **NOVEMBER, menurut="anggota")
    page.button(key="sales_groups_business_xlsx").click().run()
    page.button(key="sales_groups_business_csv").click().run()
    book, plain = (screen.app.read(screen.actor, tickets.open_ticket, ticket=ticket) for ticket in issued)
    assert (book.filename, plain.filename) == ("penjualan-anggota.xlsx", "penjualan-anggota.csv")
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert "Baru 1 dari 2 toko ada filenya." in rows[1][0]
    assert rows[3] == ["Anggota", "Penjualan", "Bagian", "Pesanan", "Terjual"]
    assert rows[4][:2] == ["Keripik *Sari*", 1_200_000]
    assert plain.content.decode("utf-8-sig").splitlines()[2].startswith("Rempeyek Ilham,300000,0.2,1,1")


def test_nothing_of_another_association_is_shown(screen: Screen) -> None:
    build(screen, market.market)
    for part, by in (("laku", "marketplace"), ("biaya", "anggota"), ("jam", "produk"), ("dicatat", "daerah")):
        page = screen.open("sales", **NOVEMBER, rinci=part, menurut=by)
        assert CANARY not in texts(page) + tables(page)
