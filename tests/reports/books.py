"""Workbooks of these tests, written by the same library that offices' workbooks are read with, or by hand."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from domain.imports.sheet import ItemRow, Sheets
from reports.package import WorkbookLimits
from reports.workbook_reader import read_sheets

HEADINGS = ("序号", "类别", "事项", "责任单位", "责任人", "完成时限")
ROW = (1, "任务", "低保动态管理", "社会救助股", "甲某", "12月15日前")
LIMITS = WorkbookLimits()

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    "</Types>"
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{office}/{type}" Target="{target}"/></Relationships>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book_of(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook with these rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def read(path: Path, limits: WorkbookLimits = LIMITS) -> Sheets:
    """The workbook read in this process: fast, for what is no matter of guarding."""
    return read_sheets(path, limits)


def rows_of(path: Path) -> tuple[ItemRow, ...]:
    """The rows of the workbook's only item sheet."""
    (sheet,) = read(path).items
    return sheet.rows


def raw_book(path: Path, sheet_xml: str, *, head: str = "", extra: Mapping[str, bytes] | None = None) -> Path:
    """A workbook written by hand: one sheet of that XML, with ``head`` before its root element, and more parts."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(office=_OFFICE, type="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(
            office=_OFFICE, type="worksheet", target="worksheets/sheet1.xml"
        ),
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{_MAIN}">{sheet_xml}</worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in parts.items():
            package.writestr(name, text)
        for name, content in (extra or {}).items():
            package.writestr(name, content)
    return path


def text_cell(reference: str, text: str) -> str:
    """A cell with its text inside."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def head_row(row: int = 1) -> str:
    """The header of an item sheet, as XML."""
    cells = (text_cell(f"{column}{row}", heading) for column, heading in zip("ABCDEF", HEADINGS, strict=True))
    return f'<row r="{row}">{"".join(cells)}</row>'
