"""Who and what buyers see: only what is open, published, on sale, allowed and of a member; and only live ways to buy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from cblp import routine
from cblp.bootstrap import App
from cblp.catalogue.reports import product as catalogue_product
from cblp.catalogue.services import products
from cblp.db.actor import MENTOR, TREASURER, Actor
from cblp.errors import Missing, NotAllowed
from cblp.outreach.reports import counts as sums
from cblp.outreach.reports import publishing as office
from cblp.outreach.reports import storefront, storefront_ways
from cblp.outreach.services import counts, pictures, publishing
from cblp.people.services import consent, register
from tests.conftest import new_association
from tests.outreach.front import TODAY, Front, front
from tests.worlds import Worlds


@pytest.fixture
def made(app: App, actor: Actor, worlds: Worlds) -> Front:
    return worlds.on(front, app, actor)


def ways(made: Front) -> list[str]:
    full = made.ask(storefront.product, slug="kain", today=TODAY)
    return [offer.marketplace for offer in full.card.ways.offers]


# -- what is shown -----------------------------------------------------------------------------------------------------


def test_what_is_published_and_allowed_is_shown(made: Front) -> None:
    assert made.shown() == {"Kain", "Keripik"}
    full = made.ask(storefront.product, slug="kain", today=TODAY)
    assert (full.card.price, full.card.maker, full.card.ways.by_chat) == (45_000, "Sari", True)
    assert [(photo.small.width, photo.large.width, photo.large.height) for photo in full.photos] == [(320, 800, 600)]


def test_a_new_association_is_closed(app: App, actor: Actor) -> None:
    made = Front(app, actor)
    made.maker("sari", "storefront_products")
    made.product("kain", "sari")
    made.publish("kain")
    assert made.ask(storefront.house) is None
    assert made.shown() == set()
    made.open()
    assert made.ask(storefront.house).slug == "jambi"
    assert made.shown() == {"Kain"}


def close(made: Front) -> None:
    made.act(publishing.open_storefront, on=False)


def withdraw(made: Front) -> None:
    made.act(publishing.withdraw, product_ids=[made.ids["kain"]])


def forbid(made: Front) -> None:
    made.act(consent.withdraw, person_id=made.ids["sari.person"], purpose="storefront_products")


def refuse(made: Front) -> None:
    made.act(consent.answer, person_id=made.ids["sari.person"], purpose="storefront_products", given=False)


def leave(made: Front) -> None:
    made.act(register.change_membership, business_id=made.ids["sari"], status="left", since=TODAY, reason="pindah")


def retire(made: Front) -> None:
    card = made.app.read(made.system, catalogue_product, product_id=made.ids["kain"], today=TODAY)
    made.act(products.set_status, product_id=made.ids["kain"], version=card.row.version, status="retired")


@pytest.mark.parametrize("hide", [close, withdraw, forbid, refuse, leave, retire], ids=lambda hide: hide.__name__)
def test_each_condition_alone_takes_it_out_at_once(made: Front, hide: Callable[[Front], None]) -> None:
    sha256 = bytes.fromhex(made.ask(storefront.product, slug="kain", today=TODAY).photos[0].large.sha256)
    assert made.ask(storefront.picture, sha256=sha256, today=TODAY)
    hide(made)
    assert "Kain" not in made.shown()
    assert made.ask(storefront.product, slug="kain", today=TODAY) is None
    assert made.ask(storefront.member, slug="sari", today=TODAY) is None
    assert made.ask(storefront.picture, sha256=sha256, today=TODAY) is None
    assert made.ask(storefront.picture_was, sha256=sha256)
    assert made.ask(storefront.product_was, slug="kain")


def test_another_association_is_not_in_it(made: Front) -> None:
    other = front(made.app, new_association(made.app, "solo", "Asosiasi Solo"))
    withdraw(made)
    assert made.shown() == {"Keripik"}
    assert other.shown() == {"Kain", "Keripik"}


def test_it_is_found_by_word_category_and_member(made: Front) -> None:
    def names(**wanted: str) -> list[str]:
        return [card.name for card in made.ask(storefront.shelf, today=TODAY, **wanted).cards]

    assert names(text="kain jambi") == ["Kain"]
    assert names(text="budi") == ["Keripik"]
    assert names(text="%") == names(text="kain solo") == []
    assert names(category="food") == ["Keripik"]
    assert names(member="sari") == ["Kain"]
    assert made.ask(storefront.categories, today=TODAY) == [("batik", 1), ("food", 1)]


# -- ways to buy -------------------------------------------------------------------------------------------------------


def test_each_marketplace_with_a_live_listing_is_offered(made: Front) -> None:
    assert ways(made) == ["shopee", "tokopedia"]


@pytest.mark.parametrize("values", [
    {"link_state": "dead"}, {"stock": 0}, {"status": "retired"}, {"url": ""}, {"url": "https://evil.example/shopee.co.id"},
    {"url": "http://shopee.co.id/x"}, {"url": "javascript:alert(1)//shopee.co.id"},
], ids=str)
def test_what_is_not_live_is_not_offered(made: Front, values: dict[str, object]) -> None:
    made.change(made.ids["kain.shopee"], **values)
    assert ways(made) == ["tokopedia"]


@pytest.mark.parametrize(("url", "good"), [
    ("https://shopee.co.id/a-i.1.2", True), ("https://shopee.contoh.invalid/a", True),
    ("https://contoh.invalid.evil.example/", False),
    ("https://www.shopee.co.id:443/a", True), ("https://shopee.co.id.evil.example/", False),
    ("https://evilshopee.co.id/", False), ("https://shopee.co.id@evil.example/", False), ("https://shopee.co.id:99999/", False),
    ("https://shopee.co.id\\@evil.example/", False), ("//shopee.co.id/", False), ("https://shopee.co.id:8443/", False),
    ("https://shopee.co.id/\r\nSet-Cookie: a=b", False),
])
def test_an_address_is_the_marketplaces_own(url: str, good: bool) -> None:
    assert storefront_ways.belongs_to("shopee", url) is good
    assert not storefront_ways.belongs_to("whatsapp", url)


def test_a_number_is_told_only_with_its_own_consent(made: Front) -> None:
    assert made.ask(storefront_ways.phone, business_id=made.ids["sari"]) == "+6281234567890"
    assert made.ask(storefront_ways.phone, business_id=made.ids["budi"]) == ""
    made.act(consent.withdraw, person_id=made.ids["sari.person"], purpose="storefront_phone")
    assert made.ask(storefront_ways.phone, business_id=made.ids["sari"]) == ""
    assert made.ask(storefront.product, slug="kain", today=TODAY).card.ways.by_chat is False


def test_without_a_number_there_is_no_way_to_order(made: Front) -> None:
    made.maker("tono", "storefront_products", "storefront_phone", phone="")
    made.product("kopi", "tono")
    made.publish("kopi")
    assert made.ask(storefront.product, slug="kopi", today=TODAY).card.ways.none


def test_what_is_sold_out_cannot_be_ordered(made: Front) -> None:
    made.product("selendang", "sari", stock=0)
    made.publish("selendang")
    assert [card.name for card in made.ask(storefront.shelf, today=TODAY).cards][-1] == "Selendang"
    assert [card.name for card in made.ask(storefront.shelf, today=TODAY, most=1, page=3).cards] == ["Selendang"]
    full = made.ask(storefront.product, slug="selendang", today=TODAY)
    assert full.card.ways.sold_out and not full.card.ways.by_chat


@pytest.mark.parametrize(("own", "at_the_shop", "ways", "sold_out"), [
    (0, 3, ["shopee"], False), (5, 0, ["chat"], False), (None, 0, ["chat"], False), (None, None, ["shopee", "chat"], False),
    (0, 0, [], True), (0, None, [], True),
])
def test_a_shop_that_has_some_outweighs_the_own_record(
    made: Front, own: int | None, at_the_shop: int | None, ways: list[str], sold_out: bool,
) -> None:
    made.product("anyaman", "sari", stock=own)
    made.listing("anyaman", "sari", "shopee", "https://shopee.co.id/product/1/3", stock=at_the_shop)
    made.publish("anyaman")
    full = made.ask(storefront.product, slug="anyaman", today=TODAY)
    assert [*(offer.marketplace for offer in full.card.ways.offers), *(["chat"] if full.card.ways.by_chat else [])] == ways
    assert (full.card.ways.sold_out, full.card.ways.none) == (sold_out, not ways)
    cards = made.ask(storefront.shelf, today=TODAY).cards
    assert next(card for card in cards if card.name == "Anyaman").ways == full.card.ways
    assert (cards[-1].name == "Anyaman") is sold_out


def test_sold_out_is_said_only_of_what_is_known_to_be(made: Front) -> None:
    """Budi takes no orders by WhatsApp."""
    for name, own, at_the_shop in (("ada", 5, 0), ("habis", None, 0), ("entah", None, None)):
        made.product(name, "budi", stock=own)
        made.listing(name, "budi", "shopee", "", stock=at_the_shop)
        made.publish(name)
    found = {card.name: (card.ways.none, card.ways.sold_out) for card in made.ask(storefront.shelf, today=TODAY).cards}
    assert [found[name] for name in ("Ada", "Habis", "Entah")] == [(True, False), (True, True), (True, False)]


# -- publishing --------------------------------------------------------------------------------------------------------


def test_without_consent_nothing_is_published(made: Front) -> None:
    made.maker("tono")
    made.product("kopi", "tono")
    with pytest.raises(publishing.NotAllowedYet):
        made.act(publishing.publish, product_ids=[made.ids["kopi"], made.ids["kain"]])
    retire(made)
    with pytest.raises(publishing.NotForSale):
        made.act(publishing.publish, product_ids=[made.ids["kain"]])
    assert made.shown() == {"Keripik"}


def test_an_address_is_for_good_and_nobody_elses(made: Front) -> None:
    withdraw(made)
    made.ids["other"] = made.act(products.add_product, business_id=made.ids["budi"], name="Kain", details={"price": 1})
    made.act(publishing.publish, product_ids=[made.ids["other"]])
    assert made.ask(storefront.product, slug="kain-2", today=TODAY).card.maker == "Budi"
    assert made.act(publishing.publish, product_ids=[made.ids["kain"]]) == 1
    assert made.act(publishing.publish, product_ids=[made.ids["kain"]]) == 0
    assert made.ask(storefront.product, slug="kain", today=TODAY).card.maker == "Sari"


@pytest.mark.parametrize(("name", "slug"), [
    ("Kain Batik \"Angso Duo\" 2×1 m", "kain-batik-angso-duo-21-m"), ("../..", "produk"), ("Kopi\u202e & <b>Teh</b>", "kopi-b-teh-b"),
    ("x" * 90, "x" * 60), ("蠟染", "produk"),
])
def test_a_name_becomes_an_address(name: str, slug: str) -> None:
    assert publishing.slug(name) == slug


def test_members_publish_their_own_only(made: Front) -> None:
    own, other = made.member("sari"), made.member("budi")
    assert made.act(publishing.withdraw, by=own, product_ids=[made.ids["kain"]]) == 1
    assert made.act(publishing.publish, by=own, product_ids=[made.ids["kain"]]) == 1
    with pytest.raises(Missing):
        made.act(publishing.withdraw, by=other, product_ids=[made.ids["kain"]])
    with pytest.raises(NotAllowed):
        made.act(publishing.open_storefront, by=own, on=False)
    for role in (TREASURER, MENTOR):
        with pytest.raises(NotAllowed):
            made.act(publishing.publish, by=Actor(None, made.system.association, role), product_ids=[made.ids["kain"]])
    assert [row.product for row in made.app.read(own, office.rows, today=TODAY)] == ["Kain"]


def test_the_coordinator_learns_why_something_is_not_shown(made: Front) -> None:
    forbid(made)
    rows = {row.product: row for row in made.app.read(made.coordinator, office.rows, today=TODAY)}
    assert rows["Kain"].hindered == (office.NO_CONSENT,) and rows["Kain"].published and not rows["Kain"].shown
    assert rows["Keripik"].shown and not rows["Keripik"].orders
    made.act(consent.answer, person_id=made.ids["budi.person"], purpose="storefront_products", given=False)
    (keripik,) = made.app.read(made.member("budi"), office.rows, today=TODAY)
    assert keripik.hindered == (office.REFUSED,)


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_a_photo_that_comes_later_is_drawn_by_the_server_and_not_blown_up(made: Front) -> None:
    made.photo("keripik", size=(300, 600))
    routine.draw_pictures(made.app)
    (photo,) = made.ask(storefront.product, slug="keripik", today=TODAY).photos
    assert photo.small == photo.large
    assert (photo.large.width, photo.large.height) == (300, 600)


def test_a_removed_photo_is_gone_also_from_the_storefront(made: Front) -> None:
    sha256 = bytes.fromhex(made.ask(storefront.product, slug="kain", today=TODAY).photos[0].small.sha256)
    card = made.app.read(made.system, catalogue_product, product_id=made.ids["kain"], today=TODAY)
    made.act(products.remove_photo, photo_id=card.photos[0])
    assert made.ask(storefront.product, slug="kain", today=TODAY).photos == ()
    assert made.ask(storefront.picture, sha256=sha256, today=TODAY) is None
    assert made.act(pictures.forget) == 2
    assert made.act(pictures.forget) == 0


# -- counts ------------------------------------------------------------------------------------------------------------


def test_counts_are_sums_of_days_and_nothing_else(made: Front) -> None:
    def press(what: str, day: date, marketplace: str = "") -> None:
        with made.app.database.writing(made.system.association) as session:
            counts.count(session, made.system.association, what=what, subject=made.ids["kain"], day=day, marketplace=marketplace)

    for day in (20, 20, 21):
        press(counts.PRODUCT, date(2026, 11, day))
    press(counts.BUY, TODAY, "shopee")
    press(counts.ORDER, date(2026, 10, 31))
    november = {"first": date(2026, 11, 1), "last": TODAY}
    found = made.app.read(made.coordinator, sums.totals, **november)
    assert (found.what, found.bought, found.opened) == ({"product": 3, "buy": 1}, {"shopee": 1}, 3)
    (kain,) = made.app.read(made.coordinator, sums.by_product, **november)
    assert (kain.product, kain.opened, kain.bought, kain.ordered) == ("Kain", 3, 1, 0)
    with pytest.raises(NotAllowed):
        made.app.read(made.member("sari"), sums.totals, **november)


def test_a_member_reads_the_own_visits_only(made: Front) -> None:
    november = {"first": date(2026, 11, 1), "last": TODAY}
    for what, name in ((counts.PRODUCT, "kain"), (counts.PAGE, "sari"), (counts.ORDER, "keripik")):
        with made.app.database.writing(made.system.association) as session:
            counts.count(session, made.system.association, what=what, subject=made.ids[name], day=TODAY)
    found = made.app.read(made.member("sari"), sums.own, business_id=made.ids["sari"], **november)
    assert (found.what, found.opened) == ({"product": 1, "page": 1}, 2)
    with pytest.raises(NotAllowed):
        made.app.read(made.member("sari"), sums.own, business_id=made.ids["budi"], **november)
    with pytest.raises(NotAllowed):
        made.app.read(Actor(None, made.system.association, MENTOR, mentee_businesses=frozenset({made.ids["sari"]})), sums.own,
                      business_id=made.ids["sari"], **november)


@pytest.mark.parametrize(("agent", "person"), [
    ("Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", True),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/1]", True),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", False), ("WhatsApp/2.23.20", False),
    ("facebookexternalhit/1.1", False), ("curl/8.0", False), ("python-requests/2", False), ("", False),
])
def test_obvious_machines_are_not_counted(agent: str, person: bool) -> None:
    assert counts.is_person(agent) is person
    assert not counts.is_person(agent, "prefetch;prerender")
