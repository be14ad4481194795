"""Promo bersama: the whole way of a campaign on the page, and the member's part of it on Kegiatan."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.rules.effect import Effect
from cblp.campaigns.services import effort, joining, plan
from cblp.campaigns.services.joining import Offer
from cblp.catalogue import reports as catalogue
from cblp.catalogue.services import listings, products
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.people.services import register
from cblp.ui.components import campaign_results, campaign_words
from tests.campaigns.making import Fair
from tests.pages import market
from tests.pages.conftest import Screen, press, texts

TODAY = date(2026, 11, 21)
SOON, SOON_LAST = date(2026, 12, 11), date(2026, 12, 13)
RUNS, RUNS_LAST = date(2026, 11, 19), date(2026, 11, 25)
PAST, PAST_LAST = date(2026, 11, 9), date(2026, 11, 13)


@pytest.fixture
def fair(screen: Screen) -> Fair:
    return screen.begin(Fair, screen.app, screen.system, "sari", "rina", "ilham")


def asked(fair: Fair, *names: str, **details: Any) -> UUID:
    """A planned campaign to which these businesses are invited."""
    campaign = fair.propose("Promo akhir tahun", SOON, SOON_LAST, **{"answer_by": date(2026, 12, 1), **details})
    fair.act(joining.invite, campaign_id=campaign, businesses=[fair.ids[name] for name in names])
    return campaign


def part(screen: Screen, name: str, code: str = "P01", **more: str) -> AppTest:
    return screen.open("campaigns", promo=code, bagian=name, **more)


def at_home(screen: Screen, fair: Fair, name: str = "sari", language: str = "id") -> AppTest:
    """Kegiatan as the member of this business sees it."""
    return screen.sit(MEMBER, language=language, businesses=[fair.ids[name]]).open("activities")


def fill(test: AppTest, label: str, text: str) -> None:
    """Into a field of a form: nothing happens until its button is pressed."""
    next(field for field in test.text_input if field.label == label).input(text)


def type_in(test: AppTest, label: str, text: str) -> AppTest:
    """Into a field that answers while one types."""
    return next(field for field in test.text_input if field.label == label).input(text).run()


def labels(test: AppTest) -> list[str]:
    return [button.label for button in test.button]


def state_of(screen: Screen, campaign: UUID) -> str:
    return str(screen.ask(reports.one, campaign_id=campaign).row.state)


def offer_of(screen: Screen, fair: Fair, campaign: UUID, name: str = "sari") -> reports.OwnListing:
    found = screen.ask(reports.offers_of, campaign_id=campaign, business_id=fair.ids[name], today=TODAY)
    return next(one for one in found if one.listing.id == fair.ids[f"{name}.listing"])


# -- who may see it ----------------------------------------------------------------------------------------------------


def test_it_is_a_page_of_the_office(screen: Screen) -> None:
    for role in (MEMBER, MENTOR, LIAISON):
        assert "Halaman ini untuk peran lain" in texts(screen.sit(role).open("campaigns"))
    assert "Waktu masuk habis" in texts(screen.sit(COORDINATOR).leave().open("campaigns"))


@pytest.mark.parametrize(("language", "said"), [("id", "Belum ada promo bersama."), ("en", "No joint promotion yet.")])
def test_an_empty_association_is_told_what_will_stand_here(screen: Screen, language: str, said: str) -> None:
    assert said in texts(screen.sit(language=language).open("campaigns"))
    assert said in texts(screen.sit(TREASURER, language=language).open("campaigns"))
    assert not screen.open("campaigns").pills  # without members there is nothing to plan


def test_the_treasurer_reads_and_does_not_plan(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari", "rina")
    test = screen.sit(TREASURER).open("campaigns")
    assert "Promo akhir tahun" in texts(test)
    assert "Rencanakan promo bersama" not in str(test.expander)
    opened = part(screen, "peserta")
    assert "belum menjawab" in texts(opened)
    assert "Ajukan ke musyawarah" not in labels(opened) and not any("Undang" in label for label in labels(opened))
    assert state_of(screen, campaign) == "proposed"


def test_another_associations_campaigns_are_never_shown(screen: Screen, fair: Fair) -> None:
    market.neighbours(screen)
    asked(fair, "sari")
    for name in ("rencana", "peserta", "tugas", "jam"):
        assert market.CANARY not in texts(part(screen, name))
    assert "sudah tidak ada" in texts(part(screen, "rencana", code="P09"))


def test_every_part_speaks_both_languages(screen: Screen, fair: Fair) -> None:
    campaign = fair.running("sari", "rina", name="Pekan tas", first=RUNS, last=RUNS_LAST, target_sales=1_000_000, hashtags="#tas")
    fair.sell(("S1", "sari.listing", date(2026, 11, 20), 90_000))
    for language, words in (("id", "Penjualan promo"), ("en", "Sales of the joint promotion")):
        screen.sit(language=language)
        assert words in texts(part(screen, "capaian"))
        for name in ("rencana", "peserta", "tugas", "jam", "hasil", "pesanan"):
            assert not part(screen, name).exception, name
    assert state_of(screen, campaign) == "open"


# -- planning ----------------------------------------------------------------------------------------------------------


def test_a_template_fills_in_days_and_tasks(screen: Screen, fair: Fair) -> None:
    test = screen.open("campaigns")
    test.pills(key="campaign_template").set_value("double_12").run()
    press(test, "Isi rencana")
    fill(test, "Target penjualan dalam rupiah", "25jt")
    fill(test, "Iuran dari penghasilan promo, dalam persen", "2,5")
    press(test, "Simpan")
    assert "Rencana **Harbolnas 12\\.12 2026** sudah disimpan" in texts(test)
    detail = screen.ask(reports.one, campaign_id=screen.ask(reports.listing)[0].id)
    assert (detail.row.starts_on, detail.row.ends_on, detail.row.contribution) == (SOON, SOON_LAST, 250)
    assert detail.row.target_sales == 25_000_000 and detail.row.template == "double_12"
    assert {task.kind for task in detail.tasks} == {"task", "content"} and len(detail.tasks) == 8
    assert all(task.due_on >= TODAY for task in detail.tasks)


def test_a_share_that_cannot_be_read_is_asked_for_again(screen: Screen, fair: Fair) -> None:
    test = screen.open("campaigns")
    test.pills(key="campaign_template").set_value("double_12").run()
    press(test, "Isi rencana")
    fill(test, "Iuran dari penghasilan promo, dalam persen", "101")
    press(test, "Simpan")
    assert "Tulis persen dari 0 sampai 100" in texts(test)
    assert screen.ask(reports.listing) == []


def test_a_plan_is_changed_and_the_vote_fixes_its_days(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair)
    test = part(screen, "rencana")
    press(test, "Ubah")
    fill(test, "Hashtag", "#akhirtahun")
    press(test, "Simpan")
    assert screen.ask(reports.one, campaign_id=campaign).row.hashtags == "#akhirtahun"
    fair.act(plan.put_to_vote, campaign_id=campaign)
    test = part(screen, "rencana")
    assert "Semua itu tidak bisa diubah lagi" in texts(test)
    press(test, "Ubah")
    fill(test, "Hari terakhir", "20 Desember 2026")
    press(test, "Simpan")
    assert screen.ask(reports.one, campaign_id=campaign).row.ends_on == SOON_LAST


def test_tasks_are_done_and_duties_given(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari")
    fair.act(plan.add_task, campaign_id=campaign, title="Foto *produk*", due_on=date(2026, 11, 20))
    test = part(screen, "tugas")
    assert "1 tugas belum selesai, 1 terlambat." in texts(test)
    assert "Foto \\*produk\\*" in texts(test)
    press(test, "Sudah")
    assert screen.ask(reports.one, campaign_id=campaign).tasks[0].state == "done"
    press(test, "Beri tugas")
    fill(test, "Tugas", "Kemas barang")
    next(box for box in test.radio if box.label == "Anggota").set_value(fair.ids["sari"])
    press(test, "Simpan")
    duty = screen.ask(reports.one, campaign_id=campaign).duties[0]
    assert (duty.role, duty.business, duty.since) == ("Kemas barang", "Sari", SOON)


# -- rule before money -------------------------------------------------------------------------------------------------


def test_it_says_what_still_lacks_and_opens_once_the_rule_has_passed(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari")
    test = part(screen, "rencana")
    assert "Aturan bagi hasil belum dipilih." in texts(test)
    assert "Mulai promo bersama" not in labels(test)
    rule = fair.rule()
    test = part(screen, "rencana")
    test.selectbox(key=f"rule_of_{campaign}").set_value(rule).run()
    press(test, "Pakai aturan ini")
    press(test, "Ajukan ke musyawarah")
    assert "masih draf" in texts(test)
    decision = screen.ask(reports.one, campaign_id=campaign).vote
    assert decision is not None
    fair.agree(decision.id)
    test = part(screen, "rencana")
    assert "Anggota sudah memutuskan aturan ini." in texts(test) and "Anggota sudah setuju dengan promo ini." in texts(test)
    press(test, "Mulai promo bersama")
    assert state_of(screen, campaign) == "voted"  # asked once more
    press(test, "Mulai promo bersama")
    assert state_of(screen, campaign) == "open"


def test_a_plan_that_nobody_wants_is_given_up(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair)
    test = part(screen, "rencana")
    press(press(test, "Batalkan rencana ini"), "Batalkan rencana ini")
    assert state_of(screen, campaign) == "dropped"


# -- who takes part ----------------------------------------------------------------------------------------------------


def test_all_or_some_are_invited(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair)
    test = part(screen, "peserta")
    assert "Belum ada yang diundang." in texts(test)
    test.multiselect(key=f"invite_{campaign}").set_value([fair.ids["rina"]]).run()
    press(test, "Undang 1 anggota")
    assert [one.name for one in screen.ask(reports.board, campaign_id=campaign, today=TODAY)] == ["Rina"]
    press(test, "Undang 2 anggota")
    assert len(screen.ask(reports.board, campaign_id=campaign, today=TODAY)) == 3


def test_the_board_says_who_is_ready_and_what_is_missing(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari", "rina", "ilham")
    fair.join(campaign, "sari", "rina")
    fair.act(joining.decline, campaign_id=campaign, business_id=fair.ids["ilham"], reason="Sedang *panen*")
    row = offer_of(screen, fair, campaign, "rina").listing
    fair.act(listings.edit_listings, versions={row.id: row.version}, changes={"stock": 4})
    test = part(screen, "peserta")
    said = texts(test)
    assert "2 usaha ikut. 1 dari 2 sudah siap." in said
    assert "1 produk, harga promo Rp90.000, stok disiapkan 10" in said
    assert "**Tas rina \\(Shopee\\)**: Stok di toko kurang dari stok yang disiapkan." in said
    assert "Sedang \\*panen\\*" in said
    test.pills(key=f"board_view_{campaign}").set_value("ready").run()
    assert "Rina" not in texts(test)


def test_letters_are_ready_short_and_name_no_money(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari", "rina")
    fair.join(campaign, "rina")
    fair.act(products.set_cost, product_id=fair.ids["rina.product"], amount=99_000, since=TODAY)
    found = [area.value for area in part(screen, "peserta").text_area]
    assert len(found) == 3
    call, invitation, reminder = found[0], *sorted(found[1:], key=lambda text: "Ikut atau tidak?" not in text)
    assert call.startswith("Promo akhir tahun, 11–13 Desember 2026. Tidak ada iuran. Ikut atau tidak?")
    assert invitation.startswith("Bapak/Ibu Ibu sari, kita adakan Promo akhir tahun tanggal 11–13 Desember 2026.")
    assert "Harga promo di bawah batas harga" in reminder
    for letter in found:
        assert len(letter) <= 350 and "Rp" not in letter and "/kegiatan" in letter and letter.endswith("Wati, koordinator")


def test_the_coordinator_joins_for_a_member_without_a_phone(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari")
    code = screen.ask(reports.board, campaign_id=campaign, today=TODAY)[0].code
    test = part(screen, "peserta", usaha=code)
    press(test, "Ikut promo")
    assert offer_of(screen, fair, campaign).offer_id is not None
    assert "Tas sari" in market.tables(part(screen, "peserta", usaha=code))


# -- the member --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [
    ("id", "Rp100.000 jadi Rp90.000. Di Shopee. Stok disiapkan 50."), ("en", "Rp100.000 becomes Rp90.000. In Shopee. Kept ready: 50."),
])
def test_an_invitation_says_what_it_means_for_the_member(screen: Screen, fair: Fair, language: str, said: str) -> None:
    asked(fair, "sari", contribution=250)
    shown = texts(at_home(screen, fair, language=language))
    assert said in shown
    assert ("Iuran 2,5% dari penghasilan promo." if language == "id" else "The contribution is 2,5% of the income.") in shown


def test_one_button_joins_at_the_proposed_price(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari", "rina")
    test = press(at_home(screen, fair), "Ikut promo")
    offer = offer_of(screen, fair, campaign)
    assert (offer.price, offer.promised_stock, offer.ready) == (90_000, 50, True)
    assert "1 produk, semua siap" in str([expander.label for expander in test.expander])
    assert offer_of(screen, fair, campaign, "rina").offer_id is None


def test_a_member_says_no_and_may_think_again(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari")
    press(at_home(screen, fair), "Tidak ikut")
    board = screen.ask(reports.board, campaign_id=campaign, today=TODAY)
    assert [one.state for one in board] == ["declined"]
    press(at_home(screen, fair), "Ikut promo")
    assert screen.ask(reports.board, campaign_id=campaign, today=TODAY)[0].state == "joined"


def test_a_price_that_loses_is_said_in_words_and_refused(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari")
    fair.join(campaign, "sari")
    test = press(at_home(screen, fair), "Ubah")
    assert "Batas harga Rp66.667. Di bawah itu rugi." in texts(test)  # 60 000 and the usual 10 % fees
    type_in(test, "Harga promo dalam rupiah", "50.000")
    assert "rugi kira-kira Rp15.000 per barang" in texts(test)
    press(test, "Simpan")
    assert "Harga promo di bawah batas harga" in texts(test)
    assert offer_of(screen, fair, campaign).price == 90_000
    type_in(test, "Harga promo dalam rupiah", "85rb")
    type_in(test, "Stok disiapkan (barang)", "20")
    press(test, "Simpan")
    offer = offer_of(screen, fair, campaign)
    assert (offer.price, offer.promised_stock) == (85_000, 20)


def test_one_price_for_all_variations_and_pieces_for_each(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari")
    second = fair.list("sari.second", fair.ids["sari.shop"], fair.ids["sari.product"])
    fair.join(campaign, "sari")
    fair.act(joining.join, campaign_id=campaign, business_id=fair.ids["sari"], offers=[Offer(second, 80_000, 5)])
    test = press(at_home(screen, fair), "Ubah")
    type_in(test, "Harga promo dalam rupiah", "75.000")
    press(test, "Simpan")
    found = screen.ask(reports.offers_of, campaign_id=campaign, business_id=fair.ids["sari"], today=TODAY)
    assert sorted((one.price, one.promised_stock) for one in found) == [(75_000, 5), (75_000, 10)]


def test_a_stale_price_is_answered_with_both(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari")
    fair.join(campaign, "sari")
    offer = offer_of(screen, fair, campaign)
    test = press(at_home(screen, fair), "Ubah")
    type_in(test, "Harga promo dalam rupiah", "85.000")
    fair.act(joining.set_offer, campaign_listing_id=offer.offer_id, version=offer.version, price=80_000, promised_stock=10)
    press(test, "Simpan")
    assert "Pakai Rp85.000" in labels(test) and "Biarkan Rp80.000" in labels(test)
    press(test, "Pakai Rp85.000")
    assert offer_of(screen, fair, campaign).price == 85_000


def test_what_is_missing_has_one_button_that_leads_to_it(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari")
    photo = screen.ask(catalogue.product, product_id=fair.ids["sari.product"], today=TODAY).photos[0]
    fair.act(products.remove_photo, photo_id=photo)
    test = at_home(screen, fair)
    assert "Ikut promo" not in labels(test)
    assert "**Tas sari**: Foto belum ada." in texts(test)
    press(test, "Kirim foto")
    assert "Pilih file" in texts(test)  # the form of Toko saya
    assert offer_of(screen, fair, campaign).offer_id is None


def test_a_usual_price_that_loses_already_is_no_offer(screen: Screen, fair: Fair) -> None:
    asked(fair, "sari")
    fair.act(products.set_cost, product_id=fair.ids["sari.product"], amount=95_000, since=TODAY)
    test = at_home(screen, fair)
    assert "**Tas sari**: Harga biasa sudah di bawah batas harga, jadi rugi." in texts(test)
    assert "Ikut promo" not in labels(test) and "Tidak ikut" in labels(test)


def test_a_proposal_is_only_for_those_who_were_invited(screen: Screen, fair: Fair) -> None:
    asked(fair, "rina")
    assert "Promo akhir tahun" not in texts(at_home(screen, fair))
    other = fair.voted(name="Pekan tas", first=date(2026, 12, 1), last=date(2026, 12, 3))
    assert "Promo bersama: Pekan tas" in texts(at_home(screen, fair))
    press(at_home(screen, fair), "Ikut promo")
    assert offer_of(screen, fair, other).offer_id is not None


def test_the_cost_price_is_asked_on_the_spot(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari")
    own = fair.act(products.add_product, business_id=fair.ids["sari"], name="Dompet", details={"price": 50_000, "stock": 9})
    fair.act(products.add_photo, product_id=own, picture=fair.photo)
    listing = fair.list("sari.purse", fair.ids["sari.shop"], own)
    test = press(at_home(screen, fair), "Isi harga modal")
    type_in(test, "Berapa harga modal satu barang?", "30.000")
    press(test, "Simpan")
    found = screen.ask(reports.offers_of, campaign_id=campaign, business_id=fair.ids["sari"], today=TODAY)
    assert next(one.lowest for one in found if one.listing.id == listing) == 33_334


def test_a_member_withdraws_after_being_asked_once_more(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari")
    fair.join(campaign, "sari")
    test = press(at_home(screen, fair), "Mundur")
    assert offer_of(screen, fair, campaign).offer_id is not None
    press(test, "Mundur")
    assert offer_of(screen, fair, campaign).offer_id is None


def test_too_late_to_answer_is_said(screen: Screen, fair: Fair) -> None:
    asked(fair, "sari", answer_by=date(2026, 11, 20))
    test = at_home(screen, fair)
    assert "Waktu menjawab sudah lewat." in texts(test) and "Ikut promo" not in labels(test)


def test_a_member_sees_only_their_own_sales_of_it(screen: Screen, fair: Fair) -> None:
    fair.running("sari", "rina", name="Pekan tas", first=RUNS, last=RUNS_LAST)
    fair.sell(("S1", "sari.listing", date(2026, 11, 20), 90_000), ("R1", "rina.listing", date(2026, 11, 20), 77_000))
    said = texts(at_home(screen, fair))
    assert "Penjualan saya di promo ini: **Rp90.000**, 1 pesanan." in said
    assert "77.000" not in said and "167.000" not in said and "Rina" not in said


# -- hours -------------------------------------------------------------------------------------------------------------


def test_a_member_logs_hours_without_typing(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari")
    fair.join(campaign, "sari")
    test = press(at_home(screen, fair), "Catat jam kerja")
    press(test, "Simpan")
    assert "Pilih mengerjakan apa dan berapa lama." in texts(test)
    test.radio(key=f"hours_what_{campaign}").set_value("packing").run()
    test.pills(key=f"hours_long_{campaign}").set_value(120).run()
    press(test, "Simpan")
    row = screen.ask(reports.hours, campaign_id=campaign)[0]
    assert (row.minutes, row.activity, row.state, row.business, row.day) == (120, "packing", "claimed", "Sari", TODAY)
    assert "Jam kerja saya: 2 jam perlu dicek" in str([expander.label for expander in test.expander])


def test_hours_are_confirmed_or_doubted_by_somebody_else(screen: Screen, fair: Fair) -> None:
    campaign = asked(fair, "sari")
    for minutes in (60, 90):
        fair.act(effort.claim, by=fair.member("sari"), campaign_id=campaign, business_id=fair.ids["sari"], day=TODAY,
                 activity="live", minutes=minutes, now=screen.app.clock())
    screen.app.act(screen.actor, effort.claim, campaign_id=campaign, business_id=fair.ids["rina"], day=TODAY, activity="live",
                   minutes=30)
    test = part(screen, "jam")
    assert labels(test).count("Benar") == 2  # one's own are for others
    assert "Anda yang mencatat." in texts(test)
    press(test, "Benar")
    press(test, "Kirim kembali")
    assert "claimed" in [row.state for row in screen.ask(reports.hours, campaign_id=campaign, business_id=fair.ids["sari"])]
    type_in(test, "Apa yang tidak benar? Anggota membaca ini.", "Hanya satu jam")
    press(test, "Kirim kembali")
    states = {row.state: row for row in screen.ask(reports.hours, campaign_id=campaign, business_id=fair.ids["sari"])}
    assert set(states) == {"confirmed", "disputed"} and states["disputed"].judgement == "Hanya satu jam"


@pytest.mark.parametrize(("minutes", "said"), [(30, "30 menit"), (60, "1 jam"), (150, "2 jam 30 menit")])
def test_time_is_said_in_hours_and_minutes(minutes: int, said: str) -> None:
    assert campaign_words.spent(minutes) == said


# -- during and after --------------------------------------------------------------------------------------------------


def test_progress_is_told_against_target_and_pace(screen: Screen, fair: Fair) -> None:
    fair.running("sari", name="Pekan tas", first=RUNS, last=RUNS_LAST, target_sales=700_000)
    fair.sell(("S1", "sari.listing", date(2026, 11, 19), 90_000), ("S2", "sari.listing", date(2026, 11, 20), 120_000))
    test = part(screen, "capaian")
    assert "Penjualan promo Rp210.000, 30% dari target Rp700.000." in texts(test)
    rows = market.tables(test)
    assert "Rp210.000" in rows and "Rp200.000" in rows  # the sum after two days, beside an even pace
    assert rows.count("Rp0") == 0  # after the newest file nothing is known, which is not nothing


def test_it_is_closed_matched_and_then_shared_elsewhere(screen: Screen, fair: Fair) -> None:
    campaign = fair.running("sari", "rina", name="Pekan tas", first=PAST, last=PAST_LAST)
    fair.sell(("S1", "sari.listing", date(2026, 11, 10), 90_000))
    test = part(screen, "hasil")
    press(press(test, "Tutup promo bersama"), "Tutup promo bersama")
    assert state_of(screen, campaign) == "closed"
    press(press(test, "Cocokkan angkanya"), "Cocokkan angkanya")
    assert state_of(screen, campaign) == "reconciled"
    assert "Sekarang uangnya bisa dibagi." in texts(test)
    fair.sell(("S2", "sari.listing", date(2026, 11, 11), 10_000))
    screen.act(lambda session, actor: None)  # a file came in: what was read before no longer counts
    late = part(screen, "hasil")
    assert "Yang berubah sejak angka dikunci" in texts(late)
    assert "Rp90.000" in market.tables(late) and "Rp100.000" in market.tables(late)


def test_hours_that_wait_stop_the_matching_in_words(screen: Screen, fair: Fair) -> None:
    campaign = fair.running("sari", name="Pekan tas", first=PAST, last=PAST_LAST)
    fair.act(effort.claim, campaign_id=campaign, business_id=fair.ids["sari"], day=PAST, activity="live", minutes=60,
             now=screen.app.clock())
    fair.act(plan.close, campaign_id=campaign, now=screen.app.clock())
    test = part(screen, "hasil")
    assert "1 catatan jam kerja menunggu dicek." in texts(test)
    press(press(test, "Cocokkan angkanya"), "Cocokkan angkanya")
    assert state_of(screen, campaign) == "closed"


def test_few_businesses_are_not_enough_for_a_number(screen: Screen, fair: Fair) -> None:
    fair.running("sari", "rina", name="Pekan tas", first=PAST, last=PAST_LAST)
    fair.sell(("S1", "sari.listing", date(2026, 11, 10), 90_000))
    test = part(screen, "hasil")
    assert "Belum cukup data: baru 2 usaha ikut sampai selesai. Perlu paling sedikit 5 usaha." in texts(test)
    assert "Tas sari" in market.tables(test) and "Rp90.000" in market.tables(test)


def test_an_effect_is_called_proven_only_where_its_whole_range_is() -> None:
    sure, unsure = Effect(9, 9, Fraction(28, 100), 0.0953, 0.4865), Effect(9, 9, Fraction(28, 100), -0.05, 0.6)
    assert campaign_results.said(sure) == "Penjualan yang ikut promo 28% di atas perkiraan dari yang tidak ikut."
    assert campaign_results.said(unsure).startswith("Belum terbukti: ")
    assert campaign_results.said(Effect(9, 9, Fraction(-1, 10), -0.2, -0.01)).startswith("Penjualan yang ikut promo 10% di bawah")


def test_each_order_says_why_it_counts_or_not(screen: Screen, fair: Fair) -> None:
    campaign = fair.running("sari", name="Pekan tas", first=PAST, last=PAST_LAST)
    fair.list("sari.other", fair.ids["sari.shop"], fair.ids["sari.product"])
    fair.sell(("S1", "sari.listing", date(2026, 11, 10), 90_000), ("S2", "sari.other", date(2026, 11, 10), 50_000))
    test = part(screen, "pesanan")
    assert "1 dari 2 baris pesanan dihitung untuk promo ini." in texts(test)
    assert "Produk ini tidak ikut" in market.tables(test)
    test.text_input(key=f"orders_of_{campaign}_number").input("S1").run()
    assert "S2" not in market.tables(test) and "S1" in market.tables(test)


def test_lessons_are_kept(screen: Screen, fair: Fair) -> None:
    campaign = fair.running("sari", name="Pekan tas", first=PAST, last=PAST_LAST)
    fair.act(plan.close, campaign_id=campaign, now=screen.app.clock())
    test = press(part(screen, "rencana"), "Tulis catatan")
    next(area for area in test.text_area if area.label.startswith("Apa yang diulang")).input("Foto lebih awal")
    press(test, "Simpan")
    assert screen.ask(reports.one, campaign_id=campaign).lessons == "Foto lebih awal"


def test_somebody_who_left_is_not_invited(screen: Screen, fair: Fair) -> None:
    asked(fair)
    fair.act(register.change_membership, business_id=fair.ids["ilham"], status="left", since=date(2026, 11, 2), reason="Pindah",
             now=screen.app.clock())
    assert "Undang 2 anggota" in labels(part(screen, "peserta"))
