"""Whose rows about people a member and a mentor may read; imported by every service and report about people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, false, func, literal, select

from cblp.db.actor import MEMBER, TREASURER, Actor
from cblp.db.scope import rule
from cblp.people.models import AuditEntry, Business, BusinessAccess, Consent, Licence, Membership, Person


@rule(Business)
def businesses(actor: Actor) -> ColumnElement[bool]:
    """A member's own, a mentor's mentees'; the names of the others come from ``reports.register.names`` only."""
    return Business.id.in_(actor.businesses)


@rule(Person)
def persons(actor: Actor) -> ColumnElement[bool]:
    """Who runs those businesses: nobody else's phone is ever read."""
    own = select(Business.owner_id).where(Business.association_id == actor.association, Business.id.in_(actor.businesses))
    return Person.id.in_(own)


@rule(Consent)
def consents(actor: Actor) -> ColumnElement[bool]:
    """What those persons allowed."""
    own = select(Business.owner_id).where(Business.association_id == actor.association, Business.id.in_(actor.businesses))
    return Consent.person_id.in_(own)


@rule(Licence)
def licences(actor: Actor) -> ColumnElement[bool]:
    """Licences of those businesses."""
    return Licence.business_id.in_(actor.businesses)


@rule(Membership)
def memberships(actor: Actor) -> ColumnElement[bool]:
    """Memberships of those businesses."""
    return Membership.business_id.in_(actor.businesses)


@rule(BusinessAccess)
def accesses(actor: Actor) -> ColumnElement[bool]:
    """Who may act for those businesses: a matter of their members, not of a mentor."""
    return BusinessAccess.business_id.in_(actor.own_businesses) if actor.role == MEMBER else false()


@rule(AuditEntry)
def audit_entries(actor: Actor) -> ColumnElement[bool]:
    """A member reads what they did, and what was done for or to their businesses."""
    if actor.role != MEMBER:
        return false()
    return (AuditEntry.account_id == actor.account) | AuditEntry.behalf_of.in_(actor.own_businesses)


def reaches(actor: Actor) -> bool:
    """Whether phone and address of those whose row the actor may read are theirs to know: not the treasurer's."""
    return actor.role != TREASURER


def phone(actor: Actor) -> SQLColumnExpression[Any]:
    """The column of a person's phone: "" where it is not the actor's to know, or nobody knows it."""
    return func.coalesce(Person.phone, "") if reaches(actor) else literal("")
