"""The example's texts for posts: each as far as its file says, and none with something to look at again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cblp.bootstrap import App
from cblp.catalogue.services import products
from cblp.db.actor import Actor
from cblp.demo import outward_texts
from cblp.demo.recipe import recipe
from cblp.outreach.reports import studio
from cblp.people.services import licences, register
from tests.conftest import NOW

END = date(2026, 11, 20)


def test_the_example_has_texts_in_every_state(sqlite_app: App, sqlite_actor: Actor) -> None:
    app, actor = sqlite_app, sqlite_actor
    businesses: dict[str, UUID] = {}
    for one in recipe().businesses:
        made = businesses[one.code] = app.act(
            actor, register.add_business, name=one.name, code=one.code, since=date(2025, 1, 1), owner={"name": one.owner}, now=NOW,
        )
        for thing in one.products:
            row = app.act(actor, products.add_product, business_id=made, name=thing.name, sku=thing.sku, now=NOW, details={
                "price": thing.price, "stock": thing.stock, "story": thing.story, "description": thing.description,
                "category": thing.category,
            })
            app.act(actor, products.set_cost, product_id=row, amount=thing.cost, since=date(2025, 1, 1), now=NOW)
        for licence in one.licences:
            issued, expires = licence.days(END)
            app.act(actor, licences.add_licence, business_id=made, kind=licence.kind, number=licence.number, state=licence.state,
                    issued_on=issued, expires_on=expires, now=NOW)
    outward_texts.live(app, actor, businesses, end=END, now=NOW)
    found = app.read(actor, studio.drafts)
    posted, planned = [one for one in found if one.posted_at], [one for one in found if one.planned_for]
    assert len(posted) >= 4 and len(planned) >= 4 and any(not one.ready for one in found)
    assert all(one.copied_at and one.text for one in (*posted, *planned))
    assert not [one for one in found if one.warnings], "the example sets a good one"
    ahead = app.read(actor, studio.plan, first=END, last=date(2026, 12, 31))
    assert len(ahead) == len(planned) and all(one.at and one.at > NOW for one in ahead)
