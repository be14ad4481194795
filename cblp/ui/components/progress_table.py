"""The figures of a quarter as a table, with targets where there are any, and what each indicator means."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cblp.i18n import _, formats
from cblp.programmes import progress_words as words
from cblp.programmes.reports.progress import Figure
from cblp.ui.components import tables
from cblp.ui.components.frame import esc


def show(figures: Sequence[Figure], *, key: str) -> None:
    """All figures; below them why some are not shown, and what each means."""
    wanted = any(words.targets(figure) for figure in figures)
    heads = [_("Indicator"), tables.Number(_("Achievement")), tables.Number(_("Quarter before")), _("Counted of")]
    tables.show(heads + ([_("Targets"), _("Against the target")] if wanted else []), [_row(figure, wanted) for figure in figures])
    if wanted:
        st.caption(_("Targets: least · good · very good"))
    if any(figure.hidden for figure in figures):
        st.caption(words.hidden())
    with st.expander(_("What each indicator means"), key=f"{key}_meanings"):
        st.markdown("\n".join(f"- **{esc(str(figure.indicator.name))}**: {esc(str(figure.indicator.definition))}" for figure in figures))


def _row(figure: Figure, wanted: bool) -> list[str]:
    told = [str(figure.indicator.name), words.value(figure), figure.indicator.said(figure.before), words.of_whom(figure)]
    verdict = _(words.REACHED[figure.reached]) if figure.reached else ""
    return [*told, words.targets(figure).replace(" ", formats.NBSP), verdict] if wanted else told
