"""Whose promotion a member and a mentor may read; imported by every service and report about reach."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from cblp.catalogue.ownership import owned_on
from cblp.db.actor import Actor
from cblp.db.scope import rule
from cblp.reach.models import AccountDay, AccountSnapshot, PostMetric, ShopDay, WhatsappLog


@rule(PostMetric)
def posts(actor: Actor) -> ColumnElement[bool]:
    """Posts of accounts that were theirs on the day of the post."""
    return owned_on(actor, PostMetric.shop_id, PostMetric.published_on)


@rule(AccountDay)
def account_days(actor: Actor) -> ColumnElement[bool]:
    """Figures of accounts that were theirs on that day."""
    return owned_on(actor, AccountDay.shop_id, AccountDay.day)


@rule(AccountSnapshot)
def snapshots(actor: Actor) -> ColumnElement[bool]:
    """Followers and ratings of accounts and shops that were theirs on that day."""
    return owned_on(actor, AccountSnapshot.shop_id, AccountSnapshot.day)


@rule(ShopDay)
def shop_days(actor: Actor) -> ColumnElement[bool]:
    """Statistics of shops that were theirs on that day."""
    return owned_on(actor, ShopDay.shop_id, ShopDay.day)


@rule(WhatsappLog)
def whatsapp_logs(actor: Actor) -> ColumnElement[bool]:
    """What those businesses wrote down."""
    return WhatsappLog.business_id.in_(actor.businesses)
