"""Where a buyer is sent to: a shop's page of the product, or WhatsApp with a message; only to addresses that are what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from cblp.campaigns.models import Campaign, CampaignListing
from cblp.campaigns.states import OPEN
from cblp.catalogue.models import Listing, ListingProduct, Marketplace, Shop
from cblp.catalogue.rules import DEAD
from cblp.db.dated import on
from cblp.outreach.services.publishing import PHONE, allowed
from cblp.people import phones
from cblp.people.models import Business, Consent, Person

HOSTS: Final = {
    "shopee": ("shopee.co.id", "shope.ee"), "tokopedia": ("tokopedia.com", "tokopedia.link"),
    "tiktok_shop": ("tiktok.com", "tokopedia.com"), "lazada": ("lazada.co.id",), "blibli": ("blibli.com",), "blanjo": ("blanjo.com",),
}
"""Whose names a shop's address may carry: a link of somebody else's under "Buy at Shopee" would deceive the buyer."""
EXAMPLE: Final = "contoh.invalid"
"""The example's shops stand below this name, which nobody can ever own (RFC 2606)."""
WHATSAPP: Final = "whatsapp"


@dataclass(frozen=True)
class Deal:
    """The price in whole rupiah that a campaign gives a listing while it runs."""

    campaign_id: UUID
    price: int


@dataclass(frozen=True)
class Offer:
    """A product at a marketplace that a buyer can open now; ``usual`` in whole rupiah as the shop last told it, None: not known."""

    marketplace: str
    name: str
    usual: int | None
    url: str
    deal: Deal | None = None

    @property
    def price(self) -> int | None:
        """What it costs there now."""
        return self.deal.price if self.deal else self.usual


@dataclass(frozen=True)
class Ways:
    """How a product can be had: one offer for each marketplace, in their order, and whether its maker takes orders by WhatsApp.

    ``sold_out`` is said only where no way is left: a shop that still has it outweighs an own record that says none.
    """

    offers: tuple[Offer, ...]
    by_chat: bool
    sold_out: bool

    @property
    def none(self) -> bool:
        """A buyer can only look at it."""
        return not self.offers and not self.by_chat

    @property
    def deals(self) -> list[Deal]:
        """What campaigns that run now take for it, the least first."""
        return sorted((offer.deal for offer in self.offers if offer.deal), key=lambda deal: (deal.price, deal.campaign_id))


def of(session: Session, association: UUID, *, goods: Sequence[tuple[UUID, UUID, int | None]], today: date) -> list[Ways]:
    """The ways to each of ``goods``, which are a product, its business, and the stock by its own record (None: nobody counts it).

    An offer is a listing on sale in an open shop, not sold out (by the shop's own count, else by the product's record), with an
    address of that marketplace that was not found dead; the cheapest where a marketplace has several. An address that nobody
    could check counts as live: many shops answer no machine. By WhatsApp orders who allowed it and has some left.
    """
    found: defaultdict[UUID, dict[str, Offer]] = defaultdict(dict)
    empty: set[UUID] = set()
    own = {product_id: stock for product_id, _business, stock in goods}
    rows = session.execute(_listings(association, own, today)).all()
    deals = _deals(session, association, {row.id for row in rows}, today)
    for listing, product_id, url, price, stock, code, name in rows:
        left = own[product_id] if stock is None else stock
        if left == 0:
            empty.add(product_id)
        elif belongs_to(code, url):
            offer = Offer(code, name, price, url, deals.get(listing))
            found[product_id][code] = min(found[product_id].get(code, offer), offer, key=_cost)
    reached = _reached(session, association, {business for _product, business, _stock in goods})
    made = []
    for product_id, business, stock in goods:
        offers, by_chat = tuple(found[product_id].values()), stock != 0 and business in reached
        out = stock == 0 or (stock is None and product_id in empty)
        made.append(Ways(offers, by_chat, out and not offers and not by_chat))
    return made


def phone(session: Session, association: UUID, *, business_id: UUID) -> str:
    """The number (``+62…``) by which buyers may order from a business; "" unless its owner allowed it."""
    return session.scalar(_numbers(association).where(Business.id == business_id).limit(1)) or ""


def belongs_to(marketplace: str, url: str) -> bool:
    """Whether an address is plain https at a marketplace's own name, with nothing in it that would lead elsewhere."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    return (
        parts.scheme == "https" and not parts.username and port in {None, 443} and url.isprintable() and "\\" not in url and " " not in url
        and marketplace in HOSTS and any(host == name or host.endswith(f".{name}") for name in (*HOSTS[marketplace], EXAMPLE))
    )


def _listings(association: UUID, product_ids: Collection[UUID], today: date) -> Any:
    return (
        select(Listing.id, ListingProduct.product_id, Listing.url, Listing.price, Listing.stock, Marketplace.code, Marketplace.name)
        .join(ListingProduct, and_(ListingProduct.association_id == Listing.association_id, ListingProduct.listing_id == Listing.id))
        .join(Shop, and_(Shop.association_id == Listing.association_id, Shop.id == Listing.shop_id))
        .join(Marketplace, Marketplace.code == Shop.marketplace)
        .where(
            Listing.association_id == association, ListingProduct.product_id.in_(product_ids), on(ListingProduct, today),
            Listing.status == "active", Listing.link_state != DEAD,
            Shop.closed_on.is_(None) | (Shop.closed_on > today), Marketplace.kind == "marketplace",
            Marketplace.valid_to.is_(None) | (Marketplace.valid_to > today),
        ).order_by(Marketplace.position, Marketplace.code, Listing.id)
    )


def _deals(session: Session, association: UUID, listing_ids: Collection[UUID], today: date) -> dict[UUID, Deal]:
    """By listing; it is in one campaign a day only."""
    rows = session.execute(
        select(CampaignListing.listing_id, Campaign.id, CampaignListing.price)
        .join(Campaign, and_(Campaign.association_id == CampaignListing.association_id, Campaign.id == CampaignListing.campaign_id))
        .where(
            CampaignListing.association_id == association, CampaignListing.listing_id.in_(listing_ids), on(CampaignListing, today),
            CampaignListing.price.is_not(None), Campaign.state == OPEN, Campaign.starts_on <= today, Campaign.ends_on >= today,
        )
    )
    return {listing: Deal(campaign, price) for listing, campaign, price in rows if price is not None}


def _reached(session: Session, association: UUID, business_ids: Collection[UUID]) -> set[UUID]:
    """The businesses whose owner allowed orders by WhatsApp, and has a number that WhatsApp knows."""
    rows = session.execute(_numbers(association).add_columns(Business.id).where(Business.id.in_(business_ids)))
    return {business for number, business in rows if number and phones.reachable(number)}


def _numbers(association: UUID) -> Any:
    return (
        select(Person.phone)
        .join(Business, and_(Business.association_id == Person.association_id, Business.owner_id == Person.id))
        .join(Consent, and_(Consent.association_id == Person.association_id, Consent.person_id == Person.id))
        .where(Person.association_id == association, Person.erased_at.is_(None), allowed(association, PHONE))
    )


def _cost(offer: Offer) -> tuple[bool, int]:
    return offer.price is None, offer.price or 0
