"""Compares the messages in the chats of the playground with those that were due."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from playground.telegram.chats import Message
from tests.chaos.copies import original, plain
from tests.chaos.office import Neglected, Office
from tests.e2e.bureau import BUREAU, CARE, RELIEF

#: How the answer to each kind of command begins; other messages are digests, alerts or notices.
ANSWERS = {
    "done": re.compile(r"^✅ 第(\d+)号.*已办结$", re.MULTILINE),
    "submit": re.compile(r"^⏳ 第(\d+)号.*已申请销号$", re.MULTILINE),
    "undo": re.compile(r"^↩️ 第(\d+)号.*已撤回办结$", re.MULTILINE),
    "ack": re.compile(r"^第(\d+)号.*已签收$", re.MULTILINE),
    "again": re.compile(r"^第(\d+)号.*无须重复操作", re.MULTILINE),
    "mine": re.compile(r"^【我的事项】()", re.MULTILINE),
}


def answer_of(text: str) -> str:
    """``done 12`` for an answer to a command; nothing for anything else."""
    found = ((name, form.search(text)) for name, form in ANSWERS.items())
    return next((f"{name} {match[1]}" for name, match in found if match), "")


def runs_of(answers: list[str]) -> list[tuple[str, int]]:
    """The answers with their repetitions counted: a repeated message follows its first directly."""
    return [(answer, len(list(same))) for answer, same in groupby(answers)]


class Arrivals:
    """Reads the chats of one office."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._bureau = office.bureau

    def answers(self, chat_id: int) -> list[str]:
        """The answers to commands that a chat heard, in order."""
        texts = map(original, self._bureau.telegram.messages(chat_id))
        return [answer for text in texts if (answer := self._answer_of(text))]

    def unasked(self, chat_id: int) -> Counter[str]:
        """Everything else that it heard, and how often."""
        texts = map(original, self._bureau.telegram.messages(chat_id))
        return Counter(text for text in texts if not self._answer_of(text))

    def _answer_of(self, text: str) -> str:
        answer = answer_of(text)
        return answer if self._office.model.is_about(answer) else ""

    def chats(self) -> Iterator[int]:
        """Every chat in which somebody could hear something."""
        yield from (player.chat_id for player in self._bureau.players.values())
        yield from (group.chat_id for group in self._bureau.groups.values())

    def owed(self, day: date) -> list[str]:
        """What the chats still lack in the evening of that day."""
        return [*self._answers_owed(), *self._digests_owed(day), *self._alerts_owed(day)]

    def _answers_owed(self) -> Iterator[str]:
        """What somebody lacks. Askers overtake each other where several answers of a chat wait at once."""
        for chat_id, expected in self._office.model.answers.items():
            heard = self.answers_by_owner(self.answers(chat_id))
            for owner, answers in self.answers_by_owner(expected).items():
                wanted, found = runs_of(answers), runs_of(heard.get(owner, []))
                if len(found) < len(wanted):
                    yield f"{owner} in {chat_id} was answered {found}, and should have been {wanted}"

    def answers_by_owner(self, answers: Iterable[str]) -> dict[str, list[str]]:
        """The answers by whose item they are about, each in the order given."""
        found: dict[str, list[str]] = defaultdict(list)
        for answer in answers:
            found[self._office.model.owner_of(answer)].append(answer)
        return found

    def _digests_owed(self, day: date) -> Iterator[str]:
        for unit, header in ((RELIEF, "【今日提示】"), (CARE, "【今日提示】"), (BUREAU, "【督办晨报】")):
            if not any(header in message.text for message in self._of_day(unit, day)):
                yield f"the digest of {unit or 'the bureau'} on {day}"

    def _alerts_owed(self, day: date) -> Iterator[str]:
        for item, rung in self.rungs_on(day):
            if not self.tellings(item, rung, day):
                yield f"{rung} of {item.number} on {day}"

    def rungs_on(self, day: date) -> list[tuple[Neglected, str]]:
        """What the clock has to say of the neglected items on that day."""
        rungs = ((item, item.rung_on(day, self._office.calendar)) for item in self._office.neglected)
        return [(item, rung) for item, rung in rungs if rung]

    def tellings(self, item: Neglected, rung: str, day: date) -> set[str]:
        """The different messages that told it: one, or somebody was told twice.

        A belated digest may replace the alert; it names what is due today in any case, and both are allowed.
        """
        texts = {message.text for message in self._of_day(item.unit, day)}
        alerts = {plain(text) for text in texts if _alerts(text, item.number, rung)}
        digests = {plain(text) for text in texts if _stands_for(text, item.number, day)}
        return alerts or digests if rung == "due" else alerts | digests

    def _of_day(self, unit: str, day: date) -> list[Message]:
        messages = self._bureau.telegram.messages(self._bureau.groups[unit].chat_id)
        return [message for message in messages if message.date.date() == day]


def _alerts(text: str, number: int, rung: str) -> bool:
    """What is due together with the digest stands below it, in the same message."""
    rung, _, step = rung.partition(" ")
    heading = "【到期提醒】" if rung == "due" else f"【催办·第{step}次】"
    if f"第{number}号" in text.partition(heading)[2]:
        return True
    return rung != "due" and re.search(rf"第{number}号.*\n.*第{step}次催办", text) is not None


def _stands_for(text: str, number: int, day: date) -> bool:
    """A digest that came after the alert's time names the item at length, and no alert follows."""
    head = text.partition("\n")[0]
    is_belated = head.startswith("〔补发〕【今日提示】") and f"　{day.month}月{day.day}日（" in head
    return is_belated and re.search(rf"^\S+　第{number}号 ", text, re.MULTILINE) is not None
