"""How campaigns are spoken of: states, offers, activities and days."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from cblp.campaigns import states
from cblp.campaigns.rules import templates
from cblp.catalogue import reports as catalogue
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import reads
from cblp.ui.components import fields
from cblp.ui.components.fields import Field
from cblp.ui.page import Visit

STATES: Final = {
    states.PROPOSED: N_("Proposed"), states.VOTED: N_("Decided by vote"), states.OPEN: N_("Running"), states.CLOSED: N_("Ended"),
    states.RECONCILED: N_("Figures checked"), states.SHARED: N_("Shared out"), states.DROPPED: N_("Given up"),
}
COLOURS: Final = {
    states.PROPOSED: "gray", states.VOTED: "blue", states.OPEN: "green", states.CLOSED: "orange", states.RECONCILED: "violet",
    states.SHARED: "gray", states.DROPPED: "gray",
}
OFFERS: Final = {
    templates.DISCOUNT: N_("Discount"), templates.VOUCHER: N_("Shop voucher"), templates.DOOR_PRIZE: N_("Prize for buyers"),
    templates.BUY_ONE_GET_ONE: N_("Buy 1 get 1 free"), templates.LIVE: N_("Live"),
}
ACTIVITIES: Final = {
    "packing": N_("Packing"), "photos": N_("Product photos"), "live": N_("Live"), "content": N_("Posts and videos"),
    "delivery": N_("Delivery"), "meeting": N_("Meeting"), "other": N_("Something else to do"),
}
TASKS: Final = {"open": N_("Not yet begun"), "doing": N_("Under way"), "done": N_("Done"), "dropped": N_("Will not be done")}
TASK_MARKS: Final = {"open": "○", "doing": "◐", "done": "✓", "dropped": "✕"}
"""A mark beside the word, so that no colour is needed."""
PARTS: Final = {
    states.INVITED: N_("has not answered"), states.JOINED: N_("takes part"), states.DECLINED: N_("does not take part"),
    states.WITHDREW: N_("withdrew"),
}


def badge(state: str) -> str:
    """A state as a badge of markdown; the word says it, the colour only helps."""
    return f":{COLOURS[state]}-badge[{_(STATES[state])}]"


def days(first: date, last: date) -> str:
    """``11–13 Desember 2026``."""
    return formats.day_range(first, last)


def share(points: int) -> str:
    """Basis points as people read them: ``2,5%``."""
    return formats.percent(Fraction(points, 10_000), 2)


def spent(minutes: int) -> str:
    """``2 jam 30 menit``."""
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("{number} hour", "{number} hours", hours, number=formats.count(hours))] if hours else []
    return " ".join([*parts, *([ngettext(
        "{number} minute", "{number} minutes", rest, number=formats.count(rest),
    )] if rest or not hours else [])])


def held(since: date, until: date | None) -> str:
    """From when to when a duty is held; ``until`` is the first day after."""
    return formats.day_range(since, until - timedelta(1)) if until else _("since {day}", day=formats.day(since))


def offers() -> dict[str, str]:
    """What a campaign can offer buyers."""
    return {code: _(word) for code, word in OFFERS.items()}


def activities() -> dict[str, str]:
    """What hours are given to."""
    return {code: _(word) for code, word in ACTIVITIES.items()}


def places(visit: Visit) -> dict[str, str]:
    """Marketplaces by code, where things are sold."""
    rows = reads.ask(catalogue.marketplaces, today=visit.today, kind="marketplace")
    return {place.code: place.name for place in rows}


def channels(visit: Visit) -> dict[str, str]:
    """Where something can be posted."""
    rows = reads.ask(catalogue.marketplaces, today=visit.today)
    return {place.code: place.name for place in rows if place.kind in {"social", "chat", "marketplace"}}


def plan_fields(visit: Visit, *, name: bool = True) -> tuple[Field, ...]:
    """What a plan says. What the members vote on stands together."""
    return (
        *((Field("name", N_("Name of the joint promotion"), most=120, needed=True),) if name else ()),
        Field("starts_on", N_("First day"), fields.DAY, needed=True),
        Field("ends_on", N_("Last day"), fields.DAY, needed=True),
        Field("answer_by", N_("Members answer until"), fields.DAY),
        Field("target_sales", N_("Sales target in rupiah"), fields.MONEY, hint=N_("For example: 25.000.000")),
        Field("offers", N_("What buyers get"), fields.SEVERAL, offers()),
        Field("marketplaces", N_("Where (none chosen: everywhere)"), fields.SEVERAL, places(visit), hint=N_("Everywhere")),
        Field("discount", N_("Shop voucher on top of the price, in per cent"), fields.PERCENT),
        Field("contribution", N_("Contribution from the income, in per cent"), fields.PERCENT),
        Field("hashtags", N_("Hashtags"), most=300, hint=N_("For example: #batikjambi #oleholehjambi")),
        Field("story", N_("What it is about"), fields.LONG, most=2000, hint=N_("Buyers read this in the storefront.")),
    )
