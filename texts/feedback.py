"""Feedback by plain words (MODELS.md 13): the echo, the question which item, what was recorded."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from domain.item import IN_HAND, Item
from domain.letter import Button, Page, Rows
from domain.press import Act, Draft, Press
from domain.rules import Rules
from domain.views import Light, Line
from texts.dates import say_instant
from texts.glossary import DRAFTS, NOT_MEANT, say_closing
from texts.keyboard import act_button, button, numbered, open_button
from texts.lines import say_limit_of, say_numbers, say_today
from texts.pages import in_rows, single, text
from texts.plain import shorten

WORDS_LIMIT = 600
#: Characters of an item's title on a button.
LABEL_LIMIT = 16
#: So many items are offered to choose from.
OFFERED = 8


def _quote(words: str) -> str:
    return f"“{shorten(words, WORDS_LIMIT)}”"


def say_choice(item: Item) -> str:
    """第12号 低保动态, as a button says it."""
    return f"第{item.number}号 {shorten(item.title, LABEL_LIMIT)}"


def _draft_button(label: str, draft: int, choice: Draft, number: int = 0) -> Button:
    return button(label, Press(Act.DRAFT, number, draft, choice))


def _dropping(draft: int) -> Button:
    return _draft_button(DRAFTS[Draft.DROP], draft, Draft.DROP)


def render_echo(items: Sequence[Item], words: str, by: str, at: datetime, draft: int, rules: Rules) -> Page:
    """What would be recorded, and of which items; nothing is yet."""
    signed = f"（{shorten(by, 24)}，{say_instant(at, rules, at)}）"
    keep, reword = (_draft_button(DRAFTS[choice], draft, choice) for choice in (Draft.KEEP, Draft.REWORD))
    return single(
        text(f"记为{say_numbers(items)}进展？"),
        text(_quote(words) + signed),
        rows=((keep, reword), (_dropping(draft),)),
        about=tuple(item.number for item in items),
    )


def render_recorded(lines: Sequence[Line], rules: Rules, now: datetime) -> Page:
    """已记录, and what is still to be done where one item is due."""
    about = tuple(line.item.number for line in lines)
    if len(lines) > 1:
        return single(text(f"已记录{say_numbers([line.item for line in lines])}进展。"), about=about)
    return single(text(f"已记录第{about[0]}号进展。{_say_what_is_left(lines[0], rules, now)}"), about=about)


def _say_what_is_left(line: Line, rules: Rules, now: datetime) -> str:
    if line.item.status not in IN_HAND or line.due_on is None:
        return ""
    closing = say_closing(line.item, rules)
    if line.light is Light.TODAY:
        return f"该项今日到期，{say_today(line.item, rules, now)}；确有困难的，请及时报告。"
    if line.light is Light.LATE:
        return f"该项已逾期，请尽快{closing}。"
    return f"{say_limit_of(line, rules, now)}。"


def render_which(items: Sequence[Item], words: str, draft: int) -> Page:
    """Words in reply to a message of several items: the question which one they report on."""
    choices = [_draft_button(say_choice(item), draft, Draft.CHOOSE, item.number) for item in items[:OFFERED]]
    return single(
        text(f"{_quote(words)}是哪一项的进展？"),
        rows=(*in_rows(choices, 1), (_dropping(draft),)),
        about=tuple(item.number for item in items),
    )


def render_dropped() -> Page:
    """Nothing was recorded."""
    return single(text("好的，未作记录。"))


def render_not_meant() -> Page:
    """不是: nothing was done."""
    return single(text("好的，未作改动。"))


def render_ask_words(items: Sequence[Item], *, in_group: bool) -> Page:
    """改一改: the next words are taken instead."""
    how = "请回复本消息，写明" if in_group else "请直接发送"
    return single(text(f"{how}{say_numbers(items)}的进展。"), about=tuple(item.number for item in items))


def render_closing_words(item: Item, words: str, rules: Rules) -> Page:
    """The question after its answer: the words went into the closing."""
    return single(text(f"{numbered(say_closing(item, rules), item)}，说明：{_quote(words)}"), about=(item.number,))


def render_ask(act: Act, items: Sequence[Item], note: str, draft: int, rules: Rules) -> Page:
    """In doubt: what may be meant, a button each; nothing was done."""
    shown = items[:OFFERED]
    first = shown[0]
    verbs = {Act.ACKNOWLEDGE: "签收", Act.UNDO: "撤回", Act.OPEN: "查看"}
    verb = verbs.get(act) or say_closing(first, rules)
    ask = f"是否要{verb}{say_choice(first)}？" if len(shown) == 1 else f"请选择要{verb}的事项："
    said = text(f"说明：{_quote(note)}") if note else Markup("")
    buttons = [_offer(act, item, note, draft, rules) for item in shown]
    return single(
        text(ask),
        said,
        rows=(*in_rows(buttons, 1 if len(shown) > 1 else 2), *_other_answers(act, shown, note, draft)),
        about=tuple(item.number for item in shown),
    )


def _offer(act: Act, item: Item, note: str, draft: int, rules: Rules) -> Button:
    if act is Act.OPEN:
        return open_button(say_choice(item), item)
    if act is Act.DONE and note:
        return _draft_button(numbered(say_closing(item, rules), item), draft, Draft.CLOSE, item.number)
    return act_button(act, item, rules, with_number=True)


def _other_answers(act: Act, shown: Sequence[Item], note: str, draft: int) -> Rows:
    """不是, and where there are words of one item 只记进展."""
    if act is Act.OPEN:
        return ()
    no = button(NOT_MEANT, Press(Act.NOT_MEANT))
    if act is Act.DONE and note and len(shown) == 1:
        return ((_draft_button(DRAFTS[Draft.CHOOSE], draft, Draft.CHOOSE, shown[0].number), no),)
    return ((no,),)
