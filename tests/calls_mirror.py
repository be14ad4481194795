"""How each service and report of meetings and programmes is called with the ids of an owner, and who may call it so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

from cblp.db.actor import LIAISON
from cblp.programmes import states
from tests.calls_together import Call, given
from tests.filled import TODAY, Owner
from tests.filled_mirror import DISTRICT, DUE, Q1, Q2, Q3

LATER: Final = datetime(2027, 1, 15, 3, tzinfo=UTC)

WITH_IDS: Final[dict[str, Call]] = {
    "forum.services.actions.add": given("business_id meeting_id", text="Lain"),
    "forum.services.actions.edit": given(
        "item_id", version=1, changes=lambda ids: {"business_id": ids["business_id"], "text": "Lain"},
    ),
    "forum.services.actions.move": given("item_id", state="done", result="Lain"),
    "forum.services.meetings.call_off": given("meeting_id=planned_meeting_id", reason="Lain"),
    "forum.services.meetings.edit": given("meeting_id=planned_meeting_id", version=1, changes={"place": "Lain"}),
    "forum.services.meetings.finalise": given("meeting_id", minutes="Lain"),
    "forum.services.meetings.freeze": given("meeting_id=planned_meeting_id"),
    "forum.services.meetings.hold": given("meeting_id=due_meeting_id"),
    "forum.services.meetings.plan_next": given("meeting_id=planned_meeting_id", starts_at=LATER),
    "forum.services.meetings.write": given("meeting_id", slide="reach", text="Lain", version=0),
    "forum.services.talk.attend": given("meeting_id", business_ids=lambda ids: [ids["ownerless_id"]]),
    "forum.services.talk.decide": given("meeting_id", title="Lain", proposal="Lain"),
    "forum.services.talk.edit_theme": given("theme_id", version=1, changes={"title": "Lain"}),
    "forum.services.talk.guest": given("meeting_id", name="Lain"),
    "forum.services.talk.leave_guest": given("guest_id"),
    "forum.services.talk.link_decision": given("meeting_id decision_id=draft_id"),
    "forum.services.talk.quote": given("meeting_id theme_id", text="Lain"),
    "forum.services.talk.remove_quote": given("quote_id"),
    "forum.services.talk.remove_theme": given("theme_id", version=1),
    "forum.services.talk.theme": given("meeting_id", title="Lain"),
    "forum.services.talk.unlink_decision": given("meeting_id decision_id"),
    "programmes.services.advocacy.ask": given("partner_id=office_id meeting_id", text="Lain", asked_on=TODAY),
    "programmes.services.advocacy.comment": given("advocacy_id", text="Lain"),
    "programmes.services.advocacy.done": given("advocacy_id", result="Lain", on=TODAY),
    "programmes.services.advocacy.edit": given(
        "advocacy_id", version=2, changes=lambda ids: {"partner_id": ids["office_id"], "meeting_id": ids["meeting_id"], "why": "Lain"},
    ),
    "programmes.services.advocacy.promise": given("advocacy_id", promised="Lain", promised_for=DUE),
    "programmes.services.advocacy.refuse": given("advocacy_id", reason="Lain"),
    "programmes.services.advocacy.take_up": given("advocacy_id=refused_id"),
    "programmes.services.financing.ask": given("business_id", kind="kur", institution="Lain", amount=5_000, asked_on=TODAY),
    "programmes.services.financing.edit": given("financing_id", version=1, changes={"purpose": "Lain"}),
    "programmes.services.financing.move": given("financing_id", state=states.GIVEN, on=TODAY),
    "programmes.services.partners.agree": given("partner_id evidence_id", title="Lain", valid_from=TODAY),
    "programmes.services.partners.edit": given("partner_id", version=1, changes={"role": "Lain"}),
    "programmes.services.partners.edit_agreement": given(
        "agreement_id", version=1, changes=lambda ids: {"evidence_id": ids["own_evidence_id"], "title": "Lain"},
    ),
    "programmes.services.partners.end": given("partner_id", on=TODAY),
    "programmes.services.partners.resume": given("partner_id=past_id"),
    "programmes.services.period_reports.approve": given("report_id", comment="Lain"),
    "programmes.services.period_reports.comment": given("report_id", text="Lain"),
    "programmes.services.period_reports.return_": given("report_id", comment="Lain"),
    "programmes.services.period_reports.submit": given("report_id=draft_report_id"),
    "programmes.services.period_reports.write": given("report_id=draft_report_id", version=2, changes={"summary": "Lain"}),
    "programmes.services.programmes.add": given("partner_id", name="Lain", first=TODAY, last=DUE),
    "programmes.services.programmes.add_item": given("programme_id", kind="goods", what="Lain", promised=2),
    "programmes.services.programmes.call_off": given("programme_id", reason="Lain"),
    "programmes.services.programmes.deliver": given("item_id=promised_id", version=1, delivered=1, on=TODAY),
    "programmes.services.programmes.edit": given(
        "programme_id", version=1, changes=lambda ids: {"partner_id": ids["office_id"], "about": "Lain"},
    ),
    "programmes.services.programmes.edit_item": given("item_id=promised_id", version=1, changes={"note": "Lain"}),
    "programmes.services.programmes.join": given("programme_id", businesses=lambda ids: [ids["ownerless_id"]]),
    "programmes.services.programmes.leave": given("programme_id business_id"),
    "programmes.services.programmes.link": given("programme_id training_id"),
    "programmes.services.programmes.remove_item": given("item_id=promised_id"),
    "programmes.services.programmes.spend": given("programme_id", day=TODAY, amount=5_000, what="Lain"),
    "programmes.services.programmes.take_back": given("cost_id"),
    "programmes.services.programmes.unlink": given("link_id=activity_id"),
}

BY: Final = {
    "programmes.services.period_reports.approve": LIAISON, "programmes.services.period_reports.return_": LIAISON,
}
"""Who may, where the coordinator may not: they sent it."""
NO_ID: Final = {
    "forum.services.meetings.make", "forum.services.meetings.plan", "programmes.services.partners.add",
    "programmes.services.period_reports.draft", "programmes.services.publishing.publish", "programmes.services.targets.set_target",
}
PARTS_OF_SERVICES: Final = {"forum.services.meetings.writable", "programmes.services.partners.living"}

PLAIN: Final[dict[str, Any]] = {
    "month": date(2026, 10, 1), "until": date(2026, 12, 31), "period": Q3, "indicator": "women_led",
}
ASKED_OF: Final[dict[str, Callable[[Owner], list[dict[str, Any]]]]] = {
    "forum.reports.actions.as_frozen": lambda o: [{"kept": {str(o.ids["item_id"]): {"state": "open", "due": None}}}],
    "forum.reports.actions.begins_with": lambda o: _each(o, "meeting_id", "meeting_id", "planned_meeting_id"),
    "forum.reports.decks.names": lambda o: [{"snapshot": {
        "campaigns": {"ran": [{"id": str(o.ids["campaign_id"])}]}, "sales": {"best": [str(o.ids["product_id"])]},
        "clinic": {"published": [str(o.ids["question_id"])]},
    }}],
    **{
        f"forum.reports.{report}": lambda o: _each(o, "meeting_id", "meeting_id", "final_meeting_id")
        for report in ("actions.of_meeting", "decks.deck", "decks.letter", "meetings.material", "meetings.one")
    },
    "programmes.reports.beside.column": lambda o: [{"period": period} for period in (Q2, Q3)],
    "programmes.reports.contributions.of": lambda o: [{"period": period} for period in (Q2, Q3)],
    "programmes.reports.period_reports.one": lambda o: _each(o, "report_id", "report_id", "draft_report_id", "returned_id"),
    "programmes.reports.programmes.brought": lambda o: _each(o, "programme_id", "programme_id", "paid_programme_id"),
    "programmes.reports.programmes.one": lambda o: _each(o, "programme_id", "programme_id", "paid_programme_id"),
    "programmes.reports.progress.cells": lambda o: [{}, {"area": DISTRICT}],
    "programmes.reports.progress.parts": lambda o: [{}, {"area": DISTRICT.split(".", maxsplit=1)[0]}],
}
"""Reports that are asked in several ways, or with other ids than their parameters are called."""

PARTS_OF_REPORTS: Final = {
    "forum.snapshot.make": "a part of freezing a meeting, which is found within the scope first",
}

TO_LIAISONS: Final = {
    "programmes.reports.advocacy.listing", "programmes.reports.beside.column", "programmes.reports.own_data.kept",
    "programmes.reports.partners.listing", "programmes.reports.period_reports.one", "programmes.reports.programmes.listing",
    "programmes.reports.programmes.one", "programmes.reports.progress.places", "programmes.reports.progress.register",
}
"""What tells a liaison words of the association: requests, government's own programmes, what was sent, the whole by its name."""
FIGURES: Final = {
    "programmes.reports.period_reports.listed", "programmes.reports.progress.cells", "programmes.reports.progress.marks",
    "programmes.reports.progress.parts", "programmes.reports.progress.periods", "programmes.reports.progress.trend",
}
"""What tells a liaison published figures, without a word of the association."""
OF_MEMBERS: Final = {
    "forum.reports.actions.mine", "forum.reports.meetings.upcoming", "forum.reports.own_data.kept",
    "programmes.reports.financing.listing", "programmes.reports.own_data.kept",
}
"""What tells a member something: their own part, and when meetings are."""

SHARED: Final[list[tuple[str, dict[str, str]]]] = [
    *(("programmes", {"bagian": part}) for part in ("program", "mitra", "permintaan")),
    *(("programmes", {"program": code}) for code in ("PB01", "PB02")),
    *(("programmes", {"mitra": code}) for code in ("M01", "M02", "M03")),
    *(("period_reports", {"triwulan": period}) for period in (Q1, Q2, Q3)),
    *(("progress", {"lihat": part}) for part in ("indikator", "tempat", "bps", "asosiasi")),
]
OPENED: Final = [
    *SHARED,
    *(("meetings", {"temu": "2", "bagian": part}) for part in (
        "bahan", "hadir", "tema", "keputusan", "tindak-lanjut", "catatan",
    )),
    *(("meetings", {"temu": number}) for number in "1345"), ("programmes", {"bagian": "pembiayaan"}),
    *(("programmes", {"program": "PB02", "lihat": part}) for part in ("kegiatan", "peserta", "biaya")),
    *(("progress", {"lihat": part}) for part in ("terbit", "target")),
]
"""What an address of the office opens beyond the first screen of a page."""
OPENED_BY_LIAISONS: Final = [
    *SHARED, ("programmes", {"bagian": "pembiayaan"}), ("programmes", {"program": "PB01", "lihat": "peserta"}),
    ("progress", {"lihat": "terbit"}), ("progress", {"lihat": "target"}),
]
"""What a liaison opens, and what they would like to."""


def _each(owner: Owner, parameter: str, *names: str) -> list[dict[str, Any]]:
    return [{parameter: owner.ids[name]} for name in names if name in owner.ids]
