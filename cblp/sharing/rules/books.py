"""The books' own rules: what an account's code says, which side is natural for it, and the seal that chains transfers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

CASH, BANK, RECEIVABLE, LOAN, EXPENSE = "cash", "bank", "receivable", "loan", "expense"
SAVINGS, POOL, FUND, PAYABLE, EQUITY, INCOME = "savings", "pool", "fund", "payable", "equity", "income"
PLACES: Final = (CASH, BANK)
"""Where money itself is."""
ASSETS: Final = frozenset({CASH, BANK, RECEIVABLE, LOAN, EXPENSE})
"""Kinds of account whose natural balance is positive; of all others it is negative."""
PRINCIPAL, MANDATORY, VOLUNTARY = "principal", "mandatory", "voluntary"
SAVINGS_KINDS: Final = (PRINCIPAL, MANDATORY, VOLUNTARY)
RESERVE, EDUCATION, SOLIDARITY = "reserve", "education", "solidarity"
FUNDS: Final = (RESERVE, EDUCATION, SOLIDARITY)
GENERAL: Final = "general"
"""The pool of no campaign."""
OPENING: Final = "equity:opening"

_WORD: Final = re.compile(r"[a-z][a-z0-9-]{0,30}")


@dataclass(frozen=True)
class Code:
    """What an account's code says: its kind, a word (savings kind, fund, pool, income or expense), whose it is."""

    text: str
    kind: str
    word: str = ""
    business: UUID | None = None
    campaign: UUID | None = None


def read_code(code: str) -> Code:
    """Take a code apart; raises ValueError for one that is none.

    cash · bank · receivable:<business> · loan:<business> · savings:<kind>:<business> · payable:<business> · pool:<campaign> ·
    pool:general · fund:<fund> · equity:opening · income:<word> · expense:<word>; ids are lower-case canonical text.
    """
    kind, *rest = code.split(":")
    if kind in PLACES and not rest:
        return Code(code, kind)
    if kind in {RECEIVABLE, LOAN, PAYABLE} and len(rest) == 1:
        return Code(code, kind, business=_id(rest[0], code))
    if kind == SAVINGS and len(rest) == 2 and rest[0] in SAVINGS_KINDS:
        return Code(code, kind, rest[0], business=_id(rest[1], code))
    if kind == POOL and len(rest) == 1:
        return Code(code, kind, GENERAL) if rest == [GENERAL] else Code(code, kind, campaign=_id(rest[0], code))
    if kind == FUND and len(rest) == 1 and rest[0] in FUNDS:
        return Code(code, kind, rest[0])
    if code == OPENING or (kind in {INCOME, EXPENSE} and len(rest) == 1 and _WORD.fullmatch(rest[0])):
        return Code(code, kind, rest[0])
    raise ValueError(f"no account has the code {code!r}")


def pool_code(campaign_id: UUID | None) -> str:
    """The code of a campaign's pool, or of the general one."""
    return f"{POOL}:{campaign_id or GENERAL}"


def savings_code(kind: str, business_id: UUID) -> str:
    """The code of a member's savings of a kind."""
    return f"{SAVINGS}:{kind}:{business_id}"


def natural(kind: str, amount: int) -> int:
    """What is in an account of ``kind``, from its sum of postings: savings of 100 are booked as −100 and are 100."""
    return amount if kind in ASSETS else -amount


def request_hash(
    *, day: date, kind: str, postings: Sequence[tuple[str, int]], text: str, about: str, ids: Sequence[UUID | None],
) -> bytes:
    """What tells two requests with the same key apart: sha256 of their canonical content."""
    return _digest([day.isoformat(), kind, [list(each) for each in postings], text, about, _texts(ids)])


def seal(
    previous: bytes, *, association: UUID, transfer: UUID, number: int, day: date, postings: Sequence[tuple[UUID, int]],
    ids: Sequence[UUID | None],
) -> bytes:
    """The seal of a transfer: sha256 over the seal before it and its canonical content; no text, no name.

    ``postings`` are (account, amount) by position; ``ids`` are about, decision, evidence and the reversed transfer. The seal
    before the first is ``b""``.
    """
    content = [str(association), str(transfer), number, day.isoformat(), [[str(a), amount] for a, amount in postings], _texts(ids)]
    return hashlib.sha256(previous + _canonical(content)).digest()


def _digest(content: Any) -> bytes:
    return hashlib.sha256(_canonical(content)).digest()


def _canonical(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _texts(ids: Sequence[UUID | None]) -> list[str]:
    return [str(each) if each else "" for each in ids]


def _id(text: str, code: str) -> UUID:
    try:
        made = UUID(text)
    except ValueError:
        made = None
    if made is None or str(made) != text:
        raise ValueError(f"no account has the code {code!r}")
    return made
