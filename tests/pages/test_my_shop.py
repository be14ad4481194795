"""Toko saya: what to do, a price change that survives everything, and a stale save with both values."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from cblp.catalogue import reports as catalogue
from cblp.catalogue.services import listings, products
from cblp.db.actor import COORDINATOR, LIAISON, MENTOR
from cblp.people.services import drafts, licences
from cblp.sales import services as sales
from tests.pages import market
from tests.pages.conftest import Busy, Screen, press, texts
from tests.pages.stall import TODAY, Stall, stall
from tests.sales.build import World


def sit(screen: Screen, language: str = "id") -> Stall:
    made = screen.begin(stall, screen)
    screen.sit("member", language=language, businesses=[made.business])
    return made


def typed(test: AppTest, label: str, text: str) -> AppTest:
    return next(field for field in test.text_input if field.label == label).input(text).run()


def offer(screen: Screen, product: UUID) -> tuple[int | None, int | None]:
    row = screen.ask(catalogue.product, product_id=product, today=TODAY).row
    return row.price, row.stock


def prices(screen: Screen, product: UUID) -> list[int | None]:
    return [row.price for row in screen.ask(catalogue.listings, today=TODAY, product_id=product)]


def change(screen: Screen, product: UUID) -> AppTest:
    test = screen.open("my_shop")
    return test.button(key=f"change_{product}").click().run()


def test_it_is_the_members_page_only(screen: Screen) -> None:
    for role in (COORDINATOR, MENTOR, LIAISON):
        assert "Halaman ini untuk peran lain" in texts(screen.sit(role).open("my_shop"))
    assert "Waktu masuk habis" in texts(screen.leave().open("my_shop"))


@pytest.mark.parametrize(("language", "said"), [("id", "belum dihubungkan ke usaha"), ("en", "not joined to a business")])
def test_without_a_business_there_is_a_friendly_sentence(screen: Screen, language: str, said: str) -> None:
    assert said in texts(screen.sit("member", language=language).open("my_shop"))


def test_it_says_what_to_do_and_what_each_shop_shows(screen: Screen) -> None:
    made = sit(screen)
    screen.act(licences.add_licence, business_id=made.business, kind="pirt", number="206", expires_on=TODAY.replace(day=27))
    said = texts(screen.open("my_shop"))
    assert "Stok **Selendang** habis." in said
    assert "**PIRT** habis 6 hari lagi, tanggal 27 Nov 2026." in said
    assert "**Shopee** Rp45.000, stok 6" in said
    assert "Belum ada penjualan." in said
    assert "WA hari ini belum dicatat" in said


def test_three_things_come_first_and_the_rest_on_demand(screen: Screen) -> None:
    sit(screen)
    test = screen.open("my_shop")
    assert "hashtag" not in texts(test).split("Produk saya")[0].lower()
    test.toggle(key="my_shop_all_tasks").set_value(True).run()
    assert "Hashtag **Selendang** belum ada." in texts(test)
    assert "File November dari Shopee, Tokopedia belum masuk." in texts(test)


def test_sales_are_told_in_words_and_in_both_languages(screen: Screen) -> None:
    made = sit(screen)
    for day, amount in ((5, 300_000), (20, 200_000)):
        screen.act(sales.type_sale, business_id=made.business, marketplace="cash", day=TODAY.replace(day=day), amount=amount)
    screen.act(sales.type_sale, business_id=made.business, marketplace="cash", day=TODAY.replace(month=10, day=9), amount=400_000)
    said = texts(screen.open("my_shop"))
    assert "Penjualan 1 sampai 21 November" in said
    assert "Rp500.000" in said
    assert "Naik 25% dari 1 sampai 21 Oktober." in said
    assert "kurang dari 6 usaha" in said
    screen.sit("member", language="en", businesses=[made.business])
    assert "Up 25% from 1 to 21 October." in texts(screen.open("my_shop"))


def test_a_month_whose_files_are_not_in_yet_is_no_fall(screen: Screen) -> None:
    def october(w: World) -> None:
        market.market(w)
        w.typed("ilham", market.nov(9), 50_000)
        market.filed(w, "ilham.tokopedia", market.oct_(1), market.oct_(31))

    made = market.build(screen, october)
    said = texts(screen.sit("member", businesses=[made["ilham"]]).open("my_shop"))
    assert "Ini baru yang dicatat sendiri. File toko November belum masuk." in said
    assert "dari 1 sampai 21 Oktober" not in said
    said = texts(screen.sit("member", businesses=[made["sari"]]).open("my_shop"))
    assert "dari 1 sampai 21 Oktober." in said and "belum masuk" not in said.split("Penjualan 1 sampai")[1]


def test_another_members_shop_is_never_shown(screen: Screen) -> None:
    sit(screen)
    other = stall(screen, "Kerupuk Mercusuar")
    assert "Mercusuar" not in texts(screen.open("my_shop"))
    assert str(other.product) not in str([button.key for button in screen.open("my_shop").button])


def test_a_price_is_echoed_in_words_and_changed_in_all_shops(screen: Screen) -> None:
    made = sit(screen)
    test = change(screen, made.product)
    typed(test, "Harga baru dalam rupiah", "47,5rb")
    assert "Rp47.500" in texts(test)
    assert "empat puluh tujuh ribu lima ratus rupiah" in texts(test)
    press(test, "Simpan")
    assert "Tersimpan: Kain Batik, di 2 toko." in texts(test)
    assert offer(screen, made.product) == (47_500, 12)
    assert prices(screen, made.product) == [47_500, 47_500]
    assert screen.app.read(screen.actor, drafts.under, prefix="") == []


def test_price_and_stock_of_one_shop_leave_the_others_alone(screen: Screen) -> None:
    made = sit(screen)
    test = change(screen, made.product)
    where = next(radio for radio in test.radio if radio.label == "Di mana?")
    where.set_value(next(option for option in _values(screen, made) if option != "all")).run()
    typed(test, "Harga baru dalam rupiah", "50000")
    typed(test, "Stok di toko ini", "0")
    press(test, "Simpan")
    rows = screen.ask(catalogue.listings, today=TODAY, product_id=made.product)
    assert [(row.price, row.stock) for row in rows] == [(50_000, 0), (45_000, 6)]
    assert offer(screen, made.product) == (45_000, 12)


def _values(screen: Screen, made: Stall) -> list[str]:
    return ["all", *(row.shop_id.hex for row in screen.ask(catalogue.listings, today=TODAY, product_id=made.product))]


@pytest.mark.parametrize("wrong", ["murah", "1.500jt", "-5"])
def test_a_price_that_cannot_be_read_is_not_saved(screen: Screen, wrong: str) -> None:
    made = sit(screen)
    test = typed(change(screen, made.product), "Harga baru dalam rupiah", wrong)
    assert "Tulis harga dengan angka saja" in texts(test)
    press(test, "Simpan")
    assert offer(screen, made.product) == (45_000, 12)


def test_what_was_typed_outlives_the_connection(screen: Screen) -> None:
    made = sit(screen)
    typed(change(screen, made.product), "Harga baru dalam rupiah", "48.000")
    again = screen.open("my_shop")
    assert "Belum disimpan: **Kain Batik**." in texts(again)
    press(again, "Lanjut")
    assert next(f for f in again.text_input if f.label == "Harga baru dalam rupiah").value == "48.000"
    press(again, "Batal")
    assert "Belum disimpan" not in texts(again)
    assert offer(screen, made.product) == (45_000, 12)


def test_a_stale_save_shows_both_values_and_asks_once(screen: Screen) -> None:
    made = sit(screen)
    test = typed(change(screen, made.product), "Harga baru dalam rupiah", "42.000")
    row = screen.ask(catalogue.product, product_id=made.product, today=TODAY).row
    screen.act(products.edit_product, product_id=made.product, version=row.version, changes={"price": 44_000})
    for listing in screen.ask(catalogue.listings, today=TODAY, product_id=made.product):
        screen.act(listings.edit_listing, listing_id=listing.id, version=listing.version, changes={"price": 44_000})
    press(test, "Simpan")
    assert "mengubah harga ini jadi Rp44.000" in texts(test)
    assert "Isian Anda Rp42.000." in texts(test)
    assert offer(screen, made.product)[0] == 44_000
    press(test, "Pakai Rp42.000")
    assert offer(screen, made.product)[0] == 42_000
    assert prices(screen, made.product) == [42_000, 42_000]


def test_the_other_value_can_be_kept(screen: Screen) -> None:
    made = sit(screen)
    test = typed(change(screen, made.product), "Harga baru dalam rupiah", "42.000")
    screen.act(products.edit_product, product_id=made.product, version=1, changes={"price": 44_000})
    press(press(test, "Simpan"), "Biarkan Rp44.000")
    assert offer(screen, made.product)[0] == 44_000
    assert prices(screen, made.product) == [45_000, 45_000]


def test_a_change_of_another_field_is_no_reason_to_ask(screen: Screen) -> None:
    made = sit(screen)
    test = typed(change(screen, made.product), "Harga baru dalam rupiah", "42.000")
    screen.act(products.edit_product, product_id=made.product, version=1, changes={"stock": 3})
    press(test, "Simpan")
    assert offer(screen, made.product) == (42_000, 3)


def test_missing_points_are_mended_one_by_one(screen: Screen) -> None:
    made = sit(screen)
    test = screen.open("my_shop")
    test.button(key=f"point_hashtag_{made.bare}").click().run()
    typed(test, "Hashtag, beri spasi di antaranya", "selendang #jambi")
    press(test, "Simpan")
    test.button(key=f"point_description_{made.bare}").click().run()
    assert "Kurang 80 huruf lagi." in texts(test)
    test.text_area[0].input("Selendang batik cap. " * 5).run()
    press(test, "Simpan")
    card = screen.ask(catalogue.product, product_id=made.bare, today=TODAY)
    assert card.hashtags == "#selendang #jambi"
    assert card.row.missing == ("photo", "stock_out")


def test_a_photo_is_sent_shown_and_removed(screen: Screen) -> None:
    made = sit(screen)
    picture = BytesIO()
    Image.new("RGB", (900, 600), "#2F4B7C").save(picture, "JPEG")
    test = screen.open("my_shop")
    test.button(key=f"point_photo_{made.bare}").click().run()
    test.file_uploader[0].upload("foto.jpg", picture.getvalue(), "image/jpeg").run()
    press(test, "Pakai foto ini")
    assert "Foto tersimpan." in texts(test)
    assert len(screen.ask(catalogue.product, product_id=made.bare, today=TODAY).photos) == 1


def test_a_licence_is_renewed_and_another_added(screen: Screen) -> None:
    made = sit(screen)
    screen.act(licences.add_licence, business_id=made.business, kind="pirt", number="206", expires_on=TODAY)
    test = screen.open("my_shop")
    assert "**PIRT** habis hari ini." in texts(test)
    press(test, "Perpanjang izin")
    test.date_input[0].set_value(TODAY.replace(year=2031)).run()
    assert "Jumat, 21 November 2031" in texts(test)
    press(test, "Simpan")
    assert "PIRT tersimpan." in texts(test)
    assert "habis hari ini" not in texts(test)


def test_the_helping_hand_carries_page_and_problem_but_no_figure(screen: Screen) -> None:
    sit(screen)
    test = screen.open("my_shop")
    link = next(element for element in test.main if element.type == "link_button")
    assert link.proto.url.startswith("https://wa.me/?text=Saya%20perlu%20dibantu")
    assert "Toko%20saya" in link.proto.url
    assert "45" not in link.proto.url.replace("%", "")


def test_what_waits_elsewhere_comes_before_the_shop_and_leads_there(busy: Busy) -> None:
    test = busy.open("my_shop")
    test.toggle(key="my_shop_all_tasks").set_value(True).run()
    said = texts(test)
    invited, own = said.index("**Disetujui Qubaru** mulai 12 Des 2026."), said.index("belum masuk.")
    assert said.index("Yang perlu dilakukan") < invited < own
    assert "Menunggu jawaban Anda" in texts(press(test, "Jawab"))
