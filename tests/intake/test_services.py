"""Files are checked, posted whole or not at all, recognised when they come again, and taken out without a trace in the sums."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cblp.bootstrap import App
from cblp.catalogue.models import Listing, ListingProduct, Shop
from cblp.db.actor import TREASURER, Actor
from cblp.db.dated import EVER
from cblp.errors import NotAllowed
from cblp.importers.records import CANCELLED, SHIPPED, Problem
from cblp.intake import services as intake
from cblp.intake import shops as places
from cblp.intake.models import ImportBatch, ImportIssue
from cblp.people.models import AuditEntry
from cblp.sales.models import DailySales, OrderLine
from tests.intake.making import bring_in, business, digest, extract, income, member, order, product, shop


def current(app: App, actor: Actor) -> dict[tuple[str, str], OrderLine]:
    with app.database.reading(actor.association) as session:
        found = {(row.order_no, row.line_key): row for row in session.scalars(select(OrderLine).where(OrderLine.is_current))}
        session.expunge_all()
        return found


def test_a_file_is_checked_then_posted_and_its_counts_add_up(app: App, actor: Actor) -> None:
    target = {"shopee": shop(app, actor)}
    bring_in(app, actor, extract("orders", [order("A1"), order("A2", status=SHIPPED)]), target)
    made = extract(
        "orders", [order("A1"), order("A2", sales_day="2026-10-01"), order("A3")], problems=[Problem(5, "Jumlah", "count")],
        as_of="2026-11-02T00:00:00Z",
    )
    checked = app.act(actor, intake.check, made, size=10, sha256=digest(1), shops=None)
    assert (checked.rows, checked.new, checked.changed, checked.known, checked.rejected) == (4, 1, 1, 1, 1)
    assert checked.shops == target
    assert checked.needed == ()
    assert len(current(app, actor)) == 2
    receipt = app.act(actor, intake.post, batch_id=checked.batch_id)
    assert (receipt.rows, receipt.new, receipt.changed, receipt.known, receipt.rejected) == (4, 1, 1, 1, 1)
    assert {key[0]: row.status for key, row in current(app, actor).items()} == {"A1": 3, "A2": 3, "A3": 3}
    with app.database.reading(actor.association) as session:
        batch = session.get_one(ImportBatch, (actor.association, checked.batch_id))
        assert batch.status == "posted"
        assert batch.waiting is None
        assert [(issue.line, issue.code) for issue in session.scalars(select(ImportIssue))] == [(5, "count")]
        assert session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "posted")) == 2
    with pytest.raises(intake.NotWaiting):
        app.act(actor, intake.post, batch_id=checked.batch_id)


def test_the_same_file_is_refused_with_who_and_when_and_nothing_is_written(app: App, actor: Actor) -> None:
    target = {"shopee": shop(app, actor)}
    made = extract("orders", [order()])
    bring_in(app, actor, made, target)
    for attempt in (lambda: bring_in(app, actor, made, target),
                    lambda: app.act(actor, intake.check, made, size=1, sha256=digest(made), shops=target)):
        with pytest.raises(intake.AlreadyIn) as refused:
            attempt()
        assert "21 Nov 2026" in refused.value.text("id")
    with app.database.reading(actor.association) as session:
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 1


def test_a_file_taken_out_may_come_in_again(app: App, actor: Actor) -> None:
    target = {"shopee": shop(app, actor)}
    made = extract("orders", [order()])
    receipt = bring_in(app, actor, made, target)
    app.act(actor, intake.revert, batch_id=receipt.batch_id, reason="salah toko")
    assert current(app, actor) == {}
    with app.database.reading(actor.association) as session:
        assert session.scalar(select(func.count()).select_from(DailySales)) == 0
    with pytest.raises(intake.NotPosted):
        app.act(actor, intake.revert, batch_id=receipt.batch_id, reason="lagi")
    assert bring_in(app, actor, made, target).new == 1


def test_an_older_file_changes_nothing_and_a_higher_status_wins_over_a_later_file(app: App, actor: Actor) -> None:
    target = {"shopee": shop(app, actor)}
    bring_in(app, actor, extract("orders", [order("A1", status=CANCELLED), order("A2")], as_of="2026-10-20T00:00:00Z"), target)
    older = bring_in(app, actor, extract("orders", [order("A2", quantity=2)], as_of="2026-10-10T00:00:00Z"), target)
    later = bring_in(app, actor, extract("orders", [order("A1")], as_of="2026-11-10T00:00:00Z"), target)
    assert (older.known, later.known) == (1, 1)
    assert {key[0]: (row.status, row.quantity) for key, row in current(app, actor).items()} == {
        "A1": (CANCELLED, 1),
        "A2": (3, 1),
    }


def test_checked_rows_wait_for_a_day(app: App, actor: Actor) -> None:
    target = {"shopee": shop(app, actor)}
    checked = app.act(actor, intake.check, extract("orders", [order()]), size=1, sha256=digest(1), shops=target)
    tomorrow = app.clock() + timedelta(hours=25)
    with pytest.raises(intake.NotWaiting):
        app.act(actor, intake.post, batch_id=checked.batch_id, now=tomorrow)
    assert app.act(actor, intake.expire, now=tomorrow) == 1
    dropped = app.act(actor, intake.check, extract("orders", [order()]), size=1, sha256=digest(1), shops=target)
    app.act(actor, intake.drop, batch_id=dropped.batch_id)
    with app.database.reading(actor.association) as session:
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 0


def test_a_member_fills_only_shops_of_their_own_business(app: App, actor: Actor) -> None:
    mine, other = business(app, actor, "A001"), business(app, actor, "A002")
    own_shop, other_shop = shop(app, actor, handle="sari", owner=mine), shop(app, actor, handle="rina", owner=other)
    sari = member(actor, [mine])
    made = extract("orders", [order()])
    with pytest.raises(NotAllowed):
        bring_in(app, sari, made, {"shopee": other_shop})
    receipt = bring_in(app, sari, made)
    assert receipt.shops == {"shopee": own_shop}
    with pytest.raises(NotAllowed):
        app.act(member(actor, [other]), intake.revert, batch_id=receipt.batch_id, reason="")
    with pytest.raises(NotAllowed):
        bring_in(app, Actor(account=None, association=actor.association, role=TREASURER), made, {"shopee": own_shop})
    app.act(sari, intake.revert, batch_id=receipt.batch_id, reason="")
    assert current(app, actor) == {}


def test_the_shop_is_proposed_by_its_orders_and_an_order_of_another_shop_is_refused(app: App, actor: Actor) -> None:
    first, second = shop(app, actor, handle="sari"), shop(app, actor, handle="rina")
    bring_in(app, actor, extract("orders", [order("A1"), order("A2")]), {"shopee": first})
    bring_in(app, actor, extract("orders", [order("B1", sku="R-1")]), {"shopee": second})
    again = extract("orders", [order("A2"), order("A3")], as_of="2026-11-03T00:00:00Z")
    proposals = app.read(actor, places.propose_shop, again)["shopee"]
    assert [(found.handle, found.marks, found.skus) for found in proposals] == [("sari", 1, 1), ("rina", 0, 0)]
    with pytest.raises(places.OrdersElsewhere) as refused:
        bring_in(app, actor, again, {"shopee": second})
    assert {refused.value.values["shop"], refused.value.values["other"]} == {"rina", "sari"}
    with pytest.raises(places.OrdersElsewhere):
        bring_in(app, actor, extract("settlement", [income("A1")]), {"shopee": second})
    assert bring_in(app, actor, again).shops == {"shopee": first}


def test_without_a_sign_the_person_is_asked(app: App, actor: Actor) -> None:
    first = shop(app, actor, handle="sari")
    shop(app, actor, handle="rina")
    made = extract("orders", [order()])
    checked = app.act(actor, intake.check, made, size=1, sha256=digest(1), shops=None)
    assert checked.needed == ("shopee",)
    assert (checked.new, checked.rows) == (1, 1)
    with pytest.raises(places.ShopNeeded):
        app.act(actor, intake.post, batch_id=checked.batch_id)
    assert app.act(actor, intake.recheck, batch_id=checked.batch_id, shops={"shopee": first}).needed == ()
    assert app.act(actor, intake.post, batch_id=checked.batch_id).new == 1
    hinted = extract("orders", [order("X9", sku="N")], shop_hint="Rina")
    assert app.read(actor, places.propose_shop, hinted)["shopee"][0].handle == "rina"


def test_a_shared_seller_centre_files_each_row_under_its_marketplace(app: App, actor: Actor) -> None:
    tokopedia = shop(app, actor, "tokopedia", "sari", business(app, actor))
    twin = app.act(actor, places.twin, shop_id=tokopedia, marketplace="tiktok_shop")
    assert app.act(actor, places.twin, shop_id=tokopedia, marketplace="tiktok_shop").id == twin.id
    shops = {"tokopedia": tokopedia, "tiktok_shop": twin.id}
    money = extract(
        "settlement", [income("T1", marketplace=""), income("K1", marketplace="")], source="tokopedia_tiktok",
        marketplaces=("tokopedia", "tiktok_shop"),
    )
    rows = [order("T1", marketplace="tokopedia"), order("K1", marketplace="tiktok_shop")]
    bring_in(app, actor, money, shops)
    bring_in(app, actor, extract("orders", rows, source="tokopedia_tiktok"), shops)
    found = current(app, actor)
    assert {key[0]: (row.shop_id, row.settled, row.fees) for key, row in found.items()} == {
        "T1": (tokopedia, True, 9_450), "K1": (twin.id, True, 9_450),
    }
    newer = extract("settlement", [income("K1", marketplace="")], source="tokopedia_tiktok", as_of="2026-11-09T00:00:00Z",
                    marketplaces=("tokopedia", "tiktok_shop"))
    receipt = bring_in(app, actor, newer, shops)
    assert {row.fees for row in current(app, actor).values()} == {9_450}
    app.act(actor, intake.revert, batch_id=receipt.batch_id, reason="")
    assert all(row.settled for row in current(app, actor).values())


def test_new_listings_are_proposed_the_product_with_the_same_code(app: App, actor: Actor) -> None:
    owner = business(app, actor)
    target = {"shopee": shop(app, actor, owner=owner)}
    wanted = product(app, actor, owner, "sku-1 ")
    made = extract("orders", [order("A1"), order("A2", sku="", product_name="Kain", line_key="kain")])
    checked = app.act(actor, intake.check, made, size=1, sha256=digest(1), shops=target)
    assert [(one.sku, one.product_id) for one in checked.unmatched] == [("Kain", None), ("SKU-1", wanted)]
    assert app.act(actor, intake.post, batch_id=checked.batch_id, matches=checked.unmatched).matched == 1
    with app.database.reading(actor.association) as session:
        assert [row.product_id for row in session.scalars(select(ListingProduct))] == [wanted]
        assert session.scalars(select(ListingProduct)).one().valid_from == EVER  # an older file may come later
    again = app.act(actor, intake.check, extract("orders", [order("A3")]), size=1, sha256=digest(2), shops=target)
    assert again.unmatched == []


def test_a_listing_shows_its_newest_sale_unless_a_person_edited_it(app: App, actor: Actor) -> None:
    target = {"shopee": shop(app, actor)}

    def price() -> int | None:
        with app.database.reading(actor.association) as session:
            return session.scalars(select(Listing)).one().price

    bring_in(app, actor, extract("orders", [order("A1", sales_day="2026-10-05", list_price=100_000)]), target)
    bring_in(app, actor, extract("orders", [order("A2", sales_day="2026-10-09", list_price=120_000)]), target)
    assert price() == 120_000
    bring_in(app, actor, extract("orders", [order("A0", sales_day="2026-10-01", list_price=80_000)]), target)
    assert price() == 120_000
    with app.database.writing(actor.association) as session:
        row = session.scalars(select(Listing)).one()
        row.price, row.edited_at = 130_000, app.clock()
    bring_in(app, actor, extract("orders", [order("A9", sales_day="2026-10-19", list_price=90_000)]), target)
    assert price() == 130_000


def test_a_row_of_another_marketplace_than_the_shop_is_refused(app: App, actor: Actor) -> None:
    with pytest.raises(places.WrongMarketplace):
        bring_in(app, actor, extract("orders", [order()]), {"shopee": shop(app, actor, "lazada")})
    with app.database.reading(actor.association) as session:
        assert session.scalar(select(func.count()).select_from(Shop)) == 1
