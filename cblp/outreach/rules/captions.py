"""Texts for posts from what is known of a product, in Bahasa Indonesia and without any network: varied, exact, never more than known.

Buyers read Indonesian, whatever language the screen speaks. A sentence is used only when everything that it names is known, so
that nothing is promised which nobody wrote down.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from string import Formatter
from typing import Final

from cblp.outreach.rules import phrases

WA_STATUS, INSTAGRAM, TIKTOK, LISTING = "wa_status", "instagram", "tiktok", "listing"
CHANNELS: Final = (WA_STATUS, INSTAGRAM, TIKTOK, LISTING)
LONGEST: Final = {WA_STATUS: 700, INSTAGRAM: 2_200, TIKTOK: 2_200, LISTING: 3_000}
"""Letters that each channel takes (a status of text holds 700)."""
TITLE: Final = 70
"""Letters of a title that every marketplace shows whole."""
TAGS: Final = {WA_STATUS: 1, INSTAGRAM: 5, TIKTOK: 4, LISTING: 5}
"""So many hashtags are still read as words and not as noise."""
STORY: Final = {WA_STATUS: 120, INSTAGRAM: 320, TIKTOK: 120, LISTING: 1_200}
FEW: Final = 5
"""From this stock down it is worth saying how many are left."""


@dataclass(frozen=True)
class Facts:
    """What is known of a product and may be said to everybody; money in whole rupiah, "" and None for what nobody knows.

    ``hashtags`` stand in the order in which they matter. ``offer`` is the price while ``campaign`` runs, from ``since`` to ``until``.
    ``places`` are names of marketplaces where it can be bought.
    """

    name: str
    category: str = "other"
    price: int | None = None
    stock: int | None = None
    story: str = ""
    description: str = ""
    hashtags: tuple[str, ...] = ()
    business: str = ""
    area: str = ""
    places: tuple[str, ...] = ()
    campaign: str = ""
    offer: int | None = None
    since: date | None = None
    until: date | None = None


def draft(facts: Facts, channel: str, seed: int = 0) -> str:
    """A text for ``channel``, its paragraphs apart by an empty line, hashtags last; of LISTING the first one is the title.

    The same seed gives the same text; the next one begins differently and is built otherwise. Raises ValueError for another channel.
    """
    if channel not in CHANNELS:
        raise ValueError(f"no such channel: {channel}")
    values, kind = _values(facts, channel), thing(facts.name)

    def turn(slot: str) -> int:
        return int(sha256(f"{facts.name}|{channel}|{slot}".encode()).hexdigest(), 16) + seed

    def say(slot: str, *said: str) -> str:
        fitting = [phrase for phrase in said if all(values.get(field) for field in _fields(phrase))]
        return fitting[turn(slot) % len(fitting)].format_map(values) if fitting else ""

    gone, story = facts.stock == 0, values["story"]
    hooks = (*phrases.OPENINGS_OF.get(kind, ()), *phrases.SOUGHT)
    if channel == LISTING:
        openings = tuple(hook for hook in hooks if " ini:" not in hook and " ini?" not in hook)  # a listing stands for months
    else:
        openings = phrases.OPENINGS if gone else (*phrases.OPENINGS, *phrases.READY, *hooks)
    opening = "" if gone and channel == LISTING else say("opening", *openings)
    closer = say("closer", *phrases.CLOSERS) if story else opening
    asking = phrases.CALLS_OF.get(kind, ()) if channel in (INSTAGRAM, TIKTOK) else ()
    left = say("left", *phrases.LEFT) if facts.stock is not None and 0 < facts.stock <= FEW else ""
    price = _joined(say("price", *phrases.OFFERS) or say("price", *phrases.PRICES), left)
    call = phrases.SOLD_OUT[channel] if gone else say("call", *phrases.CALLS[channel], *asking)
    whole = _unnamed(lines(facts.description), facts.name) or story
    shapes: tuple[tuple[str, ...], ...] = {
        WA_STATUS: (
            (opening, story, _joined(price, call)), (_joined(opening, story), price, call), (_joined(opening, price), call),
            (story, _joined(closer, price), call),
        ),
        INSTAGRAM: ((opening, story, price, call), (story, _joined(closer, price), call), (_joined(opening, price), story, call)),
        TIKTOK: ((_joined(opening, story), _joined(price, call)), (_joined(opening, price), call), (story, _joined(closer, price), call)),
        LISTING: ((title(facts), whole, _details(facts), call), (title(facts), opening, whole, _details(facts), call)),
    }[channel]
    told = shapes[turn("shape") % len(shapes)]
    body = "\n\n".join(part for part in told if part)
    tags = " ".join(hashtags(facts.hashtags, fitting={facts.category, kind}, name=facts.name)[: TAGS[channel]])
    room = LONGEST[channel] - len(tags) - 2
    return "\n\n".join(part for part in (shortened(body, room), tags) if part)


def with_own(drafted: str, own: str) -> str:
    """The draft with somebody's own sentence behind its first paragraph, where readers still look."""
    first, _, rest = drafted.partition("\n\n")
    return "\n\n".join(part for part in (first, tidy(own), rest) if part)


def title(facts: Facts) -> str:
    """A title for a marketplace: the name, then where it is from if that fits and stands there not yet."""
    name, area = tidy(facts.name), place(facts.area)
    longer = f"{name} {phrases.FROM.get(facts.category, 'dari')} {area}"
    fits = area and "," not in name and len(longer) <= TITLE and area.lower() not in name.lower()
    return longer if fits else shortened(name, TITLE)


def place(area: str) -> str:
    """A regency or city as people say it: ``Jambi``, not ``Kota Jambi``."""
    return tidy(area).removeprefix("Kabupaten ").removeprefix("Kota ")


def thing(name: str) -> str:
    """What a product is (a key of phrases.THINGS), by its name; "" where its name does not say."""
    words = _words(_SIZE.sub("", tidy(name)))
    kind = next((kind for word in words for kind, things in phrases.THINGS.items() if word in things), "")
    return phrases.KITCHEN if kind in phrases.EATEN and phrases.RAW & set(words) else kind


def rupiah(amount: int) -> str:
    """``Rp1.250.000``, to the last rupiah."""
    return "Rp" + f"{amount:,}".replace(",", ".")


def day(value: date) -> str:
    """``13 November 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def days(first: date | None, last: date) -> str:
    """``11 sampai 13 Desember 2026``; where nobody knows the first day ``sampai 13 Desember 2026``."""
    if first is None or first >= last:
        return day(last) if first else f"sampai {day(last)}"
    same = (first.year, first.month) == (last.year, last.month)
    began = str(first.day) if same else day(first).removesuffix(f" {last.year}")
    return f"{began} sampai {day(last)}"


def counted(stock: int, name: str) -> str:
    """A number of pieces with the word by which they are counted: ``6 lembar``, ``3 bungkus``, else ``2 saja``."""
    return f"{stock} {_unit(name) or 'saja'}"


def hashtags(written: Iterable[str], *, fitting: Collection[str] = (), name: str = "") -> list[str]:
    """Hashtags as they are posted (``#BatikJambi``), each once, in the order given; what is no hashtag is left out.

    Of two spellings the one with capitals stays: it is read aloud as words. With ``fitting`` (what a product is) and its ``name``
    those that speak of something else are left out, too: an association's own stand with its batik and with its snacks.
    """
    found: dict[str, str] = {}
    for text in written:
        for word in text.split():
            tag = re.sub(r"\W", "", word)
            if tag and not tag.isdecimal() and len(tag) <= 50 and (not fitting or _fits(tag, fitting, name)):
                known = found.setdefault(tag.casefold(), f"#{tag}")
                found[tag.casefold()] = f"#{tag}" if known.islower() else known
    return list(found.values())


def _fits(tag: str, what: Collection[str], name: str) -> bool:
    said = [(word, things) for word, things in phrases.TAGGED.items() if word in tag.casefold()]
    return all(word in name.casefold() or things & set(what) for word, things in said)


def tidy(text: str) -> str:
    """One paragraph without control characters, and without signs that turn a text around."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def lines(text: str) -> str:
    """A text with its own lines and paragraphs, each one tidy."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(tidy(line) for line in text.splitlines())).strip()


def shortened(text: str, most: int) -> str:
    """``text`` up to its last whole sentence (else its last whole word) within ``most`` letters."""
    if len(text) <= most:
        return text
    cut = text[:most]
    sentence = max(cut.rfind(mark) for mark in (". ", "? ", ".\n", "?\n"))
    if sentence > most // 3:
        return cut[: sentence + 1]
    return cut.rpartition(" ")[0].rstrip(" ,;:-") or cut


# -- the facts in words ------------------------------------------------------------------------------------------------

MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)
_SIZE: Final = re.compile(
    r"[, ]+(?P<size>(?P<measure>\d+(?:,\d+)? ?(?:(?P<long>cm|mm|m)|gram|gr|kg|g|ml|liter|l))|(?:isi|set) \d+|"
    r"\d+ (?:kotak|pcs|bungkus|botol|buah))$",
    re.IGNORECASE,
)
"""How much is in a package, or how large a thing is, at the end of its name."""
_SET: Final = re.compile(r"^(?:isi|set) ")


def _values(facts: Facts, channel: str) -> dict[str, str]:
    lower = facts.offer if facts.offer and facts.price and facts.offer < facts.price else None
    full, maker, area = tidy(facts.name), tidy(facts.business), place(facts.area)
    name = _SIZE.sub("", full) or full
    heard = {word for word in _words(name) if len(word) > 2}
    maker_told = "" if heard & set(_words(maker)) else maker
    area_told = "" if area.lower() in full.lower() else area
    # What a name says already is not said twice: ``Keripik Singkong dari Keripik Singkong Mandiangin``.
    return {
        "name": name, "maker": maker_told, "area": area_told, "home": _at_home(maker_told, area_told) if area_told else "",
        "campaign": tidy(facts.campaign), "story": shortened(tidy(facts.story), STORY[channel]), "places": _listed(facts.places),
        "price": _each(facts.price, full) if facts.price else "", "usual": rupiah(facts.price) if facts.price else "",
        "offer": _each(lower, full) if lower else "", "days": days(facts.since, facts.until) if facts.until and lower else "",
        "stock": counted(facts.stock, full) if facts.stock else "",
    }


def _each(amount: int, name: str) -> str:
    """What one costs, and what one is: ``Rp17.000 per bungkus 250 g``, ``Rp185.000 per lembar ukuran 2 m``, ``Rp28.000 (isi 20)``."""
    size, unit = _SIZE.search(name), _unit(name)
    if not size:
        return rupiah(amount)
    if unit and size["measure"]:
        return f"{rupiah(amount)} per {unit} {'ukuran ' if size['long'] else ''}{size['size']}"
    return f"{rupiah(amount)} ({_SET.sub('isi ', size['size'].lower())})"


def _details(facts: Facts) -> str:
    """What a buyer looks for below a description."""
    size = _SIZE.search(tidy(facts.name))
    label = "Isi" if not size or not size["measure"] else "Ukuran" if size["long"] else "Isi bersih"
    held = _SET.sub("", size["size"].lower()) if size else ""
    told = {label: held, "Dari": _at_home(tidy(facts.business), place(facts.area))}
    return "\n".join(f"{word}: {value}" for word, value in told.items() if value)


def _at_home(maker: str, area: str) -> str:
    """Who makes it, and where, if their name does not say that already."""
    return ", ".join(part for part in (maker, "" if area.lower() in maker.lower() else area) if part)


def _unnamed(text: str, name: str) -> str:
    """A description without the product's name at its head: the title has just said it."""
    full = tidy(name)
    rest = text[len(full):]
    return rest.lstrip(" .:\n") if text.lower().startswith(full.lower()) and rest[:1] in ".:\n" else text


def _unit(name: str) -> str:
    """The word by which a thing is counted, if the first word that says what it is has one: a ``Dompet Songket`` is no cloth."""
    words = _words(_SIZE.sub("", tidy(name)))
    known = [*phrases.UNITS.values(), *phrases.THINGS.values()]
    head = next((word for word in words if any(word in things for things in known)), "")
    return next((unit for unit, things in phrases.UNITS.items() if head in things), "")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


def _fields(phrase: str) -> list[str]:
    return [field for _, field, _, _ in Formatter().parse(phrase) if field]


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _listed(names: Sequence[str]) -> str:
    return " dan ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
