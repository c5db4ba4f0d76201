"""Words for what is refused of 转办 and 整体移交: those of ``domain/handing_over_errors.py``."""

from collections.abc import Callable, Mapping
from typing import Any

from domain import handing_over_errors as errors
from domain.errors import DubanError
from domain.rules import Rules
from texts.lines import item_of
from texts.pages import shorten

FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    errors.AlreadyTheirs: lambda e, _: f"{item_of(e)} 的责任人已是{shorten(e.name, 24)}，无须转办。",
    errors.AcrossUnits: lambda e, r: (
        f"{shorten(e.name, 24)}不在本{r.unit_word}，跨{r.unit_word}转办须由办公室办理，请联系办公室。"
    ),
    errors.OfferPending: lambda e, _: (
        f"{item_of(e)} 已提出转办，正在等{shorten(e.name, 24)}接手；如需另转，请写明接手人和原因。"
    ),
    errors.ReceiverAsleep: lambda e, _: (
        f"{shorten(e.name, 24)}尚未启用督办助手，无法接手。请先邀请启用：/invite {shorten(e.name, 24)}"
    ),
    errors.NotOffered: lambda _e, _r: "这是给接手人的消息，请由其本人选择。",
    errors.HandoverUnclear: lambda _e, _r: "请写明移交人、接手人和原因，例如：/handover 甲某 乙某 甲某借调乡镇",
    errors.MayNotHandOver: lambda _, r: (
        f"整体移交须由办公室操作，或由{r.unit_word}负责人在本{r.unit_word}人员之间操作，请联系其办理。"
    ),
    errors.OneReceiver: lambda e, _: (
        f"{item_of(e)} 只能转给一人，请写明一名接手人和原因，例如：/assign {e.number} 王某 借调乡镇"
    ),
    errors.NothingToHandOver: lambda e, _: f"{shorten(e.name, 24)}名下没有在办事项，无须移交。",
}
