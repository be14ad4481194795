"""What is written down in a meeting: few taps for who came, themes with counts, quotes that lead to nobody, decisions linked."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.decisions.reports import decisions as decided
from cblp.errors import Missing, NotAllowed, Stale
from cblp.forum.reports import meetings as reports
from cblp.forum.services import meetings, talk
from cblp.people.services.register import NameNeeded, UnknownChoice
from tests.campaigns.making import Fair, at
from tests.worlds import Worlds

STARTS = at(14, 11, 2)
DAY = at(14, 11, 4)


@pytest.fixture
def fair(app: App, actor: Actor, worlds: Worlds) -> Fair:
    return worlds.on(Fair, app, actor, "sari", "rina", "tuti")


@pytest.fixture
def small(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Fair:
    return worlds.on(Fair, sqlite_app, sqlite_actor, "sari", "rina")


def meet(fair: Fair, **given: Any) -> UUID:
    made: UUID = fair.act(meetings.plan, month=date(2026, 10, 1), starts_at=STARTS, **given)
    return made


def one(fair: Fair, meeting: UUID) -> reports.Detail:
    found: reports.Detail = fair.read(reports.one, meeting_id=meeting)
    return found


def came(fair: Fair, meeting: UUID, *names: str, **given: Any) -> int:
    changed: int = fair.act(
        talk.attend, meeting_id=meeting, business_ids=[fair.ids[name] for name in names], now=DAY, **given
    )
    return changed


def test_who_came_is_ticked_and_unticked(fair: Fair) -> None:
    meeting = meet(fair)
    with pytest.raises(meetings.NotYetBegun):
        fair.act(talk.attend, meeting_id=meeting, business_ids=[fair.ids["sari"]], now=at(13))
    assert came(fair, meeting, "sari", "rina") == 2
    assert came(fair, meeting, "rina", "tuti") == 1
    assert came(fair, meeting, "rina", here=False) == 1
    assert came(fair, meeting, "rina", here=False) == 0
    guest = fair.act(talk.guest, meeting_id=meeting, name="Bapak Dodi", institution="Dinas Koperasi", now=DAY)
    other = fair.act(talk.guest, meeting_id=meeting, name="Kak Nia", now=DAY)
    fair.act(talk.leave_guest, guest_id=other)
    found = one(fair, meeting)
    assert [row.business for row in found.businesses] == ["Sari", "Tuti"]
    assert found.guests == (reports.Guest(guest, "Bapak Dodi", "Dinas Koperasi"),)
    assert [(row.businesses, row.guests) for row in fair.read(reports.series)] == [(2, 1)]
    with pytest.raises(Missing):
        fair.act(talk.attend, meeting_id=meeting, business_ids=[fair.ids["sari"], uuid4()], now=DAY)
    with pytest.raises(NameNeeded):
        fair.act(talk.guest, meeting_id=meeting, name=" - ", now=DAY)
    with pytest.raises(Missing):
        fair.act(talk.leave_guest, guest_id=other)


def test_themes_are_counted(fair: Fair) -> None:
    meeting = meet(fair, kind="needs")
    fair.act(talk.theme, meeting_id=meeting, title="Foto", raised=3, pillar="development", aspect="purpose")
    theme = fair.act(talk.theme, meeting_id=meeting, title="Ongkir")
    fair.act(talk.edit_theme, theme_id=theme, version=1, changes={"raised": 7, "note": "Ke Jawa."})
    assert [(row.title, row.raised, row.note, row.pillar) for row in one(fair, meeting).themes] == [
        ("Ongkir", 7, "Ke Jawa.", ""), ("Foto", 3, "", "development"),
    ]
    with pytest.raises(Stale):
        fair.act(talk.edit_theme, theme_id=theme, version=1, changes={"raised": 8})
    with pytest.raises(Stale):
        fair.act(talk.remove_theme, theme_id=theme, version=1)
    fair.act(talk.remove_theme, theme_id=theme, version=2)
    with pytest.raises(Missing):
        fair.act(talk.edit_theme, theme_id=theme, version=3, changes={"raised": 8})
    assert [row.title for row in one(fair, meeting).themes] == ["Foto"]
    wrong: list[tuple[type[Exception], dict[str, Any]]] = [
        (talk.ThemeNeeded, {"title": " "}), (talk.BadRaised, {"title": "x", "raised": -1}), (UnknownChoice, {"title": "x", "pillar": "y"}),
        (UnknownChoice, {"title": "x", "aspect": "y"}),
    ]
    for error, given in wrong:
        with pytest.raises(error):
            fair.act(talk.theme, meeting_id=meeting, **given)


def test_a_quote_leads_to_nobody(fair: Fair) -> None:
    meeting = meet(fair)
    came(fair, meeting, "sari")
    fair.act(talk.guest, meeting_id=meeting, name="Dodi Saputra", now=DAY)
    theme = fair.act(talk.theme, meeting_id=meeting, title="Ongkir")
    for words in ("Kata Bu Sari ongkir mahal.", "Ibu sari benar.", "Telepon 0812-3456-7890.", "Kata Dodi Saputra begitu."):
        with pytest.raises(talk.NamesSomebody):
            fair.act(talk.quote, meeting_id=meeting, text=words)
    with pytest.raises(talk.QuoteNeeded):
        fair.act(talk.quote, meeting_id=meeting, text=" ")
    said = [f"Kalimat {number}." for number in (3, 1, 2)]
    quotes = {words: fair.act(talk.quote, meeting_id=meeting, text=words, theme_id=theme) for words in said}
    found = one(fair, meeting).quotes
    assert [row.text for row in found] == sorted(said)  # in an order that says nothing of who came when
    assert {row.theme_id for row in found} == {theme}
    assert set(vars(found[0])) == {"id", "theme_id", "text"}
    fair.act(talk.remove_quote, quote_id=quotes["Kalimat 1."])
    with pytest.raises(Missing):
        fair.act(talk.remove_quote, quote_id=quotes["Kalimat 1."])
    fair.act(talk.remove_theme, theme_id=theme, version=1)
    assert [(row.text, row.theme_id) for row in one(fair, meeting).quotes] == [("Kalimat 2.", None), ("Kalimat 3.", None)]
    other = fair.act(talk.theme, meeting_id=meet(fair, kind="needs"), title="Lain")
    with pytest.raises(Missing):
        fair.act(talk.quote, meeting_id=meeting, text="Lain.", theme_id=other)


def test_a_proposal_goes_on_among_the_decisions(fair: Fair) -> None:
    meeting = meet(fair)
    made = fair.act(talk.decide, meeting_id=meeting, title="Iuran promo", proposal="Iuran promo Rp25.000 per usaha.")
    assert fair.read(decided.one, decision_id=made).state == "draft"
    fair.act(talk.link_decision, meeting_id=meeting, decision_id=made)
    assert [(row.id, row.number, row.title, row.state) for row in one(fair, meeting).decisions] == [(made, 1, "Iuran promo", "draft")]
    assert [row.decisions for row in fair.read(reports.series)] == [1]
    fair.agree(made)
    assert one(fair, meeting).decisions[0].outcome == "passed"
    fair.act(talk.unlink_decision, meeting_id=meeting, decision_id=made)
    assert one(fair, meeting).decisions == ()
    assert fair.read(decided.one, decision_id=made).state == "closed"
    for service in (talk.link_decision, talk.unlink_decision):
        with pytest.raises(Missing):
            fair.act(service, meeting_id=meeting, decision_id=uuid4())


def test_only_the_coordinator_writes_in_a_meeting(small: Fair) -> None:
    meeting = meet(small)
    for by in (small.treasurer, small.member("sari")):
        for service, given in (
            (talk.attend, {"business_ids": [small.ids["sari"]]}), (talk.guest, {"name": "Dodi"}), (talk.theme, {"title": "x"}),
            (talk.quote, {"text": "x"}), (talk.decide, {"title": "x", "proposal": "y"}), (talk.link_decision, {"decision_id": uuid4()}),
        ):
            with pytest.raises(NotAllowed):
                small.act(service, by=by, meeting_id=meeting, now=DAY, **given)
