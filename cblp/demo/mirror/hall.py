"""Where the example meets: the village with the officer of the government, and the texts in ``data/demo/mirror``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from cblp.bootstrap import DATA, App
from cblp.db.actor import LIAISON, Actor
from cblp.demo.together import Village
from cblp.people.models import RoleGrant

OPENS: Final = time(2)
"""When meetings begin: nine in the morning in Jambi."""


@dataclass(kw_only=True)
class Hall(Village):
    """The village with what the mirror adds: who comes from government; partners by key, meetings by how long ago."""

    liaison: Actor
    partners: dict[str, UUID] = field(default_factory=dict)
    programmes: dict[str, UUID] = field(default_factory=dict)
    meetings: dict[int, UUID] = field(default_factory=dict)

    def before(self, days: int) -> date:
        """The day so many days before the last one of the example; negative: after it."""
        return self.end - timedelta(days)

    def opens(self, day: date) -> datetime:
        """When a meeting on a day begins."""
        return datetime.combine(day, OPENS, UTC)


def officer(app: App, actor: Actor) -> Actor:
    """The liaison of the example, by their account."""
    with app.database.reading(actor.association, None) as session:
        account = session.scalars(
            select(RoleGrant.account_id).where(RoleGrant.association_id == actor.association, RoleGrant.role == LIAISON)
        ).first()
    return replace(actor, account=account, role=LIAISON)


def told(name: str) -> Mapping[str, Any]:
    """A table of texts of ``data/demo/mirror``."""
    return tomllib.loads((DATA / "demo" / "mirror" / f"{name}.toml").read_text("utf-8"))
