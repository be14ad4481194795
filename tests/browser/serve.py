"""``streamlit run app.py`` as if it were the day on which the filled associations stand, and time went on from there.

What waits, runs and is due there then waits, runs and is due whenever the tests are run.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial

from streamlit.web.cli import main

from cblp import bootstrap
from tests.conftest import NOW


def clock(since: datetime) -> datetime:
    """NOW, and what has passed since ``since`` on the clock on the wall."""
    return NOW + (datetime.now(UTC) - since)


def serve(since: datetime) -> None:
    """Run the server with the arguments of this command; does not return."""
    app = bootstrap.build(bootstrap.load(), clock=partial(clock, since))
    bootstrap.running = lambda: app
    sys.argv = ["streamlit", "run", *sys.argv[2:]]
    main()


if __name__ == "__main__":
    serve(datetime.fromtimestamp(float(sys.argv[1]), UTC))
