"""B15, B16: the storefront on a slow phone: what a page weighs before its pictures, and when it can be read over a 3G line."""

from __future__ import annotations

import argparse
import re
import statistics
from pathlib import Path
from typing import Any, Final

import httpx2

from bench import site
from bench.harness import NotHere, Row, Rows, WrongAnswer
from bench.page import chromium, there
from bench.site import Site

MOST_KB, MOST_SECONDS = 30.0, 2.0
LINE: Final = {"offline": False, "latency": 300, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 768_000 / 8}
"""A 3G line as WebPageTest means it: 1.6 Mbit/s down, 768 kbit/s up, 300 ms there and back."""
SLOWER: Final = 4
"""How much slower a cheap phone thinks than this machine."""
PHONE: Final = {"width": 390, "height": 844}
_READ: Final = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().at(-1).startTime)).observe({type: "largest-contentful-paint", buffered: true});
})"""
"""When the largest thing of the first screen stood there, in milliseconds."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", type=Path, help="data folder of an example that is there already; else one is built, once")


def run(given: argparse.Namespace) -> Rows:
    """The association's page and a product's: weight of HTML with CSS unpacked, then the time to the largest paint."""
    there()
    with site.product(site.ready(given.data)) as served:
        pages = _pages(served)
        for what, path in pages.items():
            weight = len(httpx2.get(served.at(path), headers={"accept-encoding": "identity"}).content) / 1024
            yield Row("B15", f"{what}, HTML and CSS", "the limit", MOST_KB, weight, 1.0, "KB")
        with chromium() as browser:
            for what, path in pages.items():
                seconds = statistics.median(_load(browser, served, path) for _ in range(given.rounds))
                yield Row("B16", f"{what}, read over 3G", "the limit", MOST_SECONDS, seconds, 1.0)


def _pages(served: Site) -> dict[str, str]:
    found = re.search(r"/etalase/([^/]+)/", httpx2.get(served.at("peta-situs.xml")).text)
    if found is None:
        raise NotHere("no storefront is open in this example")
    home = f"etalase/{found[1]}"
    product = re.search(rf"{home}/p/[^?\"]+", httpx2.get(served.at(home)).text)
    if product is None:
        raise WrongAnswer("the storefront shows no product")
    return {"storefront": home, "product": product[0]}


def _load(browser: Any, served: Site, path: str) -> float:
    """Seconds until the first screen stands, on a phone with an empty cache."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, locale="id-ID")
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    answer = page.goto(served.at(path), wait_until="load", timeout=60_000)
    if answer is None or answer.status != 200:
        raise WrongAnswer(f"/{path} does not answer")
    seconds = float(page.evaluate(_READ)) / 1000
    context.close()
    return seconds
