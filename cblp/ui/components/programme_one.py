"""One programme: whether it lives, its budget, what was promised and came, its activities, who takes part, what was spent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from cblp.db.actor import COORDINATOR, LIAISON
from cblp.i18n import N_, _, formats, ngettext
from cblp.programmes import states
from cblp.programmes.reports import partners as partner_reports
from cblp.programmes.reports import programmes as reports
from cblp.programmes.reports.programmes import Detail, Row
from cblp.programmes.services import programmes
from cblp.ui import page, reads
from cblp.ui.components import (
    address,
    fields,
    figures,
    filters,
    programme_activities,
    programme_costs,
    programme_people,
    programme_promises,
    programme_words,
)
from cblp.ui.components.fields import Field
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

OPENED: Final = "program"
"""Query parameter: the code of the programme that is open."""
LOOK: Final = "lihat"
PROMISES, ACTIVITIES, PEOPLE, COSTS = "janji", "kegiatan", "peserta", "biaya"
EDITED: Final = ("name", "partner_id", "first", "last", "budget", "about")


def opened(visit: Visit) -> Row | None:
    """The programme that the address names; one that is not there is said and forgotten."""
    return address.find(
        OPENED, lambda: reads.ask(reports.listing, today=visit.today), lambda row: row.code, N_("This programme is not there any more."),
    )


def open_one(code: str) -> None:
    """Open a programme at its own address."""
    address.go({OPENED: code})


def show(visit: Visit, row: Row, wanted: Sequence[Field]) -> None:
    """Everything about one programme that the reader may know."""
    if st.button(_("All programmes"), icon=":material/arrow_back:", key="all_programmes", type="tertiary"):
        address.go()
    found: Detail = reads.ask(reports.one, programme_id=row.id, today=visit.today)
    st.subheader(f"{esc(row.name)} {programme_words.badge(row)}", anchor=False)
    figures.sentence(programme_words.told(row, visit.today))
    about = [esc(row.partner), programme_words.days(row.first, row.last), row.code]
    st.markdown(" · ".join(part for part in about if part))
    if row.called_off:
        st.markdown(_("Why: {reason}", reason=esc(row.called_off)))
    if row.about:
        st.markdown(esc(row.about))
    figures.cards(_cards(row))
    may = visit.actor.role == COORDINATOR and not row.called_off
    if may:
        _change(visit, row, wanted)
    if visit.actor.role == LIAISON:
        programme_promises.show(visit, found, may=False)
        return
    programme_activities.chart(found)
    words = {PROMISES: _("Promised and delivered"), ACTIVITIES: _("Activities"), PEOPLE: _("Participants"), COSTS: _("Costs")}
    part = filters.one_of("programmes", LOOK, _("Show"), words, PROMISES)
    {PROMISES: programme_promises.show, ACTIVITIES: programme_activities.show, PEOPLE: programme_people.show,
     COSTS: programme_costs.show}[part](visit, found, may=may)
    if may and not fields.is_open(_form(row)):
        _call_off(row)


def _cards(row: Row) -> list[Card]:
    """A liaison is told of the budget and the promises; the rest is the office's."""
    promised = Card(
        _("Promises that came in full"), _("{count} of {total}", count=formats.count(row.complete), total=formats.count(row.promised)),
        note=programme_words.late(row.late) if row.late else "",
    )
    budget = Card(_("Budget"), formats.headline(row.budget), note=_("until {day}", day=formats.day(row.last)))
    if row.spent is None or row.participants is None:
        return [budget, promised]
    return [
        budget, Card(_("Spent"), formats.headline(row.spent), note=_left(row)), promised,
        Card(_("Businesses that take part"), ngettext(
            "{count} business", "{count} businesses", row.participants, count=formats.count(row.participants))),
    ]


def _left(row: Row) -> str:
    if row.left is None:
        return _("the budget is not known")
    if row.left < 0:
        return _("{amount} more than the budget", amount=formats.money(-row.left))
    return _("{amount} left", amount=formats.money(row.left))


def _form(row: Row) -> str:
    return f"programme_{row.id}"


def _change(visit: Visit, row: Row, wanted: Sequence[Field]) -> None:
    def save(version: int, changes: dict[str, Any]) -> page.Outcome[int]:
        return page.action(programmes.edit, programme_id=row.id, version=version, changes=changes)

    fields.edit(visit, _form(row), wanted, row.version, {name: getattr(row, name) for name in EDITED}, save)
    if read_outside(visit, row):
        st.caption(f":material/visibility: {_('Who pays reads what was promised and came. Write no names of members there.')}")


def read_outside(visit: Visit, row: Row) -> bool:
    """A government office pays it, so its liaison officer reads of it."""
    return any(
        one.id == row.partner_id and one.kind == states.GOVERNMENT for one in reads.ask(partner_reports.listing, today=visit.today)
    )


def _call_off(row: Row) -> None:
    with st.popover(_("Call off this programme"), icon=":material/event_busy:", key="call_off_programme"):
        why = st.text_input(_("Why?"), key=f"why_{row.id}", max_chars=200)
        if st.button(_("Call off this programme"), key="call_off_now") and page.action(
            programmes.call_off, programme_id=row.id, reason=why or "",
        ):
            page.say(_("The programme is called off. What was written down stays."))
            st.rerun()
