"""Associations in which nothing is empty: every tenant table has rows, and every text in them carries its owner's word.

Whoever must not see something is asked what they see, and the owner's word must not be in it. The words are made up and
stand in no catalogue, so that a find is a leak. What members decide and share together is in ``filled_together``, what
they learn in ``filled_growing``, what they meet about and what is published in ``filled_mirror``, what buyers see in
``filled_storefront``, what is written for posts and letters in ``filled_studio``; ``houses`` puts all of it together.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image
from sqlalchemy import update

from cblp.bootstrap import App
from cblp.catalogue import pictures
from cblp.catalogue.fetch import Fetcher
from cblp.catalogue.models import Listing
from cblp.catalogue.services import listings, products, shops
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.importers.records import (
    COMPLETED,
    BalanceMove,
    DailyMetric,
    Extract,
    Goods,
    OrderLine,
    OrderReturn,
    Post,
    Problem,
    Settlement,
    SheetPreview,
    ShopDay,
)
from cblp.intake import mappings, pulls
from cblp.intake import services as intake
from cblp.intake.models import Job
from cblp.people.models import Session
from cblp.people.passwords import Sealed
from cblp.people.reports import own_data as own_data_reports
from cblp.people.reports import register as register_reports
from cblp.people.services import accounts, consent, drafts, erasing, licences, own_data, register, roles, tickets
from cblp.reach import services as reach
from cblp.sales import services as sales
from tests.conftest import NOW, new_association

TODAY = date(2026, 11, 21)
SINCE = date(2026, 1, 1)
SOLD = date(2026, 10, 5)
SEALED = Sealed("pin", "no hash: nobody signs in here")
FETCHER = Fetcher(("example.org",))


@dataclass
class Owner:
    """A business with everything a member has; ``ids`` by what a service or report calls them."""

    word: str
    member: Actor
    ids: dict[str, UUID] = field(default_factory=dict)


@dataclass
class House:
    """An association. ``word`` marks what belongs to it as a whole; ``staff`` are its people by role."""

    word: str
    system: Actor
    staff: dict[str, Actor]
    collective: Owner
    second: Actor
    """Another treasurer: some steps may not be taken twice by one person."""
    companion: Actor
    """Another mentor: of every member but the first."""
    kiosks: list[UUID]
    """Businesses that are members, too, and sell nothing."""
    ids: dict[str, UUID] = field(default_factory=dict)
    owners: list[Owner] = field(default_factory=list)

    def voters(self, app: App) -> list[UUID]:
        """Every business that is a member."""
        return [id_ for id_, _code, _name in app.read(self.system, register_reports.names, today=TODAY)]

    def actors(self) -> dict[str, Actor]:
        """Everybody who may ask something here: its staff, its members, a mentor of the first member, a liaison."""
        members = {f"member {owner.word}": owner.member for owner in self.owners}
        return {**self.staff, **members}


def association(app: App, word: str) -> House:
    """An association with a collective shop, a coordinator and a treasurer, and no member yet."""
    system = new_association(app, word.casefold(), f"Asosiasi {word}")
    staff = {role: _person(app, system, f"{role} {word}", role) for role in (COORDINATOR, TREASURER, LIAISON)}
    kiosks = [
        app.act(
            system, register.add_business, name=f"Kedai {word}", code=f"{code}-{word}", since=SINCE,
            owner={"name": f"Bapak {word}", "phone": f"0813{_number(word):08d}"},
        )
        for code in ("K1", "K2")  # perhaps one and the same
    ]
    former = app.act(system, register.add_person, name=f"Bekas {word}")
    app.act(staff[COORDINATOR], erasing.erase, person_id=former)
    collective = Owner(word, staff[COORDINATOR])
    _shops(app, system, collective, None)
    second = _person(app, system, f"bendahara kedua {word}", TREASURER)
    companion = _person(app, system, f"mentor kedua {word}", MENTOR)
    return House(word, system, staff, collective, second, companion, kiosks)


def member(app: App, house: House, word: str) -> Owner:
    """A member who joins: a business, and in every table something of it."""
    system = house.system
    business = app.act(
        system, register.add_business, name=f"Usaha {word}", code=word[:8].upper(), since=SINCE,
        owner={"name": f"Ibu {word}", "address_form": "Ibu", "phone": f"0812{_number(house.word):08d}"},
        details={
            "sector": "batik", "kbli": "13134", "address": f"Jalan {word} 1", "decree": f"SK {word}", "decree_on": SINCE,
            "needs_help": True, "needs_help_reason": f"Alasan {word}",
        },
    )
    who = _person(app, system, f"Ibu {word}", MEMBER)
    app.act(system, register.give_access, business_id=business, account_id=who.account, since=SINCE)
    own = Actor(
        account=who.account, association=who.association, role=MEMBER, name=who.name, session=who.session,
        own_businesses=frozenset({business}),
    )
    owner = Owner(word, own, {"business_id": business})
    owner.ids["ownerless_id"] = app.act(system, register.add_business, name=f"Rumah {word}", since=SINCE)
    owner.ids["person_id"] = _owner_of(app, system, business)
    owner.ids["leaving_id"] = app.act(system, register.add_person, name=f"Tamu {word}")
    owner.ids["account"] = owner.ids["account_id"] = own.account  # type: ignore[assignment]
    _products(app, system, owner)
    _shops(app, own, owner, business)
    _papers(app, own, owner)
    _in_the_collective_shop(app, system, house.collective, owner)
    house.owners.append(owner)
    if MENTOR not in house.staff:
        mentor = _person(app, system, f"mentor {house.word}", MENTOR)
        house.staff[MENTOR] = Actor(
            account=mentor.account, association=mentor.association, role=MENTOR, session=mentor.session,
            mentee_businesses=frozenset({business}),
        )
    return owner


def _number(word: str) -> int:
    return int(hashlib.sha256(word.encode()).hexdigest(), 16) % 10**8


def _person(app: App, system: Actor, name: str, role: str) -> Actor:
    account = app.act(system, accounts.create, name=name, username=name.casefold().replace(" ", "."), sealed=SEALED)
    app.act(system, roles.grant, account=account, role=role, since=SINCE)
    token = hashlib.sha256(name.encode()).digest()
    with app.globally(write=True) as session:
        session.add(Session(
            token_hash=token, account_id=account, kind="pin", association_id=system.association, role=role, language="id",
            created_at=NOW, seen_at=NOW, device=f"HP {name}",
        ))
    return Actor(account=account, association=system.association, role=role, name=name, session=token)


def _owner_of(app: App, system: Actor, business: UUID) -> UUID:
    person = app.read(system, register_reports.business, business_id=business, today=TODAY).person
    assert person is not None
    return person.id


def _products(app: App, system: Actor, owner: Owner) -> None:
    word, ids = owner.word, owner.ids
    ids["product_id"] = app.act(
        system, products.add_product, business_id=ids["business_id"], name=f"Kain {word}", sku=f"SKU-{word}",
        details={"category": "batik", "price": 99_000, "stock": 3, "description": f"Kain {word}", "story": f"Cerita {word}",
                 "hashtags": word.casefold()},
    )
    app.act(system, products.set_cost, product_id=ids["product_id"], amount=41_000, since=SINCE)
    photo = BytesIO()
    Image.new("RGB", (8, 8), (_number(word) % 255, 90, 30)).save(photo, "PNG")
    ids["photo_id"] = app.act(system, products.add_photo, product_id=ids["product_id"], picture=pictures.prepare(photo.getvalue()))
    ids["licence_id"] = app.act(
        system, licences.add_licence, business_id=ids["business_id"], kind="pirt", number=f"PIRT {word}", issued_on=SINCE,
        expires_on=date(2026, 12, 1),
    )
    for purpose in ("storefront_phone", "photos"):
        app.act(system, consent.answer, person_id=ids["person_id"], purpose=purpose, given=True)


def _shops(app: App, actor: Actor, owner: Owner, business: UUID | None) -> None:
    word, ids = owner.word, owner.ids
    places: dict[str, UUID] = {}
    for marketplace in ("shopee", "instagram", "moka"):
        places[marketplace] = app.act(
            actor, shops.add_shop, marketplace=marketplace, handle=f"toko.{word}".casefold(), name=f"Toko {word}",
            business_id=business, url=f"https://example.org/{word}", opened_on=SINCE,
        )
        app.act(actor, reach.snapshot, shop_id=places[marketplace], day=SOLD, followers=1_200, rating=480, reviews=77)
    ids["shop_id"] = places["shopee"]
    ids["snapshot_id"] = app.act(actor, reach.snapshot, shop_id=ids["shop_id"], day=date(2026, 11, 2), followers=1_300)
    ids["batch_id"] = _bring_in(app, actor, places, "shopee", "orders", [_order(word)])
    _bring_in(app, actor, places, "shopee", "settlement", [_income(word)])
    _bring_in(app, actor, places, "shopee", "returns", [OrderReturn(
        "shopee", f"R-{word}", f"No-{word}", f"Kain {word}", word, f"SKU-{word}", 1, 40_000, f"Rusak {word}", f"Setuju {word}",
        "2026-10-09", None,
    )])
    move = BalanceMove("shopee", f"B-{word}", "2026-10-12", "ads", f"No-{word}", -5_000)
    _bring_in(app, actor, places, "shopee", "balance", [move])
    _bring_in(app, actor, places, "instagram", "posts", [Post(
        "instagram", f"toko.{word}", f"post-{word}", "reel", f"Baru {word}", word.casefold(), f"https://example.org/p/{word}",
        "2026-10-06", "2026-10-06T05:00:00Z", 30, 900, 1_100, 90, 8, 7, 6, 5, 4, None, None, None,
    )])
    _bring_in(app, actor, places, "instagram", "daily", [DailyMetric("instagram", f"toko.{word}", "2026-10-06", "reach", 900)])
    day = ShopDay("shopee", "2026-10-06", 80, 60, 40, 9, 4, 9, 812_000, 30, 20, 60, 9_100)
    _bring_in(app, actor, places, "shopee", "shop_stats", [day])
    goods = Goods("moka", f"SKU-{word}", f"Kain {word}", "", f"Kelas {word}", 90_000, 40_000, 4)
    _bring_in(app, actor, places, "moka", "goods", [goods])
    waiting = _extract("shopee", "orders", [_order(word, "2")], word, Problem(7, "Status", "choice", f"Aneh {word}"))
    ids["waiting_id"] = app.act(
        actor, intake.check, waiting, size=9, sha256=_digest(waiting), shops={"shopee": places["shopee"]},
    ).batch_id
    ids["address_id"] = app.act(actor, pulls.add, shop_id=ids["shop_id"], url=f"https://example.org/{word}.csv", fetcher=FETCHER)
    ids["mapping_id"] = app.act(actor, mappings.save, shop_id=places["moka"], sheet=sheet(word), columns=columns(word))
    with app.database.writing(actor.association) as session:
        listing = session.query(Listing).filter(Listing.shop_id == ids["shop_id"]).first()
        assert listing is not None
        ids["listing_id"] = listing.id
        session.execute(update(Listing).where(Listing.id == listing.id).values(link_state="dead", url=f"https://example.org/l/{word}"))


def file(word: str) -> Extract:
    """A file of orders that nobody has brought in yet."""
    return _extract("shopee", "orders", [_order(word, "-baru")], word)


def sheet(word: str) -> SheetPreview:
    """A sheet of somebody's own."""
    return SheetPreview("Lembar", 1, tuple(columns(word).values()), ())


def columns(word: str) -> dict[str, str]:
    """What its columns mean."""
    return {"date": f"Tanggal {word}", "item": f"Barang {word}", "quantity": f"Jumlah {word}", "amount": f"Total {word}"}


def _in_the_collective_shop(app: App, system: Actor, collective: Owner, owner: Owner) -> None:
    """The member's cloth is also sold in everybody's shop: there a shop is not whose sale it is."""
    shop = collective.ids["shop_id"]
    listing = app.act(
        system, listings.add_listing, shop_id=shop, sku=f"SKU-{owner.word}", today=TODAY, title=f"Kain {owner.word}",
        variation=f"Warna {owner.word}",
    )
    app.act(system, listings.match, listing_id=listing, product_id=owner.ids["product_id"], since=SINCE)
    sell(app, system, collective, owner, "-bersama")


def sell(app: App, system: Actor, collective: Owner, owner: Owner, order: str) -> None:
    """A file of the collective shop in which the member's cloth was sold."""
    _bring_in(app, system, {"shopee": collective.ids["shop_id"]}, "shopee", "orders", [_order(owner.word, order)])


def _papers(app: App, own: Actor, owner: Owner) -> None:
    """What is theirs without standing in a shop: typed sales, the WhatsApp log, drafts, documents, wishes, work."""
    word, ids = owner.word, owner.ids
    business = ids["business_id"]
    ids["sale_id"] = app.act(
        own, sales.type_sale, business_id=business, marketplace="bazaar", day=SOLD, amount=61_000, orders=2, note=f"Bazar {word}",
    )
    ids["log_id"] = app.act(
        own, reach.log_whatsapp, business_id=business, day=SOLD, statuses=3, chats=4, orders=1, amount=35_000, sales=sales,
    )
    app.act(own, drafts.keep, form=f"product/{word}", content={"name": f"Kain {word}"})
    app.act(own, tickets.issue, tickets.Document(f"Laporan {word}.csv", "text/csv", word.encode()))
    app.act(own, own_data.ask, wish="correct")
    ids["request"] = app.read(own, own_data_reports.requests, account=own.account)[0].id
    ids["loose_id"] = app.act(
        own, listings.add_listing, shop_id=ids["shop_id"], sku=f"Lepas-{word}", today=TODAY, title=f"Lepas {word}"
    )
    with app.database.writing(own.association) as session:
        job = Job(kind="import", account_id=own.account, result={"name": word}, created_at=NOW)
        session.add(job)
        session.flush()
        ids["job_id"] = job.id


def _order(word: str, more: str = "") -> OrderLine:
    return OrderLine(
        marketplace="shopee", order_no=f"No-{word}{more}", line_key=f"sku-{word}|", status_raw=f"Selesai {word}", status=COMPLETED,
        product_name=f"Kain {word}", variation=f"Warna {word}", sku=f"SKU-{word}", item_id="", quantity=3, returned_quantity=1,
        list_price=120_000, unit_price=100_000, gross=360_000, discount=60_000, platform_discount=0, order_voucher=0,
        sales_day=SOLD.isoformat(), ordered_at="2026-10-05T03:00:00Z", paid_at="2026-10-05T03:05:00Z",
        completed_at="2026-10-11T03:00:00Z", regency="15.71",
    )


def _income(word: str) -> Settlement:
    return Settlement(
        marketplace="shopee", order_no=f"No-{word}", entry_key="1", released_on="2026-10-12", product=300_000, refund=-90_000,
        seller_voucher=0, shipping=0, platform_fee=-20_000, affiliate=0, tax=-1_000, other=0,
    )


def _extract(source: str, kind: str, rows: list[Any], word: str, *problems: Problem) -> Extract:
    return Extract(
        name=f"{source} {word}.xlsx", source=source, kind=kind, format=f"{source}.{kind}", since="2026", parser_version=1,
        rows=[tuple(row) for row in rows], rows_read=len(rows) + len(problems), problems=list(problems),
        period=("2026-10-01", "2026-10-31"), as_of="2026-11-01T00:00:00Z", marketplaces=(source,),
    )


def _bring_in(app: App, actor: Actor, places: dict[str, UUID], source: str, kind: str, rows: list[Any]) -> UUID:
    word = rows[0][1] if kind != "shop_stats" else actor.name
    made = _extract(source, kind, rows, word)
    return app.act(
        actor, intake.bring_in, made, size=9, sha256=_digest(made), shops={source: places[source]},
        now=datetime(2026, 10, 31, tzinfo=UTC),
    ).batch_id


def _digest(made: Extract) -> bytes:
    return hashlib.sha256(repr(made).encode()).digest()
