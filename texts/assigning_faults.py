"""Words for what is refused of work that is set (交办): those of ``domain/assigning_errors.py``."""

from collections.abc import Callable, Mapping
from typing import Any

from domain import assigning_errors as errors
from domain.errors import DubanError
from domain.rules import Rules
from texts.pages import shorten

UNITS_SHOWN = 12
WRITTEN_LIMIT = 60
FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    errors.OwnerMissing: lambda e, _: (
        f"请一并写明{shorten(e.unit, 30)}的责任人，例如：责任单位={shorten(e.unit, 30)} "
        f"责任人={shorten(e.near[0], 24) if e.near else '姓名'}"
    ),
    errors.KindUnknown: lambda e, _: (
        f"没有“{shorten(e.name, WRITTEN_LIMIT)}”这个类别，请从{'、'.join(e.known[:UNITS_SHOWN])}中选择。"
    ),
    errors.MayNotAssign: lambda _, r: f"交办须由办公室、分管领导或{r.unit_word}负责人操作，请联系其办理。",
    errors.NoUnitsYet: lambda _, r: (
        f"尚未导入花名册，没有可交办的{r.unit_word}和人员。"
        "请先发来含“花名册”表的工作簿（.xlsx），点〔确认导入〕后再交办。"
    ),
    errors.UnitNotYours: lambda e, r: (
        f"您不能向{shorten(e.name, 30) or '该单位'}交办：分管领导限分管单位，{r.unit_word}负责人限本{r.unit_word}。"
    ),
    errors.AssignPrivately: lambda _e, _r: "交办请私聊本助手，确认后再通知各单位。",
    errors.TitleTooLong: lambda e, _: (
        f"事项有{e.length}字，最多{e.limit}字，请精简后重发；详细要求可写在“标准=”“措施=”后。"
    ),
    errors.TooManyAtOnce: lambda e, _: (
        f"一次最多交办{e.limit}条，本次有{e.count}条，请分批发送，或由办公室导入工作簿。"
    ),
    errors.StillLacking: lambda _e, _r: "尚有内容未补齐，请按提示补齐后再确认。",
}
