"""Choosing one's own password or PIN: at the first use of a slip, and whenever somebody wants to."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import htpy as h
from babel.dates import format_date
from starlette.responses import Response

from cblp.errors import UserError
from cblp.i18n import LOCALES, N_
from cblp.people import passwords, rules
from cblp.people.reports import access
from cblp.people.services import accounts, attempts
from cblp.web import html
from cblp.web.visit import Visit
from cblp.web.visitors import Visitor


class Different(UserError):
    """The two entries are not the same."""

    message = N_("The two entries are not the same. Write the new one twice.")


class WrongNow(UserError):
    """The present password or PIN is not this."""

    message = N_("The present password or PIN is not right.")


def change(visit: Visit) -> Response:
    """GET shows the form, POST changes the secret, signs the other browsers out and goes on to ``ke``."""
    visitor = visit.visitor
    if visitor is None:
        return visit.to("/masuk", ke=visit.back)
    if visitor.kind != "local":
        return visit.to(visit.back)
    if visit.request.method == "GET":
        return _form(visit, visitor)
    try:
        _change(visit, visitor)
    except UserError as error:
        return _form(visit, visitor, error)
    return visit.to(visit.back)


def _change(visit: Visit, visitor: Visitor) -> None:
    new, again, old = (visit.form.get(name, "") for name in ("baru", "lagi", "lama"))
    now = visit.app.clock()
    actor = visitor.actor
    if not visitor.must_change:
        _check(visit, visitor, old)
    if new != again:
        raise Different
    sealed = passwords.seal(new, _kind(visitor), name=visitor.name)
    with visit.app.database.writing(actor.association, actor.account) as session:
        accounts.change_own(session, actor, sealed=sealed, now=now)


def _check(visit: Visit, visitor: Visitor, old: str) -> None:
    name = f"\0own {visitor.actor.account}"
    with visit.app.database.writing(None) as session:
        attempts.count(session, name, now=visit.app.clock())
    with visit.app.database.reading(None) as session:
        kept = access.hash_of(session, visitor.actor.account)
    if not passwords.matches(old, kept):
        raise WrongNow
    with visit.app.database.writing(None) as session:
        attempts.clear(session, name)


def _kind(visitor: Visitor) -> str:
    return passwords.PASSWORD if visitor.actor.role in rules.STRONG else visitor.secret_kind or passwords.PASSWORD


def _form(visit: Visit, visitor: Visitor, error: UserError | None = None) -> Response:
    words = visit.words
    pin = _kind(visitor) == passwords.PIN
    mode = "numeric" if pin else None
    why = None
    if visitor.must_change and visitor.set_by and visitor.set_at:
        day = format_date(visitor.set_at.astimezone(ZoneInfo(visitor.actor.timezone)), "d MMM y", locale=LOCALES[words.language])
        made = words("{name} made this PIN for you on {day}.", name=visitor.set_by, day=day)
        why = f"{made} {words('Choose your own now; then only you know it.')}"
    elif visitor.must_change:
        why = words("Choose your own now; then only you know it.")
    return visit.show(
        words("Choose a new PIN") if pin else words("Choose a new password"),
        html.note(why), html.problem(error.text(words.language) if error else None),
        visit.form_to(
            "/ganti-sandi",
            None if visitor.must_change else html.field(
                "lama", words("PIN now") if visitor.secret_kind == passwords.PIN else words("Password now"), kind="password",
                complete="current-password",
            ),
            html.field(
                "baru", words("New PIN") if pin else words("New password"), kind="password", complete="new-password", mode=mode,
                hint=words("6 numbers, not in order.") if pin
                else words("At least {least} characters. A few words are best.", least=rules.PASSWORD_LENGTH),
            ),
            html.field("lagi", words("Once more"), kind="password", complete="new-password", mode=mode),
            h.button(type="submit")[words("Save")],
            ke=visit.back,
        ),
        None if visitor.must_change else h.a(".button.second", href=visit.address(visit.back))[words("Cancel")],
        status=400 if error else 200,
    )
