"""The slides about figures, one function for each subject: what the month was, in a sentence, few figures and one chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from cblp.days import Span
from cblp.forum.deck_view import View, hidden, sentences, share, short
from cblp.forum.rules.public import FEWEST
from cblp.forum.slides import Chart, Figure, Kind, Line, Series, Slide
from cblp.growth import questionnaire
from cblp.growth.materials import module
from cblp.i18n import N_, _, formats, language, ngettext
from cblp.sales.reports.figures import SHOWN_FROM

POINTS: Final[Mapping[str, str]] = {
    "photo": N_("Photo"), "description": N_("Description"), "price": N_("Price"), "stock": N_("Stock not filled in"),
    "stock_out": N_("Out of stock"), "licence": N_("Licence for food"), "hashtag": N_("Hashtag"),
}
TOPICS: Final[Mapping[str, str]] = {
    "whatsapp": N_("WhatsApp"), "marketplace": N_("Selling in a marketplace"), "photo": N_("Photos and content"),
    "buyers": N_("Serving buyers"), "price": N_("Price and stock"), "ai": N_("AI and automatic features"),
    "safety": N_("Account safety"), "other": N_("Another topic"),
}
FUNDS: Final[Mapping[str, str]] = {
    "reserve": N_("Reserve fund"), "education": N_("Education fund"), "solidarity": N_("Solidarity fund"),
    "pool": N_("Money to share"), "savings": N_("Savings"),
}
BARS: Final = 6
"""Bars that are told apart from the back of a hall."""


def month(view: View) -> Slide:
    """The month in one sentence, and how many of us it is about."""
    sold, members = view.part("sales"), view.part("members")
    helped = members.get("help", {})
    return Slide(
        "month", _("{month} in one sentence", month=view.days), sales_sentence(view),
        figures=[
            Figure(_("Active members"), formats.count(members["active"])),
            Figure(_("Members who sold"), _few(members["sellers"])),
            *([_orders(view)] if sold.get("orders") is not None else []),
            Figure(_("Members who need help"), formats.count(helped["any"]), _needs(helped)),
        ] if members else [],
        small=sentences(view.covered(sold.get("coverage")), _("Fees are not taken off.") if sold else "", view.feasts()),
        notes=_("Read the sentence aloud. Ask: who saw the same in their own shop, and who did not?"),
    )


def sales_sentence(view: View) -> str:
    """What was sold, in one sentence; or why that is not said."""
    sold = view.part("sales")
    if not sold or sold["nothing"]:
        return _("No sales yet for {days}. They show once the files of the shops are in.", days=view.month)
    if sold["now"] is None:
        return _("Sales of {days} are not shown because fewer than {count} businesses sold. This keeps members' secrets.",
                 days=view.month, count=SHOWN_FROM)
    value, change = formats.headline(sold["now"]), view.moved(sold["change"])
    if change:
        return _("Sales {days}: {value}, {change}.", days=view.days, value=value, change=change)
    return _("Sales {days}: {value}.", days=view.days, value=value)


def sales(view: View) -> Slide:
    """Sales against the month before and last year, where they came from, and the months before."""
    title, sold = _("Sales"), view.part("sales")
    if not sold or sold["now"] is None:
        return Slide("sales", title, sales_sentence(view), small=view.covered(sold.get("coverage")), notes=_(
            "Ask who still has a file of their shop, and who can help to fetch it."))
    months = [(date.fromisoformat(day), value) for day, value in sold["months"]]
    year = "" if sold["year_change"] is None else _(
        "{change} from {month}", change=formats.change(share(sold["year_change"])), month=_year_before(view.span))
    best = view.named(sold["best"])[:3]
    return Slide(
        "sales", title, _places(view, sold) or sales_sentence(view),
        figures=[Figure(_("Sales"), formats.headline(sold["now"]), view.moved(sold["change"])), _orders(view)],
        chart=Chart(
            "columns", tuple(formats.short_month(day) for day, _v in months),
            (Series(_("Sales"), tuple(value for _day, value in months)),), "rupiah",
            _("Sales per month, from {first} to {last}.", first=formats.month(months[0][0]), last=formats.month(months[-1][0])),
        ) if sum(value is not None for _day, value in months) > 1 else None,
        lines=[Line(_("Best sellers: {products}", products=", ".join(best)))] if best else [],
        small=sentences(
            year and _("Against last year: {change}.", change=year), view.covered(sold["coverage"]), _("Fees are not taken off."),
            _("{settled} of {orders} orders are paid out.", settled=formats.count(sold["settled"]), orders=formats.count(sold["orders"]))
            if sold["orders"] else "", view.feasts(),
        ),
        notes=_("Ask: what did we do differently this month, and what shall we do again?"),
    )


def reach(view: View) -> Slide:
    """How many people the posts moved, and what was talked about on WhatsApp."""
    title, found = _("Reach"), view.part("reach")
    posts, chats = found.get("posts"), found.get("whatsapp")
    if not posts and not chats:
        return Slide("reach", title, hidden(FEWEST) if found.get("why") else _(
            "No figures of posts for {month} yet. They show once a file is in.", month=view.month))
    figures = []
    if posts:
        figures += [
            Figure(_("Interactions"), formats.count(posts["interactions"]), view.counted(posts["interactions"], posts["before"])),
            Figure(_("Posts"), formats.count(posts["posts"]), "" if posts["rate"] is None else _(
                "Out of 100 who saw it, {count} interacted", count=formats.count(share(posts["rate"]) * 100))),
        ]
    if found.get("followers"):
        now, before = found["followers"]
        figures.append(Figure(_("Followers"), formats.count(now), view.counted(now, before)))
    if chats:
        figures.append(Figure(_("Incoming WA chats"), formats.count(chats["chats"]), ngettext(
            "{count} WA order", "{count} WA orders", chats["orders"], count=formats.count(chats["orders"]))))
    months = [(date.fromisoformat(day), value) for day, value in found["months"]]
    return Slide(
        "reach", title,
        _("{interactions} interactions from {posts} posts.", interactions=formats.count(posts["interactions"]),
          posts=formats.count(posts["posts"])) if posts else _("What came in by WhatsApp in {month}.", month=view.month),
        figures=figures,
        chart=Chart(
            "columns", tuple(formats.short_month(day) for day, _v in months),
            (Series(_("Interactions"), tuple(value for _day, value in months)),), "count",
            _("Interactions per month, from {first} to {last}.", first=formats.month(months[0][0]), last=formats.month(months[-1][0])),
        ) if sum(value is not None for _day, value in months) > 1 else None,
        small=sentences(view.accounts(found["coverage"]), hidden(FEWEST) if found.get("why") else ""),
        notes=_("Ask: which post brought buyers? Look at it together and say why."),
    )


def campaigns(view: View) -> Slide:
    """What the joint promotions of the month brought, and which come next."""
    found = view.part("campaigns")
    ran = [one for one in found.get("ran", []) if one["id"] in view.names]
    coming = [one for one in found.get("next", []) if one["id"] in view.names]
    lines = [Line(view.names[one["id"]], under=_campaign(one)) for one in ran]
    lines += [
        Line(_("Next: {name}", name=view.names[one["id"]]), under=f"{_days(one)} · {_joined(one['joined'])}")
        for one in coming
    ]
    proven = next((one for one in ran if one["effect"] is not None), None)
    if proven:
        sentence = _("{name}: sales of those who joined went {change} against those who did not.", name=view.names[proven["id"]],
                     change=formats.change(share(proven["effect"])))
    elif ran:
        sentence = ngettext(
            "{count} joint promotion ran in {month}.", "{count} joint promotions ran in {month}.", len(ran),
            count=formats.count(len(ran)), month=view.month)
    else:
        sentence = _("No joint promotion ran in {month}.", month=view.month)
    return Slide(
        "campaigns", _("Campaigns"), sentence, lines=lines[:BARS],
        small=_("The effect is an estimate. It compares members who joined with members who did not.") if proven else "",
        notes=_("Ask those who joined: was the price right, was the stock enough? Ask the others: what kept you?"),
    )


def listings(view: View) -> Slide:
    """How complete the products are, and what is missing most."""
    title, found = _("Products in shops"), view.part("listings")
    if not found:
        return Slide("listings", title, _("No products have been entered yet."))
    if found["why"]:
        return Slide("listings", title, hidden(FEWEST))
    lacks = [(code, number) for code, number in found["lacks"] if code in POINTS][:BARS]
    return Slide(
        "listings", title,
        _("{ready} of {products} products lack nothing.", ready=formats.count(found["ready"]), products=formats.count(found["products"])),
        figures=[
            Figure(_("Sold in 2 marketplaces or more"), formats.count(found["several"]),
                   _("of {count} products", count=formats.count(found["products"]))),
            Figure(_("Links that do not open"), formats.count(found["dead_links"])),
            Figure(_("Price differs by more than 10%"), formats.count(found["price_differs"]), _("products in a marketplace")),
        ],
        chart=Chart(
            "bars", tuple(_(POINTS[code]) for code, _n in lacks), (Series(_("Products"), tuple(number for _c, number in lacks)),), "count",
            _("What is missing most: {what}.", what=_(POINTS[lacks[0][0]])),
        ) if lacks else None,
        small=_("As of {day}.", day=view.made_on),
        notes=_("Choose one point that we all put right before the next meeting."),
    )


def mentoring(view: View) -> Slide:
    """Who is accompanied, how often they met, and the trainings."""
    title, found = _("Mentoring"), view.part("mentoring")
    if not found:
        return Slide("mentoring", title, _("Nobody is accompanied yet."))
    trainings = [
        Line(_training(one["module"]), under=_("{day}: {count} members came", day=formats.day(date.fromisoformat(one["day"])),
                                                 count=_few(one["present"])))
        for one in found["held"]
    ] + [
        Line(_training(one["module"]), under=formats.full_day(date.fromisoformat(one["day"]))) for one in found["planned"]
    ]
    return Slide(
        "mentoring", title,
        _("{mentees} members are accompanied by {mentors} mentors.", mentees=formats.count(found["mentees"]),
          mentors=formats.count(found["mentors"])) if found["mentees"] else _("Nobody is accompanied yet."),
        figures=[
            Figure(_("Meetings with a mentor"), formats.count(found["sessions"]), view.counted(found["sessions"], found["before"])),
            Figure(_("No news for 21 days"), _people(found["stalled"])),
            Figure(_("Without a mentor"), _people(found["without"])),
            *([Figure(_("Months with a meeting"), formats.percent(share(found["continuity"]), 0))]
              if found["continuity"] is not None else []),
        ],
        lines=trainings[:BARS], small=_("As of {day}.", day=view.made_on),
        notes=_("Thank the mentors. Ask who would like to be accompanied, and who can accompany."),
    )


def capital(view: View) -> Slide:
    """What members can do and have, on average, and how the same people changed."""
    title, found = _("Digital capital"), view.part("capital")
    if not found:
        return Slide("capital", title, _("No round of questions has 5 answers yet."))
    areas = questionnaire.load(found["questions"]).areas
    known = [(str(areas[code].name), Fraction(value, 100)) for code, value in found["areas"] if code in areas]
    change = found["change"]
    figures = [Figure(_("Digital capital"), _index(found["index"]), _("of 100")),
               Figure(_("Members who answered"), formats.count(found["people"]))]
    if change:
        figures.append(Figure(
            _("The same members"), f"{_index(change['before'])} → {_index(change['after'])}",
            {True: "", False: _("Not proven yet"), None: _("Not enough data yet")}[change["proven"]],
        ))
    return Slide(
        "capital", title,
        _("Digital capital is {index} of 100 on average. Most help is needed with: {area}.", index=_index(found["index"]),
          area=str(areas[found["weakest"]].name)), figures=figures,
        chart=Chart(
            "bars", tuple(name for name, _v in known), (Series(_("Average, of 100"), tuple(value for _n, value in known)),), "count",
            _("The average of each area, from 0 to 100."),
        ) if known else None,
        small=sentences(
            _("Answers until {day}.", day=formats.day(date.fromisoformat(found["until"]))),
            _("{count} members answered both times.", count=formats.count(change["pairs"])) if change else "",
        ),
        notes=_("Nobody's own answers are shown. Ask: which of these would help us most next month?"),
    )


def money(view: View) -> Slide:
    """What we own together, and what was shared."""
    title, found = _("Our money"), view.part("money")
    if not found:
        return Slide("money", title, _("Nothing has been booked yet."))
    bars = [(code, found[code]) for code in FUNDS if found[code]]
    shared = found["shared"]
    return Slide(
        "money", title, hidden(FEWEST) if found["at_hand"] is None else _(
            "In cash and bank on {day}: {value}.", day=formats.day(date.fromisoformat(found["day"])),
            value=formats.headline(found["at_hand"])),
        # The headline says it already; without a picture it stands there once more, so that the slide has something to look at.
        figures=[] if bars or found["at_hand"] is None else [Figure(_("Cash and bank"), formats.headline(found["at_hand"]))],
        chart=Chart(
            "bars", tuple(_(FUNDS[code]) for code, _v in bars), (Series(_("Rupiah"), tuple(value for _c, value in bars)),), "rupiah",
            _("What the money is kept for."),
        ) if bars else None,
        lines=[Line(_("Shared in {month}: {value} to {count} members", month=view.month, value=formats.headline(shared["amount"]),
                      count=formats.count(shared["members"])))] if shared else [],
        small=sentences(_("Large amounts are rounded."), hidden(FEWEST) if found["why"] and found["at_hand"] is not None else ""),
        notes=_("Anybody may look at the cash book with the treasurer. Ask: is there a question about it?"),
    )


def clinic(view: View) -> Slide:
    """What members asked, by topic, and the answers that everybody may read."""
    title, found = _("Questions and answers"), view.part("clinic")
    if not found:
        return Slide("clinic", title, _("Nobody asked anything in {month}.", month=view.month))
    lines = [Line(short(text), under=_("Answered")) for text in view.named(found["published"])[:3]]
    lines += [
        Line(
            _("Topic: {topic}", topic=_(TOPICS[code])),
            under="" if number is None else _("{count} questions", count=formats.count(number)),
        )
        for code, number in found["topics"] if code in TOPICS
    ]
    asked = ngettext("{count} question was asked in {month}.", "{count} questions were asked in {month}.", found["asked"],
                     count=formats.count(found["asked"]), month=view.month)
    answered = [Figure(_("Answered"), formats.count(found["answered"]))] if found["asked"] else []
    return Slide(
        "clinic", title, asked if found["asked"] else _("Nobody asked anything in {month}.", month=view.month),
        figures=[*answered, Figure(_("Waiting for an answer"), formats.count(found["open"]))],
        lines=lines[:BARS],
        small=_("Nobody is named. Topics of fewer than {count} members have no number.", count=FEWEST) if lines else "",
        notes=_("Ask: who had the same question, and what helped?"),
    )


SUBJECTS: Final[Mapping[Kind, Callable[[View], Slide]]] = {
    "month": month, "sales": sales, "reach": reach, "campaigns": campaigns, "listings": listings, "mentoring": mentoring,
    "capital": capital, "money": money, "clinic": clinic,
}


# -- parts ---------------------------------------------------------------------------------------------------------------


def _orders(view: View) -> Figure:
    sold = view.part("sales")
    return Figure(_("Orders"), formats.count(sold["orders"]), view.counted(sold["orders"], sold["orders_before"]))


def _few(number: int | None) -> str:
    return _("fewer than {count}", count=FEWEST) if number is None else formats.count(number)


def _people(number: int) -> str:
    return ngettext("{count} member", "{count} members", number, count=formats.count(number))


def _needs(helped: Mapping[str, int]) -> str:
    said = [
        ngettext("{count} without a file", "{count} without a file", helped["no_file"], count=formats.count(helped["no_file"])),
        ngettext("{count} with a dead link", "{count} with a dead link", helped["dead"], count=formats.count(helped["dead"])),
        ngettext("{count} out of stock", "{count} out of stock", helped["out"], count=formats.count(helped["out"])),
    ]
    return ", ".join(text for text, kind in zip(said, ("no_file", "dead", "out"), strict=True) if helped[kind])


def _places(view: View, sold: Mapping[str, Any]) -> str:
    codes, amount = next(((codes, amount) for codes, amount in sold["places"] if len(codes) == 1), ([], 0))
    if not codes or codes[0] not in view.names:
        return ""
    return _("Most was sold on {place}: {value}.", place=view.names[codes[0]], value=formats.headline(amount))


def _year_before(span: Span) -> str:
    return formats.month(date(span.first.year - 1, span.first.month, 1))


def _campaign(one: Mapping[str, Any]) -> str:
    said = [_days(one), _joined(one["joined"])]
    if one["sales"] is not None:
        said.append(_("sold {value}", value=formats.headline(one["sales"])))
    if one["sales"] is not None and one["target"]:
        said.append(_("target {value}", value=formats.headline(one["target"])))
    return " · ".join(said)


def _days(one: Mapping[str, Any]) -> str:
    return formats.day_range(date.fromisoformat(one["first"]), date.fromisoformat(one["last"]))


def _joined(number: int) -> str:
    return ngettext("{count} member joined", "{count} members joined", number, count=formats.count(number))


def _training(code: str) -> str:
    return _("Training: {module}", module=module(code, language()).title)


def _index(hundredths: int) -> str:
    return formats.number(Fraction(hundredths, 100))
