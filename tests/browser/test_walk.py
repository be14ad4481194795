"""Every page as each role, in Indonesian, on a phone and on a laptop: nothing in English, too wide, or too small for a thumb."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from babel.messages.pofile import read_po

from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, ROLES
from cblp.settings import ROOT
from cblp.ui import menu
from tests.browser import thumbs
from tests.browser.conftest import LAPTOP, MOBILE, Open, Server
from tests.test_walls_pages import OPENED, OPENED_ON_THE_PHONE, who

STREAMLIT = re.compile(
    r"^(Deploy|Main menu|Rerun|Print|About|Clear cache|Made with Streamlit|Running\b.*|Stop|Choose an option|Choose options|Add an option"
    r"|No results|No options to select|empty|Search|Fullscreen|Download as CSV|Add row|Sort ascending|Autosize|Pin column|View more"
    r"|View less|Expand|Collapse|Skip to main content|Close|Zoom|Pan|Autoscale|Take Photo|Select all|Clear all)$"
    r"|Drag and drop|per file|Only one file is allowed|Press Enter to|This app has encountered|Page not found|Connection (error|lost)"
    r"|Please wait|This app would like|Double-click to zoom|Show/hide columns|Delete row",
    re.MULTILINE,
)
"""What Streamlit shows by itself and must not be seen (words, part 7)."""
ENGLISH = re.compile(r"\b(the|and|of|is|are|your|this|with|not|has|have|was|were|will|can|please|no)\b", re.IGNORECASE)
"""Words that stand in almost every English sentence and in no Indonesian one."""
UNAVOIDABLE = {"Upload", "English"}
"""The uploader's own button, which the page explains; the way to the other language."""
ON_PURPOSE = {"/teks-wa": "Bahasa Inggris"}
"""Below this heading a page shows a letter in English, as who chose English gets it."""
BACKGROUND, NOTHING = "link => getComputedStyle(link).backgroundColor", "rgba(0, 0, 0, 0)"


@cache
def untranslated() -> frozenset[str]:
    """English texts of ours whose Indonesian is another: one of these on the screen was never translated."""
    found = set()
    for path in sorted((ROOT / "cblp" / "i18n" / "id").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="id"):
                if isinstance(message.id, str) and message.id and message.id != message.string and "{" not in message.id:
                    found.add(message.id)
    return frozenset(found - {str(m) for m in _indonesian()})


@cache
def _indonesian() -> frozenset[str]:
    found = set()
    for path in sorted((ROOT / "cblp" / "i18n" / "id").glob("*.po")):
        with path.open("rb") as file:
            found |= {message.string for message in read_po(file, locale="id") if isinstance(message.string, str)}
    return frozenset(found)


def english(text: str) -> list[str]:
    """The lines of a page that are English."""
    lines = {line.strip() for line in text.splitlines()} - UNAVOIDABLE - {""}
    return sorted(
        line for line in lines
        if STREAMLIT.search(line) or line in untranslated() or len(ENGLISH.findall(line)) >= 2
    )


def places(role: str) -> list[str]:
    """Every page of a role, and what else an address opens where one learns."""
    inside = [(menu.BY_ID[page], query) for page, query, whose in OPENED_ON_THE_PHONE if whose == role]
    if role == COORDINATOR:
        inside += [(menu.BY_ID[page], query) for page, query in OPENED if menu.BY_ID[page].group in {menu.LEARNING, menu.PEOPLE}]
    return [f"/{entry.path}" for entry in menu.of_role(role)] + [f"/{entry.path}?{urlencode(query)}" for entry, query in inside]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_speaks_indonesian_and_fits(browse: Open, server: Server, role: str) -> None:
    first, *others = places(role)
    tab = browse(who(server.house, role)).go(first)
    wrong = []
    for place in (first, *others):
        if place != first:
            tab.turn(place)
        for size in (MOBILE, LAPTOP):
            if (wider := tab.resize(size).overflow()) > 0:
                wrong.append(f"{place} is {wider} px too wide at {size['width']}")
            if size is MOBILE and role in {MEMBER, MENTOR}:
                wrong += [f"{place}: {fault}" for fault in thumbs.faults(tab)]
        text = tab.text()
        if place in ON_PURPOSE:
            text = text.partition(ON_PURPOSE[place])[0]
        assert tab.path().split("?")[0] == place.split("?")[0]
        assert tab.page.inner_text("h1").strip(), place
        wrong += [f"{place}: {line}" for line in english(text) if line != role]  # here people are named after their roles
        assert "Ada yang rusak" not in text, place
        assert "Halaman ini untuk peran lain" not in text, place
    assert not wrong, "\n".join(wrong)


def test_the_english_that_is_looked_for_would_be_found() -> None:
    assert english("Penjualan\nBelum ada penjualan\nUpload") == []
    assert english("Choose an option") == ["Choose an option"]
    assert english("You can take this back and see the file") != []
    assert "Sales" in untranslated()
    assert "File" not in untranslated()


def test_the_members_menu_stays_in_view_in_the_same_order_and_is_big_enough_for_a_thumb(browse: Open) -> None:
    tab = browse("member", size=MOBILE)
    words = []
    for entry in [entry for entry in menu.of_role(MEMBER) if entry.group == menu.MINE] + [menu.BY_ID["settings"], menu.BY_ID["studio"]]:
        tab.go(f"/{entry.path}")
        tab.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 1e6)")
        links = tab.page.query_selector_all("[data-testid=stBottom] a")
        boxes = [link.bounding_box() for link in links]
        assert all(box["height"] >= 44 and box["y"] + box["height"] <= MOBILE["height"] for box in boxes), entry.path
        assert all(before["x"] + before["width"] + 8 <= after["x"] for before, after in pairwise(boxes)), entry.path
        assert boxes[-1]["x"] + boxes[-1]["width"] <= MOBILE["width"], entry.path
        words.append([link.inner_text().splitlines()[-1] for link in links])
        marked = [link.get_attribute("href") for link in links if link.evaluate(BACKGROUND) != NOTHING]
        assert marked == ([entry.path] if entry.group == menu.MINE else []), entry.path
    assert all(shown == ["Toko saya", "Kegiatan", "Uang saya", "Belajar"] for shown in words)
    tab.go("/toko-saya").until_run(tab.page.get_by_role("link", name="Uang saya").click)
    assert tab.path() == "/uang-saya"


def test_the_account_menu_is_big_enough_for_a_thumb_and_what_is_not_would_be_found(browse: Open) -> None:
    tab = browse("member", size=MOBILE).go("/kegiatan")
    tab.page.click("[data-testid=stPopoverButton]")
    tab.sees("Rina Wulandari").rest()
    assert thumbs.faults(tab) == []
    tab.page.locator("[data-testid=stBottom] a").first.evaluate("link => link.style.maxHeight = link.style.minHeight = '30px'")
    tab.page.locator("[data-testid=stPopoverBody] button").first.evaluate("button => button.style.marginBottom = '-16px'")
    low, close = thumbs.faults(tab)
    assert re.search(r"Toko saya\" is 30 px high$", low)
    assert close.endswith(" px apart")
