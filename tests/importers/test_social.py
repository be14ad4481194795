"""Posts and daily figures of social networks: captions, joint posts, titles of blocks, and days without a year."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.demo.files import meta
from cblp.importers import Extract, Options, Reader, YearNeeded, note_text
from cblp.importers.formats import tiktok_studio
from cblp.importers.options import likeliest_year
from cblp.importers.posts import CAPTION, HASHTAGS, hashtags, masked
from cblp.importers.records import DailyMetric, Post
from cblp.importers.yearless import YearlessDay, _years_back
from tests.importers.files import table, zipped

SAMPLES = Path(__file__).parent / "samples"
TODAY = date(2026, 11, 21)

INSTAGRAM = {
    "Post ID": "17900000000000001", "Account ID": "900", "Account username": "batikkito", "Account name": "Batik Kito",
    "Description": "Kain baru", "Duration (sec)": "0", "Publish time": "07/09/2026 04:52",
    "Permalink": "https://contoh.invalid/p/AAA/", "Post type": "IG image", "Data comment": "", "Date": "Lifetime",
    "Views": "12,400", "Reach": "6740", "Likes": "367", "Shares": "15", "Follows": "2", "Comments": "12", "Saves": "3",
}  # fmt: skip


def posts(extract: Extract) -> list[Post]:
    return [Post(*row) for row in extract.rows]


def figures(extract: Extract) -> list[DailyMetric]:
    return [DailyMetric(*row) for row in extract.rows]


def instagram(reader: Reader, *changes: dict[str, Any]) -> Extract:
    return reader.read(table([{**INSTAGRAM, **change} for change in changes]), "ig.csv")


@pytest.mark.parametrize(
    "contact",
    [
        "0812-3456-7890", "081234567890", "+62 812 3456 7890", "62812.3456.789", "812-3456-7890", "(0741) 123456", "0741-61234",
        "+60 12 345 6789", "1571990000990099", "toko.kita+pesan@contoh.co.id", "0812 3456 7890",
    ],
)  # fmt: skip
def test_captions_lose_contact_data(contact: str) -> None:
    assert masked(f"Pesan di {contact} ya") == "Pesan di ••• ya"
    assert masked(f"wa.me/{contact}").endswith("•••")


@pytest.mark.parametrize(
    "plain",
    [
        "Rp165.000", "Rp 1.250.000", "8 Juli 2026", "08-07-2026", "07/08/2026 19.30", "250 g isi 20", "@batikkito",
        "50% sampai 12/12", "7.7",
    ],
)  # fmt: skip
def test_captions_keep_everything_else(plain: str) -> None:
    assert masked(f"Harga {plain}, ayo\n\nmampir") == f"Harga {plain}, ayo mampir"


def test_hashtags_are_found_behind_the_end_of_the_kept_caption() -> None:
    caption = "x" * 400 + " #BanggaBatikLokal dan #batik_jambi,#BanggaBatiklokal #7 a&#39; https://x.invalid/#bagian"
    assert hashtags(masked(caption)) == "banggabatiklokal batik_jambi"
    assert len(hashtags(" ".join(f"#tagar{n:04}" for n in range(200)))) <= HASHTAGS


def test_a_caption_is_kept_to_its_limit_on_one_line(reader: Reader) -> None:
    (one,) = posts(instagram(reader, {"Description": "Baris satu\nBaris dua 081234567890 " + "panjang " * 60 + "#Akhir"}))
    assert one.title.startswith("Baris satu Baris dua ••• panjang")
    assert len(one.title) == CAPTION
    assert one.hashtags == "akhir"


def test_both_languages_of_instagram_say_the_same(reader: Reader) -> None:
    english, indonesian = (reader.read(SAMPLES / f"instagram/Jul-01-2026_Jul-31-2026_{code}.csv", code) for code in ("en", "id"))
    assert english.rows == indonesian.rows
    assert english.notes == indonesian.notes == []


def test_joint_posts_of_other_accounts_are_told_apart(reader: Reader) -> None:
    extract = reader.read(SAMPLES / "instagram/Jul-01-2026_Jul-31-2026_en.csv", "ig.csv")
    assert {one.account for one in posts(extract)} == {"batikkito.jambi", "rekan.jambi"}
    assert extract.shop_hint == "batikkito.jambi"
    (nameless,) = posts(instagram(reader, {"Account username": ""}))
    assert nameless.account == "900"


def test_instagram_days_have_the_month_first_and_no_figure_is_not_zero(reader: Reader) -> None:
    (one,) = posts(instagram(reader, {"Reach": "", "Saves": "-"}))
    assert (one.published_on, one.published_at) == ("2026-07-09", "2026-07-08T21:52:00Z")
    assert (one.views, one.reach, one.saves, one.clicks) == (12400, None, None, None)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("IG reel", "reel"), ("Reel IG", "reel"), ("Carousel IG", "post"), ("Cerita IG", "story"), ("IG story", "story"),
        ("IG video", "video"),
    ],
)  # fmt: skip
def test_kinds_of_instagram_posts(reader: Reader, word: str, kind: str) -> None:
    assert posts(instagram(reader, {"Post type": word}))[0].kind == kind


def test_a_post_stands_once_and_days_of_a_post_are_left_out(reader: Reader) -> None:
    extract = instagram(
        reader, {"Views": "1"}, {"Views": "2"}, {"Post ID": "2"}, *[{"Post ID": "3", "Date": "07/10/2026"}] * 2
    )
    assert [(one.post_id, one.views) for one in posts(extract)] == [("17900000000000001", 2), ("2", 12400)]
    assert (extract.rows_read, extract.rejected) == (2, 0)
    assert [note.code for note in extract.notes] == ["daily_posts"]


def test_only_addresses_of_the_web_are_links(reader: Reader) -> None:
    assert posts(instagram(reader, {"Permalink": "javascript:alert(1)"}))[0].permalink == ""


def test_replies_to_a_story_are_its_comments(reader: Reader) -> None:
    story = {key: value for key, value in INSTAGRAM.items() if key not in {"Comments", "Saves"}}
    extract = reader.read(table([{**story, "Post type": "IG story", "Replies": "4", "Navigation": "9"}]), "s.csv")
    assert posts(extract)[0].comments == 4


def test_facebook_pages_in_english_and_with_indonesian_headers(reader: Reader) -> None:
    extract = reader.read(SAMPLES / "facebook/Jul-01-2026_Jul-31-2026.csv", "fb.csv")
    first = posts(extract)[0]
    assert (extract.format, extract.shop_hint, first.account) == ("facebook.content", "Batik Kito Jambi", "17841400000000099")
    assert (first.views, first.likes, first.comments, first.shares, first.clicks) == (12401, 310, 12, 7, 33)
    indonesian = {
        "ID Postingan": "1_2", "ID Halaman": "77", "Nama Halaman": "Batik Kito", "Judul": "Promo #Batik", "Deskripsi": "",
        "Waktu penerbitan": "07/09/2026 04:52", "Permalink": "", "Jenis postingan": "Foto", "Tanggal": "Sepanjang Masa",
        "Jangkauan": "1,200", "Tanggapan": "30", "Komentar": "4", "Frekuensi dibagikan": "2", "Total klik": "9",
    }  # fmt: skip
    (one,) = posts(reader.read(table([indonesian]), "fb.csv"))
    assert (one.account, one.title, one.hashtags, one.kind) == ("77", "Promo #Batik", "batik", "post")
    assert (one.reach, one.likes, one.comments, one.shares, one.clicks, one.views) == (1200, 30, 4, 2, 9, None)


DAYS = [(date(2026, 7, 1) + timedelta(days=n), 10 + n) for n in range(3)]


@pytest.mark.parametrize(
    ("title", "marketplace", "metric"),
    [
        ("Jangkauan", "instagram", "reach"), ("Reach", "instagram", "reach"), ("Facebook reach", "facebook", "reach"),
        ("Kunjungan Profil Instagram", "instagram", "profile_visits"), ("Facebook visits", "facebook", "profile_visits"),
        ("Pengikut Instagram", "instagram", "new_followers"), ("Instagram follows", "instagram", "new_followers"),
        ("Klik tautan Instagram", "instagram", "clicks"), ("Interaksi konten", "", "interactions"), ("Tayangan", "", "views"),
        ("Views", "", "views"), ("Penonton", "facebook", "reach"),
    ],
)  # fmt: skip
def test_titles_of_daily_figures(reader: Reader, title: str, marketplace: str, metric: str) -> None:
    extract = reader.read(meta.daily([(title, DAYS)], "en"), "x.csv")
    assert extract.rows[0] == (marketplace, "", "2026-07-01", metric, 10)
    assert extract.marketplaces == ((marketplace,) if marketplace else ("facebook", "instagram"))


def test_blocks_of_one_file_are_of_one_account(reader: Reader) -> None:
    extract = reader.read(meta.daily([("Tayangan", DAYS), ("Jangkauan berbayar", DAYS), ("Pengikut Instagram", DAYS)]), "x.csv")
    assert [(one.marketplace, one.metric) for one in figures(extract)] == [("instagram", "views")] * 3 + [
        ("instagram", "new_followers")
    ] * 3
    assert [note_text(*note) for note in extract.notes] == ["Tidak dihitung di sini: Jangkauan berbayar."]
    assert (extract.rows_read, extract.rejected, extract.period) == (6, 0, ("2026-07-01", "2026-07-03"))


def test_a_day_that_is_none_is_a_problem_and_not_a_title(reader: Reader) -> None:
    data = meta.daily([("Jangkauan", [*DAYS, *DAYS])]).decode("utf-16").replace("2026-07-03T", "2026-27-03T", 1)
    extract = reader.read(data.encode("utf-16"), "x.csv")
    assert [(problem.line, problem.code) for problem in extract.problems] == [(6, "when")]
    assert len(extract.rows) == 3


def tiktok(days: list[str], header: str = "Date,Video Views,Profile Views,Likes,Comments,Shares") -> bytes:
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([header.split(","), *([day, *"12345"] for day in days)])
    return ("\ufeff" + out.getvalue()).encode()


def test_tiktok_days_need_a_year_and_one_is_proposed(reader: Reader) -> None:
    data = (SAMPLES / "tiktok/Overview_id.csv").read_bytes()
    identity = reader.identify(data, "Overview.csv")
    assert (identity.format, identity.needs_year, identity.last_day) == ("tiktok.overview", True, "01-04")
    assert identity.proposed_year(TODAY) == 2026
    assert identity.proposed_year(date(2026, 1, 3)) == 2025
    with pytest.raises(YearNeeded) as caught:
        reader.read(data, "Overview.csv")
    assert caught.value.proposed(TODAY) == 2026
    assert "4/1" in caught.value.text("id")
    assert "4/1" in caught.value.text("en")


@pytest.mark.parametrize("name", ["Overview.csv", "Overview_id.csv", "FollowerHistory.csv"])
def test_the_year_given_is_that_of_the_last_day(reader: Reader, name: str) -> None:
    extract = reader.read(SAMPLES / "tiktok" / name, name, Options(year=2026))
    assert extract.period == ("2025-12-29", "2026-01-04")
    assert extract.rows_read == len(extract.rows)


def test_the_first_difference_of_followers_is_unknown(reader: Reader) -> None:
    found = figures(reader.read(SAMPLES / "tiktok/FollowerHistory.csv", "f.csv", Options(year=2026)))
    assert [(one.day, one.metric, one.value) for one in found[:3]] == [
        ("2025-12-29", "followers", 1480), ("2025-12-30", "followers", 1483), ("2025-12-30", "new_followers", 3)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("April 12", (0, 4, 12)), ("12 April", (0, 4, 12)), ("2 Mei", (0, 5, 2)), ("8 de marzo", (0, 3, 8)), 
        ("8 mars", (0, 3, 8)),
        ("12. August", (0, 8, 12)), ("1 Agustus", (0, 8, 1)), ("31 Dis", (0, 12, 31)), ("Apr 12, 2026", (2026, 4, 12)),
        ("2026-04-12", (2026, 4, 12)), ("4月12日", (0, 4, 12)), ("29 Februari", (0, 2, 29)), ("5 de dezembro", (0, 12, 5)),
    ],
)  # fmt: skip
def test_days_in_many_languages(printed: str, day: tuple[int, int, int]) -> None:
    assert YearlessDay("day", "Date").parse(printed) == day


@pytest.mark.parametrize("printed", ["12", "April", "April 31", "kemarin", "12 Mei 13", "Mei Juni 3"])
def test_what_is_no_day(printed: str) -> None:
    from cblp.importers.columns import Bad

    with pytest.raises(Bad):
        YearlessDay("day", "Date").parse(printed)


def test_a_leap_day_decides_the_year(reader: Reader) -> None:
    data = tiktok(["February 28", "February 29", "March 1"])
    assert reader.identify(data, "o.csv").proposed_year(TODAY) == 2024
    assert reader.read(data, "o.csv", Options(year=2024)).period == ("2024-02-28", "2024-03-01")
    with pytest.raises(YearNeeded):
        reader.read(data, "o.csv", Options(year=2026))


def test_days_with_a_year_need_none(reader: Reader) -> None:
    assert reader.read(tiktok(["2026-04-12", "April 13, 2026"]), "o.csv").period == ("2026-04-12", "2026-04-13")


@given(st.dates(date(2001, 1, 1), date(2060, 12, 31)), st.integers(1, 366), st.booleans())
def test_unbroken_days_find_their_years(last: date, length: int, newest_first: bool) -> None:
    days = [last - timedelta(days=back) for back in range(length)]
    days = days if newest_first else days[::-1]
    if length == 366 and (days[0].month, days[0].day) == (days[-1].month, days[-1].day):
        return  # the same day twice cannot be told from one day
    assert _years_back([(day.month, day.day) for day in days]) == [last.year - day.year for day in days]


@given(st.dates(date(2001, 1, 1), date(2060, 12, 31)), st.permutations(range(60)))
def test_shuffled_days_of_a_period_find_their_years(last: date, order: list[int]) -> None:
    days = [last - timedelta(days=back) for back in order]
    assert _years_back([(day.month, day.day) for day in days]) == [last.year - day.year for day in days]


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_the_proposed_year_is_the_latest_that_is_not_in_the_future(day: date, today: date) -> None:
    if (day.month, day.day) == (2, 29):
        return
    year = likeliest_year(f"{day:%m-%d}", None, today)
    assert day.replace(year=year) <= today < day.replace(year=year + 1)


def test_tiktok_videos(reader: Reader) -> None:
    row = {
        "Video title": "Membatik #Batik", "Video link": "https://www.tiktok.com/@batik.kito/video/7300000000000000001",
        "Post time": "30 Desember", "Total likes": "5", "Total comments": "1", "Total shares": "2", "Total views": "1,900",
        "Add to favorites": "7",
    }  # fmt: skip
    data = table([row, {**row, "Post time": "2 Januari", "Video link": row["Video link"][:-1] + "2"}])
    extract = reader.read(data, "Content.csv", Options(year=2026))
    assert [(one.account, one.post_id[-1], one.published_on, one.saves) for one in posts(extract)] == [
        ("batik.kito", "1", "2025-12-30", 7), ("batik.kito", "2", "2026-01-02", 7)
    ]  # fmt: skip
    assert extract.shop_hint == "batik.kito"


def test_viewers_of_tiktok(reader: Reader) -> None:
    data = table([{"Date": "April 12", "Total Viewers": "40", "New Viewers": "30", "Returning Viewers": "10"}])
    assert reader.read(data, "Viewers.csv", Options(year=2026)).rows == [("tiktok", "", "2026-04-12", "reach", 40)]


def test_youtube_drops_the_total_and_videos_without_a_day(reader: Reader) -> None:
    table_data = (SAMPLES / "youtube/Table data.csv").read_bytes()
    plain = reader.read(table_data, "Table data.csv")
    packed = reader.read(SAMPLES / "youtube/Content 2026-07-01_2026-08-01.zip", "Content.zip")
    assert plain.rows == packed.rows
    assert [one.views for one in posts(plain)] == [12404, 24804, 37204]
    hidden = reader.read(table_data + b"abcdefghijk,Belum terbit,,10,1.00,5,0:00:10,0.1\n", "Table data.csv")
    assert hidden.rows == plain.rows
    assert [note.code for note in hidden.notes] == ["dayless_posts"]


def test_youtube_in_indonesian(reader: Reader) -> None:
    row = {
        "Konten": "abcdefghijk", "Judul video": "Cara membatik", "Waktu publikasi video": "19 Agu 2026", "Durasi": "259",
        "Penayangan": "8094", "Waktu tonton (jam)": "582.6", "Subscriber": "-3", "Tayangan": "313884",
    }  # fmt: skip
    (one,) = posts(reader.read(table([dict.fromkeys(row, "") | {"Konten": "Total", "Penayangan": "8094"}, row]), "y.csv"))
    assert (one.published_on, one.duration, one.views, one.new_followers) == ("2026-08-19", 259, 8094, -3)


def test_x_counts_both_ways_of_passing_on(reader: Reader) -> None:
    extract = reader.read(SAMPLES / "x/account_analytics_content_2026-07-01_2026-07-31.csv", "x.csv")
    first = posts(extract)[0]
    assert (first.views, first.likes, first.shares, first.saves, first.comments, first.clicks) == (12401, 310, 14, 21, 12, 33)
    overview = figures(reader.read(SAMPLES / "x/account_overview_analytics.csv", "x.csv"))
    assert {one.metric: one.value for one in overview if one.day == "2025-12-31"} == {
        "views": 962, "likes": 42, "interactions": 51, "shares": 4, "new_followers": 4, "comments": 2, "profile_visits": 14
    }  # fmt: skip


def test_archives_with_the_same_csv_twice_say_it_once(reader: Reader) -> None:
    data = (SAMPLES / "youtube/Table data.csv").read_bytes()
    once = reader.read(zipped({"Table data.csv": data}), "y.zip")
    assert reader.read(zipped({"Table data.csv": data, "Table data (1).csv": data}), "y.zip").rows == once.rows


def test_every_format_of_tiktok_is_told_from_the_others(reader: Reader) -> None:
    named = {form.id for form in tiktok_studio.FORMATS}
    found = {reader.identify(path, path.name).format for path in (SAMPLES / "tiktok").glob("*.csv")}
    assert found == named


@pytest.mark.parametrize(
    ("days", "back"),
    [
        ([(1, 5), (6, 3), (11, 20)], [0, 0, 0]),  # a sorted file is believed, though a shorter period would hold its days
        ([(11, 20), (6, 3), (1, 5)], [0, 0, 0]),
        ([(11, 20), (1, 5)], [1, 0]),  # two days fit both directions: the shorter period
        ([(12, 30), (1, 2), (12, 28), (1, 1)], [1, 0, 1, 0]),
        ([(7, 1), (7, 1)], [0, 0]),
    ],
)
def test_few_days_take_the_shortest_period_that_fits(days: list[tuple[int, int]], back: list[int]) -> None:
    assert _years_back(days) == back
