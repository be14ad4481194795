"""Rules that were compared come to the vote together: one as yes or no, several as a choice whose winner holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.db.actor import MEMBER, Actor
from cblp.decisions.models import DecisionOption
from cblp.decisions.presets import PRESETS
from cblp.decisions.reports import sharing_rules as reports
from cblp.decisions.services import decisions
from cblp.decisions.services.sharing_rules import NameTaken
from cblp.errors import NotAllowed
from cblp.people.services import register
from cblp.sharing.services.proposing import Candidate, propose
from tests.conftest import NOW

EQUAL = Candidate("Sama rata", PRESETS["equal"].components)
HYBRID = Candidate("Campuran", PRESETS["hybrid"].components, "40% dibagi rata")


def act(app: App, actor: Actor, service: Any, **kwargs: Any) -> Any:
    return app.act(actor, service, now=NOW, **kwargs)


def rules(app: App, actor: Actor) -> dict[str, reports.RuleVersion]:
    return {rule.name: rule for rule in app.read(actor, reports.versions)}


def options(app: App, actor: Actor, decision: UUID) -> dict[str, UUID]:
    with app.database.reading(actor.association) as session:
        rows = session.execute(select(DecisionOption.label, DecisionOption.id).where(DecisionOption.decision_id == decision))
        return dict(rows.all())


def test_one_rule_is_a_yes_or_no(app: App, actor: Actor) -> None:
    decision = act(app, actor, propose, candidates=[EQUAL])
    rule = rules(app, actor)["Sama rata"]
    assert (rule.decision_id, rule.frozen) == (decision, False)
    assert options(app, actor, decision) == {}


def test_the_chosen_rule_holds_and_the_others_do_not(app: App, actor: Actor) -> None:
    member = act(app, actor, register.add_business, name="Batik Ayu", since=NOW.date() - timedelta(days=90), details={"sector": "batik"})
    decision = act(app, actor, propose, candidates=[EQUAL, HYBRID])
    found = options(app, actor, decision)
    act(app, actor, decisions.agree, decision_id=decision, present=[member], option_id=found["Campuran"])
    after = rules(app, actor)
    assert after["Campuran"].frozen
    assert after["Campuran"].components == HYBRID.components
    assert not after["Sama rata"].frozen

    again = act(app, actor, propose, candidates=[
        Candidate("Campuran", HYBRID.components, version_id=after["Campuran"].id), Candidate("Penjualan", PRESETS["sales"].components),
    ])
    act(app, actor, decisions.open_, decision_id=again, closes_at=NOW + timedelta(days=2))
    assert rules(app, actor)["Campuran"].decision_id == decision


def test_a_name_that_is_taken_keeps_nothing(app: App, actor: Actor) -> None:
    act(app, actor, propose, candidates=[EQUAL])
    with pytest.raises(NameTaken):
        act(app, actor, propose, candidates=[HYBRID, EQUAL])
    assert set(rules(app, actor)) == {"Sama rata"}


def test_members_do_not_propose(app: App, actor: Actor) -> None:
    member = Actor(account=None, association=actor.association, role=MEMBER, name="", session=None)
    with pytest.raises(NotAllowed):
        act(app, member, propose, candidates=[EQUAL])
