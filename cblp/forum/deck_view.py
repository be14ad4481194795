"""Reading a meeting's frozen figures: its months in words, its numbers as people read them, and what is hidden and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from cblp.days import Span
from cblp.i18n import _, formats
from cblp.sales import calendar

Names = Mapping[str, str]
"""The words for ids (campaigns, products, questions) and codes (marketplaces) of a snapshot."""

LONGEST: Final = 90
"""Characters of a line that is read from the back of a hall; the whole text is on the pages."""


@dataclass(frozen=True)
class View:
    """A snapshot with the names that belong to it; see ``snapshot.make`` for what stands in it."""

    snapshot: Mapping[str, Any]
    names: Names

    def part(self, name: str) -> Mapping[str, Any]:
        """One subject; nothing where nobody knew anything of it."""
        found: Mapping[str, Any] = self.snapshot.get(name) or {}
        return found

    def named(self, ids: list[str]) -> list[str]:
        """The names of these, without those that may not be named (any more)."""
        return [self.names[one] for one in ids if one in self.names]

    @property
    def span(self) -> Span:
        """The days that the meeting looks at."""
        return _span(self.snapshot["period"]["now"])

    @property
    def before(self) -> Span:
        """The days they are compared with."""
        return _span(self.snapshot["period"]["before"])

    @property
    def days(self) -> str:
        """``Oktober 2026``, or of a month that still runs ``1 sampai 21 November 2026``."""
        return self._said(self.span, year=True)

    @property
    def month(self) -> str:
        """The same without its year."""
        return self._said(self.span, year=False)

    @property
    def than(self) -> str:
        """What it is compared with, without its year."""
        return self._said(self.before, year=False)

    @property
    def made_on(self) -> str:
        """The day on which the figures were taken."""
        return formats.day(date.fromisoformat(self.snapshot["made_on"]))

    def _said(self, span: Span, *, year: bool) -> str:
        if self.snapshot["period"]["closed"]:
            return formats.month(span.first) if year else formats.month_name(span.first)
        return formats.said_range(span.first, span.last, year)

    def moved(self, points: int | None) -> str:
        """A change in basis points against what it is compared with: ``naik 12% dari September``."""
        return "" if points is None else _("{change} from {before}", change=formats.change(share(points)), before=self.than)

    def counted(self, now: int | None, before: int | None) -> str:
        """How a count moved: ``naik 12% dari September``."""
        if now is None or before is None:
            return ""
        ratio = calendar.change(now, before)
        return "" if ratio is None else _("{change} from {before}", change=formats.change(ratio), before=self.than)

    def covered(self, coverage: Mapping[str, Any] | None) -> str:
        """How complete the sales are: ``Baru 9 dari 24 toko sudah ada filenya. Data terakhir: 18 Nov 2026.``"""
        if not coverage or not coverage["shops"]:
            return ""
        values = {"covered": formats.count(coverage["covered"]), "shops": formats.count(coverage["shops"])}
        text = (
            _("All {shops} shops have a file.", shops=values["shops"]) if coverage["covered"] == coverage["shops"]
            else _("Only {covered} of {shops} shops have a file.", **values)
        )
        last = coverage["last_day"]
        return f"{text} " + _("Newest data: {day}.", day=formats.day(date.fromisoformat(last))) if last else text

    def accounts(self, coverage: Mapping[str, Any] | None) -> str:
        """How complete the figures of posts are."""
        if not coverage or not coverage["shops"]:
            return ""
        values = {"covered": formats.count(coverage["covered"]), "shops": formats.count(coverage["shops"])}
        return (
            _("All {shops} accounts have a file.", shops=values["shops"]) if coverage["covered"] == coverage["shops"]
            else _("Only {covered} of {shops} accounts have a file.", **values)
        )

    def feasts(self) -> str:
        """A sentence for each feast that makes the comparison unfair."""
        return sentences(*(
            _(
                "{feast} falls only in {days}. The comparison is not quite fair.", feast=_(calendar.NAMES[kind]),
                days=formats.said_range(span.first, span.last, year=True),
            )
            for kind, in_now in self.snapshot["period"]["unfair"] for span in [self.span if in_now else self.before]
        ))


def hidden(fewest: int) -> str:
    """Why a figure is not shown."""
    return _("This figure is not shown because it is of fewer than {count} businesses. This keeps members' secrets.", count=fewest)


def short(text: str, longest: int = LONGEST) -> str:
    """A text that fits into a line."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def share(points: int) -> Fraction:
    """Basis points as a share of one."""
    return Fraction(points, 10_000)


def sentences(*parts: str) -> str:
    """Sentences one after the other, without those that are empty."""
    return " ".join(part for part in parts if part)


def _span(days: list[str]) -> Span:
    first, last = map(date.fromisoformat, days)
    return Span(first, last)
