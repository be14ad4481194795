"""A new association, and its own details."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.db.actor import SYSTEM, Actor
from cblp.db.ids import uuid7
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people.models import Association, AssociationDirectory
from cblp.people.services import audit

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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
