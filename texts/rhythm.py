"""报告周期: how a rhythm of reports is called, and what [无变化] answers."""

from domain.item import Item

#: What [无变化] records.
NO_CHANGE = "无变化"
_WEEKDAYS = "一二三四五六日"
_ENDS = {"month/end": "每月底", "quarter/end": "每季度末", "half/end": "每半年末"}


def say_report_every(every: str) -> str:
    """每周五报进展, of a rhythm as ``domain.series`` writes it; "" for none."""
    return f"{say_every(every)}报进展" if every else ""


def say_every(every: str) -> str:
    """每周五, 每月25日, 每季度末."""
    what, _, which = every.partition("/")
    if every in _ENDS:
        return _ENDS[every]
    if what == "week":
        return f"每周{_WEEKDAYS[int(which) - 1]}"
    if what == "month":
        return f"每月{which}日"
    month, _, day = which.partition("-")
    return f"每年{int(month)}月{int(day)}日" if day else every


def say_no_change(item: Item) -> str:
    """What the button answers."""
    return f"第{item.number}号已记录：{NO_CHANGE}。"


def rhythm_facts(item: Item) -> tuple[tuple[str, str], ...]:
    """What the card says of it."""
    return (("报告周期", say_every(item.report_every)),) if item.report_every else ()
