"""What a sharing rule is made of: components in basis points, their bases, and what must be true of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from cblp.errors import UserError
from cblp.i18n import N_, formats, translate

WHOLE: Final = 10_000
EQUAL, SALES, CAPITAL, HOURS, ROLE = "equal", "sales", "capital", "hours", "role"
BASES: Final = (EQUAL, SALES, CAPITAL, HOURS, ROLE)
RESERVE, EDUCATION, SOLIDARITY = "reserve", "education", "solidarity"
FUNDS: Final = (RESERVE, EDUCATION, SOLIDARITY)
ASK: Final = "ask"
MOST_COMPONENTS: Final = 12


class _Off(UserError):
    def text(self, language: str | None = None) -> str:
        """The message with its shares as percentages."""
        shown = {name: formats.percent(Fraction(value, WHOLE), 2) if isinstance(value, int) else value
                 for name, value in self.values.items()}
        return translate(self.message, language).format(**shown)


class PartsTooMuch(_Off):
    """Components that give out more than there is."""

    message = N_("The parts add up to {sum}. Take off {off}.")


class PartsTooLittle(_Off):
    """Components that leave something over."""

    message = N_("The parts add up to {sum}. {off} is still missing.")


class BasesTooMuch(_Off):
    """Bases of one component above the whole."""

    message = N_("Inside “{label}” the parts add up to {sum}. Take off {off}.")


class BasesTooLittle(_Off):
    """Bases of one component below the whole."""

    message = N_("Inside “{label}” the parts add up to {sum}. {off} is still missing.")


class PartUnclear(UserError):
    """A component without a name, or two with one code, or with values outside the lists."""

    message = N_("Give every part its own name, and say who gets it.")


class TooManyParts(UserError):
    """More components than anybody can explain."""

    message = N_("Use at most {most} parts. Fewer parts are easier to explain.")


@dataclass(frozen=True)
class Component:
    """A part of the pool: ``basis_points`` of it go to ``fund``, or to the members by ``bases`` ((base, basis points), …).

    ``code`` seeds the ties and stays when the label changes. ``limits`` may hold {"hours": most hours of one business that
    count}. ``without_base`` says who gets it when nobody has a base: "ask" stops the calculation, "equal", or a fund's code.
    """

    code: str
    label: str
    basis_points: int
    fund: str = ""
    bases: tuple[tuple[str, int], ...] = ((EQUAL, WHOLE),)
    limits: Mapping[str, int] = field(default_factory=dict)
    without_base: str = ASK

    def stored_bases(self) -> list[dict[str, Any]]:
        """The bases as the database keeps them."""
        return [] if self.fund else [{"base": base, "share": share} for base, share in self.bases]


def read_bases(stored: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, int], ...]:
    """The bases from what the database keeps."""
    return tuple((str(one["base"]), int(one["share"])) for one in stored)


def check(components: Sequence[Component]) -> None:
    """Stop what is no rule; raises PartsTooMuch, PartsTooLittle, BasesTooMuch, BasesTooLittle, PartUnclear, TooManyParts."""
    if len(components) > MOST_COMPONENTS:
        raise TooManyParts(most=MOST_COMPONENTS)
    if not components or len({one.code for one in components}) < len(components) or not all(map(_clear, components)):
        raise PartUnclear()
    for one in components:
        if not one.fund:
            _whole(sum(share for _base, share in one.bases), BasesTooMuch, BasesTooLittle, label=one.label)
    _whole(sum(one.basis_points for one in components), PartsTooMuch, PartsTooLittle)


def _whole(total: int, more: type[UserError], less: type[UserError], **values: str) -> None:
    if total != WHOLE:
        raise (more if total > WHOLE else less)(sum=total, off=abs(total - WHOLE), **values)


def _clear(one: Component) -> bool:
    named = 0 < len(one.code) <= 40 and 0 < len(one.label.strip()) <= 120 and 0 <= one.basis_points <= WHOLE
    bases = [base for base, _share in one.bases]
    shared = one.fund in FUNDS if one.fund else (
        len(set(bases)) == len(bases) > 0 and set(bases) <= set(BASES) and all(share > 0 for _base, share in one.bases)
    )
    limited = set(one.limits) <= {HOURS} and all(hours > 0 for hours in one.limits.values())
    return named and shared and limited and one.without_base in {ASK, EQUAL, *FUNDS}
