"""Asosiasi: name, place, clock, colour, hashtags and logo, as everybody sees them (coordinator)."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cblp.catalogue.pictures import Picture
from cblp.errors import Stale
from cblp.i18n import N_, _
from cblp.people.reports import association as report
from cblp.people.reports.association import Details
from cblp.people.services import associations
from cblp.ui import page, reads, state
from cblp.ui.components import uploads
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

ZONES: Final = {
    "Asia/Jakarta": N_("WIB (western Indonesia)"), "Asia/Makassar": N_("WITA (central Indonesia)"),
    "Asia/Jayapura": N_("WIT (eastern Indonesia)"),
}
COLOURS: Final = {
    "#2F4B7C": N_("Indigo"), "#7A4A1E": N_("Soga brown"), "#3F6B3A": N_("Leaf green"), "#9C3D2E": N_("Noni red"),
    "#6B4A73": N_("Mangosteen"), "#8A6410": N_("Turmeric"),
}
"""Natural dyes, each dark enough for white letters."""


def summary(visit: Visit) -> Details:
    """One sentence about the association as it is now; returns its details."""
    details = reads.ask(report.details)
    place = details.area or _("place not filled in")
    st.write(_("{name}, {place}. This is what every member sees.", name=esc(details.name), place=esc(place)))
    return details


def form(details: Details) -> None:
    """The fields, saved together; a stale save shows what the other coordinator wrote."""
    if stale := state.STALE.get():
        _choose(stale)
        return
    base: Details = state.EDITED.get() or details
    state.EDITED.set(base)
    key = f"association_{base.version}"
    name = st.text_input(_("Name of the association"), value=base.name, max_chars=160, key=f"{key}_name", autocomplete="off")
    area = _area(base.area_code, key)
    zone = st.radio(
        _("Clock"), list(ZONES), index=_at(ZONES, base.timezone), format_func=lambda code: _(ZONES[code]), key=f"{key}_zone",
    )
    colours = COLOURS if base.colour in COLOURS else {base.colour: N_("The present colour"), **COLOURS}
    colour = st.radio(
        _("Colour"), list(colours), index=_at(colours, base.colour), format_func=lambda code: _(colours[code]), horizontal=True,
        key=f"{key}_colour",
    )
    st.image(_band(colour or base.colour), alt=_("The chosen colour"))
    hashtags = st.text_input(
        _("Hashtags, with a space between them"), value=base.hashtags, max_chars=300, key=f"{key}_hashtags", autocomplete="off",
    )
    given = {"name": name, "area_code": area, "timezone": zone, "colour": colour, "hashtags": hashtags}
    changes = {field: value for field, value in given.items() if value != getattr(base, field)}
    if not changes and base.version != details.version:
        state.EDITED.set(details)  # nothing typed yet: begin with what is there now
        st.rerun()
    if st.button(_("Save"), type="primary", key="association_save") and changes:
        _save(base.version, changes)


def _save(version: int, changes: dict[str, Any]) -> None:
    outcome = page.action(associations.edit, version=version, changes=changes)
    if isinstance(outcome.error, Stale):
        state.STALE.set({**outcome.error.values, "yours": changes})
    elif outcome:
        state.STALE.take()
        state.EDITED.take()
        page.say(_("The association was saved."))
    if outcome or isinstance(outcome.error, Stale):
        st.rerun()


def _choose(stale: dict[str, Any]) -> None:
    """Both values of a stale save, with two equal buttons."""
    for field, value in stale["theirs"].items():
        st.warning(_(
            "{who} wrote {theirs}. You wrote {yours}.", who=esc(stale["who"]) or _("Somebody else"),
            theirs=esc(str(value)) or _("not filled in"), yours=esc(str(stale["yours"][field])) or _("not filled in"),
        ))
    left, right = st.columns(2)
    if left.button(_("Use what I typed"), key="association_mine", width="stretch"):
        _save(stale["version"], stale["yours"])
    if right.button(_("Keep what is there"), key="association_theirs", width="stretch"):
        state.STALE.take()
        state.EDITED.take()
        st.rerun()


def _area(code: str, key: str) -> str:
    """A province, then a regency or city in it; the code of the latter, of the province until one is chosen."""
    provinces = dict(reads.ask(report.areas))
    province = st.selectbox(
        _("Province"), list(provinces), index=_at(provinces, code[:2]) if code[:2] in provinces else None,
        format_func=provinces.__getitem__, placeholder=_("Choose a province"), key=f"{key}_province",
    )
    if province is None:
        return code
    inside = dict(reads.ask(report.areas, parent=province))
    regency = st.selectbox(
        _("Regency or city"), list(inside), index=_at(inside, code) if code in inside else None, format_func=inside.__getitem__,
        placeholder=_("Choose a regency or city"), key=f"{key}_regency_{province}",
    )
    return regency or province


def _at(options: dict[str, str], value: str) -> int:
    return list(options).index(value) if value in options else 0


def _band(colour: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="320" height="28" viewBox="0 0 320 28"><rect width="320" height="28" rx="8"'
        f' fill="{colour if associations.COLOUR.fullmatch(colour) else "#000000"}"/></svg>'
    )


def logo(details: Details) -> None:
    """The logo as it is, and another in its place."""
    if details.logo:
        st.image(details.logo, width=160, alt=_("Logo of {name}", name=details.name))
    else:
        st.write(_("There is no logo yet. It stands beside the name once you send one."))
    st.caption(_("Press **Upload**, then choose a JPG, PNG or WebP picture."))
    sent = uploads.picture(_("Choose a file"), key="logo")
    if sent:
        _keep(sent)
    if details.logo and st.button(_("Remove the logo"), key="logo_remove") and page.action(associations.set_logo, logo=None):
        page.say(_("The logo was removed."))
        st.rerun()


def _keep(picture: Picture) -> None:
    st.image(picture.content, width=160, alt=_("The picture that you chose"))
    if st.button(_("Use this logo"), type="primary", key="logo_use") and page.action(associations.set_logo, logo=picture.content):
        uploads.kept()
        page.say(_("The logo was saved."))
        st.rerun()
