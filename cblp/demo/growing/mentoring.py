"""Mentors of the example, whom they accompany, what they talk about, and what comes of it in the shops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import cycle, zip_longest
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.catalogue import pictures
from cblp.catalogue.models import Product, Shop
from cblp.catalogue.services import listings, products, shops
from cblp.db.actor import MEMBER, MENTOR, Actor
from cblp.demo import motif
from cblp.demo.growing.village import School, told
from cblp.growth.reports import cases
from cblp.growth.reports.mentors_match import POINTS
from cblp.growth.rules.mentors import SELLER
from cblp.growth.services import assignments, mentors, sessions
from cblp.people.models import Account, Business, Person, RoleGrant
from cblp.people.services import accounts, consent, register, roles

LOOKED_AT: Final = 2
"""Days until the coordinator looked at a profile."""
MODES: Final = ("visit", "visit", "online", "online", "clinic")
LENGTHS: Final = (30, 45, 60, 60, 75, 90)


def plan(school: School) -> None:
    """Everything about mentoring, on its days."""
    tale = told("mentoring")
    for one in tale["mentors"]:
        school.at(school.before(one["days"]), partial(_offer, school, one))
    for one in tale["pairs"]:
        school.at(school.before(one["asked"]), partial(_pair, school, one, tale))
    for one in tale["fixes"]:
        school.at(school.before(one["days"]), partial(_put_right, school, one))
    for one in tale["opened"]:
        school.at(school.before(one["days"]), partial(_open_listing, school, one))
    for one in tale["examples"]:
        school.at(school.before(one["days"]), partial(_allow, school, one["business"]))


# -- mentors -----------------------------------------------------------------------------------------------------------


def _offer(school: School, one: Mapping[str, Any], now: datetime) -> None:
    key, state = one["key"], one.get("state", "approved")
    details: dict[str, Any] = {
        "skills": one["skills"], "capacity": one["capacity"], "about": one["about"], "area_code": one["area_code"], "born": one["born"],
        "institution": one.get("institution", ""),
    }
    if one["kind"] == SELLER:
        details["business_id"] = school.businesses[one["business"]]
    account, person = school.app.act(school.coordinator, _person, school=school, one=one, now=now)
    profile = school.profiles[key] = school.app.act(
        school.coordinator, mentors.apply, kind=one["kind"], details=details, person_id=person, now=now
    )
    school.accounts[key] = account
    if state == "draft":
        return
    school.app.act(school.coordinator, mentors.submit, profile_id=profile, now=now)
    if state != "waiting":
        school.at(now.date() + timedelta(LOOKED_AT), partial(_look_at, school, profile, state == "approved", one.get("reason", "")))


def _look_at(school: School, profile: UUID, approve: bool, reason: str, now: datetime) -> None:
    school.app.act(school.coordinator, mentors.review, profile_id=profile, approve=approve, reason=reason, now=now)


def _person(session: Session, actor: Actor, *, school: School, one: Mapping[str, Any], now: datetime) -> tuple[UUID, UUID]:
    """Account and person: a seller's from the register (whose persona may sign in already), a student's made now."""
    if one["kind"] == SELLER:
        owner = session.scalars(
            select(Person).join(Business, (Business.association_id == Person.association_id) & (Business.owner_id == Person.id))
            .where(Business.association_id == actor.association, Business.id == school.businesses[one["business"]])
        ).one()
        return owner.account_id or _sign_up(session, actor, owner, school.businesses[one["business"]], now), owner.id
    account = session.scalars(  # a persona of the example signs in with an account of their own
        select(Account.id).join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.association_id == actor.association, RoleGrant.role == MENTOR, Account.name == one["name"])
    ).first() or accounts.create(session, actor, name=one["name"], username=one.get("username", ""), sealed=None, now=now)
    return account, register.add_person(session, actor, name=one["name"], account_id=account, now=now)


def _sign_up(session: Session, actor: Actor, owner: Person, business: UUID, now: datetime) -> UUID:
    owner.account_id = account = accounts.create(session, actor, name=owner.name, sealed=None, now=now)
    session.flush()
    roles.grant(session, actor, account=account, role=MEMBER, since=actor.day(now), now=now)
    register.give_access(session, actor, business_id=business, account_id=account, since=actor.day(now), now=now)
    return account


# -- accompanying ------------------------------------------------------------------------------------------------------


def _pair(school: School, one: Mapping[str, Any], tale: Mapping[str, Any], now: datetime) -> None:
    """From the proposal to the answer two days later; sessions are planned once the mentor said yes."""
    state = one.get("state", "active")
    last = school.before(-one["until"]) if "until" in one and state != "cancelled" else None
    made = school.app.act(
        school.coordinator, assignments.propose, business_id=school.businesses[one["business"]], mentor_id=school.profiles[one["mentor"]],
        goal=one.get("goal", ""), reasons=[(code, POINTS[code]) for code in one["because"]], until=last, now=now,
    )
    if state == "proposed":
        return

    def answer(later: datetime) -> None:
        mentor = school.mentor(one["mentor"], later.date())
        if state == "declined":
            school.app.act(mentor, assignments.decline, assignment_id=made, reason=one["reason"], now=later)
            return
        school.app.act(mentor, assignments.accept, assignment_id=made, now=later)
        _meetings(school, one, made, later.date(), tale)

    school.at(now.date() + timedelta(2), answer)
    if state in ("completed", "cancelled"):
        school.at(school.before(-one["until"]), partial(_end, school, one, made, state))


def _end(school: School, one: Mapping[str, Any], made: UUID, state: str, now: datetime) -> None:
    if state == "completed":
        school.app.act(school.mentor(one["mentor"], now.date()), assignments.complete, assignment_id=made, now=now)
    else:
        school.app.act(school.coordinator, assignments.cancel, assignment_id=made, reason=one["reason"], now=now)


def _meetings(school: School, one: Mapping[str, Any], made: UUID, since: date, tale: Mapping[str, Any]) -> None:
    if "every" not in one:
        return
    last = school.before(one["quiet"]) if "quiet" in one else school.before(-one["until"]) - timedelta(3)
    days = [last]
    while (day := days[0] - timedelta(one["every"] + school.dice.randrange(-2, 3))) > since:
        days.insert(0, day)
    skills = next(mentor["skills"] for mentor in tale["mentors"] if mentor["key"] == one["mentor"])
    turn, known = school.dice.randrange(len(skills)), school.dice.randrange(2)  # some need not begin at the beginning
    by_topic = [[talk for talk in tale["talks"] if talk["topic"] == skill][known:] for skill in (*skills[turn:], *skills[:turn])]
    talks = cycle([talk for together in zip_longest(*by_topic) for talk in together if talk])
    unsure = one.get("unsure", 0)
    for number, (day, talk) in enumerate(zip(days, talks, strict=False)):
        left = len(days) - number
        school.at(day, partial(_meet, school, one, made, talk, days[number + 1:number + 2], left <= unsure, left == 1))


def _meet(
    school: School, one: Mapping[str, Any], made: UUID, talk: Mapping[str, str], following: Sequence[date], unsure: bool, last: bool,
    now: datetime,
) -> None:
    """A session as the mentor writes it down; the member confirms it the next day, and does the next step before the following one."""
    due = following[0] if following else now.date() + timedelta(9)
    made_of = school.app.act(
        school.mentor(one["mentor"], now.date()), sessions.log, assignment_id=made, day=now.date(),
        minutes=school.dice.choice(LENGTHS), mode=school.dice.choice(MODES), topics=[talk["topic"]], note=talk["note"],
        next_step=talk["step"], due_on=due, now=now,
    )
    member = school.member(school.businesses[one["business"]])
    if last and "doubt" in one:
        school.at(now.date() + timedelta(1), lambda later: school.app.act(
            member, sessions.doubt, session_id=made_of, why=one["doubt"], now=later
        ))
    elif not unsure:
        school.at(now.date() + timedelta(1), lambda later: school.app.act(member, sessions.confirm, session_id=made_of, now=later))
    if following and school.dice.randrange(100) < 80:
        school.at(due - timedelta(1), lambda later: school.app.act(member, sessions.step_done, session_id=made_of, now=later))


# -- what comes of it --------------------------------------------------------------------------------------------------


def _put_right(school: School, one: Mapping[str, Any], now: datetime) -> None:
    product, member = school.product(one["sku"]), school.member(school.businesses[one["business"]])
    school.app.act(member, _better, product=product, one=one, now=now)


def _better(session: Session, actor: Actor, *, product: Product, one: Mapping[str, Any], now: datetime) -> None:
    tags = "#BanggaProdukLokal #JambiKito"
    products.edit_product(
        session, actor, product_id=product.id, version=product.version, changes={"description": one["description"], "hashtags": tags},
        now=now,
    )
    drawn = motif.draw(product.sku, product.category, product.name)
    products.add_photo(session, actor, product_id=product.id, picture=pictures.prepare(drawn), now=now)


def _allow(school: School, code: str, now: datetime) -> None:
    """An owner lets others learn from the shop; the coordinator keeps the signed paper."""
    owner = school.of(select(Business).where(
        Business.association_id == school.coordinator.association, Business.id == school.businesses[code]
    )).owner_id
    school.app.act(school.coordinator, consent.answer, person_id=owner, purpose=cases.PURPOSE, given=True, channel="paper", now=now)


def _open_listing(school: School, one: Mapping[str, Any], now: datetime) -> None:
    school.app.act(school.member(school.businesses[one["business"]]), _listed, product=school.product(one["sku"]), one=one, now=now)


def _listed(session: Session, actor: Actor, *, product: Product, one: Mapping[str, Any], now: datetime) -> None:
    """A listing more, and the shop for it where the member has none in that marketplace yet."""
    today = actor.day(now)
    shop = session.scalars(select(Shop.id).where(
        Shop.association_id == actor.association, Shop.marketplace == one["marketplace"], Shop.handle == one["handle"]
    )).one_or_none() or shops.add_shop(
        session, actor, marketplace=one["marketplace"], handle=one["handle"], business_id=product.business_id, opened_on=today, now=now
    )
    listings.add_listing(
        session, actor, shop_id=shop, sku=product.sku, title=product.name, price=product.price, stock=product.stock,
        product_id=product.id, today=today, now=now,
    )
