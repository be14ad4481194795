"""Students at members: interns and vocational schools, now, to come, and what came of those before."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.growth.reports import placements as reports
from cblp.growth.reports.placements import COMING, NOW, OVER, Row
from cblp.growth.services import placements as services
from cblp.i18n import N_, _, formats
from cblp.people.reports import register
from cblp.ui import page, reads
from cblp.ui.components import fields
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

KINDS: Final = {"internship": N_("Student intern"), "vocational": N_("Vocational school")}
PHASES: Final = {NOW: (N_("Now"), "green"), COMING: (N_("To come"), "blue"), OVER: (N_("Finished"), "gray")}
ALL: Final = N_("All members")


def show(visit: Visit) -> None:
    """Every placement with its task and result; the coordinator adds and changes them."""
    wanted = _fields(visit)

    def make(typed: dict[str, Any]) -> Outcome[Any]:
        return page.action(services.add, **typed, now=visit.now)

    if visit.actor.role == COORDINATOR and fields.create("placement_new", wanted, {"kind": "internship"}, make, label=_("Add a student")):
        page.say(_("The student is written down."))
        st.rerun()
    rows: list[Row] = reads.ask(reports.listing, today=visit.today)
    if not rows:
        with st.container(border=True):
            st.write(_("There are no students yet. Interns and vocational schools that help members stand here."))
        return
    for row in rows:
        _row(visit, row, wanted)


def told(visit: Visit) -> None:
    """The students at the own business now, for a member's phone: one line each, nothing without one."""
    rows: list[Row] = reads.ask(reports.listing, today=visit.today)
    for row in rows:
        if row.phase == NOW:
            who = esc(row.who or _(KINDS[row.kind]))
            said = _("{who} of {school} helps you until {day}.", who=who, school=esc(row.institution), day=_end(row))
            st.markdown(f":material/school: {said}")


def _end(row: Row) -> str:
    return formats.day(row.last) if row.last else _("further notice")


def _row(visit: Visit, row: Row, wanted: tuple[Field, ...]) -> None:
    word, colour = PHASES[row.phase]
    with st.container(border=True):
        st.markdown(f"**{esc(row.institution)}** :{colour}-badge[{_(word)}]")
        who = esc(row.who) if row.who else _(KINDS[row.kind])
        where = esc(row.business) or _(ALL)
        time = formats.day_range(row.first, row.last) if row.last else _("from {day}", day=formats.day(row.first))
        st.markdown(f"{who}, {where}, {time}")
        if row.task:
            st.markdown(_("Task: {text}", text=esc(row.task)))
        if row.result:
            st.markdown(_("What came of it: {text}", text=esc(row.result)))
        elif row.phase == OVER:
            st.caption(_("Nobody has written yet what came of it."))
        if visit.actor.role == COORDINATOR:
            def save(version: int, changes: dict[str, Any]) -> Outcome[int]:
                return page.action(services.edit, placement_id=row.id, version=version, changes=changes, now=visit.now)

            fields.edit(visit, f"placement_{row.id.hex}", wanted, row.version, {one.name: getattr(row, one.name) for one in wanted}, save)


def _fields(visit: Visit) -> tuple[Field, ...]:
    members: dict[UUID | None, str] = {None: _(ALL)}
    members |= {id_: f"{name} ({code})" for id_, code, name in reads.ask(register.names, today=visit.today)}
    return (
        Field("institution", N_("School or campus"), most=120, needed=True),
        Field("kind", N_("Kind"), fields.CHOICE, {code: _(word) for code, word in KINDS.items()}, needed=True),
        Field("who", N_("Name of the student"), most=120),
        Field("business_id", N_("With whom?"), fields.CHOICE, members, hint=N_("Type to search")),
        Field("task", N_("Task"), fields.LONG, most=300),
        Field("first", N_("First day"), fields.DAY, needed=True),
        Field("last", N_("Last day"), fields.DAY),
        Field("result", N_("What came of it"), fields.LONG, most=600),
    )
