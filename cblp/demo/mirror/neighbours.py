"""A second, smaller association beside the example, so that its officer of the government has two columns to look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from cblp.catalogue.services import shops
from cblp.db.actor import LIAISON, Actor
from cblp.demo.mirror.hall import Hall, told
from cblp.people.services import associations, licences, register, roles
from cblp.programmes.rules import quarters
from cblp.programmes.services import publishing

QUARTERS = 3
"""Published by each of the two."""


def plan(hall: Hall) -> None:
    """Its register on one day, its quarters after theirs."""
    hall.at(hall.before(400), partial(_begin, hall, told("neighbours")))


def _begin(hall: Hall, tale: Mapping[str, Any], now: datetime) -> None:
    with hall.app.globally(write=True) as session:
        actor = associations.create(
            session, slug=tale["slug"], name=tale["name"], area_code=tale["area"], timezone=tale["timezone"], now=now
        )
    hall.app.act(actor, _register, tale=tale, end=hall.end, officer=hall.liaison, now=now)
    for period in quarters.last_closed(hall.end, QUARTERS):
        day = quarters.span(period).last + timedelta(tale["published"])
        hall.at(day, partial(_publish, hall, actor, period))


def _register(
    session: Session, actor: Actor, *, tale: Mapping[str, Any], end: date, officer: Actor, now: datetime,
) -> None:
    assert officer.account
    roles.grant(session, actor, account=officer.account, role=LIAISON, since=now.date(), now=now)
    for number, one in enumerate(tale["businesses"], 1):
        joined = end - timedelta(one["months"] * 365 // 12)
        row = register.add_business(
            session, actor, name=one["name"], code=f"K{number:02}", since=joined, now=now,
            owner={"name": one["owner"], "address_form": one["form"]},
            details={
                "sector": one["sector"], "kbli": one["kbli"], "area_code": one["area"], "women_led": one["women"],
                "workers": one["workers"], "internet": one["internet"],
            },
        )
        for kind, days in one["licences"].items():
            code = f"12000001{number:05}" if kind == "nib" else f"CONTOH-{kind.upper()}-K{number:02}"
            licences.add_licence(
                session, actor, business_id=row, kind=kind, number=code, issued_on=end - timedelta(days), now=now,
                expires_on=end + timedelta(1400) if kind in ("pirt", "merek") else None,
            )
        for marketplace in one["shops"]:
            shops.add_shop(
                session, actor, marketplace=marketplace, handle=f"kerinci.{number:02}", name=one["name"], business_id=row, now=now,
                opened_on=joined,
            )


def _publish(hall: Hall, actor: Actor, period: str, now: datetime) -> None:
    hall.app.act(actor, publishing.publish, period=period, now=now)
