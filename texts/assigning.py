"""Setting work (交办): the preview with its exact day, what is asked for, several at once, and what was entered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from markupsafe import Markup

from domain.actions import Action
from domain.assigning import Assignment, Lack, entered, is_left_to_the_law, lacks, people_in
from domain.dates.due_date import counts_work_days
from domain.dates.rhythms import next_day
from domain.item import Item
from domain.letter import AssignChoice, Button, DraftChoice, Page, Press, Rows
from domain.limits import day_of, written_limit
from domain.rules import Rules
from domain.setting import Setting
from texts.actions import BUTTONS
from texts.glossary import DRAFTS, say_day, say_due, today_of
from texts.lines import NAME_LIMIT, act_button, button, name_item, owner_of, say_numbers, unit_of
from texts.pages import bold, in_rows, shorten, single, text
from texts.plan_values import EXAMPLES
from texts.quota import say_target

TITLE_LIMIT = 100
FIELD_LIMIT = 120
WRITTEN_LIMIT = 30
#: So many of several are named in a preview.
NAMED = 6
#: Names of units or people on a button.
_NAME = 12
UNITS_SHOWN, PEOPLE_SHOWN = 40, 30
#: What is lacking, in a word and as it is asked for.
LACKS: Mapping[Lack, tuple[str, str]] = {
    Lack.SPLIT: ("涉及多个单位", "涉及{count}个单位，请选择："),
    Lack.UNIT: ("缺责任单位", "请选择责任单位："),
    Lack.OWNER: ("缺责任人", "请选择责任人，或直接发送姓名："),
    Lack.LIMIT: ("期限不明", "请直接发送完成期限，例如：12月15日、本月底前、下周五。"),
    Lack.KIND: ("类别不明", "请选择类别："),
    Lack.TITLE: ("缺事项内容", "请直接发送事项内容，例如：完成低保核查。"),
}
#: What the words are that a button asks for.
ASKS: Mapping[str, str] = {
    "due": "新的完成期限，例如：12月15日、本月底前、下周五",
    "standard": "完成标准，例如：一户一档、抽查无误",
    "title": "事项内容，例如：完成低保核查",
}


def _choice(label: str, draft: int, choice: AssignChoice, pick: int = 0) -> Button:
    return button(label, Press(Action.SET, pick, draft, choice))


def _dropping(draft: int) -> Button:
    return _choice(DRAFTS[DraftChoice.DROP], draft, AssignChoice.DROP)


def _head(order: Assignment, setting: Setting) -> list[Markup]:
    """Title with its kind, unit and owner."""
    kind = setting.rules.kinds.get(order.kind)
    label = f"〔{kind.label}〕" if kind and order.kind != "task" else ""
    secret = "〔敏感〕" if order.is_sensitive or (kind and kind.sensitive) else ""
    named = (shorten("、".join(order.units[:3]), FIELD_LIMIT), shorten(order.owner, NAME_LIMIT))
    who = "　".join(words for words in named if words)
    return [
        (bold(shorten(order.title, TITLE_LIMIT)) if order.title else text("（事项未写明）")) + label + secret,
        text(who),
    ]


def _say_limit(order: Assignment, setting: Setting) -> str:
    """期限：2027年7月31日（周六）〔写作“7月底前”；当日休息，7月30日（周五）提醒〕."""
    if order.is_endless:
        return "期限：长期坚持"
    rules, today = setting.rules, today_of(setting.now, setting.rules)
    limit = written_limit(order.due)
    if limit is None and is_left_to_the_law(order, rules):
        due = date.fromisoformat(entered(order, "", setting.now, rules).due)
        unsure = _say_unsure(due, rules) if rules.kind(order.kind).clocks[-1].work_days else ""
        notes = [unsure, "按本类别办理时限自收件日起算", _say_rest(due, order, rules)]
        return f"期限：{say_day(due, today)}〔{'；'.join(note for note in notes if note)}〕"
    if limit is None:
        return ""
    day = limit.date() if isinstance(limit, datetime) else limit
    hour = f"{limit:%H:%M}" if isinstance(limit, datetime) else ""
    written = f"写作“{shorten(order.due_written, WRITTEN_LIMIT)}”" if order.due_written else ""
    rhythm = _say_following(order, day, setting) if order.every else "仅为最近一次" if order.is_next_only else ""
    unsure = _say_unsure(day, rules) if counts_work_days(order.due_written) else ""
    notes = [unsure, written, rhythm, _say_rest(day, order, rules)]
    said = "；".join(note for note in notes if note)
    return f"期限：{say_day(day, today)}{hour}" + (f"〔{said}〕" if said else "")


def _say_following(order: Assignment, day: date, setting: Setting) -> str:
    """例行，下一期12月25日（周五）到时自动生成."""
    rules = setting.rules
    following = next_day(order.every, day, rules.work_days)
    unsure = "（暂定）" if counts_work_days(order.due_written) and _say_unsure(following, rules) else ""
    return f"例行，下一期{say_day(following, today_of(setting.now, rules))}{unsure}，到时自动生成"


def _say_unsure(day: date, rules: Rules) -> str:
    """暂定，2027年节假日安排尚未公布: of a day that was counted in work days."""
    return "" if rules.work_days.is_published(day.year) else f"暂定，{day.year}年节假日安排尚未公布"


def _say_rest(day: date, order: Assignment, rules: Rules) -> str:
    if rules.work_days.is_work_day(day):
        return ""
    if rules.kind(order.kind).statutory:
        return f"当日休息，顺延至{say_day(rules.work_days.on_or_after(day), day)}"
    return f"当日休息，{say_day(rules.work_days.on_or_before(day), day)}提醒"


def _facts(order: Assignment) -> list[Markup]:
    """完成标准：未填　来源：未填, and whatever else was written."""
    source = shorten(order.source, FIELD_LIMIT) + (f"（{shorten(order.reference, 40)}）" if order.reference else "")
    optional = (
        ("措施", order.measures),
        ("配合单位", "、".join(order.partners)),
        ("数量目标", say_target(order.quota) if order.quota else ""),
        ("上级事项", f"第{order.parent}号" if order.parent else ""),
        *((EXAMPLES[name][0], words) for name, words in order.plan.items()),
    )
    return [
        text(f"完成标准：{shorten(order.standard, FIELD_LIMIT) or '未填'}　来源：{source or '未填'}"),
        *(text(f"{label}：{shorten(words, FIELD_LIMIT)}") for label, words in optional if words),
    ]


def render_proposed(order: Assignment, number: int, draft: int, setting: Setting, like: Item | None = None) -> Page:
    """One assignment that lacks nothing (docs/messages.md 16); nothing is saved yet."""
    other = _other_day(order, draft, setting)
    again = f"在办第{like.number}号“{shorten(like.title, 40)}”与此相近，请核对是否重复。" if like else ""
    confirm = "仍然交办" if like else BUTTONS[Action.SET]
    first = (
        _choice(confirm, draft, AssignChoice.CONFIRM),
        _choice("改期限", draft, AssignChoice.ASK_LIMIT),
        _choice("改责任人", draft, AssignChoice.ASK_OWNER),
    )
    return single(
        text(f"【请核对】拟交办第{number}号"),
        *_head(order, setting),
        text(_say_limit(order, setting)),
        *_facts(order),
        text(again),
        rows=(first, *other, (_choice("补完成标准", draft, AssignChoice.ASK_STANDARD), _dropping(draft))),
    )


def _other_day(order: Assignment, draft: int, setting: Setting) -> Rows:
    """[改为8月31日（周一）], where the words may mean that day as well; [只办这一次] of recurring work."""
    if order.every:
        return ((_choice("只办这一次", draft, AssignChoice.ONCE),),)
    if not order.other_due:
        return ()
    day = day_of(order.other_due)
    return ((_choice(f"改为{say_day(day, today_of(setting.now, setting.rules))}", draft, AssignChoice.OTHER_DAY),),)


def render_lacking(
    order: Assignment, lack: Lack, draft: int, setting: Setting, within: Sequence[str], place: str = ""
) -> Page:
    """What is known so far, and the question for what is not."""
    question = LACKS[lack][1].format(count=len(order.units))
    return single(
        text(f"【交办】{place}"),
        *_head(order, setting),
        text(_say_limit(order, setting)),
        text(_say_unread(order, lack)),
        text(question),
        rows=(*_answers(order, lack, draft, setting, within), (_dropping(draft),)),
    )


def _say_unread(order: Assignment, lack: Lack) -> str:
    """What was written and is not understood."""
    if lack is Lack.LIMIT and order.vague:
        written = shorten(order.vague, WRITTEN_LIMIT)
        is_dated = any(letter.isdigit() for letter in written)
        return f"未能识别期限“{written}”。" if is_dated else f"“{written}”不是具体期限。"
    if lack is Lack.LIMIT and order.due:
        return "该期限已过。"
    if lack in (Lack.OWNER, Lack.UNIT, Lack.KIND) and order.unknown:
        return f"没有查到“{shorten(order.unknown, WRITTEN_LIMIT)}”。"
    return ""


def _answers(order: Assignment, lack: Lack, draft: int, setting: Setting, within: Sequence[str]) -> Rows:
    roster, rules = setting.roster, setting.rules
    match lack:
        case Lack.SPLIT:
            return (
                (_choice(f"分交{len(order.units)}个单位，各1项", draft, AssignChoice.SPLIT),),
                (_choice(f"{shorten(order.units[0], _NAME)}牵头，其余配合", draft, AssignChoice.LEAD),),
            )
        case Lack.UNIT:
            units = [unit for unit in roster.units if unit.name in within][:UNITS_SHOWN]
            return in_rows([_choice(shorten(u.name, _NAME), draft, AssignChoice.UNIT, u.number) for u in units])
        case Lack.OWNER:
            people = people_in(order.unit, roster)[:PEOPLE_SHOWN]
            return in_rows([_choice(shorten(p.name, _NAME), draft, AssignChoice.OWNER, p.number) for p in people], 3)
        case Lack.KIND:
            kinds = enumerate(rules.kinds.values())
            return in_rows([_choice(kind.label, draft, AssignChoice.KIND, place) for place, kind in kinds])
    return ()


def render_ask_field(field: str, order: Assignment) -> Page:
    """改期限, 补完成标准: the next words are taken as it."""
    return single(
        text(f"【交办】{shorten(order.title, TITLE_LIMIT)}"),
        text(f"请直接发送{ASKS[field]}。不改请发：取消"),
    )


def render_several(
    orders: Sequence[Assignment], draft: int, setting: Setting, likes: Mapping[int, Item] | None = None
) -> Page:
    """成批交办 (docs/messages.md 16): what lacks something, or is nearly an open item (``likes``, by place from 1)."""
    likes = likes or {}
    lacking = [(n, found) for n, order in enumerate(orders, 1) if (found := lacks(order, setting.now, setting.rules))]
    ready = len(orders) - len(lacking)
    doubtful = "、".join(words for words in (_say_lacks(lacking), f"{len(likes)}条疑似重复" if likes else "") if words)
    head = f"识别{len(orders)}条" + (f"，其中{doubtful}：" if doubtful else "，均可交办：")
    named = dict(lacking) | dict.fromkeys(likes, ()) if doubtful else dict.fromkeys(range(1, len(orders) + 1), ())
    shown = [_short(n, orders[n - 1], named[n], setting, likes.get(n)) for n in sorted(named)[:NAMED]]
    rest = len(named) - len(shown)
    buttons: list[Button] = []
    if ready:
        word = f"交办其余{ready}条" if lacking else f"确认交办{ready}条"
        buttons.append(_choice(word, draft, AssignChoice.CONFIRM))
    if lacking:
        buttons.append(_choice("逐条补齐", draft, AssignChoice.FILL))
    seeing = (_choice(f"查看全部{len(orders)}条", draft, AssignChoice.SHOW),) if rest or lacking else ()
    return single(
        bold("【请核对】成批交办"),
        text(head),
        *shown,
        text(f"另有{rest}条未列出。" if rest else ""),
        rows=(tuple(buttons), (*seeing, _dropping(draft))),
    )


def _say_lacks(lacking: Sequence[tuple[int, tuple[Lack, ...]]]) -> str:
    """2条缺责任人、1条期限不明: each counted by the first that it lacks."""
    counted = Counter(found[0] for _, found in lacking)
    return "、".join(f"{counted[lack]}条{LACKS[lack][0]}" for lack in LACKS if counted[lack])


def _short(
    number: int, order: Assignment, found: tuple[Lack, ...], setting: Setting, like: Item | None = None
) -> Markup:
    """3. 完成低保核查 (缺责任人), and below it unit, owner and the exact day."""
    title = shorten(order.title, 30) or "（事项未写明）"
    words = [*(LACKS[each][0] for each in found), *([f"与在办第{like.number}号相近"] if like else [])]
    lack = f"（{'、'.join(words)}）" if words else ""
    named = (shorten("、".join(order.units[:2]), 20), shorten(order.owner, NAME_LIMIT))
    who = " ".join(words for words in named if words)
    today = today_of(setting.now, setting.rules)
    limit = written_limit(order.due)
    day = limit.date() if isinstance(limit, datetime) else limit
    term = "长期坚持" if order.is_endless else f"{say_day(day, today)}前" if day else ""
    below = "　".join(words for words in (who, term) if words)
    return text(f"{number}. {title}{lack}" + (f"\n{below}" if below else ""))


def render_all(orders: Sequence[Assignment], setting: Setting) -> tuple[Page, ...]:
    """Every one of several, so many a message."""
    lines = [_short(n, order, lacks(order, setting.now, setting.rules), setting) for n, order in enumerate(orders, 1)]
    step = 15
    return tuple(single(*lines[start : start + step]) for start in range(0, len(lines), step))


def render_assigned(items: Sequence[Item], told_at: datetime | None, unheard: Sequence[Item], setting: Setting) -> Page:
    """已交办; ``told_at``: the unit is told later, as now is no time to speak; of ``unheard`` nobody could be told."""
    rules, today = setting.rules, today_of(setting.now, setting.rules)
    later = ""
    if told_at is not None:
        local = told_at.astimezone(rules.timezone)
        later = f"现为休息时间，将于{say_day(local.date(), today)}{local:%H:%M}通知。".replace("）0", "）")
    told = later or _say_told(items, unheard)
    if len(items) == 1:
        item = items[0]
        return single(
            text("✅ 已交办　") + name_item(item, rules),
            text(f"{unit_of(item)}　{owner_of(item)}　期限{say_due(item, today)}"),
            text(told),
            rows=((act_button(Action.UNDO, item, rules),),),
            about=(item.number,),
        )
    units = Counter(item.unit for item in items)
    counted = "、".join(f"{shorten(unit, 20)}{count}项" for unit, count in units.items())
    return single(
        text(f"✅ 已交办{len(items)}项：{say_numbers(items)}"),
        text(shorten(counted, 300)),
        text(f"{told}如有误，请发：撤回 编号"),
        about=tuple(item.number for item in items),
    )


def _say_told(items: Sequence[Item], unheard: Sequence[Item]) -> str:
    """已通知责任单位签收, or whom one has to tell oneself."""
    units = "、".join(dict.fromkeys(shorten(item.unit, 20) for item in unheard))
    if not units:
        return "已通知责任单位签收。"
    return ("" if len(unheard) == len(items) else "其余已通知签收；") + f"{units}暂无其他可通知的群或人员，请另行告知。"


def render_dropped() -> Page:
    """Nothing was entered."""
    return single(text("好的，未作交办。"))


def render_replaced() -> Page:
    """An older preview, once a newer one stands below it."""
    return single(text("【请核对】内容已更新，请看最新一条。"))


def render_offer(draft: int, count: int) -> Page:
    """A forwarded message of somebody who may set work: whether it is to be one."""
    what = f"识别{count}条，是否作为交办事项？" if count > 1 else "是否将转发的内容作为交办事项？"
    return single(
        text("转发的内容不作为指令办理。"),
        text(what),
        rows=((_choice("交办", draft, AssignChoice.SHOW_FIRST), _dropping(draft)),),
    )


def render_never_mind(item: Item, setting: Setting) -> Page:
    """To those who were asked to sign: it was a mistake."""
    step = item.history[-1]
    return single(
        bold("【撤回】") + name_item(item, setting.rules),
        text(f"本事项系误交办，已撤回，无须办理。（{shorten(step.by, 24)}）"),
        about=(item.number,),
    )
