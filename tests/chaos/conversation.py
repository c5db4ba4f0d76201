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
from tests.chaos.allowance import Allowance
from tests.chaos.copies import original
from tests.e2e.bureau import CARE, Bureau, Post
from tests.e2e.process import PATIENCE

UNIT = "基层治理股"
LEADER, HEAD, OFFICE = "分管乙", "丁股长", "办主任"
#: The head of a unit that cooperates on the items.
PARTNER, PARTNERS = "别股长", (CARE,)
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
    is_signed: bool = False  # by somebody who said so; the ledger's first items only have the state
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
            "history": [Did(step["did"], step["by"], _words(step)) for step in item.get("history", [])],
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


def _words(step: dict[str, Any]) -> str:
    """What somebody said with it; 调整 puts before that what was changed."""
    note = str(step.get("note", ""))
    return note.rpartition("；")[2] if step["did"] == "edit" else note


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

    async def send_pictures(self, name: str, count: int, caption: str = "") -> None:
        """Several at once are an album."""
        self._act()
        contents = [self.talk.next_picture() for _ in range(count)]
        if count == 1:
            await self.player(name).send_photo(None, contents[0], caption)
        else:
            await self.player(name).send_album(None, contents, caption)

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
        """The message was changed and now says so; or a later copy: the bot knows the newest one only."""

        def says_so(seen: Message) -> bool:
            is_copy = any(mark in seen.text for mark in (self.matter.named, str(self.token)))
            return (seen is message or is_copy) and all(word in seen.text for word in words)

        def is_seen() -> bool:
            messages = self.talk.messages(message.chat.chat_id)
            return any(says_so(seen) for seen in messages if seen.message_id >= message.message_id)

        await self._until(is_seen, f"{words} in place of {message.text}")

    def player(self, name: str) -> Player:
        return self.talk.bureau.player(name)

    def chat(self, name: str) -> int:
        """Somebody's private chat with the bot."""
        return self.player(name).chat_id

    @property
    def group(self) -> Group:
        return self.talk.bureau.groups[UNIT]

    def alone(self, name: str) -> asyncio.Lock:
        """Nobody is asked two questions at a time in these exchanges: an answer belongs to the newest.

        Nor does anybody press a button meanwhile: what is done by it ends the question.
        """
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
        self.given: dict[int, Matter] = {}  # what was set meanwhile
        self.leaves: dict[str, list[str]] = defaultdict(list)  # by name: their first days; each was cancelled again
        self.notices: Counter[Notice] = Counter()
        self.played: Counter[str] = Counter()
        self.turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tokens = 0
        self._pictures = 0

    async def play(self, script: Script, matter: Matter, dice: Random) -> None:
        """One exchange; nobody else speaks of its item meanwhile."""
        await script(Exchange(self, matter, dice))
        self.played[script.__name__] += 1

    def give(self, number: int, owner: str) -> Matter:
        """New work, not signed yet."""
        self.given[number] = Matter(number, owner, status="assigned")
        return self.given[number]

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

    def faults(self, items: dict[int, dict[str, Any]], people: list[dict[str, Any]]) -> list[str]:
        """What the ledger says otherwise."""
        matters = {**self.matters, **self.given}
        found = [fault for number, matter in matters.items() for fault in matter.faults(items[number])]
        strange = {number for number in items if number >= TALKED_FROM} - matters.keys()
        found += [f"item {number} was entered, and nobody asked for it" for number in sorted(strange)]
        for person in people:
            kept = [(away["first_on"], bool(away.get("ended_at"))) for away in person.get("away", [])]
            newest = self.leaves[person["name"]][-2:]  # of those that are over, the newest stays when one is entered
            if sorted(kept) != sorted((day, True) for day in newest):
                found.append(f"{person['name']} is away {kept}, and should be {newest}")
        return found

    def copies(self, allowance: Allowance) -> list[str]:
        """What was lost or came twice in the chats, beyond what is excused."""
        found = []
        for notice, due in self.notices.items():
            told = [message.message_id for message in self.messages(notice.chat_id) if notice.is_said_by(message)]
            if len(told) < due or len(told) > due + allowance.excused(notice.chat_id, told):
                found.append(f"{notice.words} came {due} times to {notice.chat_id}, and was heard as {told}")
        return found


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


def later(day: date, days: int) -> date:
    """A working day about so many days later, as long as the calendar does not say otherwise."""
    moved = day + timedelta(days=days)
    return moved + timedelta(days=max(0, 7 - moved.weekday()) if moved.weekday() > 4 else 0)


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
