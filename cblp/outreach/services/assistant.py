"""The writing assistant, where an installation has one: any service that speaks the OpenAI chat protocol.

In three steps, so that no transaction waits for the network: ``prepare`` what is asked and set its worst cost aside, ``ask``,
``keep`` what came. It only ever drafts: a person adds their own sentence, checks, copies and posts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cblp.catalogue.fetch import Fetcher, FetchRefused, Limits
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.ids import uuid7
from cblp.errors import Missing, UserError
from cblp.i18n import N_
from cblp.outreach.models import AssistantUse, PostDraft
from cblp.outreach.reports.studio import Known
from cblp.outreach.rules import prompts
from cblp.outreach.services import drafts
from cblp.people.models import Association
from cblp.settings import LOOPBACK, Secret, Settings

DRAFTED, REFUSED, FAILED, CAPPED = "drafted", "refused", "failed", "capped"
A_DAY: Final = 15
"""Questions of one business on a day: nobody uses up what is everybody's."""
LIMITS: Final = Limits(connect=3.0, read=20.0, total=30.0, size=200_000)
MILLION: Final = 1_000_000


class NoAssistant(UserError):
    """The installation has none."""

    message = N_("There is no writing assistant here. The usual draft needs none.")


class TooManyToday(UserError):
    """Enough for a day."""

    message = N_("AI was asked {count} times today. Ask again tomorrow, or use the usual draft.")


@dataclass(frozen=True)
class Service:
    """Whom to ask, and what it may cost: ``monthly`` rupiah of an association, rupiah for a million tokens in and out."""

    url: str
    key: Secret = field(repr=False)
    model: str
    monthly: int
    rupiah_in: int
    rupiah_out: int

    def cost(self, tokens_in: int, tokens_out: int) -> int:
        """Whole rupiah, rounded up."""
        return -(-(tokens_in * self.rupiah_in + tokens_out * self.rupiah_out) // MILLION)


@dataclass(frozen=True)
class Question:
    """A question that may be asked: its cost is set aside under ``use_id``."""

    use_id: UUID
    draft_id: UUID
    channel: str
    messages: tuple[dict[str, str], ...]
    known: Known = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What came: its text and the tokens that the service counted (None: it did not say); no text, nothing usable came."""

    text: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None


def service(settings: Settings) -> Service:
    """The assistant of this installation; raises NoAssistant."""
    if not settings.ai:
        raise NoAssistant()
    return Service(
        settings.ai_url, settings.ai_key, settings.ai_model, settings.ai_monthly_rupiah, settings.ai_rupiah_in, settings.ai_rupiah_out,
    )


def prepare(session: Session, actor: Actor, *, draft_id: UUID, helper: Service, now: datetime) -> Question | None:
    """Set the most that the question can cost aside; None when that would go over the association's month.

    Raises TooManyToday, Missing.
    """
    # One after the other in an association: two questions at once must not both take the last rupiah.
    session.execute(select(Association.association_id).where(Association.association_id == actor.association).with_for_update())
    draft = drafts.opened(session, actor, draft_id)
    today = datetime.combine(actor.day(now), time(), ZoneInfo(actor.timezone))
    if _count(session, actor, draft.business_id, today) >= A_DAY:
        raise TooManyToday(count=A_DAY)
    known = drafts.known(session, actor, draft, now)
    asked = prompts.messages(known.facts, draft.channel, names=known.names)
    tokens = prompts.size(asked)
    most = helper.cost(tokens, prompts.ANSWER_TOKENS)
    capped = _spent(session, actor, today.replace(day=1)) + most > helper.monthly
    # Until an answer comes it counts as failed at its highest cost: whatever happens to this process, the cap holds.
    use = AssistantUse(
        association_id=actor.association, id=uuid7(), business_id=draft.business_id, draft_id=draft_id, model=helper.model[:80],
        outcome=CAPPED if capped else FAILED, asked_at=now, tokens_in=0 if capped else tokens,
        tokens_out=0 if capped else prompts.ANSWER_TOKENS, cost=0 if capped else most,
    )
    session.add(use)
    session.flush()
    return None if capped else Question(use.id, draft_id, draft.channel, tuple(asked), known)


def ask(question: Question, helper: Service) -> Answer:
    """Ask over the network, within LIMITS; never raises for what the other side does."""
    parts = urlsplit(helper.url)
    fetcher = Fetcher(
        (), hosts=[parts.hostname or ""], http=parts.scheme == "http", limits=LIMITS, pause=0, loopback=parts.hostname in LOOPBACK,
        ports=[parts.port or (443 if parts.scheme == "https" else 80)],
    )
    body = {
        "model": helper.model, "messages": list(question.messages), "max_tokens": prompts.ANSWER_TOKENS, "temperature": 0.7,
        "stream": False,
    }
    headers = {"Content-Type": "application/json"}
    if helper.key:
        headers["Authorization"] = "Bearer " + str.__str__(helper.key)
    try:
        page = fetcher.post(helper.url.rstrip("/") + "/chat/completions", json.dumps(body).encode(), headers)
        if 400 <= page.status < 500:
            return Answer("", 0, 0)  # turned away: nothing was written, nothing is paid
        return _read(json.loads(page.content)) if page.status == 200 else Answer()
    except (FetchRefused, ValueError, RecursionError):
        return Answer()


def keep(session: Session, actor: Actor, *, question: Question, answer: Answer, helper: Service, now: datetime) -> str:
    """Take the answer as the draft's text, marked as AI's, if it is fit to be read; returns what became of it.

    DRAFTED, REFUSED (it named something that the product does not have) or FAILED (nothing came): then the draft stays as it was.
    """
    draft: PostDraft = drafts.opened(session, actor, question.draft_id)
    use = session.get(AssistantUse, (actor.association, question.use_id))
    if use is None or use.draft_id != draft.id or use.outcome != FAILED:
        raise Missing()
    if answer.tokens_in is not None and answer.tokens_out is not None:
        use.tokens_in, use.tokens_out = answer.tokens_in, answer.tokens_out
        use.cost = helper.cost(answer.tokens_in, answer.tokens_out)
    if not answer.text:
        return FAILED
    text = prompts.answered(answer.text, question.known.facts, question.channel, licences=question.known.licences)
    use.outcome = DRAFTED if text else REFUSED
    if text:
        drafts.take(draft, text, drafts.AI)
    session.flush()
    return use.outcome


def left(session: Session, actor: Actor, *, helper: Service, now: datetime) -> int:
    """Rupiah that the association may still spend this month (coordinator, member)."""
    actor.require(COORDINATOR, MEMBER)
    first = datetime.combine(actor.day(now).replace(day=1), time(), ZoneInfo(actor.timezone))
    return max(0, helper.monthly - _spent(session, actor, first))


def _spent(session: Session, actor: Actor, since: datetime) -> int:
    total = select(func.sum(AssistantUse.cost)).where(
        AssistantUse.association_id == actor.association, AssistantUse.asked_at >= since  # everybody's, not only what is seen
    )
    return int(session.scalar(total) or 0)


def _count(session: Session, actor: Actor, business_id: UUID, since: datetime) -> int:
    asked = select(func.count()).select_from(AssistantUse).where(
        AssistantUse.association_id == actor.association, AssistantUse.business_id == business_id, AssistantUse.asked_at >= since,
        AssistantUse.outcome != CAPPED,
    )
    return session.scalar(asked) or 0


def _read(answer: Any) -> Answer:
    """The text and the count of tokens in an answer of the chat protocol, whatever else stands there."""
    if not isinstance(answer, dict):
        return Answer()
    choices, usage = answer.get("choices"), answer.get("usage")
    first = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    message = first.get("message")
    text = message.get("content") if isinstance(message, dict) else None
    counted = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")] if isinstance(usage, dict) else [None, None]
    known = all(type(number) is int and 0 <= number < MILLION for number in counted)
    return Answer(text if isinstance(text, str) else "", *(counted if known else (None, None)))
