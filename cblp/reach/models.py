"""Posts and their figures, the daily figures of accounts, shops' own statistics, and the WhatsApp log."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cblp.db.base import Base, Entity, Fact, belongs
from cblp.db.types import Rupiah


class PostMetric(Fact, Base):
    """A post with its figures as one file showed them; the current one is the latest observation."""

    __tablename__ = "post_metric"
    shop_id: Mapped[UUID] = mapped_column(primary_key=True)
    post_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(300))
    hashtags: Mapped[str] = mapped_column(String(600))
    permalink: Mapped[str] = mapped_column(String(300))
    published_on: Mapped[date]
    published_at: Mapped[datetime | None]
    duration: Mapped[int | None]
    reach: Mapped[int | None]
    views: Mapped[int | None]
    likes: Mapped[int | None]
    comments: Mapped[int | None]
    shares: Mapped[int | None]
    saves: Mapped[int | None]
    clicks: Mapped[int | None]
    new_followers: Mapped[int | None]
    peak_viewers: Mapped[int | None]
    orders: Mapped[int | None]
    sales: Mapped[Rupiah | None]
    __table_args__ = (
        belongs("shop_id", "shop"),
        belongs("batch_id", "import_batch"),
        Index("ix_post_metric_day", "association_id", "published_on"),
        Index("ix_post_metric_batch", "association_id", "batch_id"),
    )


class AccountDay(Fact, Base):
    """One figure of an account on one day."""

    __tablename__ = "account_day"
    shop_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(String(20), primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    value: Mapped[int]
    __table_args__ = (
        belongs("shop_id", "shop"),
        belongs("batch_id", "import_batch"),
        Index("ix_account_day_day", "association_id", "day"),
        Index("ix_account_day_batch", "association_id", "batch_id"),
    )


class AccountSnapshot(Entity, Base):
    """Followers, rating and number of reviews of an account or shop on a day, typed from what its page shows."""

    __tablename__ = "account_snapshot"
    shop_id: Mapped[UUID]
    day: Mapped[date]
    followers: Mapped[int | None]
    rating: Mapped[int | None]  # hundredths of a star
    reviews: Mapped[int | None]
    evidence: Mapped[str] = mapped_column(String(10), default="typed")  # typed, screenshot, export
    entered_at: Mapped[datetime]
    entered_by: Mapped[UUID | None]
    revoked_at: Mapped[datetime | None]
    __table_args__ = (belongs("shop_id", "shop"), Index(None, "association_id", "shop_id", "day"))


class ShopDay(Fact, Base):
    """A shop's own statistics of one day, one row per kind of report that gave them."""

    __tablename__ = "shop_day"
    shop_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    report: Mapped[str] = mapped_column(String(40), primary_key=True)  # the format: shop statistics, chat, ...
    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    visitors: Mapped[int | None]
    product_views: Mapped[int | None]
    product_clicks: Mapped[int | None]
    buyers: Mapped[int | None]
    new_buyers: Mapped[int | None]
    orders: Mapped[int | None]
    sales: Mapped[Rupiah | None]
    chats: Mapped[int | None]
    chats_answered: Mapped[int | None]
    response_seconds: Mapped[int | None]
    satisfaction: Mapped[int | None]
    __table_args__ = (
        belongs("shop_id", "shop"),
        belongs("batch_id", "import_batch"),
        Index("ix_shop_day_day", "association_id", "day"),
        Index("ix_shop_day_batch", "association_id", "batch_id"),
    )


class WhatsappLog(Entity, Base):
    """What a business did on WhatsApp on a day; a later entry of the same day replaces the earlier, which stays."""

    __tablename__ = "whatsapp_log"
    business_id: Mapped[UUID]
    day: Mapped[date]
    statuses: Mapped[int | None]
    group_posts: Mapped[int | None]
    views: Mapped[int | None]
    chats: Mapped[int | None]
    orders: Mapped[int | None]
    typed_sale_id: Mapped[UUID | None]  # the sale that its amount made
    entered_at: Mapped[datetime]
    entered_by: Mapped[UUID | None]
    replaced_at: Mapped[datetime | None]
    __table_args__ = (
        belongs("business_id", "business"),
        Index(None, "association_id", "day"),
        Index(None, "association_id", "business_id", "day"),
    )
