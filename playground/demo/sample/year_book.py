"""The sample bureau's plan of a year as its January meeting has it: tasks, problems, routine work, voices."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from openpyxl import Workbook

from playground.demo.sample.book import write_heading, write_roster
from playground.demo.sample.bureau import SampleBureau, sample_bureau

_PLAN = Path(__file__).parent / "year.toml"
_DAY = len("2026-01-05")


def write_year(path: Path, monday: date) -> SampleBureau:
    """Write the plan of the year of ``monday``, the first of those that are played; the bureau, without its items."""
    bureau = replace(sample_bureau(monday), items=())
    plan = tomllib.loads(_PLAN.read_text(encoding="utf-8").replace("{year}", str(monday.year)))
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in plan["sheets"]:
        sheet: Any = book.create_sheet(table["name"])
        write_heading(sheet, table["title"], len(table["headings"]), monday)
        sheet.append(table["headings"])
        for row in table["rows"]:
            sheet.append([_cell(value) for value in row])
    write_roster(book.create_sheet("花名册"), bureau)
    book.save(path)
    return bureau


def _cell(value: Any) -> Any:
    """A day as a real date, as offices type it; an empty cell as none."""
    if isinstance(value, str) and len(value) == _DAY and value[4] == value[7] == "-":
        return date.fromisoformat(value)
    return None if value == "" else value
