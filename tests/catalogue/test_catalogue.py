"""Products, shops and listings: kept stale-safe, matched by day, seen by whom they belong to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.catalogue import links, pictures, reports
from cblp.catalogue.models import Listing, ListingProduct
from cblp.catalogue.services import listings, products, shops
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.db.dated import EVER, on
from cblp.errors import Missing, NotAllowed, Stale
from cblp.people.models import Account
from cblp.people.services import licences, register
from cblp.people.services.register import DateTooEarly, NameNeeded
from tests.conftest import NOW, new_association
from tests.worlds import Worlds

TODAY = date(2026, 11, 21)


class World:
    """An association with two businesses, their products, an own shop each, and a collective showroom."""

    def __init__(self, app: App, actor: Actor) -> None:
        self.app, self.actor = app, replace(actor, role=COORDINATOR)
        self.sari = self.act(register.add_business, name="Batik Sari", since=TODAY)
        self.rina = self.act(register.add_business, name="Dodol Rina", since=TODAY)
        self.batik = self.act(products.add_product, business_id=self.sari, name="Batik Tulis Angso Duo", sku="BTK-01",
                              details={"price": 100_000, "stock": 4, "category": "batik"})
        self.dodol = self.act(products.add_product, business_id=self.rina, name="Dodol Kentang", details={"category": "food"})
        self.shopee = self.act(shops.add_shop, marketplace="shopee", handle="@batiksari", business_id=self.sari)
        self.lazada = self.act(shops.add_shop, marketplace="lazada", handle="dodolrina", business_id=self.rina)
        self.showroom = self.act(shops.add_shop, marketplace="showroom", handle="Dekranasda")
        self.member = replace(actor, role=MEMBER, own_businesses=frozenset({self.sari}))

    def act(self, service: Any, *, by: Actor | None = None, **given: Any) -> Any:
        return self.app.act(by or self.actor, service, **given)

    def read(self, report: Any, *, by: Actor | None = None, **given: Any) -> Any:
        return self.app.read(by or self.actor, report, today=TODAY, **given)

    def list(self, shop: UUID, sku: str, **given: Any) -> UUID:
        found: UUID = self.act(listings.add_listing, shop_id=shop, sku=sku, today=TODAY, **given)
        return found


@pytest.fixture
def world(app: App, actor: Actor, worlds: Worlds) -> World:
    return worlds.on(World, app, actor)


@pytest.fixture
def small(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> World:
    return worlds.on(World, sqlite_app, sqlite_actor)


def photo(size: tuple[int, int] = (2000, 1500), kind: str = "JPEG", **given: Any) -> bytes:
    out = BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, "sienna").save(out, kind, **given)
    return out.getvalue()


# -- products ----------------------------------------------------------------------------------------------------------


def test_skus_are_given_out_and_unique_in_a_business(world: World) -> None:
    assert [(p.sku, p.business) for p in world.read(reports.products)] == [("BTK-01", "Batik Sari"), ("A002-01", "Dodol Rina")]
    with pytest.raises(products.SkuTaken, match="Batik Tulis Angso Duo"):
        world.act(products.add_product, business_id=world.sari, name="Lain", sku="btk-01")
    world.act(products.add_product, business_id=world.rina, name="Lain", sku="BTK-01")
    for error, given in ((NameNeeded, {"name": ""}), (products.BadPrice, {"name": "x", "details": {"price": -1}}),
                         (products.BadStock, {"name": "x", "details": {"stock": 10**9}})):
        with pytest.raises(error):
            world.act(products.add_product, business_id=world.sari, **given)


def test_a_product_goes_from_draft_to_active_to_retired_and_back(world: World) -> None:
    made = world.act(products.add_product, business_id=world.sari, name="Selendang", status="draft")

    def status(new: str) -> None:
        version = world.read(reports.product, product_id=made).row.version
        world.act(products.set_status, product_id=made, version=version, status=new)

    status("active")
    with pytest.raises(products.BadStatus):
        status("draft")
    status("retired")
    assert made not in [p.id for p in world.read(reports.products)]
    assert world.read(reports.products, status="retired")[0].missing == ()
    status("active")
    with pytest.raises(Stale):
        world.act(products.edit_product, product_id=made, version=1, changes={"price": 5})


def test_cost_prices_are_dated_and_never_seen_by_others(world: World) -> None:
    for day, amount in ((date(2026, 1, 1), 40_000), (date(2026, 12, 1), 60_000), (date(2026, 1, 1), 45_000)):
        world.act(products.set_cost, product_id=world.batik, amount=amount, since=day)
    card = world.read(reports.product, product_id=world.batik)
    assert (card.row.cost, card.costs) == (45_000, ((date(2026, 12, 1), 60_000), (date(2026, 1, 1), 45_000)))
    with pytest.raises(Missing):
        world.read(reports.product, product_id=world.dodol, by=world.member)


def test_photos_are_shrunk_stripped_and_kept_once(world: World) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "RUMAH SARI"  # turned by 90 degrees; a description
    picture = pictures.prepare(photo(exif=exif.tobytes()))
    assert (picture.width, picture.height) == (900, 1200)
    assert b"RUMAH" not in picture.content
    assert Image.open(BytesIO(picture.content)).format == "WEBP"
    first = world.act(products.add_photo, product_id=world.batik, picture=picture)
    assert world.act(products.add_photo, product_id=world.batik, picture=picture) == first
    assert world.app.read(world.member, reports.photo, photo_id=first) == picture.content
    with pytest.raises(Missing):
        world.app.read(replace(world.member, own_businesses=frozenset({world.rina})), reports.photo, photo_id=first)
    assert world.read(reports.products)[0].photo_id == first
    world.act(products.remove_photo, photo_id=first, by=world.member)
    with pytest.raises(Missing):
        world.app.read(world.actor, reports.photo, photo_id=first)
    assert pictures.prepare(photo((300, 200), "PNG")).width == 300
    for number in range(products.MOST_PHOTOS):
        world.act(products.add_photo, product_id=world.batik, picture=pictures.prepare(photo((10 + number, 10))))
    with pytest.raises(products.TooManyPhotos):
        world.act(products.add_photo, product_id=world.batik, picture=pictures.prepare(photo((99, 10))))


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", photo()[:900], b"%PDF-1.7"])
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(pictures.NotAPhoto):
        pictures.prepare(content)


def test_a_picture_that_unpacks_to_too_much_is_refused() -> None:
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    assert len(out.getvalue()) < 20_000
    with pytest.raises(pictures.PhotoTooLarge):
        pictures.prepare(out.getvalue())
    with pytest.raises(pictures.PhotoTooLarge):
        pictures.prepare(b"x" * (pictures.MOST_BYTES + 1))


# -- shops -------------------------------------------------------------------------------------------------------------


def test_a_shop_has_one_handle_and_a_dated_owner(world: World) -> None:
    with pytest.raises(shops.ShopTaken):
        world.act(shops.add_shop, marketplace="shopee", handle="BatikSari", business_id=world.rina)
    with pytest.raises(shops.MarketplaceClosed, match="Bukalapak"):
        world.act(shops.add_shop, marketplace="bukalapak", handle="x", opened_on=date(2026, 1, 1))
    rows = {s.handle: s for s in world.read(reports.shops)}
    assert (rows["batiksari"].owner, rows["batiksari"].collective) == ("Batik Sari", False)
    assert (rows["Dekranasda"].owner_id, rows["Dekranasda"].collective) == (None, True)
    assert [s.handle for s in world.read(reports.shops, by=world.member)] == ["batiksari"]
    world.act(shops.set_owner, shop_id=world.shopee, business_id=world.rina, since=date(2026, 11, 1))
    assert world.app.read(world.actor, reports.shops, today=date(2026, 10, 31), business_id=world.sari)[0].handle == "batiksari"
    assert world.read(reports.shops, business_id=world.sari) == []
    assert world.read(reports.shops, by=world.member) == []
    with pytest.raises(DateTooEarly) as early:
        world.act(shops.set_owner, shop_id=world.shopee, business_id=None, since=date(2026, 10, 1))
    assert "1 Nov 2026" in early.value.text()
    with pytest.raises(Missing):
        world.act(shops.edit_shop, shop_id=world.shopee, version=1, changes={"name": "X"}, by=world.member)


def test_members_add_and_close_their_own_shops_only(world: World) -> None:
    mine = world.act(shops.add_shop, marketplace="instagram", handle="batik.sari", business_id=world.sari, by=world.member)
    world.act(shops.edit_shop, shop_id=mine, version=1, changes={"url": "https://instagram.com/batik.sari"}, by=world.member)
    world.act(shops.close_shop, shop_id=mine, version=2, on=TODAY, by=world.member)
    assert "batik.sari" not in [s.handle for s in world.read(reports.shops)]
    assert "batik.sari" in [s.handle for s in world.read(reports.shops, closed=True)]
    for owner in (world.rina, None):
        with pytest.raises(NotAllowed):
            world.act(shops.add_shop, marketplace="x", handle="y", business_id=owner, by=world.member)
    for bad in ("shopee.co.id/x", "javascript:alert(1)", "https://a b.com", "http://x", "https://u:p@shopee.co.id/"):
        with pytest.raises(shops.BadLink):
            world.act(shops.edit_shop, shop_id=mine, version=3, changes={"url": bad})


# -- listings ----------------------------------------------------------------------------------------------------------


def test_two_people_edit_a_price_and_nothing_is_lost(world: World) -> None:
    with world.app.globally(write=True) as session:
        rina = Account(name="Rina", created_at=NOW)
        session.add(rina)
        session.flush()
        account = rina.id
    one = world.list(world.shopee, "BTK-01", price=40_000, product_id=world.batik)
    row = world.read(reports.listing, listing_id=one)
    world.act(listings.edit_listing, listing_id=one, version=row.version, changes={"price": 45_000},
              by=replace(world.actor, account=account))
    with pytest.raises(Stale) as stale:
        world.act(listings.edit_listing, listing_id=one, version=row.version, changes={"price": 42_000}, by=world.member)
    values = stale.value.values
    assert (values["theirs"], values["yours"], values["who"], values["at"]) == ({"price": 45_000}, {"price": 42_000}, "Rina", NOW)
    now = world.read(reports.listing, listing_id=one, by=world.member)
    assert (now.price, now.edited_by, now.edited_at, now.version) == (45_000, "Rina", NOW, values["version"])
    world.act(listings.edit_listing, listing_id=one, version=now.version, changes={"price": 42_000, "stock": 0}, by=world.member)
    with pytest.raises(products.BadPrice):
        world.act(listings.edit_listing, listing_id=one, version=now.version + 1, changes={"price": -5})


def test_who_may_change_a_listing(world: World) -> None:
    own = world.list(world.shopee, "A")
    consigned = world.list(world.showroom, "B", product_id=world.batik)
    foreign = world.list(world.lazada, "C")
    world.act(listings.edit_listing, listing_id=own, version=1, changes={"stock": 1}, by=world.member)
    world.act(listings.edit_listing, listing_id=consigned, version=1, changes={"stock": 1}, by=world.member)
    with pytest.raises(Missing):
        world.act(listings.edit_listing, listing_id=foreign, version=1, changes={"stock": 1}, by=world.member)
    for role in (TREASURER, MENTOR, LIAISON):
        with pytest.raises(NotAllowed):
            world.act(listings.edit_listing, listing_id=own, version=1, changes={"stock": 9}, by=replace(world.actor, role=role))
    mentor = replace(world.actor, role=MENTOR, mentee_businesses=frozenset({world.rina}))
    assert [r.id for r in world.read(reports.listings, by=mentor)] == [foreign]
    assert world.read(reports.listings, by=replace(world.actor, role=LIAISON)) == []
    with pytest.raises(listings.ListingTaken):
        world.list(world.shopee, "A")


def test_a_match_is_dated_and_the_first_one_has_always_held(world: World) -> None:
    one = world.list(world.showroom, "X")
    world.act(listings.match, listing_id=one, product_id=world.batik)
    world.act(listings.match, listing_id=one, product_id=world.batik)  # once more changes nothing
    world.act(listings.match, listing_id=one, product_id=world.dodol, since=date(2026, 6, 1))

    def sold(day: date) -> list[UUID]:
        with world.app.database.reading(world.actor.association) as session:
            return list(session.scalars(select(ListingProduct.product_id).where(on(ListingProduct, day))))

    assert sold(EVER) == sold(date(2026, 5, 31)) == [world.batik]
    assert sold(date(2026, 6, 1)) == [world.dodol]
    with pytest.raises(DateTooEarly):
        world.act(listings.match, listing_id=one, product_id=world.batik, since=date(2026, 5, 1))
    world.act(listings.match, listing_id=one, product_id=world.batik)  # no day: the one before was a mistake
    assert sold(date(2026, 6, 1)) == [world.batik]
    world.act(listings.unmatch, listing_id=one, since=TODAY)
    assert sold(TODAY) == []
    assert sold(TODAY - timedelta(1)) == [world.batik]
    with pytest.raises(listings.OtherOwner):
        world.act(listings.match, listing_id=world.list(world.shopee, "Y"), product_id=world.dodol)


def test_unmatched_listings_come_with_proposals_and_are_matched_together(world: World) -> None:
    by_sku = world.list(world.shopee, "btk01", title="Kain")
    by_name = world.list(world.showroom, "Z9", title="DODOL KENTANG asli Kerinci")
    odd = world.list(world.shopee, "Q", title="Gantungan kunci")
    found = {u.listing.id: [(c.why, name) for c, name in u.candidates] for u in world.read(reports.unmatched)}
    assert found == {by_sku: [("sku", "Batik Tulis Angso Duo")], by_name: [("name", "Dodol Kentang")], odd: []}
    assert {s.handle: s.unmatched for s in world.read(reports.shops)} == {"batiksari": 2, "dodolrina": 0, "Dekranasda": 1}
    with pytest.raises(listings.OtherOwner):
        world.act(listings.match_many, pairs=[(by_sku, world.batik), (odd, world.dodol)])
    assert len(world.read(reports.unmatched)) == 3  # all or none
    assert world.act(listings.match_many, pairs=[(by_sku, world.batik), (by_name, world.dodol)]) == 2
    assert [u.listing.id for u in world.read(reports.unmatched)] == [odd]


def test_the_matrix_shows_each_product_in_each_marketplace_in_use(world: World) -> None:
    world.list(world.shopee, "BTK-01", price=120_000, stock=3, product_id=world.batik)
    world.list(world.lazada, "DDL", price=20_000, stock=0, product_id=world.dodol)
    matrix = world.read(reports.matrix)
    assert [p.code for p in matrix.places] == ["shopee", "lazada"]
    assert {row.name: {code: cell.state for code, cell in cells.items()} for row, cells in matrix.rows} == {
        "Batik Tulis Angso Duo": {"shopee": "price_differs", "lazada": "not_listed"},
        "Dodol Kentang": {"shopee": "not_listed", "lazada": "no_stock"},
    }
    assert matrix.counts["not_listed"] == 2
    own = world.read(reports.matrix, by=world.member)
    assert ([p.code for p in own.places], len(own.rows)) == (["shopee"], 1)
    needs = {n.business: n for n in world.read(reports.needs)}
    assert needs["Dodol Rina"].out_of_stock == ("Dodol Kentang",)
    assert "Batik Sari" not in needs


def test_readiness_knows_the_licence_of_the_business(world: World) -> None:
    lacking = {p.name: p.missing for p in world.read(reports.readiness)}
    assert lacking["Dodol Kentang"] == ("photo", "description", "price", "stock", "licence", "hashtag")
    assert lacking["Batik Tulis Angso Duo"] == ("photo", "description", "hashtag")
    world.act(licences.add_licence, business_id=world.rina, kind="pirt", state="applied")
    assert "licence" in world.read(reports.products, business_id=world.rina)[0].missing
    world.act(licences.add_licence, business_id=world.rina, kind="halal", number="ID1", expires_on=TODAY)
    assert "licence" not in world.read(reports.products, business_id=world.rina)[0].missing


def test_members_see_the_names_of_others_products_and_no_more(world: World) -> None:
    seen = world.app.read(world.member, reports.showcase)
    assert seen == {world.sari: ["Batik Tulis Angso Duo"], world.rina: ["Dodol Kentang"]}
    assert [p.name for p in world.read(reports.products, by=world.member)] == ["Batik Tulis Angso Duo"]
    with pytest.raises(NotAllowed):
        world.app.read(replace(world.actor, role=LIAISON), reports.showcase)


def test_nothing_of_another_association_is_reached(world: World) -> None:
    other = World(world.app, new_association(world.app, "lain", "Asosiasi Lain"))
    other.act(products.edit_product, product_id=other.batik, version=1, changes={"name": "CANARY"})
    one = other.list(other.shopee, "CANARY", product_id=other.batik)
    shown = repr([world.read(r) for r in (reports.products, reports.shops, reports.listings, reports.matrix, reports.needs,
                                          reports.unmatched, reports.readiness)])
    assert "CANARY" not in shown
    assert str(other.sari) not in shown
    for service, given in ((listings.edit_listing, {"listing_id": one, "version": 1, "changes": {"price": 1}}),
                           (products.edit_product, {"product_id": other.batik, "version": 2, "changes": {"price": 1}}),
                           (shops.edit_shop, {"shop_id": other.shopee, "version": 1, "changes": {"name": "x"}})):
        with pytest.raises(Missing):
            world.act(service, **given)


# -- links -------------------------------------------------------------------------------------------------------------


def test_links_are_due_once_a_day_and_keeping_them_makes_no_form_stale(world: World) -> None:
    one = world.list(world.shopee, "A", url="https://shopee.co.id/a", stock=1)
    world.list(world.shopee, "B")

    def due(at: datetime) -> list[links.Link]:
        return world.app.read(world.actor, links.due, now=at)

    assert due(NOW) == [links.Link(one, "https://shopee.co.id/a")]
    before = world.read(reports.listing, listing_id=one).version
    kept = world.act(links.keep, found=[links.Seen(one, "https://shopee.co.id/a", "dead")])
    assert kept == {"alive": 0, "dead": 1, "unknown": 0}
    row = world.read(reports.listing, listing_id=one)
    assert (row.link_state, row.link_checked_at, row.version) == ("dead", NOW, before)
    assert due(NOW + timedelta(hours=23)) == []
    assert len(due(NOW + timedelta(hours=24))) == 1
    world.act(links.keep, found=[links.Seen(one, "https://shopee.co.id/a", "unknown")])
    assert world.read(reports.listing, listing_id=one).link_state == "dead"
    assert [n.dead_links[0].id for n in world.read(reports.needs)] == [one]
    # a new link is another question; an answer to the old one does not count for it
    world.act(listings.edit_listing, listing_id=one, version=before, changes={"url": "https://shopee.co.id/b"}, by=world.member)
    world.act(links.keep, found=[links.Seen(one, "https://shopee.co.id/a", "alive")])
    assert world.read(reports.listing, listing_id=one).link_state == "unknown"
    with world.app.database.reading(world.actor.association) as session:
        assert session.scalar(select(Listing.link_checked_at).where(Listing.id == one)) is None
