"""What is asked of the promotion, and how rows of one table become measures by one or two keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session, aliased

import cblp.catalogue.scope
import cblp.people.scope
import cblp.reach.scope  # noqa: F401  (these declare whose promotion is seen)
from cblp.catalogue.models import Marketplace, Shop
from cblp.catalogue.ownership import with_owner
from cblp.days import TIMES, Span, itself, period, periods
from cblp.db.actor import Actor
from cblp.db.scope import seen
from cblp.people.models import Business
from cblp.reach.metrics import Added

M = TypeVar("M", bound=Added)

GROUPS: Final = (*TIMES, "marketplace", "shop", "business", "kind")
SHOP_NAME: Final = func.coalesce(func.nullif(Shop.name, ""), Shop.handle)


@dataclass(frozen=True)
class Selection:
    """Days, and (where not empty) only these channels, accounts, businesses, kinds of content.

    None among ``businesses`` stands for accounts of the association as a whole.
    """

    span: Span
    marketplaces: frozenset[str] = frozenset()
    shops: frozenset[UUID] = frozenset()
    businesses: frozenset[UUID | None] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Group(Generic[M]):
    """Measures of one group: ``key`` is the first day for times, a code or an id; ``label`` its name, "" for None and times."""

    key: Any
    label: str
    measures: M
    split: Any = None
    split_label: str = ""


@dataclass(frozen=True)
class Rows:
    """A fact table of accounts or shops as the reports read it; current rows that the actor may see."""

    entity: Any
    day: Any
    kind: Any = None

    def asked(self, actor: Actor, selection: Selection, keys: Sequence[str]) -> tuple[Select[Any], dict[str, Any]]:
        """The chosen rows joined to their shop (and owner, where it is asked for), and the column of each key."""
        fact, query = self.entity, select()
        query = query.select_from(fact).join(Shop, and_(Shop.association_id == fact.association_id, Shop.id == fact.shop_id))
        columns: dict[str, Any] = {
            **dict.fromkeys(TIMES, self.day), "marketplace": Shop.marketplace, "shop": fact.shop_id, "kind": self.kind,
        }
        conditions: list[ColumnElement[bool]] = [
            seen(actor, fact), self.day.between(selection.span.first, selection.span.last)
        ]
        if hasattr(fact, "is_current"):
            conditions.append(fact.is_current == true())
        if selection.businesses or "business" in keys:
            query, business = with_owner(query, actor, shop=fact.shop_id, day=self.day)
            columns["business"] = business
            if selection.businesses:
                known = [i for i in selection.businesses if i is not None]
                chosen = business.in_(known)
                conditions.append(chosen | business.is_(None) if None in selection.businesses else chosen)
        if selection.marketplaces:
            conditions.append(Shop.marketplace.in_(selection.marketplaces))
        if selection.shops:
            conditions.append(fact.shop_id.in_(selection.shops))
        if selection.kinds and self.kind is not None:
            conditions.append(self.kind.in_(selection.kinds))
        return query.where(*conditions), columns


def labelled(statement: Select[Any], actor: Actor, key: str, column: ColumnElement[Any], label: str) -> Select[Any]:
    """``statement`` with the name that belongs to a key, where it has one."""
    if key == "marketplace":
        place = aliased(Marketplace)
        return statement.outerjoin(place, place.code == column).add_columns(place.name.label(label))
    if key == "shop":
        shop = aliased(Shop)
        name = func.coalesce(func.nullif(shop.name, ""), shop.handle)
        own = and_(shop.association_id == actor.association, shop.id == column)
        return statement.outerjoin(shop, own).add_columns(name.label(label))
    if key == "business":
        business = aliased(Business)
        own = and_(business.association_id == actor.association, business.id == column)
        return statement.outerjoin(business, own).add_columns(business.name.label(label))
    return statement


def measured(
    session: Session, actor: Actor, query: Select[Any], columns: Mapping[str, Any], keys: Sequence[str],
    sums: Mapping[str, ColumnElement[Any]], kind: type[M],
) -> dict[tuple[Any, ...], Group[M]]:
    """``query`` grouped by ``keys`` in SQL, days folded into weeks and months here; one statement."""
    named = [columns[key].label(f"key{position}") for position, key in enumerate(keys)]
    table = query.add_columns(*named, *(value.label(name) for name, value in sums.items()), func.count().label("rows_")).group_by(
        *(columns[key] for key in keys)
    ).subquery()
    statement = select(table)
    for position, key in enumerate(keys):
        statement = labelled(statement, actor, key, table.c[f"key{position}"], f"label{position}")
    found: dict[tuple[Any, ...], Group[M]] = {}
    folds: list[Callable[[Any], Any]] = [period(key) if key in TIMES else itself for key in keys]
    for row in session.execute(statement.where(table.c.rows_ > 0)).mappings():
        parts = tuple(fold(row[f"key{i}"]) for i, fold in enumerate(folds))
        labels = [row.get(f"label{i}") or "" for i in range(len(keys))]
        measures = kind(**{name: int(row[name] or 0) for name in sums})
        earlier = found.get(parts)
        split = (parts[1], labels[1]) if len(keys) > 1 else (None, "")
        found[parts] = Group(
            parts[0] if parts else None, labels[0] if labels else "", earlier.measures + measures if earlier else measures, *split
        )
    return found


def in_order(
    found: Mapping[tuple[Any, ...], Group[M]], by: str, split: str, span: Span, kind: type[M], size: Callable[[M], int],
) -> list[Group[M]]:
    """Times in order and (unless split) without gaps; everything else by falling ``size``, what has no key last."""
    groups = list(found.values())
    if by not in TIMES:
        return sorted(groups, key=lambda g: (g.key is None, -size(g.measures), g.label, str(g.key), str(g.split)))
    if not split:
        groups += [Group(day, "", kind()) for day in periods(span, by) if (day,) not in found]
    return sorted(groups, key=lambda g: (g.key, str(g.split)))
