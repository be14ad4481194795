"""Produk & toko: who may see it, each part, and what each button leaves in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from cblp import routine
from cblp.catalogue import reports
from cblp.catalogue.services import listings, products, shops
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.people.services import register
from tests.conftest import NOW
from tests.pages.conftest import Screen, press, texts
from tests.pages.test_members import pick, type_in

TODAY = date(2026, 11, 21)
PARTS = ("dijual-di-mana", "kurang", "belum-dikenali", "produk", "toko")


@dataclass
class Stall:
    """A member with one product, two shops, and a listing that nobody knows."""

    business: UUID
    product: UUID
    shopee: UUID
    lazada: UUID
    known: UUID
    unknown: UUID


@pytest.fixture
def stall(screen: Screen) -> Stall:
    """Keripik Budi sells its crisps on Shopee, dearer than at home, and has a shop on Lazada."""
    act = screen.act
    business = act(register.add_business, name="Keripik Budi", since=date(2025, 1, 1), details={"sector": "food"}, now=NOW)
    product = act(products.add_product, business_id=business, name="Keripik Singkong 250 g", sku="KS-250", now=NOW,
                  details={"category": "food", "price": 20_000, "stock": 0})
    shopee = act(shops.add_shop, marketplace="shopee", handle="keripikbudi", business_id=business, now=NOW)
    lazada = act(shops.add_shop, marketplace="lazada", handle="budi-keripik", business_id=business, now=NOW)
    known = act(listings.add_listing, shop_id=shopee, sku="S1", title="Keripik", price=25_000, stock=4, product_id=product,
                url="https://shopee.co.id/keripik", today=TODAY, now=NOW)
    unknown = act(listings.add_listing, shop_id=lazada, sku="L9", title="Keripik Singkong 250 g asli", price=20_000,
                  today=TODAY, now=NOW)
    return Stall(business, product, shopee, lazada, known, unknown)


def row(screen: Screen, stall: Stall) -> reports.ProductRow:
    card: reports.ProductCard = screen.ask(reports.product, product_id=stall.product, today=TODAY)
    return card.row


def listing(screen: Screen, listing_id: UUID) -> reports.ListingRow:
    found: reports.ListingRow = screen.ask(reports.listing, listing_id=listing_id, today=TODAY)
    return found


def html(test: AppTest) -> str:
    return "".join(element.proto.body for element in test.get("html"))


def click(test: AppTest, key: str) -> AppTest:
    return next(button for button in test.button if str(button.key) == key).click().run()


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()


# -- who may see it ----------------------------------------------------------------------------------------------------


def test_nobody_signed_in_sees_nothing(screen: Screen, stall: Stall) -> None:
    assert "Keripik" not in texts(screen.leave().open("catalogue"))


@pytest.mark.parametrize("role", [MEMBER, MENTOR, LIAISON])
def test_other_roles_are_sent_back(screen: Screen, stall: Stall, role: str) -> None:
    test = screen.sit(role, businesses=[stall.business]).open("catalogue", produk=str(stall.product))
    assert "Halaman ini untuk peran lain" in texts(test)
    assert "Keripik" not in texts(test)


def test_the_treasurer_reads_and_changes_nothing(screen: Screen, stall: Stall) -> None:
    changing = {"Tambah produk", "Tambah toko", "Ubah", "Cocokkan", "Ubah stok", "Kirim foto", "Tidak dijual lagi", "Cek 1 link"}
    screen.sit(TREASURER)
    for query in (*({"bagian": part} for part in PARTS), {"produk": str(stall.product)}):
        test = screen.open("catalogue", **query)
        assert not test.exception
        assert not changing & {button.label for button in test.button}, query


def test_every_part_speaks_english(screen: Screen, stall: Stall) -> None:
    screen.sit(COORDINATOR, language="en")
    said = [texts(screen.open("catalogue", bagian=part)) + html(screen.open("catalogue", bagian=part)) for part in PARTS]
    known = ("≠ other price", "There is no photo yet", "It is a new product", "Add a product", "Lazada")
    for part, words in zip(said, known, strict=True):
        assert words in part
    assert "1 product in 2 shops and accounts." in said[0]


# -- empty -------------------------------------------------------------------------------------------------------------


def test_an_empty_association_is_led_to_its_first_steps(screen: Screen) -> None:
    said = texts(screen.open("catalogue"))
    assert "Tambah anggota dulu" in said
    assert "Langkah pertama" in said
    assert "2. Tambah toko" in said


def test_the_first_shop_is_added_from_the_empty_page(screen: Screen) -> None:
    screen.act(register.add_business, name="Keripik Budi", since=TODAY, now=NOW)
    test = press(screen.open("catalogue"), "Tambah toko")
    press(type_in(pick(test, "marketplace", "shopee"), handle="@keripikbudi"), "Simpan")
    kept = screen.ask(reports.shops, today=TODAY)
    assert [(shop.place.code, shop.handle, shop.collective) for shop in kept] == [("shopee", "keripikbudi", True)]
    assert "1 toko dan akun" in texts(test)


# -- where it is sold --------------------------------------------------------------------------------------------------


def test_the_matrix_says_each_state_in_words(screen: Screen, stall: Stall) -> None:
    test = screen.open("catalogue")
    table = html(test)
    assert "≠ beda harga" in table
    assert "– belum" in table
    assert "Keripik Budi" in table
    assert "1 produk di 2 toko dan akun. Stok 1 produk habis, 1 produk belum dikenali." in texts(test)


def test_the_filter_by_member_stands_in_the_address(screen: Screen, stall: Stall) -> None:
    screen.act(register.add_business, name="Batik Ayu", since=TODAY, now=NOW)
    test = screen.open("catalogue", usaha="A002")
    assert "Belum ada produk." in texts(test)
    test.selectbox(key="catalogue_member").set_value("A001").run()
    assert "Keripik Singkong 250 g" in html(test)
    assert "A001" in test.query_params["usaha"]


def test_links_are_checked_with_progress_and_a_result(screen: Screen, stall: Stall, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def check(app: Any, actor: Any, *, progress: Any) -> dict[str, int]:
        progress(1, 1)
        asked.append(actor.role)
        return {"alive": 0, "dead": 1, "unknown": 0}

    monkeypatch.setattr(routine, "check_links", check)
    test = press(screen.open("catalogue"), "Cek 1 link")
    assert asked == [COORDINATOR]
    assert "0 link bisa dibuka, 1 tidak bisa dibuka, 0 belum jelas." in texts(test)


# -- what is missing ---------------------------------------------------------------------------------------------------


def test_each_missing_point_has_a_sentence_and_its_button(screen: Screen, stall: Stall) -> None:
    test = screen.open("catalogue", bagian="kurang")
    said = texts(test)
    for sentence in ("Foto belum ada", "Deskripsi terlalu pendek", "Stok habis.", "Makanan perlu izin", "Hashtag belum ada"):
        assert sentence in said
    press(test, "Ubah stok")
    press(type_in(test, stock="12"), "Simpan")
    assert row(screen, stall).stock == 12
    assert "Stok habis." not in texts(test)
    press(type_in(press(test, "Tambah hashtag"), hashtags="#keripikjambi"), "Simpan")
    assert "hashtag" not in row(screen, stall).missing


def test_a_stock_that_somebody_else_changed_is_asked_about(screen: Screen, stall: Stall) -> None:
    test = press(screen.open("catalogue", bagian="kurang"), "Ubah stok")
    screen.app.act(screen.actor, products.edit_product, product_id=stall.product, version=1, changes={"stock": 7}, now=NOW)
    press(type_in(test, stock="12"), "Simpan")
    assert row(screen, stall).stock == 7
    assert "Stok sekarang **7**. Isian Anda **12**." in texts(test)
    press(test, "Pakai 12")
    assert row(screen, stall).stock == 12


def test_a_photo_is_sent_from_the_point(screen: Screen, stall: Stall) -> None:
    test = press(screen.open("catalogue", bagian="kurang"), "Kirim foto")
    test.file_uploader[0].upload("foto.png", b"not a picture").run()
    assert "File ini bukan foto" in texts(test)
    test.file_uploader[0].upload("foto.png", photo()).run()
    assert row(screen, stall).photo_id is not None
    assert "Foto tersimpan." in texts(test)


# -- not known yet -----------------------------------------------------------------------------------------------------


def test_a_proposal_is_matched_by_one_click(screen: Screen, stall: Stall) -> None:
    test = screen.open("catalogue", bagian="belum-dikenali")
    assert "nama mirip" in texts(test)
    assert "Cocokkan 0 produk" in [button.label for button in test.button], "a name alone is never ticked beforehand"
    press(test, "Cocokkan")
    assert listing(screen, stall.unknown).product_id == stall.product
    assert "Semua produk di file sudah dikenali." in texts(test)


def test_what_is_ticked_is_matched_together(screen: Screen, stall: Stall) -> None:
    more = screen.act(listings.add_listing, shop_id=stall.lazada, sku="ks 250", title="Singkong", today=TODAY, now=NOW)
    test = screen.open("catalogue", bagian="belum-dikenali")
    assert "Cocokkan 1 produk" in [button.label for button in test.button], "an equal code is"
    test.toggle(key="tick_all").set_value(True).run()
    press(test, "Cocokkan 2 produk")
    assert listing(screen, stall.unknown).product_id == listing(screen, more).product_id == stall.product


def test_an_unknown_listing_becomes_a_product(screen: Screen, stall: Stall) -> None:
    press(screen.open("catalogue", bagian="belum-dikenali"), "Ini produk baru")
    found = listing(screen, stall.unknown)
    assert found.product == "Keripik Singkong 250 g asli"
    assert found.business_id == stall.business
    assert screen.ask(reports.product, product_id=found.product_id, today=TODAY).row.price == 20_000


# -- products ----------------------------------------------------------------------------------------------------------


def test_a_product_is_added_and_opened(screen: Screen, stall: Stall) -> None:
    test = press(screen.open("catalogue", bagian="produk", usaha="A001"), "Tambah produk")
    press(type_in(test, name="Keripik Pisang", price="25,000", stock="5"), "Simpan")
    assert "Tulis jumlah uang dengan angka saja" in texts(test)
    press(type_in(test, price="25rb"), "Simpan")
    kept = next(one for one in screen.ask(reports.products, today=TODAY) if one.name == "Keripik Pisang")
    assert (kept.price, kept.stock, kept.business_id) == (25_000, 5, stall.business)
    assert str(kept.id) in test.query_params["produk"]


def test_a_price_is_echoed_in_words(screen: Screen, stall: Stall) -> None:
    test = click(screen.open("catalogue", produk=str(stall.product)), f"open_product_{stall.product}")
    press(type_in(test, price="1,5jt"), "Simpan")
    assert row(screen, stall).price == 1_500_000
    assert "satu juta lima ratus ribu rupiah" in texts(test)


def test_a_product_is_retired_and_sold_again(screen: Screen, stall: Stall) -> None:
    test = press(screen.open("catalogue", produk=str(stall.product)), "Tidak dijual lagi")
    assert "Penjualan lama tetap ada." in texts(test)
    assert row(screen, stall).status == "active"
    press(test, "Tidak dijual lagi")
    assert row(screen, stall).status == "retired"
    press(test, "Jual produk ini")
    assert row(screen, stall).status == "active"


def test_the_cost_is_dated_and_what_is_left_is_said(screen: Screen, stall: Stall) -> None:
    test = press(screen.open("catalogue", produk=str(stall.product)), "Catat harga modal")
    press(type_in(test, amount="12.000", since="1 Nov 2026"), "Simpan")
    assert row(screen, stall).cost == 12_000
    assert "Dari harga Rp20.000 tersisa Rp8.000" in texts(test)


def test_the_price_in_a_shop_is_changed(screen: Screen, stall: Stall) -> None:
    test = click(screen.open("catalogue", produk=str(stall.product)), f"open_listing_{stall.known}")
    press(type_in(test, price="21.000", url="shopee"), "Simpan")
    assert "Awalnya https://" in texts(test)
    press(type_in(test, url="https://shopee.co.id/baru"), "Simpan")
    found = listing(screen, stall.known)
    assert (found.price, found.url, found.edited_by) == (21_000, "https://shopee.co.id/baru", "Wati")


def test_a_wrong_match_is_taken_back(screen: Screen, stall: Stall) -> None:
    test = press(screen.open("catalogue", produk=str(stall.product)), "Bukan produk ini")
    press(test, "Bukan produk ini")
    assert listing(screen, stall.known).product_id is None


def test_a_product_is_put_into_a_shop_by_hand(screen: Screen, stall: Stall) -> None:
    test = press(screen.open("catalogue", produk=str(stall.product)), "Tambah ke toko")
    press(pick(test, "shop_id", stall.lazada), "Simpan")
    kept = screen.ask(reports.listings, today=TODAY, product_id=stall.product)
    assert {one.shop_id for one in kept} == {stall.shopee, stall.lazada}


# -- shops -------------------------------------------------------------------------------------------------------------


def test_a_shop_changes_hands_from_a_day_on(screen: Screen, stall: Stall) -> None:
    other = screen.act(register.add_business, name="Batik Ayu", since=TODAY, now=NOW)
    test = click(screen.open("catalogue", bagian="toko"), f"open_shop_{stall.lazada}")
    press(test, "Ganti pemilik")
    press(type_in(pick(test, "business_id", other), since="1 Nov 2026"), "Simpan")
    by_day = [
        next(shop.owner_id for shop in screen.ask(reports.shops, today=day) if shop.id == stall.lazada)
        for day in (date(2026, 10, 31), date(2026, 11, 1))
    ]
    assert by_day == [stall.business, other]


def test_a_shop_is_closed_and_opened_again(screen: Screen, stall: Stall) -> None:
    test = click(screen.open("catalogue", bagian="toko"), f"open_shop_{stall.lazada}")
    press(press(test, "Tutup toko ini"), "Simpan")
    assert stall.lazada not in {shop.id for shop in screen.ask(reports.shops, today=TODAY)}
    assert "tutup sejak 21 Nov 2026" in texts(test)
    press(click(test, f"open_shop_{stall.lazada}"), "Buka toko ini lagi")
    assert stall.lazada in {shop.id for shop in screen.ask(reports.shops, today=TODAY)}


def test_a_shop_keeps_its_name_when_another_has_it(screen: Screen, stall: Stall) -> None:
    screen.act(shops.add_shop, marketplace="lazada", handle="lain", now=NOW)
    test = click(screen.open("catalogue", bagian="toko"), f"open_shop_{stall.lazada}")
    press(type_in(press(test, "Ubah data toko"), handle="lain"), "Simpan")
    assert "Toko lain di Lazada sudah ada." in texts(test)
