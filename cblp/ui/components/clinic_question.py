"""One question: what was asked, the answer (kept while it is written), whether it helped, and letting everybody read it."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cblp.db.actor import COORDINATOR, MENTOR
from cblp.growth.reports import clinic as reports
from cblp.growth.reports.clinic import Contact, Row
from cblp.growth.rules import clinic as rules
from cblp.growth.services import clinic as services
from cblp.i18n import N_, _, formats
from cblp.ui import page, reads
from cblp.ui.components import address, clinic, clinic_words, fields, letters, materials
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.components.my_shop_sheet import Sheet, forget
from cblp.ui.page import Outcome, Visit

ANSWER: Final = Field("answer", N_("The answer"), fields.LONG, most=rules.LONGEST_ANSWER, needed=True)
GENERAL: Final = Field(
    "general", N_("The question as everybody reads it, without a name"), fields.LONG, most=rules.LONGEST_QUESTION, needed=True,
    hint=N_("For example: my photos are dark. What can I do?"),
)


def show(visit: Visit, row: Row) -> None:
    """The question with what its reader may do next."""
    if st.button(_("Back"), icon=":material/arrow_back:", key="clinic_back"):
        _leave()
    who = f"**{esc(row.business)}**"
    st.subheader(_("Question no. {number}", number=row.number), anchor=False)
    with st.container(border=True):
        st.markdown(f"{who} {clinic_words.badge(row)}  \n:small[{clinic_words.asked(visit, row)}]")
        st.markdown(clinic_words.quoted(row.text))
        clinic_words.photo(row)
    materials.offer(visit, row.topic, key=f"clinic_{row.number}")
    if row.answer:
        _answered(visit, row)
    if row.state == rules.OPEN and visit.actor.role in (COORDINATOR, MENTOR):
        _answer(visit, row)
    elif row.state == rules.OPEN:
        st.info(_("A mentor or the coordinator answers this."))
    if visit.actor.role == COORDINATOR:
        _publish(visit, row)


def _leave(message: str = "") -> None:
    if message:
        page.say(message)
    address.leave(clinic.OPENED)


def _answered(visit: Visit, row: Row) -> None:
    with st.container(border=True):
        day = formats.day(visit.actor.day(row.answered_at)) if row.answered_at else ""
        head = _("The answer that did not help yet") if row.state == rules.OPEN else _("The answer")
        st.markdown(f"**{head}**  \n:small[{_('{who}, {day}', who=esc(row.answerer), day=day)}]")
        st.markdown(clinic_words.quoted(row.answer))
        if row.helped:
            st.markdown(f":green-badge[:material/check: {_('It helped')}]")
        if row.state != rules.ANSWERED:
            return
        own = visit.actor.role == MENTOR and row.answered_by == visit.actor.account
        if own or visit.actor.role == COORDINATOR:
            _change(visit, row)
            if row.helped is None:
                _tell(visit, row)


def _change(visit: Visit, row: Row) -> None:
    def save(version: int, changes: dict[str, Any]) -> Outcome[int]:
        return page.action(services.answer, question_id=row.id, version=version, answer=changes["answer"], now=visit.now)

    fields.edit(
        visit, f"clinic_change_{row.number}", (ANSWER,), row.version, {"answer": row.answer}, save, label=_("Change the answer"))


def _tell(visit: Visit, row: Row) -> None:
    contact: Contact = reads.ask(reports.contact, question_id=row.id)
    with letters.to(visit, row.business_id):
        text = letters.write(
            visit, "question_answered", who=letters.opening(contact.address_form, contact.person, row.business),
            topic=_(clinic_words.TOPICS[row.topic]), link=letters.address("learning"),
        )
    letters.remind(visit, contact.phone, text, key=f"clinic_tell_{row.number}", label=_("Tell the member"))


@page.fragment
def _answer(visit: Visit, row: Row) -> None:
    """The answer is a draft until it is sent: a mentor writes it on the phone, between two customers."""
    sheet = Sheet.begin(f"clinic/answer/{row.id.hex}", _("The answer"), dict)
    typed = sheet.text("answer", _("Write the answer step by step, in short sentences."), long=True)
    st.caption(_("What you write is kept until you send it."))
    if st.button(_("Send the answer"), type="primary", icon=":material/send:", key=f"clinic_send_{row.number}",
                 width="stretch" if visit.actor.role == MENTOR else "content"):
        sent = page.action(services.answer, question_id=row.id, version=row.version, answer=typed, now=visit.now)
        if sent:
            forget(sheet.form)
            _leave(_("The answer was sent."))


def _publish(visit: Visit, row: Row) -> None:
    if row.state not in (rules.ANSWERED, rules.PUBLISHED):
        return
    out = row.state == rules.PUBLISHED

    def save(version: int, changes: dict[str, Any]) -> Outcome[int]:
        return page.action(
            services.publish, question_id=row.id, version=version, general=changes.get("general", row.general),
            answer=changes.get("answer", row.answer), now=visit.now,
        )

    with st.container(border=True):
        st.markdown(f"**{_('For everybody')}**")
        if out:
            st.markdown(f"{clinic_words.quoted(row.general)}")
        else:
            st.caption(_("Write the question anew, so that nobody knows who asked. Names and phone numbers are refused."))
        # Not what the member wrote: the text for everybody is always written on purpose.
        fields.edit(
            visit, f"clinic_publish_{row.number}", (GENERAL, ANSWER), row.version,
            {"general": row.general if out else "", "answer": row.answer}, save,
            label=_("Change the texts") if out else _("Let everybody read it"), icon=":material/public:",
        )
        if out and fields.confirm(
            f"clinic_hide_{row.number}", _("Take it back"), _("Take the answer to question no. {number} back?", number=row.number),
            _("The member who asked keeps the answer."),
        ) and page.action(services.unpublish, question_id=row.id, version=row.version, now=visit.now):
            page.say(_("Nobody else reads the answer now."))
            st.rerun()
