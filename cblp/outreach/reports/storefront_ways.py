"""Where a buyer is sent to: a shop's page of the product, or WhatsApp with a message; only to addresses that are what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from cblp.catalogue.models import Listing, ListingProduct, Marketplace, Shop
from cblp.catalogue.rules import DEAD
from cblp.db.dated import on
from cblp.outreach.services.publishing import PHONE, allowed
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
class Offer:
    """A product at a marketplace that a buyer can open now; ``price`` in whole rupiah as the shop last told it, None: not known."""

    marketplace: str
    name: str
    price: int | None
    url: str


def offers(session: Session, association: UUID, *, product_id: UUID, today: date) -> list[Offer]:
    """Where a product can be bought, one offer (the cheapest) for each marketplace, in the marketplaces' order.

    Live is a listing on sale in an open shop, not sold out, with an address of that marketplace that was not found dead. An
    address that nobody could check counts as live: many shops answer no machine.
    """
    rows = session.execute(
        select(Listing.url, Listing.price, Marketplace.code, Marketplace.name)
        .join(ListingProduct, and_(ListingProduct.association_id == Listing.association_id, ListingProduct.listing_id == Listing.id))
        .join(Shop, and_(Shop.association_id == Listing.association_id, Shop.id == Listing.shop_id))
        .join(Marketplace, Marketplace.code == Shop.marketplace)
        .where(
            Listing.association_id == association, ListingProduct.product_id == product_id, on(ListingProduct, today),
            Listing.status == "active", Listing.link_state != DEAD, Listing.stock.is_(None) | (Listing.stock > 0),
            Shop.closed_on.is_(None) | (Shop.closed_on > today), Marketplace.kind == "marketplace",
            Marketplace.valid_to.is_(None) | (Marketplace.valid_to > today),
        ).order_by(Marketplace.position, Listing.price.is_(None), Listing.price, Listing.id)
    )
    found: dict[str, Offer] = {}
    for url, price, code, name in rows:
        if belongs_to(code, url):
            found.setdefault(code, Offer(code, name, price, url))
    return list(found.values())


def phone(session: Session, association: UUID, *, business_id: UUID) -> str:
    """The number (``+62…``) by which buyers may order from a business; "" unless its owner allowed it."""
    return session.scalar(
        select(Person.phone)
        .join(Business, and_(Business.association_id == Person.association_id, Business.owner_id == Person.id))
        .join(Consent, and_(Consent.association_id == Person.association_id, Consent.person_id == Person.id))
        .where(
            Person.association_id == association, Business.id == business_id, Person.erased_at.is_(None), allowed(association, PHONE),
        ).limit(1)
    ) or ""


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
