"""What an importer hands over: typed rows, the problems it met, and what the file says about itself.

Rows are plain tuples so that they travel from the guarded child to the database without being rebuilt. Money is whole
rupiah, days are ``YYYY-MM-DD`` as printed in the file, instants are UTC ``YYYY-MM-DDTHH:MM:SSZ``. None means that the file
does not say; it never stands for zero. Nothing here can hold a buyer's name, phone, address, note or tracking number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from cblp.importers.options import likeliest_year

UNPAID, PAID, SHIPPED, COMPLETED, RETURNED, CANCELLED = range(6)
"""Normalised order status, in rank order: of two versions of a line the higher rank is the newer truth."""


class OrderLine(NamedTuple):
    """One item of one order (kind ``orders``); ``line_key`` is unique inside the order within one file."""

    marketplace: str  # code of the marketplace table; decided per row by sources that mix two
    order_no: str
    line_key: str
    status_raw: str
    status: int
    product_name: str
    variation: str
    sku: str  # the seller's own code, "" when the shop keeps none
    item_id: str  # the marketplace's item or product id, "" when the file has none
    quantity: int  # before returns
    returned_quantity: int
    list_price: int  # per unit, before any discount
    unit_price: int  # per unit, after the seller's item discount
    gross: int  # list price x quantity
    discount: int  # the seller's item discount over the whole line, >= 0
    platform_discount: int  # paid by the marketplace, informative, >= 0
    order_voucher: int  # the seller's voucher for the whole ORDER, repeated on each of its lines, >= 0
    sales_day: str  # the day on which the order was created, the file's own clock
    ordered_at: str | None
    paid_at: str | None
    completed_at: str | None
    regency: str  # official area code of the buyer's regency or city, "" when unknown


class Settlement(NamedTuple):
    """Money released for one order at one time (kind ``settlement``); the eight amounts add up to the money released."""

    marketplace: str  # "" when the file cannot tell (a source shared by two marketplaces): joined by order number
    order_no: str
    entry_key: str  # unique inside the order
    released_on: str
    product: int  # price after the seller's item discount, positive
    refund: int  # negative
    seller_voucher: int  # negative
    shipping: int
    platform_fee: int  # negative
    affiliate: int
    tax: int
    other: int


class OrderReturn(NamedTuple):
    """A return request of a buyer (kind ``returns``)."""

    marketplace: str
    return_no: str
    order_no: str
    product_name: str
    variation: str
    sku: str
    quantity: int
    refund: int  # >= 0
    reason: str  # from the marketplace's closed list, never the buyer's own words
    status_raw: str
    requested_on: str
    completed_on: str | None


class BalanceMove(NamedTuple):
    """A line of the shop's balance or advertising bill (kind ``balance``)."""

    marketplace: str
    entry_key: str
    day: str
    kind: str  # income, ads, adjustment, withdrawal, other
    order_no: str
    amount: int  # signed


class Post(NamedTuple):
    """A post, video, story or live with its figures on the day they were observed (kind ``posts``)."""

    marketplace: str  # instagram, facebook, tiktok, youtube, x, or the marketplace on which a live ran
    account: str  # handle or account id as the file prints it, "" when it does not
    post_id: str
    kind: str  # post, reel, story, live, video
    title: str  # the association's own caption, at most 300 characters
    hashtags: str  # space separated, lower case, without '#'
    permalink: str
    published_on: str
    published_at: str | None
    duration: int | None  # seconds
    reach: int | None
    views: int | None
    likes: int | None
    comments: int | None
    shares: int | None
    saves: int | None
    clicks: int | None
    new_followers: int | None
    peak_viewers: int | None
    orders: int | None
    sales: int | None


class DailyMetric(NamedTuple):
    """One figure of an account on one day (kind ``daily``)."""

    marketplace: str
    account: str
    day: str
    metric: str  # reach, views, profile_visits, followers, new_followers, likes, comments, shares, clicks, interactions
    value: int


class ShopDay(NamedTuple):
    """A shop's own statistics of one day (kind ``shop_stats``); None where this file has no such column."""

    marketplace: str
    day: str
    visitors: int | None
    product_views: int | None
    product_clicks: int | None
    buyers: int | None
    new_buyers: int | None
    orders: int | None
    sales: int | None
    chats: int | None
    chats_answered: int | None
    response_seconds: int | None
    satisfaction: int | None  # basis points of satisfied chats


class Goods(NamedTuple):
    """A catalogue row of a till or shop (kind ``goods``)."""

    marketplace: str
    sku: str
    product_name: str
    variation: str
    category: str
    price: int | None
    cost: int | None
    stock: int | None


RECORDS: dict[str, Any] = {
    "orders": OrderLine,
    "settlement": Settlement,
    "returns": OrderReturn,
    "balance": BalanceMove,
    "posts": Post,
    "daily": DailyMetric,
    "shop_stats": ShopDay,
    "goods": Goods,
}
"""Record type of each kind of file. A kind is what the rows mean; a source is who wrote the file."""


class Problem(NamedTuple):
    """A row that could not be read; the value itself is given only for closed vocabularies (an unknown status)."""

    line: int  # 1-based row of the sheet, as a person would count it
    column: str  # the header as printed in the file
    code: str  # see importers.problems.MESSAGES
    value: str = ""


class Note(NamedTuple):
    """Something the reader of the receipt should know: an unknown column, a dropped block, a guessed encoding."""

    code: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extract:
    """What one file turned into. ``rows`` are field tuples of ``RECORDS[kind]`` in file order."""

    name: str
    source: str  # shopee, tokopedia_tiktok, lazada, moka, instagram, ...
    kind: str
    format: str  # id of the declared format, e.g. "shopee.orders"
    since: str  # layout version, e.g. "2026"
    parser_version: int
    rows: list[tuple[Any, ...]]
    rows_read: int  # data rows of the file: len(rows) + rejected (a row of a receipt's total is neither)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    period: tuple[str, str] | None = None  # first and last day in the rows, or as the file states it
    as_of: str | None = None  # export time if the file carries one, else the latest event instant printed in it
    shop_hint: str = ""  # shop or account as the file names it
    marketplaces: tuple[str, ...] = ()
    controls: dict[str, int] = field(default_factory=dict)  # totals that the file prints about itself, checked or to check

    @property
    def rejected(self) -> int:
        """How many rows could not be read (a row with two problems counts once)."""
        return len({problem.line for problem in self.problems})


@dataclass(frozen=True)
class Identity:
    """What a file is, before anything of it is kept."""

    name: str
    source: str
    kind: str
    format: str
    since: str
    period: tuple[str, str] | None = None
    shop_hint: str = ""
    marketplaces: tuple[str, ...] = ()
    last_day: str = ""  # MM-DD where the file prints days without a year: read it with Options(year=…)
    leap: int | None = None  # how many years before that day the file has a 29 February

    @property
    def needs_year(self) -> bool:
        """True when the file does not say its year."""
        return bool(self.last_day)

    def proposed_year(self, today: date) -> int:
        """The likeliest year of its last day."""
        return likeliest_year(self.last_day, self.leap, today)


class SheetPreview(NamedTuple):
    """A sheet for the mapping page: its headers, and five rows of which only the shapes are shown (digits 9, letters x)."""

    name: str
    header_row: int  # 1-based, as a person counts
    headers: tuple[str, ...]
    shapes: tuple[tuple[str, ...], ...]
