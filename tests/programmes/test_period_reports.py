"""The life of a quarterly report: draft, sent, returned, approved and locked; who reads what of it; on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cblp.bootstrap import App
from cblp.db.actor import MEMBER, MENTOR, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.documents import period_report as documents
from cblp.documents import period_report_deck
from cblp.errors import Missing, NotAllowed, Stale
from cblp.people.reports import seals
from cblp.people.services.register import TooLong
from cblp.programmes.models import Advocacy
from cblp.programmes.reports import period_reports as reports
from cblp.programmes.reports import progress
from cblp.programmes.services import period_reports as services
from cblp.programmes.services import publishing, targets
from tests.programmes.counting import Q2, Q3, Town, town
from tests.worlds import Worlds


@pytest.fixture
def jambi(app: App, actor: Actor, worlds: Worlds) -> Town:
    return worlds.on(town, app, actor)


@pytest.fixture
def quick(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Town:
    return worlds.on(town, sqlite_app, sqlite_actor)


def begun(jambi: Town, **words: str) -> dict[str, object]:
    """The id of a new draft of the third quarter, with these words."""
    report = jambi.app.act(jambi.wati, services.draft, period=Q3)
    if words:
        jambi.app.act(jambi.wati, services.write, report_id=report, version=1, changes=words)
    return {"report_id": report}


def sent(jambi: Town) -> dict[str, object]:
    """The same, published and sent."""
    jambi.publish()
    report = begun(jambi, summary="Ramai di bulan Agustus.")
    jambi.app.act(jambi.wati, services.submit, **report)
    return report


def read(jambi: Town, who: Actor, report: dict[str, object]) -> reports.Detail:
    found: reports.Detail = jambi.app.read(who, reports.one, **report)
    return found


def ask_for_a_stall(jambi: Town, day: date) -> None:
    with jambi.app.database.writing(jambi.system.association, None) as session:
        session.add(Advocacy(
            association_id=jambi.system.association, id=uuid7(), number=1, addressee="Dinas Koperasi", text="Tempat jualan di pasar",
            asked_on=day,
        ))


# -- life ----------------------------------------------------------------------------------------------------------------


def test_from_draft_to_locked(jambi: Town) -> None:
    jambi.publish()
    ask_for_a_stall(jambi, date(2026, 9, 1))
    jambi.app.act(jambi.wati, targets.set_target, period=Q3, indicator="active_members", least=2000, good=2500, excellent=3000)
    report = begun(jambi, summary="Ramai di bulan Agustus.", plan="Foto produk.")
    assert jambi.app.read(jambi.amir, reports.listed) == []
    with pytest.raises(Missing):
        read(jambi, jambi.amir, report)
    jambi.app.act(jambi.wati, services.submit, **report)
    found = read(jambi, jambi.amir, report)
    assert (found.state, found.submitted_by, found.sections["plan"]) == ("submitted", "Wati", "Foto produk.")
    assert found.content and found.content.edition == 1
    members = found.content.whole[0]
    assert (members.indicator.id, members.value, members.reached, members.marks.excellent) == ("active_members", 21, "least", 3000)
    assert [(one.number, one.addressee, one.asked_on) for one in found.content.requests] == [(1, "Dinas Koperasi", date(2026, 9, 1))]
    with pytest.raises(services.WithLiaison):
        jambi.app.act(jambi.wati, services.write, version=found.version, changes={"plan": "Lain"}, **report)

    jambi.app.act(jambi.amir, services.return_, comment="Tulis kendalanya.", **report)
    back = read(jambi, jambi.wati, report)
    assert (back.state, back.decided_by, [(one.text, one.role, one.name) for one in back.comments]) == (
        "returned", "Amir", [("Tulis kendalanya.", "liaison", "Amir")],
    )
    jambi.app.act(jambi.wati, services.write, version=back.version, changes={"obstacles": "Sinyal."}, **report)
    assert "obstacles" not in read(jambi, jambi.amir, report).sections, "a liaison reads what was sent, not what is being written"
    jambi.app.act(jambi.wati, services.submit, **report)
    jambi.app.act(jambi.amir, services.approve, comment="Terima kasih.", **report)

    done = read(jambi, jambi.amir, report)
    assert (done.state, done.sections["obstacles"], len(done.comments)) == ("approved", "Sinyal.", 2)
    for who, service, given in (
        (jambi.wati, services.write, {"version": done.version, "changes": {"plan": "Lain"}}), (jambi.wati, services.submit, {}),
        (jambi.amir, services.return_, {"comment": "Lagi"}), (jambi.amir, services.approve, {}),
        (jambi.wati, services.comment, {"text": "Lagi"}), (jambi.amir, services.comment, {"text": "Lagi"}),
    ):
        with pytest.raises(services.Locked):
            jambi.app.act(who, service, **report, **given)


def test_what_was_sent_carries_the_seal_of_the_history_into_every_file(quick: Town) -> None:
    quick.publish()
    report = begun(quick, summary="Ramai.")
    quick.app.act(quick.wati, services.submit, **report)
    head = quick.app.read(quick.wati, seals.last)
    found = read(quick, quick.amir, report)
    assert head and found.content and found.content.seal == {"number": head.number, "code": head.code}
    said = f"Segel riwayat no. {head.number}: {head.code}"
    paper = documents.paper(found, found.content, association="Contoh", timezone="Asia/Jakarta")
    assert said in paper.content.decode()
    assert documents.register(found, found.content).note.endswith(said)
    slides = period_report_deck.deck(found, found.content, association="Contoh", colour="#2E4A7D", timezone="Asia/Jakarta").slides
    assert [one.small.endswith(said) for one in slides] == [*[False] * (len(slides) - 1), True]
    assert quick.app.read(quick.wati, seals.find, code=head.code).intact


def test_what_was_sent_stays_when_the_quarter_is_published_again(jambi: Town) -> None:
    report = sent(jambi)
    jambi.join(6, "15.02")
    jambi.publish(reason="6 anggota terlambat dicatat")
    ask_for_a_stall(jambi, date(2026, 9, 1))
    for who in (jambi.wati, jambi.amir):
        kept = read(jambi, who, report).content
        assert kept and (kept.edition, kept.whole[0].value, kept.requests) == (1, 21, [])
    assert jambi.figure("active_members").value == 27
    jambi.app.act(jambi.amir, services.return_, comment="Pakai angka terbaru.", **report)
    jambi.app.act(jambi.wati, services.submit, **report)
    newest = read(jambi, jambi.amir, report).content
    assert newest and (newest.edition, newest.whole[0].value, len(newest.requests)) == (2, 27, 1)


# -- refusals ------------------------------------------------------------------------------------------------------------


def test_a_report_needs_its_figures_and_a_summary(quick: Town) -> None:
    report = begun(quick, plan="Foto produk.")
    assert read(quick, quick.wati, report).content is None
    with pytest.raises(services.NothingWritten):
        quick.app.act(quick.wati, services.submit, **report)
    quick.app.act(quick.wati, services.write, version=2, changes={"summary": "Ramai."}, **report)
    with pytest.raises(services.NotPublished):
        quick.app.act(quick.wati, services.submit, **report)
    with pytest.raises(TooLong):
        quick.app.act(quick.wati, services.write, version=3, changes={"plan": "a" * 4001}, **report)
    with pytest.raises(publishing.NotOver):
        quick.app.act(quick.wati, services.draft, period="2026-Q4")


def test_an_answer_is_of_what_was_sent_and_with_words(quick: Town) -> None:
    report = begun(quick, summary="Ramai.")
    with pytest.raises(Missing):
        quick.app.act(quick.amir, services.approve, **report)
    quick.publish()
    quick.app.act(quick.wati, services.submit, **report)
    with pytest.raises(services.CommentNeeded):
        quick.app.act(quick.amir, services.return_, comment="  ", **report)
    quick.app.act(quick.amir, services.return_, comment="Lengkapi.", **report)
    with pytest.raises(services.NotSent):
        quick.app.act(quick.amir, services.approve, **report)


def test_nobody_answers_their_own_report(quick: Town) -> None:
    report = sent(quick)
    for service, given in ((services.approve, {}), (services.return_, {"comment": "Bagus."})):
        with pytest.raises(services.OwnReport):
            quick.app.act(replace(quick.amir, account=quick.wati.account), service, **report, **given)


def test_each_does_their_own_part(quick: Town) -> None:
    report = sent(quick)
    bendahara = replace(quick.wati, role=TREASURER)
    for who, service, given in (
        (quick.wati, services.approve, report), (quick.wati, services.return_, {**report, "comment": "?"}),
        (quick.amir, services.draft, {"period": Q2}), (quick.amir, services.submit, report), (bendahara, services.submit, report),
        (quick.amir, services.write, {**report, "version": 1, "changes": {"plan": "?"}}),
    ):
        with pytest.raises(NotAllowed):
            quick.app.act(who, service, **given)
    for role in (MEMBER, MENTOR):
        with pytest.raises(NotAllowed):
            quick.app.read(replace(quick.amir, role=role), reports.listed)
        with pytest.raises(NotAllowed):
            quick.app.act(replace(quick.amir, role=role), services.comment, text="?", **report)
    quick.app.act(bendahara, services.comment, text="Sudah saya baca.", **report)
    assert [row.comments for row in quick.app.read(bendahara, reports.listed)] == [1]


def test_two_who_write_at_once_see_each_others_words(quick: Town) -> None:
    report = begun(quick)
    quick.app.act(quick.wati, services.write, version=1, changes={"plan": "Foto produk."}, **report)
    with pytest.raises(Stale) as refused:
        quick.app.act(quick.wati, services.write, version=1, changes={"plan": "Pelatihan."}, **report)
    assert refused.value.values["theirs"] == {"plan": "Foto produk."}
    assert (refused.value.values["yours"], refused.value.values["version"]) == ({"plan": "Pelatihan."}, 2)
    assert quick.app.act(quick.wati, services.write, version=1, changes={"plan": "Foto produk."}, **report) == 2, "the same words"


def test_a_draft_is_begun_once(quick: Town) -> None:
    assert quick.app.read(quick.wati, reports.to_write, today=date(2026, 11, 21))[:2] == [Q3, Q2]
    assert begun(quick) == begun(quick)
    assert quick.app.read(quick.wati, reports.to_write, today=date(2026, 11, 21))[0] == Q2


# -- what is in it ----------------------------------------------------------------------------------------------------------


def test_a_report_tells_nothing_that_was_not_published(quick: Town) -> None:
    report = sent(quick)
    with quick.app.database.reading(quick.system.association, None) as session:
        row = session.get(services.PeriodReport, (quick.system.association, report["report_id"]))
        assert row is not None and row.snapshot is not None
        kept = row.snapshot["figures"]
    hidden = [one for one in kept if one["hidden"]]
    assert hidden and all(one["value"] is None and one["shown"] is None for one in hidden)
    told = {(place.code, figure.indicator.id): figure.value for place, figure in quick.app.read(
        quick.amir, progress.register, period=Q3,
    )}
    assert {(one["area"], one["indicator"]): one["value"] for one in kept} == told


def test_the_register_tells_the_same_as_each_area_alone(quick: Town) -> None:
    quick.publish()
    by_area: dict[str, list[progress.Figure]] = {}
    for place, figure in quick.app.read(quick.amir, progress.register, period=Q3):
        by_area.setdefault(place.code, []).append(figure)
    assert "15.04" in by_area
    assert all(quick.app.read(quick.amir, progress.cells, period=Q3, area=code) == found for code, found in by_area.items())


def test_requests_that_ended_before_the_quarter_are_not_told_again(quick: Town) -> None:
    ask_for_a_stall(quick, date(2026, 10, 1))
    assert sent(quick) and quick.app.read(quick.wati, reports.snapshot, period=Q3)["requests"] == []
    with quick.app.database.writing(quick.system.association, None) as session:
        for number, state, ended in ((2, "done", date(2026, 6, 30)), (3, "done", date(2026, 7, 1)), (4, "promised", None)):
            session.add(Advocacy(
                association_id=quick.system.association, id=uuid7(), number=number, text="?", asked_on=date(2026, 5, 1), state=state,
                done_on=ended,
            ))
    assert [one["number"] for one in quick.app.read(quick.wati, reports.snapshot, period=Q3)["requests"]] == [3, 4]


def test_what_was_held_is_counted_where_the_association_is(quick: Town) -> None:
    from cblp.growth.models import Training

    with quick.app.database.writing(quick.system.association, None) as session:
        for number, (at, state) in enumerate((
            (datetime(2026, 6, 30, 17, 30, tzinfo=UTC), "held"),  # 1 July in Jambi
            (datetime(2026, 9, 30, 17, 30, tzinfo=UTC), "held"),  # 1 October in Jambi
            (datetime(2026, 8, 1, tzinfo=UTC), "called_off"),
        )):
            session.add(Training(
                association_id=quick.system.association, id=uuid7(), code=f"T{number}", module="basics", title="Foto", starts_at=at,
                minutes=60, state=state,
            ))
    quick.publish()
    assert quick.app.read(quick.wati, reports.snapshot, period=Q3)["activities"]["trainings"] == 1
