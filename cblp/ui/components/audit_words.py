"""The trail of changes in words: what was done to what, and the names of the fields that were touched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from cblp.decisions.rules.parameters import KEYS
from cblp.i18n import N_, _, formats, translate
from cblp.people.register_csv import COLUMNS, STATUS_NAMES

THINGS: Final = {
    "account": N_("account"), "account_snapshot": N_("followers"), "association": N_("association"), "business": N_("business"),
    "business_access": N_("access to a business"), "consent": N_("data consent"), "credential": N_("PIN or password"),
    "document": N_("document"), "import_batch": N_("file"), "licence": N_("licence"), "listing": N_("product in a shop"),
    "membership": N_("membership"), "own_data": N_("request about own data"), "person": N_("owner"), "product": N_("product"),
    "register": N_("register from a file"), "role_grant": N_("role"), "saved_mapping": N_("remembered columns"),
    "session": N_("signed-in phone"), "shop": N_("shop"), "source_address": N_("automatic file link"),
    "typed_sale": N_("typed sale"), "whatsapp_log": N_("WA log"),
    "letter_text": N_("WA text"), "post_draft": N_("text for a post"), "storefront_product": N_("product in the storefront"),
    "aid_request": N_("request for help"),
    "campaign": N_("joint promotion"), "campaign_listing": N_("product in a joint promotion"), "campaign_task": N_("task"),
    "duty": N_("duty"), "effort": N_("working hours"), "participation": N_("part in a joint promotion"),
    "decision": N_("proposal"), "evidence": N_("photo of a paper"), "transfer": N_("note in the cash book"),
    "invoice": N_("contribution"), "balance_check": N_("count of the money"), "parameter": N_("decided figure"),
    "sharing_rule": N_("sharing rule"),
    "distribution": N_("profit sharing"), "objection": N_("objection"),
    "mentor_profile": N_("mentor profile"), "mentoring_assignment": N_("mentoring"), "mentoring_session": N_("mentoring session"),
    "training": N_("training"), "learning_link": N_("learning link"), "content_piece": N_("piece of content"),
    "par_cycle": N_("learning round"),
    "product_strength": N_("strengths of a product"), "superior_candidate": N_("product that is compared"),
    "superior_run": N_("kept ranking"),
    "meeting": N_("monthly meeting"), "meeting_theme": N_("theme of a meeting"), "action_item": N_("action item"),
    "partner": N_("partner"), "agreement": N_("agreement"), "programme": N_("programme of help"),
    "programme_item": N_("promise of a programme"), "programme_cost": N_("cost of a programme"), "financing": N_("financing"),
    "advocacy": N_("request to government"),
    "edition": N_("figures of a quarter"), "indicator_target": N_("targets"), "period_report": N_("quarterly report"),
    "clinic_question": N_("question"), "placement": N_("student placement"), "safety_check": N_("account-safety list"),
    "assessment_wave": N_("questions on digital capital"), "assessment": N_("answers on digital capital"),
    "scoring_model": N_("weighing of digital capital"),
}
DEEDS: Final = {
    "answered": N_("answered"), "changed": N_("changed"), "created": N_("added"), "disabled": N_("switched off"),
    "downloaded": N_("downloaded"), "enabled": N_("switched on"), "ended": N_("ended"), "given": N_("given"),
    "granted": N_("granted"), "imported": N_("brought in"), "invited": N_("invited"), "matched": N_("matched"),
    "owner": N_("changed hands"), "posted": N_("brought in"), "refused": N_("refused"), "requested": N_("requested"),
    "reset": N_("made anew"), "reverted": N_("taken out"), "taken_back": N_("taken back"), "unmatched": N_("matched no more"),
    "withdrawn": N_("taken back"),
    "calculated": N_("calculated"), "reviewed": N_("reviewed"), "voided": N_("withdrawn"), "carried_over": N_("carried over"),
    "closed": N_("closed"), "confirmed": N_("confirmed"), "declined": N_("declined"), "disputed": N_("disputed"),
    "dropped": N_("dropped"), "joined": N_("joined"), "opened": N_("opened"), "reconciled": N_("matched with the files"),
    "shared": N_("shared out"), "voted": N_("decided by vote"), "withdrew": N_("withdrew"),
    "agreed": N_("agreed by all present"), "carried_out": N_("carried out"), "papers_counted": N_("counted on paper"),
    "passed": N_("passed"), "vote_given": N_("voted on"),
    "booked": N_("written down"),
    "accepted": N_("accepted"), "cancelled": N_("cancelled"), "completed": N_("finished well"), "proposed": N_("proposed"),
    "submitted": N_("sent in"),
    "attendance": N_("marked with who was there"), "called_off": N_("called off"), "held": N_("took place"), "rated": N_("rated"),
    "published": N_("published"), "returned": N_("returned"),
    "finalised": N_("closed"), "frozen": N_("given its figures"),
    "linked": N_("given an activity"), "resumed": N_("taken up again"), "unlinked": N_("freed of an activity"),
    "asked": N_("asked"), "checked": N_("filled in"), "finished": N_("handed in"),
    "erased": N_("personal data erased"),
    # the safety net: that something was done, never what
    "approved": N_("approved"), "judged": N_("judged"), "paid": N_("paid"), "paid_back": N_("paid back"),
    "put_to_vote": N_("put to the vote"), "reversed": N_("cancelled"), "turned_down": N_("not approved"), "waived": N_("waived"),
}
FIELDS: Final[dict[str, str]] = {
    **{key.code: key.label for key in KEYS.values()},
    **{column.field: column.heading for column in COLUMNS},
    "needs_help": N_("Needs special help"), "needs_help_reason": N_("Why?"), "owner_id": N_("Owner"), "number": N_("Number"),
    "state": N_("State"), "issued_on": N_("Issued on"), "expires_on": N_("Holds until"), "price": N_("Price"),
    "stock": N_("Stock"), "cost": N_("Cost to make"), "photo": N_("Photo"), "description": N_("Description"),
    "story": N_("Story"), "hashtags": N_("Hashtags"), "category": N_("Kind of product"), "stage": N_("Stage"),
    "url": N_("Link"), "title": N_("Title"), "handle": N_("Name in the address"), "opened_on": N_("Opened on"),
    "closed_on": N_("Closed on"), "sku": N_("Product code (SKU)"), "marketplace": N_("Marketplace"), "since": N_("Since"),
    "product": N_("Product"), "pool": N_("Money to share"), "answer": N_("Answer"), "objections_until": N_("Objections until"),
    "paid_on": N_("Paid on"), "method": N_("How it is paid"), "why": N_("Why?"),
    "starts_on": N_("First day"), "ends_on": N_("Last day"), "answer_by": N_("Answers until"), "target_sales": N_("Target"),
    "marketplaces": N_("Marketplaces"), "offers": N_("What buyers get"), "discount": N_("Voucher from the seller"),
    "contribution": N_("Contribution"), "lessons": N_("What we learned"), "rule": N_("Sharing rule"), "minutes": N_("Time"),
    "opens_on": N_("First day"), "closes_on": N_("Last day"), "institution": N_("School or campus"), "capacity": N_("Can accompany"),
    "skills": N_("Can help with"), "needs": N_("Needs"), "discussion": N_("Discussion of results"), "general": N_("Question for everybody"),
    "goal": N_("Goal"), "next_step": N_("Next step"), "place": N_("Place"), "trainer": N_("Trainer"), "seats": N_("Seats"),
    "day": N_("Day"), "promised_stock": N_("Pieces kept ready"), "due_on": N_("Due on"), "channel": N_("Channel"),
    "storefront": N_("Storefront"),
}


def thing(entity: str) -> str:
    """What was touched."""
    return translate(THINGS.get(entity, entity))


def said(action: str, entity: str, changes: Mapping[str, Any], label: str = "") -> str:
    """``Izin usaha diubah: Nomor, Berlaku sampai``; of a membership also what it became."""
    deed = translate(DEEDS.get(action, action))
    done = deed if action == "erased" else f"{thing(entity)} {deed}"
    head = done[:1].upper() + done[1:] + (f' "{label}"' if label else "")
    if entity == "membership" and changes.get("status") and changes.get("since"):  # an erasure empties them
        became, since = _(STATUS_NAMES[changes["status"]][0]), formats.day(date.fromisoformat(changes["since"]))
        return _("{head}: {state}, since {day}", head=head, state=became, day=since)
    names = [translate(FIELDS[name]) for name in changes if name in FIELDS]
    if action in {"created", "booked"} or entity == "membership" or not names:
        return head
    return _("{head}: {fields}", head=head, fields=", ".join(names))
