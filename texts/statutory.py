"""Statutory clocks (法定时限): what the card says of them, reminders of each step, and the answer to a mark."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from domain import statutory_errors as errors
from domain.actions import Action
from domain.errors import DubanError
from domain.item import IN_HAND, Item, ItemStatus
from domain.letter import Button, Page, Press
from domain.limits import lapses_on, local_day
from domain.rules import Rules, StatutoryClock
from domain.setting import Setting
from domain.statutory import Span, is_clock_chase, markable, received_on, span_of, spans, statutory_limit, supplement_of
from domain.views import NEAR_WORK_DAYS, AlertItem, Light
from texts.actions import BUTTONS
from texts.glossary import BELATED, LIGHTS, say_counted_day, say_day, say_provisional, today_of
from texts.lines import button, item_of, name_item, numbered, open_button
from texts.notices import call, owners_of
from texts.pages import MOST_NAMED, Block, bold, in_rows, join, paginate, say_rest, shorten, single, text

#: Where a clock's figure is from, if from no regulation.
OWN_FIGURE = "本单位自定"
LABEL_LIMIT = 12
NOTE_LIMIT = 120


def statutory_facts(item: Item, rules: Rules, now: datetime) -> tuple[tuple[str, str], ...]:
    """What the card says of the item's clocks, by name; nothing of kinds without."""
    if not rules.kind(item.kind).clocks:
        return ()
    today, received = today_of(now, rules), received_on(item, rules)
    said = [say_span(span, item, rules, now) for span in spans(item, rules)]
    return (
        ("收件", say_day(received, today, weekday=False) if received else ""),
        ("法定时限", "；".join(words for words in said if words) + _say_beyond(item, rules, today)),
    )


def _say_beyond(item: Item, rules: Rules, today: date) -> str:
    """A limit of the item's own that the law does not leave."""
    given, limit = lapses_on(item, rules), statutory_limit(item, rules)
    if given is None or limit is None or given <= limit or not rules.kind(item.kind).clocks[-1].basis:
        return ""
    return f"。⚠现期限超出法定期限{say_day(limit, today, weekday=False)}，请核对"


def say_span(span: Span, item: Item, rules: Rules, now: datetime) -> str:
    """告知受理 ✅3月2日, 🟢办理 3月2日—5月1日（还有20天）; nothing of a right that was not used."""
    today, label = today_of(now, rules), shorten(span.clock.label, LABEL_LIMIT)
    if span.mark is not None:
        day = local_day(span.mark.at, rules)
        late = f"（逾期{(day - span.ends).days}天）" if span.ends is not None and day > span.ends else ""
        return f"{label} ✅{say_day(day, today, weekday=False)}{late}"
    if span.begins is None or span.ends is None:
        return "" if span.begins is not None or span.clock.optional else f"{label}待前一环节完成后起算"
    if span.clock.optional and not span.is_running(today):
        return ""
    ended = _ended(span, item, rules)
    if ended:
        return f"{label} {ended}"
    days = f"{say_day(span.begins, today, weekday=False)}—{say_day(span.ends, today, weekday=False)}"
    assumed = "，待补正，暂按补正期满起算" if span.is_waiting else "，暂自收件日起算" if span.is_assumed else ""
    longer = sum(each.days for each in item.prolonged if each.clock == span.clock.name)
    prolonged = f"，已延长{say_units(span, longer)}" if longer else ""
    return (
        f"{_light(span.ends, today, rules)}{label} {days}{say_provisional(span.ends, rules)}"
        f"（{_say_left(span.ends, today)}{assumed}{prolonged}）"
    )


def _ended(span: Span, item: Item, rules: Rules) -> str:
    """✅ or ⏳ of the last step, which the item's closing ends."""
    if not span.is_last or item.status in IN_HAND:
        return ""
    light = Light.CLOSED if item.status is ItemStatus.CLOSED else Light.WAITING
    if item.status not in (ItemStatus.CLOSED, ItemStatus.SUBMITTED):
        return "暂停" if item.status is ItemStatus.SUSPENDED else "终止"
    at = item.submitted_at or item.closed_at
    day = f"{local_day(at, rules).month}月{local_day(at, rules).day}日" if at else ""
    return f"{LIGHTS[light][0]}{day}"


def say_units(span: Span, units: int) -> str:
    """30天, 20个工作日, 3个月: so many of the clock's units."""
    return say_units_of(span.clock, units)


def say_units_of(clock: StatutoryClock, units: int) -> str:
    """The same of the clock itself."""
    if clock.months:
        return f"{units}个月"
    return f"{units}个工作日" if clock.work_days else f"{units}天"


def _light(ends: date, today: date, rules: Rules) -> str:
    if ends < today:
        light = Light.LATE
    elif ends == today:
        light = Light.TODAY
    else:
        light = Light.NEAR if rules.work_days.between(today, ends) <= NEAR_WORK_DAYS else Light.NORMAL
    return LIGHTS[light][0]


def _say_left(ends: date, today: date) -> str:
    days = (ends - today).days
    return f"还有{days}天" if days > 0 else f"逾期{-days}天" if days else "今日到期"


def say_step(span: Span, rules: Rules, now: datetime) -> str:
    """告知受理：3月16日（周一）到期，还有3天."""
    today = today_of(now, rules)
    if span.ends is None:
        return shorten(span.clock.label, LABEL_LIMIT)
    until = f"{say_counted_day(span.ends, today, rules)}到期"
    return f"{shorten(span.clock.label, LABEL_LIMIT)}：{until}，{_say_left(span.ends, today)}"


def mark_button(span: Span, item: Item, *, with_number: bool = False) -> Button:
    """[已告知受理]."""
    label = f"已{shorten(span.clock.label, LABEL_LIMIT)}"
    press = Press(Action.MARK_CLOCK, item.number, item.version, span.place)
    return button(numbered(label, item) if with_number else label, press)


def render_clocks(told: Sequence[AlertItem], setting: Setting, *, in_group: bool, to_act: bool) -> tuple[Page, ...]:
    """Steps whose time comes or is over; ``to_act``: to those who take them, else as a copy to who is above."""
    is_one = len(told) == 1
    chased = any(is_clock_chase(each.clock) for each in told)
    title = f"法定时限{'催办' if chased else '提醒'}{'' if to_act else '抄送'}"
    head = bold(f"{BELATED if setting.belated else ''}【{title}】{shorten(told[0].line.item.unit, 30)}")
    if in_group:
        people = (person for each in told for person in owners_of(each.line.item, setting.roster))
        called = call(people, setting.roster.heads(told[0].line.item.unit))
        head = Markup("{} {}").format(head, called) if called else head
    blocks = [_block(each, setting, to_act=to_act, is_one=is_one) for each in told[:MOST_NAMED]]
    if len(told) > len(blocks):
        blocks.append(Block(html=text(say_rest(len(told), len(blocks)))))
    return paginate(lambda _: head, blocks)


def _block(each: AlertItem, setting: Setting, *, to_act: bool, is_one: bool) -> Block:
    item, rules = each.line.item, setting.rules
    span = span_of(each.clock, item, rules)
    if span is None:
        return Block(html=name_item(item, rules), number=item.number)
    said = [name_item(item, rules), text(f"{say_step(span, rules, setting.now)}。")]
    if is_one:
        said.append(text(f"依据：{span.clock.basis or OWN_FIGURE}。"))
        if to_act:
            said.append(text(_plea(span, item)))
    see = open_button(BUTTONS[Action.SEE] if is_one else numbered(BUTTONS[Action.SEE], item), item)
    acts = (mark_button(span, item, with_number=not is_one), see) if to_act else (see,)
    return Block(html=join(said), number=item.number, gap=not is_one, buttons=acts)


def _plea(span: Span, item: Item) -> str:
    if span.clock.restarts:
        return (
            f"收到补正材料的，请登记“法定环节 {item.number} {span.clock.label}”，期限自收到之日起算；"
            "逾期未补正的，请按规定办理。"
        )
    if span.clock.optional:
        return f"需要{span.clock.label}的，请在期限内办理并登记；不需要的不必回复。"
    return f"已办理的，请点下方按钮登记，或发送“法定环节 {item.number} {span.clock.label}”。"


def render_steps(item: Item, rules: Rules, now: datetime) -> Page:
    """``/clock 12``: every step with its figure and where that is from, and a button for each that may be marked."""
    today = today_of(now, rules)
    lines = []
    for span in spans(item, rules):
        figure = say_units(span, span.clock.months or span.clock.days)
        said = say_span(span, item, rules, now) or _unused(span)
        lines.append(text(f"{span.place}. {said}\n　{figure}，{span.clock.basis or OWN_FIGURE}"))
    open_spans = markable(item, rules, today)
    ask = "完成的环节请点下方按钮登记；补登日期的，发送“法定环节 {} {} 3月2日”。"
    plea = text(ask.format(item.number, open_spans[0].clock.label)) if open_spans else Markup("")
    rows = in_rows([mark_button(span, item) for span in open_spans])
    return single(name_item(item, rules), *lines, plea, rows=rows, about=(item.number,))


def _unused(span: Span) -> str:
    """Of a right: that it was not used, or can't be yet."""
    state = "待前一环节登记后起算" if span.begins is None else "未提出，已过期限"
    return f"{shorten(span.clock.label, LABEL_LIMIT)} {state}"


def render_marked(item: Item, rules: Rules, now: datetime) -> Page:
    """第12号 … 告知受理已登记（3月2日）；办理期限5月1日（周五）."""
    mark, step = item.clock_marks[-1], item.history[-1]
    today, day = today_of(now, rules), local_day(mark.at, rules)
    words = f"{step.to}已登记（{say_day(day, today, weekday=False)}）"
    words += f"：{shorten(mark.words, NOTE_LIMIT)}" if mark.words else ""
    last = spans(item, rules)[-1]
    restart, limit = supplement_of(item, rules), ""
    moves = (last.clock.after, *((restart.after, restart.name) if restart else ()))
    if last.ends is not None and mark.clock in moves:
        limit = f"{last.clock.label}期限为{say_counted_day(last.ends, today, rules)}。"
    if restart is not None and last.is_waiting:
        limit = (
            f"{limit.removesuffix('。')}（暂按补正期满起算）。"
            f"收到补正后请登记“法定环节 {item.number} {restart.label}”，期限自收到之日起算。"
        )
    undo = button(BUTTONS[Action.UNDO], Press(Action.UNDO, item.number, item.version))
    return single(
        name_item(item, rules),
        text(f"{words}。"),
        text(limit) if limit else Markup(""),
        rows=((undo,),),
        about=(item.number,),
    )


def render_mark_told(item: Item, rules: Rules, now: datetime) -> Page:
    """To the office: a unit says that a matter is not the bureau's (提出异议)."""
    mark, step = item.clock_marks[-1], item.history[-1]
    day = say_day(local_day(mark.at, rules), today_of(now, rules), weekday=False)
    words = f"：{shorten(mark.words, NOTE_LIMIT)}" if mark.words else ""
    return single(
        name_item(item, rules),
        text(f"{shorten(mark.by, LABEL_LIMIT)}{day}登记“{step.to}”{words}。"),
        about=(item.number,),
    )


def _say(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _labels(labels: Sequence[str]) -> str:
    return "、".join(shorten(label, LABEL_LIMIT) for label in labels)


#: Words of each refusal.
FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    errors.ClockRefusal: lambda e, _: f"{item_of(e)} 的{e.label}未登记，请发：法定环节 {e.number}",
    errors.NoVerdictAsked: lambda e, _: f"{item_of(e)} 的类别不记群众评价，无须登记。",
    errors.NotClosedYet: lambda e, _: f"{item_of(e)} 尚未销号，请在销号后登记群众评价。",
    errors.VerdictGiven: lambda e, _: f"{item_of(e)} 的群众评价已登记，无须再登记；记错的，请在24小时内撤回。",
    errors.VerdictUnclear: lambda e, _: (
        f"{item_of(e)} 的群众评价请写满意、基本满意、不满意或未联系上，例如：群众评价 {e.number} 满意"
    ),
    errors.NoClocks: lambda e, _: f"{item_of(e)} 的类别未设法定环节，无须登记。",
    errors.ClockUnknown: lambda e, _: (
        f"{item_of(e)} 可登记的环节：{_labels(e.labels)}，例如：法定环节 {e.number} {_labels(e.labels[:1])}"
        if e.labels
        else f"{item_of(e)} 仅有办理期限，办理完毕请申请销号。"
    ),
    errors.ClockMarked: lambda e, rules: (
        f"{item_of(e)} 的{e.label}已于{_say(local_day(e.at, rules))}由{shorten(e.by, LABEL_LIMIT)}登记，无需再登记。"
    ),
    errors.ClockEndsWithClosing: lambda e, _: f"{item_of(e)} 的{e.label}以办结为准，请发：完成 {e.number} 办理结果",
    errors.ClockNotBegun: lambda e, _: f"{item_of(e)} 的{e.label}尚未起算，请先登记前一环节。",
    errors.ClockLapsed: lambda e, _: f"{item_of(e)} 的{e.label}期限{_say(e.day)}已届满或已受理，不能再登记。",
    errors.ClockDayFuture: lambda e, _: f"{item_of(e)} 的{e.label}未登记：{_say(e.day)}尚未到，请写实际办理日期。",
    errors.NotProlongable: lambda e, _: f"{item_of(e)} 的类别没有延长办理的规定，需要更多时间的，请申请延期。",
    errors.ProlongedAlready: lambda e, _: f"{item_of(e)} 已延长一次，至{_say(e.day)}，不能再延长。",
    errors.ProlongPending: lambda e, _: f"{item_of(e)} 已申请延长至{_say(e.day)}，待审批，无须再申请。",
    errors.ProlongTooLate: lambda e, _: f"{item_of(e)} 的期限{_say(e.day)}已过，不能申请延长，请联系办公室。",
    errors.ProlongInstead: lambda e, _: (
        f"{item_of(e)} 为法定期限，不能延期；确需更多时间的，请申请延长，例如：延长办理 {e.number} 案情复杂"
    ),
    errors.ClockDayEarly: lambda e, _: f"{item_of(e)} 的{e.label}未登记：日期不能早于{_say(e.day)}。",
}
