"""Alerts (提醒): what is said of the items of one unit, by rung, and what can still be done today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from markupsafe import Markup
from msgspec import Struct, structs

from domain.actions import Action
from domain.item import ItemStatus
from domain.item_records import Milestone
from domain.letter import Button, Page, Press
from domain.prolonging import is_of_the_law, prolongable_clock
from domain.rules import Rules
from domain.setting import Setting
from domain.views import AlertItem, Audience, Light, Line, Rung
from texts.actions import BUTTONS
from texts.glossary import BELATED, local, say_closing, say_limit, say_time, say_weekday, today_of
from texts.instructions import say_given
from texts.lines import (
    act_button,
    button,
    name_item,
    numbered,
    owner_of,
    say_difficulty,
    say_last_day,
    say_limit_of,
    say_step,
    say_today,
    show_line,
)
from texts.notices import call, owners_of
from texts.pace import say_half
from texts.pages import MOST_NAMED, Block, Head, bold, join, named, paginate, say_rest, shorten, text

HARDSHIP = "确有困难的，请于今日内申请延期。"
STATUTORY_HARDSHIP = "确有困难的，请于今日内申请延长。"
LATE_HARDSHIP = "确需延期的，请说明原因并提出申请，按逾期申请登记。"


def say_chase(line: Line, rules: Rules, now: datetime) -> str:
    """11月20日（周五）到期，逾期3天，尚未办结，and what is asked for."""
    closing = say_closing(line.item, rules)
    return f"{say_limit_of(line, rules, now)}，尚未{closing}{say_difficulty(line.item)}。\n{say_plea(line, rules, now)}"


def say_due_today(line: Line, rules: Rules, now: datetime) -> str:
    """整改期限为今日（11月23日 周一），尚未申请销号; and what is asked for. A limit on a rest day is told before it."""
    today = today_of(now, rules)
    day = f"今日（{today.month}月{today.day}日 {say_weekday(today)}）"
    if line.light is Light.LATE:
        return _say_supplement_today(line, rules, now, day)
    if line.due_on != today:
        day = f"{say_last_day(line, today)}，今日为期限前最后一个工作日"
    undone = f"尚未{say_closing(line.item, rules)}"
    return f"{say_limit(line.item, rules)}为{day}，{undone}。\n{say_plea(line, rules, now)}"


def _say_supplement_today(line: Line, rules: Rules, now: datetime, day: str) -> str:
    """The day to supplement what was late and returned; of a 退回 only who may know of it reads."""
    late = f"{say_last_day(line, today_of(now, rules))}到期，逾期{line.days_late}天"
    supplement = f"，退回后的补充期限为{day}" if line.item.returned_at else ""
    return f"{late}{supplement}，尚未{say_closing(line.item, rules)}。\n{say_plea(line, rules, now)}"


def say_assignment(line: Line, rules: Rules, now: datetime) -> str:
    """The limit of a new assignment, and the request to acknowledge it (签收)."""
    limit = f"{say_limit(line.item, rules)}：{say_last_day(line, today_of(now, rules))}"
    owner = f"，责任人{owner_of(line.item)}"
    ask = "请签收：点下方按钮，或回复本消息“收到”。" if line.item.status is ItemStatus.ASSIGNED else "请按期办理。"
    return f"{limit}{owner}。\n{ask}"


def say_ahead(line: Line, rules: Rules, now: datetime) -> str:
    """The limit, as far off as it is."""
    return f"{say_limit_of(line, rules, now)}。"


def say_half_time(line: Line, rules: Rules, now: datetime) -> str:
    """Half of the time is over, and less than half is done."""
    return say_half(line, f"{say_limit(line.item, rules)}{say_last_day(line, today_of(now, rules))}")


def say_step_asked(step: Milestone, setting: Setting) -> str:
    """节点：完成招标，3月31日（周二）到期，逾期3天, and what is asked for."""
    today = today_of(setting.now, setting.rules)
    return f"节点：{say_step(step, today)}。\n完成的请点下方按钮；未完成的请反馈进展，确需调整的请改定节点日期。"


def say_plea(line: Line, rules: Rules, now: datetime) -> str:
    """What is asked for: by the item's own hour where it is due today, else by the office's closing hour."""
    asked = say_today(line.item, rules, now)
    if line.light is not Light.TODAY:
        asked = f"{say_until(rules, now)}{say_closing(line.item, rules)}"
    hardship = _hardship(line, rules)
    return f"{asked}；{hardship}" if hardship else f"{asked}。"


def _hardship(line: Line, rules: Rules) -> str:
    """How more time is asked for; a limit of the law is prolonged once, and not after it."""
    if not is_of_the_law(line.item, rules):
        return LATE_HARDSHIP if line.light is Light.LATE else HARDSHIP
    return STATUTORY_HARDSHIP if _more_time(line, rules) else ""


def _more_time(line: Line, rules: Rules) -> tuple[Action, ...]:
    if not is_of_the_law(line.item, rules):
        return (Action.EXTEND,)
    is_open = line.light is not Light.LATE and prolongable_clock(line.item, rules) is not None
    return (Action.PROLONG,) if is_open else ()


def say_until(rules: Rules, now: datetime) -> str:
    """请于今日17:30前; after that hour only 请尽快."""
    return f"请于今日{say_time(rules.closes_at)}前" if local(now, rules).time() < rules.closes_at else "请尽快"


#: What an alert calls its items, by rung, in the order of its sections.
SECTIONS: dict[Rung, str] = {
    Rung.CHASE: "催办",
    Rung.DUE: "到期提醒",
    Rung.INSTRUCTION_LATE: "批示催办",
    Rung.INSTRUCTION: "批示提醒",
    Rung.MILESTONE_LATE: "节点催办",
    Rung.MILESTONE: "节点到期",
    Rung.SIGN: "新交办",
    Rung.HALF: "时间过半",
    Rung.SET: "期限调整",
    Rung.LEAD: "临近期限",
}
#: What several items are called that no line of their own asks for something.
ASKED: dict[Light, str] = {Light.LATE: "逾期", Light.NEAR: "休息日到期"}
#: The title of an alert that has several sections.
MIXED = "督办提醒"
#: Who reads a copy, as the unit reads of it.
COPIES: dict[Audience, str] = {
    Audience.HEAD: "抄送：负责人",
    Audience.DEPUTY: "抄送：分管领导",
    Audience.DIRECTOR: "抄报：局长",
}
_RUNGS = tuple(SECTIONS)
#: Of thousands so many are considered, for who is named and called: more takes longer than others may be held up.
MOST_ORDERED = 1000
#: More owners than these are counted by name.
OWNERS_SHOWN = 5
SIGN = "请签收：点下方按钮，或回复本消息“收到”。"
SIGN_ALL = "新交办的，请签收：回复本消息“收到”即签收本人全部新交办事项。"


class _Office(Struct, frozen=True):
    """Whom and when the alert is for."""

    unit: str
    setting: Setting


def render_alert(unit: str, told: tuple[AlertItem, ...], setting: Setting) -> tuple[Page, ...]:
    """To a unit's group: a single item exactly as docs/messages.md shows it; several in sections of one message."""
    office = _Office(unit, setting)
    if len(told) == 1:
        return _render_one(told[0], office, belated=setting.belated)
    counted = Counter(SECTIONS[each.rung] for each in told)
    words = [word for word in SECTIONS.values() if word in counted]
    title = MIXED if len(words) > 1 else words[0]
    ordered = sorted(told[:MOST_ORDERED], key=lambda each: _RUNGS.index(each.rung))[:MOST_NAMED]
    head, counts = _head(title, told, office, belated=setting.belated), text(_counts(told, words))
    blocks = [_told_block(each, office) for each in ordered]
    shown = named(blocks, [head([]), counts, "\n".join(_pleas(told, office))])
    pleas = _pleas(told, office, say_rest(len(told), len(shown)))
    body = [
        Block(html=counts),
        *_sectioned(shown, ordered, with_names=title == MIXED),
        *(Block(html=text(plea), gap=not place) for place, plea in enumerate(pleas)),
    ]
    if len(shown) < len(told):
        body.append(Block(html=text(""), buttons=(_whole(office),)))
    return _about_all(paginate(head, body), told)


def _counts(told: Sequence[AlertItem], words: Sequence[str]) -> str:
    """催办1项，新交办39项：甲某20项、乙某19项."""
    counted = Counter(SECTIONS[each.rung] for each in told)
    parts = [f"{word}{counted[word]}项" for word in words]
    owners = Counter(owner_of(each.line.item) for each in told if each.rung is Rung.SIGN)
    if words != [SECTIONS[Rung.SIGN]] or len(told) <= OWNERS_SHOWN:
        return "，".join(parts) + "。"
    most = "、".join(f"{owner}{count}项" for owner, count in owners.most_common(OWNERS_SHOWN))
    return f"{parts[0]}：{most}{'等' if len(owners) > OWNERS_SHOWN else ''}。"


def _sectioned(shown: Sequence[Block], ordered: Sequence[AlertItem], *, with_names: bool) -> list[Block]:
    """The items, each apart; the first of a section below the section's name."""
    blocks: list[Block] = []
    before = ""
    for block, each in zip(shown, ordered, strict=False):
        word = SECTIONS[each.rung]
        html = block.html if word == before or not with_names else Markup("〔{}〕\n{}").format(word, block.html)
        blocks.append(replace(block, html=html, gap=True))
        before = word
    return blocks


def _about_all(pages: tuple[Page, ...], told: Sequence[AlertItem]) -> tuple[Page, ...]:
    """收到 in reply signs what the message counts without naming it as well."""
    known = {number for page in pages for number in page.about}
    counted = tuple(each.line.item.number for each in told if each.to_sign and each.line.item.number not in known)
    return (*pages[:-1], structs.replace(pages[-1], about=pages[-1].about + counted))


def _whole(office: _Office) -> Button:
    """Opens the unit's list, which has what the alert leaves out."""
    number = office.setting.roster.unit_number(office.unit)
    return button(BUTTONS[Action.UNIT], Press(Action.UNIT, number))


def _head(title: str, told: Sequence[AlertItem], office: _Office, *, belated: bool) -> Head:
    """【催办·第1次】养老服务股 @丙某: everybody whose items these are, the unnamed ones' too."""
    line = bold(f"{BELATED if belated else ''}【{title}】{shorten(office.unit, 30)}")
    calling = (each.line.item for each in told[:MOST_ORDERED] if _calls(each))
    people = (person for item in calling for person in owners_of(item, office.setting.roster))
    called = call(people, office.setting.roster.heads(office.unit))
    whole = Markup("{} {}").format(line, called) if called else line
    return lambda _: whole


def _calls(each: AlertItem) -> bool:
    """Whether the item calls its people: what is due today or late, and what they are to sign."""
    return each.to_sign or each.rung in _CALLING or each.line.light in (Light.LATE, Light.TODAY)


_CALLING = frozenset(
    {Rung.CHASE, Rung.DUE, Rung.MILESTONE, Rung.MILESTONE_LATE, Rung.INSTRUCTION, Rung.INSTRUCTION_LATE}
)


def _buttons(each: AlertItem, office: _Office, *, with_number: bool) -> tuple[Button, ...]:
    """签收 for a new assignment; what closes the item, and of one alone what else may be said of it."""
    acts = [Action.ACKNOWLEDGE] if each.to_sign else []
    if each.to_sign and not with_number and each.line.item.doubt is None:
        acts.append(Action.DOUBT)
    if each.step is not None:
        return _of_step(each, each.step, office, with_number=with_number)
    if each.instruction is not None:
        acts.append(Action.ANSWER_INSTRUCTION)
    elif each.rung is Rung.HALF:
        acts += [Action.PROGRESS] if with_number else [Action.PROGRESS, Action.REPORT_OBSTACLE]
    elif each.rung is not Rung.SIGN:
        acts.append(Action.DONE)
    if (
        not with_number and each.instruction is None and each.rung not in (Rung.SIGN, Rung.HALF)
    ):  # of several items each would fill a row of its own
        acts += [Action.PROGRESS, *_more_time(each.line, office.setting.rules)]
        if each.line.item.obstacle is None:
            acts.append(Action.REPORT_OBSTACLE)
    return tuple(act_button(act, each.line.item, office.setting.rules, with_number=with_number) for act in acts)


def _of_step(each: AlertItem, step: Milestone, office: _Office, *, with_number: bool) -> tuple[Button, ...]:
    """What may be said of a step of the plan: done, or how it stands; of one item alone also the whole plan."""
    item = each.line.item
    label = numbered(BUTTONS[Action.MILESTONE], item) if with_number else BUTTONS[Action.MILESTONE]
    done = button(label, Press(Action.MILESTONE, item.number, item.version, step.number))
    acts = () if with_number else (Action.PROGRESS, Action.PLAN)
    return (done, *(act_button(act, item, office.setting.rules) for act in acts))


def _told_block(each: AlertItem, office: _Office) -> Block:
    """One of several items, as every list shows it."""
    chased = f"，第{each.count}次催办" if each.rung is Rung.CHASE else ""
    sign = "，新交办待签收" if each.to_sign and each.rung is not Rung.SIGN else ""
    html = show_line(each.line, office.setting.rules, office.setting.now, owner_of(each.line.item)) + f"{chased}{sign}"
    return Block(html=html, number=each.line.item.number, buttons=_buttons(each, office, with_number=True))


def _render_one(each: AlertItem, office: _Office, *, belated: bool) -> tuple[Page, ...]:
    """The one item of the occasion, by its rung."""
    line = each.line
    title = f"催办·第{each.count}次" if each.rung is Rung.CHASE else SECTIONS[each.rung]
    words = {Rung.CHASE: say_chase, Rung.SIGN: say_assignment, Rung.DUE: say_due_today, Rung.HALF: say_half_time}.get(
        each.rung, say_ahead
    )
    asked = say_step_asked(each.step, office.setting) if each.step else ""
    if each.instruction is not None:
        asked = say_given(each.instruction, today_of(office.setting.now, office.setting.rules), office.setting.rules)
    said = [
        name_item(line.item, office.setting.rules),
        text(asked or words(line, office.setting.rules, office.setting.now)),
    ]
    if each.to_sign and each.rung is not Rung.SIGN:
        said.append(text(f"本事项为新交办，{SIGN}"))
    block = Block(
        html=join(said),
        number=line.item.number,
        buttons=_buttons(each, office, with_number=False),
    )
    blocks = [block, *(Block(html=text(words)) for words in _copies((each,)))]
    return paginate(_head(title, (each,), office, belated=belated), blocks)


def _pleas(told: Sequence[AlertItem], office: _Office, rest: str = "") -> list[str]:
    """What is asked for below several items, and who reads a copy."""
    pleas = [rest] if rest else []
    asked = {each.line.light for each in told if each.rung in {Rung.CHASE, Rung.DUE}}
    if asked:  # what is due today says so itself
        others = "、".join(word for light, word in ASKED.items() if light in asked)
        until = say_until(office.setting.rules, office.setting.now)
        hardship = LATE_HARDSHIP if Light.LATE in asked else HARDSHIP
        pleas.append((f"{others}的，{until}办结或申请销号；" if others else "") + hardship)
    if any(each.to_sign for each in told):
        pleas.append(SIGN_ALL)
    return [*pleas, *_copies(told)]


def _copies(told: Sequence[AlertItem]) -> list[str]:
    """抄送：分管领导, 抄报：局长, where the rules have somebody read a copy (``domain.appointments``)."""
    return [words for audience, words in COPIES.items() if any(audience in each.copied for each in told)]
