"""Kegiatan: one list by date; what waits for an answer first, what is past below."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cblp import i18n
from cblp.ui.components.activities import Activity, sort, when
from tests.filled import TODAY


def activity(title: str, days: int | None, *, past: bool = False, urgent: bool = False) -> Activity:
    """An item so many days from today."""
    day = None if days is None else TODAY + timedelta(days)
    return Activity(day, past, ":material/event:", title, "", lambda: None, urgent)


def titles(found: list[Activity]) -> list[str]:
    return [one.title for one in found]


def test_what_waits_comes_first_then_by_day_and_the_newest_of_what_is_past() -> None:
    coming, past = sort([
        activity("next week", 7), activity("no day", None), activity("long ago", -90, past=True), activity("vote", 9, urgent=True),
        activity("tomorrow", 1), activity("yesterday", -1, past=True), activity("answer", 2, urgent=True),
    ])
    assert titles(coming) == ["answer", "vote", "tomorrow", "next week", "no day"]
    assert titles(past) == ["yesterday", "long ago"]


@pytest.mark.parametrize(("days", "past", "said"), [
    (0, False, "Sampai Sabtu, 21 November 2026, hari ini."),
    (1, False, "Sampai Minggu, 22 November 2026, besok."),
    (12, False, "Sampai Kamis, 3 Desember 2026, 12 hari lagi."),
    (-12, True, "Senin, 9 November 2026"),
    (None, False, "Tanggalnya belum ada."),
])
def test_a_day_is_said_in_full_and_how_near_it_is(days: int | None, past: bool, said: str) -> None:
    i18n.use(lambda: "id")
    assert when(activity("it", days, past=past), date(2026, 11, 21)) == said
