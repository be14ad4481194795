"""What is known of the safety net: for the office by name, for a member their own, for everybody the fund's balance only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.dated import on
from cblp.db.scope import seen, visible
from cblp.decisions.models import Decision
from cblp.decisions.reports import parameters
from cblp.decisions.reports.decisions import RUNNING, Vote
from cblp.errors import Missing
from cblp.people.models import Account, Business, BusinessAccess, Person, RoleGrant
from cblp.people.scope import phone as reach
from cblp.sales.verify import Check
from cblp.sharing.models import AidInstalment, AidRequest, AidVerdict, LedgerAccount, Posting, Transfer
from cblp.sharing.rules import aid as rules
from cblp.sharing.rules import books

ABOUT: Final = "aid"
"""What transfers of the safety net are about."""
FUND: Final = f"{books.FUND}:{books.SOLIDARITY}"
WAIVER: Final = "aid_waiver"
"""The effect of a decision that no longer asks for the rest of a loan."""
OUT: Final = ("aid", "loan")
"""Kinds of transfer that give help."""
BACK: Final = ("instalment", "waiver")
"""Kinds of transfer that make a loan smaller."""
OFFICE: Final = (COORDINATOR, TREASURER)


@dataclass(frozen=True)
class Fund:
    """The solidarity fund in rupiah: what is in it, what of that is lent out, what is promised, and what may be paid now."""

    balance: int
    lent: int
    promised: int
    places: dict[str, int]
    """The money at hand: cash, bank."""

    @property
    def can_give(self) -> int:
        """What may be paid now (rules.can_give)."""
        return rules.can_give(fund=self.balance, lent=self.lent, money=sum(self.places.values()))


@dataclass(frozen=True)
class CameBack:
    """Money that came back of a loan (or was waived), in the order it was booked; ``total`` with all before it."""

    transfer_id: UUID
    number: int
    day: date
    kind: str
    amount: int
    total: int


@dataclass(frozen=True)
class Verdict:
    """What one of the committee said."""

    account_id: UUID
    name: str
    approves: bool
    note: str
    given_at: datetime


@dataclass(frozen=True)
class Row:
    """A request in a list of the office, or of its own member. Amounts in rupiah; ``parts`` is the plan of a loan."""

    id: UUID
    version: int
    number: int
    business_id: UUID
    business: str
    kind: str
    amount: int | None
    thing: str
    need: str
    state: str
    requested_at: datetime
    granted: int | None
    instalments: int
    decided_at: datetime | None
    disbursed_on: date | None
    vote: Vote | None
    parts: tuple[rules.Instalment, ...]

    @property
    def left(self) -> int:
        """What is still to come back."""
        return sum(part.left for part in self.parts)

    @property
    def next_due(self) -> rules.Instalment | None:
        """The first part that is not all paid."""
        return rules.next_due(self.parts)

    def overdue(self, today: date) -> int:
        """What should have come back before ``today``."""
        return rules.overdue(self.parts, today)


@dataclass(frozen=True)
class Contact:
    """How the one who runs the business is spoken to and reached; ``phone`` as stored."""

    name: str
    address_form: str
    phone: str


@dataclass(frozen=True)
class Case:
    """Everything about one request, for coordinator and treasurer.

    ``owners`` are the accounts that act for the business; ``committee`` who may judge it, of whom ``needed`` must agree.
    ``others`` are earlier and other requests of the business.
    """

    row: Row
    contact: Contact
    needs_help: bool
    requested_by: str
    assessment: str
    assessed_at: datetime | None
    assessed_by: UUID | None
    assessor: str
    verdicts: tuple[Verdict, ...]
    owners: frozenset[UUID]
    committee: tuple[tuple[UUID, str], ...]
    needed: int
    by_vote: bool
    transfer_id: UUID | None
    evidence_id: UUID | None
    came_back: tuple[CameBack, ...]
    waiver: Vote | None
    others: tuple[Row, ...]


@dataclass(frozen=True)
class Due:
    """A loan of which a part is due soon, or should have come back."""

    row: Row
    part: rules.Instalment
    overdue: int
    contact: Contact


@dataclass(frozen=True)
class Waiting:
    """How many requests wait for somebody, and how many loans are overdue."""

    to_assess: int
    to_decide: int
    to_pay: int
    overdue: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.to_assess + self.to_decide + self.to_pay + self.overdue


# -- the fund ----------------------------------------------------------------------------------------------------------


def fund(session: Session, actor: Actor) -> Fund:
    """The solidarity fund with what is lent and promised (coordinator, treasurer)."""
    actor.require(*OFFICE)
    promised = session.scalar(
        select(func.coalesce(func.sum(AidRequest.granted), 0)).where(seen(actor, AidRequest), AidRequest.state == rules.APPROVED)
    )
    return Fund(
        fund_balance(session, actor), _sum(session, actor, LedgerAccount.kind == books.LOAN), int(promised or 0),
        {place: _sum(session, actor, LedgerAccount.code == place) for place in books.PLACES},
    )


def fund_balance(session: Session, actor: Actor) -> int:
    """What is in the solidarity fund: all that members are told of the safety net, besides their own."""
    actor.require(COORDINATOR, TREASURER, MEMBER)
    return -_sum(session, actor, LedgerAccount.code == FUND)


def _sum(session: Session, actor: Actor, which: ColumnElement[bool]) -> int:
    return int(session.scalar(_balances(actor, func.sum(Posting.amount)).where(which)) or 0)


def _balances(actor: Actor, *columns: Any) -> Select[Any]:
    # Past the scope on purpose: a member reads the balance of the fund, and no posting of it.
    return (
        select(*columns).select_from(Posting)
        .join(LedgerAccount, and_(LedgerAccount.association_id == Posting.association_id, LedgerAccount.id == Posting.account_id))
        .join(Transfer, and_(Transfer.association_id == Posting.association_id, Transfer.id == Posting.transfer_id))
        .where(Posting.association_id == actor.association, Transfer.posted)
    )


# -- requests ----------------------------------------------------------------------------------------------------------


def listing(session: Session, actor: Actor, *, business_id: UUID | None = None) -> list[Row]:
    """Requests, the newest first: all for coordinator and treasurer, a member's own; nobody else's are ever in it."""
    wanted = (
        select(AidRequest, Business.name, Decision)
        .join(Business, and_(Business.association_id == AidRequest.association_id, Business.id == AidRequest.business_id))
        .outerjoin(Decision, and_(Decision.association_id == AidRequest.association_id, Decision.id == AidRequest.decision_id))
        .where(seen(actor, AidRequest)).order_by(AidRequest.number.desc())
    )
    if business_id is not None:
        wanted = wanted.where(AidRequest.business_id == business_id)
    found = session.execute(wanted).all()
    plans = _plans(session, actor, [row.id for row, _name, _decision in found if row.kind == rules.LOAN])
    return [
        Row(
            row.id, row.version, row.number, row.business_id, name, row.kind, row.amount, row.thing, row.need, row.state,
            row.requested_at, row.granted, row.instalments, row.decided_at, row.disbursed_on, Vote.of(decision), plans[row.id],
        )
        for row, name, decision in found
    ]


def one(session: Session, actor: Actor, *, request_id: UUID, today: date) -> Case:
    """Everything about a request (coordinator, treasurer); raises Missing."""
    actor.require(*OFFICE)
    row = session.scalars(visible(actor, AidRequest).where(AidRequest.id == request_id)).one_or_none()
    if row is None:
        raise Missing()
    of_business = listing(session, actor, business_id=row.business_id)
    business = session.scalars(visible(actor, Business).where(Business.id == row.business_id)).one()
    acted = {account for account in (row.requested_by, row.assessed_by) if account}
    names: dict[UUID | None, str] = {
        account.id: account.name for account in session.scalars(select(Account).where(Account.id.in_(acted)))
    }
    owning = owners(session, actor, business_id=row.business_id, day=today)
    out = {*owning, row.assessed_by}
    return Case(
        next(one for one in of_business if one.id == request_id), _contacts(session, actor, [row.business_id])[row.business_id],
        business.needs_help, names.get(row.requested_by, ""), row.assessment, row.assessed_at, row.assessed_by,
        names.get(row.assessed_by, ""), tuple(verdicts(session, actor, request_id=request_id)), owning,
        tuple((account, name) for account, name in _office(session, actor, today) if account not in out),
        parameters.setting(session, actor, key="aid_committee", day=today).value, row.decided_by_vote, row.transfer_id,
        row.evidence_id, tuple(came_back(session, actor, request_id=request_id)), waiver(session, actor, request_id=request_id),
        tuple(one for one in of_business if one.id != request_id),
    )


def due(session: Session, actor: Actor, *, today: date) -> list[Due]:
    """Loans with a part that is overdue or comes due within rules.AHEAD days, the longest overdue first (office)."""
    actor.require(*OFFICE)
    until = today + timedelta(rules.AHEAD)
    rows = [row for row in listing(session, actor) if (part := row.next_due) and part.due_on <= until]
    contacts = _contacts(session, actor, [row.business_id for row in rows])
    found = [Due(row, part, row.overdue(today), contacts[row.business_id]) for row in rows if (part := row.next_due)]
    return sorted(found, key=lambda one: (one.part.due_on, one.row.number))


def waiting(session: Session, actor: Actor, *, today: date, account: UUID | None = None) -> Waiting:
    """What waits in the safety net (office); with ``account``, of what is to decide only what that account may judge."""
    actor.require(*OFFICE)
    rows = listing(session, actor)
    open_ones = [row for row in rows if row.state == rules.ASSESSED and not (row.vote and row.vote.running)]
    if account is not None:
        open_ones = [row for row in open_ones if _may_judge(session, actor, row, account, today)]
    return Waiting(
        sum(row.state == rules.REQUESTED for row in rows), len(open_ones), sum(row.state == rules.APPROVED for row in rows),
        sum(row.overdue(today) > 0 for row in rows),
    )


def _may_judge(session: Session, actor: Actor, row: Row, account: UUID, today: date) -> bool:
    assessor = session.scalar(select(AidRequest.assessed_by).where(seen(actor, AidRequest), AidRequest.id == row.id))
    owning = owners(session, actor, business_id=row.business_id, day=today)
    judged = {verdict.account_id for verdict in verdicts(session, actor, request_id=row.id)}
    return account not in judged and not rules.why_not_decide(account, assessor=assessor, owners=owning)


def checks(session: Session, actor: Actor) -> list[Check]:
    """Hold every request against the books (office): what was paid out, what came back, and what each business still owes."""
    actor.require(*OFFICE)
    rows = list(session.scalars(visible(actor, AidRequest).order_by(AidRequest.number)))
    back, paid = _came_back(session, actor, [row.id for row in rows]), _paid_out(session, actor)
    parts: dict[UUID, list[AidInstalment]] = defaultdict(list)
    for part in session.scalars(visible(actor, AidInstalment).order_by(AidInstalment.request_id, AidInstalment.number)):
        parts[part.request_id].append(part)
    owed: dict[UUID, int] = defaultdict(int)
    wrong = []
    for row in rows:
        given = row.granted or 0 if row.transfer_id else 0
        returned = back[row.id][-1].total if row.id in back else 0
        if row.kind == rules.LOAN:
            owed[row.business_id] += given - returned
        state = rules.reached(row.kind, row.state, given, returned)
        due = accumulate(part.amount for part in parts[row.id])
        settled = all((part.transfer_id is not None) == (sum_ <= returned) for part, sum_ in zip(parts[row.id], due, strict=True))
        planned = sum(part.amount for part in parts[row.id]) == (given if row.kind == rules.LOAN else 0)
        if paid.get(row.id, (None, 0)) != (row.transfer_id, given) or state != row.state or not settled or not planned:
            wrong.append(str(row.number))
    lent: dict[UUID, int] = {
        business: int(amount) for business, amount in session.execute(
            _balances(actor, LedgerAccount.business_id, func.sum(Posting.amount)).where(LedgerAccount.kind == books.LOAN)
            .group_by(LedgerAccount.business_id)
        )
    }
    off = [str(business) for business in sorted(owed.keys() | lent.keys(), key=str) if owed[business] != lent.get(business, 0)]
    return [
        Check.of("helped", "aid_request", len(rows), wrong),
        Check.of("lent", "ledger_account", len(lent), off),
    ]


def _paid_out(session: Session, actor: Actor) -> dict[UUID, tuple[UUID, int]]:
    """By request, the transfer that paid it and was not taken back, with its rupiah."""
    cancelled = aliased(Transfer)
    rows = session.execute(
        _balances(actor, Transfer.about_id, Transfer.id, func.sum(Posting.amount))
        .outerjoin(cancelled, and_(cancelled.association_id == Transfer.association_id, cancelled.reverses_id == Transfer.id))
        .where(Transfer.about == ABOUT, Transfer.kind.in_(OUT), Posting.amount > 0, cancelled.id.is_(None))
        .group_by(Transfer.about_id, Transfer.id)
    )
    return {about: (transfer_id, int(amount)) for about, transfer_id, amount in rows if about}


# -- what belongs to a request -----------------------------------------------------------------------------------------


def owners(session: Session, actor: Actor, *, business_id: UUID, day: date) -> frozenset[UUID]:
    """The accounts that act for a business on a local day: none of them decides about its help (office)."""
    actor.require(*OFFICE)
    acting = session.scalars(
        select(BusinessAccess.account_id)
        .where(seen(actor, BusinessAccess), BusinessAccess.business_id == business_id, on(BusinessAccess, day))
    )
    running = session.scalars(
        select(Person.account_id)
        .join(Business, and_(Business.association_id == Person.association_id, Business.owner_id == Person.id))
        .where(seen(actor, Business), Business.id == business_id, Person.account_id.is_not(None))
    )
    return frozenset(account for account in (*acting, *running) if account)


def verdicts(session: Session, actor: Actor, *, request_id: UUID) -> list[Verdict]:
    """What the committee said so far, in the order of saying (office)."""
    actor.require(*OFFICE)
    rows = session.execute(
        select(AidVerdict, Account.name).join(Account, Account.id == AidVerdict.account_id)
        .where(seen(actor, AidVerdict), AidVerdict.request_id == request_id).order_by(AidVerdict.given_at, AidVerdict.id)
    )
    return [Verdict(row.account_id, name, row.approves, row.note, row.given_at) for row, name in rows]


def vote(session: Session, actor: Actor, *, request_id: UUID) -> Vote | None:
    """The decision by vote about a request, whatever became of it (office)."""
    actor.require(*OFFICE)
    return Vote.of(session.scalars(
        select(Decision)
        .join(AidRequest, and_(AidRequest.association_id == Decision.association_id, AidRequest.decision_id == Decision.id))
        .where(seen(actor, AidRequest), AidRequest.id == request_id)
    ).one_or_none())


def waiver(session: Session, actor: Actor, *, request_id: UUID) -> Vote | None:
    """The running decision that would no longer ask for the rest of a loan (office)."""
    actor.require(*OFFICE)
    running = session.scalars(visible(actor, Decision).where(Decision.state.in_(RUNNING)).order_by(Decision.number))
    wanted = {"kind": WAIVER, "request": str(request_id)}
    return next((Vote.of(decision) for decision in running if wanted in decision.effects), None)


def came_back(session: Session, actor: Actor, *, request_id: UUID) -> list[CameBack]:
    """What came back of a loan, or was waived, and was not cancelled; in the order it was booked."""
    return _came_back(session, actor, [request_id])[request_id]


def left(session: Session, actor: Actor, *, request_id: UUID) -> int:
    """What is still to come back of a loan, in rupiah."""
    return sum(part.left for part in _plans(session, actor, [request_id])[request_id])


def _came_back(session: Session, actor: Actor, ids: Collection[UUID]) -> dict[UUID, list[CameBack]]:
    cancelled = aliased(Transfer)
    rows = session.execute(
        select(Transfer.about_id, Transfer.id, Transfer.number, Transfer.day, Transfer.kind, -Posting.amount)
        .join(Posting, and_(Posting.association_id == Transfer.association_id, Posting.transfer_id == Transfer.id))
        .join(LedgerAccount, and_(LedgerAccount.association_id == Posting.association_id, LedgerAccount.id == Posting.account_id))
        .outerjoin(cancelled, and_(cancelled.association_id == Transfer.association_id, cancelled.reverses_id == Transfer.id))
        .where(
            seen(actor, Transfer), Transfer.about == ABOUT, Transfer.about_id.in_(ids), Transfer.kind.in_(BACK), Transfer.posted,
            LedgerAccount.kind == books.LOAN, cancelled.id.is_(None),
        ).order_by(Transfer.number)
    )
    found: dict[UUID, list[CameBack]] = defaultdict(list)
    for about, transfer_id, number, day, kind, amount in rows:
        if about is None:
            continue
        before = found[about][-1].total if found[about] else 0
        found[about].append(CameBack(transfer_id, number, day, kind, amount, before + amount))
    return found


def _plans(session: Session, actor: Actor, ids: Collection[UUID]) -> dict[UUID, tuple[rules.Instalment, ...]]:
    plans: dict[UUID, list[rules.Instalment]] = defaultdict(list)
    for part in session.scalars(
        visible(actor, AidInstalment).where(AidInstalment.request_id.in_(ids))
        .order_by(AidInstalment.request_id, AidInstalment.number)
    ):
        plans[part.request_id].append(rules.Instalment(part.number, part.due_on, part.amount))
    back = _came_back(session, actor, ids)
    return defaultdict(tuple, {
        id_: tuple(rules.settled(parts, back[id_][-1].total if back[id_] else 0)) for id_, parts in plans.items()
    })


def _contacts(session: Session, actor: Actor, businesses: Iterable[UUID]) -> dict[UUID, Contact]:
    rows = session.execute(
        select(Business.id, Business.name, Person.name, Person.address_form, reach(actor))
        .outerjoin(Person, and_(Person.association_id == Business.association_id, Person.id == Business.owner_id))
        .where(seen(actor, Business), Business.id.in_(list(businesses)))
    )
    return {id_: Contact(person or name, form or "", phone) for id_, name, person, form, phone in rows}


def _office(session: Session, actor: Actor, today: date) -> list[tuple[UUID, str]]:
    """(account, name) of who is coordinator or treasurer today, by name."""
    rows = session.execute(
        select(Account.id, Account.name).join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(seen(actor, RoleGrant), RoleGrant.role.in_(OFFICE), on(RoleGrant, today), Account.disabled_at.is_(None))
        .distinct().order_by(Account.name)
    )
    return [(account, name) for account, name in rows]
