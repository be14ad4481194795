"""What an association may set by deciding: each figure with its unit, its default and what may be written there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from cblp.errors import UserError
from cblp.i18n import N_, formats, translate

WHOLE: Final = 10_000
"""Basis points of the whole."""

SHARE, RUPIAH, DAYS, PEOPLE, CHOICE, WEIGHTS = "share", "rupiah", "days", "people", "choice", "weights"
CRITERIA: Final = {
    "turnover": N_("Sales in a month"), "labour": N_("People who work for it"), "market": N_("How far it is sold"),
    "materials": N_("Raw materials at hand"), "technology": N_("Tools and skills at hand"), "character": N_("Typical of this place"),
}
"""What products are compared by (Umam et al. 2018)."""
AMOUNTS, NAMES = "amounts", "names"
ONE, TOGETHER = "one", "together"
"""Followers that a mentor needs: on one account, or on all of them."""
SOCIAL, SHOPS = "social", "shops"
"""Where they count: in social media only, or in marketplace shops, too."""


class WrongShare(UserError):
    """Not a percentage of the whole, or outside what makes sense here."""

    message = N_("Write a percentage between {least} and {most}.")

    def text(self, language: str | None = None) -> str:
        """The limits as percentages."""
        shown = {side: formats.percent(Fraction(value, WHOLE), 2) for side, value in self.values.items()}
        return translate(self.message, language).format(**shown)


class WrongNumber(UserError):
    """A number outside what makes sense here."""

    message = N_("Write a number between {least} and {most}.")

    def text(self, language: str | None = None) -> str:
        """The limits as numbers."""
        shown = {side: formats.count(value) for side, value in self.values.items()}
        return translate(self.message, language).format(**shown)


class WrongChoice(UserError):
    """Not one of the choices."""

    message = N_("Choose one of the words in the list.")


class WrongWeights(UserError):
    """Weights that do not name every criterion, or do not add up to the whole."""

    message = N_("The weights must cover every point and add up to 100%.")


@dataclass(frozen=True)
class Key:
    """A figure to decide: its label (a msgid), unit, value before anybody decided, and limits or choices (value → msgid)."""

    code: str
    label: str
    unit: str
    default: Any
    least: int = 0
    most: int = WHOLE
    choices: Mapping[str, str] | None = None

    def checked(self, value: Any) -> Any:
        """``value`` as it is kept; raises WrongShare, WrongNumber, WrongChoice or WrongWeights."""
        if self.unit == CHOICE:
            if value not in (self.choices or {}):
                raise WrongChoice()
            return value
        if self.unit == WEIGHTS:
            if not isinstance(value, Mapping) or set(value) != set(self.choices or {}):
                raise WrongWeights()
            if any(not _whole(part) or part < 0 for part in value.values()) or sum(value.values()) != WHOLE:
                raise WrongWeights()
            return {code: value[code] for code in self.choices or {}}
        if not _whole(value) or not self.least <= value <= self.most:
            raise (WrongShare if self.unit == SHARE else WrongNumber)(least=self.least, most=self.most)
        return value


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_ALL = (
    Key("contribution", N_("Contribution to the campaign, from net sales"), SHARE, 0, most=5_000),
    Key("objection_days", N_("Days to object to a share"), DAYS, 7, least=1, most=60),
    Key("share_visibility", N_("What members see of the shares"), CHOICE, AMOUNTS, choices={
        AMOUNTS: N_("Amounts without names"), NAMES: N_("Amounts with names")}),
    Key("aid_committee", N_("People who decide on help"), PEOPLE, 2, least=1, most=7),
    Key("savings_mandatory", N_("Mandatory savings in a month"), RUPIAH, 0, most=10_000_000),
    Key("savings_principal", N_("Principal savings at joining"), RUPIAH, 0, most=100_000_000),
    Key("criteria_weights", N_("Weights for choosing the leading product"), WEIGHTS, dict(
        zip(CRITERIA, (1667, 1667, 1667, 1667, 1666, 1666), strict=True)), choices=CRITERIA),
    Key("quorum", N_("Votes that a decision needs to count"), SHARE, 5_000, least=1),
    Key("threshold", N_("Votes in favour that a decision needs"), SHARE, 5_000, least=5_000),
    Key("fee_rate", N_("Marketplace fees where they are not known"), SHARE, 1_000, most=5_000),
    Key("mentor_followers", N_("Followers that a mentor needs"), CHOICE, ONE, choices={
        ONE: N_("More than 1,000 on one account"), TOGETHER: N_("More than 1,000 on all accounts together")}),
    Key("mentor_accounts", N_("Where a mentor's followers count"), CHOICE, SOCIAL, choices={
        SOCIAL: N_("Social media accounts"), SHOPS: N_("Social media accounts and marketplace shops")}),
)
KEYS: Final[Mapping[str, Key]] = {key.code: key for key in _ALL}
"""All figures that can be decided, by code."""
