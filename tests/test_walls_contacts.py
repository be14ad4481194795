"""What is told to one role only: phones and addresses, what mentees and mentors wrote down, answers about oneself."""

from __future__ import annotations

from cblp.db.actor import COORDINATOR, LIAISON, MENTOR, TREASURER
from tests.test_walls_reports import Answers, naming, nothing

PERSONAL = ("growth.reports.capital.", "growth.reports.safety.", "growth.reports.mentors.sessions")
"""Reports of what people said about themselves."""


def test_no_report_tells_the_treasurer_a_phone_or_an_address(told: Answers) -> None:
    found = naming(told, "+62812", "+62813", "Jalan Zumala")
    assert [line for line in found if line.startswith(TREASURER)] == []
    assert [line for line in found if line.startswith(COORDINATOR)], "they are there to be told"


def test_the_treasurer_reads_neither_sessions_nor_what_members_answered(told: Answers) -> None:
    found = naming(told, "Catatan Zumala", "Langkah Zumala")
    assert {line.split(":")[0] for line in found} == {COORDINATOR, MENTOR, "member Zumala"}
    heard = {who for (who, name, _way), said in told.items() if name.startswith(PERSONAL) and not nothing(said)}
    assert heard == {COORDINATOR, MENTOR, "member Zumala", "member Zubela"}, "each member hears of themselves"


def test_a_liaison_is_told_nothing_of_who_learns(told: Answers) -> None:
    assert [name for (who, name, _way), said in told.items() if who == LIAISON and ".growth." in f".{name}" and not nothing(said)] == []
