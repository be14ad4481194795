"""B14: what the server's entry imports, beside Streamlit alone; fresh processes, so that nothing is imported already."""

from __future__ import annotations

import argparse
import ast
import os
import statistics
import subprocess
import sys
from typing import Final

from bench.harness import NotHere, Row, Rows
from cblp.settings import ROOT

TIMED: Final = "import time; start = time.perf_counter(); {imports}; print(time.perf_counter() - start)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=5)


def run(given: argparse.Namespace) -> Rows:
    """The entry's imports, and the command line's (which must do without Streamlit)."""
    ways = {"floor": "import streamlit", "server": _imports_of("app.py"), "command line": "import cblp.__main__"}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(given.rounds + 1):
        for name, imports in ways.items():
            seconds[name].append(_fresh(imports))
    took = {name: statistics.median(found[1:]) for name, found in seconds.items()}  # the first round warmed the disk
    yield Row("B14", "what the server imports", "import streamlit", took["floor"], took["server"], 1.8)
    yield Row("", "what the command line imports", "import streamlit", took["floor"], took["command line"], None)


def _imports_of(entry: str) -> str:
    """The import statements at the top of a file, as one line."""
    tree = ast.parse((ROOT / entry).read_text(encoding="utf-8"))
    found = [ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "; ".join(statement for statement in found if "__future__" not in statement)


def _fresh(imports: str) -> float:
    # Streamlit's bytecode was kept when it was installed; ours must be allowed to be, or it would be compiled every time.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", TIMED.format(imports=imports)]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHere(done.stderr.strip().splitlines()[-1])
    return float(done.stdout)
