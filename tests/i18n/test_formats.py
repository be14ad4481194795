"""Amounts, days and phone numbers as Indonesians write them, and typed amounts read back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp import i18n
from cblp.i18n import formats

AMOUNTS = st.integers(min_value=0, max_value=formats.LARGEST)


def english() -> None:
    i18n.use(lambda: "en")


@pytest.mark.parametrize(("value", "digits", "rounded"), [
    ("0.5", 0, "1"), ("1.5", 0, "2"), ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("0.25", 1, "0.3"), ("2.449", 1, "2.4"),
    ("25.625", 2, "25.63"), ("50.615", 1, "50.6"),
])
def test_halves_go_away_from_zero(value: str, digits: int, rounded: str) -> None:
    assert formats.half_up(Decimal(value), digits) == Decimal(rounded)


@given(st.fractions(-(10**20), 10**20), st.integers(min_value=0, max_value=4))  # a Decimal's sign is exact to 28 digits
def test_rounding_moves_by_at_most_half_a_step_and_is_symmetric(value: Fraction, digits: int) -> None:
    rounded = Fraction(formats.half_up(value, digits))
    assert abs(rounded - value) <= Fraction(1, 2 * 10**digits)
    assert formats.half_up(-value, digits) == -formats.half_up(value, digits)


@pytest.mark.parametrize(("amount", "text"), [
    (0, "Rp0"), (950, "Rp950"), (1_250_000, "Rp1.250.000"), (-150_000, "−Rp150.000"), (None, "–"),
])
def test_money_is_exact(amount: int | None, text: str) -> None:
    assert formats.money(amount) == text
    english()
    assert formats.money(amount) == text


@pytest.mark.parametrize(("amount", "text"), [
    (84_200_000, "Rp84,2 juta"), (1_250_000, "Rp1,3 juta"), (1_000_000, "Rp1 juta"), (999_999, "Rp999.999"),
    (999_940_000, "Rp999,9 juta"), (999_960_000, "Rp1 miliar"), (2_500_000_000, "Rp2,5 miliar"), (3 * 10**12, "Rp3 triliun"),
    (-84_200_000, "−Rp84,2 juta"), (None, "–"),
])
def test_headline_money_spells_its_unit(amount: int | None, text: str) -> None:
    assert formats.headline(amount) == text


def test_headline_money_in_english_keeps_the_separators() -> None:
    english()
    assert formats.headline(84_200_000) == "Rp84,2 million"


@pytest.mark.parametrize(("value", "text"), [
    (84_200_000, "84,2\u00a0jt"), (12_500, "12,5\u00a0rb"), (950, "950"), (1_250_000, "1,3\u00a0jt"), (999_960, "1\u00a0jt"),
    (2_500_000_000, "2,5\u00a0miliar"), (0, "0"), (-12_500, "−12,5\u00a0rb"),
])
def test_tight_numbers_for_axes(value: int, text: str) -> None:
    assert formats.tight(value) == text


def test_million_is_never_written_m() -> None:
    for language in i18n.LANGUAGES:
        i18n.use(lambda language=language: language)
        shown = [formats.tight(10**power) + formats.headline(10**power) for power in range(13)]
        assert not any(text.rstrip("n").endswith(" M") or "M " in text or text.endswith("M") for text in shown)


def test_counts_and_per_cents() -> None:
    assert [formats.count(1234), formats.count(None), formats.number(Fraction(9, 2))] == ["1.234", "–", "4,5"]
    assert [formats.percent(Fraction(12, 100)), formats.percent(Fraction(1, 8)), formats.percent(None)] == ["12%", "12,5%", "–"]
    assert formats.of_hundred(Fraction(6, 100)) == "6 dari 100"


@pytest.mark.parametrize(("ratio", "text"), [
    (Fraction(12, 100), "naik 12%"), (Fraction(-12, 100), "turun 12%"), (Fraction(35, 1000), "naik 3,5%"),
    (Fraction(1245, 10000), "naik 12%"), (0, "tetap"), (Fraction(1, 100_000), "tetap"), (None, ""),
])
def test_changes_are_words(ratio: Fraction | None, text: str) -> None:
    assert formats.change(ratio) == text


def test_changes_of_money_counts_and_points() -> None:
    assert formats.money_change(-150_000) == "turun Rp150.000"
    assert formats.count_change(3) == "naik 3"
    assert formats.points_change(Fraction(9, 100), Fraction(12, 100)) == "naik 3 poin, dari 9% ke 12%"
    english()
    assert formats.money_change(-150_000) == "down Rp150.000"


def test_days() -> None:
    value = date(2026, 11, 21)
    assert formats.day(value) == "21 Nov 2026"
    assert formats.full_day(value) == "Sabtu, 21 November 2026"
    assert [formats.short_month(date(2026, m, 1)) for m in (5, 8, 10, 12)] == ["Mei", "Agu", "Okt", "Des"]
    assert [formats.month(value), formats.short_day(value), formats.weekday(0)] == ["November 2026", "21 Nov", "Senin"]


@pytest.mark.parametrize(("first", "last", "text", "said"), [
    (date(2026, 11, 1), date(2026, 11, 30), "1–30 November 2026", "1 sampai 30 November"),
    (date(2026, 10, 28), date(2026, 11, 3), "28 Oktober – 3 November 2026", "28 Oktober sampai 3 November"),
    (date(2025, 12, 28), date(2026, 1, 3), "28 Desember 2025 – 3 Januari 2026", "28 Desember 2025 sampai 3 Januari"),
    (date(2026, 11, 1), date(2026, 11, 1), "1 November 2026", "1 November"),
])
def test_ranges(first: date, last: date, text: str, said: str) -> None:
    assert formats.day_range(first, last) == text
    assert formats.said_range(first, last) == said


@pytest.mark.parametrize(("zone", "text"), [
    ("Asia/Jakarta", "pukul 14.30 WIB"), ("Asia/Makassar", "pukul 15.30 WITA"), ("Asia/Jayapura", "pukul 16.30 WIT"),
])
def test_times_name_their_zone(zone: str, text: str) -> None:
    assert formats.clock(datetime(2026, 11, 21, 7, 30, tzinfo=UTC), zone) == text


def test_moments_use_the_day_of_the_zone() -> None:
    assert formats.moment(datetime(2026, 11, 20, 18, 5, tzinfo=UTC)) == "21 Nov 2026 pukul 01.05 WIB"


def test_days_seen_from_today() -> None:
    today = date(2026, 11, 21)
    said = [formats.ago(date(2026, 11, d), today) for d in (21, 20, 18, 14, 13, 22, 24)]
    assert said == ["hari ini", "kemarin", "3 hari lalu", "7 hari lalu", "13 Nov 2026", "besok", "3 hari lagi"]


def test_durations() -> None:
    assert [formats.duration(s) for s in (45, 720, 7200, 90_000, None)] == ["45 detik", "12 menit", "2 jam", "1 hari", "–"]
    i18n.use(lambda: "en")
    assert [formats.duration(s) for s in (1, 60, 3600, 90_000, 100)] == ["1 second", "1 minute", "1 hour", "1 day", "2 minutes"]


def test_phones() -> None:
    assert formats.phone("+6281234567890") == "0812-3456-7890"
    assert formats.phone("+60123456789") == "+60123456789"
    assert formats.phone("") == ""


@pytest.mark.parametrize(("text", "amount"), [
    ("1.500.000", 1_500_000), ("1,5jt", 1_500_000), ("1.5 jt", 1_500_000), ("Rp 1500000", 1_500_000),
    ("rp1.500.000,-", 1_500_000), ("1,500,000", 1_500_000), ("1 500 000", 1_500_000),
    ("25rb", 25_000), ("25 ribu", 25_000), ("25k", 25_000), ("Rp. 25.000,00", 25_000),
    ("0", 0), ("2,5 miliar", 2_500_000_000), ("2 million", 2_000_000), ("Rp\u00a084.200", 84_200), ("0,75jt", 750_000),
])
def test_typed_amounts(text: str, amount: int) -> None:
    assert formats.parse_rupiah(text) == amount


@pytest.mark.parametrize("text", [
    "", "   ", "Rp", "abc", "-5000", "1.5", "12,5", "25,000", "1.500jt", "1,500 jt", "2M", "2m", "1.50.000", "1500.000",
    "1.500,000", "25.000,50", "1,2345678jt", "5 kodi", "1..000", "١٢٣", "9" * 20, "1e6", "12.000 13.000", "Rp5.000/pcs",
])
def test_what_is_no_amount_or_could_be_two_is_refused(text: str) -> None:
    assert formats.parse_rupiah(text) is None


@given(AMOUNTS)
def test_what_is_written_is_read_back(amount: int) -> None:
    for text in (formats.money(amount), str(amount), f"Rp {amount}", f"{formats.count(amount)},-"):
        assert formats.parse_rupiah(text) == amount


@given(st.integers(min_value=0, max_value=9_999_999))
def test_thousands_and_millions_are_read_back(hundreds: int) -> None:
    """A decimal of a million is read exactly, whichever of the two marks is typed; three decimals are ambiguous."""
    whole, part = divmod(hundreds, 100)
    for mark in ",.":
        assert formats.parse_rupiah(f"{whole}{mark}{part:02}jt") == hundreds * 10_000


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading(text: str) -> None:
    amount = formats.parse_rupiah(text)
    assert amount is None or 0 <= amount <= formats.LARGEST


@pytest.mark.parametrize(("amount", "indonesian", "english_words"), [
    (0, "nol rupiah", "zero rupiah"),
    (1_500_000, "satu juta lima ratus ribu rupiah", "one million five hundred thousand rupiah"),
    (111_011, "seratus sebelas ribu sebelas rupiah", "one hundred eleven thousand eleven rupiah"),
    (1_100, "seribu seratus rupiah", "one thousand one hundred rupiah"),
    (25_017, "dua puluh lima ribu tujuh belas rupiah", "twenty-five thousand seventeen rupiah"),
])
def test_amounts_in_words(amount: int, indonesian: str, english_words: str) -> None:
    assert formats.in_words(amount) == indonesian
    english()
    assert formats.in_words(amount) == english_words


@given(AMOUNTS, AMOUNTS)
def test_different_amounts_have_different_words(one: int, other: int) -> None:
    assert (formats.in_words(one) == formats.in_words(other)) == (one == other)
