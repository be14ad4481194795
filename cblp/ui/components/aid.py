"""Dana sosial for the office: what the fund can give, what waits for whom, and every request; by name, so never projected."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.i18n import N_, _, formats, ngettext
from cblp.sharing.reports import aid as reports
from cblp.sharing.reports.aid import Fund, Row, Waiting
from cblp.sharing.rules import aid as rules
from cblp.ui import menu, reads
from cblp.ui.components import address, aid_ask, aid_money, aid_words, figures, tables
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

OPENED: Final = "permintaan"
"""The query parameter with the number of the request that is open."""
OPEN, LOANS, DONE, ALL = "open", "loans", "done", "all"
VIEWS: Final = {
    OPEN: N_("Waiting: {count}"), LOANS: N_("Loans: {count}"), DONE: N_("Finished: {count}"), ALL: N_("All: {count}"),
}
WAITS: Final = (rules.REQUESTED, rules.ASSESSED, rules.APPROVED)
PAGE: Final = 25


def opened() -> Row | None:
    """The request that the address names by its number; a number that none has is said and forgotten."""
    return address.find(OPENED, _rows, lambda row: row.number, N_("There is no request no. {name}."))


def open_one(number: int) -> None:
    """Open a request: its number stands in the address, never a name."""
    address.open_one(OPENED, number)


def _rows() -> list[Row]:
    found: list[Row] = reads.ask(reports.listing)
    return found


def lead(visit: Visit) -> None:
    """The fund in one sentence and four figures, and what waits."""
    fund: Fund = reads.ask(reports.fund)
    figures.sentence(_(
        "The solidarity fund holds {balance}. {possible} of it can be given now.", balance=formats.money(fund.balance),
        possible=formats.money(fund.can_give),
    ))
    st.caption(f":material/visibility_off: {_('This page names members. Keep it off the projector.')}")
    lent = [row for row in _rows() if row.left]
    owing = ngettext("{count} loan is running", "{count} loans are running", len(lent), count=formats.count(len(lent)))
    figures.cards([
        Card(_("In the fund"), formats.money(fund.balance)),
        Card(_("Of that lent out"), formats.money(fund.lent), note=owing),
        Card(_("Approved, not paid yet"), formats.money(fund.promised)),
        Card(_("Can be given now"), formats.money(fund.can_give), note=_(
            "Cash {cash}, bank {bank}", cash=formats.money(fund.places["cash"]), bank=formats.money(fund.places["bank"]))),
    ])
    if not fund.balance:
        with st.container(border=True):
            st.write(_("The fund is still empty. It fills when money is shared, or by a gift that is written down in the cash book."))
            st.page_link(menu.BY_ID["ledger"].file, label=_("Open the cash book"), icon=menu.BY_ID["ledger"].icon)


def waits(visit: Visit) -> None:
    """What waits for whoever looks, in words; nothing when nothing does."""
    found: Waiting = reads.ask(reports.waiting, today=visit.today, account=visit.actor.account)
    told = [
        ngettext("{count} request to look into", "{count} requests to look into", found.to_assess),
        ngettext("{count} request for you to decide", "{count} requests for you to decide", found.to_decide),
        ngettext("{count} approved request to pay", "{count} approved requests to pay", found.to_pay),
        ngettext("{count} loan with a part past its day", "{count} loans with a part past its day", found.overdue),
    ]
    counts = (found.to_assess if visit.actor.role == COORDINATOR else 0, found.to_decide, found.to_pay, found.overdue)
    said = [text for text, count in zip(told, counts, strict=True) if count]
    if said:
        st.info(_("To do: {things}.", things=", ".join(said)), icon=":material/pending_actions:")


def ask(visit: Visit) -> bool:
    """A request for a member (coordinator); true while its questions are on the screen."""
    if visit.actor.role != COORDINATOR:
        return False
    if aid_ask.is_open(aid_ask.ANYBODY):
        with st.container(border=True):
            aid_ask.show(visit, aid_ask.ANYBODY, None)
        return True
    aid_ask.begin(aid_ask.ANYBODY)
    return False


def listed(visit: Visit) -> None:
    """The requests by what becomes of them; a button opens one."""
    rows = _rows()
    if not rows:
        with st.container(border=True):
            st.write(_("There are no requests yet. They stand here when a member asks, or you write one down for them."))
        return
    views = {
        OPEN: [row for row in rows if row.state in WAITS], LOANS: [row for row in rows if row.state in rules.OWING],
        DONE: [row for row in rows if row.state not in WAITS and row.state not in rules.OWING], ALL: rows,
    }
    shown = [view for view, held in views.items() if held]
    view = st.pills(
        _("Show"), shown, default=shown[0], required=True, key="aid_view", label_visibility="collapsed",
        format_func=lambda name: _(VIEWS[name], count=formats.count(len(views[name]))),
    ) or ALL
    first = tables.start(len(views[view]), "aid", PAGE)
    with st.container(gap=None):
        for row in views[view][first : first + PAGE]:
            _row(visit, row)
    tables.pager(len(views[view]), "aid", PAGE)


def _row(visit: Visit, row: Row) -> None:
    with st.container(border=True):
        name, about, state = st.columns([3, 4, 4], vertical_alignment="center")
        label = f"**{_('No. {number}', number=row.number)}** {esc(row.business)}"
        if name.button(label, key=f"aid_{row.number}", type="tertiary", icon=":material/chevron_right:"):
            open_one(row.number)
        about.markdown(aid_words.asked(row))
        state.markdown(f"{aid_words.badge(row)} {_last(visit, row)}")


def _last(visit: Visit, row: Row) -> str:
    part = row.next_due
    if part:
        late = row.overdue(visit.today)
        word = _("{amount} past its day", amount=formats.money(late)) if late else _(
            "next part {day}", day=formats.day(part.due_on))
        return _("{left} left, {next}", left=formats.money(row.left), next=word)
    return _("asked {when}", when=formats.ago(visit.actor.day(row.requested_at), visit.today))


def reminders(visit: Visit) -> None:
    """Loans with a part due soon or overdue, each with a text that does not name the matter."""
    due = reads.ask(reports.due, today=visit.today)
    if not due:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{_('Parts that come due')}**")
        for one in due:
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                late = one.overdue > 0
                when = _("{amount} past its day since {day}", amount=formats.money(one.overdue), day=formats.day(one.part.due_on)) \
                    if late else _("{amount} on {day}", amount=formats.money(one.part.left), day=formats.full_day(one.part.due_on))
                mark = f" :orange-badge[{_('Past its day')}]" if late else ""
                st.markdown(
                    f"**{esc(one.row.business)}** · {_('No. {number}', number=one.row.number)}{mark}  \n{when}", width="stretch",
                )
                aid_money.remind(visit, one.row, one.contact)
