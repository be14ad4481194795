"""How a page begins, acts and ends: ``open`` guards it, ``action`` changes something, ``fragment`` reruns a part of it.

Fragments and callbacks run without the shell, so both look the visitor up themselves; nothing trusts the session state.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Generic, ParamSpec, TypeVar

import streamlit as st

from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.errors import NotAllowed, NotSignedIn, UserError
from cblp.i18n import _
from cblp.ui import menu, runtime, state, visitor
from cblp.ui.components import frame

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger("cblp.page")


@dataclass(frozen=True)
class Visit:
    """Who is on the page, and what day it is for the association."""

    visitor: visitor.Visitor
    now: datetime

    @property
    def actor(self) -> Actor:
        """The person in their role."""
        return self.visitor.actor

    @property
    def today(self) -> date:
        """Today in the association's time zone."""
        return self.actor.day(self.now)


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What came of an action: true when it was kept, with what the service returned."""

    kept: bool
    value: T | None = None
    error: UserError | None = None

    def __bool__(self) -> bool:
        return self.kept


def open(page_id: str, *, title: str | None = None) -> Visit:
    """Begin a page: stop everybody whose role may not see it, draw the title row, show waiting messages."""
    now = visitor.known()
    entry = menu.BY_ID[page_id]
    if now.actor.role not in entry.roles:
        raise NotAllowed(f"{now.actor.role} may not open {page_id}")
    frame.header(now, title or _(entry.title), entry.path)
    if not st.query_params:
        st.query_params.clear()  # a link from a page to itself leaves the old address in the browser, and the next press would obey it
    _show_messages()
    return Visit(visitor=now, now=runtime.app().clock())


def _show_messages() -> None:
    """What the last press brought. A thumb pressed further down, and the screen stays there: it goes to where the message stands."""
    waiting = state.MESSAGES.take()
    if not waiting:
        return
    place = f"said_{uuid7().hex}"  # each time another, or the browser would take the script for the one that has run
    with st.container(key=place, gap="xsmall"):
        for kind, text in waiting:
            {"success": st.success, "info": st.info, "warning": st.warning}[kind](text)
        st.html(f"<script>{_TO_MESSAGES.replace('PLACE', place)}</script>", unsafe_allow_javascript=True)


_TO_MESSAGES: Final = """(() => {
  const place = document.querySelector(".st-key-PLACE"), box = place?.getBoundingClientRect();
  if (box && (box.top < 60 || box.bottom > innerHeight)) place.scrollIntoView({block: "center"});
})()"""


def say(text: str, kind: str = "success") -> None:
    """Show a message at the top after the next rerun (success, info or warning)."""
    state.MESSAGES.set([*state.MESSAGES.get(), (kind, text)])


def action(service: Callable[..., T], *args: Any, **kwargs: Any) -> Outcome[T]:
    """Run a service for whoever is signed in now; a UserError becomes a message, anything else our own fault page."""
    now = visitor.require()
    try:
        outcome = Outcome(True, runtime.app().act(now.actor, service, *args, **kwargs))
        visitor.current()  # the association's data has moved on; what is read below must not be of before
        return outcome
    except UserError as error:
        st.error(error.text())
        return Outcome(False, error=error)


def fragment(
    function: Callable[P, None] | None = None, *, run_every: float | None = None
) -> Any:
    """A part of a page that reruns alone; then it looks the visitor up itself and hands a lost one back to the shell."""
    if function is None:
        return functools.partial(fragment, run_every=run_every)

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        alone = not visitor.is_known()
        try:
            # A part that refreshes by itself is no sign of life.
            visitor.known(seen=run_every is None)
        except NotSignedIn:
            st.rerun()
        try:
            edge(lambda: function(*args, **kwargs))
        finally:
            if alone:
                visitor.forget()

    return st.fragment(guarded, run_every=run_every)


def expander(label: str, *, key: str) -> Any:
    """Something to unfold: what stands in it is only to be made where its ``open`` says so, and made as soon as it is opened."""
    return st.expander(label, key=key, on_change="rerun")


def edge(part: Callable[[], Any]) -> None:
    """Run a part of the page; whatever it raises ends here as words, never as Streamlit's own error box."""
    try:
        part()
    except UserError as error:
        st.error(error.text())
    except NotSignedIn:
        raise
    except NotAllowed:
        frame.not_yours()
    except Exception:
        incident = uuid7().hex[-8:]
        log.exception("incident %s", incident)
        frame.broken(incident)
