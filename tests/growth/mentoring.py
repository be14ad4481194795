"""An association where some accompany others: a fair's businesses, and mentors with accounts, shops and followers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from cblp.bootstrap import App
from cblp.catalogue.services import shops
from cblp.db.actor import MENTOR, SYSTEM, TREASURER, Actor
from cblp.growth.reports import mentees
from cblp.growth.rules.mentors import STUDENT
from cblp.growth.services import assignments, mentors
from cblp.people.passwords import Sealed
from cblp.people.services import accounts, register
from cblp.reach import services as reach
from tests.campaigns.making import PLANNED, SINCE, Fair

SEALED = Sealed("pin", "no hash: nobody signs in here")
TODAY = date(2026, 11, 1)


class Village(Fair):
    """The fair with people in it who can sign in; ``accounts`` and ``profiles`` by name."""

    def __init__(self, app: App, actor: Actor, *businesses: str) -> None:
        super().__init__(app, actor, *businesses)
        self.accounts: dict[str, UUID] = {}
        self.profiles: dict[str, UUID] = {}

    def account(self, name: str) -> UUID:
        if name not in self.accounts:
            self.accounts[name] = self.app.act(
                self.system, accounts.create, name=name.title(), username=name, sealed=SEALED,
            )
        return self.accounts[name]

    def mentor(self, name: str, day: date = TODAY) -> Actor:
        """The mentor as they stand after signing in: the walls are drawn from what is stored."""
        account = self.account(name)
        with self.app.database.reading(self.system.association, account) as session:
            held = frozenset(mentees.accompanied(session, self.system.association, account, day))
        return replace(self.system, role=MENTOR, account=account, mentee_businesses=held)

    def person(self, name: str) -> UUID:
        made: UUID = self.act(register.add_person, name=name.title(), phone="0813-1111-2222", account_id=self.account(name))
        return made

    def offer(self, name: str, kind: str = STUDENT, **details: Any) -> UUID:
        """A profile that waits to be sent in."""
        given = {"institution": "Universitas Jambi", "skills": ["content"], "capacity": 2, **details} if kind == STUDENT else details
        made: UUID = self.act(mentors.apply, person_id=self.person(name), kind=kind, details=given)
        self.profiles[name] = made
        return made

    def approved(self, name: str, kind: str = STUDENT, **details: Any) -> UUID:
        made = self.offer(name, kind, **details)
        self.act(mentors.submit, profile_id=made)
        self.act(mentors.review, profile_id=made, approve=True)
        return made

    def sells_well(self, business: str, followers: int = 1001, seen_on: date = TODAY) -> None:
        """A second marketplace and an account with followers: what a seller-mentor needs."""
        shop = self.act(shops.add_shop, marketplace="tokopedia", handle=f"{business}2", business_id=self.ids[business])
        self.list(f"{business}.second", shop, self.ids[f"{business}.product"])
        channel = self.act(shops.add_shop, marketplace="instagram", handle=f"{business}.ig", business_id=self.ids[business])
        self.act(reach.snapshot, shop_id=channel, day=seen_on, followers=followers)

    def proposed(self, business: str, mentor: str, **given: Any) -> UUID:
        made: UUID = self.act(
            assignments.propose, business_id=self.ids[business], mentor_id=self.profiles[mentor], **given,
        )
        return made

    def accompanied(self, business: str, mentor: str, now: Any = PLANNED, **given: Any) -> UUID:
        made = self.proposed(business, mentor, now=now, **given)
        self.act(assignments.accept, by=self.mentor(mentor), assignment_id=made, now=now)
        return made

    @property
    def everything(self) -> Actor:
        return replace(self.system, role=SYSTEM)


__all__ = ["PLANNED", "SINCE", "TODAY", "TREASURER", "Village"]
