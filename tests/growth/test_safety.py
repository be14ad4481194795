"""The account-safety list: every version whole in both languages, the score and the next step, who reads whose answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.errors import NotAllowed
from cblp.growth import checklist
from cblp.growth.models import SafetyCheck
from cblp.growth.reports import safety as reports
from cblp.growth.rules import safety as rules
from cblp.growth.services import safety
from cblp.people.models import AuditEntry
from cblp.people.services import register
from tests.conftest import NOW
from tests.growth.helping import TODAY, school
from tests.test_words import WRONG

CODES = checklist.newest().codes


def answers(**given: bool | None) -> dict[str, bool | None]:
    """Everything is safe but what is given."""
    return {**dict.fromkeys(CODES, True), **given}


def test_the_list_covers_what_takes_accounts_away() -> None:
    assert {item.area for item in checklist.newest().items} == set(rules.AREAS)
    assert sorted(checklist.versions()) == list(range(1, len(checklist.versions()) + 1))


@pytest.mark.parametrize("item", checklist.newest().items, ids=CODES)
def test_each_item_is_plain_and_short(item: rules.Item) -> None:
    for language in rules.LANGUAGES:
        assert 3 <= len(item.steps[language]) <= 5
        for sentence in (item.question[language], item.why[language], *item.steps[language]):
            assert max(len(part.split()) for part in sentence.split(". ")) <= 14, sentence
    said = " ".join((item.question["id"], item.why["id"], *item.steps["id"]))
    assert not WRONG.search(said) and "!" not in said


def test_a_list_that_is_not_whole_is_refused() -> None:
    both = {"id": "ya", "en": "yes"}
    item: dict[str, Any] = {"code": "a", "area": "fraud", "question": both, "why": both, "steps": both}
    assert rules.read({"list": [{"version": 3, "item": [item]}]})[3].codes == ("a",)
    for bad in (
        {}, {"list": [{"version": 1, "item": []}]}, {"list": [{"version": 1, "item": [item, item]}]},
        {"list": [{"version": 1, "item": [item]}, {"version": 1, "item": [item]}]},
        {"list": [{"version": 1, "item": [{**item, "area": "love"}]}]},
        {"list": [{"version": 1, "item": [{**item, "why": {"id": "ya"}}]}]},
    ):
        with pytest.raises(rules.BadList):
            rules.read(bad)


def test_the_score_counts_only_yes_and_names_the_first_gap() -> None:
    assert rules.score(("a", "b", "c"), {"a": True, "b": None, "c": False}) == rules.Score(1, 3, "b")
    assert rules.score(("a", "b"), {"a": True, "b": True, "gone": False}) == rules.Score(2, 2, "")
    assert rules.score(("a", "b"), {}) == rules.Score(0, 2, "a")


def test_a_member_answers_and_later_answers_anew(app: App, actor: Actor) -> None:
    it = school(app, actor)
    assert app.read(it.sari, reports.mine, business_id=it.ayu) == (None, None)
    app.act(it.sari, safety.check, business_id=it.ayu, answers=answers(two_step_whatsapp=False, backup=None))
    app.act(it.wati, safety.check, business_id=it.ayu, answers=answers(backup=None), now=NOW + timedelta(days=7))
    now, before = app.read(it.sari, reports.mine, business_id=it.ayu)
    assert now and before
    assert (now.score, now.added) == (rules.Score(len(CODES) - 1, len(CODES), "backup"), 0)
    assert before.score == rules.Score(len(CODES) - 2, len(CODES), "two_step_whatsapp")


def test_every_item_is_asked_and_nothing_else(sqlite_app: App, sqlite_actor: Actor) -> None:
    it = school(sqlite_app, sqlite_actor)
    with pytest.raises(safety.Unanswered) as refused:
        sqlite_app.act(it.sari, safety.check, business_id=it.ayu, answers={CODES[0]: True})
    assert refused.value.values == {"count": len(CODES) - 1}
    with pytest.raises(ValueError, match="pin"):
        sqlite_app.act(it.sari, safety.check, business_id=it.ayu, answers={**answers(), "pin": True})


def test_who_reads_whose_answers(app: App, actor: Actor) -> None:
    it = school(app, actor)
    app.act(it.sari, safety.check, business_id=it.ayu, answers=answers())
    for who in (it.sari, it.wati, it.rudi):
        assert app.read(who, reports.mine, business_id=it.ayu)[0], who.role
    for who in (it.dewi, it.tia):
        assert app.read(who, reports.mine, business_id=it.ayu) == (None, None), "not theirs to know"
    for who in (it.budi, it.amir):
        with pytest.raises(NotAllowed):
            app.read(who, reports.mine, business_id=it.ayu)
    for who in (it.budi, it.amir, it.sari, it.rudi):
        with pytest.raises(NotAllowed):
            app.read(who, reports.overview, today=TODAY)
    for who in (it.dewi, it.rudi, it.budi):
        with pytest.raises(NotAllowed):
            app.act(who, safety.check, business_id=it.ayu, answers=answers())


def test_the_coordinator_sees_who_to_ask_and_what_is_missing_most(app: App, actor: Actor) -> None:
    it = school(app, actor)
    third = app.act(it.wati, register.add_business, name="Anyaman Tiga", since=TODAY)
    app.act(it.sari, safety.check, business_id=it.ayu, answers=answers())
    app.act(it.dewi, safety.check, business_id=it.rasa, answers=answers(backup=False, screen_lock=None))
    app.act(it.sari, safety.check, business_id=it.ayu, answers=answers(backup=None), now=NOW + timedelta(hours=1))
    found = app.read(it.wati, reports.overview, today=TODAY)
    assert [member.business for member in found.members] == ["Anyaman Tiga", "Keripik Rasa", "Batik Ayu"]
    assert (found.asked, found.missing[:3]) == (2, (("backup", 2), ("screen_lock", 1), (CODES[0], 0)))
    assert found.members[2].phone == "+6281234567890" and found.members[0].check is None
    app.act(it.wati, register.change_membership, business_id=third, status="left", since=TODAY, reason="pindah")
    assert len(app.read(it.wati, reports.overview, today=TODAY).members) == 2


def test_a_check_of_an_older_list_keeps_its_score(app: App, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    it = school(app, actor)
    app.act(it.sari, safety.check, business_id=it.ayu, answers=answers())
    old = checklist.newest()
    grown = rules.Checklist(2, (*old.items, rules.Item("new_thing", "fraud", {}, {}, {})))
    monkeypatch.setattr(checklist, "versions", lambda: {1: old, 2: grown})
    now, _ = app.read(it.sari, reports.mine, business_id=it.ayu)
    assert now and now.score == rules.Score(len(CODES), len(CODES), "") and now.added == 1
    found = app.read(it.wati, reports.overview, today=TODAY)
    assert dict(found.missing)["new_thing"] == 0, "nobody was asked for it"


def test_answers_are_never_in_the_trail(app: App, actor: Actor) -> None:
    it = school(app, actor)
    app.act(it.sari, safety.check, business_id=it.ayu, answers=answers(backup=False))
    with app.database.reading(actor.association) as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.entity == "safety_check"))
        assert (entry.action, entry.changes, entry.label) == ("checked", {}, "")
        assert session.scalars(select(SafetyCheck)).one().answers["backup"] is False
