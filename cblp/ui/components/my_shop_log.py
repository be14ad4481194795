"""Catat WA hari ini: what was done on WhatsApp, or sold at a bazaar, in the showroom or in cash, in twenty seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.i18n import N_, _, formats
from cblp.reach import services as reach
from cblp.reach.reports import logged
from cblp.reach.reports.logged import Logged
from cblp.sales import services as sales
from cblp.sales.reports import typed
from cblp.sales.reports.typed import Typed
from cblp.ui import page, reads
from cblp.ui.components import my_shop
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

WHATSAPP: Final = "whatsapp"
KINDS: Final = {WHATSAPP: N_("WhatsApp"), "bazaar": N_("Bazaar"), "showroom": N_("Showroom"), "cash": N_("Cash")}
TALLIES: Final = {
    "statuses": N_("WA status posted"), "group_posts": N_("Posts in WA groups"), "chats": N_("Chats that came in"),
    "orders": N_("WA orders"),
}
MOST: Final = 5
TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"


def choose_business(visit: Visit) -> UUID | None:
    """A member's own business; a coordinator says for whom the log is."""
    return my_shop.choose_for(visit, key="log_member", without=lambda: st.info(
        _("There are no active members yet. The log can be filled in when the first one is there.")
    ))


def choose_day(visit: Visit) -> date:
    """Today, yesterday or another day, with the day in full below."""
    words = {TODAY: _("Today"), YESTERDAY: _("Yesterday"), OTHER: _("Another day")}
    chosen = st.segmented_control(
        _("Which day?"), list(words), default=TODAY, format_func=words.__getitem__, key="log_day", required=True, width="stretch",
    )
    day = visit.today - timedelta(1) if chosen == YESTERDAY else visit.today
    if chosen == OTHER:
        picked = st.date_input(
            _("Choose the day"), value=visit.today - timedelta(2), max_value=visit.today, min_value=visit.today - timedelta(366),
            format="DD/MM/YYYY", key="log_other_day",
        )
        day = picked if isinstance(picked, date) else day
    st.caption(formats.full_day(day))
    return day


def log(visit: Visit, business_id: UUID, day: date) -> None:
    """What is already there, and the form."""
    known = reads.ask(logged.logged_on, business_id=business_id, day=day)
    sold = reads.ask(typed.typed_on, business_id=business_id, day=day)
    already_there(known, sold)
    kind = st.radio(
        _("What do you want to log?"), list(KINDS), format_func=lambda code: _(KINDS[code]), horizontal=True, key="log_kind",
    ) or WHATSAPP
    if kind == WHATSAPP:
        _whatsapp(business_id, day, known, {sale.id: sale for sale in sold})
    else:
        _sale(business_id, day, kind, len(sold))


def already_there(known: Logged | None, sold: Sequence[Typed]) -> None:
    """What was logged for the day, each with the button that takes it back."""
    if known:
        amount = next((sale.amount for sale in sold if sale.id == known.sale), None)
        with st.container(border=True):
            st.markdown(f"**{_('Already logged')}**  \n{_told(known, amount)}")
            _take_back(f"log_{known.id}", lambda: bool(page.action(reach.take_back_log, log_id=known.id, sales=sales)))
    for sale in sold:
        if known is None or sale.id != known.sale:
            with st.container(border=True):
                what = _("{place}: {amount}", place=esc(sale.place), amount=formats.money(sale.amount))
                st.markdown(f"**{_('Already logged')}**  \n{what}")
                _take_back(f"sale_{sale.id}", lambda sale=sale: bool(page.action(sales.take_back, sale_id=sale.id)))


def _take_back(key: str, act: object) -> None:
    with st.popover(_("Take this log back"), wrap=False):
        st.write(_("Take this log back? It no longer counts, and stays in the history."))
        if st.button(_("Take back"), key=key) and callable(act) and act():
            page.say(_("The log was taken back."))
            st.rerun()


def _told(known: Logged, amount: int | None) -> str:
    parts = [
        f"{_(word)}: {formats.count(value)}" for field, word in TALLIES.items() if (value := getattr(known, field)) is not None
    ]
    if amount:
        parts.append(_("Sales: {amount}", amount=formats.money(amount)))
    return "  \n".join(parts)


@page.fragment
def _whatsapp(business_id: UUID, day: date, known: Logged | None, sold: dict[UUID, Typed]) -> None:
    where = f"{business_id}/{day}/{known.id if known else ''}"
    counts = {
        field: _tally(_(word), f"{field}/{where}", getattr(known, field) if known else None) for field, word in TALLIES.items()
    }
    before = sold[known.sale].amount if known and known.sale in sold else None
    amount, readable = _amount(_("How much was sold by WA? May stay empty."), f"amount/{where}", before)
    save = st.button(
        _("Replace the log") if known else _("Save the log"), type="primary", width="stretch", key=f"save/{where}",
    )
    if save and readable and page.action(
        reach.log_whatsapp, business_id=business_id, day=day, amount=amount, sales=sales, **counts,
    ):
        page.say(_("WhatsApp of {day} is logged.", day=formats.full_day(day)))
        st.rerun()


def _tally(label: str, key: str, before: int | None) -> int | None:
    """A count by one press; beyond the last one a field for the number. Nothing pressed: not counted."""
    start = None if before is None else min(before, MOST + 1)
    pressed = st.pills(
        label, range(MOST + 2), default=start, format_func=lambda n: _("more") if n > MOST else formats.count(n),
        key=f"tally/{key}",
    )
    if pressed is None or pressed <= MOST:
        return pressed
    return int(st.number_input(
        _("How many exactly?"), min_value=MOST + 1, max_value=999, value=max(before or 0, MOST + 1), step=1, key=f"many/{key}",
    ))


@page.fragment
def _sale(business_id: UUID, day: date, kind: str, before: int) -> None:
    where = f"{kind}/{business_id}/{day}/{before}"  # once saved, the fields are empty again: no sale is pressed in twice
    amount, readable = _amount(_("How much was sold?"), f"amount/{where}", None)
    orders = _tally(_("How many buyers?"), f"orders/{where}", None)
    save = st.button(_("Save the log"), type="primary", width="stretch", key=f"save/{where}")
    if save and readable and page.action(
        sales.type_sale, business_id=business_id, marketplace=kind, day=day, amount=amount or 0, orders=orders or None,
    ):
        page.say(_("{place}: {amount} is logged.", place=_(KINDS[kind]), amount=formats.money(amount)))
        st.rerun()


def _amount(label: str, key: str, before: int | None) -> tuple[int | None, bool]:
    """An amount with its echo, and whether it could be read; the line of the echo is always there."""
    typed_in = st.text_input(
        label, value=formats.count(before) if before else "", key=key, live="400ms", autocomplete="off",
        placeholder=_("for example 25.000"),
    )
    if not typed_in.strip():
        st.caption(_("In rupiah, with digits only."))
        return None, True
    amount = formats.parse_rupiah(typed_in)
    if amount is None:
        st.caption(f":red[{_('Write the amount with digits only, for example 25.000.')}]")
        return None, False
    st.caption(f"**{formats.money(amount)}** ({formats.in_words(amount)})")
    return amount, True
