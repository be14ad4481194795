"""The text of a post: its hashtags, and a short form of it in which nobody can be called or written to."""

from __future__ import annotations

import re
from typing import Final

LIMIT: Final = 300
MAX_HASHTAGS: Final = 600

_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# nine digits or more, with what people write between them; prices and dates are shorter or have other signs
_PHONE: Final = re.compile(r"(?<![\w.,])(?:\+|wa\.me/)?\(?\d(?:[ ()-]{0,2}\d){8,14}(?!\w)")
_HASHTAG: Final = re.compile(r"#(\w+)")


def caption(written: str) -> str:
    """At most 300 characters on one line, phone numbers and e-mail addresses masked."""
    short = _PHONE.sub("•••", _EMAIL.sub("•••", " ".join(written.split())))
    return short if len(short) <= LIMIT else f"{short[: LIMIT - 1]}…"


def hashtags(written: str) -> str:
    """The hashtags in order, each once, lower case without ``#``, separated by spaces; at most 600 characters."""
    tags = " ".join(dict.fromkeys(tag.casefold() for tag in _HASHTAG.findall(written)))
    return tags if len(tags) <= MAX_HASHTAGS else tags[:MAX_HASHTAGS].rpartition(" ")[0]
