"""Pengaturan: language, password or PIN, signed-in phones, one's own data and wishes about it."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.days import Span
from cblp.db.actor import LIAISON, MEMBER, MENTOR
from cblp.decisions.reports import decisions
from cblp.forum.reports import own_data as met
from cblp.growth.reports import own_data as growing
from cblp.i18n import N_, _, formats, ngettext
from cblp.outreach.reports import own_data as outside
from cblp.people.reports import own_data, register
from cblp.people.services import own_data as own
from cblp.people.services.tickets import Document
from cblp.programmes.reports import own_data as helped
from cblp.sales import reports as sales
from cblp.sales.reports import Selection
from cblp.ui import page, runtime
from cblp.ui.components import downloads, frame
from cblp.ui.page import Visit

WISHES: Final = {
    own.CORRECT: N_("Correct my data"), own.STOP: N_("Stop using my data"), own.ERASE: N_("Erase my data"),
}
ANSWERS: Final = {
    own.CORRECT: N_("Wrong data is put right."), own.STOP: N_("Your data stays, and is used for nothing more."),
    own.ERASE: N_("Your name, number and address go. Sales figures stay without your name."),
}

WIDTH: Final = 720
"""Pixels of the page on a laptop: a button from edge to edge of a wide screen is not seen as one. A phone is narrower."""
SHOWN: Final = 5
"""Browsers in the list; the button ends the others all the same."""


def language(visit: Visit) -> None:
    """Which language, and the button to the other."""
    base = runtime.app().settings.base_path
    other = "en" if visit.visitor.language == "id" else "id"
    st.write(_("The pages speak Indonesian.") if other == "en" else _("The pages speak English."))
    frame.form(f"{base}/bahasa", "English" if other == "en" else "Bahasa Indonesia", bahasa=other, ke="/pengaturan")


def secret(visit: Visit) -> None:
    """The way to a new password or PIN; who comes in otherwise has none here."""
    base = runtime.app().settings.base_path
    if visit.visitor.kind != "local":
        demo = visit.visitor.demo
        st.write(_("You have no PIN here. This is the example.") if demo else _("You sign in through another service."))
        return
    pin = visit.visitor.secret_kind == "pin"
    st.write(
        _("Change the PIN when somebody else may know it.") if pin else _("Change the password when somebody else may know it.")
    )
    frame.link(_("Change the PIN") if pin else _("Change the password"), f"{base}/ganti-sandi?ke=/pengaturan", button=True)


def browsers(visit: Visit) -> None:
    """Where the account is signed in, and the button that ends it everywhere else."""
    app = runtime.app()
    found = app.read(visit.actor, own_data.browsers, now=visit.now, idle_minutes=app.settings.idle_minutes)
    zone = visit.actor.timezone
    for browser in found[:SHOWN]:
        device = frame.esc(browser.device) or _("Phone or computer")
        when = _("this one") if browser.here else _("last used {when}", when=formats.moment(browser.seen_at, zone))
        st.markdown(f"**{device}**, {when}")
    if len(found) > SHOWN:
        st.caption(ngettext("and {count} more", "and {count} more", len(found) - SHOWN))
    if len(found) > 1:
        if st.button(_("Sign out of other phones"), key="sign_out_others", width="stretch") and page.action(own.sign_out_others):
            page.say(_("The other phones are signed out."))
            st.rerun()
    else:
        st.caption(_("You are signed in nowhere else."))


def my_data(visit: Visit) -> None:
    """Everything that the association keeps about this account and its businesses, as a file."""
    st.write(_("A file with your profile, products, sales, answers and changes. Nobody else gets it."))
    downloads.download(_("Download my data"), lambda: document(visit), key="my_data")


def document(visit: Visit) -> Document:
    """The own data as JSON: exact values, days as YYYY-MM-DD, money in whole rupiah."""
    name = f"data-saya-{visit.today.isoformat()}.json"
    content = json.dumps(_collect(visit), ensure_ascii=False, indent=1, default=_plain)
    return Document(name, "application/json", content.encode())


def _collect(visit: Visit) -> dict[str, Any]:
    app, actor = runtime.app(), visit.actor
    found: dict[str, Any] = {
        "made_at": visit.now, "association": visit.visitor.association_name,
        "account": {"id": actor.account, "name": visit.visitor.name, "role": actor.role, "language": visit.visitor.language},
        "signed_in": app.read(actor, own_data.browsers, now=visit.now, idle_minutes=app.settings.idle_minutes),
        "wishes": app.read(actor, own_data.requests, account=actor.account),
    }
    if actor.role in (MEMBER, MENTOR):
        found["learning"] = app.read(actor, growing.kept)
    if actor.role in (MEMBER, LIAISON):
        found["programmes"] = app.read(actor, helped.kept)
    if actor.role != MEMBER:
        return found
    found["meetings"] = app.read(actor, met.kept)
    found["outside"] = app.read(actor, outside.kept)
    since = app.read(actor, sales.first_day) or visit.today
    rows = app.read(actor, register.businesses, today=visit.today)
    found["businesses"] = [app.read(actor, register.business, business_id=row.id, today=visit.today) for row in rows]
    found["products"] = [
        app.read(actor, catalogue.product, product_id=row.id, today=visit.today)
        for row in app.read(actor, catalogue.products, today=visit.today)
    ]
    found["shops"] = app.read(actor, catalogue.shops, today=visit.today, closed=True)
    found["sales_by_month"] = [
        {"month": group.key, **group.measures.as_dict()}
        for group in app.read(actor, sales.grouped, by="month", selection=Selection(Span(since, visit.today)))
    ]
    found["votes"] = [
        {"number": number, "title": title, "vote": vote} for number, title, vote in app.read(actor, decisions.own_votes)
    ]
    found["history"] = app.read(actor, register.history, limit=1000)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def wishes(visit: Visit) -> None:
    """Ask for correction, erasure or no more use; what was asked and until when it is answered."""
    waiting = runtime.app().read(visit.actor, own_data.requests, account=visit.actor.account)
    for request in waiting:
        until = formats.moment(request.asked_at + own.ANSWERED_WITHIN, visit.actor.timezone)
        st.info(_("You asked: {wish}. The coordinator answers by {until}.", wish=_(WISHES[request.wish]).lower(), until=until))
    asked = {request.wish for request in waiting}
    left = [wish for wish in own.WISHES if wish not in asked]
    if not left:
        return
    chosen = st.radio(
        _("What do you want?"), left, index=None, format_func=lambda wish: _(WISHES[wish]),
        captions=[_(ANSWERS[wish]) for wish in left], key="wish",
    )
    if st.button(_("Ask the coordinator"), key="ask_wish", disabled=chosen is None, width="stretch") and chosen and page.action(
        own.ask, wish=chosen,
    ):
        page.say(_("Your wish is noted. The coordinator sees it."))
        st.rerun()
