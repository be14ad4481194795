"""The running app, for pages: one per process."""

from __future__ import annotations

from cblp.bootstrap import App, running


def app() -> App:
    """The app of this server process."""
    return running()
