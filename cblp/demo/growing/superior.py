"""Superior products of the example: candidates scored together, weighed by the members' decision, and one ranking kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.catalogue.services import products
from cblp.db.actor import Actor
from cblp.demo.growing.village import School, told
from cblp.growth.services import superior

TOLD: Final = ("authentic", "tradition", "attractive", "next_step", "next_price", "next_cost", "needs")
V: Final = 50


def plan(school: School) -> None:
    """Candidates, scores and the ranking, on their days."""
    tale = told("superior")
    made: dict[str, UUID] = {}
    school.at(school.before(tale["added"]), partial(_add, school, tale, made))
    school.at(school.before(tale["scored"]), partial(_score, school, tale, made))
    school.at(school.before(tale["kept"]), partial(_keep, school, tale))


def _add(school: School, tale: Mapping[str, Any], made: dict[str, UUID], now: datetime) -> None:
    for one in tale["candidates"]:
        made[one["sku"]] = school.app.act(school.coordinator, _candidate, school=school, one=one, now=now)


def _candidate(session: Session, actor: Actor, *, school: School, one: Mapping[str, Any], now: datetime) -> UUID:
    product = school.product(one["sku"])
    if "stage" in one:
        products.edit_product(
            session, actor, product_id=product.id, version=product.version, changes={"stage": one["stage"]}, now=now
        )
    return superior.add_candidate(session, actor, product_id=product.id, now=now)


def _score(school: School, tale: Mapping[str, Any], made: Mapping[str, UUID], now: datetime) -> None:
    for one in tale["candidates"]:
        school.app.act(
            school.coordinator, superior.score, candidate_id=made[one["sku"]], version=1, scores=one["scores"], now=now
        )
        if "authentic" in one:
            school.app.act(
                school.coordinator, superior.tell, product_id=school.product(one["sku"]).id, version=0,
                changes={name: one[name] for name in TOLD if name in one}, now=now,
            )


def _keep(school: School, tale: Mapping[str, Any], now: datetime) -> None:
    school.app.act(school.coordinator, superior.run, v=V, minutes=tale["minutes"].strip(), now=now)
