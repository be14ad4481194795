"""Campaigns: the plan, who takes part with which listings at which price, tasks, duties and the hours that were given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cblp.db.base import Base, Edited, Entity, Tenant, belongs
from cblp.db.types import Rupiah


class Campaign(Entity, Edited, Base):
    """A promotion that members run together: proposed → voted → open → closed → reconciled → shared (or dropped)."""

    __tablename__ = "campaign"
    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(120))
    template: Mapped[str] = mapped_column(String(30), default="")
    story: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    starts_on: Mapped[date]
    ends_on: Mapped[date]  # the last day
    answer_by: Mapped[date | None]  # until when members say whether they join
    hashtags: Mapped[str] = mapped_column(String(300), default="")
    target_sales: Mapped[Rupiah | None]
    marketplaces: Mapped[list[Any]] = mapped_column(default=list)  # codes; empty: wherever members sell
    offers: Mapped[list[Any]] = mapped_column(default=list)  # discount, voucher, door_prize, buy_one_get_one, live
    discount: Mapped[int] = mapped_column(default=0)  # what the seller adds to the campaign price, basis points (vouchers)
    contribution: Mapped[int] = mapped_column(default=0)  # basis points of net sales that members pay into the pool
    rule_version_id: Mapped[UUID | None]  # rule before money: frozen and passed before it opens
    decision_id: Mapped[UUID | None]  # the decision on the campaign itself
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reconciled_at: Mapped[datetime | None]
    shared_at: Mapped[datetime | None]
    frozen: Mapped[dict[str, Any] | None]  # the figures per business as they were when it was reconciled
    lessons: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]
    __table_args__ = (
        UniqueConstraint("association_id", "code"),
        belongs("rule_version_id", "sharing_rule_version"),
        belongs("decision_id", "decision"),
        CheckConstraint("state in ('proposed','voted','open','closed','reconciled','shared','dropped')", name="state"),
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint("discount between 0 and 10000 and contribution between 0 and 10000", name="shares"),
    )


class CampaignProduct(Tenant, Base):
    """A product that the plan is about; a campaign without any is about all products."""

    __tablename__ = "campaign_product"
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    __table_args__ = (belongs("campaign_id", "campaign"), belongs("product_id", "product"))


class CampaignTask(Entity, Edited, Base):
    """Something to do for a campaign, or something to post (the content calendar)."""

    __tablename__ = "campaign_task"
    campaign_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(8))  # task, content
    title: Mapped[str] = mapped_column(String(160))
    channel: Mapped[str] = mapped_column(String(16), default="")  # marketplace code of what is posted
    due_on: Mapped[date]
    business_id: Mapped[UUID | None]  # who does it; null: the coordinator
    state: Mapped[str] = mapped_column(String(8), default="open")  # open, doing, done, dropped
    done_at: Mapped[datetime | None]
    __table_args__ = (
        belongs("campaign_id", "campaign"), belongs("business_id", "business"), Index(None, "association_id", "campaign_id"),
        CheckConstraint("kind in ('task','content')", name="kind"),
        CheckConstraint("state in ('open','doing','done','dropped')", name="state"),
    )


class Duty(Entity, Base):
    """A role that rotates (packing, live, photos, board), held by a business over days; its points are the base of roles."""

    __tablename__ = "duty"
    campaign_id: Mapped[UUID | None]  # null: a duty of the association, such as the board
    business_id: Mapped[UUID]
    role: Mapped[str] = mapped_column(String(60))
    points: Mapped[int] = mapped_column(default=1)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    given_by: Mapped[UUID | None]
    __table_args__ = (
        belongs("campaign_id", "campaign"), belongs("business_id", "business"), Index(None, "association_id", "campaign_id"),
        CheckConstraint("points > 0", name="points"),
    )


class Participation(Entity, Edited, Base):
    """A business in a campaign: invited → joined, declined or withdrew. Whether it is ready is asked, not stored."""

    __tablename__ = "participation"
    campaign_id: Mapped[UUID]
    business_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(8), default="invited")
    invited_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]  # declined or withdrew
    reason: Mapped[str] = mapped_column(String(200), default="")
    entered_by: Mapped[UUID | None]
    __table_args__ = (
        belongs("campaign_id", "campaign"), belongs("business_id", "business"),
        UniqueConstraint("association_id", "campaign_id", "business_id"),
        CheckConstraint("state in ('invited','joined','declined','withdrew')", name="state"),
    )


class CampaignListing(Entity, Edited, Base):
    """A listing that takes part: its campaign price and the stock that was promised. On a day it is in one campaign only."""

    __tablename__ = "campaign_listing"
    campaign_id: Mapped[UUID]
    business_id: Mapped[UUID]
    listing_id: Mapped[UUID]
    price: Mapped[Rupiah | None]
    promised_stock: Mapped[int | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]  # the first day on which it is out again
    entered_by: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    __table_args__ = (
        belongs("campaign_id", "campaign"), belongs("business_id", "business"), belongs("listing_id", "listing"),
        Index(None, "association_id", "campaign_id"), Index(None, "association_id", "listing_id"),
        CheckConstraint("price is null or price > 0", name="price"),
    )


class Effort(Entity, Edited, Base):
    """Time that a business gave to a campaign or to the association: claimed → confirmed or disputed by somebody else."""

    __tablename__ = "effort"
    campaign_id: Mapped[UUID | None]
    business_id: Mapped[UUID]
    day: Mapped[date]
    activity: Mapped[str] = mapped_column(String(20))  # packing, photos, live, content, delivery, meeting, other
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(9), default="claimed")
    claimed_by: Mapped[UUID | None]
    claimed_at: Mapped[datetime]
    judged_by: Mapped[UUID | None]
    judged_at: Mapped[datetime | None]
    judgement: Mapped[str] = mapped_column(String(200), default="")  # why it is disputed
    __table_args__ = (
        belongs("campaign_id", "campaign"), belongs("business_id", "business"), Index(None, "association_id", "day"),
        CheckConstraint("minutes between 1 and 1440", name="minutes"),
        CheckConstraint("state in ('claimed','confirmed','disputed')", name="state"),
    )
