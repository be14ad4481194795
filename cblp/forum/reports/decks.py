"""The slides of a meeting and the names in them, as they may be told today: who took a consent back is no longer named in any deck."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.catalogue.scope
import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign
from cblp.catalogue import reports as catalogue
from cblp.catalogue.models import Product
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.scope import seen
from cblp.decisions.rules.counting import PASSED
from cblp.forum import deck as said
from cblp.forum import summary as letters
from cblp.forum.reports import meetings
from cblp.forum.slides import Deck
from cblp.growth.models import Question
from cblp.growth.rules import clinic
from cblp.people.models import Business
from cblp.people.reports import register


def deck(session: Session, actor: Actor, *, meeting_id: UUID) -> Deck:
    """The slides of a meeting in the language in use (office); raises NotFrozen, Missing."""
    found = meetings.material(session, actor, meeting_id=meeting_id)
    return said.slides(found, names(session, actor, found.snapshot))


def letter(session: Session, actor: Actor, *, meeting_id: UUID, words: str = "") -> str:
    """What the meeting came to, as a letter to the members' WhatsApp group in the language in use (office).

    Less than summary.LONGEST characters; it ends with the name of who asks for it. ``words`` are the association's own, in place of
    summary.WORDS. Raises NotFrozen, Missing.
    """
    found = meetings.material(session, actor, meeting_id=meeting_id)
    detail = meetings.one(session, actor, meeting_id=meeting_id)
    after = detail.after if detail.after and detail.after.state == "planned" else None
    return letters.text(
        found, names(session, actor, found.snapshot), decisions=[one.title for one in detail.decisions if one.outcome == PASSED],
        following=actor.day(after.starts_at) if after else None, sender=actor.name, role=actor.role, words=words,
    )


def names(session: Session, actor: Actor, snapshot: Mapping[str, Any]) -> dict[str, str]:
    """The words for the ids and codes of a snapshot that everybody may read (office).

    Marketplaces and campaigns, questions with their answer for everybody, and products whose owner lets everybody see them.
    """
    actor.require(COORDINATOR, TREASURER)
    found = {place.code: place.name for place in catalogue.marketplaces(session, actor)}
    promotions = snapshot.get("campaigns") or {}
    ids = [one["id"] for part in ("ran", "next") for one in promotions.get(part, [])]
    found |= _named(session, select(Campaign.id, Campaign.name).where(seen(actor, Campaign), Campaign.id.in_(_ids(ids))))
    found |= _named(session, select(Product.id, Product.name).where(
        seen(actor, Product), Product.id.in_(_ids((snapshot.get("sales") or {}).get("best", []))),
        Product.business_id.in_(shown_businesses(session, actor)),
    ))
    found |= _named(session, select(Question.id, Question.general).where(
        seen(actor, Question), Question.id.in_(_ids((snapshot.get("clinic") or {}).get("published", []))),
        Question.state == clinic.PUBLISHED,
    ))
    return found


def shown_businesses(session: Session, actor: Actor) -> set[UUID]:
    """The businesses whose owner lets everybody see their products (office)."""
    actor.require(COORDINATOR, TREASURER)
    people = register.consented(session, actor, purpose="storefront_products")
    return set(session.scalars(select(Business.id).where(seen(actor, Business), Business.owner_id.in_(people))))


def _ids(texts: list[str]) -> list[UUID]:
    return [UUID(text) for text in texts]


def _named(session: Session, wanted: Any) -> dict[str, str]:
    return {str(id_): name for id_, name in session.execute(wanted)}
