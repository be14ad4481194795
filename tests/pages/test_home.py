"""Beranda: the month in one sentence with its trust, who needs help, what to do, what comes next."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from cblp.catalogue.models import Shop
from cblp.decisions.models import Decision
from cblp.people.models import Association, Licence
from cblp.programmes.services import partners
from cblp.ui.components import home_needs
from tests.conftest import NOW
from tests.pages import market
from tests.pages.conftest import Busy, Screen, texts
from tests.pages.market import CANARY, build, nov
from tests.sales.build import World, world


def licence(w: World) -> None:
    w.add(Licence(business_id=w.id("sari"), kind="pirt", number="1", state="held", issued_on=nov(1), expires_on=nov(10)))


def test_signed_out_and_other_roles_see_nothing(screen: Screen) -> None:
    build(screen, market.market)
    assert "belong" not in texts(screen.sit("member").open("home"))
    assert "Halaman ini untuk peran lain" in texts(screen.sit("member").open("home"))
    gone = texts(screen.leave().open("home"))
    assert "Waktu masuk habis" in gone
    assert "Rp" not in gone


@pytest.mark.parametrize(("language", "words"), [
    ("id", ["Langkah pertama", "Belum ada penjualan", "Masukkan file"]), ("en", ["First steps", "No sales yet", "Bring in files"]),
])
def test_an_empty_association_is_shown_its_first_steps(screen: Screen, language: str, words: list[str]) -> None:
    page = texts(screen.sit(language=language).open("home"))
    assert all(word in page for word in words)


def test_an_empty_association_says_so_to_its_treasurer_too(screen: Screen) -> None:
    page = screen.sit("treasurer").open("home")
    assert "Belum ada penjualan" in texts(page)
    assert "Masukkan file" not in texts(page)


def test_the_month_is_said_in_one_sentence_against_the_same_days(screen: Screen) -> None:
    build(screen, market.market)
    page = screen.open("home")
    assert page.subheader[-1].value == "Penjualan 1 sampai 21 November Rp1,5 juta, naik 50% dari 1 sampai 21 Oktober."
    assert page.caption[0].value == "Baru 1 dari 2 toko ada filenya. Data terakhir: 20 Nov 2026. Belum dipotong biaya."
    assert [(m.label, m.value) for m in page.metric] == [
        ("Penjualan", "Rp1,5 juta"), ("Pesanan", "3"), ("Interaksi", "0"), ("Toko yang sudah ada filenya", "1 dari 2"),
    ]
    assert page.metric[0].delta == "naik 50% dari 1 sampai 21 Oktober"
    [drawn] = [block for block in page.get("html") if 'role="img"' in block.proto.body]
    assert 'aria-label="Penjualan per bulan dan marketplace. Dari Des 2024 sampai Nov' in drawn.proto.body
    assert not page.get("plotly_chart"), "the first page of all loads no plotly"


def test_the_same_in_english(screen: Screen) -> None:
    build(screen, market.market)
    page = screen.sit(language="en").open("home")
    assert page.subheader[-1].value == "Sales 1 to 21 November: Rp1,5 million, up 50% from 1 to 21 October."
    assert "Only 1 of 2 shops have a file." in page.caption[0].value


def test_who_needs_help_is_named_and_reminded_by_a_letter(screen: Screen) -> None:
    build(screen, market.market, market.empty_shelf)
    page = screen.open("home")
    said = texts(page)
    assert "**Rempeyek Ilham**  \nbelum ada file November: Tokopedia" in said
    assert r"**Keripik \*Sari\***" in said
    assert "1 link tidak bisa dibuka  \nstok habis: Keripik Pisang" in said
    ilham, sari = (area.value for area in page.text_area)
    assert ilham == ("Bapak/Ibu Ilham, file Tokopedia bulan November belum masuk. Boleh dikirim ke sini sebelum "
                     "Selasa, 24 November 2026? Terima kasih. Wati, koordinator")
    assert sari.startswith("Ibu Sari, link Pisang tidak bisa dibuka.")
    assert max(map(len, (ilham, sari))) <= 350
    links = [link.proto.url for link in page.get("link_button")]
    assert links[0].startswith("https://wa.me/?text=")
    assert links[1].startswith("https://wa.me/6281200000001?text=")
    assert unquote(links[1]).endswith(sari)


def test_the_letters_further_down_are_written_once_they_are_unfolded(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    build(screen, market.market, market.empty_shelf)
    monkeypatch.setattr(home_needs, "SHOWN", 0)
    page = screen.open("home")
    assert (page.expander[0].label, len(page.text_area)) == ("Lihat 2 lagi", 0)
    page.session_state["home_needs_more"] = True
    assert len(page.run().text_area) == 2


def test_a_changed_letter_is_the_one_that_goes_out(screen: Screen) -> None:
    build(screen, market.market)
    page = screen.open("home")
    page = page.text_area[0].set_value("Ibu, apa kabar? 100% & lebih").run()
    assert unquote(page.get("link_button")[0].proto.url).endswith("?text=Ibu, apa kabar? 100% & lebih")


def test_the_treasurer_is_given_no_phone_number(screen: Screen) -> None:
    build(screen, market.market, market.empty_shelf)
    page = screen.sit("treasurer").open("home")
    assert all(link.proto.url.startswith("https://wa.me/?text=") for link in page.get("link_button"))


def test_what_to_do_has_a_button_each_and_nothing_that_is_not_theirs(screen: Screen) -> None:
    build(screen, market.market, licence)
    page = texts(screen.open("home"))
    assert "1 toko belum ada filenya." in page
    assert "1 izin usaha sudah berakhir." in page
    assert "1 toko belum ada filenya." not in texts(screen.sit("treasurer").open("home"))


def test_an_agreement_that_is_about_to_end_leads_to_its_partner(screen: Screen) -> None:
    build(screen, market.market)
    code = "Dinas Perindag"
    partner = screen.app.act(screen.system, partners.add, name=code, kind="government", now=NOW)
    for title, last in (("Pameran", nov(30)), ("Pelatihan", nov(30) + timedelta(365))):
        screen.app.act(screen.system, partners.agree, partner_id=partner, title=title, valid_from=nov(1), valid_to=last, now=NOW)
    for role in ("coordinator", "treasurer"):
        page = screen.sit(role).open("home")
        assert "**Pameran** dengan Dinas Perindag berakhir 30 Nov 2026." in texts(page)
        assert "Pelatihan" not in texts(page)
    assert "Lihat mitra" in [link.proto.label for link in page.get("page_link")]


def test_the_next_days_are_named(screen: Screen) -> None:
    build(screen, market.market)
    page = texts(screen.open("home"))
    assert "**12.12** · Sabtu, 12 Desember 2026 (21 hari lagi)" in page
    assert "**Ramadan** · sekitar 8 Feb 2027 (79 hari lagi)" in page


def test_nothing_of_another_association_is_shown(screen: Screen) -> None:
    build(screen, market.market, market.social)
    page = screen.open("home")
    assert CANARY not in texts(page) + market.tables(page)
    assert "Rp88" not in texts(page)


def test_a_new_file_changes_the_page(screen: Screen) -> None:
    build(screen, market.market)
    assert "Baru 1 dari 2" in texts(screen.open("home"))

    def arrive(w: World) -> None:
        w.ids["ilham.tokopedia"] = w.session.scalars(select(Shop.id).where(Shop.handle == "ilham.tokopedia")).one()
        w.counter = 50
        market.filed(w, "ilham.tokopedia", nov(1), nov(21))
        w.session.scalars(select(Association)).one().data_version += 1

    world(screen.app, screen.system, arrive)
    assert "Semua 2 toko sudah ada filenya." in texts(screen.open("home"))


def links(page: AppTest) -> set[tuple[str, str]]:
    """(page, what is opened there) of the links on the page."""
    return {(link.proto.page, link.proto.query_string) for link in page.get("page_link")}


def test_the_coordinator_reads_what_waits_in_decisions_sharing_help_and_campaigns(busy: Busy) -> None:
    house = busy.seat("coordinator")
    said = texts(busy.open("home"))
    for waits in (
        "Bagi hasil no. 1: 2 keberatan belum selesai.",
        "Bagi hasil no. 2 sudah dihitung.",
        "Bagi hasil no. 3 sebesar Rp900.001 menunggu persetujuan.",
        "Bagi hasil no. 5: 1 bagian sebesar",
        "2 permintaan bantuan menunggu diperiksa.",
        "2 catatan jam kerja menunggu dicek.",
        "**Lewat Qubaru** sudah ditutup.",
    ):
        assert waits in said
    assert "menunggu dibayar" not in said, "help is paid by the treasurer"
    assert ("promo-bersama", "promo=P04") in links(busy.open("home"))
    assert not any(owner.word in said.split("Yang perlu dilakukan")[1].split("izin usaha")[0] for owner in house.owners)


def test_the_treasurers_home_begins_with_what_waits_for_approval_and_payment(busy: Busy) -> None:
    busy.seat("treasurer")
    page = busy.open("home")
    said = texts(page)
    first = said[:said.index("Penjualan")]
    assert "Bagi hasil no. 3 sebesar Rp900.001 menunggu persetujuan." in first
    assert "2 bantuan yang disetujui menunggu dibayar." in first
    assert said.count("Bagi hasil no. 3 sebesar") == 1
    assert {("bagi-hasil", f"no={number}") for number in (1, 2, 3, 4, 5)} <= links(page)
    assert "menunggu diperiksa" not in said, "help is assessed by the coordinator"
    assert "Profit sharing no. 3 of Rp900.001 waits for approval." in texts(busy.sit("treasurer", language="en").open("home"))


def test_a_treasurer_reads_that_nothing_waits(screen: Screen) -> None:
    said = texts(screen.sit("treasurer").open("home"))
    assert said.count("Tidak ada yang menunggu.") == 1
    assert "**Bagi hasil**" in said


def test_a_vote_is_something_to_do_shortly_before_its_end_and_until_it_is_counted(busy: Busy) -> None:
    house = busy.seat("coordinator")
    assert "Iuran Qubaru" not in texts(busy.open("home"))

    def told(days: float) -> str:
        def ends(w: World) -> None:
            decision = w.session.get_one(Decision, (house.system.association, house.ids["decision_id"]))
            decision.closes_at = NOW + timedelta(days)
            w.session.scalars(select(Association)).one().data_version += 1

        world(busy.app, busy.system, ends)
        return texts(busy.open("home"))

    assert "Musyawarah **Iuran Qubaru** ditutup Senin, 23 November 2026. 3 dari 6 suara masuk." in told(2)
    assert "Waktu suara untuk **Iuran Qubaru** sudah habis. Suaranya belum dihitung." in told(-1)
    assert ("musyawarah", "keputusan=3") in links(busy.open("home"))
