"""Every note of the cash book: a list by days, and one note with what it changed, its paper, and the way to cancel it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.days import Span, last_months
from cblp.documents.ledger import account_name, move_name
from cblp.i18n import N_, _, formats
from cblp.sharing.reports import ledger as reports
from cblp.sharing.reports.ledger import Moved, Moves
from cblp.sharing.rules import books
from cblp.sharing.services import cash
from cblp.ui import page, reads
from cblp.ui.components import evidence, fields, filters, frame, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

NOTE: Final = "no"
"""The query parameter with the number of the note that is open."""
DAYS: Final = {"bulan": N_("This month"), "3": N_("3 months"), "12": N_("12 months"), "semua": N_("All")}
PAGE: Final = 20


def span(visit: Visit, chosen: str) -> Span | None:
    """The days of a word of DAYS; None for all."""
    months = {"bulan": 1, "3": 3, "12": 12}.get(chosen)
    return last_months(visit.today, months) if months else None


def everything(visit: Visit) -> Span:
    """From the first note to today."""
    total = _some(None, 0, 1).total
    rows = _some(None, total - 1, 1).rows if total else ()
    return Span(rows[0].day if rows else visit.today, visit.today)


def show(visit: Visit) -> None:
    """The list, or the note that the address names."""
    number = st.query_params.get(NOTE, "")
    if number:
        named = reads.ask(reports.transfers, number=int(number)).rows if number.isdecimal() and len(number) < 10 else ()
        if named:
            _one(visit, named[0])
            return
        st.info(_("There is no note no. {number}.", number=esc(number)))
    chosen = filters.one_of("ledger", "waktu", _("Days"), {word: _(label) for word, label in DAYS.items()}, "3")
    days = span(visit, chosen)
    total = _some(days, 0, 1).total
    if not total:
        frame.empty(_("Nothing is booked in these days. Notes stand here as soon as money comes in or goes out."))
        return
    with st.container(gap=None):
        for row in _some(days, tables.start(total, "ledger_notes", PAGE), PAGE).rows:
            _row(row)
    tables.pager(total, "ledger_notes", PAGE)


def _some(days: Span | None, first: int, size: int) -> Moves:
    found: Moves = reads.ask(reports.transfers, span=days, first=first, size=size)
    return found


def _row(row: Moved) -> None:
    left, middle, right = st.columns([4, 6, 2], vertical_alignment="center")
    label = f"**{_('No. {number}', number=row.number)}** {move_name(row.kind)}"
    if left.button(label, key=f"note_{row.number}", type="tertiary", icon=":material/chevron_right:"):
        fields.close()
        st.query_params[NOTE] = str(row.number)
        st.rerun()
    mark = f" :gray-badge[{_('Cancelled')}]" if row.reversed_by else ""
    middle.markdown(f"{formats.day(row.day)} · {esc(about(row))}{mark}")
    right.markdown(f"**{moved(row)}**", text_alignment="right")


def about(row: Moved) -> str:
    """Whose note it is and what was written to it; never who has a loan: the cash book may stand on a wall."""
    names = dict.fromkeys(side.account.name for side in row.sides if side.account.name and side.account.kind != books.LOAN)
    shown = list(names)[:2] + ([_("and {count} more", count=formats.count(len(names) - 2))] if len(names) > 2 else [])
    return " · ".join([*([", ".join(shown)] if shown else []), *([row.text] if row.text else [])]) or _("without words")


def moved(row: Moved) -> str:
    """What it did to the money in the box and in the bank."""
    net = sum(side.amount for side in row.sides if side.account.kind in books.PLACES)
    if net > 0:
        return _("In: {amount}", amount=formats.money(net))
    if net < 0:
        return _("Out: {amount}", amount=formats.money(-net))
    return formats.money(row.amount)


# -- one note ----------------------------------------------------------------------------------------------------------


def _one(visit: Visit, row: Moved) -> None:
    if st.button(_("All notes"), icon=":material/arrow_back:", key="all_notes"):
        fields.close()
        del st.query_params[NOTE]
        st.rerun()
    st.subheader(_("Note no. {number}: {what}", number=row.number, what=move_name(row.kind)), anchor=False)
    if row.text:
        st.markdown(esc(row.text))
    tables.show(
        [_("Place or owner"), tables.Number(_("Grew by")), tables.Number(_("Fell by"))],
        [_side(account_name(side.account), books.natural(side.account.kind, side.amount)) for side in row.sides],
    )
    told = [_("Day: {day}.", day=formats.full_day(row.day)), _(
        "Entered {when} by {who}.", when=formats.moment(row.entered_at, visit.actor.timezone), who=esc(row.by) or _("the server"))]
    if row.decision:
        told.append(_("Carries out decision no. {number}.", number=row.decision))
    if row.reverses:
        told.append(_("Cancels note no. {number}.", number=row.reverses))
    if row.reversed_by:
        told.append(_("Cancelled by note no. {number}.", number=row.reversed_by))
    st.caption(" ".join(told))
    if row.evidence_id:
        evidence.show(row.evidence_id, _("Photo of the paper"))
    if row.reversed_by or row.reverses:
        return
    if row.about not in cash.CORRECTED_HERE or row.kind == cash.SET_OFF:
        st.info(_("This note belongs to profit sharing or help. Correct it there."))
        return
    _cancel(visit, row)


def _side(name: str, change: int) -> tuple[str, str, str]:
    return name, formats.money(change) if change > 0 else "", formats.money(-change) if change < 0 else ""


def _cancel(visit: Visit, row: Moved) -> None:
    key = f"cancel_note_{row.number}"
    if fields.is_open(key):
        st.write(_("The note stays in the book. A second note takes it back, with today's date."))
    if fields.create(
        key, (Field("why", N_("Why?"), most=200, needed=True),), {},
        lambda typed: page.action(cash.correct, transfer_id=row.id, **typed), label=_("Cancel this note"), icon=":material/undo:",
    ):
        page.say(_("Note no. {number} was cancelled. Both notes stay in the cash book.", number=row.number))
        st.rerun()
