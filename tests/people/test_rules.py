"""Names, secrets, delays and the time that a sign-in lasts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.people import rules

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["Sari.Batik", " sari ", "a1", "k"])
def test_user_names_are_kept_in_small_letters(typed: str) -> None:
    assert rules.clean_username(typed) == typed.strip().lower()


@pytest.mark.parametrize("typed", ["", "0812345678", "sari batik", ".sari", "sari.", "sári", "a" * 33, "a/b", "<b>"])
def test_other_user_names_are_refused(typed: str) -> None:
    with pytest.raises(rules.BadUsername):
        rules.clean_username(typed)


@given(st.text(max_size=60))
def test_a_suggested_user_name_can_always_be_used(name: str) -> None:
    suggested = rules.suggest_username(name)
    assert rules.clean_username(suggested) == suggested


@pytest.mark.parametrize(("pin", "error"), [
    ("12345", rules.BadPin), ("12345a", rules.BadPin), ("٣٣٣٤٥٦", rules.BadPin), ("123456", rules.WeakPin),
    ("654321", rules.WeakPin), ("777777", rules.WeakPin),
])
def test_a_pin_that_is_no_pin_or_is_guessed_first_is_refused(pin: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        rules.check_pin(pin)


def test_new_pins_can_be_used_and_differ() -> None:
    pins = {rules.new_pin() for _ in range(200)}
    assert len(pins) > 190
    assert all(rules.check_pin(pin) == pin for pin in pins)


@pytest.mark.parametrize(("password", "error"), [
    ("pendek", rules.ShortPassword), ("aaaaaaaaaaaa", rules.WeakPassword), ("Sari Batik Jambi", rules.WeakPassword),
    ("x1" * 101, rules.LongPassword),
])
def test_a_weak_password_is_refused(password: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        rules.check_password(password, "sari batik jambi")
    assert rules.check_password("kopi pagi di teras", "Sari") == "kopi pagi di teras"


def test_the_delay_begins_at_the_fifth_wrong_try_and_doubles_to_an_hour() -> None:
    minutes = [wait and wait.total_seconds() / 60 for wait in map(rules.delay, range(1, 14))]
    assert minutes == [None, None, None, None, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert rules.delay(10_000) == timedelta(hours=1)


@pytest.mark.parametrize(("role", "idle", "age", "alive"), [
    ("coordinator", timedelta(minutes=29), timedelta(hours=11), True),
    ("coordinator", timedelta(minutes=30), timedelta(hours=1), False),
    ("treasurer", timedelta(minutes=1), timedelta(hours=12), False),
    ("liaison", timedelta(hours=7), timedelta(hours=7), True),
    ("liaison", timedelta(minutes=1), timedelta(hours=8), False),
    ("member", timedelta(days=29), timedelta(days=400), True),
    ("mentor", timedelta(days=30), timedelta(days=30), False),
    ("", timedelta(minutes=31), timedelta(minutes=31), False),
])
def test_a_sign_in_lasts_as_long_as_the_role_allows(role: str, idle: timedelta, age: timedelta, alive: bool) -> None:
    seen, created = NOW - idle, NOW - age
    assert rules.is_alive(role, created_at=created, seen_at=seen, revoked_at=None, now=NOW, idle_minutes=30) is alive
    assert not rules.is_alive(role, created_at=NOW, seen_at=NOW, revoked_at=NOW, now=NOW, idle_minutes=30)


def test_a_right_no_longer_holds_on_the_day_on_which_it_ends() -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 21)
    assert [rules.is_valid(first, last, day) for day in (date(2026, 10, 31), first, date(2026, 11, 20), last)] == [
        False, True, True, False,
    ]
