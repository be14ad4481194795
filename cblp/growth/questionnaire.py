"""The questions on digital capital, read from ``data/questionnaire``: one file for each version, never changed once asked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from cblp.i18n.bilingual import Text
from cblp.settings import ROOT

FOLDER: Final = ROOT / "data" / "questionnaire"

ACCESS, COMPETENCE, KNOWLEDGE, SKILL, ATTITUDE, AI, CAPITAL = (
    "access", "competence", "knowledge", "skill", "attitude", "ai", "capital",
)
FACETS: Final = (KNOWLEDGE, SKILL, ATTITUDE)

NOT_USED, UNAWARE, AWARE = 0, 1, 2
"""Answers about a feature: not used; used without knowing that it is AI; used and known."""


@dataclass(frozen=True)
class Item:
    """A question with its answers: value → words. ``kind`` is one of the constants above."""

    code: str
    kind: str
    area: str
    text: Text
    answers: Mapping[int, Text]


@dataclass(frozen=True)
class Area:
    """A part of the index, and what follows where it is the weakest.

    ``module`` is the learning module and the skill that a mentor needs; ``points`` are the codes of what a product may lack.
    """

    code: str
    kind: str
    name: Text
    module: str
    task: Text
    points: tuple[str, ...]


@dataclass(frozen=True)
class Questionnaire:
    """A version of the questions, in the order in which they are asked."""

    instrument: str
    version: int
    items: tuple[Item, ...]
    areas: Mapping[str, Area]

    def of(self, *kinds: str) -> tuple[Item, ...]:
        """The questions of some kinds."""
        return tuple(item for item in self.items if item.kind in kinds)

    def item(self, code: str) -> Item | None:
        """A question by its code."""
        return next((item for item in self.items if item.code == code), None)


def versions() -> list[int]:
    """All versions there are, the newest last."""
    return sorted(int(path.stem) for path in FOLDER.glob("*.toml"))


@cache
def load(version: int) -> Questionnaire:
    """A version by its number; ValueError where the file contradicts itself."""
    with (FOLDER / f"{version}.toml").open("rb") as file:
        return read(tomllib.load(file))


def read(data: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire that ``data`` describes; ValueError where it contradicts itself."""
    scales = {name: [Text(*both) for both in zip(one["id"], one["en"], strict=True)] for name, one in data["scales"].items()}
    items = tuple(
        Item(
            one["code"], one["kind"], one["area"], Text(one["id"], one["en"]),
            dict(enumerate(scales[one["scale"]], start=NOT_USED if one["kind"] == AI else 1)),
        )
        for one in data["items"]
    )
    kinds = {item.area: item.kind for item in items if item.kind in (ACCESS, COMPETENCE)}
    if kinds.keys() != data["areas"].keys() or len({item.code for item in items}) != len(items):
        raise ValueError("every area of the index needs its questions, and each question a code of its own")
    areas = {
        code: Area(
            code, kinds[code], Text(one["id"], one["en"]), one["module"], Text(one["task"]["id"], one["task"]["en"]),
            tuple(one["points"]),
        )
        for code, one in data["areas"].items()
    }
    return Questionnaire(data["instrument"], data["version"], items, areas)
