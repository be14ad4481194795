"""Letters: the product's keep the rules, the association's own are refused where they break them, and nobody is overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from cblp import i18n
from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.errors import Missing, NotAllowed, Stale
from cblp.i18n import places
from cblp.outreach import letters
from cblp.outreach.letters import BracketOpen, Letter, LetterTooLong, PlaceMissing, Shouted, UnknownPlace
from cblp.outreach.reports import letters as reports
from cblp.outreach.services import letters as services
from cblp.people.models import AuditEntry
from tests.conftest import NOW, new_association

DAY = date(2026, 11, 21)
VOTE = letters.BY_CODE["decision_vote"]
OWN = "{nama}, suara untuk {judul} ditunggu sampai {batas}. {link}"
STORED = "{who}, suara untuk {title} ditunggu sampai {until}. {link}"


def checked(text: str, letter: Letter = VOTE, language: str = "id", **given: str) -> str:
    return letters.checked(letter, text, language=language, day=DAY, name="Wati", **given)


# -- the product's words -----------------------------------------------------------------------------------------------


def test_codes_fit_the_table_and_are_there_once() -> None:
    assert len(letters.BY_CODE) == len(letters.ALL)
    assert all(len(code) <= 30 for code in letters.BY_CODE)
    assert {letter.group for letter in letters.ALL} == set(letters.GROUPS)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("letter", letters.ALL, ids=lambda letter: letter.code)
def test_the_products_own_words_pass_what_the_association_must(letter: Letter, language: str) -> None:
    words = letters.product_words(letter.code, language)
    assert checked(letters.typed(letter, words, language), letter, language) == words
    assert sorted(places.names(words)) == sorted(place.name for place in letter.places)
    assert len({place.word(language) for place in letter.places}) == len(letter.places)
    said = letters.example(letter, words, language=language, day=DAY, name="Wati")
    assert not set("{}") & set(said)
    thanks = {"id": "Terima kasih.", "en": "Thank you."}[language]
    signer = {
        ("id", COORDINATOR): "Wati, koordinator", ("en", COORDINATOR): "Wati, coordinator",
        ("id", MENTOR): "Putri, pendamping", ("en", MENTOR): "Putri, mentor",
    }[language, letter.by]
    assert said.endswith(f"{thanks} {signer}") and (letter.by == MENTOR) == letter.code.startswith("mentee_")


def test_a_letter_to_one_person_opens_with_them() -> None:
    group = {"campaign_call", "question_call", "meeting_invited", "meeting_summary"}
    for letter in letters.ALL:
        for language in i18n.LANGUAGES:
            assert letters.product_words(letter.code, language).startswith("{who}") == (letter.code not in group), letter.code


def test_help_is_never_named_in_the_letter_about_it() -> None:
    assert {place.name for place in letters.BY_CODE["aid_talk"].places} == {"who", "until"}


def test_a_share_is_told_and_receipted_to_the_last_rupiah_in_a_few_words() -> None:
    who = {"who": "Ibu Sari Rahmawati", "amount": "Rp2.140.604", "number": "3"}
    paid = places.fill(letters.product_words("share_paid", "id"), {
        **who, "day": "21 Nov 2026", "how": "tunai", "kept": "Rp50.000 dari bagian ini untuk iuran.",
    })
    assert paid == (
        "Ibu Sari Rahmawati, bagian Rp2.140.604 sudah dibayar 21 Nov 2026 tunai. Rp50.000 dari bagian ini untuk iuran. "
        "Bagi hasil no. 3. Kalau tidak cocok, kabari saya."
    )
    told = places.fill(letters.product_words("share_told", "id"), {
        **who, "until": "Sabtu, 28 November 2026", "link": "https://asosiasi-jambi.example/uang-saya",
    })
    assert "Rp2.140.604" in told
    assert max(len(paid), len(told)) <= 300  # thanks and sender follow


# -- what may be written -----------------------------------------------------------------------------------------------


def test_places_are_typed_in_the_language_of_the_text() -> None:
    assert checked(OWN) == STORED
    assert checked("{ Nama }, {judul} {batas} {link}") == "{who}, {title} {until} {link}"
    assert letters.typed(VOTE, STORED, "id") == OWN
    assert letters.typed(VOTE, STORED, "en") == STORED


@pytest.mark.parametrize(("text", "error", "says"), [
    (OWN + " {pin}", UnknownPlace, "{pin} tidak dikenal di sini. Di teks ini Anda bisa pakai {nama}, {judul}, {batas}, {link}."),
    (OWN + " {nama.__class__}", UnknownPlace, "{nama.__class__} tidak"),
    (OWN.replace(" {link}", ""), PlaceMissing, "{link} perlu ada di teks ini."),
    ("", PlaceMissing, "{nama}, {judul}, {batas}, {link} perlu ada di teks ini."),
    (OWN + " {", BracketOpen, "{nama}"),
    (OWN + " SEGERA", Shouted, "“SEGERA” ditulis dengan huruf besar semua."),
    (OWN + " " + "kata " * 60, LetterTooLong, "Paling banyak 350."),
])
def test_what_a_letter_must_not_be_is_refused_with_what_to_do(text: str, error: Any, says: str) -> None:
    with pytest.raises(error) as refused:
        checked(text)
    assert says in refused.value.text("id")


def test_abbreviations_and_the_names_of_the_place_are_no_shouting() -> None:
    assert checked(OWN + " Lihat WA, PIRT dan UMKM.").endswith("Lihat WA, PIRT dan UMKM.")
    assert checked(OWN + " Salam dari ASMARA.", proper="Asosiasi ASMARA").endswith("ASMARA.")


def test_the_limit_counts_what_is_read_not_what_is_typed() -> None:
    room = letters.LONGEST - len(letters.example(VOTE, STORED, language="id", day=DAY, name="Wati"))
    filler = ("kata " * 80)[: room - 1].rstrip().ljust(room - 1, "a")
    assert checked(f"{OWN} {filler}")
    with pytest.raises(LetterTooLong):
        checked(f"{OWN} {filler}a")


def test_what_cannot_be_seen_is_not_kept() -> None:
    assert checked("\u202e" + OWN.replace(" ", "  ") + " \r\n\r\n\r\n\x00 Salam ") == STORED + "\n\nSalam"
    assert checked(OWN + " 👩\u200d🌾").endswith("👩\u200d🌾")


# -- keeping -----------------------------------------------------------------------------------------------------------


def keep(app: App, actor: Actor, text: str = OWN, version: int = 0, **given: Any) -> int:
    return app.act(actor, services.set, **{"code": VOTE.code, "language": "id", "text": text, "version": version, **given})


def words(app: App, actor: Actor, language: str = "id", code: str = VOTE.code) -> str:
    return app.read(actor, reports.text, code=code, language=language)


def test_own_words_stand_in_one_language_until_they_are_given_up(app: App, actor: Actor) -> None:
    product = words(app, actor)
    assert product == letters.product_words(VOTE.code, "id")
    version = keep(app, actor)
    assert words(app, actor) == STORED
    assert words(app, actor, "en") == letters.product_words(VOTE.code, "en")
    (own,) = app.read(actor, reports.own)
    assert (own.code, own.language, own.text, own.version, own.changed_at) == (VOTE.code, "id", STORED, version, NOW)
    app.act(actor, services.reset, code=VOTE.code, language="id", version=version)
    assert words(app, actor) == product
    assert app.read(actor, reports.own) == []
    app.act(actor, services.reset, code=VOTE.code, language="id", version=version)  # it is gone already


def test_who_changed_a_text_is_written_down_and_who_changed_nothing_is_not(app: App, actor: Actor) -> None:
    assert keep(app, actor, letters.typed(VOTE, letters.product_words(VOTE.code, "id"), "id")) == 0
    version = keep(app, actor)
    assert keep(app, actor, version=version) == version
    app.act(actor, services.reset, code=VOTE.code, language="id", version=version)
    wanted = select(AuditEntry).where(AuditEntry.entity == "letter_text").order_by(AuditEntry.id)
    with app.database.reading(actor.association) as session:
        trail = [(entry.action, entry.label, entry.changes) for entry in session.scalars(wanted)]
    assert trail == [
        ("changed", VOTE.code, {"language": "id", "text": STORED}), ("taken_back", VOTE.code, {"language": "id"}),
    ]


def test_nobody_is_overwritten_unseen(sqlite_app: App, sqlite_actor: Actor) -> None:
    first = keep(sqlite_app, sqlite_actor)
    second = keep(sqlite_app, sqlite_actor, OWN + " Salam.", first)
    for attempt in (0, first):
        with pytest.raises(Stale) as refused:
            keep(sqlite_app, sqlite_actor, OWN + " Mari.", attempt)
        found = refused.value.values
        assert (found["theirs"], found["yours"]) == ({"text": OWN + " Salam."}, {"text": OWN + " Mari."})
        assert (found["version"], found["at"]) == (second, NOW)
    with pytest.raises(Stale):
        sqlite_app.act(sqlite_actor, services.reset, code=VOTE.code, language="id", version=first)
    sqlite_app.act(sqlite_actor, services.reset, code=VOTE.code, language="id", version=second)
    with pytest.raises(Stale) as refused:
        keep(sqlite_app, sqlite_actor, OWN, second)
    assert refused.value.values["version"] == 0


def test_there_are_no_other_letters_and_languages(sqlite_app: App, sqlite_actor: Actor) -> None:
    wrongs: list[dict[str, Any]] = [{"code": "lain"}, {"language": "jv"}]
    for wrong in wrongs:
        with pytest.raises(Missing):
            keep(sqlite_app, sqlite_actor, **wrong)
        with pytest.raises(Missing):
            sqlite_app.act(sqlite_actor, services.reset, **{"code": VOTE.code, "language": "id", "version": 0, **wrong})


def test_only_the_coordinator_changes_them_and_whoever_writes_letters_reads_them(sqlite_app: App, sqlite_actor: Actor) -> None:
    def person(role: str) -> Actor:
        return replace(sqlite_actor, role=role, account=uuid7())

    version = keep(sqlite_app, sqlite_actor)
    for role in (TREASURER, MEMBER, MENTOR, LIAISON):
        with pytest.raises(NotAllowed):
            keep(sqlite_app, person(role), version=version)
        with pytest.raises(NotAllowed):
            sqlite_app.act(person(role), services.reset, code=VOTE.code, language="id", version=version)
    for role, said in ((COORDINATOR, STORED), (TREASURER, STORED), (MENTOR, STORED), (MEMBER, None), (LIAISON, None)):
        assert words(sqlite_app, person(role)) == (said or letters.product_words(VOTE.code, "id"))
    for role in (MEMBER, MENTOR, LIAISON):
        with pytest.raises(NotAllowed):
            sqlite_app.read(person(role), reports.own)


def test_another_association_keeps_its_own(app: App, actor: Actor) -> None:
    other = new_association(app, "lain")
    keep(app, other)
    assert words(app, actor) == letters.product_words(VOTE.code, "id")
    assert app.read(actor, reports.own) == []
    keep(app, actor, OWN + " Salam.")
    assert words(app, other) == STORED
