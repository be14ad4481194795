"""Who still has to answer: a letter that is ready to be sent, or an interview in which the coordinator presses the answers."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import streamlit as st

from cblp.growth import questionnaire
from cblp.growth.reports import capital as reports
from cblp.growth.reports.capital import Left, WaveRow
from cblp.growth.services import assessments
from cblp.i18n import _, formats, ngettext
from cblp.people.reports import register
from cblp.people.reports.register import BusinessRow
from cblp.ui import page, reads, runtime, state, visitor
from cblp.ui.components import capital_ask, letters, tables
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

INTERVIEW: Final = "interview/"
SHOWN: Final = 10


def show(visit: Visit, wave: WaveRow) -> None:
    """The interview that is open, or everybody who has not handed in."""
    # Read anew: single answers refresh nobody's figures, and here their number stands.
    left: list[Left] = runtime.app().read(visitor.known().actor, reports.missing, wave_id=wave.id, today=visit.today)
    talking = next((one for one in left if state.EDITING.get() == f"{INTERVIEW}{one.business_id}"), None)
    if talking and wave.open:
        _interview(visit, talking)
        return
    if not left:
        st.write(_("All members have answered."))
        return
    st.write(ngettext("{count} member has not handed in.", "{count} members have not handed in.", len(left),
                      count=formats.count(len(left))))
    people: dict[UUID, BusinessRow] = {row.id: row for row in reads.ask(register.businesses, today=visit.today, limit=2000)}
    first = tables.start(len(left), "capital_left", SHOWN)
    for one in left[first : first + SHOWN]:
        _row(visit, wave, one, people.get(one.business_id))
    tables.pager(len(left), "capital_left", SHOWN)


def _row(visit: Visit, wave: WaveRow, one: Left, person: BusinessRow | None) -> None:
    with st.container(border=True):
        name, buttons = st.columns([3, 2], vertical_alignment="center")
        told = _("{answered} of {total} questions", answered=formats.count(one.answered), total=formats.count(one.total))
        name.markdown(f"**{esc(one.business)}**  \n{told}")
        with buttons.container(horizontal=True, horizontal_alignment="right"):
            if not one.has_owner:
                st.caption(_("Its owner is not written down yet."))
            elif wave.open:
                if st.button(_("Interview"), icon=":material/record_voice_over:", key=f"interview_{one.business_id}"):
                    _begin(wave, one)
                letters.remind(visit, person.phone if person else "", _letter(visit, wave, one, person),
                               key=f"remind_{one.business_id.hex}")


def _begin(wave: WaveRow, one: Left) -> None:
    if page.action(assessments.begin, wave_id=wave.id, business_id=one.business_id, mode=assessments.INTERVIEWED):
        state.EDITING.set(f"{INTERVIEW}{one.business_id}")
        st.rerun()


def _interview(visit: Visit, one: Left) -> None:
    with st.container(border=True, width=560):
        st.markdown(_("Interview with {name}", name=f"**{esc(one.business)}**"))
        st.caption(_("Read the question and the answers aloud. Press what the member says."))
        capital_ask.ask(visit, one.business_id)
        if st.button(_("Stop here"), key="stop_interview"):
            state.EDITING.set("")
            st.rerun()


def _letter(visit: Visit, wave: WaveRow, one: Left, person: BusinessRow | None) -> str:
    with letters.to(visit, one.business_id):
        opening = letters.opening(person.address_form if person else "", person.owner if person else "", one.business)
        left = len(questionnaire.load(wave.questions).items) - one.answered
        return letters.write(
            visit, "digital_capital", who=opening, count=formats.count(left), day=formats.full_day(wave.closes_on),
            link=letters.address("learning"),
        )
