"""How members are spoken of: their fields, states, licences and reminders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cblp.i18n import N_, _, formats, ngettext
from cblp.people import rules_register as rules
from cblp.people.register_csv import LICENCE_NAMES, SECTOR_NAMES, STATUS_NAMES
from cblp.people.reports import places
from cblp.people.reports.register import LicenceRow
from cblp.people.services.register import ADDRESS_FORMS
from cblp.ui import reads
from cblp.ui.components import fields
from cblp.ui.components.fields import Field

STATUS_COLOURS: Final = {
    rules.ACTIVE: "green", rules.APPLIED: "blue", rules.SUSPENDED: "orange", rules.LEFT: "gray", rules.REJECTED: "gray",
}
STEP_NAMES: Final = {
    rules.APPLIED: N_("Write down an application"), rules.ACTIVE: N_("Make active"), rules.SUSPENDED: N_("Suspend for a time"),
    rules.LEFT: N_("Write down that they left"), rules.REJECTED: N_("Reject the application"),
}


def sectors() -> dict[str, str]:
    """Kinds of business in the order of the register."""
    return {code: _(names[0]) for code, names in SECTOR_NAMES.items()}


def status(code: str) -> str:
    """A membership state in words."""
    return _(STATUS_NAMES[code][0]) if code in STATUS_NAMES else _("Not a member yet")


def licence(kind: str) -> str:
    """The name of a kind of licence."""
    return _(LICENCE_NAMES[kind])


def licences() -> dict[str, str]:
    """All kinds of licence."""
    return {kind: licence(kind) for kind in rules.LICENCE_KINDS}


def regencies() -> dict[str, str]:
    """Every regency and city with its province, by code."""
    return {code: f"{name}, {province}" for code, name, province in reads.ask(places.regencies)}


def regency_of(area: str) -> str:
    """The regency of an area code of any depth."""
    return area[:5]


def ends(row: LicenceRow) -> str:
    """Until when a licence holds, in words that do not need a colour."""
    if row.state == rules.IN_PROGRESS:
        return _("In progress")
    if row.expires_on is None:
        return _("Holds without an end")
    if row.due == 0:
        return _("Ended on {day}", day=formats.day(row.expires_on))
    return _("Holds until {day}", day=formats.day(row.expires_on))


def due(step: int | None) -> str:
    """The most urgent reminder of a business, for a list."""
    if step is None:
        return ""
    return _("a licence has ended") if step == 0 else ngettext(
        "a licence ends within {count} day", "a licence ends within {count} days", step
    )


def business_fields() -> tuple[Field, ...]:
    """What a coordinator may change of a business, but for its code and the help flag."""
    return (
        Field("name", N_("Business name"), most=120),
        Field("sector", N_("Kind of business"), fields.CHOICE, sectors()),
        Field("area_code", N_("Regency/city"), fields.CHOICE, regencies(), hint=N_("Type to search")),
        Field("address", N_("Address"), most=300),
        Field("kbli", N_("KBLI"), most=5, hint=N_("5 digits, for example 13134")),
        Field("women_led", N_("Led by a woman"), fields.ANSWER),
        Field("workers", N_("Workers"), fields.COUNT),
        Field("internet", N_("Has internet"), fields.ANSWER),
        Field("decree", N_("Decree no."), most=80),
        Field("decree_on", N_("Decree date"), fields.DAY),
    )


def person_fields() -> tuple[Field, ...]:
    """What is known of the person who runs a business."""
    return (
        Field("name", N_("Owner's name"), most=120),
        Field("address_form", N_("Form of address"), fields.CHOICE, {form: form or _("None") for form in ADDRESS_FORMS}),
        Field("phone", N_("Phone number"), hint=N_("For example: 0812-3456-7890")),
    )


def help_fields() -> tuple[Field, ...]:
    """The flag that a business needs help, and why."""
    answers = {True: _("Yes"), False: _("No")}
    return Field("needs_help", N_("Needs special help"), fields.CHOICE, answers), Field("needs_help_reason", N_("Why?"), most=200)


def licence_fields(*, kind: bool = False) -> tuple[Field, ...]:
    """A licence; ``kind`` for a new one."""
    first = (Field("kind", N_("Licence"), fields.CHOICE, licences(), needed=True),) if kind else ()
    return (
        *first,
        Field("state", N_("State"), fields.CHOICE, {rules.HELD: _("Held"), rules.IN_PROGRESS: _("In progress")}),
        Field("number", N_("Number"), most=60),
        Field("issued_on", N_("Issued on"), fields.DAY),
        Field("expires_on", N_("Holds until"), fields.DAY),
    )


def filled(values: Mapping[str, Any], names: tuple[Field, ...]) -> dict[str, Any]:
    """The values of these fields that say something."""
    return {one.name: values[one.name] for one in names if values.get(one.name) not in (None, "")}
