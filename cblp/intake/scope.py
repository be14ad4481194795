"""Whose files, saved columns and source addresses a member and a mentor may read; imported by every service and report about them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select

import cblp.catalogue.scope  # noqa: F401  (declares which shops are seen)
from cblp.catalogue.models import Shop
from cblp.db.actor import MEMBER, Actor
from cblp.db.scope import rule, seen
from cblp.intake.models import BatchShop, ImportBatch, SavedMapping, SourceAddress


@rule(ImportBatch)
def batches(actor: Actor) -> ColumnElement[bool]:
    """Files of a member's own shops, and those that wait for their own choice of a shop; a mentor sees none."""
    if actor.role != MEMBER:
        return false()
    into = select(BatchShop.batch_id).where(BatchShop.association_id == actor.association)
    own, other = into.where(BatchShop.shop_id.in_(_shops(actor))), into.where(BatchShop.shop_id.not_in(_shops(actor)))
    waiting = (ImportBatch.received_by == actor.account) & ImportBatch.received_by.is_not(None)
    return or_(ImportBatch.id.in_(own), waiting) & ImportBatch.id.not_in(other)


@rule(SavedMapping)
def mappings(actor: Actor) -> ColumnElement[bool]:
    """Saved columns of the shops that they may read."""
    return SavedMapping.shop_id.in_(_shops(actor))


@rule(SourceAddress)
def addresses(actor: Actor) -> ColumnElement[bool]:
    """Where the files of those shops are fetched."""
    return SourceAddress.shop_id.in_(_shops(actor))


def _shops(actor: Actor) -> Select[UUID]:
    return select(Shop.id).where(seen(actor, Shop))
