"""The warming up: a page waits for the large libraries and for nothing else, and what stays is frozen."""

from __future__ import annotations

import ast
import gc
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cblp.settings import ROOT
from cblp.ui import warmup

LARGE = {"numpy", "pandas", "scipy"}


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_nobody_waits_where_nothing_was_started() -> None:
    warmup.wait()


def test_a_page_waits_for_the_libraries_and_finds_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_library.py").write_text("import time\ntime.sleep(0.2)\nfinished = True\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = []
    started = warmup.start(["slow_library"])

    def visit() -> None:
        warmup.wait()
        found.append(sys.modules["slow_library"].finished)

    visitors = [threading.Thread(target=visit) for _ in range(4)]
    for one in visitors:
        one.start()
    for one in (*visitors, started):
        one.join(30)
    assert found == [True] * 4
    assert gc.get_freeze_count() > 0
    assert "cblp.ui.components.home" in sys.modules, "the pages' parts are there, too"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_library_that_is_missing_keeps_no_page_waiting() -> None:
    warmup.start(["there_is_no_such_library"]).join(30)
    warmup.wait()


def test_the_server_starts_without_the_large_libraries() -> None:
    top = [node for node in ast.parse((ROOT / "app.py").read_text()).body if isinstance(node, ast.Import | ast.ImportFrom)]
    program = "\n".join([*map(ast.unparse, top), f"import sys; print(*sys.modules.keys() & {LARGE})"])
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == ([], "")
