"""X analytics: the posts of an account, and its days."""

from __future__ import annotations

import re
from typing import Any, Final

from cblp.i18n import N_
from cblp.importers.columns import Moment, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.posts import Caption, Link, daily, days_once, figure, post, posts_once
from cblp.importers.records import Post

PATTERNS: Final = ("%a, %b %d, %Y", "%b %d, %Y", "%Y-%m-%d")
_ACCOUNT: Final = re.compile(r"(?:x|twitter)\.com/(\w+)/status/", re.IGNORECASE)


def both(first: int | None, second: int | None) -> int | None:
    """The sum of what is known."""
    return second if first is None else first + (second or 0)


def content(
    reading: Reading, post_id: str, published: Moment, caption: tuple[str, str], link: str, views: int | None,
    likes: int | None, saves: int | None, shares: int | None, follows: int | None, replies: int | None, reposts: int | None,
    clicks: int | None,
) -> Post:  # fmt: skip
    """One row: a post. Passing it on within X (repost) and out of it (share) both count as sharing."""
    found = _ACCOUNT.search(link)
    return post(
        "x", found[1] if found else "", post_id, "post", caption, link, published, views=views, likes=likes, saves=saves,
        shares=both(reposts, shares), new_followers=follows, comments=replies, clicks=clicks,
    )  # fmt: skip


def overview(
    reading: Reading, day: Moment, views: int | None, likes: int | None, engagements: int | None, shares: int | None,
    follows: int | None, replies: int | None, reposts: int | None, visits: int | None,
) -> tuple[Any, ...]:  # fmt: skip
    """One row: a day of the account."""
    figures = {
        "views": views, "likes": likes, "interactions": engagements, "shares": both(reposts, shares), "new_followers": follows,
        "comments": replies, "profile_visits": visits,
    }  # fmt: skip
    return (day.day, figures)


def days(reading: Reading, records: list[Record]) -> list[Record]:
    """A record for each figure."""
    return days_once(record for day, figures in records for record in daily("x", "", day, **figures))


CONTENT: Final = Format(
    id="x.content",
    source="x",
    kind="posts",
    label=N_("an X content file"),
    columns=(
        Text("post_id", "Post id", limit=40),
        When("published", "Date", patterns=PATTERNS),
        Caption("caption", "Post text"),
        Link("link", "Post Link", required=True),
        figure("views", "Impressions"),
        figure("likes", "Likes"),
        figure("saves", "Bookmarks"),
        figure("shares", "Shares"),
        figure("follows", "New follows"),
        figure("replies", "Replies"),
        figure("reposts", "Reposts"),
        figure("clicks", "URL Clicks"),
    ),
    row=content,
    signature=("post_id", "published", "caption", "link"),
    since=(("2024", ""),),
    finish=posts_once,
    ignored=("Engagements", "Profile visits", "Detail Expands", "Hashtag Clicks", "Permalink Clicks"),
)

OVERVIEW: Final = Format(
    id="x.overview",
    source="x",
    kind="daily",
    label=N_("an X account overview"),
    columns=(
        When("day", "Date", patterns=PATTERNS),
        figure("views", "Impressions"),
        figure("likes", "Likes"),
        figure("engagements", "Engagements"),
        figure("shares", "Shares"),
        figure("follows", "New follows"),
        figure("replies", "Replies"),
        figure("reposts", "Reposts"),
        figure("visits", "Profile visits"),
    ),
    row=overview,
    signature=("day", "views", "engagements", "follows"),
    since=(("2024", ""),),
    without=("Post id",),
    finish=days,
    ignored=("Bookmarks", "Unfollows", "Create Post", "Video views", "Media views"),
)

FORMATS: Final = (CONTENT, OVERVIEW)
