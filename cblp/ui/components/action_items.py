"""Tindak lanjut: what is promised and not done yet, what is late, how much was kept, and letters to remind with."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.forum.reports import actions as reports
from cblp.forum.reports.actions import Item, Reminder
from cblp.forum.rules import states
from cblp.forum.rules.states import Kept
from cblp.i18n import _, formats, ngettext
from cblp.ui import reads
from cblp.ui.components import action_item_rows, figures, filters, frame, letters, tables
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

SOON: Final = timedelta(7)
SHOW, LATE = "tampil", "lewat"
"""Query parameter that says which items are shown, and its word for those that are late."""
PAGE: Final = 12
SHOWN: Final = 6
"""So many letters stand on the screen at once."""


def _items() -> list[Item]:
    found: list[Item] = reads.ask(reports.listing)
    return found


def lead(visit: Visit) -> None:
    """What is open and late in one sentence, then the figures."""
    rows = _items()
    if not rows:
        figures.sentence(_("Nothing was promised yet."))
        return
    live = [item for item in rows if item.live]
    late = sum(item.late(visit.today) for item in live)
    told = ngettext("{count} action item is not finished.", "{count} action items are not finished.", len(live),
                    count=formats.count(len(live))) if live else _("Every action item is finished.")
    if late:
        told += " " + ngettext("{count} of them is late.", "{count} of them are late.", late, count=formats.count(late))
    figures.sentence(told)
    kept: Kept = reads.ask(reports.kept, month=visit.today)
    soon = sum(item.due_on is not None and visit.today <= item.due_on <= visit.today + SOON for item in live)
    figures.cards([
        Card(_("Late"), _things(late)), Card(_("Due in the next 7 days"), _things(soon)),
        Card(_("Finished of what is due in {month}", month=formats.month(visit.today)), _(
            "{count} of {all}", count=formats.count(kept.done), all=formats.count(kept.promised)) if kept.promised else formats.UNKNOWN,
            note=ngettext("{count} of them after its day", "{count} of them after their day", kept.late,
                          count=formats.count(kept.late)) if kept.late else ""),
    ])


def _things(count: int) -> str:
    return ngettext("{count} thing", "{count} things", count, count=formats.count(count))


def add(visit: Visit) -> None:
    """A promise outside a meeting."""
    action_item_rows.new(visit)


def remind(visit: Visit) -> None:
    """A letter for each member whose promise is late or due within a week."""
    if visit.actor.role != COORDINATOR:
        return
    found: list[Reminder] = reads.ask(reports.to_remind, until=visit.today + SOON)
    if not found:
        return
    with st.expander(_("Letters to remind with: {count}", count=formats.count(len(found)))):
        first = tables.start(len(found), "reminders", SHOWN)
        for one in found[first : first + SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                what = ", ".join(item.text for item in one.items)
                st.markdown(f"{esc(one.business)}  \n:small[{esc(what)}]", width="stretch")
                letters.remind(visit, one.phone, letter(visit, one), key=f"remind_{one.business_id.hex}")
        tables.pager(len(found), "reminders", SHOWN)


def letter(visit: Visit, one: Reminder) -> str:
    """Address and name, what was promised and until when, one question, a link, thanks and who writes."""
    with letters.to(visit, one.business_id):
        who = letters.opening(one.address_form, one.person, one.business)
        promised = " ".join(
            _("“{text}” until {day}.", text=item.text.rstrip("."), day=formats.full_day(item.due_on)) for item in one.items if item.due_on
        )
        return letters.write(visit, "action_items", who=who, promised=promised, link=letters.address("activities"))


def listed(visit: Visit) -> None:
    """The items, those not finished by their day, then the others on request."""
    rows = _items()
    if not rows:
        frame.empty(_("Who does what until when stands here. It is written down in the monthly meeting, or with the button."),
                    _("To the monthly meeting"), "meetings")
        return
    live = [item for item in rows if item.live]
    words = {"belum": _("Not finished"), LATE: _("Late"), "selesai": _("Finished or given up")}
    part = filters.one_of("action_items", SHOW, _("Show"), words)
    some = {"belum": live, LATE: [item for item in live if item.late(visit.today)],
            "selesai": [item for item in rows if item.state in (states.DONE, states.DROPPED)]}[part]
    if not some:
        st.write(_("Nothing of this kind."))
    first = tables.start(len(some), f"items_{part}", PAGE)
    for item in some[first : first + PAGE]:
        action_item_rows.show(visit, item, told=True)
    tables.pager(len(some), f"items_{part}", PAGE)
