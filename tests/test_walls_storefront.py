"""What a buyer, whom nobody asks who they are, can reach of a full association: its published products and not a word more.

The reads of buyers are found by looking into the modules, and asked with what their parameters are called: one that asks for
something new fails the first test.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from itertools import product as every
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

import cblp.outreach
from cblp.bootstrap import App, build
from cblp.catalogue.models import Product
from cblp.catalogue.services import products
from cblp.db.actor import COORDINATOR, LIAISON, Actor
from cblp.outreach.models import PhotoSize, StorefrontMember, StorefrontProduct
from cblp.outreach.reports import storefront
from cblp.outreach.services import pictures, publishing
from cblp.outreach.services.publishing import PHONE, PRODUCTS
from cblp.people.models import Business
from cblp.people.services import consent, register
from cblp.settings import Settings
from tests import houses
from tests.conftest import NOW
from tests.filled import TODAY, House, Owner
from tests.houses import BOTH, TWO, Opened
from tests.test_walls_reports import nothing, told
from tests.web.conftest import ORIGIN, Browser, browser
from tests.worlds import copy

ASIDE: Final = re.compile(r"<style>.*?</style>", re.DOTALL)
NUMBER: Final = re.compile(r"(?:\+?62|0)8\d{2}[-\d]{6,}")
ROBOT: Final = {"user-agent": "curl/8.5"}
"""Who is not counted, and so leaves nothing behind."""
GHOST: Final = UUID(int=9)


# -- the reads -----------------------------------------------------------------------------------------------------------


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function that takes (session, association, …): nobody's rights are asked there."""
    for found in pkgutil.walk_packages(cblp.outreach.__path__, "cblp.outreach."):
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = not name.startswith("_") and function.__module__ == module.__name__
            if own and list(inspect.signature(function).parameters)[:2] == ["session", "association"]:
                yield f"{found.name.removeprefix('cblp.outreach.')}.{name}", function


FUNCTIONS: Final = dict(functions())
WRITES: Final = {"services.counts.count"}
"""One more of something on a day; it tells nothing."""
OF_SHOWN: Final = {"reports.storefront_ways.phone"}
"""Asked only about what ``product`` has just shown: what comes of it is looked at over HTTP below."""
Known = dict[str, list[Any]]
"""What a parameter may be given."""


def known(session: Session, association: UUID, owner: Owner) -> Known:
    """Everything that leads to a member's product."""
    name, slug, maker = session.execute(
        select(Product.name, StorefrontProduct.slug, StorefrontMember.slug)
        .join(StorefrontProduct, StorefrontProduct.product_id == Product.id)
        .join(StorefrontMember, StorefrontMember.business_id == Product.business_id)
        .where(Product.id == owner.ids["product_id"])
    ).one()
    full = storefront.product(session, association, slug=slug, today=TODAY)
    assert full
    promos = storefront.promos(session, association, today=TODAY)
    return {
        "today": [TODAY], "slug": [slug, maker], "member": [maker], "category": ["batik"], "text": [name, "Jalan"], "page": [1],
        "sha256": [bytes.fromhex(photo.large.sha256) for photo in full.photos], "promo": promos, "code": [one.code for one in promos],
        "business_id": [owner.ids["business_id"]], "goods": [[(owner.ids["product_id"], owner.ids["business_id"], 5)]],
    }


def ways(function: Callable[..., Any], of: Known) -> Iterator[dict[str, Any]]:
    """All ways in which a read is asked; raises KeyError for an unknown word."""
    parameters = list(inspect.signature(function).parameters.values())[2:]
    needed = [p.name for p in parameters if p.default is p.empty]
    for values in every(*(of[name] for name in needed)):
        plain = dict(zip(needed, values, strict=True))
        yield plain
        yield from ({**plain, p.name: value} for p in parameters if p.default is not p.empty for value in of.get(p.name, []))


def answers(session: Session, association: UUID, of: Known) -> dict[str, list[Any]]:
    """What a buyer is told by each read."""
    return {
        name: [told(function(session, association, **given)) for given in ways(function, of)]
        for name, function in FUNCTIONS.items() if name not in WRITES
    }


def marks(owner: Owner) -> list[str]:
    """What stands for a member and what is theirs."""
    own = ("business_id", "product_id", "person_id", "photo_id", "listing_id", "shop_id", "account")
    return [owner.word.casefold(), *(str(owner.ids[name]) for name in own)]


def found_in(said: Any, *words: str) -> list[str]:
    return [word for word in words if word in repr(said).casefold()]


def test_every_read_of_buyers_is_asked_and_tells_something(whole: Opened) -> None:
    app, (mine, _) = whole.open(TWO)
    here = mine.system.association
    with app.database.reading(here) as session:
        said = answers(session, here, known(session, here, mine.owners[0]))
    silent = {name for name, ways_ in said.items() if all(map(nothing, ways_))}
    assert silent == set()
    assert FUNCTIONS.keys() >= WRITES | OF_SHOWN, "listed, but gone"


def test_no_read_tells_of_another_association_or_a_person(whole: Opened) -> None:
    app, (mine, theirs) = whole.open(TWO)
    here, there, (stranger,) = mine.system.association, theirs.system.association, theirs.owners
    with app.database.reading(there) as session:
        foreign = known(session, there, stranger)
    with app.database.reading(here) as session:
        own = answers(session, here, known(session, here, mine.owners[0]))
        with_theirs, over = answers(session, here, foreign), answers(session, there, foreign)
        # The ids of the association that is read stand in no statement that would let them through: the session is another's.
        nowhere = answers(session, GHOST, foreign)
    assert found_in([own, with_theirs, over], *marks(stranger), theirs.word.casefold(), str(there)) == []
    assert over == nowhere
    for owner in mine.owners:
        persons = (f"ibu {owner.word}", f"jalan {owner.word}", f"sk {owner.word}", f"alasan {owner.word}", str(owner.ids["person_id"]))
        assert found_in(own, f"usaha {owner.word}".casefold()), "it is there to be told"
        assert found_in(own, *map(str.casefold, persons)) == []
    numbers = {name for name, said in own.items() if NUMBER.search(repr(said))}
    assert numbers == OF_SHOWN, "a number is told to who leads on to WhatsApp, nowhere else"


# -- what is taken back --------------------------------------------------------------------------------------------------


def _withdraw(session: Session, chief: Actor, owner: Owner) -> None:
    publishing.withdraw(session, chief, product_ids=[owner.ids["product_id"]], now=NOW)


def _take_back(session: Session, chief: Actor, owner: Owner) -> None:
    consent.withdraw(session, owner.member, person_id=owner.ids["person_id"], purpose=PRODUCTS, now=NOW)


def _refuse(session: Session, chief: Actor, owner: Owner) -> None:
    consent.answer(session, chief, person_id=owner.ids["person_id"], purpose=PRODUCTS, given=False, now=NOW)


def _leave(session: Session, chief: Actor, owner: Owner) -> None:
    register.change_membership(session, chief, business_id=owner.ids["business_id"], status="left", since=TODAY, now=NOW)


def _suspend(session: Session, chief: Actor, owner: Owner) -> None:
    register.change_membership(
        session, chief, business_id=owner.ids["business_id"], status="suspended", since=TODAY, reason="pindah", now=NOW,
    )


def _retire(session: Session, chief: Actor, owner: Owner) -> None:
    products.set_status(session, chief, product_id=owner.ids["product_id"], version=1, status="retired", now=NOW)


def _hand_on(session: Session, chief: Actor, owner: Owner) -> None:
    """Who runs the business now was never asked."""
    session.get_one(Business, (chief.association, owner.ids["business_id"])).owner_id = owner.ids["newcomer_id"]


def _close(session: Session, chief: Actor, owner: Owner) -> None:
    publishing.open_storefront(session, chief, on=False, now=NOW)


TAKEN_BACK: Final = (_withdraw, _take_back, _refuse, _leave, _suspend, _retire, _hand_on, _close)


def test_what_one_member_takes_back_is_in_no_read(whole: Opened) -> None:
    app, (house,) = whole.open(BOTH)
    here, (first, second), chief = house.system.association, house.owners, house.staff[COORDINATOR]
    for take_back in TAKEN_BACK:
        with app.database.writing(here) as session:
            of_first, of_second = (known(session, here, owner) for owner in (first, second))
            take_back(session, chief, first)
            session.flush()
            said = {**answers(session, here, of_first), "of the other": answers(session, here, of_second)}
            for name in OF_SHOWN:
                del said[name]
            name = take_back.__name__
            assert found_in(said, *marks(first)) == [], name
            assert bool(found_in(said, second.word.casefold())) is (take_back is not _close), name
            session.rollback()


def test_what_is_to_be_drawn_is_ones_own(whole: Opened) -> None:
    app, (mine, _) = whole.open(TWO)
    own, other = mine.owners
    with app.database.writing(mine.system.association) as session:
        session.execute(delete(PhotoSize))
        due = {
            who: {photo for photo, _content in pictures.due(session, actor)}
            for who, actor in {**mine.staff, "own": own.member, "other": other.member}.items()
        }
        assert due["own"] == {own.ids["photo_id"]} and due["other"] == {other.ids["photo_id"]}
        assert due[COORDINATOR] == due["own"] | due["other"]
        assert due[LIAISON] == set()
        session.rollback()


# -- over HTTP -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def changing(states: houses.States, tmp_path: Path) -> Iterator[tuple[App, House]]:
    """A full association of this test's own."""
    copy(states.file(BOTH), tmp_path / "cblp.sqlite")
    app = build(Settings(data_dir=tmp_path), clock=lambda: NOW)
    yield app, states.houses(BOTH)[0]
    app.database.dispose()


def start_of(client: Browser, house: House) -> str:
    """The association's own page, found as a search engine finds it."""
    listed: list[str] = re.findall("<loc>([^<]+)", client.get("/peta-situs.xml").text)
    (start,) = (path for path in listed if house.word.casefold() in path)
    return start.removeprefix(ORIGIN).removesuffix("/peta-situs.xml")


def walk(client: Browser, start: str) -> dict[str, str]:
    """Every page that links and the site map lead to from ``start``, without the ways out to shops and without pictures."""
    seen: dict[str, str] = {}
    waiting = [start, f"{start}/peta-situs.xml", f"{start}/cari?q=jambi", f"{start}/cari?q=kain"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        answer = client.get(path)
        assert answer.status_code == 200, path
        seen[path] = ASIDE.sub("", answer.text)
        waiting += [link for link in re.findall(r'href="(/[^"]*)"', answer.text) if "/pergi/" not in link]
        waiting += [link.removeprefix(ORIGIN) for link in re.findall("<loc>([^<]+)", answer.text)]
    return seen


def parts_of(pages: dict[str, str], owner: Owner) -> set[str]:
    """The addresses that are a member's: their page, their product, its pictures and the ways out of it."""
    own = {path for path in pages if owner.word.casefold() in path.casefold() and "/cari" not in path}
    pictures_ = {found for path in own if "/u/" in path for found in re.findall(r'src="(/[^"]*/gambar/[^"]*)"', pages[path])}
    ways_out = {found for path in own if "/p/" in path for found in re.findall(r'href="(/[^"]*/pergi/[^"]*)"', pages[path])}
    return own | pictures_ | ways_out


def test_a_buyer_meets_published_products_and_nothing_else(opening: Callable[[str], Opened]) -> None:
    app, (mine, theirs) = opening("sqlite").open(TWO)
    client = browser(app, headers=ROBOT)
    start = start_of(client, mine)
    pages = walk(client, start)
    said = "\n".join(pages.values())
    assert any("/promo/" in path for path in pages), "the campaign that runs is part of the walk"
    for owner in mine.owners:
        assert f"Usaha {owner.word}" in said
        assert f"Ibu {owner.word}" not in said, "the person's name"
        assert f"Jalan {owner.word}" not in said, "the address"
    assert not NUMBER.search(said), "a phone number"
    assert theirs.word not in said
    for owner in theirs.owners:
        assert owner.word not in said
    assert all(path.startswith(start) for path in pages), "a link that leaves the storefront"


def test_a_buyer_meets_nothing_of_who_took_it_back_or_left(changing: tuple[App, House]) -> None:
    app, house = changing
    (first, second), chief, client = house.owners, house.staff[COORDINATOR], browser(app, headers=ROBOT)
    start = start_of(client, house)
    before = walk(client, start)
    own = parts_of(before, first)
    assert {part.split("/")[3] for part in own} == {"p", "u", "pergi", "gambar"}

    def yes(session: Session, actor: Actor) -> None:
        consent.answer(session, actor, person_id=first.ids["person_id"], purpose=PRODUCTS, given=True, now=NOW)
        publishing.publish(session, actor, product_ids=[first.ids["product_id"]], now=NOW)

    for take_back in (_withdraw, _take_back, _refuse, _leave):  # who left does not come back the same day: that one is the last
        app.act(chief, lambda session, actor, away=take_back: away(session, actor, first))
        pages = walk(client, start)
        name = take_back.__name__
        assert first.word.casefold() not in "".join(pages.values()).casefold(), name
        assert f"Usaha {second.word}" in "".join(pages.values()), name
        for path in own:
            answer = client.get(path)
            assert (path, answer.status_code) == (path, 410), name
            assert first.word.casefold() not in answer.text.casefold().replace(path, ""), name
        if take_back is not _leave:
            app.act(chief, yes)
            assert {path for path in own if client.get(path).status_code == 410} == set(), name


def test_a_number_is_given_to_who_orders_and_only_while_its_owner_says_so(changing: tuple[App, House]) -> None:
    app, house = changing
    first, client = house.owners[0], browser(app, headers=ROBOT)
    pages = walk(client, start_of(client, house))
    (order,) = (path for path in parts_of(pages, first) if path.endswith("/whatsapp"))
    (sheet,) = (path for path in pages if path.endswith(f"/p/kain-{first.word.casefold()}"))
    answer = client.get(order)
    assert answer.status_code == 303 and re.match(r"https://wa\.me/62812\d{8}\?", answer.headers["location"])
    app.act(first.member, consent.withdraw, person_id=first.ids["person_id"], purpose=PHONE)
    answer = client.get(order)
    assert answer.status_code == 410 and not NUMBER.search(answer.text + repr(answer.headers))
    assert order not in client.get(sheet).text, "the product stays, the way to its owner goes"
