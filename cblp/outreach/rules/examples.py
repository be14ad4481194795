"""Which posts did better than their account usually does, and what they have that the others don't: always with its figure.

An account with many followers must not win by that alone, so every post is measured against what its own account reaches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

LEAST: Final = 3
"""Posts from which an average says something."""
BETTER: Final = Fraction(6, 5)
"""From this many times the rest on, a thing is worth naming."""
BLOCK: Final = 3
"""Hours that are looked at together."""
STORY: Final = 80
"""Letters from which a text tells something."""
TAG, HOURS, KIND, QUESTION, PRICE, TOLD = "tag", "hours", "kind", "question", "price", "told"


@dataclass(frozen=True)
class Post:
    """A post as these rules see it; ``hour`` is local, None where it is not known."""

    id: str
    account: str
    kind: str
    text: str
    tags: tuple[str, ...]
    interactions: int
    hour: int | None


@dataclass(frozen=True)
class Trait:
    """Something that posts have (``code`` and its ``value``): how many have it, and how many times better than the others they did."""

    code: str
    value: Any
    posts: int
    times: Fraction


@dataclass(frozen=True)
class Best:
    """A post that did well: how many times what its account usually reaches, and what it has of the traits that help."""

    post: Post
    times: Fraction
    why: tuple[Trait, ...]


def measured(posts: Sequence[Post]) -> list[tuple[Post, Fraction]]:
    """Each post with its interactions over the mean of its account; posts of an account with too few to compare are left out."""
    by_account: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        by_account[post.account].append(post)
    found = []
    for own in by_account.values():
        total = sum(post.interactions for post in own)
        if len(own) >= LEAST and total:
            found += [(post, Fraction(post.interactions * len(own), total)) for post in own]
    return found


def traits(scored: Sequence[tuple[Post, Fraction]]) -> list[Trait]:
    """What helped, the strongest first: at least LEAST posts with it and as many without, and BETTER than those."""
    having: dict[tuple[str, Any], list[Fraction]] = defaultdict(list)
    for post, times in scored:
        for trait in _of(post):
            having[trait].append(times)
    total, count = sum((times for _, times in scored), Fraction()), len(scored)
    found = []
    for (code, value), with_it in having.items():
        without = count - len(with_it)
        rest = total - sum(with_it, Fraction())
        if min(len(with_it), without) >= LEAST and rest > 0:
            times = (sum(with_it, Fraction()) / len(with_it)) / (rest / without)
            if times >= BETTER:
                found.append(Trait(code, value, len(with_it), times))
    return sorted(found, key=lambda trait: (-trait.times, -trait.posts, trait.code, str(trait.value)))


def best(scored: Sequence[tuple[Post, Fraction]], helped: Iterable[Trait], most: int = 3, each: int = 2) -> list[Best]:
    """The posts above their account's usual, the best first, at most ``each`` reasons a post; each account's best comes first."""
    known: Mapping[tuple[str, Any], Trait] = {(trait.code, trait.value): trait for trait in helped}
    above = sorted((one for one in scored if one[1] > 1), key=lambda one: (-one[1], -one[0].interactions, one[0].id))
    # One account's posts look alike: whoever looks for an example sees the best of several first.
    firsts = list({post.account: (post, times) for post, times in reversed(above)}.values())[::-1]
    chosen = sorted([*firsts, *(one for one in above if one not in firsts)][:most], key=above.index)
    return [Best(post, times, tuple(trait for key, trait in known.items() if key in _of(post))[:each]) for post, times in chosen]


_ASKED: Final[Mapping[str, Callable[[str], bool]]] = {
    QUESTION: lambda text: "?" in text, PRICE: lambda text: "rp" in text.lower(), TOLD: lambda text: len(text) >= STORY,
}


def _of(post: Post) -> set[tuple[str, Any]]:
    found: set[tuple[str, Any]] = {(TAG, tag) for tag in post.tags} | {(KIND, post.kind)}
    if post.hour is not None:
        found.add((HOURS, post.hour // BLOCK * BLOCK))
    return found | {(code, True) for code, holds in _ASKED.items() if holds(post.text)}
