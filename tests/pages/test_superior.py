"""Produk unggulan on the page: compared, scored by taps, ranked, put to the vote, kept, and told."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from cblp.catalogue import reports as catalogue
from cblp.catalogue.services import products
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.decisions.reports import decisions
from cblp.decisions.services import parameters
from cblp.growth.reports import superior as reports
from cblp.growth.rules.vikor import CRITERIA
from cblp.growth.services import superior as services
from tests.growth.test_superior import VECTOR, WEIGHTS
from tests.pages import market
from tests.pages.conftest import Screen, press, texts
from tests.sales.build import World

TODAY = date(2026, 11, 21)


def shelf(screen: Screen) -> dict[str, UUID]:
    """Five products that nobody compares yet, beside another association's."""

    def build(w: World) -> None:
        w.business("Rumah Sari")
        for name in VECTOR:
            w.product(name, "Rumah Sari")

    return market.build(screen, build)


def scored(screen: Screen) -> dict[str, UUID]:
    """All compared, with the points of the domain rules."""
    ids = shelf(screen)
    screen.act(parameters.start_with, key=reports.WEIGHTS, value=WEIGHTS, since=date(2026, 1, 1))
    for name, values in VECTOR.items():
        candidate = screen.act(services.add_candidate, product_id=ids[name])
        screen.act(services.score, candidate_id=candidate, version=1, scores=dict(zip(CRITERIA, values, strict=True)))
    return ids


def row(screen: Screen, name: str) -> reports.Row:
    found: list[reports.Row] = screen.ask(reports.candidates, today=TODAY)
    return next(one for one in found if one.product == name)


def part(screen: Screen, name: str, **more: str) -> AppTest:
    return screen.open("superior", bagian=name, **more)


def pill(test: AppTest, row: reports.Row, criterion: str) -> Any:
    return next(one for one in test.button_group if one.key == f"superior_{row.id}_{criterion}")


# -- who may see it ----------------------------------------------------------------------------------------------------


def test_it_is_a_page_of_the_office(screen: Screen) -> None:
    scored(screen)
    for role in (MEMBER, MENTOR, LIAISON):
        said = texts(screen.sit(role).open("superior"))
        assert "Batik tulis" not in said
        assert "Halaman ini" in said
    assert "Batik tulis" not in texts(screen.leave().open("superior"))


@pytest.mark.parametrize(("language", "words"), [("id", "Belum ada produk unggulan"), ("en", "No superior product yet")])
def test_before_there_is_a_product_it_says_where_to_begin(screen: Screen, language: str, words: str) -> None:
    test = screen.sit(COORDINATOR, language=language).open("superior")
    assert words in texts(test)
    assert not test.button_group


def test_the_treasurer_reads_and_changes_nothing(screen: Screen) -> None:
    scored(screen)
    assert "Batik tulis" in texts(screen.sit(TREASURER).open("superior"))
    assert not any("Simpan peringkat ini" in button.label for button in screen.open("superior").button)
    points = part(screen, "nilai")
    assert "3 dari 5" in texts(points) or "4 dari 5" in texts(points) or "2 dari 5" in texts(points)
    assert not any(one.key and one.key.startswith(f"superior_{row(screen, 'Batik tulis').id}") for one in points.button_group)


def test_the_treasurer_of_an_empty_association_is_offered_nothing_that_they_may_not_do(screen: Screen) -> None:
    shelf(screen)
    test = screen.sit(TREASURER).open("superior")
    assert "Koordinator memilih produk yang dibandingkan" in texts(test)
    assert not [button.label for button in test.button if button.label in ("Bandingkan produk", "Ke produk")]


def test_the_treasurer_does_not_put_weights_to_the_vote(screen: Screen) -> None:
    ids = shelf(screen)
    screen.act(services.add_candidate, product_id=ids["Batik tulis"])
    assert "Musyawarahkan bobot" not in [button.label for button in screen.sit(TREASURER).open("superior").button]


# -- compared and scored -----------------------------------------------------------------------------------------------


def test_the_first_product_is_chosen_on_the_empty_page(screen: Screen) -> None:
    ids = shelf(screen)
    test = press(screen.open("superior"), "Bandingkan produk")
    test.radio(key="superior_add_product").set_value(str(ids["Batik tulis"]))
    test = press(test, "Simpan")
    assert [one.product for one in screen.ask(reports.candidates, today=TODAY)] == ["Batik tulis"]
    assert "Beri nilai" in texts(test)


def test_a_tap_is_a_point_and_a_second_tap_takes_it_back(screen: Screen) -> None:
    ids = shelf(screen)
    screen.act(services.add_candidate, product_id=ids["Batik tulis"])
    test = part(screen, "nilai")
    test = pill(test, row(screen, "Batik tulis"), "market").set_value(4).run()
    assert not test.exception
    assert row(screen, "Batik tulis").values["market"] == 4
    pill(test, row(screen, "Batik tulis"), "market").set_value(None).run()
    assert row(screen, "Batik tulis").values["market"] is None


def test_what_somebody_else_gave_meanwhile_is_shown_and_not_written_over(screen: Screen) -> None:
    ids = shelf(screen)
    screen.act(services.add_candidate, product_id=ids["Batik tulis"])
    test = part(screen, "nilai")
    test = pill(test, row(screen, "Batik tulis"), "market").set_value(4).run()
    now = row(screen, "Batik tulis")
    screen.act(services.score, candidate_id=now.id, version=now.version, scores={"market": 2})
    test = test.run()
    assert row(screen, "Batik tulis").values["market"] == 2
    assert pill(test, row(screen, "Batik tulis"), "market").value == 2


def test_a_point_is_still_there_after_another_product_was_looked_at(screen: Screen) -> None:
    scored(screen)
    batik, coffee = row(screen, "Batik tulis"), row(screen, "Kopi bubuk")
    test = part(screen, "nilai").selectbox(key="superior_product").set_value(batik.id).run()
    test = test.selectbox(key="superior_product").set_value(coffee.id).run()
    test = test.selectbox(key="superior_product").set_value(batik.id).run()
    assert pill(test, batik, "character").value == 5
    assert row(screen, "Batik tulis").values == batik.values and row(screen, "Kopi bubuk").values == coffee.values


def test_the_product_stays_open_when_its_last_point_is_given(screen: Screen) -> None:
    scored(screen)
    now = row(screen, "Kopi bubuk")
    screen.act(services.score, candidate_id=now.id, version=now.version, scores={"market": None})
    test = part(screen, "nilai")
    assert test.selectbox(key="superior_product").value == now.id
    test = pill(test, now, "market").set_value(3).run()
    assert row(screen, "Kopi bubuk").values["market"] == 3
    assert test.selectbox(key="superior_product").value == now.id


def test_one_point_at_a_time_goes_through_all_products(screen: Screen) -> None:
    scored(screen)
    test = part(screen, "nilai")
    test = test.button_group(key="superior_way").set_value("point").run()
    test = test.selectbox(key="superior_point").set_value("character").run()
    pill(test, row(screen, "Kopi bubuk"), "character").set_value(5).run()
    assert row(screen, "Kopi bubuk").values["character"] == 5
    assert row(screen, "Batik tulis").values["character"] == 5


def test_own_figures_stand_over_the_data_until_they_are_emptied(screen: Screen) -> None:
    ids = shelf(screen)
    screen.act(services.add_candidate, product_id=ids["Batik tulis"])
    test = press(part(screen, "nilai"), "Ganti angka")
    key = f"superior_measured_{row(screen, 'Batik tulis').id}"
    test.text_input(key=f"{key}_turnover").input("1,5 juta")
    test.text_input(key=f"{key}_labour").input("4")
    test = press(test, "Simpan")
    assert (row(screen, "Batik tulis").values["turnover"], row(screen, "Batik tulis").values["labour"]) == (1_500_000, 4)
    assert "Rp1.500.000 (diisi sendiri)" in texts(test)


def test_a_product_leaves_after_a_second_yes(screen: Screen) -> None:
    scored(screen)
    test = press(part(screen, "nilai"), "Jangan bandingkan")
    assert len(screen.ask(reports.candidates, today=TODAY)) == 5
    press(test, "Jangan bandingkan")
    assert len(screen.ask(reports.candidates, today=TODAY)) == 4


# -- ranked ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "sentence"), [
    ("id", "Produk unggulan kita: Batik tulis."), ("en", "Our superior product: Batik tulis."),
])
def test_the_sentence_names_who_is_put_forward(screen: Screen, language: str, sentence: str) -> None:
    scored(screen)
    test = screen.sit(COORDINATOR, language=language).open("superior")
    said = texts(test)
    assert sentence in said
    assert market.CANARY not in said + market.tables(test)
    assert [name for name in VECTOR if name in market.tables(test)] == list(VECTOR)


def test_when_weak_points_count_more_three_stand_together(screen: Screen) -> None:
    scored(screen)
    test = screen.open("superior")
    test = test.button_group(key="superior_v").set_value(25).run()
    assert "Produk unggulan kita: Batik tulis, Keripik singkong, Kopi bubuk." in texts(test)


def test_what_lacks_points_is_named_with_them(screen: Screen) -> None:
    scored(screen)
    now = row(screen, "Kopi bubuk")
    screen.act(services.score, candidate_id=now.id, version=now.version, scores={"labour": None})
    said = texts(screen.open("superior"))
    assert "**Kopi bubuk** belum punya nilai: " in said


def test_further_points_are_asked_when_they_are_switched_on(screen: Screen) -> None:
    scored(screen)
    test = screen.open("superior").toggle(key="superior_further").set_value(True).run()
    said = texts(test)
    assert "Nilai 5 produk belum lengkap" in said
    assert "Asli dari sini" in said


def test_weights_that_nobody_decided_are_put_to_the_vote_once(screen: Screen) -> None:
    ids = shelf(screen)
    screen.act(services.add_candidate, product_id=ids["Batik tulis"])
    test = screen.open("superior")
    assert "semua penilaian sama bobotnya" in texts(test)
    test = press(test, "Musyawarahkan bobot")
    (made,) = screen.ask(decisions.listing)
    assert (made.kind, made.state) == ("weights", "draft")
    assert {one.code for one in screen.ask(decisions.one, decision_id=made.id).options} == set(CRITERIA)
    assert "Musyawarahkan bobot" not in [button.label for button in test.button]


def test_a_kept_ranking_has_its_own_address_and_stays(screen: Screen) -> None:
    scored(screen)
    test = press(screen.open("superior"), "Simpan peringkat ini")
    test.text_area(key="superior_run_minutes").input("Hadir 12 orang.")
    test = press(test, "Simpan")
    said = texts(test)
    assert "Peringkat no. 1" in said and "Hadir 12 orang." in said
    for name in VECTOR:
        now = row(screen, name)
        screen.act(services.score, candidate_id=now.id, version=now.version, scores={"turnover": 1, "labour": 1})
    assert "Produk unggulan kita: Batik tulis." in texts(screen.open("superior", no="1"))
    assert "Belum ada peringkat dengan nomor ini." in texts(screen.open("superior", no="9"))
    paper = press(screen.open("superior", no="1"), "Notulen untuk dicetak")
    assert "produk-unggulan-1.html" in texts(paper)


def test_what_would_change_the_choice_stands_in_words(screen: Screen) -> None:
    scored(screen)
    test = screen.open("superior")
    assert any("Kapan pilihannya berubah" in one.label for one in test.expander)
    assert "Kelemahan saja" in market.tables(test)


# -- told --------------------------------------------------------------------------------------------------------------


def test_the_next_step_is_told_in_rupiah(screen: Screen) -> None:
    ids = scored(screen)
    screen.act(products.edit_product, product_id=ids["Kopi bubuk"], version=1, changes={"price": 20_000, "stage": "raw"})
    screen.act(products.set_cost, product_id=ids["Kopi bubuk"], amount=12_000, since=date(2026, 1, 1))
    test = part(screen, "cerita")
    test = test.selectbox(key="superior_told").set_value(ids["Kopi bubuk"]).run()
    test = press_key(test, f"open_step_{ids['Kopi bubuk']}")
    key = f"step_{ids['Kopi bubuk']}"
    test.text_area(key=f"{key}_next_step").input("Kopi saset")
    test.text_input(key=f"{key}_next_price").input("35.000")
    test.text_input(key=f"{key}_next_cost").input("20.000")
    test = press(test, "Simpan")
    said = texts(test)
    assert "**Bahan mentah** → Setengah jadi → Barang jadi" in said
    assert "naik Rp7.000" in said


def test_three_strengths_become_the_story(screen: Screen) -> None:
    ids = scored(screen)
    screen.act(services.tell, product_id=ids["Batik tulis"], version=0, changes={
        "authentic": "Motif dari nenek.", "tradition": "Dipakai saat menikah.", "attractive": "Warnanya hangat.",
    })
    test = part(screen, "cerita")
    test = test.selectbox(key="superior_told").set_value(ids["Batik tulis"]).run()
    press(test, "Pakai jadi cerita")
    card = screen.ask(catalogue.product, product_id=ids["Batik tulis"], today=TODAY)
    assert card.story == "Motif dari nenek.\n\nDipakai saat menikah.\n\nWarnanya hangat."


def press_key(test: AppTest, key: str) -> AppTest:
    return test.button(key=key).click().run()
