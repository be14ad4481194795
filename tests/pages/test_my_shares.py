"""Bagian saya on the phone: the own share explained, an objection that is not lost, and nobody else's money."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from cblp.decisions.presets import PRESETS
from cblp.decisions.reports import decisions as votes
from cblp.decisions.services import decisions, parameters
from cblp.people.services import drafts, register
from cblp.sharing.reports import distributions as reports
from cblp.sharing.services import distributions, objections
from cblp.sharing.services.proposing import Candidate, propose
from cblp.ui import runtime
from cblp.ui.components import my_shares
from cblp.ui.page import Visit
from tests.conftest import NOW
from tests.pages.conftest import Screen, press, texts
from tests.sharing.runs import AFTER, Runs, runs


@pytest.fixture
def shared(screen: Screen) -> Runs:
    return screen.begin(runs, screen.app, screen.system)


def mine(screen: Screen, shared: Runs, code: str = "A002", language: str = "id") -> AppTest:
    return screen.sit("member", language=language, businesses=[shared.id(code)]).open("my_money")


def todo(screen: Screen, shared: Runs, code: str) -> list[str]:
    screen.sit("member", businesses=[shared.id(code)])
    who = screen.current()
    assert who
    return [task.sentence for task in my_shares.tasks(Visit(who, NOW), shared.id(code))]


@pytest.mark.parametrize(("language", "said"), [("id", "Belum ada bagi hasil untuk Anda."), ("en", "No money was shared with you yet.")])
def test_before_the_first_run(screen: Screen, shared: Runs, language: str, said: str) -> None:
    shared.calculated()
    assert said in texts(mine(screen, shared, language=language))


@pytest.mark.parametrize(("language", "said"), [
    ("id", (
        "Ada yang salah? Kabari sampai Sabtu, 28 November 2026.",
        "60% menurut penjualan: Rp12,3 juta dari Rp30 juta, jadi Rp246.000.",
    )),
    ("en", ("Say so until Saturday, 28 November 2026.", "60% by sales: Rp12,3 million of Rp30 million, so Rp246.000.")),
])
def test_the_own_share_explains_itself_and_no_other_shows(screen: Screen, shared: Runs, language: str, said: tuple[str, ...]) -> None:
    shared.reviewed()
    test = mine(screen, shared, language=language)
    shown = texts(test)
    assert "## Rp326.000" in shown
    for sentence in said:
        assert sentence in shown
    assert "Usaha A001" not in shown
    assert not any(amount in shown for amount in ("Rp249.000", "Rp145.500"))  # the middle one is told to all, without a name


def test_a_payment_shows_how_and_when(screen: Screen, shared: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    run = shared.approved()
    moved = replace(screen.app, clock=lambda: AFTER)
    monkeypatch.setattr(runtime, "app", lambda: moved)
    assert "Disetujui. Belum dibayar." in texts(mine(screen, shared))
    share = next(s for s in screen.app.read(shared.treasurer, reports.one, distribution_id=run, now=AFTER).shares if s.name == "Usaha A002")
    shared.app.act(shared.treasurer, distributions.pay, share_id=share.id, method="savings", day=shared.treasurer.day(AFTER), now=AFTER)
    assert "Dibayar 29 Nov 2026, ke simpanan sukarela." in texts(mine(screen, shared))


def test_an_objection_is_kept_while_it_is_typed_and_then_sent(screen: Screen, shared: Runs) -> None:
    run = shared.reviewed()
    test = press(mine(screen, shared), "Ada yang salah?")
    test.text_area[0].input("Penjualan bazar saya").run()
    kept = screen.app.read(screen.actor, drafts.find, form=f"my_shares/{run.hex}")
    assert kept is not None
    assert kept.content == {"text": "Penjualan bazar saya"}
    test = press(mine(screen, shared), "Ada yang salah?")
    assert test.text_area[0].value == "Penjualan bazar saya"
    test = press(test, "Kirim")
    assert "Terkirim." in test.success[0].value
    assert screen.app.read(screen.actor, drafts.find, form=f"my_shares/{run.hex}") is None
    (raised,) = screen.ask(reports.objections)
    assert (raised.name, raised.text, raised.state) == ("Usaha A002", "Penjualan bazar saya", "open")
    again = mine(screen, shared)
    assert "Menunggu jawaban" in texts(again)
    assert "Ada yang salah?" not in [button.label for button in again.button], "it waits for its answer: a second would be refused"


def test_an_empty_objection_is_not_sent(screen: Screen, shared: Runs) -> None:
    shared.reviewed()
    test = press(press(mine(screen, shared), "Ada yang salah?"), "Kirim")
    assert test.error
    assert screen.ask(reports.objections) == []


def test_the_answer_stands_with_the_objection(screen: Screen, shared: Runs) -> None:
    run = shared.reviewed()
    id_ = shared.app.act(shared.member("A002"), objections.raise_, distribution_id=run, business_id=shared.id("A002"), text="Kurang")
    shared.app.act(shared.coordinator, objections.answer, objection_id=id_, version=1, text="Sudah dicek.")
    assert "Jawaban: Sudah dicek" in texts(mine(screen, shared))
    assert "Sudah dicek" not in texts(mine(screen, shared, "A003"))


def test_after_the_window_nobody_is_asked_what_is_wrong(screen: Screen, shared: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    shared.reviewed()
    moved = replace(screen.app, clock=lambda: AFTER)
    monkeypatch.setattr(runtime, "app", lambda: moved)
    test = mine(screen, shared)
    assert "Menunggu disetujui." in texts(test)
    assert all(button.label != "Ada yang salah?" for button in test.button)


def test_who_was_left_out_may_say_so(screen: Screen, shared: Runs) -> None:
    run = shared.reviewed()
    late = shared.app.act(screen.system, register.add_business, name="Usaha Baru", since=NOW.date())
    test = screen.sit("member", businesses=[late]).open("my_money")
    assert "usaha Anda tidak ikut dihitung." in texts(test)
    test = press(test, "Ada yang salah?")
    test.text_area[0].input("Saya ikut jualan").run()
    press(test, "Kirim")
    assert [(row.name, row.distribution_id) for row in screen.ask(reports.objections)] == [("Usaha Baru", run)]
    test = screen.open("my_money")
    assert "Usaha Anda tidak ikut dihitung." in texts(test) and "Tentang seluruh bagian" in texts(test), "nothing, and why"
    assert "Rincian angka" not in [expander.label for expander in test.expander]


def test_names_show_only_when_the_members_decided_so(screen: Screen, shared: Runs) -> None:
    shared.reviewed()
    test = mine(screen, shared)
    assert not any("Usaha A001" in html.proto.body for html in test.get("html"))
    shared.app.act(shared.coordinator, parameters.start_with, key="share_visibility", value="names", since=NOW.date() - timedelta(days=1))
    test = mine(screen, shared)
    assert any("Usaha A001" in html.proto.body for html in test.get("html"))


def test_a_share_to_look_at_is_a_thing_to_do_until_it_is_answered(screen: Screen, shared: Runs) -> None:
    run = shared.reviewed()
    (sentence,) = todo(screen, shared, "A003")
    assert "Rp80.000" in sentence
    assert "Sabtu, 28 November 2026" in sentence
    shared.app.act(shared.member("A003"), objections.raise_, distribution_id=run, business_id=shared.id("A003"), text="Kurang")
    assert todo(screen, shared, "A003") == []


def test_rules_under_vote_say_what_they_would_bring_me(screen: Screen, shared: Runs) -> None:
    shared.money(1_000_000)
    decision = shared.app.act(shared.coordinator, propose, candidates=[
        Candidate("Rata", PRESETS["equal"].components), Candidate("Campuran", PRESETS["hybrid"].components),
    ])
    assert "Kalau aturan ini diterima" not in texts(mine(screen, shared))
    shared.app.act(shared.coordinator, decisions.open_, decision_id=decision, closes_at=NOW + timedelta(days=2))
    shown = texts(mine(screen, shared))
    assert "### Rp326.000" in shown
    assert "### Rp200.000" in shown
    assert len(screen.ask(votes.listing)) == 1


def test_before_there_is_money_a_rule_under_vote_is_told_by_an_example(screen: Screen, shared: Runs) -> None:
    decision = shared.app.act(shared.coordinator, propose, candidates=[
        Candidate("Campuran", PRESETS["hybrid"].components), Candidate("Jam", PRESETS["cooperative"].components),
    ])
    shared.app.act(shared.coordinator, decisions.open_, decision_id=decision, closes_at=NOW + timedelta(days=2))
    shown = texts(mine(screen, shared))
    assert "Dari setiap Rp1.000.000 yang kita bagi, dengan angka Oktober 2026:" in shown
    assert "### Rp326.000" in shown
    assert "Belum bisa dihitung." in shown  # nobody has savings or tasks yet
