"""Columns that somebody picked for a sheet of their own, saved per shop and found again by the sheet's headers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.catalogue.services import shops
from cblp.db.actor import Actor
from cblp.importers import Mapping, SheetPreview
from cblp.intake.models import SavedMapping
from cblp.people.services import audit


def save(session: Session, actor: Actor, *, shop_id: UUID, headers: Sequence[str], mapping: Mapping, now: datetime) -> None:
    """Keep a mapping for the sheets with these headers; the latest of a shop's counts. Raises Missing, NotAllowed."""
    shop, owner = shops.own(session, actor, shop_id)
    known = session.scalar(select(SavedMapping).where(
        SavedMapping.association_id == actor.association, SavedMapping.headers == fingerprint(headers)
    ))
    if known:
        known.shop_id, known.columns, known.saved_at, known.saved_by = shop.id, asdict(mapping), now, actor.account
    else:
        session.add(SavedMapping(
            association_id=actor.association, shop_id=shop.id, headers=fingerprint(headers), columns=asdict(mapping), saved_at=now,
            saved_by=actor.account,
        ))
    audit.record(session, actor, now=now, action="changed", entity="saved_mapping", subject=shop.id, label=shop.handle, behalf_of=owner)
    session.flush()


def find(session: Session, actor: Actor, *, sheets: Iterable[SheetPreview]) -> tuple[Mapping, UUID] | None:
    """The mapping saved for the first of these sheets whose headers are known, and its shop; None when there is none."""
    for sheet in sheets:
        row = session.scalar(select(SavedMapping).where(
            SavedMapping.association_id == actor.association, SavedMapping.headers == fingerprint(sheet.headers)
        ))
        if row:
            return Mapping(**row.columns), row.shop_id
    return None


def fingerprint(headers: Sequence[str]) -> str:
    """What a sheet is known by: its headers in order, however they are spaced and capitalised."""
    plain = "\n".join(" ".join(header.split()).casefold() for header in headers if header.strip())
    return hashlib.sha256(plain.encode()).hexdigest()
