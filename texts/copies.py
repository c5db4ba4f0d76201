"""Copies of a 催办, the draft bulletin (通报), the reminder to approve (docs/messages.md 8)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from markupsafe import Markup

from domain.actions import Action
from domain.letter import Button, Page, Press, Rows
from domain.muting import Cause
from domain.rules import Rules
from domain.setting import Setting
from domain.views import AlertItem, Line, Rung
from texts.actions import BUTTONS
from texts.alerts import say_chase
from texts.glossary import BELATED, COPY_CHASE, say_instant, today_of
from texts.lines import (
    COPY_LIMIT,
    button,
    name_item,
    numbered,
    open_button,
    owner_of,
    say_difficulty,
    say_kind,
    say_limit_of,
    say_word,
    show_line,
    unit_of,
)
from texts.muting import reader_buttons
from texts.pages import MOST_NAMED, Block, bold, named, paginate, say_rest, shorten, text, units_of

#: A draft is a document: it names more than a message does.
DRAFT_NAMED = 30


def _pages(
    head: Markup, blocks: list[Block], total: int, *, act: Action = Action.LATE, rows: Rows = ()
) -> tuple[Page, ...]:
    """The first items by name, each apart; below them how many others there are, and the list that has them."""
    shown = named(blocks, [head])
    body = [replace(block, gap=True) for block in shown]
    if len(shown) < total:
        whole = button(BUTTONS[act], Press(act))
        body.append(Block(html=text(say_rest(total, len(shown))), gap=True, buttons=(whole, *chain(*rows))))
        return paginate(lambda _: head, body)
    return paginate(lambda _: head, body, rows)


def _reader_rows(cause: Cause, told: Sequence[AlertItem], *, is_alone: bool = True) -> Rows:
    """What the reader of a copy may do about it: hear no more of it for some days, if it is the only one; ask why."""
    return (reader_buttons(cause, told[0].line.item, is_one=is_alone and len(told) == 1),)


def _head(title: str, who: str = "", *, belated: bool) -> Markup:
    return bold(f"{BELATED if belated else ''}【{title}】{who}")


def render_chase_copy_deputy(
    told: tuple[AlertItem, ...],
    unit: str,
    setting: Setting,
    cause: Cause = Cause.COPY_TO_DEPUTY,
    *,
    is_alone: bool = True,
) -> tuple[Page, ...]:
    """The deputy leader's private copy of a 催办: what is late in the unit, a button to open each.

    ``is_alone``: no other unit's items are told with it.
    """
    blocks = [_copy(each, owner_of(each.line.item), _say_chased(each), setting) for each in told[:MOST_NAMED]]
    rows = _reader_rows(cause, told, is_alone=is_alone)
    return _pages(_head("催办抄送", shorten(unit, 30), belated=setting.belated), blocks, len(told), rows=rows)


def _say_chased(each: AlertItem) -> str:
    """，第2次催办; of a step of the plan its line says enough."""
    return f"，第{each.count}次催办" if each.rung is Rung.CHASE else ""


def render_chase_director(told: tuple[AlertItem, ...], setting: Setting) -> tuple[Page, ...]:
    """The director's copy of the last 催办: what is late, of which unit, and how often it was chased."""
    blocks = [_copy(each, unit_of(each.line.item), f"，已催办{each.count}次", setting) for each in told[:MOST_NAMED]]
    rows = _reader_rows(Cause.COPY_TO_DIRECTOR, told)
    return _pages(_head("催办报告", belated=setting.belated), blocks, len(told), rows=rows)


def _copy(each: AlertItem, who: str, chased: str, setting: Setting) -> Block:
    item = each.line.item
    html = show_line(each.line, setting.rules, setting.now, who, asks=False) + chased
    html += say_word(item, setting.rules, setting.now)
    return Block(html=html, number=item.number, buttons=(open_button(numbered(BUTTONS[Action.SEE], item), item),))


def render_chase_office(told: tuple[AlertItem, ...], setting: Setting) -> tuple[Page, ...]:
    """The office's copy: with a button a 催办 that copies its words, for people who use other messengers."""
    blocks = []
    for each in told[:MOST_NAMED]:
        item = each.line.item
        block = _copy(each, f"{unit_of(item)} {owner_of(item)}".strip(), f"，第{each.count}次催办", setting)
        label = COPY_CHASE if len(told) == 1 else numbered(COPY_CHASE, item)
        copy = Button(label=label, copy=chase_words(each, setting))
        blocks.append(replace(block, buttons=(copy,)))
    rows = _reader_rows(Cause.COPY_TO_OFFICE, told)
    return _pages(_head("催办抄送", "办公室留存", belated=setting.belated), blocks, len(told), rows=rows)


def chase_words(each: AlertItem, setting: Setting) -> str:
    """A 催办 as plain text of at most 256 characters; only the title gives way."""
    item = each.line.item
    head = f"【催办·第{each.count}次】{unit_of(item)} {owner_of(item)}：第{item.number}号 "
    tail = f"{say_kind(item, setting.rules)}，{say_chase(each.line, setting.rules, setting.now)}".replace("\n", "")
    room = COPY_LIMIT - units_of(head) - units_of(tail)
    return f"{head}{shorten(item.title, max(room, 1))}{tail}"


def render_draft_bulletin(told: tuple[AlertItem, ...], setting: Setting) -> tuple[Page, ...]:
    """A draft 通报 after the last 催办, for the office to edit and send itself; it names units, never persons."""
    today = today_of(setting.now, setting.rules)
    head = bold("【通报草稿】尚未发送，请办公室审改后使用")
    title = "关于部分事项逾期未办结情况的通报（草稿）"
    opening = f"{title}\n截至{today.month}月{today.day}日，下列{len(told)}项经{_times(told)}催办仍未办结："
    blocks = [Block(html=text(opening), gap=True)]
    for index, each in enumerate(told[:DRAFT_NAMED], start=1):
        item = each.line.item
        title = (
            f"第{item.number}号（敏感事项，不列题名）"
            if item.is_sensitive
            else f"第{item.number}号 {shorten(item.title, 60)}"
        )
        limit = say_limit_of(each.line, setting.rules, setting.now)
        limit += say_difficulty(item)  # a unit that waits for its leader's answer is to be seen as such
        words = f"{index}. {unit_of(item)}：{title}，{limit}，已催办{each.count}次。"
        blocks.append(Block(html=text(words), number=item.number))
    more = f"其余{len(told) - DRAFT_NAMED}项见逾期清单。" if len(told) > DRAFT_NAMED else ""
    closing = f"{more}请上述单位查明原因，明确办结时间，抓紧办理，并书面报告办公室。"
    return paginate(lambda _: head, [*blocks, Block(html=text(closing), gap=True)])


def _times(told: Sequence[AlertItem]) -> str:
    """1次; 多次 only where it was more than once, and not as often for each."""
    counts = {each.count for each in told}
    return f"{counts.pop()}次" if len(counts) == 1 else "多次" if min(counts) > 1 else ""


def render_wait_reminders(lines: Sequence[Line], setting: Setting) -> tuple[Page, ...]:
    """To an approver who has been waited for (待审提示): a button to open each item."""
    blocks = [_waiting(line, setting.rules, setting.now) for line in lines[:MOST_NAMED]]
    return _pages(_head("待审提示", belated=setting.belated), blocks, len(lines), act=Action.WAITING)


def _waiting(line: Line, rules: Rules, now: datetime) -> Block:
    item = line.item
    handed = item.submitted_at
    waited = rules.work_days.between(today_of(handed, rules), today_of(now, rules)) if handed else 0
    when = f"（{say_instant(handed, rules, now)}）" if handed else ""
    html = Markup("{}\n{}").format(name_item(item, rules), f"{unit_of(item)}已提交{waited}个工作日{when}，请您审核。")
    return Block(html=html, number=item.number, buttons=(open_button(numbered("审核", item), item),))
