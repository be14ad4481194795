"""The example's people as they learn: the village with its mentors and learning rounds, and the texts in ``data/demo/growing``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from cblp.bootstrap import DATA
from cblp.catalogue.models import Product
from cblp.db.actor import MENTOR, Actor
from cblp.db.dated import on
from cblp.demo.together import Village
from cblp.growth.models import Assignment, MentorProfile
from cblp.growth.reports import mentees
from cblp.growth.states import LIVE


@dataclass
class School(Village):
    """The village with what growing adds: accounts and profiles of mentors by key, rounds by number."""

    accounts: dict[str, UUID] = field(default_factory=dict)
    profiles: dict[str, UUID] = field(default_factory=dict)
    rounds: dict[int, UUID] = field(default_factory=dict)

    def before(self, days: int) -> date:
        """The day so many days before the last one of the example."""
        return self.end - timedelta(days)

    def mentor(self, key: str, day: date) -> Actor:
        """A mentor as they would be signed in on a day: with the members whom they accompany then."""
        return self._signed_in(self.accounts[key], day)

    def mentor_of(self, business: UUID, day: date) -> Actor | None:
        """Who accompanies a business on a day, the longest so far where two do; None: nobody."""
        account = next(iter(self.all(
            select(MentorProfile.account_id)
            .join(Assignment, (Assignment.association_id == MentorProfile.association_id) & (Assignment.mentor_id == MentorProfile.id))
            .where(
                Assignment.association_id == self.coordinator.association, Assignment.business_id == business,
                Assignment.state.in_(LIVE), on(Assignment, day),
            ).order_by(Assignment.id)
        )), None)
        return self._signed_in(account, day) if account else None

    def _signed_in(self, account: UUID, day: date) -> Actor:
        with self.app.database.reading(self.coordinator.association, None) as session:
            held = frozenset(mentees.accompanied(session, self.coordinator.association, account, day))
        return replace(self.coordinator, account=account, role=MENTOR, mentee_businesses=held)

    def product(self, sku: str) -> Product:
        """A product by its code."""
        found: Product = self.of(
            select(Product).where(Product.association_id == self.coordinator.association, Product.sku == sku)
        )
        return found


def told(name: str) -> Mapping[str, Any]:
    """A table of texts of ``data/demo/growing``."""
    return tomllib.loads((DATA / "demo" / "growing" / f"{name}.toml").read_text("utf-8"))
