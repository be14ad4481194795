"""Laporan triwulan: what is to be written or answered, and every report."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.db.actor import COORDINATOR, LIAISON
from cblp.i18n import N_, _, formats, ngettext
from cblp.programmes import progress_words as words
from cblp.programmes.reports import period_reports as reports
from cblp.programmes.reports.period_reports import Detail, Row
from cblp.programmes.services import period_reports as services
from cblp.ui import page, reads
from cblp.ui.components import address, figures, frame
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

OPENED: Final = "triwulan"
"""Query parameter: the quarter of the report that is open."""
COLOURS: Final = {"draft": "gray", "submitted": "blue", "returned": "orange", "approved": "green"}


def opened() -> Detail | None:
    """The report that the address names; one that is not there is said and forgotten."""
    found = address.find(OPENED, _every, lambda row: row.period, N_("There is no report of this quarter yet."))
    detail: Detail | None = reads.ask(reports.one, report_id=found.id) if found else None
    return detail


def badge(state: str) -> str:
    """The state of a report as a badge of markdown."""
    return f":{COLOURS[state]}-badge[{_(words.STATES[state])}]"


def listed(visit: Visit) -> None:
    """The list, what needs somebody first."""
    rows = _every()
    to_write: list[str] = [] if visit.actor.role == LIAISON else reads.ask(reports.to_write, today=visit.today)
    figures.sentence(_sentence(visit, rows, to_write))
    if visit.actor.role == COORDINATOR:
        _begin(to_write, rows)
    if not rows:
        frame.empty(
            _("Reports that the association sends stand here.") if visit.actor.role == LIAISON
            else _("Each quarter one report goes to the office. Its figures come from Progress; the words are yours.")
        )
    mine = _mine(visit)
    for row in sorted(rows, key=lambda one: one.state not in mine):
        _row(visit, row)


def _every() -> list[Row]:
    found: list[Row] = reads.ask(reports.listed)
    return found


def _mine(visit: Visit) -> tuple[str, ...]:
    """The states in which a report waits for this reader."""
    return (services.SUBMITTED,) if visit.actor.role == LIAISON else services.WRITABLE


def _sentence(visit: Visit, rows: list[Row], to_write: list[str]) -> str:
    waiting = [row for row in rows if row.state in _mine(visit)]
    if visit.actor.role == LIAISON:
        return ngettext("{count} report waits for your answer.", "{count} reports wait for your answer.", len(waiting),
                        count=formats.count(len(waiting))) if waiting else _("No report waits for your answer.")
    if returned := [row for row in waiting if row.state == services.RETURNED]:
        return _("The report of {quarter} came back with a comment.", quarter=words.quarter(returned[0].period))
    if waiting:
        return _("The report of {quarter} is being written.", quarter=words.quarter(waiting[0].period))
    sent = [row for row in rows if row.state == services.SUBMITTED]
    if to_write and not _is_older(to_write[0], rows):
        return _("The report of {quarter} is not begun yet.", quarter=words.quarter(to_write[0]))
    if sent:
        return _("The report of {quarter} is sent and waits for an answer.", quarter=words.quarter(sent[0].period))
    return _("Every report is sent.")


def _is_older(period: str, rows: list[Row]) -> bool:
    """A quarter from before the newest report can still be written, but is not what the page is about."""
    return any(row.period > period for row in rows)


def _begin(to_write: list[str], rows: list[Row]) -> None:
    busy = any(row.state in services.WRITABLE for row in rows)
    with st.container(horizontal=True):
        for place, period in enumerate(to_write):
            pressed = st.button(
                _("Write {quarter}", quarter=words.quarter(period)), icon=":material/edit_note:", key=f"begin_{period}",
                type="secondary" if place or busy or _is_older(period, rows) else "primary",
            )
            if pressed and page.action(services.draft, period=period):
                address.open_one(OPENED, period)


def _row(visit: Visit, row: Row) -> None:
    with st.container(border=True), st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        said = ngettext("{count} comment", "{count} comments", row.comments, count=formats.count(row.comments)) if row.comments else ""
        days = [said, *dates(visit, row)]
        st.markdown(f"**{esc(words.quarter(row.period))}** {badge(row.state)}  \n{esc(' · '.join(filter(None, days)))}", width="stretch")
        if st.button(_("Open"), key=f"open_{row.period}"):
            address.open_one(OPENED, row.period)


def dates(visit: Visit, row: Row | Detail) -> list[str]:
    """When it was sent, and when answered."""
    told = []
    if row.submitted_at:
        told.append(_("sent {day}", day=formats.day(visit.actor.day(row.submitted_at))))
    if row.decided_at:
        day = formats.day(visit.actor.day(row.decided_at))
        told.append(_("approved {day}", day=day) if row.state == services.APPROVED else _("returned {day}", day=day))
    return told
