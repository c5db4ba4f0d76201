"""What became of everything that was said: lost, done twice, said twice, and how long nobody answered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from math import inf
from typing import Any

from msgspec import Struct

from playground.city.bureaux import CityBureau
from playground.city.speaking import DEEDS, Given, Speaker

#: The documents of a ledger's items, by number.
Items = Mapping[int, Mapping[str, Any]]


class Outcome(Struct, frozen=True):
    """One bureau's."""

    office: str
    given: int
    lost: int  # without their effect, or without an answer
    twice: int  # effects beyond the one that was asked for
    doubled: int  # messages that came once more
    most_doubled: int  # of them, the most in one chat
    silent: tuple[float, ...]  # seconds from each kill to the next answer
    take_overs: int

    @property
    def is_kept(self) -> bool:
        """Whether the promise was."""
        return not self.lost and not self.twice and self.most_doubled <= self.take_overs


def count(bureau: CityBureau, speakers: Iterable[Speaker], items: Items, killed_at: list[float]) -> Outcome:
    """``killed_at``: seconds at which the bot that had the bureau's ledger was killed."""
    everybody = list(speakers)
    given = [each for speaker in everybody for each in speaker.given]
    effects = [_effects(each, items) for each in given if each.kind in DEEDS]
    doubled = [speaker.doubled() for speaker in everybody]
    return Outcome(
        office=bureau.post.office,
        given=len(given),
        lost=sum(found < 1 for found in effects) + sum(speaker.owed().total() for speaker in everybody),
        twice=sum(max(0, found - 1) for found in effects) + _unasked(given, items),
        doubled=sum(doubled),
        most_doubled=max(doubled),
        silent=tuple(_silence(bureau, at) for at in killed_at),
        take_overs=len(killed_at),
    )


def _effects(given: Given, items: Items) -> int:
    """How often the ledger has what the command asked for."""
    history = items[given.number].get("history", [])
    return sum(_is_of(step, given) for step in history)


def _is_of(step: Mapping[str, Any], given: Given) -> bool:
    return (step["did"], step.get("note", "")) == (DEEDS[given.kind], given.words)


def _unasked(given: list[Given], items: Items) -> int:
    """Reports and closings of their items that nobody asked for."""
    asked: dict[int, list[Given]] = defaultdict(list)
    for each in given:
        if each.kind in DEEDS:
            asked[each.number].append(each)
    return sum(
        step["did"] in DEEDS.values() and not any(_is_of(step, each) for each in mine)
        for number, mine in asked.items()
        for step in items[number].get("history", [])
    )


def _silence(bureau: CityBureau, killed_at: float) -> float:
    """Seconds from the kill to the first message that anybody got since; endless where nobody did."""
    return min((at for at in _sent_at(bureau) if at > killed_at), default=inf) - killed_at


def answered_since(bureau: CityBureau, instant: float) -> bool:
    """Whether anybody got a message since then."""
    return any(at > instant for at in _sent_at(bureau))


def _sent_at(bureau: CityBureau) -> Iterator[float]:
    """When messages came, the newest first."""
    for seen in reversed(bureau.telegram.requests):
        if seen.method == "sendMessage" and seen.status == HTTPStatus.OK:
            yield seen.monotonic
