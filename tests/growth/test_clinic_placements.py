"""Placements of students: written down by the coordinator, read by whom they are with."""

from __future__ import annotations

from datetime import date

import pytest

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.errors import Missing, NotAllowed, Stale
from cblp.growth.reports import placements as reports
from cblp.growth.services import placements
from cblp.people.services.register import UnknownChoice
from tests.growth.helping import TODAY, school

FIRST = date(2026, 11, 2)


def test_a_placement_begins_runs_and_ends_with_its_last_day(app: App, actor: Actor) -> None:
    it = school(app, actor)
    made = app.act(
        it.wati, placements.add, institution="SMK 1", kind="vocational", first=FIRST, last=TODAY, who="Rian", business_id=it.ayu,
        task="Foto produk",
    )
    app.act(it.wati, placements.add, institution="Kampus A", kind="internship", first=date(2027, 1, 4))

    def phases(day: date) -> list[tuple[str, str]]:
        return [(row.institution, row.phase) for row in app.read(it.budi, reports.listing, today=day)]

    assert phases(TODAY) == [("SMK 1", "now"), ("Kampus A", "coming")]
    assert phases(date(2026, 11, 22)) == [("Kampus A", "coming"), ("SMK 1", "over")]
    row = app.read(it.wati, reports.listing, today=TODAY)[0]
    assert (row.first, row.last, row.business, row.who, row.task) == (FIRST, TODAY, "Batik Ayu", "Rian", "Foto produk")
    app.act(it.wati, placements.edit, placement_id=made, version=1, changes={"result": "20 foto baru", "last": None})
    row = app.read(it.wati, reports.listing, today=date(2026, 12, 24))[0]
    assert (row.result, row.last, row.phase) == ("20 foto baru", None, "now")
    with pytest.raises(Stale):
        app.act(it.wati, placements.edit, placement_id=made, version=1, changes={"result": "lain"})


def test_each_reads_the_students_of_their_businesses(app: App, actor: Actor) -> None:
    it = school(app, actor)
    for business in (it.ayu, it.rasa, None):
        app.act(it.wati, placements.add, institution="SMK 1", kind="vocational", first=FIRST, business_id=business)

    def seen(who: Actor) -> list[str]:
        return sorted(row.business for row in app.read(who, reports.listing, today=TODAY))

    assert seen(it.budi) == ["", "Batik Ayu", "Keripik Rasa"]
    assert seen(it.dewi) == ["Keripik Rasa"] and seen(it.rudi) == ["Batik Ayu"] and seen(it.tia) == []
    with pytest.raises(NotAllowed):
        app.read(it.amir, reports.listing, today=TODAY)
    for who in (it.budi, it.sari, it.rudi):
        with pytest.raises(NotAllowed):
            app.act(who, placements.add, institution="SMK 1", kind="vocational", first=FIRST)


def test_what_was_typed_is_looked_at(sqlite_app: App, sqlite_actor: Actor) -> None:
    it = school(sqlite_app, sqlite_actor)
    good = {"institution": "SMK 1", "kind": "vocational", "first": FIRST}
    for wrong, refusal in (
        ({"institution": " "}, placements.InstitutionNeeded), ({"kind": "gold"}, UnknownChoice),
        ({"first": None}, placements.FirstDayNeeded), ({"last": date(2026, 11, 1)}, placements.EndsEarly),
        ({"business_id": it.wati.association}, Missing),
    ):
        with pytest.raises(refusal):
            sqlite_app.act(it.wati, placements.add, **{**good, **wrong})
    made = sqlite_app.act(it.wati, placements.add, **good, last=FIRST)
    with pytest.raises(placements.EndsEarly):
        sqlite_app.act(it.wati, placements.edit, placement_id=made, version=1, changes={"first": TODAY})
    with pytest.raises(ValueError, match="association_id"):
        sqlite_app.act(it.wati, placements.edit, placement_id=made, version=1, changes={"association_id": it.ayu})
