"""What happens to every column when somebody is erased: the rules of all features, and the hand that carries them out.

Facts stay, the person goes: what is a number, a day or a state stays with its id; what says who somebody is goes. Each feature
declares its own tables in its module ``erasure``; a column that holds a text, a map or bytes stands in exactly one rule, and a
test fails for one that stands in none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Text, cast, delete, false, inspect, or_, select, update
from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.db.base import Base, Tenant
from cblp.errors import UserError

FORMS: Final = ("Ibu", "Bu", "Bapak", "Pak", "Kakak", "Kak", "Abang", "Bang", "Mbak", "Mas", "Sdri", "Sdr")


# -- who goes ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gone:
    """The person who is erased, by ids; ``label`` stands where the name stood, ``words`` finds the name in texts of others.

    ``everywhere`` is false for an account that other associations know, too: it stays with its sign-in.
    """

    association: UUID
    persons: tuple[UUID, ...]
    account: UUID | None
    businesses: tuple[UUID, ...]
    number: int
    now: datetime
    words: Words
    everywhere: bool = True
    tried: tuple[bytes, ...] = ()

    @property
    def label(self) -> str:
        """The name from now on: a word of the register, in its language, with a number that never changes."""
        return label(self.number)


def label(number: int) -> str:
    """What stands where a name stood."""
    return f"Mantan anggota {number}"


def code(number: int, place: int = 1) -> str:
    """What stands where the code of their first, second … business stood."""
    return f"MA{number}" + (f"-{place}" if place > 1 else "")


@dataclass(frozen=True)
class Words:
    """Finds somebody in what others wrote: names of several words in any case, a single one as a name, phones however spaced.

    ``others`` are names of others in which the same word is no name of theirs ("Batik Sari" beside Ibu Sari).
    """

    names: tuple[str, ...]
    phones: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    label: str = ""
    _found: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        forms = "|".join(FORMS)
        singles = {name for name in self.names if " " not in name}
        alone = "|".join(re.escape(case) for name in _long_first(singles) for case in (name, name.upper(), name.title()))
        phrases = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in _long_first({*self.names} - singles))
        numbers = "|".join(r"(?:\+?62|0)[\s.()-]*" + r"[\s.()-]*".join(number) for number in self.phones)
        parts = [rf"(?<!\w)(?:(?:{forms})\.?\s+)?(?:{alone})(?!\w)"] if alone else []
        parts += [rf"(?<!\w)(?i:(?:(?:{forms})\.?\s+)?(?:{phrases}))(?!\w)"] if phrases else []
        parts += [rf"(?<!\d)(?:{numbers})(?!\d)"] if numbers else []
        kept = "|".join(re.escape(name) for name in _long_first(self.others))
        # A name of several words wins over somebody else's that lies in it.
        whole = [parts.pop(1)] if alone and phrases else []
        either = [*whole, *([f"(?P<other>(?<!\\w)(?:{kept})(?!\\w))"] if kept else []), *parts]
        object.__setattr__(self, "_found", re.compile("|".join(either) or r"(?!)"))

    def clean(self, value: Any) -> Any:
        """A text, or every text in a list or map, without the person."""
        if isinstance(value, str):
            return self._found.sub(lambda found: found[0] if found.groupdict().get("other") else self.label, value)
        if isinstance(value, list):
            return [self.clean(each) for each in value]
        return {key: self.clean(each) for key, each in value.items()} if isinstance(value, dict) else value

    def hints(self) -> list[str] | None:
        """Parts of which one stands in every text that ``clean`` changes; None when the database could not tell."""
        parts = [*(max(name.split(), key=len) for name in self.names), *(number[-1] for number in self.phones)]
        return parts if all(part.isascii() for part in parts) else None


def _long_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))


# -- rules ---------------------------------------------------------------------------------------------------------------


Whose = Callable[[Gone], ColumnElement[bool]]
Hand = Callable[[Session, Gone], None]


@dataclass(frozen=True)
class Rule:
    """What becomes of the columns of a table; ``whose`` finds the rows that are the person's own."""

    entity: type[Any]
    kept: frozenset[str]
    scrubbed: frozenset[str]
    cleared: Mapping[str, Any]
    whose: Whose | None
    dropped: bool
    by: Hand | None

    @property
    def columns(self) -> list[str]:
        """Every column that the rule names; one that is cleared in the own rows may be scrubbed in all."""
        return [*self.kept, *(self.scrubbed | self.cleared.keys())]


RULES: Final[dict[str, Rule]] = {}


def declare(
    entity: type[Any], *, kept: str = "", scrubbed: str = "", cleared: Mapping[str, Any] | None = None,
    whose: Whose | None = None, dropped: bool = False, by: Hand | None = None,
) -> None:
    """Say what erasing somebody does to a table (column names separated by spaces).

    ``kept``: never says who somebody is. ``scrubbed``: written by or about anybody; the person's name and number are taken out of
    it wherever they stand. In the rows that ``whose`` finds: ``cleared`` maps columns to their new value (a function of Gone and
    of the row's place among them makes one), and ``dropped`` removes the rows. ``by`` does itself what is asked of ``scrubbed``.
    """
    assert whose or not (cleared or dropped), entity
    RULES[entity.__tablename__] = Rule(entity, frozenset(kept.split()), frozenset(scrubbed.split()), cleared or {}, whose, dropped, by)


Blocker = Callable[[Session, Actor, tuple[UUID, ...], UUID | None], Iterator[UserError]]
BLOCKERS: Final[list[Blocker]] = []


def blocker(find: Blocker) -> Blocker:
    """Register what must be settled before somebody can go: from businesses and account to what there is to do."""
    BLOCKERS.append(find)
    return find


# -- the hand ------------------------------------------------------------------------------------------------------------


def carry_out(session: Session, gone: Gone) -> None:
    """Apply every rule; the caller has opened the erasure and closes it. Own rows first: they hold the most."""
    rules = [RULES[table.name] for table in reversed(Base.metadata.sorted_tables) if table.name in RULES]
    for rule in rules:
        _empty(session, gone, rule)
    for rule in rules:
        if rule.by:
            rule.by(session, gone)
        elif rule.scrubbed:
            _scrub(session, gone, rule)
    session.expire_all()


def _own(gone: Gone, rule: Rule) -> ColumnElement[bool]:
    assert rule.whose
    found = rule.whose(gone)
    return (rule.entity.association_id == gone.association) & found if issubclass(rule.entity, Tenant) else found


def _empty(session: Session, gone: Gone, rule: Rule) -> None:
    if rule.whose is None:
        return
    own = _own(gone, rule)
    if rule.dropped:
        session.execute(delete(rule.entity).where(own), execution_options={"synchronize_session": False})
        return
    if not any(callable(value) for value in rule.cleared.values()):
        _change(session, rule, own, dict(rule.cleared))
        return
    for place, row in enumerate(session.execute(select(*_key(rule)).where(own).order_by(*_key(rule))).all(), 1):
        new = {name: value(gone, place) if callable(value) else value for name, value in rule.cleared.items()}
        _change(session, rule, _this(rule, row), new)


def mentioning(gone: Gone, rule: Rule) -> Any:
    """The keys and scrubbed columns of the rows in which the person may stand; the database looks first, where it can tell."""
    rows = select(*_key(rule), *(getattr(rule.entity, name) for name in sorted(rule.scrubbed)))
    if issubclass(rule.entity, Tenant):
        rows = rows.where(rule.entity.association_id == gone.association)
    hints = gone.words.hints()
    if hints is None:
        return rows
    columns = [cast(getattr(rule.entity, name), Text) for name in sorted(rule.scrubbed)]
    return rows.where(or_(false(), *(column.icontains(part, autoescape=True) for column in columns for part in hints)))


def _scrub(session: Session, gone: Gone, rule: Rule) -> None:
    for row in session.execute(mentioning(gone, rule)).all():
        new = {name: gone.words.clean(getattr(row, name)) for name in rule.scrubbed}
        changed = {name: _fitting(rule, name, value) for name, value in new.items() if value != getattr(row, name)}
        if changed:
            _change(session, rule, _this(rule, row), changed)


def _key(rule: Rule) -> list[Any]:
    return [getattr(rule.entity, column.key) for column in inspect(rule.entity).primary_key]


def _this(rule: Rule, row: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = _key(rule)[0] == row[0]
    for place, column in enumerate(_key(rule)[1:], 1):
        found &= column == row[place]
    return found


def _change(session: Session, rule: Rule, where: ColumnElement[bool], values: dict[str, Any]) -> None:
    if not values:
        return
    if hasattr(rule.entity, "version"):
        values["version"] = rule.entity.version + 1  # who has the row open would bring the name back
    session.execute(update(rule.entity).where(where).values(values), execution_options={"synchronize_session": False})


def _fitting(rule: Rule, name: str, value: Any) -> Any:
    column = inspect(rule.entity).columns[name].type
    most = None if isinstance(column, JSON) else getattr(column, "length", None)
    return value[:most] if most else value
