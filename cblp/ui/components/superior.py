"""Produk unggulan at a glance: what is put forward, which part is open, and how it is calculated."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.growth import superior_words as words
from cblp.growth.reports import superior as reports
from cblp.growth.reports.superior import Comparison, Row
from cblp.growth.rules.vikor import CRITERIA, FURTHER
from cblp.i18n import _
from cblp.ui import reads, state
from cblp.ui.components import address, fields, figures
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PART: Final = "bagian"
"""Query parameter: which part is open."""
RANKING, POINTS, STORY = "peringkat", "nilai", "cerita"

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


def sentence(visit: Visit) -> None:
    """What is put forward today, or what is missing for that."""
    figures.sentence(said(compared(visit)))


def said(comparison: Comparison) -> str:
    """What a ranking says in a sentence; safe markdown."""
    return words.said(comparison, {one: esc(name) for one, name in comparison.names.items()})


def choice(visit: Visit) -> str:
    """Which part is open; it stands in the address."""
    names = {RANKING: _("Ranking"), POINTS: _("Give points"), STORY: _("Stage and story")}
    asked = st.query_params.get(PART, RANKING)
    chosen = address.part(PART, names, RANKING, key="superior_part")
    if chosen != asked:
        fields.close()
    return chosen
