"""The sessions that a mentor wrote down: whether the members agree, steps to tick off, and what to put right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from cblp.growth import states
from cblp.growth.reports.mentors import SessionRow
from cblp.growth.services import sessions as services
from cblp.i18n import N_, _
from cblp.ui import page
from cblp.ui.components import fields, mentor_sessions, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

PAGE: Final = 5


def show(visit: Visit, rows: Sequence[SessionRow]) -> None:
    """The last sessions, those first that a member says were otherwise."""
    if not rows:
        return
    st.subheader(_("Written down so far"), anchor=False)
    some = sorted(rows, key=lambda row: not row.doubted)
    steps = [mentor_sessions.open_step([row for row in rows if row.assignment_id == one]) for one in {row.assignment_id for row in rows}]
    first = tables.start(len(some), "logged", PAGE)
    for row in some[first : first + PAGE]:
        _row(visit, row, waits=row in steps)
    tables.pager(len(some), "logged", PAGE)


def _row(visit: Visit, row: SessionRow, *, waits: bool) -> None:
    """A session; ``waits``: its step is the one to do next."""
    with st.container(border=True):
        st.markdown(f"**{esc(row.business)}**  \n{mentor_sessions.line(row)}  \n{mentor_sessions.standing(row)}")
        if waits:
            st.markdown(mentor_sessions.step(row, visit.today))
            if st.button(_("Step done"), key=f"done_{row.id.hex}", icon=":material/check:", width="stretch") and page.action(
                services.step_done, session_id=row.id, now=visit.now,
            ):
                page.say(_("Done: {step}.", step=esc(row.next_step.rstrip("."))))
                st.rerun()
        if row.confirmed_at is None:
            fields.edit(visit, f"session_{row.id.hex}", _fields(), row.version, {one.name: getattr(row, one.name) for one in _fields()},
                        lambda version, changes: _save(visit, row, version, changes))


def _fields() -> list[Field]:
    return [
        Field("day", N_("Day"), fields.DAY, needed=True), Field("minutes", N_("Minutes"), fields.COUNT, needed=True),
        Field("mode", N_("How you met"), fields.CHOICE, {code: _(said) for code, said in states.MODES.items()}, needed=True),
        Field("topics", N_("What it was about"), fields.SEVERAL, {code: _(said) for code, said in states.SKILLS.items()}),
        Field("next_step", N_("Next step"), most=300), Field("due_on", N_("Ready on"), fields.DAY),
        Field("note", N_("Note"), fields.LONG, most=1000),
    ]


def _save(visit: Visit, row: SessionRow, version: int, changes: dict[str, Any]) -> Outcome[int]:
    return page.action(services.edit, session_id=row.id, version=version, changes=changes, now=visit.now)
