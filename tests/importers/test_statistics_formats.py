"""Shop statistics, chats, lives and videos: a record per day or post, never a sum of a period among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cblp.demo.files import seller_center_insights, shopee_insights
from cblp.demo.files.insights import Live, Post, ShopDay
from cblp.demo.files.workbook import Sheet, workbook
from cblp.importers import Options
from cblp.importers.columns import Bad, Duration, Percent
from cblp.importers.format import claim, extract
from cblp.importers.formats import FORMATS
from cblp.importers.problems import PeriodOnly, TooManyBadRows
from cblp.importers.records import RECORDS, Extract
from cblp.importers.statistics import days_in
from cblp.importers.tables import load

FIRST = date(2026, 7, 1)
LIVE = Live(
    title="Live batik #BatikJambi, WA 0812-3456-7890", creator_id="7001", handle="toko",
    start=datetime.fromisoformat("2026-07-07 20:00"),
    length=5_400, viewers=1_320, views=1_510, peak=94, watched=185, likes=2_040, comments=77, shares=9, follows=11, clicks=150,
    orders=6, units=8, sales=743_500,
)  # fmt: skip


def read(data: bytes) -> Extract:
    book = load(data, "xlsx", "file")
    return extract(book, claim(book, FORMATS), Options())


def rows(found: Extract) -> list[dict[str, object]]:
    """The records as what they say."""
    return [{k: v for k, v in RECORDS[found.kind](*row)._asdict().items() if v is not None} for row in found.rows]


counts = st.integers(0, 99_999)
day = st.builds(
    ShopDay, day=st.just(FIRST), visitors=counts, product_views=counts, product_clicks=counts, orders=counts,
    sales=st.integers(0, 10**9), buyers=counts, new_buyers=counts, chats=counts, chats_answered=counts,
    response_seconds=st.integers(0, 90_000), satisfaction=st.integers(0, 10_000),
)  # fmt: skip
shop_days = st.lists(day, min_size=1, max_size=6).map(
    lambda given_days: [replace(given, day=FIRST + timedelta(days=n)) for n, given in enumerate(given_days)]
)


@settings(max_examples=25, deadline=None)
@given(shop_days)
def test_shop_statistics_give_each_day_of_the_view_that_counts_cash_on_delivery(days: list[ShopDay]) -> None:
    found = read(shopee_insights.shop_stats(days))
    orders = [given.orders * 96 // 100 for given in days]  # the generator's part that is ready to be sent
    assert [row["orders"] for row in rows(found)] == orders
    assert [row["visitors"] for row in rows(found)] == [given.visitors for given in days]
    assert [row["product_clicks"] for row in rows(found)] == [given.product_clicks for given in days]
    assert found.period == (str(days[0].day), str(days[-1].day))
    assert not found.problems
    assert not found.notes


@settings(max_examples=25, deadline=None)
@given(shop_days)
def test_chats_measure_nothing_when_none_was_answered(days: list[ShopDay]) -> None:
    for given_day, row in zip(days, rows(read(shopee_insights.chat(days))), strict=True):
        assert row["chats"] == given_day.chats
        assert row["chats_answered"] == given_day.chats_answered
        assert row.get("response_seconds") == (given_day.response_seconds if given_day.chats_answered else None)
        assert row.get("satisfaction") == (given_day.satisfaction if given_day.chats_answered else None)
        assert "visitors" not in row  # those who came to chat are not those who came to the shop


@settings(max_examples=25, deadline=None)
@given(shop_days)
def test_key_metrics_give_each_day_also_when_the_period_is_one(days: list[ShopDay]) -> None:
    found = read(seller_center_insights.key_metrics(days))
    assert [(row["day"], row["sales"], row["orders"], row["buyers"], row["product_views"]) for row in rows(found)] == [
        (str(given.day), given.sales, given.orders, given.buyers, given.product_views) for given in days
    ]
    assert found.marketplaces == ("tiktok_shop",)


def key_metrics(above: str, *lines: list[object]) -> bytes:
    return workbook(Sheet("Sheet1", [[above], ["", "GMV", "Pesanan", "Pembeli", "Pengunjung"], *lines]))  # type: ignore[list-item]


def test_a_total_without_a_date_is_the_day_of_its_period() -> None:
    (row,) = rows(read(key_metrics("Tanggal analisis: 01/07/2026–01/07/2026", ["Total", "Rp1.500", 3, 2, 40])))
    assert (row["day"], row["sales"]) == ("2026-07-01", 1_500)


def test_a_period_of_many_days_is_refused_in_plain_words() -> None:
    with pytest.raises(PeriodOnly) as refused:
        read(key_metrics("2026-07-01 ~ 2026-07-31", ["Total", "Rp1.500", 3, 2, 40]))
    assert "per hari" in refused.value.text("id")
    with pytest.raises(PeriodOnly):
        read(workbook(Sheet("Chat", [
            ["Periode Waktu", "Jumlah Chat", "Chat Dibalas", "Waktu Respon Rata-rata"],
            ["01-07-2026 - 31-07-2026", "10", "9", "00:05:00"],
        ])))  # fmt: skip


def test_a_day_printed_as_a_period_and_again_as_hours_is_one_day() -> None:
    header = ["Tanggal", "Total Penjualan (IDR)", "Total Pesanan", "Total Pengunjung"]
    hours = [[f"01-07-2026 {hour:02}:00", "1.000", "1", "5"] for hour in range(24)]
    sheet = [header, ["01-07-2026-01-07-2026", "24.000", "24", "120"], *hours]
    (row,) = rows(read(workbook(Sheet("Pesanan Siap Dikirim", sheet))))
    assert (row["day"], row["sales"]) == ("2026-07-01", 24_000)


def test_the_views_of_a_shop_are_preferred_in_order() -> None:
    header = ["Tanggal", "Total Penjualan (IDR)", "Total Pesanan", "Total Pengunjung"]
    sheets = {name: Sheet(name, [header, ["01-07-2026", str(n), "1", "5"]]) for n, name in enumerate(
        ["Pesanan Dibuat", "Pesanan Siap Dikirim", "Pesanan Dibayar"], start=1
    )}  # fmt: skip
    (row,) = rows(read(workbook(*sheets.values())))
    assert row["sales"] == 2
    del sheets["Pesanan Siap Dikirim"]
    (row,) = rows(read(workbook(*sheets.values())))
    assert row["sales"] == 3


def test_days_that_cannot_be_read_refuse_the_file() -> None:
    header = ["Tanggal", "Total Penjualan (IDR)", "Total Pesanan", "Total Pengunjung"]
    with pytest.raises(TooManyBadRows):
        read(workbook(Sheet("Pesanan Dibuat", [header, ["31-02-2026", "1", "1", "5"], ["entah", "1", "1", "1"]])))


def test_shopee_lives_have_their_start_as_id_and_no_phone_number() -> None:
    twice = [LIVE, replace(LIVE, start=LIVE.start + timedelta(days=1), orders=0)]
    found = rows(read(shopee_insights.lives(twice)))
    assert found[0] == {
        "marketplace": "shopee", "account": "", "post_id": "live-2026-07-07T13:00:00Z", "kind": "live",
        "title": "Live batik #BatikJambi, WA •••", "hashtags": "batikjambi", "permalink": "", "published_on": "2026-07-07",
        "published_at": "2026-07-07T13:00:00Z", "reach": 1_320, "peak_viewers": 94, "orders": 6, "sales": 743_500,
    }  # fmt: skip
    assert [row["orders"] for row in found] == [6, 0]


def test_seller_center_lives_and_videos() -> None:
    period = (FIRST, date(2026, 7, 31))
    found = read(seller_center_insights.lives([LIVE], *period))
    (live,) = rows(found)
    assert (live["kind"], live["account"], live["duration"]) == ("live", "toko", 5_400)
    assert (live["views"], live["reach"]) == (1_510, 1_320)
    assert (live["likes"], live["comments"], live["shares"], live["new_followers"], live["clicks"]) == (2_040, 77, 9, 11, 150)
    assert (live["orders"], live["sales"]) == (6, 743_500)
    assert (found.period, found.as_of) == (("2026-07-01", "2026-07-31"), "2026-07-31T16:59:59Z")
    at = datetime.fromisoformat("2026-07-09 05:30")
    post = Post("7559", "7001", "toko", "Toko", "video", at, "Kopi\n#KopiTungkal", "", views=900, likes=31)
    (video,) = rows(read(seller_center_insights.videos([post], *period)))
    assert (video["post_id"], video["kind"]) == ("7559", "video")
    assert (video["title"], video["hashtags"]) == ("Kopi #KopiTungkal", "kopitungkal")
    assert (video["published_on"], video["published_at"]) == ("2026-07-09", "2026-07-08T22:30:00Z")
    assert (video["views"], video["likes"]) == (900, 31)


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("01:02:03", 3_723), ("04:19", 259), ("0:04:19", 259), ("75", 75), (75.0, 75), ("1h 2m 3s", 3_723), ("2 menit", 120),
        ("1 jam 5 menit", 3_900), (timedelta(hours=1), 3_600), (time(0, 5, 12), 312), ("30:00:00", 108_000),
    ],
)  # fmt: skip
def test_durations(cell: object, seconds: int) -> None:
    assert Duration("length", "x").parse(cell) == seconds  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        ("92,50%", 9_250), ("92.5%", 9_250), ("100%", 10_000), ("0,00%", 0), ("33,333", 3_333), (0.925, 9_250), (1, 10_000),
    ],
)  # fmt: skip
def test_percentages_are_basis_points(cell: object, points: int) -> None:
    assert Percent("share", "x").parse(cell) == points  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["lama", "1:2:3:4", "-5", True])
def test_what_is_no_duration(cell: object) -> None:
    with pytest.raises(Bad):
        Duration("length", "x").parse(cell)  # type: ignore[arg-type]


def test_dates_in_a_text_are_day_before_month() -> None:
    assert days_in("Tanggal analisis: 02/07/2026–12/07/2026") == ["2026-07-02", "2026-07-12"]
    assert days_in("2026-07-01 ~ 2026-07-31") == ["2026-07-01", "2026-07-31"]
    assert days_in("01-07-2026-07-07-2026") == ["2026-07-01", "2026-07-07"]
    assert days_in("Laporan 12") == []
