"""Questions of a member, on the phone: the answers that came, a new question step by step, and what others asked already."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import streamlit as st

from cblp.decisions.services import evidence
from cblp.growth.reports import clinic as reports
from cblp.growth.reports.clinic import Published, Row
from cblp.growth.rules import clinic as rules
from cblp.growth.services import clinic as services
from cblp.i18n import _, formats
from cblp.ui import page, reads, state
from cblp.ui.components import clinic_words, fields, materials
from cblp.ui.components import evidence as photos
from cblp.ui.components.activities import Todo
from cblp.ui.components.frame import esc
from cblp.ui.components.my_shop_sheet import Sheet, close, find, forget, open_form
from cblp.ui.page import Visit

PREFIX: Final = "learning/question/"
STEP, TOPIC, TEXT, PHOTO, STILL = "step", "topic", "text", "photo", "still"
STEPS: Final = (TOPIC, TEXT, PHOTO)
ALIKE: Final = 3
"""So many answers of the same topic are offered before the question is written."""


def asking(business_id: UUID) -> bool:
    """Whether a question, or what is still not clear, is being written: then nothing else belongs on the screen."""
    return state.EDITING.get().startswith(f"{PREFIX}{business_id.hex}/")


def show(visit: Visit, business_id: UUID) -> None:
    """The own questions with their answers, the way to ask, and the answers for everybody."""
    rows: list[Row] = reads.ask(reports.mine, business_id=business_id)
    if asking(business_id):
        unclear = next((row for row in rows if state.EDITING.get() == _still_form(row)), None)
        if unclear:
            _still(visit, unclear)
        else:
            _ask(visit, business_id)
        return
    st.subheader(_("Questions & answers"), anchor=False)
    came = [row for row in rows if row.state != rules.OPEN and row.helped is None]
    fresh = [*came, *(row for row in rows if row.state == rules.OPEN)]
    for row in fresh:
        _question(visit, row)
    if not rows:
        st.write(_("Is something difficult? Ask here. A mentor answers you."))
    begun = find(_form(business_id))
    unsent = bool(begun and begun.content.get("typed"))
    if unsent:
        st.caption(_("A question is not sent yet. What you wrote is kept."))
    if st.button(_("Continue the question") if unsent else _("Ask a question"), key=f"{PREFIX}begin", width="stretch",
                 icon=":material/contact_support:"):
        open_form(_form(business_id))
    old = [row for row in rows if row not in fresh]
    if old:
        with st.expander(_("My earlier questions: {count}", count=formats.count(len(old)))):
            for row in old:
                st.markdown(f"**{clinic_words.quoted(row.text)}**")
                st.markdown(clinic_words.quoted(row.answer))
    _others()


def tasks(visit: Visit, business_id: UUID) -> list[Todo]:
    """An answer that came and was not judged yet, or a question that was not sent."""
    rows: list[Row] = reads.ask(reports.mine, business_id=business_id)
    found = []
    if any(row.state != rules.OPEN and row.helped is None for row in rows):
        found.append(Todo(_("Your question has an answer."), _("Read the answer"), "learning"))
    begun = find(_form(business_id))
    if begun and begun.content.get("typed"):
        found.append(Todo(_("A question is not sent yet."), _("Continue the question"), "learning"))
    return found


# -- what was asked ----------------------------------------------------------------------------------------------------


def _question(visit: Visit, row: Row) -> None:
    with st.container(border=True):
        st.markdown(f"{clinic_words.badge(row)} :small[{clinic_words.asked(visit, row)}]")
        st.markdown(clinic_words.quoted(row.text))
        clinic_words.photo(row)
        if row.state == rules.OPEN:
            st.caption(_("A mentor reads it and answers here."))
            gone = fields.confirm(f"question_back_{row.number}", _("Take the question back"), _("Take your question back?"))
            if gone and page.action(services.withdraw, question_id=row.id, version=row.version, now=visit.now):
                page.say(_("The question was taken back."))
                st.rerun()
            return
        st.markdown(f"**{_('Answer of {name}', name=esc(row.answerer))}**  \n{clinic_words.quoted(row.answer)}")
        materials.offer(visit, row.topic, key=f"answer_{row.number}")
        st.write(_("Did this help?"))
        yes, no = st.columns(2, wrap=False)
        if yes.button(_("Yes, it helped"), key=f"helped_{row.number}", width="stretch") and page.action(
            services.helped, question_id=row.id, version=row.version, yes=True, now=visit.now,
        ):
            page.say(_("Good. The mentor sees that it helped."))
            st.rerun()
        if no.button(_("Not yet"), key=f"unclear_{row.number}", width="stretch"):
            open_form(_still_form(row))


def _still_form(row: Row) -> str:
    return f"{PREFIX}{row.business_id.hex}/{STILL}/{row.id.hex}"


@page.fragment
def _still(visit: Visit, row: Row) -> None:
    sheet = Sheet.begin(_still_form(row), _("Not clear yet"), dict)
    st.markdown(f"**{_('Answer of {name}', name=esc(row.answerer))}**  \n{clinic_words.quoted(row.answer)}")
    typed = sheet.text(STILL, _("What is still not clear?"), long=True)
    with st.container(horizontal=True):
        back = st.button(_("Back"), key=f"{sheet.form}/back", width="stretch")
        send = st.button(_("Ask again"), type="primary", key=f"{sheet.form}/send", width="stretch")
    if back:
        close()
    if send and page.action(
        services.helped, question_id=row.id, version=row.version, yes=False, still=typed, now=visit.now,
    ):
        forget(sheet.form)
        close(_("The question is open again. A mentor answers here."))


def _others() -> None:
    found: list[Published] = reads.ask(reports.published)
    if not found:
        return
    st.markdown(f"**{_('Others asked this already')}**")
    held = [code for code in rules.TOPICS if any(one.topic == code for one in found)]
    chosen = None
    if len(held) > 1:
        chosen = st.pills(_("Topic"), held, format_func=lambda code: _(clinic_words.TOPICS[code]), key="question_topic",
                          label_visibility="collapsed")
    clinic_words.answers([one for one in found if chosen in (None, one.topic)], most=20)


# -- asking ------------------------------------------------------------------------------------------------------------


def _form(business_id: UUID) -> str:
    return f"{PREFIX}{business_id.hex}/ask"


@page.fragment
def _ask(visit: Visit, business_id: UUID) -> None:
    """One thing a screen: the topic, the question, a photo if there is one; sent from the last."""
    sheet = Sheet.begin(_form(business_id), _("Ask a question"), dict)
    at = min(int(sheet.typed.get(STEP, "0")), len(STEPS) - 1)
    step = STEPS[at]
    st.subheader(_("Ask a question"), anchor=False)
    st.caption(_("Step {number} of {count}. What you write is kept at once.", number=at + 1, count=len(STEPS)))
    ready = {TOPIC: _topic, TEXT: _text, PHOTO: _photo}[step](visit, sheet, business_id)
    last = step == PHOTO
    with st.container(horizontal=True):
        back = st.button(_("Back"), key=f"{sheet.form}/back/{step}", width="stretch")
        on = st.button(_("Send the question") if last else _("Continue"), type="primary", key=f"{sheet.form}/on/{step}", width="stretch")
    if back:
        if at == 0:
            close()
        _go(sheet, at - 1)
    if on and not ready:
        st.markdown(f":red[:material/error: {_('Choose one of these.') if step == TOPIC else _('Write the question.')}]")
    elif on and last:
        _send(visit, sheet, business_id)
    elif on:
        _go(sheet, at + 1)
    if sheet.typed and st.button(_("Delete this draft"), type="tertiary", key=f"{sheet.form}/drop"):
        forget(sheet.form)
        close()


def _go(sheet: Sheet, step: int) -> None:
    sheet.note(STEP, str(step))
    st.rerun()


def _topic(visit: Visit, sheet: Sheet, business_id: UUID) -> bool:
    known = sheet.typed.get(TOPIC, "")
    chosen = st.radio(
        _("What is it about?"), rules.TOPICS, index=rules.TOPICS.index(known) if known in rules.TOPICS else None,
        format_func=lambda code: _(clinic_words.TOPICS[code]), key=f"{sheet.form}/{TOPIC}",
    )
    sheet.note(TOPIC, chosen or "")
    return chosen is not None


def _text(visit: Visit, sheet: Sheet, business_id: UUID) -> bool:
    alike = [one for one in reads.ask(reports.published) if one.topic == sheet.typed.get(TOPIC)]
    if alike:
        st.caption(_("Perhaps the answer is here already:"))
        clinic_words.answers(alike, most=ALIKE)
    materials.offer(visit, sheet.typed.get(TOPIC, ""), key="question")
    typed = sheet.text(TEXT, _("What do you want to know?"), long=True)
    return bool(typed.strip())


def _photo(visit: Visit, sheet: Sheet, business_id: UUID) -> bool:
    if sheet.typed.get(PHOTO):
        st.markdown(f":material/check: {_('The photo is kept.')}")
        if st.button(_("Without the photo"), type="tertiary", key=f"{sheet.form}/no_photo"):
            sheet.note(PHOTO, "")
            st.rerun()
    else:
        st.write(_("Does a photo help? You can also send without one."))
        picture = photos.choose(_("Choose a photo"), key=f"{sheet.form}/file")
        if picture:
            kept = page.action(evidence.add, picture=picture, business_id=business_id, now=visit.now)
            if kept and kept.value:
                photos.chosen()
                sheet.note(PHOTO, kept.value.hex)
                st.rerun()
    with st.container(border=True):
        topic = _(clinic_words.TOPICS.get(sheet.typed.get(TOPIC, ""), clinic_words.TOPICS["other"]))
        st.markdown(f":small[{topic}]  \n{clinic_words.quoted(sheet.typed.get(TEXT, ''))}")
    st.caption(_("Mentors and the coordinator read this. Other members don't see who asks."))
    return bool(sheet.typed.get(TEXT, "").strip())


def _send(visit: Visit, sheet: Sheet, business_id: UUID) -> None:
    photo = sheet.typed.get(PHOTO)
    sent = page.action(
        services.ask, business_id=business_id, topic=sheet.typed.get(TOPIC, ""), text=sheet.typed.get(TEXT, ""),
        evidence_id=UUID(photo) if photo else None, now=visit.now,
    )
    if sent:
        forget(sheet.form)
        close(_("The question was sent. A mentor answers here."))
