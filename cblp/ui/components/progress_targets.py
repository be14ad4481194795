"""Targets of a quarter: the least, good and very good of each indicator, set by the coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from cblp.errors import Stale
from cblp.i18n import N_, _
from cblp.programmes import indicators
from cblp.programmes import progress_words as words
from cblp.programmes.indicators import Indicator
from cblp.programmes.reports import progress as reports
from cblp.programmes.reports.progress import Marks
from cblp.programmes.rules import quarters
from cblp.programmes.services import targets
from cblp.ui import page, reads
from cblp.ui.components import fields, tables
from cblp.ui.components.fields import Field
from cblp.ui.page import Outcome, Visit

LABELS: Final = {"least": N_("Least"), "good": N_("Good"), "excellent": N_("Very good")}
PAST: Final = 3
"""Quarters that are over for which targets may still be set; besides them the one that runs, and the next."""


def show(visit: Visit) -> None:
    """The targets of a quarter, and the form for those of one indicator."""
    offered = _offered(visit)
    period = st.radio(_("Quarter of the targets"), offered, index=1, format_func=words.quarter, horizontal=True, key="targets_quarter")
    marks: Mapping[str, Marks] = reads.ask(reports.marks, period=period or offered[1])
    declared = indicators.load()
    if not marks:
        st.write(_("No target is set for {quarter} yet. Choose an indicator below and set its targets.",
                   quarter=words.quarter(period or offered[1])))
    tables.show([_("Indicator"), *(tables.Number(_(label)) for label in LABELS.values())], [
        [str(one.name), *(one.said(getattr(marks.get(code, Marks()), mark)) for mark in LABELS)] for code, one in declared.items()
    ])
    chosen = st.selectbox(_("Set the targets of"), list(declared), index=None, format_func=lambda code: str(declared[code].name),
                          key="targets_indicator", placeholder=_("Choose an indicator"))
    if chosen:
        _edit(visit, period or offered[1], declared[chosen], marks.get(chosen, Marks()))


def _offered(visit: Visit) -> list[str]:
    running = quarters.of(visit.today)
    return [quarters.after(running), running, *quarters.last_closed(visit.today, PAST)]


def _edit(visit: Visit, period: str, one: Indicator, marks: Marks) -> None:
    """Percent are typed as percent; a count or points as whole numbers."""
    percent = one.unit == "percent"
    size = 1 if percent else 100
    wanted = tuple(Field(mark, label, fields.PERCENT if percent else fields.COUNT) for mark, label in LABELS.items())
    now = {mark: getattr(marks, mark) for mark in LABELS}

    def save(version: int, changes: dict[str, Any]) -> Outcome[int]:
        typed = {mark: None if value is None else value * size for mark, value in changes.items()}
        kept = page.action(
            targets.set_target, period=period, indicator=one.id, version=version or None, **{**now, **typed},
        )
        if isinstance(kept.error, Stale):
            for side in ("yours", "theirs"):  # as they are typed, for the choice between the two
                kept.error.values[side] = _typed(kept.error.values[side], size)
        return kept

    st.caption(_("Leave a field empty for no target.") + " " + str(one.definition))
    fields.edit(visit, f"target_{period}_{one.id}", wanted, marks.version or 0, _typed(now, size), save,
                label=_("Set targets"))


def _typed(values: Mapping[str, int | None], size: int) -> dict[str, int | None]:
    return {mark: None if value is None else value // size for mark, value in values.items()}
