"""Words for what is refused of a leave (请假) and who stands in: those of ``domain/leave_errors.py``."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain import leave_errors as errors
from domain.errors import DubanError
from domain.rules import Rules
from texts.glossary import say_day
from texts.pages import shorten

NAMES_SHOWN = 3
WRITTEN_LIMIT = 60
LEAVE_EXAMPLE = "请假 12月1日-12月5日 乙某"


def _day(day: date) -> str:
    return say_day(day, day)


def _stand_in_unknown(error: errors.StandInUnknown, _rules: Rules) -> str:
    near = "、".join(shorten(name, 24) for name in error.near[:NAMES_SHOWN])
    hint = f"是否{near}？" if near else ""
    return f"花名册没有“{shorten(error.name, 24)}”，{hint}请核对代办人姓名；不设代办人请写“无”，例如：{LEAVE_EXAMPLE}"


FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    errors.LeaveRefusal: lambda _e, _r: f"未登记请假，请这样写：{LEAVE_EXAMPLE}",
    errors.LeaveNotUnderstood: lambda e, _: (
        f"未能识别请假日期“{shorten(e.written, WRITTEN_LIMIT)}”，请这样写：{LEAVE_EXAMPLE}"
    ),
    errors.LeaveOfDays: lambda e, _: f"{_day(e.first_on)}至{_day(e.last_on)}的请假未能登记，请核对日期后重发。",
    errors.LeaveReversed: lambda e, _: f"起止日期颠倒：{_day(e.first_on)}晚于{_day(e.last_on)}，请改正后重发。",
    errors.LeaveBegun: lambda e, _: f"{_day(e.first_on)}已过，请假请从今日或以后写起。",
    errors.LeaveTooFar: lambda e, _: (
        f"{e.first_on.year}年{_day(e.first_on)}距今超过半年，未登记；请核对日期，已过的无须补登。"
    ),
    errors.LeaveTooLong: lambda e, _: f"共{e.days}天，代办最多{e.limit}天；时间更长的，请联系办公室转办事项。",
    errors.LeaveOverlaps: lambda e, _: (
        f"{shorten(e.name, 24)}{_day(e.first_on)}至{_day(e.last_on)}已登记请假，日期重叠。改动请先发“请假”取消。"
    ),
    errors.StandInAway: lambda e, _: (
        f"{shorten(e.name, 24)}{_day(e.first_on)}至{_day(e.last_on)}也请假，不能代办，请换一人。"
    ),
    errors.LeaveOf: lambda e, _: f"{shorten(e.name, 24)}的请假未能登记，请核对后重发：{LEAVE_EXAMPLE}",
    errors.StandInUnknown: _stand_in_unknown,
    errors.NameShared: lambda e, _: (
        f"有多名“{shorten(e.name, 24)}”，请在姓名后加单位，例如：{shorten(e.name, 24)} 社会救助股"
    ),
    errors.StandInIsOneself: lambda _e, _r: "不能由本人代办，请另选代办人。",
    errors.StandInUnreachable: lambda e, _: f"{shorten(e.name, 24)}尚未启用督办助手，收不到提醒，请换一名代办人。",
    errors.LeaveNotYours: lambda e, _: (
        f"您不能登记或改动{shorten(e.name, 24)}的请假，请由其本人或办公室办理；股室负责人可为本单位经办人登记。"
    ),
    errors.NotOnLeave: lambda e, _: f"{shorten(e.name, 24)}今日不在请假期内，无须销假；取消以后的请假，请发“请假”",
    errors.LeaveOver: lambda e, _: f"{shorten(e.name, 24)}的这次请假已取消、已结束或已改由他人代办。查看请发“请假”",
}
