"""Taking part in a campaign: invited, joined with listings that are ready, declined, withdrawn; prices and promised pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.catalogue.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.campaigns import states
from cblp.campaigns.models import Campaign, CampaignListing, Participation
from cblp.campaigns.reports import offers as standing
from cblp.campaigns.reports.offers import OwnListing
from cblp.campaigns.rules import readiness
from cblp.campaigns.services import places
from cblp.catalogue.models import Listing
from cblp.catalogue.services.products import check_price, check_stock
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import seen, visible
from cblp.errors import Missing, UserError
from cblp.i18n import N_, translate
from cblp.people import membership
from cblp.people.models import Business, Membership
from cblp.people.services import audit, editing
from cblp.people.services.register import DayRefused, clip

_PUBLIC: Final = frozenset({"price", "promised_stock"})


@dataclass(frozen=True)
class Offer:
    """A listing with its campaign price in whole rupiah and the pieces that are kept ready."""

    listing_id: UUID
    price: int | None
    promised_stock: int | None


class NotJoinable(UserError):
    """The campaign has ended, or never opened."""

    message = N_("This joint promotion no longer takes members or changes.")


class AnswersClosed(DayRefused):
    """A member answers after the day until which answers were asked for."""

    message = N_("Answers were possible until {day}. Ask the coordinator.")


class NotAMember(UserError):
    """The business is not an active member today."""

    message = N_("Only active members take part in a joint promotion.")


class NothingOffered(UserError):
    """Joining without a product."""

    message = N_("Choose at least one product to take part with.")


class NotFitting(UserError):
    """A listing that this campaign is not open to, or of another business."""

    message = N_("This product does not belong to this joint promotion.")


class NotReady(UserError):
    """A listing does not pass the gate. ``values``: listing (name), listing_id and missing, codes of readiness.POINTS."""

    message = N_("{listing} is not ready yet.")

    def text(self, language: str | None = None) -> str:
        """The message, and one sentence for each thing that is missing."""
        sentences = (readiness.POINTS[code].sentence for code in self.values["missing"])
        return " ".join([super().text(language), *(translate(sentence, language) for sentence in sentences)])


class NotInvited(UserError):
    """Nothing to decline, or nothing to withdraw from."""

    message = N_("This business does not take part in this joint promotion.")


def invite(session: Session, actor: Actor, *, campaign_id: UUID, businesses: Iterable[UUID], now: datetime) -> int:
    """Invite businesses that are active members (coordinator); who was invited before is left alone. Returns how many are new.

    Raises NotJoinable, NotAMember, Missing.
    """
    actor.require(COORDINATOR)
    campaign = _joinable(session, actor, campaign_id, now)
    wanted = set(businesses)
    if wanted - _active(session, actor, wanted, actor.day(now)):
        raise NotAMember()
    there = set(session.scalars(
        visible(actor, Participation).with_only_columns(Participation.business_id).where(Participation.campaign_id == campaign_id)
    ))
    for business_id in sorted(wanted - there):
        invitation = _invitation(session, actor, campaign, business_id, now)
        _record(session, actor, campaign, invitation, "invited", now)
    return len(wanted - there)


def join(
    session: Session, actor: Actor, *, campaign_id: UUID, business_id: UUID, offers: Sequence[Offer], now: datetime,
    since: date | None = None,
) -> UUID:
    """Take part with the listings of ``offers`` (a member for their own business, the coordinator for all); returns its id.

    An invitation is not needed. Further offers of a business that has joined are added, known ones changed. Their days begin
    with the campaign, or today once it runs; a coordinator may put another first day (``since``). Raises NotReady for the
    first listing that lacks something, NotFitting, places.Elsewhere, NothingOffered, NotJoinable, AnswersClosed, NotAMember.
    """
    campaign, today = _answering(session, actor, campaign_id, business_id, now), actor.day(now)
    if since:
        actor.require(COORDINATOR)
    if not _active(session, actor, [business_id], today):
        raise NotAMember()
    if not offers:
        raise NothingOffered()
    open_to = {
        one.listing.id: one for one in standing.offers_of(
            session, actor, campaign_id=campaign_id, business_id=business_id, today=today
        )
    }
    for offer in offers:
        _gate(campaign, open_to.get(offer.listing_id), offer)
    first, after = places.days_of(campaign, today, since)
    if first >= after:
        raise NotJoinable()
    places.check_free(session, actor, campaign, [offer.listing_id for offer in offers], first, after, business_id)
    row = _participation(session, actor, campaign_id, business_id) or _invitation(session, actor, campaign, business_id, now)
    if row.state != states.JOINED:
        row.state, row.joined_at, row.left_at, row.reason, row.entered_by = states.JOINED, now, None, "", actor.account
    for offer in offers:
        _offer(session, actor, open_to[offer.listing_id], campaign, offer, first, after, now)
    session.flush()
    _record(session, actor, campaign, row, "joined", now, {"product": len(offers)})
    return row.id


def decline(session: Session, actor: Actor, *, campaign_id: UUID, business_id: UUID, now: datetime, reason: str = "") -> None:
    """Say no to an invitation; raises NotInvited, NotJoinable. Whoever has joined withdraws instead."""
    actor.require_business(business_id)
    campaign = _joinable(session, actor, campaign_id, now)
    row = _participation(session, actor, campaign_id, business_id)
    if row is None or row.state != states.INVITED:
        raise NotInvited()
    _leave(session, actor, campaign, row, states.DECLINED, reason, now)


def withdraw(session: Session, actor: Actor, *, campaign_id: UUID, business_id: UUID, now: datetime, reason: str = "") -> None:
    """Leave a campaign: all its listings go out, from today on where it runs. Raises NotInvited, NotJoinable."""
    actor.require_business(business_id)
    campaign = _joinable(session, actor, campaign_id, now)
    row = _participation(session, actor, campaign_id, business_id)
    if row is None or row.state != states.JOINED:
        raise NotInvited()
    for listing in session.scalars(
        visible(actor, CampaignListing).where(
            CampaignListing.campaign_id == campaign_id, CampaignListing.business_id == business_id
        ).with_for_update()
    ):
        places.leave(campaign, listing, actor.day(now))
    _leave(session, actor, campaign, row, states.WITHDREW, reason, now)


def set_offer(
    session: Session, actor: Actor, *, campaign_listing_id: UUID, version: int, price: int | None, promised_stock: int | None,
    now: datetime,
) -> int:
    """Change the campaign price and the promised pieces of a listing that takes part; returns the new version.

    Raises NotReady, Stale, NotJoinable, Missing.
    """
    row, campaign = _taking_part(session, actor, campaign_listing_id, now)
    own = next((
        one for one in standing.offers_of(
            session, actor, campaign_id=campaign.id, business_id=row.business_id, today=actor.day(now)
        ) if one.offer_id == row.id
    ), None)
    _gate(campaign, own, Offer(row.listing_id, price, promised_stock))
    return editing.save(
        session, actor, row, version=version, changes={"price": price, "promised_stock": promised_stock}, public=_PUBLIC, now=now,
        label=own.name if own else "", behalf_of=row.business_id,
    )


def leave_out(session: Session, actor: Actor, *, campaign_listing_id: UUID, now: datetime) -> None:
    """Take one listing out, from today on where the campaign runs; the business stays in. Raises NotJoinable, Missing."""
    row, campaign = _taking_part(session, actor, campaign_listing_id, now)
    places.leave(campaign, row, actor.day(now))
    session.flush()
    listing = session.get_one(Listing, (actor.association, row.listing_id))
    audit.record(
        session, actor, now=now, action="ended", entity="campaign_listing", subject=row.id, label=listing.title or listing.sku,
        behalf_of=row.business_id,
    )


# -- what the above is made of -----------------------------------------------------------------------------------------


def _joinable(session: Session, actor: Actor, campaign_id: UUID, now: datetime) -> Campaign:
    """The campaign, locked: it cannot close while somebody joins. After its last day only the coordinator writes things down."""
    actor.require(COORDINATOR, MEMBER)
    campaign = editing.locked(session, actor, Campaign, campaign_id)
    if campaign.state not in states.JOINABLE or (actor.role == MEMBER and actor.day(now) > campaign.ends_on):
        raise NotJoinable()
    return campaign


def _answering(session: Session, actor: Actor, campaign_id: UUID, business_id: UUID, now: datetime) -> Campaign:
    actor.require_business(business_id)
    campaign = _joinable(session, actor, campaign_id, now)
    if actor.role == MEMBER and campaign.answer_by and actor.day(now) > campaign.answer_by:
        raise AnswersClosed(day=campaign.answer_by)
    editing.there(session, actor, Business, business_id)
    return campaign


def _taking_part(session: Session, actor: Actor, campaign_listing_id: UUID, now: datetime) -> tuple[CampaignListing, Campaign]:
    row = editing.locked(session, actor, CampaignListing, campaign_listing_id)
    actor.require_business(row.business_id)
    campaign = _joinable(session, actor, row.campaign_id, now)
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        raise Missing()
    return row, campaign


def _active(session: Session, actor: Actor, businesses: Iterable[UUID], today: date) -> set[UUID]:
    return set(session.scalars(
        membership.active(actor, today).where(seen(actor, Membership), Membership.business_id.in_(list(businesses)))
    ))


def _participation(session: Session, actor: Actor, campaign_id: UUID, business_id: UUID) -> Participation | None:
    return session.scalars(
        visible(actor, Participation).where(
            Participation.campaign_id == campaign_id, Participation.business_id == business_id
        ).with_for_update()
    ).one_or_none()


def _invitation(session: Session, actor: Actor, campaign: Campaign, business_id: UUID, now: datetime) -> Participation:
    row = Participation(
        association_id=actor.association, id=uuid7(), campaign_id=campaign.id, business_id=business_id, state=states.INVITED,
        invited_at=now, entered_by=actor.account,
    )
    session.add(row)
    session.flush()
    return row


def _gate(campaign: Campaign, own: OwnListing | None, offer: Offer) -> None:
    if own is None:
        raise NotFitting()
    check_price(offer.price)
    check_stock(offer.promised_stock)
    lacks = standing.with_offer(own, offer.price, offer.promised_stock, campaign.ends_on)
    if lacks:
        raise NotReady(listing=own.name, listing_id=offer.listing_id, missing=lacks)


def _offer(
    session: Session, actor: Actor, own: OwnListing, campaign: Campaign, offer: Offer, first: date, after: date, now: datetime,
) -> None:
    if own.offer_id is not None:
        row = session.get_one(CampaignListing, (actor.association, own.offer_id))
        row.price, row.promised_stock = offer.price, offer.promised_stock
        return
    earlier = session.scalars(visible(actor, CampaignListing).with_only_columns(CampaignListing.valid_to).where(
        CampaignListing.campaign_id == campaign.id, CampaignListing.listing_id == offer.listing_id,
        CampaignListing.valid_to > CampaignListing.valid_from,
    ))
    begins = max([first, *(day for day in earlier if day)])  # who comes back has no day twice
    session.add(CampaignListing(
        association_id=actor.association, id=uuid7(), campaign_id=campaign.id, business_id=own.business_id,
        listing_id=offer.listing_id, price=offer.price, promised_stock=offer.promised_stock, valid_from=min(begins, after),
        valid_to=after, entered_by=actor.account, entered_at=now,
    ))


def _leave(
    session: Session, actor: Actor, campaign: Campaign, row: Participation, state: str, reason: str, now: datetime,
) -> None:
    row.state, row.left_at, row.reason, row.entered_by = state, now, clip(reason, 200), actor.account
    session.flush()
    _record(session, actor, campaign, row, state, now)


def _record(
    session: Session, actor: Actor, campaign: Campaign, row: Participation, action: str, now: datetime,
    changes: dict[str, Any] | None = None,
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="participation", subject=row.id, label=campaign.name, changes=changes,
        behalf_of=row.business_id,
    )
