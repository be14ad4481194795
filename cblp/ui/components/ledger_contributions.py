"""Contributions: who owes what to which pool, paying it, reminding, and invoicing a campaign or a month by the voted part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from functools import partial
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.campaigns.reports import campaigns
from cblp.campaigns.states import CLOSED, RECONCILED
from cblp.days import Span, add_months, month
from cblp.decisions.reports import decisions
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.reports import register
from cblp.people.reports.register import BusinessRow
from cblp.sharing.reports import contributions as reports
from cblp.sharing.reports.contributions import InvoiceRow, Preview
from cblp.sharing.rules import books
from cblp.sharing.services import contributions as services
from cblp.ui import page, reads
from cblp.ui.components import fields, figures, frame, ledger_money, letters, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

ISSUE, SUM = "ledger_issue", "ledger_issue_sum"
PAGE: Final = 15
TO_PAY: Final = timedelta(14)


def show(visit: Visit, rows: Sequence[InvoiceRow]) -> None:
    """What is still to be paid, who pays it, and the ways to ask for more."""
    owing = [row for row in rows if row.left > 0]
    total = formats.money(sum(row.left for row in owing))
    if owing:
        figures.sentence(ngettext(
            "{amount} of contributions is still to be paid, on {count} invoice.",
            "{amount} of contributions is still to be paid, on {count} invoices.", len(owing), amount=total,
        ))
    _issue(visit)
    if not rows:
        frame.empty(_("No contributions yet. They stand here once a campaign is closed and invoiced, or a decision sets a sum."))
        return
    _owing(visit, owing)
    paid = [row for row in rows if row.left <= 0]
    if paid:
        with st.expander(_("Paid or cancelled: {count}", count=formats.count(len(paid)))):
            tables.show(
                [_("No."), _("Business"), _("For"), tables.Number(_("Contribution")), _("State")],
                [(row.number, row.business, purpose(row), formats.money(row.amount), _("Cancelled") if row.cancelled else _("Paid"))
                 for row in paid], key="ledger_paid_invoices", size=25,
            )


def purpose(row: InvoiceRow) -> str:
    """What a contribution is for."""
    return row.campaign or formats.day_range(row.span.first, row.span.last)


# -- paying ------------------------------------------------------------------------------------------------------------


def _owing(visit: Visit, owing: Sequence[InvoiceRow]) -> None:
    people = {row.id: row for row in reads.ask(register.businesses, today=visit.today, limit=2000)}
    first = tables.start(len(owing), "ledger_owing", PAGE)
    for row in sorted(owing, key=lambda one: (one.due_on, one.number))[first : first + PAGE]:
        with st.container(border=True):
            late = f" :orange-badge[{_('Past its day')}]" if row.due_on < visit.today else ""
            how = _("{rate} of {base}", rate=formats.percent(Fraction(row.rate, 10_000), 2), base=formats.money(row.base)) if row.rate \
                else _("a decided sum")
            said, does = st.columns([7, 5], vertical_alignment="center")
            said.markdown(
                f"**{esc(row.business)}** · {esc(purpose(row))}{late}  \n"
                + _("{left} to pay by {day} ({how}).", left=f"**{formats.money(row.left)}**", day=formats.day(row.due_on), how=how)
            )
            key = f"pay_invoice_{row.number}"
            if fields.is_open(key):
                _pay(key, visit, row)
                continue
            with does.container(horizontal=True, horizontal_alignment="right"):
                _pay(key, visit, row)
                if person := people.get(row.business_id):
                    _remind(visit, row, person)
    tables.pager(len(owing), "ledger_owing", PAGE)


def _pay(key: str, visit: Visit, row: InvoiceRow) -> None:
    place = Field("place", N_("Where it is now"), fields.CHOICE, ledger_money.places(), needed=True)
    ledger_money.form(
        key, (ledger_money.AMOUNT, ledger_money.DAY, place), {"amount": row.left, "day": visit.today, "place": books.CASH},
        partial(page.action, services.pay, invoice_id=row.id), business_id=row.business_id,
        label=_("Write down a payment"), icon=":material/payments:",
    )


def _remind(visit: Visit, row: InvoiceRow, person: BusinessRow) -> None:
    letters.remind(visit, person.phone, letter(visit, row, person), key=f"remind_invoice_{row.number}")


def letter(visit: Visit, row: InvoiceRow, person: BusinessRow) -> str:
    """Address and name, what is owed, until when, thanks, who writes."""
    with letters.to(visit, row.business_id):
        return letters.write(
            visit, "contribution", who=letters.opening(person.address_form, person.owner, person.name), purpose=purpose(row),
            amount=formats.money(row.left), day=formats.full_day(max(row.due_on, visit.today)),
        )


# -- invoicing ---------------------------------------------------------------------------------------------------------


def _issue(visit: Visit) -> None:
    if fields.is_open(SUM):
        _issue_sum(visit)
        return
    found = _issuable(visit)
    with st.container(horizontal=True):
        for word, (label, _given) in found.items():
            if not fields.is_open(f"{ISSUE}_{word}") and st.button(label, icon=":material/request_quote:", key=f"issue_{word}"):
                fields.open_form(f"{ISSUE}_{word}")
        _issue_sum(visit)
    for word, (label, given) in found.items():
        if fields.is_open(f"{ISSUE}_{word}"):
            _issue_one(visit, f"{ISSUE}_{word}", label, given)


def _issuable(visit: Visit) -> dict[str, tuple[str, dict[str, Any]]]:
    """What could be invoiced now: closed campaigns, and last month where a decision set a part of all sales."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for row in reads.ask(campaigns.listing):
        if row.state in {CLOSED, RECONCILED} and row.contribution and reads.ask(reports.preview, campaign_id=row.id).rows:
            found[row.code] = (_("Invoice {campaign}", campaign=row.name), {"campaign_id": row.id})
    last = month(add_months(visit.today, -1))
    if reads.ask(reports.preview, span=last).rows:
        found["bulan"] = (_("Invoice {month}", month=formats.month(last.first)), {"span": last})
    return found


def _issue_one(visit: Visit, key: str, label: str, given: dict[str, Any]) -> None:
    found: Preview = reads.ask(reports.preview, **given)
    rate = formats.percent(Fraction(found.rate, 10_000), 2)
    with st.container(border=True):
        st.write(_(
            "{rate} of net sales, {days}: {total} from {count} members.", rate=rate, count=formats.count(len(found.rows)),
            days=formats.day_range(found.span.first, found.span.last), total=formats.money(sum(row.amount for row in found.rows)),
        ))
        if any(not row.settled for row in found.rows):
            st.caption(_(
                "Where the marketplace has not released all money yet, fees are counted as {rate} of sales.",
                rate=formats.percent(Fraction(found.fee_rate, 10_000), 2),
            ))
        if found.unmatched_orders:
            st.warning(ngettext(
                "{count} order belongs to no member yet and is not counted.", "{count} orders belong to no member yet and are not counted.",
                found.unmatched_orders,
            ))
        tables.show(
            [_("Business"), tables.Number(_("Net sales")), tables.Number(_("Contribution"))],
            [(row.name, formats.money(row.base) + ("" if row.settled else f" ({_('estimate')})"), formats.money(row.amount))
             for row in found.rows], key=f"preview_{key}", size=30,
        )
        due = visit.today + TO_PAY
        done = fields.create(
            key, (Field("due_on", N_("To be paid by"), fields.DAY, needed=True),), {"due_on": due},
            lambda typed: page.action(services.issue, **given, **typed), label=label,
        )
    if done:
        _said(len(done.value or ()))


def _issue_sum(visit: Visit) -> None:
    passed = {row.id: _("Decision no. {number}: {title}", number=row.number, title=row.title)
              for row in reads.ask(decisions.listing, state="closed") if row.outcome == "passed"}
    if not passed:
        return
    active = [row.id for row in reads.ask(register.businesses, today=visit.today, limit=2000) if row.status == "active"]
    asked = (
        Field("decision_id", N_("Decision"), fields.CHOICE, passed, hint=N_("Choose the decision"), needed=True),
        Field("amount", N_("Amount for each member"), fields.MONEY, needed=True),
        Field("due_on", N_("To be paid by"), fields.DAY, needed=True),
    )

    def make(typed: dict[str, Any]) -> Outcome[list[UUID]]:
        span: Span = month(visit.today)
        return page.action(services.issue_sum, businesses=active, span=span, **typed)

    done = fields.create(SUM, asked, {"due_on": visit.today + TO_PAY}, make, label=_("The same sum for all"), icon=":material/groups:")
    if done:
        _said(len(done.value or ()))


def _said(count: int) -> None:
    page.say(ngettext("{count} contribution was invoiced.", "{count} contributions were invoiced.", count))
    st.rerun()
