"""Kemajuan: the quarter and the area that are looked at, what they come to, and the parts of the page."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.db.actor import COORDINATOR, LIAISON
from cblp.i18n import N_, _, formats, ngettext
from cblp.programmes import indicators
from cblp.programmes import progress_words as words
from cblp.programmes.reports import advocacy
from cblp.programmes.reports import progress as reports
from cblp.programmes.reports.progress import Figure, Place, Published
from cblp.programmes.rules.suppression import MEMBERS, WHOLE
from cblp.ui import menu, reads
from cblp.ui.components import (
    fields,
    figures,
    filters,
    frame,
    progress_areas,
    progress_beside,
    progress_official,
    progress_publish,
    progress_table,
    progress_targets,
)
from cblp.ui.components.figures import Card
from cblp.ui.page import Visit

FIRST: Final = (MEMBERS, "internet_use", "several_marketplaces", "sales_growth")
"""What stands on the cards."""
FIGURES, AREAS, OFFICIAL, BESIDE, PUBLISH, TARGETS = "indikator", "tempat", "bps", "asosiasi", "terbit", "target"
PARTS: Final = {
    FIGURES: N_("Indicators"), AREAS: N_("Over time and by area"), OFFICIAL: N_("Beside BPS figures"),
    BESIDE: N_("Associations side by side"), PUBLISH: N_("Publish"), TARGETS: N_("Targets"),
}


def show(visit: Visit) -> None:
    """The whole page."""
    published: list[Published] = reads.ask(reports.periods)
    if not published:
        _nothing(visit)
        return
    left, right = st.columns(2)
    with left:
        chosen = _quarter(published)
    with right:
        place = _place(chosen)
    found: list[Figure] = reads.ask(reports.cells, period=chosen.period, area=place.code)
    figures.sentence(words.sentence(chosen.period, found))
    st.caption(" ".join([
        words.place(place) + ".", words.edition(chosen.edition, chosen.published_at, visit.actor.timezone),
        *([_("Why again: {reason}", reason=frame.esc(chosen.reason))] if chosen.reason else []),
    ]))
    figures.cards(_cards(found))
    if visit.actor.role == LIAISON:
        _waiting()
    _part(visit, chosen, place, found)


def _nothing(visit: Visit) -> None:
    figures.sentence(_("No quarter is published yet."))
    frame.empty(_("Figures of each quarter stand here once the coordinator publishes them. Only sums are shown, never one business."))
    if visit.actor.role == LIAISON:
        return
    progress_publish.show(visit, [])
    if visit.actor.role == COORDINATOR:
        progress_targets.show(visit)


def _quarter(published: list[Published]) -> Published:
    names = {one.period: words.quarter(one.period) for one in published}
    label = _("Quarter")
    if len(names) <= fields.FEW:
        picked = st.radio(label, list(names), format_func=names.__getitem__, horizontal=True, key="progress_quarter")
    else:
        picked = st.selectbox(label, list(names), format_func=names.__getitem__, key="progress_quarter",
                              placeholder=_("Choose a quarter"))
    return next((one for one in published if one.period == picked), published[0])


def _place(chosen: Published) -> Place:
    """An area whose members are told; the whole association at first."""
    found: list[Place] = [place for place in reads.ask(reports.places, period=chosen.period) if place.shown or place.code == WHOLE]
    names = {place.code: f"{_(words.LEVELS[place.level])}: {words.place(place)}" if place.level else words.place(place)
             for place in found}
    picked = st.selectbox(_("Area"), list(names), format_func=names.__getitem__, key=f"progress_area_{chosen.period}",
                          placeholder=_("Choose an area"))
    return next((place for place in found if place.code == picked), found[0])


def _cards(found: list[Figure]) -> list[Card]:
    by = {figure.indicator.id: figure for figure in found}
    return [_card(by[code]) for code in FIRST if code in by]


def _card(figure: Figure) -> Card:
    told = figure.indicator.shape in {indicators.COUNT, indicators.SHARE} and figure.shown is not None and figure.before is not None
    direction = (figure.shown > figure.before) - (figure.shown < figure.before) if told else 0  # type: ignore[operator]
    note = " · ".join(filter(None, [
        words.of_whom(figure), _(words.REACHED[figure.reached]) if figure.reached else "", words.ahead(figure),
    ]))
    good = {"up": "up", "down": "down"}.get(figure.indicator.good_when, "")
    return Card(str(figure.indicator.name), words.value(figure), words.since(figure), direction, good, note)  # type: ignore[arg-type]


def _waiting() -> None:
    """How much was asked of government and still waits, with the way to it."""
    waiting = sum(row.waits for row in reads.ask(advocacy.listing))
    if waiting:
        entry = menu.BY_ID["programmes"]
        st.page_link(entry.file, icon=entry.icon, label=ngettext(
            "{count} request to government is waiting", "{count} requests to government are waiting", waiting,
            count=formats.count(waiting),
        ))


def _part(visit: Visit, chosen: Published, place: Place, found: list[Figure]) -> None:
    offered = [FIGURES, AREAS, OFFICIAL]
    offered += [BESIDE] if len(progress_beside.places(visit)) > 1 else []
    offered += [PUBLISH, TARGETS] if visit.actor.role == COORDINATOR else []
    part = filters.one_of("progress", "lihat", _("Part"), {code: _(PARTS[code]) for code in offered})
    if part == AREAS:
        progress_areas.show(chosen, place)
    elif part == OFFICIAL:
        progress_official.show(found)
    elif part == BESIDE:
        progress_beside.show(visit, chosen.period)
    elif part == PUBLISH:
        progress_publish.show(visit, reads.ask(reports.periods))
    elif part == TARGETS:
        progress_targets.show(visit)
    else:
        progress_table.show(found, key="progress")
