"""Whose rows of the outside face somebody may read: a member their own drafts and what of theirs is shown."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, select, true

from cblp.catalogue.models import Product
from cblp.db.actor import MEMBER, MENTOR, Actor
from cblp.db.scope import rule
from cblp.outreach.models import AssistantUse, LetterText, PostDraft, StorefrontMember, StorefrontProduct


@rule(StorefrontProduct)
def shown(actor: Actor) -> ColumnElement[bool]:
    """Products of the own businesses, or the mentees'. Buyers read by ``reports.storefront``, which asks for nobody."""
    own = select(Product.id).where(Product.association_id == actor.association, Product.business_id.in_(actor.businesses))
    return StorefrontProduct.product_id.in_(own)


@rule(StorefrontMember)
def addresses(actor: Actor) -> ColumnElement[bool]:
    """The own businesses' addresses."""
    return StorefrontMember.business_id.in_(actor.businesses)


@rule(PostDraft)
def drafts(actor: Actor) -> ColumnElement[bool]:
    """The own drafts."""
    return PostDraft.business_id.in_(actor.own_businesses) if actor.role == MEMBER else false()


@rule(AssistantUse)
def uses(actor: Actor) -> ColumnElement[bool]:
    """How often the own businesses asked the assistant."""
    return AssistantUse.business_id.in_(actor.own_businesses) if actor.role == MEMBER else false()


@rule(LetterText)
def words(actor: Actor) -> ColumnElement[bool]:
    """The association's words: mentors write letters, too; members write none."""
    return true() if actor.role == MENTOR else false()
