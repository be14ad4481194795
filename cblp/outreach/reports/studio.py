"""What the content studio shows: the association's best posts and why, a product's facts, the drafts, the plan, and who asks AI.

Of each other's posts members see the text, the link and the likes, where the owner said yes to being an example; never what a
shop reached or sold with them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.catalogue.scope
import cblp.outreach.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign, CampaignListing, CampaignTask, Participation
from cblp.campaigns.rules import floor
from cblp.campaigns.states import JOINED, OPEN, VOTED
from cblp.catalogue import reports as catalogue
from cblp.catalogue.models import ListingProduct, Product, ProductCost, ProductPhoto, Shop
from cblp.catalogue.ownership import with_owner
from cblp.catalogue.rules import DEAD
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.dated import on
from cblp.db.scope import seen, visible
from cblp.decisions.reports import parameters
from cblp.errors import Missing
from cblp.outreach.models import AssistantUse, PostDraft
from cblp.outreach.rules import captions, checks, examples
from cblp.outreach.rules.captions import Facts
from cblp.people.models import Account, Area, Association, Business, BusinessAccess, Person
from cblp.people.reports import register
from cblp.people.rules_register import HELD
from cblp.reach.models import PostMetric
from cblp.reach.reports.posts import INTERACTIONS
from cblp.reach.reports.query import SHOP_NAME

LOOKED_BACK: Final = 180
MOST_POSTS: Final = 5_000
KINDS: Final = ("post", "reel", "video", "story")
SHOWN_ON: Final = {captions.INSTAGRAM: ("instagram", "facebook"), captions.TIKTOK: ("tiktok", "youtube")}
"""Where posts like those of a channel stand; every network for the others."""
REGENCY: Final = len("15.71")
SENT, ON_PHONE, OF_PRODUCT = "sent", "phone", "product"
"""Which photo goes with a text: one that was sent for it, one on the writer's phone, or the product's own."""


@dataclass(frozen=True)
class Example:
    """A post to look at. ``times`` what its account usually gets; ``why`` what it has of the traits that help."""

    id: str
    day: date
    marketplace: str
    account: str
    kind: str
    text: str
    hashtags: tuple[str, ...]
    permalink: str
    interactions: int
    times: Fraction
    why: tuple[examples.Trait, ...]


@dataclass(frozen=True)
class Examples:
    """The best posts of the same kind (``same``; else of the whole association), from ``posts`` posts since ``since``.

    ``tags`` and ``hours`` (first hour of a block of examples.BLOCK) are what worked, the best first. ``timed`` of the posts have an
    hour: where ``hours`` is empty, it says whether too few are known or none is better than the others.
    """

    shown: tuple[Example, ...]
    same: bool
    tags: tuple[examples.Trait, ...]
    hours: tuple[examples.Trait, ...]
    posts: int
    since: date
    timed: int


@dataclass(frozen=True)
class Known:
    """A product as a text may speak of it, and what a text is checked against.

    ``licences`` that hold, ``lowest`` the price floor in whole rupiah (None: not known); ``names`` of people never leave the house.
    """

    facts: Facts
    licences: frozenset[str]
    lowest: int | None
    names: tuple[str, ...] = field(repr=False, default=())


@dataclass(frozen=True)
class Drafted:
    """A text on its way. ``ready``: the own sentence and an answer on the photo are there; before, ``text`` is empty, so that nothing
    can be copied.

    ``photo`` is SENT (``evidence_id``), ON_PHONE, OF_PRODUCT (while the product has one) or "" as long as nobody said.
    """

    id: UUID
    business_id: UUID
    business: str
    product_id: UUID | None
    product: str
    campaign_id: UUID | None
    campaign: str
    channel: str
    source: str
    seen: tuple[str, ...]
    drafted: str
    added: str
    text: str
    evidence_id: UUID | None
    photo: str
    warnings: tuple[str, ...]
    planned_for: datetime | None
    copied_at: datetime | None
    posted_at: datetime | None
    made_at: datetime

    @property
    def ready(self) -> bool:
        """It may be copied; what was copied before anybody was asked for a photo still may."""
        return bool(self.added and (self.photo or self.copied_at))


@dataclass(frozen=True)
class Planned:
    """Something to post on a day: an own text (``draft_id``) or what a campaign's plan asks for; ``at`` where an hour is set."""

    day: date
    at: datetime | None
    channel: str
    title: str
    business: str
    done: bool
    draft_id: UUID | None


@dataclass(frozen=True)
class Practice:
    """How AI is used knowingly: businesses that asked it, questions, and how many of its drafts got a sentence of one's own."""

    businesses: int
    asked: int
    completed: int


@dataclass(frozen=True)
class Spent:
    """What the writing assistant took in a month: questions that were sent, drafts that came of them, whole rupiah; ``capped`` were not
    sent, because they could have gone over the association's month."""

    asked: int
    drafted: int
    capped: int
    cost: int


# -- looking (niteni) --------------------------------------------------------------------------------------------------


def best(session: Session, actor: Actor, *, channel: str, today: date, product_id: UUID | None = None, most: int = 3) -> Examples:
    """The best posts of the last LOOKED_BACK days on ``channel`` of shops that make the same kind of thing; raises Missing."""
    actor.require(COORDINATOR, MEMBER)
    category = _product(session, actor, product_id).category if product_id else ""
    since = today - timedelta(LOOKED_BACK)
    there_is = select().select_from(PostMetric).join(
        Shop, and_(Shop.association_id == PostMetric.association_id, Shop.id == PostMetric.shop_id)
    )
    query, owner = with_owner(there_is, actor, shop=PostMetric.shop_id, day=PostMetric.published_on)
    rows = session.execute(
        query.outerjoin(Business, and_(Business.association_id == actor.association, Business.id == owner))
        .add_columns(PostMetric, SHOP_NAME, Shop.marketplace, INTERACTIONS, Business)
        # Not by ``seen``: of others only posts of those who said yes leave this module, and averages of at least examples.LEAST.
        .where(
            PostMetric.association_id == actor.association, PostMetric.is_current == true(), PostMetric.kind.in_(KINDS),
            PostMetric.published_on.between(since, today),
        ).order_by(PostMetric.published_on.desc(), PostMetric.shop_id, PostMetric.post_id).limit(MOST_POSTS)
    ).all()
    there = [row for row in rows if row[2] in SHOWN_ON.get(channel, (row[2],))] or list(rows)
    alike = [row for row in there if category and row[4] and row[4].sector == category]
    willing = register.consented(session, actor, purpose="example")

    def open_(post: examples.Post) -> bool:
        metric, business = posts[post.id][1][0], posts[post.id][1][4]
        return bool(metric.permalink) and (
            actor.sees_all or business is None or business.id in actor.businesses or business.owner_id in willing
        )

    for same, chosen in ((True, alike), (False, there)):
        posts = {post.id: (post, row) for row in chosen for post in [_post(row, actor)]}
        scored = examples.measured([post for post, _ in posts.values()])
        helped = examples.traits(scored)
        found = examples.best([one for one in scored if open_(one[0])], helped, most)
        if found or not same:
            return Examples(
                tuple(_example(one, posts[one.post.id][1]) for one in found), same and bool(found),
                tuple(trait for trait in helped if trait.code == examples.TAG),
                tuple(trait for trait in helped if trait.code == examples.HOURS), len(scored), since,
                sum(post.hour is not None for post, _ in scored),
            )
    raise AssertionError("the whole association comes last")


def _post(row: Any, actor: Actor) -> examples.Post:
    metric, _, _, interactions, _ = row
    hour = metric.published_at.astimezone(ZoneInfo(actor.timezone)).hour if metric.published_at else None
    return examples.Post(
        f"{metric.shop_id.hex}/{metric.post_id}", metric.shop_id.hex, metric.kind, metric.title, tuple(metric.hashtags.split()),
        interactions, hour,
    )


def _example(one: examples.Best, row: Any) -> Example:
    metric, account, marketplace, interactions, _ = row
    return Example(
        one.post.id, metric.published_on, marketplace, account, metric.kind, metric.title, one.post.tags, metric.permalink,
        interactions, one.times, one.why,
    )


# -- what may be said of a product -------------------------------------------------------------------------------------


def known(
    session: Session, actor: Actor, *, product_id: UUID, today: date, campaign_id: UUID | None = None, channel: str = captions.WA_STATUS,
) -> Known:
    """A product's facts with the campaign that it is to be said with, and what its texts are checked against; raises Missing."""
    actor.require(COORDINATOR, MEMBER)
    product = _product(session, actor, product_id)
    row = catalogue.product(session, actor, product_id=product_id, today=today)
    business = session.scalars(visible(actor, Business).where(Business.id == product.business_id)).one()
    house = session.scalars(select(Association).where(Association.association_id == actor.association)).one()
    area = session.scalar(select(Area.name).where(Area.code == (business.area_code or house.area_code)[:REGENCY])) or ""
    campaign = session.scalars(visible(actor, Campaign).where(Campaign.id == campaign_id)).one_or_none() if campaign_id else None
    if campaign_id and campaign is None:
        raise Missing()
    worked = best(session, actor, channel=channel, product_id=product_id, today=today).tags
    facts = Facts(
        product.name, product.category, product.price, product.stock, product.story, product.description,
        (campaign.hashtags if campaign else "", *(tag.value for tag in worked[:2]), product.hashtags, house.hashtags), business.name,
        area.removeprefix("Kabupaten ").strip(),
        tuple(dict.fromkeys(
            one.place.name for one in row.listings if one.place.kind == "marketplace" and one.link_state != DEAD
        )),
        campaign.name if campaign else "", _offer(session, actor, campaign, product_id) if campaign else None,
        campaign.starts_on if campaign else None, campaign.ends_on if campaign else None,
    )
    least = lowest(session, actor, product_id=product_id, campaign_id=campaign_id, day=today)
    return Known(facts, holding(session, actor, business.id, today), least, _names(session, actor, business))


def lowest(session: Session, actor: Actor, *, product_id: UUID, campaign_id: UUID | None, day: date) -> int | None:
    """The price floor of a product on a day, with the voucher and contribution of a campaign; None where its cost is not known."""
    cost = session.scalar(
        select(ProductCost.amount).where(seen(actor, ProductCost), ProductCost.product_id == product_id, ProductCost.valid_from <= day)
        .order_by(ProductCost.valid_from.desc()).limit(1)
    )
    if cost is None:
        return None
    fee: int = parameters.setting(session, actor, key="fee_rate", day=day).value
    campaign = session.scalars(visible(actor, Campaign).where(Campaign.id == campaign_id)).one_or_none() if campaign_id else None
    return floor.lowest(cost, fee, campaign.discount if campaign else 0, campaign.contribution if campaign else 0)


def holding(session: Session, actor: Actor, business_id: UUID, day: date) -> frozenset[str]:
    """The kinds of licences that a business holds on a day."""
    return frozenset(
        row.kind for row in register.licences(session, actor, today=day, business_id=business_id)
        if row.state == HELD and (row.expires_on is None or row.expires_on >= day)
    )


def campaigns(session: Session, actor: Actor, *, business_id: UUID, today: date) -> list[tuple[UUID, str]]:
    """Campaigns that a business joined and that are not over, by their first day: (id, name)."""
    actor.require(COORDINATOR, MEMBER)
    rows = session.execute(
        select(Campaign.id, Campaign.name)
        .join(Participation, and_(
            Participation.association_id == Campaign.association_id, Participation.campaign_id == Campaign.id
        ))
        .where(
            seen(actor, Campaign), seen(actor, Participation), Participation.business_id == business_id,
            Participation.state == JOINED, Campaign.state.in_((VOTED, OPEN)), Campaign.ends_on >= today,
        ).order_by(Campaign.starts_on, Campaign.id)
    )
    return [(id_, name) for id_, name in rows]


def _product(session: Session, actor: Actor, product_id: UUID) -> Product:
    found: Product | None = session.scalars(visible(actor, Product).where(Product.id == product_id)).one_or_none()
    if found is None:
        raise Missing()
    return found


def _offer(session: Session, actor: Actor, campaign: Campaign, product_id: UUID) -> int | None:
    """The lowest campaign price of the product: what a buyer may be told."""
    return session.scalar(
        select(func.min(CampaignListing.price))
        .join(ListingProduct, and_(
            ListingProduct.association_id == CampaignListing.association_id, ListingProduct.listing_id == CampaignListing.listing_id
        ))
        .where(
            seen(actor, CampaignListing), CampaignListing.campaign_id == campaign.id, ListingProduct.product_id == product_id,
            CampaignListing.valid_to.is_(None) | (CampaignListing.valid_to > campaign.ends_on), on(ListingProduct, campaign.starts_on),
        )
    )


def _names(session: Session, actor: Actor, business: Business) -> tuple[str, ...]:
    """Everybody who runs the business: they are told to nobody outside."""
    persons = select(Person.name).where(Person.association_id == actor.association, or_(
        Person.id == business.owner_id, Person.account_id.in_(_accounts(actor, business.id)),
    ))
    accounts = select(Account.name).where(Account.id.in_(_accounts(actor, business.id)))
    return tuple(sorted({name for wanted in (persons, accounts) for name in session.scalars(wanted) if name}))


def _accounts(actor: Actor, business_id: UUID) -> Any:
    return select(BusinessAccess.account_id).where(
        BusinessAccess.association_id == actor.association, BusinessAccess.business_id == business_id
    )


# -- drafts and the plan -----------------------------------------------------------------------------------------------


def one(session: Session, actor: Actor, *, draft_id: UUID) -> Drafted:
    """A text on its way; raises Missing."""
    actor.require(COORDINATOR, MEMBER)
    found = _drafts(session, actor, PostDraft.id == draft_id)
    if not found:
        raise Missing()
    return found[0]


def findings(session: Session, actor: Actor, *, draft_id: UUID, today: date) -> tuple[checks.Finding, ...]:
    """What the check finds in a text as it stands, on the day on which it is to be posted; raises Missing."""
    actor.require(COORDINATOR, MEMBER)
    draft = session.scalars(visible(actor, PostDraft).where(PostDraft.id == draft_id, PostDraft.removed_at.is_(None))).one_or_none()
    if draft is None:
        raise Missing()
    return checked(session, actor, draft, today)


def checked(session: Session, actor: Actor, draft: PostDraft, today: date) -> tuple[checks.Finding, ...]:
    """``findings`` of a draft that is at hand."""
    day = actor.day(draft.planned_for) if draft.planned_for else today
    least = lowest(session, actor, product_id=draft.product_id, campaign_id=draft.campaign_id, day=today) if draft.product_id else None
    return checks.check(
        draft.text, licences=holding(session, actor, draft.business_id, day), lowest=least, posted_on=day,
    )


def drafts(session: Session, actor: Actor, *, business_id: UUID | None = None, limit: int = 50) -> list[Drafted]:
    """Texts that are not posted yet come first, each group the newest first."""
    actor.require(COORDINATOR, MEMBER)
    found = _drafts(session, actor, PostDraft.business_id == business_id if business_id else true(), limit)
    return sorted(found, key=lambda draft: draft.posted_at is not None)


def illustrated(session: Session, draft: PostDraft) -> bool:
    """Whether the question which photo goes with a draft is answered, and the photo of that product still there."""
    return bool(session.scalar(select(_photo()).where(
        PostDraft.association_id == draft.association_id, PostDraft.id == draft.id,
    )))


def plan(session: Session, actor: Actor, *, first: date, last: date, business_id: UUID | None = None) -> list[Planned]:
    """What is to be posted from ``first`` to ``last`` (local days): own texts, and the posts that campaigns ask for, by time."""
    actor.require(COORDINATOR, MEMBER)
    zone = ZoneInfo(actor.timezone)
    own = _drafts(session, actor, PostDraft.business_id == business_id if business_id else true(), 500)
    found = [
        Planned(
            day, draft.planned_for, draft.channel, draft.product or draft.campaign, draft.business, draft.posted_at is not None, draft.id,
        )
        for draft in own if draft.planned_for and first <= (day := draft.planned_for.astimezone(zone).date()) <= last
    ]
    asked = session.execute(
        select(CampaignTask, Campaign.name, Business.name)
        .join(Campaign, and_(Campaign.association_id == CampaignTask.association_id, Campaign.id == CampaignTask.campaign_id))
        .outerjoin(Business, and_(Business.association_id == CampaignTask.association_id, Business.id == CampaignTask.business_id))
        .where(
            seen(actor, CampaignTask), CampaignTask.kind == "content", CampaignTask.state != "dropped",
            CampaignTask.due_on.between(first, last), CampaignTask.business_id == business_id if business_id else true(),
        )
    )
    found += [
        Planned(task.due_on, None, task.channel, f"{task.title} ({name})", business or "", task.state == "done", None)
        for task, name, business in asked
    ]
    return sorted(found, key=lambda one: (one.day, one.at is None, one.at.timestamp() if one.at else 0, one.title))


def practice(session: Session, actor: Actor, *, business_id: UUID | None = None) -> Practice:
    """How often the assistant was asked (of one business or all that are seen), and what people made of its drafts."""
    actor.require(COORDINATOR, MEMBER)
    wanted = AssistantUse.business_id == business_id if business_id else true()
    asked = session.execute(
        select(AssistantUse.business_id, AssistantUse.draft_id)
        .where(seen(actor, AssistantUse), wanted, AssistantUse.outcome == "drafted")
    ).all()
    completed = session.scalar(
        select(func.count()).select_from(PostDraft)
        .where(seen(actor, PostDraft), PostDraft.id.in_([row.draft_id for row in asked]), PostDraft.added != "")
    )
    return Practice(len(Counter(row.business_id for row in asked)), len(asked), completed or 0)


def spent(session: Session, actor: Actor, *, today: date) -> Spent:
    """What the association's questions of this month took; who asked is nobody's to see here."""
    actor.require(COORDINATOR)
    first = datetime.combine(today.replace(day=1), time(), ZoneInfo(actor.timezone))
    rows = session.execute(
        select(AssistantUse.outcome, func.count(), func.coalesce(func.sum(AssistantUse.cost), 0))
        .where(AssistantUse.association_id == actor.association, AssistantUse.asked_at >= first).group_by(AssistantUse.outcome)
    ).all()
    times = {outcome: count for outcome, count, _cost in rows}
    capped = times.pop("capped", 0)
    return Spent(sum(times.values()), times.get("drafted", 0), capped, sum(int(cost) for _outcome, _count, cost in rows))


def _photo() -> ColumnElement[str]:
    """SENT, ON_PHONE, OF_PRODUCT or "" of a draft."""
    of_product = exists().where(
        ProductPhoto.association_id == PostDraft.association_id, ProductPhoto.product_id == PostDraft.product_id,
        ProductPhoto.removed_at.is_(None),
    )
    return case(
        (PostDraft.evidence_id.is_not(None), SENT), (PostDraft.photo == ON_PHONE, ON_PHONE),
        (and_(PostDraft.photo == OF_PRODUCT, of_product), OF_PRODUCT), else_="",
    )


def _drafts(session: Session, actor: Actor, wanted: Any, limit: int = 50) -> list[Drafted]:
    rows = session.execute(
        select(PostDraft, Business.name, Product.name, Campaign.name, _photo())
        .join(Business, and_(Business.association_id == PostDraft.association_id, Business.id == PostDraft.business_id))
        .outerjoin(Product, and_(Product.association_id == PostDraft.association_id, Product.id == PostDraft.product_id))
        .outerjoin(Campaign, and_(Campaign.association_id == PostDraft.association_id, Campaign.id == PostDraft.campaign_id))
        .where(seen(actor, PostDraft), PostDraft.removed_at.is_(None), wanted)
        .order_by(PostDraft.made_at.desc(), PostDraft.id.desc()).limit(limit)
    )
    found = [
        Drafted(
            d.id, d.business_id, business, d.product_id, product or "", d.campaign_id, campaign or "", d.channel, d.source,
            tuple(d.seen), d.drafted, d.added, d.text or captions.with_own(d.drafted, d.added), d.evidence_id, photo,
            tuple(d.warnings), d.planned_for, d.copied_at, d.posted_at, d.made_at,
        )
        for d, business, product, campaign, photo in rows
    ]
    return [one if one.ready else replace(one, text="") for one in found]
