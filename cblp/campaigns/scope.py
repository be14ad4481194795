"""Whose part in campaigns a member may read; imported by every service and report about campaigns.

Members see which campaigns there are; who joined with what, who gave which hours and who holds which duty they see of their
own businesses only. A mentor and a liaison see nothing of campaigns.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, select

from cblp.campaigns.models import Campaign, CampaignListing, CampaignProduct, CampaignTask, Duty, Effort, Participation
from cblp.campaigns.states import DROPPED
from cblp.db.actor import MEMBER, Actor
from cblp.db.scope import rule


@rule(Campaign)
def campaigns(actor: Actor) -> ColumnElement[bool]:
    """Every campaign that was not dropped: the plan is everybody's."""
    return Campaign.state != DROPPED if actor.role == MEMBER else false()


@rule(CampaignProduct)
def products(actor: Actor) -> ColumnElement[bool]:
    """The products that those campaigns are about: members know each other's products by name."""
    return CampaignProduct.campaign_id.in_(_campaigns(actor)) if actor.role == MEMBER else false()


@rule(CampaignTask)
def tasks(actor: Actor) -> ColumnElement[bool]:
    """The own tasks."""
    return CampaignTask.business_id.in_(_own(actor)) & CampaignTask.campaign_id.in_(_campaigns(actor))


@rule(Duty)
def duties(actor: Actor) -> ColumnElement[bool]:
    """The own duties."""
    return Duty.business_id.in_(_own(actor))


@rule(Participation)
def participations(actor: Actor) -> ColumnElement[bool]:
    """The own invitations and answers."""
    return Participation.business_id.in_(_own(actor)) & Participation.campaign_id.in_(_campaigns(actor))


@rule(CampaignListing)
def listings(actor: Actor) -> ColumnElement[bool]:
    """What the own businesses take part with."""
    return CampaignListing.business_id.in_(_own(actor)) & CampaignListing.campaign_id.in_(_campaigns(actor))


@rule(Effort)
def efforts(actor: Actor) -> ColumnElement[bool]:
    """The own hours."""
    return Effort.business_id.in_(_own(actor))


def _own(actor: Actor) -> frozenset[UUID]:
    return actor.own_businesses if actor.role == MEMBER else frozenset()


def _campaigns(actor: Actor) -> Select[UUID]:
    return select(Campaign.id).where(Campaign.association_id == actor.association, Campaign.state != DROPPED)
