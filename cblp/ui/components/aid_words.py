"""The safety net in words: kinds, states, what was asked for, and what comes next; shared by the office's page and the phone."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_, _, formats
from cblp.sharing.reports.aid import Row
from cblp.sharing.rules import aid as rules
from cblp.sharing.rules import books
from cblp.ui.components.frame import esc

KINDS: Final = {rules.CASH: N_("Money"), rules.LOAN: N_("Loan without interest"), rules.IN_KIND: N_("A thing")}
EXPLAINED: Final = {
    rules.CASH: N_("It does not come back."), rules.LOAN: N_("It comes back in parts, and nothing more."),
    rules.IN_KIND: N_("The association buys it."),
}
STATES: Final = {
    rules.REQUESTED: (N_("To look into"), "orange"), rules.ASSESSED: (N_("To decide"), "orange"),
    rules.APPROVED: (N_("To pay"), "blue"), rules.REFUSED: (N_("Not approved"), "gray"), rules.DISBURSED: (N_("Paid"), "blue"),
    rules.REPAYING: (N_("Being paid back"), "blue"), rules.CLOSED: (N_("Finished"), "green"),
    rules.WITHDRAWN: (N_("Not wanted any more"), "gray"),
}
PLACES: Final = {books.CASH: N_("Cash"), books.BANK: N_("Bank")}


def kinds() -> dict[str, str]:
    """The kinds of help by their code."""
    return {kind: _(word) for kind, word in KINDS.items()}


def places() -> dict[str, str]:
    """Where money is, by its code."""
    return {place: _(word) for place, word in PLACES.items()}


def badge(row: Row) -> str:
    """The state as a mark."""
    if row.state == rules.ASSESSED and row.vote and row.vote.running:
        return f":violet-badge[{_('Put to the vote')}]"
    word, colour = STATES[row.state]
    return f":{colour}-badge[{_(word)}]"


def asked(row: Row) -> str:
    """``Uang Rp500.000``, ``Barang: Kompor gas``: what was asked for, as safe markdown."""
    if row.kind == rules.IN_KIND:
        thing = _("A thing: {thing}", thing=esc(row.thing))
        return f"{thing} ({formats.money(row.amount)})" if row.amount else thing
    return f"{_(KINDS[row.kind])} {formats.money(row.amount)}"


def granted(row: Row) -> str:
    """``Pinjaman tanpa bunga Rp900.000, dicicil 3 kali``: what is given, as safe markdown."""
    amount = formats.money(row.granted)
    if row.kind == rules.LOAN:
        return _("Loan without interest {amount}, in {count} parts", amount=amount, count=row.instalments)
    if row.kind == rules.IN_KIND:
        return _("A thing: {thing}, for {amount}", thing=esc(row.thing), amount=amount)
    return f"{_(KINDS[row.kind])} {amount}"


def told(row: Row) -> str:
    """What became of the request so far and what comes next, for the member who asked."""
    if row.state == rules.REQUESTED:
        return _("It was sent. The coordinator looks into it.")
    if row.state == rules.ASSESSED:
        if row.vote and row.vote.running:
            return _("The members decide about it. Your name is not told.")
        return _("The coordinator looked into it. The committee decides.")
    if row.state == rules.APPROVED:
        return _("Approved: {help}. The treasurer pays it.", help=granted(row))
    if row.state == rules.REFUSED:
        return _("It cannot be given this time. Talk with the coordinator.")
    if row.state == rules.WITHDRAWN:
        return _("You took it back.")
    if row.kind != rules.LOAN:
        return _("Paid on {day}: {help}.", day=formats.day(row.disbursed_on), help=granted(row))
    part = row.next_due
    if row.state == rules.CLOSED or part is None:
        return _("Nothing of this loan is left.")
    return _(
        "{left} of {amount} is left. The next part, {part}, is due on {day}.", left=f"**{formats.money(row.left)}**",
        amount=formats.money(row.granted), part=formats.money(part.left), day=formats.day(part.due_on),
    )
