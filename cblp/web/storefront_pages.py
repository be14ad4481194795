"""The storefront's pages: plain HTML without script, light enough for a slow phone, in the buyer's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode
from uuid import UUID

import htpy as h
from markupsafe import Markup

from cblp.i18n import LOCALES, N_, formats
from cblp.outreach.reports.storefront import PAGE, Card, Full, House, Photo, Picture, Promo, Shelf
from cblp.outreach.reports.storefront_ways import WHATSAPP, Offer
from cblp.web import storefront_facts as machine
from cblp.web.html import Words

CATEGORIES: Final = {
    "batik": N_("Batik cloth"), "food": N_("Food"), "drink": N_("Drinks"), "craft": N_("Crafts"), "other": N_("Other products"),
}
LONGEST_NAME: Final = 90
LONGEST_TEXT: Final = 2500
"""Letters of a name in a list, and of a text on a product's page: what keeps every page light."""
LONG_NAME: Final = 60
"""Letters from which a product's name is set smaller, so that its price still stands on a phone's first screen."""
SUMMARY: Final = 160
EAGER: Final = 2
"""Pictures that are fetched at once; the others wait until they come near."""
SIZES: Final = "(min-width:46rem) 35rem, 100vw"
_UNIT: Final = re.compile(
    r"(?<=\d) (?=(?:mg|g|gr|gram|kg|ml|l|liter|mm|cm|m|pcs|kotak|lembar)\b)|(?<=\bisi) (?=\d)", re.IGNORECASE,
)
_DRAWN: Final = {
    "batik": "M5 5h14v4H5zM5 9h14v10H5zM8 14q2-2.5 4 0t4 0", "food": "M3 11h18a9 8.5 0 0 1-18 0zM9.5 8q-1.5-1.5 0-3M14 8q-1.5-1.5 0-3",
    "drink": "M5 8h11v6a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5zM16 10h2a2 2 0 0 1 0 5h-2M9 5.5q-1-1 0-2.5M12.5 5.5q-1-1 0-2.5",
    "craft": "M3 10h18l-2 10H5zM7 10a5 6 0 0 1 10 0M9 10l1 10M15 10l-1 10M4 15h16",
    "other": "M4 8l8-4 8 4v9l-8 4-8-4zM4 8l8 4 8-4M12 12v9",
}
"""What stands where a photo is missing, as paths in a square of 24."""
_GLASS: Final = "M10.5 4a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13zM15.5 15.5L20 20"


@dataclass(frozen=True)
class Frame:
    """What all pages of one answer share. ``origin`` is scheme and host, ``base`` the server's path; ``asked`` the language of
    the address, "" when the browser's own was taken.
    """

    house: House
    words: Words
    origin: str
    base: str
    asked: str

    def path(self, *parts: str, **query: str) -> str:
        """The path of a page of this storefront; an asked language goes along."""
        inside = "/".join(quote(part, safe="") for part in (self.house.slug, *parts))
        wanted = {name: value for name, value in {**query, "lang": query.get("lang", self.asked)}.items() if value}
        return f"{self.base}/etalase/{inside}" + (f"?{urlencode(wanted)}" if wanted else "")

    def address(self, *parts: str, **query: str) -> str:
        """The whole address of a page, in no particular language unless one is named."""
        return self.origin + self.path(*parts, **{"lang": "", **query})

    def picture(self, sha256: str) -> str:
        """The path of a picture."""
        return f"{self.base}/etalase/{quote(self.house.slug, safe='')}/gambar/{sha256}.webp"


def home(frame: Frame, shelf: Shelf, categories: Sequence[tuple[str, int]], promos: Sequence[Promo], *, page: int) -> str:
    """The association's page: search, categories, what runs, and its products."""
    words, house = frame.words, frame.house
    where = ", ".join(part for part in (words("Shared storefront"), house.area) if part)
    said = words("Products from the members of {name}: {count}.", count=formats.count(shelf.total), name=house.name)
    logo = frame.origin + frame.picture(house.logo) if house.logo else ""
    return _whole(
        frame, words("Shared storefront"), said,
        _categories(frame, categories, ""),
        [_promo_link(frame, promo) for promo in promos],
        _goods(frame, shelf.cards) if shelf.cards else h.p[words("No products yet. They stand here once members show them.")],
        _pages(frame, shelf.total, page),
        query=_page(page), picture=_first(shelf.cards),
        top=[h.div(".who")[h.h1[house.name], h.p[where]], _search(frame, "")],
        facts=[machine.organization(house, address=frame.address(), logo=logo)],
    )


def category(frame: Frame, code: str, shelf: Shelf, categories: Sequence[tuple[str, int]], *, page: int) -> str:
    """The products of one category."""
    words = frame.words
    said = words("Products: {count}.", count=formats.count(shelf.total))
    return _whole(
        frame, words(CATEGORIES[code]), said,
        h.h1[words(CATEGORIES[code])], h.p(".quiet")[said], _categories(frame, categories, code), _goods(frame, shelf.cards),
        _pages(frame, shelf.total, page, "c", code),
        parts=("c", code), query=_page(page), picture=_first(shelf.cards),
    )


def search(
    frame: Frame, text: str, shelf: Shelf, categories: Sequence[tuple[str, int]], others: Sequence[Card], *, page: int,
) -> str:
    """What was found for a text; where nothing was, ``others`` and the categories lead on."""
    words = frame.words
    found = words("Products for “{text}”: {count}.", count=formats.count(shelf.total), text=text)
    nothing = words("Nothing found for “{text}”. Try another word, for example the name of the product.", text=text)
    return _whole(
        frame, words("Search"), found,
        h.h1[words("Search")], _search(frame, text),
        [h.p(role="status")[found], _goods(frame, shelf.cards)] if shelf.cards else [
            h.p(role="status")[nothing] if text else None, _categories(frame, categories, ""),
            _others(frame, words("Other products"), others),
        ],
        _pages(frame, shelf.total, page, "cari", q=text),
        parts=("cari",), query={"q": text, **_page(page)}, indexed=False,
    )


def member(frame: Frame, slug: str, name: str, shelf: Shelf, *, page: int) -> str:
    """The products of one member."""
    said = frame.words("Products from {name}: {count}.", count=formats.count(shelf.total), name=name)
    above = {"@type": "Organization", "name": frame.house.name, "url": frame.address()}
    return _whole(
        frame, name, said, h.h1[name], h.p(".quiet")[said], _goods(frame, shelf.cards), _pages(frame, shelf.total, page, "u", slug),
        parts=("u", slug), query=_page(page), picture=_first(shelf.cards),
        facts=[{"@type": "Organization", "name": name, "url": frame.address("u", slug), "memberOf": above}],
    )


def promo(frame: Frame, one: Promo, cards: Sequence[Card]) -> str:
    """A campaign: its days, its story, and what takes part."""
    days = _days(one)
    return _whole(
        frame, one.name, _summary(one.story) or days,
        h.h1[one.name], h.p[h.b[days]], h.p(".as-typed")[_clip(one.story, LONGEST_TEXT)] if one.story else None,
        h.p(".quiet")[one.hashtags] if one.hashtags else None,
        _goods(frame, cards) if cards else h.p[frame.words("The products of this campaign stand here once members join it.")],
        parts=("promo", one.code), picture=_first(cards),
    )


def product(frame: Frame, full: Full, others: Sequence[Card], running: Mapping[UUID, Promo]) -> str:
    """One product: photos, price (and that of a ``running`` campaign), where it can be bought, its texts, who makes it, ``others``."""
    words, card, standing = frame.words, full.card, _standing(frame.words, full.card)
    about = full.description or full.story or words("Made by {name}.", name=card.maker)
    summary = _summary(f"{standing}. {about}" if standing else about)
    pictures = [frame.origin + frame.picture(photo.large.sha256) for photo in full.photos]
    address = frame.address("p", card.slug)
    texts = [(words("About the product"), full.description), (words("Story of the product"), full.story)]
    if full.story in full.description:
        del texts[1]
    return _whole(
        frame, card.name, summary,
        h.article(".sheet")[
            _photos(frame, full),
            h.div[
                h.h1(class_="long" if len(card.name) > LONG_NAME else None)[_bound(card.name)],
                h.p(".price")[formats.money(card.price)] if card.price is not None else None,
                h.p(".out")[standing] if standing else None,
                _deal(frame, card, running),
                h.p(".by")[words("Made by"), " ", h.a(href=frame.path("u", card.maker_slug))[card.maker]],
            ],
            None if card.ways.none else h.div(".ways")[_ways(frame, card)],
            h.div[[[h.h2[title], h.p(".as-typed")[_clip(text, LONGEST_TEXT)]] for title, text in texts if text]],
        ],
        _others(frame, words("Other products"), others),
        parts=("p", card.slug), picture=full.photos[0].large if full.photos else None, kind="product", selling=machine.selling(card),
        facts=[
            *machine.product(full, address=address, pictures=pictures, summary=_summary(about), until={
                id_: one.ends_on for id_, one in running.items()
            }),
            machine.trail(
                (frame.house.name, frame.address()),
                (words(CATEGORIES.get(card.category, CATEGORIES["other"])), frame.address("c", card.category)), (card.name, address),
            ),
        ],
    )


def gone(frame: Frame, others: Sequence[Card], *, was: bool, over: bool = False) -> str:
    """What stood at an address and is there no more (``over``: a campaign), or what never was there."""
    words = frame.words
    title = words("This page does not exist.")
    if was:
        title = words("This campaign is over") if over else words("This is no longer in the storefront")
    return _whole(
        frame, title, "", h.h1[title], h.p[words("Other products of the members are still here.")] if others else None,
        h.a(".button", href=frame.path())[words("To the storefront")], _others(frame, words("Other products"), others),
        indexed=False, back=False,
    )


def message(words: Words, card: Card, house: House, address: str) -> str:
    """What stands in WhatsApp when a buyer presses the button."""
    return words("Hello, I want to order {product} from the shared storefront of {name}. {address}",
                 product=card.name, name=house.name, address=address)


# -- parts -------------------------------------------------------------------------------------------------------------


def _whole(
    frame: Frame, title: str, summary: str, *content: h.Node, parts: Sequence[str] = (), query: Mapping[str, str] | None = None,
    picture: Picture | None = None, facts: Sequence[dict[str, object]] = (), indexed: bool = True, back: bool = True,
    kind: str = "website", selling: Mapping[str, str] | None = None, top: h.Node = None,
) -> str:
    words, house, asked = frame.words, frame.house, dict(query or {})
    other, label = ("en", "English") if words.language == "id" else ("id", "Bahasa Indonesia")
    colour, ink = accent(house.colour)
    about: h.Node = h.meta(name="robots", content="noindex")
    if indexed:
        here = frame.address(*parts, **asked)
        about = [h.link(rel="canonical", href=here), machine.preview(
            title=title, summary=summary, address=here, site=house.name, locale=LOCALES[words.language], kind=kind,
            picture=frame.origin + frame.picture(picture.sha256) if picture else "",
            size=(picture.width, picture.height) if picture else None, selling=selling or {},
        )]
    side = "56" if top else "40"
    logo = h.img(src=frame.picture(house.logo), alt="", width=side, height=side) if house.logo else None
    head = [logo, top] if top else [
        h.a(href=frame.path())[logo, h.span[house.name]],
        h.a(href=frame.path("cari"))[_drawn(_GLASS), h.span[words("Search")]],
    ]
    return str(h.html(lang=words.language)[
        h.head[
            h.meta(charset="utf-8"), h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.title[f"{title} · {house.name}"], h.meta(name="description", content=summary) if summary else None,
            h.meta(name="theme-color", content=colour), h.link(rel="icon", href="data:,"), about, machine.facts(*facts),
            h.style[Markup(_look())],
        ],
        h.body[
            h.header(".top.front" if top else ".top", style=f"--a:{colour};--t:{ink}")[h.div[head]],
            h.main[h.a(".back", href=frame.path())["← ", words("All products")] if back and not top else None, content],
            h.footer(".foot")[h.div[
                h.p[h.b[house.name]],
                h.p(".quiet")[words("Price and stock come from the members and may change. This page keeps nothing about you.")],
                h.a(href=frame.path(*parts, **{**asked, "lang": other}), lang=other, hreflang=other, rel="alternate")[label],
            ]],
        ],
    ])


def _page(page: int) -> dict[str, str]:
    return {"hal": str(page)} if page > 1 else {}


def _search(frame: Frame, text: str) -> h.Node:
    words = frame.words
    return h.form(action=f"{frame.base}/etalase/{quote(frame.house.slug, safe='')}/cari", role="search")[
        h.label(for_="q")[words("Search a product")],
        h.input(id="q", name="q", type="search", value=text or None, maxlength="60", placeholder=words("Search a product")),
        h.input(type="hidden", name="lang", value=frame.asked) if frame.asked else None,
        h.button(type="submit")[words("Search")],
    ]


def _categories(frame: Frame, known: Sequence[tuple[str, int]], here: str) -> h.Node:
    if len(known) < 2 and not here:
        return None
    words = frame.words
    return h.nav(aria_label=words("Kinds of products"))[h.ul(".chips")[[
        h.li[h.a(href=frame.path("c", code), aria_current="page" if code == here else None)[
            words(CATEGORIES[code]), " ", h.small[formats.count(count)],
        ]]
        # Where the row is wider than a phone, the one that is open would stand outside.
        for code, count in sorted(known, key=lambda kind: kind[0] != here)
    ]]]


def _promo_link(frame: Frame, one: Promo) -> h.Node:
    return h.a(".promo", href=frame.path("promo", one.code))[h.b[one.name], _days(one)]


def _deal(frame: Frame, card: Card, running: Mapping[UUID, Promo]) -> h.Node:
    """The campaign that takes the least, its price, and the shops that take it: nobody else does."""
    deal = next(iter(card.ways.deals), None)
    if deal is None:
        return None
    one = running[deal.campaign_id]
    places = ", ".join(offer.name for offer in card.ways.offers if offer.deal == deal)
    return h.a(".promo", href=frame.path("promo", one.code))[
        h.b[frame.words("Campaign price {price} at {places}", price=formats.money(deal.price), places=places)], one.name, h.br, _days(one),
    ]


def _standing(words: Words, card: Card) -> str:
    """What is said of a product that no button leads to, the same wherever it stands; "" of all others."""
    return "" if not card.ways.none else words("Out of stock") if card.ways.sold_out else words("Cannot be ordered here now")


def _others(frame: Frame, title: str, cards: Sequence[Card]) -> h.Node:
    return [h.h2[title], _goods(frame, cards, soon=0)] if cards else None


def _goods(frame: Frame, cards: Iterable[Card], *, soon: int = EAGER) -> h.Node:
    return h.ul(".goods")[[h.li[_card(frame, card, soon=at < soon)] for at, card in enumerate(cards)]]


def _card(frame: Frame, card: Card, *, soon: bool) -> h.Node:
    price: h.Node = None
    standing = _standing(frame.words, card)
    if card.promo is not None:
        before = [" ", h.s[formats.money(card.price)]] if card.price is not None and card.price > card.promo else None
        price = h.b[h.small[frame.words("Campaign price")], " ", formats.money(card.promo), before]
    elif card.price is not None:
        price = h.b[formats.money(card.price)]
    return h.a(href=frame.path("p", card.slug))[
        # The name stands right below: read aloud, the picture would only say it twice.
        _image(frame, card.photo.small, "", lazy=not soon) if card.photo else _no_photo(card),
        h.span[_bound(_clip(card.name, LONGEST_NAME))], price, h.small(".out")[standing] if standing else None,
        h.small[_clip(card.maker, LONGEST_NAME)],
    ]


def _image(frame: Frame, picture: Picture, alt: str, *, lazy: bool) -> h.Node:
    return h.img(
        src=frame.picture(picture.sha256), alt=alt, width=str(picture.width), height=str(picture.height),
        loading="lazy" if lazy else None, decoding="async",
    )


def _photos(frame: Frame, full: Full) -> h.Node:
    words, many = frame.words, len(full.photos) > 1
    said = words("Photo of {product}", product=full.card.name)
    return h.div(".photos", tabindex="0" if many else None, role="group" if many else None, aria_label=said if many else None)[
        [_large(frame, photo, f"{said}, {at + 1}" if many else said, first=not at) for at, photo in enumerate(full.photos)]
        or _no_photo(full.card, words("No photo yet"))
    ]


def _large(frame: Frame, photo: Photo, alt: str, *, first: bool) -> h.Node:
    small, large = photo.small, photo.large
    sizes = f"{frame.picture(small.sha256)} {small.width}w, {frame.picture(large.sha256)} {large.width}w"
    return h.img(
        src=frame.picture(large.sha256), srcset=sizes if small != large else None, sizes=SIZES if small != large else None,
        alt=alt, width=str(large.width), height=str(large.height),
        loading=None if first else "lazy", fetchpriority="high" if first else None, decoding="async",
    )


def _no_photo(card: Card, said: str = "") -> h.Node:
    return h.div(".none")[_drawn(_DRAWN.get(card.category, _DRAWN["other"])), said]


def _drawn(path: str) -> h.Node:
    return h.svg(viewBox="0 0 24 24", aria_hidden="true")[h.path(d=path)]


def _ways(frame: Frame, card: Card) -> list[h.Node]:
    words, slug = frame.words, card.slug
    ways: list[h.Node] = [
        h.a(".button", href=frame.path("pergi", slug, offer.marketplace), rel="nofollow")[
            words("Buy at {place}", place=offer.name), h.small[formats.money(offer.price)] if _differs(offer, card) else None,
        ]
        for offer in card.ways.offers
    ]
    if card.ways.by_chat:
        ways.append(h.a(".button.chat", href=frame.path("pergi", slug, WHATSAPP), rel="nofollow")[words("Order by WhatsApp")])
    return ways


def _differs(offer: Offer, card: Card) -> bool:
    return offer.price is not None and offer.price != card.price


def _pages(frame: Frame, total: int, page: int, *parts: str, **query: str) -> h.Node:
    last = -(-total // PAGE)
    if last < 2:
        return None
    words = frame.words
    before = frame.path(*parts, **query, hal=str(page - 1) if page > 2 else "")
    after = frame.path(*parts, **query, hal=str(page + 1))
    return h.nav(".pages", aria_label=words("Pages"))[
        h.a(href=before, rel="prev")[words("Previous")] if page > 1 else h.span,
        h.span[words("Page {page} of {last}", page=formats.count(page), last=formats.count(last))],
        h.a(href=after, rel="next")[words("Next")] if page < last else h.span,
    ]


def _days(one: Promo) -> str:
    """The days of a campaign; a line never begins with the dash."""
    return formats.day_range(one.starts_on, one.ends_on).replace(" – ", "\u00a0– ")


def _first(cards: Iterable[Card]) -> Picture | None:
    return next((card.photo.large for card in cards if card.photo), None)


def _summary(text: str) -> str:
    return _clip(re.sub(r"\s+", " ", text).strip(), SUMMARY)


def _bound(text: str) -> str:
    """A number keeps its unit: “2 m” never ends one line and begins the next."""
    return _UNIT.sub("\u00a0", text)


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def accent(colour: str) -> tuple[str, str]:
    """The association's colour and the ink that is read best on it (WCAG's relative luminance); indigo for what is no colour."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        colour = "#2F4B7C"
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return colour, "#ffffff" if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 else "#000000"


@cache
def _look() -> str:
    return (Path(__file__).parent / "storefront.css").read_text(encoding="utf-8").replace("\n", "")
