"""Many random histories of the books against a model, on each engine."""

from __future__ import annotations

import pytest

from cblp.bootstrap import App
from tests.conftest import new_association
from tests.sharing.histories import live_through

HISTORIES = 150


@pytest.mark.long
def test_many_histories_end_as_the_model_says(app: App) -> None:
    for seed in range(1_000, 1_000 + HISTORIES):
        live_through(app, new_association(app, f"history-{seed}"), seed, 25)
