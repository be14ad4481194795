"""Divide a pool among members and funds by a voted rule: exact fractions, whole rupiah, nobody's order matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Final

from cblp.days import Span, month
from cblp.decisions.rules import Component
from cblp.decisions.rules.sharing import ASK, BASES, EQUAL, FUNDS, HOURS, SALES, WHOLE
from cblp.errors import UserError
from cblp.i18n import N_, translate
from cblp.sales.rules import largest_remainder

MINUTES: Final = 60
"""Of an hour: limits are said in hours, figures in minutes."""
BASE_NAMES: Final = {
    "equal": N_("shared equally"), "sales": N_("sales"), "capital": N_("savings"), "hours": N_("hours of work"), "role": N_("duties"),
}
"""What a base is called inside a sentence (msgids)."""

Figures = Mapping[str, int]
"""What one member brings: by base, whole rupiah (sales), rupiah × days (capital), minutes (hours), points (role), 1 (equal)."""


class NothingToShare(UserError):
    """A pool of nothing, or of less."""

    message = N_("There is no money to share yet. Record what came in first.")


class NobodyToShare(UserError):
    """No member may be paid."""

    message = N_("No active member took part, so nobody can be paid.")


class WithoutBase(UserError):
    """Nobody has what a component is divided by; somebody must say who gets it.

    ``values`` has ``missing`` ((component code, base), …) and ``parts``, the labels of the components.
    """

    message = N_("Nobody has {bases} yet. Choose who gets “{part}”.")

    def text(self, language: str | None = None) -> str:
        """The message with the bases in words."""
        bases = dict.fromkeys(translate(BASE_NAMES[base], language) for _code, base in self.values["missing"])
        named = {"bases": ", ".join(bases), "part": "”, “".join(self.values["parts"])}
        return translate(self.message, language).format(**named)


@dataclass(frozen=True)
class Part:
    """What one base contributes to a line: this one's ``figure``, how much of it ``counted``, of which ``total``.

    ``share`` is the base's part of the component in basis points; ``amount`` its rupiah of the line, which they add up to.
    ``instead_of`` names the base that nobody had, where this one stands in for it.
    """

    base: str
    share: int
    figure: int
    counted: int
    total: int
    amount: int
    instead_of: str = ""


@dataclass(frozen=True)
class Line:
    """What a component gives to a ``member`` ("": to ``fund``): ``amount`` is floor or ceil of ``exact``.

    exact = the component's rupiah × base ÷ base_total; of a component for a fund, pool × basis points ÷ 10 000.
    """

    component: str
    member: str
    fund: str
    base: Fraction
    base_total: Fraction
    exact: Fraction
    amount: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Result:
    """A divided pool: lines by component in the rule's order and members by id; everything adds up to ``pool``."""

    pool: int
    components: dict[str, int]
    lines: tuple[Line, ...]
    members: dict[str, int]
    funds: dict[str, int]


def period_seed(span: Span) -> str:
    """The id of a period: ``2026-10`` for a month, ``2026-10-01/2026-10-15`` otherwise."""
    return f"{span.first:%Y-%m}" if span == month(span.first) else f"{span.first}/{span.last}"


def tie(*words: str) -> str:
    """What decides between equal fractions: the same for the same campaign or period, component and member, whatever the run."""
    return sha256("|".join(words).encode()).hexdigest()


def missing_bases(components: Sequence[Component], members: Mapping[str, Figures]) -> list[tuple[str, str]]:
    """(component code, base) of all that nobody has and whose rule says to ask."""
    totals = _totals(components, members)
    return [
        (one.code, base)
        for one in components if one.basis_points and not one.fund and one.without_base == ASK
        for base, _share in one.bases if not totals[one.code, base]
    ]


def by_sales(components: Sequence[Component]) -> bool:
    """Whether a rule needs to know whose sales they were."""
    return any(one.basis_points and not one.fund and SALES in dict(one.bases) for one in components)


def divide(
    pool: int, components: Sequence[Component], members: Mapping[str, Figures], *, seed: str,
    choices: Mapping[str, str] | None = None,
) -> Result:
    """Share ``pool`` rupiah: components by their basis points, inside a component by its bases, each by largest remainder.

    ``members`` are figures by canonical id; a negative figure counts 0, hours count up to the component's limit. Bases of one
    component are combined before rounding. ``seed`` is the id of the campaign or period; ``choices`` say for a component that
    asks who gets what nobody has a base for: "equal" or a fund. Raises NothingToShare, NobodyToShare, WithoutBase; ValueError
    for basis points that do not add up to the whole (``decisions.rules.sharing.check`` says so in words).
    """
    if sum(one.basis_points for one in components) != WHOLE:
        raise ValueError("the basis points of the components do not add up to the whole")
    if pool <= 0:
        raise NothingToShare()
    chosen = dict(choices or {})
    if not set(chosen.values()) <= {EQUAL, *FUNDS}:
        raise ValueError("a choice is neither equal nor a fund")
    if open_ := [(code, base) for code, base in missing_bases(components, members) if code not in chosen]:
        labels = [one.label for one in components if one.code in dict(open_)]
        raise WithoutBase(missing=tuple(open_), parts=tuple(labels))
    sizes = largest_remainder(pool, [one.basis_points for one in components], [tie(seed, one.code) for one in components])
    lines: list[Line] = []
    for one, size in zip(components, sizes, strict=True):
        if one.fund:
            exact = Fraction(pool * one.basis_points, WHOLE)
            lines.append(Line(one.code, "", one.fund, Fraction(one.basis_points), Fraction(WHOLE), exact, size))
        elif one.basis_points:
            lines += _lines(one, size, members, seed, chosen.get(one.code, "") if one.without_base == ASK else one.without_base)
    return Result(
        pool=pool, components={one.code: size for one, size in zip(components, sizes, strict=True)}, lines=tuple(lines),
        members=_sums((line.member, line.amount) for line in lines if not line.fund),
        funds=_sums((line.fund, line.amount) for line in lines if line.fund),
    )


@dataclass(frozen=True)
class _Claim:
    """What one who gets something of a component brings under one of its bases."""

    base: str
    share: int
    figure: int
    counted: int
    total: int
    instead_of: str = ""

    @property
    def weight(self) -> Fraction:
        return Fraction(self.share * self.counted, WHOLE * self.total)


def _lines(one: Component, size: int, members: Mapping[str, Figures], seed: str, instead: str) -> Iterator[Line]:
    claims: dict[tuple[str, str], list[_Claim]] = {}  # by (member, fund)
    totals = _totals([one], members)
    for base, share in one.bases:
        if total := totals[one.code, base]:
            for member in sorted(members):
                figure = _figure(members[member], base)
                claims.setdefault((member, ""), []).append(_Claim(base, share, figure, _counted(one, figure, base), total))
        elif instead == EQUAL:
            if not members:
                raise NobodyToShare()
            for member in sorted(members):
                claims.setdefault((member, ""), []).append(_Claim(EQUAL, share, 1, 1, len(members), base))
        else:
            claims.setdefault(("", instead), []).append(_Claim(base, share, 0, 1, 1, base))
    # One base alone is said in its own unit, several as parts of the component.
    single = len(one.bases) == 1
    weights = [
        Fraction(parts[0].counted) if single else sum((part.weight for part in parts), Fraction(0)) for parts in claims.values()
    ]
    total_weight = sum(weights, Fraction(0))
    amounts = largest_remainder(size, weights, [tie(seed, one.code, member or fund) for member, fund in claims])
    for ((member, fund), parts), weight, amount in zip(claims.items(), weights, amounts, strict=True):
        yield Line(
            one.code, member, fund, weight, total_weight, size * weight / total_weight, amount, tuple(_parts(parts, amount)),
        )


def _parts(claims: Sequence[_Claim], amount: int) -> Iterator[Part]:
    weights = [claim.weight for claim in claims]
    amounts = largest_remainder(amount, weights, range(len(weights))) if any(weights) else [0] * len(weights)
    for claim, rupiah in zip(claims, amounts, strict=True):
        yield Part(claim.base, claim.share, claim.figure, claim.counted, claim.total, rupiah, claim.instead_of)


def _totals(components: Sequence[Component], members: Mapping[str, Figures]) -> dict[tuple[str, str], int]:
    return {
        (one.code, base): sum(_counted(one, _figure(figures, base), base) for figures in members.values())
        for one in components for base in BASES
    }


def _figure(figures: Figures, base: str) -> int:
    return figures.get(base, 1 if base == EQUAL else 0)


def _counted(one: Component, figure: int, base: str) -> int:
    if base == HOURS and HOURS in one.limits:
        figure = min(figure, one.limits[HOURS] * MINUTES)
    return max(figure, 0)


def _sums(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for who, amount in amounts:
        sums[who] = sums.get(who, 0) + amount
    return sums
