"""Members with accounts, as the tests of sharing need them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.people.models import Account
from cblp.people.services import register

SINCE = date(2026, 1, 1)


@dataclass(frozen=True)
class People:
    """An association's office and its businesses by code."""

    system: Actor
    coordinator: Actor
    treasurer: Actor
    businesses: dict[str, UUID]

    def member(self, code: str) -> Actor:
        return replace(self.system, account=uuid7(), role=MEMBER, own_businesses=frozenset({self.businesses[code]}))


def people(app: App, system: Actor, *codes: str) -> People:
    """A coordinator, a treasurer, and active members with these codes."""
    with app.globally(write=True) as session:
        made = [Account(id=uuid7(), name=name, created_at=app.clock(), disabled_at=None) for name in ("Wati", "Budi")]
        session.add_all(made)
    businesses = {
        code: app.act(system, register.add_business, name=f"Usaha {code}", code=code, since=SINCE) for code in codes or ("A001", "A002")
    }
    office = [replace(system, account=each.id, role=role) for each, role in zip(made, (COORDINATOR, TREASURER), strict=True)]
    return People(system, office[0], office[1], businesses)
