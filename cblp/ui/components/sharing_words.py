"""Sharing in words: what a share follows from in a few sentences that can be recomputed, a rule in a line, percentages, messages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from cblp.decisions.rules.sharing import (
    BASES,
    CAPITAL,
    EDUCATION,
    EQUAL,
    HOURS,
    RESERVE,
    ROLE,
    SALES,
    SOLIDARITY,
    WHOLE,
    Component,
    PartsTooLittle,
    PartsTooMuch,
)
from cblp.i18n import N_, _, formats, ngettext
from cblp.sharing.reports.distributions import LineRow
from cblp.sharing.rules import dividing

MOST_SENTENCES: Final = 6
"""A share explained in more sentences is not read."""

BASE_NAMES: Final = {
    EQUAL: N_("in equal parts"), SALES: N_("by sales"), CAPITAL: N_("by savings"), HOURS: N_("by hours worked"),
    ROLE: N_("by tasks"),
}
FUND_NAMES: Final = {RESERVE: N_("reserve fund"), EDUCATION: N_("education fund"), SOLIDARITY: N_("solidarity fund")}
STATES: Final = {
    "calculated": N_("Calculated"), "reviewed": N_("Reviewed"), "objection": N_("Time to object"), "approved": N_("Approved"),
    "paying": N_("Being paid"), "paid": N_("Paid"), "void": N_("Withdrawn"),
}
METHODS: Final = {"cash": N_("in cash"), "bank": N_("by bank transfer"), "savings": N_("into voluntary savings")}
OBJECTIONS: Final = {
    "open": N_("Waits for an answer"), "answered": N_("Answered"), "upheld": N_("Agreed, will be corrected"),
    "rejected": N_("Not agreed"),
}

_PARTS: Final = {
    EQUAL: N_("{percent} in equal parts among {members}: {amount}."),
    SALES: N_("{percent} by sales: {mine} of {total}, so {amount}."),
    CAPITAL: N_("{percent} by savings: on average {mine} of {total}, so {amount}."),
    HOURS: N_("{percent} by hours: {mine} of {total}, so {amount}."),
    ROLE: N_("{percent} by tasks: {mine} of {total} points, so {amount}."),
}
_LIMITED: Final = N_("{percent} by hours, at most {mine} count: {mine} of {total}, so {amount}.")


# -- a share explained -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """What one base gave a member: ``points`` basis points of the pool, what counted of their figure, the total, the rupiah.

    Figures are rupiah for sales and (average) savings, minutes for hours, points for tasks; of ``equal`` the total is the
    members' count. Less counts than the figure where it is below zero, or where hours ran into the rule's limit.
    """

    base: str
    points: Fraction
    figure: Fraction
    counted: Fraction
    total: Fraction
    amount: int


@dataclass(frozen=True)
class Share:
    """A member's whole share of a pool, with what went to funds (fund → rupiah)."""

    amount: int
    pool: int
    parts: Sequence[Part]
    funds: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Sequence[LineRow], pool: int, funds: Mapping[str, int], days: int) -> Share:
        """The share that a member's lines of a run make; ``days`` is how many its figures cover, for average savings."""
        parts = [_told(line, part, days) for line in lines for part in line.parts]
        return cls(sum(line.amount for line in lines), pool, parts, funds)


def _told(line: LineRow, part: dividing.Part, days: int) -> Part:
    per = days if part.base == CAPITAL else 1
    return Part(
        part.base, Fraction(line.basis_points * part.share, WHOLE), Fraction(part.figure, per), Fraction(part.counted, per),
        Fraction(part.total, per), part.amount,
    )


def explain(share: Share) -> list[str]:
    """At most six short sentences: the share, the pool, each part with the own number over the total, what went to funds."""
    lead = [_("My share is {amount}.", amount=formats.money(share.amount)),
            _("The money to share is {pool}.", pool=formats.money(share.pool))]
    kept = _funds(share.funds, share.pool)
    given = sorted((part for part in share.parts if part.counted > 0), key=lambda part: BASES.index(part.base))
    nothing = _nothing([part for part in share.parts if part.counted <= 0])
    told = [_part(part) for part in given]
    room = MOST_SENTENCES - len(lead) - len(nothing)
    if len(told) > room:
        told = [*told[:room - 1], _("From {count} other parts: {amount}.", count=formats.count(len(told) - room + 1),
                                    amount=formats.money(sum(part.amount for part in given[room - 1:])))]
    sentences = [*lead, *told, *nothing]
    return sentences + kept if len(sentences) + len(kept) <= MOST_SENTENCES else sentences


def _part(part: Part) -> str:
    limited = part.base == HOURS and part.counted < part.figure
    return _(
        _LIMITED if limited else _PARTS[part.base], percent=percent(part.points), mine=figure(part.base, part.counted),
        total=figure(part.base, part.total),
        amount=formats.money(part.amount), members=members(int(part.total)),
    )


def _nothing(parts: Sequence[Part]) -> list[str]:
    """One sentence for everything that gave nothing."""
    if not parts:
        return []
    if len(parts) == 1 and parts[0].figure < 0:
        return [_("{percent} by sales: {mine} below zero, so Rp0.", percent=percent(parts[0].points),
                  mine=plain_money(-parts[0].figure))]
    names = [_(BASE_NAMES[part.base]) for part in parts]
    return [_("{percent} {bases}: nothing yet, so Rp0.", percent=percent(sum((part.points for part in parts), Fraction())),
              bases=listed(names))]


def _funds(funds: Mapping[str, int], pool: int) -> list[str]:
    if not funds:
        return []
    amount = sum(funds.values())
    names = [_(FUND_NAMES[fund]) for fund in funds]
    part = formats.percent(Fraction(amount, pool), 2)
    return [_("{percent} goes to the {funds}: {amount}.", percent=part, funds=listed(names), amount=formats.money(amount))]


def figure(base: str, value: Fraction) -> str:
    """A member's number, as it is said: rupiah, hours, points."""
    if base in {SALES, CAPITAL}:
        return plain_money(value)
    return hours(value) if base == HOURS else formats.number(value)


def hours(minutes: Fraction | int) -> str:
    """``12 jam``, ``12 jam 30 menit``, ``45 menit``."""
    whole, rest = divmod(int(formats.half_up(minutes)), 60)
    parts = [ngettext("{count} hour", "{count} hours", whole, count=formats.count(whole))] if whole else []
    if rest or not whole:
        parts.append(ngettext("{count} minute", "{count} minutes", rest, count=formats.count(rest)))
    return " ".join(parts)


def plain_money(amount: Fraction | int) -> str:
    """Rupiah as short as they can be said without losing one: ``Rp12,3 juta``, but ``Rp12.345.678``."""
    whole = int(formats.half_up(amount))
    return formats.headline(whole) if whole % 100_000 == 0 else formats.money(whole)


def exact(amount: Fraction) -> str:
    """An amount before it was rounded, to four decimals: ``Rp1.585.692,7279``."""
    return f"Rp{formats.number(amount, 4)}"


def members(count: int) -> str:
    """``24 anggota``."""
    return ngettext("{count} member", "{count} members", count, count=formats.count(count))


def listed(names: Sequence[str]) -> str:
    """``a, b dan c``."""
    return names[0] if len(names) == 1 else _("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


# -- percentages -------------------------------------------------------------------------------------------------------


def percent(points: Fraction | int) -> str:
    """Basis points as people read them: ``40%``, ``12,5%``."""
    return formats.percent(Fraction(points) / WHOLE, 2)


_PERCENT: Final = re.compile(r"(?P<whole>\d{1,3})(?:[.,](?P<part>\d{1,2}))?\s*%?", re.ASCII)


def read_percent(text: str) -> int | None:
    """A typed percentage in basis points: ``40``, ``12,5%``; None when it is none, above 100, or finer than two decimals."""
    match = _PERCENT.fullmatch(text.strip())
    if not match:
        return None
    points = int(match["whole"]) * 100 + int((match["part"] or "").ljust(2, "0"))
    return points if points <= WHOLE else None


def off(points: int) -> str:
    """What is wrong with parts that should make a whole; "" when nothing is."""
    if points == WHOLE:
        return ""
    wrong = PartsTooLittle if points < WHOLE else PartsTooMuch
    return wrong(sum=points, off=abs(WHOLE - points)).text()


# -- a rule in words ---------------------------------------------------------------------------------------------------


def rule(components: Sequence[Component]) -> str:
    """``25% ke dana cadangan · 30% menurut penjualan``: what a rule does, part by part."""
    return " · ".join(said for one in components for said in component(one))


def component(one: Component) -> list[str]:
    """The parts of one component, each with its share of the whole pool."""
    if one.fund:
        return [_("{percent} to the {fund}", percent=percent(one.basis_points), fund=_(FUND_NAMES[one.fund]))]
    return [
        f"{percent(Fraction(one.basis_points * share, WHOLE))} {_(BASE_NAMES[base])}" for base, share in one.bases
    ]


# -- how even ----------------------------------------------------------------------------------------------------------


def evenness(gini: Fraction | None) -> str:
    """``78 dari 100``: 100 when everybody gets the same."""
    return formats.UNKNOWN if gini is None else formats.of_hundred(1 - gini)


# -- messages ----------------------------------------------------------------------------------------------------------


def kept_back(set_off: int) -> str:
    """What of a share settled the member's contribution."""
    return _("{amount} of it settled your contribution.", amount=formats.money(set_off))
