"""Trainings: answered by members while there are seats, held with who was there; materials that are whole in both languages."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from cblp.errors import Missing, NotAllowed, Stale
from cblp.growth import materials, states
from cblp.growth.reports import trainings as reports
from cblp.growth.services import links, trainings
from cblp.people.services.register import NameNeeded, ReasonNeeded, UnknownChoice
from tests.campaigns.making import Fair, at

BEGINS = datetime(2026, 11, 10, 2, tzinfo=UTC)


def plan(fair: Fair, **details: Any) -> UUID:
    made: UUID = fair.act(
        trainings.plan, module="content", title="Foto produk", starts_at=BEGINS, minutes=120, details={"place": "Balai desa", **details}
    )
    return made


def answer(fair: Fair, training: UUID, name: str, said: str = "coming", **more: Any) -> None:
    fair.act(trainings.answer, by=fair.member(name), training_id=training, business_id=fair.ids[name], answer=said, **more)


def row(fair: Fair) -> reports.Row:
    found: reports.Row = fair.read(reports.listing)[0]
    return found


def test_trainings_that_are_planned_at_once_get_a_code_each(fair: Fair) -> None:
    with ThreadPoolExecutor(4) as together:
        list(together.map(lambda _one: plan(fair), range(4)))
    assert sorted(one.code for one in fair.read(reports.listing)) == ["PL01", "PL02", "PL03", "PL04"]


def test_from_invitation_to_who_was_there(fair: Fair) -> None:
    training = plan(fair)
    asked = [fair.ids["sari"], fair.ids["rina"]]
    assert fair.act(trainings.invite, training_id=training, businesses=asked) == 2
    assert fair.act(trainings.invite, training_id=training, businesses=asked) == 0
    answer(fair, training, "sari", people=2)
    answer(fair, training, "rina", "not_coming")
    assert (row(fair).invited, row(fair).coming, row(fair).coming_people) == (2, 1, 2)
    with pytest.raises(trainings.NotYetBegun):
        fair.act(trainings.attend, training_id=training, present={fair.ids["sari"]: True})
    with pytest.raises(trainings.NobodyThere):
        fair.act(trainings.hold, training_id=training, now=at(11))
    fair.act(trainings.attend, training_id=training, present={fair.ids["sari"]: True, fair.ids["rina"]: False}, now=at(11))
    fair.act(trainings.hold, training_id=training, note="Semua membuat 5 foto", now=at(11))
    assert (row(fair).state, row(fair).present, row(fair).note) == ("held", 1, "Semua membuat 5 foto")
    with pytest.raises(trainings.TrainingOver):
        answer(fair, training, "sari")
    mine = fair.read(reports.of_business, by=fair.member("sari"), business_id=fair.ids["sari"])
    assert [(one.answer, one.present, one.people) for one in mine] == [("coming", True, 2)]
    assert fair.read(reports.guests, training_id=training)[1].phone == "+6281234567890"
    assert {guest.phone for guest in fair.read(reports.guests, by=fair.treasurer, training_id=training)} == {""}


def test_seats_are_for_those_who_come_first(fair: Fair) -> None:
    training = plan(fair, seats=2)
    answer(fair, training, "sari", people=2)
    with pytest.raises(trainings.Full):
        answer(fair, training, "rina")
    answer(fair, training, "sari", people=1)  # changing the own answer frees a seat
    answer(fair, training, "rina")
    with pytest.raises(trainings.BadSeats):
        fair.act(trainings.edit, training_id=training, version=row(fair).version, changes={"seats": 1})


def test_nobody_answers_for_others_or_too_late(small: Fair) -> None:
    training = plan(small)
    with pytest.raises(NotAllowed):
        small.act(trainings.answer, by=small.member("rina"), training_id=training, business_id=small.ids["sari"], answer="coming")
    with pytest.raises(trainings.TrainingStarted):
        answer(small, training, "sari", now=BEGINS)
    with pytest.raises(UnknownChoice):
        answer(small, training, "sari", "maybe")
    with pytest.raises(Missing):
        answer(small, uuid4(), "sari")
    with pytest.raises(NotAllowed):
        small.act(trainings.plan, by=small.treasurer, module="content", title="x", starts_at=BEGINS, minutes=5)
    answer(small, training, "sari")
    assert small.read(reports.guests, by=small.member("rina"), training_id=training) == []


def test_a_plan_is_checked_and_called_off_with_a_reason(small: Fair) -> None:
    wrong: list[tuple[type[Exception], dict[str, Any]]] = [
        (UnknownChoice, {"module": "menyanyi"}), (NameNeeded, {"title": " "}), (trainings.BadLength, {"minutes": 0}),
        (trainings.BadSeats, {"seats": 0}), (links.BadAddress, {"link": "javascript:alert(1)"}), (Missing, {"cycle_id": uuid4()}),
    ]
    training = plan(small)
    for error, changes in wrong:
        with pytest.raises(error):
            small.act(trainings.edit, training_id=training, version=1, changes=changes)
    small.act(trainings.edit, training_id=training, version=1, changes={"place": "Rumah Sari"})
    with pytest.raises(Stale):
        small.act(trainings.edit, training_id=training, version=1, changes={"place": "Kantor"})
    with pytest.raises(ReasonNeeded):
        small.act(trainings.call_off, training_id=training, reason=" ")
    small.act(trainings.call_off, training_id=training, reason="Pelatih sakit")
    assert (row(small).state, row(small).note) == ("called_off", "Pelatih sakit")
    assert small.read(reports.of_business, by=small.member("sari"), business_id=small.ids["sari"]) == []


def test_links_stand_beside_their_module_until_they_are_taken_away(small: Fair) -> None:
    link = small.act(links.add, module="content", title="Foto dekat jendela", url="https://www.youtube.com/watch?v=abc")
    for url in ("", "youtube", "ftp://a.b/c", "https://a b.c", "https://user@evil.example/x"):
        with pytest.raises(links.BadAddress):
            small.act(links.add, module="content", title="x", url=url)
    assert [one.title for one in small.read(reports.links, by=small.member("sari"), module="content")] == ["Foto dekat jendela"]
    small.act(links.remove, link_id=link)
    assert small.read(reports.links) == []


def test_every_module_has_the_same_steps_in_both_languages() -> None:
    assert len(materials.codes()) == 7
    assert set(materials.codes()) <= set(states.SKILLS)
    for code in materials.codes():
        first, second = (materials.module(code, language) for language in ("id", "en"))
        assert first.title != second.title
        assert first.about and second.about
        assert len(first.steps) == len(second.steps) >= 5
        for ours, theirs in zip(first.steps, second.steps, strict=True):
            assert ours.text.count("\n- ") == theirs.text.count("\n- ") >= 1


def test_the_texts_are_short_enough_to_be_read_aloud() -> None:
    """At most 9 words a sentence on average and 2.6 syllables a word, as for every text that members read."""
    for code in materials.codes():
        module = materials.module(code, "id")
        text = " ".join([module.about, *(step.text.replace("\n- ", ". ") for step in module.steps)])
        sentences = [re.findall(r"[A-Za-zÀ-ÿ]+", part) for part in re.split(r"[.?!:]+\s", text)]
        words = [word for sentence in sentences for word in sentence]
        assert len(words) / len([s for s in sentences if s]) <= 9, code
        assert sum(max(1, len(re.findall(r"ai\b|au\b|oi\b|[aeiou]", word.lower()))) for word in words) / len(words) <= 2.6, code
