"""Feedback by plain words: the echo, the question which item, small talk, and what was not understood."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from domain.actions import Action
from domain.item import Item
from domain.letter import Button, DraftChoice, Page, Press, Rows
from domain.roster import Person, Role
from domain.rules import Rules
from domain.views import Light, Line
from texts.actions import BUTTONS
from texts.glossary import DRAFTS, NOT_MEANT, say_closing, say_instant, today_of
from texts.lines import act_button, button, numbered, open_button, say_numbers, say_with_unit
from texts.pages import in_rows, shorten, single, text
from texts.quota import say_counted

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


def _draft_button(label: str, draft: int, choice: DraftChoice, number: int = 0) -> Button:
    return button(label, Press(Action.NOTE, number, draft, choice))


def _dropping(draft: int) -> Button:
    return _draft_button(DRAFTS[DraftChoice.DROP], draft, DraftChoice.DROP)


def render_echo(
    items: Sequence[Item], words: str, by: str, at: datetime, draft: int, rules: Rules, *, with_count: bool = False
) -> Page:
    """What would be recorded, and of which items; nothing is yet. ``with_count``: they are as they would be."""
    counted = say_counted(items[0], today_of(at, rules)) if with_count and len(items) == 1 else ""
    signed = f"（{shorten(by, 24)}，{say_instant(at, rules, at)}）"
    keep, reword = (_draft_button(DRAFTS[choice], draft, choice) for choice in (DraftChoice.KEEP, DraftChoice.REWORD))
    return single(
        text(f"记为{say_numbers(items)}进展？"),
        text(_quote(words) + signed),
        text(f"计入数量目标：{counted}。" if counted else ""),
        rows=((keep, reword), (_dropping(draft),)),
        about=tuple(item.number for item in items),
    )


def render_which(items: Sequence[Item], words: str, draft: int) -> Page:
    """Words in reply to a message of several items: the question which one they report on."""
    choices = [_draft_button(say_choice(item), draft, DraftChoice.CHOOSE, item.number) for item in items[:OFFERED]]
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


#: What is not done to an item, but in its matter, as the question says it.
_NOT_DONE_TO: Mapping[Action, str] = {
    Action.PROGRESS: "反馈进展",
    Action.EVIDENCE: "补充佐证",
    Action.EXTEND: "申请延期",
    Action.REPORT_OBSTACLE: "报告难点",
    Action.ANSWER_OBSTACLE: "答复难点",
    Action.DOUBT: "提出异议",
    Action.TICK: "反馈配合完成",
    Action.MUTE: "暂停提醒",
}
#: What asks for its words once its button is pressed.
_ASKS_AGAIN = frozenset({Action.EXTEND, Action.REPORT_OBSTACLE, Action.ANSWER_OBSTACLE})


def render_ask(act: Action, items: Sequence[Item], note: str, draft: int, rules: Rules) -> Page:
    """In doubt: what may be meant, a button each; nothing was done."""
    shown = items[:OFFERED]
    first = shown[0]
    ask = _say_whether(act, first, say_choice(first), rules)
    if len(shown) > 1:
        ask = f"请选择要{_NOT_DONE_TO.get(act) or _verb(act, first, rules)}的事项："
    said = text(f"说明：{_quote(note)}") if note and act not in _ASKS_AGAIN else Markup("")
    buttons = [_offer(act, item, note, draft, rules) for item in shown]
    return single(
        text(ask),
        said,
        rows=(*in_rows(buttons, 1 if len(shown) > 1 else 2), *_other_answers(act, shown, note, draft)),
        about=tuple(item.number for item in shown),
    )


def _verb(act: Action, item: Item, rules: Rules) -> str:
    return say_closing(item, rules) if act is Action.DONE else BUTTONS[act]


def _say_whether(act: Action, item: Item, named: str, rules: Rules) -> str:
    """是否要办结第12号？ or 是否要就第12号申请延期？, as the verb wants it."""
    verb = _NOT_DONE_TO.get(act)
    return f"是否要就{named}{verb}？" if verb else f"是否要{_verb(act, item, rules)}{named}？"


def _offer(act: Action, item: Item, note: str, draft: int, rules: Rules) -> Button:
    if act is Action.SEE:
        return open_button(say_choice(item), item)
    if act is Action.DONE and note:
        return _draft_button(numbered(say_closing(item, rules), item), draft, DraftChoice.CLOSE, item.number)
    return act_button(act, item, rules, with_number=True)


def _other_answers(act: Action, shown: Sequence[Item], note: str, draft: int) -> Rows:
    """不是, and where there are words of one item 只记进展."""
    if act is Action.SEE:
        return ()
    no = button(NOT_MEANT, Press(Action.NOT_MEANT))
    if act is Action.DONE and note and len(shown) == 1:
        return ((_draft_button(DRAFTS[DraftChoice.CHOOSE], draft, DraftChoice.CHOOSE, shown[0].number), no),)
    return ((no,),)


QUOTED_LIMIT = 60
#: The lists that each role is offered first.
OFFERS: Mapping[Role, tuple[Action, ...]] = {
    Role.OFFICE: (Action.WAITING, Action.LATE, Action.SUMMARY),
    Role.DIRECTOR: (Action.LATE, Action.WEEK, Action.SUMMARY),
    Role.DEPUTY: (Action.WAITING, Action.LATE, Action.WEEK),
    Role.HEAD: (Action.MINE, Action.UNIT, Action.WEEK),
    Role.STAFF: (Action.MINE, Action.UNIT),
    Role.INSPECTOR: (Action.LATE, Action.SUMMARY),
}
#: Lists that may be offered in place of words that were not understood.
LISTS = frozenset({Action.MINE, Action.UNIT, Action.LATE, Action.WAITING, Action.WEEK, Action.TODAY, Action.SUMMARY})

#: What is said of something that is no text, by its kind.
ATTACHMENTS: Mapping[str, str] = {
    "video": "圆形视频不能存为佐证，请作为普通视频或文件发送，并写明编号，例如：12 现场。",
    "voice": "音频请作为文件发送，并写明编号，例如：12 会议录音。",
    "contact": "名片不予保存。人员增补请报办公室登记。",
    "other": "请用文字发送，例如：12 已报局办。",
    "forwarded": "转发的内容不作为指令办理，请直接发送文字。",
}
#: What may be meant as 佐证材料, and so is answered in a group as well.
EVIDENCE = frozenset({"video", "voice"})


def _buttons(person: Person) -> Rows:
    return (tuple(button(BUTTONS[act], Press(act)) for act in OFFERS[person.role]),)


def render_hello(person: Person, lines: Sequence[Line], *, in_group: bool) -> Page:
    """A short greeting, with what the speaker most likely wants."""
    late = sum(line.light is Light.LATE for line in lines)
    count = f"您在办{len(lines)}项" + (f"，其中逾期{late}项。" if late else "。") if lines else ""
    if in_group:
        return single(text(f"{say_with_unit(person)}，您好。反馈进展请回复本助手提到该事项的消息。"))
    return single(text(f"{say_with_unit(person)}，您好。{count}"), rows=_buttons(person))


def render_welcome(lines: Sequence[Line]) -> Page:
    """谢谢: and what is due today, if there is something."""
    due = [line.item for line in lines if line.light is Light.TODAY]
    left = f"您今日还有{len(due)}项到期：{say_numbers(due)}。" if due else ""
    return single(text(f"不客气。{left}"), about=tuple(item.number for item in due))


def render_nothing_to_sign() -> Page:
    """收到, where nothing waits for a signature."""
    return single(text("好的，目前没有待您签收的事项。"))


def render_unknown_words(words: str, person: Person, rules: Rules, item: Item | None, act: Action) -> Page:
    """What was not understood, by name, and the nearest thing as a button."""
    shown = shorten(words, QUOTED_LIMIT)
    quoted = f"没有看懂“{shown}”。" if shown else "消息中没有文字。"
    if item is None:
        rows = ((button(BUTTONS[act], Press(act)),),) if act in LISTS else _buttons(person)
        return single(text(f"{quoted}可点下方按钮，或发“帮助”查看用法。"), rows=rows)
    is_look = act is Action.SEE
    nearest = open_button(say_choice(item), item) if is_look else act_button(act, item, rules, with_number=True)
    rows = in_rows([nearest, *_buttons(person)[0][:1]])
    asked = _say_whether(act, item, f"第{item.number}号", rules)
    return single(text(f"{quoted}{asked}"), rows=rows, about=(item.number,))


def render_attachment(kind: str) -> Page:
    """One line on something that is no text."""
    return single(text(ATTACHMENTS.get(kind, ATTACHMENTS["other"])))
