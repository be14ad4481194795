"""One person's digital capital: the radar, before beside it, the weakest area, and the three things that follow from it."""

from __future__ import annotations

from fractions import Fraction
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import rules
from cblp.charts.radar import radar
from cblp.db.actor import MEMBER
from cblp.growth import questionnaire
from cblp.growth.questionnaire import ATTITUDE, KNOWLEDGE, SKILL
from cblp.growth.reports import capital as reports
from cblp.growth.reports.capital import Follows, Result
from cblp.growth.services.assessments import INTERVIEWED
from cblp.i18n import N_, _, formats
from cblp.ui import reads
from cblp.ui.components import materials, tables
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

KINDS: Final = {"pre": N_("Beforehand"), "post": N_("After"), "followup": N_("Follow-up")}
FACETS: Final = {KNOWLEDGE: N_("Knowledge"), SKILL: N_("Skill"), ATTITUDE: N_("Attitude")}
CAPITALS: Final = {
    "economic": N_("Money and tools"), "social": N_("People and networks"), "cultural": N_("Tradition and craft"),
    "personal": N_("Will to learn"), "political": N_("Voice in the village"),
}


def areas(version: int) -> dict[str, str]:
    """The names of the areas of the index by code, in the order of the questions."""
    return {code: str(area.name) for code, area in questionnaire.load(version).areas.items()}


def figure(value: Fraction | None) -> str:
    """``48,6 dari 100``."""
    return _("{number} of 100", number=formats.number(value)) if value is not None else _("Not enough data yet")


def show(visit: Visit, business_id: UUID) -> bool:
    """The newest answers of a business; False, and nothing drawn, where there are none."""
    found: list[Result] = reads.ask(reports.mine, business_id=business_id)
    if not found:
        return False
    newest, earlier = found[0], next((one for one in found[1:] if one.questions == found[0].questions), None)
    st.markdown(_("**{figure}**, {day}", figure=figure(newest.index), day=formats.day(newest.day)))
    if newest.index is None:
        st.caption(_("Some questions have no answer. The figure needs all of them."))
    if earlier and earlier.index is not None and newest.index is not None:
        st.caption(_("{figure} on {day}.", figure=figure(earlier.index), day=formats.day(earlier.day)))
    names = areas(newest.questions)
    st.image(radar(
        [(names[code], value) for code, value in newest.areas.items()], label=_("Digital capital, 0 to 100"),
        before=[earlier.areas.get(code) for code in newest.areas] if earlier else (),
    ))
    if earlier:
        st.caption(_("The dashed line is {day}.", day=formats.day(earlier.day)))
    _follow(visit, business_id)
    if visit.actor.role != MEMBER:
        _beside(newest)
    return True


def _follow(visit: Visit, business_id: UUID) -> None:
    """Module, mentor's task and listing of the weakest area."""
    found: Follows | None = reads.ask(reports.follows, business_id=business_id, today=visit.today)
    if found is None:
        return
    area = questionnaire.load(found.questions).areas[found.area]
    titles = materials.titles()
    with st.container(border=True):
        st.markdown(_("Needs most help: **{area}**", area=str(area.name)))
        st.markdown(f":material/menu_book: {_('Learn: {module}', module=esc(titles.get(found.module, found.module)))}")
        # Not a link: from a page to itself it leaves the address as it was.
        if visit.actor.role == MEMBER and st.button(_("Open the material"), icon=":material/menu_book:", key="follow_material",
                                                    width="stretch"):
            st.query_params.update({materials.MODULE: found.module, materials.STEP: "1"})
            st.rerun()
        st.markdown(f":material/diversity_3: {_('With the mentor: {task}', task=str(area.task))}")
        if found.product:
            point = _("On {product}: {point}", product=f"**{esc(found.product)}**", point=_(rules.POINTS[found.point].sentence))
            st.markdown(f":material/storefront: {point}")


def _beside(one: Result) -> None:
    """Knowledge, skill and attitude, AI, and the five other capitals: for who helps, not for the member's small screen."""
    rows = [(_(FACETS[code]), figure(value)) for code, value in one.facets.items()]
    rows.append((_("AI features in use that were not known to be AI"), _("{unaware} of {used} features",
                 unaware=formats.count(one.unaware), used=formats.count(one.used)) if one.used else _("uses none")))
    rows += [(_(CAPITALS[code]), _("{value} of 5", value=formats.count(value)) if value else _("no answer"))
             for code, value in one.capitals.items()]
    with st.expander(_("What else was answered"), key=f"beside_{one.business_id}"):
        tables.show([_("About"), tables.Number(_("Answer"))], rows)
        if one.mode == INTERVIEWED:
            st.caption(_("The answers were given in an interview."))
