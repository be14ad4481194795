"""Questions and their answers: the topics, the states, and what an answer that everybody reads must not give away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

TOPICS: Final = ("whatsapp", "marketplace", "photo", "buyers", "price", "ai", "safety", "other")
MATERIALS: Final = {
    "whatsapp": "social", "marketplace": "business", "photo": "content", "buyers": "market", "price": "business", "ai": "ai",
    "safety": "safety",
}
"""The material that each topic is learned from; another topic has none."""
OPEN, ANSWERED, PUBLISHED, WITHDRAWN = "open", "answered", "published", "withdrawn"
SLOW: Final = 3
"""Days after which an open question has waited too long."""
LONGEST_QUESTION: Final = 1_000
LONGEST_ANSWER: Final = 4_000

_PHONE = re.compile(r"(?<!\d)(?:\+?62|0)[ .-]?8(?:[ .-]?\d){7,}")
_FORMS = r"(?:ibu|bu|bapak|pak|kak|kakak|bang|abang|mbak|mba|mas|uni|uda|mr|mrs|ms)\.?"


def gives_away(text: str, *, business: str, person: str) -> str:
    """What in ``text`` tells who asked: the name as it stands there, or a phone number; "" for nothing.

    A first name alone is often a common word (Sari, Ayu): it counts after a form of address only.
    """
    names = [re.escape(name) for name in (business.strip(), person.strip()) if " " in name.strip()]
    first = person.split()[:1]
    names += [rf"{_FORMS}\s+{re.escape(name)}" for name in [*first, *([] if " " in business.strip() else [business.strip()])] if name]
    found = _PHONE.search(text) or next(
        (match for name in names if (match := re.search(rf"(?<!\w){name}(?!\w)", text, re.IGNORECASE))), None)
    return found[0] if found else ""


def middle(values: Iterable[int]) -> int | None:
    """The median, of two middle values the greater one; None without values."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else None
