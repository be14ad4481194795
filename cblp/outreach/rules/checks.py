"""What in a text could harm its writer: a claim without a licence, a price that loses, a day or topic that hurts, a phone number.

The lists are short and plain on purpose: they ask a person to look again, they don't judge. Text in Bahasa Indonesia.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

HALAL, BPOM, PIRT, HEALTH = "halal", "bpom", "pirt", "health"
PRICE, TOPIC, DAY, PHONE, CAPITALS = "price", "topic", "day", "phone", "capitals"
CODES: Final = (HALAL, BPOM, PIRT, HEALTH, PRICE, TOPIC, DAY, PHONE, CAPITALS)
CLAIMS: Final = frozenset({HALAL, BPOM, PIRT, HEALTH})
"""What must go before the text is copied: without the licence the law forbids to say it. The rest is for the writer to decide."""


@dataclass(frozen=True)
class Finding:
    """One thing to look at: its code of CODES, and the words that it is about: as they stand in the text, of DAY what is remembered.

    ``least`` is the price floor that an amount lies below, in whole rupiah.
    """

    code: str
    words: str = ""
    least: int = 0


def check(
    text: str, *, licences: Collection[str] = (), lowest: int | None = None, posted_on: date | None = None,
) -> tuple[Finding, ...]:
    """What could harm, in the order of CODES. ``licences`` are the kinds that hold on the day of the post.

    ``lowest`` is the price floor in whole rupiah, None where nobody knows it.
    """
    found = [
        *_claims(text, licences), *_prices(text, lowest), *(Finding(TOPIC, match[0]) for match in _TOPICS.finditer(text)),
        *([Finding(DAY, sensitive(posted_on))] if posted_on and sensitive(posted_on) else []),
        *(Finding(PHONE, match[0].strip()) for match in _PHONE.finditer(text)), *_capitals(text),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: CODES.index(one.code)))


def unclaimed(text: str, licences: Collection[str]) -> str:
    """``text`` without the sentences that claim what no licence of ``licences`` covers."""
    return "".join(part for part in re.split(r"(?<=[.?!])(?=\s)|(?<=\n)", text) if not _claims(part, licences)).strip()


def sensitive(day: date) -> str:
    """What people remember on this day ("" for most days): selling loudly then hurts."""
    return REMEMBERED.get((day.month, day.day), "")


def amounts(text: str) -> list[tuple[str, int]]:
    """Every amount of rupiah in a text as it is written there, and in whole rupiah: ``Rp25.000``, ``25rb``, ``1,5 juta``."""
    return [(match[0].strip(" .,"), amount) for match, amount in _amounts(text)]


def _amounts(text: str) -> Iterator[tuple[re.Match[str], int]]:
    for match in _AMOUNT.finditer(text):
        digits, scale = match["digits"].rstrip(".,"), _SCALES.get((match["unit"] or "").lower(), 1)
        if not (match["rp"] or match["unit"]) and (not _GROUPED.fullmatch(digits) or _MEASURE.match(text, match.end())):
            continue  # a size, a number of pieces
        whole, _, part = digits.replace(",", ".").partition(".") if scale > 1 else (re.sub(r"\D", "", digits), "", "")
        part = re.sub(r"\D", "", part)
        yield match, int(whole) * scale + (int(part) * scale // 10 ** len(part) if part else 0)


REMEMBERED: Final = {
    (5, 13): "kerusuhan Mei 1998", (9, 28): "gempa Palu 2018", (9, 30): "korban 30 September 1965", (10, 1): "korban Kanjuruhan 2022",
    (10, 12): "korban bom Bali 2002",
    (12, 26): "tsunami Aceh 2004",
}
"""Days of mourning that the whole country keeps, by month and day."""


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_TOPICS: Final = _words(
    "pemilu", "pilkada", "pilpres", "caleg", "coblos", "partai politik", "paslon", "gempa", "tsunami", "banjir", "longsor",
    "erupsi", "kebakaran", "kecelakaan", "bencana", "korban jiwa", "jenazah", "meninggal", "wafat", "duka", "perang", "teroris",
    "bom", "kerusuhan", "kafir", "pribumi", "judi", "slot gacor", "pinjol", "miras",
)
_CLAIMED: Final = (
    (HALAL, _words("halal", "halalan"), frozenset({"halal"})),
    (BPOM, _words("bpom", "badan pom", "izin edar"), frozenset({"bpom"})),
    (PIRT, _words("p-?irt"), frozenset({"pirt"})),
    (HEALTH, _words(
        r"(?:menyembuhkan|mengobati|mengatasi) \w+", r"menurunkan (?!harga|ongkir|ongkos|biaya)\w+",
        r"mencegah (?!hancur|rusak|pecah|patah|bocor|tumpah|basi|jamur|tengik|lembap|luntur|robek)\w+", r"menyehatkan(?: \w+)?",
        "obat", "berkhasiat", "khasiat", "anti ?kanker",
        "kolesterol", "diabetes", "masuk angin", "pegal linu",
        "rematik", "maag", "darah tinggi", "hipertensi", "asam urat", "tanpa efek samping", "detoks", "pelangsing",
        r"melangsingkan(?: \w+)?", r"memutihkan(?: \w+)?",
    ), frozenset({"bpom"})),
)
_SCALES: Final = {"rb": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000}
_AMOUNT: Final = re.compile(
    r"(?:(?P<rp>\bRp\.?\s*)|(?<![\w.,]))(?P<digits>\d[\d.,]*)(?:\s*(?P<unit>ribu|juta|rb|jt|k)\b)?", re.IGNORECASE,
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
_MEASURE: Final = re.compile(
    r"\s*(?:meter|m|cm|km|mdpl|gram|gr|g|kg|ml|liter|l|watt|orang|pembeli|pengikut|buah|lembar|bungkus|botol|tahun|kali)\b", re.IGNORECASE,
)
_TAKEN_OFF: Final = re.compile(
    r"(?:hemat|diskon|potongan|voucher|cashback|ongkir|ongkos kirim|lebih murah|turun|minimal|minimum|di atas)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
"""What stands before an amount that is no price."""
_PHONE: Final = re.compile(r"(?<!\d)(?:\+?62|0)[\s.-]?8(?:[\s.-]?\d){7,11}(?!\d)")
_WORD: Final = re.compile(r"[^\W\d_]{5,}")  # shorter ones are PIRT, BPOM, COD


def _claims(text: str, licences: Collection[str]) -> list[Finding]:
    return [
        Finding(code, match[0]) for code, words, needed in _CLAIMED if not needed & set(licences) for match in words.finditer(text)
    ]


def _prices(text: str, lowest: int | None) -> list[Finding]:
    if lowest is None:
        return []
    return [
        Finding(PRICE, match[0].strip(" .,"), lowest) for match, amount in _amounts(text)
        if amount < lowest and not _TAKEN_OFF.search(text[: match.start()])
    ]


def _capitals(text: str) -> list[Finding]:
    """Shouting: several long words in a row, or most of a text, in capitals."""
    said = re.sub(r"#\w+", "", text)
    loud = [word for word in _WORD.findall(said) if word.isupper()]
    return [Finding(CAPITALS, " ".join(loud[:3]))] if len(loud) >= 3 or (loud and len(loud) * 2 > len(_WORD.findall(said))) else []
