"""What members can join a campaign with: their listings, the lowest price of each, and what each still lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.catalogue.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign, CampaignListing, CampaignProduct
from cblp.campaigns.rules import floor, readiness
from cblp.campaigns.services.places import taken
from cblp.catalogue import reports as catalogue
from cblp.catalogue.models import Listing
from cblp.catalogue.reports import ListingRow, ProductRow
from cblp.catalogue.rules import HeldLicence
from cblp.db.actor import Actor
from cblp.db.scope import visible
from cblp.decisions.reports import parameters
from cblp.errors import Missing
from cblp.people.reports import register
from cblp.people.rules_register import HELD
from cblp.sales.models import OrderLine
from cblp.sales.reports.query import counted, current

FEES_OF: Final = 180
"""Days over which a shop's fees are looked at: long enough to hold settled orders, short enough for today's fees."""


@dataclass(frozen=True)
class OwnListing:
    """A listing that may take part, or does: its offer (``offer_id`` None: none yet), its floor, and what it lacks.

    Money in whole rupiah, ``fee_rate`` in basis points of the price. ``lowest`` is the price floor, None where it is not known.
    ``missing`` are codes of readiness.POINTS as it stands; ``in_the_way`` only those that no price and number of pieces could
    mend. ``elsewhere`` names another campaign that has it on one of these days.
    """

    listing: ListingRow
    business_id: UUID
    cost: int | None
    stock: int | None
    fee_rate: int
    lowest: int | None
    suggested: int | None
    missing: tuple[str, ...]
    in_the_way: tuple[str, ...]
    standing: readiness.Standing
    offer_id: UUID | None = None
    version: int = 0
    price: int | None = None
    promised_stock: int | None = None
    elsewhere: str = ""

    @property
    def ready(self) -> bool:
        """Takes part, and lacks nothing."""
        return self.offer_id is not None and not self.missing

    @property
    def name(self) -> str:
        """The product's name, or what the shop calls it."""
        return self.listing.product or self.listing.title or self.listing.sku


def offers_of(session: Session, actor: Actor, *, campaign_id: UUID, business_id: UUID, today: date) -> list[OwnListing]:
    """The listings of a business that a campaign is open to, those that joined first; raises Missing.

    A campaign with marketplaces takes listings there only, one with products listings of those only (and what is not matched
    yet, because it may be one of them).
    """
    campaign = session.scalars(visible(actor, Campaign).where(Campaign.id == campaign_id)).one_or_none()
    if campaign is None:
        raise Missing()
    return list_offers(session, actor, campaign, today, business_id)


def list_offers(
    session: Session, actor: Actor, campaign: Campaign, today: date, business_id: UUID | None = None,
) -> list[OwnListing]:
    """``offers_of`` of one business, or of all that the actor may see."""
    rows = catalogue.listings(session, actor, today=today, business_id=business_id)
    about = set(session.scalars(
        visible(actor, CampaignProduct).with_only_columns(CampaignProduct.product_id)
        .where(CampaignProduct.campaign_id == campaign.id)
    ))
    joined = {(row.listing_id, row.business_id): row for row in session.scalars(visible(actor, CampaignListing).where(
        CampaignListing.campaign_id == campaign.id, CampaignListing.valid_to > CampaignListing.valid_from,
        CampaignListing.valid_to > min(today, campaign.ends_on),  # what was taken out while it ran is out
    ))}
    rows = [row for row in rows if row.business_id and ((row.id, row.business_id) in joined or (
        (not campaign.marketplaces or row.place.code in campaign.marketplaces)
        and (not about or row.product_id is None or row.product_id in about)
    ))]
    if not rows:
        return []
    products = {row.id: row for row in catalogue.products(session, actor, today=today, business_id=business_id)}
    licences = _licences(session, actor, today, business_id)
    rates = fee_rates(session, actor, {row.shop_id for row in rows}, today)
    taken = _elsewhere(session, actor, campaign, {row.id: row.business_id for row in rows})
    usual_rate: int = parameters.setting(session, actor, key="fee_rate", day=today).value
    found = [
        _own(campaign, row, owner, products.get(row.product_id) if row.product_id else None, licences.get(owner, ()),
             rates.get(row.shop_id, usual_rate), joined.get((row.id, owner)), taken.get(row.id, ""))
        for row in rows if (owner := row.business_id)
    ]
    return sorted(found, key=lambda one: (one.offer_id is None, one.listing.product_id is None, one.name, str(one.listing.id)))


def with_offer(listing: OwnListing, price: int | None, promised_stock: int | None, until: date) -> tuple[str, ...]:
    """What ``listing`` would lack with this price and number of pieces, in a campaign whose last day is ``until``."""
    offered = readiness.Standing(**{**vars(listing.standing), "price": price, "promised": promised_stock})
    return readiness.missing(offered, until)


def fee_rates(session: Session, actor: Actor, shops: Collection[UUID], today: date) -> dict[UUID, int]:
    """What each shop's marketplace kept lately of the price of its settled orders, in basis points rounded up.

    A shop without settled orders is not in it, nor one in which the actor sees no product. A rate is one figure of the shop as a
    whole: of a collective shop everybody's orders count, so that all who sell there get the same floor.
    """
    price = OrderLine.gross - OrderLine.discount - OrderLine.refunds
    rows = session.execute(
        select(OrderLine.shop_id, func.sum(OrderLine.fees), func.sum(price))
        .where(
            OrderLine.association_id == actor.association, OrderLine.shop_id.in_(shops), current(), counted(),
            OrderLine.shop_id.in_(visible(actor, Listing).with_only_columns(Listing.shop_id)),
            OrderLine.settled == true(), OrderLine.sales_day.between(today - timedelta(FEES_OF), today),
        ).group_by(OrderLine.shop_id).having(func.sum(price) > 0)
    )
    return {shop: min(max(-(-int(fees or 0) * floor.WHOLE // int(paid or 1)), 0), floor.WHOLE) for shop, fees, paid in rows}


def _own(
    campaign: Campaign, row: ListingRow, owner: UUID, product: ProductRow | None, licences: tuple[HeldLicence, ...],
    fee_rate: int, offer: CampaignListing | None, elsewhere: str,
) -> OwnListing:
    cost = product.cost if product else None
    stock = row.stock if row.stock is not None else product.stock if product else None
    lowest = None if cost is None else floor.lowest(cost, fee_rate, campaign.discount, campaign.contribution)
    standing = readiness.Standing(
        matched=product is not None, category=product.category if product else "other",
        photos=int(product is not None and product.photo_id is not None), licences=licences, link_state=row.link_state, cost=cost,
        lowest=lowest, stock=stock, price=offer.price if offer else None, promised=offer.promised_stock if offer else None,
    )
    usual = row.price if row.price is not None else product.price if product else None
    return OwnListing(
        row, owner, cost, stock, fee_rate, lowest, floor.suggested(usual, lowest),
        readiness.missing(standing, campaign.ends_on), readiness.before_offer(standing, campaign.ends_on), standing,
        offer.id if offer else None, offer.version if offer else 0, standing.price, standing.promised, elsewhere,
    )


def _licences(
    session: Session, actor: Actor, today: date, business_id: UUID | None,
) -> Mapping[UUID, tuple[HeldLicence, ...]]:
    found: defaultdict[UUID, tuple[HeldLicence, ...]] = defaultdict(tuple)
    for row in register.licences(session, actor, today=today, business_id=business_id):
        if row.state == HELD:
            found[row.business_id] += (HeldLicence(row.kind, row.expires_on),)
    return found


def _elsewhere(
    session: Session, actor: Actor, campaign: Campaign, owners: Mapping[UUID, UUID | None],
) -> dict[UUID, str]:
    """The campaign in which each is that is not the owner's own in this one; a campaign's name is everybody's."""
    rows = session.execute(taken(actor, owners.keys(), campaign.starts_on, campaign.ends_on + timedelta(1)))
    return {
        listing: name for listing, business, of_campaign, name in rows
        if of_campaign != campaign.id or business != owners[listing]
    }
