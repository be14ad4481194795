"""Toko saya: what to do now, sales in words, and the products one below the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Final, TypeVar
from uuid import UUID

import streamlit as st

from cblp import days
from cblp.catalogue import reports as catalogue
from cblp.catalogue import rules
from cblp.catalogue.reports import ListingRow, ProductRow
from cblp.charts.small import small_bars
from cblp.charts.theme import PALETTE
from cblp.db.actor import MEMBER
from cblp.i18n import N_, _, formats, ngettext
from cblp.intake import reports as intake
from cblp.outreach.reports import publishing
from cblp.people.reports import register
from cblp.people.reports.register import BusinessRow, LicenceRow
from cblp.reach.reports import logged
from cblp.sales import calendar
from cblp.sales import reports as sales
from cblp.sales.reports import Selection
from cblp.ui import menu, reads
from cblp.ui.components import frame, storefront_mine, tables
from cblp.ui.components.activities import Todo
from cblp.ui.components.frame import esc
from cblp.ui.components.my_shop_forms import EVERYWHERE, FEW, LICENCES, form, offer_form
from cblp.ui.components.my_shop_sheet import open_form, unsaved
from cblp.ui.page import Visit

T = TypeVar("T")
FIRST: Final = 3
"""So many things to do are shown at once: a longer list is not read."""
MONTHS: Final = 6
PRODUCTS: Final = 10


@dataclass(frozen=True)
class Task:
    """One thing to do: a sentence and a button, which opens a form, or a page and there what ``query`` says."""

    sentence: str
    button: str
    form: str = ""
    page: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


def choose_business(visit: Visit) -> BusinessRow | None:
    """The business in view: the own one, or a choice where there are several; None and a friendly sentence without any."""
    own = reads.ask(register.businesses, today=visit.today)
    if not own:
        st.info(_("Your account is not joined to a business yet. Ask the coordinator to do it. Then your shop stands here."))
        return None
    if len(own) == 1:
        st.markdown(f"**{esc(own[0].name)}**")
        return own[0]
    names = {row.id: row for row in own}
    label = _("Which business?")
    if len(own) <= FEW:
        picked = st.radio(
            label, list(names), format_func=lambda id_: esc(names[id_].name), key="my_business", persist_state="session",
        )
    else:
        picked = st.selectbox(
            label, list(names), format_func=lambda id_: names[id_].name, key="my_business", placeholder=_("Choose one"),
            persist_state="session",
        )
    return names[picked or own[0].id]


def choose_for(visit: Visit, *, key: str, without: Callable[[], object]) -> UUID | None:
    """A member's own business; a coordinator says for whom they write. ``without`` tells that there are no active members yet."""
    if visit.actor.role == MEMBER:
        business = choose_business(visit)
        return business.id if business else None
    members = {id_: f"{code} {name}" for id_, code, name in reads.ask(register.names, today=visit.today)}
    if not members:
        without()
        return None
    return st.selectbox(
        _("For which member?"), list(members), index=None, format_func=members.__getitem__, placeholder=_("Choose a member"), key=key,
        persist_state="session",
    )


# -- what to do --------------------------------------------------------------------------------------------------------


def to_do(visit: Visit, business: BusinessRow, elsewhere: Sequence[Todo] = (), *, later: Sequence[Todo] = ()) -> None:
    """The things to do, the most urgent first, each one sentence and one button.

    What was not saved comes first; then what waits ``elsewhere``, because it has a day; then the shop; last what can come ``later``.
    """
    tasks = [*_unsaved(), *map(_from_elsewhere, elsewhere), *tasks_of(visit, business.id), *map(_from_elsewhere, later)]
    if tasks:
        show_few(tasks, "my_shop_all_tasks", _show_task)
    else:
        st.subheader(_("What to do"), anchor=False)
        st.write(_("Nothing needs you now. Your products are complete."))


def _from_elsewhere(todo: Todo) -> Task:
    return Task(todo.sentence, todo.button, page=todo.page, query=todo.query)


def show_few(things: Sequence[T], key: str, show: Callable[[int, T], None]) -> None:
    """The first few things to do, each by ``show`` with its place in the list, and all of them on request."""
    st.subheader(_("What to do"), anchor=False)
    everything, shown = len(things) <= FIRST, st.container()
    if not everything:
        everything = st.toggle(_("See all {count} things", count=formats.count(len(things))), key=key)
    with shown:
        for number, thing in enumerate(things if everything else things[:FIRST]):
            show(number, thing)


def _show_task(number: int, task: Task) -> None:
    with st.container(border=True):
        st.markdown(task.sentence)
        if task.page:
            frame.way(task.page, task.button, key=f"task_{number}_{task.page}", query=task.query)
        elif st.button(task.button, key=f"task_{number}_{task.form}", width="stretch"):
            open_form(task.form)


def tasks_of(visit: Visit, business_id: UUID) -> list[Task]:
    """Everything that a business should do in its shop, the most urgent first."""
    products = reads.ask(catalogue.products, today=visit.today, business_id=business_id, status="active")
    rows = reads.ask(catalogue.listings, today=visit.today, business_id=business_id)
    licences = reads.ask(register.licences, today=visit.today, business_id=business_id, due=True)
    return [
        *_stock_out(products), *_dead_links(rows), *_licences(visit.today, licences), *_missing_prices(products),
        *_points(products, business_id), *_no_file(visit.today, business_id), *_storefront(visit, business_id),
    ]


def _unsaved() -> Iterable[Task]:
    for kept in unsaved():
        yield Task(_("Not saved yet: {product}.", product=f"**{esc(kept.content['title'])}**"), _("Continue"), kept.form)


def _stock_out(products: Sequence[ProductRow]) -> Iterable[Task]:
    for product in products:
        if product.stock == 0:
            yield Task(
                _("The stock of {product} has run out.", product=f"**{esc(product.name)}**"), _("Change the stock"),
                offer_form(product.id),
            )


def _dead_links(rows: Sequence[ListingRow]) -> Iterable[Task]:
    for row in rows:
        if row.link_state == rules.DEAD:
            yield Task(
                _("Buyers cannot open {product} on {place}.", product=f"**{esc(row.product or row.title)}**", place=row.place.name),
                _("Mend the link"), form("link", row.id),
            )


def _licences(today: date, rows: Sequence[LicenceRow]) -> Iterable[Task]:
    for row in rows:
        if row.expires_on is None:
            continue
        left = (row.expires_on - today).days
        name = f"**{_(LICENCES[row.kind])}**"
        if left < 0:
            sentence = _("{licence} ran out on {day}.", licence=name, day=formats.day(row.expires_on))
        elif left == 0:
            sentence = _("{licence} runs out today.", licence=name)
        else:
            sentence = _("{licence} runs out in {days} days, on {day}.", licence=name, days=left, day=formats.day(row.expires_on))
        yield Task(sentence, _("Renew the licence"), form("licence", row.id))


def _missing_prices(products: Sequence[ProductRow]) -> Iterable[Task]:
    for product in products:
        if "price" in product.missing:
            sentence = _("{product} has no price yet.", product=f"**{esc(product.name)}**")
            yield Task(sentence, _("Fill in the price"), offer_form(product.id))


SEVERAL: Final = {
    "photo": N_("{count} products have no photo yet, first {product}."),
    "description": N_("The description of {count} products is too short, first {product}."),
    "stock": N_("The stock of {count} products is not filled in yet, first {product}."),
    "hashtag": N_("{count} products have no hashtag yet, first {product}."),
}
ONE: Final = {
    "photo": N_("{product} has no photo yet."),
    "description": N_("The description of {product} is too short."),
    "stock": N_("The stock of {product} is not filled in yet."),
    "hashtag": N_("{product} has no hashtag yet."),
}
FORMS: Final = {"photo": "photo", "description": "description", "hashtag": "hashtags"}


def _points(products: Sequence[ProductRow], business_id: UUID) -> Iterable[Task]:
    for code in SEVERAL:
        lacking = [product for product in products if code in product.missing]
        if lacking:
            first = lacking[0]
            text = ONE[code] if len(lacking) == 1 else SEVERAL[code]
            sentence = _(text, count=formats.count(len(lacking)), product=f"**{esc(first.name)}**")
            yield Task(sentence, _(rules.POINTS[code].button), point_form(code, first))
    if any("licence" in product.missing for product in products):
        yield Task(_(rules.POINTS["licence"].sentence), _(rules.POINTS["licence"].button), form("new_licence", business_id))


def point_form(code: str, product: ProductRow) -> str:
    """The form that mends a missing point of a product."""
    if code == "licence":
        return form("new_licence", product.business_id)
    return form(FORMS[code], product.id) if code in FORMS else offer_form(product.id)


def _no_file(today: date, business_id: UUID) -> Iterable[Task]:
    month = calendar.spoken_month(today)
    own = {shop.id for shop in reads.ask(catalogue.shops, today=today, business_id=business_id, kind="marketplace")}
    covered = reads.ask(intake.coverage, first=month.first, last=month.last, shop_kinds=("marketplace",))
    places = {place.code: place.name for place in reads.ask(catalogue.marketplaces)}
    lacking = list(dict.fromkeys(places[s.marketplace] for s in covered.each if s.shop_id in own and not s.covered))
    if lacking:
        yield Task(
            _("The {month} file of {places} is not in yet.", month=formats.month_name(month.first), places=", ".join(lacking)),
            _("How to get the file"), page="guide",
        )


def _storefront(visit: Visit, business_id: UUID) -> Iterable[Task]:
    if name := storefront_mine.unasked(visit, business_id):
        yield Task(_("The shared storefront is open. May your products stand in it?"), _("Read the question"), name)


# -- sales in words ----------------------------------------------------------------------------------------------------


def my_sales(visit: Visit, business: BusinessRow) -> None:
    """This month so far against the same days of last month, the last six months as bars, and the association's month."""
    st.subheader(_("Sales"), anchor=False)
    pair = calendar.headline_pair(visit.today)
    own = frozenset({business.id})
    both = reads.ask(sales.compare, pair=pair, selection=Selection(pair.now, businesses=own))
    span = days.last_months(visit.today, MONTHS)
    months = reads.ask(sales.grouped, by="month", selection=Selection(span, businesses=own))
    if not any(group.measures.sales for group in months):
        with st.container(border=True):
            st.write(_("There are no sales yet. They stand here after the shop's file came in, or after you logged a sale."))
            st.page_link(menu.BY_ID["log_whatsapp"].file, label=_("Log WA today"), icon=menu.BY_ID["log_whatsapp"].icon)
        return
    st.markdown(_("Sales of {days}", days=formats.said_range(pair.now.first, pair.now.last)))
    st.markdown(f"## {formats.headline(both.now.sales)}")
    shops, before = (_own_shops(visit, business, span) for span in (pair.now, pair.before))
    if any(shop.covered for shop in before) and not any(shop.covered for shop in shops):
        st.write(_("Only what was logged by hand. The shop files of {month} are not in yet.", month=formats.month_name(pair.now.last)))
    else:
        st.write(_moved(both.now.sales, both.before.sales, pair))
    st.caption(_trust(shops))
    bars = [(formats.short_month(group.key, year=True), group.measures.sales) for group in months]
    picture = small_bars(bars, unit="rupiah", label=_("Sales of the last {count} months", count=MONTHS), tones=_tones(len(bars)))
    st.image(picture, width="stretch", alt="; ".join(f"{name} {formats.money(value)}" for name, value in bars))
    st.caption(_("In rupiah. {month} is still running.", month=formats.month_name(visit.today)))
    _association(visit)


def _tones(count: int) -> list[str]:
    return [PALETTE[0]] * (count - 1) + [PALETTE[1]]


def _moved(now: int, before: int, pair: calendar.Pair) -> str:
    before_days = formats.said_range(pair.before.first, pair.before.last)
    moved = formats.change(calendar.change(now, before))
    if not moved:
        return _("There were no sales on {days} to compare with.", days=before_days)
    return _("{moved} from {days}.", moved=moved[0].upper() + moved[1:], days=before_days)


def _own_shops(visit: Visit, business: BusinessRow, span: days.Span) -> list[intake.ShopCoverage]:
    """Whether each shop in a marketplace has a file for these days."""
    own = {shop.id for shop in reads.ask(catalogue.shops, today=visit.today, business_id=business.id, kind="marketplace")}
    covered = reads.ask(intake.coverage, first=span.first, last=span.last, shop_kinds=("marketplace",))
    return [shop for shop in covered.each if shop.shop_id in own]


def _trust(shops: Sequence[intake.ShopCoverage]) -> str:
    last = max((shop.last_day for shop in shops if shop.last_day), default=None)
    parts = []
    if shops:
        parts.append(_("{covered} of {shops} shops have a file.", covered=sum(s.covered for s in shops), shops=len(shops)))
    if last:
        parts.append(_("Last data: {day}.", day=formats.day(last)))
    return " ".join([*parts, _("Fees are not taken off yet.")])


def _association(visit: Visit) -> None:
    """What a member may know of the whole: the last closed month, and only when enough sold."""
    told = reads.ask(sales.association_months, span=days.last_months(visit.today, 2), today=visit.today)
    if not told:
        return
    month, amount = told[-1]
    if amount is None:
        st.caption(_("The association's figure for {month} is not shown because fewer than 6 businesses sold. "
                     "This keeps members' secrets.", month=formats.month_name(month)))
    else:
        st.write(_("The whole association sold {amount} in {month}.", amount=formats.headline(amount), month=formats.month(month)))


# -- products ----------------------------------------------------------------------------------------------------------


def my_products(visit: Visit, business: BusinessRow) -> None:
    """The products as cards with photo, price and stock in each shop, and what each still lacks."""
    st.subheader(_("My products"), anchor=False)
    products = reads.ask(catalogue.products, today=visit.today, business_id=business.id, status="active")
    if not products:
        with st.container(border=True):
            st.write(_("There are no products yet. They stand here after the coordinator added them, or a shop's file came in."))
        return
    rows = reads.ask(catalogue.listings, today=visit.today, business_id=business.id)
    standing = storefront_mine.rows(visit, business.id)
    storefront_mine.lead(visit, business, standing)
    first = tables.start(len(products), "my_products", PRODUCTS)
    for product in products[first : first + PRODUCTS]:
        _card(visit, product, [row for row in rows if row.product_id == product.id], standing.get(product.id))
    tables.pager(len(products), "my_products", PRODUCTS)
    if unmatched := sum(row.product_id is None for row in rows):
        st.caption(ngettext(
            "{count} product in your shops is not matched yet. The coordinator does it.",
            "{count} products in your shops are not matched yet. The coordinator does it.", unmatched,
        ))


def _card(visit: Visit, product: ProductRow, rows: Sequence[ListingRow], standing: publishing.Row | None) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, wrap=False, vertical_alignment="top"):
            if product.photo_id:
                st.image(reads.ask(catalogue.thumbnail, photo_id=product.photo_id), width=88, alt=product.name)
            st.markdown(f"**{esc(product.name)}**  \n{_offer(product.price, product.stock)}")
        if rows:
            st.markdown("  \n".join(_in_shop(list(same)) for _shop, same in groupby(rows, key=lambda row: row.shop_id)))
        if st.button(_("Change price and stock"), key=f"change_{product.id}", width="stretch"):
            open_form(offer_form(product.id, EVERYWHERE))
        if standing:
            storefront_mine.standing(visit, standing)
        if product.missing:
            _lacking(product)


def _offer(price: int | None, stock: int | None) -> str:
    shown = formats.money(price) if price is not None else _("no price yet")
    left = _("stock not filled in") if stock is None else _("stock has run out") if stock == 0 else _(
        "stock {count}", count=formats.count(stock),
    )
    return f"{shown}, {left}"


def _in_shop(rows: Sequence[ListingRow]) -> str:
    """One line: price (the lowest and highest of the variations), stock, and what is wrong, in words."""
    prices = sorted({row.price for row in rows if row.price is not None})
    price = _("no price yet") if not prices else formats.money(prices[0]) if len(prices) == 1 else _(
        "{lowest} to {highest}", lowest=formats.money(prices[0]), highest=formats.money(prices[-1]),
    )
    stocks = [row.stock for row in rows if row.stock is not None]
    parts = [price]
    if stocks:
        parts.append(_("stock {count}", count=formats.count(sum(stocks))) if sum(stocks) else _("stock has run out"))
    if len(rows) > 1:
        parts.append(ngettext("{count} variation", "{count} variations", len(rows)))
    if any(row.link_state == rules.DEAD for row in rows):
        parts.append(_("cannot be opened"))
    return f"**{rows[0].place.name}** {', '.join(parts)}"


def _lacking(product: ProductRow) -> None:
    count = len(product.missing)
    with st.expander(ngettext("{count} thing is missing", "{count} things are missing", count)):
        for code in product.missing:
            point = rules.POINTS[code]
            st.write(_(point.sentence))
            if st.button(_(point.button), key=f"point_{code}_{product.id}", width="stretch"):
                open_form(point_form(code, product))


# -- WhatsApp ----------------------------------------------------------------------------------------------------------


def log_today(visit: Visit, business: BusinessRow) -> None:
    """The way to the day's form, with whether it was filled in already."""
    done = reads.ask(logged.logged_on, business_id=business.id, day=visit.today)
    entry = menu.BY_ID["log_whatsapp"]
    with st.container(border=True):
        st.write(_("WhatsApp of today is logged.") if done else _("WhatsApp of today is not logged yet. It takes 20 seconds."))
        frame.way(entry.id, _("Change the log") if done else _(entry.title), key="log_today")
