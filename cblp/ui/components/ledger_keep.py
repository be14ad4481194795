"""Keeping the books sound: what was counted beside what is booked, what the checks say, and everything as a file."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.documents import beancount
from cblp.documents import ledger as documents
from cblp.i18n import N_, _, formats, translate
from cblp.people.services.tickets import Document
from cblp.sales.verify import Check
from cblp.sharing.reports import contributions, savings
from cblp.sharing.reports import ledger as reports
from cblp.sharing.reports.ledger import Counted
from cblp.ui import reads
from cblp.ui.components import downloads, ledger_money
from cblp.ui.page import Visit

WRONG: Final = {
    "balanced": N_("Notes that do not balance: {examples}."), "numbered": N_("Notes with a wrong number: {examples}."),
    "sealed": N_("Notes that were changed past the program: {examples}."), "covered": N_("Places with less than nothing: {examples}."),
}


def show(visit: Visit) -> None:
    """Counting, checking, downloading."""
    ledger_money.buttons(visit, (ledger_money.COUNT,))
    found: list[Counted] = reads.ask(reports.counted)
    if not found:
        st.write(_("Nothing was counted yet. Count the cash and look into the bank book once a month: then a mistake is found early."))
    for one in found:
        _counted(one)
    _checked()
    if reads.ask(reports.balances):
        _downloads(visit)


def _counted(one: Counted) -> None:
    place = ledger_money.places()[one.code]
    counted, booked = formats.money(one.counted), formats.money(one.booked)
    if one.difference:
        st.warning(_(
            "{place} on {day}: counted {counted}, booked {booked}. {difference} differ. Look for a note that is missing or wrong.",
            place=place, day=formats.day(one.day), counted=counted, booked=booked, difference=formats.money(abs(one.difference)),
        ))
    else:
        st.success(_("{place} on {day}: counted {counted}, the same as booked.", place=place, day=formats.day(one.day), counted=counted))


def _checked() -> None:
    checks: list[Check] = reads.ask(reports.checks)
    looked_at = max((check.looked_at for check in checks if check.subject == "transfer"), default=0)
    wrong = [check for check in checks if check.wrong]
    if not looked_at:
        return
    if not wrong:
        st.success(_("All {count} notes balance, and none was changed.", count=formats.count(looked_at)), icon=":material/verified:")
    for check in wrong:
        st.error(translate(WRONG[check.name]).format(examples=", ".join(check.examples)))


def _downloads(visit: Visit) -> None:
    st.markdown(f"**{_('The whole cash book as a file')}**")
    st.caption(_("The workbook is for reading and printing. The beancount text is for an accountant's program."))
    left, right = st.columns(2)
    with left:
        downloads.download(_("Workbook (XLSX)"), lambda: _workbook(visit), key="ledger_xlsx")
    with right:
        downloads.download(_("Beancount text"), lambda: _beancount(visit), key="ledger_beancount")


def _workbook(visit: Visit) -> Document:
    return documents.workbook(
        f"{_('cash book')} {visit.today}", accounts=list(reads.ask(reports.balances).values()),
        moves=reads.ask(reports.transfers, size=0).rows, saved=reads.ask(savings.members, today=visit.today),
        invoices=reads.ask(contributions.listing), note=_("All notes up to {day}", day=formats.day(visit.today)),
    )


def _beancount(visit: Visit) -> Document:
    moves = reads.ask(reports.transfers, size=0).rows
    return beancount.document(f"{_('cash book')} {visit.today}", visit.visitor.association_name, moves, reads.ask(reports.counted))
