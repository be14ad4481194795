"""Pictures of products in other forms: small ones for lists (1200 pixels are far too much for a thumb's width), and to be posted."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from PIL import Image
from sqlalchemy.orm import Session

from cblp.catalogue import reports
from cblp.db.actor import Actor


def thumbnail(session: Session, actor: Actor, *, photo_id: UUID, side: int) -> bytes:
    """The WebP bytes of a photo, at most ``side`` pixels on its longer side; raises Missing."""
    with Image.open(BytesIO(reports.photo(session, actor, photo_id=photo_id)), formats=["WEBP"]) as photo:
        photo.thumbnail((side, side))
        out = BytesIO()
        photo.save(out, "WEBP", quality=80)
    return out.getvalue()


def jpeg(session: Session, actor: Actor, *, photo_id: UUID) -> bytes:
    """The JPEG bytes of a photo in its whole size: not every app that posts pictures takes WebP. Raises Missing."""
    with Image.open(BytesIO(reports.photo(session, actor, photo_id=photo_id)), formats=["WEBP"]) as photo:
        out = BytesIO()
        photo.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()
