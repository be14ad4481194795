"""The history says who brought in what and when, and coverage says how complete a month is."""

from __future__ import annotations

from datetime import date

import pytest

from cblp.bootstrap import App
from cblp.catalogue.services import shops
from cblp.days import Span
from cblp.db.actor import MENTOR, TREASURER, Actor
from cblp.errors import Missing
from cblp.importers.records import Note, Problem
from cblp.intake import reports
from cblp.intake import services as intake
from tests.intake.making import bring_in, business, digest, extract, income, member, order, shop

OCTOBER = {"first": date(2026, 10, 1), "last": date(2026, 10, 31)}


def test_history_shows_posted_and_withdrawn_files_newest_first(app: App, actor: Actor) -> None:
    mine = business(app, actor)
    own, other = shop(app, actor, handle="sari", owner=mine), shop(app, actor, handle="rina", owner=business(app, actor, "A002"))
    first = bring_in(
        app,
        actor,
        extract(
            "orders",
            [order("A1")],
            name="a.xlsx",
            problems=[Problem(4, "Jumlah", "count")],
            notes=[Note("unknown_column", ("Ongkir",))],
            period=("2026-10-01", "2026-10-31"),
        ),
        {"shopee": own},
    )
    second = bring_in(app, actor, extract("orders", [order("B1")], name="b.xlsx"), {"shopee": other})
    app.act(
        actor, intake.check, extract("orders", [order("C1")], name="c.xlsx"), size=1, sha256=digest("c"), shops={"shopee": other}
    )
    app.act(actor, intake.revert, batch_id=second.batch_id, reason="salah toko")
    found = app.read(actor, reports.history)
    assert {one.name: (one.status, one.shops, one.reverted_reason) for one in found} == {
        "a.xlsx": ("posted", (("shopee", "sari"),), ""), "b.xlsx": ("reverted", (("shopee", "rina"),), "salah toko"),
    }
    detail = app.read(actor, reports.one, batch_id=first.batch_id)
    assert (detail.filed.rows, detail.filed.new, detail.filed.rejected) == (2, 1, 1)
    assert detail.issues == [Problem(4, "Jumlah", "count")]
    assert detail.notes == [Note("unknown_column", ("Ongkir",))]
    assert [one.name for one in app.read(member(actor, [mine]), reports.history)] == ["a.xlsx"]
    with pytest.raises(Missing):
        app.read(member(actor, [mine]), reports.one, batch_id=second.batch_id)
    assert len(app.read(Actor(None, actor.association, TREASURER), reports.history)) == 2
    assert app.read(Actor(None, actor.association, MENTOR, mentee_businesses=frozenset([mine])), reports.history) == []


def test_coverage_counts_the_shops_whose_files_reach_into_the_period(app: App, actor: Actor) -> None:
    mine = business(app, actor)
    october, september = shop(app, actor, handle="a", owner=mine), shop(app, actor, handle="b")
    shop(app, actor, handle="c")
    shop(app, actor, "instagram", "c")
    assert app.read(actor, reports.coverage, **OCTOBER).covered == 0
    bring_in(app, actor, extract("orders", [order("A1")], period=("2026-10-01", "2026-10-18")), {"shopee": october})
    bring_in(app, actor, extract("orders", [order("B1")], period=("2026-09-01", "2026-09-30")), {"shopee": september})
    gone = bring_in(app, actor, extract("orders", [order("B2")], period=("2026-10-01", "2026-10-31")), {"shopee": september})
    app.act(actor, intake.revert, batch_id=gone.batch_id, reason="")
    found = app.read(actor, reports.coverage, **OCTOBER)
    assert (found.covered, found.shops, found.last_day) == (1, 3, date(2026, 10, 18))
    assert [(one.handle, one.last_day, one.covered) for one in found.each] == [
        ("a", date(2026, 10, 18), True), ("b", date(2026, 9, 30), False), ("c", None, False),
    ]
    assert [one.handle for one in app.read(member(actor, [mine]), reports.coverage, **OCTOBER).each] == ["a"]


def test_a_file_without_a_period_counts_for_the_day_it_was_made(app: App, actor: Actor) -> None:
    bring_in(app, actor, extract("orders", [order("A1")], as_of="2026-10-20T01:00:00Z"), {"shopee": shop(app, actor)})
    assert app.read(actor, reports.coverage, **OCTOBER).last_day == date(2026, 10, 20)


def test_days_without_a_file_are_those_before_the_first_and_after_the_last_and_months_between(app: App, actor: Actor) -> None:
    mine = business(app, actor)
    here, never = shop(app, actor, handle="a", owner=mine), shop(app, actor, handle="c", owner=mine)

    def unfiled(first: date, last: date, by: Actor = actor) -> list[date]:
        return sorted(app.read(by, reports.unfiled, shops=[here, never], span=Span(first, last)))

    assert unfiled(date(2026, 8, 1), date(2026, 8, 31)) == []  # no file of any day: it is as unknown on every day
    bring_in(app, actor, extract("orders", [order("A1")], period=("2026-07-03", "2026-07-28")), {"shopee": here})
    bring_in(app, actor, extract("orders", [order("A2")], period=("2026-09-10", "2026-10-18")), {"shopee": here})
    gone = bring_in(app, actor, extract("orders", [order("A3")], period=("2026-08-01", "2026-08-31")), {"shopee": here})
    bring_in(app, actor, extract("settlement", [income("A1")], period=("2026-08-01", "2026-12-01")), {"shopee": here})
    assert unfiled(date(2026, 7, 1), date(2026, 10, 20)) == [
        date(2026, 7, 1), date(2026, 7, 2), date(2026, 10, 19), date(2026, 10, 20),
    ]
    app.act(actor, intake.revert, batch_id=gone.batch_id, reason="")
    assert unfiled(date(2026, 7, 28), date(2026, 9, 2)) == [date(2026, 8, day) for day in range(1, 32)]
    assert unfiled(date(2026, 8, 1), date(2026, 8, 31), by=member(actor, [])) == []  # not theirs to know


def test_a_shop_that_is_not_open_sells_nothing_and_needs_no_file(app: App, actor: Actor) -> None:
    since, until = date(2026, 9, 5), date(2026, 10, 5)
    made = app.act(actor, shops.add_shop, marketplace="shopee", handle="a", opened_on=since)
    bring_in(app, actor, extract("orders", [order("A1")], period=("2026-09-07", "2026-10-02")), {"shopee": made})
    app.act(actor, shops.close_shop, shop_id=made, version=1, on=until)
    assert sorted(app.read(actor, reports.unfiled, shops=[made], span=Span(date(2026, 9, 1), date(2026, 10, 31)))) == [
        since, date(2026, 9, 6), date(2026, 10, 3), date(2026, 10, 4),
    ]
