"""Texts for posts from what is known of a product, in Bahasa Indonesia and without any network: varied, exact, never more than known.

Buyers read Indonesian, whatever language the screen speaks. A sentence is used only when everything that it names is known, so
that nothing is promised which nobody wrote down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from string import Formatter
from typing import Final

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

    ``hashtags`` stand in the order in which they matter. ``offer`` is the price while ``campaign`` runs, ``until`` its last day.
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
    until: date | None = None


def draft(facts: Facts, channel: str, seed: int = 0) -> str:
    """A text for ``channel``, its paragraphs apart by an empty line, hashtags last; of LISTING the first one is the title.

    The same seed gives the same text; the next one begins differently. Raises ValueError for another channel.
    """
    if channel not in CHANNELS:
        raise ValueError(f"no such channel: {channel}")
    values = _values(facts, channel)

    def say(slot: str, phrases: Sequence[str]) -> str:
        fitting = [phrase for phrase in phrases if all(values.get(field) for field in _fields(phrase))]
        start = int(sha256(f"{facts.name}|{channel}|{slot}".encode()).hexdigest(), 16)
        return fitting[(start + seed) % len(fitting)].format_map(values) if fitting else ""

    opening = say("opening", (*OPENINGS, *OPENINGS_OF.get(facts.category, ())))
    story, price, call = say("story", STORIES), say("price", OFFERS) or say("price", PRICES), say("call", CALLS[channel])
    left = say("left", LEFT) if facts.stock is not None and 0 < facts.stock <= FEW else ""
    told = {
        WA_STATUS: (opening, story if seed % 2 else "", _joined(price, left), call),
        INSTAGRAM: (opening, story, _joined(price, left), call),
        TIKTOK: (_joined(opening, story if seed % 2 else ""), _joined(price, left), call),
        LISTING: (title(facts), tidy(facts.description) or _joined(opening, story), call),
    }[channel]
    body = "\n\n".join(part for part in told if part)
    tags = " ".join(hashtags(facts.hashtags)[: TAGS[channel]])
    room = LONGEST[channel] - len(tags) - 2
    return "\n\n".join(part for part in (shortened(body, room), tags) if part)


def with_own(drafted: str, own: str) -> str:
    """The draft with somebody's own sentence behind its first paragraph, where readers still look."""
    first, _, rest = drafted.partition("\n\n")
    return "\n\n".join(part for part in (first, tidy(own), rest) if part)


def title(facts: Facts) -> str:
    """A title for a marketplace: the name, then where it is from if that fits and stands there not yet."""
    name, area = tidy(facts.name), tidy(facts.area)
    longer = f"{name} Khas {area}"
    fits = area and "," not in name and len(longer) <= TITLE and area.removeprefix("Kota ").lower() not in name.lower()
    return longer if fits else shortened(name, TITLE)


def rupiah(amount: int) -> str:
    """``Rp1.250.000``, to the last rupiah."""
    return "Rp" + f"{amount:,}".replace(",", ".")


def day(value: date) -> str:
    """``13 November 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def counted(stock: int, name: str, category: str) -> str:
    """A number of pieces with the word by which they are counted: ``6 lembar``, ``3 bungkus``."""
    words = set(re.findall(r"[a-z]+", name.lower()))
    unit = next((unit for unit, things in UNITS.items() if words & things), "porsi" if category == "drink" else "buah")
    return f"{stock} {unit}"


def hashtags(written: Iterable[str]) -> list[str]:
    """Hashtags as they are posted (``#BatikJambi``), each once, in the order given; what is no hashtag is left out."""
    found: dict[str, str] = {}
    for text in written:
        for word in text.split():
            tag = re.sub(r"\W", "", word)
            if tag and not tag.isdecimal() and len(tag) <= 50:
                found.setdefault(tag.casefold(), f"#{tag}")
    return list(found.values())


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


# -- what is said ------------------------------------------------------------------------------------------------------

MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)
UNITS: Final[Mapping[str, frozenset[str]]] = {
    "botol": frozenset({"sirup", "madu", "sambal", "botol", "minuman"}),
    "bungkus": frozenset({"keripik", "kerupuk", "kopi", "teh", "abon", "kemplang", "dodol", "bumbu", "bubuk", "stik", "nugget"}),
    "lembar": frozenset({"kain", "songket", "selendang", "taplak", "syal", "sarung", "tikar"}),
    "pasang": frozenset({"sepatu", "sandal", "anting"}),
}

OPENINGS: Final = (
    "{name} dari {business}, {area}.", "{name} dari {business}.", "Hari ini ada {name}.", "Kenalkan, {name} dari {area}.",
    "{name} sudah bisa dipesan.", "Produk lokal {area}: {name}.", "Mencari oleh-oleh {area}? Ada {name}.",
)
OPENINGS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "batik": ("Batik dari {area}: {name}.", "Untuk kerja, untuk acara keluarga: {name}.", "Mencari batik? Ada {name}."),
    "food": ("Untuk dimakan bersama di rumah: {name}.", "Teman ngobrol sore ini: {name}.", "Ada tamu? Siapkan {name}."),
    "drink": ("Teman istirahat siang: {name}.", "Ada tamu? Siapkan {name}.", "Untuk diminum bersama: {name}."),
    "craft": ("Untuk rumah atau hadiah: {name}.", "Mencari hadiah? Ada {name}.", "Buatan perajin {area}: {name}."),
}
STORIES: Final = ("{story}", "Ceritanya begini. {story}", "Sedikit cerita. {story}")
PRICES: Final = ("Harganya {price}.", "Harga {price}.", "{price}, belum termasuk ongkir.")
OFFERS: Final = (
    "Harga promo {offer}, biasanya {price}. Berlaku sampai {until}.", "Selama {campaign}: {offer}. Harga biasa {price}.",
    "Ikut {campaign}: dari {price} jadi {offer} sampai {until}.",
)
LEFT: Final = ("Tinggal {stock}.", "Sisa {stock}.")
CALLS: Final[Mapping[str, tuple[str, ...]]] = {
    WA_STATUS: (
        "Balas status ini untuk pesan.", "Mau pesan? Balas di sini.", "Tulis jumlahnya di balasan, nanti disiapkan.",
        "Bisa pesan di sini atau lewat {places}.",
    ),
    INSTAGRAM: (
        "Pesan lewat DM, atau beli di {places}.", "Simpan dulu postingan ini, pesan lewat DM.", "Ada di {places}.",
        "Mau tanya ukuran atau warna? Tulis di komentar.",
    ),
    TIKTOK: ("Tanya di komentar, nanti dijawab.", "Ada di {places}.", "Mau lihat cara membuatnya? Tulis di komentar."),
    LISTING: (
        "Tanya dulu lewat chat kalau ragu.", "Ada pertanyaan? Kirim chat sebelum memesan.",
        "Cek variasi dan jumlah sebelum membayar. Pertanyaan dijawab lewat chat.",
    ),
}


_PACKED: Final = re.compile(r", (isi \d+\b.*)$", re.IGNORECASE)
"""What is in a package, behind a comma that would cut a sentence."""


def _values(facts: Facts, channel: str) -> dict[str, str]:
    lower = facts.offer if facts.offer and facts.price and facts.offer < facts.price else None
    return {
        "name": _PACKED.sub(r" (\1)", tidy(facts.name)), "business": tidy(facts.business), "area": tidy(facts.area),
        "campaign": tidy(facts.campaign),
        "story": shortened(tidy(facts.story), STORY[channel]), "places": _listed(facts.places),
        "price": rupiah(facts.price) if facts.price else "", "offer": rupiah(lower) if lower else "",
        "until": day(facts.until) if facts.until and lower else "",
        "stock": counted(facts.stock, facts.name, facts.category) if facts.stock else "",
    }


def _fields(phrase: str) -> list[str]:
    return [field for _, field, _, _ in Formatter().parse(phrase) if field]


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _listed(names: Sequence[str]) -> str:
    return " dan ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
