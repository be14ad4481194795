"""Which days of a campaign a listing takes; on a day it is in one campaign only.

``valid_from`` is the first day, ``valid_to`` the first day after the last; equal days mean that it never was in.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from cblp.campaigns import states
from cblp.campaigns.models import Campaign, CampaignListing
from cblp.catalogue.models import Listing
from cblp.db.actor import Actor
from cblp.errors import UserError
from cblp.i18n import N_


class Elsewhere(UserError):
    """The listing is in another campaign on one of these days."""

    message = N_("{listing} is in {name} on these days. A product is in one joint promotion a day.")


def days_of(campaign: Campaign, today: date, since: date | None = None) -> tuple[date, date]:
    """(first day, first day after) for a listing that joins today: from the first day on, or from today once it runs."""
    first = since or (today if campaign.state == states.OPEN else campaign.starts_on)
    after = campaign.ends_on + timedelta(1)
    return min(max(first, campaign.starts_on), after), after


def taken(actor: Actor, listing_ids: Collection[UUID], first: date, after: date) -> Select[UUID, UUID, UUID, str]:
    """(listing, business, campaign, its name) of those that are in a campaign on a day from ``first`` to before ``after``.

    Past the scope on purpose: whoever joined it, it is taken.
    """
    return (
        select(CampaignListing.listing_id, CampaignListing.business_id, CampaignListing.campaign_id, Campaign.name)
        .join(Campaign, and_(Campaign.association_id == CampaignListing.association_id, Campaign.id == CampaignListing.campaign_id))
        .where(
            CampaignListing.association_id == actor.association, CampaignListing.listing_id.in_(listing_ids),
            CampaignListing.valid_from < after, CampaignListing.valid_to > first,
            CampaignListing.valid_to > CampaignListing.valid_from,
        )
    )


def check_free(
    session: Session, actor: Actor, campaign: Campaign, listing_ids: Collection[UUID], first: date, after: date,
    business_id: UUID | None = None,
) -> None:
    """Stop when one of the listings is in another campaign on a day from ``first`` to before ``after``; raises Elsewhere.

    With ``business_id`` also when another business has it in this one (the listing has changed hands). The listings stay locked
    until the transaction ends, so that two campaigns can't take one at the same moment.
    """
    session.execute(
        select(Listing.id).where(Listing.association_id == actor.association, Listing.id.in_(listing_ids))
        .order_by(Listing.id).with_for_update()
    )
    other = CampaignListing.campaign_id != campaign.id
    found = session.execute(
        taken(actor, listing_ids, first, after).add_columns(Listing.title, Listing.sku)
        .join(Listing, and_(Listing.association_id == actor.association, Listing.id == CampaignListing.listing_id))
        .where(or_(other, CampaignListing.business_id != business_id) if business_id else other).order_by(Listing.title).limit(1)
    ).one_or_none()
    if found:
        raise Elsewhere(listing=found.title or found.sku, name=found.name)


def move(session: Session, actor: Actor, campaign: Campaign) -> None:
    """Give the listings that have joined the campaign's new days; raises Elsewhere."""
    rows = _standing(session, actor, campaign)
    first, after = campaign.starts_on, campaign.ends_on + timedelta(1)
    check_free(session, actor, campaign, [row.listing_id for row in rows], first, after)
    for row in rows:
        row.valid_from, row.valid_to = first, after
    session.flush()


def shorten(session: Session, actor: Actor, campaign: Campaign) -> None:
    """Let no listing stay in longer than the campaign."""
    after = campaign.ends_on + timedelta(1)
    for row in _standing(session, actor, campaign):
        row.valid_to = max(row.valid_from, min(row.valid_to or after, after))
    session.flush()


def free(session: Session, actor: Actor, campaign: Campaign) -> None:
    """Take every listing out, as if none had joined."""
    for row in _standing(session, actor, campaign):
        row.valid_to = row.valid_from
    session.flush()


def leave(campaign: Campaign, row: CampaignListing, today: date) -> None:
    """Take one listing out: from today on where the campaign runs, else altogether."""
    row.valid_to = max(row.valid_from, min(row.valid_to or today, today)) if campaign.state == states.OPEN else row.valid_from


def _standing(session: Session, actor: Actor, campaign: Campaign) -> list[CampaignListing]:
    return list(session.scalars(
        select(CampaignListing).where(
            CampaignListing.association_id == actor.association, CampaignListing.campaign_id == campaign.id,
            CampaignListing.valid_to > CampaignListing.valid_from,
        ).order_by(CampaignListing.listing_id).with_for_update()
    ))
