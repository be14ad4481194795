"""Bring in files: a person chooses files, sees what each means, and brings them in with one button."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from cblp.catalogue.models import ListingProduct, Shop
from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.demo import samples
from cblp.intake import mappings, pulls, reports
from cblp.sales.models import OrderLine
from tests.intake.making import business, product, shop
from tests.pages.conftest import Screen, press, texts

FILES = {(sample.source, sample.name): sample.content for sample in samples.samples()}
ORDERS = FILES["shopee", "Order.all.20260701_20260731.xlsx"]
SHARED = FILES["tokopedia_tiktok", "Semua pesanan-2026-08-01-08_00.csv"]
YEARLESS = FILES["tiktok", "Overview.csv"]
OWN = FILES["handmade", "catatan jualan.csv"]


def upload(test: AppTest, *files: tuple[str, bytes]) -> AppTest:
    for name, content in files:
        test.file_uploader[0].upload(name, content)
    return test.run()


def waiting(screen: Screen) -> list[tuple[reports.Filed, dict[str, UUID]]]:
    found: list[tuple[reports.Filed, dict[str, UUID]]] = screen.ask(reports.waiting)
    return found


def lines(session: Session, actor: Actor) -> int:
    current = select(func.count()).where(OrderLine.association_id == actor.association, OrderLine.is_current)
    return session.scalar(current) or 0


def matched(session: Session, actor: Actor) -> int:
    return session.scalar(select(func.count()).where(ListingProduct.association_id == actor.association)) or 0


def shops(session: Session, actor: Actor) -> list[tuple[str, str]]:
    return [tuple(row) for row in session.execute(select(Shop.marketplace, Shop.handle).order_by(Shop.marketplace))]


def labels(test: AppTest) -> Sequence[str]:
    return [button.label for button in test.button]


def test_who_may_not_come_in(screen: Screen) -> None:
    for role in (TREASURER, MEMBER, MENTOR, LIAISON):
        assert "peran lain" in texts(screen.sit(role).open("import_files"))
    assert not screen.leave().open("import_files").file_uploader


@pytest.mark.parametrize(("language", "said"), [("id", "Pilih file"), ("en", "Choose files")])
def test_an_empty_association_is_told_how_to_begin(screen: Screen, language: str, said: str) -> None:
    test = screen.sit(language=language).open("import_files")
    assert said in texts(test)
    assert [uploader.label for uploader in test.file_uploader] == [said]


def test_files_are_checked_then_brought_in_with_one_button_and_taken_out_again(screen: Screen) -> None:
    owner = business(screen.app, screen.system)
    place = shop(screen.app, screen.system, "shopee", "batikkito", owner)
    product(screen.app, screen.system, owner, "KOP-01")
    test = upload(screen.open("import_files"), ("Order.all.xlsx", ORDERS))
    (filed, chosen), = waiting(screen)
    assert chosen == {"shopee": place}
    assert screen.ask(lines) == 0, "nothing counts before the yes"
    assert [metric.value for metric in test.metric] == [str(filed.rows), "0", "0", "0"]
    assert [box.label for box in test.checkbox] == [r"KOP\-01 · Kopi Liberika Tungkal Bubuk 250 g → Batik Tulis"]

    test = press(test, "Masukkan 1 file")
    said = texts(test)
    assert '"batikkito", 1–13 Juli 2026, sudah masuk.' in said
    assert f"{filed.rows} baris: {filed.rows} baru, 0 berubah, 0 sudah ada, 0 perlu dicek." in said
    assert screen.ask(lines) == filed.rows
    assert screen.ask(matched) == 1
    assert waiting(screen) == []

    test = press(test, "Batalkan file ini")
    assert f'Batalkan file "Order\\.all\\.xlsx"? {filed.rows} baris' in texts(test)
    test.text_input(key=f"why_{filed.batch_id}").input("salah toko")
    test.button(key=f"undo_yes_{filed.batch_id}").click().run()
    assert "sudah dibatalkan" in texts(test)
    assert screen.ask(lines) == 0
    kept = screen.ask(reports.one, batch_id=filed.batch_id).filed
    assert (kept.status, kept.reverted_reason, kept.reverted_by) == ("reverted", "salah toko", "Wati")


def test_a_product_whose_tick_is_taken_away_stays_unmatched(screen: Screen) -> None:
    owner = business(screen.app, screen.system)
    shop(screen.app, screen.system, "shopee", "batikkito", owner)
    product(screen.app, screen.system, owner, "KOP-01")
    test = upload(screen.open("import_files"), ("Order.all.xlsx", ORDERS))
    test.checkbox[0].uncheck().run()
    press(test, "Masukkan 1 file")
    assert screen.ask(lines) > 0
    assert screen.ask(matched) == 0


def test_what_was_checked_survives_a_new_tab(screen: Screen) -> None:
    shop(screen.app, screen.system, "shopee", "batikkito")
    upload(screen.open("import_files"), ("Order.all.xlsx", ORDERS))
    test = screen.open("import_files")
    assert "Menunggu dimasukkan" in texts(test)
    press(test, "Masukkan 1 file")
    assert waiting(screen) == []
    assert screen.ask(lines) > 0


def test_a_refused_file_stops_no_other(screen: Screen) -> None:
    shop(screen.app, screen.system, "shopee", "batikkito")
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    test = upload(screen.open("import_files"), ("foto.png", picture), ("Order.all.xlsx", ORDERS), ("kosong.csv", b""))
    assert [filed.name for filed, _ in waiting(screen)] == ["Order.all.xlsx"]
    said = texts(test)
    assert r"File foto\.png bukan tabel" in said
    assert r"File kosong\.csv kosong" in said
    test = press(press(test, "Tutup"), "Tutup")
    assert "foto" not in texts(test)


def test_the_very_same_file_is_known(screen: Screen) -> None:
    shop(screen.app, screen.system, "shopee", "batikkito")
    press(upload(screen.open("import_files"), ("Order.all.xlsx", ORDERS)), "Masukkan 1 file")
    test = upload(screen.open("import_files"), ("salinan.xlsx", ORDERS))
    assert "Wati" in texts(test)
    assert waiting(screen) == []


def test_a_shop_is_chosen_and_a_new_one_made_on_the_spot(screen: Screen) -> None:
    owner = business(screen.app, screen.system)
    shop(screen.app, screen.system, "shopee", "satu", owner)
    shop(screen.app, screen.system, "shopee", "dua", owner)
    test = upload(screen.open("import_files"), ("Order.all.xlsx", ORDERS))
    (filed, chosen), = waiting(screen)
    assert chosen == {}, "nothing speaks for either shop"
    assert "Masukkan 1 file" not in labels(test)
    test.radio[0].set_value("new").run()
    test.text_input[0].input("tiga")
    test = press(test, "Simpan toko")
    assert "Pilih juga tempat jualan dan pemilik toko." in texts(test)
    test.selectbox[0].select("association")
    test = press(test, "Simpan toko")
    assert ("shopee", "tiga") in screen.ask(shops)
    (_, chosen), = waiting(screen)
    assert chosen.keys() == {"shopee"}
    press(test, "Masukkan 1 file")
    assert screen.ask(reports.one, batch_id=filed.batch_id).filed.shops == (("shopee", "tiga"),)


def test_a_file_of_two_marketplaces_asks_twice_and_makes_the_twin(screen: Screen) -> None:
    shop(screen.app, screen.system, "tiktok_shop", "batikkito")
    test = upload(screen.open("import_files"), ("Semua pesanan.csv", SHARED))
    assert "Belum ada toko di Tokopedia." in texts(test)
    test = press(test, "Toko yang sama: batikkito di Tokopedia")
    assert screen.ask(shops) == [("tiktok_shop", "batikkito"), ("tokopedia", "batikkito")]
    press(test, "Masukkan 1 file")
    assert waiting(screen) == []


def test_orders_of_another_shop_are_refused_with_both_names(screen: Screen) -> None:
    first = shop(screen.app, screen.system, "shopee", "satu")
    press(upload(screen.open("import_files"), ("Juli.xlsx", ORDERS)), "Masukkan 1 file")
    other = shop(screen.app, screen.system, "shopee", "dua")
    early = FILES["shopee", "Order.all.20260701_20260714.xlsx"]
    test = upload(screen.open("import_files"), ("awal.xlsx", early))
    (_, chosen), = waiting(screen)
    assert chosen == {"shopee": first}
    assert "nomor dari file ini sudah ada di toko ini" in "".join(test.radio[0].proto.captions)
    test.radio[0].set_value(other).run()
    assert {"satu", "dua"} <= set(test.error[0].value.replace(",", " ").replace(".", " ").split())
    assert "Masukkan 1 file" not in labels(test)


def test_a_file_without_years_asks_with_a_proposal(screen: Screen) -> None:
    shop(screen.app, screen.system, "tiktok", "batikkito")
    test = upload(screen.open("import_files"), ("Overview.csv", YEARLESS))
    assert test.radio[0].options == ["2026", "2025", "2024"]
    test.radio[0].set_value(2025)
    test = press(test, "Baca file")
    (filed, _), = waiting(screen)
    assert filed.period is not None
    assert filed.period[1].year == 2025
    assert "tahun" not in texts(test)


def test_columns_are_matched_once_and_known_the_next_time(screen: Screen) -> None:
    place = shop(screen.app, screen.system, "bazaar", "pasar minggu")
    test = upload(screen.open("import_files"), ("catatan jualan.csv", OWN))
    assert "Cocokkan kolom" in [expander.label for expander in test.expander]
    assert {box.label: box.value for box in test.selectbox}["Tanggal"] == "Tgl"
    assert "Kain Batik" not in texts(test), "no cell is shown"
    test = press(test, "Cek file")
    assert "Pilih dulu toko" in texts(test)
    test.radio[0].set_value(place).run()
    test = press(test, "Cek file")
    assert [one.shop_id for one in screen.ask(mappings.saved)] == [place]
    (filed, chosen), = waiting(screen)
    assert chosen == {"bazaar": place}
    press(test, "Masukkan 1 file")
    assert screen.ask(lines) == filed.new

    upload(screen.open("import_files"), ("lagi.csv", OWN.replace(b"01/07/2026", b"02/07/2026")))
    assert [(filed.name, chosen) for filed, chosen in waiting(screen)] == [("lagi.csv", {"bazaar": place})]


def test_a_file_can_be_left(screen: Screen) -> None:
    shop(screen.app, screen.system, "shopee", "batikkito")
    test = press(upload(screen.open("import_files"), ("Order.all.xlsx", ORDERS)), "Lewati file ini")
    assert waiting(screen) == []
    assert "Menunggu dimasukkan" not in texts(test)


def test_rows_to_check_are_listed_and_the_counts_add_up(screen: Screen) -> None:
    shop(screen.app, screen.system, "tiktok_shop", "batikkito")
    shop(screen.app, screen.system, "tokopedia", "batikkito")
    test = upload(screen.open("import_files"), ("Semua pesanan.csv", SHARED.replace(b"Selesai", b"Melayang", 1)))
    (filed, _), = waiting(screen)
    assert filed.rejected == 1
    assert filed.new + filed.changed + filed.known + filed.rejected == filed.rows
    assert [metric.value for metric in test.metric][-1] == "1"
    assert "1 perlu dicek" in [expander.label for expander in test.expander]
    assert "Melayang" in texts(test)


def test_links_are_added_listed_and_removed(screen: Screen) -> None:
    place = shop(screen.app, screen.system, "shopee", "batikkito")
    test = screen.open("import_files")
    link = next(field for field in test.text_input if field.label == "Link")
    link.input("https://docs.google.com/spreadsheets/d/abc/edit")
    test = press(test, "Simpan link")
    assert "Pilih juga toko dari link ini." in texts(test)
    next(box for box in test.selectbox if box.label == "Toko").select(place)
    test = press(test, "Simpan link")
    assert [address.shop_id for address in screen.ask(pulls.addresses)] == [place]
    assert "belum pernah diambil" in texts(test)
    press(test, "Hapus link")
    assert screen.ask(pulls.addresses) == []
