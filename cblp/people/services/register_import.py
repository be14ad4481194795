"""A sheet of the register: what it would change, row by row, and the change itself once somebody has looked at it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.db.actor import COORDINATOR, Actor
from cblp.db.scope import visible
from cblp.errors import UserError
from cblp.i18n import N_, _
from cblp.people import rules_register as rules
from cblp.people.models import Business, Licence, Person
from cblp.people.register_csv import IN_PROGRESS, Entry
from cblp.people.reports.register_sheet import Line, lines
from cblp.people.services import audit, editing, licences, register

NEW, CHANGED, SAME, PROBLEM = "new", "changed", "same", "problem"

_BUSINESS: Final = (
    "code", "name", "sector", "kbli", "area_code", "address", "women_led", "workers", "internet", "decree", "decree_on",
)
_PERSON: Final = ("owner", "address_form", "phone")


class RegisterChanged(UserError):
    """Somebody changed the register between the preview and the confirmation."""

    message = N_("The register was changed meanwhile. Nothing was saved. Check the sheet once more.")


@dataclass(frozen=True)
class Row:
    """What a row of the sheet would do. ``changes``: (field, before, after); ``problems``: (field, code of PROBLEMS).

    A row with a problem is left out whole; the others are kept.
    """

    line: int
    state: str
    business_id: UUID | None
    code: str
    name: str
    changes: tuple[tuple[str, Any, Any], ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Preview:
    """All rows; ``digest`` names exactly this preview and is handed to ``confirm``."""

    rows: tuple[Row, ...]
    digest: str

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, same, problem: they add up to the rows of the sheet."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in (NEW, CHANGED, SAME, PROBLEM)}


def preview(session: Session, actor: Actor, *, entries: Iterable[Entry], today: date) -> Preview:
    """What a sheet (``register_csv.read``) would change; writes nothing (coordinator).

    A row is a known business when its code or its NIB is; without a code also by its name: nearly the same with the same
    phone, or exactly the same where a phone is missing.
    """
    actor.require(COORDINATOR)
    return _preview(entries, lines(session, actor))


def _preview(entries: Iterable[Entry], known: list[Line]) -> Preview:
    book = _Book(known)
    rows = tuple(_row(entry, book) for entry in entries)
    digest = hashlib.sha256(repr([(r.line, r.state, r.business_id, r.changes, r.problems) for r in rows]).encode()).hexdigest()
    return Preview(rows, digest)


def confirm(
    session: Session, actor: Actor, *, entries: Iterable[Entry], digest: str, today: date, now: datetime,
) -> dict[str, int]:
    """Keep what ``preview`` showed, all of it or nothing; returns its counts. Raises RegisterChanged.

    New businesses without dates become active members today. A business that leaves does so on its last day or today.
    """
    actor.require(COORDINATOR)
    entries = list(entries)
    known = {line.id: line for line in lines(session, actor)}
    shown = _preview(entries, list(known.values()))
    if shown.digest != digest:
        raise RegisterChanged()
    for row, entry in zip(shown.rows, entries, strict=True):
        if row.state == NEW:
            _add(session, actor, entry.values, today, now)
        elif row.state == CHANGED and row.business_id:
            _change(session, actor, known[row.business_id], {field: after for field, _before, after in row.changes}, today, now)
    audit.record(session, actor, now=now, action="imported", entity="register", changes=dict(shown.counts))
    return shown.counts


# -- what a row means --------------------------------------------------------------------------------------------------


class _Book:
    """The register by everything that a row can be recognised by, and which of it this sheet has used already."""

    def __init__(self, known: list[Line]) -> None:
        self.lines = {line.id: line for line in known}
        self.by_code = {line.values["code"].casefold(): line.id for line in known}
        self.by_nib = {line.values["nib"]: line.id for line in known if line.values.get("nib") not in (None, "", IN_PROGRESS)}
        self.names = {line.id: rules.name_key(line.values["name"]) for line in known}
        self.used: set[Any] = set()

    def find(self, values: Mapping[str, Any]) -> Line | None:
        found = self.by_code.get(values.get("code", "").casefold()) or self.by_nib.get(values.get("nib", ""))
        if found is None and "code" not in values:
            named = self._named(rules.name_key(values.get("name", "")), values.get("phone", ""))
            found = named[0] if len(named) == 1 else None
        return self.lines[found] if found else None

    def _named(self, key: str, phone: str) -> list[UUID]:
        """Nearly this name with this phone; or exactly this name where one side does not say the phone."""
        return [
            id_ for id_, line in self.lines.items()
            if (rules.alike(key, self.names[id_]) if phone and line.values.get("phone") == phone
                else key == self.names[id_] and not (phone and line.values.get("phone")))
        ]

    def twice(self, keys: Iterable[Any]) -> bool:
        wanted = [key for key in keys if key]
        again = any(key in self.used for key in wanted)
        self.used.update(wanted)
        return again


def _row(entry: Entry, book: _Book) -> Row:
    values = entry.values
    known = book.find(values)
    problems = list(entry.problems)
    if known is None and not values.get("name") and ("name", "long") not in problems:
        problems.append(("name", "name"))
    nib = values.get("nib", "")
    nib = "" if nib == IN_PROGRESS else nib
    if book.twice([known.id if known else None, ("code", values.get("code", "").casefold()) if values.get("code") else None,
                   ("nib", nib) if nib else None]):
        problems.append(("code", "twice"))
    if nib and book.by_nib.get(nib, known.id if known else None) != (known.id if known else None):
        problems.append(("nib", "nib_taken"))
    before = known.values if known else {}
    meant = _meant(values, before)
    changes = tuple((field, before.get(field), after) for field, after in meant.items() if before.get(field) != after)
    new = {field: after for field, _before, after in changes}
    problems += _dates(before, new) + _licences_without_number(before, new)
    if known and known.erased and changes:
        problems.append(("name", "erased"))
    if known and "status" in new and new["status"] not in rules.STEPS[before.get("status") or None]:
        problems.append(("status", "status"))
    name = values.get("name") or before.get("name", "")
    code = values.get("code") or before.get("code", "")
    if problems:
        return Row(entry.line, PROBLEM, known.id if known else None, code, name, (), tuple(problems))
    state = NEW if known is None else CHANGED if changes else SAME
    return Row(entry.line, state, known.id if known else None, code, name, changes)


def _meant(values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What the row says, with what follows from it: a last day means that the business has left."""
    meant = dict(values)
    if "until" in meant and meant.get("status", before.get("status")) != rules.LEFT and "status" not in values:
        meant["status"] = rules.LEFT
    elif meant.get("status", before.get("status", "")) != rules.LEFT:
        meant.pop("until", None)
    return meant


def _dates(before: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str]]:
    if before.get("status") == rules.LEFT and "until" in new and "status" not in new:
        return [("until", "changed")]  # the last day of somebody who has left is put right at the business itself
    since, until = new.get("since", before.get("since")), new.get("until")
    return [("until", "dates")] if since and until and until < since else []


def _licences_without_number(before: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(kind, "licence") for kind in rules.LICENCE_KINDS if f"{kind}_until" in new and not new.get(kind, before.get(kind))]


# -- writing -----------------------------------------------------------------------------------------------------------


def _add(session: Session, actor: Actor, values: Mapping[str, Any], today: date, now: datetime) -> None:
    status = _meant(values, {}).get("status", rules.ACTIVE)
    until = values.get("until", today)
    since = values.get("since", min(today, until))
    first = rules.APPLIED if status in {rules.APPLIED, rules.REJECTED} else rules.ACTIVE
    person = {"name": values.get("owner") or values["name"], "address_form": values.get("address_form", ""),
              "phone": values.get("phone", "")}
    wanted = any(field in values for field in _PERSON)
    business_id = register.add_business(
        session, actor, now=now, name=values["name"], code=values.get("code", ""), owner=person if wanted else None,
        owner_id=_same_person(session, actor, person) if wanted else None, status=first, since=since,
        details={field: values[field] for field in _BUSINESS if field in values and field not in {"code", "name"}},
    )
    if status != first:
        register.change_membership(
            session, actor, business_id=business_id, status=status, since=until if status == rules.LEFT else max(since, today),
            now=now, reason=_("From the register sheet"),
        )
    for kind in rules.LICENCE_KINDS:
        _licence(session, actor, business_id, None, kind, values, now)


def _change(
    session: Session, actor: Actor, line: Line, changes: Mapping[str, Any], today: date, now: datetime,
) -> None:
    business_id = line.id
    fields = {field: changes[field] for field in _BUSINESS if field in changes}
    person = {{"owner": "name"}.get(field, field): changes[field] for field in _PERSON if field in changes}
    if person and line.owner_id is None:
        name = person.pop("name", line.values["name"])
        fields["owner_id"] = register.add_person(session, actor, now=now, name=name, **person)
    elif person and line.owner_id:
        version = editing.locked(session, actor, Person, line.owner_id).version
        register.edit_person(session, actor, person_id=line.owner_id, version=version, changes=person, now=now)
    if fields:
        version = editing.locked(session, actor, Business, business_id).version
        register.edit_business(session, actor, business_id=business_id, version=version, changes=fields, now=now)
    if "since" in changes:
        if line.values["status"]:
            register.correct_start(session, actor, business_id=business_id, since=changes["since"], now=now)
        else:
            register.change_membership(
                session, actor, business_id=business_id, status=rules.ACTIVE, since=changes["since"], now=now,
            )
    if "status" in changes and changes["status"] != (line.values["status"] or (rules.ACTIVE if "since" in changes else "")):
        left = changes["status"] == rules.LEFT
        register.change_membership(
            session, actor, business_id=business_id, status=changes["status"], now=now, reason=_("From the register sheet"),
            since=changes.get("until", today) if left else today,
        )
    for kind in rules.LICENCE_KINDS:
        _licence(session, actor, business_id, line.licences.get(kind), kind, changes, now)


def _licence(
    session: Session, actor: Actor, business_id: UUID, licence_id: UUID | None, kind: str, values: Mapping[str, Any],
    now: datetime,
) -> None:
    number, until = values.get(kind), values.get(f"{kind}_until")
    if number is None and until is None:
        return
    given: dict[str, Any] = {} if until is None else {"expires_on": until}
    if number == IN_PROGRESS:
        given |= {"state": rules.IN_PROGRESS}
    elif number is not None:
        given |= {"state": rules.HELD, "number": number}
    if licence_id:
        version = editing.locked(session, actor, Licence, licence_id).version
        licences.edit_licence(session, actor, licence_id=licence_id, version=version, changes=given, now=now)
    elif number is not None:
        licences.add_licence(session, actor, business_id=business_id, kind=kind, now=now, **given)


def _same_person(session: Session, actor: Actor, wanted: Mapping[str, str]) -> UUID | None:
    """A person already known by this phone and nearly this name: one owner of two businesses."""
    if not wanted["phone"]:
        return None
    key = rules.name_key(wanted["name"])
    same_phone = session.scalars(visible(actor, Person).where(Person.phone == wanted["phone"]).order_by(Person.id))
    return next((person.id for person in same_phone if rules.alike(key, rules.name_key(person.name))), None)
