"""Sharing rules to start from: equal, by sales, half and half, and the one that knows a cooperative's funds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cblp.decisions.rules.sharing import CAPITAL, EDUCATION, EQUAL, RESERVE, ROLE, SALES, SOLIDARITY, WHOLE, Component
from cblp.i18n import N_


@dataclass(frozen=True)
class Preset:
    """A named start; ``name`` and the labels of the components are msgids, translated when the rule is written down."""

    code: str
    name: str
    components: tuple[Component, ...]


_ALL = (
    Preset("equal", N_("Shared equally"), (Component("members", N_("For the members"), WHOLE),)),
    Preset("sales", N_("By sales"), (Component("members", N_("For the members"), WHOLE, bases=((SALES, WHOLE),)),)),
    Preset("hybrid", N_("40% equally, 60% by sales"), (
        Component("members", N_("For the members"), WHOLE, bases=((EQUAL, 4_000), (SALES, 6_000))),
    )),
    Preset("cooperative", N_("Like a cooperative's surplus"), (
        Component("reserve", N_("Reserve fund"), 2_500, fund=RESERVE),
        Component("sales", N_("By sales of the members"), 3_000, bases=((SALES, WHOLE),)),
        Component("capital", N_("By savings of the members"), 2_000, bases=((CAPITAL, WHOLE),)),
        Component("board", N_("Thanks to the board"), 1_000, bases=((ROLE, WHOLE),)),
        Component("education", N_("Education fund"), 1_000, fund=EDUCATION),
        Component("solidarity", N_("Solidarity fund"), 500, fund=SOLIDARITY),
    )),
)
PRESETS: Final[Mapping[str, Preset]] = {preset.code: preset for preset in _ALL}
