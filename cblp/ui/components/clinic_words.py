"""Questions in words: topics, states, texts with their lines; shared by the office's page, the mentor's and the member's phone."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.growth.reports import clinic as reports
from cblp.growth.reports.clinic import Published, Row
from cblp.growth.rules import clinic as rules
from cblp.i18n import N_, _, formats
from cblp.ui import reads
from cblp.ui.components import papers
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

TOPICS: Final = {
    "whatsapp": N_("WhatsApp"), "marketplace": N_("Selling in a marketplace"), "photo": N_("Photos and content"),
    "buyers": N_("Serving buyers"), "price": N_("Price and stock"), "ai": N_("AI and automatic features"),
    "safety": N_("Account safety"), "other": N_("Another topic"),
}
_STATES: Final = {
    rules.OPEN: (N_("Waits for an answer"), "orange"), rules.ANSWERED: (N_("Answered"), "blue"),
    rules.PUBLISHED: (N_("For everybody"), "green"),
}


def topics() -> dict[str, str]:
    """The topics by their code."""
    return {code: _(word) for code, word in TOPICS.items()}


def badge(row: Row) -> str:
    """The state as a mark; an answer that did not help is said."""
    if row.state == rules.OPEN and row.helped is False:
        return f":orange-badge[{_('Not clear yet')}]"
    word, colour = _STATES[row.state]
    return f":{colour}-badge[{_(word)}]"


def quoted(text: str) -> str:
    """What somebody wrote, with its lines."""
    return "  \n".join(esc(line) for line in text.splitlines())


def asked(visit: Visit, row: Row) -> str:
    """The topic and how long ago it was asked."""
    when = formats.ago(visit.actor.day(row.asked_at), visit.today)
    return _("{topic}, asked {when}", topic=_(TOPICS[row.topic]), when=when)


def photo(row: Row) -> None:
    """The photo of a question, when it has one."""
    if row.has_photo:
        papers.shown(reads.ask(reports.photo, question_id=row.id), _("Photo of question no. {number}", number=row.number))


def answers(found: list[Published], *, most: int | None = None) -> None:
    """Answers for everybody, each behind its question."""
    for one in found[:most]:
        with st.expander(esc(one.question.replace("\n", " "))):
            st.caption(_(TOPICS[one.topic]))
            st.markdown(quoted(one.answer))
