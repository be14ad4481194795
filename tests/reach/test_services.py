"""Posts, days of accounts and shops, goods, the WhatsApp log and snapshots are kept as they were observed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from cblp.bootstrap import App
from cblp.catalogue.models import Listing
from cblp.db.actor import Actor
from cblp.errors import Missing, NotAllowed
from cblp.importers.records import DailyMetric, Goods, OrderReturn, Post, ShopDay
from cblp.intake import services as intake
from cblp.reach import models, services
from cblp.sales import services as sales
from cblp.sales.models import OrderReturn as ReturnRow
from cblp.sales.models import TypedSale
from tests.intake.making import bring_in, business, extract, member, order, shop

POST = Post(
    "instagram",
    "sari",
    "p1",
    "reel",
    "Batik baru",
    "batik jambi",
    "https://example.org/p1",
    "2026-10-01",
    "2026-10-01T05:00:00Z",
    30,
    100,
    150,
    10,
    2,
    1,
    3,
    None,
    None,
    None,
    None,
    None,
)


def current(app: App, actor: Actor, table: Any, *columns: str) -> list[Any]:
    with app.database.reading(actor.association) as session:
        query = select(*(getattr(table, name) for name in columns)).where(table.is_current)
        return sorted(tuple(row) for row in session.execute(query))


def test_the_newest_observation_of_a_post_counts(app: App, actor: Actor) -> None:
    shops = {"instagram": shop(app, actor, "instagram", "sari")}
    bring_in(app, actor, extract("posts", [POST], source="instagram", as_of="2026-10-05T00:00:00Z"), shops)
    newer = bring_in(
        app, actor, extract("posts", [POST._replace(reach=400)], source="instagram", as_of="2026-10-30T00:00:00Z"), shops
    )
    bring_in(app, actor, extract("posts", [POST._replace(reach=200)], source="instagram", as_of="2026-10-10T00:00:00Z"), shops)
    assert newer.changed == 1
    assert current(app, actor, models.PostMetric, "post_id", "reach") == [("p1", 400)]
    app.act(actor, intake.revert, batch_id=newer.batch_id, reason="")
    assert current(app, actor, models.PostMetric, "post_id", "reach") == [("p1", 200)]


def test_days_of_accounts_and_shops(app: App, actor: Actor) -> None:
    account, store = shop(app, actor, "instagram", "sari"), shop(app, actor)
    days = [DailyMetric("instagram", "sari", f"2026-10-0{n}", "reach", n) for n in (1, 2)]
    bring_in(app, actor, extract("daily", days, source="instagram", as_of=None), {"instagram": account})
    again = bring_in(
        app, actor, extract("daily", [*days[1:], days[0]._replace(metric="views")], source="instagram"), {"instagram": account}
    )
    assert (again.new, again.known) == (1, 1)
    assert len(current(app, actor, models.AccountDay, "day", "metric", "value")) == 3
    figures = (5, None, None, 2, 1, 3, 250_000, None, None, None, None)
    bring_in(app, actor, extract("shop_stats", [ShopDay("shopee", "2026-10-01", *figures)]), {"shopee": store})
    assert current(app, actor, models.ShopDay, "day", "report", "visitors", "sales") == [
        (date(2026, 10, 1), "shopee.shop_stats", 5, 250_000)
    ]


def test_a_return_request_is_followed_to_its_end(app: App, actor: Actor) -> None:
    shops = {"shopee": shop(app, actor)}
    asked = OrderReturn("shopee", "R1", "A1", "Batik", "", "SKU-1", 1, 90_000, "Rusak", "Diproses", "2026-10-03", None)
    bring_in(app, actor, extract("returns", [asked], as_of="2026-10-03T00:00:00Z"), shops)
    bring_in(app, actor, extract("returns", [asked._replace(completed_on="2026-10-09")], as_of="2026-10-09T00:00:00Z"), shops)
    assert current(app, actor, ReturnRow, "return_no", "completed_on") == [("R1", date(2026, 10, 9))]


def test_goods_give_listings_their_price_and_stock_but_not_over_a_newer_edit(app: App, actor: Actor) -> None:
    shops = {"kasir_pintar": shop(app, actor, "kasir_pintar", "toko")}

    def goods(price: int, stock: int, as_of: str | None) -> Any:
        row = Goods("kasir_pintar", "SKU-1", "Batik", "", "Batik", price, None, stock)
        return bring_in(app, actor, extract("goods", [row], source="kasir_pintar", as_of=as_of), shops)

    def shown() -> tuple[Any, ...]:
        with app.database.reading(actor.association) as session:
            return tuple(session.execute(select(Listing.price, Listing.stock)).one())

    goods(90_000, 5, "2026-10-01T00:00:00Z")
    last = goods(95_000, 3, "2026-10-20T00:00:00Z")
    goods(80_000, 9, "2026-10-10T00:00:00Z")
    assert shown() == (95_000, 3)
    app.act(actor, intake.revert, batch_id=last.batch_id, reason="")
    assert shown() == (80_000, 9)
    with app.database.writing(actor.association) as session:
        row = session.scalars(select(Listing)).one()
        row.price, row.edited_at = 99_000, app.clock()
    goods(70_000, 1, "2026-11-01T00:00:00Z")
    assert shown() == (99_000, 9)
    goods(71_000, 2, "2026-11-30T00:00:00Z")
    assert shown() == (71_000, 2)


def log(app: App, actor: Actor, business_id: Any, **figures: Any) -> Any:
    return app.act(actor, services.log_whatsapp, business_id=business_id, day=date(2026, 11, 20), sales=sales, **figures)


def test_a_later_whatsapp_log_of_the_day_replaces_the_earlier_and_its_sale(app: App, actor: Actor) -> None:
    mine = business(app, actor)
    sari = member(actor, [mine])
    log(app, sari, mine, statuses=3, chats=5, amount=100_000)
    log(app, sari, mine, statuses=4, amount=150_000, orders=2)
    log(app, sari, mine, statuses=5)
    with app.database.reading(actor.association) as session:
        rows = session.execute(
            select(models.WhatsappLog.statuses, models.WhatsappLog.replaced_at).order_by(models.WhatsappLog.statuses)
        ).all()
        assert [(statuses, replaced is None) for statuses, replaced in rows] == [(3, False), (4, False), (5, True)]
        assert session.scalar(select(func.count()).select_from(TypedSale)) == 2
        assert session.scalar(select(func.count()).select_from(TypedSale).where(TypedSale.revoked_at.is_(None))) == 0


def test_a_log_needs_a_figure_and_an_own_business(sqlite_app: App, sqlite_actor: Actor) -> None:
    mine = business(sqlite_app, sqlite_actor)
    for figures, refusal in (({}, services.NothingLogged), ({"chats": -1}, services.BelowZero)):
        with pytest.raises(refusal):
            log(sqlite_app, sqlite_actor, mine, **figures)
    with pytest.raises(services.LogInFuture):
        sqlite_app.act(sqlite_actor, services.log_whatsapp, business_id=mine, day=date(2027, 1, 1), chats=1, sales=sales)
    with pytest.raises(NotAllowed):
        log(sqlite_app, member(sqlite_actor, []), mine, chats=1)


def test_snapshots_are_typed_for_own_accounts_and_taken_back(app: App, actor: Actor) -> None:
    mine = business(app, actor)
    own, other = shop(app, actor, "instagram", "sari", mine), shop(app, actor, "instagram", "rina")
    sari = member(actor, [mine])
    made = app.act(sari, services.snapshot, shop_id=own, day=date(2026, 11, 20), followers=1_001, rating=480)
    for figures, refusal in (
        ({}, services.NothingLogged),
        ({"rating": 48}, services.BadRating),
        ({"followers": -1}, services.BelowZero),
    ):
        with pytest.raises(refusal):
            app.act(sari, services.snapshot, shop_id=own, day=date(2026, 11, 20), **figures)
    with pytest.raises(Missing):
        app.act(sari, services.snapshot, shop_id=other, day=date(2026, 11, 20), followers=1)
    app.act(sari, services.revoke_snapshot, snapshot_id=made)
    with pytest.raises(Missing):
        app.act(sari, services.revoke_snapshot, snapshot_id=made)


def test_orders_and_goods_of_one_shop_share_their_listings(app: App, actor: Actor) -> None:
    shops = {"shopee": shop(app, actor)}
    bring_in(app, actor, extract("orders", [order()]), shops)
    bring_in(app, actor, extract("goods", [Goods("shopee", "SKU-1", "Batik Tulis", "", "", 1, None, 1)]), shops)
    with app.database.reading(actor.association) as session:
        assert session.scalar(select(func.count()).select_from(Listing)) == 1
