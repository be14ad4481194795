"""The sales of a campaign: orders of the listings that were in it on their day, of the businesses that took part.

An order line is the campaign's when (1) its day is one of the campaign's days, (2) its listing was in the campaign on that
day, and (3) whose sale it is that day joined the campaign, withdrawn since or not. Sales whose owner is not known are the
campaign's without being anybody's. Typed sales have no listing and are never a campaign's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.sales.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign, CampaignListing, Participation
from cblp.campaigns.states import OPENED
from cblp.catalogue.models import Shop
from cblp.catalogue.ownership import Holder, with_holder
from cblp.db.actor import Actor
from cblp.db.scope import seen
from cblp.sales.metrics import BASE, Measures
from cblp.sales.models import OrderLine
from cblp.sales.reports.query import counted, current, named, of_orders

KEYS: Final = ("day", "business", "product", "listing", "marketplace")


def measured(session: Session, actor: Actor, campaign: Campaign, keys: Sequence[str] = ()) -> dict[tuple[Any, ...], Measures]:
    """The campaign's sales by ``keys`` of KEYS, as far as the actor may see them; nothing before it has opened.

    A business or product of None holds what is not matched yet.
    """
    if campaign.state not in OPENED:
        return {}
    query, holder = lines(actor, campaign, select())
    plain: dict[str, ColumnElement[Any]] = {
        "day": OrderLine.sales_day.expression, "business": holder.business, "product": holder.product,
        "listing": OrderLine.listing_id.expression, "marketplace": Shop.marketplace.expression,
    }
    columns = named(plain[key] for key in keys)
    found = session.execute(of_orders(query.where(counted()), columns)).mappings()
    return {
        tuple(row[column.name] for column in columns): Measures(**{name: int(row[name]) for name in BASE if name in row})
        for row in found if row["orders"]
    }


def lines(actor: Actor, campaign: Campaign, query: Select[Any]) -> tuple[Select[Any], Holder]:
    """``query`` from the campaign's order lines, cancelled and unpaid ones too, joined to shop, campaign listing and holder."""
    query = query.select_from(OrderLine).join(
        Shop, and_(Shop.association_id == OrderLine.association_id, Shop.id == OrderLine.shop_id)
    ).join(CampaignListing, and_(
        CampaignListing.association_id == OrderLine.association_id, CampaignListing.listing_id == OrderLine.listing_id,
        CampaignListing.campaign_id == campaign.id, in_on(OrderLine.sales_day),
    ))
    query, holder = with_holder(
        query, actor, shop=OrderLine.shop_id, listing=OrderLine.listing_id, day=OrderLine.sales_day
    )
    return query.where(
        seen(actor, OrderLine), current(), OrderLine.sales_day.between(campaign.starts_on, campaign.ends_on),
        or_(holder.business.is_(None), holder.business.in_(took_part(actor, campaign))),
    ), holder


def in_on(day: Any) -> ColumnElement[bool]:
    """The campaign listing holds on ``day``; one that was taken out altogether holds on none."""
    condition: ColumnElement[bool] = and_(
        CampaignListing.valid_from <= day, or_(CampaignListing.valid_to.is_(None), CampaignListing.valid_to > day)
    )
    return condition


def took_part(actor: Actor, campaign: Campaign) -> Select[UUID]:
    """Businesses that joined the campaign at some time; who withdrew keeps what was sold before."""
    return select(Participation.business_id).where(
        Participation.association_id == actor.association, Participation.campaign_id == campaign.id,
        Participation.joined_at.is_not(None),
    )
