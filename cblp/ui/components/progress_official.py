"""Kemajuan beside the official statistics: the same figure where there is one, and what else is known, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from cblp import charts
from cblp.charts import Bar
from cblp.i18n import _
from cblp.programmes import indicators
from cblp.programmes import progress_words as words
from cblp.programmes.indicators import Reference
from cblp.programmes.reports.progress import Figure
from cblp.ui.components import charts as blocks
from cblp.ui.components import tables
from cblp.ui.components.frame import esc


def show(found: Sequence[Figure]) -> None:
    """Our figures of the quarter beside those of BPS."""
    by: dict[str, list[Reference]] = {}
    for one in indicators.references():
        by.setdefault(one.indicator, []).append(one)
    for figure in found:
        if like := by.get(figure.indicator.id):
            _beside(figure, like)
    if others := by.get("", []):
        st.markdown(f"**{_('What is not counted here')}**")
        _listed(others)
    st.caption(_("BPS counts all micro and small industry of a province. Here only members count, so the two are not quite the same."))


def _beside(figure: Figure, like: Sequence[Reference]) -> None:
    title = _("{indicator}: members and BPS", indicator=figure.indicator.name)
    rows = [Bar(_("Our members"), Fraction(figure.shown, 10_000))] if figure.shown is not None else []
    # Those of one industry, and those that are only known to be less than something, stand in the list alone.
    rows += [Bar(_("BPS {year}", year=one.year), Fraction(one.value, 10_000)) for one in like if not (one.kbli or one.below)]
    with st.container(border=True):
        blocks.draw(charts.bars(rows, unit="share"), f"official_{figure.indicator.id}", title)
        st.write(_compared(figure, like[0]))
    _listed(like)


def _compared(figure: Figure, newest: Reference) -> str:
    if figure.shown is None:
        return words.hidden() if figure.hidden else _("Nothing is published here to compare with.")
    told = {"share": figure.indicator.said(figure.shown), "official": words.reference(newest), "source": newest.source,
            "year": newest.year}
    if figure.shown > newest.value:
        return _("Our members: {share}. That is more than {official} by {source} {year}.", **told)
    if figure.shown < newest.value:
        return _("Our members: {share}. That is less than {official} by {source} {year}.", **told)
    return _("Our members: {share}. That is the same as {source} {year}.", **told)


def _listed(rows: Sequence[Reference]) -> None:
    tables.show([_("Official figure"), tables.Number(_("Share")), _("Year")], [
        (str(one.name), words.reference(one), one.year) for one in rows
    ])
    # Beside each figure it would be the widest column of a phone, and the same in every row.
    st.caption(_("Source: {sources}.", sources=esc(", ".join(dict.fromkeys(one.source for one in rows)))))
