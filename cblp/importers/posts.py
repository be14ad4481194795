"""What all social formats share: captions without contact data, their hashtags, and the figures of posts and days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from cblp.importers.columns import Cell, Column, Count, Moment
from cblp.importers.format import Reading, Record
from cblp.importers.records import DailyMetric, Post

CAPTION: Final = 300
HASHTAGS: Final = 600
LINK: Final = 300
MASK: Final = "•••"

_CONTACT: Final = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an e-mail address
    r"|(?<!\d)(?:\+?62|0)[\s.()–-]*8(?:[\s.()–-]*\d){7,11}(?!\d)"  # a mobile number, however it is grouped
    r"|(?<!\d)8\d{2}[\s.–-]\d{3,4}[\s.–-]\d{3,4}(?!\d)"  # the same without its zero
    r"|(?<!\d)\(?0[2-79]\d{1,2}\)?[\s.–-]*\d{5,8}(?!\d)"  # a telephone at home
    r"|\+\d(?:[\s.()–-]*\d){7,13}(?!\d)"  # from abroad
    r"|(?<!\d)\d{9,}(?!\d)"  # an account, an identity card: no caption needs so long a number
)
_HASHTAG: Final = re.compile(r"(?<![\w&/])[#＃](\w*[^\W\d_]\w*)")
_NONE: Final[dict[str, Any]] = dict.fromkeys(Post._fields[Post._fields.index("duration") :])
_ACCOUNT, _POST_ID = Post._fields.index("account"), Post._fields.index("post_id")


def masked(said: str) -> str:
    """A text on one line in which telephone numbers and e-mail addresses are replaced by dots."""
    return _CONTACT.sub(MASK, " ".join(said.split()))


def hashtags(said: str) -> str:
    """The hashtags of a caption in their order, each once: lower case, without '#', space separated."""
    found: dict[str, None] = {}
    length = -1
    for tag in _HASHTAG.findall(said):
        word = tag.casefold()
        if word not in found and length + 1 + len(word) <= HASHTAGS:
            found[word] = None
            length += 1 + len(word)
    return " ".join(found)


class Caption(Column):
    """A caption of any length as a pair: its beginning without contact data, and its hashtags."""

    def __init__(self, field: str, *headers: str, required: bool = True) -> None:
        super().__init__(field, *headers, required=required, empty=("", ""))

    def read(self, cell: Cell, seen: str) -> tuple[str, str]:
        said = masked(seen)
        return said[:CAPTION], hashtags(said)


class Link(Column):
    """An address on the web, "" for anything else."""

    def __init__(self, field: str, *headers: str, required: bool = False) -> None:
        super().__init__(field, *headers, required=required, empty="")

    def read(self, cell: Cell, seen: str) -> str:
        return seen if seen.startswith(("https://", "http://")) and len(seen) <= LINK and not re.search(r"\s", seen) else ""


def figure(field: str, *headers: str, signed: bool = False) -> Count:
    """A count that a file may leave out, or leave blank where the platform does not tell it."""
    return Count(field, *headers, required=False, empty=None, signed=signed)


def post(
    marketplace: str, account: str, post_id: str, kind: str, caption: tuple[str, str], permalink: str, published: Moment,
    **figures: int | None,
) -> Post:  # fmt: skip
    """A post; figures that are not given are not known."""
    said, tags = caption
    return Post(
        marketplace, account, post_id, kind, said, tags, permalink, published.day, published.at, **{**_NONE, **figures}
    )


def posts_once(reading: Reading, records: list[Record]) -> list[Record]:
    """``finish`` of files of posts: each post once (its last row), and the account with most posts as the file's own."""
    once = {(record[_ACCOUNT], record[_POST_ID]): record for record in records}
    accounts = Counter(account for account, _ in once if account)
    if not reading.shop_hint and accounts:
        reading.shop_hint = accounts.most_common(1)[0][0]
    return list(once.values())


def daily(marketplace: str, account: str, day: str, **figures: int | None) -> list[Record]:
    """A record for each figure of a day that is known."""
    return [DailyMetric(marketplace, account, day, metric, value) for metric, value in figures.items() if value is not None]


def days_once(records: Iterable[Record]) -> list[Record]:
    """Each figure of a day once, as its last row says."""
    return list({tuple(record[:4]): record for record in records}.values())
