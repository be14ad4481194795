"""Who runs a business that nobody stands beside yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.people.services import register


def add(
    session: Session, actor: Actor, *, business_id: UUID, version: int, person: Mapping[str, Any], now: datetime,
) -> int:
    """Write down a new person (name, address_form, phone) who runs the business (coordinator); returns its new version."""
    person_id = register.add_person(
        session, actor, now=now, name=person["name"] or "", address_form=person.get("address_form") or "",
        phone=person.get("phone") or "",
    )
    return register.edit_business(
        session, actor, business_id=business_id, version=version, changes={"owner_id": person_id}, now=now,
    )
