"""Akun: who can sign in, in which role since when, from which phone last; slips, PINs, roles, access (coordinator)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import streamlit as st

from cblp.db.actor import ROLES
from cblp.i18n import N_, _, formats, ngettext
from cblp.people import passwords
from cblp.people.passwords import NewPin
from cblp.people.reports import accounts as report
from cblp.people.reports import own_data, register
from cblp.people.reports.accounts import AccountRow, Outsider
from cblp.people.services import accounts, roles, tickets
from cblp.people.services import own_data as own
from cblp.people.services import register as register_services
from cblp.people.services.accounts import Slip
from cblp.ui import page, reads, runtime, state
from cblp.ui.components import accounts_own, erasing, frame, tables
from cblp.ui.components.frame import ROLE_WORDS, esc
from cblp.ui.page import Visit
from cblp.web import slips

WAYS: Final = {"username": N_("user name"), "phone": N_("phone number"), "oidc": N_("OpenID")}


# -- first what waits, then who is there -------------------------------------------------------------------------------


def overview(visit: Visit) -> list[AccountRow]:
    """One sentence, open wishes and fresh slips; returns the accounts."""
    rows = reads.ask(report.accounts, today=visit.today)
    outside = reads.ask(report.outsiders)
    everybody = _("Everybody of the register has an account.") if reads.ask(register.persons) else _("Nobody is in the register yet.")
    able = sum(bool(row.roles) and not row.disabled for row in rows)
    st.write(
        ngettext("{count} person can sign in.", "{count} people can sign in.", able, count=formats.count(able)) + " "
        + (ngettext("{count} person of the register has no account yet.", "{count} people of the register have no account yet.",
                    len(outside), count=formats.count(len(outside))) if outside else everybody)
    )
    _fresh_slips()
    erasing.told(visit)
    _open_wishes(visit)
    return rows


def _fresh_slips() -> None:
    ready = state.SLIPS.take()
    if ready:
        with st.container(border=True):
            st.write(_("The PIN slips are ready. They are shown only this once: print them now."))
            frame.link(_("Open the PIN slips"), f"{runtime.app().settings.base_path}/kertas-pin/{ready}", button=True)
            st.caption(_("The link works for 5 minutes."))


def _open_wishes(visit: Visit) -> None:
    for request in runtime.app().read(visit.actor, own_data.requests):
        until = formats.moment(request.asked_at + own.ANSWERED_WITHIN, visit.actor.timezone)
        with st.container(border=True):
            wish = _(accounts_own.WISHES[request.wish]).lower()
            st.write(_("{name} asks: {wish}. Answer by {until}.", name=esc(request.name), wish=wish, until=until))
            if request.wish == own.ERASE:
                erasing.of_account(visit, request.account)
            if st.button(_("Done, it is answered"), key=f"answer_{request.id}") and page.action(own.answer, request=request.id):
                page.say(_("The wish of {name} is answered.", name=esc(request.name)))
                st.rerun()


def table(visit: Visit, rows: Sequence[AccountRow]) -> None:
    """All accounts, a page at a time."""
    tables.show(
        [_("Name"), _("Role"), _("Signs in with"), _("Last sign-in"), _("Businesses")],
        [
            (row.name, _roles(row), _ways(row), _last(visit, row), ", ".join(name for _id, name in row.businesses)) for row in rows
        ],
        key="accounts", size=25,
    )


def _roles(row: AccountRow) -> str:
    if row.disabled:
        return _("closed")
    return ", ".join(_(ROLE_WORDS[held.role]) for held in row.roles) or _("no role now")


def _ways(row: AccountRow) -> str:
    return ", ".join(
        formats.phone(key) if kind == "phone" else _("OpenID") if kind == "oidc" else key for kind, key in row.ways
    ) or formats.UNKNOWN


def _way(kind: str, key: str) -> str:
    shown = {"phone": formats.phone(key), "username": key}.get(kind, "")  # an OpenID subject tells nobody anything
    return f"{_(WAYS[kind])} {shown}".strip()


def _last(visit: Visit, row: AccountRow) -> str:
    if row.last_seen is None:
        return _("never yet")
    return formats.ago(visit.actor.day(row.last_seen), visit.today)


# -- new accounts ------------------------------------------------------------------------------------------------------


def from_register(visit: Visit) -> None:
    """Accounts for persons of the register, all at once or some, with slips to print."""
    outside = reads.ask(report.outsiders)
    if not outside:
        st.write(_("Nobody waits for an account. New persons stand here once they are in the register."))
        return
    everybody = st.toggle(
        ngettext("For {count} person", "For all {count} people", len(outside), count=formats.count(len(outside))), value=False,
        key="slips_all",
    )
    people = {person.id: person for person in outside}
    chosen = list(people) if everybody else st.pills(
        _("Choose persons"), list(people), selection_mode="multi", format_func=lambda id_: esc(_person(people[id_])),
        key="slips_chosen",
    )
    st.caption(_("Each gets a user name and a PIN of 6 numbers. The PIN is changed at the first sign-in."))
    if st.button(_("Make accounts and PIN slips"), type="primary", disabled=not chosen, key="slips_make"):
        made = page.action(accounts.create_from_register, pins=dict(_fresh_pins(list(chosen))), since=visit.today)
        if made:
            _hand_out(visit, made.value or [])
            page.say(ngettext("{count} account was made.", "{count} accounts were made.", len(made.value or [])))
            st.rerun()


def _person(person: Outsider) -> str:
    return f"{person.name} ({', '.join(person.businesses)})" if person.businesses else person.name


def _fresh_pins(persons: Sequence[UUID]) -> list[tuple[UUID, NewPin]]:
    """A PIN each: a tenth of a second of work that is made slow on purpose, so the count moves."""
    told, found = st.empty(), []
    for number, person in enumerate(persons, 1):
        told.write(_("Making PIN {number} of {count} …", number=number, count=len(persons)))
        found.append((person, passwords.fresh_pin()))
    told.empty()
    return found


def _hand_out(visit: Visit, made: Sequence[Slip]) -> None:
    """Put the slips behind a ticket for this session; the link stands on the page once."""
    document = slips.render(
        made, association=visit.visitor.association_name, address=_address(), signed=visit.visitor.name,
        language=visit.visitor.language,
    )
    issued = page.action(tickets.issue, document, now=visit.now)
    state.SLIPS.set(issued.value)


def _address() -> str:
    here = urlsplit(st.context.url or "")
    base = runtime.app().settings.base_path
    return f"{here.scheme}://{here.netloc}{base}" if here.netloc else base or "/"


def one_more(visit: Visit) -> None:
    """An account for somebody who is not in the register: a mentor, the treasurer, a liaison officer."""
    with st.form("new_account", enter_to_submit=False, clear_on_submit=False, border=False):
        name = st.text_input(_("Name"), key="new_name", autocomplete="off")
        role = st.radio(_("Role"), ROLES, index=None, format_func=lambda code: _(ROLE_WORDS[code]), key="new_role", horizontal=True)
        left, right = st.columns(2)
        phone = left.text_input(_("Phone number"), key="new_phone", autocomplete="off", placeholder="0812-3456-7890")
        username = right.text_input(_("User name, may stay empty"), key="new_username", autocomplete="off")
        sent = st.form_submit_button(_("Make account and PIN slip"))
    if not sent:
        return
    if role is None:
        st.error(_("Choose a role."))
        return
    made = page.action(
        accounts.admit, name=name, role=role, phone=phone, username=username, pin=passwords.fresh_pin(), since=visit.today,
    )
    if made and made.value:
        _hand_out(visit, [made.value])
        page.say(_("The account of {name} was made.", name=esc(made.value.name)))
        st.rerun()


# -- one account -------------------------------------------------------------------------------------------------------


def one(visit: Visit, rows: Sequence[AccountRow]) -> None:
    """Choose an account and change what it may do."""
    people = {row.id: row for row in rows}
    chosen = st.selectbox(
        _("Choose an account"), list(people), index=None, format_func=lambda id_: f"{people[id_].name}, {_roles(people[id_])}",
        placeholder=_("Name"), key="account_open", width=420,
    )
    if chosen is None or chosen not in people:
        return
    row = people[chosen]
    with st.container(border=True):
        st.subheader(esc(row.name), anchor=False)
        st.caption(esc(", ".join(_way(*way) for way in row.ways)) or _("No way to sign in yet."))
        if row.must_change:
            st.caption(_("The PIN on the slip was not used yet."))
        _its_roles(visit, row)
        _its_businesses(visit, row)
        _its_pin(visit, row)
        _its_code(row)


def _its_roles(visit: Visit, row: AccountRow) -> None:
    st.markdown(f"**{_('Roles')}**")
    for held in row.roles:
        with st.container(horizontal=True, vertical_alignment="center"):
            until = f", {_('until {day}', day=formats.day(held.until))}" if held.until else ""
            st.write(f"{_(ROLE_WORDS[held.role])}, {_('since {day}', day=formats.day(held.since))}{until}")
            with st.popover(_("End the role")):
                st.write(_("End the role {role} of {name}? From this day on it no longer holds.", role=_(ROLE_WORDS[held.role]),
                           name=esc(row.name)))
                day = _day(_("From which day?"), visit.today, f"end_{row.id}_{held.role}")
                if st.button(_("End the role"), key=f"end_now_{row.id}_{held.role}") and page.action(
                    roles.end, account=row.id, role=held.role, on_day=day,
                ):
                    page.say(_("The role ended."))
                    st.rerun()
    for held in row.ended:
        st.caption(_("{role}, {since} to {until}", role=_(ROLE_WORDS[held.role]), since=formats.day(held.since),
                     until=formats.day(held.until)))
    held_now = {held.role for held in row.roles}
    left = [role for role in ROLES if role not in held_now]
    with st.popover(_("Add a role")):
        role = st.radio(_("Role"), left, index=None, format_func=lambda code: _(ROLE_WORDS[code]), key=f"add_role_{row.id}")
        since = _day(_("From which day?"), visit.today, f"add_since_{row.id}")
        if st.button(_("Give the role"), key=f"add_now_{row.id}", disabled=role is None) and role and page.action(
            roles.grant, account=row.id, role=role, since=since,
        ):
            page.say(_("{name} is {role} now.", name=esc(row.name), role=_(ROLE_WORDS[role])))
            st.rerun()


def _day(label: str, today: date, key: str) -> date:
    picked = st.date_input(label, value=today, format="DD/MM/YYYY", key=key)
    day = picked if isinstance(picked, date) else today
    st.caption(formats.full_day(day))
    return day


def _its_businesses(visit: Visit, row: AccountRow) -> None:
    st.markdown(f"**{_('May act for these businesses')}**")
    for business, name in row.businesses:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(esc(name))
            if st.button(_("End access"), key=f"access_end_{row.id}_{business}") and page.action(
                register_services.end_access, business_id=business, account_id=row.id, since=visit.today,
            ):
                page.say(_("{name} no longer acts for {business}.", name=esc(row.name), business=esc(name)))
                st.rerun()
    if not row.businesses:
        st.caption(_("None yet. A member needs one to see a shop."))
    known = {business for business, _name in row.businesses}
    names = {id_: f"{code} {name}" for id_, code, name in reads.ask(register.names, today=visit.today) if id_ not in known}
    with st.popover(_("Give access to a business")):
        chosen = st.selectbox(
            _("Business"), list(names), index=None, format_func=names.__getitem__, placeholder=_("Choose one"),
            key=f"access_{row.id}",
        )
        if st.button(_("Give access"), key=f"access_add_{row.id}", disabled=chosen is None) and chosen and page.action(
            register_services.give_access, business_id=chosen, account_id=row.id, since=visit.today,
        ):
            page.say(_("{name} may act for {business} now.", name=esc(row.name), business=esc(names[chosen])))
            st.rerun()


def _its_pin(visit: Visit, row: AccountRow) -> None:
    st.markdown(f"**{_('Sign-in')}**")
    with st.container(horizontal=True):
        with st.popover(_("New PIN slip")):
            st.write(_("Make a new PIN for {name}? The old one ends, and all phones of {name} are signed out.", name=esc(row.name)))
            if st.button(_("Make a new PIN"), key=f"reset_{row.id}"):
                made = page.action(accounts.reset, account=row.id, pin=passwords.fresh_pin())
                if made and made.value:
                    _hand_out(visit, [made.value])
                    page.say(_("The new PIN of {name} is ready.", name=esc(row.name)))
                    st.rerun()
        if row.disabled:
            if st.button(_("Open the account again"), key=f"enable_{row.id}") and page.action(accounts.enable, account=row.id):
                page.say(_("{name} can sign in again.", name=esc(row.name)))
                st.rerun()
        else:
            with st.popover(_("Close the account")):
                st.write(_("Close the account of {name}? All phones are signed out. It can be opened again.", name=esc(row.name)))
                if st.button(_("Close the account"), key=f"disable_{row.id}") and page.action(accounts.disable, account=row.id):
                    page.say(_("{name} can no longer sign in.", name=esc(row.name)))
                    st.rerun()


def _its_code(row: AccountRow) -> None:
    """A one-time code that joins the account to a sign-in through OpenID, where there is one."""
    settings = runtime.app().settings
    if settings.oidc and st.button(_("Make a code for {provider}", provider=settings.oidc_name), key=f"invite_{row.id}"):
        made = page.action(accounts.invite, account=row.id)
        if made:
            st.markdown(f"## {esc(made.value or '')}")
            st.caption(_("Shown only this once, good for a week. {name} types it after signing in with {provider}.",
                         name=esc(row.name), provider=settings.oidc_name))
