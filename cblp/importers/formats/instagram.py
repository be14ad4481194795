"""Instagram content from Meta Business Suite, in English and Indonesian: posts, reels and stories with their figures."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_
from cblp.importers.columns import Choice, Duration, Moment, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.posts import Caption, Link, figure, post, posts_once
from cblp.importers.records import Note, Post

PATTERNS: Final = ("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y", "%Y-%m-%d %H:%M:%S")  # month first in both languages
LIFETIME: Final = frozenset({"lifetime", "sepanjang masa", "seumur hidup", ""})

KINDS: Final = {
    "IG image": "post", "IG carousel": "post", "IG photo": "post",
    "Gambar IG": "post", "Foto IG": "post", "Carousel IG": "post", "Korsel IG": "post",
    "IG reel*": "reel", "Reel IG": "reel", "Reels IG": "reel",
    "IG stor*": "story", "Cerita IG": "story", "Story IG": "story", "Stories IG": "story",
    "IG video": "video", "Video IG": "video", "IGTV": "video",
    "IG live*": "live", "Live IG": "live", "Siaran langsung IG": "live",
}  # fmt: skip


def content(
    reading: Reading, post_id: str, account_id: str, handle: str, caption: tuple[str, str], duration: int | None,
    published: Moment, permalink: str, kind: str, span: str, views: int | None, reach: int | None, likes: int | None,
    shares: int | None, comments: int | None, replies: int | None, saves: int | None, follows: int | None, clicks: int | None,
) -> Post | None:  # fmt: skip
    """One row: a post. Joint posts of other accounts are in the file too: their ``account`` tells."""
    if span.casefold() not in LIFETIME:
        reading.state["daily"] = reading.state.get("daily", 0) + 1
        return None
    return post(
        "instagram", handle or account_id, post_id, kind, caption, permalink, published, duration=duration or None, views=views,
        reach=reach, likes=likes, shares=shares, comments=replies if comments is None else comments, saves=saves,
        new_followers=follows, clicks=clicks,
    )  # fmt: skip


def finish(reading: Reading, records: list[Record]) -> list[Record]:
    """Each post once; rows of single days are told."""
    if reading.state.get("daily"):
        reading.notes.append(Note("daily_posts", (str(reading.state["daily"]),)))
    return posts_once(reading, records)


CONTENT: Final = Format(
    id="instagram.content",
    source="instagram",
    kind="posts",
    label=N_("an Instagram content file"),
    columns=(
        Text("post_id", "Post ID", "ID Postingan", limit=40),
        Text("account_id", "Account ID", "ID Akun", limit=40),
        Text("handle", "Account username", "Nama pengguna akun", required=False, empty="", limit=60),
        Caption("caption", "Description", "Deskripsi", required=False),
        Duration("duration", "Duration (sec)", "Durasi (detik)", required=False, empty=None),
        When("published", "Publish time", "Waktu penerbitan", patterns=PATTERNS),
        Link("permalink", "Permalink"),
        Choice("kind", "Post type", "Jenis postingan", words=KINDS),
        Text("span", "Date", "Tanggal", required=False, empty="", limit=30),
        figure("views", "Views", "Tayangan", "Impressions", "Impresi", "Plays"),
        figure("reach", "Reach", "Jangkauan"),
        figure("likes", "Likes", "Suka"),
        figure("shares", "Shares", "Frekuensi dibagikan"),
        figure("comments", "Comments", "Komentar"),
        figure("replies", "Replies", "Balasan"),
        figure("saves", "Saves", "Frekuensi disimpan"),
        figure("follows", "Follows", "Mengikuti"),
        figure("clicks", "Link clicks", "Klik tautan"),
    ),
    row=content,
    signature=("post_id", "account_id", "published", "kind"),
    since=(("2025", "Views"), ("2025", "Tayangan"), ("2023", "")),
    without=("Page ID", "ID Halaman"),
    finish=finish,
    ignored=(
        "Account name", "Nama akun", "Data comment", "Komentar data", "Profile visits", "Kunjungan profil", "Navigation",
        "Navigasi", "Sticker taps", "Ketukan stiker",
    ),
)  # fmt: skip

FORMATS: Final = (CONTENT,)
