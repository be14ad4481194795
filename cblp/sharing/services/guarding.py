"""Which approved runs of sharing rest on a file: asked before it is taken out."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from cblp.campaigns.models import CampaignListing
from cblp.db.actor import Actor
from cblp.intake import guards
from cblp.intake.models import ImportBatch
from cblp.sales.models import OrderLine, SettlementEntry
from cblp.sharing import states
from cblp.sharing.models import Distribution
from cblp.sharing.reports.distributions import stored_components
from cblp.sharing.rules.dividing import by_sales


def rest_on(session: Session, actor: Actor, batch_id: UUID) -> list[int]:
    """The numbers of the approved runs that shared by sales, for which this file told an order or what was settled of it.

    Files that came after the calculation are not in it: taking them out brings the figures of the run back.
    """
    # Asked by whoever may take out the file, about what they need not see: only numbers leave this function.
    runs = session.scalars(
        select(Distribution).where(
            Distribution.association_id == actor.association, Distribution.state.in_(states.BINDING),
            Distribution.calculated_at >= select(ImportBatch.posted_at).where(
                ImportBatch.association_id == actor.association, ImportBatch.id == batch_id
            ).scalar_subquery(),
        ).order_by(Distribution.number)
    )
    return [run.number for run in runs if by_sales(stored_components(run.inputs)) and _told(session, actor, run, batch_id)]


def _told(session: Session, actor: Actor, run: Distribution, batch_id: UUID) -> bool:
    sold: ColumnElement[bool] = and_(OrderLine.association_id == actor.association, OrderLine.sales_day.between(run.first, run.last))
    if run.campaign_id is not None:
        sold &= OrderLine.listing_id.in_(select(CampaignListing.listing_id).where(
            CampaignListing.association_id == actor.association, CampaignListing.campaign_id == run.campaign_id
        ))
    settled = select(SettlementEntry.order_no).where(
        SettlementEntry.association_id == actor.association, SettlementEntry.batch_id == batch_id
    )
    lines = select(OrderLine.order_no).limit(1)
    return any(
        session.scalar(lines.where(sold, condition)) is not None
        for condition in (OrderLine.batch_id == batch_id, OrderLine.order_no.in_(settled))
    )


guards.register(rest_on)
