"""The safety net: help asked for, assessed, decided by a committee or by vote, paid from the solidarity fund, paid back.

Who asked is known to coordinator and treasurer, and to the member. The audit trail keeps that something was done, never what.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.days import add_months
from cblp.db import numbers
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.decisions import effects
from cblp.decisions.effects import Effect, How
from cblp.decisions.models import Decision
from cblp.decisions.reports import parameters
from cblp.decisions.services import decisions
from cblp.errors import Missing, NotSignedIn, UserError
from cblp.i18n import N_, _, formats, translate
from cblp.people import membership
from cblp.people.models import Business, Membership
from cblp.people.services import audit, editing
from cblp.people.services.register import UnknownChoice, clip
from cblp.sharing.models import AidInstalment, AidRequest, AidVerdict
from cblp.sharing.reports import aid as reports
from cblp.sharing.rules import aid as rules
from cblp.sharing.rules import books
from cblp.sharing.services import ledger
from cblp.sharing.services.cash import AmountNeeded, known_place

APPROVAL, WAIVER = "aid", reports.WAIVER
"""Effects of decisions: give the help; no longer ask for the rest of a loan."""
ABOUT: Final = reports.ABOUT
FUND: Final = reports.FUND
MOST: Final = 1_000_000_000
"""Rupiah; more than this is a mistake in typing."""
FIELDS: Final = frozenset({"kind", "amount", "thing", "need"})
FIRST_DUE_WITHIN: Final = timedelta(days=366)


class NotActive(UserError):
    """Help is for active members."""

    message = N_("This member is not active now. Help is for active members.")


class AlreadyAsked(UserError):
    """A business has one undecided request at a time."""

    message = N_("Request no. {number} is not decided yet. Wait for the answer, or change that one.")


class ThingNeeded(UserError):
    """Help in kind without the thing."""

    message = N_("Write which thing is needed.")


class NeedNeeded(UserError):
    """A request without what it is for."""

    message = N_("Write what the help is for.")


class AssessmentNeeded(UserError):
    """An assessment without a word."""

    message = N_("Write in one sentence what you found.")


class BadInstalments(UserError):
    """A loan that is to come back in no part, or in too many."""

    message = N_("Write in how many parts the loan comes back: 1 to {most}.")


class Moved(UserError):
    """The request is no longer where this step begins."""

    message = N_("Request no. {number} has moved on. Look at it again.")


class UnderVote(UserError):
    """The members are asked; the committee waits."""

    message = N_("Request no. {number} is put to the vote. Wait for the result.")


class CommitteeBegan(UserError):
    """An assessment that somebody has already judged stays as it is."""

    message = N_("The committee has begun to decide. The assessment stays as it is.")


class OwnMatter(UserError):
    """Nobody assesses, decides or pays help for the own business."""

    message = N_("This help is for your own business. Somebody else does this step.")


class AssessedIt(UserError):
    """Who assessed a request does not decide it."""

    message = N_("You assessed this request. Others decide it.")


class NobodyElseApproved(UserError):
    """The only one who approved may not pay."""

    message = N_("You alone approved this. Another treasurer pays, or another one approves too.")


class FundTooSmall(UserError):
    """More than the solidarity fund can give now."""

    message = N_("The solidarity fund can give {possible} now. {wanted} is too much.")

    def text(self, language: str | None = None) -> str:
        """The amounts as money."""
        shown = {name: formats.money(value) for name, value in self.values.items()}
        return translate(self.message, language).format(**shown)


class PlaceTooSmall(UserError):
    """More than lies in the box, or in the bank."""

    message = N_("There is not enough money in that place. Choose the other one, or move money first.")


class TooEarly(UserError):
    """Money that would have moved before it was approved, or come back before it was lent."""

    message = N_("That day is too early. Choose {day} or a later day.")

    def text(self, language: str | None = None) -> str:
        """The first possible day in words."""
        return translate(self.message, language).format(day=formats.day(self.values["day"]))


class BadFirstDue(UserError):
    """A first instalment before the money was lent, or more than a year after."""

    message = N_("The first part comes back after the loan is paid, and within a year.")


class TooMuchBack(UserError):
    """More than what is still owed."""

    message = N_("Only {left} is left to come back.")

    def text(self, language: str | None = None) -> str:
        """The rest as money."""
        return translate(self.message, language).format(left=formats.money(self.values["left"]))


class PartsCameBack(UserError):
    """A loan of which something came back is not taken back as a whole."""

    message = N_("Part of this loan has come back. Cancel those notes first.")


_DEEDS: Final = {rules.APPROVED: "approved", rules.REFUSED: "turned_down"}
_NO: Final[Mapping[str, type[UserError]]] = {
    rules.OWN_MATTER: OwnMatter, rules.ASSESSED_IT: AssessedIt, rules.ALONE: NobodyElseApproved,
}


# -- asking ------------------------------------------------------------------------------------------------------------


def request(
    session: Session, actor: Actor, *, business_id: UUID, kind: str, need: str, now: datetime, amount: int | None = None,
    thing: str = "",
) -> UUID:
    """Ask for help for an active business: its member, or a coordinator for them; returns the request's id.

    ``kind`` is one of rules.KINDS; money needs an ``amount`` in rupiah, help in kind the ``thing``. Raises NotActive,
    AlreadyAsked and the errors of what was typed.
    """
    actor.require(COORDINATOR, MEMBER)
    actor.require_business(business_id)
    editing.locked(session, actor, Business, business_id)
    given = _checked({"kind": kind, "amount": amount, "thing": thing, "need": need})
    active = membership.active(actor, actor.day(now)).where(Membership.business_id == business_id)
    if session.scalar(active.limit(1)) is None:
        raise NotActive()
    asked = select(AidRequest.number).where(
        AidRequest.association_id == actor.association, AidRequest.business_id == business_id,
        AidRequest.state.in_(rules.UNDECIDED),
    )
    if (number := session.scalar(asked.limit(1))) is not None:
        raise AlreadyAsked(number=number)
    row = AidRequest(
        association_id=actor.association, id=uuid7(), number=numbers.following(session, actor, AidRequest.number),
        business_id=business_id, requested_at=now, requested_by=actor.account, **given,
    )
    session.add(row)
    session.flush()
    _record(session, actor, row, "requested", now)
    return row.id


def edit(
    session: Session, actor: Actor, *, request_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a request that nobody has assessed yet; returns the new version. Raises Moved, Stale."""
    actor.require(COORDINATOR, MEMBER)
    row = _row(session, actor, request_id, rules.REQUESTED)
    actor.require_business(row.business_id)
    editing.only(changes, FIELDS)
    given = _checked({field: changes.get(field, getattr(row, field)) for field in FIELDS})
    return editing.save(
        session, actor, row, version=version, changes=given, public=(), now=now, label=str(row.number),
        behalf_of=row.business_id,
    )


def withdraw(session: Session, actor: Actor, *, request_id: UUID, version: int, now: datetime) -> None:
    """Take a request back that is not decided yet: its member, or a coordinator for them. Raises Moved, Stale."""
    actor.require(COORDINATOR, MEMBER)
    row = _row(session, actor, request_id, *rules.UNDECIDED, version=version)
    actor.require_business(row.business_id)
    row.state, row.closed_at = rules.WITHDRAWN, now
    _record(session, actor, row, "withdrawn", now)


# -- deciding ----------------------------------------------------------------------------------------------------------


def assess(
    session: Session, actor: Actor, *, request_id: UUID, version: int, assessment: str, granted: int, now: datetime,
    instalments: int = 0,
) -> int:
    """Write down what was found and what to give (coordinator), in rupiah, a loan in monthly ``instalments``.

    May be done anew until somebody judges it. Returns the new version. Raises Moved, UnderVote, CommitteeBegan, OwnMatter,
    Stale and the errors of what was typed.
    """
    actor.require(COORDINATOR)
    row = _row(session, actor, request_id, *rules.UNDECIDED)
    if actor.account in reports.owners(session, actor, business_id=row.business_id, day=actor.day(now)):
        raise OwnMatter()
    if row.state == rules.ASSESSED:
        _not_under_vote(session, actor, row)
        if reports.verdicts(session, actor, request_id=row.id):
            raise CommitteeBegan()
    found = clip(assessment, 2000)
    if not found:
        raise AssessmentNeeded()
    _amount(granted)
    loan = row.kind == rules.LOAN
    if loan and not 1 <= instalments <= min(rules.MOST_INSTALMENTS, granted):
        raise BadInstalments(most=rules.MOST_INSTALMENTS)
    return editing.save(
        session, actor, row, version=version,
        changes={
            "assessment": found, "granted": granted, "instalments": instalments if loan else 0, "state": rules.ASSESSED,
        },
        public=("state",), now=now, label=str(row.number), behalf_of=row.business_id,
        also={"assessed_at": now, "assessed_by": actor.account},
    )


def judge(
    session: Session, actor: Actor, *, request_id: UUID, version: int, approves: bool, now: datetime, note: str = "",
) -> str:
    """Say yes or no as one of the committee (coordinator, treasurer); returns the request's state afterwards.

    It is decided once as many as the parameter ``aid_committee`` say the same. One's own verdict may be changed until then.
    Raises Moved, UnderVote, Stale, OwnMatter, AssessedIt.
    """
    actor.require(COORDINATOR, TREASURER)
    row = _row(session, actor, request_id, rules.ASSESSED, version=version)
    _not_under_vote(session, actor, row)
    today = actor.day(now)
    owners = reports.owners(session, actor, business_id=row.business_id, day=today)
    _stop(rules.why_not_decide(actor.account, assessor=row.assessed_by, owners=owners))
    own = session.scalars(
        select(AidVerdict).where(
            AidVerdict.association_id == actor.association, AidVerdict.request_id == row.id, AidVerdict.account_id == actor.account
        )
    ).one_or_none()
    if own is None:
        own = AidVerdict(association_id=actor.association, id=uuid7(), request_id=row.id, account_id=actor.account)
        session.add(own)
    own.approves, own.note, own.given_at = approves, clip(note, 400), now
    session.flush()
    needed = parameters.setting(session, actor, key="aid_committee", day=today).value
    said = reports.verdicts(session, actor, request_id=row.id)
    # Not on the member's own trail: how each of the committee judged is theirs.
    audit.record(session, actor, now=now, action="judged", entity="aid_request", subject=row.id, label=str(row.number))
    if decided := rules.outcome((verdict.approves for verdict in said), needed):
        row.state, row.decided_at, row.decided_by_vote, row.decision_id = decided, now, False, None
        _record(session, actor, row, _DEEDS[decided], now)
    return row.state


def put_to_vote(session: Session, actor: Actor, *, request_id: UUID, version: int, now: datetime) -> UUID:
    """Draft a yes/no decision about an assessed request in place of the committee (coordinator); returns the decision's id.

    Its text names the number, the kind and the amount, never the member. Raises Moved, UnderVote, Stale.
    """
    actor.require(COORDINATOR)
    row = _row(session, actor, request_id, rules.ASSESSED, version=version)
    _not_under_vote(session, actor, row)
    row.decision_id = decisions.draft(
        session, actor, kind="yes_no", title=_("Help no. {number}", number=row.number), proposal=_proposal(row),
        consequence=_("The money comes from the solidarity fund. No name is told."),
        effects=[{"kind": APPROVAL, "request": str(row.id)}], now=now,
    )
    _record(session, actor, row, "put_to_vote", now)
    return row.decision_id


def _proposal(row: AidRequest) -> str:
    amount = formats.money(row.granted or 0)
    if row.kind == rules.LOAN:
        return _(
            "The solidarity fund lends {amount} without interest, to come back in {count} parts.", amount=amount,
            count=row.instalments,
        )
    text = N_("The solidarity fund gives {amount} in money.") if row.kind == rules.CASH else N_(
        "The solidarity fund buys a thing for {amount}.")
    return _(text, amount=amount)


def _check_approval(session: Session, actor: Actor, effect: Effect) -> None:
    _row(session, actor, UUID(effect["request"]), rules.ASSESSED)


def _approve(session: Session, actor: Actor, decision: Decision, effect: Effect, now: datetime) -> None:
    _close_vote(session, actor, decision, effect, rules.APPROVED, now)


def _refuse(session: Session, actor: Actor, decision: Decision, effect: Effect, now: datetime) -> None:
    # Without a quorum nobody has said no: the request waits for the committee or for another vote.
    if decision.outcome == "failed":
        _close_vote(session, actor, decision, effect, rules.REFUSED, now)


def _close_vote(session: Session, actor: Actor, decision: Decision, effect: Effect, state: str, now: datetime) -> None:
    row = editing.locked(session, actor, AidRequest, UUID(effect["request"]))
    if row.state != rules.ASSESSED or row.decision_id != decision.id:
        return  # taken back by the member meanwhile: the vote stands, and has nothing left to do
    row.state, row.decided_at, row.decided_by_vote = state, now, True
    _record(session, actor, row, _DEEDS[state], now)


# -- paying ------------------------------------------------------------------------------------------------------------


def pay(
    session: Session, actor: Actor, *, request_id: UUID, version: int, day: date, place: str, now: datetime,
    first_due: date | None = None, evidence_id: UUID | None = None,
) -> UUID:
    """Hand approved help out (treasurer) from ``place`` (cash, bank) on a local ``day``; returns the transfer's id.

    A loan gets its plan: monthly from ``first_due`` on, without one a month after ``day``. Raises Moved, Stale, OwnMatter,
    NobodyElseApproved, FundTooSmall, PlaceTooSmall, TooEarly, BadFirstDue, and what ``ledger.post`` raises.
    """
    actor.require(TREASURER)
    row = _row(session, actor, request_id, rules.APPROVED, version=version)
    amount, loan = row.granted or 0, row.kind == rules.LOAN
    owners = reports.owners(session, actor, business_id=row.business_id, day=actor.day(now))
    said = {verdict.account_id: verdict.approves for verdict in reports.verdicts(session, actor, request_id=row.id)}
    _stop(rules.why_not_pay(actor.account, owners=owners, by_vote=row.decided_by_vote, verdicts=said))
    known_place(place)
    if row.decided_at and day < (decided := actor.day(row.decided_at)):
        raise TooEarly(day=decided)
    due = first_due or add_months(day, 1)
    if loan and not day < due <= day + FIRST_DUE_WITHIN:
        raise BadFirstDue()
    numbers.alone(session, actor)  # what the fund can give is read when no other booking can lower it
    fund = reports.fund(session, actor)
    if amount > fund.can_give:
        raise FundTooSmall(possible=fund.can_give, wanted=amount)
    if amount > fund.places[place]:
        raise PlaceTooSmall()
    giver = f"{books.LOAN}:{row.business_id}" if loan else FUND
    row.transfer_id = ledger.post(
        session, actor, key=f"aid:{row.id}:{row.version}", day=day, kind="loan" if loan else "aid",
        postings=[(giver, amount), (place, -amount)], text=_text(row), about=ABOUT, about_id=row.id,
        decision_id=row.decision_id, evidence_id=evidence_id, now=now,
    )
    row.state, row.disbursed_on, row.evidence_id = rules.reached(row.kind, row.state, amount, 0), day, evidence_id
    if loan:
        session.add_all(
            AidInstalment(
                association_id=actor.association, request_id=row.id, number=part.number, due_on=part.due_on, amount=part.amount,
            )
            for part in rules.plan(amount, row.instalments, due)
        )
    else:
        row.closed_at = now
    _record(session, actor, row, "paid", now)
    return row.transfer_id


def repay(
    session: Session, actor: Actor, *, request_id: UUID, version: int, amount: int, day: date, place: str, now: datetime,
    evidence_id: UUID | None = None,
) -> UUID:
    """Take in what a member pays back of a loan, in rupiah; returns the transfer's id. The last rupiah closes the request.

    Raises Moved, Stale, TooMuchBack, TooEarly, AmountNeeded, and what ``ledger.post`` raises.
    """
    actor.require(COORDINATOR, TREASURER)
    row = _row(session, actor, request_id, *rules.OWING, version=version)
    _amount(amount)
    known_place(place)
    if row.disbursed_on and day < row.disbursed_on:
        raise TooEarly(day=row.disbursed_on)
    numbers.alone(session, actor)
    left = reports.left(session, actor, request_id=row.id)
    if amount > left:
        raise TooMuchBack(left=left)
    transfer = ledger.post(
        session, actor, key=f"aid:{row.id}:{row.version}", day=day, kind="instalment",
        postings=[(place, amount), (f"{books.LOAN}:{row.business_id}", -amount)], text=_text(row), about=ABOUT, about_id=row.id,
        evidence_id=evidence_id, now=now,
    )
    _settle(session, actor, row, now)
    _record(session, actor, row, "paid_back", now)
    return transfer


def take_back(
    session: Session, actor: Actor, *, request_id: UUID, version: int, transfer_id: UUID, why: str, now: datetime,
) -> UUID:
    """Cancel a payment or a part that came back (treasurer) by a reversal; the request goes back to where it was.

    Raises Missing for a transfer that is not this request's, PartsCameBack, PlaceTooSmall, Stale, and what ``ledger.reverse`` raises.
    """
    actor.require(TREASURER)
    row = _row(session, actor, request_id, *rules.OWING, rules.CLOSED, version=version)
    came_back = reports.came_back(session, actor, request_id=row.id)
    if transfer_id == row.transfer_id:
        if came_back:
            raise PartsCameBack()
        reversal = ledger.reverse(session, actor, transfer_id=transfer_id, why=why, now=now)
        session.execute(delete(AidInstalment).where(
            AidInstalment.association_id == actor.association, AidInstalment.request_id == row.id
        ))
        row.state, row.transfer_id, row.evidence_id, row.disbursed_on, row.closed_at = rules.APPROVED, None, None, None, None
    elif transfer_id in {part.transfer_id for part in came_back}:
        reversal = ledger.reverse(session, actor, transfer_id=transfer_id, why=why, now=now)
        if min(reports.fund(session, actor).places.values()) < 0:
            raise PlaceTooSmall()  # it was paid out again meanwhile
        _settle(session, actor, row, now)
    else:
        raise Missing()
    _record(session, actor, row, "reversed", now)
    return reversal


def propose_waiver(session: Session, actor: Actor, *, request_id: UUID, version: int, now: datetime) -> UUID:
    """Draft a decision that no longer asks for the rest of a loan (coordinator); returns its id, of a waiting one the same.

    Raises Moved, Stale.
    """
    actor.require(COORDINATOR)
    row = _row(session, actor, request_id, *rules.OWING, version=version)
    if waiting := reports.waiver(session, actor, request_id=row.id):
        return waiting.id
    left = formats.money(reports.left(session, actor, request_id=row.id))
    decision = decisions.draft(
        session, actor, kind="yes_no", title=_("The rest of loan no. {number}", number=row.number),
        proposal=_("The rest of {left} is not asked for any more.", left=left),
        consequence=_("The solidarity fund bears it. No name is told."),
        effects=[{"kind": WAIVER, "request": str(row.id)}], now=now,
    )
    _record(session, actor, row, "put_to_vote", now)
    return decision


def _check_waiver(session: Session, actor: Actor, effect: Effect) -> None:
    _row(session, actor, UUID(effect["request"]), *rules.OWING)


def _waive(session: Session, actor: Actor, decision: Decision, effect: Effect, now: datetime) -> None:
    row = editing.locked(session, actor, AidRequest, UUID(effect["request"]))
    numbers.alone(session, actor)
    left = reports.left(session, actor, request_id=row.id)
    if row.state not in rules.OWING or not left:
        return  # paid back while the members voted
    ledger.post(
        session, actor, key=f"aid:{row.id}:waived:{decision.id}", day=actor.day(now), kind="waiver",
        postings=[(FUND, left), (f"{books.LOAN}:{row.business_id}", -left)], text=_text(row), about=ABOUT, about_id=row.id,
        decision_id=decision.id, now=now,
    )
    _settle(session, actor, row, now)
    _record(session, actor, row, "waived", now)


effects.register(APPROVAL, How(apply=_approve, check=_check_approval, otherwise=_refuse))
effects.register(WAIVER, How(apply=_waive, check=_check_waiver))


# -- shared ------------------------------------------------------------------------------------------------------------


def _row(session: Session, actor: Actor, request_id: UUID, *states: str, version: int | None = None) -> AidRequest:
    """The request, locked, in one of ``states`` and (if given) as it was when the step began."""
    row = editing.locked(session, actor, AidRequest, request_id)
    if row.state not in states:
        raise Moved(number=row.number)
    if version is not None and row.version != version:
        raise editing.stale(session, actor, row, {})
    return row


def _not_under_vote(session: Session, actor: Actor, row: AidRequest) -> None:
    vote = reports.vote(session, actor, request_id=row.id)
    if vote and vote.running:
        raise UnderVote(number=row.number)


def _stop(reason: str) -> None:
    if reason == rules.UNKNOWN_ACCOUNT:
        raise NotSignedIn("a step of the safety net belongs to a person")
    if reason:
        raise _NO[reason]()


def _settle(session: Session, actor: Actor, row: AidRequest, now: datetime) -> None:
    """Bring plan and state in line with what the books say came back: the one way for coming in, cancelling and waiving."""
    parts = session.scalars(
        select(AidInstalment).where(AidInstalment.association_id == actor.association, AidInstalment.request_id == row.id)
        .order_by(AidInstalment.number)
    ).all()
    came_back = reports.came_back(session, actor, request_id=row.id)
    due = 0
    for part in parts:
        due += part.amount
        last = next((one for one in came_back if one.total >= due), None)
        part.transfer_id, part.paid_on = (last.transfer_id, last.day) if last else (None, None)
    repaid = came_back[-1].total if came_back else 0
    row.state = rules.reached(row.kind, row.state, row.granted or 0, repaid)
    row.closed_at = now if row.state == rules.CLOSED else None
    flag_modified(row, "state")  # a new version also where the state stays: a stale second click is seen
    session.flush()


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    """FIELDS of a request as they are kept."""
    if given["kind"] not in rules.KINDS:
        raise UnknownChoice()
    kept = {**given, "thing": clip(given["thing"], 200), "need": clip(given["need"], 2000)}
    if kept["kind"] == rules.IN_KIND:
        if not kept["thing"]:
            raise ThingNeeded()
    else:
        kept["thing"] = ""
    if kept["amount"] is not None or kept["kind"] != rules.IN_KIND:
        _amount(kept["amount"])
    if not kept["need"]:
        raise NeedNeeded()
    return kept


def _amount(value: int | None) -> None:
    if value is None or not 0 < value <= MOST:
        raise AmountNeeded()


def _text(row: AidRequest) -> str:
    """What stands beside the transfer in the books: the number alone."""
    return _("No. {number}", number=row.number)


def _record(session: Session, actor: Actor, row: AidRequest, action: str, now: datetime) -> None:
    session.flush()
    audit.record(
        session, actor, now=now, action=action, entity="aid_request", subject=row.id, label=str(row.number),
        behalf_of=row.business_id,
    )
