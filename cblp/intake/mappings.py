"""Saved columns: which columns of a shop's own sheet mean what, found again by the sheet's headers.

Matching is done once; the next sheet with the same headers is read without asking, for the shop that had it last.
"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.intake.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.models import Shop
from cblp.catalogue.services import shops
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.db.scope import seen, visible
from cblp.errors import Missing, UserError
from cblp.i18n import N_
from cblp.importers.columns import normalise
from cblp.importers.mapping import MEANINGS, lacking
from cblp.importers.options import Mapping
from cblp.importers.records import SheetPreview
from cblp.intake.models import SavedMapping
from cblp.people.services import audit


class ColumnsMissing(UserError):
    """Without a day, an item and an amount a row is no sale."""

    message = N_("Choose the columns of the date, the product and the amount first.")


class ColumnTwice(UserError):
    """One column can only mean one thing."""

    message = N_('The column "{header}" is chosen twice. Choose another one.')


@dataclass(frozen=True)
class Saved:
    """Columns that were matched for a shop: ``columns`` maps meanings to the headers as the sheet prints them."""

    id: UUID
    shop_id: UUID
    marketplace: str
    handle: str
    columns: Dict[str, str]
    saved_at: datetime


def sign(headers: Sequence[str]) -> str:
    """By what a sheet is known again: its headers in their order, whatever their case and spaces."""
    return sha256("\n".join(normalise(header) for header in headers if header.strip()).encode()).hexdigest()


def saved(session: Session, actor: Actor) -> list[Saved]:
    """The saved columns of the shops that the actor may read, by shop."""
    rows = session.execute(
        select(SavedMapping, Shop.marketplace, Shop.handle)
        .join(Shop, (Shop.association_id == SavedMapping.association_id) & (Shop.id == SavedMapping.shop_id))
        .where(seen(actor, SavedMapping)).order_by(Shop.marketplace, Shop.handle, SavedMapping.saved_at)
    )
    return [Saved(m.id, m.shop_id, market, handle, m.columns["columns"], m.saved_at) for m, market, handle in rows]


def find(session: Session, actor: Actor, *, sheets: Sequence[SheetPreview]) -> tuple[Mapping, UUID] | None:
    """How a file with these sheets was read the last time and for which shop; None when it is new."""
    signs = {sign(sheet.headers): sheet.name for sheet in sheets}
    found = session.execute(
        select(SavedMapping, Shop.marketplace)
        .join(Shop, (Shop.association_id == SavedMapping.association_id) & (Shop.id == SavedMapping.shop_id))
        .where(seen(actor, SavedMapping), SavedMapping.headers.in_(signs)).order_by(SavedMapping.saved_at.desc()).limit(1)
    ).one_or_none()
    if found is None:
        return None
    kept, marketplace = found
    return made(kept.columns["columns"], shop_id=kept.shop_id, marketplace=marketplace, sheet=signs[kept.headers]), kept.shop_id


def made(columns: Dict[str, str], *, shop_id: UUID, marketplace: str, sheet: str = "") -> Mapping:
    """The mapping by which the reader reads a sheet for a shop; raises ColumnsMissing, ColumnTwice."""
    unknown = columns.keys() - set(MEANINGS)
    if unknown:
        raise ValueError(f"not a meaning of a column: {unknown}")
    chosen = {meaning: header for meaning, header in columns.items() if header}
    if lacking(list(chosen)):
        raise ColumnsMissing()
    headers = list(chosen.values())
    for header in headers:
        if headers.count(header) > 1:
            raise ColumnTwice(header=header)
    return Mapping(columns=chosen, marketplace=marketplace, sheet=sheet, shop=str(shop_id))


def save(session: Session, actor: Actor, *, shop_id: UUID, sheet: SheetPreview, columns: Dict[str, str], now: datetime) -> UUID:
    """Remember the columns of a sheet for a shop (coordinator, or the member whose shop it is); returns the id.

    A sheet with the same headers is remembered once, for the shop that was saved last. Raises ColumnsMissing, ColumnTwice,
    Missing, NotAllowed.
    """
    shop, owner = shops.own(session, actor, shop_id)
    chosen = dict(made(columns, shop_id=shop.id, marketplace=shop.marketplace).columns)
    known = session.scalars(
        select(SavedMapping).where(SavedMapping.association_id == actor.association, SavedMapping.headers == sign(sheet.headers))
    ).one_or_none()
    if known is None:
        known = SavedMapping(association_id=actor.association, id=uuid7(), headers=sign(sheet.headers))
        session.add(known)
    known.shop_id, known.columns, known.saved_at, known.saved_by = shop.id, {"columns": chosen}, now, actor.account
    session.flush()
    audit.record(
        session, actor, now=now, action="changed", entity="saved_mapping", subject=known.id, label=shop.handle, behalf_of=owner,
    )
    return known.id


def forget(session: Session, actor: Actor, *, mapping_id: UUID, now: datetime) -> None:
    """Ask about the columns again the next time; raises Missing, NotAllowed."""
    kept = session.scalars(visible(actor, SavedMapping).where(SavedMapping.id == mapping_id)).one_or_none()
    if kept is None:
        raise Missing()
    shop, owner = shops.own(session, actor, kept.shop_id)
    session.delete(kept)
    session.flush()
    audit.record(
        session, actor, now=now, action="ended", entity="saved_mapping", subject=mapping_id, label=shop.handle, behalf_of=owner,
    )
