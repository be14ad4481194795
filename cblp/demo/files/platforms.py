"""TikTok Studio, YouTube Studio and X: what their analytics pages let one download."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from cblp.demo.files.delimited import BOM, delimited
from cblp.demo.files.headers import names
from cblp.demo.files.insights import AccountDay, Post
from cblp.demo.files.seller_center import Language
from cblp.demo.files.workbook import archive

YOUTUBE: Final = names(
    "Content|Video title|Video publish time|Impressions|Impressions click-through rate (%)|Views|"
    "Average view duration|Watch time (hours)"
)

X_CONTENT: Final = names(
    "Post id|Date|Post text|Post Link|Impressions|Likes|Engagements|Bookmarks|Shares|New follows|Replies|Reposts|"
    "Profile visits|Detail Expands|URL Clicks|Hashtag Clicks|Permalink Clicks"
)

X_OVERVIEW: Final = names(
    "Date|Impressions|Likes|Engagements|Bookmarks|Shares|New follows|Unfollows|Replies|Reposts|Profile visits|"
    "Create Post|Video views|Media views"
)

_MONTHS: Final = {
    "en": names("January|February|March|April|May|June|July|August|September|October|November|December"),
    "id": names("Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember"),
}


def tiktok_overview(days: Iterable[AccountDay], language: Language = "en") -> bytes:
    """Overview.csv: days without a year, in the language of the app; everything quoted."""
    rows: list[Sequence[object]] = [names("Date|Video Views|Profile Views|Likes|Comments|Shares")]
    for day in days:
        rows.append([_day(day.day, language), day.views, day.profile_views, day.likes, day.comments, day.shares])
    return delimited(rows, quote_all=True, before=BOM)


def tiktok_content(posts: Iterable[Post], language: Language = "en") -> bytes:
    """Content.csv: a row per video, published on a day without a year."""
    header = "Video title|Video link|Post time|Total likes|Total comments|Total shares|Total views"
    rows: list[Sequence[object]] = [names(header)]
    for post in posts:
        cells = [post.text, post.link, _day(post.published.date(), language)]
        rows.append([*cells, post.likes, post.comments, post.shares, post.views])
    return delimited(rows, quote_all=True, before=BOM)


def tiktok_followers(days: Iterable[AccountDay], language: Language = "en") -> bytes:
    """FollowerHistory.csv: the first day's difference is not known."""
    rows: list[Sequence[object]] = [names("Date|Followers|Difference in followers from previous day")]
    before: int | None = None
    for day in days:
        change = "undefined" if before is None else day.followers - before
        rows.append([_day(day.day, language), day.followers, change])
        before = day.followers
    return delimited(rows, quote_all=True, before=BOM)


def tiktok_viewers(days: Iterable[AccountDay], language: Language = "en") -> bytes:
    """Viewers.csv: new and returning viewers add up to all."""
    rows: list[Sequence[object]] = [names("Date|Total Viewers|New Viewers|Returning Viewers")]
    for day in days:
        returning = day.views // 3
        rows.append([_day(day.day, language), day.views - day.likes, day.views - day.likes - returning, returning])
    return delimited(rows, quote_all=True, before=BOM)


def youtube(posts: Sequence[Post]) -> bytes:
    """A zip with Table data, Chart data and Totals; the table's first row is the sum of the others."""
    table: list[list[object]] = [["Total", "", "", *_youtube(sum(post.views for post in posts), 73)]]
    for post in posts:
        published = f"{_MONTHS['en'][post.published.month - 1][:3]} {post.published.day}, {post.published.year}"
        table.append([post.post_id, post.text, published, *_youtube(post.views, post.duration // 3)])
    chart = [[str(post.published.date()), post.post_id, post.views] for post in posts]
    return archive(
        {
            "Table data.csv": delimited([YOUTUBE, *table]),
            "Chart data.csv": delimited([["Date", "Content", "Views"], *chart]),
            "Totals.csv": delimited([["Date", "Views"], *([row[0], row[2]] for row in chart)]),
        }
    )


def youtube_table(posts: Sequence[Post]) -> bytes:
    """``Table data.csv`` alone, for people who unpack the download."""
    return ZipFile(BytesIO(youtube(posts))).read("Table data.csv")


def x_content(posts: Iterable[Post]) -> bytes:
    """``account_analytics_content_….csv``."""
    rows: list[Sequence[object]] = [X_CONTENT]
    for post in posts:
        engaged = post.likes + post.comments + post.shares + post.clicks
        rows.append(
            [
                post.post_id,
                _x_day(post.published.date()),
                post.text,
                post.link,
                post.views,
                post.likes,
                engaged,
                post.saves,
                post.shares,
                post.follows,
                post.comments,
                post.shares,
                post.clicks // 2,
                post.clicks,
                post.clicks,
                post.likes // 3,
                0,
            ]
        )
    return delimited(rows)


def x_overview(days: Iterable[AccountDay]) -> bytes:
    """``account_overview_analytics_….csv``: the account's days."""
    rows: list[Sequence[object]] = [X_OVERVIEW]
    for day in days:
        engaged = day.likes + day.comments + day.shares + day.clicks
        rows.append(
            [
                _x_day(day.day),
                day.views,
                day.likes,
                engaged,
                0,
                day.shares,
                day.new_followers,
                day.lost_followers,
                day.comments,
                day.shares,
                day.profile_views,
                day.posts,
                0,
                0,
            ]
        )
    return delimited(rows)


def _day(day: date, language: Language) -> str:
    month = _MONTHS[language][day.month - 1]
    return f"{month} {day.day}" if language == "en" else f"{day.day} {month}"


def _x_day(day: date) -> str:
    weekday = names("Mon|Tue|Wed|Thu|Fri|Sat|Sun")[day.weekday()]
    return f"{weekday}, {_MONTHS['en'][day.month - 1][:3]} {day.day}, {day.year}"


def _youtube(views: int, seconds: int) -> list[object]:
    impressions = views * 21 + 7  # most views come from elsewhere; the click-through rate is that of impressions
    rate = round(100 * (views // 2) / impressions, 2)
    average = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return [impressions, rate, views, average, round(views * seconds / 3600, 4)]
