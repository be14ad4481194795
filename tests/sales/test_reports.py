"""Sales by time, place, member and product: the same sums by every way, seen only by whom they belong to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cblp.bootstrap import App
from cblp.days import Span, month
from cblp.db.actor import LIAISON, MENTOR, Actor
from cblp.errors import NotAllowed
from cblp.importers.records import CANCELLED, PAID, RETURNED, UNPAID
from cblp.sales import reports
from cblp.sales.calendar import Pair, aligned
from cblp.sales.metrics import NOTHING, Measures
from cblp.sales.reports import Selection
from tests.sales.build import World, member_of, mentor_of, world

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


def day(number: int, of_month: int = 10) -> date:
    return date(2026, of_month, number)


def jambi(w: World) -> None:
    """Three businesses, two shops of their own, one showroom of all; a listing that changed its product on 15 October."""
    for name in ("sari", "ilham", "muaro"):
        w.business(name)
    for name, owner in (("batik", "sari"), ("rempeyek", "ilham"), ("pandan", "muaro"), ("selendang", "sari")):
        w.product(name, owner)
    w.shop("sari.shopee", "shopee", "sari")
    w.shop("ilham.tokopedia", "tokopedia", "ilham")
    w.shop("dekranasda", "showroom", None)
    for listing, shop in (("batik-s", "sari.shopee"), ("other-s", "sari.shopee"), ("rempeyek-t", "ilham.tokopedia"),
                          ("pandan-d", "dekranasda"), ("mystery-d", "dekranasda")):
        w.listing(listing, shop)
    w.match("batik-s", "batik", day(1, 1), day(15))
    w.match("batik-s", "selendang", day(15))
    w.match("rempeyek-t", "rempeyek", day(1, 1))
    w.match("pandan-d", "pandan", day(1, 1))
    # One order with two items and a voucher, settled; its fees known.
    w.line("A1", "batik-s", day(2), price=200_000, discount=20_000, vouchers=4_000, fees=9_000, regency="15.71")
    w.line("A1", "other-s", day(2), price=50_000, quantity=2, vouchers=1_000, fees=1_000, regency="15.71")
    w.line("A2", "batik-s", day(20), price=200_000, status=PAID, regency="31.71")
    w.line("A3", "batik-s", day(20), price=200_000, status=CANCELLED)
    w.line("A4", "batik-s", day(21), price=200_000, status=UNPAID)
    w.line("A5", "other-s", day(21), price=50_000, status=CANCELLED)
    w.line("A5", "batik-s", day(21), price=150_000, fees=5_000)
    w.line("A1", "batik-s", day(2), price=999_999, current=False, key="old")
    w.line("A1", "rempeyek-t", day(2), price=15_000, quantity=4, returned=1, status=RETURNED)  # the same number in another shop
    w.line("D1", "pandan-d", day(3), price=75_000)
    w.line("D2", "mystery-d", day(3), price=40_000)
    w.line("S1", "rempeyek-t", day(30, 9), price=15_000, quantity=2, fees=1_500)
    w.typed("muaro", day(4), 120_000, orders=3)
    w.typed("muaro", day(4), 500_000, back=True)
    w.typed("sari", day(5), 80_000, "bazaar")
    w.daily()


@pytest.fixture
def made(app: App, actor: Actor) -> World:
    return world(app, actor, jambi)


def ask(app: App, who: Actor, report: Any, **values: Any) -> Any:
    return app.read(who, report, **values)


OCTOBER_TOTAL = Measures(
    orders=6, settled_orders=2, cancelled_orders=1, quantity=11, returned=1, gross=825_000, discount=20_000, refunds=15_000,
    vouchers=5_000, fees_known=15_000, typed=200_000, typed_orders=3,
)


def test_the_total_counts_each_order_once_and_nothing_cancelled_or_unpaid(app: App, actor: Actor, made: World) -> None:
    total = ask(app, actor, reports.total, selection=Selection(OCTOBER))
    assert total == OCTOBER_TOTAL
    assert total.sales == 825_000 - 20_000 - 15_000 + 200_000
    assert total.fees is None
    assert total.net is None


def test_fees_and_net_are_known_only_when_every_order_is_settled(app: App, actor: Actor, made: World) -> None:
    settled = ask(app, actor, reports.total, selection=Selection(Span(day(30, 9), day(30, 9))))
    assert (settled.sales, settled.fees, settled.net, settled.settled_orders) == (30_000, 1_500, 28_500, 1)
    only_typed = ask(app, actor, reports.total, selection=Selection(Span(day(4), day(4))))
    assert (only_typed.sales, only_typed.fees, only_typed.net) == (120_000, 0, 120_000)
    assert ask(app, actor, reports.total, selection=Selection(Span(day(1, 8), day(2, 8)))) == NOTHING


@pytest.mark.parametrize("by", reports.GROUPS)
def test_every_grouping_adds_up_to_the_total(app: App, actor: Actor, made: World, by: str) -> None:
    groups = ask(app, actor, reports.grouped, by=by, selection=Selection(YEAR))
    total = ask(app, actor, reports.total, selection=Selection(YEAR))
    summed = sum((group.measures for group in groups), NOTHING)
    if by in {"product", "listing", "business"}:  # an order with two products counts in both
        summed = replace(
            summed, orders=total.orders, settled_orders=total.settled_orders, cancelled_orders=total.cancelled_orders,
        )
    assert summed == total


def test_the_daily_table_and_the_lines_say_the_same(app: App, actor: Actor, made: World) -> None:
    every_shop = frozenset(made.ids[name] for name in ("sari.shopee", "ilham.tokopedia", "dekranasda"))
    for by in ("day", "week", "month", "marketplace"):
        small = ask(app, actor, reports.grouped, by=by, selection=Selection(YEAR))
        lines = ask(app, actor, reports.grouped, by=by, selection=Selection(YEAR, shops=every_shop))
        filed = [replace(g, measures=replace(g.measures, typed=0, typed_orders=0)) for g in small]
        assert sorted(map(str, lines)) == sorted(str(g) for g in filed if by != "marketplace" or g.measures != NOTHING)


def test_whose_sale_follows_the_match_and_then_the_shop_of_that_day(app: App, actor: Actor, made: World) -> None:
    by_member = {g.label: g.measures.sales for g in ask(app, actor, reports.grouped, by="business", selection=Selection(OCTOBER))}
    assert by_member == {"sari": 630_000 + 80_000, "ilham": 45_000, "muaro": 75_000 + 120_000, "": 40_000}
    by_product = {g.label: g.measures.sales for g in ask(app, actor, reports.grouped, by="product", selection=Selection(OCTOBER))}
    assert by_product == {"batik": 180_000, "selendang": 350_000, "rempeyek": 45_000, "pandan": 75_000, "": 140_000 + 200_000}


def test_what_is_not_matched_comes_last_and_can_be_chosen(app: App, actor: Actor, made: World) -> None:
    groups = ask(app, actor, reports.grouped, by="business", selection=Selection(OCTOBER))
    assert groups[-1].key is None
    chosen = ask(app, actor, reports.total, selection=Selection(OCTOBER).within("business", None))
    assert chosen == groups[-1].measures


def test_a_shop_that_changed_hands_keeps_its_past(app: App, actor: Actor) -> None:
    def build(w: World) -> None:
        w.business("old")
        w.business("new")
        w.shop("shop", "shopee", "old", day(1, 1))
        w.owner("shop", "new", day(10))  # nobody ended the old row: the new one does
        w.listing("thing", "shop")
        w.line("1", "thing", day(9), price=1_000)
        w.line("2", "thing", day(10), price=2_000)

    world(app, actor, build)
    groups = ask(app, actor, reports.grouped, by="business", selection=Selection(OCTOBER))
    assert {g.label: (g.measures.sales, g.measures.orders) for g in groups} == {"old": (1_000, 1), "new": (2_000, 1)}


def test_times_have_no_gaps_and_weeks_begin_on_monday(app: App, actor: Actor, made: World) -> None:
    months = ask(app, actor, reports.grouped, by="month", selection=Selection(Span(day(15, 8), day(31))))
    assert [(g.key, g.measures.sales) for g in months] == [(day(1, 8), 0), (day(1, 9), 30_000), (day(1), OCTOBER_TOTAL.sales)]
    weeks = ask(app, actor, reports.grouped, by="week", selection=Selection(OCTOBER))
    assert [g.key for g in weeks] == [day(28, 9), day(5), day(12), day(19), day(26)]
    assert len(ask(app, actor, reports.grouped, by="day", selection=Selection(OCTOBER))) == 31


def test_a_split_gives_each_part_of_each_month(app: App, actor: Actor, made: World) -> None:
    parts = ask(app, actor, reports.grouped, by="month", split="marketplace", selection=Selection(YEAR))
    assert {(g.key.month, g.split_label): g.measures.sales for g in parts} == {
        (9, "Tokopedia"): 30_000, (10, "Shopee"): 630_000, (10, "Tokopedia"): 45_000, (10, "Showroom"): 115_000,
        (10, "WhatsApp"): 120_000, (10, "Bazar"): 80_000,
    }


def test_regencies_have_names_and_an_unknown_one_is_apart(app: App, actor: Actor, made: World) -> None:
    groups = ask(app, actor, reports.grouped, by="regency", selection=Selection(OCTOBER))
    found = {g.key: (g.label, g.measures.sales) for g in groups}
    assert found["15.71"] == ("Kota Jambi", 280_000)
    assert found["31.71"][1] == 200_000
    assert groups[-1].key == ""


@pytest.mark.parametrize(("chosen", "sales"), [
    ({"marketplaces": frozenset({"shopee"})}, 630_000), ({"marketplaces": frozenset({"whatsapp"})}, 120_000),
    ({"regencies": frozenset({"15.71"})}, 280_000),
])
def test_choosing_a_part(app: App, actor: Actor, made: World, chosen: dict[str, Any], sales: int) -> None:
    assert ask(app, actor, reports.total, selection=Selection(OCTOBER, **chosen)).sales == sales


def test_choosing_a_member_a_product_a_shop(app: App, actor: Actor, made: World) -> None:
    total = lambda **chosen: ask(app, actor, reports.total, selection=Selection(OCTOBER, **chosen)).sales  # noqa: E731
    assert total(businesses=frozenset({made.ids["muaro"]})) == 195_000
    assert total(products=frozenset({made.ids["selendang"]})) == 350_000
    assert total(shops=frozenset({made.ids["dekranasda"]})) == 115_000


def test_a_member_sees_their_own_sales_wherever_they_happened(app: App, actor: Actor, made: World) -> None:
    muaro = member_of(actor, [made.ids["muaro"]])
    groups = ask(app, muaro, reports.grouped, by="marketplace", selection=Selection(OCTOBER))
    assert {g.key: g.measures.sales for g in groups} == {"showroom": 75_000, "whatsapp": 120_000}
    mentor = mentor_of(actor, [made.ids["sari"]])
    assert ask(app, mentor, reports.total, selection=Selection(OCTOBER)).sales == 710_000


@pytest.mark.parametrize("by", reports.GROUPS)
def test_what_members_see_is_what_the_coordinator_sees_of_them(app: App, actor: Actor, made: World, by: str) -> None:
    for name in ("sari", "ilham", "muaro"):
        own = ask(app, member_of(actor, [made.ids[name]]), reports.grouped, by=by, selection=Selection(YEAR))
        all_of = ask(app, actor, reports.grouped, by=by, selection=Selection(YEAR, businesses=frozenset({made.ids[name]})))
        assert own == all_of


@pytest.mark.parametrize("role", [LIAISON, MENTOR, "member"])
def test_who_has_no_business_sees_no_sales(app: App, actor: Actor, made: World, role: str) -> None:
    nobody = Actor(account=None, association=actor.association, role=role)
    selection = Selection(YEAR)
    assert ask(app, nobody, reports.total, selection=selection) == NOTHING
    assert ask(app, nobody, reports.rows, selection=selection).total == 0
    assert ask(app, nobody, reports.typed_rows, selection=selection).total == 0
    assert ask(app, nobody, reports.weekday_hours, selection=selection) == []
    assert ask(app, nobody, reports.choices).businesses == []


def test_rows_behind_a_bar_are_its_sum_and_come_in_pages(app: App, actor: Actor, made: World) -> None:
    bar = Selection(YEAR).within("month", day(1)).within("marketplace", "shopee")
    page = ask(app, actor, reports.rows, selection=bar)
    assert sum(line.measures.sales for line in page.rows) == ask(app, actor, reports.total, selection=bar).sales
    assert [(line.order_no, line.day) for line in page.rows] == [
        ("A5", day(21)), ("A2", day(20)), ("A1", day(2)), ("A1", day(2)),
    ]
    assert {line.business for line in page.rows} == {"sari"}
    pieces = [ask(app, actor, reports.rows, selection=bar, offset=offset, limit=3) for offset in (0, 3)]
    assert [line for piece in pieces for line in piece.rows] == page.rows
    assert {piece.total for piece in pieces} == {4}


def test_typed_sales_are_apart_and_what_was_taken_back_is_gone(app: App, actor: Actor, made: World) -> None:
    page = ask(app, actor, reports.typed_rows, selection=Selection(OCTOBER))
    assert [(line.business, line.measures.sales, line.marketplace) for line in page.rows] == [
        ("sari", 80_000, "bazaar"), ("muaro", 120_000, "whatsapp"),
    ]
    assert ask(app, actor, reports.typed_rows, selection=Selection(OCTOBER, products=frozenset({None}))).total == 0


def test_best_and_rising(app: App, actor: Actor, made: World) -> None:
    assert [g.label for g in ask(app, actor, reports.best, selection=Selection(OCTOBER), limit=2)] == ["selendang", "batik"]
    moved = ask(app, actor, reports.rising, selection=Selection(OCTOBER), pair=Pair("month_before", OCTOBER, month(day(1, 9))))
    assert [(m.label, m.difference) for m in moved] == [
        ("selendang", 350_000), ("batik", 180_000), ("pandan", 75_000), ("rempeyek", 15_000),
    ]


def test_comparing_and_the_headline(app: App, actor: Actor, made: World) -> None:
    compared = ask(app, actor, reports.compare, pair=aligned(Span(day(4), day(31))), selection=Selection(OCTOBER))
    assert compared.now.sales == 120_000 + 80_000 + 200_000 + 150_000
    assert compared.before.sales == 115_000 + 280_000 + 45_000 + 30_000
    spoken = ask(app, actor, reports.month_headline, today=date(2026, 11, 3))
    assert (spoken.value, spoken.before, spoken.closed) == (OCTOBER_TOTAL.sales, 30_000, True)


def test_orders_by_hour_are_in_the_associations_time(app: App, actor: Actor) -> None:
    def build(w: World) -> None:
        w.business("sari")
        w.shop("shop", "shopee", "sari")
        w.listing("thing", "shop")
        w.listing("second", "shop")
        w.line("1", "thing", day(5), at=datetime(2026, 10, 4, 18, 30, tzinfo=UTC), price=1_000)  # Monday 5 October, 01.30 WIB
        w.line("1", "second", day(5), at=datetime(2026, 10, 4, 18, 30, tzinfo=UTC), price=2_000)
        w.line("2", "thing", day(5), at=datetime(2026, 10, 5, 13, 0, tzinfo=UTC), price=4_000)
        w.line("3", "thing", day(5))

    world(app, actor, build)
    hours = ask(app, actor, reports.weekday_hours, selection=Selection(OCTOBER))
    assert [(h.weekday, h.hour, h.orders, h.sales) for h in hours] == [(0, 1, 1, 3_000), (0, 20, 1, 4_000)]


def test_refunds_that_differ_from_what_came_back_are_listed(app: App, actor: Actor) -> None:
    def build(w: World) -> None:
        w.business("sari")
        w.shop("shop", "shopee", "sari")
        w.listing("thing", "shop")
        w.line("equal", "thing", day(5), quantity=2, returned=1, refunds=10_000, fees=0)
        w.line("more", "thing", day(6), quantity=2, returned=1, refunds=12_000, fees=0)

    world(app, actor, build)
    found = ask(app, actor, reports.refund_differences, selection=Selection(OCTOBER))
    assert [(f.order_no, f.settled, f.expected) for f in found] == [("more", 12_000, 10_000)]


def six(w: World) -> None:
    """Six who sold in September (one of them only typed), five in October; November runs."""
    for number in range(6):
        w.business(f"b{number}")
        w.shop(f"s{number}", "shopee", f"b{number}")
        w.listing(f"l{number}", f"s{number}")
        if number < 5:
            w.line(f"1{number}", f"l{number}", day(3, 9), price=1_000)
            w.line(f"2{number}", f"l{number}", day(3), price=1_000)
        w.line(f"3{number}", f"l{number}", day(3, 11), price=1_000)
    w.typed("b5", day(4, 9), 500)
    w.line("x", "l5", day(5), status=CANCELLED)
    w.daily()


def test_members_see_the_associations_month_only_when_six_sold(app: App, actor: Actor) -> None:
    made = world(app, actor, six)
    member = member_of(actor, [made.ids["b0"]])
    months = ask(app, member, reports.association_months, span=Span(day(1, 8), day(21, 11)), today=day(21, 11))
    assert months == [(day(1, 8), None), (day(1, 9), 5_500), (day(1), None)]
    with pytest.raises(NotAllowed):
        ask(app, mentor_of(actor, [made.ids["b0"]]), reports.association_months, span=OCTOBER, today=day(21, 11))


def test_choices_are_what_the_actor_may_see(app: App, actor: Actor, made: World) -> None:
    every = ask(app, actor, reports.choices)
    assert [code for code, _ in every.marketplaces] == ["shopee", "tokopedia", "whatsapp", "showroom", "bazaar"]
    assert [name for _, name in every.businesses] == ["ilham", "muaro", "sari"]
    own = ask(app, member_of(actor, [made.ids["sari"]]), reports.choices)
    assert [name for _, name in own.businesses] == ["sari"]
    assert [name for _, name in own.products] == ["batik", "selendang"]
    assert ask(app, actor, reports.first_day) == day(30, 9)


def test_another_association_sees_nothing_of_it(app: App, actor: Actor, made: World) -> None:
    from tests.conftest import new_association

    other = new_association(app, "other")
    assert ask(app, other, reports.total, selection=Selection(YEAR)) == NOTHING
    assert ask(app, other, reports.rows, selection=Selection(YEAR)).rows == []
    assert ask(app, other, reports.choices).products == []


def test_a_month_of_lines_is_found_by_its_index_alone(sqlite_app: App, sqlite_actor: Actor) -> None:
    """The partial index over current lines holds all that figures need; SQLite uses it only if the condition is spelled so."""
    from sqlalchemy import event

    statements: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        statements.append((statement, parameters))

    event.listen(sqlite_app.database.engine, "before_cursor_execute", listen)
    ask(sqlite_app, sqlite_actor, reports.grouped, by="product", selection=Selection(OCTOBER))
    statement, parameters = next(found for found in statements if "order_line" in found[0])
    with sqlite_app.database.engine.connect() as connection:
        plan = " ".join(row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
    assert "order_line USING COVERING INDEX ix_order_line_day (association_id=? AND sales_day>? AND sales_day<?)" in plan


def test_the_daily_table_that_the_import_keeps_gives_the_same_figures(app: App, actor: Actor, made: World) -> None:
    from cblp.sales import services

    before = ask(app, actor, reports.grouped, by="day", split="marketplace", selection=Selection(YEAR))
    app.act(actor, services.retell_all)
    assert ask(app, actor, reports.grouped, by="day", split="marketplace", selection=Selection(YEAR)) == before
