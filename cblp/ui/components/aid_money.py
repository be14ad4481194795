"""Money of the safety net: handing it out, taking it in, taking a wrong note back, and a reminder that never names the matter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.catalogue.pictures import Picture
from cblp.days import add_months
from cblp.db.actor import COORDINATOR, TREASURER
from cblp.decisions.services import evidence
from cblp.i18n import N_, _, formats
from cblp.sharing.reports import aid as reports
from cblp.sharing.reports.aid import Case, Contact, Fund, Row
from cblp.sharing.rules import aid as rules
from cblp.sharing.rules import books
from cblp.sharing.services import aid as services
from cblp.ui import page, reads
from cblp.ui.components import aid_words, fields, letters, tables
from cblp.ui.components import evidence as photos
from cblp.ui.components.fields import Field
from cblp.ui.page import Outcome, Visit

DAYS_TO_TALK: Final = timedelta(3)
BACK: Final = {"instalment": N_("Came back"), "waiver": N_("No longer asked for")}


# -- out ---------------------------------------------------------------------------------------------------------------


def pay(visit: Visit, case: Case) -> None:
    """Hand out what was approved (treasurer), or say why not."""
    row = case.row
    amount = formats.money(row.granted)
    fund: Fund = reads.ask(reports.fund)
    if (row.granted or 0) > fund.can_give:
        st.warning(_("The fund can give {possible} now. Wait until more is in it.", possible=formats.money(fund.can_give)))
        return
    if visit.actor.role != TREASURER:
        st.write(_("The treasurer pays {amount} from the solidarity fund.", amount=f"**{amount}**"))
        return
    said = {verdict.account_id: verdict.approves for verdict in case.verdicts}
    why = rules.why_not_pay(visit.actor.account, owners=case.owners, by_vote=case.by_vote, verdicts=said)
    if why:
        st.info(_(_WHY[why]))
        return
    key = f"aid_pay_{row.id}"
    picture = _paper(key)
    wanted = [
        Field("day", N_("Paid on"), fields.DAY, needed=True),
        Field("place", N_("Taken from"), fields.CHOICE, aid_words.places(), needed=True),
    ]
    start: dict[str, Any] = {"day": visit.today, "place": books.CASH}
    if row.kind == rules.LOAN:
        wanted.append(Field("first_due", N_("First part comes back on"), fields.DAY, needed=True))
        start["first_due"] = add_months(visit.today, 1)

    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        return page.action(
            services.pay, request_id=row.id, version=row.version, evidence_id=_kept(visit, picture, row.business_id),
            now=visit.now, **typed,
        )

    if fields.create(key, wanted, start, make, label=_("Pay {amount}", amount=amount), icon=":material/payments:", primary=True):
        photos.chosen()
        page.say(_("{amount} was paid from the solidarity fund.", amount=amount))
        st.rerun()


_WHY: Final = {
    rules.OWN_MATTER: N_("This help is for your own business. Another treasurer pays it."),
    rules.ALONE: N_("You alone approved this. Another treasurer pays, or another one approves too."),
    rules.UNKNOWN_ACCOUNT: N_("Sign in with your own account to pay."),
}


# -- in ----------------------------------------------------------------------------------------------------------------


def plan(visit: Visit, case: Case) -> None:
    """The parts of a loan with what came back; three columns, so that a phone shows them whole."""
    tables.draw(
        [_("Due on"), tables.Number(_("Amount")), _("State")],
        [(formats.day(part.due_on), formats.money(part.amount), _standing(visit, part)) for part in case.row.parts],
    )


def _standing(visit: Visit, part: rules.Instalment) -> str:
    if not part.left:
        return _("Came back")
    left = _("{left} left", left=formats.money(part.left)) if part.paid else ""
    if part.due_on < visit.today:
        return ", ".join(filter(None, [_("Past its day"), left]))
    return left[:1].upper() + left[1:] if left else _("Not yet due")


def take_in(visit: Visit, case: Case) -> None:
    """Write down what came back of a loan (coordinator, treasurer)."""
    row = case.row
    part = row.next_due
    if part is None:
        return
    key = f"aid_repay_{row.id}"
    picture = _paper(key)
    wanted = (
        Field("amount", N_("Amount"), fields.MONEY, needed=True), Field("day", N_("Received on"), fields.DAY, needed=True),
        Field("place", N_("Into"), fields.CHOICE, aid_words.places(), needed=True),
    )

    def make(typed: dict[str, Any]) -> Outcome[int]:
        done = page.action(
            services.repay, request_id=row.id, version=row.version, evidence_id=_kept(visit, picture, row.business_id),
            now=visit.now, **typed,
        )
        return Outcome(done.kept, typed["amount"], done.error)

    done = fields.create(
        key, wanted, {"amount": part.left, "day": visit.today, "place": books.CASH}, make, label=_("Write down what came back"),
        icon=":material/savings:", primary=True,
    )
    if done and done.value is not None:
        photos.chosen()
        page.say(_("{amount} ({words}) came back.", amount=formats.money(done.value), words=formats.in_words(done.value)))
        st.rerun()


def waive(visit: Visit, case: Case) -> None:
    """Put to the vote that the rest of a loan is not asked for any more (coordinator)."""
    if case.waiver:
        st.info(_("Decision no. {number} asks the members whether to ask for the rest.", number=case.waiver.number))
        return
    if visit.actor.role != COORDINATOR:
        return
    left = formats.money(case.row.left)
    if fields.confirm(
        f"aid_waive_{case.row.id}", _("Propose to waive the rest"), _("Put it to the vote to waive {left}?", left=left),
        _("A draft is made under Decisions. It names the number of the loan, not the member."),
    ) and page.action(services.propose_waiver, request_id=case.row.id, version=case.row.version, now=visit.now):
        page.say(_("The proposal stands under Decisions as a draft. Open it there for the vote."))
        st.rerun()


# -- what moved --------------------------------------------------------------------------------------------------------


def moved(visit: Visit, case: Case) -> None:
    """Every note in the books about this request, each with the way to cancel it (treasurer)."""
    row = case.row
    if case.transfer_id is None:
        return
    st.markdown(f"**{_('In the cash book')}**")
    paid = _("{day}: {amount} paid", day=formats.day(row.disbursed_on), amount=formats.money(row.granted))
    _note(visit, case, case.transfer_id, paid, cancel=not case.came_back)
    if case.evidence_id:
        with st.expander(_("Photo of the receipt"), icon=":material/photo_camera:"):
            photos.show(case.evidence_id, _("Photo of the receipt"))
    for one in case.came_back:
        said = f"{formats.day(one.day)}: {formats.money(one.amount)} {_(BACK[one.kind]).lower()}"
        _note(visit, case, one.transfer_id, said, cancel=one.kind != "waiver")


def _note(visit: Visit, case: Case, transfer_id: UUID, said: str, *, cancel: bool) -> None:
    st.markdown(said)
    if not cancel or visit.actor.role != TREASURER:
        return
    row = case.row
    if fields.create(
        f"aid_back_{transfer_id}", (Field("why", N_("Why?"), most=200, needed=True),), {},
        lambda typed: page.action(
            services.take_back, request_id=row.id, version=row.version, transfer_id=transfer_id, now=visit.now, **typed,
        ), label=_("Cancel this note"), icon=":material/undo:",
    ):
        page.say(_("The note was cancelled. Both stay in the cash book."))
        st.rerun()


# -- reminding ---------------------------------------------------------------------------------------------------------


def remind(visit: Visit, row: Row, contact: Contact) -> None:
    """A letter that asks for a talk; never what about, because others read the phone too."""
    letters.remind(
        visit, contact.phone, letter(visit, row.business_id, contact), key=f"aid_remind_{row.number}",
        told=_("The text does not say what it is about: others may read the phone, too."),
    )


def letter(visit: Visit, business_id: UUID, contact: Contact) -> str:
    """Address and name, one request with a day, thanks, who writes."""
    with letters.to(visit, business_id):
        return letters.write(
            visit, "aid_talk", who=letters.opening(contact.address_form, contact.name, ""),
            until=formats.full_day(visit.today + DAYS_TO_TALK),
        )


# -- papers ------------------------------------------------------------------------------------------------------------


def _paper(key: str) -> Picture | None:
    """The photo of the receipt, asked for beside the form that is open."""
    return photos.choose(_("Photo of the receipt, if there is one"), key=f"{key}_photo") if fields.is_open(key) else None


def _kept(visit: Visit, picture: Picture | None, business_id: UUID) -> UUID | None:
    if picture is None:
        return None
    return page.action(evidence.add, picture=picture, business_id=business_id, now=visit.now).value
