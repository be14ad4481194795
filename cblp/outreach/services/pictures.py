"""Pictures of what is published, in the widths that a phone asks for.

Three steps, so that no transaction waits while pictures are drawn: ``due`` (a read), ``resize`` (no database), ``keep`` (a service).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from PIL import Image
from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

import cblp.catalogue.scope
import cblp.outreach.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.models import Product, ProductPhoto
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.scope import seen
from cblp.outreach.models import PhotoSize, StorefrontProduct

WIDTHS: Final = (320, 800)
"""Pixels: two columns of a phone, and one picture over the whole of a sharp screen."""
QUALITY: Final = 72


@dataclass(frozen=True)
class Sized:
    """A picture of a photo in one width (a narrow photo has one only, in its own)."""

    photo_id: UUID
    content: bytes
    width: int
    height: int


def due(session: Session, actor: Actor, *, limit: int = 40) -> list[tuple[UUID, bytes]]:
    """(id, WebP bytes) of photos of published products that have no picture in the storefront's widths yet, the oldest first."""
    sized = exists().where(PhotoSize.association_id == ProductPhoto.association_id, PhotoSize.photo_id == ProductPhoto.id)
    rows = session.execute(
        select(ProductPhoto.id, ProductPhoto.content)
        .join(StorefrontProduct, and_(
            StorefrontProduct.association_id == ProductPhoto.association_id,
            StorefrontProduct.product_id == ProductPhoto.product_id, StorefrontProduct.withdrawn_at.is_(None),
        ))
        .where(seen(actor, ProductPhoto), ProductPhoto.removed_at.is_(None), ~sized).order_by(ProductPhoto.id).limit(limit)
    )
    return [(photo_id, bytes(content)) for photo_id, content in rows]


def resize(photo_id: UUID, content: bytes) -> list[Sized]:
    """A prepared photo in each of WIDTHS, never larger than it is."""
    with Image.open(BytesIO(content), formats=("WEBP",)) as opened:
        picture = opened.convert("RGB")
    made = []
    for width in sorted({min(width, picture.width) for width in WIDTHS}):
        height = max(1, round(picture.height * width / picture.width))
        out = BytesIO()
        picture.resize((width, height), Image.Resampling.LANCZOS).save(out, "WEBP", quality=QUALITY, method=4)
        made.append(Sized(photo_id, out.getvalue(), width, height))
    return made


def keep(session: Session, actor: Actor, *, made: Sequence[Sized], now: datetime) -> int:
    """Keep pictures (coordinator, or a member for their own photos); returns how many were new.

    A photo that was removed meanwhile, or that the actor may not see, is passed over.
    """
    actor.require(COORDINATOR, MEMBER)
    businesses = dict(session.execute(
        select(ProductPhoto.id, Product.business_id)
        .join(Product, and_(Product.association_id == ProductPhoto.association_id, Product.id == ProductPhoto.product_id))
        .where(seen(actor, ProductPhoto), ProductPhoto.id.in_({one.photo_id for one in made}), ProductPhoto.removed_at.is_(None))
    ).all())
    known = set(session.execute(
        select(PhotoSize.photo_id, PhotoSize.width)
        .where(PhotoSize.association_id == actor.association, PhotoSize.photo_id.in_(businesses))
    ).all())
    new = [one for one in made if one.photo_id in businesses and (one.photo_id, one.width) not in known]
    for one in new:
        actor.require_business(businesses[one.photo_id])
        session.add(PhotoSize(
            association_id=actor.association, photo_id=one.photo_id, width=one.width, height=one.height,
            sha256=hashlib.sha256(one.content).digest(), content=one.content,
        ))
    session.flush()
    return len(new)


def forget(session: Session, actor: Actor, *, now: datetime) -> int:
    """Empty the pictures of photos that were removed; returns how many. That there was one stays, so that it can be said to be gone."""
    actor.require(COORDINATOR)
    rows = session.scalars(
        select(PhotoSize)
        .join(ProductPhoto, and_(ProductPhoto.association_id == PhotoSize.association_id, ProductPhoto.id == PhotoSize.photo_id))
        .where(PhotoSize.association_id == actor.association, ProductPhoto.removed_at.is_not(None), PhotoSize.height > 0)
    ).all()
    for row in rows:
        row.content, row.height = b"", 0
    session.flush()
    return len(rows)


def make(read: Callable[..., Any], act: Callable[..., Any], actor: Actor, *, told: Callable[[int], object] = lambda _done: None) -> int:
    """All three steps until nothing is due, photo by photo; ``read`` and ``act`` run a report and a service. Returns how many photos."""
    done = 0
    while found := read(actor, due):
        for photo_id, content in found:
            if not act(actor, keep, made=resize(photo_id, content)):
                return done  # not ours to keep: another look would find it again
            done += 1
            told(done)
    return done
