"""A new campaign: choose a template, whose days of this year are filled in, change what differs, and it is proposed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.campaigns.rules import templates
from cblp.campaigns.rules.templates import Draft
from cblp.campaigns.services import drafting
from cblp.campaigns.services.drafting import Planned
from cblp.decisions.reports import parameters
from cblp.i18n import _, formats, ngettext
from cblp.ui import page, reads
from cblp.ui.components import campaign_words, fields
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

OWN: Final = "own"
"""A plan without a template."""


@dataclass(frozen=True)
class Start:
    """What a new plan starts with."""

    label: str
    values: Mapping[str, Any]
    tasks: tuple[Planned, ...] = ()
    certain: bool = True


def show(visit: Visit, planned: Collection[str]) -> UUID | None:
    """Templates to choose from (but for those of ``planned`` names) and the form of the chosen one.

    The id of the campaign in the run in which it was made.
    """
    drafts = {draft.template: draft for draft in templates.coming(visit.today) if _named(draft) not in planned}
    names = {code: f"{_named(draft)} · {campaign_words.days(draft.span.first, draft.span.last)}" for code, draft in drafts.items()}
    names |= {templates.ANNIVERSARY: _("Anniversary of the association"), OWN: _("A plan of our own")}
    chosen = st.pills(_("Begin with a template. Its days and tasks are filled in."), list(names), format_func=names.__getitem__,
                      key="campaign_template")
    if not chosen:
        return None
    draft = drafts.get(chosen)
    if chosen == templates.ANNIVERSARY:
        draft = _anniversary(visit.today)
        if draft is None:
            return None
    return _form(visit, chosen, _start(visit, draft))


def _anniversary(today: date) -> Draft | None:
    day = st.date_input(_("Birthday of the association"), value=None, format="DD/MM/YYYY", min_value=date(1950, 1, 1),
                        max_value=today, key="campaign_anniversary")
    if not isinstance(day, date):
        return None
    st.caption(formats.full_day(day))
    return next((one for one in templates.coming(today, day) if one.template == templates.ANNIVERSARY), None)


def _start(visit: Visit, draft: Draft | None) -> Start:
    share = reads.ask(parameters.setting, key="contribution", day=visit.today).value
    usual = {"contribution": share, "discount": 0, "marketplaces": [], "offers": [templates.DISCOUNT]}
    if draft is None:
        return Start(_("A plan of our own"), usual)
    tasks = tuple(Planned(step.kind, _(step.title), step.channel, day) for step, day in draft.steps)
    return Start(_named(draft), {
        **usual, "name": _named(draft), "starts_on": draft.span.first, "ends_on": draft.span.last, "answer_by": draft.answer_by,
        "offers": list(draft.offers), "hashtags": draft.hashtags, "story": _(draft.story),
    }, tasks, draft.certain)


def _form(visit: Visit, template: str, start: Start) -> UUID | None:
    told = []
    if start.tasks:
        told.append(ngettext("{count} task comes with it; each can be changed.", "{count} tasks come with it; each can be changed.",
                             len(start.tasks), count=formats.count(len(start.tasks))))
    if not start.certain:
        told.append(_("The feast's days are still an estimate. Check them once the government has decided."))
    if told:
        st.caption(" ".join(told))

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        details = {name: value for name, value in typed.items() if name not in {"name", "starts_on", "ends_on"}}
        for share in ("discount", "contribution"):
            details[share] = details[share] or 0
        return page.action(
            drafting.begin, name=typed["name"], starts_on=typed["starts_on"], ends_on=typed["ends_on"],
            template="" if template == OWN else template, details=details, tasks=start.tasks, now=visit.now,
        )

    made = fields.create(f"plan_{template}", campaign_words.plan_fields(visit), start.values, make,
                         label=_("Fill in the plan"), icon=":material/edit_calendar:", primary=True)
    if made:
        page.say(_("The plan of {name} is saved. The members have not been asked yet.", name=f"**{esc(start.label)}**"))
    return made.value if made else None


def _named(draft: Draft) -> str:
    return _(draft.label, **draft.values)
