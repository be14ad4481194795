"""Words for choosing superior products: the points, what counts more, and what a ranking says; for the screen and for paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cblp.decisions.rules.parameters import CRITERIA as SIX
from cblp.growth.reports.superior import TIMES, Comparison
from cblp.growth.rules import superior as rules
from cblp.i18n import N_, _, formats, ngettext

LABELS: Final = {
    **SIX, "originality": N_("Only from here"), "uniqueness": N_("Unlike others"), "symbol": N_("Known as ours"),
    "contribution": N_("Good for the area"), "capital": N_("Money and people at hand"), "infrastructure": N_("Roads, power, internet"),
    "partners": N_("Partners who help"), "competitiveness": N_("Stands up to rivals"), "regulation": N_("Helped by the rules"),
    "institutions": N_("Groups that help"),
}
"""What products are compared by (Umam et al. 2018; the further ones after Sandriana et al. 2015)."""

BALANCE: Final = {
    0: N_("Weak points only"), 25: N_("Weak points more"), 50: N_("Balanced"), 75: N_("The whole more"), 100: N_("The whole only"),
}
"""What v (in hundredths) means: how much the whole weighs against the weakest point."""

LEANT: Final = dict(zip(TIMES, (N_("half"), N_("double")), strict=True))
"""How a weight is moved, in a word."""


def figure(criterion: str, value: int | None) -> str:
    """A value as people read it, with its unit."""
    if value is None:
        return formats.UNKNOWN
    if criterion == rules.TURNOVER:
        return formats.money(value)
    if criterion == rules.LABOUR:
        return ngettext("{count} person", "{count} people", value, count=formats.count(value))
    return _("{points} of 5", points=value)


def said(comparison: Comparison, names: Mapping[str, str]) -> str:
    """What a ranking says in a sentence; ``names`` as the medium shows them."""
    forward = [names[one] for one in comparison.ranking.compromise]
    if not forward:
        waiting = len(comparison.ranking.left_out)
        return ngettext("{count} product still lacks points. A ranking needs 2 products with all of them.",
                        "{count} products still lack points. A ranking needs 2 products with all of them.", waiting,
                        count=formats.count(waiting)) if waiting else _("Add one more product. One alone has no ranking.")
    if len(forward) == 1:
        return _("Our superior product: {name}.", name=forward[0])
    return _("Our superior products: {names}. They are too close to tell apart.", names=", ".join(forward))


def tries(comparison: Comparison) -> list[tuple[str, tuple[str, ...]]]:
    """Every way in which it was calculated, in words, and what is put forward in it."""
    return [(_(BALANCE[round(v * 100)]), names) for v, names in comparison.by_v.items()] + [
        (_("{point}: {times} the weight", point=_(LABELS[criterion]), times=_(LEANT[times])), names)
        for criterion, sets in comparison.by_weight.items() for times, names in zip(TIMES, sets, strict=True)
    ]


def otherwise(comparison: Comparison) -> list[tuple[str, tuple[str, ...]]]:
    """Those of ``tries`` in which something else is put forward than the ranking does."""
    chosen = set(comparison.ranking.compromise)
    return [(way, names) for way, names in tries(comparison) if set(names) != chosen]


def reasons(comparison: Comparison) -> list[str]:
    """Why just these are put forward: the two conditions of the method, and points that tell nobody apart."""
    found = comparison.ranking
    told = [
        _("The first is clearly ahead.") if found.advantage
        else _("The first is not clearly ahead, so all that are close stand beside it."),
        _("The first is also best by S or by R.") if found.stable else _("The first is best by neither S nor R alone."),
    ]
    if found.flat:
        told.append(_("These points tell nobody apart: {points}.", points=", ".join(_(LABELS[one]) for one in found.flat)))
    return told
