"""``python -m bench``: the whole table; ``python -m bench import --rows 100000`` and so on: one benchmark with other sizes."""

from __future__ import annotations

import argparse
import importlib
import sys
from types import ModuleType
from typing import Final

from bench.harness import NotHere, footing, heading, line

BENCHMARKS: Final = {
    "import": "importing", "load": "load", "reimport": "reimport", "query": "query", "page": "page", "rerun": "rerun",
    "startup": "startup", "pptx": "pptx", "storefront": "storefront",
}
"""Names on the command line and their modules (``import`` can't name one)."""


def main() -> int:
    """Print the table row by row; a benchmark that can't run here says why and stops no other."""
    modules = {name: importlib.import_module(f"bench.{module}") for name, module in BENCHMARKS.items()}
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(dest="benchmark", metavar="BENCHMARK")
    own = {}
    for name, module in modules.items():
        own[name] = commands.add_parser(name, help=module.__doc__, description=module.__doc__)
        module.add_arguments(own[name])
    given = parser.parse_args()
    print(heading(), flush=True)
    if given.benchmark:
        done = _run(given.benchmark, modules[given.benchmark], given)
    else:
        done = False not in [_run(name, module, own[name].parse_args([])) for name, module in modules.items()]
    print(footing())
    return 0 if done else 1


def _run(name: str, module: ModuleType, given: argparse.Namespace) -> bool:
    try:
        for row in module.run(given):
            print(line(row), flush=True)
    except NotHere as reason:
        print(f"{name}: not measured, {reason}", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
