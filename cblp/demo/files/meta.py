"""Meta Business Suite: Instagram content (English and Indonesian), Facebook content, and the daily metric files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from cblp.demo.files.delimited import BOM, delimited
from cblp.demo.files.headers import names
from cblp.demo.files.insights import Post
from cblp.demo.files.seller_center import Language

INSTAGRAM_EN: Final = names(
    "Post ID|Account ID|Account username|Account name|Description|Duration (sec)|Publish time|Permalink|Post type|"
    "Data comment|Date|Views|Reach|Likes|Shares|Follows|Comments|Saves"
)

INSTAGRAM_ID: Final = names(
    "ID Postingan|ID Akun|Nama pengguna akun|Nama akun|Deskripsi|Durasi (detik)|Waktu penerbitan|Permalink|"
    "Jenis postingan|Komentar data|Tanggal|Tayangan|Suka|Frekuensi dibagikan|Komentar|Frekuensi Disimpan|Jangkauan|"
    "Mengikuti"
)

STORY_COLUMNS: Final = ("Kunjungan profil", "Balasan", "Navigasi", "Ketukan stiker")

FACEBOOK: Final = names(
    "Post ID|Page ID|Page name|Title|Description|Duration (sec)|Publish time|Caption type|Permalink|Is crosspost|"
    "Is share|Post type|Languages|Custom labels|Funded content status|Data comment|Date|Impressions|Reach|"
    "Reactions, Comments and Shares|Reactions|Comments|Shares|Total clicks|Other Clicks|"
    "Matched Audience Targeting Consumption (Photo Click)|Link Clicks|Seconds viewed|Average Seconds viewed|"
    "Estimated earnings (USD)"
)

_KINDS: Final = {
    "en": {"image": "IG image", "carousel": "IG carousel", "reel": "IG reel", "story": "IG story"},
    "id": {"image": "Gambar IG", "carousel": "Carousel IG", "reel": "Reel IG", "story": "Cerita IG"},
}


def instagram(posts: Iterable[Post], language: Language = "id", stories: bool = False) -> bytes:
    """The content csv. Times are month first in both languages; ``stories`` adds the columns of a stories export."""
    header = [*(INSTAGRAM_EN if language == "en" else INSTAGRAM_ID), *(STORY_COLUMNS if stories else ())]
    rows: list[Sequence[object]] = [header]
    for post in posts:
        first = [post.post_id, post.account_id, post.handle, post.name, post.text, post.duration]
        first += [f"{post.published:%m/%d/%Y %H:%M}", post.link, _KINDS[language][post.kind], ""]
        if language == "en":
            figures = ["Lifetime", post.views, post.reach, post.likes, post.shares, post.follows]
            rows.append([*first, *figures, post.comments, post.saves])
        else:
            figures = ["Sepanjang Masa", _comma(post.views), post.likes, post.shares, post.comments, post.saves]
            extra = [post.clicks, post.comments, post.views // 3, 0] if stories else []
            rows.append([*first, *figures, _comma(post.reach), post.follows, *extra])
    return delimited(rows, before=BOM)


def facebook(posts: Iterable[Post], newer: bool = True) -> bytes:
    """The content csv of a page, in English; column names contain commas. ``newer`` says Views instead of Impressions."""
    rows: list[Sequence[object]] = [["Views" if newer and name == "Impressions" else name for name in FACEBOOK]]
    for post in posts:
        known = {
            "Post ID": post.post_id,
            "Page ID": post.account_id,
            "Page name": post.name,
            "Title": post.text.split("\n")[0][:60],
            "Description": post.text,
            "Duration (sec)": post.duration,
            "Publish time": f"{post.published:%m/%d/%Y %H:%M}",
            "Permalink": post.link,
            "Is crosspost": 0,
            "Is share": 0,
            "Post type": {"video": "Videos", "reel": "Reels", "live": "Live videos"}.get(post.kind, "Photos"),
            "Date": "Lifetime",
            "Impressions": post.views,
            "Reach": post.reach,
            "Reactions, Comments and Shares": post.likes + post.comments + post.shares,
            "Reactions": post.likes,
            "Comments": post.comments,
            "Shares": post.shares,
            "Total clicks": post.clicks + post.clicks // 4,
            "Other Clicks": post.clicks // 4,
            "Link Clicks": post.clicks,
        }
        rows.append([known.get(name, "") for name in FACEBOOK])
    return delimited(rows, before=BOM)


def daily(blocks: Iterable[tuple[str, Sequence[tuple[date, int]]]], language: Language = "id") -> bytes:
    """A daily metric csv: UTF-16, ``sep=,``, then for each block its title, a header and a row per day."""
    lines = ["sep=,"]
    for title, days in blocks:
        lines += [f'"{title}"', '"Date","Primary"' if language == "en" else '"Tanggal","Primary"']
        lines += [f'"{day}T00:00:00","{value}"' for day, value in days]
    return (BOM + "\r\n".join(lines) + "\r\n").encode("utf-16-le")


def _comma(value: int) -> str:
    return f"{value:,}"
