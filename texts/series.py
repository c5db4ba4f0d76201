"""例行工作: what recurs, what comes next, and what was changed of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from domain import series_errors as errors
from domain.actions import Action
from domain.dates.due_date import counts_work_days
from domain.errors import DubanError
from domain.letter import Button, Page, Press, SeriesChoice
from domain.rules import Rules
from domain.series import SAID, Series, appears_on, days_ahead, mark_of_change, overruled
from domain.setting import Setting
from texts.glossary import NEXT, PREVIOUS, say_counted_day, say_day, say_instant, today_of
from texts.lines import NAME_LIMIT, TITLE_LIMIT, UNIT_LIMIT, button
from texts.pages import bold, join, shorten, single, text

#: What was done, where nothing more is to be said of it.
GOES_ON = "已恢复。"
UNSKIPPED = "已撤销跳过。"
ENDED = "已结束，以后不再生成；已交办的照常办理。"
A_PAGE = 5
WRITTEN_LIMIT = 24


def render_all_series(found: Sequence[Series], start: int, setting: Setting) -> Page:
    """All that recurs and that the reader may see, a page of it; what goes on first."""
    if not found:
        return single(text("目前没有例行工作。交办时写明周期即可，例如：交办 王某 每月25日前 报送核查数据"))
    start = start if 0 <= start < len(found) else 0
    shown = found[start : start + A_PAGE]
    going = sum(each.ended_at is None for each in found)
    turns = (
        *([_press(PREVIOUS, max(0, start - A_PAGE), SeriesChoice.PAGE)] if start else []),
        *([_press(NEXT, start + A_PAGE, SeriesChoice.PAGE)] if start + A_PAGE < len(found) else []),
    )
    rows = tuple(
        (_press(f"例行{each.number} {shorten(each.title, 8)}", each.number, SeriesChoice.SHOW),) for each in shown
    )
    return single(
        bold(f"【例行工作】{going}项"),
        join([text(_say(each, setting)) for each in shown], "\n\n"),
        rows=(*rows, turns) if turns else rows,
    )


def _say(series: Series, setting: Setting) -> str:
    head = f"例行{series.number} {shorten(series.title, TITLE_LIMIT)}"
    return f"{head}\n{_say_who(series)}\n{_say_next(series, setting)}"


def _say_who(series: Series) -> str:
    limits = ((series.unit, UNIT_LIMIT), (series.owner, NAME_LIMIT), (series.written, WRITTEN_LIMIT))
    return "　".join(shorten(words, limit) for words, limit in limits)


def _say_next(series: Series, setting: Setting) -> str:
    today = today_of(setting.now, setting.rules)
    if series.ended_at is not None:
        return f"已结束，共{series.count}期"
    work_days = setting.rules.work_days
    day = next(days_ahead(series, work_days))
    appears = appears_on(series.every, day, work_days, series.made_until)
    comes = say_counted_day(day, today, setting.rules)
    return f"已{series.count}期，下一期{comes}（{say_day(max(appears, today), today)}自动交办）"


def render_series(series: Series, setting: Setting, *, may_set: bool, done: str = "") -> Page:
    """One series; ``done`` is what was just changed of it."""
    today = today_of(setting.now, setting.rules)
    ahead = () if series.ended_at else tuple(islice(days_ahead(series, setting.rules.work_days), 3))
    say = partial(say_counted_day, rules=setting.rules) if counts_work_days(series.written) else say_day
    coming = "、".join(say(day, today) for day in ahead)
    skipped = "、".join(say_day(day, today) for day in series.skipped)
    rows: tuple[tuple[Button, ...], ...] = ()
    if may_set and series.ended_at is None:
        first = [
            _press("跳过下一期", series.number, SeriesChoice.SKIP, ahead[0]),
            _press("结束", series.number, SeriesChoice.END),
        ]
        rows = (tuple(first),)
        if series.skipped:
            rows += ((_press("撤销跳过", series.number, SeriesChoice.UNSKIP, series.skipped[-1]),),)
        if _say_change(series.was, series):
            press = Press(Action.SET_SERIES, series.number, mark_of_change(series), SeriesChoice.TAKE_BACK)
            rows += ((button("撤回", press),),)
    elif may_set:
        rows = ((_press("恢复", series.number, SeriesChoice.GO_ON),),)
    return single(
        text(done),
        bold(f"例行{series.number} {shorten(series.title, TITLE_LIMIT)}"),
        text(_say_who(series)),
        text(_say_next(series, setting)),
        text(f"以后：{coming}" if coming else ""),
        text(f"跳过：{skipped}" if skipped else ""),
        text("" if done else _say_last(series, setting)),
        text(_HOW.format(series.number) if may_set and series.ended_at is None else ""),
        rows=rows,
    )


_HOW = "调整可发：例行 {0} 每月28日前，或：例行 {0} 责任人 王某。已交办的各期请用“调整”。"


def _press(label: str, number: int, choice: SeriesChoice, day: date | None = None) -> Button:
    """``day`` is the occurrence that is meant: pressed a second time the button means no other."""
    return button(label, Press(Action.SET_SERIES, number, day.toordinal() if day else 0, choice))


def say_skipped(day: date, today: date) -> str:
    """已跳过2月25日（周三）."""
    return f"已跳过{say_day(day, today)}这一期。"


def say_skipped_lately(series: Series, day: date, setting: Setting) -> str:
    """12月25日（周五）这一期已由股长11月20日16:05跳过: it is not taken for the one after, which a button skips."""
    today, following = today_of(setting.now, setting.rules), next(days_ahead(series, setting.rules.work_days))
    return (
        f"{say_day(day, today)}这一期已由{_say_who_changed(series, setting)}跳过，本次未作改动。"
        f"如{say_day(following, today)}这一期也要跳过，请点〔跳过下一期〕。"
    )


def say_unskipped_lately(series: Series, day: date, setting: Setting) -> str:
    """12月25日（周五）这一期已由股长11月20日16:05撤销跳过: of others that are skipped a button undoes the last."""
    today = today_of(setting.now, setting.rules)
    done = f"{say_day(day, today)}这一期已由{_say_who_changed(series, setting)}撤销跳过，本次未作改动。"
    if not series.skipped:
        return done
    return f"{done}如{say_day(series.skipped[-1], today)}这一期也不跳过，请点〔撤销跳过〕。"


#: How the parts that somebody says of a series are called.
_NAMES = dict(zip(SAID, ("周期", "责任人", "标题"), strict=True))


def _say_change(was: Mapping[str, Any], after: Series) -> str:
    """责任人甲某→王某，周期每月25日前→每月28日前."""
    limits = {"owner": NAME_LIMIT, "title": TITLE_LIMIT, "written": WRITTEN_LIMIT}
    return "，".join(
        f"{name}{shorten(was[field], limits[field]) or '无'}→{shorten(getattr(after, field), limits[field]) or '无'}"
        for field, name in _NAMES.items()
        if field in was
    )


def _say_last(series: Series, setting: Setting) -> str:
    """最近调整：责任人甲某→王某（股长11月20日16:05）."""
    said = _say_change(series.was, series)
    return f"最近调整：{said}（{_say_who_changed(series, setting)}）" if said else ""


def _say_who_changed(series: Series, setting: Setting) -> str:
    when = say_instant(series.changed_at, setting.rules, setting.now) if series.changed_at else ""
    return f"{shorten(series.changed_by, NAME_LIMIT)}{when}"


def say_reworded(before: Series, after: Series, setting: Setting, *, is_told: bool) -> str:
    """已调整，自下一期起执行：责任人甲某→王某. With whose words were replaced, where somebody had just changed them."""
    told = "，已告知其本人" if is_told else ""
    replaced = f"原内容系{_say_who_changed(before, setting)}调整{told}。" if overruled(before, after) else ""
    today = today_of(setting.now, setting.rules)
    lost = "、".join(say_day(day, today) for day in before.skipped) if not after.skipped else ""
    dropped = f"原跳过的{lost}不再保留。" if lost else ""
    return f"已调整，自下一期起执行：{_say_change(after.was, after)}。{replaced}{dropped}"


def render_overruled(after: Series, setting: Setting) -> Page:
    """To whoever had just said otherwise."""
    return single(
        bold(f"【例行调整】例行{after.number} {shorten(after.title, TITLE_LIMIT)}"),
        text(f"{_say_change(after.was, after)}，自下一期起执行。"),
        text(f"{_say_who_changed(after, setting)}调整，替代您此前的调整；如有不妥，请与其商定。"),
    )


def say_taken_back(before: Series, after: Series, setting: Setting) -> str:
    """已撤回：责任人王某→甲某."""
    was = {name: getattr(before, name) for name in SAID if name in before.was}
    return f"已撤回{_say_who_changed(before, setting)}的调整：{_say_change(was, after)}。"


def say_moved_on(series: Series, setting: Setting) -> str:
    """A button that was made for what is no more: nothing was done."""
    by = f"（{_say_who_changed(series, setting)}操作）" if series.changed_at else ""
    return f"例行{series.number}已有变动{by}，本次未作改动，请按最新内容办理。"


FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    errors.SeriesRefusal: lambda e, _: f"例行{e.number}未作改动，请发“例行”查看后重试。",
    errors.SeriesUnknown: lambda e, _: f"没有例行{e.number}，请发“例行”查看全部例行工作。",
    errors.SeriesNotYours: lambda e, _: f"您不能调整例行{e.number}，请由办公室、分管领导或责任单位负责人办理。",
    errors.SeriesOver: lambda e, _: f"例行{e.number}已结束，恢复请发：例行 {e.number} 恢复",
    errors.SeriesGoesOn: lambda e, _: f"例行{e.number}正在进行，无须恢复。",
    errors.NothingSkipped: lambda e, _: f"例行{e.number}没有跳过的期次，请发“例行 {e.number}”查看。",
    errors.SeriesUnchanged: lambda e, _: f"例行{e.number}现已如此，未作改动，请发“例行 {e.number}”查看。",
    errors.NothingToTakeBack: lambda e, _: f"例行{e.number}没有可以撤回的调整，请发“例行 {e.number}”查看。",
    errors.SeriesUnclear: lambda e, _: (
        f"未能识别“{shorten(e.written, 40)}”，请这样写：例行 {e.number or 39} 跳过，"
        f"或：例行 {e.number or 39} 每月28日前"
    ),
}
