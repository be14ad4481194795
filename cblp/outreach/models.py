"""What stands in the storefront, how often it was opened, texts for posts, and the association's own letters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cblp.db.base import Base, Edited, Entity, Tenant, belongs
from cblp.db.types import Rupiah

# -- storefront ----------------------------------------------------------------------------------------------------------


class StorefrontProduct(Entity, Base):
    """A product that stands in the storefront from an instant to another. It is shown only while its owner consents, too.

    ``slug`` is its place in addresses for good: a printed code must not die because a name was changed.
    """

    __tablename__ = "storefront_product"
    product_id: Mapped[UUID]
    slug: Mapped[str] = mapped_column(String(80))
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    __table_args__ = (
        belongs("product_id", "product"), UniqueConstraint("association_id", "product_id"), UniqueConstraint("association_id", "slug"),
    )


class StorefrontMember(Entity, Base):
    """A business's place in addresses, for good."""

    __tablename__ = "storefront_member"
    business_id: Mapped[UUID]
    slug: Mapped[str] = mapped_column(String(80))
    __table_args__ = (
        belongs("business_id", "business"), UniqueConstraint("association_id", "business_id"), UniqueConstraint("association_id", "slug"),
    )


class PhotoSize(Tenant, Base):
    """A product's picture in one of the storefront's widths, found by the hash of its content."""

    __tablename__ = "photo_size"
    photo_id: Mapped[UUID] = mapped_column(primary_key=True)
    width: Mapped[int] = mapped_column(primary_key=True)
    height: Mapped[int]
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    __table_args__ = (belongs("photo_id", "product_photo"), Index(None, "association_id", "sha256"))


class StorefrontCount(Tenant, Base):
    """How often something of the storefront was opened or pressed on a day: a number, nobody's name, address or cookie."""

    __tablename__ = "storefront_count"
    day: Mapped[date] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(12), primary_key=True)  # page, product, campaign, buy, order, code
    product_id: Mapped[UUID] = mapped_column(primary_key=True)  # or the id of the business, campaign or association that was opened
    marketplace: Mapped[str] = mapped_column(String(20), primary_key=True, default="")
    times: Mapped[int] = mapped_column(default=0)


# -- content studio ------------------------------------------------------------------------------------------------------


class PostDraft(Entity, Edited, Base):
    """A text for a post on its way: seen (an example of ours), drafted, added to of one's own, copied, posted."""

    __tablename__ = "post_draft"
    business_id: Mapped[UUID]
    product_id: Mapped[UUID | None]
    campaign_id: Mapped[UUID | None]
    channel: Mapped[str] = mapped_column(String(12))  # wa_status, instagram, tiktok, listing
    source: Mapped[str] = mapped_column(String(8))  # template, ai
    seen: Mapped[list[Any]] = mapped_column(default=list)  # ids of posts that were looked at (niteni)
    drafted: Mapped[str] = mapped_column(Text, default="")  # what was proposed (niroke)
    added: Mapped[str] = mapped_column(String(600), default="")  # the member's own sentence (nambahi)
    text: Mapped[str] = mapped_column(Text, default="")  # as it was copied
    evidence_id: Mapped[UUID | None]  # the photo that was sent for it
    photo: Mapped[str | None] = mapped_column(String(8))  # where it is if none was sent: phone, product; None: nobody said yet
    warnings: Mapped[list[Any]] = mapped_column(default=list)  # codes of what the check found, and was shown
    planned_for: Mapped[datetime | None]
    copied_at: Mapped[datetime | None]
    posted_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    __table_args__ = (
        belongs("business_id", "business"), belongs("product_id", "product"), belongs("campaign_id", "campaign"),
        belongs("evidence_id", "evidence"), Index(None, "association_id", "business_id"),
        CheckConstraint("channel in ('wa_status','instagram','tiktok','listing')", name="channel"),
        CheckConstraint("source in ('template','ai')", name="source"),
    )


class AssistantUse(Entity, Base):
    """One question to the writing assistant: when, how much, what it cost. Learning evidence, and what the cap is kept by."""

    __tablename__ = "assistant_use"
    business_id: Mapped[UUID | None]
    draft_id: Mapped[UUID | None]
    model: Mapped[str] = mapped_column(String(80))
    outcome: Mapped[str] = mapped_column(String(12))  # drafted, refused, failed, capped
    asked_at: Mapped[datetime]
    tokens_in: Mapped[int] = mapped_column(default=0)
    tokens_out: Mapped[int] = mapped_column(default=0)
    cost: Mapped[Rupiah] = mapped_column(default=0)
    __table_args__ = (belongs("business_id", "business"), Index(None, "association_id", "asked_at"))


# -- letters -------------------------------------------------------------------------------------------------------------


class LetterText(Tenant, Edited, Base):
    """The association's own words for one kind of letter in one language; without a row the product's words are used."""

    __tablename__ = "letter_text"
    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    text: Mapped[str] = mapped_column(String(700))
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]
    __table_args__ = (CheckConstraint("language in ('id','en')", name="language"),)
