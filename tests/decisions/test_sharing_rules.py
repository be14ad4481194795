"""Sharing rules: parts that add up exactly, drafts that may change, versions that the members passed and that never do."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from cblp.bootstrap import App
from cblp.db.actor import LIAISON, Actor
from cblp.decisions.presets import PRESETS
from cblp.decisions.reports import sharing_rules as reports
from cblp.decisions.rules.sharing import (
    BasesTooLittle,
    BasesTooMuch,
    Component,
    PartsTooLittle,
    PartsTooMuch,
    PartUnclear,
    TooManyParts,
    check,
)
from cblp.decisions.services import decisions, sharing_rules
from cblp.errors import NotAllowed, Stale
from tests.decisions.making import LATER, businesses, coordinator, member, treasurer

EQUAL = PRESETS["equal"].components
HYBRID = PRESETS["hybrid"].components


def create(app: App, actor: Actor, name: str = "Aturan kita", components: tuple[Component, ...] = EQUAL) -> UUID:
    return app.act(coordinator(actor), sharing_rules.create, name=name, components=components)


def test_every_preset_is_a_rule() -> None:
    for preset in PRESETS.values():
        check(preset.components)


@pytest.mark.parametrize(("parts", "error", "says"), [
    ((6_000, 5_000), PartsTooMuch, "The parts add up to 110%. Take off 10%."),
    ((6_000, 3_875), PartsTooLittle, "The parts add up to 98.75%. 1.25% is still missing."),
])
def test_parts_that_do_not_add_up_say_by_how_much(parts: tuple[int, int], error: type[PartsTooMuch], says: str) -> None:
    with pytest.raises(error) as refused:
        check([Component(f"c{n}", f"Bagian {n}", part) for n, part in enumerate(parts)])
    assert refused.value.text("en").replace(",", ".") == says


def test_bases_and_names_must_be_clear() -> None:
    for component, error in (
        (Component("a", "A", 10_000, bases=(("equal", 4_000), ("sales", 5_000))), BasesTooLittle),
        (Component("a", "A", 10_000, bases=(("equal", 6_000), ("sales", 5_000))), BasesTooMuch),
        (Component("a", "A", 10_000, bases=(("sales", 5_000), ("sales", 5_000))), PartUnclear),
        (Component("a", "A", 10_000, bases=(("luck", 10_000),)), PartUnclear),
        (Component("a", "A", 10_000, bases=()), PartUnclear),
        (Component("a", " ", 10_000), PartUnclear),
        (Component("a", "A", 10_000, fund="party"), PartUnclear),
        (Component("a", "A", 10_000, without_base="burn"), PartUnclear),
        (Component("a", "A", 10_000, limits={"hours": 0}), PartUnclear),
    ):
        with pytest.raises(error):
            check([component])
    with pytest.raises(PartUnclear):
        check([Component("a", "A", 5_000), Component("a", "B", 5_000)])
    with pytest.raises(TooManyParts):
        check([Component(f"c{n}", "A", 10_000 if n == 0 else 0) for n in range(13)])


def test_a_draft_changes_until_it_is_voted_on_and_never_after_it_passed(app: App, actor: Actor) -> None:
    everybody = businesses(app, actor, 3)
    office = coordinator(actor)
    version = create(app, actor)
    assert app.act(office, sharing_rules.edit_version, version_id=version, version=1, components=HYBRID, note="Setelah rapat") == 2
    with pytest.raises(Stale):
        app.act(office, sharing_rules.edit_version, version_id=version, version=1, components=EQUAL)
    stored = app.read(office, reports.version, version_id=version)
    assert (stored.components, stored.note, stored.frozen) == (HYBRID, "Setelah rapat", False)
    decision = app.act(treasurer(actor), sharing_rules.propose, version_id=version)
    assert app.act(office, sharing_rules.propose, version_id=version) == decision, "proposed once, not twice"
    app.act(office, decisions.open_, decision_id=decision, closes_at=LATER)
    with pytest.raises(sharing_rules.UnderVote):
        app.act(office, sharing_rules.edit_version, version_id=version, version=2, components=EQUAL)
    app.act(office, decisions.agree, decision_id=decision, present=everybody)
    passed = app.read(member(actor, everybody[0]), reports.version, version_id=version)
    assert (passed.frozen, passed.decision_id, passed.decision_number, passed.components) == (True, decision, 1, HYBRID)
    for service in (sharing_rules.propose, sharing_rules.edit_version):
        with pytest.raises(sharing_rules.Frozen):
            app.act(office, service, version_id=version, **({} if service is sharing_rules.propose
                                                            else {"version": passed.version, "components": EQUAL}))


def test_a_rule_that_was_not_passed_may_be_mended_and_proposed_again(app: App, actor: Actor) -> None:
    everybody = businesses(app, actor, 1)
    office = coordinator(actor)
    version = create(app, actor)
    first = app.act(office, sharing_rules.propose, version_id=version)
    app.act(office, decisions.drop, decision_id=first, version=1)
    assert not app.read(office, reports.version, version_id=version).frozen
    app.act(office, sharing_rules.edit_version, version_id=version, version=app.read(
        office, reports.version, version_id=version).version, components=HYBRID)
    second = app.act(office, sharing_rules.propose, version_id=version)
    assert second != first
    app.act(office, decisions.agree, decision_id=second, present=everybody)
    assert app.read(office, reports.version, version_id=version).frozen


def test_members_read_what_was_put_to_them_and_outsiders_nothing(app: App, actor: Actor) -> None:
    mine, _other = businesses(app, actor, 2)
    office, seller = coordinator(actor), member(actor, mine)
    first = create(app, actor)
    create(app, actor, "Aturan lain", HYBRID)
    rule = app.read(office, reports.version, version_id=first).rule_id
    second = app.act(office, sharing_rules.new_version, rule_id=rule, components=HYBRID)
    assert [(v.name, v.number) for v in app.read(office, reports.versions)] == [("Aturan kita", 2), ("Aturan kita", 1), ("Aturan lain", 1)]
    assert app.read(seller, reports.versions) == []
    decision = app.act(office, sharing_rules.propose, version_id=second)
    assert app.read(seller, reports.versions) == []
    app.act(office, decisions.open_, decision_id=decision, closes_at=LATER)
    assert [(v.id, v.components) for v in app.read(seller, reports.versions)] == [(second, HYBRID)]
    assert app.read(replace(actor, role=LIAISON), reports.versions) == []
    with pytest.raises(NotAllowed):
        app.act(seller, sharing_rules.create, name="Aturanku", components=EQUAL)
    with pytest.raises(sharing_rules.NameTaken):
        create(app, actor)
