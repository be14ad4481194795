"""What the monthly meeting and its promises leave to do, on the office's home page."""

from __future__ import annotations

from cblp.forum.reports import actions, meetings
from cblp.forum.reports.actions import Item
from cblp.forum.reports.meetings import Row
from cblp.forum.rules import states
from cblp.i18n import _, formats, ngettext
from cblp.ui import reads
from cblp.ui.components import home_next
from cblp.ui.components.action_items import LATE, SHOW
from cblp.ui.components.home_next import Task
from cblp.ui.components.meetings import OPENED
from cblp.ui.page import Visit


def show(visit: Visit) -> None:
    """The block of the monthly meeting; nothing where nothing waits."""
    if waiting := tasks(visit):
        home_next.show_tasks(waiting, title=_("Monthly meeting"))


def tasks(visit: Visit) -> list[Task]:
    """A meeting that is today or not closed yet, and promises that are late."""
    rows: list[Row] = reads.ask(meetings.series)
    begun = [row for row in reversed(rows) if row.state in states.WRITABLE and visit.actor.day(row.starts_at) <= visit.today]
    items: list[Item] = reads.ask(actions.open_items)
    late = sum(item.late(visit.today) for item in items)
    made = [Task(_said(visit, row), _("Open the meeting"), "meetings", {OPENED: str(row.number)}) for row in begun]
    if late:
        made.append(Task(
            ngettext("{count} action item is late.", "{count} action items are late.", late, count=formats.count(late)),
            _("See action items"), "action_items", {SHOW: LATE},
        ))
    return made


def _said(visit: Visit, row: Row) -> str:
    day = visit.actor.day(row.starts_at)
    if day == visit.today:
        return _("The meeting is today, {clock}.", clock=formats.clock(row.starts_at, visit.actor.timezone))
    return _("The meeting of {day} is not closed yet.", day=formats.full_day(day))
