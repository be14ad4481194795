"""Rules about who may come in: names, secrets, delays after wrong tries, and how long a sign-in lasts."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime, timedelta
from itertools import pairwise

from cblp.errors import UserError
from cblp.i18n import N_

OFFICE = frozenset({"coordinator", "treasurer"})
STRONG = frozenset({"coordinator", "treasurer", "liaison"})
"""Roles that see many people's figures: a password, not a PIN, and short sign-ins."""

USERNAME = re.compile(r"(?=.*[a-z])[a-z0-9](?:[a-z0-9.]{0,30}[a-z0-9])?")
PIN = re.compile(r"[0-9]{6}")
PASSWORD_LENGTH = 10
LONGEST_SECRET = 200
"""A longer text is refused before it is hashed."""

TRIES = 5
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=1)
FORGOTTEN = timedelta(hours=24)
"""Wrong tries older than this no longer count."""


class BadUsername(UserError):
    """A user name with other characters than small letters, digits and dots, or without a letter."""

    message = N_("Use small letters and numbers for the user name, for example sari.batik.")


class BadPin(UserError):
    """A PIN that is not six digits."""

    message = N_("A PIN has 6 numbers.")


class WeakPin(UserError):
    """A PIN that is guessed first: all the same, or counting up or down."""

    message = N_("This PIN is easy to guess. Choose another, not in order and not all the same.")


class ShortPassword(UserError):
    """A password below the least length."""

    message = N_("The password needs at least {least} characters.")


class LongPassword(UserError):
    """A password beyond what is hashed."""

    message = N_("The password is too long. Use at most {most} characters.")


class WeakPassword(UserError):
    """A password that is one character repeated, or the name of its owner."""

    message = N_("This password is easy to guess. Use a few words that belong together only for you.")


def clean_username(text: str) -> str:
    """A user name as it is stored: small letters, no blanks around it. Raises BadUsername."""
    name = text.strip().lower()
    if not USERNAME.fullmatch(name):
        raise BadUsername
    return name


def suggest_username(name: str) -> str:
    """A user name made of a person's first name; ``anggota`` where nothing of it can be used."""
    first = re.sub(r"[^a-z0-9]", "", (name.lower().split() or [""])[0])[:20]
    return first if USERNAME.fullmatch(first) else "anggota"


def check_pin(text: str) -> str:
    """A PIN that may be used. Raises BadPin or WeakPin."""
    pin = text.strip()
    if not PIN.fullmatch(pin):
        raise BadPin
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise WeakPin
    return pin


def check_password(text: str, name: str = "") -> str:
    """A password that may be used by somebody called ``name``. Raises ShortPassword, LongPassword or WeakPassword."""
    if len(text) < PASSWORD_LENGTH:
        raise ShortPassword(least=PASSWORD_LENGTH)
    if len(text) > LONGEST_SECRET:
        raise LongPassword(most=LONGEST_SECRET)
    if len(set(text)) < 3 or text.casefold() == name.casefold():
        raise WeakPassword
    return text


def new_pin() -> str:
    """A random PIN that ``check_pin`` accepts."""
    while True:
        pin = f"{secrets.randbelow(1_000_000):06d}"
        try:
            return check_pin(pin)
        except WeakPin:
            continue


def delay(failures: int) -> timedelta | None:
    """How long a name must wait after so many wrong tries in a row: none below five, then a minute, doubling to an hour."""
    if failures < TRIES:
        return None
    return min(FIRST_DELAY * (1 << min(failures - TRIES, 10)), LONGEST_DELAY)


def lifetime(role: str, idle_minutes: int) -> tuple[timedelta, timedelta | None]:
    """(longest time without a click, longest time at all) of a sign-in in a role; no role counts as the strictest."""
    if role in {"member", "mentor"}:
        return timedelta(days=30), None
    if role == "liaison":
        return timedelta(hours=8), timedelta(hours=8)
    return timedelta(minutes=idle_minutes), timedelta(hours=12)


def is_alive(
    role: str, *, created_at: datetime, seen_at: datetime, revoked_at: datetime | None, now: datetime, idle_minutes: int
) -> bool:
    """Whether a sign-in still counts now."""
    idle, absolute = lifetime(role, idle_minutes)
    return revoked_at is None and now - seen_at < idle and (absolute is None or now - created_at < absolute)


def is_valid(valid_from: date, valid_to: date | None, day: date) -> bool:
    """Whether a dated right holds on a day; it no longer holds on the day on which it ends."""
    return valid_from <= day and (valid_to is None or day < valid_to)
