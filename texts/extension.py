"""What is said of more time (延期): asked for, in steps where something is missing; decided; taken back."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup
from msgspec.structs import replace

from domain.actions import Action
from domain.extension import REPORTED_FROM, newest_request, requests_made
from domain.item import Did, Item
from domain.letter import Button, Page, Press, Rows
from domain.limits import day_of, lapses_on, local_day
from domain.progress import newest_word
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Person, Role
from domain.rules import Rules
from domain.setting import Setting
from domain.views import Line
from texts.actions import BUTTONS
from texts.decisions import say_asker, say_decider
from texts.glossary import say_day, say_due, say_instant, say_role, say_time, today_of
from texts.lines import act_button, button, name_and, press_of, say_actor
from texts.pages import in_rows, shorten, single, text
from texts.requests import TITLE_LIMIT, head_of

REASON_LIMIT = 300
PROGRESS_LIMIT = 120
WRITTEN_LIMIT = 30
#: Nobody decides on their own, and nobody else can be reached.
NOBODY_DECIDES = "目前无人可审批，已告知办公室。"


def say_new_limit(due: str, rules: Rules, now: datetime, *, weekday: bool = True) -> str:
    """12月4日（周五）, with the hour where the limit has one."""
    hour = say_time(datetime.fromisoformat(due)) if "T" in due else ""
    return say_day(day_of(due), today_of(now, rules), weekday) + hour


def render_ask_extension(item: Item, rules: Rules, now: datetime, *, in_group: bool, day: str, reason: str) -> Page:
    """What is still missing: the day, the reason, or both."""
    how = "请回复本消息，写明" if in_group else "请直接发送"
    known = [f"拟延期至{say_new_limit(day, rules, now)}。"] if day else []
    known += [f"原因：{shorten(reason, REASON_LIMIT)}"] if reason else []
    if day:
        ask = f"{how}延期原因。"
    elif reason:
        ask = f"{how}延期到哪一天，例如：12月20日"
    else:
        ask = f"{how}新期限和原因，例如：12月20日 省系统升级，数据未开放"
    limit = f"现期限{say_due(item, today_of(now, rules))}。"
    return single(
        head_of(RequestKind.EXTEND, item, rules), text(limit), *map(text, known), text(ask), about=(item.number,)
    )


def render_choose_day(
    item: Item, dues: Sequence[str], written: str, draft: int, rules: Rules, now: datetime, *, verb: str = "申请延期"
) -> Page:
    """The day that was meant, with its weekday: nothing is sent before one is chosen."""
    rest = next((due for due in dues if not rules.work_days.is_work_day(day_of(due))), "")
    if rest:
        ask = f"{say_new_limit(rest, rules, now)}是休息日，请选择期限："
    else:
        ask = f"“{shorten(written, WRITTEN_LIMIT)}”指以下日期，请确认："
    buttons = [_day_button(due, place, due == rest, item, draft, rules, now) for place, due in enumerate(dues, 1)]
    drop = button("取消", Press(Action.EXTEND_DAY, item.number, draft, 0))
    return single(
        head_of(RequestKind.EXTEND, item, rules),
        text(ask if verb == "申请延期" else f"{verb}：{ask}"),
        rows=(*in_rows(buttons, 1 if len(buttons) > 2 else 2), (drop,)),  # noqa: PLR2004 - two fit a row
        about=(item.number,),
    )


def _day_button(due: str, place: int, is_rest: bool, item: Item, draft: int, rules: Rules, now: datetime) -> Button:
    label = f"仍用{say_new_limit(due, rules, now, weekday=False)}" if is_rest else say_new_limit(due, rules, now)
    return button(label, Press(Action.EXTEND_DAY, item.number, draft, place))


def render_extension_dropped(item: Item, rules: Rules) -> Page:
    """Nothing was asked for."""
    return single(head_of(RequestKind.EXTEND, item, rules), text("未提交申请，期限不变。"), about=(item.number,))


def render_extension_asked(item: Item, role: Role | None, rules: Rules, now: datetime) -> Page:
    """To whoever asked: to whom it went, and that the limit stands until it is granted."""
    asked = newest_request(item)
    day = say_new_limit(asked.to, rules, now) if asked else ""
    sent = f"已送{say_role(role, rules)}审批" if role else NOBODY_DECIDES.rstrip("。")
    is_late = _is_late(item, asked.at if asked else now, rules)
    until = f"同意前仍按{say_due(item, today_of(now, rules))}办理"
    stands = "期限已过，按逾期申请登记，同意前仍计逾期" if is_late else until
    return single(
        head_of(RequestKind.EXTEND, item, rules),
        text(f"申请延期至{day}，{sent}。"),
        text(f"{stands}{_say_third(item)}。"),
        rows=((button(BUTTONS[Action.WITHDRAW_EXTENSION], press_of(Action.WITHDRAW_EXTENSION, item)),),),
        about=(item.number,),
    )


def _say_third(item: Item) -> str:
    count = requests_made(item)
    return f"；第{count}次申请，抄报局长" if count >= REPORTED_FROM else ""


def _is_late(item: Item, at: datetime, rules: Rules) -> bool:
    last = lapses_on(item, rules)
    return last is not None and local_day(at, rules) > last


def render_extension_request(asked: DecisionRequest, line: Line, setting: Setting, *, is_copy: bool = False) -> Page:
    """To who decides (docs/messages.md 14); the director's copy has no buttons."""
    item, rules, now = line.item, setting.rules, setting.now
    mark = "·逾期提出" if _is_late(item, asked.asked_at, rules) else ""
    word = newest_word(item)
    when = f"（{say_day(local_day(word.at, rules), today_of(now, rules), weekday=False)}）" if word else ""
    progress = shorten(item.progress, PROGRESS_LIMIT)
    return single(
        head_of(RequestKind.EXTEND, item, rules, mark),
        text(_say_who_asks(asked, item, rules, now)),
        text(f"{_say_present(item, rules, now)}→ 申请至{say_new_limit(asked.wish, rules, now)}"),
        text(f"原因：{shorten(asked.reason, REASON_LIMIT)}"),
        text(f"最近进展：{progress}{when}" if progress else "最近进展：无"),
        rows=() if is_copy else _decisions(item, rules),
        about=(item.number,),
    )


_DECIDING = (Action.GRANT_EXTENSION, Action.MOVE_EXTENSION, Action.REFUSE_EXTENSION)


def _decisions(item: Item, rules: Rules) -> Rows:
    grant, move, refuse = (act_button(act, item, rules) for act in _DECIDING)
    return ((replace(grant, style="success"), move, replace(refuse, style="danger")),)


def _say_who_asks(asked: DecisionRequest, item: Item, rules: Rules, now: datetime) -> str:
    """社会救助股 甲某　11月19日提出（期限前1天，第1次申请）."""
    on, last = local_day(asked.asked_at, rules), lapses_on(item, rules)
    days = (last - on).days if last is not None else 0
    distance = f"期限前{days}天" if days > 0 else f"逾期{-days}天" if days else "期限当日"
    count = max(requests_made(item), 1)
    third = "，抄报局长" if count >= REPORTED_FROM else ""
    day = say_day(on, today_of(now, rules), weekday=False)
    return f"{say_asker(asked, item)}　{day}提出（{distance}，第{count}次申请{third}）"


def _say_present(item: Item, rules: Rules, now: datetime) -> str:
    """原期限11月20日（周五）; once it was moved 现期限, and the first one after it."""
    present = say_due(item, today_of(now, rules))
    if not item.former_limits:
        return f"原期限{present}"
    first = say_new_limit(item.former_limits[0].due, rules, now, weekday=False) if item.former_limits[0].due else "未定"
    return f"现期限{present}（原期限{first}）"


def render_new_limit_question(item: Item, rules: Rules) -> Page:
    """另定日期: which day."""
    return single(
        head_of(RequestKind.EXTEND, item, rules),
        text("请直接发送同意延至的日期，例如：12月20日。不调整请忽略本消息。"),
        about=(item.number,),
    )


def render_extension_decided(item: Item, by: Person, rules: Rules, now: datetime) -> Page:
    """The request after the decision, in place of every copy."""
    step = item.history[-1]
    who, when = say_decider(step, by, rules), say_instant(step.at, rules, now)
    if step.did is Did.EXTEND:
        former = item.former_limits[-1].due
        asked = newest_request(item)
        verb = "同意延期至" if asked is None or asked.to == item.due else "另定期限："
        words = f"✅ {who} {when} {verb}{say_new_limit(item.due, rules, now)}"
        words += f"，原期限{say_new_limit(former, rules, now, weekday=False)}"
    else:
        words = f"↩️ {who} {when} 不同意延期，原因：{shorten(step.note, REASON_LIMIT)}"
    return single(
        head_of(RequestKind.EXTEND, item, rules),
        text(words),
        rows=((act_button(Action.UNDO, item, rules),),),
        about=(item.number,),
    )


def render_extended(item: Item, wish: str, rules: Rules, now: datetime) -> Page:
    """To the unit and the owner: both limits, by whom and when."""
    step, former = item.history[-1], item.former_limits[-1].due
    when = say_day(local_day(step.at, rules), today_of(now, rules), weekday=False)
    verb = "同意" if wish == item.due else f"另定（申请至{say_new_limit(wish, rules, now, weekday=False)}）"
    words = (
        f"期限调整为{say_new_limit(item.due, rules, now)}，原期限{say_new_limit(former, rules, now, weekday=False)}，"
        f"{say_actor(step)}{when}{verb}。"
    )
    note = text(f"要求：{shorten(step.note, REASON_LIMIT)}") if step.note else Markup("")
    return single(name_and(item, rules, words, TITLE_LIMIT), note, about=(item.number,))


def render_extension_refused(item: Item, wish: str, rules: Rules, now: datetime) -> Page:
    """To the owner, the head and whoever asked, in private."""
    step = item.history[-1]
    reason = shorten(step.note, REASON_LIMIT).rstrip("。")
    when = say_instant(step.at, rules, now)
    return single(
        head_of(RequestKind.EXTEND, item, rules),
        text(f"{say_actor(step)}{when}不同意延期至{say_new_limit(wish, rules, now)}。原因：{reason}。"),
        text(f"{_say_stands(item, rules, now)}。"),
        rows=((act_button(Action.DONE, item, rules), act_button(Action.EXTEND, item, rules)),),
        about=(item.number,),
    )


def _say_stands(item: Item, rules: Rules, now: datetime) -> str:
    """请仍按12月4日（周五）办理; of a day that is over, that it is."""
    limit = say_due(item, today_of(now, rules))
    return f"期限{limit}已过，请尽快办理" if _is_late(item, now, rules) else f"请仍按{limit}办理"


def render_extension_reopened(item: Item, rules: Rules, now: datetime) -> Page:
    """The decision was taken back: to the unit and the owner."""
    step = item.history[-1]
    words = f"延期决定已由{say_actor(step)}撤回，期限为{say_due(item, today_of(now, rules))}，申请待重新审批。"
    return single(name_and(item, rules, words, TITLE_LIMIT), about=(item.number,))


def render_extension_withdrawn(item: Item, rules: Rules, now: datetime) -> Page:
    """To whoever withdrew their request."""
    return single(
        head_of(RequestKind.EXTEND, item, rules),
        text(f"已撤回申请，期限仍为{say_due(item, today_of(now, rules))}。"),
        about=(item.number,),
    )


def say_open_request(asked: DecisionRequest, rules: Rules, now: datetime) -> str:
    """申请至12月4日（周五），甲某11月19日提出，待审批."""
    on = say_day(local_day(asked.asked_at, rules), today_of(now, rules), weekday=False)
    return f"申请至{say_new_limit(asked.wish, rules, now)}，{shorten(asked.asked_by, 24)}{on}提出，待审批"
