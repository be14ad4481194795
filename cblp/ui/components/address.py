"""What is open on a page stands in its address, by a word that people can say: found there, opened, left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import streamlit as st

from cblp.i18n import _
from cblp.ui.components import fields
from cblp.ui.components.frame import esc

T = TypeVar("T")


def find(parameter: str, rows: Callable[[], Iterable[T]], name: Callable[[T], object], missing: str) -> T | None:
    """The row whose ``name`` stands in the address; None while none does, and when no row has it.

    Then ``missing`` is said: a msgid, in which ``{name}`` is what stands there.
    """
    asked = st.query_params.get(parameter, "")
    if not asked:
        return None
    found = next((row for row in rows() if str(name(row)).casefold() == asked.casefold()), None)
    if found is None:
        st.info(_(missing, name=esc(asked)))
    return found


def open_one(parameter: str, name: object) -> None:
    """Open what has this name in place of the one before; what else the address says stays."""
    fields.close()
    st.query_params[parameter] = str(name)
    st.rerun()


def leave(parameter: str) -> None:
    """Back from what is open; what else the address says stays."""
    fields.close()
    st.query_params.pop(parameter, None)
    st.rerun()


def go(named: Mapping[str, object] | None = None) -> None:
    """Have the address say this and nothing else: without a word, the page as it first opens. Empty names are left out."""
    fields.close()
    st.query_params.clear()
    st.query_params.update({parameter: str(name) for parameter, name in (named or {}).items() if name != ""})
    st.rerun()


def part(parameter: str, names: Mapping[str, str], first: str, *, key: str) -> str:
    """Which part of the page is open, ``first`` where the address names none: a button each (its word in the address: its name)."""
    asked = st.query_params.get(parameter, "")
    at_first = asked if asked in names else first
    chosen = st.pills(
        _("Show"), list(names), default=at_first, required=True, format_func=names.__getitem__, key=key, wrap=True,
        label_visibility="collapsed",
    ) or at_first
    st.query_params[parameter] = chosen
    return chosen
