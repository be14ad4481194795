"""The account-safety list: how much of it is done, and what comes next (the first thing in its order that is not)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

AREAS: Final = ("sign_in", "recovery", "fraud", "backup", "people")
LANGUAGES: Final = ("id", "en")


class BadList(ValueError):
    """A list that cannot be used as it is written."""


@dataclass(frozen=True)
class Item:
    """A thing to have: its question, why it matters, and the steps to it, each by language."""

    code: str
    area: str
    question: Mapping[str, str]
    why: Mapping[str, str]
    steps: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Checklist:
    """One version of the list, the most important thing first. What was answered is counted by the version it was asked with."""

    version: int
    items: tuple[Item, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The items' codes in order."""
        return tuple(item.code for item in self.items)


@dataclass(frozen=True)
class Score:
    """``safe`` of ``of`` things are done; ``next`` is the code of the next one, "" when all are. Not knowing is not done."""

    safe: int
    of: int
    next: str


def score(codes: tuple[str, ...], answers: Mapping[str, bool | None]) -> Score:
    """How an answered list stands."""
    missing = [code for code in codes if answers.get(code) is not True]
    return Score(len(codes) - len(missing), len(codes), missing[0] if missing else "")


def read(content: Mapping[str, object]) -> dict[int, Checklist]:
    """The versions of a parsed list file; raises BadList for a doubled version or code, an unknown area, a missing language."""
    found: dict[int, Checklist] = {}
    for one in _tables(content, "list"):
        version = one.get("version")
        items = tuple(_item(item) for item in _tables(one, "item"))
        codes = [item.code for item in items]
        if not isinstance(version, int) or version in found or not items or len(set(codes)) != len(codes):
            raise BadList(f"version {version}: doubled, empty, or with a doubled code")
        found[version] = Checklist(version, items)
    if not found:
        raise BadList("no list")
    return found


def _item(one: Mapping[str, object]) -> Item:
    code, area = str(one.get("code", "")), str(one.get("area", ""))
    if not code or area not in AREAS:
        raise BadList(f"{code or 'an item'}: area {area!r}")
    return Item(code, area, _texts(one, code, "question"), _texts(one, code, "why"), {
        language: tuple(steps.splitlines()) for language, steps in _texts(one, code, "steps").items()
    })


def _texts(one: Mapping[str, object], code: str, field: str) -> dict[str, str]:
    given = one.get(field)
    texts = {language: str(given.get(language, "")).strip() for language in LANGUAGES} if isinstance(given, Mapping) else {}
    if not texts or not all(texts.values()):
        raise BadList(f"{code}: {field} is not there in every language")
    return texts


def _tables(content: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    given = content.get(name)
    return [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []
