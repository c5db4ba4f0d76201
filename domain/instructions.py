"""领导批示: a leader's written words on an item, whose answer has a clock of its own.

As long as one waits for its answer the item bears the mark 批示, by which every list puts it first.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from msgspec import Struct
from msgspec.structs import replace

from domain.dates.leading import split_limit
from domain.errors import DateNotUnderstood, DateVague, ItemRefusal
from domain.item import IN_HAND, Did, Item, Step
from domain.item_records import Instruction
from domain.limits import day_of, local_day
from domain.occasion import Appointment, instant, latest
from domain.rules import Rules, alert_times, push_day_on_or_before
from domain.steps import checked, checked_reason, require_open, take_reversible_step
from domain.views import Rung

#: The mark of an item with an instruction that nobody has answered.
MARK = "批示"
#: Instructions that an item keeps, and characters of one.
MOST, LONGEST = 20, 300
#: Reminded so many work days after the day for its answer.
CHASED_AFTER = (1, 3)
_TEN = 10
#: A day without its year that would be further off is one that has passed.
_FARTHEST = 200


class InstructionRefusal(ItemRefusal):
    """Nothing was recorded; ``limit`` is the most there may be."""

    def __init__(self, number: int, title: str, limit: int = 0) -> None:
        super().__init__(number, title)
        self.limit = limit


class InstructionMissing(InstructionRefusal):
    """There are no words."""


class InstructionTooLong(InstructionRefusal):
    """More characters than one may have."""


class TooManyInstructions(InstructionRefusal):
    """More than an item keeps."""


class NoInstruction(InstructionRefusal):
    """None waits for an answer."""


class AnswerPast(InstructionRefusal):
    """The day for the answer lies in the past."""


class Given(Struct, frozen=True):
    """An instruction as it was said: whose, its words, and the day that they name for an answer."""

    leader: str
    words: str
    answer_by: date | None = None


_LEADER = re.compile(r"\s*(?P<leader>[\u4e00-\u9fff·]{2,12}?)(?:同志)?(?:批示)?\s*[:\uff1a]\s*(?P<words>.*)", re.DOTALL)
_PARTS = re.compile(r"[,;\uff0c\uff1b\u3002\s]+")


def read_given(words: str, leader: str, leaders: Sequence[str], today: date, rules: Rules) -> Given:
    """王局长：请抓紧整改，3月5日前报结果: the leader before the colon, where it is one; the first day is the answer's.

    ``leader`` is whose they are otherwise; ``leaders`` are the names that a colon may follow.
    """
    found = _LEADER.fullmatch(words.strip())
    if found is not None and (found["leader"] in leaders or found["leader"].endswith(("局长", "书记", "主任", "组长"))):
        leader, words = found["leader"], found["words"]
    return Given(leader, " ".join(words.split()), _day_in(words, today, rules))


def _day_in(words: str, today: date, rules: Rules) -> date | None:
    """The first part of the words that begins with a day: 3月5日前报结果."""
    for part in _PARTS.split(words):
        try:
            found = split_limit(part, today, rules)
        except (DateVague, DateNotUnderstood):  # 12月10日、11日: two days are no day for the answer
            continue
        if found is not None and found.limit.due and not found.limit.every:
            day = day_of(found.limit.due)
            is_past = found.limit.ask and (day - today).days > _FARTHEST
            return day.replace(year=today.year) if is_past else day
    return None


def instruct(item: Item, given: Given, by: str, at: datetime, rules: Rules) -> Item:
    """领导批示: recorded, and put first until it is answered."""
    require_open(item)
    words = checked(given.words)
    if not words:
        raise InstructionMissing(item.number, item.title)
    if len(words) > LONGEST:
        raise InstructionTooLong(item.number, item.title, LONGEST)
    if len(item.instructions) >= MOST:
        raise TooManyInstructions(item.number, item.title, MOST)
    today = local_day(at, rules)
    if given.answer_by is not None and given.answer_by < today:
        raise AnswerPast(item.number, item.title)
    new = Instruction(words=words, leader=given.leader, day=today, answer_by=given.answer_by, set_at=at)
    step = Step(at, by, Did.INSTRUCT, f"{given.leader}：{words}")
    return _kept(item, step, (*item.instructions, new))


def answer(item: Item, words: str, by: str, at: datetime) -> Item:
    """批示办理情况: answers every instruction that waits."""
    require_open(item)
    said = checked_reason(words, item)
    if not waiting(item):
        raise NoInstruction(item.number, item.title)
    answered = tuple(
        each if each.answered_at else replace(each, answer=said, answered_at=at, answered_by=by)
        for each in item.instructions
    )
    return _kept(item, Step(at, by, Did.ANSWER_INSTRUCTION, said), answered)


def _kept(item: Item, step: Step, instructions: tuple[Instruction, ...]) -> Item:
    marks = marked(replace(item, instructions=instructions)).marks
    return take_reversible_step(item, step, instructions=instructions, marks=marks)


def waiting(item: Item) -> tuple[Instruction, ...]:
    """Those without an answer, oldest first."""
    return tuple(each for each in item.instructions if each.answered_at is None)


def marked(item: Item) -> Item:
    """The item with the mark as its instructions have it."""
    others = tuple(mark for mark in item.marks if mark != MARK)
    marks = (MARK, *others) if waiting(item) else others
    return item if marks == item.marks or (not waiting(item) and MARK not in item.marks) else replace(item, marks=marks)


def instruction_dates(item: Item, place: int, rules: Rules) -> Iterator[Appointment]:
    """The dates of the instruction at that place: the work day before its day, its day, and after it."""
    each = item.instructions[place]
    if item.status not in IN_HAND or each.answered_at is not None or each.answer_by is None:
        return
    since = latest(each.set_at, item.assigned_at, item.moved_at)
    for found in _dates(item, place, each.answer_by, rules):
        if since is None or found.moment > since:
            yield found


def _dates(item: Item, place: int, day: date, rules: Rules) -> Iterator[Appointment]:
    kind, first = rules.kind(item.kind), alert_times(rules)[0]
    last = next((at for at in reversed(alert_times(rules)) if at < rules.closes_at), time.max)
    told_on = push_day_on_or_before(rules, day, kind)
    before = rules.work_days.on_or_before(date.fromordinal(told_on.toordinal() - 1))
    yield Appointment(item.number, day, Rung.INSTRUCTION, place * _TEN, instant(before, first, rules))
    if last != time.max:
        yield Appointment(item.number, day, Rung.INSTRUCTION, place * _TEN + 1, instant(told_on, last, rules))
    for step, after in enumerate(CHASED_AFTER, 1):
        moment = instant(rules.work_days.add(day, after), first, rules)
        yield Appointment(item.number, day, Rung.INSTRUCTION_LATE, place * _TEN + step, moment)


def instruction_told(item: Item, appointment: Appointment) -> Instruction | None:
    """The instruction that the appointment is about; ``None`` for another kind of date."""
    place = appointment.step // _TEN
    is_one = appointment.rung in (Rung.INSTRUCTION, Rung.INSTRUCTION_LATE)
    return item.instructions[place] if is_one and place < len(item.instructions) else None
