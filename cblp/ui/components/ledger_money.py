"""Forms of the cash book: money in, money out, to the bank, savings, from one fund to another, a count. One is open at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.campaigns.reports import campaigns
from cblp.campaigns.states import DROPPED, SHARED
from cblp.db.ids import uuid7
from cblp.decisions.reports import decisions
from cblp.decisions.services import evidence as evidence_services
from cblp.documents.ledger import KINDS, WORDS
from cblp.i18n import N_, _, formats, translate
from cblp.people.reports import register
from cblp.sharing.reports import ledger as reports
from cblp.sharing.reports.ledger import Account
from cblp.sharing.rules import books
from cblp.sharing.services import cash, savings
from cblp.ui import page, reads, state
from cblp.ui.components import evidence, fields
from cblp.ui.components.fields import Field
from cblp.ui.page import Outcome, Visit

IN, OUT, CARRY, DEPOSIT, WITHDRAW, MOVE, COUNT = (
    "ledger_in", "ledger_out", "ledger_carry", "ledger_deposit", "ledger_withdraw", "ledger_move", "ledger_count",
)
DAILY: Final = (IN, OUT, CARRY)
_KEY: Final[state.Key[str]] = state.Key("ledger_booking", "")
"""The key of the booking that is being typed: pressing twice books once."""

AMOUNT: Final = Field("amount", N_("Amount"), fields.MONEY, needed=True)
DAY: Final = Field("day", N_("Day"), fields.DAY, needed=True)
TEXT: Final = Field("text", N_("For what, in a few words"), hint=N_("For example: sponsor of the bazaar"), most=200, needed=True)


def buttons(visit: Visit, forms: Sequence[str], start: Mapping[str, Any] | None = None) -> None:
    """The buttons of ``forms`` side by side; while one of them is open, that form alone. ``start`` fills in what is known."""
    known: dict[str, Callable[[Visit, Mapping[str, Any]], None]] = {
        IN: money_in, OUT: money_out, CARRY: carry, DEPOSIT: deposit, WITHDRAW: withdraw, MOVE: move, COUNT: count,
    }
    given = start or {}
    opened = next((form for form in forms if fields.is_open(form)), None)
    if opened:
        known[opened](visit, given)
        return
    with st.container(horizontal=True):
        for form in forms:
            known[form](visit, given)


def money_in(visit: Visit, start: Mapping[str, Any]) -> None:
    """Money that came in, and what it is for."""
    first = "equity:opening" if not _accounts() else None
    asked = (Field("into", N_("What it is for"), fields.CHOICE, _into(), hint=N_("Choose what it is for"), needed=True), AMOUNT, TEXT, DAY,
             Field("place", N_("Where it is now"), fields.CHOICE, places(), needed=True))
    given = {"into": first, "day": visit.today, "place": books.CASH, **start}
    form(IN, asked, given, partial(page.action, cash.receive), label=_("Write down money in"), icon=":material/add_circle:", primary=True)


def money_out(visit: Visit, start: Mapping[str, Any]) -> None:
    """Money that was paid, and out of what."""
    asked = (Field("out_of", N_("What pays"), fields.CHOICE, _out_of(), hint=N_("Choose what pays"), needed=True), AMOUNT, TEXT, DAY,
             Field("place", N_("Paid from"), fields.CHOICE, places(), needed=True))
    form(OUT, asked, {"day": visit.today, "place": books.CASH, **start}, partial(page.action, cash.spend), label=_("Write down money out"),
         icon=":material/do_not_disturb_on:")


def carry(visit: Visit, start: Mapping[str, Any]) -> None:
    """Cash to the bank, or back."""
    ways = {books.CASH: _("Cash was brought to the bank"), books.BANK: _("Cash was fetched from the bank")}
    asked = (Field("out_of", N_("Which way"), fields.CHOICE, ways, needed=True), AMOUNT, DAY)
    given = {"out_of": books.CASH, "day": visit.today, **start}
    form(CARRY, asked, given, partial(page.action, cash.carry), label=_("To or from the bank"), icon=":material/account_balance:")


def deposit(visit: Visit, start: Mapping[str, Any]) -> None:
    """Savings that a member brought."""
    form(DEPOSIT, _saving(visit, N_("Where it is now")), {"kind": books.MANDATORY, "day": visit.today, "place": books.CASH, **start},
         partial(page.action, savings.deposit), label=_("Write down savings"), icon=":material/savings:", primary=True)


def withdraw(visit: Visit, start: Mapping[str, Any]) -> None:
    """Savings that a member took out."""
    form(WITHDRAW, _saving(visit, N_("Paid from")), {"kind": books.VOLUNTARY, "day": visit.today, "place": books.CASH, **start},
         partial(page.action, savings.withdraw), label=_("Write down a withdrawal"), icon=":material/payments:")


def move(visit: Visit, start: Mapping[str, Any]) -> None:
    """From one fund or pool to another, as a decision says."""
    passed = {row.id: _("Decision no. {number}: {title}", number=row.number, title=row.title)
              for row in reads.ask(decisions.listing, state="closed") if row.outcome == "passed"}
    if not passed:
        return  # without a decision there is nothing to carry out
    giving = {code: label for code, label in _out_of(everything=True).items() if not code.startswith(books.EXPENSE)}
    into = {code: label for code, label in _into().items() if code.startswith((books.POOL, books.FUND))}
    asked = (
        Field("decision_id", N_("Decision"), fields.CHOICE, passed, hint=N_("Choose the decision"), needed=True),
        Field("out_of", N_("Out of"), fields.CHOICE, giving, hint=N_("Choose what gives"), needed=True),
        Field("into", N_("Into"), fields.CHOICE, into, hint=N_("Choose what gets it"), needed=True), AMOUNT, TEXT, DAY,
    )
    form(MOVE, asked, {"day": visit.today, **start}, partial(page.action, cash.move), label=_("Move by decision"),
         icon=":material/move_up:", paper=False)


def count(visit: Visit, start: Mapping[str, Any]) -> None:
    """What was counted in the box, or stood in the bank book."""
    asked = (Field("place", N_("What was counted"), fields.CHOICE, places(), needed=True), AMOUNT, DAY)

    form(COUNT, asked, {"place": books.CASH, "day": visit.today, **start}, lambda key, **typed: page.action(cash.count, **typed),
         label=_("Count the money"), icon=":material/calculate:", said=_("The count is saved. Nothing was booked."))


# -- what all of them share --------------------------------------------------------------------------------------------


def form(
    key: str, asked: Sequence[Field], start: Mapping[str, Any], book: Callable[..., Outcome[Any]], *, label: str, icon: str,
    primary: bool = False, paper: bool = True, said: str = "", business_id: UUID | None = None,
) -> None:
    """A button that opens a form, with the photo of a paper before it; books once however often it is pressed.

    ``book`` gets what was typed, the ``key`` of the booking and the photo's ``evidence_id``. ``business_id``: whose paper it is,
    where it is not typed.
    """
    beside: AbstractContextManager[Any] = nullcontext()
    picture = None
    if paper and fields.is_open(key):
        photo, beside = st.columns([5, 7])  # on a phone one below the other: not the photo below "Save"
        with photo:
            picture = evidence.choose(_("Photo of the paper, if there is one"), key=f"{key}_photo")

    def make(typed: dict[str, Any]) -> Outcome[int]:
        given = dict(typed)
        if picture is not None:
            kept = page.action(evidence_services.add, picture=picture, business_id=business_id or typed.get("business_id"))
            if not kept:
                return Outcome(False)
            given["evidence_id"] = kept.value
        done = book(key=_key(), **given)
        return Outcome(done.kept, int(typed["amount"]), done.error)

    with beside:
        done = fields.create(key, asked, start, make, label=label, icon=icon, primary=primary)
    if done and done.value is not None:
        _KEY.set("")
        evidence.chosen()
        page.say(said or _("Saved: {amount} ({words}).", amount=formats.money(done.value), words=formats.in_words(done.value)))
        st.rerun()


def places() -> dict[str, str]:
    """Where money is."""
    return {place: translate(KINDS[place]) for place in books.PLACES}


def saving_kinds() -> dict[str, str]:
    """The three kinds of savings."""
    return {kind: translate(WORDS[books.SAVINGS, kind]) for kind in books.SAVINGS_KINDS}


def _key() -> str:
    if not _KEY.get():
        _KEY.set(str(uuid7()))
    return _KEY.get()


def _saving(visit: Visit, place: str) -> Sequence[Field]:
    members = {row.id: row.name for row in reads.ask(register.businesses, today=visit.today, limit=2000)}
    return (
        Field("business_id", N_("Member"), fields.CHOICE, members, hint=N_("Choose the member"), needed=True),
        Field("kind", N_("Savings"), fields.CHOICE, saving_kinds(), needed=True), AMOUNT, DAY,
        Field("place", place, fields.CHOICE, places(), needed=True),
    )


def _accounts() -> dict[str, Account]:
    found: dict[str, Account] = reads.ask(reports.balances)
    return found


def _into() -> dict[str, str]:
    """What money may come in for: pools of campaigns, funds, the association's own, what was there before."""
    running = {
        books.pool_code(row.id): _("Money to share: {campaign}", campaign=row.name)
        for row in reads.ask(campaigns.listing) if row.state not in {DROPPED, SHARED}
    }
    own = ("income:sponsor", "income:gift", "income:other")
    return {
        **running, books.pool_code(None): translate(WORDS[books.POOL, books.GENERAL]),
        **{f"{books.FUND}:{fund}": translate(WORDS[books.FUND, fund]) for fund in books.FUNDS},
        **{code: translate(WORDS[books.INCOME, code.partition(":")[2]]) for code in own},
        books.OPENING: translate(KINDS[books.EQUITY]),
    }


def _out_of(*, everything: bool = False) -> dict[str, str]:
    """What may pay, with what is in it: pools, funds (``everything``: also the one for help), running costs."""
    found = {}
    for code, account in _accounts().items():
        if account.kind in cash.GIVING and account.balance > 0 and (everything or account.word != books.SOLIDARITY):
            said = translate(WORDS.get((account.kind, account.word), KINDS[account.kind]))
            name = f"{said}: {account.name}" if account.name else said
            found[code] = _("{name} ({amount} in it)", name=name, amount=formats.money(account.balance))
    own = ("expense:meeting", "expense:office", "expense:bank", "expense:other")
    return {**found, **{code: translate(WORDS[books.EXPENSE, code.partition(":")[2]]) for code in own}}
