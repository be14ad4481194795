"""The register as the rows of its sheet, with what is needed to write a changed row back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.people import rules_register as rules
from cblp.people import scope
from cblp.people.models import Business, Licence, Membership, Person
from cblp.people.register_csv import IN_PROGRESS


@dataclass(frozen=True)
class Line:
    """A business as a row of the sheet: ``values`` by field of ``register_csv.COLUMNS``; ``licences`` the row of each kind."""

    id: UUID
    owner_id: UUID | None
    values: Mapping[str, Any]
    licences: Mapping[str, UUID]
    erased: bool = False  # its owner was: it stays as it is


def lines(session: Session, actor: Actor) -> list[Line]:
    """Every business of the register by code, as it stands in the sheet (coordinator, treasurer)."""
    actor.require(COORDINATOR, TREASURER)
    terms: dict[UUID, list[rules.Term]] = defaultdict(list)
    for term in session.scalars(visible(actor, Membership).order_by(Membership.valid_from, Membership.id)):
        terms[term.business_id].append(rules.Term(term.status, term.valid_from, term.valid_to))
    licences: dict[UUID, dict[str, Licence]] = defaultdict(dict)
    for licence in session.scalars(visible(actor, Licence).where(Licence.state != rules.ENDED).order_by(Licence.id)):
        licences[licence.business_id][licence.kind] = licence
    rows = session.execute(
        select(Business, Person)
        .outerjoin(Person, (Person.association_id == Business.association_id) & (Person.id == Business.owner_id))
        .where(seen(actor, Business)).order_by(Business.code)
    )
    return [
        Line(
            business.id, business.owner_id,
            {**_business(business, actor), **_person(owner, actor), **membership(terms[business.id]), **_licences(licences[business.id])},
            {kind: licence.id for kind, licence in licences[business.id].items()}, bool(owner and owner.erased_at),
        )
        for business, owner in rows
    ]


def membership(terms: list[rules.Term]) -> dict[str, Any]:
    """status, since and until of the present membership."""
    start = rules.present_run(terms)
    if start is None:
        return {"status": "", "since": None, "until": None}
    last = terms[-1]
    return {"status": last.status, "since": terms[start].since, "until": last.since if last.status == rules.LEFT else None}


def _business(row: Business, actor: Actor) -> dict[str, Any]:
    fields = ("code", "name", "sector", "kbli", "area_code", "address", "women_led", "workers", "internet", "decree", "decree_on")
    return {field: getattr(row, field) if field != "address" or scope.reaches(actor) else "" for field in fields}


def _person(row: Person | None, actor: Actor) -> dict[str, Any]:
    return {"owner": row.name, "address_form": row.address_form, "phone": row.phone if scope.reaches(actor) else ""} if row else {}


def _licences(rows: Mapping[str, Licence]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind, row in rows.items():
        found[kind] = IN_PROGRESS if row.state == rules.IN_PROGRESS else row.number
        found[f"{kind}_until"] = row.expires_on
    return found
