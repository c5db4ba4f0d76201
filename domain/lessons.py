"""举一反三 and 建章立制: whether there are like cases and a lasting rule, as whoever asks for 销号 says."""

import re
from datetime import datetime
from enum import IntEnum
from typing import Any

from domain.item import Did, Item, Step
from domain.rules import Kind
from domain.steps import checked_reason, require_open, take_reversible_step


class Lesson(IntEnum):
    """A question, in the order asked."""

    LIKE_CASES = 0  # 举一反三
    RULE_MADE = 1  # 建章立制


class Reply(IntEnum):
    """What a button says to a question; a press is ten times the question, and this."""

    YES = 0
    NONE = 1  # 不涉及
    OTHER = 2  # asks for words
    AGAIN = 3  # both questions once more


#: The item's field that holds the answer.
_FIELDS = {Lesson.LIKE_CASES: "like_cases", Lesson.RULE_MADE: "rule_made"}
#: A rule as papers name one: 《按月比对制度》.
_TITLE = re.compile("《[^《》]{2,60}》")


def lesson_of(item: Item, lesson: Lesson) -> str:
    """The answer; "" where there is none."""
    return str(getattr(item, _FIELDS[lesson]))


def next_lesson(item: Item, kind: Kind) -> Lesson | None:
    """The first question that nobody has answered, of a kind that asks them."""
    if not kind.asks_lessons:
        return None
    return next((lesson for lesson in Lesson if not lesson_of(item, lesson)), None)


def answer_lesson(item: Item, lesson: Lesson, words: str, by: str, at: datetime) -> Item:
    """The answer is kept; the same once more changes nothing. Raises for what is closed, and for words too long.

    A rule that 建章立制 names by its title is one that was made (出台制度): nobody has to enter it twice.
    """
    require_open(item)
    kept = checked_reason(words, item)
    if lesson_of(item, lesson) == kept:
        return item
    changes: dict[str, Any] = {_FIELDS[lesson]: kept}
    if lesson is Lesson.RULE_MADE:
        changes |= _with_rules(item, kept)
    return take_reversible_step(item, Step(at, by, Did.LESSON, kept, to=_FIELDS[lesson]), **changes)


def ask_again(item: Item, by: str, at: datetime) -> Item:
    """Both questions are open once more."""
    require_open(item)
    if not any(lesson_of(item, lesson) for lesson in Lesson):
        return item
    emptied: dict[str, Any] = dict.fromkeys(_FIELDS.values(), "")
    return take_reversible_step(item, Step(at, by, Did.LESSON), **emptied, **_with_rules(item, ""))


def _with_rules(item: Item, answer: str) -> dict[str, tuple[str, ...]]:
    """出台制度 once 建章立制 says this: what the answer before it brought goes, what this one names comes."""
    brought = _brought(item)
    kept = [each for each in item.rules_made if each not in brought]
    rules = tuple(dict.fromkeys((*kept, *_TITLE.findall(answer))))
    return {} if rules == item.rules_made else {"rules_made": rules}


def _brought(item: Item) -> set[str]:
    """The rules that stand there because the present answer named them."""
    answers = (step for step in reversed(item.history) if step.did is Did.LESSON and step.to == "rule_made")
    step = next(answers, None) if item.rule_made else None
    if step is None or "rules_made" not in step.was:
        return set()
    return set(_TITLE.findall(item.rule_made)) - set(step.was["rules_made"])
