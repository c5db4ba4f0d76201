"""配合单位: who has done their part, who has not, and the lead's reminder."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from domain.actions import Action
from domain.item import Item, Tick
from domain.letter import Page, Press
from domain.limits import local_day
from domain.partners import ticked
from domain.rules import Rules
from texts.actions import BUTTONS
from texts.glossary import say_closing, say_day, say_due, say_instant, today_of
from texts.lines import UNIT_LIMIT, act_button, button, name_and, name_item, owner_of, say_numbers, unit_of
from texts.pages import MOST_NAMED, bold, shorten, single, text

WORDS_LIMIT = 300
#: So many units are named in a line.
NAMED = 4
#: So many items are told by number.
NUMBERED = 10


def say_units(units: Sequence[str]) -> str:
    """养老服务股、办公室; of many the first ones and how many they are."""
    named = "、".join(shorten(unit, UNIT_LIMIT) for unit in units[:NAMED])
    return named + (f"等{len(units)}个单位" if len(units) > NAMED else "")


def say_partners(item: Item, rules: Rules, now: datetime) -> str:
    """养老服务股✅（丁某11月20日）、办公室、公安局: a tick where a unit has done its part."""
    said = []
    for name in item.partners:
        tick = ticked(item, name)
        mark = f"✅（{_say_who(tick, rules, now)}）" if tick else ""
        said.append(shorten(name, UNIT_LIMIT) + mark)
    return "、".join(said)


def _say_who(tick: Tick, rules: Rules, now: datetime) -> str:
    day = say_day(local_day(tick.at, rules), today_of(now, rules), weekday=False)
    return f"{shorten(tick.by, 24)}{day}"


def render_still_close(item: Item, left: Sequence[str], draft: int, rules: Rules) -> Page:
    """To the lead that closes the item, or asks for that: who has not ticked. ``draft`` are the words that wait."""
    closing = say_closing(item, rules)
    label = BUTTONS[Action.STILL_CLOSE] if rules.kind(item.kind).verify else f"仍{closing}"
    go_on = button(label, Press(Action.STILL_CLOSE, item.number, draft))
    return single(
        name_item(item, rules),
        text(f"{say_units(left)}尚未反馈配合情况。仍要{closing}？"),
        rows=((go_on, act_button(Action.REMIND_PARTNERS, item, rules)),),
        about=(item.number,),
    )


def render_ticked(item: Item, rules: Rules) -> Page:
    """To who ticked."""
    return single(
        Markup("✅ {}").format(name_and(item, rules, "配合完成")),
        text(f"已记录{shorten(item.ticks[-1].unit, UNIT_LIMIT)}配合完成，牵头的{unit_of(item)}可查看。"),
        rows=((act_button(Action.UNDO, item, rules),),),
        about=(item.number,),
    )


def render_tick_told(item: Item, left: Sequence[str], rules: Rules, now: datetime) -> Page:
    """To the lead's owner."""
    tick = item.ticks[-1]
    words = f"：{shorten(tick.words, WORDS_LIMIT)}" if tick.words else ""
    rest = f"尚未反馈：{say_units(left)}。" if left else "配合单位均已完成。"
    return single(
        Markup("{}{}").format(bold("【配合完成】"), name_item(item, rules)),
        text(f"{shorten(tick.unit, UNIT_LIMIT)} {shorten(tick.by, 24)}{say_instant(tick.at, rules, now)}{words}"),
        text(rest),
        about=(item.number,),
    )


def render_tick_taken_back(item: Item, unit: str, left: Sequence[str], rules: Rules, now: datetime) -> Page:
    """To the lead's owner, who was told of the tick."""
    step = item.history[-1]
    return single(
        Markup("{}{}").format(bold("【撤回配合完成】"), name_item(item, rules)),
        text(f"{shorten(unit, UNIT_LIMIT)} {shorten(step.by, 24)}{say_instant(step.at, rules, now)}撤回。"),
        text(f"尚未反馈：{say_units(left)}。" if left else ""),
        about=(item.number,),
    )


def render_owed_ticks(items: Sequence[Item], rules: Rules, now: datetime) -> tuple[Page, ...]:
    """A unit's morning: 配合事项2项待反馈：第12号、第15号."""
    if not items:
        return ()
    today = today_of(now, rules)
    whole = button(f"{BUTTONS[Action.COOPERATION]}{len(items)}项", Press(Action.COOPERATION))
    return (
        single(
            bold(f"【配合提示】{say_day(today, today)}"),
            text(f"配合事项{len(items)}项待反馈：{say_numbers(items[:NUMBERED])}{'等' if items[NUMBERED:] else ''}。"),
            rows=((whole,),),
        ),
    )


def render_partner_assignments(items: Sequence[Item], rules: Rules, now: datetime) -> Page:
    """To a cooperating unit, of new assignments: one with its button, several with the list."""
    if len(items) == 1:
        return _render_partner_assignment(items[0], rules, now)
    lines = [
        Markup("{}\n{}").format(name_item(item, rules), _say_lead(item, rules, now)) for item in items[:MOST_NAMED]
    ]
    left = len(items) - len(lines)
    whole = button(BUTTONS[Action.COOPERATION], Press(Action.COOPERATION))
    return single(
        bold(f"【配合任务】{len(items)}项"),
        *lines,
        text(f"另有{left}项，请点下方按钮查看。" if left else ""),
        rows=((whole,),),
    )


def _render_partner_assignment(item: Item, rules: Rules, now: datetime) -> Page:
    return single(
        Markup("{}{}").format(bold("【配合任务】"), name_item(item, rules)),
        text(_say_lead(item, rules, now)),
        text("请配合牵头单位办理，完成配合部分后点下方按钮。"),
        rows=((act_button(Action.TICK, item, rules),),),
        about=(item.number,),
    )


def _say_lead(item: Item, rules: Rules, now: datetime) -> str:
    return f"牵头：{unit_of(item)} {owner_of(item)}　期限：{say_due(item, today_of(now, rules))}"


def render_partner_reminder(item: Item, rules: Rules, now: datetime) -> Page:
    """To a cooperating unit, from the lead."""
    return single(
        Markup("{}{}").format(bold("【配合提醒】"), name_item(item, rules)),
        text(_say_lead(item, rules, now)),
        text("请完成配合部分后点下方按钮，或回复本消息“配合完成”并说明。"),
        rows=((act_button(Action.TICK, item, rules),),),
        about=(item.number,),
    )


def render_reminded(heard: Sequence[str], unheard: Sequence[str]) -> Page:
    """[提醒配合单位]: who was told, and whom nobody could tell."""
    told = f"已提醒：{say_units(heard)}。" if heard else ""
    return single(text(told + (f"{say_units(unheard)}没有可送达的群聊和负责人，请直接联系。" if unheard else "")))
