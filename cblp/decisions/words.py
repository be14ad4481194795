"""How decisions are spoken of: kinds, answers, outcomes, what a pass writes, and figures with their unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from cblp.decisions.reports.decisions import Choice, Detail
from cblp.decisions.rules import counting
from cblp.decisions.rules.parameters import CHOICE, DAYS, KEYS, PEOPLE, RUPIAH, SHARE, WHOLE
from cblp.i18n import N_, _, formats, ngettext

KINDS: Final = {
    counting.YES_NO: N_("Agree or not"), counting.CHOOSE_ONE: N_("Choose one"), counting.RANKING: N_("Put in order"),
    counting.CONSENT: N_("Does anybody object?"), counting.WEIGHTS: N_("Share out 100 points"),
}
ANSWERS: Final = {
    counting.YES: N_("In favour"), counting.NO: N_("Against"), counting.ABSTAIN: N_("Abstain"), counting.FINE: N_("No objection"),
    counting.OBJECTION: N_("I object"),
}
COUNTED: Final = {
    counting.YES: N_("in favour"), counting.NO: N_("against"), counting.ABSTAIN: N_("abstained"),
    counting.FINE: N_("without objection"), counting.OBJECTION: N_("object"),
}
OUTCOMES: Final = {
    counting.PASSED: N_("Passed"), counting.FAILED: N_("Not passed"), counting.NO_QUORUM: N_("Not valid yet"),
    counting.SECOND_ROUND: N_("Second round"),
}
REASONS: Final = {
    counting.TIE: N_("The votes were equal."), counting.THRESHOLD: N_("Too few were in favour."),
    counting.OBJECTED: N_("Somebody still objects."), counting.NO_VOTES: N_("Nobody chose anything."),
}
CHANNELS: Final = {"app": N_("By phone"), "recorded": N_("Written down by the coordinator"), "paper": N_("Paper")}
_EFFECTS: Final = {
    "rule": N_("This sharing rule holds."), "campaign": N_("The joint promotion may begin."),
    "distribution": N_("The shares are approved."), "aid": N_("The help is approved."),
    "aid_waiver": N_("The rest need not be paid back."),
}


def value(key: str, given: Any) -> str:
    """A figure that was decided, with its unit: ``2,5%``, ``Rp25.000``, ``7 hari``."""
    one = KEYS[key]
    if key == "threshold":
        return _more(given)
    if key == "quorum":
        return _("at least {share}", share=_share(given))
    if one.unit == SHARE:
        return formats.percent(Fraction(given, WHOLE), 2)
    if one.unit == RUPIAH:
        return formats.money(given)
    if one.unit == DAYS:
        return ngettext("{count} day", "{count} days", given, count=formats.count(given))
    if one.unit == PEOPLE:
        return ngettext("{count} person", "{count} people", given, count=formats.count(given))
    choices = one.choices or {}
    if one.unit == CHOICE:
        return _(choices[given])
    return ", ".join(f"{_(choices[code])} {formats.percent(Fraction(part, WHOLE), 2)}" for code, part in given.items())


def figure(key: str, given: Any) -> str:
    """``Masa keberatan: 7 hari``."""
    return f"{_(KEYS[key].label)}: {value(key, given)}"


def effect(one: Mapping[str, Any]) -> str:
    """What a pass writes, in one sentence."""
    if one["kind"] == "parameter":
        return figure(one["key"], one["value"]) + "."
    return _(_EFFECTS[one["kind"]]) if one["kind"] in _EFFECTS else ""


def effects(decision: Detail) -> list[str]:
    """What a pass of the whole decision writes."""
    return [said for one in decision.effects if (said := effect(one))]


def outcome(decision: Detail) -> str:
    """``Diterima: Minggu``: the outcome with the option that won."""
    said = _(OUTCOMES[decision.outcome])
    return f"{said}: {decision.winner}" if decision.winner else said


def conditions(decision: Detail) -> list[str]:
    """What must be reached: the quorum, and what makes it pass."""
    if decision.voters:
        said = [_("Valid with at least {count} votes (quorum).", count=formats.count(decision.needed))]
    else:
        said = [_("Valid when at least {share} of the voters vote (quorum).", share=_share(decision.quorum))]
    if decision.kind == counting.YES_NO:
        said.append(_("Passes with {share} in favour.", share=_more(decision.threshold)))
    elif decision.kind == counting.CHOOSE_ONE:
        said.append(_("One option passes with {share} of the votes. If not, the two strongest go to a second round.", share=_(
            "at least {share}", share=_share(decision.threshold))))
    elif decision.kind == counting.CONSENT:
        said.append(_("Passes when nobody objects."))
    elif decision.kind == counting.RANKING:
        said.append(_("The weakest option drops out until one has more than half."))
    else:
        said.append(_("The weight of each is the average of all points."))
    return said


def tallies(decision: Detail) -> list[tuple[str, int, str]]:
    """(what, how many or basis points, as it is said) of the count of a closed decision, in the order of the ballot."""
    counts: Mapping[str, int] = (decision.counted or {}).get("tallies", {})
    labels = {option.id: option.label for option in decision.options}
    weights = decision.kind == counting.WEIGHTS
    return [
        (labels.get(code) or _(ANSWERS[code]), how_many,
         _share(how_many) if weights else ngettext("{count} vote", "{count} votes", how_many, count=formats.count(how_many)))
        for code, how_many in counts.items()
    ]


def result(decision: Detail) -> str:
    """The outcome in one or two sentences, with the votes that gave it."""
    said = [outcome(decision) + "."]
    if decision.reason:
        said.append(_(REASONS[decision.reason]))
    counted = decision.counted or {}
    if decision.by_consensus:
        said.append(_("Agreed by talking it over, {present} of {voters} businesses present.",
                      present=formats.count(counted["cast"]), voters=formats.count(counted["voters"])))
        return " ".join(said)
    counts = counted.get("tallies", {})
    if decision.kind in {counting.YES_NO, counting.CONSENT}:
        said.append(", ".join(f"{formats.count(how_many)} {_(COUNTED[code])}" for code, how_many in counts.items()) + ".")
    said.append(_("{voted} of {voters} businesses voted.", voted=formats.count(counted["cast"]),
                  voters=formats.count(counted["voters"])))
    return " ".join(said)


def choice(options: Sequence[Choice], given: Mapping[str, Any] | None) -> str:
    """A vote as its business reads it."""
    if given is None:
        return _("On paper")
    labels = {option.id: option.label for option in options}
    if "vote" in given:
        return _(ANSWERS[given["vote"]])
    if "objection" in given:
        return _(ANSWERS[counting.OBJECTION if given["objection"] else counting.FINE])
    if "option" in given:
        return labels[given["option"]]
    if "order" in given:
        return ", ".join(f"{place}. {labels[option]}" for place, option in enumerate(given["order"], 1))
    return ", ".join(f"{labels[option]} {points}" for option, points in given["points"].items() if points)


def _more(threshold: int) -> str:
    """Half is not enough: an equal vote never passes."""
    if threshold == WHOLE // 2:
        return _("more than {share}", share=_share(threshold))
    return _("at least {share}", share=_share(threshold))


def _share(basis_points: int) -> str:
    return formats.percent(Fraction(basis_points, WHOLE), 2)
