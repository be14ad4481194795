"""The template of a meeting that maps needs: three pillars, each asked for its purpose, people, method and roles (``data/needs.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from cblp.i18n.bilingual import Text
from cblp.settings import ROOT

FILE: Final = ROOT / "data" / "needs.toml"
PILLARS: Final = ("development", "association", "service")
ASPECTS: Final = ("purpose", "participants", "method", "role")


@dataclass(frozen=True)
class Prompt:
    """One field of the table: what good practice does there, and what to ask the people in the room."""

    aspect: str
    practice: Text
    ask: Text


@dataclass(frozen=True)
class Pillar:
    """One column of the table with its prompts, in the order of ASPECTS."""

    code: str
    name: Text
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True)
class Template:
    """All pillars, in the order of PILLARS, and the names of the aspects."""

    pillars: tuple[Pillar, ...]
    aspects: Mapping[str, Text]

    def pillar(self, code: str) -> Pillar | None:
        """A pillar by its code."""
        return next((one for one in self.pillars if one.code == code), None)


@cache
def template() -> Template:
    """The template that meetings of kind ``needs`` are led by."""
    return read(tomllib.loads(FILE.read_text(encoding="utf-8")))


def read(data: Mapping[str, Any]) -> Template:
    """The template that ``data`` describes; KeyError where a pillar or an aspect is missing."""
    return Template(
        tuple(
            Pillar(code, Text(**data[code]["name"]), tuple(
                Prompt(aspect, Text(**data[code][aspect]["practice"]), Text(**data[code][aspect]["ask"])) for aspect in ASPECTS
            ))
            for code in PILLARS
        ),
        {aspect: Text(**data["aspects"][aspect]) for aspect in ASPECTS},
    )
