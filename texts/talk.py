"""Small talk: greetings, thanks, receipts, and what was not understood, with the nearest offer. MODELS.md 18."""

from collections.abc import Mapping, Sequence

from domain.item import Item
from domain.letter import Page, Rows
from domain.press import Act, Press
from domain.roster import Person, Role
from domain.rules import Rules
from domain.views import Light, Line
from texts.feedback import say_choice
from texts.glossary import BUTTONS, say_closing
from texts.keyboard import act_button, button, open_button
from texts.lines import say_numbers, say_title
from texts.pages import in_rows, single, text
from texts.plain import shorten

WORDS_LIMIT = 60
#: The lists that each role is offered first.
OFFERS: Mapping[Role, tuple[Act, ...]] = {
    Role.OFFICE: (Act.WAITING, Act.LATE, Act.SUMMARY),
    Role.DIRECTOR: (Act.LATE, Act.WEEK, Act.SUMMARY),
    Role.DEPUTY: (Act.WAITING, Act.LATE, Act.WEEK),
    Role.HEAD: (Act.MINE, Act.UNIT, Act.WEEK),
    Role.STAFF: (Act.MINE, Act.UNIT),
    Role.INSPECTOR: (Act.LATE, Act.SUMMARY),
}
#: Lists that may be offered in place of words that were not understood.
LISTS = frozenset({Act.MINE, Act.UNIT, Act.LATE, Act.WAITING, Act.WEEK, Act.TODAY, Act.SUMMARY})

#: What is said of something that is no text, by its kind.
ATTACHMENTS: Mapping[str, str] = {
    "photo": "图片暂不能存入台账。请用文字说明办理情况，例如：12 现场已整改。原件请妥善保存。",
    "video": "视频暂不能存入台账。请用文字说明办理情况，例如：12 现场已整改。原件请妥善保存。",
    "document": "文件暂不能存入台账。请用文字说明办理情况，例如：12 材料已上报。工作簿由办公室导入。",
    "voice": "语音无法识别，请用文字发送，例如：12 已报局办。",
    "location": "位置不作为办理情况，请用文字说明，例如：12 现场已核查。",
    "contact": "名片不予保存。人员增补请报办公室登记。",
    "other": "请用文字发送，例如：12 已报局办。",
    "forwarded": "转发的内容不作为指令办理，请直接发送文字。",
}
#: What may be meant as 佐证材料, and so is answered in a group as well.
EVIDENCE = frozenset({"photo", "video", "document", "voice"})
#: The line after words that came with something that can't be kept.
BESIDE_WORDS = "所附图片或文件暂不能存入台账，请妥善保存原件。"


def _buttons(person: Person) -> Rows:
    return (tuple(button(BUTTONS[act], Press(act)) for act in OFFERS[person.role]),)


def render_hello(person: Person, lines: Sequence[Line], *, in_group: bool) -> Page:
    """A short greeting, with what the speaker most likely wants."""
    late = sum(line.light is Light.LATE for line in lines)
    count = f"您在办{len(lines)}项" + (f"，其中逾期{late}项。" if late else "。") if lines else ""
    if in_group:
        return single(text(f"{say_title(person)}，您好。反馈进展请回复本助手提到该事项的消息。"))
    return single(text(f"{say_title(person)}，您好。{count}"), rows=_buttons(person))


def render_welcome(lines: Sequence[Line]) -> Page:
    """谢谢: and what is due today, if there is something."""
    due = [line.item for line in lines if line.light is Light.TODAY]
    left = f"您今日还有{len(due)}项到期：{say_numbers(due)}。" if due else ""
    return single(text(f"不客气。{left}"), about=tuple(item.number for item in due))


def render_nothing_to_sign() -> Page:
    """收到, where nothing waits for a signature."""
    return single(text("好的，目前没有待您签收的事项。"))


def render_unknown_words(words: str, person: Person, rules: Rules, item: Item | None, act: Act) -> Page:
    """What was not understood, by name, and the nearest thing as a button."""
    shown = shorten(words, WORDS_LIMIT)
    quoted = f"没有看懂“{shown}”。" if shown else "消息中没有文字。"
    if item is None:
        rows = ((button(BUTTONS[act], Press(act)),),) if act in LISTS else _buttons(person)
        return single(text(f"{quoted}可点下方按钮，或发“帮助”查看用法。"), rows=rows)
    verb = "查看" if act is Act.OPEN else say_closing(item, rules) if act is Act.DONE else BUTTONS[act]
    is_look = act is Act.OPEN
    nearest = open_button(say_choice(item), item) if is_look else act_button(act, item, rules, with_number=True)
    rows = in_rows([nearest, *_buttons(person)[0][:1]])
    return single(text(f"{quoted}是否要{verb}第{item.number}号？"), rows=rows, about=(item.number,))


def render_attachment(kind: str) -> Page:
    """One line on something that is no text."""
    return single(text(ATTACHMENTS[kind]))


def render_beside_words() -> Page:
    """Words were served; what came with them is not kept."""
    return single(text(BESIDE_WORDS))
