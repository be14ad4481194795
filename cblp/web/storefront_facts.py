"""What machines read of the storefront: schema.org facts, the preview of a shared link, site maps, what robots may ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from xml.sax.saxutils import escape

import htpy as h
import orjson
from markupsafe import Markup

from cblp.outreach.reports.storefront import Card, Full, House

MAP_TYPE: Final = "application/xml"
_SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
IN_STOCK, OUT_OF_STOCK = "InStock", "OutOfStock"


def facts(*about: dict[str, Any]) -> h.Node:
    """Facts as JSON-LD; nothing in them can end the element or begin another."""
    if not about:
        return None
    text = orjson.dumps([{"@context": "https://schema.org", **one} for one in about]).decode()
    for mark, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(mark, code)
    return h.script(type="application/ld+json")[Markup(text)]


def organization(house: House, *, address: str, logo: str) -> dict[str, Any]:
    """The association."""
    known = {"logo": logo, "areaServed": house.area}
    return {"@type": "Organization", "name": house.name, "url": address, **{name: value for name, value in known.items() if value}}


def product(full: Full, *, address: str, pictures: Sequence[str], summary: str, until: Mapping[UUID, date]) -> list[dict[str, Any]]:
    """A product with an offer for each place that names a price, or its own price where none does; nothing without a price.

    ``until`` is the last day of each campaign that runs. Search engines turn a product down that has neither an offer nor a review.
    """
    card, stands = full.card, availability(full.card)
    shared = {
        "@type": "Offer", "url": address, "priceCurrency": "IDR", "itemCondition": "https://schema.org/NewCondition",
        "seller": {"@type": "Organization", "name": card.maker}, **({"availability": f"https://schema.org/{stands}"} if stands else {}),
    }
    offers = [
        {**shared, "price": str(offer.price), **({"priceValidUntil": f"{until[offer.deal.campaign_id]}"} if offer.deal else {})}
        for offer in card.ways.offers if offer.price
    ]
    if not offers and card.price:
        offers = [{**shared, "price": str(card.price)}]
    made: dict[str, Any] = {
        "@type": "Product", "name": card.name, "url": address, "brand": {"@type": "Brand", "name": card.maker}, "offers": offers,
    }
    if summary:
        made["description"] = summary
    if pictures:
        made["image"] = list(pictures)
    return [made] if offers else []


def availability(card: Card) -> str:
    """Schema.org's word for what the buttons lead to; "" of a product that some have, but nobody sells here."""
    return IN_STOCK if not card.ways.none else OUT_OF_STOCK if card.ways.sold_out else ""


def selling(card: Card) -> dict[str, str]:
    """Price and availability for the preview of a shared link."""
    price = min((offer.price for offer in card.ways.offers if offer.price), default=card.price)
    known = {"availability": {IN_STOCK: "in stock", OUT_OF_STOCK: "out of stock"}.get(availability(card), "")}
    if price:
        known |= {"price:amount": str(price), "price:currency": "IDR"}
    return {name: value for name, value in known.items() if value}


def trail(*steps: tuple[str, str]) -> dict[str, Any]:
    """The way to a page as (name, address) from the association's own on; the last is the page."""
    return {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": at, "name": name, "item": address} for at, (name, address) in enumerate(steps, 1)
    ]}


def preview(*, title: str, summary: str, address: str, site: str, picture: str, size: tuple[int, int] | None, locale: str,
            kind: str = "website", selling: Mapping[str, str]) -> h.Node:
    """What WhatsApp, Facebook and others show of a shared link."""
    tags = {"title": title, "description": summary, "url": address, "site_name": site, "type": kind, "locale": locale, "image": picture}
    if picture and size:
        tags |= {"image:width": str(size[0]), "image:height": str(size[1])}
    return [
        [h.meta(property=f"og:{name}", content=value) for name, value in tags.items() if value],
        [h.meta(property=f"product:{name}", content=value) for name, value in selling.items()],
        h.meta(name="twitter:card", content="summary_large_image" if picture else "summary"),
    ]


def site_map(addresses: Iterable[tuple[str, datetime | None]]) -> str:
    """A site map of (address, changed at or None)."""
    rows = "".join(
        f"<url><loc>{escape(address)}</loc>{f'<lastmod>{at:%Y-%m-%d}</lastmod>' if at else ''}</url>" for address, at in addresses
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{_SPACE}">{rows}</urlset>'


def map_of_maps(addresses: Iterable[str]) -> str:
    """The site map that names the others."""
    rows = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="{_SPACE}">{rows}</sitemapindex>'


def robots(base: str, site_map: str) -> str:
    """Storefronts are for everybody, the rest of the server for nobody who only reads."""
    lines = [
        "User-agent: *", f"Allow: {base}/etalase/", f"Disallow: {base}/etalase/*/pergi/", f"Disallow: {base}/etalase/*/cari",
        f"Allow: {base}/peta-situs.xml", "Disallow: /", f"Sitemap: {site_map}",
    ]
    return "\n".join(lines) + "\n"
