"""Musyawarah: who may see it, from a draft to the count on the screen, and the vote on a member's phone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.decisions.reports import decisions as reports
from cblp.decisions.reports import parameters as settings
from cblp.decisions.services import ballots, decisions, evidence
from cblp.decisions.services.decisions import Option
from cblp.people.services import register
from tests.conftest import NOW
from tests.decisions.making import TODAY, photo
from tests.pages.conftest import Screen, press, texts

LATER = NOW + timedelta(days=2)


@pytest.fixture
def members(screen: Screen) -> list[UUID]:
    """Three active members; the third has no owner."""
    return [
        screen.act(
            register.add_business, name=name, since=date(2026, 1, 1), now=NOW,
            owner={"name": owner, "address_form": "Ibu", "phone": phone} if owner else None,
        )
        for name, owner, phone in (("Batik Ayu", "Sari", "081234567890"), ("Keripik Budi", "Rina", "081311112222"), ("Kopi Cik", "", ""))
    ]


def draft(screen: Screen, kind: str = "yes_no", **given: Any) -> UUID:
    given.setdefault("title", "Iuran *promo*")
    return UUID(str(screen.act(decisions.draft, kind=kind, proposal="Iuran promo Rp25.000.", now=NOW, **given)))


def opened(screen: Screen, kind: str = "yes_no", **given: Any) -> UUID:
    decision = draft(screen, kind, **given)
    screen.act(decisions.open_, decision_id=decision, closes_at=LATER, now=NOW)
    return decision


def cast(screen: Screen, decision: UUID, business: UUID, choice: dict[str, Any]) -> None:
    screen.act(ballots.vote, decision_id=decision, business_id=business, choice=choice, now=NOW)


def one(screen: Screen, decision: UUID) -> reports.Detail:
    found: reports.Detail = screen.ask(reports.one, decision_id=decision)
    return found


def write(test: AppTest, **values: str) -> AppTest:
    """Fill in text fields by the end of their keys."""
    for name, value in values.items():
        next(field for field in [*test.text_input, *test.text_area] if str(field.key).endswith(f"_{name}")).set_value(value)
    return test


# -- who may see it ----------------------------------------------------------------------------------------------------


def test_nobody_signed_in_sees_nothing(screen: Screen, members: list[UUID]) -> None:
    opened(screen)
    said = texts(screen.leave().open("decisions"))
    assert "Iuran" not in said
    assert "Waktu masuk habis" in said


@pytest.mark.parametrize("role", [MEMBER, MENTOR, LIAISON])
def test_other_roles_are_sent_back(screen: Screen, members: list[UUID], role: str) -> None:
    opened(screen)
    said = texts(screen.sit(role).open("decisions", keputusan="1"))
    assert "Iuran" not in said
    assert "Halaman ini untuk peran lain" in said


def test_an_empty_association_in_both_languages(screen: Screen) -> None:
    said = texts(screen.open("decisions"))
    assert "Belum ada usulan untuk anggota." in said
    assert "Masa keberatan bagi hasil" in said
    assert "7 hari" in said
    english = texts(screen.sit(COORDINATOR, language="en").open("decisions"))
    assert "Nothing was put to the members yet." in english
    assert "7 days" in english


# -- the list ----------------------------------------------------------------------------------------------------------


def test_the_list_says_what_waits_and_never_what_was_voted(screen: Screen, members: list[UUID]) -> None:
    decision = opened(screen)
    draft(screen, title="Draf lain")
    cast(screen, decision, members[0], {"vote": "no"})
    test = screen.open("decisions")
    said = texts(test)
    assert "1 usulan menunggu suara. Yang terdekat ditutup Senin, 23 November 2026 pukul 10.00 WIB." in said
    [bar] = test.get("progress")
    assert bar.proto.text == "1 dari 3 usaha sudah memberi suara · ditutup Senin, 23 November 2026 pukul 10.00 WIB"
    assert "Tidak setuju" not in said
    assert [button.label for button in test.button if "Iuran" in button.label] == ["**1. Iuran \\*promo\\***"]


def test_an_unknown_number_is_said(screen: Screen) -> None:
    assert "Tidak ada keputusan no. 99." in texts(screen.open("decisions", keputusan="99"))


# -- a draft -----------------------------------------------------------------------------------------------------------


def test_a_figure_is_proposed_in_a_form_and_said_in_words(screen: Screen, members: list[UUID]) -> None:
    test = press(screen.open("decisions"), "Usulan baru")
    test = press(test, "Iuran promo bersama, dari penghasilan")
    test = press(write(test, value="2,5"), "Simpan")
    said = texts(test).replace("\\", "")
    assert "Iuran promo bersama, dari penghasilan: 2,5%. Sekarang 0%." in said
    assert "Kalau diterima: Setiap usaha membayar iuran ini dari penghasilan promo bersama." in said
    [row] = screen.ask(reports.listing)
    made = one(screen, row.id)
    assert (row.state, made.effects) == ("draft", ({"kind": "parameter", "key": "contribution", "value": 250},))
    # the words follow the value as long as nobody wrote their own
    test = press(test, "Ubah")
    press(write(test, value="3"), "Simpan")
    changed = one(screen, row.id)
    assert changed.effects[0]["value"] == 300
    assert "3%" in changed.proposal


def test_a_value_out_of_range_is_said_beside_the_form(screen: Screen, members: list[UUID]) -> None:
    test = press(press(screen.open("decisions"), "Usulan baru"), "Masa keberatan bagi hasil")
    test = press(write(test, value="90"), "Simpan")
    assert "Tulis angka antara 1 dan 60." in texts(test)
    assert screen.ask(reports.listing) == []


def test_a_date_is_chosen_from_days_typed_one_a_line(screen: Screen, members: list[UUID]) -> None:
    test = press(press(screen.open("decisions"), "Usulan baru"), "Pilih tanggal")
    write(test, title="Temu bulanan", proposal="Kapan kita bertemu?", options="12 Des 2026\nbesok")
    test = press(test, "Simpan")
    assert "Tulis satu tanggal di setiap baris" in texts(test)
    test = press(write(test, options="12 Des 2026\n19 Des 2026"), "Simpan")
    [row] = screen.ask(reports.listing)
    assert [option.label for option in one(screen, row.id).options] == ["Sabtu, 12 Desember 2026", "Sabtu, 19 Desember 2026"]


@pytest.mark.parametrize(("about", "kind", "options"), [
    ("Setuju atau tidak", "yes_no", 0), ("Pilih satu dari beberapa", "choose_one", 2), ("Urutkan beberapa pilihan", "ranking", 2),
    ("Ada yang keberatan?", "consent", 0), ("Bobot produk unggulan", "weights", 6),
])
def test_every_kind_of_proposal_has_its_form(screen: Screen, members: list[UUID], about: str, kind: str, options: int) -> None:
    test = write(press(press(screen.open("decisions"), "Usulan baru"), about), title="Judul", proposal="Kita mau apa?")
    if options == 2:
        write(test, options="Sabtu\nMinggu\n")
    press(test, "Simpan")
    [row] = screen.ask(reports.listing)
    made = one(screen, row.id)
    assert (made.kind, len(made.options), made.quorum, made.threshold) == (kind, options, 5_000, 5_000)


def test_a_stale_change_shows_both_lists_of_options(screen: Screen, members: list[UUID]) -> None:
    decision = draft(screen, "ranking", options=[Option("", "Sabtu"), Option("", "Minggu")])
    test = press(screen.open("decisions", keputusan="1"), "Ubah")
    screen.act(decisions.edit, decision_id=decision, version=1, changes={"title": "Lain"}, now=NOW)
    test = press(write(test, options="Sabtu\nSenin"), "Simpan")
    said = texts(test)
    assert "Senin" in said
    assert "Minggu" in said
    press(test, next(button.label for button in test.button if button.label.startswith("Pakai")))
    assert [option.label for option in one(screen, decision).options] == ["Sabtu", "Senin"]


def test_what_is_to_be_looked_at_again_is_marked(screen: Screen, members: list[UUID]) -> None:
    decision = draft(screen, review_on=TODAY)
    screen.act(decisions.agree, decision_id=decision, present=members, now=NOW)
    assert "Waktunya ditinjau" in texts(screen.open("decisions"))


def test_a_draft_is_opened_until_an_hour_or_deleted(screen: Screen, members: list[UUID]) -> None:
    first, second = draft(screen), draft(screen, title="Lain")
    test = press(screen.open("decisions", keputusan="1"), "Buka suara")
    assert "3 usaha bisa memberi suara" in texts(test)
    test = press(write(test, day="23 Nov 2026"), "Simpan")
    found = one(screen, first)
    assert found.closes_at is not None
    assert (found.state, found.closes_at.isoformat()) == ("open", "2026-11-23T13:00:00+00:00")
    test = press(screen.open("decisions", keputusan="2"), "Hapus draf")
    press(test, "Hapus draf")
    assert one(screen, second).state == "dropped"


def test_mufakat_names_who_was_there(screen: Screen, members: list[UUID]) -> None:
    decision = draft(screen, effects=[{"kind": "parameter", "key": "contribution", "value": 100}])
    test = press(screen.open("decisions", keputusan="1"), "Sudah mufakat")
    test = press(test, "Catat sebagai mufakat")
    assert "Yang hadir 0 usaha. Keputusan perlu paling sedikit 2." in texts(test)
    test.multiselect[0].set_value([members[0], members[2]])
    test = press(write(test, minutes="Dibahas."), "Catat sebagai mufakat")
    assert one(screen, decision).present == ("Batik Ayu", "Kopi Cik")
    said = texts(test)
    assert "Diterima. Mufakat, dengan 2 dari 3 usaha hadir." in said.replace("\\", "")
    assert "Iuran promo bersama, dari penghasilan: 1%, sejak 21 Nov 2026" in said.replace("\\", "")


# -- open --------------------------------------------------------------------------------------------------------------


def test_reminders_are_letters_and_name_nobodys_vote(screen: Screen, members: list[UUID]) -> None:
    decision = opened(screen)
    cast(screen, decision, members[1], {"vote": "yes"})
    test = screen.open("decisions", keputusan="1")
    said = texts(test)
    assert "2 usaha belum memberi suara" in said
    letters = [area.value for area in test.text_area if str(area.key).startswith("remind_")]
    assert letters[0].startswith(
        'Ibu Sari, musyawarah “Iuran *promo*” ditutup Senin, 23 November 2026 pukul 10.00 WIB. Suaranya belum masuk.'
    )
    assert letters[0].endswith("/kegiatan Terima kasih. Wati, koordinator")
    assert letters[1].startswith("Bapak/Ibu Kopi Cik, ")
    assert all(len(letter) <= 350 for letter in letters)


def test_a_vote_is_written_down_for_a_member(screen: Screen, members: list[UUID]) -> None:
    decision = opened(screen)
    test = press(screen.open("decisions", keputusan="1"), "Catat suara")
    test.selectbox[0].set_value(members[0]).run()
    test = press(test, "Tidak setuju")
    assert "Suara Batik Ayu sudah dicatat." in texts(test)
    assert one(screen, decision).turnout == {"recorded": 1}
    assert "Catat suara" not in [button.label for button in screen.sit(TREASURER).open("decisions", keputusan="1").button]


def test_papers_are_counted_with_their_photo(screen: Screen, members: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    from cblp.ui.components import evidence as photos

    decision = opened(screen)
    monkeypatch.setattr(photos, "choose", lambda label, *, key: photo())
    test = press(screen.open("decisions", keputusan="1"), "Hitung kertas")
    test.multiselect[0].set_value(members[:2])
    for key, value in (("yes", "2"), ("no", "1")):
        next(field for field in test.text_input if str(field.key).endswith(f"_{key}")).set_value(value)
    test = press(test, "Simpan")
    assert "Kertasnya 3 lembar, tetapi usaha yang dipilih 2." in texts(test)
    next(field for field in test.text_input if str(field.key).endswith("_no")).set_value("0")
    test = press(test, "Simpan")
    assert "2 kertas suara sudah dihitung." in texts(test)
    assert one(screen, decision).turnout == {"paper": 2}


def test_everybody_has_voted_so_it_is_closed_with_a_second_yes(screen: Screen, members: list[UUID]) -> None:
    decision = opened(screen, effects=[{"kind": "parameter", "key": "contribution", "value": 250}])
    for business, answer in zip(members, ("yes", "yes", "no"), strict=True):
        cast(screen, decision, business, {"vote": answer})
    test = screen.open("decisions", keputusan="1")
    test = press(press(test, "Tutup dan hitung"), "Tutup dan hitung")
    said = texts(test).replace("\\", "")
    assert "Diterima. 2 setuju, 1 tidak setuju, 0 abstain. 3 dari 3 usaha memberi suara." in said
    assert screen.ask(settings.setting, key="contribution", day=TODAY).value == 250
    listed = texts(screen.open("decisions")).replace("\\", "")
    assert "2,5%" in listed
    assert "no. 1" in listed


def test_what_is_over_is_counted_with_a_button(screen: Screen, members: list[UUID]) -> None:
    decision = draft(screen)
    screen.act(decisions.open_, decision_id=decision, closes_at=NOW, now=NOW - timedelta(days=1))
    test = screen.open("decisions", keputusan="1")
    assert "Waktunya sudah habis." in texts(test)
    test = press(test, "Hitung sekarang")
    assert "Belum sah. 0 setuju, 0 tidak setuju, 0 abstain. 0 dari 3 usaha memberi suara." in texts(test).replace("\\", "")


def test_a_second_round_is_opened_from_the_first(screen: Screen, members: list[UUID]) -> None:
    decision = opened(screen, "choose_one", options=[Option("", day) for day in ("Jumat", "Sabtu", "Minggu")], threshold=6_667)
    friday, saturday, _sunday = [option.id for option in one(screen, decision).options]
    for business, option in zip(members, (friday, friday, saturday), strict=True):
        cast(screen, decision, business, {"option": option})
    screen.act(decisions.close, decision_id=decision, now=NOW)
    test = press(screen.open("decisions", keputusan="1"), "Buka putaran kedua")
    press(test, "Simpan")
    [again] = [row for row in screen.ask(reports.listing) if row.state == "open"]
    assert [option.label for option in one(screen, again.id).options] == ["Jumat", "Sabtu"]


def test_the_minutes_are_kept_and_printed(screen: Screen, members: list[UUID]) -> None:
    decision = draft(screen)
    screen.act(decisions.agree, decision_id=decision, present=members, now=NOW)
    test = press(screen.open("decisions", keputusan="1"), "Tulis catatan rapat")
    test = press(write(test, minutes="Semua setuju <b>sekali</b>."), "Simpan")
    assert one(screen, decision).minutes == "Semua setuju <b>sekali</b>."
    test = press(test, "Cetak catatan rapat")
    assert "/unduh/" in texts(test)


def test_the_photo_of_the_papers_is_shown_when_asked_for(screen: Screen, members: list[UUID]) -> None:
    decision = opened(screen)
    proof = screen.act(evidence.add, picture=photo(), now=NOW)
    screen.act(ballots.paper, decision_id=decision, businesses=members, counts={"yes": 3}, evidence_id=proof, now=NOW)
    screen.act(decisions.close, decision_id=decision, now=NOW)
    test = screen.open("decisions", keputusan="1")
    assert "data:image" not in texts(test)
    assert "data:image/webp" in texts(test.toggle[0].set_value(True).run())


# -- a member's phone --------------------------------------------------------------------------------------------------

PHONE = """
from uuid import UUID
import streamlit as st
from cblp import i18n
from cblp.ui import page, state, visitor
from cblp.ui.components import vote
from cblp.ui.page import Visit
from cblp.ui import runtime

i18n.use(state.LANGUAGE.get)
who = visitor.current()
state.LANGUAGE.set(who.language)
visit = Visit(visitor=who, now=runtime.app().clock())
for kind, text in state.MESSAGES.take():
    st.success(text)
business = UUID({business!r})
for todo in vote.tasks(visit, business):
    st.markdown(todo.sentence)
for number, activity in enumerate(vote.activities(visit, business)):
    with st.container(border=True):
        st.markdown(activity.title + (" (urgent)" if activity.urgent else ""))
        st.markdown(activity.sentence)
        activity.show()
"""


def phone(screen: Screen, business: UUID, language: str = "id") -> AppTest:
    screen.sit(MEMBER, language=language, businesses=[business])
    return AppTest.from_string(PHONE.format(business=str(business)), default_timeout=30).run()


def test_a_member_votes_and_changes_it(screen: Screen, members: list[UUID]) -> None:
    decision = opened(screen, effects=[{"kind": "parameter", "key": "contribution", "value": 250}])
    cast(screen, decision, members[1], {"vote": "no"})
    test = phone(screen, members[0])
    said = texts(test)
    assert "**Iuran \\*promo\\*** menunggu suara Anda sampai Senin, 23 November 2026." in said
    assert "(urgent)" in said
    assert "1 dari 3" not in said
    assert [button.label for button in test.button] == ["Setuju", "Tidak setuju", "Abstain"]
    test = press(test, "Tidak setuju")
    said = texts(test)
    assert "menunggu suara Anda" not in said
    assert "Suara saya: **Tidak setuju**" in said
    assert [button.label for button in test.button] == ["Ubah suara"]
    test = press(press(test, "Ubah suara"), "Setuju")
    assert "Suara saya: **Setuju**" in texts(test)
    assert one(screen, decision).turnout == {"app": 1, "recorded": 1}
    assert "My vote: **In favour**" in texts(phone(screen, members[0], "en"))


def test_a_recorded_and_a_paper_vote_are_shown(screen: Screen, members: list[UUID]) -> None:
    decision = opened(screen)
    cast(screen, decision, members[0], {"vote": "abstain"})
    proof = screen.act(evidence.add, picture=photo(), now=NOW)
    screen.act(ballots.paper, decision_id=decision, businesses=[members[1]], counts={"yes": 1}, evidence_id=proof, now=NOW)
    test = phone(screen, members[0])
    assert "Dicatat koordinator untuk Anda." in texts(test)
    assert [button.label for button in test.button] == ["Ubah suara"]
    test = phone(screen, members[1])
    assert "Suara saya: **Di kertas**" in texts(test)
    assert not test.button


def test_ranking_with_a_thumb(screen: Screen, members: list[UUID]) -> None:
    decision = opened(screen, "ranking", options=[Option("", day) for day in ("Jumat", "Sabtu", "Minggu")])
    test = press(phone(screen, members[0]), "Beri suara")
    test = press(press(test, "Minggu"), "Jumat")
    test = press(test, "Kirim suara")
    assert "Suara saya: **1\\. Minggu, 2\\. Jumat**" in texts(test)
    assert one(screen, decision).turnout == {"app": 1}


def test_points_are_sent_once_they_make_a_hundred(screen: Screen, members: list[UUID]) -> None:
    opened(screen, "weights", parameter="criteria_weights")
    test = press(phone(screen, members[0]), "Beri suara")
    assert "Sisa 100 poin" in texts(test)
    test.slider[0].set_value(60)
    test.slider[1].set_value(55).run()
    assert "Lebih 15 poin" in texts(test)
    assert next(button for button in test.button if button.label == "Kirim suara").disabled
    test.slider[1].set_value(40).run()
    test = press(test, "Kirim suara")
    assert "Suara saya: **Penjualan sebulan 60, Jumlah tenaga kerja 40**" in texts(test)


def test_an_objection_carries_its_reason(screen: Screen, members: list[UUID]) -> None:
    decision = opened(screen, "consent")
    test = phone(screen, members[0])
    assert [button.label for button in test.button] == ["Tidak keberatan", "Saya keberatan", "Abstain"]
    test.text_input[0].set_value("Terlalu mahal")
    press(test, "Saya keberatan")
    for business in members[1:]:
        cast(screen, decision, business, {"objection": False})
    screen.act(decisions.close, decision_id=decision, now=NOW)
    said = texts(screen.sit(COORDINATOR).open("decisions", keputusan="1"))
    assert "Terlalu mahal" in said
    assert "Batik Ayu" not in said


def test_choosing_one_and_its_result(screen: Screen, members: list[UUID]) -> None:
    decision = opened(screen, "choose_one", options=[Option("", "Sabtu"), Option("", "Minggu")])
    test = phone(screen, members[0])
    test.radio[0].set_value(one(screen, decision).options[1].id).run()
    press(test, "Kirim suara")
    cast(screen, decision, members[1], {"vote": "abstain"})
    screen.act(decisions.close, decision_id=decision, now=LATER)
    said = texts(phone(screen, members[0]))
    assert "Diterima: Minggu. 2 dari 3 usaha memberi suara." in said.replace("\\", "")
    assert "Suara saya: Minggu" in said
    assert "Suara saya tidak masuk." in texts(phone(screen, members[2]))


def test_two_activities_of_one_page_are_told_apart(screen: Screen, members: list[UUID]) -> None:
    first, second = opened(screen), opened(screen, title="Lain")
    test = phone(screen, members[0])
    assert [button.label for button in test.button] == ["Setuju", "Tidak setuju", "Abstain"] * 2
    test.button[4].click().run()
    assert [one(screen, decision).turnout for decision in (first, second)] == [{}, {"app": 1}]
