"""The learning materials: modules of short steps in both languages, read from ``data/materials`` once per process.

A module is a folder with ``id.md`` and ``en.md``: a title (``#``), one sentence, then one step per ``##``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[2] / "data" / "materials"


@dataclass(frozen=True)
class Step:
    """One screen of a module: a heading and a few lines of markdown."""

    head: str
    text: str


@dataclass(frozen=True)
class Module:
    """A module in one language. ``minutes`` is how long it takes to go through."""

    code: str
    minutes: int
    title: str
    about: str
    steps: tuple[Step, ...]


@cache
def codes() -> tuple[str, ...]:
    """The modules in the order in which they are learned."""
    return tuple(_index())


@cache
def module(code: str, language: str) -> Module:
    """A module in a language; raises KeyError for a code that there is none of."""
    minutes = _index()[code]
    head, *steps = (FOLDER / code / f"{language}.md").read_text(encoding="utf-8").split("\n## ")
    title, _, about = head.partition("\n")
    return Module(code, minutes, title.removeprefix("# ").strip(), about.strip(), tuple(
        Step(name.strip(), text.strip()) for name, _, text in (step.partition("\n") for step in steps)
    ))


@cache
def _index() -> dict[str, int]:
    found = tomllib.loads((FOLDER / "index.toml").read_text(encoding="utf-8"))
    return {one["code"]: one["minutes"] for one in found["module"]}
