"""A campaign as one business meets it, on the phone: join by one button, prices and pieces, what is missing, hours, withdraw.

The coordinator sees the same for a member who has no phone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.campaigns import states
from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.reports.campaigns import Invitation, OwnListing, Row
from cblp.campaigns.rules import floor
from cblp.campaigns.services import joining, offering, plan
from cblp.campaigns.services.joining import Offer
from cblp.catalogue.rules import Point
from cblp.catalogue.services import products
from cblp.db.actor import MEMBER
from cblp.i18n import _, formats, ngettext
from cblp.ui import menu, page, reads, state
from cblp.ui.components import campaign_hours, campaign_missing, campaign_words, catalogue, fields, members
from cblp.ui.components.activities import Activity, Todo
from cblp.ui.components.campaign_missing import Lack
from cblp.ui.components.frame import esc
from cblp.ui.components.my_shop_forms import form, offer_form
from cblp.ui.components.my_shop_sheet import ITSELF, Sheet, close, open_form
from cblp.ui.page import Outcome, Visit

PREFIX: Final = "campaign/"
"""How the forms of this part begin in ``state.EDITING``; then come campaign, business, kind and subject."""


# -- what the member's pages ask ---------------------------------------------------------------------------------------


def activities(visit: Visit, business_id: UUID) -> list[Activity]:
    """Every campaign that is or was something for this business: to be answered, joined, running, or past with its result.

    A mere proposal is there for who was invited; of what is past only what the business took part in.
    """
    asked: list[Invitation] = reads.ask(reports.invitations, business_id=business_id)
    return [_activity(visit, one, business_id) for one in asked if _concerns(visit, one)]


def _concerns(visit: Visit, asked: Invitation) -> bool:
    if _past(visit, asked.row):
        return asked.state == states.JOINED
    return bool(asked.state) or (asked.row.state != states.PROPOSED and _answerable(visit, asked.row))


def _past(visit: Visit, row: Row) -> bool:
    return not row.joinable or visit.today > row.ends_on


def tasks(visit: Visit, business_id: UUID) -> list[Todo]:
    """What waits for this member: an invitation to answer, or a product of theirs that is not ready."""
    found = []
    for one in reads.ask(reports.invitations, business_id=business_id):
        name = f"**{esc(one.row.name)}**"
        if one.state == states.INVITED and _answerable(visit, one.row):
            sentence = _("{name} begins on {day}. Do you take part?", name=name, day=formats.day(one.row.starts_on))
            found.append(Todo(sentence, _("Answer now"), "activities"))
        elif one.state == states.JOINED and one.row.joinable and visit.today <= one.row.ends_on:
            lacking = len({own.name for own in _offers(visit, one.row, business_id) if own.offer_id and own.missing})
            if lacking:
                sentence = ngettext("{count} product is not ready for {name}.", "{count} products are not ready for {name}.", lacking,
                                    name=name, count=formats.count(lacking))
                found.append(Todo(sentence, _("See what is missing"), "activities"))
    return found


def _activity(visit: Visit, asked: Invitation, business_id: UUID) -> Activity:
    row = asked.row
    waits = asked.state == states.INVITED and _answerable(visit, row)
    return Activity(
        day=(row.answer_by or row.ends_on) if waits else row.ends_on, past=_past(visit, row), icon=":material/campaign:",
        title=_("Joint promotion: {name}", name=esc(row.name)), sentence=_said(visit, asked), urgent=waits,
        show=lambda: show(visit, asked, business_id),
    )


def _said(visit: Visit, asked: Invitation) -> str:
    row = asked.row
    days = campaign_words.days(row.starts_on, row.ends_on)
    if asked.state == states.JOINED:
        return f"{days}. {_('Took part.') if _past(visit, row) else _('Takes part.')}"
    if asked.state in {states.DECLINED, states.WITHDREW}:
        return f"{days}. {_('Does not take part.')}"
    return f"{days}. {terms(row)}"


def terms(row: Row) -> str:
    """What buyers get and what it costs a member, in short sentences."""
    told = []
    if row.offers:
        told.append(_("Buyers get: {offers}.", offers=", ".join(_(campaign_words.OFFERS[code]).lower() for code in row.offers)))
    if row.discount:
        told.append(_("The voucher takes {share} of the price.", share=campaign_words.share(row.discount)))
    told.append(_("The contribution is {share} of the income.", share=campaign_words.share(row.contribution)) if row.contribution
                else _("There is no contribution."))
    return " ".join(told)


def _answerable(visit: Visit, row: Row) -> bool:
    """Whoever asks may still say yes."""
    if _past(visit, row):
        return False
    return visit.actor.role != MEMBER or row.answer_by is None or visit.today <= row.answer_by


def _offers(visit: Visit, row: Row, business_id: UUID) -> list[OwnListing]:
    found: list[OwnListing] = reads.ask(reports.offers_of, campaign_id=row.id, business_id=business_id, today=visit.today)
    return found


# -- one campaign, one business ----------------------------------------------------------------------------------------


def show(visit: Visit, asked: Invitation, business_id: UUID) -> None:
    """Everything that this business can do in the campaign, or the form that is open."""
    row = asked.row
    kind, subject = _open(row, business_id)
    if kind:
        draw: dict[str, Callable[[], None]] = {
            "offer": lambda: _offer(visit, row, business_id, UUID(hex=subject)),
            "cost": lambda: _cost(visit, row, business_id, UUID(hex=subject)),
            "hours": lambda: campaign_hours.ask(visit, row, business_id),
        }
        draw[kind]()
    elif asked.state == states.JOINED:
        _mine(visit, row, business_id)
    elif _answerable(visit, row):
        _ask(visit, asked, business_id)
    elif row.joinable and asked.state == states.INVITED and visit.today <= row.ends_on:
        st.write(_("The time to answer is over. Ask the coordinator if you still want to take part."))


def form_name(row: Row, business_id: UUID, kind: str, subject: UUID | None = None) -> str:
    """The name of a form of this part."""
    return f"{PREFIX}{row.id.hex}/{business_id.hex}/{kind}/{(subject or row.id).hex}"


def _open(row: Row, business_id: UUID) -> tuple[str, str]:
    name, start = state.EDITING.get(), f"{PREFIX}{row.id.hex}/{business_id.hex}/"
    if not name.startswith(start):
        return "", ""
    kind, _slash, subject = name.removeprefix(start).partition("/")
    return kind, subject


# -- joining -----------------------------------------------------------------------------------------------------------


def _ask(visit: Visit, asked: Invitation, business_id: UUID) -> None:
    row, own = asked.row, _offers(visit, asked.row, business_id)
    able = [one for one in own if campaign_missing.able(one)]
    if not own:
        st.write(_("No product of yours fits this joint promotion yet. Ask the coordinator."))
    elif not able:
        st.write(_("No product is ready to take part yet. What is missing stands below."))
    chosen = _choose(row, business_id, able)
    invited = asked.state == states.INVITED
    left, right = st.columns(2, wrap=False) if able and invited else (st.container(), st.container())
    join = bool(able) and left.button(_("Join"), type="primary", key=f"join_{row.id}_{business_id}", width="stretch", disabled=not chosen)
    if join and page.action(joining.join, campaign_id=row.id, business_id=business_id, offers=[_proposed(one) for one in chosen]):
        page.say(_("The answer is saved: takes part in {name}.", name=f"**{esc(row.name)}**"))
        st.rerun()
    if invited and right.button(_("Do not take part"), key=f"decline_{row.id}_{business_id}", width="stretch") and page.action(
        joining.decline, campaign_id=row.id, business_id=business_id,
    ):
        page.say(_("The answer is saved. It can be changed until {day}.", day=formats.full_day(row.answer_by or row.ends_on)))
        st.rerun()
    _not_able(visit, row, business_id, [one for one in own if not campaign_missing.able(one)], expanded=not able)


def _proposed(one: OwnListing) -> Offer:
    return Offer(one.listing.id, one.suggested, one.stock)


def _choose(row: Row, business_id: UUID, able: Sequence[OwnListing]) -> list[OwnListing]:
    """The products that can take part, each with its proposed price; all chosen at first."""
    chosen: list[OwnListing] = []
    if able:
        st.markdown(_("These products can take part. Price and pieces can be changed afterwards."))
    for name, some in groupby(able, key=lambda one: one.name):
        each = list(some)
        if st.checkbox(f"**{esc(name)}**  \n{_proposal(each)}", value=True, key=f"take_{row.id}_{business_id}_{each[0].listing.id}"):
            chosen += each
    return chosen


def _proposal(each: Sequence[OwnListing]) -> str:
    places = ", ".join(dict.fromkeys(one.listing.place.name for one in each))
    usual = _between([one.listing.price for one in each])
    told = [_("{usual} becomes {price}.", usual=usual, price=_between([one.suggested for one in each])) if usual
            else _("Campaign price {price}.", price=_between([one.suggested for one in each]))]
    told.append(_("In {places}.", places=places))
    told.append(_("Kept ready: {pieces}.", pieces=_between([one.stock for one in each], money=False)))
    lowest = max((one.lowest or 0 for one in each), default=0)
    if lowest:
        told.append(_("Below {lowest} you lose.", lowest=formats.money(lowest)))
    return " ".join(told)


def _between(amounts: Sequence[int | None], *, money: bool = True) -> str:
    known = sorted({amount for amount in amounts if amount is not None})
    if not known:
        return ""
    write = formats.money if money else formats.count
    if len(known) == 1:
        return write(known[0])
    return _("{lowest} to {highest}", lowest=write(known[0]), highest=write(known[-1]))


def _not_able(visit: Visit, row: Row, business_id: UUID, others: Sequence[OwnListing], *, expanded: bool = False) -> None:
    """Products that could take part if something were mended, and those that another campaign has."""
    others = [one for one in others if one.offer_id is None]
    if not others:
        return
    products_ = len({one.name for one in others})
    said = ngettext("{count} product cannot take part yet", "{count} products cannot take part yet", products_,
                    count=formats.count(products_))
    with st.expander(said, expanded=expanded, key=f"not_able_{row.id}_{business_id}"):
        for lack in campaign_missing.of(one for one in others if not one.elsewhere):
            _mend(visit, row, business_id, lack)
        for name, elsewhere in dict.fromkeys((one.name, one.elsewhere) for one in others if one.elsewhere):
            st.markdown(f"**{esc(name)}**: {_('It takes part in {name} on these days.', name=esc(elsewhere))}")


# -- taking part -------------------------------------------------------------------------------------------------------


def _mine(visit: Visit, row: Row, business_id: UUID) -> None:
    own = _offers(visit, row, business_id)
    taking = [one for one in own if one.offer_id]
    if row.state in states.OPENED and visit.actor.role == MEMBER:
        _sold(visit, row, business_id)
    if not row.joinable:
        return
    _all_taking(visit, row, business_id, taking)
    able = [one for one in own if campaign_missing.able(one)]
    if able and _answerable(visit, row):
        _add(row, business_id, able)
    _not_able(visit, row, business_id, [one for one in own if not campaign_missing.able(one)])
    _work(visit, row, business_id)
    campaign_hours.own(visit, row, business_id)
    if st.button(_("Log hours"), icon=":material/schedule:", key=f"hours_{row.id}_{business_id}", width="stretch"):
        open_form(form_name(row, business_id, "hours"))
    _withdraw(row, business_id)


def _sold(visit: Visit, row: Row, business_id: UUID) -> None:
    mine = next((one for one in reads.ask(reports.results, campaign_id=row.id).members if one.business_id == business_id), None)
    if mine is None:
        st.write(_("No sales of yours are known yet. They stand here after the shop's file came in."))
        return
    st.markdown(_("My sales in this joint promotion: {amount}, {orders} orders.", amount=f"**{formats.money(mine.measures.sales)}**",
                  orders=formats.count(mine.measures.orders)))


def _all_taking(visit: Visit, row: Row, business_id: UUID, taking: Sequence[OwnListing]) -> None:
    """What takes part: one line to open while all of it is ready, everything in sight while something is missing."""
    each = [list(some) for _name, some in groupby(taking, key=lambda one: one.name)]
    lacking = sum(not all(one.ready for one in some) for some in each)
    products_ = ngettext("{count} product", "{count} products", len(each), count=formats.count(len(each)))
    said = _("{products}, {count} not ready", products=products_, count=formats.count(lacking)) if lacking else _(
        "{products}, all ready", products=products_)
    with st.expander(said, icon=":material/inventory_2:", expanded=bool(lacking), key=f"taking_{row.id}_{business_id}"):
        for some in each:
            _taking(visit, row, business_id, some)


def _taking(visit: Visit, row: Row, business_id: UUID, each: Sequence[OwnListing]) -> None:
    """One product that takes part: its price and pieces, whether it is ready, what is missing."""
    first, name = each[0], esc(each[0].name)
    with st.container(border=True):
        ready = all(one.ready for one in each)
        state_ = f":green[:material/check_circle: {_('Ready')}]" if ready else f":orange[:material/error: {_('Not ready')}]"
        price = _between([one.price for one in each]) or _("no price yet")
        places = ", ".join(dict.fromkeys(one.listing.place.name for one in each))
        pieces = sum(one.promised_stock or 0 for one in each)
        st.markdown(f"**{name}** {state_}  \n{price}, {places}, {_('kept ready: {pieces}', pieces=formats.count(pieces))}")
        for lack in campaign_missing.of(each):
            _mend(visit, row, business_id, lack)
        with st.container(horizontal=True):
            if st.button(_("Change"), key=f"offer_{first.offer_id}", width="stretch"):
                open_form(form_name(row, business_id, "offer", first.offer_id))
            with st.popover(_("Take out"), key=f"out_{first.offer_id}", wrap=False, width="stretch"):
                st.write(_("Take {product} out of this joint promotion?", product=name))
                if st.button(_("Take it out"), key=f"leave_{first.offer_id}") and all(
                    page.action(joining.leave_out, campaign_listing_id=one.offer_id) for one in each
                ):
                    page.say(_("{product} is out.", product=f"**{name}**"))
                    st.rerun()


def _add(row: Row, business_id: UUID, able: Sequence[OwnListing]) -> None:
    different = len({one.name for one in able})
    said = ngettext("{count} more product can take part", "{count} more products can take part", different,
                    count=formats.count(different))
    with st.expander(said, icon=":material/add:", key=f"more_{row.id}_{business_id}"):
        chosen = _choose(row, business_id, able)
        if st.button(_("Add these"), key=f"add_{row.id}_{business_id}", width="stretch", disabled=not chosen) and page.action(
            joining.join, campaign_id=row.id, business_id=business_id, offers=[_proposed(one) for one in chosen],
        ):
            page.say(_("The products take part now."))
            st.rerun()


def _work(visit: Visit, row: Row, business_id: UUID) -> None:
    """The business's own tasks and duties."""
    detail = reads.ask(reports.one, campaign_id=row.id)
    for duty in detail.duties:
        if duty.business_id == business_id:
            st.markdown(f":material/assignment_ind: {esc(duty.role)}, {campaign_words.held(duty.since, duty.until)}")
    for task in detail.tasks:
        if task.business_id == business_id and task.state in {"open", "doing"}:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(f"{esc(task.title)}, {formats.day(task.due_on)}", width="content")
                if st.button(_("Done"), key=f"task_{task.id}") and page.action(
                    plan.edit_task, task_id=task.id, version=task.version, changes={"state": "done"},
                ):
                    page.say(_("The task is done."))
                    st.rerun()


def _withdraw(row: Row, business_id: UUID) -> None:
    running = row.state == states.OPEN
    follows = _("From today on its products are out. What was sold before still counts.") if running else _(
        "All its products are out. You can join again until the last day to answer.")
    if fields.confirm(f"withdraw_{row.id}_{business_id}", _("Withdraw"), _("Withdraw from {name}?", name=row.name), follows) \
            and page.action(joining.withdraw, campaign_id=row.id, business_id=business_id):
        page.say(_("{name}: no longer takes part.", name=f"**{esc(row.name)}**"))
        st.rerun()


# -- what is missing ---------------------------------------------------------------------------------------------------


def _mend(visit: Visit, row: Row, business_id: UUID, lack: Lack) -> None:
    """The products, one sentence and one button, which leads to where it can be mended."""
    one, point = lack.first, lack.point
    st.markdown(f":material/radio_button_unchecked: **{esc(lack.names)}**: {_(point.sentence)}")
    key = f"mend_{point.code}_{row.id}_{one.listing.id}"
    if point.action in {"set_offer", "set_cost"}:
        subject, kind = (one.offer_id, "offer") if point.action == "set_offer" else (one.listing.product_id, "cost")
        if subject and st.button(_(point.button), key=key, width="stretch"):
            open_form(form_name(row, business_id, kind, subject))
    elif visit.actor.role != MEMBER:
        _mend_for(visit, business_id, one, point)
    elif point.action in {"match_product", "ask_coordinator"}:
        st.caption(_("The coordinator can help with this."))
    elif st.button(_(point.button), key=key, width="stretch"):
        state.EDITING.set(_shop_form(business_id, one, point))
        st.switch_page(menu.BY_ID["my_shop"].file)


def _shop_form(business_id: UUID, one: OwnListing, point: Point) -> str:
    """The form of Toko saya that mends a point."""
    product = one.listing.product_id or one.listing.id
    if point.action == "add_licence":
        return form("new_licence", business_id)
    if point.action == "set_link":
        return form("link", one.listing.id)
    return form("photo", product) if point.action == "add_photo" else offer_form(product, one.listing.shop_id.hex)


def _mend_for(visit: Visit, business_id: UUID, one: OwnListing, point: Point) -> None:
    """The coordinator's way to the same."""
    if point.action == "add_licence":
        code = next((each.code for each in members.everybody(visit) if each.id == business_id), "")
        target, asked = "members", {members.OPENED: code, "bagian": "izin"}
    elif one.listing.product_id is None:
        target, asked = "catalogue", {catalogue.PART: catalogue.UNKNOWN}
    else:
        target, asked = "catalogue", {catalogue.PRODUCT: str(one.listing.product_id)}
    st.page_link(menu.BY_ID[target].file, label=_(point.button), icon=menu.BY_ID[target].icon, query_params=asked)


# -- forms -------------------------------------------------------------------------------------------------------------


def _offer(visit: Visit, row: Row, business_id: UUID, offer_id: UUID) -> None:
    """Campaign price and promised pieces of one product: its price everywhere, or both in one shop and variation."""
    own = [one for one in _offers(visit, row, business_id) if one.offer_id]
    first = next((one for one in own if one.offer_id == offer_id), None)
    if first is None:
        close(_("This product is out of the joint promotion."))
        return
    each = [one for one in own if one.name == first.name]
    st.markdown(f"**{esc(first.name)}**")
    names = {"": _("Everywhere"), **{one.offer_id.hex: campaign_missing.where(one) for one in each if one.offer_id}}
    where = ""
    if len(each) > 1:
        key, label = f"offer_where_{offer_id}", _("Where?")
        where = (st.radio(label, list(names), format_func=names.__getitem__, key=key) if len(names) <= fields.FEW
                 else st.selectbox(label, list(names), format_func=names.__getitem__, key=key, placeholder=_("Choose one"))) or ""
    chosen = [one for one in each if not where or (one.offer_id and one.offer_id.hex == where)]
    _offer_sheet(visit, row, form_name(row, business_id, "offer", offer_id) + (f"/{where}" if where else ""), chosen)


@page.fragment
def _offer_sheet(visit: Visit, row: Row, name: str, chosen: Sequence[OwnListing]) -> None:
    first, alone = chosen[0], len(chosen) == 1
    fields_ = ("price", "promised_stock") if alone else ("price",)
    sheet = Sheet.begin(name, first.name, lambda: {
        one.offer_id.hex: {"version": one.version, **{field: getattr(one, field) for field in fields_}}
        for one in chosen if one.offer_id
    })
    changes: dict[str, Any] = {}
    if not sheet.stale:
        typed = sheet.text("price", _("Campaign price in rupiah"), hint=_("for example 25.000"))
        changes["price"] = formats.parse_rupiah(typed)
        _leaves(row, max(chosen, key=lambda one: one.lowest or 0), changes["price"])
        if alone:
            changes["promised_stock"] = _pieces(sheet.text("promised_stock", _("Pieces kept ready")))
            st.caption(_("Stock in this shop: {stock}.", stock=formats.count(first.stock)))
        else:
            st.caption(_("To change the pieces, choose one shop above."))

    def send(versions: dict[str, int], given: dict[str, Any]) -> Outcome[Any]:
        return page.action(
            offering.set_offers, versions={UUID(hex=key): version for key, version in versions.items()}, changes=given,
        )

    sheet.buttons(send, changes, ready=None not in changes.values(), saved=_("Saved: {product}.", product=esc(first.name)))
    st.caption(_("Set the same price in the app of the marketplace, too."))


def _leaves(row: Row, one: OwnListing, price: int | None) -> None:
    """The lowest price and what is left of the typed one; the lines always stand there, so that no button moves."""
    if one.lowest is not None:
        st.caption(_("Lowest price: {lowest}. Below it you lose.", lowest=formats.money(one.lowest)))
    if price is None:
        st.caption(f":red[{_('Write the price with digits only, for example 25.000.')}]")
    elif one.cost is None:
        st.caption(f"**{formats.money(price)}** ({formats.in_words(price)})")
    else:
        left = floor.left(price, one.cost, one.fee_rate, row.discount, row.contribution)
        said = _("leaves about {amount} for each piece", amount=formats.money(left)) if left > 0 else _(
            "loses about {amount} for each piece", amount=formats.money(-left))
        st.caption(f"**{formats.money(price)}** {said if left > 0 else f':red[{said}]'}")


def _pieces(typed: str) -> int | None:
    digits = typed.strip().replace(".", "")
    if digits.isascii() and digits.isdigit() and len(digits) < 8:
        return int(digits)
    st.caption(f":red[{_('Write digits only, for example 12.')}]")
    return None


@page.fragment
def _cost(visit: Visit, row: Row, business_id: UUID, product_id: UUID) -> None:
    """What one piece costs to make, without which the lowest price is not known."""
    one = next((one for one in _offers(visit, row, business_id) if one.listing.product_id == product_id), None)
    if one is None:
        close()
        return
    st.markdown(f"**{esc(one.name)}**")
    sheet = Sheet.begin(form_name(row, business_id, "cost", product_id), one.name, lambda: {ITSELF: {"version": 0, "cost": one.cost}})
    amount = formats.parse_rupiah(sheet.text("cost", _("What does one piece cost you to make?"), hint=_("for example 25.000")))
    st.caption(f"**{formats.money(amount)}** ({formats.in_words(amount)})" if amount is not None
               else _("Material, packing and wages, in rupiah. Other members never see it."))

    def send(versions: dict[str, int], given: dict[str, Any]) -> Outcome[Any]:
        return page.action(products.set_cost, product_id=product_id, amount=given["cost"], since=visit.today)

    sheet.buttons(send, {"cost": amount}, ready=amount is not None, saved=_("Saved: {product}.", product=esc(one.name)))
