"""Paying the shares of an approved run one by one, each with its proof and the receipt to send."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.catalogue.pictures import Picture
from cblp.db.actor import TREASURER
from cblp.decisions.services import evidence
from cblp.i18n import N_, _, formats
from cblp.people.register_csv import Unreadable, read_day
from cblp.sharing import states
from cblp.sharing.reports import contributions
from cblp.sharing.reports.distributions import Detail, ShareRow
from cblp.sharing.services import distributions as services
from cblp.ui import page, reads, state
from cblp.ui.components import evidence as photos
from cblp.ui.components import fields, sharing_letters, tables
from cblp.ui.components import sharing_words as words
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

SIZE: Final = 10
JUST: state.Key[str] = state.Key("sharing_just_paid", "")
"""The share that was paid last: its receipt stands open, to be sent at once."""


def show(visit: Visit, detail: Detail) -> None:
    """The shares that wait for the treasurer first, then those that are paid."""
    if detail.summary.state not in states.BINDING:
        return
    waiting = [share for share in detail.shares if not share.method]
    paid = [share for share in detail.shares if share.method]
    just = next((share for share in paid if str(share.id) == JUST.get()), None)
    if just:
        with st.container(border=True):
            _paid(visit, detail, just)
        paid.remove(just)
    if waiting:
        st.subheader(_("To be paid: {count}", count=formats.count(len(waiting))), anchor=False)
        if visit.actor.role == TREASURER:
            _page(visit, detail, waiting, "to_pay")
        else:
            st.write(_("The treasurer pays."))
    if paid:
        with st.expander(_("Paid: {count}", count=formats.count(len(paid)))):
            _page(visit, detail, paid, "paid")


def _page(visit: Visit, detail: Detail, shares: list[ShareRow], key: str) -> None:
    first = tables.start(len(shares), key, SIZE)
    for share in shares[first : first + SIZE]:
        with st.container(border=True):
            if share.method:
                _paid(visit, detail, share)
            else:
                _waiting(visit, detail, share)
    tables.pager(len(shares), key, SIZE)


def _waiting(visit: Visit, detail: Detail, share: ShareRow) -> None:
    form = f"pay_{share.id}"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{esc(share.name)}** · {formats.money(share.amount)}")
        if not fields.is_open(form) and st.button(_("Pay"), icon=":material/payments:", key=form):
            fields.open_form(form)
    if fields.is_open(form):
        _form(visit, detail.summary.campaign_id, share)


def _form(visit: Visit, campaign_id: UUID | None, share: ShareRow) -> None:
    open_ = reads.ask(contributions.listing, business_id=share.business_id, open_only=True)
    if owed := min(share.amount, sum(row.left for row in open_ if row.campaign_id == campaign_id)):
        st.info(_("{owed} settles a contribution that is not paid yet. Hand out {rest}.", owed=formats.money(owed),
                  rest=formats.money(share.amount - owed)))
    method = st.radio(
        _("How?"), list(words.METHODS), format_func=lambda one: _(words.METHODS[one]), horizontal=True, key=f"method_{share.id}",
    ) or services.METHODS[0]
    typed = st.text_input(_("Day of payment"), formats.day(visit.today), key=f"day_{share.id}", autocomplete="off") or ""
    day = _day(typed)
    if day is None:
        st.markdown(f":red[:material/error: {_('Write the date like 4 May 2027.')}]")
    else:
        st.caption(formats.full_day(day))
    proof = photos.choose(_("Photo of the receipt or transfer"), key=f"proof_{share.id}") if method != services.SAVINGS else None
    with st.container(horizontal=True):
        done = st.button(_("It is paid"), type="primary", key=f"done_{share.id}", disabled=day is None)
        cancel = st.button(_("Cancel"), key=f"cancel_{share.id}")
    if cancel:
        fields.close()
        st.rerun()
    if done and day:
        _pay(visit, share, method, day, proof)


def _pay(visit: Visit, share: ShareRow, method: str, day: date, proof: Picture | None) -> None:
    kept = page.action(evidence.add, picture=proof, business_id=share.business_id, now=visit.now) if proof else None
    paper = kept.value if kept else None
    if proof and paper is None:
        return
    if page.action(services.pay, share_id=share.id, method=method, day=day, evidence_id=paper, now=visit.now):
        photos.chosen()
        fields.close()
        JUST.set(str(share.id))
        page.say(_("The share of {name}, {amount}, is written down as paid. The receipt text stands below.", name=esc(share.name),
                   amount=formats.money(share.amount)))
        st.rerun()


def _paid(visit: Visit, detail: Detail, share: ShareRow) -> None:
    day = formats.day(share.paid_on)
    st.markdown(f"**{esc(share.name)}** · {formats.money(share.amount)} · {day}, {_(words.METHODS[share.method])}")
    if share.set_off:
        st.caption(_("{amount} of it settled a contribution.", amount=formats.money(share.set_off)))
    with st.container(horizontal=True):
        sharing_letters.receipt(visit, detail.summary, share, sharing_letters.people(visit).get(share.business_id))
        if share.evidence_id:
            with st.popover(_("Proof of payment"), icon=":material/receipt_long:", key=f"paper_{share.id}"):
                photos.show(share.evidence_id, _("Proof of payment"))
    if visit.actor.role == TREASURER:
        _take_back(visit, share)


def _take_back(visit: Visit, share: ShareRow) -> None:
    wanted = (Field("why", N_("Why?"), most=200, hint=N_("For example: paid to the wrong account"), needed=True),)
    if fields.create(
        f"back_{share.id}", wanted, {},
        lambda typed: page.action(services.take_back, share_id=share.id, why=typed["why"], now=visit.now),
        label=_("Take this payment back"), icon=":material/undo:",
    ):
        page.say(_("The payment to {name} is taken back. The share waits to be paid again.", name=esc(share.name)))
        st.rerun()


def _day(text: str) -> date | None:
    try:
        return read_day(text.strip())
    except Unreadable:
        return None

