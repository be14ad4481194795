"""An association that shares October's money: five members with sales, a passed rule, money in the pool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cblp.bootstrap import App
from cblp.days import Span
from cblp.db.actor import MEMBER, Actor
from cblp.decisions.rules import Component
from cblp.decisions.services import decisions, sharing_rules
from cblp.people.services import roles
from cblp.sharing.services import cash, distributions, ledger
from tests.conftest import NOW
from tests.sales.build import World, world
from tests.sharing.people import SINCE, People, people
from tests.sharing.test_dividing import HYBRID, SALES

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))
TODAY = date(2026, 11, 21)
AFTER = NOW + timedelta(days=8)
"""When the time to object to what was reviewed at NOW is over."""


@dataclass
class Runs:
    """An app with the people of one association, who do one step of sharing after the other."""

    app: App
    people: People

    @property
    def coordinator(self) -> Actor:
        return self.people.coordinator

    @property
    def treasurer(self) -> Actor:
        return self.people.treasurer

    def member(self, code: str) -> Actor:
        return self.people.member(code)

    def id(self, code: str) -> UUID:
        return self.people.businesses[code]

    def passed(self, components: Sequence[Component] = HYBRID, name: str = "Aturan kita") -> UUID:
        """A rule that the members agreed to; returns the version."""
        version = self.app.act(self.coordinator, sharing_rules.create, name=name, components=components)
        decision = self.app.act(self.coordinator, sharing_rules.propose, version_id=version)
        self.agree(decision)
        return version

    def agree(self, decision: UUID, now: Any = NOW) -> None:
        self.app.act(
            self.treasurer, decisions.agree, decision_id=decision, present=list(self.people.businesses.values()), now=now,
        )

    def money(self, amount: int, key: str = "money", by: Actor | None = None, into: str = "pool:general", place: str = "cash") -> None:
        self.app.act(
            by or self.coordinator, cash.receive, into=into, amount=amount, day=TODAY, text="Laba toko bersama", key=key, place=place,
        )

    def calculated(self, version: UUID | None = None, pool: int = 1_000_000, **more: Any) -> UUID:
        self.money(pool, key=f"money {pool}")
        subject = more if "campaign_id" in more else {"span": OCTOBER, **more}
        return self.app.act(self.coordinator, distributions.calculate, rule_version_id=version or self.passed(), **subject)

    def reviewed(self, version: UUID | None = None, **more: Any) -> UUID:
        run = self.calculated(version, **more)
        self.app.act(self.coordinator, distributions.review, distribution_id=run)
        return run

    def approved(self, version: UUID | None = None, **more: Any) -> UUID:
        run = self.reviewed(version, **more)
        self.app.act(self.treasurer, distributions.approve, distribution_id=run, now=AFTER)
        return run


def runs(app: App, actor: Actor) -> Runs:
    """The five members of the vectors with their sales of October, an office of two."""
    made = people(app, actor, *SALES)
    for office in (made.coordinator, made.treasurer):
        app.act(actor, roles.grant, account=office.account, role=office.role, since=SINCE)

    def sell(w: World) -> None:
        w.ids.update(made.businesses)
        for code, amount in SALES.items():
            if amount:
                w.typed(code, date(2026, 10, 9), amount)

    world(app, actor, sell)
    return Runs(app, made)


def as_member(own: Actor, *businesses: UUID) -> Actor:
    return replace(own, role=MEMBER, own_businesses=frozenset(businesses))


__all__ = ["AFTER", "OCTOBER", "TODAY", "Runs", "as_member", "ledger", "runs"]
