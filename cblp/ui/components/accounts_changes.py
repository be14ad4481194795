"""Riwayat perubahan in words: who did what to which thing, with the names of the fields."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.i18n import N_, _, formats, ngettext, translate
from cblp.outreach import letters
from cblp.people.reports import changes
from cblp.people.reports.changes import Entry
from cblp.ui import reads
from cblp.ui.components import audit_words, tables
from cblp.ui.components.frame import ROLE_WORDS
from cblp.ui.page import Visit

SIZE: Final = 25
GROUPS: Final = {
    "access": (N_("Accounts and roles"), ("account", "credential", "role_grant", "session", "business_access", "own_data")),
    "members": (N_("Members"), ("business", "person", "membership", "licence", "consent", "register", "association")),
    "products": (N_("Products and shops"), ("product", "listing", "shop", "source_address", "saved_mapping", "storefront_product")),
    "sales": (N_("Files and sales"), ("import_batch", "typed_sale", "whatsapp_log", "account_snapshot", "document")),
    "together": (N_("Decisions & cash"), (
        "aid_request", "balance_check", "campaign", "campaign_listing", "campaign_task", "decision", "distribution", "duty", "effort",
        "evidence", "invoice", "letter_text", "objection", "parameter", "participation", "post_draft", "sharing_rule",
        "transfer",
    )),
    "learning": (N_("Learning"), (
        "assessment", "assessment_wave", "clinic_question", "content_piece", "learning_link", "mentor_profile", "mentoring_assignment",
        "mentoring_session", "par_cycle", "placement", "product_strength", "safety_check", "scoring_model", "superior_candidate",
        "superior_run", "training",
    )),
    "reports": (N_("Reports"), (
        "action_item", "advocacy", "agreement", "edition", "financing", "indicator_target", "meeting", "meeting_theme", "partner",
        "period_report", "programme", "programme_cost", "programme_item",
    )),
}
PERIODS: Final = {"week": (N_("Last 7 days"), 7), "month": (N_("Last 30 days"), 30), "all": (N_("Everything"), 0)}


def history(visit: Visit) -> None:
    """The filters, a sentence with the number, and the entries page by page."""
    account, kinds, since = _filters(visit)
    first = tables.start(10**9, "changes", SIZE)
    trail = reads.ask(changes.trail, account=account, entities=kinds, since=since, offset=first, limit=SIZE)
    if first >= trail.total > 0:
        first = tables.start(trail.total, "changes", SIZE)
        trail = reads.ask(changes.trail, account=account, entities=kinds, since=since, offset=first, limit=SIZE)
    if not trail.total:
        st.write(_("No change fits this choice. Every change stands here from the moment it is saved."))
        return
    st.write(ngettext("{count} change.", "{count} changes.", trail.total, count=formats.count(trail.total)))
    zone = visit.actor.timezone
    tables.draw(
        [_("When"), _("Who"), _("What")],
        # the date in one piece: on a phone it would stand word below word
        [(formats.moment(e.at, zone).replace(" ", formats.NBSP, 2), e.who or _("The system"), sentence(e)) for e in trail.entries],
    )
    tables.pager(trail.total, "changes", SIZE)


def _filters(visit: Visit) -> tuple[UUID | None, tuple[str, ...], datetime | None]:
    people = dict(reads.ask(changes.people))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.selectbox(
            _("Choose a person"), list(people), index=None, format_func=people.__getitem__, placeholder=_("Everybody"),
            key="changes_who", width=260,
        )
        kind = st.pills(_("Choose a kind"), list(GROUPS), format_func=lambda code: _(GROUPS[code][0]), key="changes_kind")
        period = st.pills(
            _("Choose a time"), list(PERIODS), default="all", format_func=lambda code: _(PERIODS[code][0]), key="changes_period",
            required=True,
        )
    days = PERIODS[period or "all"][1]
    # From the start of a day on, so that the answer can be kept for the next visitor.
    since = (visit.now - timedelta(days)).replace(hour=0, minute=0, second=0, microsecond=0) if days else None
    return who, GROUPS[kind][1] if kind else (), since


def sentence(entry: Entry) -> str:
    """What was done, in words: the thing and the deed, which one, for whom, and the names of the fields."""
    text = audit_words.said(entry.action, entry.entity, entry.changes, _label(entry))
    elsewhere = entry.behalf_of and entry.behalf_of != entry.label
    return _("{what}, for {business}", what=text, business=entry.behalf_of) if elsewhere else text


def _label(entry: Entry) -> str:
    if entry.entity in {"whatsapp_log", "account_snapshot"} and entry.label:  # an erasure empties it
        return formats.day(date.fromisoformat(entry.label))
    if entry.entity == "letter_text":
        return translate(letters.BY_CODE[entry.label].name) if entry.label in letters.BY_CODE else entry.label
    role = entry.changes.get("role", "")
    return f"{entry.label}, {_(ROLE_WORDS[role])}" if role in ROLE_WORDS else entry.label
