"""Bagi hasil: rules that add up, trying out before the vote, and a run from its calculation to the receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.decisions.presets import PRESETS
from cblp.decisions.reports import decisions as votes
from cblp.decisions.reports import evidence, sharing_rules
from cblp.decisions.rules.sharing import EQUAL, SALES
from cblp.decisions.services import sharing_rules as rule_services
from cblp.people.services import drafts
from cblp.sharing.reports import distributions as reports
from cblp.sharing.services import contributions, objections
from cblp.ui import runtime
from tests.conftest import NOW
from tests.pages.conftest import Screen, press, texts
from tests.sales.build import World, world
from tests.sharing.runs import AFTER, OCTOBER, TODAY, Runs, runs
from tests.sharing.test_dividing import HYBRID


@pytest.fixture
def shared(screen: Screen) -> Runs:
    return screen.begin(runs, screen.app, screen.system)


def later(screen: Screen, monkeypatch: pytest.MonkeyPatch, now: datetime = AFTER) -> None:
    """The clock moves on."""
    moved = replace(screen.app, clock=lambda: now)
    monkeypatch.setattr(runtime, "app", lambda: moved)


def pictures(test: AppTest) -> list[str]:
    return [html.proto.body for html in test.get("html") if "<img" in html.proto.body]


def tables(test: AppTest) -> str:
    return "\n".join(html.proto.body for html in test.get("html") if "<table" in html.proto.body)


def typed(test: AppTest, label: str, text: str, at: int = 0) -> AppTest:
    """Type into a field; outside a form the page runs at once."""
    field = [field for field in [*test.text_input, *test.text_area] if field.label == label][at].input(text)
    return test if field.form_id else test.run()


def one(screen: Screen, run: UUID) -> Any:
    return screen.app.read(screen.actor, reports.one, distribution_id=run, now=NOW)


# -- the page itself ---------------------------------------------------------------------------------------------------


def test_who_may_not_come_in(screen: Screen) -> None:
    for role in (MEMBER, MENTOR, LIAISON):
        assert "peran lain" in texts(screen.sit(role).open("sharing"))
    assert not screen.leave().open("sharing").button_group


@pytest.mark.parametrize(("language", "said"), [
    ("id", ("Belum ada uang yang dibagi.", "Bagi hasil tampil di sini setelah dihitung.", "Belum ada aturan.")),
    ("en", ("No money was shared yet.", "stands here once it is calculated", "No rule yet.")),
])
def test_an_empty_association_is_told_what_will_stand_here(screen: Screen, language: str, said: tuple[str, ...]) -> None:
    for role in (COORDINATOR, TREASURER):
        assert said[0] in texts(screen.sit(role, language=language).open("sharing"))
        assert said[1] in texts(screen.open("sharing"))
        assert said[2] in texts(screen.open("sharing", lihat="aturan"))


def test_what_waits_comes_first_for_each_role(screen: Screen, shared: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    run = shared.reviewed()
    assert "Anggota bisa keberatan sampai Sabtu, 28 November 2026." in texts(screen.open("sharing"))
    shared.app.act(shared.member("A003"), objections.raise_, distribution_id=run, business_id=shared.id("A003"), text="Kurang")
    later(screen, monkeypatch)
    assert "1 keberatan menunggu jawaban." in texts(screen.open("sharing"))
    assert "Bagi hasil no. 1 sebesar Rp1.000.000 menunggu persetujuan." in texts(screen.sit(TREASURER).open("sharing"))


def test_an_address_that_names_no_run_says_so(screen: Screen) -> None:
    assert "Bagi hasil dengan nomor ini tidak ada." in texts(screen.open("sharing", no="7"))


# -- rules -------------------------------------------------------------------------------------------------------------


def start_rule(screen: Screen, preset: str = "hybrid") -> AppTest:
    test = press(screen.open("sharing", lihat="aturan"), "Buat aturan")
    return next(button for button in test.button if button.key == f"preset_{preset}").click().run()


def test_a_rule_that_does_not_add_up_says_by_how_much_and_is_kept(screen: Screen) -> None:
    test = start_rule(screen, "cooperative")
    test = typed(test, "Persen", "20%")
    assert "95%" in test.warning[0].value
    assert "5%" in test.warning[0].value
    test = press(test, "Simpan")
    assert "95%" in test.error[0].value
    assert screen.ask(sharing_rules.versions) == []
    assert screen.app.read(screen.actor, drafts.find, form="sharing/rule").content["parts"][0]["percent"] == "20%"
    again = press(screen.open("sharing", lihat="aturan"), "Lanjut")
    assert again.text_input(key=next(f.key for f in again.text_input if f.label == "Persen")).value == "20%"
    assert "Jumlah semua bagian 100%." in texts(typed(again, "Persen", "25"))


def test_a_rule_in_percent_becomes_basis_points(screen: Screen) -> None:
    test = typed(start_rule(screen), "Nama aturan", "Aturan kita")
    test = typed(typed(test, "Sama rata", "12,5"), "Penjualan", "87,5%")
    assert "sudah" not in texts(test)
    press(test, "Simpan")
    (kept,) = screen.ask(sharing_rules.versions)
    assert kept.name == "Aturan kita"
    assert kept.components[0].bases == ((EQUAL, 1_250), (SALES, 8_750))
    assert screen.app.read(screen.actor, drafts.find, form="sharing/rule") is None
    assert "12,5% dibagi rata · 87,5% menurut penjualan" in texts(screen.open("sharing", lihat="aturan"))


def test_a_percentage_that_cannot_be_read_is_said_beside_it(screen: Screen) -> None:
    test = typed(start_rule(screen, "sales"), "Persen", "banyak")
    assert "Tulis persen, contoh 12,5%." in texts(test)
    assert "Ada angka yang belum terbaca." in texts(press(test, "Simpan"))


def test_parts_come_and_go(screen: Screen) -> None:
    test = press(start_rule(screen, "equal"), "Tambah bagian")
    test = typed(typed(test, "Nama bagian", "Dana sosial", 1), "Persen", "10", 1)
    next(group for group in test.button_group if "part-1/target" in group.key).set_value("solidarity").run()
    test = typed(test, "Persen", "90")
    press(test, "Simpan")
    (kept,) = screen.ask(sharing_rules.versions)
    found = [(part.code, part.basis_points, part.fund) for part in kept.components]
    assert found == [("members", 9_000, ""), ("part-1", 1_000, "solidarity")]
    test = press(screen.open("sharing", lihat="aturan"), "Ubah")
    test = press(typed(test, "Persen", "100"), "Buang")
    assert len([field for field in test.text_input if field.label == "Persen"]) == 1


def test_somebody_elses_save_is_never_written_over_unseen(screen: Screen, shared: Runs) -> None:
    version = shared.app.act(shared.coordinator, rule_services.create, name="Kita", components=PRESETS["equal"].components)
    test = press(screen.open("sharing", lihat="aturan"), "Ubah")
    shared.app.act(
        shared.treasurer, rule_services.edit_version, version_id=version, version=1, components=PRESETS["sales"].components,
    )
    test = press(typed(test, "Kenapa aturan ini?", "Supaya adil"), "Simpan")
    assert "Budi" in texts(test)
    press(test, "Pakai isian saya")
    (kept,) = screen.ask(sharing_rules.versions)
    assert (kept.components[0].bases[0][0], kept.note) == (EQUAL, "Supaya adil")


def test_a_draft_is_put_to_the_vote_and_a_passed_rule_gets_a_new_version(screen: Screen, shared: Runs) -> None:
    shared.passed(HYBRID, "Lama")
    shared.app.act(shared.coordinator, rule_services.create, name="Baru", components=PRESETS["equal"].components)
    test = press(screen.open("sharing", lihat="aturan"), "Ajukan ke musyawarah")
    assert "sudah ada di Musyawarah" in test.success[0].value
    assert [row.state for row in screen.ask(votes.listing)].count("draft") == 1
    press(press(screen.open("sharing", lihat="aturan"), "Buat versi baru"), "Simpan")
    assert [(rule.number, rule.frozen) for rule in screen.ask(sharing_rules.versions) if rule.name == "Lama"] == [(2, False), (1, True)]


# -- trying out --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "smallest"), [("id", "paling kecil Rp80.000"), ("en", "smallest Rp80.000")])
def test_what_each_of_us_gets_under_two_rules(screen: Screen, shared: Runs, language: str, smallest: str) -> None:
    test = screen.sit(language=language).open("sharing", lihat="coba-hitung")
    assert smallest in pictures(test)[0]
    assert "Rp326.000" in tables(test)
    assert "Usaha A002" in tables(test)
    assert "Usaha" not in pictures(test)[0]


def test_a_slider_takes_from_the_others(screen: Screen, shared: Runs) -> None:
    test = screen.open("sharing", lihat="coba-hitung")
    test.select_slider[0].set_value(10_000).run()
    assert [slider.value for slider in test.select_slider] == [10_000, 0]
    assert "Rp326.000" not in tables(test)
    test.select_slider[1].set_value(6_000).run()
    assert [slider.value for slider in test.select_slider] == [4_000, 6_000]
    assert "Rp326.000" in tables(test)


def test_the_money_can_be_typed_and_is_echoed(screen: Screen, shared: Runs) -> None:
    test = typed(screen.open("sharing", lihat="coba-hitung"), "Uang yang dibagi", "2jt")
    assert "dua juta rupiah" in texts(test)
    assert "Rp400.000" in tables(test)
    assert "angka saja" in texts(typed(test, "Uang yang dibagi", "banyak"))


def test_the_money_of_the_books_is_the_first_choice(screen: Screen, shared: Runs) -> None:
    shared.money(3_000_000)
    assert "Sama dengan saldo di Kas" in texts(screen.open("sharing", lihat="coba-hitung"))


def test_the_hall_sees_bars_without_names(screen: Screen, shared: Runs) -> None:
    test = screen.open("sharing", layar="1")
    said = texts(test)
    assert "Kita bagi Rp1.000.000" in said
    assert len(pictures(test)) == 1
    assert "Usaha" not in said + pictures(test)[0]
    assert tables(test) == ""
    assert "layar" not in press(test, "Kembali").query_params


def test_what_was_moved_and_typed_is_there_on_the_screen_and_on_the_way_back(screen: Screen, shared: Runs) -> None:
    test = typed(screen.open("sharing", lihat="coba-hitung"), "Uang yang dibagi", "2jt")
    test.select_slider[0].set_value(10_000).run()
    test = press(test, "Tayangkan")
    assert "Kita bagi Rp2.000.000" in texts(test)
    assert "paling besar Rp400.000" in pictures(test)[0].split("B · ")[1]
    test = press(test, "Kembali")
    assert next(field for field in test.text_input if field.label == "Uang yang dibagi").value == "Rp2.000.000"
    assert [slider.value for slider in test.select_slider] == [10_000, 0]


def test_a_part_without_a_base_is_tried_equally_and_said(screen: Screen, shared: Runs) -> None:
    test = screen.open("sharing", lihat="coba-hitung")
    test.selectbox(key="trial_start_B").select("cooperative").run()
    assert "Belum ada yang bisa dihitung menurut simpanan dan menurut tugas." in texts(test)


def test_what_was_tried_is_put_to_the_vote(screen: Screen, shared: Runs) -> None:
    test = screen.open("sharing", lihat="coba-hitung")
    test.radio(key="trial_what").set_value("all").run()
    test = typed(test, "Nama aturan B", "Separuh penjualan")
    press(test, "Buat usulan")
    (row,) = screen.ask(votes.listing)
    detail = screen.ask(votes.one, decision_id=row.id)
    assert [option.label for option in detail.options] == ["Dibagi rata", "Separuh penjualan"]
    assert {rule.name for rule in screen.ask(sharing_rules.versions)} == {"Dibagi rata", "Separuh penjualan"}


# -- a run -------------------------------------------------------------------------------------------------------------


def test_rule_before_money(screen: Screen) -> None:
    test = press(screen.open("sharing"), "Hitung bagi hasil")
    assert "Aturan dulu, baru uang." in texts(test)
    assert all(button.label != "Hitung bagi hasil" for button in screen.sit(TREASURER).open("sharing").button)


def test_a_run_is_calculated_shown_and_approved_by_somebody_else(
    screen: Screen, shared: Runs, monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared.passed()
    shared.money(1_000_000, by=shared.treasurer)
    test = press(press(screen.open("sharing"), "Hitung bagi hasil"), "Hitung")
    assert "Bagi hasil no. 1 sudah dihitung." in test.success[0].value
    assert "Rp326.000" in tables(test)
    test = press(test, "Tunjukkan ke anggota")
    assert "keberatan sampai Sabtu, 28 November 2026" in test.success[0].value

    later(screen, monkeypatch)
    test = screen.open("sharing", no="1")
    assert "Anda yang menghitung ini." in texts(test)
    assert all(button.label != "Setujui" for button in test.button)
    screen.account = shared.coordinator.account or screen.account  # somebody else sits down
    test = press(press(screen.sit(TREASURER).open("sharing", no="1"), "Setujui"), "Setujui")
    assert screen.ask(reports.listing)[0].state == "approved"
    assert "0 dari 5 bagian sudah dibayar" in texts(test)


def test_the_same_money_is_not_calculated_twice(screen: Screen, shared: Runs) -> None:
    shared.calculated()
    test = press(screen.open("sharing"), "Hitung bagi hasil")
    assert "Bagi hasil no. 1" in texts(test)
    assert all(button.label != "Hitung" for button in test.button)


def test_each_share_explains_itself(screen: Screen, shared: Runs) -> None:
    shared.calculated()
    test = screen.open("sharing", no="1")
    box = next(box for box in test.selectbox if box.label == "Hitungan satu anggota")
    said = texts(box.select(shared.id("A002")).run())
    assert "40% dibagi rata ke 5 anggota: Rp80.000. 60% menurut penjualan: Rp12,3 juta dari Rp30 juta, jadi Rp246.000." in said


def test_a_share_is_paid_with_its_proof_and_a_receipt(screen: Screen, shared: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    run = shared.approved()
    later(screen, monkeypatch)
    test = press(screen.sit(TREASURER).open("sharing", no="1"), "Bayar")
    photo = BytesIO()
    Image.new("RGB", (90, 60), "white").save(photo, "JPEG")
    test.file_uploader[0].upload("bukti.jpg", photo.getvalue(), "image/jpeg").run()
    test = press(test, "Sudah dibayar")
    paid = next(share for share in one(screen, run).shares if share.method)
    assert (paid.name, paid.method, paid.paid_on) == ("Usaha A001", "cash", (AFTER + timedelta(hours=7)).date())
    assert screen.ask(evidence.picture, evidence_id=paid.evidence_id)
    receipt = next(area.value for area in test.text_area if area.key == f"letter_{paid.id.hex}_text")
    assert "bagian Rp249.000 sudah dibayar" in receipt
    assert len(receipt) <= 350
    assert all(f"Rp{other}" not in receipt for other in ("326.000", "80.000", "145.500", "199.500", "1.000.000"))

    test = press(test, "Batalkan catatan ini")
    test = press(typed(test, "Kenapa?", "Salah orang"), "Simpan")
    assert not test.error, test.error[0].value
    assert "dibatalkan" in test.success[0].value
    assert not any(share.method for share in one(screen, run).shares)


def test_what_is_owed_to_the_pool_is_taken_out_of_the_share_and_said(
    screen: Screen, shared: Runs, monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = shared.passed()
    (decision,) = screen.ask(votes.listing)
    shared.app.act(
        shared.treasurer, contributions.issue_sum, businesses=[shared.id("A001")], amount=49_000, span=OCTOBER, due_on=TODAY,
        decision_id=decision.id, now=NOW,
    )
    shared.approved(rule, pool=951_000)  # with the contribution there is a round million to share
    later(screen, monkeypatch)
    test = press(screen.sit(TREASURER).open("sharing", no="1"), "Bayar")
    assert "Rp49.000 untuk iuran yang belum dibayar. Serahkan Rp200.000." in texts(test)
    test = press(test, "Sudah dibayar")
    assert any("Rp49.000 dari bagian ini untuk iuran." in area.value for area in test.text_area)


def test_only_the_treasurer_pays(screen: Screen, shared: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    shared.approved()
    later(screen, monkeypatch)
    test = screen.open("sharing", no="1")
    assert "Bendahara yang membayar." in texts(test)
    assert all(button.label != "Bayar" for button in test.button)


def test_a_day_that_cannot_be_read_pays_nothing(screen: Screen, shared: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    shared.approved()
    later(screen, monkeypatch)
    test = typed(press(screen.sit(TREASURER).open("sharing", no="1"), "Bayar"), "Tanggal bayar", "besok lusa")
    assert "Tulis tanggal seperti 4 Mei 2027." in texts(test)
    assert next(button for button in test.button if button.label == "Sudah dibayar").disabled


def test_a_run_is_shown_to_a_hall_without_names(screen: Screen, shared: Runs) -> None:
    shared.reviewed()
    test = press(screen.open("sharing", no="1"), "Tayangkan")
    said = texts(test)
    assert pictures(test)
    assert "Kita bagi Rp1.000.000" in said
    assert "Tanpa nama." in said
    assert "Anggota bisa keberatan sampai Sabtu, 28 November 2026." in said
    assert "Usaha A0" not in said + tables(test)
    assert "Batalkan hitungan ini" not in said
    assert "Batalkan hitungan ini" in [button.label for button in press(test, "Kembali").button]


def test_a_run_that_members_do_not_see_yet_is_not_shown_to_a_hall(screen: Screen, shared: Runs) -> None:
    shared.calculated()
    test = screen.open("sharing", no="1", layar="1")
    assert "Tanpa nama." not in texts(test)
    assert "Tayangkan" not in [button.label for button in test.button]


def test_an_objection_is_answered_and_settled(screen: Screen, shared: Runs) -> None:
    run = shared.reviewed()
    shared.app.act(
        shared.member("A003"), objections.raise_, distribution_id=run, business_id=shared.id("A003"), component="members",
        text="Penjualan *bazar* belum masuk",
    )
    test = screen.open("sharing", no="1")
    assert r"Penjualan \*bazar\* belum masuk" in texts(test)
    test = press(typed(press(test, "Jawab"), "Jawaban untuk anggota", "Sudah dicek, bazar bulan lain."), "Simpan")
    test = press(press(test, "Bagiannya benar"), "Bagiannya benar")
    (settled,) = one(screen, run).objections
    assert (settled.state, settled.answer) == ("rejected", "Sudah dicek, bazar bulan lain.")


def test_an_upheld_objection_stops_the_approval(screen: Screen, shared: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    run = shared.reviewed()
    id_ = shared.app.act(shared.member("A003"), objections.raise_, distribution_id=run, business_id=shared.id("A003"), text="Kurang")
    shared.app.act(shared.coordinator, objections.answer, objection_id=id_, version=1, text="Benar.")
    press(press(screen.open("sharing", no="1"), "Anggota benar"), "Anggota benar")
    later(screen, monkeypatch)
    test = screen.sit(TREASURER).open("sharing", no="1")
    assert "Ada keberatan yang benar." in texts(test)
    assert all(button.label != "Setujui" for button in test.button)


def test_the_coordinator_writes_down_what_a_member_says(screen: Screen, shared: Runs) -> None:
    run = shared.reviewed()
    test = screen.open("sharing", no="1")
    test = next(box for box in test.selectbox if box.label == "Hitungan satu anggota").select(shared.id("A004")).run()
    test = press(typed(press(test, "Catat keberatan"), "Kata anggota", "Jumlahnya kurang"), "Simpan")
    assert [(row.name, row.text) for row in one(screen, run).objections] == [("Usaha A004", "Jumlahnya kurang")]


def test_a_run_is_withdrawn_only_with_a_reason(screen: Screen, shared: Runs) -> None:
    shared.calculated()
    test = press(press(screen.open("sharing", no="1"), "Batalkan hitungan ini"), "Simpan")
    assert screen.ask(reports.listing)[0].state == "calculated"
    press(typed(test, "Kenapa?", "Penjualan A003 belum masuk"), "Simpan")
    assert screen.ask(reports.listing)[0].state == "void"
    assert "Penjualan A003 belum masuk" in texts(screen.open("sharing", no="1"))


def test_where_nobody_else_is_there_the_members_approve(screen: Screen, shared: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    shared.passed()
    shared.money(1_000_000, by=shared.treasurer)
    screen.account = shared.coordinator.account or screen.account  # the office has one coordinator and one treasurer
    press(press(press(screen.open("sharing"), "Hitung bagi hasil"), "Hitung"), "Tunjukkan ke anggota")
    later(screen, monkeypatch)
    test = screen.open("sharing", no="1")
    assert "jadi anggota yang memutuskan" in texts(test)
    press(test, "Ajukan ke musyawarah")
    shared.agree(next(row.id for row in screen.ask(votes.listing) if row.state == "draft"), AFTER)
    assert screen.ask(reports.listing)[0].state == "approved"


def test_letters_name_the_own_share_only(screen: Screen, shared: Runs) -> None:
    run = shared.reviewed()
    letters = [area.value for area in screen.open("sharing", no="1").text_area]
    assert len(letters) == 5
    amounts = {share.name: f"Rp{share.amount:,}".replace(",", ".") for share in one(screen, run).shares}
    for letter in letters:
        assert len(letter) <= 350
        assert sum(amount in letter for amount in amounts.values()) == 1


def test_what_came_later_is_listed_and_the_shares_stay(screen: Screen, shared: Runs) -> None:
    run = shared.approved()
    before = one(screen, run).shares

    def more(w: World) -> None:
        w.ids.update(shared.people.businesses)
        w.typed("A003", NOW.date().replace(month=10, day=12), 6_000_000)

    world(screen.app, screen.system, more)
    test = screen.open("sharing", no="1")
    assert "Selisih yang datang kemudian" in texts(test)
    assert "Rp6 juta" in tables(test)
    assert one(screen, run).shares == before
    press(test, "Ajukan ke musyawarah")
    shared.agree(next(row.id for row in screen.ask(votes.listing) if row.state == "draft"))
    assert "selisih ini masuk bagi hasil berikutnya" in texts(screen.open("sharing", no="1"))
