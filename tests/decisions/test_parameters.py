"""What an association sets: the default, what stood at the start, and what a decision changed since a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cblp.bootstrap import App
from cblp.db.actor import LIAISON, Actor
from cblp.decisions.models import Decision
from cblp.decisions.reports import parameters as reports
from cblp.decisions.rules.parameters import CRITERIA, KEYS, WrongChoice, WrongNumber, WrongShare, WrongWeights
from cblp.decisions.services import decisions, parameters
from cblp.errors import NotAllowed
from tests.decisions.making import TODAY, businesses, coordinator, everybody, member, treasurer


def decided(app: App, actor: Actor, key: str, value: Any) -> Any:
    decision = app.act(
        coordinator(actor), decisions.draft, kind="yes_no", title="Usulan", proposal="Kita ubah.",
        effects=[{"kind": "parameter", "key": key, "value": value}],
    )
    app.act(coordinator(actor), decisions.agree, decision_id=decision, present=everybody(app, actor))
    return decision


def value(app: App, actor: Actor, key: str, day: date = TODAY) -> Any:
    return app.read(actor, reports.setting, key=key, day=day).value


def test_before_anybody_decides_there_is_a_default_for_every_figure(sqlite_app: App, sqlite_actor: Actor) -> None:
    for key in KEYS.values():
        found = sqlite_app.read(sqlite_actor, reports.setting, key=key.code, day=TODAY)
        assert (found.value, found.since, found.number) == (key.default, None, None)
        assert key.checked(key.default) == key.default


def test_a_decision_replaces_the_start_since_its_day_and_the_past_keeps_its_value(app: App, actor: Actor) -> None:
    mine, _other = businesses(app, actor, 2)
    office = coordinator(actor)
    app.act(office, parameters.start_with, key="objection_days", value=5, since=date(2026, 3, 1))
    app.act(office, parameters.start_with, key="objection_days", value=10, since=date(2026, 2, 1))
    assert [value(app, office, "objection_days", day) for day in (date(2026, 1, 31), date(2026, 2, 1), TODAY)] == [7, 10, 10]
    first = decided(app, actor, "objection_days", 3)
    assert [value(app, member(actor, mine), "objection_days", day) for day in (date(2026, 11, 20), TODAY)] == [10, 3]
    with pytest.raises(parameters.DecidedAlready):
        app.act(office, parameters.start_with, key="objection_days", value=9, since=TODAY)
    second = decided(app, actor, "objection_days", 14)
    # two decisions on one day: the later one holds, the first held on no day and is superseded
    assert [(s.value, s.number) for s in app.read(office, reports.history, key="objection_days")] == [(14, 2), (10, None)]
    with app.database.reading(actor.association) as session:
        assert session.get_one(Decision, (actor.association, first)).superseded_by_id == second


def test_values_that_make_no_sense_are_refused_with_what_would(sqlite_app: App, sqlite_actor: Actor) -> None:
    for key, wrong, error in (
        ("contribution", 6_000, WrongShare), ("threshold", 4_999, WrongShare), ("objection_days", 0, WrongNumber),
        ("savings_mandatory", -1, WrongNumber), ("aid_committee", True, WrongNumber), ("share_visibility", "all", WrongChoice),
        ("criteria_weights", {"turnover": 10_000}, WrongWeights),
        ("criteria_weights", dict.fromkeys(CRITERIA, 1_700), WrongWeights), ("quorum", "5000", WrongShare),
    ):
        with pytest.raises(error):
            sqlite_app.act(sqlite_actor, parameters.start_with, key=key, value=wrong, since=TODAY)
    with pytest.raises(WrongShare) as refused:
        KEYS["contribution"].checked(6_000)
    assert refused.value.text("en") == "Write a percentage between 0% and 50%."


def test_only_the_coordinator_writes_the_start_and_outsiders_read_nothing(sqlite_app: App, sqlite_actor: Actor) -> None:
    for who in (treasurer(sqlite_actor), member(sqlite_actor)):
        with pytest.raises(NotAllowed):
            sqlite_app.act(who, parameters.start_with, key="quorum", value=6_000, since=TODAY)
    with pytest.raises(NotAllowed):
        value(sqlite_app, replace(sqlite_actor, role=LIAISON), "quorum")
