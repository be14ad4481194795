"""What platforms know about visitors, posts and lives, whichever file they print it in. Times are naive and local."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ShopDay:
    """A shop's statistics of one day; ``sales`` in whole rupiah, ``satisfaction`` in basis points of rated chats."""

    day: date
    visitors: int
    product_views: int
    product_clicks: int
    orders: int
    sales: int
    buyers: int
    new_buyers: int
    cancelled_orders: int = 0
    cancelled_sales: int = 0
    chats: int = 0
    chats_answered: int = 0
    response_seconds: int = 0
    satisfaction: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """A post with its figures when the file was made. ``kind`` is image, carousel, reel, story, video or live."""

    post_id: str
    account_id: str
    handle: str
    name: str
    kind: str
    published: datetime
    text: str
    link: str
    duration: int = 0  # seconds
    views: int = 0
    reach: int = 0
    likes: int = 0
    comments: int = 0
    shares: int = 0
    saves: int = 0
    clicks: int = 0
    follows: int = 0


@dataclass(frozen=True, slots=True)
class Live:
    """A live broadcast in a marketplace; ``sales`` in whole rupiah, ``length`` and ``watched`` in seconds."""

    title: str
    creator_id: str
    handle: str
    start: datetime
    length: int
    viewers: int
    views: int
    peak: int
    watched: int
    likes: int
    comments: int
    shares: int
    follows: int
    clicks: int
    orders: int
    units: int
    sales: int


@dataclass(frozen=True, slots=True)
class AccountDay:
    """An account's figures of one day; ``followers`` is the number at its end."""

    day: date
    views: int
    profile_views: int
    likes: int
    comments: int
    shares: int
    followers: int
    new_followers: int
    lost_followers: int = 0
    clicks: int = 0
    posts: int = 0
