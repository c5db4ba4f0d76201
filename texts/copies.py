"""Copies of a 催办 for leaders and the office, the draft bulletin (通报), the approver's reminder (MODELS.md 8)."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from domain.letter import Button, Page
from domain.press import Act, Press
from domain.roster import Roster
from domain.rules import Rules
from domain.views import MOST_NAMED, Line, Told
from texts.asking import say_chase
from texts.dates import say_instant, today_of
from texts.glossary import BELATED, BUTTONS, COPY_CHASE
from texts.keyboard import COPY_LIMIT, button, numbered, open_button
from texts.lines import in_brackets, name_item, owner_of, say_kind, say_limit_of, unit_of
from texts.pages import Block, bold, paginate, text
from texts.plain import shorten, units_of

#: More buttons than these would be a wall; the items are named all the same.
BUTTONS_SHOWN = 12


def _pages(head: Markup, blocks: list[Block], total: int, *, a_row: int = 2, act: Act = Act.LATE) -> tuple[Page, ...]:
    """The items named; below them the list that has the others, and those that got no button."""
    rows = ((button(BUTTONS[act], Press(act)),),) if total > BUTTONS_SHOWN else ()
    rest = text(f"另有{total - MOST_NAMED}项请点下方按钮查看。" if total > MOST_NAMED else "")
    return paginate(lambda _: head, [*blocks, Block(html=rest, gap=True)] if rest else blocks, rows, a_row)


def render_chase_copy_deputy(
    told: tuple[Told, ...], unit: str, rules: Rules, _roster: Roster, now: datetime, *, belated: bool
) -> tuple[Page, ...]:
    """The deputy leader's private copy of the first 催办: what is late in the unit, a button to open each."""
    return _copy_pages("催办抄送", shorten(unit, 30), told, rules, now, belated=belated)


def render_chase_director(
    told: tuple[Told, ...], rules: Rules, _roster: Roster, _now: datetime, *, belated: bool
) -> tuple[Page, ...]:
    """The director's copy of the last 催办: one line an item."""
    head = bold(f"{BELATED if belated else ''}【催办报告】")
    blocks = [
        Block(
            html=Markup("{}（{}）逾期{}天，已催办{}次。").format(
                name_item(each.line.item, rules), unit_of(each.line.item), each.line.days_late, each.count
            ),
            number=each.line.item.number,
        )
        for each in told[:MOST_NAMED]
    ]
    return _pages(head, blocks, len(told))


def _copy_pages(
    title: str, who: str, told: tuple[Told, ...], rules: Rules, now: datetime, *, belated: bool
) -> tuple[Page, ...]:
    head = bold(f"{BELATED if belated else ''}【{title}】{who}")
    blocks = []
    for each in told[:MOST_NAMED]:
        item = each.line.item
        html = Markup("{}{}\n{}，第{}次催办。").format(
            name_item(item, rules), in_brackets(owner_of(item)), say_limit_of(each.line, rules, now), each.count
        )
        buttons = (open_button(f"第{item.number}号", item),) if len(told) <= BUTTONS_SHOWN else ()
        blocks.append(Block(html=html, number=item.number, buttons=buttons))
    return _pages(head, blocks, len(told), a_row=4)


def render_chase_office(
    told: tuple[Told, ...], rules: Rules, _roster: Roster, now: datetime, *, belated: bool
) -> tuple[Page, ...]:
    """The office's copy: with a button a 催办 that copies its words, for people who use other messengers."""
    head = bold(f"{BELATED if belated else ''}【催办抄送】办公室留存")
    blocks = []
    for each in told[:MOST_NAMED]:
        item = each.line.item
        html = Markup("{}（{} {}）\n{}，第{}次催办。").format(
            name_item(item, rules), unit_of(item), owner_of(item), say_limit_of(each.line, rules, now), each.count
        )
        label = COPY_CHASE if len(told) == 1 else numbered(COPY_CHASE, item)
        copy = Button(label=label, copy=chase_words(each, rules, now))
        blocks.append(Block(html=html, number=item.number, buttons=(copy,)))
    return _pages(head, blocks, len(told))


def chase_words(each: Told, rules: Rules, now: datetime) -> str:
    """A 催办 as plain text of at most 256 characters; only the title gives way."""
    item = each.line.item
    head = f"【催办·第{each.count}次】{unit_of(item)} {owner_of(item)}：第{item.number}号 "
    tail = f"{say_kind(item, rules)}，{say_chase(each.line, rules, now)}".replace("\n", "")
    room = COPY_LIMIT - units_of(head) - units_of(tail)
    return f"{head}{shorten(item.title, max(room, 1))}{tail}"


def render_draft_bulletin(told: tuple[Told, ...], rules: Rules, now: datetime) -> tuple[Page, ...]:
    """A draft 通报 after the last 催办, for the office to edit and send itself; it names units, never persons."""
    today = today_of(now, rules)
    head = bold("【通报草稿】尚未发送，请办公室审改后使用")
    title = "关于部分事项逾期未办结情况的通报（草稿）"
    opening = f"{title}\n截至{today.month}月{today.day}日，下列{len(told)}项经多次催办仍未办结："
    blocks = [Block(html=text(opening), gap=True)]
    for index, each in enumerate(told[:MOST_NAMED], start=1):
        item = each.line.item
        title = (
            f"第{item.number}号（敏感事项，不列题名）"
            if item.is_sensitive
            else f"第{item.number}号 {shorten(item.title, 60)}"
        )
        words = f"{index}. {unit_of(item)}：{title}，{say_limit_of(each.line, rules, now)}，已催办{each.count}次。"
        blocks.append(Block(html=text(words), number=item.number))
    more = f"其余{len(told) - MOST_NAMED}项见逾期清单。" if len(told) > MOST_NAMED else ""
    closing = f"{more}请上述单位查明原因，明确办结时间，抓紧办理，并书面报告办公室。"
    return paginate(lambda _: head, [*blocks, Block(html=text(closing), gap=True)])


def render_wait_reminders(lines: Sequence[Line], rules: Rules, now: datetime, *, belated: bool) -> tuple[Page, ...]:
    """To an approver who has been waited for (待审提示): a button to open each item."""
    head = bold(f"{BELATED if belated else ''}【待审提示】")
    blocks = [_waiting(line, rules, now, len(lines)) for line in lines[:MOST_NAMED]]
    return _pages(head, blocks, len(lines), act=Act.WAITING)


def _waiting(line: Line, rules: Rules, now: datetime, total: int) -> Block:
    item = line.item
    handed = item.submitted_at
    waited = rules.work_days.between(today_of(handed, rules), today_of(now, rules)) if handed else 0
    when = f"（{say_instant(handed, rules, now)}）" if handed else ""
    html = Markup("{}\n{}").format(name_item(item, rules), f"{unit_of(item)}已提交{waited}个工作日{when}，请您审核。")
    buttons = (open_button(numbered("审核", item), item),) if total <= BUTTONS_SHOWN else ()
    return Block(html=html, number=item.number, buttons=buttons)
