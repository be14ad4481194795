"""The questions as data: complete in both languages, in agreement with what they lead to, easy to read."""

from __future__ import annotations

import copy
import tomllib

import pytest

from cblp import i18n
from cblp.catalogue import rules
from cblp.growth import materials
from cblp.growth import questionnaire as questions


@pytest.mark.parametrize("version", questions.versions())
def test_a_version_asks_what_the_index_and_its_neighbours_need(version: int) -> None:
    asked = questions.load(version)
    assert asked.version == version
    assert [len({item.area for item in asked.of(kind)}) for kind in (questions.ACCESS, questions.COMPETENCE)] == [4, 5]
    assert all(asked.of(kind) for kind in (*questions.FACETS, questions.AI))
    assert {item.area for item in asked.of(questions.CAPITAL)} == {"economic", "social", "cultural", "personal", "political"}


@pytest.mark.parametrize("version", questions.versions())
def test_every_answer_counts_from_1_to_5_but_those_about_ai(version: int) -> None:
    for item in questions.load(version).items:
        expected = [questions.NOT_USED, questions.UNAWARE, questions.AWARE] if item.kind == questions.AI else [1, 2, 3, 4, 5]
        assert list(item.answers) == expected, item.code


@pytest.mark.parametrize("version", questions.versions())
def test_each_area_leads_to_a_module_a_task_and_a_listing(version: int) -> None:
    for area in questions.load(version).areas.values():
        assert area.module in materials.codes()
        assert area.task.id and area.task.en
        assert area.points and set(area.points) <= set(rules.POINTS)


@pytest.mark.parametrize("version", questions.versions())
def test_no_question_is_longer_than_people_read(version: int) -> None:
    asked = questions.load(version)
    for item in asked.items:
        texts = [item.text, *item.answers.values()]
        assert all(text.id and text.en and text.id != text.en for text in texts), item.code
        assert max(len(text.id.split()) for text in texts) <= 14, item.code


def test_a_question_speaks_the_language_in_use() -> None:
    text = questions.load(1).items[0].text
    assert str(text) == "Pakai alat apa untuk jualan?"
    i18n.use(lambda: "en")
    assert str(text) == "What do you use for selling?"


def test_a_file_that_contradicts_itself_is_refused() -> None:
    with (questions.FOLDER / "1.toml").open("rb") as file:
        data = tomllib.load(file)
    without_area = copy.deepcopy(data)
    del without_area["areas"]["safety"]
    twice = copy.deepcopy(data)
    twice["items"].append(twice["items"][0])
    for broken in (without_area, twice):
        with pytest.raises(ValueError, match="every area"):
            questions.read(broken)
