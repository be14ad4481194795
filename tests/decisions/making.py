"""An association with members, and people to act in it, for the tests of deciding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

from PIL import Image

from cblp.bootstrap import App
from cblp.catalogue.pictures import Picture, prepare
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.people.reports import register as reports
from cblp.people.services import register
from tests.conftest import NOW

TODAY = date(2026, 11, 21)
LATER = NOW + timedelta(days=2)
SINCE = date(2026, 1, 5)


def businesses(app: App, actor: Actor, how_many: int) -> list[UUID]:
    """Active member businesses, each with an owner of its own."""
    return [
        app.act(
            actor, register.add_business, name=f"Usaha {n}", since=SINCE,
            owner={"name": f"Sari {n}", "phone": f"0812-3456-70{n:02}", "address_form": "Ibu"},
        )
        for n in range(1, how_many + 1)
    ]


def everybody(app: App, actor: Actor) -> list[UUID]:
    """The businesses that are active today."""
    return [row[0] for row in app.read(actor, reports.names, today=TODAY)]


def coordinator(actor: Actor) -> Actor:
    return replace(actor, role=COORDINATOR)


def treasurer(actor: Actor) -> Actor:
    return replace(actor, role=TREASURER)


def member(actor: Actor, *own: UUID) -> Actor:
    return replace(actor, role=MEMBER, own_businesses=frozenset(own))


def photo(shade: int = 200) -> Picture:
    """A picture of a paper."""
    out = BytesIO()
    Image.new("L", (40, 30), shade).save(out, "PNG")
    return prepare(out.getvalue())
