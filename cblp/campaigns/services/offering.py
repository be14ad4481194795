"""The campaign price and pieces of several listings at once, such as all variations of a product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.campaigns.models import CampaignListing
from cblp.campaigns.services import joining
from cblp.db.actor import Actor
from cblp.errors import Stale
from cblp.people.services import editing


def set_offers(
    session: Session, actor: Actor, *, versions: Mapping[UUID, int], changes: Mapping[str, Any], now: datetime,
) -> None:
    """Give the listings that take part (their ids, with the versions a save starts from) a ``price``, ``promised_stock`` or both.

    All or nothing. Raises what ``joining.set_offer`` raises; a Stale names its row as ``listing``.
    """
    for offer_id, version in versions.items():
        row = editing.locked(session, actor, CampaignListing, offer_id)
        given = {"price": row.price, "promised_stock": row.promised_stock, **changes}
        try:
            joining.set_offer(session, actor, campaign_listing_id=offer_id, version=version, now=now, **given)
        except Stale as stale:
            raise Stale(**{**stale.values, "listing": offer_id}) from stale
