"""The indicators of progress and the official figures beside them, as ``data/indicators.toml`` and ``data/reference.toml`` declare."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final

from cblp.i18n import N_, _, formats
from cblp.i18n.bilingual import Text
from cblp.programmes.rules import suppression
from cblp.programmes.rules.suppression import ALL, Table
from cblp.settings import ROOT

FILE: Final = ROOT / "data" / "indicators.toml"
REFERENCES: Final = ROOT / "data" / "reference.toml"

COUNT, SHARE, CHANGE, MEAN = "count", "share", "change", "mean"
"""Shapes: how many; how many of how many; now against before; mean points."""
MEMBERS, OWN = "members", "own"
"""Populations: all active members, or those whom the denominator names."""

GROUPS: Final[Mapping[str, str]] = {
    "members": N_("Members"), "digital": N_("Selling online"), "licences": N_("Licences"), "help": N_("Mentoring"),
}
"""Parts of the list, in order; the values are msgids."""



@dataclass(frozen=True)
class Indicator:
    """A declared figure; see the head of the data file for what the words mean. ``denominator`` is None for a count."""

    id: str
    group: str
    shape: str
    population: str
    unit: str
    good_when: str
    additive: bool
    weighed: bool
    name: Text
    definition: Text
    numerator: Text
    denominator: Text | None

    @property
    def rate(self) -> bool:
        """Told as a quotient, without the numbers behind it."""
        return self.population == OWN

    def table(self, given: Mapping[Any, tuple[int, int]]) -> Table:
        """What is handed to ``suppression.publish``: per business (value, base)."""
        shape: suppression.Shape = "rate" if self.rate else "count" if self.shape == COUNT else "share"
        return Table(self.id, shape, given, self.weighed, self.of if self.shape in {CHANGE, MEAN} else None)

    def of(self, value: int, base: int) -> int:
        """A change or a mean of these sums in hundredths, rounded as it is told: to 1 percent, to 0.1 points."""
        if self.shape == MEAN:
            return _round(Fraction(value, base), 10)
        return _round(Fraction((value - base) * ALL, base), 100)

    def shown(self, value: int | None, base: int | None) -> int | None:
        """A published cell in the unit in which it is shown, and in which targets are set: hundredths (12 members are 1200)."""
        if value is None or self.rate:
            return value
        if self.shape == COUNT:
            return value * 100
        return _round(Fraction(value * ALL, base), 1) if base else None

    def said(self, hundredths: int | None) -> str:
        """Such a number as people read it: ``40``, ``58,96%``, ``naik 12%``, ``+4,5``."""
        if hundredths is None:
            return formats.UNKNOWN
        number = Fraction(hundredths, 100)
        if self.shape == COUNT:
            return formats.number(number, 2)
        if self.shape == CHANGE:
            return formats.change(number / 100)
        if self.shape == MEAN:
            return _("{number} points", number=("+" if number > 0 else "") + formats.number(number))
        return formats.percent(number / 100, 2)

    def reached(self, hundredths: int | None, mark: int | None) -> bool | None:
        """Whether a figure is at least (where less is better: at most) as wanted; None where either is unknown."""
        if hundredths is None or mark is None:
            return None
        return hundredths <= mark if self.good_when == "down" else hundredths >= mark


@dataclass(frozen=True)
class Reference:
    """An official figure in hundredths of a percent, of an area and a year; ``below``: it is less than this.

    ``indicator`` is "" where none is like it, ``kbli`` "" where it is of all industries.
    """

    id: str
    indicator: str
    area: str
    year: int
    kbli: str
    value: int
    below: bool
    name: Text
    source: str


@cache
def load() -> Mapping[str, Indicator]:
    """All indicators by id, in order; raises KeyError or ValueError where the file is not as it should be."""
    found = {one["id"]: _indicator(one) for one in tomllib.loads(FILE.read_text("utf-8"))["indicator"]}
    if next(iter(found)) != suppression.MEMBERS or any(one.group not in GROUPS for one in found.values()):
        raise ValueError("the members come first, and every indicator belongs to a group")
    return found


@cache
def references() -> tuple[Reference, ...]:
    """The official figures, the newest year first within an indicator."""
    return tuple(
        Reference(
            one["id"], one.get("indicator", ""), one["area"], one["year"], one.get("kbli", ""), one["value"],
            one.get("below", False), _text(one["name"]), one["source"],
        ) for one in tomllib.loads(REFERENCES.read_text("utf-8"))["reference"]
    )


def _indicator(one: Mapping[str, Any]) -> Indicator:
    if one["shape"] not in {COUNT, SHARE, CHANGE, MEAN} or one["population"] not in {MEMBERS, OWN}:
        raise ValueError(f"{one['id']}: shape {one['shape']}, population {one['population']}")
    return Indicator(
        one["id"], one["group"], one["shape"], one["population"], one["unit"], one["good_when"], one["additive"],
        one.get("weighed", False), _text(one["name"]), _text(one["definition"]), _text(one["numerator"]),
        _text(one["denominator"]) if "denominator" in one else None,
    )


def _text(both: Mapping[str, str]) -> Text:
    return Text(both["id"], both["en"])


def _round(number: Fraction, step: int) -> int:
    """The nearest multiple of ``step``, halves away from zero."""
    return int(formats.half_up(number / step)) * step
