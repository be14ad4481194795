"""Phones and addresses of members: the coordinator's to know, and of all reports none tells them to the treasurer."""

from __future__ import annotations

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, TREASURER
from tests import filled_together as together
from tests.test_walls_reports import all_answers, naming


def test_no_report_tells_the_treasurer_a_phone_or_an_address(sqlite_app: App) -> None:
    house = together.house(sqlite_app, "Qubaru", "Zumala")
    staff = {role: house.staff[role] for role in (COORDINATOR, TREASURER)}
    answers = all_answers(sqlite_app, staff, house.owners[0])
    told = naming(answers, "+62812", "+62813", "Jalan Zumala")
    assert [line for line in told if line.startswith(TREASURER)] == []
    assert [line for line in told if line.startswith(COORDINATOR)], "they are there to be told"
