"""YouTube Studio: the videos of a channel, as the zip that it gives or the table out of it."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_
from cblp.importers.columns import Duration, Moment, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.posts import Caption, figure, post, posts_once
from cblp.importers.records import Note, Post

PATTERNS: Final = ("%b %d, %Y", "%d %b %Y", "%Y-%m-%d")


def video(
    reading: Reading, post_id: str, caption: tuple[str, str], published: Moment | None, duration: int | None,
    views: int | None, viewers: int | None, likes: int | None, comments: int | None, shares: int | None, subscribers: int | None,
) -> Post | None:  # fmt: skip
    """One row: a video. The first row sums up all others; a video that was never public or is deleted has no day."""
    if published is None:
        if post_id.casefold() != "total":
            reading.state["dayless"] = reading.state.get("dayless", 0) + 1
        return None
    link = f"https://www.youtube.com/watch?v={post_id}"
    return post(
        "youtube", "", post_id, "video", caption, link, published, duration=duration, views=views, reach=viewers, likes=likes,
        comments=comments, shares=shares, new_followers=subscribers,
    )  # fmt: skip


def finish(reading: Reading, records: list[Record]) -> list[Record]:
    """Each video once; those without a day are told."""
    if reading.state.get("dayless"):
        reading.notes.append(Note("dayless_posts", (str(reading.state["dayless"]),)))
    return posts_once(reading, records)


TABLE: Final = Format(
    id="youtube.content",
    source="youtube",
    kind="posts",
    label=N_("a YouTube Studio content table"),
    columns=(
        Text("post_id", "Content", "Konten", limit=40),
        Caption("caption", "Video title", "Judul video", required=False),
        When("published", "Video publish time", "Waktu publikasi video", patterns=PATTERNS, empty=None),
        Duration("duration", "Duration", "Durasi", required=False, empty=None),
        figure("views", "Views", "Penayangan"),
        figure("viewers", "Unique viewers", "Penonton unik"),
        figure("likes", "Likes", "Suka"),
        figure("comments", "Comments added", "Komentar ditambahkan"),
        figure("shares", "Shares", "Dibagikan"),
        figure("subscribers", "Subscribers", "Subscriber", signed=True),
    ),
    row=video,
    signature=("post_id", "published"),
    since=(("2022", ""),),
    finish=finish,
    ignored=(
        "Impressions", "Tayangan", "Impressions click-through rate (%)", "Rasio klik-tayang tayangan (%)",
        "Average view duration", "Durasi tonton rata-rata", "Watch time (hours)", "Waktu tonton (jam)",
    ),
)  # fmt: skip

FORMATS: Final = (TABLE,)
