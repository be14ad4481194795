"""Runs of sharing as they are read: the list, one with every number, a member's own part, how even it is, what came later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign
from cblp.days import Span
from cblp.db.actor import COORDINATOR, MEMBER, SYSTEM, TREASURER, Actor
from cblp.db.dated import on
from cblp.db.scope import seen, visible
from cblp.decisions.models import Decision
from cblp.decisions.reports import parameters
from cblp.decisions.rules import Component
from cblp.decisions.rules.parameters import NAMES
from cblp.decisions.rules.sharing import read_bases
from cblp.errors import Missing, UserError
from cblp.people.models import Account, Business, RoleGrant
from cblp.sharing import states
from cblp.sharing.models import Distribution, DistributionLine, DistributionShare, LedgerAccount, Objection, Posting, Transfer
from cblp.sharing.reports.bases import carrying, late_figures
from cblp.sharing.rules import books
from cblp.sharing.rules.dividing import Part, divide
from cblp.sharing.rules.spread import Spread, spread

TYPED: Final = "pool"
"""The kind of transfer by which somebody writes down money for a pool."""
SET_OFF: Final = "set_off"
"""The kind that settles a contribution out of a share; its key is ``share:<share>:<payment>:<invoice>``."""


@dataclass(frozen=True)
class Summary:
    """A run. ``campaign`` is "" for a period; ``rule`` is the rule's name, ``rule_number`` its version.

    Objections count those that are not settled. ``paid`` of ``shares`` were paid, ``paid_amount`` of ``owed`` rupiah; all four
    are of what the actor may see: for a member, of the own businesses.
    """

    id: UUID
    number: int
    state: str
    campaign_id: UUID | None
    campaign: str
    span: Span
    run: int
    pool: int
    rule_version_id: UUID
    rule: str
    rule_number: int
    calculated_at: datetime
    objections_until: date | None
    approved_at: datetime | None
    paid_at: datetime | None
    decision_id: UUID | None
    decision: int | None
    objections: int
    shares: int
    paid: int
    owed: int
    paid_amount: int


@dataclass(frozen=True)
class LineRow:
    """What a component (``size`` rupiah in all) gives to a business, or to a fund (then ``business_id`` is None).

    ``base`` of ``base_total`` of the size is ``exact``; the amount is its floor or ceil. ``parts`` say it base by base.
    """

    component: str
    label: str
    basis_points: int
    size: int
    business_id: UUID | None
    name: str
    fund: str
    base: Fraction
    base_total: Fraction
    exact: Fraction
    amount: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class ShareRow:
    """What a business gets in all; ``method`` is "" until it is paid. ``transfer`` is the number of the payment's transfer.

    Of a paid share ``set_off`` rupiah settled what the business owed to the same pool; the rest was handed out.
    """

    id: UUID
    business_id: UUID
    name: str
    amount: int
    method: str
    paid_on: date | None
    evidence_id: UUID | None
    transfer: int | None
    set_off: int = 0


@dataclass(frozen=True)
class ObjectionRow:
    """An objection; ``label`` names the component that it is about, "" for the whole share."""

    id: UUID
    version: int
    distribution_id: UUID
    business_id: UUID
    name: str
    component: str
    label: str
    text: str
    state: str
    answer: str
    raised_at: datetime
    answered_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True)
class Approval:
    """Whether the actor may approve a run now; else why not: own, typed, window, standing, upheld, state or role.

    ``by_vote`` says that nobody in the office may, so that the members have to.
    """

    allowed: bool
    why_not: str = ""
    by_vote: bool = False


@dataclass(frozen=True)
class Detail:
    """A run with everything in it (coordinator, treasurer). Days of the figures: ``summary.span``; ``inputs`` as they are stored."""

    summary: Summary
    components: tuple[Component, ...]
    inputs: dict[str, Any]
    inputs_hash: bytes
    lines: tuple[LineRow, ...]
    shares: tuple[ShareRow, ...]
    funds: dict[str, int]
    objections: tuple[ObjectionRow, ...]
    spread: Spread | None
    calculated_by: str
    reviewed_by: str
    approved_by: str
    voided_by: str
    void_reason: str
    approval: Approval


@dataclass(frozen=True)
class MyShare:
    """A business's part of a run: its lines with every number, how it was paid, what was objected. ``funds`` went to all."""

    summary: Summary
    business_id: UUID
    amount: int
    lines: tuple[LineRow, ...]
    share: ShareRow | None
    objections: tuple[ObjectionRow, ...]
    funds: dict[str, int]


@dataclass(frozen=True)
class Bars:
    """All amounts of a run, rising; ``names`` go with them only where a decision made names visible, else it is empty."""

    amounts: tuple[int, ...]
    names: tuple[str, ...]
    spread: Spread | None


@dataclass(frozen=True)
class Difference:
    """A figure of a business that later files or entries changed: ``then`` is what the run was calculated from."""

    business_id: UUID
    name: str
    base: str
    then: int
    now: int


@dataclass(frozen=True)
class Differences:
    """What changed since a run was calculated, and by how much each share of the same pool would differ (None: cannot be said).

    ``carried_by`` is the number of the decision that carries it into the next run; what a run took in is no difference any more.
    """

    figures: tuple[Difference, ...]
    shares: dict[UUID, int] | None
    carried_by: int | None = None


# -- lists -------------------------------------------------------------------------------------------------------------


def listing(session: Session, actor: Actor, *, campaign_id: UUID | None = None) -> list[Summary]:
    """The runs that the actor may see (of one campaign), the newest first; withdrawn ones too for the office."""
    return _summaries(session, actor, *([Distribution.campaign_id == campaign_id] if campaign_id else []))


def one(session: Session, actor: Actor, *, distribution_id: UUID, now: datetime) -> Detail:
    """Everything about one run (coordinator, treasurer). Raises Missing."""
    actor.require(COORDINATOR, TREASURER)
    summary = _summary(session, actor, distribution_id)
    row = session.scalars(visible(actor, Distribution).where(Distribution.id == distribution_id)).one()
    components = stored_components(row.inputs)
    lines = _lines(session, actor, {row.id: components}, DistributionLine.distribution_id == row.id)[row.id]
    who = _account_names(session, (row.calculated_by, row.reviewed_by, row.approved_by, row.voided_by))
    return Detail(
        summary=summary, components=components, inputs=row.inputs, inputs_hash=row.inputs_hash, lines=lines,
        shares=tuple(_shares(session, actor, DistributionShare.distribution_id == row.id)), funds=_funds(lines),
        objections=tuple(_objections(session, actor, {row.id: components}, Objection.distribution_id == row.id)),
        spread=spread(_per_business(lines).values()), calculated_by=who[row.calculated_by], reviewed_by=who[row.reviewed_by],
        approved_by=who[row.approved_by], voided_by=who[row.voided_by], void_reason=row.void_reason,
        approval=_approval(session, actor, row, actor.day(now)),
    )


def mine(session: Session, actor: Actor, *, business_id: UUID) -> list[MyShare]:
    """The parts of a business in every run that the actor may see and that counts (or still may), the newest first.

    A member asks for the own business; raises Missing for another's.
    """
    actor.require(COORDINATOR, TREASURER, MEMBER)
    if session.scalar(visible(actor, Business).with_only_columns(Business.id).where(Business.id == business_id)) is None:
        raise Missing()
    shown = {
        summary.id: summary
        for summary in _summaries(session, actor, Distribution.state.in_((states.OBJECTION, *states.BINDING)), business_id=business_id)
    }
    rules = {
        id_: stored_components(kept) for id_, kept in session.execute(
            select(Distribution.id, Distribution.inputs).where(seen(actor, Distribution), Distribution.id.in_(shown))
        )
    }
    lines = _lines(session, actor, rules, or_(DistributionLine.business_id == business_id, DistributionLine.business_id.is_(None)))
    shares = {
        share.id: share for share in _shares(session, actor, DistributionShare.business_id == business_id)
    }
    of_run = dict(session.execute(
        select(DistributionShare.distribution_id, DistributionShare.id)
        .where(seen(actor, DistributionShare), DistributionShare.business_id == business_id)
    ).all())
    objections: dict[UUID, list[ObjectionRow]] = defaultdict(list)
    for objection in _objections(session, actor, rules, Objection.business_id == business_id):
        objections[objection.distribution_id].append(objection)
    found = []
    for id_, summary in shown.items():
        own = tuple(line for line in lines[id_] if line.business_id is not None)
        if own or objections[id_]:
            found.append(MyShare(
                summary=summary, business_id=business_id, amount=sum(line.amount for line in own), lines=own,
                share=shares.get(of_run[id_]) if id_ in of_run else None, objections=tuple(objections[id_]), funds=_funds(lines[id_]),
            ))
    return found


def spread_of(session: Session, actor: Actor, *, distribution_id: UUID, now: datetime) -> Bars:
    """How even a run is, for everybody who may see it; without names unless a decision set ``share_visibility``. Raises Missing."""
    actor.require(COORDINATOR, TREASURER, MEMBER)
    summary = _summary(session, actor, distribution_id)
    # Amounts leave this function without whose they are: the one place that looks beyond a member's own lines.
    everyone = Actor(account=None, association=actor.association, role=SYSTEM, timezone=actor.timezone)
    found = _per_business(_lines(session, everyone, {summary.id: ()}, DistributionLine.distribution_id == summary.id)[summary.id])
    ordered = sorted(found.items(), key=lambda each: (each[1], str(each[0])))
    named = parameters.setting(session, actor, key="share_visibility", day=actor.day(now)).value == NAMES
    names = _business_names(session, everyone, found) if named else {}
    amounts = tuple(amount for _business, amount in ordered)
    return Bars(amounts, tuple(names[business] for business, _amount in ordered) if named else (), spread(amounts))


def objections(session: Session, actor: Actor, *, standing: bool = False) -> list[ObjectionRow]:
    """The objections that the actor may see, the oldest first; ``standing`` leaves those that somebody still has to settle."""
    actor.require(COORDINATOR, TREASURER, MEMBER)
    conditions = [Objection.state.in_(states.STANDING)] if standing else []
    rules = {
        id_: stored_components(kept) for id_, kept in session.execute(
            select(Distribution.id, Distribution.inputs).where(
                Distribution.association_id == actor.association,
                Distribution.id.in_(select(Objection.distribution_id).where(seen(actor, Objection), *conditions)),
            )
        )
    }
    return _objections(session, actor, rules, *conditions)


def differences(session: Session, actor: Actor, *, distribution_id: UUID, now: datetime) -> Differences:
    """What files, matches, hours and savings that came after a run was calculated would change in it (coordinator, treasurer)."""
    actor.require(COORDINATOR, TREASURER)
    row = session.scalars(visible(actor, Distribution).where(Distribution.id == distribution_id)).one_or_none()
    if row is None:
        raise Missing()
    late = late_figures(session, actor, row, now=now)
    names = _business_names(session, actor, map(UUID, late))
    changed = tuple(
        Difference(UUID(business), names[UUID(business)], base, then, is_now)
        for business, figures in late.items() for base, (then, is_now) in figures.items()
    )
    return Differences(changed, _moved(row, late), carrying(session, actor).get(row.id))


def _moved(row: Distribution, late: Mapping[str, Mapping[str, tuple[int, int]]]) -> dict[UUID, int] | None:
    stored: dict[str, dict[str, int]] = row.inputs["members"]
    moved = {(business, base): is_now - then for business, figures in late.items() for base, (then, is_now) in figures.items()}
    members = {
        business: {base: figure + moved.get((business, base), 0) for base, figure in figures.items()}
        for business, figures in stored.items()
    }
    try:
        before, after = (
            divide(row.pool, stored_components(row.inputs), figures, seed=row.inputs["seed"], choices=row.inputs["choices"]).members
            for figures in (stored, members)
        )
    except UserError:
        return None
    return {
        UUID(business): after.get(business, 0) - before.get(business, 0)
        for business in stored if after.get(business, 0) != before.get(business, 0)
    }


# -- who may approve ---------------------------------------------------------------------------------------------------


def typed_into(session: Session, actor: Actor, run: Distribution) -> set[UUID]:
    """The accounts that wrote down money of a run's pool: since the run before it was calculated, and not taken back."""
    last = session.scalar(
        select(func.max(Distribution.calculated_at)).where(
            Distribution.association_id == actor.association, Distribution.pool_account_id == run.pool_account_id,
            Distribution.state.in_(states.BINDING), Distribution.id != run.id,
        )
    )
    again = aliased(Transfer)
    typed = (
        select(Transfer.entered_by)
        .join(Posting, and_(Posting.association_id == Transfer.association_id, Posting.transfer_id == Transfer.id))
        .outerjoin(again, and_(again.association_id == Transfer.association_id, again.reverses_id == Transfer.id))
        .where(seen(actor, Transfer), Transfer.kind == TYPED, Transfer.reverses_id.is_(None), again.id.is_(None),
               Posting.account_id == run.pool_account_id, Transfer.entered_by.is_not(None))
    )
    if last is not None:
        typed = typed.where(Transfer.entered_at >= last)
    return {account for account in session.scalars(typed) if account is not None}


def _approval(session: Session, actor: Actor, run: Distribution, today: date) -> Approval:
    if run.state != states.OBJECTION:
        return Approval(False, "state")
    typed = typed_into(session, actor, run)
    office = set(session.scalars(
        select(RoleGrant.account_id).join(Account, Account.id == RoleGrant.account_id).where(
            RoleGrant.association_id == actor.association, RoleGrant.role.in_((COORDINATOR, TREASURER)), on(RoleGrant, today),
            Account.disabled_at.is_(None),
        )
    ))
    by_vote = run.decision_id is None and not office - typed - {run.calculated_by}
    found = set(session.scalars(
        select(Objection.state).where(Objection.association_id == actor.association, Objection.distribution_id == run.id)
    ))
    if run.objections_until is not None and today <= run.objections_until:
        return Approval(False, "window", by_vote)
    if found & set(states.STANDING):
        return Approval(False, "standing", by_vote)
    if states.UPHELD in found:
        return Approval(False, "upheld", by_vote)
    if run.decision_id is None and (actor.account is None or actor.account == run.calculated_by):
        return Approval(False, "own", by_vote)
    if run.decision_id is None and actor.account in typed:
        return Approval(False, "typed", by_vote)
    return Approval(True)


# -- how it is read ----------------------------------------------------------------------------------------------------


def stored_components(kept: Mapping[str, Any]) -> tuple[Component, ...]:
    """The components from the inputs that a run keeps."""
    return tuple(
        Component(
            each["code"], each["label"], each["basis_points"], each["fund"], read_bases(each["bases"]), each["limits"],
            each["without_base"],
        )
        for each in kept["rule"]["components"]
    )


def _summary(session: Session, actor: Actor, distribution_id: UUID) -> Summary:
    found = _summaries(session, actor, Distribution.id == distribution_id)
    if not found:
        raise Missing()
    return found[0]


def _summaries(
    session: Session, actor: Actor, *conditions: ColumnElement[bool], business_id: UUID | None = None,
) -> list[Summary]:
    rows = session.execute(
        select(Distribution, Campaign.name, Decision.number)
        .outerjoin(Campaign, and_(Campaign.association_id == Distribution.association_id, Campaign.id == Distribution.campaign_id))
        .outerjoin(Decision, and_(Decision.association_id == Distribution.association_id, Decision.id == Distribution.decision_id))
        .where(seen(actor, Distribution), *conditions).order_by(Distribution.number.desc())
    ).all()
    of_business = [DistributionShare.business_id == business_id] if business_id else []
    paid = DistributionShare.transfer_id.is_not(None)
    counts: dict[UUID, tuple[int, int, int, int]] = {
        row[0]: (row[1], row[2], int(row[3] or 0), int(row[4] or 0)) for row in session.execute(
            select(
                DistributionShare.distribution_id, func.count(), func.count(DistributionShare.transfer_id),
                func.sum(DistributionShare.amount), func.sum(DistributionShare.amount).filter(paid),
            ).where(seen(actor, DistributionShare), *of_business).group_by(DistributionShare.distribution_id)
        )
    }
    objected = dict(session.execute(
        select(Objection.distribution_id, func.count())
        .where(seen(actor, Objection), Objection.state.in_(states.STANDING)).group_by(Objection.distribution_id)
    ).all())
    return [
        Summary(
            id=row.id, number=row.number, state=row.state, campaign_id=row.campaign_id, campaign=campaign or "",
            span=Span(row.first, row.last), run=row.run, pool=row.pool, rule_version_id=row.rule_version_id,
            rule=row.inputs["rule"]["name"], rule_number=row.inputs["rule"]["number"], calculated_at=row.calculated_at,
            objections_until=row.objections_until, approved_at=row.approved_at, paid_at=row.paid_at, decision_id=row.decision_id,
            decision=decision, objections=objected.get(row.id, 0), **dict(
                zip(("shares", "paid", "owed", "paid_amount"), counts.get(row.id, (0, 0, 0, 0)), strict=True)
            ),
        )
        for row, campaign, decision in rows
    ]


def _lines(
    session: Session, actor: Actor, rules: Mapping[UUID, tuple[Component, ...]], *conditions: ColumnElement[bool],
) -> dict[UUID, tuple[LineRow, ...]]:
    """Lines by run, in the rule's order; ``rules`` name the runs and their components."""
    rows = session.execute(
        select(DistributionLine, Business.name)
        .outerjoin(Business, and_(Business.association_id == DistributionLine.association_id, Business.id == DistributionLine.business_id))
        .where(seen(actor, DistributionLine), DistributionLine.distribution_id.in_(rules), *conditions)
        .order_by(DistributionLine.distribution_id, DistributionLine.position)
    )
    found: dict[UUID, list[LineRow]] = {id_: [] for id_ in rules}
    for line, name in rows:
        component = next((one for one in rules[line.distribution_id] if one.code == line.component), None)
        found[line.distribution_id].append(LineRow(
            component=line.component, label=component.label if component else "",
            basis_points=component.basis_points if component else 0, size=line.details["size"], business_id=line.business_id,
            name=name or "", fund=line.fund, base=Fraction(line.base), base_total=Fraction(line.base_total), exact=Fraction(line.exact),
            amount=line.amount, parts=tuple(Part(**part) for part in line.details["parts"]),
        ))
    return {id_: tuple(lines) for id_, lines in found.items()}


def _shares(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> list[ShareRow]:
    own = DistributionShare.association_id
    rows = session.execute(
        select(DistributionShare, Business.name, Transfer.number)
        .join(Business, and_(Business.association_id == own, Business.id == DistributionShare.business_id))
        .outerjoin(Transfer, and_(Transfer.association_id == own, Transfer.id == DistributionShare.transfer_id))
        .where(seen(actor, DistributionShare), *conditions).order_by(Business.name, DistributionShare.id)
    )
    found = rows.all()
    settled = _set_off(session, actor, [row.id for row, _name, _number in found])
    return [
        ShareRow(
            row.id, row.business_id, name, row.amount, row.method, row.paid_on, row.evidence_id, number,
            settled.get(row.id, 0) if row.transfer_id else 0,
        )
        for row, name, number in found
    ]


def _set_off(session: Session, actor: Actor, shares: Collection[UUID]) -> dict[UUID, int]:
    """By share, what its standing payment settled of the member's contributions."""
    again = aliased(Transfer)
    rows = session.execute(
        select(Transfer.idempotency_key, Posting.amount)
        .join(Posting, and_(Posting.association_id == Transfer.association_id, Posting.transfer_id == Transfer.id))
        .join(LedgerAccount, and_(LedgerAccount.association_id == Posting.association_id, LedgerAccount.id == Posting.account_id))
        .outerjoin(again, and_(again.association_id == Transfer.association_id, again.reverses_id == Transfer.id))
        .where(seen(actor, Transfer), Transfer.kind == SET_OFF, LedgerAccount.kind == books.RECEIVABLE, again.id.is_(None))
    )
    found: dict[UUID, int] = defaultdict(int)
    for key, amount in rows:
        found[UUID(key.split(":")[1])] -= amount
    return {share: found[share] for share in shares if share in found}


def _objections(
    session: Session, actor: Actor, rules: Mapping[UUID, tuple[Component, ...]], *conditions: ColumnElement[bool],
) -> list[ObjectionRow]:
    rows = session.execute(
        select(Objection, Business.name)
        .join(Business, and_(Business.association_id == Objection.association_id, Business.id == Objection.business_id))
        .where(seen(actor, Objection), *conditions).order_by(Objection.raised_at, Objection.id)
    )
    return [
        ObjectionRow(
            row.id, row.version, row.distribution_id, row.business_id, name, row.component,
            next((one.label for one in rules.get(row.distribution_id, ()) if one.code == row.component), ""), row.text, row.state,
            row.answer, row.raised_at, row.answered_at, row.settled_at,
        )
        for row, name in rows
    ]


def _funds(lines: Collection[LineRow]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        if line.fund:
            found[line.fund] = found.get(line.fund, 0) + line.amount
    return found


def _per_business(lines: Collection[LineRow]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for line in lines:
        if line.business_id is not None:
            found[line.business_id] = found.get(line.business_id, 0) + line.amount
    return found


def _business_names(session: Session, actor: Actor, businesses: Any) -> dict[UUID, str]:
    wanted = select(Business.id, Business.name).where(seen(actor, Business), Business.id.in_(list(businesses)))
    return dict(session.execute(wanted).all())


def _account_names(session: Session, accounts: tuple[UUID | None, ...]) -> dict[UUID | None, str]:
    wanted = [account for account in accounts if account is not None]
    found = dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted))).all())
    return {account: found.get(account, "") if account else "" for account in accounts}
