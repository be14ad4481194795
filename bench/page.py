"""B8: what a browser loads for the first screen, in KB over http, beside a blank page; everything compressed."""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from bench import site
from bench.harness import NotHere, Row, Rows, WrongAnswer
from bench.site import Site

CHROMIUM: Final = "/usr/bin/chromium"
FINISHED: Final = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PAGES: Final = (
    ("overview, laptop", "beranda", "coordinator", (1440, 900), 1.6),
    ("my shop, phone", "toko-saya", "member", (390, 844), 1.2),
)
"""What, address, who, viewport, goal."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=Path, help="data folder of an example that is there already; else one is built, once")


def run(given: argparse.Namespace) -> Rows:
    """The coordinator's overview and the member's page."""
    there()
    data = site.ready(given.data)
    with site.blank(data) as empty, site.product(data) as served, chromium() as browser:
        visits = {what: (served.as_persona(role), path, size) for what, path, role, size, _goal in PAGES}
        loaded: dict[str, list[float]] = {what: [] for what in ("", *visits)}
        for _ in range(given.rounds):
            loaded[""].append(_load(browser, empty, "", (1440, 900)))
            for what, visit in visits.items():
                loaded[what].append(_load(browser, *visit))
    floor = statistics.median(loaded[""])
    for what, _path, _role, _size, goal in PAGES:
        yield Row("B8", f"first load of {what}", "a blank page", floor, statistics.median(loaded[what]), goal, "KB")


def there() -> None:
    """Raises NotHere without playwright or Chromium, before anything is built for them."""
    if find_spec("playwright") is None:
        raise NotHere("playwright is not installed")
    if not Path(CHROMIUM).exists():
        raise NotHere(f"{CHROMIUM} is not there")


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser that asks nobody else on the net; see ``there``."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"])
        yield browser
        browser.close()


def _load(browser: Any, place: Site, path: str, size: tuple[int, int]) -> float:
    """KB that a browser with an empty cache receives over http until the page stands still."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="id-ID")
    context.add_cookies([{"name": name, "value": value, "url": place.at("")} for name, value in place.cookies.items()])
    page = context.new_page()
    received: list[float] = []
    watcher = context.new_cdp_session(page)
    watcher.send("Network.enable")
    watcher.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(place.at(path))
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_selector(FINISHED, timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    if page.locator('[data-testid="stException"]').count():
        raise WrongAnswer(f"/{path} shows an error")
    context.close()
    return sum(received) / 1024
