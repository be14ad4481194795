"""What an association holds up to itself and to government: meetings, promises, programmes, published quarters and reports.

``begin`` is done once all members are there; ``take_part`` is what one member promises, where they were, and their money.
A text that a liaison may read carries the association's word; every other carries ``hushed``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, LIAISON
from cblp.forum.rules import states as meeting_states
from cblp.forum.services import actions, meetings, talk
from cblp.people.services import consent, register
from cblp.programmes import states
from cblp.programmes.services import advocacy, financing, partners, period_reports, programmes, publishing, targets
from tests.conftest import NOW
from tests.filled import TODAY, House, Owner

Q1, Q2, Q3 = "2026-Q1", "2026-Q2", "2026-Q3"
DISTRICT: Final = "15.71"
"""Where the kiosks are; of the other members nobody wrote it down."""
DUE: Final = date(2026, 12, 10)
OVER: Final = (date(2026, 3, 1), date(2026, 8, 31))
"""Days of a budget that has ended."""


def hushed(word: str) -> str:
    """What stands for an association's word in what no liaison may read."""
    return f"rhs{word[::-1].casefold()}"


# -- what is everybody's -------------------------------------------------------------------------------------------------


def begin(app: App, house: House) -> None:
    """The matters of all. No text carries a member's word."""
    _meetings(app, house)
    _partners(app, house)
    _programmes(app, house)
    _requests(app, house)
    _published(app, house)
    _reports(app, house)


def _meetings(app: App, house: House) -> None:
    """One that is final, one that is held now, one to come, one that should begin today, one that is not."""
    chief, ids, word = house.staff[COORDINATOR], house.ids, hushed(house.word)

    def planned(month: int, day: datetime, **more: Any) -> UUID:
        made: UUID = app.act(
            chief, meetings.plan, month=date(2026, month, 1), starts_at=day, place=f"Balai {word}", title=f"Temu {word}", now=NOW, **more,
        )
        return made

    ids["final_meeting_id"] = planned(9, datetime(2026, 10, 15, 3, tzinfo=UTC))
    ids["meeting_id"] = planned(10, datetime(2026, 11, 19, 3, tzinfo=UTC))
    ids["planned_meeting_id"] = planned(11, datetime(2026, 12, 15, 3, tzinfo=UTC))
    ids["due_meeting_id"] = planned(11, NOW, kind=meeting_states.NEEDS)
    ids["off_meeting_id"] = planned(8, datetime(2026, 12, 20, 3, tzinfo=UTC))
    app.act(chief, meetings.call_off, meeting_id=ids["off_meeting_id"], reason=f"Hujan {word}")
    for name in ("final_meeting_id", "meeting_id"):
        meeting = {"meeting_id": ids[name]}
        app.act(chief, meetings.hold, **meeting)
        app.act(chief, meetings.write, **meeting, slide="sales", text=f"Kata {word}", version=0)
        ids["theme_id"] = app.act(chief, talk.theme, **meeting, title=f"Tema {word}", raised=4, note=f"Catatan {word}")
        ids["quote_id"] = app.act(chief, talk.quote, **meeting, theme_id=ids["theme_id"], text=f"Kami butuh {word}")
        app.act(chief, talk.attend, **meeting, business_ids=house.kiosks)
        ids["guest_id"] = app.act(chief, talk.guest, **meeting, name=f"Tamu {word}", institution=f"Kantor {word}")
        app.act(chief, talk.link_decision, **meeting, decision_id=ids["decision_id"])
        app.act(chief, actions.add, **meeting, text=f"Siapkan {word}", business_id=house.kiosks[0], due_on=DUE)
        app.act(chief, actions.add, **meeting, text=f"Pinjam {word}", owner=f"Ketua {word}")
    app.act(chief, meetings.finalise, meeting_id=ids["final_meeting_id"], minutes=f"Notulen {word}")


def _partners(app: App, house: House) -> None:
    chief, ids, word = house.staff[COORDINATOR], house.ids, hushed(house.word)
    kinds = {"office_id": states.GOVERNMENT, "partner_id": "industry", "past_id": "academia"}
    for name, kind in kinds.items():
        said = house.word if kind == states.GOVERNMENT else word
        ids[name] = app.act(
            chief, partners.add, name=f"Mitra {kind} {said}", kind=kind, role=f"Peran {said}", contact=f"Pak {word} 0812",
            note=f"Nota {word}",
        )
        ids["agreement_id"] = app.act(
            chief, partners.agree, partner_id=ids[name], title=f"Janji {said}", valid_from=OVER[0], ours=f"Kami {said}",
            theirs=f"Mereka {said}", evidence_id=ids["evidence_id"],
        )
    app.act(chief, partners.end, partner_id=ids["past_id"], on=TODAY)


def _programmes(app: App, house: House) -> None:
    """One that the office pays and one that a company pays; what was noted, spent and linked is the association's in both."""
    chief, ids, word = house.staff[COORDINATOR], house.ids, hushed(house.word)
    for name, partner, said in (("paid_programme_id", "office_id", house.word), ("programme_id", "partner_id", word)):
        made = ids[name] = app.act(
            chief, programmes.add, name=f"Bantuan {said}", first=OVER[0], last=OVER[1], partner_id=ids[partner], budget=7_000_000,
            about=f"Tentang {said}",
        )
        ids["promised_id"] = app.act(
            chief, programmes.add_item, programme_id=made, kind="goods", what=f"Mesin {said}", promised=3, note=f"Nota {word}",
        )
        ids["cost_id"] = app.act(
            chief, programmes.spend, programme_id=made, day=date(2026, 5, 2), amount=1_234_567, what=f"Beli {word}",
        )
        app.act(chief, programmes.join, programme_id=made, businesses=house.kiosks)
        ids["activity_id"] = app.act(chief, programmes.link, programme_id=made, training_id=ids["held_id"])
        app.act(chief, programmes.link, programme_id=made, campaign_id=ids["closed_id"])
    app.act(
        chief, financing.ask, business_id=house.kiosks[0], kind="kur", institution=f"Bank {word}", amount=8_765_432,
        asked_on=OVER[0], purpose=f"Beli {word}", programme_id=ids["programme_id"],
    )


def _requests(app: App, house: House) -> None:
    chief, ids, word = house.staff[COORDINATOR], house.ids, house.word
    for name, to in (("advocacy_id", {"partner_id": ids["office_id"]}), ("refused_id", {"addressee": f"Kantor {word}"})):
        ids[name] = app.act(
            chief, advocacy.ask, text=f"Minta {word}", why=f"Sebab {word}", asked_on=OVER[0], meeting_id=ids["meeting_id"], **to,
        )
        for writer in (chief, house.staff[LIAISON]):
            app.act(writer, advocacy.comment, advocacy_id=ids[name], text=f"Kata {word}")
    app.act(chief, advocacy.promise, advocacy_id=ids["advocacy_id"], promised=f"Tahun depan {word}", promised_for=DUE)
    app.act(chief, advocacy.refuse, advocacy_id=ids["refused_id"], reason=f"Tidak ada {word}")


def _published(app: App, house: House) -> None:
    chief = house.staff[COORDINATOR]
    for kiosk in set(house.kiosks):
        app.act(chief, register.edit_business, business_id=kiosk, version=1, changes={"area_code": DISTRICT})
    for period in (Q1, Q2, Q3):
        app.act(chief, publishing.publish, period=period)
        app.act(
            chief, targets.set_target, period=period, indicator="women_led", least=1_000, good=2_000, excellent=3_000,
        )


def _reports(app: App, house: House) -> None:
    """One that came back and is written anew, a draft, one that is with the liaison: what was not sent is hushed."""
    chief, ids, word, hush = house.staff[COORDINATOR], house.ids, house.word, hushed(house.word)
    liaison = house.staff[LIAISON]
    for name, period in (("returned_id", Q1), ("draft_report_id", Q2), ("report_id", Q3)):
        made = ids[name] = app.act(chief, period_reports.draft, period=period)
        said = hush if period == Q2 else word
        app.act(chief, period_reports.write, report_id=made, version=1, changes={"summary": f"Ringkas {said}"})
        app.act(chief, period_reports.comment, report_id=made, text=f"Catatan {said}")
        if period != Q2:
            app.act(chief, period_reports.submit, report_id=made)
    app.act(liaison, period_reports.return_, report_id=ids["returned_id"], comment=f"Perbaiki {word}")
    app.act(chief, period_reports.write, report_id=ids["returned_id"], version=4, changes={"summary": f"Baru {hush}"})


# -- what is one member's -------------------------------------------------------------------------------------------------


def take_part(app: App, house: House, owner: Owner) -> None:
    """A member who came, promised something, takes part in the programmes, and asked a bank for money."""
    owner.ids.update({name: id_ for name, id_ in house.ids.items() if name not in owner.ids})
    ids, word, chief = owner.ids, owner.word, house.staff[COORDINATOR]
    business = ids["business_id"]
    app.act(chief, talk.attend, meeting_id=ids["meeting_id"], business_ids=[business])
    ids["item_id"] = app.act(
        chief, actions.add, meeting_id=ids["meeting_id"], text=f"Foto {word}", business_id=business, due_on=DUE,
    )
    app.act(house.system, consent.answer, person_id=ids["person_id"], purpose="storefront_products", given=True)
    for name in ("paid_programme_id", "programme_id"):
        app.act(chief, programmes.join, programme_id=ids[name], businesses=[business])
    app.act(chief, programmes.link, programme_id=ids["programme_id"], assignment_id=ids["assignment_id"])
    ids["financing_id"] = app.act(
        owner.member, financing.ask, business_id=business, kind="kur", institution=f"Bank {word}", amount=9_876_543, asked_on=TODAY,
        purpose=f"Beli {word}", note=f"Nota {word}",
    )


