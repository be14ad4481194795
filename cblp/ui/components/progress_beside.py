"""Several associations side by side for the officer whom each of them granted a look: one read in each, never one over all."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cblp.db.actor import LIAISON
from cblp.i18n import _, formats
from cblp.people.reports.access import Place
from cblp.programmes import indicators
from cblp.programmes import progress_words as words
from cblp.programmes.reports import beside
from cblp.programmes.reports.beside import Column
from cblp.ui import runtime
from cblp.ui.components import tables
from cblp.ui.page import Visit


def places(visit: Visit) -> list[Place]:
    """The associations that this officer may look into."""
    return [place for place in visit.visitor.places if place.role == LIAISON] if visit.actor.role == LIAISON else []


def show(visit: Visit, period: str) -> None:
    """The published figures of a quarter, an association in each column."""
    found = [_column(visit, place, period) for place in places(visit)]
    columns = [column for column in found if column is not None]
    told = sum(bool(column.figures) for column in columns)
    st.markdown(f"**{_('{quarter}, associations side by side', quarter=words.quarter(period))}**")
    st.write(_("{count} of {total} associations have published this quarter.", count=formats.count(told),
               total=formats.count(len(columns))))
    tables.show([_("Indicator"), *(column.name for column in columns)], [
        [str(one.name), *(_cell(column, code) for column in columns)] for code, one in indicators.load().items()
    ])
    st.caption(words.hidden())


def _column(visit: Visit, place: Place, period: str) -> Column | None:
    """A read of its own in each association, uncached: a data version belongs to one association only."""
    actor = replace(visit.actor, association=place.association)
    found: Column | None = runtime.app().read(actor, beside.column, period=period)
    return found


def _cell(column: Column, code: str) -> str:
    if code not in column.figures:
        return _("Not published")
    figure = column.figures[code]
    return f"{words.value(figure)} {f'({whom})' if (whom := words.of_whom(figure)) else ''}".strip()
