"""A text for a post on its way, in the steps of Tri-N: look, follow, add one's own; only then it may be copied.

The order is kept here and not on the screen: no service gives away a text that has no sentence of its writer's own, or of which
nobody said which photo goes with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.catalogue.scope
import cblp.decisions.scope
import cblp.outreach.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign
from cblp.catalogue.models import Product
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.ids import uuid7
from cblp.decisions.models import Evidence
from cblp.errors import Missing, UserError
from cblp.i18n import N_
from cblp.outreach.models import PostDraft
from cblp.outreach.reports import studio
from cblp.outreach.rules import captions, checks, own
from cblp.outreach.rules.checks import Finding
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import TooLong, UnknownChoice, clip

OWN: Final = 600
MOST_SEEN: Final = 20
FURTHEST: Final = timedelta(days=400)
TEMPLATE, AI = "template", "ai"
ON_PHONE, OF_PRODUCT = studio.ON_PHONE, studio.OF_PRODUCT
"""Where the photo is that was not sent: on the writer's phone already, or with the product."""


class OwnSentenceNeeded(UserError):
    """A text without its writer's own sentence is nobody's."""

    message = N_("Add your own sentence first. Then the text can be copied.")


class OwnPhotoNeeded(UserError):
    """Nobody said yet which photo goes with the text."""

    message = N_("Choose the photo first. Then the text can be copied.")


class OwnSentenceShort(UserError):
    """Too few words to say something."""

    message = N_("Write at least 4 words of your own.")


class OwnSentenceCopied(UserError):
    """It stands in the draft already."""

    message = N_("This sentence stands in the draft already. Write what only you can tell.")


class ClaimNeedsLicence(UserError):
    """The law forbids to say it without the licence."""

    message = N_("Take out “{words}”. The licence for it is not written down yet.")


class NothingDrafted(UserError):
    """There is no text to add to."""

    message = N_("There is no draft yet. Make one first.")


class NotCopied(UserError):
    """What was never copied can't have been posted."""

    message = N_("Copy the text first. Then mark it as posted.")


class TimeOver(UserError):
    """A plan lies ahead, and not years ahead."""

    message = N_("Choose a time that still lies ahead.")


def begin(
    session: Session, actor: Actor, *, business_id: UUID, channel: str, product_id: UUID, now: datetime,
    campaign_id: UUID | None = None, draft_id: UUID | None = None,
) -> UUID:
    """Begin a text for a product on a channel of captions.CHANNELS (member their own, coordinator all); returns its id.

    A text of the same kind in which nobody wrote yet is taken up again: who presses twice has one text, not two.
    ``draft_id`` is made by whoever may send twice over a weak network: the second time changes nothing. Raises UnknownChoice,
    Missing.
    """
    actor.require(COORDINATOR, MEMBER)
    actor.require_business(business_id)
    if channel not in captions.CHANNELS:
        raise UnknownChoice()
    editing.there(session, actor, Business, business_id)
    if draft_id and session.get(PostDraft, (actor.association, draft_id)) is not None:
        editing.there(session, actor, PostDraft, draft_id)
        return draft_id
    begun = select(PostDraft.id).where(
        PostDraft.association_id == actor.association, PostDraft.business_id == business_id, PostDraft.product_id == product_id,
        PostDraft.campaign_id.is_(None) if campaign_id is None else PostDraft.campaign_id == campaign_id,
        PostDraft.channel == channel, PostDraft.added == "", PostDraft.removed_at.is_(None), PostDraft.posted_at.is_(None),
    ).order_by(PostDraft.made_at.desc()).limit(1)
    same = session.scalar(begun)
    if same:
        return same
    theirs = select(Product.id).where(
        Product.association_id == actor.association, Product.id == product_id, Product.business_id == business_id
    )
    if session.scalar(theirs) is None:
        raise Missing()
    if campaign_id:
        editing.there(session, actor, Campaign, campaign_id)
    draft = PostDraft(
        association_id=actor.association, id=draft_id or uuid7(), business_id=business_id, product_id=product_id,
        campaign_id=campaign_id, channel=channel, source=TEMPLATE, made_at=now, made_by=actor.account,
    )
    session.add(draft)
    session.flush()
    audit.record(session, actor, now=now, action="created", entity="post_draft", subject=draft.id, behalf_of=business_id)
    return draft.id


def look(session: Session, actor: Actor, *, draft_id: UUID, posts: Sequence[str]) -> None:
    """Note which examples (studio.Example.id) were looked at; raises Missing."""
    draft = opened(session, actor, draft_id)
    draft.seen = list(dict.fromkeys([*draft.seen, *(str(post)[:120] for post in posts)]))[:MOST_SEEN]


def propose(session: Session, actor: Actor, *, draft_id: UUID, now: datetime, seed: int = 0) -> str:
    """Draft the text from the product's facts; another ``seed`` says it otherwise. Returns it. Raises Missing."""
    draft = opened(session, actor, draft_id)
    found = known(session, actor, draft, now)
    # What the check would hold back is not proposed in the first place.
    facts = replace(
        found.facts, story=checks.unclaimed(found.facts.story, found.licences),
        description=checks.unclaimed(found.facts.description, found.licences),
    )
    take(draft, captions.draft(facts, draft.channel, seed), TEMPLATE)
    return draft.drafted


def add(
    session: Session, actor: Actor, *, draft_id: UUID, sentence: str, now: datetime, photo: str = "", evidence_id: UUID | None = None,
) -> tuple[Finding, ...]:
    """Add the writer's own sentence, and which photo goes with it as ``illustrate`` takes it; returns what the check found.

    Without a photo the answer before stays. Raises OwnSentenceShort, OwnSentenceCopied, NothingDrafted, Missing, TooLong,
    UnknownChoice.
    """
    draft = opened(session, actor, draft_id)
    if not draft.drafted:
        raise NothingDrafted()
    kept = clip(captions.tidy(sentence), OWN)
    lack = own.lacks(kept, [draft.drafted])
    if lack:
        raise (OwnSentenceShort if lack == own.SHORT else OwnSentenceCopied)()
    if photo or evidence_id:
        _illustrate(session, actor, draft, photo, evidence_id)
    draft.added = kept
    draft.text, draft.copied_at = captions.with_own(draft.drafted, kept), None
    return _checked(session, actor, draft, now)


def illustrate(
    session: Session, actor: Actor, *, draft_id: UUID, photo: str = "", evidence_id: UUID | None = None,
) -> None:
    """Say which photo goes with the text: one that was sent (``evidence_id``), ON_PHONE or OF_PRODUCT; none takes the answer back.

    Raises UnknownChoice, Missing.
    """
    _illustrate(session, actor, opened(session, actor, draft_id), photo, evidence_id)


def write(session: Session, actor: Actor, *, draft_id: UUID, text: str, now: datetime) -> tuple[Finding, ...]:
    """Change the whole text, in which the own sentence stays or is mended; returns what the check found.

    Raises OwnSentenceNeeded, TooLong, Missing.
    """
    draft = opened(session, actor, draft_id)
    kept, most = captions.lines(text), captions.LONGEST[draft.channel]
    if len(kept) > most:
        raise TooLong(most=most)
    if draft.added and not own.contains(kept, draft.added):
        # The own sentence may be mended here, too (a claim taken out of it), but not left out.
        draft.added = clip(own.revised(kept, draft.added, [draft.drafted]), OWN)
    if not draft.added:
        raise OwnSentenceNeeded()
    draft.text, draft.copied_at = kept, None
    return _checked(session, actor, draft, now)


def copied(session: Session, actor: Actor, *, draft_id: UUID, now: datetime) -> str:
    """The text to be copied, once the check has nothing left that must go.

    Raises OwnSentenceNeeded, OwnPhotoNeeded, ClaimNeedsLicence, Missing.
    """
    draft = opened(session, actor, draft_id)
    _complete(session, draft)
    found = next((one for one in _checked(session, actor, draft, now) if one.code in checks.CLAIMS), None)
    if found:
        raise ClaimNeedsLicence(words=found.words)
    draft.copied_at = now
    return draft.text


def plan(session: Session, actor: Actor, *, draft_id: UUID, at: datetime | None, now: datetime) -> tuple[Finding, ...]:
    """Set when it is to be posted (None: no time any more); returns what the check finds on that day.

    Raises OwnSentenceNeeded, OwnPhotoNeeded, TimeOver, Missing.
    """
    draft = opened(session, actor, draft_id)
    if at is not None:
        _complete(session, draft)
    if at is not None and not now <= at <= now + FURTHEST:
        raise TimeOver()
    draft.planned_for = at
    return _checked(session, actor, draft, now)


def posted(session: Session, actor: Actor, *, draft_id: UUID, now: datetime) -> None:
    """It stands on the net now. Raises NotCopied, Missing."""
    draft = opened(session, actor, draft_id)
    if draft.copied_at is None:
        raise NotCopied()
    draft.posted_at = now
    audit.record(session, actor, now=now, action="published", entity="post_draft", subject=draft.id, behalf_of=draft.business_id)


def remove(session: Session, actor: Actor, *, draft_id: UUID, now: datetime) -> None:
    """Take a draft off the list that was not posted. Raises Missing."""
    draft = opened(session, actor, draft_id)
    draft.removed_at = now


# -- shared with the assistant -----------------------------------------------------------------------------------------


def opened(session: Session, actor: Actor, draft_id: UUID) -> PostDraft:
    """A draft of the actor's that is neither posted nor removed, locked; raises Missing."""
    actor.require(COORDINATOR, MEMBER)
    draft = editing.locked(session, actor, PostDraft, draft_id)
    actor.require_business(draft.business_id)
    if draft.removed_at is not None or draft.posted_at is not None:
        raise Missing()
    return draft


def known(session: Session, actor: Actor, draft: PostDraft, now: datetime) -> studio.Known:
    """What may be said in this draft."""
    if draft.product_id is None:
        raise Missing()
    return studio.known(
        session, actor, product_id=draft.product_id, campaign_id=draft.campaign_id, channel=draft.channel, today=actor.day(now),
    )


def take(draft: PostDraft, text: str, source: str) -> None:
    """Put a proposed text in place of the one before; what was added of one's own stays with it."""
    draft.drafted, draft.source, draft.copied_at = text, source, None
    draft.text = captions.with_own(text, draft.added) if draft.added else ""


def _illustrate(session: Session, actor: Actor, draft: PostDraft, photo: str, evidence_id: UUID | None) -> None:
    if photo not in ("", ON_PHONE, OF_PRODUCT) or (photo and evidence_id):
        raise UnknownChoice()
    if evidence_id:
        theirs = select(Evidence.id).where(
            Evidence.association_id == actor.association, Evidence.id == evidence_id, Evidence.business_id == draft.business_id
        )
        if session.scalar(theirs) is None:
            raise Missing()
    draft.evidence_id, draft.photo = evidence_id, photo or None
    session.flush()
    if photo == OF_PRODUCT and not studio.illustrated(session, draft):
        raise Missing()
    if not (photo or evidence_id):
        draft.copied_at = None


def _complete(session: Session, draft: PostDraft) -> None:
    """Whether everything of one's own is there. What was copied before anybody was asked for a photo stays so until it is changed."""
    if not draft.added:
        raise OwnSentenceNeeded()
    if draft.copied_at is None and not studio.illustrated(session, draft):
        raise OwnPhotoNeeded()


def _checked(session: Session, actor: Actor, draft: PostDraft, now: datetime) -> tuple[Finding, ...]:
    """Look at the text as of the day on which it is to be posted, and keep what was found."""
    found = studio.checked(session, actor, draft, actor.day(now))
    draft.warnings = list(dict.fromkeys(one.code for one in found))
    return found
