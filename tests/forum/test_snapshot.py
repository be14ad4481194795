"""Freezing a month: the figures agree with the reports they come from, and nothing in them is one business's or anybody's name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.ids import uuid7
from cblp.errors import NotAllowed
from cblp.forum import deck, snapshot, summary
from cblp.forum.models import Meeting
from cblp.forum.reports import decks, meetings
from cblp.forum.services import actions
from cblp.forum.services import meetings as service
from cblp.forum.slides import Deck
from cblp.growth.services import clinic
from cblp.people.reports import register, seals
from cblp.people.services import consent
from cblp.reach import services as reach
from cblp.sales import services as sales
from cblp.sharing.services import savings
from tests.campaigns.making import Fair, at
from tests.conftest import NOW
from tests.forum.sample import MATERIAL
from tests.forum.test_deck import words
from tests.houses import BOTH, Opened
from tests.reach.test_reports import post
from tests.sales.build import World
from tests.worlds import Worlds

OCTOBER = date(2026, 10, 1)
NAMES = ("sari", "rina", "dewi", "tari", "umi", "wulan", "yani")
BIG = ("sari", "rina", "dewi", "tari", "umi", "wulan")
FROZEN = at(10)


class Hall(Fair):
    """The fair with a meeting about October."""

    meeting: UUID

    def month(self, number: int, sold: dict[str, int]) -> None:
        """One order of each in a month, and the daily sums that an import would leave."""
        self.sell(*((f"{name}-{number}", f"{name}.listing", date(2026, number, 9), amount) for name, amount in sold.items()))

    def freeze(self, month: date = OCTOBER, now: datetime = FROZEN) -> dict[str, Any]:
        with self.app.database.writing(self.system.association) as session:
            World(session, self.system, ids=self.ids).daily()
        self.meeting = self.act(service.make, month=month, starts_at=now + timedelta(4), now=now)
        found = self.read(meetings.material, meeting_id=self.meeting).snapshot
        assert isinstance(found, dict)
        return found

    def deck(self) -> Deck:
        made: Deck = self.read(decks.deck, meeting_id=self.meeting)
        return made

    def allow(self, name: str) -> UUID:
        profile = self.read(register.business, business_id=self.ids[name], today=OCTOBER)
        person: UUID = profile.person.id
        self.act(consent.answer, person_id=person, purpose="storefront_products", given=True)
        return person


@pytest.fixture
def hall(app: App, actor: Actor, worlds: Worlds) -> Hall:
    return worlds.on(Hall, app, actor, *NAMES)


@pytest.fixture
def small(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Hall:
    return worlds.on(Hall, sqlite_app, sqlite_actor, *NAMES)


def numbers(found: Any) -> Iterator[int]:
    """Every number in a snapshot."""
    if isinstance(found, bool) or found is None or isinstance(found, str):
        return
    if isinstance(found, int):
        yield found
    else:
        for one in found.values() if isinstance(found, dict) else found:
            yield from numbers(one)


def texts(found: Any) -> Iterator[str]:
    """Every text that stands as a value in a snapshot."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from texts(one)


def test_lives_count_as_interactions_but_not_in_how_many_of_a_hundred_interacted(hall: Hall) -> None:
    with hall.app.database.writing(hall.system.association) as session:
        w = World(session, hall.system, ids=hall.ids)
        hall.ids["batch"] = w.batch()
        for name in BIG:
            w.shop(f"{name}.ig", "instagram", name)
            post(w, f"{name}.ig", f"{name}-foto", date(2026, 10, 5), reach=1_000, likes=70)
            post(w, f"{name}.ig", f"{name}-live", date(2026, 10, 6), kind="live", reach=1_000, likes=9_000)
    found = hall.freeze()["reach"]["posts"]
    assert (found["posts"], found["interactions"], found["rate"]) == (12, 6 * 9_070, 700)


def test_the_figures_of_a_month_are_those_of_the_association(hall: Hall) -> None:
    hall.month(9, dict.fromkeys(BIG, 200_000))
    hall.month(10, {name: 250_000 + 1_000 * step for step, name in enumerate(BIG)})
    hall.typed("yani", date(2026, 10, 20), 300_000)
    found = hall.freeze()
    sales = found["sales"]
    assert (sales["now"], sales["change"], sales["orders"], sales["orders_before"]) == (1_800_000, 5_125, 6, 6)
    assert sales["months"][-2:] == [["2026-09-01", 1_200_000], ["2026-10-01", 1_800_000]]
    assert sales["months"][0] == ["2025-11-01", None]
    assert found["members"] == {"active": 7, "sellers": 7, "help": {"any": 7, "no_file": 7, "dead": 0, "out": 0}}
    assert found["listings"]["products"] == 7
    assert sales["coverage"] == {"shops": 7, "covered": 0, "last_day": None}
    assert found["period"] == {
        "now": ["2026-10-01", "2026-10-31"], "before": ["2026-09-01", "2026-09-30"], "closed": True, "unfair": [],
    }
    assert json.loads(json.dumps(found)) == found
    month = next(one for one in hall.deck().slides if one.kind == "month")
    assert month.sentence == "Penjualan Oktober 2026 Rp1,8 juta, naik 51% dari September."


def test_no_rupiah_of_one_business_and_no_name(small: Hall) -> None:
    sold = {name: 1_234_567 + 111_111 * step for step, name in enumerate(BIG)}
    small.month(10, sold)
    small.typed("yani", date(2026, 10, 20), 87_654)  # alone on WhatsApp: the rest would tell it
    for name in BIG[:3]:
        small.act(savings.deposit, by=small.treasurer, business_id=small.ids[name], kind="voluntary", amount=333_333,
                  day=date(2026, 10, 5), key=name, now=at(5, 10))
    found = small.freeze()
    assert found["seal"]["code"] == small.read(seals.last).code
    assert small.deck().slides[-1].small.endswith(found["seal"]["code"])
    assert found["sales"]["places"] == []
    assert (found["money"]["savings"], found["money"]["at_hand"], found["money"]["why"]) == (None, None, "few")
    alone = {*sold.values(), 87_654, 333_333, 999_999, 1_000_000}
    assert not alone & set(numbers(found))
    # Ids, codes and days: no name of a person, a business or a product stands in what is kept.
    for text in texts({name: kept for name, kept in found.items() if name != "seal"}):
        assert re.fullmatch(r"[0-9a-f-]{36}|\d{4}-\d\d-\d\d|[a-z_]*", text), text
        assert not any(name in text for name in NAMES)
    small.act(actions.add, text="Foto ulang produk", business_id=small.ids["sari"], meeting_id=small.meeting, now=FROZEN)
    told = " ".join(words(small.deck())).lower()
    assert "foto ulang produk" in told
    assert not [name for name in NAMES if re.search(rf"\b{name}\b", told)]
    assert not [name for name in NAMES if re.search(rf"\b{name}\b", small.read(decks.letter, meeting_id=small.meeting).lower())]


def test_a_place_of_five_and_more_is_told_with_the_rest_together(small: Hall) -> None:
    small.month(10, dict.fromkeys(BIG, 500_000))
    for name in NAMES[1:]:
        small.typed(name, date(2026, 10, 3), 100_000)
    places = small.freeze()["sales"]["places"]
    assert places == [[["shopee"], 3_000_000], [["whatsapp"], 600_000]]


def test_few_sellers_hide_the_month(small: Hall) -> None:
    small.month(9, dict.fromkeys(BIG[:4], 200_000))
    small.month(10, dict.fromkeys(BIG[:5], 200_000))
    found = small.freeze()
    assert (found["sales"]["now"], found["sales"]["orders"], found["sales"]["places"], found["sales"]["months"]) == (None, None, [], [])
    assert found["members"]["sellers"] == 5
    assert "kurang dari 6 usaha" in small.read(decks.letter, meeting_id=small.meeting)


def test_few_sellers_in_the_month_before_leave_nothing_to_compare_with(small: Hall) -> None:
    small.month(9, dict.fromkeys(BIG[:3], 200_000))
    small.month(10, dict.fromkeys(BIG, 200_000))
    sales = small.freeze()["sales"]
    assert (sales["now"], sales["change"], sales["orders_before"], sales["months"][-2][1]) == (1_200_000, None, None, None)


def test_a_best_seller_is_named_while_its_owner_agrees(small: Hall) -> None:
    small.month(10, {name: 100_000 * (step + 1) for step, name in enumerate(BIG)})
    person = small.allow("sari")
    small.allow("umi")
    found = small.freeze()
    assert found["sales"]["best"] == [str(small.ids["umi.product"]), str(small.ids["sari.product"])]

    def best() -> list[str]:
        return [line.text for line in next(one for one in small.deck().slides if one.kind == "sales").lines]

    assert best() == ["Paling laku: Tas umi, Tas sari"]
    small.act(consent.withdraw, person_id=person, purpose="storefront_products")
    assert best() == ["Paling laku: Tas umi"]


def test_questions_are_topics_and_numbers(small: Hall) -> None:
    for step, name in enumerate((*BIG, "sari")):
        small.act(clinic.ask, by=small.member(name), business_id=small.ids[name], topic="price" if step == 6 else "photo",
                  text=f"Rahasia {name}", now=at(6, 10))
    found = small.freeze()["clinic"]
    assert found == {"asked": 7, "answered": 0, "open": 7, "topics": [["photo", 6], ["price", None]], "published": []}


@pytest.mark.parametrize(("writers", "told"), [(5, {"days": 5, "chats": 50, "orders": 15}), (4, None)])
def test_whatsapp_is_told_of_five_who_wrote_it_down(small: Hall, writers: int, told: dict[str, int] | None) -> None:
    for name in NAMES[:writers]:
        small.act(reach.log_whatsapp, business_id=small.ids[name], day=date(2026, 10, 6), chats=10, orders=3, sales=sales, now=at(7, 10))
    found = small.freeze()["reach"]
    assert (found["whatsapp"], found["why"], found["posts"]) == (told, "" if told else "few", None)
    reached = [one for one in small.deck().slides if one.kind == "reach"]
    assert bool(reached) is bool(told)  # a slide that could only say that it says nothing is left out


def test_a_campaign_is_told_with_those_who_joined_and_its_sum_of_five(small: Hall) -> None:
    campaign = small.running(*NAMES[:5])
    small.sell(*((f"{name}-c", f"{name}.listing", date(2026, 11, 10), 300_000) for name in NAMES[:5]))
    (ran,) = small.freeze(date(2026, 11, 1), at(5, 12))["campaigns"]["ran"]
    assert (ran["id"], ran["joined"], ran["sales"], ran["effect"]) == (str(campaign), 5, 1_500_000, None)
    (line,) = next(one for one in small.deck().slides if one.kind == "campaigns").lines
    assert (line.text, line.under) == ("Pekan tas", "9–13 November 2026 · 5 anggota ikut · terjual Rp1,5 juta")


def test_an_empty_association_can_meet(sqlite_app: App, sqlite_actor: Actor) -> None:
    found = Hall(sqlite_app, sqlite_actor).freeze()
    parts = ("sales", "reach", "campaigns", "listings", "mentoring", "capital", "money", "clinic")
    assert [found[part] for part in parts] == [None] * len(parts)


def test_where_everything_is_filled_nothing_of_a_member_is_told(opening: Callable[[str], Opened]) -> None:
    app, houses = opening("sqlite").open(BOTH)
    house = houses[0]
    actor = house.staff[COORDINATOR]
    for month in (10, 11):
        with app.database.reading(actor.association, actor.account) as session:
            planned = Meeting(association_id=actor.association, id=uuid7(), number=99, kind="monthly", month=date(2026, month, 1))
            found = snapshot.make(session, actor, planned, NOW)
            names = decks.names(session, actor, found)
        material = replace(MATERIAL, snapshot=found, typed={}, promises=(), items=(), month=planned.month)
        told = " ".join((json.dumps(found), *words(deck.slides(material, names)), summary.text(material, names)))
        assert not [owner.word for owner in house.owners if owner.word.casefold() in told.casefold()]
        assert "Kedai" not in told


def test_only_the_office_reads_a_deck(small: Hall) -> None:
    small.freeze()
    assert small.read(decks.deck, by=small.treasurer, meeting_id=small.meeting).slides
    for report in (decks.deck, decks.letter):
        with pytest.raises(NotAllowed):
            small.read(report, by=small.member("sari"), meeting_id=small.meeting)
