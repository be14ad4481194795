"""Why an order is a campaign's, or is not: every order line that could be, each with its reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

import cblp.campaigns.scope
import cblp.catalogue.scope
import cblp.people.scope
import cblp.sales.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign, CampaignListing
from cblp.campaigns.reports.attributed import in_on, took_part
from cblp.campaigns.reports.results import found
from cblp.campaigns.states import OPENED
from cblp.catalogue.models import Listing, Shop
from cblp.catalogue.ownership import with_holder
from cblp.db.actor import Actor
from cblp.db.scope import seen
from cblp.i18n import N_, _, formats
from cblp.importers.records import CANCELLED, UNPAID
from cblp.people.models import Business
from cblp.sales.models import OrderLine
from cblp.sales.reports.details import SHOP_NAME
from cblp.sales.reports.query import counted as sold
from cblp.sales.reports.query import current

COUNTED, UNMATCHED, NOT_JOINED, NOT_PAID, CALLED_OFF = "counted", "unmatched", "not_joined", "unpaid", "cancelled"
NOT_YET, NO_LONGER, ELSEWHERE, NOT_OFFERED = "not_yet", "no_longer", "elsewhere", "not_offered"
WHY: Final = {
    COUNTED: N_("{business} joined, and this product took part from {first} to {last}."),
    UNMATCHED: N_("Nobody knows yet whose product this is."),
    NOT_JOINED: N_("{business} did not join this joint promotion."),
    NOT_PAID: N_("The order is not paid yet."),
    CALLED_OFF: N_("The order was cancelled."),
    NOT_YET: N_("This product takes part only since {first}."),
    NO_LONGER: N_("This product took part only until {last}."),
    ELSEWHERE: N_("On that day this product was in {other}."),
    NOT_OFFERED: N_("This product does not take part."),
}
"""All reasons as msgids, by code; see ``said``."""


@dataclass(frozen=True)
class Attributed:
    """An order line on a day of the campaign; ``why`` is a code of WHY. Money in whole rupiah, nothing about the buyer.

    ``first`` and ``last`` are the days from and to which the listing took part, ``price`` its campaign price; ``other`` names
    the campaign that it was in instead.
    """

    day: date
    marketplace: str
    shop: str
    order_no: str
    title: str
    variation: str
    business_id: UUID | None
    business: str
    quantity: int
    sales: int
    why: str
    first: date | None = None
    last: date | None = None
    price: int | None = None
    other: str = ""

    @property
    def counted(self) -> bool:
        """The campaign's, and somebody's."""
        return self.why == COUNTED


@dataclass(frozen=True)
class Page:
    """Some of the lines, newest first, and how many there are."""

    rows: list[Attributed]
    total: int


def said(row: Attributed) -> str:
    """The reason as a sentence in the language in use."""
    return _(WHY[row.why], business=row.business, first=formats.day(row.first), last=formats.day(row.last), other=row.other)


def attribution(
    session: Session, actor: Actor, *, campaign_id: UUID, counted: bool | None = None, business_id: UUID | None = None,
    order_no: str = "", offset: int = 0, limit: int = 50,
) -> Page:
    """The order lines of those who take part on the campaign's days, and all lines of listings that were in it.

    ``counted`` True: only the campaign's, False: only the others. Nothing before it has opened. Raises Missing.
    """
    campaign = found(session, actor, campaign_id)
    if campaign.state not in OPENED:
        return Page([], 0)
    query = select().select_from(OrderLine).join(
        Shop, and_(Shop.association_id == OrderLine.association_id, Shop.id == OrderLine.shop_id)
    ).join(
        Listing, and_(Listing.association_id == OrderLine.association_id, Listing.id == OrderLine.listing_id)
    ).outerjoin(CampaignListing, and_(
        CampaignListing.association_id == OrderLine.association_id, CampaignListing.listing_id == OrderLine.listing_id,
        CampaignListing.campaign_id == campaign.id, in_on(OrderLine.sales_day),
    ))
    query, holder = with_holder(
        query, actor, shop=OrderLine.shop_id, listing=OrderLine.listing_id, day=OrderLine.sales_day
    )
    business = aliased(Business)
    query = query.outerjoin(business, and_(business.association_id == OrderLine.association_id, business.id == holder.business))
    joined = holder.business.in_(took_part(actor, campaign))
    its_own = and_(CampaignListing.id.is_not(None), joined, sold())
    wanted: list[ColumnElement[bool]] = [
        seen(actor, OrderLine), current(), OrderLine.sales_day.between(campaign.starts_on, campaign.ends_on),
        or_(CampaignListing.id.is_not(None), joined),
    ]
    if counted is not None:
        # A holder that nobody knows makes "joined" unknown, and NOT unknown would drop the line: asked as "not found".
        wanted.append(its_own if counted else or_(~sold(), CampaignListing.id.is_(None), holder.business.is_(None), ~joined))
    if business_id:
        wanted.append(holder.business == business_id)
    if order_no.strip():
        wanted.append(OrderLine.order_no == order_no.strip())
    number = session.scalar(query.add_columns(func.count()).where(*wanted)) or 0
    rows = session.execute(
        query.add_columns(
            OrderLine.sales_day, Shop.marketplace, SHOP_NAME.label("shop"), OrderLine.order_no, OrderLine.listing_id, Listing.sku,
            Listing.title, Listing.variation, holder.business.label("business_id"), business.name.label("business"),
            OrderLine.quantity, (OrderLine.gross - OrderLine.discount - OrderLine.refunds).label("sales"), OrderLine.status,
            CampaignListing.valid_from, CampaignListing.valid_to, CampaignListing.price, joined.label("joined"),
        ).where(*wanted)
        .order_by(OrderLine.sales_day.desc(), OrderLine.shop_id, OrderLine.order_no.desc(), OrderLine.line_key)
        .limit(limit).offset(offset)
    ).all()
    elsewhere = _places(session, actor, {row.listing_id for row in rows})
    return Page([_row(campaign, row, elsewhere[row.listing_id]) for row in rows], number)


_Place = tuple[UUID, str, date, date]
"""A stay of a listing: campaign, its name, first day, first day after."""


def _row(campaign: Campaign, row: Any, places: list[_Place]) -> Attributed:
    why, first, after, other = _why(campaign, row, places)
    return Attributed(
        row.sales_day, row.marketplace, row.shop, row.order_no, row.title or row.sku, row.variation, row.business_id,
        row.business or "", row.quantity, row.sales, why, first, after - timedelta(1) if after else None,
        row.price, other,
    )


def _why(campaign: Campaign, row: Any, places: list[_Place]) -> tuple[str, date | None, date | None, str]:
    """(code, first day, first day after, the other campaign's name)."""
    if row.valid_from is not None:
        if row.status in {UNPAID, CANCELLED}:
            why = NOT_PAID if row.status == UNPAID else CALLED_OFF
        elif row.business_id is None:
            why = UNMATCHED
        else:
            why = COUNTED if row.joined else NOT_JOINED
        return why, row.valid_from, row.valid_to, ""
    on_that_day = next((place for place in places if place[2] <= row.sales_day < place[3]), None)
    if on_that_day:
        return ELSEWHERE, None, None, on_that_day[1]
    own = [place for place in places if place[0] == campaign.id]
    later = min((place[2] for place in own if place[2] > row.sales_day), default=None)
    earlier = max((place[3] for place in own if place[3] <= row.sales_day), default=None)
    if earlier:
        return NO_LONGER, None, earlier, ""
    return (NOT_YET, later, None, "") if later else (NOT_OFFERED, None, None, "")


def _places(session: Session, actor: Actor, listings: set[UUID]) -> dict[UUID, list[_Place]]:
    # Not by scope: the lines are the actor's own, and where their listing was is part of the reason.
    rows = session.execute(
        select(CampaignListing.listing_id, Campaign.id, Campaign.name, CampaignListing.valid_from, CampaignListing.valid_to)
        .join(Campaign, and_(Campaign.association_id == CampaignListing.association_id, Campaign.id == CampaignListing.campaign_id))
        .where(
            CampaignListing.association_id == actor.association, CampaignListing.listing_id.in_(listings),
            CampaignListing.valid_to > CampaignListing.valid_from,
        )
    )
    stays: dict[UUID, list[_Place]] = defaultdict(list)
    for listing, campaign, name, first, after in rows:
        if after is not None:
            stays[listing].append((campaign, name, first, after))
    return stays
