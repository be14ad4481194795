"""What an association learns: mentors, trainings, rounds, answers, rankings of all, and each member's part in them.

``begin`` is done once all members are there: everything that a service or a report asks for and that is no member's own.
``take_part`` is what one member does, and what is done with and for that member only.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from cblp.bootstrap import App
from cblp.catalogue.services import listings, products, shops
from cblp.db.actor import COORDINATOR, MENTOR, Actor
from cblp.db.ids import uuid7
from cblp.growth import checklist, questionnaire
from cblp.growth.models import Assessment, CycleMember
from cblp.growth.rules import rubric
from cblp.growth.rules.superior import CRITERIA
from cblp.growth.services import (
    assessments,
    assignments,
    clinic,
    cycles,
    links,
    mentors,
    pieces,
    placements,
    safety,
    sessions,
    superior,
    trainings,
)
from cblp.people.models import Business, Person
from cblp.people.services import register
from cblp.reach import services as reach
from tests import filled
from tests.conftest import NOW
from tests.filled import TODAY, House, Owner

TOMORROW: Final = NOW + timedelta(1)
ASKED: Final = questionnaire.load(questionnaire.versions()[-1])
SCORES: Final = dict(zip(CRITERIA, (9_000_000, 4, 5, 3, 2, 4), strict=True))
POINTS: Final = dict.fromkeys(rubric.CRITERIA, 3)
ENOUGH: Final = 25
"""People whose answers carry a scoring model."""


def at(day: date) -> datetime:
    """A morning of that day."""
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


BEGUN: Final = date(2026, 9, 5)
SCHOOL: Final = at(date(2026, 10, 8))


# -- what is everybody's -------------------------------------------------------------------------------------------------


def begin(app: App, house: House) -> None:
    """The matters of all. Every text carries the association's word, none a member's."""
    _mentors(app, house)
    _seller(app, house)
    _school(app, house)
    _rounds(app, house)
    _asked(app, house)
    _ranked(app, house)
    chief, ids = house.staff[COORDINATOR], house.ids
    ids["open_question_id"] = _question(app, chief, house.kiosks[0], house.word)
    ids["link_id"] = app.act(chief, links.add, module="content", title=f"Video {house.word}", url="https://example.org/video")
    app.act(chief, placements.add, institution=f"Sekolah {house.word}", kind="vocational", first=BEGUN, task=f"Tugas {house.word}")
    app.act(chief, safety.check, business_id=house.kiosks[0], answers=dict.fromkeys(checklist.newest().codes, True))


def _mentors(app: App, house: House) -> None:
    """Mentors in every state; the one who is signed in here, one more, and a mentoring that nobody cares for any more."""
    word, ids, system = house.word, house.ids, house.system
    first = house.staff.get(MENTOR) or filled._person(app, system, f"mentor {word}", MENTOR)
    ids["mentor_account"] = first.account  # type: ignore[assignment]
    ids["mentor_id"] = _profile(app, house, first.account, "satu")
    ids["companion_id"] = _profile(app, house, house.companion.account, "dua")
    ids["idle_id"] = _profile(app, house, filled._person(app, system, f"tiga {word}", MENTOR).account, "tiga")
    ids["applying_id"] = _profile(app, house, filled._person(app, system, f"empat {word}", MENTOR).account, "empat", approved=False)
    ids["newcomer_id"] = app.act(system, register.add_person, name=f"Baru {word}", phone="0813-2222-3333")
    lonely = _accompanied(app, house, house.companion, ids["companion_id"], house.kiosks[1], f"Tujuan {word}", until=date(2026, 11, 25))
    _met(app, house.companion, lonely, date(2026, 9, 20), word)


def _profile(app: App, house: House, account: UUID | None, name: str, *, approved: bool = True) -> UUID:
    word, chief = house.word, house.staff[COORDINATOR]
    person = app.act(chief, register.add_person, name=f"Kak {name} {word}", phone="0813-1111-2222", account_id=account)
    made: UUID = app.act(chief, mentors.apply, person_id=person, kind="student", details={
        "institution": f"Kampus {word}", "skills": ["content", "social"], "capacity": 9, "born": 2003, "about": f"Tentang {word}",
    })
    app.act(chief, mentors.submit, profile_id=made)
    if approved:
        app.act(chief, mentors.review, profile_id=made, approve=True)
    return made


def _seller(app: App, house: House) -> None:
    """A mentor who sells: what they stand on are the shops and followers of a business that is everybody's to know."""
    word, system, kiosk = house.word, house.system, house.kiosks[0]
    account = filled._person(app, system, f"penjual {word}", MENTOR).account
    with app.database.writing(system.association) as session:
        owner = session.get_one(Person, (system.association, session.get_one(Business, (system.association, kiosk)).owner_id))
        owner.account_id, person = account, owner.id
    for marketplace in ("shopee", "tokopedia", "instagram"):
        shop = app.act(system, shops.add_shop, marketplace=marketplace, handle=f"kedai.{word}".casefold(), business_id=kiosk)
        if marketplace == "instagram":
            app.act(system, reach.snapshot, shop_id=shop, day=date(2026, 10, 20), followers=1_500)
        else:
            app.act(system, listings.add_listing, shop_id=shop, sku=f"K-{word}", title=f"Kopi {word}", today=TODAY)
    chief = house.staff[COORDINATOR]
    house.ids["seller_id"] = app.act(
        chief, mentors.apply, person_id=person, kind="seller", details={"business_id": kiosk, "skills": ["marketplaces"], "capacity": 9},
    )
    app.act(chief, mentors.submit, profile_id=house.ids["seller_id"])
    app.act(chief, mentors.review, profile_id=house.ids["seller_id"], approve=True)


def _accompanied(
    app: App, house: House, mentor: Actor, profile: UUID, business: UUID, goal: str, until: date | None = None,
) -> UUID:
    chief, now = house.staff[COORDINATOR], at(BEGUN)
    made: UUID = app.act(
        chief, assignments.propose, business_id=business, mentor_id=profile, reasons=[("any", 1)], goal=goal, until=until, now=now,
    )
    app.act(mentor, assignments.accept, assignment_id=made, now=now)
    return made


def _met(app: App, mentor: Actor, assignment: UUID, day: date, word: str) -> UUID:
    made: UUID = app.act(
        mentor, sessions.log, assignment_id=assignment, day=day, minutes=45, mode="visit", topics=["content"], note=f"Catatan {word}",
        next_step=f"Langkah {word}", due_on=day + timedelta(9), now=at(day),
    )
    return made


def _school(app: App, house: House) -> None:
    """A training that is still to come, one that is over, one whose list of guests is not closed yet."""
    word, chief, ids = house.word, house.staff[COORDINATOR], house.ids
    for name, when in (("training_id", TOMORROW), ("held_id", SCHOOL), ("begun_id", SCHOOL)):
        ids[name] = app.act(
            chief, trainings.plan, module="content", title=f"Pelatihan {word}", starts_at=when, minutes=120, now=SCHOOL - timedelta(9),
            details={"place": f"Balai {word}", "trainer": f"Pelatih {word}", "note": f"Bawa {word}"},
        )
        app.act(chief, trainings.invite, training_id=ids[name], businesses=house.kiosks, now=SCHOOL - timedelta(9))
        if when == SCHOOL:
            app.act(chief, trainings.attend, training_id=ids[name], present=dict.fromkeys(house.kiosks, True))
    app.act(chief, trainings.hold, training_id=ids["held_id"])


def _rounds(app: App, house: House) -> None:
    """A round that is over, one in which members learn now, and one that nobody has worked in yet."""
    word, chief, ids = house.word, house.staff[COORDINATOR], house.ids
    texts = {name: f"{name} {word}" for name in ("needs", "discussion", "lessons")}
    for number, name in enumerate(("closed_cycle_id", "cycle_id", "fresh_cycle_id")):
        first = date(2026, 3, 1) + timedelta(100 * number)
        ids[name] = app.act(
            chief, cycles.start, title=f"Putaran {word}", first=first, last=first + timedelta(90), businesses=house.kiosks, now=at(first),
        )
        app.act(chief, cycles.edit, cycle_id=ids[name], version=1, changes=texts, now=at(first))
        if name == "closed_cycle_id":
            held = app.act(
                chief, trainings.plan, module="ai", title=f"Dulu {word}", starts_at=at(first), minutes=60, details={"cycle_id": ids[name]},
                now=at(first),
            )
            app.act(chief, trainings.attend, training_id=held, present={house.kiosks[0]: True}, now=at(first))
            app.act(chief, trainings.hold, training_id=held, now=at(first))
            for _stage in cycles.STAGES[1:]:
                app.act(chief, cycles.move, cycle_id=ids[name])


def _asked(app: App, house: House) -> None:
    """Two baselines, one of them with its frozen model, and a wave that runs; enough people answered both."""
    word, chief, ids = house.word, house.staff[COORDINATOR], house.ids
    for name, kind, opens in (
        ("before_id", "pre", date(2026, 2, 1)), ("wave_id", "pre", date(2026, 6, 1)), ("running_id", "post", date(2026, 11, 15)),
    ):
        ids[name] = app.act(
            chief, assessments.open_wave, kind=kind, name=f"Tanya {word}", opens_on=opens, closes_on=opens + timedelta(14), now=at(opens),
        )
    home, told = house.system.association, at(date(2026, 2, 3))
    with app.database.writing(home) as session:
        for number in range(ENOUGH):
            person = Person(association_id=home, id=uuid7(), name=f"Warga {number} {word}")
            session.add(person)
            session.flush()
            for wave in (ids["before_id"], ids["wave_id"]):
                session.add(Assessment(
                    association_id=home, id=uuid7(), wave_id=wave, business_id=house.kiosks[0], person_id=person.id, mode="self",
                    answers=answers(number), started_at=told, finished_at=told,
                ))
    ids["after_id"] = ids["wave_id"]
    app.act(chief, assessments.freeze_model, wave_id=ids["before_id"])


def answers(number: int) -> dict[str, int | None]:
    """Whole answers of somebody: all of them high, or all low, with a little chance in them."""
    chance, level = random.Random(number), 1 + number % 5
    return {
        item.code: number % 3 if item.kind == questionnaire.AI else min(5, max(1, level + chance.choice((-1, 0, 0, 1))))
        for item in ASKED.items
    }


def _ranked(app: App, house: House) -> None:
    word, chief, ids = house.word, house.staff[COORDINATOR], house.ids
    for number, kiosk in enumerate(house.kiosks):
        product = app.act(
            chief, products.add_product, business_id=kiosk, name=f"Kopi {word} {number}", details={"category": "batik", "price": 30_000},
        )
        candidate = app.act(chief, superior.add_candidate, product_id=product)
        app.act(chief, superior.score, candidate_id=candidate, version=1, scores={**SCORES, "market": 2 + number})
        app.act(chief, superior.tell, product_id=product, version=0, changes={"authentic": f"Asli {word}"})
    ids["run_id"] = app.act(chief, superior.run, v=50, minutes=f"Rapat {word}")


def _question(app: App, actor: Actor, business: UUID, word: str, evidence: UUID | None = None) -> UUID:
    made: UUID = app.act(
        actor, clinic.ask, business_id=business, topic="photo", text=f"Foto {word} gelap", evidence_id=evidence,
        now=at(date(2026, 11, 2)),
    )
    return made


# -- what is one member's -------------------------------------------------------------------------------------------------


def take_part(app: App, house: House, owner: Owner) -> None:
    """A member who learns, is accompanied, asks and answers: rows of their own in every table where something may be theirs."""
    owner.ids.update({name: id_ for name, id_ in house.ids.items() if name not in owner.ids})
    mentor = _with_a_mentor(app, house, owner)
    _learn(app, house, owner, mentor)
    _ask(app, house, owner, mentor)
    _answer(app, house, owner)
    word, ids, chief = owner.word, owner.ids, house.staff[COORDINATOR]
    ids["candidate_id"] = app.act(chief, superior.add_candidate, product_id=ids["product_id"])
    app.act(chief, superior.score, candidate_id=ids["candidate_id"], version=1, scores=SCORES)
    app.act(chief, superior.tell, product_id=ids["product_id"], version=0, changes={"authentic": f"Asli {word}", "next_price": 150_000})
    ids["placement_id"] = app.act(
        chief, placements.add, institution=f"Kampus {word}", kind="internship", first=BEGUN, who=f"Siswa {word}",
        business_id=ids["business_id"], task=f"Bantu {word}", result=f"Hasil {word}",
    )


def _with_a_mentor(app: App, house: House, owner: Owner) -> Actor:
    """The first member is accompanied by the mentor who is signed in, every other by the one who is not."""
    word, ids, first = owner.word, owner.ids, house.owners[0] is owner
    business, chief = ids["business_id"], house.staff[COORDINATOR]
    mentor = house.staff[MENTOR] if first else replace(house.companion, mentee_businesses=frozenset({business}))
    ids["assignment_id"] = _accompanied(app, house, mentor, ids["mentor_id" if first else "companion_id"], business, f"Tujuan {word}")
    confirmed = _met(app, mentor, ids["assignment_id"], date(2026, 9, 30), word)
    app.act(owner.member, sessions.confirm, session_id=confirmed)
    ids["session_id"] = _met(app, mentor, ids["assignment_id"], date(2026, 11, 10), word)
    ids["proposed_id"] = app.act(
        chief, assignments.propose, business_id=business, mentor_id=ids["seller_id"], reasons=[("any", 1)], goal=f"Maksud {word}",
    )
    ids["profile_id"] = app.act(owner.member, mentors.apply, kind="student", details={
        "institution": f"Kampus {word}", "skills": ["business"], "about": f"Saya {word}",
    })
    return mentor


def _learn(app: App, house: House, owner: Owner, mentor: Actor) -> None:
    word, ids, own, chief = owner.word, owner.ids, owner.member, house.staff[COORDINATOR]
    business = ids["business_id"]
    app.act(chief, trainings.invite, training_id=ids["training_id"], businesses=[business])
    app.act(own, trainings.answer, training_id=ids["training_id"], business_id=business, answer="coming", people=2)
    for name in ("held_id", "begun_id"):
        app.act(chief, trainings.attend, training_id=ids[name], present={business: True})
    with app.database.reading(own.association) as session:
        there = set(session.scalars(select(CycleMember.business_id).where(CycleMember.cycle_id == ids["cycle_id"])))
    app.act(chief, cycles.set_members, cycle_id=ids["cycle_id"], businesses=there | {business})
    ids["piece_id"] = app.act(
        own, pieces.add, business_id=business, cycle_id=ids["cycle_id"], title=f"Video {word}", made_on=date(2026, 11, 5),
        details={"seen": f"Lihat {word}", "followed": f"Ikut {word}", "added": f"Tambah {word}", "product_id": ids["product_id"],
                 "evidence_id": ids["own_evidence_id"]},
    )
    app.act(mentor, pieces.score, piece_id=ids["piece_id"], points=POINTS, note=f"Nilai {word}")


def _ask(app: App, house: House, owner: Owner, mentor: Actor) -> None:
    """Both questions are answered: one that is open every mentor may read."""
    word, ids, own, chief = owner.word, owner.ids, owner.member, house.staff[COORDINATOR]
    for name in ("question_id", "published_question_id"):
        ids[name] = _question(app, own, ids["business_id"], word, ids["own_evidence_id"])
        app.act(mentor, clinic.answer, question_id=ids[name], version=1, answer=f"Jawaban {word}", now=at(date(2026, 11, 3)))
    app.act(
        chief, clinic.publish, question_id=ids["published_question_id"], version=2, general="Foto gelap", answer="Dekat jendela",
    )
    app.act(own, safety.check, business_id=ids["business_id"], answers=dict.fromkeys(checklist.newest().codes, False))


def _answer(app: App, house: House, owner: Owner) -> None:
    """Handed in twice in the past; in the wave that runs all is answered and not handed in yet."""
    ids, own = owner.ids, owner.member
    for wave, day in (("before_id", date(2026, 2, 2)), ("wave_id", date(2026, 6, 2)), ("running_id", TODAY)):
        sheet = app.act(
            own, assessments.begin, wave_id=ids[wave], business_id=ids["business_id"], mode="self", now=at(day),
        )
        with app.database.writing(own.association) as session:
            session.get_one(Assessment, (own.association, sheet)).answers = answers(1)
        if day == TODAY:
            ids["sheet_id"] = sheet
        else:
            app.act(own, assessments.finish, assessment_id=sheet, now=at(day))
