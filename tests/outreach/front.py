"""An association with two makers who may show their products to buyers: photos, shops on two marketplaces, what each allowed."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image
from sqlalchemy import update

from cblp.bootstrap import App
from cblp.catalogue import pictures as photos
from cblp.catalogue.models import Listing
from cblp.catalogue.services import listings, products, shops
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.outreach.reports import storefront
from cblp.outreach.services import pictures, publishing
from cblp.people.reports import register as people
from cblp.people.services import consent, register
from tests.conftest import NOW

TODAY = date(2026, 11, 21)
SINCE = date(2026, 1, 1)
TEXT = "Kain katun halus dari Jambi.\nDicuci dengan tangan."


class Front:
    """Ids by short names: the business "sari", its product "kain", its listings "kain.shopee" and "kain.tokopedia"."""

    def __init__(self, app: App, system: Actor) -> None:
        self.app, self.system = app, system
        self.coordinator = Actor(account=None, association=system.association, role=COORDINATOR)
        self.ids: dict[str, UUID] = {}

    def act(self, service: Any, *, by: Actor | None = None, **given: Any) -> Any:
        return self.app.act(by or self.coordinator, service, **given)

    def ask(self, report: Any, **given: Any) -> Any:
        """What a buyer's read answers."""
        with self.app.database.reading(self.system.association) as session:
            return report(session, self.system.association, **given)

    def maker(self, name: str, *allowed: str, phone: str = "0812-3456-7890") -> UUID:
        """A business whose owner allows the purposes."""
        made = self.act(register.add_business, name=name.title(), since=SINCE, owner={"name": f"Ibu {name}", "phone": phone})
        person = self.app.read(self.system, people.business, business_id=made, today=TODAY).person
        self.ids |= {name: made, f"{name}.person": person.id}
        for purpose in allowed:
            self.act(consent.answer, person_id=person.id, purpose=purpose, given=True)
        return UUID(str(made))

    def member(self, name: str) -> Actor:
        return Actor(account=None, association=self.system.association, role=MEMBER, own_businesses=frozenset({self.ids[name]}))

    def product(self, name: str, maker: str, **details: Any) -> UUID:
        given = {"price": 45_000, "stock": 5, "category": "batik", "description": TEXT, "story": "Dari nenek.", **details}
        self.ids[name] = self.act(products.add_product, business_id=self.ids[maker], name=name.title(), details=given)
        return self.ids[name]

    def photo(self, product: str, colour: str = "#884400", size: tuple[int, int] = (1000, 750)) -> UUID:
        out = BytesIO()
        Image.new("RGB", size, colour).save(out, "JPEG")
        made: UUID = self.act(products.add_photo, product_id=self.ids[product], picture=photos.prepare(out.getvalue()))
        return made

    def listing(self, product: str, maker: str, place: str, url: str, **more: Any) -> UUID:
        shop = f"{maker}.{place}"
        if shop not in self.ids:
            self.ids[shop] = self.act(shops.add_shop, marketplace=place, handle=f"toko.{shop}", business_id=self.ids[maker])
        made = self.act(
            listings.add_listing, shop_id=self.ids[shop], sku=product, today=TODAY, title=product, product_id=self.ids[product],
            **{"price": 47_000, "stock": 3, **more},
        )
        self.ids[f"{product}.{place}"] = made
        self.change(made, url=url)
        return UUID(str(made))

    def change(self, listing: UUID, **values: Any) -> None:
        with self.app.database.writing(self.system.association) as session:
            session.execute(update(Listing).where(Listing.id == listing).values(**values))

    def publish(self, *names: str) -> None:
        self.act(publishing.publish, product_ids=[self.ids[name] for name in names])
        pictures.make(self.app.read, self.app.jot, self.coordinator)

    def open(self) -> None:
        self.act(publishing.open_storefront, on=True)

    def shown(self) -> set[str]:
        """The names of what buyers see."""
        return {card.name for card in self.ask(storefront.shelf, today=TODAY).cards}


def front(app: App, system: Actor) -> Front:
    """Sari allows products and phone, Budi products only; "kain" stands at two marketplaces; all is published and open."""
    made = Front(app, system)
    made.maker("sari", "storefront_products", "storefront_phone")
    made.maker("budi", "storefront_products", phone="0813-9876-5432")
    made.product("kain", "sari")
    made.product("keripik", "budi", category="food", price=15_000, description="Renyah dan gurih.")
    made.photo("kain")
    made.listing("kain", "sari", "shopee", "https://shopee.co.id/product/1/2")
    made.listing("kain", "sari", "tokopedia", "https://www.tokopedia.com/sari/kain", price=45_000)
    made.publish("kain", "keripik")
    made.open()
    return made


__all__ = ["NOW", "SINCE", "TODAY", "Front", "front"]
