"""The questions on digital capital, one a screen: a press on an answer keeps it and goes on; a lost signal loses nothing."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from cblp.growth import questionnaire
from cblp.growth.questionnaire import ACCESS, AI, ATTITUDE, CAPITAL, COMPETENCE, KNOWLEDGE, SKILL
from cblp.growth.reports import capital as reports
from cblp.growth.reports.capital import Sheet
from cblp.growth.services import assessments
from cblp.i18n import N_, _, formats
from cblp.ui import page, runtime, state, visitor
from cblp.ui.page import Visit

LEAD = {
    ACCESS: N_("About my phone and internet"), COMPETENCE: N_("How well can I do this?"), KNOWLEDGE: N_("Does this fit me?"),
    SKILL: N_("How well can I do this?"), ATTITUDE: N_("Does this fit me?"), AI: N_("Do I use this feature?"),
    CAPITAL: N_("How strong am I in this?"),
}


def sheet(visit: Visit, business_id: UUID) -> Sheet | None:
    """The questions of today with every answer so far; read anew each time, because single answers refresh nobody's figures."""
    return runtime.app().read(visitor.known().actor, reports.to_answer, business_id=business_id, today=visit.today)


@page.fragment
def ask(visit: Visit, business_id: UUID) -> None:
    """The question that is next, or the one gone back to; after the last one, the button that hands them in."""
    found = sheet(visit, business_id)
    if found is None or found.finished or found.assessment_id is None:
        return
    asked, at = questionnaire.load(found.questions).items, state.Key[int | None](f"question_{found.assessment_id}", None)
    first = next((place for place, item in enumerate(asked) if item.code not in found.answers), len(asked))
    place = first if at.get() is None else min(at.get() or 0, first)
    if place >= len(asked):
        _hand_in(found, at, len(asked))
        return
    item = asked[place]
    st.progress((place + 1) / len(asked), _("Question {number} of {total}", number=formats.count(place + 1),
                                            total=formats.count(len(asked))))
    st.caption(_(LEAD[item.kind]))
    st.subheader(str(item.text), anchor=False)
    key, given = f"{found.assessment_id.hex}_{item.code}", found.answers.get(item.code)
    for value, words in item.answers.items():
        chosen = value == given
        if st.button(str(words), key=f"answer_{key}_{value}", width="stretch", type="primary" if chosen else "secondary",
                     icon=":material/check:" if chosen else None):
            _keep(found.assessment_id, item.code, value)
            at.set(place + 1 if place < first else None)
            st.rerun()
    back, skip = st.columns(2, wrap=False)
    if back.button(_("Back"), icon=":material/chevron_left:", key=f"back_{key}", width="stretch", disabled=place == 0):
        at.set(place - 1)
        st.rerun()
    if skip.button(_("I don't know"), key=f"skip_{key}", width="stretch"):
        _keep(found.assessment_id, item.code, None)
        at.set(place + 1 if place < first else None)
        st.rerun()
    st.caption(_("Each answer is saved at once. It is fine to stop and go on later."))


def _hand_in(found: Sheet, at: state.Key[int | None], total: int) -> None:
    left = sum(value is None for value in found.answers.values())
    st.progress(1.0, _("All {total} questions are done.", total=formats.count(total)))
    if left:
        st.write(_("{count} questions were answered with “I don't know”. Without them the figure can stay open.",
                   count=formats.count(left)))
    st.write(_("After handing in, the answers stay as they are."))
    back, send = st.columns(2, wrap=False)
    if back.button(_("Back"), icon=":material/chevron_left:", key=f"back_{found.assessment_id}", width="stretch"):
        at.set(total - 1)
        st.rerun()
    if send.button(_("Hand in"), type="primary", key=f"hand_in_{found.assessment_id}", width="stretch") and page.action(
        assessments.finish, assessment_id=found.assessment_id,
    ):
        page.say(_("The answers are handed in. Thank you."))
        st.rerun()


def _keep(assessment_id: UUID, item: str, value: int | None) -> None:
    runtime.app().jot(visitor.require().actor, assessments.answer, assessment_id=assessment_id, item=item, value=value)
