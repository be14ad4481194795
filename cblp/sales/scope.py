"""Whose sales a member and a mentor may read; imported by every service and report about sales."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from cblp.catalogue.ownership import owned_on, sold_by_own
from cblp.db.actor import Actor
from cblp.db.scope import rule
from cblp.sales.models import BalanceMove, OrderLine, OrderReturn, SettlementEntry, TypedSale


@rule(OrderLine)
def order_lines(actor: Actor) -> ColumnElement[bool]:
    """Sales of the own (the mentees') businesses, whoever's shop they went through."""
    return sold_by_own(actor, shop=OrderLine.shop_id, listing=OrderLine.listing_id, day=OrderLine.sales_day)


@rule(TypedSale)
def typed_sales(actor: Actor) -> ColumnElement[bool]:
    """What those businesses typed."""
    return TypedSale.business_id.in_(actor.businesses)


@rule(SettlementEntry)
def settlements(actor: Actor) -> ColumnElement[bool]:
    """Money released to their own shops: a collective shop's money is not split by order."""
    return owned_on(actor, SettlementEntry.shop_id, SettlementEntry.released_on)


@rule(OrderReturn)
def returns(actor: Actor) -> ColumnElement[bool]:
    """Return requests in their own shops."""
    return owned_on(actor, OrderReturn.shop_id, OrderReturn.requested_on)


@rule(BalanceMove)
def balance(actor: Actor) -> ColumnElement[bool]:
    """The balance of their own shops."""
    return owned_on(actor, BalanceMove.shop_id, BalanceMove.day)
