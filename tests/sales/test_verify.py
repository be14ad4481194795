"""Verifying finds nothing in a sound association, and names each kind of damage."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.sales.verify import verify
from tests.intake.making import bring_in, extract, income, order, shop


def fill(app: App, actor: Actor) -> None:
    shops = {"shopee": shop(app, actor)}
    bring_in(app, actor, extract("orders", [order("A1"), order("A2", 3), order("A3", status=5)]), shops)
    bring_in(app, actor, extract("orders", [order("A2", 3, returned_quantity=1)], as_of="2026-11-05T00:00:00Z"), shops)
    bring_in(app, actor, extract("settlement", [income("A1")]), shops)


def wrong(app: App, actor: Actor) -> dict[tuple[str, str], int]:
    return {(check.name, check.subject): check.wrong for check in app.read(actor, verify) if check.wrong}


def test_a_sound_association_has_nothing_to_name(app: App, actor: Actor) -> None:
    fill(app, actor)
    checks = app.read(actor, verify)
    assert not [check for check in checks if check.wrong]
    assert {check.subject: check.looked_at for check in checks if check.name == "current"}["order_line"] == 3


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("UPDATE order_line SET fees = fees + 1 WHERE order_no = 'A1'", {("money", "order_line"), ("daily", "daily_sales")}),
        ("UPDATE order_line SET is_current = false WHERE order_no = 'A2'", {("current", "order_line"), ("daily", "daily_sales")}),
        ("UPDATE daily_sales SET orders = orders + 1", {("daily", "daily_sales")}),
        ("UPDATE daily_sales SET gross = gross - 1", {("daily", "daily_sales")}),
        ("DELETE FROM settlement_entry", {("money", "order_line")}),
        ("UPDATE order_line SET listing_id = shop_id WHERE order_no = 'A2'", {("refers", "order_line")}),
        ("UPDATE order_line SET batch_id = shop_id WHERE order_no = 'A3'", {("refers", "order_line")}),
        ("UPDATE settlement_entry SET batch_id = shop_id", {("refers", "settlement_entry"), ("money", "order_line")}),
        ("UPDATE import_batch SET status = 'reverted' WHERE kind = 'settlement'", {("current", "settlement_entry")}),
    ],
)
def test_damage_is_named(app: App, actor: Actor, damage: str, found: set[tuple[str, str]]) -> None:
    fill(app, actor)
    with app.database.writing(actor.association) as session:
        session.execute(text(damage))
    assert set(wrong(app, actor)) == found
