"""The only cached reads: an answer is kept per association, scope and data version, so that it can never be another's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import streamlit as st

from cblp.db.actor import Actor
from cblp.ui import runtime, visitor

T = TypeVar("T")


def ask(report: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """What ``report`` says for whoever is signed in now. Arguments must be plain values; the answer holds no translated text."""
    now = visitor.known()
    actor = now.actor
    # Members and mentors have rows of their own besides their businesses' (a mentor's profile, what a mentor is asked).
    own = "" if actor.sees_all else str(actor.account)
    scope = (str(actor.association), actor.role, own, *sorted(str(business) for business in actor.businesses))
    name = f"{report.__module__}.{report.__qualname__}"
    return cast(T, _answer(name, scope, now.data_version, args, tuple(sorted(kwargs.items())), report, actor))


@st.cache_data(max_entries=2000, show_spinner=False)
def _answer(
    name: str, scope: tuple[str, ...], version: int, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...],
    _report: Callable[..., Any], _actor: Actor,
) -> Any:
    return runtime.app().read(_actor, _report, *args, **dict(kwargs))
