"""Words for what is refused of a change of an item, or an objection to it: those of ``domain/amending_errors.py``."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain import amending_errors as errors
from domain.errors import DubanError
from domain.rules import Rules
from texts.glossary import FIELDS, say_day
from texts.lines import item_of
from texts.pages import shorten

WRITTEN_LIMIT = 60
#: How a decision is typed with its reason, by its command.
_EXAMPLES_WITH_REASON = {
    "cancel": "撤销 {} 重复录入",
    "suspend": "挂账 {} 至3月31日 等待省级系统升级",
    "edit": "调整 {} 期限=12月20日 原因=省系统升级",
}


FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    errors.WhyMissing: lambda e, _: (
        f"{item_of(e)} 须写明原因，例如：{_EXAMPLES_WITH_REASON[e.command].format(e.number)}"
    ),
    errors.DayMissing: lambda e, _: f"请写明挂账到哪天恢复，例如：{_EXAMPLES_WITH_REASON['suspend'].format(e.number)}",
    errors.DayPast: lambda e, _: f"{say_day(e.on, date.min)}不是今后的日期，请重新写明，例如：12月15日。",
    errors.NotSuspended: lambda e, _: f"{item_of(e)} 没有挂账，正在办理，无须恢复。",
    errors.NothingToChange: lambda e, _: f"{item_of(e)} 内容没有变化，未作调整。请写明要改的内容，例如：期限=12月20日",
    errors.SignedAlready: lambda e, _: (
        f"{item_of(e)} 已签收，不再受理异议。期限有困难请发：延期 {e.number}；其他困难请发：难点 {e.number}"
    ),
    errors.DoubtPending: lambda e, _: f"{item_of(e)} 已由{shorten(e.by, 24)}提出异议，正待办公室答复，无须重复。",
    errors.NoDoubt: lambda e, _: f"{item_of(e)} 没有待您答复的异议，可能已答复或撤回。请发 /item {e.number} 查看。",
    errors.FieldUnknown: lambda e, _: (
        f"没有“{shorten(e.name, WRITTEN_LIMIT)}”这一项，可调整{'、'.join(dict.fromkeys(FIELDS.values()))}，"
        "例如：期限=12月20日"
    ),
    errors.TitleMissing: lambda e, _: f"{item_of(e)} 的事项名称不能为空，请写明新的名称，例如：标题=低保年度核查",
    errors.FieldNotYours: lambda e, _: (
        f"您不能调整{item_of(e)} 的{'、'.join(FIELDS[name] for name in e.names)}，"
        f"可调整{'、'.join(FIELDS[name] for name in e.allowed)}；其他请联系办公室。"
    ),
}
