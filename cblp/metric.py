"""What a figure is: its name, its unit, the one formula that makes it, and in which direction it is good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from cblp.i18n import _, formats

Unit = Literal["rupiah", "count", "share", "of_hundred", "number", "seconds"]
Value = int | Fraction | None
Formula = Callable[[Mapping[str, int | None]], Value]


@dataclass(frozen=True)
class Metric:
    """A declared figure. Without a ``formula`` it is the base measure of its own name.

    ``good_when`` is "up", "down" or "" (neither is better). None as a value means not known, never zero.
    """

    id: str
    label: str  # msgid
    unit: Unit
    formula: Formula | None = None
    good_when: Literal["up", "down", ""] = "up"

    def of(self, measures: Mapping[str, int | None]) -> Value:
        """The figure of these base measures."""
        return self.formula(measures) if self.formula else measures[self.id]

    def name(self) -> str:
        """Its label in the language in use."""
        return _(self.label)

    def shown(self, value: Value) -> str:
        """A value of it as people read it, exact for rupiah."""
        return _SHOWN[self.unit](value)


def ratio(above: str, below: str) -> Formula:
    """The formula above ÷ below; None where either is unknown or nothing is below."""

    def formula(measures: Mapping[str, int | None]) -> Value:
        top, bottom = measures[above], measures[below]
        return Fraction(top, bottom) if top is not None and bottom else None

    return formula


def _rupiah(value: Value) -> str:
    return formats.money(None if value is None else int(formats.half_up(value)))


def _seconds(value: Value) -> str:
    return formats.duration(None if value is None else int(formats.half_up(value)))


_SHOWN: dict[Unit, Callable[[Value], str]] = {
    "rupiah": _rupiah,
    "count": formats.count,
    "share": formats.percent,
    "of_hundred": formats.of_hundred,
    "number": formats.number,
    "seconds": _seconds,
}
