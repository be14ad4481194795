"""TikTok Studio: the account's days, its followers and viewers, and its videos; days come without a year."""

from __future__ import annotations

import re
from typing import Any, Final

from cblp.i18n import N_
from cblp.importers.columns import Bad, Cell, Count, Moment
from cblp.importers.format import Format, Reading, Record
from cblp.importers.posts import Caption, Link, daily, days_once, figure, post, posts_once
from cblp.importers.yearless import Printed, YearlessDay, dated

_VIDEO: Final = re.compile(r"tiktok\.com/(?:@(?P<account>[\w.]+)/)?(?:video|photo|v)/(?P<id>\d+)", re.IGNORECASE)


class _Change(Count):
    """How much a number grew; the first day of a file has nothing to compare with."""

    def read(self, cell: Cell, seen: str) -> int | None:  # type: ignore[override]
        return None if seen.casefold() == "undefined" else super().read(cell, seen)


def overview(
    reading: Reading, day: Printed, views: int | None, profile_views: int | None, likes: int | None, comments: int | None,
    shares: int | None,
) -> tuple[Any, ...]:  # fmt: skip
    """One row: a day of the account."""
    figures = {"views": views, "profile_visits": profile_views, "likes": likes, "comments": comments, "shares": shares}
    return (day, figures)


def followers(reading: Reading, day: Printed, total: int | None, change: int | None) -> tuple[Any, ...]:
    """One row: followers at the end of a day, and how many more they are than the day before."""
    return (day, {"followers": total, "new_followers": change})


def viewers(reading: Reading, day: Printed, total: int | None) -> tuple[Any, ...]:
    """One row: how many people saw something on a day."""
    return (day, {"reach": total})


def days(reading: Reading, records: list[Record]) -> list[Record]:
    """The figures under their real days; raises YearNeeded."""
    named = dated(reading, [day for day, _ in records])
    return days_once(
        record for day, (_, figures) in zip(named, records, strict=True) for record in daily("tiktok", "", day, **figures)
    )


def content(
    reading: Reading, caption: tuple[str, str], link: str, day: Printed, likes: int | None, comments: int | None,
    shares: int | None, views: int | None, saves: int | None,
) -> tuple[Any, ...]:  # fmt: skip
    """One row: a video."""
    if not link:
        raise Bad("blank", "link")
    figures = {"likes": likes, "comments": comments, "shares": shares, "views": views, "saves": saves}
    return (day, caption, link, figures)


def videos(reading: Reading, records: list[Record]) -> list[Record]:
    """The videos under their real days; raises YearNeeded."""
    named = dated(reading, [record[0] for record in records])
    made: list[Record] = []
    for day, (_, caption, link, figures) in zip(named, records, strict=True):
        found = _VIDEO.search(link)
        account, post_id = (found["account"] or "", found["id"]) if found else ("", link.rstrip("/").rpartition("/")[2][:80])
        made.append(post("tiktok", account, post_id, "video", caption, link, Moment(day, None), **figures))
    return posts_once(reading, made)


OVERVIEW: Final = Format(
    id="tiktok.overview",
    source="tiktok",
    kind="daily",
    label=N_("a TikTok Studio overview"),
    columns=(
        YearlessDay("day", "Date", "Tanggal"),
        figure("views", "Video Views", "Tayangan Video", "Penayangan Video"),
        figure("profile_views", "Profile Views", "Tayangan Profil"),
        figure("likes", "Likes", "Suka"),
        figure("comments", "Comments", "Komentar"),
        figure("shares", "Shares", "Dibagikan"),
    ),
    row=overview,
    signature=("day", "views", "profile_views"),
    since=(("2024", ""),),
    finish=days,
)

FOLLOWERS: Final = Format(
    id="tiktok.followers",
    source="tiktok",
    kind="daily",
    label=N_("a TikTok Studio follower history"),
    columns=(
        YearlessDay("day", "Date", "Tanggal"),
        figure("total", "Followers", "Pengikut"),
        _Change("change", "Difference in followers from previous day", required=False, empty=None, signed=True),
    ),
    row=followers,
    signature=("day", "total", "change"),
    since=(("2024", ""),),
    finish=days,
)

VIEWERS: Final = Format(
    id="tiktok.viewers",
    source="tiktok",
    kind="daily",
    label=N_("a TikTok Studio viewer history"),
    columns=(YearlessDay("day", "Date", "Tanggal"), figure("total", "Total Viewers")),
    row=viewers,
    signature=("day", "total"),
    since=(("2024", ""),),
    finish=days,
    ignored=("New Viewers", "Returning Viewers"),
)

CONTENT: Final = Format(
    id="tiktok.content",
    source="tiktok",
    kind="posts",
    label=N_("a TikTok Studio content file"),
    columns=(
        Caption("caption", "Video title", "Judul video", required=False),
        Link("link", "Video link", "Tautan video", required=True),
        YearlessDay("day", "Post time", "Waktu posting"),
        figure("likes", "Total likes", "Total suka"),
        figure("comments", "Total comments", "Total komentar"),
        figure("shares", "Total shares", "Total dibagikan"),
        figure("views", "Total views", "Total tayangan"),
        figure("saves", "Add to favorites", "Tambah ke favorit"),
    ),
    row=content,
    signature=("link", "day", "views"),
    since=(("2024", ""),),
    finish=videos,
    ignored=("Total play time", "Average watch time", "Watched full video"),
)

FORMATS: Final = (OVERVIEW, FOLLOWERS, VIEWERS, CONTENT)
