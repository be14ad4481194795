"""Erasing somebody: the facts stay with an id and a number, the person goes. Asked for by them, carried out by the coordinator."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session

import cblp.people.erasure
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db import erasure, numbers
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.dated import on
from cblp.db.erasure import FORMS, Gone, Words
from cblp.errors import UserError
from cblp.i18n import N_, translate
from cblp.people import rules_register as rules
from cblp.people.models import Account, Business, BusinessAccess, Erasure, Identity, Membership, Person, RoleGrant
from cblp.people.reports import own_data as wishes
from cblp.people.services import attempts, audit, editing, own_data, register, roles

SHORTEST = 3
"""Letters of a name that is looked for in texts."""


class SettleFirst(UserError):
    """Something is still open; ``what`` lists it as errors of their own."""

    message = N_("This cannot be erased yet. {what}")

    def text(self, language: str | None = None) -> str:
        """The message with everything that is to be done first."""
        return translate(self.message, language).format(what=" ".join(one.text(language) for one in self.values["what"]))


class OthersAct(UserError):
    """More than one account acts for the business."""

    message = N_(
        "More than one account acts for {business}. End the access of those that are somebody else's, "
        "or make that person the owner."
    )


@dataclass(frozen=True)
class Erased:
    """Somebody who was erased, by ids and instants: what is carried out again when an older backup was put back."""

    association: UUID
    number: int
    person: UUID
    account: UUID | None
    asked_at: datetime | None
    at: datetime
    by: UUID | None

    @property
    def label(self) -> str:
        """What stands where the name stood."""
        return erasure.label(self.number)

    @property
    def code(self) -> str:
        """The code of their business from now on."""
        return erasure.code(self.number)


@dataclass(frozen=True)
class Foreseen:
    """What erasing a person would reach, and what must be settled ``first``. ``elsewhere``: the account stays for others.

    ``twins``: the same person, written down a second time for their account (as a mentor).
    """

    person: UUID
    twins: tuple[UUID, ...]
    name: str
    address_form: str
    phone: str
    businesses: tuple[tuple[UUID, str], ...]
    account: UUID | None
    account_name: str
    elsewhere: bool
    asked_at: datetime | None
    first: tuple[UserError, ...]
    done: Erased | None


def foresee(session: Session, actor: Actor, *, person_id: UUID, now: datetime) -> Foreseen:
    """Look before: who is meant, what goes with them, what is still open (coordinator). Raises Missing."""
    actor.require(COORDINATOR)
    editing.there(session, actor, Person, person_id)
    person = session.scalars(select(Person).where(Person.association_id == actor.association, Person.id == person_id)).one()
    businesses = tuple(
        (row.id, row.name) for row in session.execute(
            select(Business.id, Business.name)
            .where(Business.association_id == actor.association, Business.owner_id == person_id).order_by(Business.code)
        )
    )
    own = tuple(id_ for id_, _name in businesses)
    account, first = _account(session, actor, person, own, now)
    open_wishes = [one.asked_at for one in _wishes(session, actor, account) if one.wish == own_data.ERASE]
    for find in erasure.BLOCKERS:
        first += find(session, actor, own, account)
    if account and _only_coordinator(session, actor, account, now):
        first.append(roles.LastCoordinator())
    return Foreseen(
        person.id, tuple(_twins(session, actor, person, account)), person.name, person.address_form, person.phone, businesses, account,
        (session.scalar(select(Account.name).where(Account.id == account)) or "") if account else "",
        bool(account) and roles.elsewhere(session, actor, account, now=now) if account else False,
        min(open_wishes, default=None), tuple(first), _listed(session, actor, Erasure.person_id == person_id),
    )


def person_of(session: Session, actor: Actor, *, account: UUID, now: datetime) -> UUID:
    """The person behind an account; one whom the register does not know (a treasurer, a mentor) is written down (coordinator)."""
    actor.require(COORDINATOR)
    roles.known(session, account)
    found = session.scalar(select(Person.id).where(Person.association_id == actor.association, Person.account_id == account))
    if found is None:
        # Who acts for one business only, which has an owner without an account, is that owner.
        owners = set(session.scalars(
            select(Business.owner_id).join(BusinessAccess, BusinessAccess.business_id == Business.id)
            .join(Person, Person.id == Business.owner_id)
            .where(BusinessAccess.account_id == account, on(BusinessAccess, actor.day(now)), Person.account_id.is_(None))
        ))
        found = owners.pop() if len(owners) == 1 else None
    if found is None:
        name = session.scalars(select(Account.name).where(Account.id == account)).one()
        found = register.add_person(session, actor, name=name, account_id=account, now=now)
    return found


def erase(session: Session, actor: Actor, *, person_id: UUID, now: datetime) -> Erased:
    """Erase a person, their businesses' own words and their account here (coordinator); a second time changes nothing.

    Raises SettleFirst while money, help, an objection or a mentoring is open, or nobody else is coordinator; Missing.
    """
    actor.require(COORDINATOR)
    numbers.alone(session, actor)  # two who erase at once get two numbers
    # What somebody else just writes about them is written before, and erased with the rest, or refused after.
    session.execute(
        select(Business.id).where(Business.association_id == actor.association, Business.owner_id == person_id)
        .order_by(Business.id).with_for_update()
    )
    editing.locked(session, actor, Person, person_id)
    seen = foresee(session, actor, person_id=person_id, now=now)
    if seen.done:
        return seen.done
    if seen.first:
        raise SettleFirst(what=seen.first)
    number = numbers.following(session, actor, Erasure.number)
    return _carry_out(
        session, actor, seen, Erased(actor.association, number, person_id, seen.account, seen.asked_at, now, actor.account), now,
    )


def again(session: Session, actor: Actor, *, listed: Erased, now: datetime) -> bool:
    """Erase somebody whom an older backup brought back, under the number of then (the server only); whether there was anybody."""
    actor.require()
    numbers.alone(session, actor)
    here = select(Person.id).where(Person.association_id == actor.association, Person.id == listed.person)
    if listed.association != actor.association or session.scalar(here) is None:
        return False
    seen = foresee(session, actor, person_id=listed.person, now=now)
    if seen.done:
        return False
    _carry_out(session, actor, seen, listed, now)
    return True


def erased(session: Session, actor: Actor) -> list[Erased]:
    """Everybody who was erased, in their order (coordinator)."""
    actor.require(COORDINATOR)
    rows = session.scalars(select(Erasure).where(Erasure.association_id == actor.association).order_by(Erasure.number))
    return [_as_listed(row) for row in rows]


def nameless(session: Session, actor: Actor) -> tuple[int, list[str]]:
    """How many were erased, and the numbers of those of whom a name, a phone or a way to sign in is there (coordinator)."""
    found = erased(session, actor)
    wrong = []
    for one in found:
        who = Person.id == one.person
        if one.account:
            who |= Person.account_id == one.account
        persons = session.scalars(select(Person).where(Person.association_id == actor.association, who)).all()
        names = {*(person.name for person in persons), *session.scalars(
            select(Business.name).where(Business.association_id == actor.association, Business.owner_id == one.person)
        )}
        closed = one.account is None or session.scalar(select(Account.disabled_at).where(Account.id == one.account)) is None or (
            session.scalar(select(func.count()).select_from(Identity).where(Identity.account_id == one.account)) == 0
        )
        if names != {one.label} or not closed or any(person.phone or person.erased_at is None for person in persons):
            wrong.append(str(one.number))
    return len(found), wrong


# -- how -----------------------------------------------------------------------------------------------------------------


def _carry_out(session: Session, actor: Actor, seen: Foreseen, listed: Erased, now: datetime) -> Erased:
    own = tuple(id_ for id_, _name in seen.businesses)
    _end(session, actor, seen, own, now)
    gone = Gone(
        actor.association, (seen.person, *seen.twins), seen.account, own, listed.number, now, _words(session, actor, seen, listed.label),
        everywhere=not seen.elsewhere, tried=_tried(session, seen),
    )
    row = Erasure(
        association_id=actor.association, number=listed.number, person_id=seen.person, account_id=seen.account,
        asked_at=listed.asked_at, at=listed.at, erased_by=listed.by,
    )
    session.add(row)
    session.flush()
    erasure.carry_out(session, gone)
    row.done_at = now
    session.flush()
    audit.record(
        session, actor, now=now, action="erased", entity="person", subject=seen.person, label=gone.label,
        behalf_of=own[0] if own else None,
    )
    return _as_listed(row)


def _end(session: Session, actor: Actor, seen: Foreseen, own: tuple[UUID, ...], now: datetime) -> None:
    """Memberships, roles and access end today; wishes about the own data are answered by this."""
    today = actor.day(now)
    for business in own:
        last = session.scalars(
            select(Membership).where(
                Membership.association_id == actor.association, Membership.business_id == business, Membership.valid_to.is_(None)
            ).order_by(Membership.valid_from.desc()).limit(1)
        ).one_or_none()
        if last and last.status == rules.APPLIED:
            last.valid_to = max(today, last.valid_from)
        elif last and rules.LEFT in rules.STEPS[last.status]:
            register.change_membership(
                session, actor, business_id=business, status=rules.LEFT, since=max(today, last.valid_from), now=now,
            )
    acts = or_(BusinessAccess.business_id.in_(own), BusinessAccess.account_id == seen.account)
    session.execute(
        update(BusinessAccess).where(
            BusinessAccess.association_id == actor.association, acts, BusinessAccess.valid_to.is_(None) | (BusinessAccess.valid_to > today)
        ).values(valid_to=today), execution_options={"synchronize_session": False},
    )
    if not seen.account:
        return
    held = set(session.scalars(
        select(RoleGrant.role).where(
            RoleGrant.association_id == actor.association, RoleGrant.account_id == seen.account,
            RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to > today),
        )
    ))
    for role in sorted(held):
        with suppress(roles.LastCoordinator):  # only where an older backup knows no other: the command line makes one
            roles.end(session, actor, account=seen.account, role=role, on_day=today, now=now)
    for wish in _wishes(session, actor, seen.account):
        own_data.answer(session, actor, request=wish.id, now=now)


def _account(
    session: Session, actor: Actor, person: Person, own: tuple[UUID, ...], now: datetime
) -> tuple[UUID | None, list[UserError]]:
    """The person's account: the one that is joined to them, else the only one that acts for their businesses."""
    access = (
        select(BusinessAccess.account_id, Business.name)
        .join(Business, (Business.association_id == BusinessAccess.association_id) & (Business.id == BusinessAccess.business_id))
        .where(BusinessAccess.association_id == actor.association, BusinessAccess.business_id.in_(own), on(BusinessAccess, actor.day(now)))
    )
    acting: dict[UUID, str] = dict(session.execute(access).all())
    mine = person.account_id or (next(iter(acting)) if len(acting) == 1 else None)
    theirs = [name for account, name in acting.items() if account != mine]
    if mine and mine != person.account_id:
        known = session.scalars(_joined(actor, person, mine)).all()
        if len(known) > len(_twins(session, actor, person, mine)):
            theirs, mine = [acting[mine]], None
    return mine, [OthersAct(business=name) for name in dict.fromkeys(theirs)]


def _joined(actor: Actor, person: Person, account: UUID | None) -> Select[Person]:
    return select(Person).where(Person.association_id == actor.association, Person.account_id == account, Person.id != person.id)


def _twins(session: Session, actor: Actor, person: Person, account: UUID | None) -> list[UUID]:
    """Persons of the same name who are joined to the account and run nothing."""
    owners = select(Business.owner_id).where(Business.association_id == actor.association, Business.owner_id.is_not(None))
    rows = session.scalars(_joined(actor, person, account).where(Person.id.not_in(owners))) if account else ()
    return [row.id for row in rows if _bare(row.name).casefold() == _bare(person.name).casefold()]


def _only_coordinator(session: Session, actor: Actor, account: UUID, now: datetime) -> bool:
    held = set(session.scalars(
        select(RoleGrant.account_id).where(
            RoleGrant.association_id == actor.association, RoleGrant.role == COORDINATOR, on(RoleGrant, actor.day(now))
        )
    ))
    return held == {account}


def _wishes(session: Session, actor: Actor, account: UUID | None) -> list[wishes.Request]:
    return [one for one in wishes.requests(session, actor) if one.account == account] if account else []


def _tried(session: Session, seen: Foreseen) -> tuple[bytes, ...]:
    keys = session.scalars(select(Identity.key).where(Identity.account_id == seen.account)) if seen.account else ()
    return tuple(attempts.hashed(key) for key in keys)


def _words(session: Session, actor: Actor, seen: Foreseen, label: str) -> Words:
    """By what the person is found in texts of others; a name that somebody else bears, too, says nothing and stays."""
    here = actor.association
    addresses = session.scalars(select(Business.address).where(Business.association_id == here, Business.owner_id == seen.person)).all()
    keys = list(session.scalars(select(Identity.key).where(Identity.account_id == seen.account))) if seen.account else []
    others = {*session.scalars(
        select(Business.name).where(Business.association_id == here, Business.id.not_in([id_ for id_, _name in seen.businesses]))
    ), *session.scalars(select(Person.name).where(Person.association_id == here, Person.id.not_in([seen.person, *seen.twins])))}
    taken = {_bare(name).casefold() for name in others}
    names = {_bare(name) for name in (seen.name, seen.account_name, *(name for _id, name in seen.businesses))}
    names |= {address.strip() for address in addresses if len(address.strip()) > 2 * SHORTEST}
    names |= {key for key in keys if "@" in key}
    names = {name for name in names if len(name) >= SHORTEST and name.casefold() not in taken}
    phones = {digits.removeprefix("+62") for digits in (seen.phone, *keys) if digits.startswith("+62")}
    singles = [name for name in names if " " not in name]
    return Words(
        tuple(sorted(names)), tuple(sorted(phones)),
        tuple(sorted(name for name in others if any(single in name.split() for single in singles))), label,
    )


def _bare(name: str) -> str:
    first, _space, rest = name.strip().partition(" ")
    return rest.strip() if rest and first.rstrip(".") in FORMS else name.strip()


def _listed(session: Session, actor: Actor, which: ColumnElement[bool]) -> Erased | None:
    row = session.scalars(select(Erasure).where(Erasure.association_id == actor.association, which)).one_or_none()
    return _as_listed(row) if row else None


def _as_listed(row: Erasure) -> Erased:
    return Erased(row.association_id, row.number, row.person_id, row.account_id, row.asked_at, row.at, row.erased_by)
