"""补填缺项: the question for one gap, what was filled, the workbook of what is lacking, and every refusal."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from domain import gap_errors as errors
from domain.actions import Action
from domain.assigning import people_in
from domain.errors import DubanError
from domain.gap_filling import Place
from domain.gaps import Gap
from domain.item import Item
from domain.letter import FILL_GAP, FILL_ROW, Button, FillChoice, Page, Press, Rows
from domain.roster import Roster
from domain.rules import Rules
from texts.actions import BUTTONS
from texts.glossary import GAPS, say_day, say_due, say_limit_written, today_of
from texts.lines import button, name_item, owner_of, unit_of
from texts.pages import bold, clean, in_rows, join, shorten, single, text

#: What fills a limit that has no day.
ENDLESS = "长期坚持"
#: A step is which gap it is, and of how many, in one number.
FILL_STEPS = 10_000
#: People who have a button of their own.
_PEOPLE_SHOWN = 6
_VALUE_LIMIT = 60
_WANTED: Mapping[Gap, str] = {
    Gap.LIMIT: "请直接发送完成时限，例如：12月20日",
    Gap.STANDARD: "请直接发送完成标准，例如：一户一档，资料齐全",
    Gap.OWNER: "请点选责任人，或直接发送姓名。",
    Gap.MEASURES: "请直接发送整改措施，多条请用分号隔开。",
}


def fill_rows() -> Rows:
    """[逐项补填] [导出待补表], below the list of gaps."""
    return (
        (
            button(BUTTONS[Action.FILL_GAPS], Press(Action.FILL_GAPS, choice=FillChoice.BEGIN)),
            button(BUTTONS[Action.GAP_FILE], Press(Action.GAP_FILE, choice=1)),
        ),
    )


def render_gap(
    item: Item,
    place: Place,
    step: int,
    roster: Roster,
    rules: Rules,
    now: datetime,
    done: tuple[Item, Gap] | None = None,
) -> Page:
    """The next gap, below what was filled just now: 第3/8项."""
    here, total = divmod(step, FILL_STEPS)
    today = today_of(now, rules)
    facts = [unit_of(item), owner_of(item) if item.owner else "", f"期限{say_due(item, today)}" if item.due else ""]
    return single(
        join(
            [
                text(_say_done(done, today)),
                join(
                    [
                        bold(f"【补填{GAPS[place.kind]}】第{here}/{total}项"),
                        name_item(item, rules),
                        text("，".join(fact for fact in facts if fact)),
                        text(_WANTED[place.kind]),
                    ]
                ),
            ],
            "\n\n",
        ),
        rows=_rows(item, place, step, roster),
        about=(item.number,),
    )


def render_gap_day(
    item: Item, place: Place, step: int, words: str, days: tuple[str, ...], rules: Rules, now: datetime
) -> Page:
    """“8月前”是指哪一天？ with a button for each day that may be meant."""
    today = today_of(now, rules)
    chosen = [
        button(say_limit_written(due, today), _press(place, step, FillChoice.DAY, row))
        for row, due in enumerate(days, start=1)
    ]
    return single(
        join([bold(f"【补填{GAPS[place.kind]}】"), name_item(item, rules)], ""),
        text(f"“{shorten(clean(words), 20)}”是指哪一天？请点选；都不是的，请写全年月日。"),
        rows=(*in_rows(chosen, 2), _below(place, step)),
        about=(item.number,),
    )


def _press(place: Place, step: int, choice: FillChoice, row: int = 0) -> Press:
    return Press(Action.FILL_GAPS, place.number, step, choice + FILL_GAP * place.gap + FILL_ROW * row)


def _below(place: Place, step: int) -> tuple[Button, ...]:
    return button("跳过", _press(place, step, FillChoice.SKIP)), button("暂停", _press(place, step, FillChoice.STOP))


def _rows(item: Item, place: Place, step: int, roster: Roster) -> Rows:
    chosen: list[Button] = []
    if place.kind is Gap.OWNER:
        people = people_in(item.unit, roster)[:_PEOPLE_SHOWN]
        chosen = [
            button(shorten(each.name, 10), _press(place, step, FillChoice.PERSON, each.number)) for each in people
        ]
    elif place.kind is Gap.LIMIT:
        chosen = [button(ENDLESS, _press(place, step, FillChoice.ENDLESS))]
    return (*in_rows(chosen, 3), _below(place, step))


def _say_done(done: tuple[Item, Gap] | None, today: date) -> str:
    if done is None:
        return ""
    item, gap = done
    said = {
        Gap.LIMIT: say_due(item, today),
        Gap.STANDARD: item.standard,
        Gap.OWNER: item.owner,
        Gap.MEASURES: item.measures if isinstance(item.measures, str) else "已填",
    }[gap]
    value = shorten(clean(said), _VALUE_LIMIT)
    return f"✅ 第{item.number}号{GAPS[gap]}：{value}（填错请发：撤回 {item.number}）"


def say_step_note(gap: Gap, words: str) -> str:
    """A line of the item's history: 补填责任人：甲某."""
    return f"补填{GAPS[gap]}：{shorten(clean(words), _VALUE_LIMIT)}"


def say_already(item: Item, gap: Gap) -> str:
    """Somebody else was faster."""
    return f"第{item.number}号的{GAPS[gap]}已由他人填写。"


def render_gaps_over(left: int, done: tuple[Item, Gap] | None, today: date, *, is_last: bool) -> Page:
    """The end of it, be it for now."""
    if not left:
        said = "缺项已全部补齐。"
    else:
        said = f"{'已到最后一项' if is_last else '已暂停，填好的均已保存'}，尚有{left}处未填。继续请发：补填缺项"
    return single(join([text(_say_done(done, today)), text(said)], "\n\n"))


def render_now_yours(item: Item, rules: Rules, now: datetime) -> Page:
    """To whom an item without an owner was given."""
    today = today_of(now, rules)
    see = button(BUTTONS[Action.SEE], Press(Action.SEE, item.number))
    return single(
        join([bold("【明确责任人】"), name_item(item, rules)], ""),
        text(f"该事项已明确由您负责，期限{say_due(item, today)}。"),
        rows=((see,),),
        about=(item.number,),
    )


def say_gap_file(items: int, gaps: int) -> str:
    """The caption of the workbook of what is lacking."""
    return str(
        text(f"待补表：{items}项，{gaps}处缺项（黄色格）。请只填黄色格，填好后把本表发回助手，经您核对后入台账。")
    )


def gap_file_name(day: date) -> str:
    """What its file is called; sent back, it is known by that."""
    return f"{GAP_FILE}{day:%Y-%m-%d}.xlsx"


#: The name that the workbook of what is lacking is known by.
GAP_FILE = "缺项待补表"

Word = Callable[[Any, Rules], str]
FAULTS: Mapping[type[DubanError], Word] = {
    errors.GapRefusal: lambda e, _: f"第{e.number}号的{GAPS[e.gap]}未填，请重新发送。",
    errors.GapClosed: lambda e, _: f"第{e.number}号的{GAPS[e.gap]}已填写，无须再填。要修改请发：调整 {e.number}",
    errors.NothingFilled: lambda e, _: f"请写明第{e.number}号的{GAPS[e.gap]}。",
    errors.GapDayUnclear: lambda e, _: f"“{shorten(e.written, 20)}”未能确定是哪一天，请写全年月日，例如：2027年1月20日",
    errors.NoGaps: lambda _e, _r: "没有需要您补填的缺项。",
    errors.NotOfGaps: lambda e, _: _say_beyond(e),
    errors.RoundDayMissing: lambda e, _: (
        f"{say_day(e.day, date.min)}不是今后的日期，请重新写明，例如：/round 12月5日前"
        if e.day
        else "请写明何时前梳理完毕，例如：/round 12月5日前"
    ),
    errors.RoundRunning: lambda e, _: (
        f"第{e.number}轮梳理（{say_day(e.by, date.min)}前）尚未结束，请先发 /round 查看。"
    ),
    errors.NoRound: lambda _e, _r: "目前没有进行中的清单梳理。发起请发：/round 12月5日前",
    errors.NotInRound: lambda _e, _r: "本轮梳理没有要求您的单位，无须办理。",
    errors.GapsLeft: lambda e, _: f"{e.unit}尚有{e.count}项缺项，不能零报告。补填请发：补填缺项",
}


def _say_beyond(error: errors.NotOfGaps) -> str:
    """One line: which rows say more than they may."""
    if error.numbers:
        numbers = "、".join(f"第{number}号" for number in error.numbers[:5])
        more = "等" if len(error.numbers) > 5 else ""  # noqa: PLR2004 - as many as are named
        return f"未导入：{numbers}{more}改动了待补以外的内容。请只填本单位事项的黄色格，其他改动请交办公室。"
    return f"未导入：表中有{error.rows}行不是待补事项。请用助手导出的待补表填写，新增事项请交办公室。"
