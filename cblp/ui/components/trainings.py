"""Pelatihan: the schedule with its next training, learning rounds, and the materials with their links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.growth.reports import cycles as cycle_reports
from cblp.growth.reports import trainings as reports
from cblp.growth.reports.trainings import Row
from cblp.growth.services import cycles, links, trainings
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.reports import register
from cblp.ui import page, reads
from cblp.ui.components import cycles as rounds
from cblp.ui.components import fields, figures, filters, frame, materials, tables, training_one, training_words
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

PART: Final = "bagian"
SCHEDULE, ROUNDS, MATERIALS = "jadwal", "putaran", "materi"
PAGE: Final = 10
CASE_DAYS: Final = 90
"""How far back good examples are looked for."""


def show(visit: Visit) -> None:
    """The opened training or round, or the part that is chosen."""
    opened = training_one.opened(visit)
    if opened:
        training_one.show(visit, opened, editable(visit))
        return
    cycle = rounds.opened(visit)
    if cycle:
        rounds.show(visit, cycle)
        return
    if not reads.ask(register.counts, today=visit.today):
        frame.empty(_("No training yet. Add your members first; they are the ones who learn."), _("To the members"), "members")
        return
    words = {SCHEDULE: _("Schedule"), ROUNDS: _("Learning rounds"), MATERIALS: _("Materials")}
    part = filters.one_of("trainings", PART, _("Show"), words, SCHEDULE)
    {SCHEDULE: _schedule, ROUNDS: rounds.listing, MATERIALS: _materials}[part](visit)


# -- the schedule ------------------------------------------------------------------------------------------------------


def _schedule(visit: Visit) -> None:
    rows: list[Row] = reads.ask(reports.listing)
    coming = [row for row in rows if row.state == trainings.PLANNED]
    past = [row for row in reversed(rows) if row.state != trainings.PLANNED]
    if rows:
        figures.sentence(_sentence(visit, coming, past))
    else:
        frame.empty(_("No training yet. Plans, who comes and who was there stand here."))
    if visit.actor.role == COORDINATOR:
        _plan(visit)
    for head, some, key in ((_("Next"), coming, "coming"), (_("Past"), past, "past")):
        if some:
            st.subheader(head, anchor=False)
        first = tables.start(len(some), f"trainings_{key}", PAGE)
        for row in some[first : first + PAGE]:
            _line(visit, row)
        tables.pager(len(some), f"trainings_{key}", PAGE)


def _sentence(visit: Visit, coming: list[Row], past: list[Row]) -> str:
    undone = [row for row in coming if row.starts_at < visit.now]
    if undone:
        return _("Write down who was at {title}.", title=esc(undone[0].title))
    if coming:
        people = ngettext("{count} business is coming", "{count} businesses are coming", coming[0].coming,
                          count=formats.count(coming[0].coming))
        return _("Next: {title} on {day}, {people}.", title=esc(coming[0].title),
                 day=formats.full_day(visit.actor.day(coming[0].starts_at)), people=people)
    held = sum(row.state == trainings.HELD for row in past)
    return ngettext("{count} training was held, none is planned.", "{count} trainings were held, none is planned.", held,
                    count=formats.count(held))


def _line(visit: Visit, row: Row) -> None:
    with st.container(border=True):
        name, who, state = st.columns([5, 4, 2], vertical_alignment="center")
        with name, st.container(gap=None):
            if st.button(f"**{esc(row.title)}**", key=f"training_{row.code}", type="tertiary", icon=":material/chevron_right:"):
                training_one.open_one(row.code)
            st.caption(f"{training_words.when(visit, row.starts_at)} · {esc(training_words.where(row))}")
        who.markdown(training_one.taking_part(row))
        state.markdown(training_words.badge(row.state))


def _plan(visit: Visit) -> None:
    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        given = _read(visit, typed)
        return page.action(
            trainings.plan, module=given.pop("module"), title=given.pop("title"), starts_at=given.pop("starts_at"),
            minutes=given.pop("minutes"), details=given,
        )

    start = {"day": visit.today + timedelta(7), "at": "09:00", "minutes": 120}
    if fields.create("plan_training", _wanted(), start, make, label=_("Plan a training")):
        page.say(_("The training is planned. Invite members now."))
        st.rerun()


def _wanted() -> tuple[Field, ...]:
    rows = reads.ask(cycle_reports.listing)
    running: dict[UUID | None, str] = {row.id: row.title for row in rows if row.stage != cycles.CLOSED}
    return (
        Field("title", N_("Name of the training"), most=120, needed=True),
        Field("module", N_("Material"), fields.CHOICE, materials.titles(), needed=True),
        Field("day", N_("Day"), fields.DAY, needed=True),
        Field("at", N_("Begins at"), fields.CHOICE, times(), needed=True),
        Field("minutes", N_("How many minutes"), fields.COUNT, needed=True),
        Field("place", N_("Place"), most=160), Field("trainer", N_("Trainer"), most=120),
        Field("seats", N_("Seats for people (empty: no limit)"), fields.COUNT),
        Field("link", N_("Link, if it is online"), most=300),
        *((Field("cycle_id", N_("Learning round"), fields.CHOICE, {None: _("In no round"), **running}),) if running else ()),
    )


def times() -> dict[str, str]:
    """Half hours of a day by their clock, as people read them."""
    return {f"{hour:02}:{minute:02}": f"{hour:02}.{minute:02}" for hour in range(6, 22) for minute in (0, 30)}


def _read(visit: Visit, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as the service wants it: the day and the clock of where the association is are one instant."""
    given = dict(typed)
    given["starts_at"] = datetime.combine(given.pop("day"), time.fromisoformat(given.pop("at")), ZoneInfo(visit.actor.timezone))
    return given


def editable(visit: Visit) -> training_one.Editable:
    """The same form for a training that is there."""
    return training_one.Editable(_wanted(), lambda typed: _changed(visit, typed))


def _changed(visit: Visit, typed: Mapping[str, Any]) -> dict[str, Any]:
    return _read(visit, typed) if {"day", "at"} <= typed.keys() else dict(typed)


# -- the materials -----------------------------------------------------------------------------------------------------


def _materials(visit: Visit) -> None:
    if materials.MODULE not in st.query_params or st.query_params[materials.MODULE] not in materials.titles():
        figures.sentence(ngettext("{count} material for members and mentors.", "{count} materials for members and mentors.",
                                  len(materials.titles()), count=formats.count(len(materials.titles()))))
        _links(visit)
        _cases(visit)
    materials.show(visit)


def _links(visit: Visit) -> None:
    found = reads.ask(reports.links)
    with st.container(border=True):
        st.subheader(_("Videos and good examples"), anchor=False)
        if not found:
            st.write(_("No link yet. Links that you add stand below the steps of their material."))
        for link in found:
            name, remove = st.columns([5, 1], vertical_alignment="center")
            name.markdown(f"{esc(link.title)}  \n{materials.titles()[link.module]}")
            if visit.actor.role == COORDINATOR and remove.button(_("Take away"), key=f"unlink_{link.id}") and page.action(
                links.remove, link_id=link.id,
            ):
                st.rerun()
        if visit.actor.role != COORDINATOR:
            return
        wanted = (
            Field("module", N_("Material"), fields.CHOICE, materials.titles(), needed=True),
            Field("title", N_("What it shows"), most=160, needed=True), Field("url", N_("Link"), most=300, needed=True),
        )
        if fields.create("new_link", wanted, {}, lambda typed: page.action(links.add, **typed), label=_("Add a link")):
            page.say(_("The link stands beside its material."))
            st.rerun()


def _cases(visit: Visit) -> None:
    """Local examples: the association's own best posts, which one press puts beside the material on content."""
    known = {link.url for link in reads.ask(reports.links)}
    best = reads.ask(reports.cases, first=visit.today - timedelta(CASE_DAYS - 1), last=visit.today)
    fresh = [post for post in best if post.permalink not in known]
    if not fresh:
        return
    with st.container(border=True):
        st.subheader(_("Our best posts of the last {days} days", days=formats.count(CASE_DAYS)), anchor=False)
        for at, post in enumerate(fresh):
            name, take = st.columns([5, 2], vertical_alignment="center")
            title = post.title or post.account
            name.markdown(f"**{esc(title)}**  \n" + _(
                "{account}, {day}: {count} interactions", account=esc(post.account), day=formats.day(post.day),
                count=formats.count(post.interactions),
            ))
            if visit.actor.role == COORDINATOR and take.button(_("Use as an example"), key=f"case_{at}") and page.action(
                links.add, module="content", title=title[:160], url=post.permalink,
            ):
                page.say(_("The link stands beside its material."))
                st.rerun()
