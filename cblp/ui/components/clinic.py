"""Tanya jawab: how the questions do, every question, and the answers for everybody; the mentor's list is the same on a phone."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cblp.db.actor import COORDINATOR, MENTOR
from cblp.growth.reports import clinic as reports
from cblp.growth.reports.clinic import Row, Summary
from cblp.growth.rules import clinic as rules
from cblp.growth.services import clinic as services
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.reports import register
from cblp.ui import page, reads
from cblp.ui.components import address, clinic_safety, clinic_words, fields, figures, letters, placements, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

OPENED: Final = "pertanyaan"
"""The query parameter with the number of the question that is open."""
QUESTIONS, EVERYBODY, SAFETY, STUDENTS = "questions", "everybody", "safety", "students"
VIEWS: Final = {
    QUESTIONS: N_("Questions"), EVERYBODY: N_("Answers for everybody"), SAFETY: N_("Account safety"), STUDENTS: N_("Students"),
}
PAGE: Final = 20


def opened(visit: Visit) -> Row | None:
    """The question that the address names by its number; a number that none has is said and forgotten."""
    return address.find(OPENED, lambda: [*_rows(), *_own(visit)], lambda row: row.number, N_(
        "Question no. {name} is not here. It was answered, or taken back."))


def open_one(number: int) -> None:
    """Open a question: its number stands in the address."""
    address.open_one(OPENED, number)


def _rows() -> list[Row]:
    found: list[Row] = reads.ask(reports.questions)
    return found


def _own(visit: Visit) -> list[Row]:
    if visit.actor.role != MENTOR or visit.actor.account is None:
        return []
    found: list[Row] = reads.ask(reports.answered, account=visit.actor.account)
    return found


# -- the office --------------------------------------------------------------------------------------------------------


def lead(visit: Visit) -> None:
    """What waits in one sentence, and how questions are answered."""
    found: Summary = reads.ask(reports.summary, today=visit.today)
    figures.sentence(
        ngettext("{count} question waits for an answer.", "{count} questions wait for an answer.", found.open,
                 count=formats.count(found.open))
        if found.open else _("No question waits for an answer.")
    )
    oldest = formats.ago(visit.actor.day(found.oldest), visit.today) if found.oldest else ""
    slow = ngettext("{count} of them for more than 3 days", "{count} of them for more than 3 days", found.slow,
                    count=formats.count(found.slow)) if found.slow else ""
    figures.cards([
        Card(_("Waiting now"), _asked(found.open), note=slow or (_("Oldest: {when}", when=oldest) if oldest else "")),
        Card(_("Answered in 90 days"), _asked(found.answered)),
        Card(_("Typical time to the answer"), _hours(found.hours), note=_("Half of the answers came sooner") if found.answered else ""),
        Card(
            _("Helped, members say"),
            _("{count} of {all}", count=formats.count(found.helped), all=formats.count(found.told)) if found.told else formats.UNKNOWN,
            note="" if found.told else _("Nobody has said yet"),
        ),
    ])
    if found.open and visit.actor.role == COORDINATOR:
        _call_mentors(visit, found.open)


def _asked(count: int) -> str:
    return ngettext("{count} question", "{count} questions", count, count=formats.count(count))


def _hours(hours: int | None) -> str:
    if hours is None:
        return formats.UNKNOWN
    if hours < 48:
        return ngettext("{hours} hour", "{hours} hours", max(hours, 1), hours=formats.count(max(hours, 1)))
    return ngettext("{days} day", "{days} days", round(hours / 24), days=formats.count(round(hours / 24)))


def _call_mentors(visit: Visit, count: int) -> None:
    text = letters.write(visit, "question_call", count=formats.count(count), link=letters.address("answering"))
    letters.remind(visit, "", text, key="clinic_call", label=_("Text for the mentors"), told=_("Choose the mentors' group in WA."))


def parts(visit: Visit) -> None:
    """The four parts of the page; account safety is the coordinator's to see."""
    shown = [view for view in VIEWS if view != SAFETY or visit.actor.role == COORDINATOR]
    view = st.pills(
        _("Show"), shown, default=QUESTIONS, required=True, key="clinic_view", label_visibility="collapsed",
        format_func=lambda name: _(VIEWS[name]),
    ) or QUESTIONS
    {QUESTIONS: _questions, EVERYBODY: _everybody, SAFETY: clinic_safety.show, STUDENTS: placements.show}[view](visit)


def _questions(visit: Visit) -> None:
    if visit.actor.role == COORDINATOR:
        _ask(visit)
    rows = _rows()
    if not rows:
        with st.container(border=True):
            st.write(_("There are no questions yet. They stand here when a member asks by phone, or you write one down for them."))
        return
    first = tables.start(len(rows), "clinic", PAGE)
    with st.container(gap=None):
        for row in rows[first : first + PAGE]:
            with st.container(border=True):
                name, text, state = st.columns([3, 6, 3], vertical_alignment="center")
                label = f"**{_('No. {number}', number=row.number)}** {esc(row.business)}"
                if name.button(label, key=f"clinic_{row.number}", type="tertiary", icon=":material/chevron_right:"):
                    open_one(row.number)
                text.markdown(f"{_short(row.text)}  \n:small[{clinic_words.asked(visit, row)}]")
                state.markdown(clinic_words.badge(row))
    tables.pager(len(rows), "clinic", PAGE)


def _short(text: str) -> str:
    line = " ".join(text.splitlines())
    return esc(line if len(line) <= 120 else f"{line[:119].rsplit(' ', 1)[0]} …")


def _ask(visit: Visit) -> None:
    members = {id_: f"{name} ({code})" for id_, code, name in reads.ask(register.names, today=visit.today)}

    def make(typed: dict[str, Any]) -> Outcome[Any]:
        return page.action(
            services.ask, business_id=typed["business"], topic=typed["topic"], text=typed["text"], now=visit.now)

    wanted = (
        Field("business", N_("Who asks?"), fields.CHOICE, members, hint=N_("Type to search"), needed=True),
        Field("topic", N_("What is it about?"), fields.CHOICE, clinic_words.topics(), needed=True),
        Field("text", N_("The question"), fields.LONG, most=rules.LONGEST_QUESTION, needed=True),
    )
    if fields.create("clinic_ask", wanted, {}, make, label=_("Write down a question")):
        page.say(_("The question is written down. Mentors can see it now."))
        st.rerun()


def _everybody(visit: Visit) -> None:
    found = reads.ask(reports.published)
    if not found:
        with st.container(border=True):
            st.write(_("No answer is published yet. Open an answered question, and let everybody read it without a name."))
        return
    st.caption(_("Members read these under Learning. Nobody sees who asked."))
    clinic_words.answers(found)


# -- the mentor --------------------------------------------------------------------------------------------------------


def waiting(visit: Visit) -> None:
    """The open questions on a phone, the longest waiting first; then what the mentees asked, and what this mentor answered."""
    rows = _rows()
    waits = [row for row in rows if row.state == rules.OPEN]
    figures.sentence(
        ngettext("{count} question waits for an answer.", "{count} questions wait for an answer.", len(waits),
                 count=formats.count(len(waits)))
        if waits else _("No question waits for an answer.")
    )
    for row in waits:
        _card(visit, row, _("Answer this"), "primary")
    own = _own(visit)
    others = [row for row in rows if row.state != rules.OPEN and row.id not in {one.id for one in own}]
    for head, some in ((_("What I answered"), own), (_("Questions of my mentees"), others)):
        if some:
            with st.expander(f"{head}: {formats.count(len(some))}"):
                for row in some:
                    _card(visit, row, _("Open"), "secondary")
    found = reads.ask(reports.published)
    if found:
        st.subheader(_("Answers for everybody"), anchor=False)
        clinic_words.answers(found)


def _card(visit: Visit, row: Row, label: str, kind: Any) -> None:
    with st.container(border=True):
        st.markdown(f"**{esc(row.business)}** {clinic_words.badge(row)}  \n{_short(row.text)}")
        st.caption(clinic_words.asked(visit, row))
        if st.button(label, key=f"clinic_{row.number}", type=kind, width="stretch"):
            open_one(row.number)
