"""Where each role begins, and what stands in its menu."""

from __future__ import annotations

import pytest

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.ui import menu


@pytest.mark.parametrize(
    ("role", "first"),
    [(COORDINATOR, "home"), (TREASURER, "home"), (LIAISON, "progress"), (MEMBER, "my_shop"), (MENTOR, "my_mentees")],
)
def test_each_role_begins_at_its_own_first_page(role: str, first: str) -> None:
    assert menu.of_role(role)[0].id == first
