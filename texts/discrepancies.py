"""What became of the ledger file in other hands, for the office's chat and, without markup, for the operator."""

from collections.abc import Sequence

from domain.coercion import Discrepancy, DiscrepancyKind, Spot
from domain.letter import Page
from texts.findings import say_field
from texts.pages import bold, shorten, single, text

SPOTS_SHOWN = 8
FIELDS_SHOWN = 4
WRITTEN_SHOWN = 16
#: Fields that no workbook has a heading for; what only counts or remembers is not named.
_FIELDS = {"status": "办理状态", "due_set_at": "期限设定时间", "closed_at": "办结时间", "history": "办理过程"}
_UNNAMED = frozenset({"version", "before"})
_ROWS = {
    "items": "第{}号",
    "people": "花名册第{}条",
    "units": "单位第{}条",
    "chats": "群第{}条",
    "_inbox": "收件第{}条",
    "_outbox": "待发消息第{}条",
    "_sent": "已发消息第{}条",
    "_told": "提醒记录第{}条",
    "_dialogues": "对话第{}条",
    "requests": "请示第{}条",
    "enrolments": "启用记录第{}条",
    "invitations": "邀请第{}条",
    "rounds": "清单梳理第{}轮",
    "series": "例行工作第{}条",
    "years": "结转记录第{}条",
    "_previews": "导入预览第{}条",
}

_SAYS = {
    DiscrepancyKind.BOTH_CHANGED: "其他程序改动了台账文件，以下内容助手同时另有变更，以助手记录为准：{spots}。"
    "如需按文件修改，请在助手中重新提出。",
    DiscrepancyKind.MANY_GONE: "台账文件中一次缺少{count}条记录，未予采用，台账不变。"
    "该文件已另存为{file}，请核实是谁改动的。",
    DiscrepancyKind.BROKEN: "台账文件被其他程序写坏，无法读取，未予采用，台账不变。该文件已另存为{file}。",
    DiscrepancyKind.UNKNOWN_STATE: "台账文件被换成较早的版本，无法确认是在哪一版上改动的，"
    "助手此后的记录不变。该文件已另存为{file}，请核对其中的改动。",
    DiscrepancyKind.JOURNAL_GONE: "启动时未找到流水账，已按台账文件重新建立；第{count}条以前的记录无从核对。"
    "请核实流水账目录是否被移走。",
    DiscrepancyKind.DISPLACED: "台账或流水账文件曾不在原位，现已恢复；其间的指令未受理，已自动补办。请核实是谁移动的。",
    DiscrepancyKind.UNREADABLE: "台账文件中以下记录无法读取，已原样保留、不参与办理：{spots}。请核对修改。",
    DiscrepancyKind.FAULTY: "台账数据有误，请核对修改：{spots}。",
}


def say_discrepancy(found: Discrepancy) -> str:
    """One plain sentence or two."""
    return _SAYS[found.kind].format(spots=_say_spots(found.spots), file=found.file, count=found.count)


def render_discrepancy(found: Discrepancy) -> Page:
    """To the office: what was found, what became of it, what to do."""
    items = tuple(spot.became or spot.number for spot in found.spots[:SPOTS_SHOWN] if spot.table == "items")
    return single(bold("【台账文件】"), text(say_discrepancy(found)), about=items)


def render_displaced() -> Page:
    """To the office, unrecorded: nothing can be saved until somebody has seen to the machine."""
    return single(
        bold("【暂停受理】"),
        text("台账或流水账文件被移动、删除或替换，助手已暂停受理。请通知维护人员将文件恢复原位，恢复后自动继续。"),
    )


def say_spot(spot: Spot) -> str:
    """第12号（办理状态、完成时限“下周五”）; 第4号（编号已被占用，改为第31号）."""
    if spot.became:
        return f"{say_row(spot.table, spot.number)}（编号已被占用，改为{say_row(spot.table, spot.became)}）"
    written = spot.written or ("",) * len(spot.fields)
    named = [say_fault(*pair) for pair in zip(spot.fields, written, strict=True) if pair[0] not in _UNNAMED]
    words = "、".join([name for name in named if name][:FIELDS_SHOWN]) + ("等" if len(named) > FIELDS_SHOWN else "")
    return say_row(spot.table, spot.number) + (f"（{words}）" if words else "")


def say_fault(field: str, written: str) -> str:
    """完成时限“下周五”; the field alone where nothing is written; nothing for a whole row."""
    name = shorten(_FIELDS.get(field) or say_field(field), 20) if field else ""
    return name + (f"“{shorten(written, WRITTEN_SHOWN)}”" if written else "")


def say_row(table: str, number: int) -> str:
    """第12号, 花名册第3条; another table by its name in the file."""
    return _ROWS.get(table, shorten(table, 20) + "第{}条").format(number)


def _say_spots(spots: Sequence[Spot]) -> str:
    more = f"等{len(spots)}处" if len(spots) > SPOTS_SHOWN else ""
    return "、".join(map(say_spot, spots[:SPOTS_SHOWN])) + more
