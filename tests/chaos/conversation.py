"""What people and bot say to each other in several turns, and what must be true once each turn was answered.

A turn waits until its answer is there, however often the bot is killed meanwhile. The items of these exchanges are
apart from those of the short commands; each is in one exchange at a time.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from playground.telegram.chats import Message
from playground.telegram.group import Group
from playground.telegram.pictures import sample_picture
from playground.telegram.player import Player
from tests.chaos.copies import original
from tests.e2e.bureau import Bureau, Post
from tests.e2e.process import PATIENCE

UNIT = "基层治理股"
LEADER, HEAD, OFFICE = "分管乙", "丁股长", "办主任"
STAFF = ("丁某", "戊某", "己某", "庚某")
PEOPLE = (
    Post(LEADER, "", "deputy", 9011, (UNIT,)),
    Post(HEAD, UNIT, "head", 9012),
    *(Post(name, UNIT, "staff", 9013 + place) for place, name in enumerate(STAFF)),
)
#: The first number of the items that are talked about, and how many each of the staff has.
TALKED_FROM, EACH = 7001, 4
DUE = date(2029, 6, 29)
#: How often somebody presses a button once more, because nothing has happened yet.
PRESSED_AGAIN = 0.3
#: A bot that is killed again and again takes long to answer; seconds.
ANSWERED = 4 * PATIENCE


class Did(NamedTuple):
    """One line of an item's history: what, by whom, with which words."""

    did: str
    by: str
    note: str


@dataclass(slots=True)
class Matter:
    """An item that is talked about, as it should be."""

    number: int
    owner: str
    due: date = DUE
    status: str = "acknowledged"
    steps: list[Did] = field(default_factory=list)
    former: list[str] = field(default_factory=list)  # limits before the present one, oldest first
    pieces: int = 0  # of evidence

    @property
    def named(self) -> str:
        """As every message names it."""
        return f"第{self.number}号"

    def step(self, did: str, by: str, note: str = "") -> None:
        self.steps.append(Did(did, by, note))

    def move(self, due: date) -> None:
        """The limit was moved, once."""
        self.former.append(self.due.isoformat())
        self.due = due

    def faults(self, item: dict[str, Any]) -> list[str]:
        """What the ledger says otherwise."""
        found = {
            "history": [Did(step["did"], step["by"], step.get("note", "")) for step in item.get("history", [])],
            "limits": [former["due"] for former in item.get("former_limits", [])] + [item["due"]],
            "evidence": len(item.get("evidence", [])),
            "status": item["status"],
            "owner": item["owner"],
        }
        expected = {
            "history": self.steps,
            "limits": [*self.former, self.due.isoformat()],
            "evidence": self.pieces,
            "status": self.status,
            "owner": self.owner,
        }
        return [
            f"{name} of item {self.number}: {found[name]}, and should be {expected[name]}"
            for name in expected
            if found[name] != expected[name]
        ]


class Notice(NamedTuple):
    """A message that a chat must hear: all of these words are in it."""

    chat_id: int
    words: tuple[str, ...]

    def is_said_by(self, message: Message) -> bool:
        return all(word in original(message) for word in self.words)


class Exchange:
    """One exchange about one item: who speaks, what they hear, what they press."""

    def __init__(self, talk: "Talk", matter: Matter, dice: Random) -> None:
        self.talk, self.matter, self.dice = talk, matter, dice
        self.by = matter.owner
        self.token = talk.next_token()
        self._since: dict[int, int] = {}

    async def say(self, name: str, text: str, group: Group | None = None, reply_to: Message | None = None) -> None:
        self._act()
        await self.player(name).say(group, text, reply_to=reply_to)

    async def send_pictures(self, name: str, count: int, caption: str = "", reply_to: Message | None = None) -> None:
        """Several at once are an album."""
        self._act()
        contents = [self.talk.next_picture() for _ in range(count)]
        if count == 1:
            await self.player(name).send_photo(None, contents[0], caption, reply_to=reply_to)
        else:
            await self.player(name).send_album(None, contents, caption, reply_to=reply_to)

    async def press(self, name: str, message: Message, label: str) -> None:
        """Press it as soon as it is there, and perhaps once more: impatient people do."""
        await self._until(lambda: label in labels(message), f"[{label}] for {name}")
        self._act()
        await self.player(name).press(message, label, within=0)
        if self.dice.random() < PRESSED_AGAIN and label in labels(message):
            await self.player(name).press(message, label, within=0)

    async def hear(self, chat_id: int, *words: str) -> Message:
        """A new message with these words in that chat; it has to come, and is counted in the end."""
        found = await self.find(chat_id, *words)
        self.talk.notices[Notice(chat_id, words)] += 1
        return found

    async def find(self, chat_id: int, *words: str) -> Message:
        """The same where the words are no message's own, so that nothing can be counted."""
        notice = Notice(chat_id, words)
        await self._until(lambda: self._heard(notice), f"{words} in {chat_id}")
        return self._heard(notice)[0]

    async def see(self, message: Message, *words: str) -> None:
        """The message was changed and now says so, or a copy of it: the bot knows only the newest."""
        said = original(message)
        await self._until(
            lambda: any(
                original(copy) == said and all(word in copy.text for word in words)
                for copy in self.talk.messages(message.chat.chat_id)
            ),
            f"{words} in place of {message.text}",
        )

    def player(self, name: str) -> Player:
        return self.talk.bureau.player(name)

    def chat(self, name: str) -> int:
        """Somebody's private chat with the bot."""
        return self.player(name).chat_id

    @property
    def group(self) -> Group:
        return self.talk.bureau.groups[UNIT]

    def alone(self, name: str) -> asyncio.Lock:
        """Nobody is asked two questions at a time in these exchanges: an answer belongs to the newest."""
        return self.talk.turns[name]

    def _act(self) -> None:
        """What follows is new."""
        self._since = {chat: len(self.talk.messages(chat)) for chat in self.talk.chats()}

    def _heard(self, notice: Notice) -> list[Message]:
        messages = self.talk.messages(notice.chat_id)[self._since.get(notice.chat_id, 0) :]
        return [message for message in messages if notice.is_said_by(message)]

    async def _until(self, predicate: Callable[[], object], what: str) -> None:
        try:
            await self.talk.bureau.telegram.wait_for(predicate, ANSWERED)
        except TimeoutError:
            raise AssertionError(f"never came: {what}, item {self.matter.number}") from None


#: Plays one exchange to its end.
Script = Callable[[Exchange], Coroutine[Any, Any, None]]


class Talk:
    """All exchanges of a run, and what came of them."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        self.matters = {
            number: Matter(number, STAFF[number % len(STAFF)])
            for number in range(TALKED_FROM, TALKED_FROM + EACH * len(STAFF))
        }
        self.notices: Counter[Notice] = Counter()
        self.played: Counter[str] = Counter()
        self.turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tokens = 0
        self._pictures = 0

    async def play(self, script: Script, matter: Matter, dice: Random) -> None:
        """One exchange; nobody else speaks of its item meanwhile."""
        await script(Exchange(self, matter, dice))
        self.played[script.__name__] += 1

    def messages(self, chat_id: int) -> list[Message]:
        """What the bot said there."""
        return self.bureau.telegram.messages(chat_id)

    def chats(self) -> list[int]:
        """Where somebody may hear something."""
        private = [player.chat_id for player in self.bureau.players.values()]
        return private + [group.chat_id for group in self.bureau.groups.values()]

    def next_token(self) -> int:
        """A figure that no other exchange names: its messages are known by it."""
        self._tokens += 1
        return 1000 + self._tokens

    def next_picture(self) -> bytes:
        """A picture that nobody has sent yet: the same one would be kept once."""
        self._pictures += 1
        return sample_picture() + self._pictures.to_bytes(4, "big")

    def faults(self, items: dict[int, dict[str, Any]]) -> list[str]:
        """What was lost or came twice: in the ledger, and in the chats."""
        found = [fault for number, matter in self.matters.items() for fault in matter.faults(items[number])]
        for notice, due in self.notices.items():
            copies = sum(map(notice.is_said_by, self.messages(notice.chat_id)))
            if not due <= copies <= 2 * due:
                found.append(f"{notice.words} came {copies} times to {notice.chat_id}, and should have {due} times")
        return found


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


def later(day: date, days: int) -> date:
    """A working day about so many days later, as long as the calendar does not say otherwise."""
    moved = day + timedelta(days=days)
    return moved + timedelta(days=max(0, 7 - moved.weekday()) if moved.weekday() > 4 else 0)


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
