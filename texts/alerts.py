"""Deadline alerts and 催办 to a unit: one message for all items of an occasion. MODELS.md 4 and 5."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from markupsafe import Markup

from domain.item import ItemStatus
from domain.letter import Button, Page
from domain.press import Act, Press
from domain.roster import Person, Role, Roster
from domain.rules import Rules
from domain.views import MOST_NAMED, Light, Line, Rung, Told
from texts.asking import HARDSHIP, say_ahead, say_assignment, say_chase, say_due_today, say_until
from texts.dates import today_of
from texts.glossary import BELATED, BUTTONS
from texts.keyboard import act_button, button
from texts.lines import in_brackets, name_item, owner_of, say_light, say_limit_of, say_term
from texts.mentions import call, owners_of
from texts.pages import Block, Head, bold, join, paginate, text
from texts.plain import shorten

#: What an alert calls its items, by rung.
SECTIONS: dict[Rung, str] = {Rung.CHASE: "催办", Rung.DUE: "到期提醒", Rung.NEW: "新交办", Rung.LEAD: "临近期限"}
#: The same of an item that the unit knows already, and whose limit was set anew.
MOVED = "期限调整"
#: The sections of an alert that tells several items.
ORDER = ("催办", "到期提醒", "新交办", MOVED, "临近期限")
#: More buttons than these would be a wall; the items are named all the same.
BUTTONS_SHOWN = 12
#: What several items are called that no line of their own asks for something.
ASKED: dict[Light, str] = {Light.LATE: "逾期", Light.NEAR: "休息日到期"}
#: The title of an alert that has several sections.
MIXED = "督办提醒"


def render_alert(
    unit: str, told: tuple[Told, ...], rules: Rules, roster: Roster, now: datetime, *, belated: bool
) -> tuple[Page, ...]:
    """To a unit's group: a single item exactly as the models show it; several in sections of one message."""
    if len(told) == 1:
        return _render_one(unit, told[0], rules, roster, now, belated=belated)
    counted = Counter(_word(each) for each in told)
    words = [word for word in ORDER if word in counted]
    title = MIXED if len(words) > 1 else words[0]
    counts = "，".join(f"{word}{counted[word]}项" for word in words)
    shown = sorted(told, key=lambda each: ORDER.index(_word(each)))[:MOST_NAMED]
    blocks = [Block(html=text(f"{counts}。"))]
    for word in dict.fromkeys(_word(each) for each in shown):
        lines = [_told_block(each, rules, roster, now, len(told)) for each in shown if _word(each) == word]
        blocks += [_first(lines[0], word if title == MIXED else ""), *lines[1:]]
    blocks += [Block(html=text(words), gap=not n) for n, words in enumerate(_pleas(told, rules, roster, now, unit))]
    rows = ((_whole(unit, roster),),) if len(told) > BUTTONS_SHOWN else ()
    return paginate(_head(title, unit, roster, belated=belated), blocks, rows)


def _word(each: Told) -> str:
    """What the item is told as."""
    return MOVED if each.rung is Rung.NEW and not is_assignment(each) else SECTIONS[each.rung]


def _whole(unit: str, roster: Roster) -> Button:
    """Opens the unit's list, which has what the alert leaves out."""
    number = next((each.number for each in roster.units if each.name == unit), 0)
    return button(BUTTONS[Act.UNIT], Press(Act.UNIT, number))


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
    return act_button(
        Act.ACKNOWLEDGE if is_assignment(each) else Act.DONE, each.line.item, rules, with_number=with_number
    )


def is_assignment(each: Told) -> bool:
    """Whether a signature (签收) is asked for."""
    return each.rung is Rung.NEW and each.line.item.status is ItemStatus.ASSIGNED


def _told_block(each: Told, rules: Rules, roster: Roster, now: datetime, total: int) -> Block:
    """One of several items. A new one is a line: what is urgent about it, the day's digest says or has said."""
    line = each.line
    buttons = (_button(each, rules, with_number=True),) if total <= BUTTONS_SHOWN else ()
    if each.rung is Rung.NEW:
        term = say_term(line, rules, today_of(now, rules))
        html = Markup("{}{}，{}").format(name_item(line.item, rules), in_brackets(owner_of(line.item)), term)
        return Block(html=html, number=line.item.number, buttons=buttons, people=_called(line, roster))
    chased = f"，第{each.count}次催办" if each.rung is Rung.CHASE else ""
    html = Markup("{}　{}{}\n{}{}").format(
        say_light(line.light, line.item, rules),
        name_item(line.item, rules),
        in_brackets(owner_of(line.item)),
        say_limit_of(line, rules, now),
        chased,
    )
    return Block(html=html, number=line.item.number, buttons=buttons, people=_called(line, roster))


def _render_one(
    unit: str, each: Told, rules: Rules, roster: Roster, now: datetime, *, belated: bool
) -> tuple[Page, ...]:
    """The one item of the occasion, by its rung."""
    line = each.line
    title = f"催办·第{each.count}次" if each.rung is Rung.CHASE else _word(each)
    words = {Rung.CHASE: say_chase, Rung.NEW: say_assignment, Rung.DUE: say_due_today}.get(each.rung, say_ahead)
    block = Block(
        html=join([name_item(line.item, rules), text(words(line, rules, now))]),
        number=line.item.number,
        buttons=(_button(each, rules, with_number=False),),
        people=_called(line, roster),
    )
    copies = _copies((each,), rules, roster, unit)
    blocks = [block, *(Block(html=text(words)) for words in copies)]
    return paginate(_head(title, unit, roster, belated=belated), blocks)


def _pleas(told: Sequence[Told], rules: Rules, roster: Roster, now: datetime, unit: str) -> list[str]:
    """What is asked for below several items, and who reads a copy."""
    words = [f"另有{len(told) - MOST_NAMED}项请点下方按钮查看。"] if len(told) > MOST_NAMED else []
    asked = {each.line.light for each in told if each.rung in {Rung.CHASE, Rung.DUE}}
    if asked:  # what is due today says so itself
        others = "、".join(word for light, word in ASKED.items() if light in asked)
        words.append((f"{others}的，{say_until(rules, now)}办结或申请销号；" if others else "") + HARDSHIP)
    if any(is_assignment(each) for each in told):
        words.append("新交办的，请签收：点下方按钮，或回复本消息“收到”。")
    return [*words, *_copies(told, rules, roster, unit)]


def _copies(told: Sequence[Told], rules: Rules, roster: Roster, unit: str) -> list[str]:
    """抄送：分管领导 with the first 催办, 抄报：局长 with the last; only where there is somebody to read it."""
    chases = [each for each in told if each.rung is Rung.CHASE]
    copies = ["抄送：分管领导"] if roster.deputies(unit) and any(each.count == 1 for each in chases) else []
    last = len(rules.chase_after)
    is_last = last > 1 and any(each.step == last for each in chases)
    return [*copies, "抄报：局长"] if is_last and roster.of_role(Role.DIRECTOR) else copies
