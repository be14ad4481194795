"""Etalase bersama in Toko saya: which of the own products buyers see, put in and taken out by one press, and how often they came.

Where the owner has not said yes, the press asks first, one purpose a screen; the questions are those of Pengaturan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.days import month
from cblp.i18n import _, formats, ngettext
from cblp.outreach.reports import counts, publishing
from cblp.outreach.reports.publishing import Row
from cblp.outreach.services import counts as counting
from cblp.outreach.services import publishing as services
from cblp.people import phones
from cblp.people.reports import register
from cblp.people.reports.register import BusinessRow, ConsentRow, PersonCard
from cblp.people.services import consent
from cblp.ui import page, reads, runtime
from cblp.ui.components import copying, frame, storefront
from cblp.ui.components.my_shop_sheet import PREFIX, close, open_form
from cblp.ui.page import Visit

ASK, ORDER = "storefront", "storefront_order"
"""Forms of Toko saya: may the product (or, named by the business, all products) be shown; may buyers write by WhatsApp."""
NOT_ASKED: Final = {publishing.NO_CONSENT, publishing.REFUSED}


def _form(kind: str, subject: UUID) -> str:
    return f"{PREFIX}{kind}/{subject.hex}"


def rows(visit: Visit, business_id: UUID) -> dict[UUID, Row]:
    """The own products by id; none while the storefront is closed and nothing stands in it: then it is nobody's business yet."""
    found: list[Row] = reads.ask(publishing.rows, today=visit.today, business_id=business_id)
    if not storefront.place().on and not any(row.published for row in found):
        return {}
    return {row.product_id: row for row in found}


# -- on the page -------------------------------------------------------------------------------------------------------


def unasked(visit: Visit, business_id: UUID) -> str:
    """The form with the question, where the storefront is open and the owner was never asked about it; else ""."""
    if not storefront.place().on or not any(publishing.NO_CONSENT in row.hindered for row in rows(visit, business_id).values()):
        return ""
    person = _owner(visit, business_id)
    return _form(ASK, business_id) if person and _answer(person, services.PRODUCTS) is None else ""


def lead(visit: Visit, business: BusinessRow, mine: Mapping[UUID, Row]) -> None:
    """How many products buyers see, how often they came this month, and the ways to look and to share."""
    if not mine:
        return
    here, shown = storefront.place(), [row for row in mine.values() if row.shown]
    with st.container(border=True):
        st.markdown(f"**{_('Shared storefront')}**")
        if not here.on:
            st.write(_("The storefront is closed now. Your products are seen again once the coordinator opens it."))
            return
        if not shown:
            st.write(_("Buyers do not see your products yet. Press “Show it” at a product."))
            _all(visit, mine)
            return
        st.write(ngettext("Buyers see {count} of your {all} products.", "Buyers see {count} of your {all} products.", len(shown),
                          count=formats.count(len(shown)), all=formats.count(len(mine))))
        _pressed(visit, business.id)
        where = storefront.address(here.slug, "u", shown[0].member_slug)
        frame.link(_("See it as a buyer"), where)
        with st.container(horizontal=True):
            st.link_button(_("Share by WA"), phones.chat(text=storefront.shared(business.name, where)), icon=":material/share:")
            copying.button(where, _("Copy the link"))
        _all(visit, mine)
        if not shown[0].orders and _may_ask_for_orders(visit, business.id):
            st.write(_("Buyers cannot order from you by WA yet."))
            if st.button(_("Let buyers order by WA"), key="storefront_order", width="stretch"):
                open_form(_form(ORDER, business.id))


def _pressed(visit: Visit, business_id: UUID) -> None:
    # Visits of buyers do not move the association's data on, so nothing that is kept of them would be today's.
    found = runtime.app().read(
        visit.actor, counts.own, business_id=business_id, first=month(visit.today).first, last=visit.today,
    )
    st.write(_(
        "{month}. Opened: {opened}. Clicks to marketplaces: {bought}, to WA: {ordered}.",
        month=formats.month_name(visit.today), opened=formats.count(found.opened),
        bought=formats.count(found.what.get(counting.BUY, 0)), ordered=formats.count(found.what.get(counting.ORDER, 0)),
    ))
    st.caption(_("Only you and those who run the association see this. Who came is not known to anybody."))


def _all(visit: Visit, mine: Mapping[UUID, Row]) -> None:
    ready = [row for row in mine.values() if not row.shown and not set(row.hindered) - NOT_ASKED]
    if len(ready) > 1 and st.button(
        _("Show all {count} products", count=formats.count(len(ready))), key="storefront_all", width="stretch",
    ):
        _show(visit, ready, ready[0].business_id)


def standing(visit: Visit, row: Row) -> None:
    """Whether buyers see this product, with the one button that changes it."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        if row.shown and storefront.place().on:
            st.markdown(f":material/visibility: {_('Storefront: buyers see this product.')}", width="stretch")
        else:
            st.markdown(f":material/visibility_off: {_('Storefront: buyers do not see this product yet.')}", width="stretch")
        if row.shown:
            if st.button(_("Take out"), key=f"withdraw_{row.product_id}") and page.action(
                services.withdraw, product_ids=(row.product_id,),
            ):
                page.say(_("{product} is no longer in the storefront.", product=frame.esc(row.product)))
                st.rerun()
        elif publishing.NO_MEMBER in row.hindered:
            st.caption(_("The business is no active member now."))
        elif st.button(_("Show it"), key=f"publish_{row.product_id}"):
            _show(visit, [row], row.product_id)
    if row.shown and (missing := storefront.without_button(row)):
        st.caption(missing)


def _show(visit: Visit, wanted: Sequence[Row], subject: UUID) -> None:
    """Straight away where the owner has said yes, else after the question."""
    if any(set(row.hindered) & NOT_ASKED for row in wanted):
        open_form(_form(ASK, subject))
    if storefront.put_in(visit, tuple(row.product_id for row in wanted)):
        st.rerun()


# -- the questions -----------------------------------------------------------------------------------------------------


def ask(visit: Visit, subject: UUID) -> None:
    """May the product, or all of this business, be shown? After a yes they are; then whether buyers may write by WhatsApp."""
    every: list[Row] = reads.ask(publishing.rows, today=visit.today)
    wanted = [row for row in every if subject in {row.product_id, row.business_id} and not set(row.hindered) - NOT_ASKED]
    person = _owner(visit, wanted[0].business_id) if wanted else None
    if not person:
        st.info(_("Your name is not written down with this business yet. Ask the coordinator to do it."))
        return
    many = _("Your {count} products", count=formats.count(len(wanted)))
    st.subheader(frame.esc(wanted[0].product) if len(wanted) == 1 else many, anchor=False)
    given = _question(person, services.PRODUCTS)
    if given and storefront.put_in(visit, tuple(row.product_id for row in wanted)):
        if _may_ask_for_orders(visit, wanted[0].business_id):
            open_form(_form(ORDER, wanted[0].business_id))
        close()
    if given is False:
        close(_("Your answer was saved. Buyers do not see your products."))


def ask_for_orders(visit: Visit, business_id: UUID) -> None:
    """May buyers see the WhatsApp number, so that they can order?"""
    person = _owner(visit, business_id)
    if not person:
        close()
        return
    st.caption(_("Your number: {phone}", phone=formats.phone(person.phone)))
    given = _question(person, services.PHONE)
    if given is not None:
        close(_("Buyers can order from you by WA now.") if given else _("Your answer was saved. Your number is not shown."))


def _question(person: PersonCard, purpose: str) -> bool | None:
    """One purpose with two equal buttons; the answer once it is kept."""
    st.write(_(consent.PURPOSES[purpose]))
    left, right = st.columns(2, wrap=False)
    yes = left.button(_("Yes, I allow it"), key=f"yes_{purpose}", width="stretch")
    no = right.button(_("No"), key=f"no_{purpose}", width="stretch")
    if (yes or no) and page.action(consent.answer, person_id=person.id, purpose=purpose, given=yes):
        return yes
    return None


def _may_ask_for_orders(visit: Visit, business_id: UUID) -> bool:
    """There is a number, and the owner has not refused to show it."""
    person = _owner(visit, business_id)
    if person is None or not phones.reachable(person.phone):
        return False
    answer = _answer(person, services.PHONE)
    return answer is None or answer.withdrawn_at is not None


def _owner(visit: Visit, business_id: UUID) -> PersonCard | None:
    found: PersonCard | None = reads.ask(register.business, business_id=business_id, today=visit.today).person
    return found


def _answer(person: PersonCard, purpose: str) -> ConsentRow | None:
    return next((answer for answer in person.consents if answer.purpose == purpose), None)
