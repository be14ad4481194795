"""Superior products: filled from the data, scored together, weighed by a decision, ranked, and kept with the minutes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from cblp.bootstrap import App
from cblp.catalogue.services import products
from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.decisions.services import parameters
from cblp.errors import Missing, NotAllowed, Stale
from cblp.growth.models import SuperiorRun
from cblp.growth.reports import superior as reports
from cblp.growth.rules.vikor import CRITERIA, FURTHER
from cblp.growth.services import superior as services
from cblp.people.services.register import TooLong, UnknownChoice
from tests.conftest import NOW, new_association
from tests.sales.build import world
from tests.worlds import Worlds

TODAY = date(2026, 11, 21)
VECTOR = {
    "Keripik singkong": (48, 12, 3, 5, 4, 2), "Batik tulis": (60, 25, 4, 2, 2, 5), "Kerupuk ikan": (30, 18, 4, 4, 3, 4),
    "Anyaman pandan": (22, 30, 2, 5, 1, 5), "Kopi bubuk": (54, 9, 5, 3, 5, 3),
}
WEIGHTS = dict(zip(CRITERIA, (3_500, 1_700, 1_300, 1_400, 800, 1_300), strict=True))


class Table:
    """Five products of one business, all candidates; ``fill`` gives them the vector's points."""

    def __init__(self, app: App, actor: Actor) -> None:
        self.app, self.actor = app, actor

        def build(w: Any) -> None:
            w.business("sari")
            for name in VECTOR:
                w.product(name, "sari")

        self.ids = world(app, actor, build).ids
        self.candidates = {name: self.act(services.add_candidate, product_id=self.ids[name]) for name in VECTOR}

    def act(self, service: Any, **given: Any) -> Any:
        return self.app.act(self.actor, service, now=NOW, **given)

    def ask(self, report: Any, **given: Any) -> Any:
        return self.app.read(self.actor, report, **given)

    def row(self, name: str) -> reports.Row:
        rows: list[reports.Row] = self.ask(reports.candidates, today=TODAY)
        return next(row for row in rows if row.product == name)

    def score(self, name: str, **scores: int | None) -> int:
        row = self.row(name)
        return int(self.act(services.score, candidate_id=row.id, version=row.version, scores=scores))

    def fill(self) -> None:
        self.act(parameters.start_with, key=reports.WEIGHTS, value=WEIGHTS, since=date(2026, 1, 1))
        for name, values in VECTOR.items():
            self.score(name, **dict(zip(CRITERIA, values, strict=True)))

    def compare(self, **given: Any) -> reports.Comparison:
        found: reports.Comparison = self.ask(reports.compare, today=TODAY, **given)
        return found

    def called(self, comparison: reports.Comparison, names: tuple[str, ...]) -> set[str]:
        return {comparison.names[one] for one in names}


@pytest.fixture
def table(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Table:
    return worlds.on(Table, sqlite_app, sqlite_actor)


# -- who is compared ---------------------------------------------------------------------------------------------------


def test_a_product_that_comes_back_brings_its_points(table: Table) -> None:
    table.score("Batik tulis", market=4)
    table.act(services.remove_candidate, candidate_id=table.candidates["Batik tulis"])
    assert "Batik tulis" not in [row.product for row in table.ask(reports.candidates, today=TODAY)]
    assert table.act(services.add_candidate, product_id=table.ids["Batik tulis"]) == table.candidates["Batik tulis"]
    assert table.row("Batik tulis").values["market"] == 4


def test_a_product_of_nobody_here_is_not_compared(table: Table) -> None:
    other = new_association(table.app, "lain", "Lain")
    with pytest.raises(Missing):
        table.app.act(other, services.add_candidate, product_id=table.ids["Batik tulis"], now=NOW)


# -- from the data -----------------------------------------------------------------------------------------------------


def test_turnover_is_the_mean_of_the_last_three_closed_months_and_labour_the_workers(app: App, actor: Actor) -> None:
    def build(w: Any) -> None:
        w.business("sari")
        for name in ("Batik", "Topi"):
            w.product(name, "sari")
        w.shop("toko", "shopee", "sari")
        w.listing("batik", "toko")
        w.match("batik", "Batik", date(2026, 1, 1))
        for order, day in (("1", date(2026, 8, 1)), ("2", date(2026, 10, 31))):
            w.line(order, "batik", day, price=500_000)
        w.line("3", "batik", date(2026, 7, 31), price=7_000_000)  # the month before the three
        w.line("4", "batik", date(2026, 11, 1), price=7_000_000)  # the month that still runs

    ids = world(app, actor, build).ids
    for name in ("Batik", "Topi"):
        app.act(actor, services.add_candidate, product_id=ids[name], now=NOW)
    batik, hat = app.read(actor, reports.candidates, today=TODAY)
    assert batik.values["turnover"] == 333_333
    assert hat.values["turnover"] is None, "no order is not the same as no sales"
    assert batik.values["labour"] is None
    app.act(actor, services.score, candidate_id=batik.id, version=batik.version, scores={"turnover": 900_000, "labour": 4}, now=NOW)
    batik = app.read(actor, reports.candidates, today=TODAY)[0]
    assert (batik.values["turnover"], batik.values["labour"], set(batik.given)) == (900_000, 4, {"turnover", "labour"})
    app.act(actor, services.score, candidate_id=batik.id, version=batik.version, scores={"turnover": None}, now=NOW)
    batik = app.read(actor, reports.candidates, today=TODAY)[0]
    assert (batik.values["turnover"], set(batik.given)) == (333_333, {"labour"})


def test_the_last_three_closed_months_cross_the_year() -> None:
    span = reports.months(date(2026, 2, 28))
    assert (span.first, span.last) == (date(2025, 11, 1), date(2026, 1, 31))


# -- scored together ---------------------------------------------------------------------------------------------------


def test_points_that_two_people_give_at_once_are_shown_to_the_slower(table: Table) -> None:
    before = table.row("Batik tulis")
    table.score("Batik tulis", market=2, materials=3)
    with pytest.raises(Stale) as refused:
        table.act(services.score, candidate_id=before.id, version=before.version, scores={"market": 5})
    assert (refused.value.values["theirs"], refused.value.values["yours"]) == ({"market": 2}, {"market": 5})
    assert table.row("Batik tulis").values["market"] == 2
    assert table.row("Batik tulis").values["materials"] == 3


@pytest.mark.parametrize("scores", [{"market": 6}, {"market": 0}, {"turnover": -1}, {"beauty": 3}])
def test_points_that_make_no_sense_are_refused(table: Table, scores: dict[str, int]) -> None:
    with pytest.raises(services.WrongScore):
        table.score("Batik tulis", **{"market": 3, **scores})
    assert table.row("Batik tulis").values["market"] is None


@pytest.mark.parametrize("role", [TREASURER, MEMBER, MENTOR, LIAISON])
def test_only_the_coordinator_scores_adds_tells_and_keeps(table: Table, role: str) -> None:
    somebody = Actor(account=None, association=table.actor.association, role=role)
    row = table.row("Batik tulis")
    for service, given in (
        (services.add_candidate, {"product_id": row.product_id}), (services.remove_candidate, {"candidate_id": row.id}),
        (services.score, {"candidate_id": row.id, "version": row.version, "scores": {"market": 3}}),
        (services.tell, {"product_id": row.product_id, "version": 0, "changes": {"authentic": "x"}}),
        (services.run, {"v": 50, "minutes": ""}),
    ):
        with pytest.raises(NotAllowed):
            table.app.act(somebody, service, now=NOW, **given)


@pytest.mark.parametrize("role", [MEMBER, MENTOR, LIAISON])
def test_only_the_office_reads_what_was_scored(table: Table, role: str) -> None:
    somebody = Actor(account=None, association=table.actor.association, role=role)
    for report, given in (
        (reports.candidates, {"today": TODAY}), (reports.compare, {"today": TODAY}), (reports.runs, {}),
        (reports.stages, {"today": TODAY}), (reports.run, {"run_id": table.ids["sari"]}),
    ):
        with pytest.raises(NotAllowed):
            table.app.read(somebody, report, **given)
    office = Actor(account=None, association=table.actor.association, role=TREASURER)
    assert len(table.app.read(office, reports.candidates, today=TODAY)) == 5


# -- ranked ------------------------------------------------------------------------------------------------------------


def test_the_ranking_of_the_domain_rules(table: Table) -> None:
    table.fill()
    found = table.compare()
    assert {found.names[p.name]: (round(p.s, 4), round(p.r, 4), round(p.q, 4)) for p in found.ranking.places} == {
        "Keripik singkong": (0.4929, 0.1457, 0.3921), "Batik tulis": (0.2838, 0.1400, 0.0), "Kerupuk ikan": (0.5468, 0.2763, 0.8007),
        "Anyaman pandan": (0.5600, 0.3500, 1.0), "Kopi bubuk": (0.4053, 0.1700, 0.2913),
    }
    assert table.called(found, found.ranking.compromise) == {"Batik tulis"}
    assert table.called(found, found.by_v[0.0]) == {"Batik tulis", "Keripik singkong", "Kopi bubuk"}
    assert found.tries == 5 + 2 * 6
    batik = next(one for one, name in found.names.items() if name == "Batik tulis")
    assert found.held(batik) == sum(batik in one for one in found.by_v.values()) + sum(
        batik in one for sets in found.by_weight.values() for one in sets
    )


def test_a_product_without_all_points_is_left_out_and_named(table: Table) -> None:
    table.fill()
    table.score("Kopi bubuk", market=None)
    found = table.compare()
    assert table.called(found, found.ranking.left_out) == {"Kopi bubuk"}
    assert len(found.ranking.places) == 4
    assert table.row("Kopi bubuk").missing(CRITERIA) == ("market",)


def test_further_points_are_asked_only_when_they_are_wanted(table: Table) -> None:
    table.fill()
    assert table.compare(further=True).ranking.places == ()
    for position, name in enumerate(VECTOR):
        table.score(name, **dict.fromkeys(FURTHER, 1 + position))
    found = table.compare(further=True)
    assert len(found.criteria) == 16
    assert found.names[found.ranking.places[0].name] == "Kopi bubuk"
    assert found.names[table.compare().ranking.places[0].name] == "Batik tulis"


def test_without_a_decision_all_points_weigh_the_same(table: Table) -> None:
    found = table.ask(reports.weights, day=TODAY)
    assert found.since is None and found.number is None
    assert max(found.points.values()) - min(found.points.values()) <= 1


# -- kept --------------------------------------------------------------------------------------------------------------


def test_a_kept_ranking_stays_as_it_was(app: App, actor: Actor) -> None:
    table = Table(app, actor)
    table.fill()
    shown = table.compare(v=25)
    kept = table.act(services.run, v=25, minutes="Hadir 12 orang.\nSemua setuju.")
    for name in VECTOR:
        table.score(name, market=1, turnover=1)
    table.act(services.remove_candidate, candidate_id=table.candidates["Batik tulis"])
    found: reports.Kept = table.ask(reports.run, run_id=kept)
    assert found.comparison == shown
    assert found.minutes == "Hadir 12 orang.\nSemua setuju."
    assert set(found.run.forward) == {"Batik tulis", "Keripik singkong", "Kopi bubuk"}
    assert reports.calculated(shown.weights, found.comparison.matrix, found.comparison.names, 0.25) == shown
    assert [one.number for one in table.ask(reports.runs)] == [1]
    assert table.compare() != shown


def test_the_database_itself_refuses_to_change_a_kept_ranking(app: App, actor: Actor) -> None:
    table = Table(app, actor)
    table.fill()
    kept = table.act(services.run, v=50, minutes="")
    for change in (update(SuperiorRun).values(minutes="Lain."), delete(SuperiorRun)):
        with pytest.raises(DatabaseError), app.database.writing(actor.association) as session:
            session.execute(change.where(SuperiorRun.association_id == actor.association))
    assert table.ask(reports.run, run_id=kept).minutes == ""


def test_runs_are_numbered_and_the_newest_stands_first(table: Table) -> None:
    table.fill()
    for _again in range(2):
        table.act(services.run, v=50, minutes="")
    assert [one.number for one in table.ask(reports.runs)] == [2, 1]


def test_one_alone_is_not_kept(table: Table) -> None:
    table.score("Batik tulis", **dict(zip(CRITERIA, VECTOR["Batik tulis"], strict=True)))
    with pytest.raises(services.NothingToRank):
        table.act(services.run, v=50, minutes="")
    assert table.ask(reports.runs) == []


def test_another_association_sees_no_run_of_this_one(table: Table) -> None:
    table.fill()
    kept = table.act(services.run, v=50, minutes="")
    other = new_association(table.app, "lain", "Lain")
    assert table.app.read(other, reports.runs) == []
    with pytest.raises(Missing):
        table.app.read(other, reports.run, run_id=kept)


# -- told --------------------------------------------------------------------------------------------------------------


def told(table: Table, product: UUID) -> reports.Told:
    found: list[reports.Told] = table.ask(reports.stages, today=TODAY)
    return next(one for one in found if one.product_id == product)


def test_what_the_next_step_adds_is_price_less_cost_then_and_now(table: Table) -> None:
    product = table.ids["Kopi bubuk"]
    assert told(table, product).step.adds is None
    table.act(products.edit_product, product_id=product, version=1, changes={"price": 20_000, "stage": "semi_finished"})
    table.act(products.set_cost, product_id=product, amount=12_000, since=date(2026, 1, 1))
    table.act(services.tell, product_id=product, version=0, changes={
        "next_step": "Kopi saset", "next_price": 35_000, "next_cost": 20_000, "needs": ["capital", "machines"],
    })
    found = told(table, product)
    assert (found.stage, found.step.now, found.step.then, found.step.adds) == ("semi_finished", 8_000, 15_000, 7_000)
    assert found.needs == ("machines", "capital")


def test_strengths_are_saved_over_nobody(table: Table) -> None:
    product = table.ids["Batik tulis"]
    first = table.act(services.tell, product_id=product, version=0, changes={"authentic": "Motif dari nenek."})
    assert table.act(services.tell, product_id=product, version=first, changes={"tradition": "Dipakai saat menikah."}) == first + 1
    with pytest.raises(Stale):
        table.act(services.tell, product_id=product, version=first, changes={"tradition": "Lain."})
    assert (told(table, product).authentic, told(table, product).tradition) == ("Motif dari nenek.", "Dipakai saat menikah.")


@pytest.mark.parametrize(("changes", "error"), [
    ({"next_price": -1}, services.BelowZero), ({"needs": ["luck"]}, UnknownChoice), ({"colour": "red"}, UnknownChoice),
    ({"authentic": "x" * 601}, TooLong),
])
def test_what_cannot_be_told_is_refused(table: Table, changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        table.act(services.tell, product_id=table.ids["Batik tulis"], version=0, changes=changes)
    assert told(table, table.ids["Batik tulis"]).version == 0
