"""Questions from asking to what everybody reads: who may do what, who reads whose, and that nothing published names who asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.catalogue import pictures
from cblp.db.actor import Actor
from cblp.decisions.services import evidence
from cblp.errors import Missing, NotAllowed, Stale, UserError
from cblp.growth.reports import clinic as reports
from cblp.growth.rules import clinic as rules
from cblp.growth.services import clinic
from cblp.people.models import AuditEntry
from cblp.people.services.register import TooLong, UnknownChoice
from tests.conftest import NOW
from tests.growth.helping import ANSWER, TEXT, TODAY, school


def photo() -> pictures.Picture:
    made = BytesIO()
    Image.new("RGB", (640, 480), (120, 60, 20)).save(made, "JPEG")
    return pictures.prepare(made.getvalue())


def numbers(rows: list[reports.Row]) -> list[int]:
    return [row.number for row in rows]


def test_a_question_is_answered_and_helps(app: App, actor: Actor) -> None:
    it = school(app, actor)
    asked = it.ask()
    row = it.row(asked)
    assert (row.number, row.state, row.text, row.business, row.answer) == (1, "open", TEXT, "Batik Ayu", "")
    it.answer(asked)
    row = it.row(asked)
    assert (row.state, row.answer, row.answerer, row.helped, row.answered_at) == ("answered", ANSWER, "Tia", None, NOW)
    it.do(clinic.helped, asked, it.sari, yes=True)
    assert it.row(asked).helped is True
    assert it.row(it.ask(it.wati, topic="ai")).number == 2, "a coordinator asks for a member"


def test_an_answer_that_did_not_help_opens_the_question_again(app: App, actor: Actor) -> None:
    it = school(app, actor)
    asked = it.ask()
    it.answer(asked)
    it.do(clinic.helped, asked, it.sari, yes=False, still="  Rumah saya tidak ada jendela besar ")
    row = it.row(asked)
    assert (row.state, row.helped, row.answer) == ("open", False, ANSWER)
    assert row.text == f"{TEXT}\nRumah saya tidak ada jendela besar"
    assert numbers(app.read(it.rudi, reports.questions)) == [1], "another mentor sees it"
    it.answer(asked, it.rudi, "Foto di teras pagi hari.")
    assert (it.row(asked).answerer, it.row(asked).helped) == ("Rudi", None), "a new answer was not judged yet"


def test_only_own_and_open_questions_are_read(app: App, actor: Actor) -> None:
    it = school(app, actor)
    first, second = it.ask(), it.ask(it.dewi, business_id=it.rasa)
    third = it.ask(it.dewi, business_id=it.rasa, topic="price")
    it.answer(first)
    it.answer(second)
    assert numbers(app.read(it.wati, reports.questions)) == [3, 2, 1], "what waits first, then the newest"
    assert numbers(app.read(it.budi, reports.questions)) == [3, 2, 1]
    assert numbers(app.read(it.rudi, reports.questions)) == [3, 1], "what waits, and what the mentee asked"
    assert numbers(app.read(it.tia, reports.questions)) == [3]
    assert it.tia.account and it.rudi.account
    assert numbers(app.read(it.tia, reports.answered, account=it.tia.account)) == [2, 1]
    assert numbers(app.read(it.rudi, reports.answered, account=it.rudi.account)) == []
    assert numbers(app.read(it.dewi, reports.mine, business_id=it.rasa)) == [3, 2]
    for actor_, report, given in (
        (it.rudi, reports.answered, {"account": it.tia.account}), (it.sari, reports.mine, {"business_id": it.rasa}),
        (it.sari, reports.questions, {}), (it.amir, reports.questions, {}), (it.amir, reports.published, {}),
        (it.rudi, reports.mine, {"business_id": it.ayu}), (it.sari, reports.contact, {"question_id": third}),
        (it.budi, reports.contact, {"question_id": third}), (it.sari, reports.summary, {"today": TODAY}),
    ):
        with pytest.raises(NotAllowed):
            app.read(actor_, report, **given)
    assert app.read(it.wati, reports.contact, question_id=third) == reports.Contact("Dewi Anggraini", "Ibu", "+6281234567890")
    assert app.read(it.rudi, reports.contact, question_id=third) == reports.Contact("Keripik Rasa", "", ""), "not of the mentees"
    assert app.read(it.rudi, reports.contact, question_id=it.ask()) == reports.Contact("Sari Wulandari", "Ibu", "+6281234567890")


def test_who_may_not_step_in(app: App, actor: Actor) -> None:
    it = school(app, actor)
    asked = it.ask()
    with pytest.raises(NotAllowed):
        it.ask(it.dewi)
    with pytest.raises(NotAllowed):
        it.ask(it.rudi)
    for by in (it.sari, it.budi, it.amir):
        with pytest.raises(NotAllowed):
            it.answer(asked, by)
    with pytest.raises(Missing):
        it.do(clinic.withdraw, asked, it.dewi)
    it.answer(asked)
    with pytest.raises(clinic.AnotherAnswered):
        it.answer(asked, it.rudi, "Lebih baik begini.")
    it.answer(asked, it.tia, "Di teras juga bisa.")
    it.answer(asked, it.wati, "Di teras juga bisa, pagi hari.")
    with pytest.raises(NotAllowed):
        it.do(clinic.helped, asked, it.tia, yes=True)
    with pytest.raises(NotAllowed):
        it.do(clinic.publish, asked, it.rudi, general="Foto gelap?", answer=ANSWER)
    with pytest.raises(Missing):
        it.do(clinic.helped, asked, it.dewi, yes=True)


def test_a_second_answer_from_an_old_screen_is_refused_with_both(app: App, actor: Actor) -> None:
    it = school(app, actor)
    asked = it.ask()
    version = it.row(asked).version
    it.answer(asked)
    with pytest.raises(Stale) as clash:
        app.act(it.wati, clinic.answer, question_id=asked, version=version, answer="Lain lagi.")
    assert clash.value.values["theirs"]["answer"] == ANSWER
    assert it.row(asked).answer == ANSWER
    with pytest.raises(clinic.AnotherAnswered):
        app.act(it.rudi, clinic.answer, question_id=asked, version=version, answer="Lain lagi.")


def test_what_was_typed_is_looked_at(sqlite_app: App, sqlite_actor: Actor) -> None:
    it = school(sqlite_app, sqlite_actor)
    typed: tuple[tuple[dict[str, Any], type[UserError]], ...] = (
        ({"text": " \n . "}, clinic.QuestionNeeded), ({"text": "a" * 1_001}, TooLong), ({"topic": "gold"}, UnknownChoice),
    )
    for wrong, refusal in typed:
        with pytest.raises(refusal):
            it.ask(**wrong)
    asked = it.ask(text="  Satu  \n\n dua\u200b tiga ")
    assert it.row(asked).text == "Satu\ndua tiga"
    with pytest.raises(clinic.AnswerNeeded):
        it.answer(asked, text="\n")


def test_everybody_reads_a_published_answer_without_a_name(app: App, actor: Actor) -> None:
    it = school(app, actor)
    asked = it.ask()
    with pytest.raises(clinic.Moved):
        it.do(clinic.publish, asked, it.wati, general="Foto gelap?", answer=ANSWER)
    it.answer(asked)
    for general, answer, found in (
        ("Batik Ayu bertanya: foto gelap?", ANSWER, "Batik Ayu"), ("Foto gelap?", "Coba dulu, Bu Sari.", "Bu Sari"),
        ("Foto gelap?", "Kirim ke 0812 3456 7890 ya.", "0812 3456 7890"), ("Foto SARI WULANDARI gelap", ANSWER, "SARI WULANDARI"),
    ):
        with pytest.raises(clinic.TellsWho) as refused:
            it.do(clinic.publish, asked, it.wati, general=general, answer=answer)
        assert refused.value.values == {"found": found}
    it.do(clinic.publish, asked, it.wati, general="Foto produk gelap. Apa sebabnya?", answer="Cari cahaya. Sari buah juga begitu.")
    for who in (it.dewi, it.sari, it.rudi, it.budi, it.wati):
        (one,) = app.read(who, reports.published)
        assert one == reports.Published("photo", "Foto produk gelap. Apa sebabnya?", "Cari cahaya. Sari buah juga begitu.", NOW)
    assert app.read(it.tia, reports.questions) == [] and app.read(it.dewi, reports.mine, business_id=it.rasa) == []
    with pytest.raises(clinic.Moved):
        it.do(clinic.withdraw, asked, it.sari)
    it.do(clinic.helped, asked, it.sari, yes=False)
    assert it.row(asked).state == "published", "one whom it did not help takes it from nobody"
    it.do(clinic.unpublish, asked, it.wati)
    assert app.read(it.dewi, reports.published) == []
    assert (it.row(asked).state, it.row(asked).published_at) == ("answered", None)


def test_a_question_taken_back_is_gone_from_every_list(app: App, actor: Actor) -> None:
    it = school(app, actor)
    asked = it.ask()
    it.do(clinic.withdraw, asked, it.sari)
    assert app.read(it.wati, reports.questions) == app.read(it.rudi, reports.questions) == []
    assert app.read(it.sari, reports.mine, business_id=it.ayu) == []
    with pytest.raises(clinic.Moved):
        app.act(it.wati, clinic.answer, question_id=asked, version=2, answer=ANSWER)


def test_a_photo_is_seen_by_who_may_read_the_question(app: App, actor: Actor) -> None:
    it = school(app, actor)
    kept = app.act(it.sari, evidence.add, picture=photo(), business_id=it.ayu)
    with pytest.raises(Missing):
        it.ask(it.dewi, business_id=it.rasa, evidence_id=kept)
    asked = it.ask(evidence_id=kept)
    assert it.row(asked).has_photo
    for who in (it.sari, it.wati, it.tia):
        assert app.read(who, reports.photo, question_id=asked)[:4] == b"RIFF"
    it.answer(asked, it.rudi)
    for who in (it.tia, it.dewi, it.amir):
        with pytest.raises(Missing):
            app.read(who, reports.photo, question_id=asked)
    with pytest.raises(Missing):
        app.read(it.sari, reports.photo, question_id=it.ask())


def test_how_the_clinic_does(app: App, actor: Actor) -> None:
    it = school(app, actor)
    assert app.read(it.wati, reports.summary, today=TODAY) == reports.Summary(0, None, 0, 0, None, 0, 0)
    for days, hours, yes in ((40, 2, True), (30, 10, False), (20, 50, True), (100, 1, True)):
        asked = it.ask(now=NOW - timedelta(days=days))
        it.do(clinic.answer, asked, it.tia, answer=ANSWER, now=NOW - timedelta(days=days) + timedelta(hours=hours))
        it.do(clinic.helped, asked, it.sari, yes=yes)
    it.ask(now=NOW - timedelta(days=2))
    found = app.read(it.wati, reports.summary, today=TODAY)
    assert found == reports.Summary(
        open=2, oldest=NOW - timedelta(days=30), slow=1, answered=2, hours=50, helped=2, told=2,
    ), "the one that did not help waits again; the one of 100 days ago is too long ago"


def test_the_trail_keeps_the_deed_and_not_the_words(app: App, actor: Actor) -> None:
    it = school(app, actor)
    asked = it.ask()
    it.answer(asked)
    it.do(clinic.publish, asked, it.wati, general="Foto gelap?", answer=ANSWER)
    with app.database.reading(actor.association) as session:
        trail = list(session.scalars(select(AuditEntry).where(AuditEntry.entity == "clinic_question").order_by(AuditEntry.id)))
        said = [(row.action, row.label, row.changes.get("state")) for row in trail]
        words = str([row.changes for row in trail])
    assert said == [("asked", "1", None), ("changed", "1", "answered"), ("changed", "1", "published")]
    assert "jendela" not in words and "gelap" not in words


def test_another_association_sees_nothing(app: App, actor: Actor) -> None:
    it = school(app, actor)
    asked = it.ask()
    with pytest.raises(Missing):
        app.act(replace(it.wati, association=it.ayu), clinic.answer, question_id=asked, version=1, answer=ANSWER)


@pytest.mark.parametrize(("text", "found"), [
    ("Sari kelapa enak", ""), ("bu sari bilang", "bu sari"), ("Ibu  Sari", "Ibu  Sari"), ("Busari", ""), ("batik ayunan", ""),
    ("BATIK AYU", "BATIK AYU"), ("+62 812-3456-789", "+62 812-3456-789"), ("Rp1.250.000.000", ""), ("no. 10812345678901", ""),
])
def test_what_gives_away_who_asked(text: str, found: str) -> None:
    assert rules.gives_away(text, business="Batik Ayu", person="Sari Wulandari") == found


def test_a_business_of_one_word_is_found_after_a_form_of_address() -> None:
    assert rules.gives_away("Bu Melati bertanya", business="Melati", person="") == "Bu Melati"
    assert rules.gives_away("Bunga melati", business="Melati", person="") == ""


def test_the_middle_of_the_waiting_times() -> None:
    assert [rules.middle([]), rules.middle([5]), rules.middle([9, 1, 4]), rules.middle([1, 2, 3, 4])] == [None, 5, 4, 3]
