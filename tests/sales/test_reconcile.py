"""Order, income and balance files of a shop tie, and what doesn't is named with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.errors import Missing
from cblp.importers.records import CANCELLED, RETURNED, BalanceMove
from cblp.intake.shops import twin
from cblp.sales.reconcile import NOT_COUNTED, PRICE, BalanceDifference, Difference, Reconciliation, reconcile
from tests.intake.making import bring_in, business, extract, income, member, order, shop


def move(order_no: str, amount: int) -> BalanceMove:
    return BalanceMove("shopee", f"m-{order_no}", "2026-10-08", "income", order_no, amount)


def test_a_shop_is_reconciled(app: App, actor: Actor) -> None:
    target: dict[str, Any] = {"shopee": shop(app, actor)}
    bring_in(app, actor, extract("orders", [
        order("EQUAL", line_key="a"), order("EQUAL", line_key="b", returned_quantity=1, status=RETURNED),
        order("PRICE"), order("GONE", status=CANCELLED), order("LATER"), order("KEPT", returned_quantity=1, status=RETURNED),
    ]), target)
    bring_in(
        app,
        actor,
        extract(
            "settlement",
            [
                income("EQUAL", product=180_000, refund=-90_000),
                income("PRICE", product=80_000),
                income("GONE"),
                income("KEPT"),
                income("NEVER"),
            ],
        ),
        target,
    )
    bring_in(app, actor, extract("balance", [move("EQUAL", 80_550), move("PRICE", 1)]), target)
    found = app.read(actor, reconcile, shop_id=target["shopee"])
    assert found == Reconciliation(
        matched=4,
        equal=2,
        total_income=80_550 + 70_550 + 3 * 80_550,
        differing=[
            Difference("GONE", 90_000, 90_000, 0, 80_550, NOT_COUNTED),
            Difference("PRICE", 90_000, 80_000, 80_550, 70_550, PRICE),
        ],
        orders_without_income=["LATER"],
        income_without_orders=["NEVER"],
        refund_differs=["KEPT"],
        balance_matched=2,
        balance_differing=[BalanceDifference("PRICE", 70_550, 1)],
    )


def test_income_of_a_shared_seller_centre_is_found_under_either_shop(app: App, actor: Actor) -> None:
    tokopedia = shop(app, actor, "tokopedia", "sari")
    tiktok = app.act(actor, twin, shop_id=tokopedia, marketplace="tiktok_shop").id
    shops = {"tokopedia": tokopedia, "tiktok_shop": tiktok}
    rows = [income("K1", marketplace=""), income("T1", marketplace=""), income("LOST", marketplace="")]
    bring_in(app, actor, extract("settlement", rows, marketplaces=("tokopedia", "tiktok_shop")), shops)
    bring_in(app, actor, extract("orders", [order("K1", marketplace="tiktok_shop"), order("T1", marketplace="tokopedia")]), shops)
    for place, lost in ((tiktok, []), (tokopedia, ["LOST"])):
        found = app.read(actor, reconcile, shop_id=place)
        assert (found.matched, found.equal, found.income_without_orders) == (1, 1, lost)


def test_a_member_reconciles_only_their_own_shop(app: App, actor: Actor) -> None:
    mine = business(app, actor)
    own, other = shop(app, actor, handle="a", owner=mine), shop(app, actor, handle="b")
    assert app.read(member(actor, [mine]), reconcile, shop_id=own).matched == 0
    with pytest.raises(Missing):
        app.read(member(actor, [mine]), reconcile, shop_id=other)
