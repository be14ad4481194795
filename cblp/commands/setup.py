"""Commands that set an association up: the association itself, people who sign in, shops."""

from __future__ import annotations

import argparse
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.catalogue.models import Marketplace
from cblp.catalogue.services import shops
from cblp.commands import Desk
from cblp.db.actor import MEMBER, ROLES, Actor
from cblp.db.scope import visible
from cblp.errors import UserError
from cblp.i18n import N_, _
from cblp.intake.rules import FAMILIES
from cblp.people import passwords
from cblp.people.models import Business
from cblp.people.services import accounts, associations, roles
from cblp.people.services.register import give_access

SELLER_CENTER: Final = "tokopedia_tiktok"
"""The shared seller centre of Tokopedia and TikTok Shop: its files speak of a shop on each."""


class NoBusiness(UserError):
    """No business of the association has this code."""

    message = N_("There is no business with the code “{code}”.")


class NoMarketplace(UserError):
    """The code names no marketplace."""

    message = N_("There is no marketplace “{code}”. Choose one of: {known}.")


class NameOrPhone(UserError):
    """A person needs a way to sign in."""

    message = N_("Give --username or --phone: the person signs in with it.")


def register(commands: Any) -> None:
    """Add the commands to the parser."""
    group = commands.group("association", _("associations of this installation"))
    made = group.add("new", new_association, _("make an association"))
    made.add_argument("--name", required=True)
    made.add_argument("--slug", required=True, help=_("short name for commands, such as batik-jambi"))
    made.add_argument("--area", default="", help=_("official area code, such as 15.71"))
    made.add_argument("--timezone", default="Asia/Jakarta", choices=["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])

    group = commands.group("user", _("people who sign in"))
    made = group.add("add", add_user, _("make an account with a new PIN, printed once"))
    made.add_argument("--association", required=True, metavar="SLUG")
    made.add_argument("--name", required=True)
    made.add_argument("--role", required=True, choices=ROLES)
    made.add_argument("--username", default="")
    made.add_argument("--phone", default="")
    made.add_argument("--business", default="", metavar="CODE", help=_("the business that a member acts for"))
    made.add_argument("--json", action="store_true")

    group = commands.group("shop", _("shops and accounts on marketplaces"))
    made = group.add("add", add_shop, _("add a shop"))
    made.add_argument("--association", required=True, metavar="SLUG")
    made.add_argument("--marketplace", required=True, metavar="CODE", help=_("shopee, tokopedia, tiktok_shop, lazada, instagram …"))
    made.add_argument("--handle", required=True, help=_("the shop's name in its address"))
    made.add_argument("--name", default="")
    made.add_argument("--business", default="", metavar="CODE", help=_("whose shop it is; without it, the association's"))


def new_association(desk: Desk, arguments: argparse.Namespace) -> None:
    """Make an association."""
    with desk.app.globally(write=True) as session:
        associations.create(
            session,
            slug=arguments.slug,
            name=arguments.name,
            now=desk.app.clock(),
            area_code=arguments.area,
            timezone=arguments.timezone,
        )
    desk.say(_("The association {name} is ready (short name {slug}).", name=arguments.name, slug=arguments.slug))


def add_user(desk: Desk, arguments: argparse.Namespace) -> None:
    """Make an account, give it a role, print its PIN."""
    if not (arguments.username or arguments.phone):
        raise NameOrPhone
    pin = passwords.fresh_pin()
    actor = desk.actor(arguments.association)
    today = desk.today(actor)

    def service(session: Session, actor: Actor, *, now: Any) -> UUID:
        account = accounts.create(
            session, actor, name=arguments.name, username=arguments.username, phone=arguments.phone, sealed=pin.sealed, now=now
        )
        roles.grant(session, actor, account=account, role=arguments.role, since=today, now=now)
        if arguments.business:
            business = business_of(session, actor, arguments.business)
            give_access(session, actor, business_id=business, account_id=account, since=today, now=now)
        return account

    account = desk.app.act(actor, service)
    if arguments.json:
        desk.json({"account": account, "role": arguments.role, "pin": pin.text})
    else:
        desk.say(_("{name} signs in with the PIN {pin} and then chooses a new one.", name=arguments.name, pin=pin.text))
    if arguments.role == MEMBER and not arguments.business:
        print(_("Give --business CODE so that the member sees a shop."), file=desk.err)


def add_shop(desk: Desk, arguments: argparse.Namespace) -> None:
    """Add a shop; a source that two marketplaces share makes one on each."""
    codes = FAMILIES[0] if arguments.marketplace == SELLER_CENTER else (arguments.marketplace,)

    def service(session: Session, actor: Actor, *, now: Any) -> list[str]:
        known = {row.code: row.name for row in session.scalars(select(Marketplace).order_by(Marketplace.position))}
        for code in codes:
            if code not in known:
                raise NoMarketplace(code=code, known=", ".join(known))
        business = business_of(session, actor, arguments.business) if arguments.business else None
        for code in codes:
            shops.add_shop(
                session, actor, marketplace=code, handle=arguments.handle, business_id=business, name=arguments.name, now=now
            )
        return [known[code] for code in codes]

    for name in desk.app.act(desk.actor(arguments.association), service):
        desk.say(_("The shop {handle} on {marketplace} is ready.", handle=arguments.handle, marketplace=name))


def business_of(session: Session, actor: Actor, code: str) -> UUID:
    """The business with a code; raises NoBusiness."""
    found = session.scalars(visible(actor, Business).where(Business.code == code)).one_or_none()
    if found is None:
        raise NoBusiness(code=code)
    return found.id
