"""What each would get under a rule, before anybody decides: for the meeting's table and picture, and for the own phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign
from cblp.days import Span
from cblp.db.actor import COORDINATOR, MEMBER, SYSTEM, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.decisions.reports import sharing_rules
from cblp.decisions.rules import Component
from cblp.decisions.rules.sharing import check
from cblp.errors import Missing, UserError
from cblp.people.models import Business
from cblp.sharing.models import Distribution, DistributionLine
from cblp.sharing.reports.bases import Inputs, inputs
from cblp.sharing.reports.ledger import balance_of
from cblp.sharing.rules.books import pool_code
from cblp.sharing.rules.dividing import Result, divide
from cblp.sharing.rules.spread import Spread, spread
from cblp.sharing.states import BINDING


@dataclass(frozen=True)
class Receiver:
    """What a business would get; ``before`` is what the last run gave it, None when there was none."""

    business_id: UUID
    name: str
    amount: int
    before: int | None


@dataclass(frozen=True)
class Simulation:
    """A pool under a rule: receivers by falling amount, then name; ``spread`` of all receivers, ``spread_before`` of the last run's."""

    pool: int
    receivers: tuple[Receiver, ...]
    funds: dict[str, int]
    spread: Spread | None
    spread_before: Spread | None
    result: Result


@dataclass(frozen=True)
class Start:
    """What every simulation of one campaign or period starts from, read once; ``simulate`` then asks no database.

    ``pool`` is what the books have for it now. ``last_number`` is the run that changes are shown against, None before the first.
    """

    inputs: Inputs
    pool: int
    names: dict[str, str]
    last: dict[str, int]
    last_number: int | None = None

    def simulate(
        self, components: Sequence[Component], pool: int, choices: Mapping[str, str] | None = None
    ) -> Simulation:
        """Divide ``pool`` by ``components``. Raises what ``decisions.rules.sharing.check`` and ``dividing.divide`` raise."""
        check(components)
        result = divide(pool, components, self.inputs.members, seed=self.inputs.seed, choices=choices)
        amounts = {business: result.members.get(business, 0) for business in self.inputs.members}
        receivers = [
            Receiver(
                UUID(business), self.names.get(business, ""), amount,
                None if self.last_number is None else self.last.get(business, 0),
            )
            for business, amount in amounts.items()
        ]
        return Simulation(
            pool=pool, receivers=tuple(sorted(receivers, key=lambda one: (-one.amount, one.name, one.business_id))),
            funds=result.funds, spread=spread(amounts.values()), spread_before=spread(self.last.values()), result=result,
        )


@dataclass(frozen=True)
class OwnShare:
    """What one business would get under a version; None where the calculation would have to ask who gets a part."""

    version_id: UUID
    amount: int | None


def start(
    session: Session, actor: Actor, *, campaign_id: UUID | None = None, span: Span | None = None, now: datetime,
) -> Start:
    """Everything that simulations of a campaign or a period need (coordinator, treasurer). Raises Missing."""
    actor.require(COORDINATOR, TREASURER)
    read = inputs(session, actor, campaign_id=campaign_id, span=span, now=now)
    names = session.execute(select(Business.id, Business.name).where(seen(actor, Business))).all()
    last = session.execute(
        select(Distribution.id, Distribution.number).where(seen(actor, Distribution), Distribution.state.in_(BINDING))
        .order_by(Distribution.number.desc()).limit(1)
    ).one_or_none()
    return Start(
        inputs=read, pool=balance_of(session, actor, pool_code(campaign_id)), names={str(id_): name for id_, name in names},
        last=amounts_of(session, actor, last.id) if last else {}, last_number=last.number if last else None,
    )


def simulate(
    session: Session, actor: Actor, *, components: Sequence[Component], pool: int, campaign_id: UUID | None = None,
    span: Span | None = None, choices: Mapping[str, str] | None = None, now: datetime,
) -> Simulation:
    """One simulation (coordinator, treasurer); see ``Start.simulate`` for what it raises."""
    return start(session, actor, campaign_id=campaign_id, span=span, now=now).simulate(components, pool, choices)


def own(
    session: Session, actor: Actor, *, business_id: UUID, version_ids: Sequence[UUID], campaign_id: UUID | None = None,
    span: Span | None = None, example: int = 0, now: datetime,
) -> list[OwnShare]:
    """What the own business would get of the money that is there now, under rules that were put to the members; nobody else's.

    Where the books have none, of ``example`` rupiah; empty without either. Raises NotAllowed, and Missing for a version or campaign
    that members do not see.
    """
    actor.require(COORDINATOR, TREASURER, MEMBER)
    if session.scalar(visible(actor, Business).with_only_columns(Business.id).where(Business.id == business_id)) is None:
        raise Missing()
    if campaign_id is not None and session.scalar(select(Campaign.id).where(seen(actor, Campaign), Campaign.id == campaign_id)) is None:
        raise Missing()
    versions = [sharing_rules.version(session, actor, version_id=version_id) for version_id in version_ids]
    # One amount leaves this function: the figures of the others are read for it and stay here.
    begun = start(session, replace(actor, role=SYSTEM), campaign_id=campaign_id, span=span, now=now)
    pool = begun.pool if begun.pool > 0 else example
    return [OwnShare(one.id, _own_amount(begun, one.components, pool, str(business_id))) for one in versions] if pool > 0 else []


def _own_amount(begun: Start, components: Sequence[Component], pool: int, business: str) -> int | None:
    try:
        return begun.simulate(components, pool).result.members.get(business, 0)
    except UserError:
        return None


def amounts_of(session: Session, actor: Actor, distribution_id: UUID) -> dict[str, int]:
    """What a run gives to each business (by canonical id), also to those to whom it gives nothing, as far as the actor sees it."""
    found: dict[str, int] = {}
    for business, amount in session.execute(
        select(DistributionLine.business_id, DistributionLine.amount).where(
            seen(actor, DistributionLine), DistributionLine.distribution_id == distribution_id, DistributionLine.business_id.is_not(None)
        )
    ):
        found[str(business)] = found.get(str(business), 0) + amount
    return found
