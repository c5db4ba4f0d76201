"""回头看: what who verifies reads, and what becomes of it (巩固, 反弹)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from markupsafe import Markup

from domain import recheck_errors as errors
from domain.actions import Action
from domain.errors import DubanError
from domain.item import Did, Item
from domain.letter import Button, Page, Press
from domain.progress import evidence_of
from domain.rechecking import VerifyChoice, former_closing, is_relapsed, recheck_on, verifiers
from domain.rules import Rules
from domain.setting import Setting
from domain.views import AlertItem, Audience
from texts.glossary import BELATED, local, say_day, say_due, say_instant, say_time, today_of
from texts.lines import add_who, button, item_of, name_and, name_item, numbered, owner_of, say_actor, unit_of
from texts.pages import MOST_NAMED, Block, bold, named, paginate, say_rest, shorten, single, text

HOLDS, RELAPSED = "巩固", "反弹"
_LIMIT = 300
_EXAMPLE = "例如：又有3户缺签字页，12月20日"


def render_verifications(audience: Audience, told: tuple[AlertItem, ...], setting: Setting) -> tuple[Page, ...]:
    """In private, to who verifies; one step up, who has not said anything."""
    title = "请您回头看" if audience is Audience.VERIFIER else "回头看未反馈"
    head = bold(f"{BELATED if setting.belated else ''}【{title}】")
    is_one = len(told) == 1
    blocks = [_block(each.line.item, audience, setting, is_one=is_one) for each in told]
    shown = named(blocks[:MOST_NAMED], [head])
    body = [replace(block, gap=True) for block in shown]
    if len(shown) < len(blocks):
        whole = button(f"回头看{len(blocks)}项", Press(Action.RECHECK))
        body.append(Block(html=text(say_rest(len(blocks), len(shown))), gap=True, buttons=(whole,)))
    return paginate(lambda _: head, body)


def _block(item: Item, audience: Audience, setting: Setting, *, is_one: bool) -> Block:
    rules, today = setting.rules, today_of(setting.now, setting.rules)
    lines = [_say_what(item, rules, setting.now)]
    if audience is not Audience.VERIFIER:
        day = recheck_on(item, rules)
        names = "、".join(shorten(each.name, 24) for each in verifiers(item, setting.roster)) or "核查人"
        lines.append(f"应于{say_day(day, today) if day else '近日'}回头看，{names}尚未反馈。")
    name = add_who(name_item(item, rules), f"{unit_of(item)} {owner_of(item)}")
    html = Markup("{}\n{}").format(name, "\n".join(lines))
    return Block(html=html, number=item.number, buttons=verify_buttons(item, is_one=is_one))


def _say_what(item: Item, rules: Rules, now: datetime) -> str:
    closed = today_of(item.closed_at or now, rules)
    criterion = f"复查标准：{shorten(item.criterion, _LIMIT)}。" if item.criterion else ""
    return f"{say_day(closed, today_of(now, rules), weekday=False)}销号，请核查是否反弹、长效机制是否建立。{criterion}"


def verify_buttons(item: Item, *, is_one: bool = True) -> tuple[Button, ...]:
    """[巩固] [反弹] [查看佐证]; with its number where the message speaks of several."""
    labels = {VerifyChoice.HOLDS: HOLDS, VerifyChoice.RELAPSED: RELAPSED}
    if evidence_of(item):
        labels[VerifyChoice.PIECES] = "查看佐证"
    return tuple(_button(label if is_one else numbered(label, item), item, act) for act, label in labels.items())


def _button(label: str, item: Item, choice: VerifyChoice) -> Button:
    return button(label, Press(Action.VERIFY, item.number, item.version, choice))


def render_verify(item: Item, rules: Rules, now: datetime) -> Page:
    """The item with the two buttons, where it was asked for by command or on its card."""
    return single(
        Markup("{}{}").format(bold("【回头看】"), name_item(item, rules)),
        text(_say_what(item, rules, now)),
        text(_say_verdict(item, rules, now)),
        rows=(verify_buttons(item),),
        about=(item.number,),
    )


def render_held(item: Item, rules: Rules, now: datetime) -> Page:
    """巩固 was recorded; what was seen may follow."""
    said = item.rechecks[-1].words if item.rechecks else ""
    words = f"核查情况：{shorten(said, _LIMIT)}" if said else "如有核查情况或现场照片，可直接发送，1小时内有效。"
    return single(
        Markup("✅ {}").format(name_and(item, rules, "回头看已巩固")),
        text(f"{_say_who(item, Did.RECHECK, rules, now)}记录，不再提醒。"),
        text(words),
        rows=((_button("撤回", item, VerifyChoice.TAKE_BACK),),),
        about=(item.number,),
    )


def _say_who(item: Item, did: Did, rules: Rules, now: datetime) -> str:
    step = next((each for each in reversed(item.history) if each.did is did), None)
    return f"{say_actor(step)}{say_instant(step.at, rules, now)}" if step else ""


def render_ask_relapse(item: Item, rules: Rules, reason: str, doubt: str = "") -> Page:
    """反弹: the next words are reason and new limit, or what is still lacking of them."""
    lacking = "新的整改期限，例如：12月20日" if reason else f"反弹情况和新的整改期限，{_EXAMPLE}"
    return single(
        Markup("{}{}").format(bold("【反弹】"), name_item(item, rules)),
        text(doubt),
        text(f"反弹情况：{shorten(reason, _LIMIT)}" if reason else ""),
        text(f"请直接发送{lacking}"),
        about=(item.number,),
    )


def render_ask_relapse_reason(item: Item, rules: Rules, now: datetime, due: str) -> Page:
    """The limit is known, the reason is not."""
    return single(
        Markup("{}{}").format(bold("【反弹】"), name_item(item, rules)),
        text(f"新期限：{_say_limit(due, rules, now)}。请直接发送反弹情况。"),
        about=(item.number,),
    )


def say_doubtful_day(due: str, written: str, rules: Rules, now: datetime, *, is_rest: bool) -> str:
    """Nothing is reopened on a day that somebody may not have meant."""
    if is_rest:
        return f"{_say_limit(due, rules, now)}是休息日，请另写一个工作日。"
    return f"“{shorten(written, 40)}”如指{_say_limit(due, rules, now)}，请写明几月几日再发。"


def _say_limit(due: str, rules: Rules, now: datetime) -> str:
    return say_day(datetime.fromisoformat(due).date(), today_of(now, rules))


def render_relapsed(item: Item, rules: Rules, now: datetime, *, to_verifier: bool) -> Page:
    """The item is in hand again: to unit, owner, heads and leaders; to who said so with 撤回."""
    today, closed = today_of(now, rules), former_closing(item)
    former = f"原于{say_day(today_of(closed, rules), today, weekday=False)}销号，" if closed else ""
    return single(
        Markup("{}{}").format(bold("【反弹】"), name_item(item, rules)),
        text(f"{former}回头看发现问题反弹，重新整改，期限{say_due(item, today)}，责任人{owner_of(item)}。"),
        text(f"反弹情况：{shorten(item.rechecks[-1].words, _LIMIT)}" if item.rechecks else ""),
        text(_say_who(item, Did.RELAPSE, rules, now)),
        rows=((_button("撤回", item, VerifyChoice.TAKE_BACK),),) if to_verifier else (),
        about=(item.number,),
    )


def render_verify_taken_back(item: Item, rules: Rules) -> Page:
    """撤回 of a verdict: as before, with the two buttons."""
    return single(
        Markup("↩️ {}").format(name_and(item, rules, "已撤回回头看结果")),
        text("事项恢复到此前的状态。"),
        rows=(verify_buttons(item),) if item.closed_at else (),
        about=(item.number,),
    )


def render_ask_terms(item: Item, rules: Rules) -> Page:
    """The next words are criterion, window and verifier."""
    return single(
        Markup("{}{}").format(bold("【回头看安排】"), name_item(item, rules)),
        text("请直接发送，可只写一项，例如：复查标准 抽查20户无缺项；观察期 9月30日；复查人 丁某"),
        about=(item.number,),
    )


def render_terms(item: Item, rules: Rules, now: datetime) -> Page:
    """What holds of the 回头看 now."""
    facts = recheck_facts(item, rules, now)
    return single(
        Markup("{}{}").format(bold("【回头看安排】"), name_item(item, rules)),
        *(text(f"{name}：{shorten(words, _LIMIT)}") for name, words in facts if words),
        about=(item.number,),
    )


def recheck_facts(item: Item, rules: Rules, now: datetime) -> tuple[tuple[str, str], ...]:
    """What the card says of it, by name."""
    today = today_of(now, rules)
    closed = former_closing(item) if is_relapsed(item) else None
    return (
        ("复查标准", item.criterion),
        ("观察期", f"至{say_day(item.observe_until, today)}" if item.observe_until else ""),
        ("复查人", item.verifier),
        ("同类问题", f"第{item.repeats}号" if item.repeats else ""),
        ("回头看", _say_found(item, rules, now)),
        ("原销号", say_day(today_of(closed, rules), today, weekday=False) if closed else ""),
    )


def _say_found(item: Item, rules: Rules, now: datetime) -> str:
    """巩固，分管甲11月20日：抽查20户无缺项."""
    newest = item.rechecks[-1] if item.rechecks else None
    if newest is None:
        return ""
    words = f"：{newest.words}" if newest.words else ""
    when = say_day(today_of(newest.at, rules), today_of(now, rules), weekday=False)
    return f"{HOLDS if newest.holds else RELAPSED}，{shorten(newest.by, 24)}{when}{words}"


def _say_verdict(item: Item, rules: Rules, now: datetime) -> str:
    found = _say_found(item, rules, now)
    return f"上次回头看：{shorten(found, _LIMIT)}" if found else ""


def say_relapsed(count: int) -> str:
    """反弹2项 of a digest; nothing of none."""
    return f"其中反弹{count}项，正重新整改。" if count else ""


def _not_verifier(error: errors.NotVerifier, _rules: Rules) -> str:
    by = "、".join(shorten(name, 24) for name in error.names[:3])
    return f"{item_of(error)} 的回头看由{by or '办公室'}核查，责任人本人不能核查。"


def _verdict_given(error: errors.VerdictGiven, rules: Rules) -> str:
    at = local(error.at, rules)
    when = say_day(at.date(), at.date(), weekday=False) + say_time(at)
    done = f"{item_of(error)} 已由{shorten(error.by, 24)}于{when}回头看，结果为{HOLDS if error.holds else RELAPSED}"
    again = (
        f"又发现反弹的，请发：/verify {error.number} 反弹" if error.holds else f"现状请发 /item {error.number} 查看。"
    )
    return f"{done}，无须重复核查；{again}"


#: Words of each refusal.
FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    errors.RecheckRefusal: lambda e, _: f"{item_of(e)} 目前不能回头看，请发 /item {e.number} 查看现状。",
    errors.NotCrossedOff: lambda e, _: f"{item_of(e)} 尚未销号，无须回头看，请发 /item {e.number} 查看现状。",
    errors.VerdictGiven: _verdict_given,
    errors.NoRecheckAhead: lambda e, _: f"{item_of(e)} 没有待办的回头看，请发 /item {e.number} 查看现状。",
    errors.RecheckTooEarly: lambda e, _: (
        f"{item_of(e)} 的观察期未满，请于{e.on.month}月{e.on.day}日起核查；已发现反弹的，请发：/verify {e.number} 反弹"
    ),
    errors.NotVerifier: _not_verifier,
    errors.VerdictUnclear: lambda e, _: f"请写明巩固或反弹，例如：/verify {e.number} 巩固 现场抽查无反弹",
    errors.WindowUnclear: lambda e, _: (
        f"未看懂回头看安排，请写今后的日期，例如：/edit {e.number} 复查标准 抽查20户无缺项；观察期 9月30日"
    ),
}
