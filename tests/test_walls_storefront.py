"""What a buyer can reach of a full association: its published products, and not one word of anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cblp.bootstrap import App, build
from cblp.settings import Settings
from tests import filled_storefront, houses
from tests.conftest import NOW
from tests.filled import House
from tests.web.conftest import ORIGIN, Browser, browser

ASIDE = re.compile(r"<style>.*?</style>", re.DOTALL)


@pytest.fixture
def two(states: houses.States, tmp_path: Path) -> Iterator[tuple[App, House, House]]:
    """Two associations in which everything is going on, both with an open storefront."""
    houses.copy(states.file(houses.TWO), tmp_path / "cblp.sqlite")
    app = build(Settings(data_dir=tmp_path), clock=lambda: NOW)
    mine, theirs = states.houses(houses.TWO)
    for house in (mine, theirs):
        filled_storefront.begin(app, house)
        for owner in house.owners:
            filled_storefront.take_part(app, house, owner)
    yield app, mine, theirs
    app.database.dispose()


def walk(client: Browser, start: str) -> dict[str, str]:
    """Every page that links lead to from ``start``, without the ways out to shops and without pictures."""
    seen: dict[str, str] = {}
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        answer = client.get(path)
        assert answer.status_code == 200, path
        seen[path] = ASIDE.sub("", answer.text)
        waiting += [
            link for link in re.findall(r'href="(/[^"]*)"', answer.text) if "/pergi/" not in link and "/gambar/" not in link
        ]
    return seen


def test_a_buyer_meets_published_products_and_nothing_else(two: tuple[App, House, House]) -> None:
    app, mine, theirs = two
    client = browser(app, headers={"user-agent": "Mozilla/5.0 Android"})
    (start,) = (
        path.removeprefix(ORIGIN).removesuffix("/peta-situs.xml") for path in re.findall("<loc>([^<]+)", client.get("/peta-situs.xml").text)
        if mine.word.casefold() in path
    )
    pages = walk(client, start)
    said = "\n".join(pages.values())
    for owner in mine.owners:
        assert f"Usaha {owner.word}" in said
        assert f"Ibu {owner.word}" not in said, "the person's name"
        assert f"Jalan {owner.word}" not in said, "the address"
    assert not re.search(r"(?:\+?62|0)8\d{2}[-\d]{6,}", said), "a phone number"
    assert theirs.word not in said
    for owner in theirs.owners:
        assert owner.word not in said
    assert all(path.startswith(start) for path in pages), "a link that leaves the storefront"
