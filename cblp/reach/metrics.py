"""The base measures of promotion and of shop visits, and the figures declared from them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Final, Self

from cblp.i18n import N_
from cblp.metric import Metric, Value, ratio

CONTENT: Final = frozenset({"post", "reel", "video", "story"})
"""Kinds of posts without lives, where one person can press "like" a hundred times: a rate with them says nothing."""


@dataclass(frozen=True)
class Added:
    """Base measures that add up; a field named ``with_x`` counts the rows whose ``x`` is known at all."""

    def __add__(self, other: Self) -> Self:
        return type(self)(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    def as_dict(self) -> dict[str, int | None]:
        """All measures by name; None for what no row knows."""
        values: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: value if values.get(f"with_{name}", 1) else None for name, value in values.items()}


@dataclass(frozen=True)
class Reach(Added):
    """Figures of a group of posts. ``interactions`` = likes + comments + shares + saves.

    ``seen_interactions`` are those of posts whose reach is known: only they may be divided by ``reach``.
    """

    posts: int = 0
    with_reach: int = 0
    with_views: int = 0
    reach: int = 0
    views: int = 0
    likes: int = 0
    comments: int = 0
    shares: int = 0
    saves: int = 0
    clicks: int = 0
    new_followers: int = 0
    seen_interactions: int = 0
    orders: int = 0
    sales: int = 0

    @property
    def interactions(self) -> int:
        """Likes, comments, shares and saves."""
        return self.likes + self.comments + self.shares + self.saves

    def as_dict(self) -> dict[str, int | None]:
        return {**super().as_dict(), "interactions": self.interactions}


@dataclass(frozen=True)
class Visits(Added):
    """A shop's own statistics. ``waiting`` is seconds × chats and ``satisfied`` basis points × chats, to be divided again."""

    with_visitors: int = 0
    with_buyers: int = 0
    with_chats: int = 0
    visitors: int = 0
    product_views: int = 0
    product_clicks: int = 0
    buyers: int = 0
    new_buyers: int = 0
    chats: int = 0
    chats_answered: int = 0
    waiting: int = 0
    timed_chats: int = 0
    satisfied: int = 0
    rated_chats: int = 0


@dataclass(frozen=True)
class Whatsapp(Added):
    """What businesses wrote down about WhatsApp; ``days`` is how many logs there are."""

    days: int = 0
    statuses: int = 0
    group_posts: int = 0
    views: int = 0
    chats: int = 0
    orders: int = 0


METRICS: Final[dict[str, Metric]] = {metric.id: metric for metric in (
    Metric("posts", N_("Posts"), "count"),
    Metric("reach", N_("Reach (people who saw it)"), "count"),
    Metric("views", N_("Views"), "count"),
    Metric("interactions", N_("Interactions"), "count"),
    Metric("likes", N_("Likes"), "count"),
    Metric("comments", N_("Comments"), "count"),
    Metric("shares", N_("Shares"), "count"),
    Metric("saves", N_("Saves"), "count"),
    Metric("clicks", N_("Clicks"), "count"),
    Metric("new_followers", N_("New followers"), "count"),
    Metric("orders", N_("Orders"), "count"),
    Metric("sales", N_("Sales"), "rupiah"),
    Metric("interaction_rate", N_("Out of 100 who saw it, interacted"), "of_hundred", ratio("seen_interactions", "reach")),
    Metric("interactions_per_post", N_("Interactions per post"), "number", ratio("interactions", "posts")),
)}
"""Every figure of posts by its id."""


def _hundredths(above: str, below: str) -> Any:
    plain = ratio(above, below)

    def formula(measures: Any) -> Value:
        value = plain(measures)
        return None if value is None else Fraction(value) / 10_000

    return formula


VISIT_METRICS: Final[dict[str, Metric]] = {metric.id: metric for metric in (
    Metric("visitors", N_("Visitors"), "count"),
    Metric("product_views", N_("Product views"), "count"),
    Metric("product_clicks", N_("Product clicks"), "count"),
    Metric("buyers", N_("Buyers"), "count"),
    Metric("new_buyers", N_("New buyers"), "count"),
    Metric("chats", N_("Incoming chats"), "count"),
    Metric("chats_answered", N_("Answered chats"), "count"),
    Metric("buyers_share", N_("Out of 100 visitors, bought"), "of_hundred", ratio("buyers", "visitors")),
    Metric("answered_share", N_("Chats answered"), "share", ratio("chats_answered", "chats")),
    Metric("reply_seconds", N_("Time to answer a chat"), "seconds", ratio("waiting", "timed_chats"), good_when="down"),
    Metric("satisfaction", N_("Satisfied chats"), "share", _hundredths("satisfied", "rated_chats")),
)}
"""Every figure of shop statistics by its id."""

WHATSAPP_METRICS: Final[dict[str, Metric]] = {metric.id: metric for metric in (
    Metric("days", N_("Days written down"), "count"),
    Metric("statuses", N_("WhatsApp statuses"), "count"),
    Metric("group_posts", N_("Posts in groups"), "count"),
    Metric("views", N_("Views"), "count"),
    Metric("chats", N_("Incoming chats"), "count"),
    Metric("orders", N_("WhatsApp orders"), "count"),
)}
"""Every figure of the WhatsApp log by its id."""


def figure(metric_id: str, measures: Added) -> Value:
    """The declared figure of these measures, of whichever kind they are."""
    declared = {Reach: METRICS, Visits: VISIT_METRICS, Whatsapp: WHATSAPP_METRICS}[type(measures)]
    return declared[metric_id].of(measures.as_dict())
