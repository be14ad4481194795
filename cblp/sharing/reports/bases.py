"""What a run of sharing starts from: who may be paid, and what each of them brings, as it stands now."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.people.scope
import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign, Effort
from cblp.campaigns.reports import bases as campaign_bases
from cblp.campaigns.states import CLAIMED
from cblp.days import Span
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.decisions.models import Decision
from cblp.decisions.rules.sharing import CAPITAL, EQUAL, HOURS, ROLE, SALES
from cblp.errors import Missing
from cblp.people import membership
from cblp.people.models import Membership
from cblp.sharing import states
from cblp.sharing.models import Distribution
from cblp.sharing.reports import ledger
from cblp.sharing.rules.dividing import period_seed

CARRY: Final = "carry"
"""The effect of a decision that carries late figures of a run into the next one: {"kind": "carry", "distribution": id}."""
LATE: Final = (SALES, HOURS)
"""The bases that files and confirmations change after the days are over."""


@dataclass(frozen=True)
class Inputs:
    """The figures of a run by business id (canonical text) and base: see ``rules.dividing.Figures``. Plain JSON values only.

    ``members`` may be paid: their membership is active on ``frozen_on``, and in a campaign they joined, sold, gave hours or
    held a duty. ``gone`` are figures of businesses that may not (any more). ``unmatched`` is rupiah, ``unmatched_orders`` the
    orders, of sales that nobody's product or shop explains yet: a share by sales waits for them. ``unconfirmed`` are minutes
    that were claimed and do not count yet. ``carried`` is what of the members' figures came too late for earlier runs (by their id).
    """

    seed: str
    first: str
    last: str
    frozen_on: str
    members: dict[str, dict[str, int]]
    gone: dict[str, dict[str, int]] = field(default_factory=dict)
    unmatched: int = 0
    unmatched_orders: int = 0
    unconfirmed: int = 0
    carried: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """The days that the figures are of; capital figures are rupiah × days, so that ÷ ``span.days`` is the average."""
        return Span(date.fromisoformat(self.first), date.fromisoformat(self.last))

    def stored(self) -> dict[str, Any]:
        """What a distribution keeps."""
        return asdict(self)


def canonical_hash(stored: Mapping[str, Any]) -> bytes:
    """The sha256 of the canonical JSON of ``stored``: keys in order, no blanks, UTF-8."""
    return hashlib.sha256(json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).digest()


def inputs(
    session: Session, actor: Actor, *, campaign_id: UUID | None = None, span: Span | None = None,
    late: Collection[str] = LATE, now: datetime,
) -> Inputs:
    """The figures of a campaign, or of a period (exactly one of the two), as they stand now. Raises Missing.

    To them is added, of the bases in ``late``, what came too late for earlier runs and a decision carries into the next one.
    """
    actor.require(COORDINATOR, TREASURER)
    read = _as_they_stand(session, actor, campaign_id, span, now)
    carried: dict[str, dict[str, dict[str, int]]] = {}
    for run in _carried_runs(session, actor):
        for business, figures in late_figures(session, actor, run, now=now).items():
            for base, (then, is_now) in figures.items():
                if business in read.members and base in late:
                    carried.setdefault(str(run.id), {}).setdefault(business, {})[base] = is_now - then
                    read.members[business][base] += is_now - then
    return replace(read, carried=carried)


def late_figures(session: Session, actor: Actor, run: Distribution, *, now: datetime) -> dict[str, dict[str, tuple[int, int]]]:
    """By business of a run and base: what was shared by it, then and in later runs that made up for it, and what it is now.

    Only figures that differ. Who was entitled was settled when the run was calculated: nobody is added.
    """
    made_up: dict[tuple[str, str], int] = defaultdict(int)
    for other in _standing(session, actor):
        for late_for, taken_in in other.inputs.get("carried", {}).items():
            # What this run took in for earlier ones is not its own; what later ones took in for it is made up for.
            sign = (late_for == str(run.id)) - (other.id == run.id)
            for business, figures in taken_in.items():
                for base, figure in figures.items():
                    made_up[business, base] += sign * figure
    span = None if run.campaign_id else Span(run.first, run.last)
    fresh = _as_they_stand(session, actor, run.campaign_id, span, now)
    known = {**fresh.gone, **fresh.members}
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for business, figures in run.inputs["members"].items():
        for base, stored in figures.items():
            pair = (stored + made_up[business, base], known.get(business, {}).get(base, 0))
            if base != EQUAL and pair[0] != pair[1]:
                found.setdefault(business, {})[base] = pair
    return found


def carrying(session: Session, actor: Actor) -> dict[UUID, int]:
    """The runs whose late figures the members decided to carry into the next one, with the number of the decision."""
    passed = session.execute(
        select(Decision.number, Decision.effects).where(seen(actor, Decision), Decision.outcome == "passed").order_by(Decision.number)
    )
    return {
        UUID(effect["distribution"]): number for number, effects in passed for effect in effects if effect["kind"] == CARRY
    }


def _carried_runs(session: Session, actor: Actor) -> list[Distribution]:
    wanted = carrying(session, actor)
    return [run for run in _standing(session, actor) if run.id in wanted and run.state in states.BINDING]


def _standing(session: Session, actor: Actor) -> Sequence[Distribution]:
    runs = visible(actor, Distribution).where(Distribution.state != states.VOID)
    return session.scalars(runs.order_by(Distribution.number)).all()


def _as_they_stand(session: Session, actor: Actor, campaign_id: UUID | None, span: Span | None, now: datetime) -> Inputs:
    days = span_of(session, actor, campaign_id=campaign_id, span=span)
    if campaign_id is None:
        found = campaign_bases.of_span(session, actor, span=days)
    else:
        found = campaign_bases.of_campaign(session, actor, campaign_id=campaign_id)
    by_base: dict[str, Mapping[UUID, int]] = {
        SALES: found.sales, CAPITAL: ledger.saved_days(session, actor, span=days), HOURS: found.minutes, ROLE: found.points,
    }
    today = actor.day(now)
    active = set(session.scalars(membership.active(actor, today).where(seen(actor, Membership))))
    if campaign_id is None:
        candidates = active.union(*map(_brought, by_base.values()))
        own: ColumnElement[bool] = Effort.campaign_id.is_(None) & Effort.day.between(days.first, days.last)
    else:
        candidates = set(found.members).union(*(_brought(by_base[base]) for base in (SALES, HOURS, ROLE)))
        own = Effort.campaign_id == campaign_id
    figures = {
        str(business): {EQUAL: 1, **{base: known.get(business, 0) for base, known in by_base.items()}} for business in candidates
    }
    paid = {str(business) for business in candidates & active}
    claimed = select(func.coalesce(func.sum(Effort.minutes), 0)).where(seen(actor, Effort), Effort.state == CLAIMED, own)
    return Inputs(
        seed=str(campaign_id) if campaign_id else period_seed(days), first=days.first.isoformat(), last=days.last.isoformat(),
        frozen_on=today.isoformat(),
        members={business: figures[business] for business in sorted(figures) if business in paid},
        gone={business: figures[business] for business in sorted(figures) if business not in paid},
        unmatched=found.unmatched, unmatched_orders=found.unmatched_orders,
        unconfirmed=int(session.scalar(claimed) or 0),
    )


def _brought(figures: Mapping[UUID, int]) -> set[UUID]:
    return {business for business, figure in figures.items() if figure}


def span_of(session: Session, actor: Actor, *, campaign_id: UUID | None, span: Span | None) -> Span:
    """The days of a run: the campaign's, or the given ones; exactly one of the two (ValueError). Raises Missing."""
    if (campaign_id is None) is (span is None):
        raise ValueError("a run is about a campaign or about a period")
    if span is not None:
        return span
    campaign = session.scalars(visible(actor, Campaign).where(Campaign.id == campaign_id)).one_or_none()
    if campaign is None:
        raise Missing()
    return Span(campaign.starts_on, campaign.ends_on)
