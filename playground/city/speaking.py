"""People who speak to their bureau's bot all the time, whether or not it answers; and what must have come of it."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from domain.roster import Person
from playground.city.bureaux import CityBureau
from playground.telegram.chats import Message
from playground.telegram.player import Player
from texts import city as words

#: Seconds between two things that one person says.
APART = (1.0, 2.0)
#: What is said, and how often.
WEIGHTS = {"progress": 4, "mine": 2, "done": 2, "words": 2}
#: Seconds that anybody waits for an answer.
PATIENCE = 90.0
#: So many items are kept to speak of.
_KEPT = 10
#: How the answers begin, by what was asked.
ANSWERS = {
    "done": re.compile(r"^✅ 第(\d+)号.*已办结$", re.MULTILINE),
    "progress": re.compile(r"^(?:.*\n)*?.*已记录第(\d+)号进展"),
    "words": re.compile(r"^记为第(\d+)号进展？", re.MULTILINE),
    "mine": re.compile(r"^【我的事项】()", re.MULTILINE),
}
#: What must be in the item's history.
DEEDS = {"done": "close_out", "progress": "progress", "words": "progress"}


class Given(NamedTuple):
    """One command: what it is, about which item, with which words, and when it was said (seconds)."""

    kind: str
    number: int
    words: str
    at: float

    @property
    def answer(self) -> str:
        """By what its answer is known."""
        return f"{self.kind} {self.number or ''}"


def answer_of(text: str) -> str:
    """Which command a message answers; nothing for any other message."""
    found = ((kind, form.search(text)) for kind, form in ANSWERS.items())
    return next((f"{kind} {match[1]}" for kind, match in found if match), "")


class Speaker:
    """One person in their chat with the bot."""

    def __init__(self, bureau: CityBureau, person: Person, dice: Random) -> None:
        self._bureau = bureau
        self._telegram = bureau.telegram
        self._dice = dice
        self.person = person
        self.player: Player = bureau.players[person.name]
        self._left = list(bureau.numbers(person))
        self._confirming: asyncio.Task[None] | None = None  # one at a time: an echo is about what was said last
        self.given: list[Given] = []

    async def speak(self, stop: asyncio.Event) -> None:
        """Say something every now and then until the stop; then wait until all echoes are confirmed."""
        while not stop.is_set():
            await self._say_something()
            try:
                async with asyncio.timeout(self._dice.uniform(*APART)):
                    await stop.wait()
            except TimeoutError:
                continue
        if self._confirming is not None:
            await self._confirming

    async def _say_something(self) -> None:
        kind = self._kind()
        number = 0 if kind == "mine" else self._dice.choice(self._left)
        said = words.said(len(self.given) + 1) if kind in ("progress", "words") else ""
        if kind == "done":
            self._left.remove(number)
        self.given.append(Given(kind, number, said, self._telegram.world.pulse()))
        await self.player.say(None, _command(kind, number, said))
        if kind == "words":
            self._confirming = asyncio.create_task(self._confirm(said))

    def _kind(self) -> str:
        kind = self._dice.choices([*WEIGHTS], [*WEIGHTS.values()])[0]
        is_waiting = self._confirming is not None and not self._confirming.done()
        is_scarce = len(self._left) <= _KEPT
        return "progress" if (kind == "words" and is_waiting) or (kind == "done" and is_scarce) else kind

    async def _confirm(self, said: str) -> None:
        """Press 确认 below the echo, once it is there."""
        echo = await self._telegram.wait_for(lambda: self._echo(said), timeout=PATIENCE)
        await self.player.press(echo[0], "确认", within=0)
        await self._telegram.wait_for(lambda: any("已记录" in each.text for each in self._echo(said)), timeout=PATIENCE)

    def _echo(self, said: str) -> list[Message]:
        return [message for message in self._messages() if said in message.text or said in _first(message)]

    def owed(self) -> Counter[str]:
        """Answers that are still to come."""
        owed = self.expected()
        owed.subtract(self.heard())
        return +owed

    def expected(self) -> Counter[str]:
        return Counter(each.answer for each in self.given)

    def heard(self) -> Counter[str]:
        """Answers by what they answer."""
        return Counter(found for message in self._messages() if (found := answer_of(_first(message))))

    def doubled(self) -> int:
        """How many messages came once more than they should: answers, and anything else that says the same."""
        others = Counter(_first(message) for message in self._messages() if not answer_of(_first(message)))
        answers = self.heard()
        answers.subtract(self.expected())
        return (+answers).total() + others.total() - len(others)

    def _messages(self) -> list[Message]:
        return self._telegram.messages(self.player.chat_id)


def _first(message: Message) -> str:
    """What it said at first."""
    return message.versions[0] if message.versions else message.text


def _command(kind: str, number: int, said: str) -> str:
    return {
        "progress": f"/progress {number} {said}",
        "words": f"{number} {said}",
        "done": f"/done {number}",
        "mine": "/mytasks",
    }[kind]


def speakers_of(bureau: CityBureau, dice: Random) -> Iterator[Speaker]:
    """Those of the bureau who speak."""
    for person in bureau.speakers:
        yield Speaker(bureau, person, Random(dice.getrandbits(32)))
