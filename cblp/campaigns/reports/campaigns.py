"""The campaigns: what there is, one in full, who takes part and how ready they are, and what a member is asked.

The reads of a campaign's figures stand beside it and are handed on from here: offers, results, attribution, hours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.catalogue.scope
import cblp.decisions.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign, CampaignListing, CampaignProduct, CampaignTask, Duty, Participation
from cblp.campaigns.reports.attribution import Attributed, Page, attribution, said
from cblp.campaigns.reports.effort import Hours, hours, waiting
from cblp.campaigns.reports.offers import OwnListing, list_offers, offers_of
from cblp.campaigns.reports.results import (
    Day,
    EffectReport,
    MemberResult,
    ProductResult,
    Progress,
    Results,
    Tag,
    effect,
    found,
    hashtags,
    progress,
    results,
)
from cblp.campaigns.states import INVITED, JOINABLE, JOINED, OPEN, PROPOSED, STATES, VOTED
from cblp.catalogue.models import Product
from cblp.db.actor import COORDINATOR, SYSTEM, Actor
from cblp.db.scope import seen, visible
from cblp.decisions.models import Decision, SharingRule, SharingRuleVersion
from cblp.decisions.reports.decisions import Vote
from cblp.people.models import Business, Person

__all__ = [
    "RULE", "RULE_VOTE", "VOTE", "Attributed", "Day", "Detail", "DutyRow", "EffectReport", "Hours", "Invitation", "MemberResult",
    "OwnListing", "Page", "Participant", "ProductResult", "Progress", "Results", "Row", "RuleRow", "Tag", "TaskRow", "Vote",
    "attribution", "board", "duties", "effect", "hashtags", "hours", "invitations", "listing", "offers_of", "one", "progress", "results",
    "said", "waiting",
]

RULE, RULE_VOTE, VOTE = "rule", "rule_vote", "vote"
"""What keeps a campaign from opening: no rule chosen, a rule that no decision passed, no yes to the campaign itself."""


@dataclass(frozen=True)
class Row:
    """A campaign in a list; how many were ``invited`` (and have not answered) and ``joined``, among those the actor may see."""

    id: UUID
    version: int
    code: str
    name: str
    template: str
    state: str
    starts_on: date
    ends_on: date
    answer_by: date | None
    hashtags: str
    target_sales: int | None
    marketplaces: tuple[str, ...]
    offers: tuple[str, ...]
    discount: int
    contribution: int
    invited: int
    joined: int

    @property
    def joinable(self) -> bool:
        """Members may still join, change their offers and leave."""
        return self.state in JOINABLE


@dataclass(frozen=True)
class TaskRow:
    """Something to do or (kind content) to post on ``channel``; without a business it is the coordinator's."""

    id: UUID
    version: int
    kind: str
    title: str
    channel: str
    due_on: date
    business_id: UUID | None
    business: str
    state: str


@dataclass(frozen=True)
class DutyRow:
    """A duty of a business from ``since`` until the day before ``until``."""

    id: UUID
    business_id: UUID
    business: str
    role: str
    points: int
    since: date
    until: date | None


@dataclass(frozen=True)
class RuleRow:
    """The rule version by which the campaign's money is shared; ``passed``: a decision passed and froze it."""

    id: UUID
    name: str
    number: int
    passed: bool
    vote: Vote | None


@dataclass(frozen=True)
class Detail:
    """A campaign in full. ``lacks`` are RULE, RULE_VOTE and VOTE: what keeps a campaign from opening that has not opened yet."""

    row: Row
    story: str
    lessons: str
    products: tuple[tuple[UUID, str], ...]
    tasks: tuple[TaskRow, ...]
    duties: tuple[DutyRow, ...]
    rule: RuleRow | None
    vote: Vote | None
    lacks: tuple[str, ...]
    opened_at: datetime | None
    closed_at: datetime | None
    reconciled_at: datetime | None
    shared_at: datetime | None


@dataclass(frozen=True)
class Participant:
    """A business in a campaign with its listings there: ``taking`` part, or what it could join with.

    Who runs it (name, form of address, phone) is for the coordinator only, "" for everybody else.
    """

    id: UUID
    business_id: UUID
    code: str
    name: str
    state: str
    invited_at: datetime
    joined_at: datetime | None
    left_at: datetime | None
    reason: str
    person: str
    address_form: str
    phone: str
    listings: tuple[OwnListing, ...]

    @property
    def taking(self) -> tuple[OwnListing, ...]:
        """The listings that take part."""
        return tuple(one for one in self.listings if one.offer_id is not None)

    @property
    def ready(self) -> bool:
        """Has joined, and nothing of what takes part lacks anything."""
        return self.state == JOINED and bool(self.taking) and all(one.ready for one in self.taking)

    @property
    def lacking(self) -> tuple[OwnListing, ...]:
        """What a reminder speaks of: of a member who joined, listings in it that lack something; else what keeps others out."""
        if self.state == JOINED:
            return tuple(one for one in self.taking if one.missing)
        return tuple(one for one in self.listings if one.in_the_way)


@dataclass(frozen=True)
class Invitation:
    """A campaign as one business meets it: its own answer ("" without an invitation) and how many products it has in it."""

    row: Row
    state: str
    reason: str
    products: int


_ORDER: Final = {state: position for position, state in enumerate((OPEN, VOTED, PROPOSED))}


def listing(session: Session, actor: Actor, *, state: str = "") -> list[Row]:
    """Campaigns, those that run first, then the planned ones, then the past; the latest first. ``state`` is one of STATES."""
    if state and state not in STATES:
        raise ValueError(f"no such state: {state}")
    wanted = visible(actor, Campaign).order_by(Campaign.starts_on.desc(), Campaign.id.desc())
    if state:
        wanted = wanted.where(Campaign.state == state)
    campaigns = session.scalars(wanted).all()
    counts = _counts(session, actor)
    return sorted((_row(campaign, counts) for campaign in campaigns), key=lambda row: _ORDER.get(row.state, len(_ORDER)))


def one(session: Session, actor: Actor, *, campaign_id: UUID) -> Detail:
    """A campaign in full; of tasks and duties a member sees the own ones. Raises Missing."""
    campaign = found(session, actor, campaign_id)
    products = session.execute(
        select(Product.id, Product.name)
        .join(CampaignProduct, and_(
            CampaignProduct.association_id == Product.association_id, CampaignProduct.product_id == Product.id
        )).where(seen(actor, CampaignProduct), CampaignProduct.campaign_id == campaign_id).order_by(Product.name)
    )
    tasks = session.execute(
        select(CampaignTask, Business.name)
        .outerjoin(Business, and_(
            Business.association_id == CampaignTask.association_id, Business.id == CampaignTask.business_id
        )).where(seen(actor, CampaignTask), CampaignTask.campaign_id == campaign_id)
        .order_by(CampaignTask.due_on, CampaignTask.id)
    )
    rule, vote = _rule(session, actor, campaign), _vote(session, actor, campaign.decision_id)
    lacks = []
    if campaign.state in {PROPOSED, VOTED}:
        lacks = [RULE] if rule is None else [] if rule.passed else [RULE_VOTE]
        lacks += [VOTE] if campaign.state == PROPOSED else []
    return Detail(
        _row(campaign, _counts(session, actor)), campaign.story, campaign.lessons,
        tuple((product, name) for product, name in products),
        tuple(
            TaskRow(t.id, t.version, t.kind, t.title, t.channel, t.due_on, t.business_id, business or "", t.state)
            for t, business in tasks
        ),
        tuple(duties(session, actor, campaign_id=campaign_id)), rule, vote, tuple(lacks), campaign.opened_at, campaign.closed_at,
        campaign.reconciled_at, campaign.shared_at,
    )


def duties(session: Session, actor: Actor, *, campaign_id: UUID | None) -> list[DutyRow]:
    """The duties of a campaign or (None) of the association, the latest first; those that were never held are left out."""
    rows = session.execute(
        select(Duty, Business.name)
        .join(Business, and_(Business.association_id == Duty.association_id, Business.id == Duty.business_id))
        .where(
            seen(actor, Duty), Duty.campaign_id == campaign_id if campaign_id else Duty.campaign_id.is_(None),
            Duty.valid_to.is_(None) | (Duty.valid_to > Duty.valid_from),
        ).order_by(Duty.valid_from.desc(), Business.code, Duty.id)
    )
    return [DutyRow(d.id, d.business_id, name, d.role, d.points, d.valid_from, d.valid_to) for d, name in rows]


def board(session: Session, actor: Actor, *, campaign_id: UUID, today: date) -> list[Participant]:
    """Who is invited and who takes part with what, by the business's code; a member sees themselves. Raises Missing."""
    campaign = found(session, actor, campaign_id)
    by_business: dict[UUID, list[OwnListing]] = defaultdict(list)
    rows = session.execute(
        select(Participation, Business.code, Business.name, Person.name, Person.address_form, Person.phone)
        .join(Business, and_(Business.association_id == Participation.association_id, Business.id == Participation.business_id))
        .outerjoin(Person, and_(Person.association_id == Business.association_id, Person.id == Business.owner_id))
        .where(seen(actor, Participation), Participation.campaign_id == campaign_id).order_by(Business.code)
    ).all()
    if rows:
        for own in list_offers(session, actor, campaign, today):
            by_business[own.business_id].append(own)
    with_contact = actor.role in {COORDINATOR, SYSTEM}
    return [
        Participant(
            p.id, p.business_id, code, name, p.state, p.invited_at, p.joined_at, p.left_at, p.reason,
            *((person or "", form or "", phone or "") if with_contact else ("", "", "")), tuple(by_business[p.business_id]),
        )
        for p, code, name, person, form, phone in rows
    ]


def invitations(session: Session, actor: Actor, *, business_id: UUID) -> list[Invitation]:
    """Every campaign as a business meets it, invited or not, in the order of ``listing``."""
    answers = {row.campaign_id: row for row in session.scalars(
        visible(actor, Participation).where(Participation.business_id == business_id)
    )}
    products = _products(session, actor, business_id)
    return [
        Invitation(
            row, answer.state if (answer := answers.get(row.id)) else "", answer.reason if answer else "", products[row.id],
        )
        for row in listing(session, actor)
    ]


def _products(session: Session, actor: Actor, business_id: UUID) -> Counter[UUID]:
    return Counter(session.scalars(
        visible(actor, CampaignListing).with_only_columns(CampaignListing.campaign_id).where(
            CampaignListing.business_id == business_id, CampaignListing.valid_to > CampaignListing.valid_from
        )
    ))


def _counts(session: Session, actor: Actor) -> Counter[tuple[UUID, str]]:
    rows = session.execute(
        select(Participation.campaign_id, Participation.state, func.count()).where(seen(actor, Participation))
        .group_by(Participation.campaign_id, Participation.state)
    )
    return Counter({(campaign, state): number for campaign, state, number in rows})


def _row(campaign: Campaign, counts: Counter[tuple[UUID, str]]) -> Row:
    return Row(
        campaign.id, campaign.version, campaign.code, campaign.name, campaign.template, campaign.state, campaign.starts_on,
        campaign.ends_on, campaign.answer_by, campaign.hashtags, campaign.target_sales, tuple(campaign.marketplaces),
        tuple(campaign.offers), campaign.discount, campaign.contribution, counts[campaign.id, INVITED], counts[campaign.id, JOINED],
    )


def _vote(session: Session, actor: Actor, decision_id: UUID | None) -> Vote | None:
    if decision_id is None:
        return None
    return Vote.of(session.scalars(visible(actor, Decision).where(Decision.id == decision_id)).one_or_none())


def _rule(session: Session, actor: Actor, campaign: Campaign) -> RuleRow | None:
    row = session.execute(
        select(SharingRuleVersion, SharingRule.name)
        .join(SharingRule, and_(
            SharingRule.association_id == SharingRuleVersion.association_id, SharingRule.id == SharingRuleVersion.rule_id
        )).where(seen(actor, SharingRuleVersion), SharingRuleVersion.id == campaign.rule_version_id)
    ).one_or_none()
    if row is None:
        return None
    version, name = row
    vote = _vote(session, actor, version.decision_id)
    passed = version.frozen_at is not None and vote is not None and vote.outcome == "passed"
    return RuleRow(version.id, name, version.number, passed, vote)
