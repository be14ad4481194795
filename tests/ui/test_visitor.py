"""Who is there is looked up once in each run of a page or of a part of it, and never kept for the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from cblp.errors import NotSignedIn
from cblp.ui import page, runtime, state, visitor


class Rerun(BaseException):
    """What Streamlit stops a script with."""


@dataclass
class Door:
    """Each look-up with whether it was a sign of life, and whether anybody is there."""

    looked: list[bool] = field(default_factory=list)
    open: bool = True

    def current(self, _app: Any, _cookies: Any, *, seen: bool) -> Any:
        self.looked.append(seen)
        return SimpleNamespace(language="en") if self.open else None


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    made = Door()
    monkeypatch.setattr(visitor, "st", SimpleNamespace(context=SimpleNamespace(cookies={})))
    monkeypatch.setattr(visitor.visitors, "current", made.current)
    monkeypatch.setattr(runtime, "app", lambda: SimpleNamespace(settings=SimpleNamespace(oidc=False)))
    monkeypatch.setattr(state.Key, "get", lambda key: key.default)
    monkeypatch.setattr(page.st, "fragment", lambda function, run_every=None: function)

    def rerun() -> None:
        raise Rerun

    monkeypatch.setattr(page.st, "rerun", rerun)
    visitor.forget()
    return made


def part(*, run_every: float | None = None) -> Callable[[], None]:
    made: Callable[[], None] = page.fragment(lambda: visitor.known(), run_every=run_every)
    return made


def test_a_part_alone_looks_each_time_and_forgets(door: Door) -> None:
    alone, by_itself = part(), part(run_every=2)
    for one in (alone, alone, by_itself):
        one()
        assert not visitor.is_known()
    assert door.looked == [True, True, False], "what refreshes by itself is no sign of life"


def test_in_a_whole_run_the_look_at_its_start_is_enough(door: Door) -> None:
    visitor.current()
    part()()
    visitor.known()
    assert (door.looked, visitor.is_known()) == ([True], True)


def test_whoever_lost_the_right_loses_the_part_at_the_next_press(door: Door) -> None:
    part()()
    door.open = False
    with pytest.raises(Rerun):
        part()()
    with pytest.raises(NotSignedIn):
        visitor.known()


def test_the_language_is_the_visitors_and_without_one_the_browsers(door: Door) -> None:
    assert visitor.language() == "id"
    visitor.current()
    assert visitor.language() == "en"
    visitor.forget()
    assert visitor.language() == "id"
