"""清单梳理: what units are asked, how they return it, and how the round stands."""

from collections.abc import Sequence
from datetime import date

from domain.actions import Action
from domain.gaps import gaps_of
from domain.item import Item
from domain.letter import Button, Page, Press, ReturnChoice, RoundChoice
from domain.rounds import Round, RoundKind, Stage, missing, return_of
from domain.rules import Rules
from texts.actions import BUTTONS
from texts.gap_filling import fill_rows
from texts.glossary import GAPS, say_day
from texts.lines import TITLE_LIMIT, UNIT_LIMIT, button
from texts.pages import bold, join, shorten, single, text

#: Items that a unit's message names, and units that a state names.
_NAMED, _UNITS_NAMED = 5, 20
_TASKS = {
    RoundKind.GAPS: ("清单梳理", "请逐项补齐缺项"),
    RoundKind.MEASURES: ("措施再研究", "请对整改措施再研究、再敲定，需修改的发：调整 编号 措施=…"),
}
_DONE = {RoundKind.GAPS: "已梳理完毕", RoundKind.MEASURES: "已研究敲定"}
_ZERO = {RoundKind.GAPS: "零报告：无缺项", RoundKind.MEASURES: "零报告：无措施"}
_WORDS = {RoundKind.GAPS: "缺项", RoundKind.MEASURES: "有措施的"}
_REMINDERS = {Stage.BEFORE: "明日截止", Stage.DAY: "今日截止"}


def render_confirm_round(kind: RoundKind, by: date, units: int, items: int, today: date) -> Page:
    """What would be begun; nothing is yet."""

    def press(choice: RoundChoice) -> Press:
        return Press(Action.ROUND, by.toordinal(), tuple(RoundKind).index(kind), choice)

    return single(
        bold(f"【请核对】拟发起{_TASKS[kind][0]}"),
        text(f"截止：{say_day(by, today)}\n通知：{units}个单位，{_WORDS[kind]}事项{items}项"),
        text("前一个工作日和当日提醒未返回的单位，截止后向办公室报送返回情况。"),
        rows=((button("确认发起", press(RoundChoice.BEGIN)), button("取消", press(RoundChoice.DROP))),),
    )


def render_begin_dropped() -> Page:
    """[取消] of what would have been begun."""
    return single(text("好的，未发起。"))


def render_round_begun(found: Round, unreached: Sequence[str], today: date) -> Page:
    """To the office, once the units were told."""
    gone = f"以下单位的负责人未启用助手、也没有绑定群，请另行通知：{_names(unreached)}。" if unreached else ""
    return single(
        text(f"✅ 已发起{_TASKS[found.kind][0]}，{say_day(found.by, today)}截止，已通知{len(found.units)}个单位。"),
        text(gone),
        rows=((button(BUTTONS[Action.ROUND], Press(Action.ROUND, choice=RoundChoice.SHOW)),),),
    )


def render_ask(
    found: Round,
    unit: str,
    number: int,
    items: Sequence[Item],
    rules: Rules,
    today: date,
    *,
    stage: Stage | None = None,
    is_private: bool = True,
) -> Page:
    """To a unit: what it has to go through, by when, and the buttons to return it.

    ``number`` is the unit's; ``items`` are those that may be shown there.
    """
    name, what = _TASKS[found.kind]
    when = _REMINDERS.get(stage, "") if stage else ""
    head = f"【{name}】{shorten(unit, UNIT_LIMIT)}　{when or f'{say_day(found.by, today)}前'}"
    lines = [text(_say_item(item, found.kind, rules)) for item in items[:_NAMED]]
    rest = f"另有{len(items) - _NAMED}项。" if len(items) > _NAMED else ""
    said = f"{_WORDS[found.kind]}{len(items)}项，{what}，完成后请点〔{_DONE[found.kind]}〕。"
    if not items:
        said = f"{'没有缺项' if found.kind is RoundKind.GAPS else '没有已定措施的事项'}，请核实后点〔零报告〕。"
    fills = fill_rows() if items and is_private and found.kind is RoundKind.GAPS else ()
    return single(
        join([bold(head), text(said), *lines, text(rest)]),
        rows=(*fills, (_return(found, number, is_zero=not items),)),
        about=tuple(item.number for item in items[:_NAMED]),
    )


def _say_item(item: Item, kind: RoundKind, rules: Rules) -> str:
    named = f"第{item.number}号 {shorten(item.title, TITLE_LIMIT)}"
    if kind is RoundKind.MEASURES:
        return named
    return f"{named}：缺{'、'.join(GAPS[gap] for gap in gaps_of(item, rules))}"


def _return(found: Round, number: int, *, is_zero: bool) -> Button:
    choice = ReturnChoice.ZERO if is_zero else ReturnChoice.DONE
    label = (_ZERO if is_zero else _DONE)[found.kind]
    return button(label, Press(Action.RETURN_LIST, found.number, number, choice))


def render_returned(found: Round, unit: str, number: int, *, is_again: bool = False) -> Page:
    """To who returned it, with 撤回 as long as the round goes on."""
    back = return_of(found, unit)
    left = f"，尚有{back.left}项缺项" if back and back.left and found.kind is RoundKind.GAPS else ""
    word = (_ZERO if back and back.is_zero else _DONE)[found.kind]
    undo = button("撤回返回", Press(Action.RETURN_LIST, found.number, number, ReturnChoice.TAKE_BACK))
    said = "此前已返回，无须再报" if is_again else f"{word}{left}，已报办公室"
    return single(text(f"✅ {shorten(unit, UNIT_LIMIT)}：{said}。"), rows=((undo,),))


def say_not_zero(found: Round, left: int) -> str:
    """Why 零报告 was not taken."""
    return f"本单位{_WORDS[found.kind]}事项{left}项，不能零报告，请逐项梳理。"


def render_taken_back(unit: str) -> Page:
    """撤回 of a return."""
    return single(text(f"已撤回：{shorten(unit, UNIT_LIMIT)}尚未返回。梳理完毕请发 /round 返回。"))


def render_state(found: Round, today: date, units: Sequence[str], *, may_prompt: bool) -> Page:
    """How the round stands, as far as the reader's ``units`` go."""
    waiting = [unit for unit in missing(found) if unit in units]
    back = [each for each in found.returns if each.unit in units]
    zero = [each.unit for each in back if each.is_zero]
    left = [f"{shorten(each.unit, UNIT_LIMIT)}（缺{each.left}项）" for each in back if each.left]
    late = found.by < today
    prompt = button("催一下", Press(Action.ROUND, found.number, 0, RoundChoice.PROMPT))
    return single(
        bold(f"【{_TASKS[found.kind][0]}】{say_day(found.by, today)}{'已截止' if late else '截止'}"),
        text(f"已返回{len(back)}/{len(back) + len(waiting)}个单位，其中零报告{len(zero)}个。"),
        text(f"仍有缺项：{'、'.join(left[:_UNITS_NAMED])}" if left and found.kind is RoundKind.GAPS else ""),
        text(f"未返回：{_names(waiting)}" if waiting else "全部单位均已返回。"),
        rows=((prompt,),) if may_prompt and waiting else (),
    )


def render_prompted(units: Sequence[str]) -> str:
    """What 催一下 answers."""
    return f"已催{len(units)}个单位。" if units else "各单位均已返回，无须再催。"


PROMPTED_TODAY = "今天已催过，请明天再催。"


def _names(units: Sequence[str]) -> str:
    shown = "、".join(shorten(unit, UNIT_LIMIT) for unit in units[:_UNITS_NAMED])
    return f"{shown}等{len(units)}个单位" if len(units) > _UNITS_NAMED else shown
