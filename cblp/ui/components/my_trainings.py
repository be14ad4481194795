"""Trainings as a member meets them: come or not by one button, what one did, and what comes."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from cblp.growth.reports import trainings as reports
from cblp.growth.reports.trainings import Invitation
from cblp.growth.services import trainings
from cblp.i18n import _, formats
from cblp.ui import page, reads
from cblp.ui.components import training_words
from cblp.ui.components.activities import Activity, Todo
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit


def activities(visit: Visit, business_id: UUID) -> list[Activity]:
    """Every training that is or was something for this business; called-off ones only where it was invited."""
    return [_activity(visit, one, business_id) for one in reads.ask(reports.of_business, business_id=business_id)]


def tasks(visit: Visit, business_id: UUID) -> list[Todo]:
    """Invitations that wait for an answer."""
    return [
        Todo(
            _("Training {title}, {when}. Are you coming?", title=f"**{esc(one.row.title)}**",
              when=training_words.when(visit, one.row.starts_at)),
            _("Answer now"), "activities",
        )
        for one in reads.ask(reports.of_business, business_id=business_id) if _waits(visit, one)
    ]


def is_open(visit: Visit, one: Invitation) -> bool:
    """Whether one can still say whether one comes."""
    return one.row.state == trainings.PLANNED and visit.now < one.row.starts_at


def _waits(visit: Visit, one: Invitation) -> bool:
    return one.answer == trainings.INVITED and is_open(visit, one)


def _activity(visit: Visit, one: Invitation, business_id: UUID) -> Activity:
    return Activity(
        day=visit.actor.day(one.row.starts_at), past=not is_open(visit, one), icon=":material/school:",
        title=_("Training: {title}", title=esc(one.row.title)), sentence=_said(visit, one), urgent=_waits(visit, one),
        show=lambda: _answer(visit, one, business_id), until=False,
    )


def _said(visit: Visit, one: Invitation) -> str:
    row = one.row
    if row.state == trainings.CALLED_OFF:
        return _("Called off: {why}", why=esc(row.note))
    # The day stands above it.
    told = [f"{_sentence(formats.clock(row.starts_at, visit.actor.timezone))} {_sentence(esc(training_words.where(row)))}"]
    if one.present is not None:
        told.append(_("Was there.") if one.present else _("Was not there."))
    elif one.answer == trainings.COMING:
        told.append(_("You are coming."))
    elif one.answer == trainings.NOT_COMING:
        told.append(_("You are not coming."))
    return " ".join(told)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _answer(visit: Visit, one: Invitation, business_id: UUID) -> None:
    if one.row.link and one.row.state == trainings.PLANNED:
        st.link_button(_("Open the link"), one.row.link, icon=":material/open_in_new:", width="stretch")
    if not is_open(visit, one):
        return
    left, right = st.columns(2, wrap=False)
    key = f"{one.row.id}_{business_id}"
    coming = left.button(_("Come"), key=f"come_{key}", width="stretch", disabled=one.answer == trainings.COMING)
    away = right.button(_("Can't come"), key=f"away_{key}", width="stretch", disabled=one.answer == trainings.NOT_COMING)
    if (coming or away) and page.action(
        trainings.answer, training_id=one.row.id, business_id=business_id,
        answer=trainings.COMING if coming else trainings.NOT_COMING,
    ):
        page.say(_("The answer is saved. It can be changed until {day}.", day=formats.full_day(visit.actor.day(one.row.starts_at))))
        st.rerun()
