"""举一反三 and 建章立制: whether there are like cases and a lasting rule, as whoever asks for 销号 says."""

from datetime import datetime
from enum import IntEnum

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


def lesson_of(item: Item, lesson: Lesson) -> str:
    """The answer; "" where there is none."""
    return str(getattr(item, _FIELDS[lesson]))


def next_lesson(item: Item, kind: Kind) -> Lesson | None:
    """The first question that nobody has answered, of a kind that asks them."""
    if not kind.asks_lessons:
        return None
    return next((lesson for lesson in Lesson if not lesson_of(item, lesson)), None)


def answer_lesson(item: Item, lesson: Lesson, words: str, by: str, at: datetime) -> Item:
    """The answer is kept; the same once more changes nothing. Raises for what is closed, and for words too long."""
    require_open(item)
    kept = checked_reason(words, item)
    if lesson_of(item, lesson) == kept:
        return item
    return take_reversible_step(item, Step(at, by, Did.LESSON, kept, to=_FIELDS[lesson]), **{_FIELDS[lesson]: kept})


def ask_again(item: Item, by: str, at: datetime) -> Item:
    """Both questions are open once more."""
    require_open(item)
    if not any(lesson_of(item, lesson) for lesson in Lesson):
        return item
    return take_reversible_step(item, Step(at, by, Did.LESSON), **dict.fromkeys(_FIELDS.values(), ""))
