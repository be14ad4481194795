"""Whether a mentor fulfils the conditions: read from their shops and accounts as they stand, whoever asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.reach.scope  # noqa: F401  (who sees which row)
from cblp.catalogue import reports as catalogue
from cblp.catalogue.reports import ShopRow
from cblp.db.actor import SYSTEM, Actor
from cblp.decisions.reports import parameters
from cblp.decisions.rules.parameters import SHOPS, TOGETHER
from cblp.growth.models import MentorProfile
from cblp.growth.rules import mentors as rules
from cblp.growth.rules.mentors import Followers, Standing
from cblp.reach.models import AccountDay, AccountSnapshot

MARKETPLACE, SOCIAL = "marketplace", "social"


@dataclass(frozen=True)
class Evidence:
    """What a seller-mentor stands on: marketplace codes with an active shop, and the last number of each account.

    What counts was decided: ``together``: the followers of all accounts add up; ``with_shops``: marketplace shops have some, too.
    """

    marketplaces: tuple[str, ...] = ()
    followers: tuple[Followers, ...] = ()
    together: bool = False
    with_shops: bool = False


def evidence(session: Session, actor: Actor, business_id: UUID | None, today: date) -> Evidence:
    """The shops and followers of a business today. A shop is active that is open and has something on offer."""
    return found(session, actor, [business_id] if business_id else [], today)[business_id]


def found(session: Session, actor: Actor, businesses: Iterable[UUID], today: date) -> defaultdict[UUID | None, Evidence]:
    """The evidence of several businesses at once; whoever else is looked up has none."""
    everything = replace(actor, role=SYSTEM)  # only names of places and numbers of followers leave it, which are public
    together = parameters.setting(session, everything, key="mentor_followers", day=today).value == TOGETHER
    with_shops = parameters.setting(session, everything, key="mentor_accounts", day=today).value == SHOPS
    evidence: defaultdict[UUID | None, Evidence] = defaultdict(lambda: Evidence(together=together, with_shops=with_shops))
    owned: dict[UUID, list[ShopRow]] = {business: [] for business in businesses}
    if not owned:
        return evidence
    for shop in catalogue.shops(session, everything, today=today):
        if shop.owner_id in owned:
            owned[shop.owner_id].append(shop)
    counting = {SOCIAL, MARKETPLACE} if with_shops else {SOCIAL}
    seen_last = _followers(session, actor, [shop for shops in owned.values() for shop in shops if shop.place.kind in counting], today)
    for business, shops in owned.items():
        evidence[business] = Evidence(
            tuple(sorted({shop.place.code for shop in shops if shop.place.kind == MARKETPLACE and shop.listings})),
            tuple(seen_last[shop.id] for shop in shops if shop.id in seen_last), together, with_shops,
        )
    return evidence


def standing(session: Session, actor: Actor, profile: MentorProfile, today: date) -> Standing:
    """Whether the mentor fulfils the conditions today, and what is missing."""
    if profile.kind == rules.STUDENT:
        return rules.student(profile.institution, profile.skills)
    return of_seller(evidence(session, actor, profile.business_id, today), today)


def of_seller(known: Evidence, today: date) -> Standing:
    """The standing that follows from the evidence."""
    return rules.seller(known.marketplaces, known.followers, today, add_up=known.together)


def _followers(session: Session, actor: Actor, accounts: list[ShopRow], today: date) -> dict[UUID, Followers]:
    """The newest number of each account, typed or from a file."""
    shops = {one.id: f"{one.place.name} {one.handle}".strip() for one in accounts}
    typed = select(AccountSnapshot.shop_id, AccountSnapshot.day, AccountSnapshot.followers).where(
        AccountSnapshot.association_id == actor.association, AccountSnapshot.shop_id.in_(list(shops)), AccountSnapshot.day <= today,
        AccountSnapshot.revoked_at.is_(None), AccountSnapshot.followers.is_not(None),
    ).order_by(AccountSnapshot.day, AccountSnapshot.entered_at)
    by_file = select(AccountDay.shop_id, AccountDay.day, AccountDay.value).where(
        AccountDay.association_id == actor.association, AccountDay.shop_id.in_(list(shops)), AccountDay.day <= today,
        AccountDay.metric == "followers", AccountDay.is_current,
    ).order_by(AccountDay.day)
    newest: dict[UUID, Followers] = {}
    for shop, day, count in [*session.execute(typed), *session.execute(by_file)]:
        if shop not in newest or newest[shop].seen_on <= day:
            newest[shop] = Followers(shops[shop], int(count), day)
    return newest
