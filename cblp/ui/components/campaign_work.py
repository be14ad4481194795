"""What is to do for a campaign, what is to be posted on which day, and the duties that rotate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.campaigns import states
from cblp.campaigns.reports.campaigns import Detail, DutyRow, TaskRow
from cblp.campaigns.rules import templates
from cblp.campaigns.services import plan
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.reports import register
from cblp.ui import page, reads
from cblp.ui.components import campaign_words, campaigns, fields, figures, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

LEFT: Final = ("open", "doing")


def show(visit: Visit, campaign: Detail) -> None:
    """The sentence, tasks beside the content calendar, and the duties."""
    undone = [task for task in campaign.tasks if task.state in LEFT]
    late = sum(task.due_on < visit.today for task in undone)
    said = ngettext("{count} task left", "{count} tasks left", len(undone), count=formats.count(len(undone)))
    figures.sentence(_("{left}, {late} late.", left=said, late=formats.count(late)) if late else f"{said}.")
    left, right = st.columns(2)
    with left.container(border=True):
        st.subheader(_("To do"), anchor=False)
        _tasks(visit, campaign, templates.TASK)
    with right.container(border=True):
        st.subheader(_("What is posted when"), anchor=False)
        _tasks(visit, campaign, templates.CONTENT)
    with st.container(border=True):
        st.subheader(_("Duties in turn"), anchor=False)
        _duties(visit, campaign)


# -- tasks -------------------------------------------------------------------------------------------------------------


def _tasks(visit: Visit, campaign: Detail, kind: str) -> None:
    some = sorted((task for task in campaign.tasks if task.kind == kind), key=lambda task: (task.state not in LEFT, task.due_on))
    if not some:
        st.write(_("Nothing is planned yet."))
    for task in some:
        _task(visit, campaign, task)
    if not campaigns.may_plan(visit) or campaign.row.state == states.DROPPED:
        return
    posting = kind == templates.CONTENT

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        return page.action(plan.add_task, campaign_id=campaign.row.id, kind=kind, **_plain(typed))

    if fields.create(f"new_{kind}_{campaign.row.id}", _task_fields(visit, campaign, kind), {"due_on": campaign.row.starts_on}, make,
                     label=_("Add a post") if posting else _("Add a task")):
        page.say(_("It is in the plan."))
        st.rerun()


def _task(visit: Visit, campaign: Detail, task: TaskRow) -> None:
    undone, key = task.state in LEFT, f"edit_task_{task.id}"
    late = f" :orange-badge[{_('late')}]" if undone and task.due_on < visit.today else ""
    channel = campaign_words.channels(visit).get(task.channel, "")
    about = " · ".join(part for part in (
        formats.day(task.due_on), esc(channel), esc(task.business) or _("coordinator"),
        _(campaign_words.TASKS[task.state]),
    ) if part)
    with st.container(horizontal=not fields.is_open(key), vertical_alignment="center", wrap=False):
        st.markdown(f"{campaign_words.TASK_MARKS[task.state]} **{esc(task.title)}**{late}  \n{about}", width="stretch")
        if not campaigns.may_plan(visit):
            return
        if undone and st.button(_("Done"), key=f"done_{task.id}") and page.action(
            plan.edit_task, task_id=task.id, version=task.version, changes={"state": "done"},
        ):
            page.say(_("Done: {task}.", task=esc(task.title)))
            st.rerun()
        values = {name: getattr(task, name) for name in ("title", "due_on", "business_id", "channel", "state")}
        wanted = (*_task_fields(visit, campaign, task.kind),
                  Field("state", N_("State"), fields.CHOICE, {code: _(word) for code, word in campaign_words.TASKS.items()}))
        fields.edit(visit, key, wanted, task.version, values, lambda version, changes: page.action(
            plan.edit_task, task_id=task.id, version=version, changes=changes,
        ))


def _plain(typed: dict[str, Any]) -> dict[str, Any]:
    """A channel that was left blank is none."""
    return {name: value or "" if name == "channel" else value for name, value in typed.items()}


def _task_fields(visit: Visit, campaign: Detail, kind: str) -> tuple[Field, ...]:
    found = [
        Field("title", N_("What"), most=160, needed=True), Field("due_on", N_("By when"), fields.DAY, needed=True),
        Field("business_id", N_("Who does it"), fields.CHOICE, {None: _("The coordinator"), **_members(visit)}),
    ]
    if kind == templates.CONTENT:
        found.append(Field("channel", N_("Where it is posted"), fields.CHOICE, campaign_words.channels(visit)))
    return tuple(found)


def _members(visit: Visit) -> dict[UUID, str]:
    return {id_: f"{name} ({code})" for id_, code, name in reads.ask(register.names, today=visit.today)}


# -- duties ------------------------------------------------------------------------------------------------------------


def _duties(visit: Visit, campaign: Detail) -> None:
    st.caption(_("Packing, live, photos: they go round. Their points count where a sharing rule shares by duty."))
    counting = campaigns.may_plan(visit) and campaign.row.state in states.COUNTING
    if campaign.duties:
        tables.show(
            [_("Duty"), _("Member"), _("Days"), tables.Number(_("Points"))],
            [(duty.role, duty.business, campaign_words.held(duty.since, duty.until), formats.count(duty.points))
             for duty in campaign.duties], key="campaign_duties", size=20,
        )
        if counting:
            _end(visit, campaign.duties)
    else:
        st.write(_("Nobody has a duty yet."))
    if counting:
        _give(visit, campaign)


def _give(visit: Visit, campaign: Detail) -> None:
    row = campaign.row
    wanted = (
        Field("role", N_("Duty"), most=60, needed=True, hint=N_("For example: packing")),
        Field("business_id", N_("Member"), fields.CHOICE, _members(visit), hint=N_("Type to search"), needed=True),
        Field("since", N_("First day"), fields.DAY, needed=True), Field("until", N_("Last day"), fields.DAY),
        Field("points", N_("Points"), fields.COUNT, needed=True),
    )

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        return page.action(plan.give_duty, campaign_id=row.id, **typed)

    start = {"since": row.starts_on, "until": row.ends_on, "points": 1}
    if fields.create(f"duty_{row.id}", wanted, start, make, label=_("Give a duty"), icon=":material/assignment_ind:"):
        page.say(_("The duty is given."))
        st.rerun()


def _end(visit: Visit, duties: Sequence[DutyRow]) -> None:
    with st.popover(_("End a duty"), key="end_duty"):
        names = {duty.id: f"{duty.role}, {duty.business}" for duty in duties}
        chosen = st.selectbox(_("Which duty?"), list(names), index=None, format_func=names.__getitem__, key="duty_to_end",
                              placeholder=_("Choose a duty"))
        duty = next((duty for duty in duties if duty.id == chosen), None)
        never = _("It was never held")
        kept = st.radio(_("Until when was it held?"), [_("Until yesterday"), never], key="duty_until") if duty else None
        if duty and st.button(_("End it"), type="primary", key="end_it"):
            held = duty.since < visit.today and kept != never
            if page.action(plan.end_duty, duty_id=duty.id, last=visit.today - timedelta(1) if held else None):
                page.say(_("The duty has ended."))
                st.rerun()

