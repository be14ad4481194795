"""Jangkauan: who saw the posts, unknown kept apart from nothing, lives apart from posts, WhatsApp beside them."""

from __future__ import annotations

import pytest

from cblp.catalogue.models import Shop
from cblp.reach.models import AccountSnapshot, ShopDay, WhatsappLog
from tests.pages import market
from tests.pages.conftest import Screen, texts
from tests.pages.market import CANARY, build, choose, nov, tables
from tests.sales.build import NOW, World

NOVEMBER = {"dari": "2026-11-01", "sampai": "2026-11-21"}
PARTS = ("postingan", "live", "rutin", "balas", "wa", "penjualan", "bintang")


def beside(w: World) -> None:
    """A day of a shop's own statistics, a log of WhatsApp, a rating noted twice."""
    w.add(ShopDay(
        shop_id=w.id("sari.shopee"), day=nov(10), report="chat", batch_id=w.ids["posts"], row_hash=1, is_current=True, visitors=200,
        buyers=4, chats=10, chats_answered=9, response_seconds=600,
    ))
    w.add(WhatsappLog(business_id=w.id("sari"), day=nov(10), statuses=3, group_posts=2, views=80, chats=6, orders=2, entered_at=NOW))
    for day, reviews in ((market.oct_(20), 30), (nov(20), 37)):
        w.add(AccountSnapshot(shop_id=w.id("sari.shopee"), day=day, rating=485, reviews=reviews, followers=120, entered_at=NOW))


def test_signed_out_and_other_roles_see_nothing(screen: Screen) -> None:
    build(screen, market.market, market.social)
    assert "Halaman ini untuk peran lain" in texts(screen.sit("liaison").open("reach"))
    gone = screen.leave().open("reach")
    assert "Waktu masuk habis" in texts(gone)
    assert not gone.metric


@pytest.mark.parametrize(("language", "word"), [
    ("id", "Belum ada postingan 1 sampai 21 November."), ("en", "No posts yet for 1 to 21 November."),
])
def test_an_empty_association_is_told_what_will_stand_here(screen: Screen, language: str, word: str) -> None:
    page = screen.sit(language=language).open("reach")
    assert page.subheader[0].value == word
    assert not page.get("plotly_chart")


def test_the_sentence_its_trust_and_four_figures(screen: Screen) -> None:
    build(screen, market.market, market.social, beside)
    page = screen.open("reach")
    assert page.subheader[0].value == "Postingan 1 sampai 21 November dilihat 1.100 orang, naik 120% dari 1 sampai 21 Oktober."
    assert page.caption[0].value == (
        "Baru 1 dari 2 akun ada filenya. Data terakhir: 20 Nov 2026. Jangkauan diketahui untuk 2 dari 3 postingan."
    )
    assert [(m.label, m.value) for m in page.metric] == [
        ("Jangkauan, orang yang melihat", "1.100"), ("Interaksi", "5.100"), ("Dari 100 yang melihat", "6 berinteraksi"),
        ("Pengikut", "120"),
    ]


def test_reach_that_no_file_tells_is_not_zero(screen: Screen) -> None:
    build(screen, market.market, market.social)
    page = screen.open("reach", **NOVEMBER, marketplace="tiktok")
    assert page.subheader[0].value == "Postingan 1 sampai 21 November punya 2.000 tayangan."
    assert page.metric[2].value == "–"


def test_whatsapp_stands_beside_the_channels(screen: Screen) -> None:
    build(screen, market.market, market.social, beside)
    rows = tables(screen.open("reach"))
    assert "Instagram" in rows
    assert "WhatsApp, dicatat sendiri" in rows
    assert ">80<" in rows


@pytest.mark.parametrize(("by", "words"), [
    ("anggota", ["Keripik *Sari*", "Rempeyek Ilham"]), ("jenis", ["Postingan", "Live", "Video"]), ("hashtag", ["#keripik"]),
])
def test_groups(screen: Screen, by: str, words: list[str]) -> None:
    build(screen, market.market, market.social)
    rows = tables(choose(screen.open("reach"), "reach_menurut", by))
    assert all(word in rows for word in words)


@pytest.mark.parametrize("figure", ["jangkauan", "tayangan", "interaksi", "postingan", "pengikut"])
def test_each_figure_can_be_drawn_over_time(screen: Screen, figure: str) -> None:
    build(screen, market.market, market.social, beside)
    page = screen.open("reach", **NOVEMBER, angka=figure, ukuran="dari100")
    assert page.segmented_control(key="reach_angka").value == figure
    assert len(page.get("plotly_chart")) == 2


@pytest.mark.parametrize(("part", "words"), [
    ("postingan", ["Resep keripik"]),
    ("live", ["Live: 1, 200 tayangan, 3 pesanan, Rp150.000", "Live malam"]),
    ("rutin", ["Rata-rata", "sari.ig"]),
    ("balas", ["Pembeli menunggu balasan 10 menit; 90% dari 10 chat dibalas."]),
    ("wa", ["3 status dan 2 kiriman grup, 6 chat masuk dan 2 pesanan."]),
    ("penjualan", ["Sebabnya belum terbukti."]),
    ("bintang", ["1 toko rata-rata 4,85 bintang, dengan 7 ulasan baru."]),
])
def test_only_the_chosen_part_is_built(screen: Screen, part: str, words: list[str]) -> None:
    build(screen, market.market, market.social, beside)
    page = screen.open("reach", **NOVEMBER, rinci=part)
    shown = texts(page) + tables(page)
    assert all(word in shown for word in words), shown
    assert len(page.get("plotly_chart")) <= 3
    assert "Live malam" not in shown or part == "live"


@pytest.mark.parametrize("part", ["live", "balas", "wa", "bintang"])
def test_what_nobody_knows_yet_is_said(screen: Screen, part: str) -> None:
    def only_a_post(w: World) -> None:
        w.add(Shop(id=w.id("akun"), marketplace="instagram", handle="akun"))
        market.post(w, "akun", "Satu", nov(5), likes=1)

    build(screen, only_a_post)
    assert "Belum" in texts(screen.open("reach", rinci=part))


def test_nothing_of_another_association_is_shown(screen: Screen) -> None:
    build(screen, market.market, market.social, beside)
    for part in PARTS:
        page = screen.open("reach", **NOVEMBER, rinci=part, menurut="anggota")
        assert CANARY not in texts(page) + tables(page)
