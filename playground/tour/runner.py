"""Runs a tour: lets people act, waits for the expected messages, and shows every message of a scene once.

Messages are collected by chat until the scene shows them or sums them up. A message that is missing or
unexpected ends the tour.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from playground.demo.bot_process import BotProcess
from playground.demo.sample_players import SamplePlayers
from playground.telegram.chats import Message
from playground.telegram.days import move_to
from playground.telegram.group import Group
from playground.telegram.params import Upload
from playground.telegram.pictures import sample_picture
from playground.telegram.player import Player
from playground.telegram.server import Playground
from playground.tour.chat_log import ChatEvent, ChatLog
from playground.tour.terminal import TerminalWriter
from texts import tour as words

#: Seconds to wait for an expected message; it takes milliseconds, unless the machine is very busy.
PATIENCE = 20.0
#: The title that begins a message which the bot sends by itself.
_TITLE = re.compile("【([^·】]+)")
#: A chat of the playground: a group, or a person's private chat with the bot.
Place = Group | Player


class TourError(Exception):
    """The tour did not go as expected; the text says where."""


class Runner:
    """One bureau's weeks. Days count from the first Monday: ``at(0, "08:30")``."""

    def __init__(
        self, playground: Playground, program: BotProcess, terminal: TerminalWriter, players: SamplePlayers
    ) -> None:
        self.playground = playground
        self.program = program
        self.terminal = terminal
        self.players = players
        self.said = 0  # commands and presses so far
        self.is_brief = False  # whether of a replaced message only the new lines are shown
        self._log = ChatLog(playground.world)
        self._at_rest: tuple[int, int, int] | None = None

    @property
    def username(self) -> str:
        """The bot's."""
        return self.playground.world.bot.username

    def day(self, number: int) -> date:
        """That day of the tour, 0 for its first Monday."""
        return self.players.bureau.monday + timedelta(days=number)

    async def call(self, name: str, *arguments: str) -> list[str]:
        """Run a command of the operator; the lines it printed."""
        code, printed = await self.program.call(name, *arguments)
        if code:
            raise TourError(words.failed(name, printed))
        return printed.rstrip().split("\n")

    async def start_bot(self) -> None:
        """Start the bot, and wait until it asks for updates."""
        await self.program.start("--clock", self.playground.base_url)
        try:
            await self.playground.wait_for(lambda: self.playground.updates.is_polled or None, PATIENCE)
        except TimeoutError:
            raise TourError(words.failed("run", self.program.last_words())) from None

    async def at(self, day: int, hour: str) -> None:
        """Move the clock there, with all digests and alerts on the way."""
        zone = self.playground.clock.now().tzinfo
        await move_to(self.playground, datetime.combine(self.day(day), time.fromisoformat(hour), zone))
        self._at_rest = self._activity()

    async def say(
        self, who: Player, where: Group | None, text: str, expect: str, *, reply_to: int | None = None
    ) -> Message:
        """Let somebody speak; returns the bot's message in that chat that has the expected words."""
        await self.speak(who, where, text, reply_to=reply_to)
        return await self.expect(where or who, expect)

    async def speak(self, who: Player, where: Group | None, text: str, *, reply_to: int | None = None) -> int:
        """The same without waiting for anything; returns the number of the words' own message."""
        self.said += 1
        return await who.say(where, text, reply_to=reply_to)

    async def correct(self, who: Player, where: Group | None, message_id: int, text: str, expect: str) -> Message:
        """Let somebody change what they said; returns the bot's message in that chat that has the expected words."""
        self.said += 1
        await who.edit(where, message_id, text)
        return await self.expect(where or who, expect)

    async def send_photos(
        self,
        who: Player,
        where: Group | None,
        caption: str,
        expect: str,
        *,
        count: int = 1,
        reply_to: int | None = None,
    ) -> Message:
        """Let somebody send a picture, or several at once; returns the bot's message that has the expected words."""
        self.said += 1
        pictures = [("photo", Upload("photo.jpg", sample_picture(self.said + place))) for place in range(count)]
        await who.send_uploads(where, pictures, caption, reply_to=reply_to)
        return await self.expect(where or who, expect)

    async def send_file(self, who: Player, name: str, content: bytes, expect: str) -> Message:
        """Let somebody send a file in private; returns the bot's message that has the expected words."""
        self.said += 1
        await who.send_file(None, name, content)
        return await self.expect(who, expect)

    async def press(self, who: Player, message: Message, label: str, expect: str = "") -> Message | None:
        """Let somebody press a button; returns the message with the words expected in the same chat, if any are."""
        place = self.place_of(message)
        self._log.collect()
        self.said += 1
        answer = await who.press(message, label, within=PATIENCE)
        if answer is None:
            raise TourError(words.no_answer(self.name_of(place), label))
        press = ChatEvent(self._hour(), who.person.first_name, label, is_press=True, toast=answer)
        self._log.add_press(place.chat_id, press)
        return await self.expect(place, expect) if expect else None

    async def expect(self, place: Place, snippet: str) -> Message:
        """Wait until the bot has said the words in the chat since it was last shown."""

        def found() -> ChatEvent | None:
            heard = reversed(self._log.in_chat(place.chat_id))
            return next((each for each in heard if each.is_bots and snippet in each.text), None)

        try:
            event = await self.playground.wait_for(found, PATIENCE)
        except TimeoutError:
            raise TourError(words.missing(self.name_of(place), snippet)) from None
        if event is None:
            raise TourError(words.missing(self.name_of(place), snippet))
        return self.playground.world.chats[place.chat_id].messages[event.message_id]

    def newest(self, place: Place, snippet: str) -> Message:
        """The bot's latest message in the chat that has the words, in its text or on a button."""
        for message in reversed(self.playground.messages(place.chat_id)):
            if snippet in message.text or any(snippet in button.label for button in message.buttons):
                return message
        raise TourError(words.missing(self.name_of(place), snippet))

    def count_unshown(self, place: Place, snippet: str) -> int:
        """How many messages with the words came in the chat since it was last shown."""
        return sum(each.is_bots and snippet in each.text for each in self._log.in_chat(place.chat_id))

    async def show_expected(self, *expected: tuple[Place, str]) -> None:
        """Wait until the words are said in each of the chats, then tell what happened there."""
        for place, snippet in expected:
            await self.expect(place, snippet)
        await self.show(*(place for place, _ in expected))

    async def rest(self) -> None:
        """Wait until the bot has nothing more to do; where nothing has happened since it had, at once."""
        if self._activity() != self._at_rest:
            await self.playground.idle(timeout=PATIENCE)
            self._at_rest = self._activity()

    def _activity(self) -> tuple[int, int, int]:
        """Changes with whatever people do and the bot calls."""
        return self.said, self.playground.world.events.count, self.playground.bot_api.call_count

    async def show(self, *places: Place) -> None:
        """Tell what happened in these chats since they were last shown, one after the other."""
        await self.rest()
        for place in places:
            for event in self._log.take(place.chat_id):
                self._tell(self.name_of(place), event)

    async def show_one(self, place: Place, message: Message) -> None:
        """Tell one message of a chat alone; those before it are summed up with the others."""
        await self.rest()
        events = self._log.in_chat(place.chat_id)
        for event in [each for each in events if each.message_id == message.message_id]:
            events.remove(event)
            self._tell(self.name_of(place), event)

    async def show_heads(self, place: Place, *, most: int = 3) -> None:
        """The same for one chat, with as many lines of each message, and how many more it has."""
        await self.rest()
        for event in self._log.take(place.chat_id):
            lines = [line for line in event.text.split("\n") if line]
            left = len(lines) - most
            text = "\n".join([*lines[:most], words.left_out(left)] if left > 1 else lines)
            self._tell(self.name_of(place), replace(event, text=text))

    async def expect_each(self, places: Iterable[Place], snippet: str) -> None:
        """Check that the bot said the words in each of these chats, and show nothing of them."""
        for place in places:
            await self.expect(place, snippet)
            self._log.take(place.chat_id)

    async def sum_up(self) -> None:
        """List the titles (今日提示) of the messages in other chats, without showing them."""
        await self.rest()
        reached: dict[str, set[int]] = {}
        for chat_id, events in self._log.take_all().items():
            for each in events:
                found = _TITLE.match(each.text)
                if not each.is_bots or found is None:
                    raise TourError(words.unexpected(self._name_at(chat_id), each.text))
                reached.setdefault(found[1], set()).add(chat_id)
        self.terminal.note(words.elsewhere(_by_kind_of_chat(reached)))

    async def end_scene(self) -> None:
        """Fail if a message was neither shown nor summed up."""
        await self.rest()
        for chat_id, events in self._log.take_all().items():
            raise TourError(words.unexpected(self._name_at(chat_id), events[0].text))

    def check(self, *, holds: bool, claim: str) -> None:
        """Say what was checked, or end the tour."""
        if not holds:
            raise TourError(words.not_so(claim))
        self.terminal.result(claim)

    def place_of(self, message: Message) -> Place:
        """The chat that a message is in."""
        return self.place_of_chat(message.chat_id)

    def place_of_chat(self, chat_id: int) -> Place:
        """The chat of that id."""
        is_private = self.playground.world.chats[chat_id].is_private
        return self.playground.player(chat_id) if is_private else self.playground.group_at(chat_id)

    def name_of(self, place: Place) -> str:
        """What the chat is called."""
        return place.title if isinstance(place, Group) else words.private(place.person.first_name)

    def _name_at(self, chat_id: int) -> str:
        return self.name_of(self.place_of_chat(chat_id))

    def _tell(self, where: str, each: ChatEvent) -> None:
        tell = self.terminal
        if each.is_press:
            tell.press(each.hour, where, each.who, each.text)
            if each.toast:
                tell.toast(each.toast)
        elif each.is_bots and self.is_brief and each.changed is not None:
            if each.changed:
                tell.message(each.hour, where, each.changed, each.rows, how=each.how)
        elif each.is_bots:
            tell.message(each.hour, where, each.text, each.rows, how=each.how)
        elif each.is_service:
            tell.event(each.hour, where, each.text)
        else:
            tell.speech(each.hour, where, each.who, each.text)

    def _hour(self) -> str:
        return f"{self.playground.clock.now():%H:%M}"


def _by_kind_of_chat(reached: Mapping[str, set[int]]) -> dict[str, tuple[int, int]]:
    """By title: how many groups, how many people."""
    return {
        title: (sum(chat < 0 for chat in chats), sum(chat > 0 for chat in chats)) for title, chats in reached.items()
    }
