"""Facebook content of a page from Meta Business Suite."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_
from cblp.importers.columns import Choice, Duration, Moment, Text, When
from cblp.importers.format import Format, Reading
from cblp.importers.formats import instagram
from cblp.importers.posts import Caption, Link, figure, post
from cblp.importers.records import Post

KINDS: Final = {
    "Photo*": "post", "Foto*": "post", "Image*": "post", "Gambar*": "post", "Link*": "post", "Tautan*": "post", "Text*": "post",
    "Teks*": "post", "Status*": "post", "Album*": "post", "Carousel*": "post", "Multi*": "post", "Event*": "post",
    "Acara*": "post", "Offer*": "post", "Share*": "post", "Other*": "post", "Lainnya*": "post",
    "Video*": "video", "Reel*": "reel", "Stor*": "story", "Cerita*": "story", "Live*": "live", "Siaran langsung*": "live",
}  # fmt: skip


def content(
    reading: Reading, post_id: str, page_id: str, page: str, title: tuple[str, str], caption: tuple[str, str],
    duration: int | None, published: Moment, permalink: str, kind: str, span: str, views: int | None, reach: int | None,
    likes: int | None, comments: int | None, shares: int | None, link_clicks: int | None, clicks: int | None,
) -> Post | None:  # fmt: skip
    """One row: a post. A page has no handle in the file, so its number is the account and its name the shop's hint."""
    if span.casefold() not in instagram.LIFETIME:
        reading.state["daily"] = reading.state.get("daily", 0) + 1
        return None
    reading.shop_hint = reading.shop_hint or page
    return post(
        "facebook", page_id, post_id, kind, caption if caption[0] else title, permalink, published, duration=duration or None,
        views=views, reach=reach, likes=likes, comments=comments, shares=shares,
        clicks=clicks if link_clicks is None else link_clicks,
    )  # fmt: skip


CONTENT: Final = Format(
    id="facebook.content",
    source="facebook",
    kind="posts",
    label=N_("a Facebook content file"),
    columns=(
        Text("post_id", "Post ID", "ID Postingan", limit=60),
        Text("page_id", "Page ID", "ID Halaman", limit=40),
        Text("page", "Page name", "Nama Halaman", required=False, empty="", limit=80),
        Caption("title", "Title", "Judul", required=False),
        Caption("caption", "Description", "Deskripsi", required=False),
        Duration("duration", "Duration (sec)", "Durasi (detik)", required=False, empty=None),
        When("published", "Publish time", "Waktu penerbitan", patterns=instagram.PATTERNS),
        Link("permalink", "Permalink"),
        Choice("kind", "Post type", "Jenis postingan", words=KINDS),
        Text("span", "Date", "Tanggal", required=False, empty="", limit=30),
        figure("views", "Views", "Tayangan", "Impressions", "Impresi"),
        figure("reach", "Reach", "Jangkauan", "Viewers", "Penonton"),
        figure("likes", "Reactions", "Tanggapan"),
        figure("comments", "Comments", "Komentar"),
        figure("shares", "Shares", "Frekuensi dibagikan"),
        figure("link_clicks", "Link Clicks", "Klik tautan"),
        figure("clicks", "Total clicks", "Total klik"),
    ),
    row=content,
    signature=("post_id", "page_id", "published", "kind"),
    since=(("2025", "Views"), ("2025", "Tayangan"), ("2023", "")),
    finish=instagram.finish,
    ignored=(
        "Caption type", "Is crosspost", "Is share", "Languages", "Custom labels", "Funded content status", "Data comment",
        "Komentar data", "Reactions, Comments and Shares", "Other Clicks",
        "Matched Audience Targeting Consumption (Photo Click)", "Seconds viewed", "Average Seconds viewed",
        "Estimated earnings (USD)",
    ),
)  # fmt: skip

FORMATS: Final = (CONTENT,)
