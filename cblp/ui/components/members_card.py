"""One member: profile, licences, membership over time, consent and accounts, history; changed here by the coordinator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.db.actor import COORDINATOR
from cblp.i18n import N_, _, formats, ngettext
from cblp.people import phones
from cblp.people import rules_register as rules
from cblp.people.reports import accounts, register
from cblp.people.reports.register import Change, LicenceRow, PersonCard, Profile
from cblp.people.services import consent, licences, owners
from cblp.people.services import register as services
from cblp.ui import menu, page, reads
from cblp.ui.components import address, audit_words, erasing, fields, members, members_words, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

PART: Final = "bagian"
"""The query parameter with the part that is open."""
LICENCES, MEMBERSHIP, TRUST = "izin", "keanggotaan", "persetujuan"
"""Words of it that other pages lead to."""

EMPTIED: Final = {"name", "address", "women_led", "decree", "decree_on"}
"""Of a business whose owner was erased: what says nothing, or only the name once more."""

PURPOSES: Final = {
    "storefront_phone": N_("WhatsApp number in the shared storefront"),
    "storefront_products": N_("Products in the shared storefront"),
    "photos": N_("Photos on pages and slides"),
    "sharing_names": N_("Name beside their share"), "example": N_("Shop as an example to learn from"),
}
CHANNELS: Final = {"app": N_("in the app"), "paper": N_("on paper"), "whatsapp": N_("by WhatsApp")}


def show(visit: Visit, member: Profile) -> None:
    """The head, what needs a look, and the chosen part."""
    if st.button(_("All members"), icon=":material/arrow_back:", type="tertiary", key="back"):
        address.go()
    st.header(esc(member.name), anchor=False)
    _lead(visit, member)
    parts: dict[str, tuple[str, Callable[[Visit, Profile], None]]] = {
        "profil": (_("Profile"), _profile),
        LICENCES: (_("Licences: {count}", count=formats.count(len(member.licences))), _licences),
        MEMBERSHIP: (_("Membership"), _membership),
        TRUST: (_("Consent and accounts"), _trust),
        "riwayat": (_("History"), _history),
    }
    if member.erased_at:
        del parts[TRUST]  # there is nobody to ask
        if not member.licences:
            del parts[LICENCES]
    chosen = address.part(PART, {part: name for part, (name, _draw) in parts.items()}, "profil", key=f"part_{member.id}")
    parts[chosen][1](visit, member)


def _lead(visit: Visit, member: Profile) -> None:
    shops = reads.ask(catalogue.shops, today=visit.today, business_id=member.id)
    said = [esc(member.fields["code"]), members_words.sectors()[member.fields["sector"]], esc(member.area)]
    said.append(ngettext("{count} shop", "{count} shops", len(shops)) if shops else _("no shop yet"))
    st.markdown(" · ".join(part for part in said if part))
    marks = [f":{members_words.STATUS_COLOURS.get(member.status, 'gray')}-badge[{members_words.status(member.status)}]"]
    if member.fields["needs_help"]:
        marks.append(f":violet-badge[:material/volunteer_activism: {_('needs help')}]")
    for row in member.licences:
        if row.due is not None:
            colour = "red" if row.due == 0 else "orange"
            marks.append(f":{colour}-badge[:material/event: {members_words.licence(row.kind)}: {members_words.ends(row)}]")
    st.markdown(" ".join(marks))
    if member.erased_at:
        day = formats.full_day(visit.actor.day(member.erased_at))
        st.info(_("This personal data was erased on {day}. Figures stay under this name. Nothing can be changed here any more.", day=day))
    st.page_link(menu.BY_ID["catalogue"].file, label=_("Products and shops of this member"), icon=":material/storefront:",
                 query_params={members.OPENED: member.fields["code"]})


def _may_change(visit: Visit, member: Profile) -> bool:
    return visit.actor.role == COORDINATOR and not member.erased_at


def _told(visit: Visit, member: Profile, shown: Sequence[Field]) -> list[Field]:
    """The fields without those that a treasurer is not told, or an erasure emptied: no empty place where there is something."""
    untold = EMPTIED if member.erased_at else set() if _may_change(visit, member) else {"phone", "address"}
    return [one for one in shown if one.name not in untold]


# -- profile -----------------------------------------------------------------------------------------------------------


def _profile(visit: Visit, member: Profile) -> None:
    left, right = st.columns(2)
    with left.container(border=True):
        st.subheader(_("Business"), anchor=False)
        shown = members_words.business_fields()
        values = {**member.fields, "area_code": members_words.regency_of(member.fields["area_code"])}
        key = f"business_{member.id}"
        if not fields.is_open(key):
            fields.card(_told(visit, member, shown), values)
        if _may_change(visit, member):
            fields.edit(visit, key, shown, member.version, values, _save_business(visit, member))
    if member.erased_at:
        return
    with right:
        with st.container(border=True):
            st.subheader(_("Owner"), anchor=False)
            _person(visit, member)
        with st.container(border=True):
            st.subheader(_("Special help"), anchor=False)
            _help(visit, member)


def _save_business(visit: Visit, member: Profile) -> Callable[[int, dict[str, Any]], Outcome[int]]:
    return lambda version, changes: page.action(
        services.edit_business, business_id=member.id, version=version, changes=_texts(changes), now=visit.now,
    )


def _texts(changes: dict[str, Any]) -> dict[str, Any]:
    """A choice that was left blank is an empty text in the register."""
    return {name: "" if value is None and name in {"area_code", "sector"} else value for name, value in changes.items()}


def _person(visit: Visit, member: Profile) -> None:
    wanted, person = members_words.person_fields(), member.person
    if person:
        values = {"name": person.name, "address_form": person.address_form, "phone": formats.phone(person.phone)}
        if not fields.is_open(f"person_{person.id}"):
            fields.card(_told(visit, member, wanted), values)
            if phones.reachable(person.phone):
                st.link_button(_("Write by WhatsApp"), phones.chat(person.phone), icon=":material/chat:")
        if _may_change(visit, member):
            fields.edit(visit, f"person_{person.id}", wanted, person.version, values, lambda version, changes: page.action(
                services.edit_person, person_id=person.id, version=version, changes=changes, now=visit.now,
            ))
        return
    st.write(_("It is not known yet who runs this business."))
    if not _may_change(visit, member):
        return
    known = dict(reads.ask(register.persons))
    chosen = st.selectbox(_("Somebody who is known already"), list(known), index=None, format_func=known.__getitem__,
                          placeholder=_("Type to search"), key="known_person")
    if chosen and st.button(_("This is the owner"), key="set_owner") and _save_business(visit, member)(
        member.version, {"owner_id": chosen}
    ):
        st.rerun()
    made = fields.create(
        f"owner_{member.id}", wanted, {"address_form": ""},
        lambda typed: page.action(
            owners.add, business_id=member.id, version=member.version, person=typed, now=visit.now,
        ), label=_("Add the owner"),
    )
    if made:
        st.rerun()



def _help(visit: Visit, member: Profile) -> None:
    flagged = member.fields["needs_help"]
    key = f"help_{member.id}"
    if not fields.is_open(key):
        if flagged:
            reason = member.fields["needs_help_reason"]
            st.markdown(f":material/volunteer_activism: {_('This member needs special help.')}  \n{esc(reason)}")
        else:
            st.write(_("No special help is written down."))
        st.caption(_("Other members never see this."))
    if _may_change(visit, member):
        fields.edit(visit, key, members_words.help_fields(), member.version, member.fields, _save_business(visit, member))


# -- licences ----------------------------------------------------------------------------------------------------------


def _licences(visit: Visit, member: Profile) -> None:
    if not member.licences:
        st.info(_("No licences yet. NIB, PIRT, halal, BPOM and trademarks stand here with their last day."))
    for row in member.licences:
        with st.container(border=True):
            _licence(visit, member, row)
    if _may_change(visit, member):
        made = fields.create(
            f"licence_{member.id}", members_words.licence_fields(kind=True), {"state": rules.HELD},
            lambda typed: page.action(licences.add_licence, business_id=member.id, now=visit.now, **typed),
            label=_("Add a licence"),
        )
        if made:
            page.say(_("The licence is saved."))
            st.rerun()


def _licence(visit: Visit, member: Profile, row: LicenceRow) -> None:
    colour = "gray" if row.state == rules.IN_PROGRESS else {None: "green", 0: "red"}.get(row.due, "orange")
    st.markdown(f"**{members_words.licence(row.kind)}** {esc(row.number)}  \n:{colour}-badge[{members_words.ends(row)}]"
                + (f" {_('since {day}', day=formats.day(row.issued_on))}" if row.issued_on else ""))
    if not _may_change(visit, member):
        return
    values = {name: getattr(row, name) for name in ("state", "number", "issued_on", "expires_on")}
    key, name = f"edit_{row.id}", members_words.licence(row.kind)
    with st.container(horizontal=not fields.is_open(key)):
        fields.edit(visit, key, members_words.licence_fields(), row.version, values, lambda version, changes: page.action(
            licences.edit_licence, licence_id=row.id, version=version, changes=changes, now=visit.now,
        ))
        ended = fields.confirm(
            f"end_{row.id}", _("Holds no more"), _("{licence} {number} holds no more?", licence=name, number=row.number),
            _("It leaves this list and stays in the history."),
        )
    if ended and page.action(licences.end_licence, licence_id=row.id, version=row.version, now=visit.now):
        page.say(_("{licence} holds no more.", licence=name))
        st.rerun()


# -- membership --------------------------------------------------------------------------------------------------------


def _membership(visit: Visit, member: Profile) -> None:
    tables.draw(
        [_("State"), _("From"), _("To"), _("Why?")],
        [
            (members_words.status(term.status), formats.day(term.since), formats.day(term.until) if term.until else _("now"),
             term.reason or formats.UNKNOWN)
            for term in member.terms if term.until is None or term.until > term.since
        ],
    )
    if not _may_change(visit, member):
        return
    for step in members_words.STEP_NAMES:
        if step in rules.STEPS[member.status or None]:
            _step(visit, member, step)


def _step(visit: Visit, member: Profile, step: str) -> None:
    wanted = (Field("since", N_("From"), fields.DAY), Field("reason", N_("Why?"), most=200))
    done = fields.create(
        f"step_{step}_{member.id}", wanted, {"since": visit.today}, lambda typed: page.action(
            services.change_membership, business_id=member.id, status=step, since=typed["since"] or visit.today,
            reason=typed["reason"], now=visit.now,
        ), label=_(members_words.STEP_NAMES[step]), icon=":material/flag:",
    )
    if done:
        page.say(_("{name}: {state}.", name=esc(member.name), state=members_words.status(step)))
        st.rerun()



# -- consent and accounts ----------------------------------------------------------------------------------------------


def _trust(visit: Visit, member: Profile) -> None:
    left, right = st.columns(2)
    with left.container(border=True):
        st.subheader(_("Data consent"), anchor=False)
        if member.person:
            _consents(visit, member, member.person)
        else:
            st.write(_("It is not known yet who runs this business."))
    with right.container(border=True):
        st.subheader(_("Who may sign in for this business"), anchor=False)
        _accounts(visit, member)
    if member.person and _may_change(visit, member):
        with st.container(border=True):
            st.subheader(_("Personal data"), anchor=False)
            erasing.of_person(visit, member.person.id)


def _consents(visit: Visit, member: Profile, person: PersonCard) -> None:
    answers = {one.purpose: one for one in person.consents}
    for purpose in consent.PURPOSES:
        one = answers.get(purpose)
        if one is None:
            said = f":gray-badge[{_('not asked yet')}]"
        else:
            day = formats.day(one.given_at.date())
            word = _("allowed") if one.holds else _("taken back") if one.given else _("not allowed")
            said = f":{'green' if one.holds else 'gray'}-badge[{word}] {_(CHANNELS[one.channel])}, {day}"
        st.markdown(f"**{_(PURPOSES[purpose])}**  \n{said}")
    if not _may_change(visit, member):
        return
    purposes = {purpose: _(PURPOSES[purpose]) for purpose in consent.PURPOSES}
    wanted = (
        Field("purpose", N_("What for"), fields.CHOICE, purposes, needed=True),
        Field("given", N_("Their answer"), fields.CHOICE, {True: _("Allowed"), False: _("Not allowed")}, needed=True),
        Field("channel", N_("How they said it"), fields.CHOICE, {"paper": _("On paper"), "whatsapp": _("By WhatsApp")}),
    )
    if fields.create(
        f"consent_{person.id}", wanted, {"channel": "paper"},
        lambda typed: page.action(consent.answer, person_id=person.id, now=visit.now, **typed),
        label=_("Write down an answer"), icon=":material/fact_check:",
    ):
        page.say(_("The answer is saved."))
        st.rerun()



def _accounts(visit: Visit, member: Profile) -> None:
    if not member.accounts:
        st.write(_("Nobody yet. With an account the member sees their shop on the phone."))
    for account, name in member.accounts:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f":material/account_circle: {esc(name)}")
            if _may_change(visit, member):
                _end_access(visit, member, account, name)
    if not _may_change(visit, member):
        return
    known = {row.id: row.name for row in reads.ask(accounts.accounts, today=visit.today)}
    free = [account for account in known if account not in {one for one, _name in member.accounts}]
    if free:
        choices = {account: known[account] for account in free}
        wanted = (Field("account", N_("Account"), fields.CHOICE, choices, hint=N_("Type to search"), needed=True),)
        if fields.create(
            f"access_{member.id}", wanted, {}, lambda typed: page.action(
                services.give_access, business_id=member.id, account_id=typed["account"], since=visit.today, now=visit.now,
            ),
            label=_("Give access"), icon=":material/key:",
        ):
            page.say(_("The account may act for this business from today."))
            st.rerun()
    st.page_link(menu.BY_ID["accounts"].file, label=_("Make accounts"), icon=menu.BY_ID["accounts"].icon)



def _end_access(visit: Visit, member: Profile, account: UUID, name: str) -> None:
    if fields.confirm(
        f"out_{member.id}_{account}", _("End access"),
        _("End the access of {name} to {business}?", name=name, business=member.name),
        _("From today this account sees the business no more."),
    ):
        ended = page.action(services.end_access, business_id=member.id, account_id=account, since=visit.today, now=visit.now)
        if ended:
            page.say(_("The access of {name} has ended.", name=esc(name)))
            st.rerun()


# -- history -----------------------------------------------------------------------------------------------------------


def _history(visit: Visit, member: Profile) -> None:
    changes: list[Change] = reads.ask(register.history, subject_id=member.id, limit=200)
    tables.show(
        [_("When"), _("Who"), _("What")],
        [
            (formats.moment(one.at, visit.actor.timezone), one.who or _("The server"),
             audit_words.said(one.action, one.entity, one.changes, _label(one)))
            for one in changes
        ],
        key="member_history", size=25,
    )


def _label(change: Change) -> str:
    """Which one, where a business has several."""
    return change.label if change.entity in {"product", "listing", "shop", "document"} else ""
