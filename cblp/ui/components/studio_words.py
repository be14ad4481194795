"""Texts for posts in words: where they go, what the check found and what to do about it, and why a post did well."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_, _, formats, ngettext
from cblp.outreach.reports.studio import Drafted, Examples
from cblp.outreach.rules import captions, checks, examples
from cblp.outreach.rules.checks import Finding
from cblp.outreach.rules.examples import Trait
from cblp.ui.components.frame import esc
from cblp.ui.components.reach_groups import KINDS

CHANNELS: Final = {
    captions.WA_STATUS: N_("WA status"), captions.INSTAGRAM: N_("Instagram"), captions.TIKTOK: N_("TikTok"),
    captions.LISTING: N_("Marketplace"),
}
MANY: Final = 50
"""Posts with an hour from which it says something that no hour stands out."""
FOUND: Final = {
    checks.HALAL: N_("“{words}”: the halal certificate is not written down yet. Take this out, or add the licence."),
    checks.BPOM: N_("“{words}”: the BPOM number is not written down yet. Take this out, or add the licence."),
    checks.PIRT: N_("“{words}”: the PIRT number is not written down yet. Take this out, or add the licence."),
    checks.HEALTH: N_("“{words}”: only a product with BPOM may speak of health. Take this out."),
    checks.PRICE: N_("{words} is below {least}, your lowest price that loses nothing. Look at the price again."),
    checks.TOPIC: N_("“{words}” can hurt people who had it happen to them. Say it otherwise if you can."),
    checks.DAY: N_("On this day many people remember: {words}. Choose another day if you can."),
    checks.PHONE: N_("{words} is a phone number. Everybody can see it. It is safer to take it out."),
    checks.CAPITALS: N_("“{words}” in capital letters reads like shouting. Write it in small letters."),
}


def channel(code: str) -> str:
    """``Status WA``."""
    return _(CHANNELS[code])


def found(one: Finding) -> str:
    """What was found, and what to do about it."""
    return _(FOUND[one.code], words=esc(one.words), least=formats.money(one.least))


def head(draft: Drafted) -> str:
    """A text in a list: product, channel, how far it is."""
    return f"**{esc(draft.product)}** · {channel(draft.channel)} · {state(draft)}"


def posted(code: str) -> str:
    """What comes after posting, by the channel."""
    if code == captions.WA_STATUS:
        return _("Posted. Write the chats that come of it into Log WA today.")
    if code == captions.LISTING:
        return _("Posted. What sells of it stands in the next file of the shop.")
    return _("Posted. Its figures stand in the next file of the account.")


def state(draft: Drafted) -> str:
    """How far a text is."""
    if draft.posted_at:
        return _("posted")
    if draft.copied_at:
        return _("ready to post")
    if not draft.added:
        return _("own sentence still missing")
    return _("own sentence added") if draft.ready else _("photo not chosen yet")


def hours(first: int) -> str:
    """``pukul 18.00 sampai 21.00``."""
    return _("{first}.00 to {last}.00", first=f"{first:02}", last=f"{(first + examples.BLOCK) % 24:02}")


def why(trait: Trait) -> str:
    """A reason with its figure: how many times better, out of how many posts."""
    times, posts = formats.number(trait.times), formats.count(trait.posts)
    if trait.code == examples.TAG:
        return _(
            "#{tag}: {times} times as many interactions as the others, in {posts} posts", tag=esc(trait.value), times=times, posts=posts,
        )
    if trait.code == examples.HOURS:
        return _(
            "Posted from {hours}: {times} times the others, in {posts} posts", hours=hours(trait.value), times=times, posts=posts,
        )
    if trait.code == examples.KIND:
        kind = _(KINDS[trait.value])
        return _("It is a {kind}: such posts get {times} times the others, in {posts} posts", kind=kind, times=times, posts=posts)
    said = {examples.QUESTION: N_("It asks a question: {times} times the others, in {posts} posts"),
            examples.PRICE: N_("It names the price: {times} times the others, in {posts} posts"),
            examples.TOLD: N_("It tells a story: {times} times the others, in {posts} posts")}
    return _(said[trait.code], times=times, posts=posts)


def basis(found_: Examples) -> str:
    """What the examples rest on: how many posts, since when, of whom."""
    told = {"posts": formats.count(found_.posts), "day": formats.day(found_.since)}
    if found_.same:
        return ngettext(
            "From {posts} post of the same kind of product since {day}.",
            "From {posts} posts of the same kind of product since {day}.", found_.posts, **told,
        )
    return ngettext(
        "From {posts} post of all products since {day}.", "From {posts} posts of all products since {day}.", found_.posts, **told,
    )


def best_hours(found_: Examples) -> str:
    """When posts did best, that no hour is better than another, or that nobody knows yet."""
    if not found_.hours:
        if found_.timed < MANY:
            return _("Not enough data yet for the best hour. Any hour will do.")
        return _("In {posts} posts no hour did better than the others. Any hour will do.", posts=formats.count(found_.timed))
    best = found_.hours[0]
    return _("Posts from {hours} get {times} times as many interactions, seen in {posts} posts.", hours=hours(best.value),
             times=formats.number(best.times), posts=formats.count(best.posts))
