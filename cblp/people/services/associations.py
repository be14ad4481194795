"""A new association, and its own details."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.db.actor import COORDINATOR, SYSTEM, Actor
from cblp.db.ids import uuid7
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people.models import Area, Association, AssociationDirectory
from cblp.people.services import audit, editing
from cblp.people.services.register import NameNeeded, UnknownChoice, clip

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
ZONES: Final = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
FIELDS: Final = frozenset({"name", "area_code", "timezone", "colour", "hashtags"})


class BadSlug(UserError):
    """An address name with other characters than small letters, digits and single hyphens."""

    message = N_("Use small letters, digits and hyphens for the short name, for example batik-jambi.")


class SlugTaken(UserError):
    """Another association of this installation has this short name."""

    message = N_("The short name “{slug}” is taken. Choose another.")


def create(
    session: Session, *, slug: str, name: str, now: datetime, area_code: str = "", timezone: str = "Asia/Jakarta",
    hashtags: str = "",
) -> Actor:
    """Create an association; returns the actor that may set it up (its own system actor).

    The session must be one that belongs to no association yet; from here on it belongs to the new one.
    """
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise BadSlug(slug=slug)
    if session.scalar(select(AssociationDirectory.id).where(AssociationDirectory.slug == slug)):
        raise SlugTaken(slug=slug)
    new = uuid7()
    session.add(AssociationDirectory(id=new, slug=slug, name=name))
    session.flush()
    session.info["association"] = new
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql(f"SET LOCAL app.association = '{new}'")
    session.add(Association(association_id=new, name=name, area_code=area_code, timezone=timezone, hashtags=hashtags))
    actor = Actor(account=None, association=new, role=SYSTEM, timezone=timezone)
    audit.record(session, actor, now=now, action="created", entity="association", subject=new, label=name)
    session.flush()
    return actor


def edit(session: Session, actor: Actor, *, version: int, changes: Mapping[str, Any], now: datetime) -> int:
    """Change FIELDS of the actor's association (coordinator); returns the new version.

    Raises Stale (see ``editing.save``), NameNeeded, TooLong, UnknownChoice.
    """
    row = _own(session, actor)
    given = _checked(session, changes)
    kept = editing.save(session, actor, row, version=version, changes=given, public=FIELDS, now=now, label=row.name)
    if "name" in given:
        session.get_one(AssociationDirectory, actor.association).name = given["name"]
        session.flush()
    return kept


def set_logo(session: Session, actor: Actor, *, logo: bytes | None, now: datetime) -> None:
    """Keep a prepared picture (WebP) as the association's logo, or show none (coordinator)."""
    row = _own(session, actor)
    row.logo = logo
    session.flush()
    audit.record(
        session, actor, now=now, action="changed", entity="association", subject=actor.association, label=row.name,
        changes={"logo": "added" if logo else "removed"},
    )


def _own(session: Session, actor: Actor) -> Association:
    actor.require(COORDINATOR)
    return session.scalars(
        select(Association).where(Association.association_id == actor.association).with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _checked(session: Session, changes: Mapping[str, Any]) -> dict[str, Any]:
    editing.only(changes, FIELDS)
    given = dict(changes)
    for field, most in (("name", 160), ("hashtags", 300)):
        if field in given:
            given[field] = clip(given[field], most)
    if not given.get("name", "-"):
        raise NameNeeded
    area = given.get("area_code")
    if (
        given.get("timezone", ZONES[0]) not in ZONES or not COLOUR.fullmatch(given.get("colour", "#000000"))
        or (area and session.get(Area, area) is None)
    ):
        raise UnknownChoice
    return given
