"""Deadline alerts and 催办: one message for all items of an occasion. MODELS.md 4, 5 and the reminder of 8."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from markupsafe import Markup

from domain.item import ItemStatus
from domain.letter import Button, Page
from domain.press import Act
from domain.roster import Person, Role, Roster
from domain.rules import Rules
from domain.views import Light, Line, Rung, Told
from texts.asking import HARDSHIP, say_ahead, say_assignment, say_chase, say_due_today, say_until
from texts.dates import say_instant, today_of
from texts.glossary import BELATED, COPY_CHASE
from texts.keyboard import COPY_LIMIT, act_button, numbered, open_button
from texts.lines import (
    in_brackets,
    name_item,
    owner_of,
    say_kind,
    say_light,
    say_limit_of,
    unit_of,
)
from texts.mentions import call, owners_of
from texts.pages import Block, Head, bold, join, paginate, single, text
from texts.plain import shorten, units_of

#: The sections of an alert that tells several items, in this order.
SECTIONS: dict[Rung, str] = {Rung.CHASE: "催办", Rung.DUE: "到期提醒", Rung.NEW: "新交办", Rung.LEAD: "临近期限"}
#: More buttons than these would be a wall; the items are named all the same.
BUTTONS_SHOWN = 12
#: The title of an alert that has several sections.
MIXED = "督办提醒"


def render_alert(
    unit: str, told: tuple[Told, ...], rules: Rules, roster: Roster, now: datetime, *, belated: bool
) -> tuple[Page, ...]:
    """To a unit's group: a single item exactly as the models show it; several in sections of one message."""
    if len(told) == 1:
        return _render_one(unit, told[0], rules, roster, now, belated=belated)
    by_word = {word: [each for each in told if each.rung is rung] for rung, word in SECTIONS.items()}
    sections = {word: section for word, section in by_word.items() if section}
    title = MIXED if len(sections) > 1 else next(iter(sections))
    counts = "，".join(f"{word}{len(section)}项" for word, section in sections.items())
    blocks = [Block(html=text(f"{counts}。"))]
    for word, section in sections.items():
        label = word if title == MIXED else ""
        lines = [_told_block(each, rules, roster, now, len(told)) for each in section]
        blocks += [_first(lines[0], label), *lines[1:]]
    blocks += [Block(html=text(words), gap=not n) for n, words in enumerate(_pleas(told, rules, roster, now, unit))]
    return paginate(_head(title, unit, roster, belated=belated), blocks)


def _first(block: Block, label: str) -> Block:
    """The first item of a section carries the section's name, and stands apart from what is above."""
    return replace(block, html=Markup("〔{}〕\n{}").format(label, block.html) if label else block.html, gap=True)


def _head(title: str, unit: str, roster: Roster, *, belated: bool) -> Head:
    """【催办·第1次】养老服务股 @丙某: each part calls the people of its own items."""
    line = bold(f"{BELATED if belated else ''}【{title}】{shorten(unit, 30)}")

    def head(part: Sequence[Block]) -> Markup:
        called = call((person for block in part for person in block.people), roster.heads(unit))
        return Markup("{} {}").format(line, called) if called else line

    return head


def _called(line: Line, roster: Roster) -> tuple[Person, ...]:
    """Whom the item calls: people are mentioned only for what is due today or late."""
    return owners_of(line.item, roster) if line.light in {Light.LATE, Light.TODAY} else ()


def _button(each: Told, rules: Rules, *, with_number: bool) -> Button:
    """签收 for a new assignment, otherwise what closes the item."""
    return act_button(Act.ACKNOWLEDGE if _is_new(each) else Act.DONE, each.line.item, rules, with_number=with_number)


def _is_new(each: Told) -> bool:
    """Whether a signature (签收) is asked for."""
    return each.rung is Rung.NEW and each.line.item.status is ItemStatus.ASSIGNED


def _told_block(each: Told, rules: Rules, roster: Roster, now: datetime, total: int) -> Block:
    """One of several items."""
    line = each.line
    chased = f"，第{each.count}次催办" if each.rung is Rung.CHASE else ""
    html = Markup("{}　{}{}\n{}{}").format(
        say_light(line.light, line.item, rules),
        name_item(line.item, rules),
        in_brackets(owner_of(line.item)),
        say_limit_of(line, rules, now),
        chased,
    )
    buttons = (_button(each, rules, with_number=True),) if total <= BUTTONS_SHOWN else ()
    return Block(html=html, number=line.item.number, buttons=buttons, people=_called(line, roster))


def _render_one(
    unit: str, each: Told, rules: Rules, roster: Roster, now: datetime, *, belated: bool
) -> tuple[Page, ...]:
    """The one item of the occasion, by its rung."""
    line = each.line
    titles = {Rung.CHASE: f"催办·第{each.count}次", Rung.NEW: "新交办"}
    words = {Rung.CHASE: say_chase, Rung.NEW: say_assignment, Rung.DUE: say_due_today}.get(each.rung, say_ahead)
    block = Block(
        html=join([name_item(line.item, rules), text(words(line, rules, now))]),
        number=line.item.number,
        buttons=(_button(each, rules, with_number=False),),
        people=_called(line, roster),
    )
    copies = _copies((each,), rules, roster, unit)
    blocks = [block, *(Block(html=text(words)) for words in copies)]
    return paginate(_head(titles.get(each.rung, "到期提醒"), unit, roster, belated=belated), blocks)


def _pleas(told: Sequence[Told], rules: Rules, roster: Roster, now: datetime, unit: str) -> list[str]:
    """What is asked for below several items, and who reads a copy."""
    words = []
    if any(each.rung in {Rung.CHASE, Rung.DUE} for each in told):
        words.append(f"逾期、到期的，{say_until(rules, now)}办结或申请销号；{HARDSHIP}")
    if any(_is_new(each) for each in told):
        words.append("新交办的，请签收：点下方按钮，或回复本消息“收到”。")
    return [*words, *_copies(told, rules, roster, unit)]


def _copies(told: Sequence[Told], rules: Rules, roster: Roster, unit: str) -> list[str]:
    """抄送：分管领导 with the first 催办, 抄报：局长 with the last; only where there is somebody to read it."""
    chases = [each for each in told if each.rung is Rung.CHASE]
    copies = ["抄送：分管领导"] if roster.deputies(unit) and any(each.count == 1 for each in chases) else []
    last = len(rules.chase_after)
    is_last = last > 1 and any(each.step == last for each in chases)
    return [*copies, "抄报：局长"] if is_last and roster.of_role(Role.DIRECTOR) else copies


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
        for each in told
    ]
    return paginate(lambda _: head, blocks)


def _copy_pages(
    title: str, who: str, told: tuple[Told, ...], rules: Rules, now: datetime, *, belated: bool
) -> tuple[Page, ...]:
    head = bold(f"{BELATED if belated else ''}【{title}】{who}")
    blocks = []
    for each in told:
        item = each.line.item
        html = Markup("{}{}\n{}，第{}次催办。").format(
            name_item(item, rules), in_brackets(owner_of(item)), say_limit_of(each.line, rules, now), each.count
        )
        buttons = (open_button(f"第{item.number}号", item),) if len(told) <= BUTTONS_SHOWN else ()
        blocks.append(Block(html=html, number=item.number, buttons=buttons))
    return paginate(lambda _: head, blocks, a_row=4)


def render_chase_office(
    told: tuple[Told, ...], rules: Rules, _roster: Roster, now: datetime, *, belated: bool
) -> tuple[Page, ...]:
    """The office's copy: with a button a 催办 that copies its words, for people who use other messengers."""
    head = bold(f"{BELATED if belated else ''}【催办抄送】办公室留存")
    blocks = []
    for each in told:
        item = each.line.item
        html = Markup("{}（{} {}）\n{}，第{}次催办。").format(
            name_item(item, rules), unit_of(item), owner_of(item), say_limit_of(each.line, rules, now), each.count
        )
        label = COPY_CHASE if len(told) == 1 else numbered(COPY_CHASE, item)
        copy = Button(label=label, copy=chase_words(each, rules, now))
        blocks.append(Block(html=html, number=item.number, buttons=(copy,)))
    return paginate(lambda _: head, blocks)


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
    for index, each in enumerate(told, start=1):
        item = each.line.item
        title = (
            f"第{item.number}号（敏感事项，不列题名）"
            if item.is_sensitive
            else f"第{item.number}号 {shorten(item.title, 60)}"
        )
        words = f"{index}. {unit_of(item)}：{title}，{say_limit_of(each.line, rules, now)}，已催办{each.count}次。"
        blocks.append(Block(html=text(words), number=item.number))
    closing = "请上述单位查明原因，明确办结时间，抓紧办理，并书面报告办公室。"
    return paginate(lambda _: head, [*blocks, Block(html=text(closing), gap=True)])


def render_wait_reminder(line: Line, rules: Rules, now: datetime, *, belated: bool) -> Page:
    """To an approver who has been waited for (待审提示)."""
    item = line.item
    handed = item.submitted_at
    waited = rules.work_days.between(today_of(handed, rules), today_of(now, rules)) if handed else 0
    when = f"（{say_instant(handed, rules, now)}）" if handed else ""
    return single(
        bold(f"{BELATED if belated else ''}【待审提示】"),
        name_item(item, rules),
        text(f"{unit_of(item)}已提交{waited}个工作日{when}，请您审核。"),
        rows=((open_button(numbered("审核", item), item),),),
        about=(item.number,),
    )
