"""Places in a text are filled in once, and nothing that is filled in is obeyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.i18n import places


def test_names_stand_in_the_order_of_the_text() -> None:
    assert places.names("{who}, {link} {who} { no\n}") == ["who", "link", "who"]


def test_what_is_filled_in_is_not_read_again() -> None:
    assert places.fill("{who}: {link}", {"who": "{link} {0.__class__}", "link": "%s"}) == "{link} {0.__class__}: %s"


def test_an_empty_value_leaves_no_hole() -> None:
    assert places.fill("a {x} b\n\n{x}\n\nc {x}", {"x": ""}) == "a b\n\nc"


def test_a_place_without_a_value_is_a_fault() -> None:
    with pytest.raises(KeyError):
        places.fill("{who}", {})


@given(value=st.text("ab{}\\$", max_size=20))
def test_any_value_stands_as_it_is(value: str) -> None:
    assert places.fill("[{x}]", {"x": value}) == f"[{value}]"
