"""Whatever order files come in, and whatever is taken out again, the same rows are current and the same money is counted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.catalogue.models import Listing, Shop
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.importers.records import CANCELLED, UNPAID, Extract
from cblp.intake import services as intake
from cblp.sales.models import DailySales, OrderLine, SettlementEntry
from cblp.sales.services import retell_all
from tests.conftest import new_association
from tests.intake.making import bring_in, extract, income, order, shop

INSTANTS = st.sampled_from([None, "2026-10-10T00:00:00Z", "2026-10-20T00:00:00Z"])
MARKETPLACES = {"S": "shopee", "T": "tokopedia", "K": "tiktok_shop"}


@st.composite
def order_files(draw: st.DrawFn) -> Extract:
    rows = draw(st.lists(
        st.builds(
            lambda no, key, status, quantity, back, voucher, day: order(
                no, quantity, marketplace=MARKETPLACES[no[0]], line_key=key, sku="" if key == "*" else key, status=status,
                returned_quantity=min(back, quantity), order_voucher=voucher, sales_day=day,
            ),
            st.sampled_from(["S1", "S2", "T1", "K1"]), st.sampled_from(["a", "b", "*"]), st.integers(0, 5), st.integers(1, 3),
            st.integers(0, 2), st.sampled_from([0, 0, 1_001]), st.sampled_from(["2026-10-01", "2026-10-02"]),
        ),
        min_size=1, max_size=5,
    ))
    return extract("orders", rows, as_of=draw(INSTANTS), name=uuid7().hex)


@st.composite
def income_files(draw: st.DrawFn) -> Extract:
    rows = draw(
        st.lists(
            st.builds(
                lambda no, key, fee, refund, voucher: income(
                    no,
                    marketplace="shopee" if no[0] == "S" else "",
                    entry_key=key,
                    platform_fee=fee,
                    refund=refund,
                    seller_voucher=voucher,
                ),
                st.sampled_from(["S1", "S2", "T1", "K1"]),
                st.sampled_from(["1", "2"]),
                st.integers(-9_000, 0),
                st.sampled_from([0, -90_000]),
                st.sampled_from([0, -777]),
            ),
            min_size=1,
            max_size=4,
        )
    )
    return extract("settlement", rows, as_of=draw(INSTANTS), name=uuid7().hex, marketplaces=("tokopedia", "tiktok_shop"))


def start(app: App) -> tuple[Actor, dict[str, UUID]]:
    actor = new_association(app, f"a{uuid7().hex[-20:]}")
    return actor, {code: shop(app, actor, code, "toko") for code in MARKETPLACES.values()}


def play(app: App, files: list[Extract], steps: list[tuple[str, int]]) -> dict[str, Any]:
    actor, shops = start(app)
    batches = {}
    for verb, place in steps:
        if verb == "in":
            batches[place] = bring_in(app, actor, files[place], shops).batch_id
        else:
            app.act(actor, intake.revert, batch_id=batches[place], reason="")
    return state(app, actor)


def state(app: App, actor: Actor) -> dict[str, Any]:
    with app.database.reading(actor.association) as session:
        lines = session.execute(
            select(Shop.marketplace, Listing.sku, OrderLine).where(
                Shop.id == OrderLine.shop_id, Listing.id == OrderLine.listing_id, OrderLine.is_current
            )
        ).all()
        kept = {"association_id", "shop_id", "listing_id", "batch_id", "is_current"}
        found = {
            "lines": sorted(
                (marketplace, sku, *(str(getattr(row, column.key)) for column in OrderLine.__table__.c if column.key not in kept))
                for marketplace, sku, row in lines
            ),
            # An entry of a shared seller centre may stand under either shop: it shows in the money of the lines.
            "income": sorted(session.scalars(
                select(SettlementEntry.row_hash).where(SettlementEntry.is_current, SettlementEntry.order_no.startswith("S"))
            )),
            "daily": daily(session.scalars(select(DailySales)).all()),
        }
        assert found["daily"] == told_again([(marketplace, row) for marketplace, _sku, row in lines])
    app.act(actor, retell_all)
    with app.database.reading(actor.association) as session:
        assert daily(session.scalars(select(DailySales)).all()) == found["daily"]
    return found


def daily(rows: Any) -> dict[tuple[Any, ...], tuple[int, ...]]:
    return {
        (row.day, row.marketplace, row.status): (
            row.orders,
            row.settled_orders,
            row.lines,
            row.quantity,
            row.returned,
            row.gross,
            row.discount,
            row.refunds,
            row.vouchers,
            row.fees,
        )
        for row in rows
    }


def told_again(lines: list[tuple[str, OrderLine]]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """The daily totals by the definition, from the current lines."""
    orders = defaultdict(list)
    for marketplace, row in lines:
        orders[row.sales_day, marketplace, row.shop_id, row.order_no].append(row)
    totals: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * 10)
    for (day, marketplace, _shop, _no), rows in orders.items():
        counted = [row for row in rows if row.status not in (UNPAID, CANCELLED)]
        home = totals[day, marketplace, min(row.status for row in counted or rows)]
        home[0] += 1
        home[1] += bool(counted) and all(row.settled for row in counted)
        for row in rows:
            amounts = (1, row.quantity, row.returned_quantity, row.gross, row.discount, row.refunds, row.vouchers, row.fees or 0)
            total = totals[day, marketplace, row.status]
            total[2:] = [a + b for a, b in zip(total[2:], amounts, strict=True)]
    return {key: tuple(total) for key, total in totals.items()}


def every_order_ends_the_same(app: App, files: list[Extract], withdrawn: int, orders: list[tuple[int, ...]]) -> None:
    expected = play(app, files, [("in", place) for place in range(3) if place != withdrawn])
    for turn, sequence in enumerate(orders):
        steps = [("in", place) for place in sequence]
        # The withdrawal comes at each possible moment after its file, a different one for each order.
        moments = range(sequence.index(withdrawn) + 1, 4)
        steps.insert(moments[turn % len(moments)], ("out", withdrawn))
        assert play(app, files, steps) == expected


THREE_FILES = st.tuples(order_files(), order_files(), st.one_of(order_files(), income_files())).map(list)
EVERY_ORDER = list(permutations(range(3)))


@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(files=THREE_FILES, withdrawn=st.integers(0, 2))
def test_every_order_of_three_files_and_one_withdrawal_ends_the_same(app: App, files: list[Extract], withdrawn: int) -> None:
    every_order_ends_the_same(app, files, withdrawn, EVERY_ORDER)


@pytest.mark.long
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files=st.lists(st.one_of(order_files(), income_files()), min_size=3, max_size=3), withdrawn=st.integers(0, 2))
def test_every_order_ends_the_same_many_times(app: App, files: list[Extract], withdrawn: int) -> None:
    every_order_ends_the_same(app, files, withdrawn, EVERY_ORDER)


def test_the_newest_version_of_an_entry_counts_under_whichever_shop_it_stands(app: App) -> None:
    for sequence in permutations(range(4)):
        actor, shops = start(app)
        both = {code: shops[code] for code in ("tokopedia", "tiktok_shop")}
        tokopedia = {"tokopedia": shops["tokopedia"]}
        steps = [
            (extract("settlement", [income("K1", marketplace="", tax=-1)], as_of="2026-10-01T00:00:00Z", name="1"), tokopedia),
            (extract("settlement", [income("K1", marketplace="", tax=-2)], as_of="2026-10-02T00:00:00Z", name="2"), both),
            (extract("settlement", [income("K1", marketplace="", tax=-1)], as_of="2026-10-03T00:00:00Z", name="3"), tokopedia),
            (extract("orders", [order("K1", marketplace="tiktok_shop")], name="4"), both),
        ]  # fmt: skip
        for place in sequence:
            bring_in(app, actor, replace(steps[place][0], marketplaces=("tokopedia", "tiktok_shop")), steps[place][1])
        with app.database.reading(actor.association) as session:
            assert session.scalars(select(OrderLine.fees).where(OrderLine.is_current)).all() == [9_001]


def test_a_receipt_known_as_a_whole_yields_to_its_lines_and_comes_back(app: App) -> None:
    actor, shops = start(app)
    bring_in(app, actor, extract("orders", [order("S1", line_key="*", sku="")], as_of="2026-11-09T00:00:00Z"), shops)
    lines = bring_in(app, actor, extract("orders", [order("S1", line_key="a"), order("S1", line_key="b")]), shops)
    late = bring_in(app, actor, extract("orders", [order("S1", line_key="*", sku="")], as_of="2026-11-19T00:00:00Z"), shops)
    assert (lines.new, late.known) == (2, 1)

    def keys() -> list[str]:
        with app.database.reading(actor.association) as session:
            return sorted(session.scalars(select(OrderLine.line_key).where(OrderLine.is_current)))

    assert keys() == ["a", "b"]
    app.act(actor, intake.revert, batch_id=lines.batch_id, reason="")
    assert keys() == ["*"]


def test_the_same_line_twice_in_a_file_is_one_version(app: App) -> None:
    actor, shops = start(app)
    receipt = bring_in(app, actor, extract("orders", [order("S1"), order("S1", quantity=2), order("S1")]), shops)
    assert (receipt.rows, receipt.new, receipt.known) == (3, 1, 2)
