"""What is kept of somebody in the outside face, for nobody but themselves: their texts, how they asked AI, what buyers see."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.outreach.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import MEMBER, Actor
from cblp.db.scope import seen
from cblp.outreach.models import AssistantUse, PostDraft, StorefrontMember, StorefrontProduct

OWN: Final[dict[str, tuple[Any, ...]]] = {
    "texts": (
        PostDraft.id, PostDraft.business_id, PostDraft.product_id, PostDraft.campaign_id, PostDraft.channel, PostDraft.source,
        PostDraft.seen, PostDraft.drafted, PostDraft.added, PostDraft.text, PostDraft.evidence_id, PostDraft.photo,
        PostDraft.warnings, PostDraft.planned_for, PostDraft.copied_at, PostDraft.posted_at, PostDraft.removed_at, PostDraft.made_at,
    ),
    "asked_ai": (
        AssistantUse.id, AssistantUse.business_id, AssistantUse.draft_id, AssistantUse.model, AssistantUse.outcome, AssistantUse.asked_at,
        AssistantUse.tokens_in, AssistantUse.tokens_out, AssistantUse.cost,
    ),
    "storefront_products": (
        StorefrontProduct.id, StorefrontProduct.product_id, StorefrontProduct.slug, StorefrontProduct.published_at,
        StorefrontProduct.withdrawn_at,
    ),
    "storefront_addresses": (StorefrontMember.id, StorefrontMember.business_id, StorefrontMember.slug),
}
"""What is told of each kind of row; never who else had a hand in it."""


def kept(session: Session, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """A member's rows as maps of column to value, the oldest first; for others there are none."""
    if actor.role != MEMBER:
        return {}
    return {
        name: [
            dict(row) for row in session.execute(
                select(*columns).where(seen(actor, columns[0].class_)).order_by(columns[0])
            ).mappings()
        ]
        for name, columns in OWN.items()
    }
