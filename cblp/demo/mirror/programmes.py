"""Partners of the example and their programmes: one that goes on after its budget, one that left, one that runs; and loans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from cblp.campaigns.models import Campaign
from cblp.demo.mirror.hall import Hall, told
from cblp.growth.models import Assignment, Training
from cblp.programmes.models import ProgrammeItem
from cblp.programmes.services import financing, partners, programmes


def plan(hall: Hall) -> None:
    """Everything about partners, programmes and financing, on its days."""
    tale = told("programmes")
    for one in tale["partners"]:
        hall.at(hall.before(one["days"]), partial(_partner, hall, one))
    for one in tale["programmes"]:
        hall.at(hall.before(one["first"] + 6), partial(_programme, hall, one))
    for one in tale["financing"]:
        hall.at(hall.before(one["asked"] - 1), partial(_financing, hall, one))


def _partner(hall: Hall, one: Mapping[str, Any], now: datetime) -> None:
    boss = hall.coordinator
    made = hall.partners[one["key"]] = hall.app.act(
        boss, partners.add, name=one["name"], kind=one["kind"], role=one["role"], contact=one.get("contact", ""),
        note=one.get("note", ""), now=now,
    )
    for each in one.get("agreements", ()):
        hall.app.act(
            boss, partners.agree, partner_id=made, title=each["title"], reference=each.get("reference", ""),
            valid_from=hall.before(each["from"]), valid_to=hall.before(each["to"]) if "to" in each else None, ours=each["ours"],
            theirs=each["theirs"], now=now,
        )
    if "ended" in one:
        day = hall.before(one["ended"])
        hall.at(day, lambda later: hall.app.act(boss, partners.end, partner_id=made, on=day, now=later))


# -- programmes --------------------------------------------------------------------------------------------------------


def _programme(hall: Hall, one: Mapping[str, Any], now: datetime) -> None:
    boss = hall.coordinator
    made = hall.programmes[one["key"]] = hall.app.act(
        boss, programmes.add, name=one["name"], first=hall.before(one["first"]), last=hall.before(one["last"]),
        partner_id=hall.partners[one["partner"]], budget=one["budget"], about=one["about"], now=now,
    )
    for each in one["items"]:
        _item(hall, made, each, now)
    hall.app.act(
        boss, programmes.join, programme_id=made, businesses=[hall.businesses[code] for code in one["members"]],
        joined_on=hall.before(one["first"]), now=now,
    )
    for each in one["costs"]:
        hall.at(hall.before(each["days"]), partial(_cost, hall, made, each))
    hall.at(hall.end, partial(_links, hall, made, one))


def _item(hall: Hall, programme: UUID, one: Mapping[str, Any], now: datetime) -> None:
    boss = hall.coordinator
    made = hall.app.act(
        boss, programmes.add_item, programme_id=programme, kind=one["kind"], what=one["what"], unit=one["unit"],
        promised=one["promised"], due_on=hall.before(one["due"]), note=one.get("note", ""), now=now,
    )

    def deliver(number: int, later: datetime) -> None:
        version = hall.of(select(ProgrammeItem.version).where(ProgrammeItem.association_id == boss.association, ProgrammeItem.id == made))
        hall.app.act(boss, programmes.deliver, item_id=made, version=version, delivered=number, on=later.date(), now=later)

    for days, number in one.get("delivered", ()):
        hall.at(hall.before(days), partial(deliver, number))


def _cost(hall: Hall, programme: UUID, one: Mapping[str, Any], now: datetime) -> None:
    made = hall.app.act(
        hall.treasurer, programmes.spend, programme_id=programme, day=now.date(), amount=one["amount"], what=one["what"], now=now
    )
    if "back" in one:
        hall.at(hall.before(one["back"]), lambda later: hall.app.act(hall.treasurer, programmes.take_back, cost_id=made, now=later))


def _links(hall: Hall, programme: UUID, one: Mapping[str, Any], now: datetime) -> None:
    """What belongs to it, put together at the end: trainings by title, mentoring by who is accompanied, the promotion at hand."""
    ours, boss = hall.coordinator.association, hall.coordinator
    wanted = [hall.businesses[code] for code in one.get("mentees", ())]
    known: dict[str, list[UUID]] = {
        "training_id": list(hall.all(select(Training.id).where(
            Training.association_id == ours, Training.title.in_(one["trainings"]),
        ))),
        "assignment_id": list(hall.all(select(Assignment.id).where(
            Assignment.association_id == ours, Assignment.business_id.in_(wanted), Assignment.accepted_on.is_not(None),
        ))),
        "campaign_id": list(hall.all(select(Campaign.id).where(
            Campaign.association_id == ours, Campaign.starts_on >= hall.before(one["first"]), Campaign.ends_on <= hall.end,
        ).order_by(Campaign.starts_on.desc()).limit(1))) if one.get("campaign") else [],
    }
    for what, ids in known.items():
        for each in ids:
            hall.app.act(boss, programmes.link, programme_id=programme, now=now, **{what: each})


# -- financing ---------------------------------------------------------------------------------------------------------


def _financing(hall: Hall, one: Mapping[str, Any], now: datetime) -> None:
    """Written down on the day after it was asked for, and brought on as far as the example comes."""
    boss = hall.coordinator
    made = hall.app.act(
        boss, financing.ask, business_id=hall.businesses[one["business"]], kind=one["kind"], institution=one["institution"],
        amount=one["amount"], purpose=one["purpose"], asked_on=hall.before(one["asked"]),
        programme_id=hall.programmes.get(one.get("programme", "")), now=now,
    )

    def move(state: str, later: datetime) -> None:
        given = state == "given"
        hall.app.act(
            boss, financing.move, financing_id=made, state=state, on=later.date(), now=later, note=one.get("note", ""),
            amount=one.get("given") if given else None, until=hall.before(one["until"]) if given and "until" in one else None,
        )

    for days, state in one["moves"]:
        hall.at(hall.before(days), partial(move, state))
