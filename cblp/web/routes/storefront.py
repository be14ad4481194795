"""The storefront for buyers: who is not signed in, is not asked, and leaves nothing behind but a number for the day."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import htpy as h
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask
from starlette.responses import RedirectResponse, Response

from cblp import i18n
from cblp.catalogue.services.products import CATEGORIES
from cblp.i18n import LANGUAGES
from cblp.outreach.reports import storefront as shop
from cblp.outreach.reports import storefront_ways as ways
from cblp.outreach.reports.storefront import Card, House
from cblp.outreach.services import counts
from cblp.people import phones
from cblp.web import html
from cblp.web import storefront_facts as machine
from cblp.web import storefront_pages as pages
from cblp.web.html import Words
from cblp.web.storefront_pages import Frame
from cblp.web.storefront_tally import Seen, Tally
from cblp.web.visit import Visit

FRESH: Final = "public, max-age=60"
PICTURE: Final = "public, max-age=3600, s-maxage=60, must-revalidate"
"""A picture is called by its content and could be kept for ever, but what it shows was lent: whoever has seen it may see it for an
hour more, so that the next page costs nothing; a cache that serves others asks each minute, like for pages, and a reload always does
(no ``immutable``). To ask again costs no bytes of a picture: its name is its ETag. Nobody shows it when we cannot be asked.
"""
POLICY: Final = f"{html.STRICT}; script-src 'none'; connect-src 'self'"
"""Without a script nothing on a page connects anywhere, so the last word opens nothing to the page itself. It is there for those who
look at it from within a browser: Lighthouse asks for robots.txt that way, and reports it as broken where it may not.
"""
MAP: Final = "public, max-age=3600"
SCANNED: Final = "qr"
"""``?dari=qr`` stands in printed codes."""
MOST_PAGES: Final = 500
BESIDE: Final = 4
"""Products that stand below a product, or below the news that there is nothing: two rows of a phone."""
HEADERS: Final = {"Vary": "Accept-Encoding, Accept-Language"}
_PICTURE: Final = re.compile(r"([0-9a-f]{64})\.webp")


class Stall:
    """A visit to one storefront, in one snapshot; ``house`` is open."""

    def __init__(self, visit: Visit, session: Session, house: House, tally: Tally) -> None:
        self.visit = visit
        self.tally = tally
        self.session = session
        self.house = house

    @cached_property
    def today(self) -> date:
        """The day where the association is."""
        return self.visit.app.clock().astimezone(ZoneInfo(self.house.timezone)).date()

    @cached_property
    def frame(self) -> Frame:
        """What its pages share."""
        asked = _asked(self.visit)
        return Frame(self.house, Words(asked or _language(self.visit)), origin(self.visit), self.visit.settings.base_path, asked)

    @property
    def page(self) -> int:
        """Which page of a list is asked for."""
        typed = self.visit.request.query_params.get("hal", "")
        return min(max(int(typed), 1), MOST_PAGES) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1

    def part(self, name: str) -> str:
        """A part of the address."""
        return str(self.visit.request.path_params[name])

    def shown(self, text: str, what: str, subject: UUID) -> Response:
        """A page that exists, and one more in its count (two, when it was scanned)."""
        scanned = self.visit.request.query_params.get("dari") == SCANNED
        response = _packed(self.visit, text, "text/html; charset=utf-8", FRESH)
        response.background = self.counting(what, subject, *([counts.CODE] if scanned else []))
        return response

    def gone(self, was: bool, *, over: bool = False) -> Response:
        """What is not shown: 410 when it once was (``over``: a campaign), 404 when it never was."""
        others = shop.shelf(self.session, self.house.id, today=self.today, most=BESIDE)
        text = pages.gone(self.frame, others.cards, was=was, over=over)
        return _packed(self.visit, text, "text/html; charset=utf-8", "no-store", status=410 if was else 404)

    def counting(self, what: str, subject: UUID, *also: str, marketplace: str = "") -> BackgroundTask | None:
        """Count after the answer has left: a buyer never waits for the database's one writer."""
        request = self.visit.request
        if request.method != "GET" or not counts.is_person(
            request.headers.get("user-agent", ""), request.headers.get("sec-purpose", ""),
        ):
            return None
        return BackgroundTask(self.tally.add, *(Seen(self.house.id, self.today, one, subject, marketplace) for one in (what, *also)))


Handler = Callable[[Stall], Response]


def stall(handler: Handler, tally: Tally) -> Callable[[Visit], Response]:
    """A handler inside one open storefront; without one there is nothing at the address, or nothing any more."""

    def handle(visit: Visit) -> Response:
        with visit.app.database.reading(None) as session:
            association = shop.find(session, str(visit.request.path_params["slug"]))
        if association is None:
            return _nothing(visit, closed=False)
        with visit.app.database.reading(association) as session:
            house = shop.house(session, association)
            if house is None:
                return _nothing(visit, closed=shop.was_open(session, association))
            here = Stall(visit, session, house, tally)
            with i18n.speaking(here.frame.words.language):
                return handler(here)

    return handle


# -- pages -------------------------------------------------------------------------------------------------------------


def home(here: Stall) -> Response:
    """The association's page."""
    found = shop.shelf(here.session, here.house.id, today=here.today, page=here.page)
    if here.page > 1 and not found.cards:
        return here.gone(False)
    kinds = shop.categories(here.session, here.house.id, today=here.today)
    running = shop.promos(here.session, here.house.id, today=here.today)
    return here.shown(pages.home(here.frame, found, kinds, running, page=here.page), counts.PAGE, here.house.id)


def category(here: Stall) -> Response:
    """The products of a category; an empty one is no page."""
    code = here.part("category")
    found = shop.shelf(here.session, here.house.id, today=here.today, category=code, page=here.page)
    if code not in CATEGORIES or not found.cards:
        return here.gone(False)
    kinds = shop.categories(here.session, here.house.id, today=here.today)
    return here.shown(pages.category(here.frame, code, found, kinds, page=here.page), counts.PAGE, here.house.id)


def search(here: Stall) -> Response:
    """What is found for ``?q=``; without a word only the field to type it."""
    text = " ".join(here.visit.request.query_params.get("q", "").split())[: shop.SEARCH]
    found = shop.shelf(here.session, here.house.id, today=here.today, text=text, page=here.page) if text else shop.Shelf((), 0)
    if here.page > 1 and not found.cards:
        return here.gone(False)
    kinds = shop.categories(here.session, here.house.id, today=here.today)
    others = () if found.cards else shop.shelf(here.session, here.house.id, today=here.today, most=BESIDE).cards
    return here.shown(pages.search(here.frame, text, found, kinds, others, page=here.page), counts.PAGE, here.house.id)


def product(here: Stall) -> Response:
    """One product."""
    slug = here.part("product")
    full = shop.product(here.session, here.house.id, slug=slug, today=here.today)
    if full is None:
        return here.gone(shop.product_was(here.session, here.house.id, slug=slug))
    running = {one.id: one for one in shop.promos(here.session, here.house.id, today=here.today)}
    return here.shown(pages.product(here.frame, full, _beside(here, full.card), running), counts.PRODUCT, full.card.id)


def _beside(here: Stall, card: Card) -> list[Card]:
    """What else a buyer of a product may want: of the same maker, else of the same kind."""
    theirs = shop.shelf(here.session, here.house.id, today=here.today, member=card.maker_slug, most=BESIDE + 1)
    alike = shop.shelf(here.session, here.house.id, today=here.today, category=card.category, most=2 * BESIDE + 1)
    found = {one.id: one for one in (*theirs.cards, *alike.cards) if one.id != card.id}
    return list(found.values())[:BESIDE]


def member(here: Stall) -> Response:
    """The products of one member."""
    slug = here.part("member")
    who = shop.member(here.session, here.house.id, slug=slug, today=here.today)
    if who is None:
        return here.gone(shop.member_was(here.session, here.house.id, slug=slug))
    found = shop.shelf(here.session, here.house.id, today=here.today, member=slug, page=here.page)
    return here.shown(pages.member(here.frame, slug, who[1], found, page=here.page), counts.PAGE, who[0])


def promo(here: Stall) -> Response:
    """A campaign that is open."""
    code = here.part("code")
    one = next((one for one in shop.promos(here.session, here.house.id, today=here.today) if one.code == code), None)
    if one is None:
        return here.gone(shop.promo_was(here.session, here.house.id, code=code), over=True)
    cards = shop.promo_shelf(here.session, here.house.id, promo=one, today=here.today)
    return here.shown(pages.promo(here.frame, one, cards), counts.CAMPAIGN, one.id)


# -- ways out ----------------------------------------------------------------------------------------------------------


def leave(here: Stall) -> Response:
    """Count, and send the buyer on: to the marketplace's page of the product, or to WhatsApp with a message. Only there."""
    slug, place = here.part("product"), here.part("place")
    full = shop.product(here.session, here.house.id, slug=slug, today=here.today)
    if full is None:
        return here.gone(shop.product_was(here.session, here.house.id, slug=slug))
    if place == ways.WHATSAPP:
        number = ways.phone(here.session, here.house.id, business_id=full.card.business_id) if full.card.ways.by_chat else ""
        text = pages.message(here.frame.words, full.card, here.house, here.frame.address("p", slug))
        target, what, place = phones.chat(number, text) if number else "", counts.ORDER, ""
    else:
        target, what = next((offer.url for offer in full.card.ways.offers if offer.marketplace == place), ""), counts.BUY
    if not target:
        return here.gone(True)
    return RedirectResponse(
        target, status_code=303, headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
        background=here.counting(what, full.card.id, marketplace=place),
    )


# -- pictures and machines ---------------------------------------------------------------------------------------------


def picture(here: Stall) -> Response:
    """A picture by the hash of its content, while what it shows is shown."""
    named = _PICTURE.fullmatch(here.part("name"))
    sha256 = bytes.fromhex(named[1]) if named else b""
    content = shop.picture(here.session, here.house.id, sha256=sha256, today=here.today) if named else None
    if content is None:
        was = shop.picture_was(here.session, here.house.id, sha256=sha256)
        return Response(status_code=410 if was else 404, headers={"Cache-Control": "no-store"})
    headers = {"Cache-Control": PICTURE, "ETag": f'"{sha256.hex()}"'}
    if _has(here.visit, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="image/webp", headers=headers)


def site_map(here: Stall) -> Response:
    """Everything that stands in this storefront."""
    frame, found = here.frame, shop.addresses(here.session, here.house.id, today=here.today)
    kinds = shop.categories(here.session, here.house.id, today=here.today)
    running = shop.promos(here.session, here.house.id, today=here.today)
    listed = [
        (frame.address(), None), *((frame.address("c", code), None) for code, _count in kinds),
        *((frame.address("promo", one.code), None) for one in running),
        *((frame.address("u", maker), None) for maker in sorted({maker for _slug, maker, _at in found})),
        *((frame.address("p", slug), at) for slug, _maker, at in found),
    ]
    return _packed(here.visit, machine.site_map(listed), machine.MAP_TYPE, MAP)


def all_maps(visit: Visit) -> Response:
    """The site maps of every open storefront of this installation."""
    with visit.app.database.reading(None) as session:
        known = shop.everywhere(session)
    listed = []
    for association, slug in known:
        with visit.app.database.reading(association) as session:
            if shop.house(session, association):
                listed.append(f"{origin(visit)}{visit.settings.base_path}/etalase/{slug}/peta-situs.xml")
    return _packed(visit, machine.map_of_maps(listed), machine.MAP_TYPE, MAP)


def robots(visit: Visit) -> Response:
    """What robots may ask."""
    base = visit.settings.base_path
    text = machine.robots(base, f"{origin(visit)}{base}/peta-situs.xml")
    return Response(text, media_type="text/plain; charset=utf-8", headers={"Cache-Control": MAP})


# -- parts -------------------------------------------------------------------------------------------------------------


def origin(visit: Visit) -> str:
    """Scheme and host under which the buyer reached us; the host is one of ours (``middleware.hosts``)."""
    scheme = "https" if visit.settings.secure_cookies else visit.request.url.scheme
    return f"{scheme}://{visit.request.headers['host']}"


def _nothing(visit: Visit, *, closed: bool) -> Response:
    """Where no storefront is, or one was: whoever scans an old code is told that nothing is wrong with the code.

    It is a buyer who reads this: in their language, and without a way to where members sign in.
    """
    words = Words(_asked(visit) or _language(visit))
    other, label = ("en", "English") if words.language == "id" else ("id", "Bahasa Indonesia")
    title = words("This storefront is closed now.") if closed else words("This page does not exist.")
    text = words("Ask the seller directly.") if closed else words("The address may be wrong, or the page has moved.")
    foot = h.p(".foot")[h.a(href=f"?lang={other}", lang=other, hreflang=other)[label]]
    return html.page(words, title, h.p[text], status=410 if closed else 404, foot=foot)


def _asked(visit: Visit) -> str:
    """The language that the address names, "" without one of ours."""
    asked = visit.request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else ""


def _language(visit: Visit) -> str:
    """What the buyer's browser asks for, where it is one of ours; else the installation's."""
    wanted: list[tuple[float, int, str]] = []
    for at, part in enumerate(visit.request.headers.get("accept-language", "")[:200].split(",")):
        name, _, weight = part.strip().partition(";q=")
        language = name.lower().partition("-")[0]
        try:
            liked = float(weight or 1)
        except ValueError:
            continue
        if language in LANGUAGES and liked > 0:
            wanted.append((-liked, at, language))
    return min(wanted)[2] if wanted else visit.settings.lang


def _has(visit: Visit, etag: str) -> bool:
    """Whether who asks has this content already; a proxy that packs it on its way marks its name as weak (RFC 9110, 13.1.2)."""
    asked = visit.request.headers.get("if-none-match", "")[:1000]
    return etag in {one.strip().removeprefix("W/") for one in asked.split(",")}


def _packed(visit: Visit, text: str, media_type: str, cache: str, *, status: int = 200) -> Response:
    """An answer with a name for its content, small on the way; nothing again for whoever has it."""
    content, request = text.encode(), visit.request
    packed = "gzip" in request.headers.get("accept-encoding", "")
    etag = f'"{hashlib.sha256(content).hexdigest()[:24]}{"-gzip" if packed else ""}"'
    headers = {"Cache-Control": cache, "Content-Security-Policy": POLICY, **HEADERS}
    if status == 200:
        headers["ETag"] = etag
        if _has(visit, etag):
            return Response(status_code=304, headers=headers)
    if packed:
        content, headers["Content-Encoding"] = gzip.compress(content, 6, mtime=0), "gzip"
    return Response(content, status_code=status, media_type=media_type, headers=headers)
