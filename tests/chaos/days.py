"""Work days in a bureau: everybody sends commands, the clock moves on, and by evening nothing may be missing."""

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from playground.telegram.chats import Message
from tests.chaos import exchanges, exchanges_office
from tests.chaos.arrivals import Arrivals
from tests.chaos.conversation import STAFF
from tests.chaos.copies import original, plain
from tests.chaos.office import APPROVER, FIRST_DAY, Office, Speaker
from tests.e2e.process import PATIENCE

#: The hours at which the clock stops; in between the talk goes on, whether or not the bot has looked.
HOURS = (time(8, 1), time(8, 31), time(9, 31), time(15, 1), time(16, 30))
ROUNDS = 3
SCRIPTS = exchanges.SCRIPTS | exchanges_office.SCRIPTS
#: Of these hours, those in which the unit of the exchanges talks. Its turns are over before the clock moves on.
CONVERSING = (HOURS[2], HOURS[3])
#: A killed bot restarts again and again; seconds to wait until it has done all that is due.
EVENING = 4 * PATIENCE


class Days:
    """Plays day after day, and waits each evening until nothing is missing."""

    def __init__(self, office: Office, dice: Random, *, rest: float = 0.0) -> None:
        """``rest``: up to so many seconds of silence behind each hour, so that a day meets more faults."""
        self._office = office
        self._rest = rest
        self._telegram = office.bureau.telegram
        self._model = office.model
        self._dice = dice
        self._fresh = {speaker: [*numbers] for speaker, numbers in office.shares.items()}
        self._today: dict[Speaker, list[int]] = {}  # items that the speaker closed today, and may take back
        self._petitions: list[int] = []
        self._day = FIRST_DAY
        self.arrivals = Arrivals(office)
        self.played: list[date] = []

    async def play(self) -> None:
        """One work day; ``AssertionError`` names what is owed in the evening."""
        self._today = {speaker: [] for speaker in self._fresh}
        for hour in HOURS:
            await self._stop_at(hour)
            async with asyncio.TaskGroup() as group:
                if hour in CONVERSING:
                    for talked in self._exchanges():
                        group.create_task(talked)
                for _ in range(ROUNDS):
                    await self._talk()
                    self._telegram.clock.advance(timedelta(minutes=1))
            await asyncio.sleep(self._dice.uniform(0, self._rest))
        await self._wait_until_nothing_is_owed()
        await self._approve()
        await self._telegram.wait_for(lambda: not len(self._telegram.updates), EVENING)
        self.played.append(self._day)
        self._day = self._office.calendar.add(self._day, 1)

    async def _stop_at(self, hour: time) -> None:
        clock = self._telegram.clock
        clock.set(datetime.combine(self._day, hour, clock.now().tzinfo))
        if hour in (HOURS[0], HOURS[-1]) or self._dice.random() < 0.75:
            await self._telegram.looked(clock.now(), EVENING)

    async def _wait_until_nothing_is_owed(self) -> None:
        try:
            await self._telegram.wait_for(lambda: not self.arrivals.owed(self._day), EVENING)
        except TimeoutError:
            raise AssertionError(f"lost: {self.arrivals.owed(self._day)}") from None

    def _exchanges(self) -> Iterator[Coroutine[Any, Any, None]]:
        """One exchange for each of the staff, about an item of theirs."""
        talk, dice = self._office.talk, self._dice
        for name in STAFF:
            own = [each for each in talk.matters.values() if each.owner == name]
            [script] = dice.choices([*SCRIPTS], weights=[*SCRIPTS.values()])
            if own:
                yield talk.play(script, dice.choice(own), Random(dice.getrandbits(32)))

    async def _talk(self) -> None:
        """Everybody says something, or nothing."""
        for speaker in self._dice.sample([*self._fresh], k=len(self._fresh)):
            words = self._words(speaker)
            if words:
                group = speaker.group(self._office.bureau)
                await self._office.bureau.player(speaker.name).say(group, words)

    def _words(self, speaker: Speaker) -> str:
        """A command, entered into the model."""
        chat_id, by, at = speaker.chat_id(self._office.bureau), speaker.name, self._telegram.clock.now()
        fresh, closed = self._fresh[speaker], self._today[speaker]
        said = self._dice.random()
        if closed and said < 0.25:
            number = closed.pop(self._dice.randrange(len(closed)))
            self._model.undo(chat_id, number, by, at)
            fresh.append(number)
            return f"/undo@duban_bot {number}"
        if closed and said < 0.35:
            number = self._dice.choice(closed)
            self._model.done(chat_id, number, by, at)
            return f"/done@duban_bot {number}"
        if said < 0.45 and speaker.unit is None:
            self._model.look(chat_id)
            return "/mytasks"
        if not fresh or said > 0.9:
            return ""
        return self._work_on(speaker, chat_id, at)

    def _work_on(self, speaker: Speaker, chat_id: int, at: datetime) -> str:
        fresh = self._fresh[speaker]
        number = self._dice.choice(fresh[:5])
        item = self._model.items[number]
        if item.status == "assigned" and self._dice.random() < 0.5:
            self._model.acknowledge(chat_id, number, speaker.name, at)
            return f"/ack@duban_bot {number}"
        fresh.remove(number)
        (self._petitions if item.verify else self._today[speaker]).append(number)
        self._model.done(chat_id, number, speaker.name, at)
        return f"/done@duban_bot {number}"

    async def _approve(self) -> None:
        """The deputy leader grants half of what is asked for, by its button."""
        approver, approved = self._office.bureau.player(APPROVER), list[int]()
        for number in self._petitions[::2]:
            header = f"【销号申请】第{number}号"
            await self._telegram.wait_for(lambda header=header: self._letter(header), EVENING)  # type: ignore[misc]
            await approver.press(self._letter(header)[0], "同意销号", within=0)
            self._model.approve(number, APPROVER, self._telegram.clock.now())
            approved.append(number)
        await self._telegram.wait_for(lambda: all(map(self._is_told, approved)), EVENING)
        self._petitions = self._petitions[1::2]

    def _is_told(self, number: int) -> bool:
        """Whether a unit heard that the item was approved."""
        chats = (group.chat_id for group in self._office.bureau.groups.values())
        told = (original(message) for chat_id in chats for message in self._telegram.messages(chat_id))
        return any(f"【销号】第{number}号 " in text for text in told)

    def _letter(self, header: str) -> list[Message]:
        chat_id = self._office.bureau.player(APPROVER).chat_id
        return [message for message in self._telegram.messages(chat_id) if plain(message.text).startswith(header)]
