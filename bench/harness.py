"""How everything here is measured: interleaved rounds, medians, a ratio to the floor, no time before the answers agree."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

HEADINGS: Final = ("", "what", "compared with", "that takes", "the product", "ratio", "goal", "")


class WrongAnswer(Exception):
    """Two ways to do the same task came to different ends: their times compare nothing."""


class NotHere(Exception):
    """What this benchmark needs (an engine, a browser) is not on this machine."""


@dataclass(frozen=True)
class Way:
    """One way to do a task. Only ``work`` is timed: ``prepare`` makes what it works on, ``answer`` says what came of it."""

    work: Callable[[Any], Any]
    prepare: Callable[[], AbstractContextManager[Any]] = nullcontext
    answer: Callable[[Any, Any], Any] = lambda _prepared, result: result


class Row(NamedTuple):
    """A line of the table. ``floor`` and ``product`` are medians in ``unit``; ``goal`` is the largest ratio, None for none."""

    id: str
    what: str
    against: str
    floor: float
    product: float
    goal: float | None
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """The product in units of what it is compared with."""
        return self.product / self.floor


def timed(ways: Mapping[str, Way], rounds: int) -> dict[str, float]:
    """Median seconds of each way. Every round runs all of them, and begins with another one; raises WrongAnswer."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    answers: dict[str, Any] = {}
    names = list(ways)
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            way = ways[name]
            with way.prepare() as prepared:
                start = time.perf_counter()
                result = way.work(prepared)
                seconds[name].append(time.perf_counter() - start)
                answers[name] = way.answer(prepared, result)
                del result
        agree(answers)
    return {name: statistics.median(found) for name, found in seconds.items()}


def agree(answers: Mapping[str, Any]) -> None:
    """All answers are the same one; raises WrongAnswer."""
    if len({repr(answer) for answer in answers.values()}) > 1:
        raise WrongAnswer(", ".join(f"{name}: {answer}" for name, answer in answers.items()))


def heading() -> str:
    """When and on what this was measured, and the head of the table."""
    load = "/".join(f"{part:.1f}" for part in os.getloadavg())
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    bar = "|".join("---" if place in {0, 1, 2, 7} else "---:" for place in range(len(HEADINGS)))
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine}, load average {load}\n\n| {' | '.join(HEADINGS)} |\n|{bar}|"


def line(row: Row) -> str:
    """A row as it stands in the table."""
    goal, verdict = ("", "") if row.goal is None else (f"≤ {_short(row.goal)}", "met" if row.ratio <= row.goal else "**missed**")
    amounts = _amount(row.floor, row.unit), _amount(row.product, row.unit)
    parts = (row.id, row.what, row.against, *amounts, _short(row.ratio), goal, verdict)
    return f"| {' | '.join(parts)} |"


def footing() -> str:
    """The load at the end: what else ran meanwhile slows both sides, but not always equally."""
    return f"\nload average at the end {os.getloadavg()[0]:.1f}"


def _amount(value: float, unit: str) -> str:
    if unit == "s" and value < 1:
        value, unit = value * 1000, "ms"
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"


def _short(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.5 else f"1/{1 / ratio:.0f}"


Rows = Iterator[Row]
