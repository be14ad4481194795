"""A few random histories of the books in every run; many more in the long one."""

from __future__ import annotations

from cblp.bootstrap import App
from tests.conftest import new_association
from tests.sharing.histories import live_through


def test_the_books_are_what_a_model_says_after_random_histories(app: App) -> None:
    for seed in range(2):
        live_through(app, new_association(app, f"history-{seed}"), seed, 25)
