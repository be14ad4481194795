"""How a campaign goes and what it brought: day by day against its target, per member and product, its effect, its hashtags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.catalogue.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign, CampaignListing, CampaignTask, Participation
from cblp.campaigns.reports.attributed import measured
from cblp.campaigns.rules import effect as rules
from cblp.campaigns.rules import templates
from cblp.campaigns.rules.effect import Effect
from cblp.campaigns.states import DROPPED, JOINED, OPENED, WITHDREW
from cblp.catalogue.models import Product
from cblp.catalogue.ownership import with_product
from cblp.days import Span, periods
from cblp.db.actor import Actor
from cblp.db.scope import seen, visible
from cblp.errors import Missing, NotAllowed
from cblp.people.models import Business, Membership
from cblp.people.rules_register import ACTIVE
from cblp.reach import reports as reach
from cblp.reach.metrics import Reach
from cblp.sales import reports as sales
from cblp.sales.metrics import NOTHING, Measures

_ALL_TAGS: Final = 10_000


@dataclass(frozen=True)
class Day:
    """A day of a campaign: its sales and the sum up to it (None for days to come), and where an even pace would stand."""

    day: date
    sales: int | None
    total: int | None
    pace: int | None


@dataclass(frozen=True)
class Progress:
    """The campaign's sales so far, as far as the actor may see them, against the target of all."""

    measures: Measures
    target: int | None
    days: tuple[Day, ...]
    passed: int  # days that have begun

    @property
    def left(self) -> int | None:
        """What is missing to the target, 0 when it is reached; None without a target."""
        return None if self.target is None else max(0, self.target - self.measures.sales)


@dataclass(frozen=True)
class MemberResult:
    """What one business sold in the campaign; ``business_id`` None: whose it is, is not known yet."""

    business_id: UUID | None
    code: str
    name: str
    measures: Measures


@dataclass(frozen=True)
class ProductResult:
    """What one product sold in the campaign, and how many pieces were promised of it; ``product_id`` None: not matched yet."""

    product_id: UUID | None
    name: str
    business_id: UUID | None
    measures: Measures
    promised: int


@dataclass(frozen=True)
class Results:
    """A campaign's sales: of all (as far as the actor may see), per member and per product, the best first."""

    total: Measures
    members: tuple[MemberResult, ...]
    products: tuple[ProductResult, ...]


@dataclass(frozen=True)
class EffectReport:
    """The effect of a campaign, with what it was calculated from; ``effect`` is None as long as the campaign runs.

    Sums are whole rupiah of sales in the base days and during the campaign, of (participants, others).
    """

    effect: Effect | None
    during: Span
    base: tuple[date, ...] = ()
    sums: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))


@dataclass(frozen=True)
class Tag:
    """A hashtag of the campaign (without #) and the figures of the posts that carried it."""

    tag: str
    measures: Reach


def progress(session: Session, actor: Actor, *, campaign_id: UUID, today: date) -> Progress:
    """A campaign day by day up to its last day; a member sees their own sales of it. Raises Missing."""
    campaign = found(session, actor, campaign_id)
    by_day = {day: measures for (day,), measures in measured(session, actor, campaign, ["day"]).items()}
    days = periods(Span(campaign.starts_on, campaign.ends_on), "day")
    target, total, rows = campaign.target_sales, 0, []
    for position, day in enumerate(days, 1):
        amount = by_day.get(day, NOTHING).sales
        total += amount
        pace = None if target is None else target * position // len(days)
        rows.append(Day(day, amount, total, pace) if day <= today else Day(day, None, None, pace))
    whole = measured(session, actor, campaign).get((), NOTHING)
    return Progress(whole, target, tuple(rows), sum(day <= today for day in days))


def results(session: Session, actor: Actor, *, campaign_id: UUID) -> Results:
    """Who sold what in a campaign; a member sees their own part. Raises Missing."""
    campaign = found(session, actor, campaign_id)
    names = {row.id: row for row in session.execute(select(Business.id, Business.code, Business.name).where(seen(actor, Business)))}
    products = {
        row.id: row for row in session.execute(select(Product.id, Product.name, Product.business_id).where(seen(actor, Product)))
    }
    promised = _promised(session, actor, campaign)
    members = [
        MemberResult(business, names[business].code if business in names else "", names[business].name if business in names else "",
                     measures)
        for (business,), measures in measured(session, actor, campaign, ["business"]).items()
    ]
    sold = [
        ProductResult(
            product, products[product].name if product in products else "", business, measures, promised.get(product, 0)
        )
        for (product, business), measures in measured(session, actor, campaign, ["product", "business"]).items()
    ]
    return Results(
        measured(session, actor, campaign).get((), NOTHING),
        tuple(sorted(members, key=lambda one: (one.business_id is None, -one.measures.sales, one.code))),
        tuple(sorted(sold, key=lambda one: (one.product_id is None, -one.measures.sales, one.name, str(one.product_id)))),
    )


def effect(session: Session, actor: Actor, *, campaign_id: UUID, today: date) -> EffectReport:
    """What a campaign that is over brought its participants, against all other members; for those who see all.

    Compared are all sales of active members: participants are those who stayed in, others those who never joined. Left out is
    who joined or left the association inside the window, and who withdrew. Raises Missing, NotAllowed.
    """
    if not actor.sees_all:
        raise NotAllowed("the figures of all businesses are for the office")
    campaign = found(session, actor, campaign_id)
    during = Span(campaign.starts_on, campaign.ends_on)
    if campaign.state not in OPENED or today <= campaign.ends_on:
        return EffectReport(None, during)
    base = rules.base_days(during, spans(session, actor, but=campaign.id))
    states = dict(session.execute(
        select(Participation.business_id, Participation.state).where(
            Participation.association_id == actor.association, Participation.campaign_id == campaign_id
        )
    ).all())
    members = throughout(session, actor, Span(base[0] if base else during.first, during.last))
    participants = {business for business in members if states.get(business) == JOINED}
    others = {business for business in members if states.get(business) not in {JOINED, WITHDREW}}
    if not base:
        return EffectReport(Effect(len(participants), len(others), why=rules.NO_BASE), during)
    found_sums = sums(session, actor, during, base)
    sides = tuple({business: found_sums.get(business, (0, 0)) for business in side} for side in (participants, others))
    return EffectReport(
        rules.effect(sides[0], sides[1], rules.seed_of(campaign.id)), during, base, (_whole(sides[0]), _whole(sides[1])),
    )


def hashtags(session: Session, actor: Actor, *, campaign_id: UUID) -> list[Tag]:
    """What posts with each of the campaign's hashtags reached, from its first post in the calendar to its last day.

    Every hashtag of the plan is there, those without a post with nothing; a member sees their own posts. Raises Missing.
    """
    campaign = found(session, actor, campaign_id)
    tags = [tag.removeprefix("#").lower() for tag in campaign.hashtags.split()]
    if not tags:
        return []
    earliest = session.scalar(select(func.min(CampaignTask.due_on)).where(
        CampaignTask.association_id == actor.association, CampaignTask.campaign_id == campaign_id,
        CampaignTask.kind == templates.CONTENT, CampaignTask.state != DROPPED,
    ))
    span = Span(min(earliest or campaign.starts_on, campaign.starts_on), campaign.ends_on)
    groups = reach.hashtags(session, actor, selection=reach.Selection(span), limit=_ALL_TAGS)
    figures: Mapping[str, Reach] = {group.key: group.measures for group in groups}
    return [Tag(tag, figures.get(tag, Reach())) for tag in tags]


def found(session: Session, actor: Actor, campaign_id: UUID) -> Campaign:
    """The campaign, if the actor may see it; raises Missing."""
    campaign = session.scalars(visible(actor, Campaign).where(Campaign.id == campaign_id)).one_or_none()
    if campaign is None:
        raise Missing()
    return campaign


def _promised(session: Session, actor: Actor, campaign: Campaign) -> dict[UUID | None, int]:
    """Pieces promised of each product, by what each listing sold on its first day in the campaign."""
    query = select().select_from(CampaignListing).where(
        seen(actor, CampaignListing), CampaignListing.campaign_id == campaign.id,
        CampaignListing.valid_to > CampaignListing.valid_from,
    )
    query, holder = with_product(query, actor, listing=CampaignListing.listing_id, day=CampaignListing.valid_from)
    rows = session.execute(query.add_columns(holder.product, func.sum(CampaignListing.promised_stock)).group_by(holder.product))
    return {product: int(pieces or 0) for product, pieces in rows}


def spans(session: Session, actor: Actor, *, but: UUID | None = None) -> list[Span]:
    """The days of the campaigns that ran, all ``but`` one."""
    ran = select(Campaign.starts_on, Campaign.ends_on).where(Campaign.association_id == actor.association, Campaign.state.in_(OPENED))
    rows = session.execute(ran.where(Campaign.id != but) if but else ran)
    return [Span(first, last) for first, last in rows]


def throughout(session: Session, actor: Actor, span: Span) -> set[UUID]:
    """Businesses that were active members on every day of ``span``."""
    days: dict[UUID, int] = defaultdict(int)
    for business, since, until in session.execute(
        select(Membership.business_id, Membership.valid_from, Membership.valid_to).where(
            Membership.association_id == actor.association, Membership.status == ACTIVE, Membership.valid_from <= span.last,
            or_(Membership.valid_to.is_(None), Membership.valid_to > span.first),
        )
    ):
        last = span.last if until is None else until - timedelta(1)
        days[business] += span.overlap(Span(since, last)) if last >= since else 0
    return {business for business, count in days.items() if count >= span.days}


def sums(session: Session, actor: Actor, during: Span, base: tuple[date, ...]) -> dict[UUID, tuple[int, int]]:
    """Sales of each business in the base days and ``during``; those that sold nothing are not in it."""
    before, found = set(base), defaultdict[UUID, list[int]](lambda: [0, 0])
    for span in (Span(base[0], base[-1]), during):
        for group in sales.grouped(session, actor, by="business", split="day", selection=sales.Selection(span)):
            if group.key is None:
                continue
            if group.split in during:
                found[group.key][1] += group.measures.sales
            elif group.split in before:
                found[group.key][0] += group.measures.sales
    return {business: (first, last) for business, (first, last) in found.items()}


def _whole(side: rules.Sums) -> tuple[int, int]:
    return sum(base for base, _ in side.values()), sum(during for _, during in side.values())
