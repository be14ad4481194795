"""Plans to begin with: the sale days of all marketplaces, Ramadan, Lebaran, Hari Batik and the association's own anniversary.

A template knows how a campaign of its kind runs; ``draft`` fills in the days of one year. Texts are msgids: whoever makes a
plan of a draft translates them into what is then the association's own text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cblp.days import Span, add_months
from cblp.i18n import N_
from cblp.sales.calendar import DOUBLE_DATES, feasts

DISCOUNT, VOUCHER, DOOR_PRIZE, BUY_ONE_GET_ONE, LIVE = "discount", "voucher", "door_prize", "buy_one_get_one", "live"
OFFERS: Final = (DISCOUNT, VOUCHER, DOOR_PRIZE, BUY_ONE_GET_ONE, LIVE)
"""Kinds of what a campaign offers its buyers."""

TASK, CONTENT = "task", "content"

_DOUBLE: Final = "double_"
RAMADAN, LEBARAN, HARI_BATIK, ANNIVERSARY = "ramadan", "lebaran", "hari_batik", "anniversary"


@dataclass(frozen=True)
class Step:
    """Something to do, or (``kind`` content) something to post on ``channel``, ``days`` after the first day (before it: negative)."""

    title: str
    days: int
    kind: str = TASK
    channel: str = ""


@dataclass(frozen=True)
class Template:
    """How a kind of campaign runs. Buyers read its ``story`` in the storefront.

    ``answer`` is how many days before its first day members have said whether they join.
    """

    code: str
    label: str
    story: str
    hashtags: str
    offers: tuple[str, ...]
    answer: int
    steps: tuple[Step, ...]
    duties: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """A template in one year. ``label`` is a msgid with ``values``; ``steps`` carry their days.

    ``certain`` is false while the feast's days are calculated: the government decides them shortly before.
    """

    template: str
    label: str
    values: Mapping[str, str]
    story: str
    span: Span
    answer_by: date
    hashtags: str
    offers: tuple[str, ...]
    steps: tuple[tuple[Step, date], ...]
    duties: tuple[str, ...]
    certain: bool


_READY: Final = (
    Step(N_("Photograph the products of the campaign"), -12),
    Step(N_("Check the stock of each member"), -5),
    Step(N_("Set the campaign price in each shop"), -1),
    Step(N_("Thank the buyers and ask for reviews"), 5),
)
_TOLD: Final = (
    Step(N_("Tell what is coming"), -7, CONTENT, "instagram"),
    Step(N_("Show the products with their prices"), -2, CONTENT, "whatsapp"),
    Step(N_("Say that it has begun"), 0, CONTENT, "whatsapp"),
)
_LIVE_DAY: Final = Step(N_("Go live with the best products"), 0, CONTENT, "tiktok")
_DUTIES: Final = (N_("Packing"), N_("Live"), N_("Photos and posts"))


def _double_date(month: int) -> Template:
    return Template(
        f"{_DOUBLE}{month}", N_("Harbolnas {day} {year}"),
        N_("Special prices for three days, straight from those who make it."), f"#harbolnas #promo{month}{month}",
        (DISCOUNT, VOUCHER, LIVE), 10, (*_READY, *_TOLD, _LIVE_DAY), _DUTIES,
    )


TEMPLATES: Final = {
    template.code: template
    for template in (
        *(_double_date(month) for month in DOUBLE_DATES),
        Template(
            RAMADAN, N_("Ramadan {year}"), N_("For the family before Lebaran. Couriers stop early, so order early."),
            "#ramadan #lebaran", (DISCOUNT, BUY_ONE_GET_ONE), 14,
            (*_READY, *_TOLD, Step(N_("Ask the couriers for their last day before Lebaran"), 7)), _DUTIES,
        ),
        Template(
            LEBARAN, N_("Lebaran gifts {year}"), N_("Gift boxes of several members in one parcel."), "#lebaran #hampers",
            (DISCOUNT, DOOR_PRIZE), 14, (*_READY, *_TOLD, Step(N_("Buy boxes and ribbons for the gifts"), -8)), _DUTIES,
        ),
        Template(
            HARI_BATIK, N_("Hari Batik {year}"), N_("On 2 October the whole country wears batik. Here is who made it."),
            "#haribatiknasional", (DISCOUNT, LIVE), 14,
            (*_READY, *_TOLD, Step(N_("Tell the story of one maker"), -4, CONTENT, "instagram"), _LIVE_DAY), _DUTIES,
        ),
        Template(
            ANNIVERSARY, N_("Anniversary {year}"), N_("The association's birthday, with a prize for buyers."), "",
            (DISCOUNT, DOOR_PRIZE, LIVE), 14, (*_READY, *_TOLD, _LIVE_DAY), _DUTIES,
        ),
    )
}


def draft(code: str, year: int, anniversary: date | None = None) -> Draft | None:
    """The plan of a template in ``year``; None where its days are not known.

    Double dates run three days from the eve, Ramadan from its first day until twelve days before Lebaran's, Lebaran gifts
    from then until six days before it (couriers stop), Hari Batik from 28 September to 4 October, an anniversary a week
    that ends on its day (``anniversary`` is any year's).
    """
    template = TEMPLATES[code]
    span, certain = _days(code, year, anniversary)
    if span is None:
        return None
    month = code.removeprefix(_DOUBLE)
    steps = sorted(((step, span.first + timedelta(step.days)) for step in template.steps), key=lambda pair: (pair[1], pair[0].title))
    return Draft(
        code, template.label, {"year": str(year), "day": f"{month}.{month}"}, template.story, span,
        span.first - timedelta(template.answer), template.hashtags, template.offers, tuple(steps), template.duties, certain,
    )


def coming(today: date, anniversary: date | None = None) -> Sequence[Draft]:
    """The next time of each template that begins after ``today``, the nearest first."""
    found = []
    for code in TEMPLATES:
        years = (draft(code, year, anniversary) for year in (today.year, today.year + 1))
        following = next((one for one in years if one and one.span.first > today), None)
        if following:
            found.append(following)
    return sorted(found, key=lambda one: (one.span, one.template))


def _days(code: str, year: int, anniversary: date | None) -> tuple[Span | None, bool]:
    """The days of a template in a year, and whether they are certain."""
    if code.startswith(_DOUBLE):
        month = int(code.removeprefix(_DOUBLE))
        sale = date(year, month, month)
        return Span(sale - timedelta(1), sale + timedelta(1)), True
    if code == HARI_BATIK:
        return Span(date(year, 9, 28), date(year, 10, 4)), True
    if code == ANNIVERSARY:
        day = add_months(anniversary, 12 * (year - anniversary.year)) if anniversary else None
        return (Span(day - timedelta(6), day) if day else None), True
    lebaran = next((feast for feast in feasts() if feast.kind == "idulfitri" and feast.span.first.year == year), None)
    if lebaran is None:
        return None, False
    begins = lebaran.span.first
    if code == LEBARAN:
        return Span(begins - timedelta(11), begins - timedelta(6)), lebaran.certain
    fasting = next((feast for feast in feasts() if feast.kind == RAMADAN and feast.span.last == begins - timedelta(1)), None)
    return (Span(fasting.span.first, begins - timedelta(12)) if fasting else None), lebaran.certain
