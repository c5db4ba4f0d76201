"""举一反三 and 建章立制: the two questions under a request for 销号, and their answers."""

from domain.actions import Action
from domain.item import OPEN, Item
from domain.lessons import Lesson, Reply, lesson_of, next_lesson
from domain.letter import Button, Page, Press, Rows
from domain.rules import Rules
from texts.lines import button, name_item
from texts.pages import bold, shorten, single, text

#: What each question is called, and what it asks.
NAMES = {Lesson.LIKE_CASES: "举一反三", Lesson.RULE_MADE: "建章立制"}
_ASKS = {Lesson.LIKE_CASES: "是否已排查同类问题", Lesson.RULE_MADE: "是否已完善制度"}
REPLIES = {Reply.YES: "是", Reply.NONE: "不涉及", Reply.OTHER: "另写"}
_LIMIT = 300


def say_lessons(item: Item, rules: Rules) -> str:
    """举一反三：是；建章立制：未填写. Nothing for a kind that does not ask and an item that says nothing."""
    said = [(NAMES[each], lesson_of(item, each)) for each in Lesson]
    if not rules.kind(item.kind).asks_lessons and not any(words for _, words in said):
        return ""
    return "；".join(f"{name}：{shorten(words, _LIMIT).rstrip('。；') or '未填写'}" for name, words in said)


def lesson_facts(item: Item) -> tuple[tuple[str, str], ...]:
    """The same on a card, as far as there is something."""
    return tuple((NAMES[each], lesson_of(item, each)) for each in Lesson)


def ask_lesson(item: Item, rules: Rules) -> str:
    """What stands above the buttons."""
    lesson = next_lesson(item, rules.kind(item.kind)) if item.status in OPEN else None
    return f"{NAMES[lesson]}：{_ASKS[lesson]}？请点选。" if lesson is not None else ""


def lesson_rows(item: Item, rules: Rules) -> Rows:
    """The buttons of the question that comes next; once both are answered, one to answer them anew."""
    kind = rules.kind(item.kind)
    if not kind.asks_lessons or item.status not in OPEN:
        return ()
    lesson = next_lesson(item, kind)
    if lesson is None:
        return ((_button("重填举一反三、建章立制", item, Lesson.LIKE_CASES, Reply.AGAIN),),)
    return (tuple(_button(words, item, lesson, reply) for reply, words in REPLIES.items()),)


def _button(label: str, item: Item, lesson: Lesson, reply: Reply) -> Button:
    return button(label, Press(Action.LESSON, item.number, item.version, 10 * lesson + reply))


def render_ask_lesson(item: Item, lesson: Lesson, *, in_group: bool) -> Page:
    """另写: the next words are the answer."""
    how = "请回复本消息，写明" if in_group else "请直接发送"
    return single(
        bold(f"【{NAMES[lesson]}】第{item.number}号 {shorten(item.title, 200)}"),
        text(f"{how}{NAMES[lesson]}情况，1小时内有效。"),
        about=(item.number,),
    )


def render_lessons(item: Item, rules: Rules) -> Page:
    """What is known by now of an item whose closing is not asked for at this moment, and what is asked next."""
    return single(
        name_item(item, rules),
        text(f"{say_lessons(item, rules)}。"),
        text(ask_lesson(item, rules)),
        rows=lesson_rows(item, rules),
        about=(item.number,),
    )
