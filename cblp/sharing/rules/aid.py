"""Rules of the safety net: who may decide and who may pay, what the fund can give, and how a loan comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from cblp.days import add_months

CASH, LOAN, IN_KIND = "cash", "loan", "in_kind"
KINDS: Final = (CASH, LOAN, IN_KIND)

REQUESTED, ASSESSED, APPROVED, REFUSED = "requested", "assessed", "approved", "refused"
DISBURSED, REPAYING, CLOSED, WITHDRAWN = "disbursed", "repaying", "closed", "withdrawn"
UNDECIDED: Final = frozenset({REQUESTED, ASSESSED})
OWING: Final = frozenset({DISBURSED, REPAYING})
"""A loan is out and not all of it came back."""

MOST_INSTALMENTS: Final = 36
ROUND: Final = 1_000
"""Instalments are whole thousands where they can be: they are paid in cash."""
AHEAD: Final = 7
"""So many days before its day an instalment is called due soon."""

UNKNOWN_ACCOUNT, OWN_MATTER, ASSESSED_IT, ALONE = "unknown", "own", "assessed", "alone"


@dataclass(frozen=True)
class Instalment:
    """A part of a loan: ``amount`` comes back on ``due_on``; ``paid`` rupiah of it did."""

    number: int
    due_on: date
    amount: int
    paid: int = 0

    @property
    def left(self) -> int:
        """What is still to come, in rupiah."""
        return self.amount - self.paid


def outcome(verdicts: Iterable[bool], needed: int) -> str:
    """APPROVED or REFUSED once ``needed`` of the committee say the same, "" until then."""
    said = list(verdicts)
    approving = sum(said)
    if approving >= needed:
        return APPROVED
    return REFUSED if len(said) - approving >= needed else ""


def why_not_decide(account: UUID | None, *, assessor: UUID | None, owners: AbstractSet[UUID]) -> str:
    """Why this account may not be of the committee; "" when it may. ``owners`` act for the business that the help is for."""
    if account is None:
        return UNKNOWN_ACCOUNT
    if account in owners:
        return OWN_MATTER
    return ASSESSED_IT if account == assessor else ""


def why_not_pay(account: UUID | None, *, owners: AbstractSet[UUID], by_vote: bool, verdicts: Mapping[UUID, bool]) -> str:
    """Why this account may not hand the money out; "" when it may: somebody else than who pays has approved."""
    if account is None:
        return UNKNOWN_ACCOUNT
    if account in owners:
        return OWN_MATTER
    others = any(approves for other, approves in verdicts.items() if other != account)
    return "" if by_vote or others else ALONE


def reached(kind: str, state: str, given: int, returned: int) -> str:
    """The state that a request has by what the books say was ``given`` and ``returned``; before any payment, ``state`` itself."""
    if not given:
        return state if state not in {*OWING, CLOSED} else APPROVED
    if kind != LOAN or returned >= given:
        return CLOSED
    return REPAYING if returned else DISBURSED


def can_give(*, fund: int, lent: int, money: int) -> int:
    """What may be paid now: the fund less the loans that are out, and never more than the money at hand; at least 0."""
    return max(0, min(fund - lent, money))


def plan(amount: int, instalments: int, first_due: date) -> list[Instalment]:
    """Monthly instalments from ``first_due`` on, equal whole thousands where that goes; the last one takes the rest.

    Raises ValueError for no instalments, or more of them than rupiah.
    """
    if not 1 <= instalments <= amount:
        raise ValueError(f"{amount} rupiah cannot come back in {instalments} parts")
    each = amount // instalments
    each -= each % ROUND if each >= ROUND else 0
    last = amount - each * (instalments - 1)
    return [
        Instalment(number, add_months(first_due, number - 1), each if number < instalments else last)
        for number in range(1, instalments + 1)
    ]


def settled(parts: Sequence[Instalment], repaid: int) -> list[Instalment]:
    """The plan with what came back laid on it, the earliest part first; what is over pays nothing."""
    found = []
    for part in sorted(parts, key=lambda part: part.number):
        paid = min(part.amount, max(0, repaid))
        repaid -= paid
        found.append(Instalment(part.number, part.due_on, part.amount, paid))
    return found


def next_due(parts: Iterable[Instalment]) -> Instalment | None:
    """The first part that is not all paid."""
    return min((part for part in parts if part.left), key=lambda part: part.number, default=None)


def overdue(parts: Iterable[Instalment], today: date) -> int:
    """What should have come back before ``today`` and did not, in rupiah."""
    return sum(part.left for part in parts if part.due_on < today)
