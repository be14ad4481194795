"""What to do now, each with its button, and the days that come next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.days import Span
from cblp.i18n import _, formats, ngettext
from cblp.intake import reports as intake
from cblp.intake.reports import Coverage
from cblp.people.reports import register
from cblp.programmes.reports import partners as partner_reports
from cblp.programmes.reports.partners import PartnerRow
from cblp.sales import calendar
from cblp.ui import menu, reads
from cblp.ui.components import partners
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

AHEAD = timedelta(150)
EVENTS = 4


@dataclass(frozen=True)
class Task:
    """Something to do: what it is (safe markdown), the word on its button, the page where it is done, what is opened there."""

    text: str
    button: str
    page: str
    query: Mapping[str, str] = field(default_factory=dict)


def tasks(visit: Visit, covered: Coverage) -> list[Task]:
    """What waits for a person, in the order in which it helps."""
    waiting = len(reads.ask(intake.waiting))
    lacking = covered.shops - covered.covered
    unmatched = sum(one.unmatched for one in reads.ask(catalogue.needs, today=visit.today))
    due = reads.ask(register.licences, today=visit.today, due=True)
    ended = sum(row.due == 0 for row in due)
    made = []
    if waiting:
        made.append(Task(ngettext(
            "{count} file was checked and waits to come in.", "{count} files were checked and wait to come in.", waiting,
            count=formats.count(waiting)), _("Bring in files"), "import_files"))
    if lacking:
        made.append(Task(ngettext(
            "{count} shop has no file yet.", "{count} shops have no file yet.", lacking, count=formats.count(lacking)),
            _("Bring in files"), "import_files"))
    if unmatched:
        made.append(Task(ngettext(
            "{count} product of the shops is not matched yet.", "{count} products of the shops are not matched yet.", unmatched,
            count=formats.count(unmatched)), _("Match products"), "catalogue"))
    if ended:
        made.append(Task(ngettext(
            "{count} business licence has ended.", "{count} business licences have ended.", ended, count=formats.count(ended)),
            _("See licences"), "members"))
    if len(due) > ended:
        ending = len(due) - ended
        made.append(Task(ngettext(
            "{count} business licence ends within 90 days.", "{count} business licences end within 90 days.", ending,
            count=formats.count(ending)), _("See licences"), "members"))
    made += _agreements(visit)
    return [task for task in made if visit.actor.role in menu.BY_ID[task.page].roles]


def _agreements(visit: Visit) -> list[Task]:
    """What was agreed with a partner and is about to end, so that nobody works on without it."""
    rows: list[PartnerRow] = reads.ask(partner_reports.listing, today=visit.today)
    return [
        Task(_("{title} with {partner} ends on {day}.", title=f"**{esc(one.title)}**", partner=esc(row.name),
               day=formats.day(one.valid_to or row.ended_on)), _("See partner"), "programmes", {partners.OPENED: row.code})
        for row in rows for one in row.agreements if one.ends_soon
    ]


def show_tasks(todo: list[Task], *, title: str = "") -> None:
    """Each task with its button at the right."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{title or _('What to do')}**")
        if not todo:
            st.write(_("Nothing waits right now."))
        for task in todo:
            text, button = st.columns([5, 2], vertical_alignment="center")  # one below the other on a phone
            text.markdown(task.text)
            entry = menu.BY_ID[task.page]
            button.page_link(entry.file, label=task.button, icon=entry.icon, query_params=dict(task.query) or None)


def show_events(visit: Visit) -> None:
    """Feasts and sale days that are on or come next."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{_('Coming next')}**")
        for event in calendar.occasions(Span(visit.today, visit.today + AHEAD))[:EVENTS]:
            st.markdown(f"**{_(event.label)}** · {when(visit, event)}")
        st.caption(_("Prepare stock and promotion two weeks before."))


def when(visit: Visit, event: calendar.Occasion) -> str:
    """The day of an event, and how far it is; a day that the government has yet to decide says so."""
    if visit.today in event.span:
        return _("now, until {day}", day=formats.day(event.span.last)) if event.span.days > 1 else _("today")
    far = _("in {days} days", days=(event.span.first - visit.today).days)
    day = formats.full_day(event.span.first) if event.certain else _("about {day}", day=formats.day(event.span.first))
    return f"{day} ({far})"
