"""Whether a sentence is somebody's own: long enough to say something, and not taken from what was proposed or looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

WORDS: Final = 4
"""Fewer say nothing of one's own."""
ALIKE: Final = 0.8
"""From this agreement on (1: the same) a sentence counts as copied."""
KEPT: Final = 0.5
"""From this agreement of words on a changed sentence is still the same one."""
SHORT, COPIED = "short", "copied"


def lacks(sentence: str, others: Iterable[str]) -> str:
    """SHORT, COPIED, or "" when the sentence is one's own beside ``others`` (texts of any length)."""
    words = _words(sentence)
    if len(words) < WORDS:
        return SHORT
    mine = " ".join(words)
    for other in others:
        for part in re.split(r"[.?!\n]+", other):
            theirs = " ".join(_words(part))
            if mine == theirs or SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= ALIKE:
                return COPIED
        if f" {mine} " in f" {' '.join(_words(other))} ":
            return COPIED
    return ""


def revised(text: str, sentence: str, others: Iterable[str]) -> str:
    """The paragraph of ``text`` that ``sentence`` became when the text was changed by hand; "" when nothing of it is left."""
    others = list(others)
    near = [(_alike(sentence, part), part.strip()) for part in text.split("\n") if not lacks(part, others)]
    best = max(near, default=(0.0, ""))
    return best[1] if best[0] >= KEPT else ""


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, _words(one), _words(other), autojunk=False).ratio()


def contains(text: str, sentence: str) -> bool:
    """Whether the words of ``sentence`` still stand in ``text``, one after the other."""
    return f" {' '.join(_words(sentence))} " in f" {' '.join(_words(text))} "


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
