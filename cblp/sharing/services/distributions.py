"""A run of sharing: calculated from frozen figures, looked at, open to objections, approved by somebody else, paid.

The money itself moves through the books: approval books the pool to what members are owed and to the funds, a payment what a
member is owed to where it went. Nothing is changed afterwards; what was wrong is withdrawn and calculated anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.campaigns import states as campaign_states
from cblp.campaigns.models import Campaign
from cblp.campaigns.services import plan
from cblp.days import Span
from cblp.db import numbers
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.decisions import effects
from cblp.decisions.effects import Effect, How
from cblp.decisions.models import Decision
from cblp.decisions.reports import parameters, sharing_rules
from cblp.decisions.reports.sharing_rules import RuleVersion
from cblp.decisions.services import decisions
from cblp.errors import UserError
from cblp.i18n import N_, _, formats, ngettext, translate
from cblp.people.services import audit, editing
from cblp.people.services.register import clip
from cblp.sharing import states
from cblp.sharing.models import Distribution, DistributionLine, DistributionShare, LedgerAccount, Objection, Transfer
from cblp.sharing.reports.bases import CARRY, LATE, canonical_hash, carrying, inputs, late_figures
from cblp.sharing.reports.distributions import typed_into
from cblp.sharing.reports.ledger import balance_of
from cblp.sharing.rules import books
from cblp.sharing.rules.dividing import Line, NothingToShare, by_sales, divide
from cblp.sharing.services import cash, contributions, ledger

EFFECT: Final = "distribution"
ABOUT: Final = "distribution"
SHARE: Final = "share"
SAVINGS: Final = "savings"
METHODS: Final = (books.CASH, books.BANK, SAVINGS)
"""How a share reaches a member; savings are the voluntary ones."""


class _WithMoney(UserError):
    def text(self, language: str | None = None) -> str:
        """The message with its amounts as money and its days as people write them."""
        shown: dict[str, Any] = {
            name: formats.full_day(value) if isinstance(value, date) else formats.money(value) if name in {"amount", "pool"} else value
            for name, value in self.values.items()
        }
        return translate(self.message, language).format(**shown)


class RuleNotPassed(UserError):
    """Rule before money: only what the members passed shares anything."""

    message = N_("The members have not passed this rule yet. Put it to the vote first.")


class OtherRule(UserError):
    """A campaign shares by the rule that it was opened with."""

    message = N_("This campaign was opened under another rule. Its money is shared by that rule.")


class NotReconciled(UserError):
    """The files of the campaign's days are not all in."""

    message = N_("Close the campaign and settle its figures first.")


class NotOver(UserError):
    """A period that still runs."""

    message = N_("This period is not over yet. Share its money when the last day has passed.")


class Unfinished(UserError):
    """The same money is in another calculation."""

    message = N_("Profit sharing no. {number} of the same money is not finished. Approve or withdraw it first.")


class UnmatchedSales(_WithMoney):
    """Nobody knows yet whose sales these are, and the rule shares by sales."""

    message = N_("Sales of {amount} belong to nobody yet. Match them to their products first: this rule shares by sales.")


class MovedOn(UserError):
    """Somebody took the next step, or withdrew the run."""

    message = N_("Profit sharing no. {number} has moved on. Look at it again.")


class WindowOpen(_WithMoney):
    """Members may still object."""

    message = N_("Members may object until {day}. Approve it after that day.")


class ObjectionsStand(UserError):
    """Nobody has settled these yet."""

    message = N_("{count} objections are not settled yet. Answer and settle them first.")


class ObjectionUpheld(UserError):
    """A member was right, so the result is not."""

    message = N_("An objection was right. Withdraw this calculation, mend the figures and calculate again.")


class OwnCalculation(UserError):
    """Who calculates does not approve."""

    message = N_("You calculated this. Another treasurer or coordinator approves it; where there is nobody else, the members vote.")


class OwnMoney(UserError):
    """Who typed the money of a pool does not approve its sharing."""

    message = N_("You wrote down money of this pool. Somebody else approves it; where there is nobody else, the members vote.")


class PoolShrank(_WithMoney):
    """Less is there than was shared."""

    message = N_("Only {pool} is left to share. Withdraw this calculation and calculate again.")


class TooEarly(_WithMoney):
    """A payment before anybody was owed it."""

    message = N_("That day is too early. Choose {day} or a later day.")


class PaidAlready(UserError):
    """This share was paid."""

    message = N_("This share was already paid.")


class NotPaid(UserError):
    """There is no payment to take back."""

    message = N_("This share was not paid yet.")


class SharesPaid(UserError):
    """A run of which something was paid stands."""

    message = N_("{count} shares were paid already. Take those payments back first.")


class NothingLate(UserError):
    """Nothing changed since, or the members decided about it before."""

    message = N_("Nothing came late that is not carried over already.")


class WhyNeeded(UserError):
    """What is taken back says why."""

    message = N_("Write in a few words why.")


# -- calculating -------------------------------------------------------------------------------------------------------


def calculate(
    session: Session, actor: Actor, *, rule_version_id: UUID, campaign_id: UUID | None = None, span: Span | None = None,
    choices: Mapping[str, str] | None = None, now: datetime,
) -> UUID:
    """Share what is in the pool of a campaign, or of a period over, by a passed rule (coordinator); returns the run's id.

    The figures are frozen with the result. ``choices`` say for a component that asks who gets what nobody has a base for:
    "equal" or a fund. Raises RuleNotPassed, OtherRule, NotReconciled, NotOver, Unfinished, UnmatchedSales, Missing, and what
    ``rules.dividing.divide`` raises (NothingToShare, WithoutBase, NobodyToShare).
    """
    actor.require(COORDINATOR)
    version = sharing_rules.version(session, actor, version_id=rule_version_id)
    if not version.frozen:
        raise RuleNotPassed()
    if campaign_id is not None:
        campaign = editing.locked(session, actor, Campaign, campaign_id)
        if campaign.rule_version_id != rule_version_id:
            raise OtherRule()
        if campaign.state not in {campaign_states.RECONCILED, campaign_states.SHARED}:
            raise NotReconciled()
    elif span is not None and span.last >= actor.day(now):
        raise NotOver()
    number = numbers.following(session, actor, Distribution.number)
    pool_code = books.pool_code(campaign_id)
    if (other := _unfinished(session, actor, pool_code)) is not None:
        raise Unfinished(number=other)
    pool = balance_of(session, actor, pool_code)
    if pool <= 0:
        raise NothingToShare()
    used = {base for one in version.components if one.basis_points and not one.fund for base, _share in one.bases}
    frozen = inputs(session, actor, campaign_id=campaign_id, span=span, late=used & set(LATE), now=now)
    if frozen.unmatched_orders and by_sales(version.components):
        raise UnmatchedSales(amount=frozen.unmatched)
    result = divide(pool, version.components, frozen.members, seed=frozen.seed, choices=choices)
    stored = {**frozen.stored(), "pool": pool, "rule": _stored_rule(version), "choices": dict(choices or {})}
    days = frozen.span
    run = Distribution(
        association_id=actor.association, id=uuid7(), number=number, rule_version_id=rule_version_id, campaign_id=campaign_id,
        first=days.first, last=days.last, run=1 + _runs(session, actor, campaign_id, days), pool=pool,
        pool_account_id=ledger.account(session, actor, pool_code, now=now), state=states.CALCULATED, inputs=stored,
        inputs_hash=canonical_hash(stored), calculated_at=now, calculated_by=actor.account,
    )
    session.add(run)
    session.flush()
    session.add_all(
        _stored_line(actor, run.id, position, line, result.components[line.component]) for position, line in enumerate(result.lines, 1)
    )
    session.add_all(
        DistributionShare(
            association_id=actor.association, id=uuid7(), distribution_id=run.id, business_id=UUID(business), amount=amount,
        )
        for business, amount in result.members.items() if amount
    )
    session.flush()
    _record(session, actor, run, "calculated", now, {"pool": pool, "rule": f"{version.name} {version.number}"})
    return run.id


def _unfinished(session: Session, actor: Actor, pool_code: str) -> int | None:
    return session.scalar(
        select(Distribution.number)
        .join(LedgerAccount, (LedgerAccount.association_id == Distribution.association_id)
              & (LedgerAccount.id == Distribution.pool_account_id))
        .where(Distribution.association_id == actor.association, LedgerAccount.code == pool_code,
               Distribution.state.in_(states.UNFINISHED))
        .limit(1)
    )


def _runs(session: Session, actor: Actor, campaign_id: UUID | None, days: Span) -> int:
    same = select(func.count()).select_from(Distribution).where(
        Distribution.association_id == actor.association, Distribution.campaign_id == campaign_id
    )
    if campaign_id is None:
        same = same.where(Distribution.first == days.first, Distribution.last == days.last)
    return session.scalar(same) or 0


def _stored_rule(version: RuleVersion) -> dict[str, Any]:
    parts = [
        {**asdict(one), "bases": one.stored_bases(), "limits": dict(one.limits)} for one in version.components
    ]
    return {"version": str(version.id), "name": version.name, "number": version.number, "components": parts}


def _stored_line(actor: Actor, run: UUID, position: int, line: Line, size: int) -> DistributionLine:
    return DistributionLine(
        association_id=actor.association, distribution_id=run, position=position, component=line.component,
        business_id=UUID(line.member) if line.member else None, fund=line.fund, base=str(line.base), base_total=str(line.base_total),
        exact=str(line.exact), amount=line.amount, details={"size": size, "parts": [asdict(part) for part in line.parts]},
    )


# -- reviewing, approving, withdrawing ---------------------------------------------------------------------------------


def review(session: Session, actor: Actor, *, distribution_id: UUID, now: datetime) -> date:
    """Show a calculated run to the members (coordinator, treasurer); returns the last day on which they may object."""
    actor.require(COORDINATOR, TREASURER)
    run = _run(session, actor, distribution_id, states.CALCULATED)
    today = actor.day(now)
    days = int(parameters.setting(session, actor, key="objection_days", day=today).value)
    run.state, run.reviewed_at, run.reviewed_by = states.OBJECTION, now, actor.account
    run.objections_until = today + timedelta(days)
    session.flush()
    _record(session, actor, run, "reviewed", now, {"objections_until": run.objections_until.isoformat()})
    return run.objections_until


def approve(session: Session, actor: Actor, *, distribution_id: UUID, now: datetime) -> UUID:
    """Book a run: from now on members are owed their shares (coordinator, treasurer); returns the transfer's id.

    By somebody who neither calculated it nor typed money into its pool, unless the members approved it by vote. Raises MovedOn,
    WindowOpen, ObjectionsStand, ObjectionUpheld, OwnCalculation, OwnMoney, PoolShrank.
    """
    actor.require(COORDINATOR, TREASURER)
    run = _run(session, actor, distribution_id, states.OBJECTION)
    if run.decision_id is None:
        if actor.account is None or actor.account == run.calculated_by:
            raise OwnCalculation()
        if actor.account in typed_into(session, actor, run):
            raise OwnMoney()
    _nothing_stands(session, actor, run, actor.day(now))
    return _approve(session, actor, run, now)


def propose(session: Session, actor: Actor, *, distribution_id: UUID, now: datetime) -> UUID:
    """Draft the decision by which the members approve a run, where there is nobody else; returns the decision's id.

    Raises what ``approve`` raises about the run itself.
    """
    actor.require(COORDINATOR, TREASURER)
    run = _run(session, actor, distribution_id, states.OBJECTION)
    _nothing_stands(session, actor, run, actor.day(now))
    return decisions.draft(
        session, actor, kind="yes_no", title=_("Approve profit sharing no. {number}", number=run.number),
        proposal=_("We approve profit sharing no. {number}: {pool}.", number=run.number, pool=formats.money(run.pool)),
        consequence=_("Every member is paid the share that was calculated."),
        effects=[{"kind": EFFECT, "distribution": str(run.id)}], now=now,
    )


def propose_carrying(session: Session, actor: Actor, *, distribution_id: UUID, now: datetime) -> UUID:
    """Draft the decision that what came too late for an approved run counts in the next one; returns the decision's id.

    Its text tells nobody's figures. Raises MovedOn for a run that is not approved, NothingLate.
    """
    actor.require(COORDINATOR, TREASURER)
    run = _run(session, actor, distribution_id, *states.BINDING)
    late = [figures for figures in late_figures(session, actor, run, now=now).values() if set(figures) & set(LATE)]
    if not late or run.id in carrying(session, actor):
        raise NothingLate()
    return decisions.draft(
        session, actor, kind="yes_no", title=_("Late figures of profit sharing no. {number}", number=run.number),
        proposal=_("What came too late for profit sharing no. {number} counts in the next one.", number=run.number),
        consequence=ngettext(
            "The figures of {count} member change the next sharing.", "The figures of {count} members change the next sharing.",
            len(late), count=formats.count(len(late)),
        ),
        effects=[{"kind": CARRY, "distribution": str(run.id)}], now=now,
    )


def void(session: Session, actor: Actor, *, distribution_id: UUID, why: str, now: datetime) -> None:
    """Withdraw a run of which nothing was paid (coordinator, treasurer); what approval booked is taken back.

    Raises MovedOn for one that was withdrawn before, SharesPaid, WhyNeeded.
    """
    actor.require(COORDINATOR, TREASURER)
    run = _run(session, actor, distribution_id, *states.UNFINISHED, *states.BINDING)
    reason = _reason(why)
    paid = session.scalar(select(func.count()).select_from(DistributionShare).where(
        DistributionShare.association_id == actor.association, DistributionShare.distribution_id == run.id,
        DistributionShare.transfer_id.is_not(None),
    ))
    if paid:
        raise SharesPaid(count=paid)
    if run.transfer_id is not None:
        ledger.reverse(session, actor, transfer_id=run.transfer_id, why=reason, now=now)
    run.state, run.voided_at, run.voided_by, run.void_reason = states.VOID, now, actor.account, reason
    session.flush()
    _record(session, actor, run, "voided", now, {"why": reason})


def _nothing_stands(session: Session, actor: Actor, run: Distribution, today: date) -> None:
    if run.objections_until is not None and today <= run.objections_until:
        raise WindowOpen(day=run.objections_until)
    found = dict(session.execute(
        select(Objection.state, func.count())
        .where(Objection.association_id == actor.association, Objection.distribution_id == run.id).group_by(Objection.state)
    ).all())
    if standing := sum(found.get(state, 0) for state in states.STANDING):
        raise ObjectionsStand(count=standing)
    if found.get(states.UPHELD):
        raise ObjectionUpheld()


def _approve(session: Session, actor: Actor, run: Distribution, now: datetime) -> UUID:
    numbers.alone(session, actor)
    pool_code = session.scalars(select(LedgerAccount.code).where(
        LedgerAccount.association_id == actor.association, LedgerAccount.id == run.pool_account_id
    )).one()
    left = balance_of(session, actor, pool_code)
    if left < run.pool:
        raise PoolShrank(pool=left)
    shares = session.scalars(_shares(actor, run)).all()
    funds = session.execute(
        select(DistributionLine.fund, func.sum(DistributionLine.amount))
        .where(DistributionLine.association_id == actor.association, DistributionLine.distribution_id == run.id,
               DistributionLine.fund != "")
        .group_by(DistributionLine.fund).order_by(DistributionLine.fund)
    ).all()
    run.transfer_id = ledger.post(
        session, actor, key=f"{ABOUT}:{run.id}", day=actor.day(now), kind="distribution", about=ABOUT, about_id=run.id,
        decision_id=run.decision_id, now=now,
        postings=[
            (pool_code, run.pool), *((f"{books.PAYABLE}:{share.business_id}", -share.amount) for share in shares),
            *((f"{books.FUND}:{fund}", -int(amount)) for fund, amount in funds),
        ],
    )
    run.state, run.approved_at, run.approved_by = states.APPROVED, now, actor.account
    session.flush()
    _record(session, actor, run, "approved", now)
    if not shares:
        _all_paid(session, actor, run, now)
    return run.transfer_id


# -- paying ------------------------------------------------------------------------------------------------------------


def pay(
    session: Session, actor: Actor, *, share_id: UUID, method: str, day: date, evidence_id: UUID | None = None, now: datetime,
) -> UUID:
    """Pay one share in cash, by bank or into the member's voluntary savings (treasurer); returns the last transfer's id.

    What the member still owes to the same pool is settled first, each contribution by a transfer of its own. Raises MovedOn,
    PaidAlready, TooEarly, cash.TooLittleThere, ledger.DayAhead, Missing.
    """
    actor.require(TREASURER)
    if method not in METHODS:
        raise ValueError(f"{method}: not a way to pay")
    share = editing.locked(session, actor, DistributionShare, share_id)
    run = _run(session, actor, share.distribution_id, *states.BINDING)
    if share.transfer_id is not None:
        raise PaidAlready()
    if run.approved_at is not None and day < (first := actor.day(run.approved_at)):
        raise TooEarly(day=first)
    numbers.alone(session, actor)
    key = f"{SHARE}:{share.id}:{share.version}"
    left = share.amount - contributions.set_off(
        session, actor, key=key, business_id=share.business_id, campaign_id=run.campaign_id, amount=share.amount, day=day, now=now,
    )
    if left:
        place = books.savings_code(books.VOLUNTARY, share.business_id) if method == SAVINGS else method
        if method != SAVINGS:
            cash.enough_in(session, actor, place, left)
        ledger.post(
            session, actor, key=f"{key}:", day=day, kind="payment", about=SHARE, about_id=share.id, evidence_id=evidence_id, now=now,
            postings=[(f"{books.PAYABLE}:{share.business_id}", left), (place, -left)],
        )
    share.transfer_id = _booked(session, actor, share)[0]
    share.method, share.evidence_id, share.paid_on, share.paid_by = method, evidence_id, day, actor.account
    session.flush()
    _record(session, actor, run, "paid", now, {"method": method, "paid_on": day.isoformat()}, behalf_of=share.business_id)
    waiting = select(DistributionShare.id).where(
        DistributionShare.association_id == actor.association, DistributionShare.distribution_id == run.id,
        DistributionShare.transfer_id.is_(None),
    )
    if session.scalar(waiting.limit(1)) is None:
        _all_paid(session, actor, run, now)
    else:
        run.state = states.PAYING
        session.flush()
    return share.transfer_id


def _booked(session: Session, actor: Actor, share: DistributionShare) -> Sequence[UUID]:
    """What the payment of a share booked and nobody took back, the last first."""
    again = aliased(Transfer)
    return session.scalars(
        select(Transfer.id)
        .outerjoin(again, and_(again.association_id == Transfer.association_id, again.reverses_id == Transfer.id))
        .where(
            Transfer.association_id == actor.association, Transfer.idempotency_key.startswith(f"{SHARE}:{share.id}:"),
            again.id.is_(None),
        )
        .order_by(Transfer.number.desc())
    ).all()


def take_back(session: Session, actor: Actor, *, share_id: UUID, why: str, now: datetime) -> None:
    """Take a mistaken payment of a share back: it is to be paid again (treasurer). Raises NotPaid, WhyNeeded, BelowZero."""
    actor.require(TREASURER)
    share = editing.locked(session, actor, DistributionShare, share_id)
    run = _run(session, actor, share.distribution_id, *states.BINDING)
    if share.transfer_id is None:
        raise NotPaid()
    reason = _reason(why)
    for transfer_id in _booked(session, actor, share):
        ledger.reverse(session, actor, transfer_id=transfer_id, why=reason, now=now)
    share.method, share.transfer_id, share.evidence_id, share.paid_on, share.paid_by = "", None, None, None, None
    session.flush()
    paid = session.scalar(_shares(actor, run).with_only_columns(DistributionShare.id).where(
        DistributionShare.transfer_id.is_not(None)
    ).limit(1))
    run.state, run.paid_at = (states.PAYING if paid else states.APPROVED), None
    session.flush()
    _record(session, actor, run, "taken_back", now, {"why": reason}, behalf_of=share.business_id)


def _all_paid(session: Session, actor: Actor, run: Distribution, now: datetime) -> None:
    run.state, run.paid_at = states.PAID, now
    session.flush()
    if run.campaign_id is not None:
        plan.mark_shared(session, actor, campaign_id=run.campaign_id, now=now)


# -- shared ------------------------------------------------------------------------------------------------------------


def _run(session: Session, actor: Actor, distribution_id: UUID, *wanted: str) -> Distribution:
    run = editing.locked(session, actor, Distribution, distribution_id)
    if run.state not in wanted:
        raise MovedOn(number=run.number)
    return run


def _shares(actor: Actor, run: Distribution) -> Any:
    return visible(actor, DistributionShare).where(DistributionShare.distribution_id == run.id).order_by(DistributionShare.business_id)


def _reason(why: str) -> str:
    reason = clip(why, 200)
    if not reason:
        raise WhyNeeded()
    return reason


def _record(
    session: Session, actor: Actor, run: Distribution, action: str, now: datetime, changes: dict[str, Any] | None = None,
    behalf_of: UUID | None = None,
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="distribution", subject=run.id, label=str(run.number), changes=changes,
        behalf_of=behalf_of,
    )


def _check(session: Session, actor: Actor, effect: Effect) -> None:
    _run(session, actor, UUID(effect["distribution"]), states.OBJECTION)


def _apply(session: Session, actor: Actor, decision: Decision, effect: Effect, now: datetime) -> None:
    """The members approved: it is booked at once, or by the office when what still stands against it is settled.

    A run that was withdrawn meanwhile stays withdrawn: the vote is closed all the same.
    """
    run = editing.locked(session, actor, Distribution, UUID(effect["distribution"]))
    if run.state != states.OBJECTION:
        return
    run.decision_id = decision.id
    session.flush()
    with suppress(WindowOpen, ObjectionsStand, ObjectionUpheld, PoolShrank):
        _nothing_stands(session, actor, run, actor.day(now))
        _approve(session, actor, run, now)


effects.register(EFFECT, How(apply=_apply, check=_check))


def _check_carrying(session: Session, actor: Actor, effect: Effect) -> None:
    _run(session, actor, UUID(effect["distribution"]), *states.BINDING)


def _carry(session: Session, actor: Actor, decision: Decision, effect: Effect, now: datetime) -> None:
    """Nothing is written to the run: each calculation reads the decision (``reports.bases.carrying``)."""
    _record(session, actor, editing.locked(session, actor, Distribution, UUID(effect["distribution"])), "carried_over", now)


effects.register(CARRY, How(apply=_carry, check=_check_carrying))
