"""Rules of the register without a database: how memberships change, when a licence is due, what looks like a duplicate."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final
from uuid import UUID

# -- texts -------------------------------------------------------------------------------------------------------------

_NOTHING: Final = re.compile(r"[\W_]*")


def clean(typed: str) -> str:
    """A text as it is kept: composed letters, single spaces, no control characters; punctuation alone says nothing."""
    composed = unicodedata.normalize("NFC", typed)
    plain = " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp", "Cs"} else c for c in composed).split())
    return "" if _NOTHING.fullmatch(plain) else plain


def next_code(codes: Iterable[str]) -> str:
    """The code of the next business: A001, A002, … after the highest in use."""
    numbers = [int(found[1]) for code in codes if (found := re.fullmatch(r"A(\d{1,9})", code))]
    return f"A{max(numbers, default=0) + 1:03d}"


# -- memberships -------------------------------------------------------------------------------------------------------

APPLIED, ACTIVE, SUSPENDED, LEFT, REJECTED = "applied", "active", "suspended", "left", "rejected"

STEPS: Final[dict[str | None, frozenset[str]]] = {
    None: frozenset({APPLIED, ACTIVE}),
    APPLIED: frozenset({ACTIVE, REJECTED}),
    ACTIVE: frozenset({SUSPENDED, LEFT}),
    SUSPENDED: frozenset({ACTIVE, LEFT}),
    LEFT: frozenset({APPLIED, ACTIVE}),
    REJECTED: frozenset({APPLIED, ACTIVE}),
}
"""Which state may follow which; None stands before the first."""

NEEDS_REASON: Final = frozenset({SUSPENDED, REJECTED})



@dataclass(frozen=True)
class Term:
    """A state from ``since`` until the day before ``until``."""

    status: str
    since: date
    until: date | None


def present_run(terms: Sequence[Term]) -> int | None:
    """Where the present membership begins in ``terms`` (oldest first): a member since then, suspended or not, or left after.

    Of somebody who never was a member, the last application. None without any term.
    """
    lasting = [i for i, term in enumerate(terms) if term.until is None or term.until > term.since]
    if not lasting:
        return None
    start = end = lasting[-1]
    for place in reversed(lasting):
        status = terms[place].status
        if status in {ACTIVE, SUSPENDED} or (place == end and status == LEFT):
            start = place
        else:
            break
    return start


# -- licences ----------------------------------------------------------------------------------------------------------

NIB, PIRT, HALAL, BPOM, TRADEMARK = "nib", "pirt", "halal", "bpom", "merek"
LICENCE_KINDS: Final = (NIB, PIRT, HALAL, BPOM, TRADEMARK)
HELD, IN_PROGRESS, ENDED = "held", "applied", "ended"

REMINDERS: Final = (7, 30, 90)
"""Days before the end of a licence on which its holder is reminded."""


def nib_digits(typed: str) -> str | None:
    """The 13 digits of a NIB without spaces and points; None when there are not 13."""
    digits = re.sub(r"[\s.\-]", "", typed)
    return digits if re.fullmatch(r"[0-9]{13}", digits) else None


def reminder(expires_on: date | None, today: date) -> int | None:
    """Which reminder stands now: 90, 30 or 7 days before the end, 0 once it has ended, None while there is time."""
    if expires_on is None:
        return None
    left = (expires_on - today).days
    return 0 if left < 0 else next((step for step in REMINDERS if left <= step), None)


# -- duplicates --------------------------------------------------------------------------------------------------------

SAME_PHONE, SAME_NAME = "phone", "name"
SIMILAR: Final = 0.88
_FILLER: Final = frozenset({
    "ud", "cv", "pt", "toko", "usaha", "rumah", "produksi", "kelompok", "ibu", "bu", "bapak", "pak", "by",
})


@dataclass(frozen=True)
class Known:
    """What the duplicate rule looks at: ``phone`` as stored, ``area`` an official code of any depth or ""."""

    id: UUID
    name: str
    phone: str
    area: str


@dataclass(frozen=True)
class Pair:
    """Two rows that may be one business, and why (``phone`` or ``name``)."""

    first: UUID
    second: UUID
    reason: str


def duplicates(rows: Iterable[Known]) -> list[Pair]:
    """Pairs with the same phone, and pairs with nearly the same name in the same regency (or where one has no area)."""
    known = list(rows)
    found: dict[tuple[UUID, UUID], str] = {}
    by_phone = defaultdict(list)
    for row in known:
        if row.phone:
            by_phone[row.phone].append(row)
    for group in by_phone.values():
        for a, b in combinations(group, 2):
            found[a.id, b.id] = SAME_PHONE
    names = {row.id: name_key(row.name) for row in known}
    for a, b in combinations(known, 2):
        if (a.id, b.id) not in found and _same_regency(a.area, b.area) and alike(names[a.id], names[b.id]):
            found[a.id, b.id] = SAME_NAME
    return [Pair(first, second, reason) for (first, second), reason in found.items()]


def name_key(name: str) -> str:
    """A name for comparison: no case, accents, punctuation or filler words, words in alphabetical order."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return " ".join(sorted(word for word in words if word not in _FILLER) or sorted(words))


def alike(first: str, second: str) -> bool:
    """True when two name keys are the same but for a letter or so."""
    if not first or not second:
        return False
    if first == second:
        return True
    if re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return False  # "Kelompok 1" and "Kelompok 2" are two
    match = SequenceMatcher(None, first, second, autojunk=False)
    return match.real_quick_ratio() >= SIMILAR and match.quick_ratio() >= SIMILAR and match.ratio() >= SIMILAR


def _same_regency(first: str, second: str) -> bool:
    return not first or not second or first[:5] == second[:5]
