"""Help for a member, on the phone: what the fund holds, the own requests and what is left of a loan, and asking for more."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.i18n import N_, _, formats
from cblp.sharing.reports import aid as reports
from cblp.sharing.reports.aid import Row
from cblp.sharing.rules import aid as rules
from cblp.sharing.services import aid as services
from cblp.ui import page, reads
from cblp.ui.components import aid_ask, aid_words, fields
from cblp.ui.components.activities import Todo
from cblp.ui.components.fields import Field
from cblp.ui.page import Outcome, Visit

OVER: Final = frozenset({rules.REFUSED, rules.CLOSED, rules.WITHDRAWN})


def asking(business_id: UUID) -> bool:
    """Whether the questions are open: then nothing else belongs on the screen."""
    return aid_ask.is_open(aid_ask.form_of(business_id))


def show(visit: Visit, business_id: UUID) -> None:
    """The fund as one sum, what waits or runs, the way to ask, and what is over."""
    form = aid_ask.form_of(business_id)
    if aid_ask.is_open(form):
        aid_ask.show(visit, form, business_id)
        return
    st.subheader(_("Solidarity fund"), anchor=False)
    balance = reads.ask(reports.fund_balance)
    st.write(_("{amount} is in the fund now. It is for members in need.", amount=f"**{formats.money(balance)}**"))
    rows: list[Row] = reads.ask(reports.listing, business_id=business_id)
    for row in rows:
        if row.state not in OVER:
            _request(visit, row)
    if not any(row.state in rules.UNDECIDED for row in rows):
        aid_ask.begin(form)
        st.caption(_("Only the coordinator and the treasurer know who asks."))
    over = [row for row in rows if row.state in OVER]
    if over:
        with st.expander(_("Earlier requests: {count}", count=formats.count(len(over)))):
            for row in over:
                st.markdown(f"**{formats.day(row.requested_at.date())}** {aid_words.asked(row)}  \n{aid_words.told(row)}")


def tasks(visit: Visit, business_id: UUID) -> list[Todo]:
    """A part that is due soon or overdue, and a request not sent yet; in words that a stranger may read over the shoulder."""
    found = []
    rows: list[Row] = reads.ask(reports.listing, business_id=business_id)
    if any((part := row.next_due) and (part.due_on - visit.today).days <= rules.AHEAD for row in rows):
        found.append(Todo(_("Something waits for you under My money."), _("Open My money"), "my_money"))
    if aid_ask.unsent(aid_ask.form_of(business_id)) and not any(row.state in rules.UNDECIDED for row in rows):
        found.append(Todo(_("Something under My money is not sent yet."), _("Open My money"), "my_money"))
    return found


def _request(visit: Visit, row: Row) -> None:
    with st.container(border=True):
        st.markdown(f"**{aid_words.asked(row)}**  \n{aid_words.told(row)}")
        late = row.overdue(visit.today)
        if late:
            said = _("{amount} is past its day. Talk with the treasurer.", amount=formats.money(late))
            st.markdown(f":orange-badge[{_('To discuss')}] {said}")
        if len(row.parts) > 1:
            with st.expander(_("All parts")):
                for part in row.parts:
                    st.markdown(_part(part))
        if row.state == rules.REQUESTED:
            _change(visit, row)
        if row.state in rules.UNDECIDED:
            _take_back(visit, row)


def _part(part: rules.Instalment) -> str:
    amount, day = formats.money(part.amount), formats.day(part.due_on)
    if not part.left:
        return _("{number}. {amount}, {day}: came back.", number=part.number, amount=amount, day=day)
    if part.paid:
        return _("{number}. {amount}, {day}: {left} left.", number=part.number, amount=amount, day=day, left=formats.money(part.left))
    return f"{part.number}\\. {amount}, {day}"


def change_fields(row: Row) -> tuple[Field, ...]:
    """What may be changed of a request that nobody has looked into."""
    about = Field("thing", N_("Which thing?"), most=200, needed=True) if row.kind == rules.IN_KIND else Field(
        "amount", N_("How much money?"), fields.MONEY, needed=True)
    return about, Field("need", N_("What is it for?"), fields.LONG, most=aid_ask.LONGEST_NEED, needed=True)


def _change(visit: Visit, row: Row) -> None:
    def save(version: int, changes: dict[str, Any]) -> Outcome[int]:
        return page.action(services.edit, request_id=row.id, version=version, changes=changes, now=visit.now)

    wanted = change_fields(row)
    fields.edit(visit, f"my_aid_{row.id}", wanted, row.version, {one.name: getattr(row, one.name) for one in wanted}, save)


def _take_back(visit: Visit, row: Row) -> None:
    gone = fields.confirm(
        f"my_aid_back_{row.id}", _("Take the request back"), _("Take back the request for {help}?", help=_plain(row)),
        _("You may ask again at any time."),
    )
    if gone and page.action(services.withdraw, request_id=row.id, version=row.version, now=visit.now):
        page.say(_("The request was taken back."))
        st.rerun()


def _plain(row: Row) -> str:
    """What was asked for without marks: a question escapes its text itself."""
    return row.thing if row.kind == rules.IN_KIND else formats.money(row.amount)


