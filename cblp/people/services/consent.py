"""Consent of a person for one purpose at a time: given or refused, in which words, through which channel, withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.errors import Missing
from cblp.i18n import N_
from cblp.people.models import Business, Consent, Person
from cblp.people.services import audit, editing
from cblp.people.services.register import UnknownChoice

PURPOSES: Final = {
    "storefront_phone": N_(
        "May your WhatsApp number stand in the shared storefront, so that buyers can order? Everybody can see it. "
        "You can take this back at any time in Settings."
    ),
    "storefront_products": N_(
        "May your products stand in the shared storefront? Everybody can see them. "
        "You can take this back at any time in Settings."
    ),
    "photos": N_(
        "May photos of you stand on the association's pages and slides? Everybody can see them. "
        "You can take this back at any time in Settings."
    ),
    "sharing_names": N_(
        "May your name stand beside your share when members look at it together? Only members see it. "
        "You can take this back at any time in Settings."
    ),
    "example": N_(
        "May your shop and your posts be an example that others learn from? Only members and mentors see it, without your sales. "
        "You can take this back at any time in Settings."
    ),
}
"""Each purpose with its question; a new wording gets a new TEXT_VERSION."""

TEXT_VERSION: Final = "2026-11"
CHANNELS: Final = ("app", "paper", "whatsapp")


def answer(
    session: Session, actor: Actor, *, person_id: UUID, purpose: str, given: bool, now: datetime, channel: str = "app",
    text_version: str = TEXT_VERSION,
) -> None:
    """Keep a person's yes or no for one purpose; it replaces the answer before.

    A member answers for who runs the own business, a coordinator writes down what was said on paper or by WhatsApp.
    """
    actor.require(COORDINATOR, MEMBER)
    if purpose not in PURPOSES or channel not in CHANNELS:
        raise UnknownChoice()
    editing.locked(session, actor, Person, person_id)
    editing.refuse_erased(session, actor, person=person_id)
    before = _live(session, actor, person_id, purpose)
    if before:
        before.withdrawn_at = now
    session.add(Consent(
        association_id=actor.association, id=uuid7(), person_id=person_id, purpose=purpose, text_version=text_version,
        given=given, given_at=now, channel=channel, recorded_by=actor.account,
    ))
    session.flush()
    _audit(session, actor, person_id, purpose, "given" if given else "refused", now)


def withdraw(session: Session, actor: Actor, *, person_id: UUID, purpose: str, now: datetime) -> None:
    """Take a consent back; raises Missing when there is none."""
    actor.require(COORDINATOR, MEMBER)
    editing.locked(session, actor, Person, person_id)
    editing.refuse_erased(session, actor, person=person_id)
    live = _live(session, actor, person_id, purpose)
    if live is None or not live.given:
        raise Missing()
    live.withdrawn_at = now
    session.flush()
    _audit(session, actor, person_id, purpose, "withdrawn", now)


def _live(session: Session, actor: Actor, person_id: UUID, purpose: str) -> Consent | None:
    return session.scalars(
        visible(actor, Consent)
        .where(Consent.person_id == person_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
        .order_by(Consent.id.desc()).limit(1)
    ).one_or_none()


def _audit(session: Session, actor: Actor, person_id: UUID, purpose: str, action: str, now: datetime) -> None:
    business = session.scalar(
        select(Business.id).where(Business.association_id == actor.association, Business.owner_id == person_id).limit(1)
    )
    audit.record(
        session, actor, now=now, action=action, entity="consent", subject=person_id, changes={"purpose": purpose},
        behalf_of=business,
    )
