"""Bekal digital on the member's phone: the questions while they are asked, and afterwards what the own answers come to."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from cblp.growth import questionnaire
from cblp.growth.reports.capital import Sheet
from cblp.growth.services import assessments
from cblp.i18n import _, formats, ngettext
from cblp.ui import page, state
from cblp.ui.components import capital_ask, capital_member
from cblp.ui.components.activities import Todo
from cblp.ui.page import Visit

OPEN = "answers/"


def tasks(visit: Visit, business_id: UUID) -> list[Todo]:
    """The questions that wait for this member, for the first list of Toko saya."""
    found = capital_ask.sheet(visit, business_id)
    if found is None or found.finished:
        return []
    return [Todo(
        ngettext("**{count} question** on phone and selling waits until {day}.",
                 "**{count} questions** on phone and selling wait until {day}.", _left(found), day=formats.full_day(found.closes_on)),
        _("Answer now"), "learning",
    )]


def asking(visit: Visit, business_id: UUID) -> bool:
    """Whether the questions are open: then nothing else belongs on the screen."""
    found = capital_ask.sheet(visit, business_id)
    return found is not None and not found.finished and _opened(found)


def show(visit: Visit, business_id: UUID) -> None:
    """The question that is next, or what was answered, or that nothing is asked yet."""
    st.subheader(_("Digital capital"), anchor=False)
    found = capital_ask.sheet(visit, business_id)
    if found and not found.finished:
        if _opened(found):
            capital_ask.ask(visit, business_id)
        else:
            _begin(found, business_id)
            capital_member.show(visit, business_id)
        return
    if not capital_member.show(visit, business_id):
        with st.container(border=True):
            st.write(_("Nothing is asked now. Your figures stand here after you answer the questions."))


def _opened(found: Sheet) -> bool:
    return found.assessment_id is not None and state.EDITING.get() == f"{OPEN}{found.assessment_id}"


def _begin(found: Sheet, business_id: UUID) -> None:
    with st.container(border=True):
        st.write(ngettext("{count} short question. Answer until {day}.", "{count} short questions, one a screen. Answer until {day}.",
                          _left(found), day=formats.full_day(found.closes_on)))
        st.caption(_("You, your mentor and the coordinator see the answers. There is no wrong answer."))
        label = _("Go on") if found.answers else _("Begin")
        if st.button(label, type="primary", key=f"begin_{business_id}", width="stretch"):
            begun = page.action(assessments.begin, wave_id=found.wave_id, business_id=business_id, mode=assessments.SELF)
            if begun:
                state.EDITING.set(f"{OPEN}{begun.value}")
                st.rerun()


def _left(found: Sheet) -> int:
    """Questions without an answer."""
    return sum(item.code not in found.answers for item in questionnaire.load(found.questions).items)
