"""The first start: the code from the terminal makes the first association and its coordinator."""

from __future__ import annotations

from typing import Final

import htpy as h
from starlette.responses import Response

from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people import passwords
from cblp.people.services import attempts, setup
from cblp.web import html, signing_in
from cblp.web.routes.own_secret import Different
from cblp.web.routes.sign_in import welcome
from cblp.web.visit import Visit

ZONES: Final = {
    "Asia/Jakarta": N_("WIB (Sumatra, Java, West and Central Kalimantan)"),
    "Asia/Makassar": N_("WITA (Bali, Nusa Tenggara, Sulawesi, East, South and North Kalimantan)"),
    "Asia/Jayapura": N_("WIT (Maluku, Papua)"),
}
TRIES: Final = "\0set-up code"


def first_start(visit: Visit) -> Response:
    """GET shows the form, POST makes association and coordinator and signs them in."""
    with visit.app.database.reading(None) as session:
        if setup.is_set_up(session):
            return visit.to("/masuk", ke=visit.back)
    if visit.request.method == "GET":
        return _form(visit)
    try:
        token = _make(visit)
    except attempts.TooManyTries as error:
        return _form(visit, error, 429)
    except UserError as error:
        return _form(visit, error, 400)
    return welcome(visit, token)


def _make(visit: Visit) -> str:
    now, given = visit.app.clock(), visit.form
    with visit.app.database.writing(None) as session:
        attempts.count(session, TRIES, now=now)
    with visit.app.database.reading(None) as session:
        setup.check_code(session, given.get("kode", ""))
    with visit.app.database.writing(None) as session:
        attempts.clear(session, TRIES)
    if given.get("sandi") != given.get("lagi"):
        raise Different
    sealed = passwords.seal(given.get("sandi", ""), passwords.PASSWORD, name=given.get("nama", ""))
    zone = given.get("waktu", "")
    with visit.app.database.writing(None) as session:
        account = setup.first(
            session, code=given.get("kode", ""), association=given.get("asosiasi", "").strip(),
            slug=given.get("singkat", "").strip(), timezone=zone if zone in ZONES else "Asia/Jakarta",
            name=given.get("nama", ""), username=given.get("masuk", ""), sealed=sealed, now=now,
        )
    token, _place = signing_in.enter(visit.app, account, kind="local")
    return token


def _form(visit: Visit, error: UserError | None = None, status: int = 200) -> Response:
    words, given = visit.words, visit.form
    return visit.show(
        words("Start your association"),
        h.p[words("This makes the association and you as its first coordinator. It is done once.")],
        html.problem(error.text(words.language) if error else None),
        visit.form_to(
            "/mulai",
            html.field("kode", words("Set-up code"), value=given.get("kode", ""),
                       hint=words("It stands in the window in which the server was started."), focus=True),
            html.field("asosiasi", words("Name of the association"), value=given.get("asosiasi", ""), most=160),
            html.field("singkat", words("Short name for addresses"), value=given.get("singkat", ""), most=60,
                       hint=words("Small letters, digits and hyphens, for example batik-jambi.")),
            h.label[words("Time")],
            [
                h.label(".choice")[
                    h.input(type="radio", name="waktu", value=zone, checked=given.get("waktu", "Asia/Jakarta") == zone),
                    words(label),
                ]
                for zone, label in ZONES.items()
            ],
            html.field("nama", words("Your name"), value=given.get("nama", ""), complete="name", most=120),
            html.field("masuk", words("Your sign-in name"), value=given.get("masuk", ""), complete="username", most=32,
                       hint=words("Small letters and numbers, for example sari.batik.")),
            html.field("sandi", words("Password"), kind="password", complete="new-password",
                       hint=words("At least {least} characters. A few words are best.", least=10)),
            html.field("lagi", words("Once more"), kind="password", complete="new-password"),
            h.button(type="submit")[words("Start")],
        ),
        status=status,
    )
