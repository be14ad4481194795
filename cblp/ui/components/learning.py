"""Belajar on the phone: what waits for this member, then the parts of learning with how each stands; one is open at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.growth import materials as texts
from cblp.growth.reports import capital, clinic, mentors, safety, trainings
from cblp.growth.reports.capital import Result
from cblp.growth.reports.clinic import Row as Question
from cblp.growth.reports.mentors import Mine
from cblp.growth.reports.trainings import Invitation
from cblp.growth.rules import clinic as clinic_rules
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import reads, state
from cblp.ui.components import (
    activities,
    capital_ask,
    capital_member,
    frame,
    materials,
    mentor_profile,
    my_answers,
    my_mentor,
    my_pieces,
    my_questions,
    my_safety,
    my_shop,
    my_trainings,
    placements,
)
from cblp.ui.components.activities import Activity, Todo
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PART: Final = "bagian"
"""Query parameter: the part that is open, by its code."""
PAGE: Final = "learning"


def _nothing(visit: Visit, business_id: UUID) -> list[Todo]:
    return []


def _never(visit: Visit, business_id: UUID) -> bool:
    return False


@dataclass(frozen=True)
class Part:
    """A part of learning. ``line`` says how it stands; ``filling`` whether the member is amid its questions, which stand alone.

    What waits in a part with ``dated`` tasks comes before what the shop lacks, the others after it.
    """

    code: str
    title: str
    icon: str
    line: Callable[[Visit, UUID], str]
    show: Callable[[Visit, UUID], object]
    tasks: Callable[[Visit, UUID], list[Todo]] = _nothing
    filling: Callable[[Visit, UUID], bool] = _never
    dated: bool = True


def show(visit: Visit, business_id: UUID) -> None:
    """What is being filled in or read, alone, with a way out (it is kept); else the part that is open; else what waits, and all."""
    filling = next((part for part in PARTS if part.filling(visit, business_id)), None)
    if filling:
        filling.show(visit, business_id)
        if st.button(_("Go on later"), icon=":material/pause:", type="tertiary", key="learning_later"):
            state.EDITING.set("")
            st.query_params.clear()
            st.rerun()
        return
    opened = next((part for part in PARTS if part.code == st.query_params.get(PART)), None)
    if opened is None:
        _all(visit, business_id)
        return
    if st.button(_("All of learning"), icon=":material/chevron_left:", type="tertiary", key="learning_all"):
        st.query_params.pop(PART)
        st.rerun()
    opened.show(visit, business_id)


def tasks(visit: Visit, business_id: UUID, *, dated: bool) -> list[Todo]:
    """What waits for this member in the parts with dated tasks, or in the others; what is done on this page opens its part."""
    return [
        replace(todo, query={PART: part.code}) if todo.page == PAGE else todo
        for part in PARTS if part.dated == dated for todo in part.tasks(visit, business_id)
    ]


def coming(visit: Visit, business_id: UUID) -> list[Activity]:
    """What of learning has a day: trainings, and the questions on digital capital while they can be answered."""
    return [*my_trainings.activities(visit, business_id), *_questions(visit, business_id)]


def _questions(visit: Visit, business_id: UUID) -> Iterable[Activity]:
    found = capital_ask.sheet(visit, business_id)
    if found and not found.finished:
        yield Activity(
            day=found.closes_on, past=False, icon=":material/backpack:", title=_("Digital capital"), urgent=True,
            sentence=_("Short questions on phone and selling wait for you."),
            show=_answer_link,
        )


def _answer_link() -> None:
    frame.way(PAGE, _("Answer now"), key="answer_questions", icon=CAPITAL.icon, query={PART: CAPITAL.code})


def _all(visit: Visit, business_id: UUID) -> None:
    """What waits, then each part in a line with its button."""
    waiting = [(part, todo) for part in PARTS for todo in part.tasks(visit, business_id)]
    if waiting:
        my_shop.show_few(waiting, "learning_all_tasks", _show_task)
        st.subheader(_("All of learning"), anchor=False)
    else:
        st.write(_("Nothing waits for you. Choose what you want to learn."))
    for part in PARTS:
        with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(f"{part.icon} **{_(part.title)}**  \n{part.line(visit, business_id)}", width="stretch")
            if st.button(_("Open"), key=f"learning_{part.code}"):
                _go(part.code)


def _show_task(number: int, found: tuple[Part, Todo]) -> None:
    part, todo = found
    with st.container(border=True):
        st.markdown(todo.sentence)
        if st.button(todo.button, icon=part.icon, key=f"learning_task_{number}", width="stretch"):
            _go(part.code)


def _go(code: str) -> None:
    st.query_params[PART] = code
    st.rerun()


# -- how each part stands, in a line --------------------------------------------------------------------------------------


def _mentor(visit: Visit, business_id: UUID) -> str:
    found: list[Mine] = reads.ask(mentors.of_business, business_id=business_id, today=visit.today)
    return ", ".join(esc(mine.mentor) for mine in found) or _("No mentor yet")


def _next_training(visit: Visit, business_id: UUID) -> str:
    found: list[Invitation] = reads.ask(trainings.of_business, business_id=business_id)
    following = next((one.row for one in found if my_trainings.is_open(visit, one)), None)
    if following is None:
        return _("None is planned now")
    return _("{title}, {day}", title=esc(following.title), day=formats.day(visit.actor.day(following.starts_at)))


def _modules(visit: Visit, business_id: UUID) -> str:
    return _("{count} topics, one step a screen", count=formats.count(len(texts.codes())))


def _asked(visit: Visit, business_id: UUID) -> str:
    rows: list[Question] = reads.ask(clinic.mine, business_id=business_id)
    waiting = sum(row.state == clinic_rules.OPEN for row in rows)
    if waiting:
        return ngettext("{count} question waits for an answer", "{count} questions wait for an answer", waiting,
                        count=formats.count(waiting))
    others = len(reads.ask(clinic.published))
    if others:
        return ngettext("{count} answer for everybody", "{count} answers for everybody", others, count=formats.count(others))
    return _("Ask what is difficult")


def _capital(visit: Visit, business_id: UUID) -> str:
    found: list[Result] = reads.ask(capital.mine, business_id=business_id)
    return capital_member.figure(found[0].index) if found else _("Not answered yet")


def _safe(visit: Visit, business_id: UUID) -> str:
    now, _before = reads.ask(safety.mine, business_id=business_id)
    if now is None:
        return _("Not checked yet")
    return _("{safe} of {all} things are safe", safe=formats.count(now.score.safe), all=formats.count(now.score.of))


# -- the parts, in the order in which they stand --------------------------------------------------------------------------


def _accompanied(visit: Visit, business_id: UUID) -> None:
    my_mentor.show(visit, business_id)
    placements.told(visit)
    mentor_profile.offer(visit)


def _trained(visit: Visit, business_id: UUID) -> None:
    st.subheader(_("Trainings"), anchor=False)
    activities.show(visit, my_trainings.activities(visit, business_id), nothing=_("There are no trainings yet. They stand here then."))


CAPITAL: Final = Part(
    "bekal-digital", N_("Digital capital"), ":material/backpack:", _capital, my_answers.show, my_answers.tasks, my_answers.asking,
)
PARTS: Final = (
    Part("pendamping", N_("My mentor"), ":material/diversity_3:", _mentor, _accompanied, my_mentor.tasks),
    Part("pelatihan", N_("Trainings"), ":material/school:", _next_training, _trained, my_trainings.tasks),
    CAPITAL,
    Part("tanya-jawab", N_("Questions & answers"), ":material/contact_support:", _asked, my_questions.show, my_questions.tasks,
         lambda visit, business_id: my_questions.asking(business_id)),
    Part("materi", N_("Learning materials"), ":material/menu_book:", _modules, lambda visit, business_id: materials.show(visit),
         filling=lambda visit, business_id: materials.opened()),
    Part("konten", N_("What I made"), ":material/add_a_photo:", my_pieces.line, my_pieces.show, my_pieces.tasks,
         lambda visit, business_id: my_pieces.asking(business_id), dated=False),
    Part("keamanan", N_("Account safety"), ":material/verified_user:", _safe, my_safety.show, my_safety.tasks,
         lambda visit, business_id: my_safety.asking(business_id), dated=False),
)
