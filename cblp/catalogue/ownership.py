"""Whose it was on a day: the product matched to a listing, the business that owned a shop or an account.

Owners and matches are dated rows; ``valid_to`` is the first day on which a row no longer holds. A later row ends the one
before it, whatever that one says, so that no day has two owners and no sum counts twice.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, or_, select
from sqlalchemy.orm import aliased

from cblp.catalogue.models import ListingProduct, Product, ShopOwner
from cblp.db.actor import Actor

Dated = type[ShopOwner] | type[ListingProduct]


class Holder(NamedTuple):
    """Columns of a statement that ``with_holder`` joined: whose it was that day, and which product (both may be null)."""

    business: ColumnElement[UUID | None]
    product: ColumnElement[UUID | None]


def with_owner(
    query: Select[Any], actor: Actor, *, shop: SQLColumnExpression[UUID], day: SQLColumnExpression[Any],
) -> tuple[Select[Any], ColumnElement[UUID | None]]:
    """``query`` joined to the owner of ``shop`` on ``day``; null where it is the association's or nobody's."""
    owner, later = aliased(ShopOwner), aliased(ShopOwner)
    query = query.outerjoin(owner, and_(
        owner.association_id == actor.association, owner.shop_id == shop, _holds(owner, day),
        ~select(later.id).where(
            later.association_id == actor.association, later.shop_id == shop, _after(later, owner), later.valid_from <= day
        ).exists(),
    ))
    return query, _plain(owner.business_id)


def with_product(
    query: Select[Any], actor: Actor, *, listing: SQLColumnExpression[UUID], day: SQLColumnExpression[Any],
) -> tuple[Select[Any], Holder]:
    """``query`` joined to the product that ``listing`` was matched to on ``day`` and its business; null where there is none."""
    match, later, product = aliased(ListingProduct), aliased(ListingProduct), aliased(Product)
    query = query.outerjoin(match, and_(
        match.association_id == actor.association, match.listing_id == listing, _holds(match, day),
        ~select(later.id).where(
            later.association_id == actor.association, later.listing_id == listing, _after(later, match), later.valid_from <= day
        ).exists(),
    )).outerjoin(product, and_(product.association_id == actor.association, product.id == match.product_id))
    return query, Holder(_plain(product.business_id), _plain(product.id))


def with_holder(
    query: Select[Any], actor: Actor, *,
    shop: SQLColumnExpression[UUID], listing: SQLColumnExpression[UUID], day: SQLColumnExpression[Any],
) -> tuple[Select[Any], Holder]:
    """``query`` joined to whose sale it is: the matched product's business, else the shop's owner, else null."""
    query, matched = with_product(query, actor, listing=listing, day=day)
    query, owner = with_owner(query, actor, shop=shop, day=day)
    business = case((matched.product.is_not(None), matched.business), else_=owner)
    return query, Holder(business, matched.product)


def owned_on(actor: Actor, shop: SQLColumnExpression[UUID], day: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """The shop was one of the actor's businesses' on that day."""
    return select(ShopOwner.id).where(
        ShopOwner.association_id == actor.association, ShopOwner.shop_id == shop, ShopOwner.business_id.in_(actor.businesses),
        _holds(ShopOwner, day),
    ).exists()


def sold_by_own(
    actor: Actor, *, shop: SQLColumnExpression[UUID], listing: SQLColumnExpression[UUID], day: SQLColumnExpression[Any],
) -> ColumnElement[bool]:
    """It was a sale of the actor's businesses: a product of theirs, or not matched and in their shop on that day."""
    ever_owned = select(ShopOwner.shop_id).where(
        ShopOwner.association_id == actor.association, ShopOwner.business_id.in_(actor.businesses)
    )
    ever_matched = select(ListingProduct.listing_id).join(
        Product, and_(Product.association_id == ListingProduct.association_id, Product.id == ListingProduct.product_id)
    ).where(ListingProduct.association_id == actor.association, Product.business_id.in_(actor.businesses))
    match = select(ListingProduct.id).join(
        Product, and_(Product.association_id == ListingProduct.association_id, Product.id == ListingProduct.product_id)
    ).where(
        ListingProduct.association_id == actor.association, ListingProduct.listing_id == listing,
        _holds(ListingProduct, day),
    )
    return and_(
        # Two cheap sets first, so that the dated look-ups run for few rows.
        or_(shop.in_(ever_owned), listing.in_(ever_matched)),
        or_(match.where(Product.business_id.in_(actor.businesses)).exists(), and_(~match.exists(), owned_on(actor, shop, day))),
    )


def _holds(dated: Dated, day: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    return and_(dated.valid_from <= day, or_(dated.valid_to.is_(None), dated.valid_to > day))


def _after(later: Dated, dated: Dated) -> ColumnElement[bool]:
    return or_(later.valid_from > dated.valid_from, and_(later.valid_from == dated.valid_from, later.id > dated.id))


def _plain(column: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    return column.expression  # type: ignore[no-any-return,attr-defined]
