"""The one stylesheet that reaches Streamlit's own page: in the page of each language, and nothing in it but sizes for a thumb."""

from __future__ import annotations

import re

import pytest

from cblp.i18n import LANGUAGES
from cblp.settings import ROOT
from cblp.web.middleware.index import page

SHEET = (ROOT / "cblp" / "web" / "touch.css").read_text(encoding="utf-8")
BARE = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL).strip()
START = "@media (pointer:coarse),(max-width:40rem){"
SIZES = {"min-height", "min-width", "padding-block", "padding-inline", "padding-bottom", "row-gap", "column-gap", "font-size"}
AROUND_A_LINK = {":root [data-testid=stHtml]>a": {"display:inline-block"}}
"""An inline link has no height of its own: the one place where more than a size is said."""
ATTRIBUTE = r"\[(?:data-testid[\^*]?|role|data-variant|data-orientation)(?:=[\w-]+)?\]"
NAMED, KIND = rf"{ATTRIBUTE}(?::(?:not|has)\({ATTRIBUTE}\))?(?:>a)?", rf"(?:button|summary|label|textarea|p)(?:{ATTRIBUTE})?"
SELECTOR = re.compile(f":root(?: (?:{NAMED}|{KIND}))+")


def rules() -> list[tuple[list[str], list[str]]]:
    inside = BARE.removeprefix(START).removesuffix("}")
    return [
        ([one.strip() for one in selectors.split(",")], [one.strip() for one in body.split(";") if one.strip()])
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", inside)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_stands_in_streamlits_page(language: str) -> None:
    assert f"<style>{SHEET.strip()}</style></head>" in page(language).plain.decode()


def test_it_is_small_and_only_for_fingers_and_narrow_windows() -> None:
    assert len(SHEET.splitlines()) < 60
    assert BARE.startswith(START)
    assert re.search(r"\}\s*\}$", BARE)
    assert BARE.count("{") == BARE.count("}") == len(rules()) + 1


def test_it_says_sizes_only_and_names_no_class_that_streamlit_generates() -> None:
    for selectors, body in rules():
        for selector in selectors:
            assert SELECTOR.fullmatch(selector), selector
            more = set(body) - AROUND_A_LINK.get(selector, set())
            assert {declaration.partition(":")[0] for declaration in more} <= SIZES, selector
