"""转办 and 整体移交: offered, taken over, not taken over, withdrawn (docs/messages.md 17)."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup
from msgspec.structs import replace

from domain.actions import Action
from domain.handing_over import Handover
from domain.item import Did, Item
from domain.letter import Button, Page, Press
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Person
from domain.rules import Rules
from domain.setting import Setting
from domain.views import Line
from texts.actions import BUTTONS
from texts.glossary import say_due, say_instant, today_of
from texts.lines import (
    NAME_LIMIT,
    UNIT_LIMIT,
    act_button,
    button,
    name_and,
    name_item,
    owner_of,
    say_numbers,
    say_with_unit,
)
from texts.pages import bold, shorten, single, text
from texts.requests import head_of

REASON_LIMIT = 300
#: So many items of an 整体移交 are named.
NAMED = 5
TITLE_LIMIT = 40
#: So many namesakes are offered to choose from.
CHOICES = 6


def _reason_of(item: Item, did: Did) -> str:
    step = next((step for step in reversed(item.history) if step.did is did), None)
    return shorten(step.note, REASON_LIMIT) if step else ""


def render_ask_receiver(item: Item, rules: Rules, *, in_group: bool, receiver: Person | None = None) -> Page:
    """What is still missing: to whom, or why."""
    how = "请回复本消息，写明" if in_group else "请直接发送"
    ask = (
        f"转给{say_with_unit(receiver)}，{how}转办原因。" if receiver else f"{how}接手人和原因，例如：王某 甲某借调乡镇"
    )
    return single(head_of(RequestKind.HAND_OVER, item, rules), text(ask), about=(item.number,))


def render_choose_receiver(item: Item, people: Sequence[Person], rules: Rules) -> Page:
    """Several people bear the name: their units tell them apart."""
    names = "、".join(say_with_unit(person) for person in people[:CHOICES])
    ask = f"有同名人员：{names}。请写明单位、姓名和原因，例如：{people[0].unit} {people[0].name} 借调乡镇"
    return single(head_of(RequestKind.HAND_OVER, item, rules), text(ask), about=(item.number,))


def render_offered(item: Item, receiver: Person, rules: Rules) -> Page:
    """To whoever offered it."""
    withdraw = act_button(Action.WITHDRAW_OFFER, item, rules)
    return single(
        head_of(RequestKind.HAND_OVER, item, rules),
        text(f"已送{say_with_unit(receiver)}，等待接手。接手前仍由{owner_of(item) or '原单位'}负责。"),
        rows=((withdraw,),),
        about=(item.number,),
    )


def render_ask_to_replace(
    item: Item, asked: DecisionRequest, receiver: Person, reason: str, draft: int, rules: Rules
) -> Page:
    """Whether the offer that waits is to go to somebody else."""
    yes, no = (Press(Action.REPLACE_OFFER, item.number, draft, choice) for choice in (1, 0))
    label = f"{BUTTONS[Action.REPLACE_OFFER]}{shorten(receiver.name, NAME_LIMIT)}"
    return single(
        head_of(RequestKind.HAND_OVER, item, rules),
        text(f"正在等{shorten(asked.wish, NAME_LIMIT)}接手。改送{say_with_unit(receiver)}？"),
        text(f"原因：{shorten(reason, REASON_LIMIT)}"),
        rows=((button(label, yes), button("不改", no)),),
        about=(item.number,),
    )


def render_offer_kept(item: Item, asked: DecisionRequest, rules: Rules) -> Page:
    """[不改]."""
    said = f"未改送，仍等待{shorten(asked.wish, NAME_LIMIT)}接手。"
    return single(
        head_of(RequestKind.HAND_OVER, item, rules),
        text(said),
        rows=((act_button(Action.WITHDRAW_OFFER, item, rules),),),
        about=(item.number,),
    )


def render_offer(asked: DecisionRequest, line: Line, setting: Setting) -> Page:
    """To the receiver: from whom, why, and until when."""
    item, now, rules = line.item, setting.now, setting.rules
    whom = f"{owner_of(item)} → {shorten(asked.wish, NAME_LIMIT)}"
    by = f"（{shorten(asked.asked_by, NAME_LIMIT)}，{say_instant(asked.asked_at, rules, now)}）"
    take, no = act_button(Action.TAKE_OVER, item, rules), act_button(Action.DECLINE, item, rules)
    return single(
        Markup("{}　{}").format(head_of(RequestKind.HAND_OVER, item, rules), whom),
        text(f"期限：{say_due(item, today_of(now, rules))}"),
        text(f"原因：{shorten(asked.reason, REASON_LIMIT)}{by}"),
        text(f"接手前仍由{owner_of(item) or '原单位'}负责。"),
        rows=((replace(take, style="success"), no), (act_button(Action.HISTORY, item, rules),)),
        about=(item.number,),
    )


def render_nobody_takes_over(item: Item, rules: Rules) -> Page:
    """To the office: the receiver can't be reached any more."""
    return single(
        head_of(RequestKind.HAND_OVER, item, rules),
        text(f"接手人目前联系不上，该项仍由{owner_of(item)}负责，请另行安排。"),
        about=(item.number,),
    )


def render_taken_over(item: Item, rules: Rules, now: datetime) -> Page:
    """To the receiver, in place of the offer."""
    return single(
        Markup("✅ {}").format(name_and(item, rules, "已由您接手")),
        text(f"期限：{say_due(item, today_of(now, rules))}。签收已一并完成。"),
        rows=((act_button(Action.PROGRESS, item, rules), act_button(Action.UNDO, item, rules)),),
        about=(item.number,),
    )


def render_taken(item: Item, before: Item, rules: Rules, now: datetime) -> Page:
    """To everybody else whom it concerns."""
    unit = f"{shorten(item.unit, UNIT_LIMIT)} " if item.unit != before.unit else ""
    return single(
        Markup("{}{}").format(bold("【转办】"), name_item(item, rules)),
        text(f"{say_instant(now, rules, now)}起由{unit}{owner_of(item)}负责，原责任人{owner_of(before)}。期限不变。"),
        about=(item.number,),
    )


def render_ask_decline(item: Item, rules: Rules) -> Page:
    """[不接手]: the next message is the reason."""
    return single(head_of(RequestKind.HAND_OVER, item, rules), text("请直接发送不接手的原因。"), about=(item.number,))


def render_not_taken(item: Item, rules: Rules, now: datetime) -> Page:
    """To the receiver, in place of the offer."""
    said = f"↩️ {say_instant(now, rules, now)} 您未接手：{_reason_of(item, Did.DECLINE)}"
    return single(head_of(RequestKind.HAND_OVER, item, rules), text(said), about=(item.number,))


def render_declined(item: Item, receiver: Person, rules: Rules, now: datetime) -> Page:
    """To who offered it, and to the owner, who keeps it."""
    return single(
        head_of(RequestKind.HAND_OVER, item, rules),
        text(f"{say_with_unit(receiver)}{say_instant(now, rules, now)}未接手：{_reason_of(item, Did.DECLINE)}"),
        text(f"该项仍由{owner_of(item)}负责。"),
        about=(item.number,),
    )


def render_offer_withdrawn(item: Item, rules: Rules) -> Page:
    """[撤回转办]."""
    return single(
        head_of(RequestKind.HAND_OVER, item, rules),
        text(f"↩️ 已撤回转办，仍由{owner_of(item)}负责。"),
        about=(item.number,),
    )


def render_ask_handover(owner: Person | None) -> Page:
    """整体移交: what is missing."""
    if owner is None:
        return single(bold("【整体移交】"), text("请直接发送移交人、接手人和原因，例如：甲某 乙某 甲某借调乡镇"))
    ask = f"请直接发送{shorten(owner.name, NAME_LIMIT)}事项的接手人和原因，例如：乙某 借调乡镇"
    return single(bold("【整体移交】"), text(ask))


def render_offer_all(items: Sequence[Item], handover: Handover, rules: Rules, now: datetime) -> Page:
    """To the receiver: all items of somebody, the first of them by name."""
    owner, today = handover.owner, today_of(now, rules)
    lines = [
        text(f"第{item.number}号 {shorten(item.title, TITLE_LIMIT)}　{say_due(item, today, weekday=False)}")
        for item in items[:NAMED]
    ]
    more = f"另有{len(items) - NAMED}项，接手后可在“我的事项”查看。" if len(items) > NAMED else ""
    whom = f"{shorten(owner.name, NAME_LIMIT)} → {shorten(handover.receiver.name, NAME_LIMIT)}"
    return single(
        bold(f"【整体移交】{whom}　共{len(items)}项"),
        *lines,
        text(more),
        text(f"原因：{shorten(handover.reason, REASON_LIMIT)}。接手前仍由{shorten(owner.name, NAME_LIMIT)}负责。"),
        rows=((_all(owner, BUTTONS[Action.TAKE_ALL], 1), _all(owner, BUTTONS[Action.DECLINE], 0)),),
        about=tuple(item.number for item in items[:NAMED]),
    )


def _all(owner: Person, label: str, choice: int) -> Button:
    style = "success" if choice else ""
    return Button(label=label, data=Press(Action.TAKE_ALL, owner.number, choice=choice).encode(), style=style)


def render_all_offered(count: int, handover: Handover) -> Page:
    """To whoever offered them."""
    owner, receiver = handover.owner, handover.receiver
    said = f"已将{shorten(owner.name, NAME_LIMIT)}的{count}项送{say_with_unit(receiver)}，等待接手。"
    return single(bold("【整体移交】"), text(f"{said}接手前仍由{shorten(owner.name, NAME_LIMIT)}负责。"))


def render_all_taken(taken: Sequence[Item], left: Sequence[Item], owner: Person, receiver: Person) -> Page:
    """Taken over; what changed meanwhile is named."""
    names = f"{shorten(owner.name, NAME_LIMIT)} → {shorten(receiver.name, NAME_LIMIT)}"
    rest = f"已有变动、未移交{len(left)}项：{say_numbers(left)}。" if left else ""
    said = f"✅ 已移交{len(taken)}项：{say_numbers(taken)}，即日起由{shorten(receiver.name, NAME_LIMIT)}负责。"
    return single(
        bold(f"【整体移交】{names}"),
        text(said if taken else "没有可移交的事项。"),
        text(rest),
        about=tuple(item.number for item in taken[:NAMED]),
    )


def render_ask_decline_all(owner: Person) -> Page:
    """[不接手] of all: the next message is the reason."""
    return single(text(f"请直接发送不接手{shorten(owner.name, NAME_LIMIT)}事项的原因。"))


def render_all_declined(owner: Person, receiver: Person, reason: str, rules: Rules, now: datetime) -> Page:
    """To both sides: the owner keeps them."""
    names = f"{shorten(owner.name, NAME_LIMIT)} → {shorten(receiver.name, NAME_LIMIT)}"
    when = say_instant(now, rules, now)
    return single(
        bold(f"【整体移交】{names}"),
        text(f"↩️ {shorten(receiver.name, NAME_LIMIT)}{when}未接手：{shorten(reason, REASON_LIMIT)}"),
        text(f"各项仍由{shorten(owner.name, NAME_LIMIT)}负责。"),
    )
