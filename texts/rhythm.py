"""报告周期: how a rhythm of reports is called, and what [无变化] answers."""

from domain.dates.rhythms import write_every
from domain.item import Item

#: What [无变化] records.
NO_CHANGE = "无变化"


def say_report_every(every: str) -> str:
    """每周五报进展, of a rhythm as ``domain.series`` writes it; "" for none."""
    return f"{write_every(every)}报进展" if every else ""


def say_no_change(item: Item) -> str:
    """What the button answers."""
    return f"第{item.number}号已记录：{NO_CHANGE}。"


def rhythm_facts(item: Item) -> tuple[tuple[str, str], ...]:
    """What the card says of it."""
    return (("报告周期", write_every(item.report_every)),) if item.report_every else ()
