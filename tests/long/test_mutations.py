"""Damaged and doctored files: each is read or refused in words; none takes the reader, or the test, down."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from cblp.importers import FileRefused, Options, Reader

SAMPLES = sorted(
    path for path in (Path(__file__).parents[1] / "importers/samples").rglob("*") if path.is_file() and not path.name.endswith(".jsonl")
)
EACH = 12


def flip(data: bytearray, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 20)):
        data[rng.randrange(len(data))] = rng.randrange(256)


def cut(data: bytearray, rng: random.Random) -> None:
    del data[rng.randrange(len(data)) :]


def swap(data: bytearray, rng: random.Random) -> None:
    start, size = rng.randrange(len(data)), rng.randint(1, 400)
    block = data[start : start + size]
    del data[start : start + size]
    place = rng.randrange(len(data) + 1)
    data[place:place] = block


def repeat(data: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(data))
    data[start:start] = data[start : start + 300] * rng.randint(2, 50)


DAMAGES: tuple[Callable[[bytearray, random.Random], None], ...] = (flip, cut, swap, repeat)


@pytest.mark.long
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_file_is_read_or_refused(damage: Callable[[bytearray, random.Random], None]) -> None:
    rng = random.Random(f"mutation|{damage.__name__}")
    refusals: list[str] = []
    read = 0
    with Reader() as reader:
        for sample in SAMPLES:
            for _ in range(EACH):
                data = bytearray(sample.read_bytes())
                damage(data, rng)
                try:
                    reader.read(bytes(data), sample.name, Options(year=2026))
                    read += 1
                except FileRefused as error:
                    refusals.append(error.text("id"))
    assert refusals
    assert all(refusals)
    assert read + len(refusals) == EACH * len(SAMPLES)
