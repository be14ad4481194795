"""What the first visitors would otherwise wait for, imported by one thread beside the server as soon as it starts.

Every run of a page has a thread of its own, and two that import numpy at the same moment get half of it: so the large libraries
are imported here, and a page that comes sooner waits. What is there in the end stays for good and is frozen, because Streamlit
looks for garbage after every run of a page and would go through all of it each time.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
import threading
from collections.abc import Iterable
from typing import Final

from cblp.ui import components

LARGE: Final = ("numpy", "pandas", "plotly.graph_objects")

_ready = threading.Event()
_ready.set()


def start(large: Iterable[str] = LARGE) -> threading.Thread:
    """Begin; returns the thread that does it."""
    _ready.clear()
    made = threading.Thread(target=_run, args=(tuple(large),), name="cblp-warmup", daemon=True)
    made.start()
    return made


def wait() -> None:
    """Until the large libraries are there; at once where nobody started (a test, or long ago)."""
    _ready.wait()


def _run(large: Iterable[str]) -> None:
    try:
        for name in large:
            importlib.import_module(name)
    finally:
        _ready.set()
    for module in pkgutil.iter_modules(components.__path__, f"{components.__name__}."):
        importlib.import_module(module.name)
    gc.collect()
    gc.freeze()
