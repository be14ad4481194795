"""Produk unggulan at a glance: what is put forward, which part is open, and the words of the points that products get."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.decisions.rules.parameters import CRITERIA as SIX
from cblp.growth.reports import superior as reports
from cblp.growth.reports.superior import Comparison, Row
from cblp.growth.rules import superior as rules
from cblp.growth.rules.vikor import CRITERIA, FURTHER
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import reads, state
from cblp.ui.components import fields, figures
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PART: Final = "bagian"
"""Query parameter: which part is open."""
RANKING, POINTS, STORY = "peringkat", "nilai", "cerita"

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
WEIGHED: state.Key[int] = state.Key("superior_v", 50)
WIDER: state.Key[bool] = state.Key("superior_further", False)
"""How the ranking that is looked at is calculated; kept with a run, not with the page."""


def may_change(visit: Visit) -> bool:
    """The coordinator changes; the treasurer reads."""
    return visit.actor.role == COORDINATOR


def rows(visit: Visit) -> list[Row]:
    """The products that are compared."""
    found: list[Row] = reads.ask(reports.candidates, today=visit.today)
    return found


def compared(visit: Visit) -> Comparison:
    """The ranking as it stands, weighed as chosen on the page."""
    found: Comparison = reads.ask(reports.compare, today=visit.today, v=WEIGHED.get() or 0, further=WIDER.get())
    return found


def criteria() -> tuple[str, ...]:
    """The points that count now."""
    return (*CRITERIA, *FURTHER) if WIDER.get() else CRITERIA


def wider() -> None:
    """The switch for the further points."""
    st.toggle(_("Compare 10 further points, too"), key=WIDER.name)


def figure(criterion: str, value: int | None) -> str:
    """A value as people read it, with its unit."""
    if value is None:
        return formats.UNKNOWN
    if criterion == rules.TURNOVER:
        return formats.money(value)
    if criterion == rules.LABOUR:
        return ngettext("{count} person", "{count} people", value, count=formats.count(value))
    return _("{points} of 5", points=value)


def sentence(visit: Visit) -> None:
    """What is put forward today, or what is missing for that."""
    figures.sentence(said(compared(visit)))


def said(comparison: Comparison) -> str:
    """What a ranking says in a sentence; safe markdown."""
    names = [esc(comparison.names[one]) for one in comparison.ranking.compromise]
    if not names:
        waiting = len(comparison.ranking.left_out)
        return ngettext("{count} product still lacks points. A ranking needs 2 products with all of them.",
                        "{count} products still lack points. A ranking needs 2 products with all of them.", waiting,
                        count=formats.count(waiting)) if waiting else _("Add one more product. One alone has no ranking.")
    if len(names) == 1:
        return _("Our superior product: {name}.", name=names[0])
    return _("Our superior products: {names}. They are too close to tell apart.", names=", ".join(names))


def choice(visit: Visit) -> str:
    """Which part is open; it stands in the address."""
    names = {RANKING: _("Ranking"), POINTS: _("Give points"), STORY: _("Stage and story")}
    asked = st.query_params.get(PART, RANKING)
    chosen = st.pills(
        _("Show"), list(names), default=asked if asked in names else RANKING, required=True, format_func=names.__getitem__,
        key="superior_part", label_visibility="collapsed",
    ) or RANKING
    if chosen != asked:
        fields.close()
    st.query_params[PART] = chosen
    return chosen
