"""Examples of our own: by name only while the owner allows it, never with money, the same for everybody who may read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from cblp.bootstrap import App
from cblp.catalogue.services import products, shops
from cblp.db.actor import LIAISON, TREASURER, Actor
from cblp.errors import NotAllowed
from cblp.growth import materials
from cblp.growth.reports import cases as reports
from cblp.growth.reports.cases import Cases, ShopCase, Together
from cblp.growth.rules import clinic
from cblp.growth.services import assignments
from cblp.people.reports import register
from cblp.people.services import consent
from cblp.reach.models import PostMetric
from tests.campaigns.making import at
from tests.growth.mentoring import TODAY, Village
from tests.sales.build import World
from tests.worlds import Worlds

BEGIN = at(1, 9)
ORDERED = date(2026, 9, 10)


@pytest.fixture
def village(app: App, actor: Actor, worlds: Worlds) -> Village:
    return worlds.on(_village, app, actor)


def _village(app: App, actor: Actor) -> Village:
    made = Village(app, actor, "sari", "dewi")
    made.approved("tia", capacity=20)
    return made


def allow(village: Village, name: str, given: bool = True) -> None:
    person = village.read(register.business, business_id=village.ids[name], today=TODAY).person.id
    village.act(consent.answer, person_id=person, purpose=reports.PURPOSE, given=given)


def shown(village: Village, module: str = "market", by: Actor | None = None) -> Cases:
    found: Cases = village.read(reports.cases, by=by, module=module, today=TODAY)
    return found


def posts(village: Village, *written: dict[str, Any]) -> None:
    """Posts by account and title."""
    with village.app.database.writing(village.system.association) as session:
        batch = World(session, village.system).batch()
        for one in written:
            session.add(PostMetric(**{
                "post_id": one["title"], "batch_id": batch, "row_hash": 1, "is_current": True, "kind": "post", "hashtags": "",
                "permalink": "https://instagram.com/p/1", "published_on": ORDERED, **one,
            }))


def account(village: Village, name: str) -> UUID:
    made: UUID = village.act(shops.add_shop, marketplace="instagram", handle=f"{name}.ig", business_id=village.ids.get(name))
    return made


def learned(village: Village, name: str) -> None:
    """Accompanied since September: a price was filled in, and the first order came in on Lazada."""
    bare = village.act(products.add_product, business_id=village.ids[name], name="Topi", details={"price": None, "stock": 5})
    village.accompanied(name, "tia", now=BEGIN)
    village.act(products.edit_product, product_id=bare, version=1, changes={"price": 20_000})
    shop = village.act(shops.add_shop, marketplace="lazada", handle=f"{name}3", business_id=village.ids[name])
    village.list(f"{name}.lazada", shop, bare)
    village.sell(
        (f"{name}1", f"{name}.listing", date(2026, 8, 1), 50_000), (f"{name}2", f"{name}.listing", ORDERED, 50_000),
        (f"{name}3", f"{name}.lazada", ORDERED, 20_000),
    )


def test_a_shop_is_an_example_while_its_owner_allows_it(village: Village) -> None:
    learned(village, "sari")
    assert shown(village) == Cases(), "nobody was asked yet"
    allow(village, "sari")
    case = ShopCase("Sari", 62, 1, ("lazada",))
    assert shown(village).shops == (case,)
    for by in (village.member("dewi"), village.mentor("tia"), replace(village.system, role=TREASURER)):
        assert shown(village, by=by).shops == (case,)
    assert shown(village, "content").shops == shown(village, "safety").shops == ()
    allow(village, "sari", given=False)
    assert shown(village) == Cases()
    with pytest.raises(NotAllowed):
        shown(village, by=replace(village.system, role=LIAISON))


def test_what_was_put_right_stays_after_the_mentoring(village: Village) -> None:
    bare = village.act(products.add_product, business_id=village.ids["sari"], name="Topi", details={"price": None, "stock": 5})
    held = village.accompanied("sari", "tia", now=BEGIN)
    village.act(products.edit_product, product_id=bare, version=1, changes={"price": 20_000})
    village.act(assignments.complete, assignment_id=held, now=at(1, 10))
    village.act(products.edit_product, product_id=bare, version=2, changes={"hashtags": "#topi"})
    allow(village, "sari")
    assert shown(village, "basics").shops == (ShopCase("Sari", 31, 1, ()),)


def test_of_those_who_allow_nothing_a_sum_of_five_is_told(sqlite_app: App, sqlite_actor: Actor) -> None:
    names = [f"usaha{number}" for number in range(5)]
    village = Village(sqlite_app, sqlite_actor, *names)
    village.approved("tia", capacity=20)
    for name in names[:4]:
        learned(village, name)
    assert shown(village).together is None
    learned(village, names[4])
    assert shown(village) == Cases(together=Together(5, 5))


def test_posts_of_who_allows_it_and_of_the_association(village: Village) -> None:
    own, other, common = (account(village, name) for name in ("sari", "dewi", "kita"))
    posts(
        village, {"shop_id": own, "title": "sari dua", "likes": 20, "reach": 400}, {"shop_id": other, "title": "dewi", "likes": 30},
        {"shop_id": common, "title": "kita", "likes": 9}, {"shop_id": own, "title": "lama", "likes": 99, "published_on": date(2026, 1, 1)},
    )
    allow(village, "sari")
    found = shown(village, "content", by=village.member("dewi"))
    assert [(one.title, one.interactions, one.reach) for one in found.posts] == [("sari dua", 20, 400), ("kita", 9, None)]
    assert found.shops == () and found == shown(village, "social")


def test_a_post_without_an_address_or_without_an_answer_is_no_example(village: Village) -> None:
    own = account(village, "sari")
    allow(village, "sari")
    posts(village, {"shop_id": own, "title": "tanpa link", "permalink": "", "likes": 20}, {"shop_id": own, "title": "sepi", "likes": 0})
    assert shown(village, "content").posts == ()


def test_posts_that_cannot_be_opened_push_nothing_out(village: Village) -> None:
    own = account(village, "sari")
    allow(village, "sari")
    posts(village, *({"shop_id": own, "title": f"tanpa link {n}", "permalink": "", "likes": 90} for n in range(10 * reports.MOST)),
          {"shop_id": own, "title": "bisa dibuka", "likes": 2})
    assert [one.title for one in shown(village, "content").posts] == ["bisa dibuka"]


def test_each_topic_of_a_question_leads_to_a_material() -> None:
    assert set(clinic.MATERIALS) == set(clinic.TOPICS) - {"other"}
    assert set(clinic.MATERIALS.values()) <= set(materials.codes())
    assert {*reports.WITH_POSTS, *reports.WITH_SHOPS} <= set(materials.codes())
