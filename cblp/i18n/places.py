"""Texts with named places, ``{who}``: filled in by plain substitution, so that nothing else in the text is ever obeyed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

PLACE: Final = re.compile(r"\{([^{}\n]*)\}")


def names(text: str) -> list[str]:
    """The names of the places, in the order of the text."""
    return PLACE.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its places filled in; what an empty value leaves (a second space, an empty paragraph) goes. Raises KeyError."""
    filled = PLACE.sub(lambda place: values[place[1]], text)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n", "\n", re.sub(r" {2,}", " ", filled))).strip()
