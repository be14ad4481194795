"""Learning videos and good examples of our own that belong to a module."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

import cblp.growth.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.ids import uuid7
from cblp.errors import UserError
from cblp.growth import materials
from cblp.growth.models import LearningLink
from cblp.i18n import N_
from cblp.people.services import audit, editing
from cblp.people.services.register import NameNeeded, UnknownChoice, clip


class BadAddress(UserError):
    """Not the address of a page."""

    message = N_("Copy the whole link. It begins with https://")


def add(session: Session, actor: Actor, *, module: str, title: str, url: str, now: datetime) -> UUID:
    """Put a video or an example beside a module (coordinator); returns its id.

    Raises UnknownChoice, NameNeeded, BadAddress, TooLong.
    """
    actor.require(COORDINATOR)
    if module not in materials.codes():
        raise UnknownChoice()
    name, address = clip(title, 160), web_address(url)
    if not name:
        raise NameNeeded()
    if not address:
        raise BadAddress()
    link = LearningLink(
        association_id=actor.association, id=uuid7(), module=module, title=name, url=address, added_at=now, added_by=actor.account
    )
    session.add(link)
    session.flush()
    audit.record(session, actor, now=now, action="created", entity="learning_link", subject=link.id, label=name)
    return link.id


def remove(session: Session, actor: Actor, *, link_id: UUID, now: datetime) -> None:
    """Show a link no longer (coordinator). Raises Missing."""
    actor.require(COORDINATOR)
    link = editing.locked(session, actor, LearningLink, link_id)
    if link.removed_at is None:
        link.removed_at = now
        session.flush()
        audit.record(session, actor, now=now, action="ended", entity="learning_link", subject=link.id, label=link.title)


def web_address(typed: str) -> str:
    """The address of a page, "" where none was given; raises BadAddress for anything else, TooLong."""
    address = clip(typed, 300)
    if not address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise BadAddress() from None
    if parts.scheme not in {"http", "https"} or "." not in parts.netloc or parts.username or any(c.isspace() for c in address):
        raise BadAddress()
    return address
