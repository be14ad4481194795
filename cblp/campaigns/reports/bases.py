"""What each business brought to a campaign or a period: the figures that money is shared by, and how they moved since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign, Duty, Effort, Participation
from cblp.campaigns.reports.attributed import measured
from cblp.campaigns.states import CONFIRMED, JOINED
from cblp.days import Span
from cblp.db.actor import Actor
from cblp.db.scope import visible
from cblp.errors import Missing, NotAllowed
from cblp.people import membership
from cblp.sales import reports as sales
from cblp.sales.metrics import Measures


@dataclass(frozen=True)
class Bases:
    """Figures by business, whole rupiah, minutes and points; a business without a figure is not in that map.

    ``members`` are those among whom something may be shared equally: who takes part in the campaign, or the active members on
    the period's last day. ``net`` is None as long as one of a business's orders is not settled. ``minutes`` are confirmed ones.
    ``unmatched`` are sales of nobody known yet: as long as ``unmatched_orders`` is not 0, sharing by sales must wait.
    """

    members: frozenset[UUID]
    sales: Mapping[UUID, int]
    net: Mapping[UUID, int | None]
    minutes: Mapping[UUID, int]
    points: Mapping[UUID, int]
    unmatched: int = 0
    unmatched_orders: int = 0

    def as_json(self) -> dict[str, Any]:
        """The same with ids as lower-case text, in their order: what is frozen."""
        return {
            "members": sorted(map(str, self.members)),
            **{name: {str(key): figures[key] for key in sorted(figures)} for name, figures in self._by_business()},
            "unmatched": self.unmatched, "unmatched_orders": self.unmatched_orders,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Bases:
        """What ``as_json`` kept."""
        read = {name: {UUID(key): value for key, value in kept[name].items()} for name in ("sales", "net", "minutes", "points")}
        return cls(
            frozenset(map(UUID, kept["members"])), **read, unmatched=kept["unmatched"], unmatched_orders=kept["unmatched_orders"],
        )

    def _by_business(self) -> Iterable[tuple[str, Mapping[UUID, int | None]]]:
        return (("sales", self.sales), ("net", self.net), ("minutes", self.minutes), ("points", self.points))


@dataclass(frozen=True)
class Difference:
    """A figure of one business (None: not matched) that is no longer what was frozen; ``figure`` is a field of Bases.

    A figure that there was not is 0; None is a net that is not known yet.
    """

    business_id: UUID | None
    figure: str
    frozen: int | None
    now: int | None


def of_campaign(session: Session, actor: Actor, *, campaign_id: UUID) -> Bases:
    """The figures of a campaign as they are now; for those who see all, raises NotAllowed and Missing.

    Hours and duties are those that were given to this campaign.
    """
    campaign = _campaign(session, actor, campaign_id)
    taking_part = session.scalars(select(Participation.business_id).where(
        Participation.association_id == actor.association, Participation.campaign_id == campaign_id, Participation.state == JOINED
    ))
    return _bases(
        taking_part, {business: measures for (business,), measures in measured(session, actor, campaign, ["business"]).items()},
        _minutes(session, actor, Effort.campaign_id == campaign_id), _points(session, actor, Duty.campaign_id == campaign_id),
    )


def of_span(session: Session, actor: Actor, *, span: Span) -> Bases:
    """The figures of a period: all sales of its days, typed ones too; for those who see all, raises NotAllowed.

    Hours count by their day and duties when they were held on a day of the period, where they belong to no campaign: what
    was given to a campaign is shared with the campaign.
    """
    if not actor.sees_all:
        raise NotAllowed("the figures of all businesses are for the office")
    active = session.scalars(membership.active(actor, span.last))
    groups = sales.grouped(session, actor, by="business", selection=sales.Selection(span))
    held = and_(
        Duty.campaign_id.is_(None), Duty.valid_from <= span.last, or_(Duty.valid_to.is_(None), Duty.valid_to > span.first)
    )
    return _bases(
        active, {group.key: group.measures for group in groups},
        _minutes(session, actor, and_(Effort.campaign_id.is_(None), Effort.day.between(span.first, span.last))),
        _points(session, actor, held),
    )


def frozen(session: Session, actor: Actor, *, campaign_id: UUID) -> Bases | None:
    """The figures as they were when the campaign was reconciled; None before that. Raises NotAllowed, Missing."""
    kept = _campaign(session, actor, campaign_id).frozen
    return Bases.from_json(kept) if kept else None


def differences(session: Session, actor: Actor, *, campaign_id: UUID) -> list[Difference]:
    """What files, matches or hours changed since the campaign was reconciled; nothing before that. Raises NotAllowed, Missing."""
    then = frozen(session, actor, campaign_id=campaign_id)
    if then is None:
        return []
    now = of_campaign(session, actor, campaign_id=campaign_id)
    found = [
        Difference(business, name, before.get(business, 0), after.get(business, 0))
        for (name, before), (_, after) in zip(then._by_business(), now._by_business(), strict=True)
        for business in sorted(before.keys() | after.keys())
        if before.get(business, 0) != after.get(business, 0)
    ]
    if then.unmatched != now.unmatched:
        found.append(Difference(None, "sales", then.unmatched, now.unmatched))
    return found


def _campaign(session: Session, actor: Actor, campaign_id: UUID) -> Campaign:
    if not actor.sees_all:
        raise NotAllowed("the figures of all businesses are for the office")
    campaign = session.scalars(visible(actor, Campaign).where(Campaign.id == campaign_id)).one_or_none()
    if campaign is None:
        raise Missing()
    return campaign


def _bases(
    members: Iterable[UUID], measures: Mapping[UUID | None, Measures], minutes: Mapping[UUID, int], points: Mapping[UUID, int],
) -> Bases:
    known = {business: found for business, found in measures.items() if business is not None}
    lost = measures.get(None, Measures())
    return Bases(
        frozenset(members), {business: found.sales for business, found in known.items()},
        {business: found.net for business, found in known.items()}, minutes, points, lost.sales, lost.orders,
    )


def _minutes(session: Session, actor: Actor, condition: ColumnElement[bool]) -> dict[UUID, int]:
    return _sums(session, select(Effort.business_id, func.sum(Effort.minutes)).where(
        Effort.association_id == actor.association, Effort.state == CONFIRMED, condition
    ).group_by(Effort.business_id))


def _points(session: Session, actor: Actor, condition: ColumnElement[bool]) -> dict[UUID, int]:
    return _sums(session, select(Duty.business_id, func.sum(Duty.points)).where(
        Duty.association_id == actor.association, or_(Duty.valid_to.is_(None), Duty.valid_to > Duty.valid_from), condition
    ).group_by(Duty.business_id))


def _sums(session: Session, query: Any) -> dict[UUID, int]:
    return {business: int(amount) for business, amount in session.execute(query)}
