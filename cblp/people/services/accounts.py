"""Accounts: made one by one or from the register, with a password or a PIN that is printed once; reset, changed, disabled."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.db.actor import COORDINATOR, MEMBER, SYSTEM, Actor
from cblp.db.dated import on
from cblp.db.ids import uuid7
from cblp.errors import Missing, UserError
from cblp.i18n import N_, formats
from cblp.people import phones, rules
from cblp.people.models import Account, Business, BusinessAccess, Credential, Identity, Invitation, Person
from cblp.people.passwords import NewPin, Sealed
from cblp.people.services import audit, editing, roles, sessions

USERNAME, PHONE, OIDC = "username", "phone", "oidc"
INVITED_FOR: Final = timedelta(days=7)


class NameNeeded(UserError):
    """An account without a name."""

    message = N_("Write the name.")


class NoWayIn(UserError):
    """An account with neither user name nor phone number."""

    message = N_("Give a user name or a phone number.")


class UsernameTaken(UserError):
    """Another account of this installation has this user name."""

    message = N_("The user name “{username}” is taken. Choose another.")


class PhoneTaken(UserError):
    """Another account of this installation signs in with this number."""

    message = N_("Another account signs in with this phone number. Give a user name instead.")


class UsedElsewhere(UserError):
    """The account also works in another association, whose people would be at the mercy of this coordinator."""

    message = N_("This account is also used in another association. Only its owner can change it.")


class BadInvitation(UserError):
    """A code that nobody gave out, that was used, or that is too old."""

    message = N_("This code cannot be used. Ask your coordinator for a new one.")


@dataclass(frozen=True)
class Slip:
    """What is printed for one person, once."""

    account: UUID
    name: str
    address_form: str
    username: str
    phone: str
    pin: str

    def __repr__(self) -> str:
        return f"Slip({self.account})"


def create(
    session: Session, actor: Actor, *, name: str, sealed: Sealed | None, now: datetime, username: str = "", phone: str = "",
    must_change: bool = True,
) -> UUID:
    """Make an account (coordinator); returns its id. It has no role yet.

    ``sealed`` comes from ``passwords.seal`` or ``fresh_pin``; None for somebody who will only come in through OpenID.
    Raises NameNeeded, NoWayIn, UsernameTaken, PhoneTaken, and what is wrong with the user name or number.
    """
    actor.require(COORDINATOR)
    shown = " ".join(name.split())[:120]
    if not shown:
        raise NameNeeded
    login = rules.clean_username(username) if username.strip() else ""
    number = phones.normalise(phone)
    if sealed and not (login or number):
        raise NoWayIn
    if login and _taken(session, USERNAME, login):
        raise UsernameTaken(username=login)
    if number and _taken(session, PHONE, number):
        raise PhoneTaken
    account = Account(id=uuid7(), name=shown, created_at=now)
    session.add(account)
    session.flush()
    for kind, key in ((USERNAME, login), (PHONE, number)):
        if key:
            session.add(Identity(kind=kind, key=key, account_id=account.id, created_at=now))
    if sealed:
        session.add(Credential(
            account_id=account.id, kind=sealed.kind, hash=sealed.hash, must_change=must_change, set_at=now,
            set_by=actor.account,
        ))
    audit.record(session, actor, now=now, action="created", entity="account", subject=account.id, label=shown)
    session.flush()
    return account.id


def create_from_register(
    session: Session, actor: Actor, *, pins: Mapping[UUID, NewPin], since: date, now: datetime
) -> list[Slip]:
    """Make member accounts for persons of the register (id → fresh PIN) and return the slips to print (coordinator).

    Each gets a user name, the phone number where no other account signs in with it (a couple shares one), the role member
    and access to the businesses they own. Persons who have an account already are left out.
    """
    actor.require(COORDINATOR)
    persons = session.scalars(
        select(Person).where(Person.id.in_(pins), Person.account_id.is_(None), Person.erased_at.is_(None))
        .order_by(Person.name)
    ).all()
    slips = []
    for person in persons:
        username = _free_username(session, person.name)
        phone = person.phone if person.phone and not _taken(session, PHONE, person.phone) else ""
        pin = pins[person.id]
        account = create(session, actor, name=person.name, username=username, phone=phone, sealed=pin.sealed, now=now)
        person.account_id = account
        _give_own_businesses(session, person, account, since)
        roles.grant(session, actor, account=account, role=MEMBER, since=since, now=now)
        slips.append(Slip(account, person.name, person.address_form, username, formats.phone(phone), pin.text))
    return slips


def admit(
    session: Session, actor: Actor, *, name: str, role: str, pin: NewPin, since: date, now: datetime, username: str = "",
    phone: str = "",
) -> Slip:
    """Make an account with a role for somebody who is not in the register, a mentor or treasurer say (coordinator).

    Without user name and phone number a user name is made of the name. Raises what ``create`` and ``roles.grant`` raise.
    """
    actor.require(COORDINATOR)
    login = username or ("" if phone.strip() else _free_username(session, name))
    account = create(session, actor, name=name, username=login, phone=phone, sealed=pin.sealed, now=now)
    # No row here knows the account yet, and so nobody may grant it anything; but it was made in this very transaction.
    roles.grant(session, replace(actor, role=SYSTEM), account=account, role=role, since=since, now=now)
    return Slip(account, " ".join(name.split()), "", login.strip().lower(), formats.phone(phones.normalise(phone)), pin.text)


def reset(session: Session, actor: Actor, *, account: UUID, pin: NewPin, now: datetime) -> Slip:
    """Give an account a new PIN and sign it out everywhere (coordinator).

    It is changed at first use, and the owner sees who made it. Raises Missing, UsedElsewhere.
    """
    row = _own(session, actor, account, now)
    _set(session, account, pin.sealed, must_change=True, by=actor.account, now=now)
    sessions.end_all(session, account, now=now)
    audit.record(session, actor, now=now, action="reset", entity="credential", subject=account, label=row.name)
    ways = {identity.kind: identity.key for identity in session.scalars(
        select(Identity).where(Identity.account_id == account, Identity.removed_at.is_(None))
    )}
    person = session.scalars(select(Person).where(Person.account_id == account).limit(1)).one_or_none()
    return Slip(
        account, row.name, person.address_form if person else "", ways.get(USERNAME, ""),
        formats.phone(ways.get(PHONE, "")), pin.text,
    )


def change_own(session: Session, actor: Actor, *, sealed: Sealed, now: datetime) -> None:
    """Set one's own password or PIN, and sign one's other browsers out."""
    assert actor.account is not None
    _set(session, actor.account, sealed, must_change=False, by=actor.account, now=now)
    sessions.end_all(session, actor.account, now=now, but=actor.session)
    audit.record(session, actor, now=now, action="changed", entity="credential", subject=actor.account, label=actor.name)


def disable(session: Session, actor: Actor, *, account: UUID, now: datetime) -> None:
    """Close an account for good on all browsers (coordinator). Raises Missing, UsedElsewhere, LastCoordinator."""
    row = _own(session, actor, account, now)
    if account == actor.account:
        raise roles.LastCoordinator
    row.disabled_at = now
    sessions.end_all(session, account, now=now)
    audit.record(session, actor, now=now, action="disabled", entity="account", subject=account, label=row.name)


def enable(session: Session, actor: Actor, *, account: UUID, now: datetime) -> None:
    """Open a disabled account again (coordinator). Raises Missing, UsedElsewhere."""
    row = _own(session, actor, account, now)
    row.disabled_at = None
    audit.record(session, actor, now=now, action="enabled", entity="account", subject=account, label=row.name)


def invite(session: Session, actor: Actor, *, account: UUID, now: datetime) -> str:
    """A one-time code with which the owner of an account joins it to their OpenID sign-in (coordinator); good for a week."""
    row = _own(session, actor, account, now)
    code = "-".join(secrets.token_hex(2).upper() for _ in range(4))
    session.add(Invitation(code_hash=_code(code), account_id=account, created_by=actor.account, expires_at=now + INVITED_FOR))
    audit.record(session, actor, now=now, action="invited", entity="account", subject=account, label=row.name)
    return code


def redeem(session: Session, *, code: str, issuer: str, subject: str, now: datetime) -> UUID:
    """Join an OpenID subject to the account of a code (global session); returns the account. Raises BadInvitation."""
    row = session.get(Invitation, _code(code), with_for_update=True)
    if row is None or row.used_at or row.expires_at <= now or _taken(session, OIDC, oidc_key(issuer, subject)):
        raise BadInvitation
    row.used_at = now
    session.add(Identity(kind=OIDC, key=oidc_key(issuer, subject), account_id=row.account_id, created_at=now))
    session.flush()
    return row.account_id


def oidc_key(issuer: str, subject: str) -> str:
    """The identity of an OpenID user: issuer and subject, never the e-mail address."""
    return f"{issuer.rstrip('/')}|{subject}"


def sign_in_names(text: str) -> list[tuple[str, str]]:
    """(kind, key) under which a typed name may be known: phone number, else user name."""
    try:
        number = phones.normalise(text)
    except phones.PhoneUnreadable:
        number = ""
    return [(PHONE, number)] if number else [(USERNAME, text.strip().lower()[:300])]


def _own(session: Session, actor: Actor, account: UUID, now: datetime) -> Account:
    """The account, if this coordinator may change it."""
    actor.require(COORDINATOR)
    if actor.role != SYSTEM:
        roles.known(session, account)
        if roles.elsewhere(session, actor, account, now=now):
            raise UsedElsewhere
    editing.refuse_erased(session, actor, account=account)
    row = session.get(Account, account)
    if row is None:
        raise Missing
    return row


def _set(session: Session, account: UUID, sealed: Sealed, *, must_change: bool, by: UUID | None, now: datetime) -> None:
    session.merge(Credential(
        account_id=account, kind=sealed.kind, hash=sealed.hash, must_change=must_change, set_at=now, set_by=by,
    ))


def _taken(session: Session, kind: str, key: str) -> bool:
    return session.get(Identity, (kind, key)) is not None


def _free_username(session: Session, name: str) -> str:
    start = rules.suggest_username(name)
    number, username = 1, start
    while _taken(session, USERNAME, username):
        number += 1
        username = f"{start}{number}"
    return username


def _give_own_businesses(session: Session, person: Person, account: UUID, since: date) -> None:
    for business in session.scalars(select(Business.id).where(Business.owner_id == person.id)).all():
        has = select(BusinessAccess.id).where(
            BusinessAccess.business_id == business, BusinessAccess.account_id == account, on(BusinessAccess, since)
        )
        if session.scalar(has.limit(1)) is None:
            session.add(BusinessAccess(business_id=business, account_id=account, valid_from=since))


def _code(code: str) -> bytes:
    return hashlib.sha256(code.strip().upper().encode()).digest()
