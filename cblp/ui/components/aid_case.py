"""One request: what was asked, what was found, what was decided and by whom, what was paid and what came back."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.i18n import N_, _, formats, ngettext
from cblp.people import phones
from cblp.sharing.reports import aid as reports
from cblp.sharing.reports.aid import Case, Row
from cblp.sharing.rules import aid as rules
from cblp.sharing.services import aid as services
from cblp.ui import menu, page, reads
from cblp.ui.components import address, aid_money, aid_words, fields
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.components.my_aid import change_fields
from cblp.ui.page import Outcome, Visit

OUT: Final = {
    rules.OWN_MATTER: N_("This help is for your own business. Others decide it."),
    rules.ASSESSED_IT: N_("You looked into this request. Others decide it."),
    rules.UNKNOWN_ACCOUNT: N_("Sign in with your own account to decide."),
}


def show(visit: Visit, row: Row) -> None:
    """The head, what was asked at the left, what is to do at the right."""
    if st.button(_("All requests"), icon=":material/arrow_back:", type="tertiary", key="aid_all"):
        address.go()
    case: Case = reads.ask(reports.one, request_id=row.id, today=visit.today)
    st.header(_("Request no. {number}: {name}", number=row.number, name=esc(row.business)), anchor=False)
    st.markdown(f"{aid_words.badge(row)} {aid_words.granted(row) if row.granted else aid_words.asked(row)}")
    left, right = st.columns(2)
    with left:
        with st.container(border=True):
            st.subheader(_("What was asked for"), anchor=False)
            _asked(visit, case)
        if case.assessed_at:
            with st.container(border=True):
                st.subheader(_("What was found"), anchor=False)
                _found(visit, case)
    with right:
        with st.container(border=True):
            _next(visit, case)
        if case.transfer_id:
            with st.container(border=True):
                aid_money.moved(visit, case)


# -- what was asked ----------------------------------------------------------------------------------------------------


def _asked(visit: Visit, case: Case) -> None:
    row = case.row
    st.markdown(f"**{aid_words.asked(row)}**")
    st.markdown(esc(row.need))
    who = esc(case.requested_by) or _("The server")
    st.caption(_("Written by {name} {when}.", name=who, when=formats.ago(visit.actor.day(row.requested_at), visit.today)))
    if case.needs_help:
        st.markdown(f":violet-badge[:material/volunteer_activism: {_('needs help')}]")
    contact = case.contact
    name = f"{contact.address_form} {esc(contact.name)}".strip()
    st.markdown(f"{name} · {formats.phone(contact.phone)}" if contact.phone else name)
    if phones.reachable(contact.phone):
        st.link_button(_("Write by WhatsApp"), phones.chat(contact.phone), icon=":material/chat:")
    if case.others:
        st.markdown(f"**{_('Other requests of this member')}**")
        for other in case.others:
            rest = f", {_('{left} left', left=formats.money(other.left))}" if other.left else ""
            st.markdown(f"{_('No. {number}', number=other.number)} {aid_words.asked(other)} {aid_words.badge(other)}{rest}")
    if visit.actor.role == COORDINATOR and row.state in rules.UNDECIDED:
        if row.state == rules.REQUESTED:
            _change(visit, row)
        _take_back(visit, row)


def _change(visit: Visit, row: Row) -> None:
    def save(version: int, changes: dict[str, Any]) -> Outcome[int]:
        return page.action(services.edit, request_id=row.id, version=version, changes=changes, now=visit.now)

    wanted = change_fields(row)
    fields.edit(visit, f"aid_edit_{row.id}", wanted, row.version, {one.name: getattr(row, one.name) for one in wanted}, save)


def _take_back(visit: Visit, row: Row) -> None:
    if fields.confirm(
        f"aid_withdraw_{row.id}", _("Not wanted any more"), _("Close request no. {number} as not wanted?", number=row.number),
        _("It stays in the list. The member may ask again."),
    ) and page.action(services.withdraw, request_id=row.id, version=row.version, now=visit.now):
        page.say(_("Request no. {number} is closed.", number=row.number))
        st.rerun()


# -- what was found ----------------------------------------------------------------------------------------------------


def _found(visit: Visit, case: Case) -> None:
    st.markdown(esc(case.assessment))
    st.markdown(_("Proposed: {help}.", help=f"**{aid_words.granted(case.row)}**"))
    if case.assessed_at:
        when = formats.ago(visit.actor.day(case.assessed_at), visit.today)
        st.caption(_("Looked into by {name} {when}.", name=esc(case.assessor) or _("The server"), when=when))
    for verdict in case.verdicts:
        word = _("approves") if verdict.approves else _("does not approve")
        note = f": {esc(verdict.note)}" if verdict.note else ""
        st.markdown(f"{':material/check:' if verdict.approves else ':material/close:'} **{esc(verdict.name)}** {word}{note}")
    if case.row.vote and not case.row.vote.running and case.by_vote:
        st.markdown(_("Decided by the members, decision no. {number}.", number=case.row.vote.number))


def _assess(visit: Visit, case: Case, *, again: bool) -> None:
    row = case.row
    if visit.actor.account in case.owners:
        st.info(_("This help is for your own business. Another coordinator looks into it."))
        return
    wanted = [
        Field("assessment", N_("What you found"), fields.LONG, most=2000, needed=True,
              hint=N_("For example: visited, the roof leaks, no other help")),
        Field("granted", N_("What the thing costs") if row.kind == rules.IN_KIND else N_("How much to give"), fields.MONEY, needed=True),
    ]
    if row.kind == rules.LOAN:
        wanted.append(Field("instalments", N_("In how many monthly parts it comes back"), fields.COUNT, needed=True))
    start = {
        "assessment": case.assessment, "granted": row.granted if row.granted is not None else row.amount,
        "instalments": row.instalments or None,
    }

    def make(typed: dict[str, Any]) -> Outcome[int]:
        return page.action(services.assess, request_id=row.id, version=row.version, now=visit.now, **typed)

    label = _("Change what was found") if again else _("Write what you found")
    if fields.create(f"aid_assess_{row.id}", wanted, start, make, label=label, icon=":material/edit_note:", primary=not again):
        page.say(_("Saved. The committee can decide now."))
        st.rerun()


# -- what is next ------------------------------------------------------------------------------------------------------


def _next(visit: Visit, case: Case) -> None:
    row = case.row
    if row.state == rules.REQUESTED:
        st.subheader(_("Look into it"), anchor=False)
        st.write(_("A coordinator visits or calls, and writes what to give."))
        if visit.actor.role == COORDINATOR:
            _assess(visit, case, again=False)
    elif row.state == rules.ASSESSED:
        st.subheader(_("Decide"), anchor=False)
        _decide(visit, case)
    elif row.state == rules.APPROVED:
        st.subheader(_("Pay"), anchor=False)
        aid_money.pay(visit, case)
    elif row.state in rules.OWING:
        st.subheader(_("{left} is left", left=formats.money(row.left)), anchor=False)
        aid_money.plan(visit, case)
        aid_money.take_in(visit, case)
        with st.container(horizontal=True):
            aid_money.remind(visit, row, case.contact)
            aid_money.waive(visit, case)
    else:
        st.subheader(_(aid_words.STATES[row.state][0]), anchor=False)
        st.write(_ended(row))
        if row.parts:
            aid_money.plan(visit, case)


def _ended(row: Row) -> str:
    if row.state == rules.REFUSED:
        return _("This request was not approved. Tell the member yourself, and what else can be done.")
    if row.state == rules.WITHDRAWN:
        return _("This request was taken back.")
    if row.kind == rules.LOAN:
        return _("Nothing of this loan is left.")
    return _("Paid on {day}: {help}.", day=formats.day(row.disbursed_on), help=aid_words.granted(row))


def _decide(visit: Visit, case: Case) -> None:
    row = case.row
    if row.vote and row.vote.running:
        st.write(_("Put to the vote as decision no. {number}. The committee waits for the result.", number=row.vote.number))
        st.page_link(menu.BY_ID["decisions"].file, label=_("Open Decisions"), icon=menu.BY_ID["decisions"].icon)
        return
    yes = sum(verdict.approves for verdict in case.verdicts)
    st.write(_(
        "{needed} of the committee must say the same. So far {yes} approve, {no} do not.", needed=formats.count(case.needed),
        yes=formats.count(yes), no=formats.count(len(case.verdicts) - yes),
    ))
    able = len({*(account for account, _name in case.committee), *(verdict.account_id for verdict in case.verdicts)})
    if able < case.needed:
        st.info(ngettext(
            "Only {count} person may decide here, {needed} are needed. Put it to the vote.",
            "Only {count} people may decide here, {needed} are needed. Put it to the vote.", able, needed=case.needed,
        ))
    _verdict(visit, case)
    if visit.actor.role == COORDINATOR:
        _vote(visit, row)
        if not case.verdicts:
            _assess(visit, case, again=True)


def _verdict(visit: Visit, case: Case) -> None:
    row = case.row
    why = rules.why_not_decide(visit.actor.account, assessor=case.assessed_by, owners=case.owners)
    if why:
        st.info(_(OUT[why]))
        return
    mine = next((one for one in case.verdicts if one.account_id == visit.actor.account), None)
    if mine:
        st.caption(_("You have said it already. You may change it until it is decided."))
    with st.form(f"aid_verdict_{row.id}", enter_to_submit=False, border=False):
        note = st.text_input(_("A note, if you like"), mine.note if mine else "", max_chars=400, key=f"aid_note_{row.id}")
        with st.container(horizontal=True):
            yes = st.form_submit_button(_("Approve"), key=f"aid_yes_{row.id}")
            no = st.form_submit_button(_("Do not approve"), key=f"aid_no_{row.id}")
    if not (yes or no):
        return
    done = page.action(
        services.judge, request_id=row.id, version=row.version, approves=yes, note=note or "", now=visit.now,
    )
    if done:
        page.say(_("Request no. {number} is approved.", number=row.number) if done.value == rules.APPROVED else _(
            "Request no. {number} is not approved.", number=row.number) if done.value == rules.REFUSED else _("Your word is kept."))
        st.rerun()


def _vote(visit: Visit, row: Row) -> None:
    if fields.confirm(
        f"aid_vote_{row.id}", _("Put to the vote"), _("Let the members decide about request no. {number}?", number=row.number),
        _("A draft is made under Decisions. It tells number, kind and amount, never the name."),
        icon=menu.BY_ID["decisions"].icon,
    ) and page.action(services.put_to_vote, request_id=row.id, version=row.version, now=visit.now):
        page.say(_("The proposal stands under Decisions as a draft. Open it there for the vote."))
        st.rerun()
