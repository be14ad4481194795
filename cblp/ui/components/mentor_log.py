"""Catat pendampingan: a session written down in under a minute, by presses; every answer is kept at once until it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.catalogue import rules as catalogue_rules
from cblp.db.ids import uuid7
from cblp.growth import states
from cblp.growth.reports.mentors import Mentee
from cblp.growth.services import sessions as services
from cblp.i18n import N_, _, formats
from cblp.ui import page, reads
from cblp.ui.components import campaign_words, past_day
from cblp.ui.components.frame import esc
from cblp.ui.components.my_shop_sheet import ITSELF, Sheet, close, find, forget
from cblp.ui.page import Visit

FORM: Final = "mentoring/log/"
BUSINESS: Final = "usaha"
"""Query parameter: the code of the business that the session was with."""
FEW: Final = 5
OPENED: Final = {"assignment", "day"}
"""What stands in the form as soon as it is opened: nothing is lost with it."""
MINUTES: Final = (15, 30, 45, 60, 90, 120)
OLDEST: Final = 60
"""Days back that a session can be written down for."""
DUE: Final = {0: N_("No day"), 3: N_("In 3 days"), 7: N_("In 1 week"), 14: N_("In 2 weeks"), 30: N_("In 1 month")}
STEPS: Final = 3
"""So many steps are offered to be pressed: what the shop lacks most."""
LONGEST_STEP, LONGEST_NOTE = 300, 1_000


def form_of(logged: int) -> str:
    """The name of the form; once a session is saved the next one begins with empty fields."""
    return f"{FORM}{logged}"


def unsaved(logged: int) -> bool:
    """Whether a session was begun to be written down and is not saved yet."""
    kept = find(form_of(logged))
    return kept is not None and bool(kept.content.get("typed", {}).keys() - OPENED)


@page.fragment
def show(visit: Visit, mentees: Sequence[Mentee], logged: int) -> None:
    """The form: with whom, when, how, how long, about what, and what comes next."""
    # The session has its id from the start: sent twice over a weak network, it is written down once.
    sheet = Sheet.begin(form_of(logged), _("Log a session"), lambda: {ITSELF: {"version": 0, "id": uuid7().hex}})
    mentee = _who(sheet, mentees)
    if mentee is None:
        return
    kept = date.fromisoformat(sheet.typed["day"]) if sheet.typed.get("day") else visit.today
    day = past_day.choose(sheet, "day", kept, today=visit.today, oldest=OLDEST)
    mode = _choice(sheet, "mode", _("How?"), {code: _(said) for code, said in states.MODES.items()})
    minutes = _choice(sheet, "minutes", _("How long?"), {str(count): campaign_words.spent(count) for count in MINUTES})
    topics = _topics(sheet)
    step, due = _next(visit, sheet, mentee)
    note = sheet.text("note", _("Note, if you like"), long=True) if st.toggle(
        _("Add a note"), value=bool(sheet.typed.get("note")), key=f"{sheet.form}/add_note") else ""
    lacks = _lacks(mode, minutes, topics, step, note)
    if not st.button(_("Save"), type="primary", key=f"{sheet.form}/save", width="stretch", icon=":material/check:"):
        st.caption(_("What you press is kept at once, also when the signal drops."))
        return
    if lacks:
        st.markdown(f":red[:material/error: {lacks}]")
    elif page.action(
        services.log, assignment_id=mentee.assignment_id, day=day, minutes=int(minutes), mode=mode, topics=topics, note=note.strip(),
        next_step=step, due_on=due, session_id=UUID(sheet.rows[ITSELF]["id"]), now=visit.now,
    ):
        forget(sheet.form)
        st.query_params.pop(BUSINESS, None)
        close(_("The session with {name} is saved. They confirm it on their phone.", name=f"**{esc(mentee.business)}**"))


def _lacks(mode: str, minutes: str, topics: Sequence[str], step: str, note: str) -> str:
    """What must still be pressed, as one sentence; "" when it is complete."""
    if not mode:
        return _("Press how you met.")
    if not minutes:
        return _("Press how long it took.")
    if not topics:
        return _("Press what it was about.")
    if len(step) > LONGEST_STEP or len(note) > LONGEST_NOTE:
        return _("Write it shorter.")
    return ""


def _who(sheet: Sheet, mentees: Sequence[Mentee]) -> Mentee | None:
    by_id = {one.assignment_id.hex: one for one in mentees}
    asked = next((key for key, one in by_id.items() if one.code == st.query_params.get(BUSINESS, "")), "")
    if len(by_id) == 1:
        only = mentees[0]
        st.markdown(f"**{esc(only.business)}**")
        return only
    known = sheet.typed.get("assignment", "") or asked
    order = list(by_id)
    at = order.index(known) if known in by_id else None
    if len(order) <= FEW:
        chosen = st.radio(_("With whom?"), order, index=at, format_func=lambda key: esc(by_id[key].business), key=f"{sheet.form}/who")
    else:
        chosen = st.selectbox(_("With whom?"), order, index=at, format_func=lambda key: by_id[key].business, key=f"{sheet.form}/who",
                              placeholder=_("Choose one"))
    if chosen:
        sheet.note("assignment", chosen)
    return by_id.get(chosen or "")


def _choice(sheet: Sheet, field: str, label: str, options: Mapping[str, str]) -> str:
    kept = sheet.typed.get(field, "")
    chosen = st.pills(label, list(options), default=kept if kept in options else None, format_func=options.__getitem__,
                      key=f"{sheet.form}/{field}")
    sheet.note(field, chosen or "")
    return chosen or ""


def _topics(sheet: Sheet) -> list[str]:
    kept = [code for code in sheet.typed.get("topics", "").split() if code in states.SKILLS]
    chosen = list(st.pills(_("About what? One or more."), list(states.SKILLS), selection_mode="multi", default=kept,
                           format_func=lambda code: _(states.SKILLS[code]), key=f"{sheet.form}/topics"))
    sheet.note("topics", " ".join(chosen))
    return chosen


# -- what comes next -----------------------------------------------------------------------------------------------------


def _next(visit: Visit, sheet: Sheet, mentee: Mentee) -> tuple[str, date | None]:
    """The step that was agreed on, "" for none, and until when."""
    offered = _offered(visit, mentee.business_id)
    if offered:
        pressed = st.pills(_("Next step: what the shop still lacks"), offered, key=f"{sheet.form}/offered/{mentee.business_id.hex}",
                           format_func=esc)
        if pressed and pressed != sheet.typed.get("offered", ""):
            sheet.note("step", pressed)
        sheet.note("offered", pressed or "")
    # The field is another one after a press, so that it starts with what was pressed.
    round_ = offered.index(sheet.typed["offered"]) + 1 if sheet.typed.get("offered") in offered else 0
    step = st.text_input(_("Next step"), value=sheet.typed.get("step", ""), key=f"{sheet.form}/step/{round_}", live="400ms",
                         autocomplete="off", placeholder=_("for example send 3 new photos"), max_chars=LONGEST_STEP) or ""
    sheet.note("step", step)
    step = step.strip()
    if not step:
        return "", None
    days = _choice(sheet, "due", _("Ready when?"), {str(count): _(said) for count, said in DUE.items()})
    due = visit.today + timedelta(int(days)) if days and int(days) else None
    st.caption(_("At the latest {day}.", day=formats.full_day(due)) if due else _("Without a day."))
    return step, due


def _offered(visit: Visit, business_id: UUID) -> list[str]:
    """What the products of the shop lack, each as a thing to do."""
    found = []
    for product in reads.ask(catalogue.products, today=visit.today, business_id=business_id, status="active"):
        found += [f"{_(catalogue_rules.POINTS[code].button)}: {product.name}" for code in product.missing[:1]]
    return [step[:LONGEST_STEP] for step in dict.fromkeys(found)][:STEPS]
