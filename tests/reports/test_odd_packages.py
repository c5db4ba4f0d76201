"""Workbooks as other programmes write them: hidden sheets, styles nobody understands, other names and dialects."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from openpyxl import Workbook

from domain.errors import BadWorkbook
from domain.imports.findings import Remark
from domain.imports.sheet import WorkbookFault
from tests.domain.sheets import plan
from tests.reports.books import HEADINGS, ROW, book_of, raw_book, read

DUE = date(2026, 12, 15)
#: Changes a part of a package: its name and content, to what they become (``None`` for a part that goes).
Change = Callable[[str, bytes], tuple[str, bytes] | None]


def _book(path: Path) -> Path:
    """Two sheets, one with a real date, whose number format is in the styles."""
    dated = (*ROW[:5], DUE)
    return book_of(path, {"台账": [HEADINGS, dated], "更多": [HEADINGS, (2, *dated[1:2], "另一项", *dated[3:])]})


def _changed(path: Path, change: Change) -> Path:
    """The workbook with each of its parts changed."""
    odd = path.with_name("odd.xlsx")
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(odd, "w") as written:
        for name in package.namelist():
            part = change(name, package.read(name))
            if part is not None:
                written.writestr(zipfile.ZipInfo(part[0]), part[1])
    return odd


def _strict(name: str, content: bytes) -> tuple[str, bytes]:
    """Strict Open XML, as a programme saves it when told so."""
    for family in (b"officeDocument", b"spreadsheetml", b"drawingml"):
        transitional = b"http://schemas.openxmlformats.org/" + family + b"/2006/"
        content = content.replace(transitional, b"http://purl.oclc.org/ooxml/" + family + b"/")
    return name, content


def _backslashed(name: str, content: bytes) -> tuple[str, bytes]:
    """As some programmes for Windows write them."""
    return name.replace("/", "\\"), content


def _renamed(name: str, content: bytes) -> tuple[str, bytes]:
    return name.replace("xl/workbook.xml", "xl/workbook2.xml").replace(
        "workbook.xml.rels", "workbook2.xml.rels"
    ), content.replace(b"workbook.xml", b"workbook2.xml")


def _renamed_at_will(name: str, content: bytes) -> tuple[str, bytes]:
    """A part that only the package's relations lead to, and no content type names."""
    if name == "[Content_Types].xml":
        return name, content.replace(b"/xl/workbook.xml", b"/elsewhere.xml")
    return name.replace("xl/workbook.xml", "xl/Mappe.xml").replace(
        "workbook.xml.rels", "Mappe.xml.rels"
    ), content.replace(b"xl/workbook.xml", b"xl/Mappe.xml")


def _upper_case(name: str, content: bytes) -> tuple[str, bytes]:
    return name.replace("worksheets/sheet", "Worksheets/Sheet"), content


def _unknown_fill(name: str, content: bytes) -> tuple[str, bytes]:
    return name, content.replace(b"<fill>", b"<fill><patternFill patternType='none' odd='1'/></fill><fill>", 1)


def _empty_fill(name: str, content: bytes) -> tuple[str, bytes]:
    return name, content.replace(b"<fills", b"<fills><fill/></fills><fills", 1) if name == "xl/styles.xml" else content


def _odd_properties(name: str, content: bytes) -> tuple[str, bytes]:
    return name, content.replace(b"dcterms:W3CDTF", b"x").replace(b"Z</", b"?</") if "core" in name else content


def _no_content_types(name: str, content: bytes) -> tuple[str, bytes] | None:
    return None if name == "[Content_Types].xml" else (name, content)


@pytest.mark.parametrize(
    "change",
    [
        *(_strict, _backslashed, _renamed, _renamed_at_will, _upper_case, _no_content_types),
        *(_unknown_fill, _empty_fill, _odd_properties),
    ],
)
def test_what_touches_no_cell_keeps_no_sheet_from_being_read(tmp_path: Path, change: Change) -> None:
    """Fault 5.3: Strict Open XML, backslashes and other part names are read, dates as dates."""
    found = read(_changed(_book(tmp_path / "a.xlsx"), change))
    assert [(sheet.name, [(row.title, row.due) for row in sheet.rows]) for sheet in found.items] == [
        ("台账", [("低保动态管理", "2026-12-15")]),
        ("更多", [("另一项", "2026-12-15")]),
    ]


@pytest.mark.parametrize("styles", [b"<styleSheet", b""])
def test_without_any_styles_a_date_is_still_read_as_the_serial_that_it_is(tmp_path: Path, styles: bytes) -> None:
    """Fault 5.2: a sound file was called damaged for its styles."""
    book = _changed(_book(tmp_path / "a.xlsx"), lambda n, c: (n, styles if n == "xl/styles.xml" else c))
    assert [sheet.rows[0].due for sheet in read(book).items] == ["2026-12-15", "2026-12-15"]


@pytest.mark.parametrize("change", [_unknown_fill, _empty_fill])
def test_styles_that_the_reader_rejects_are_left_out_but_for_the_number_formats(tmp_path: Path, change: Change) -> None:
    """Fault 5.2: dates stay dates."""
    (first, _) = read(_changed(_book(tmp_path / "a.xlsx"), change)).items
    assert first.rows[0].due == "2026-12-15"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_left_out_and_named(tmp_path: Path, state: Literal["hidden", "veryHidden"]) -> None:
    """Fault 5.1: last year's hidden list was imported like this year's."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in ("2026年台账", "2025年台账(旧)", "花名册"):
        sheet = book.create_sheet(name)
        for row in (
            [("姓名", "股室", "角色"), ("甲某", "社会救助股", "经办人")] if name == "花名册" else [HEADINGS, ROW]
        ):
            sheet.append(row)
    for sheet in book.worksheets[1:]:
        sheet.sheet_state = state
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert ([sheet.name for sheet in found.items], found.rosters) == (["2026年台账"], ())
    assert found.hidden == ("2025年台账(旧)", "花名册")


def test_hidden_rows_are_read_and_named(tmp_path: Path) -> None:
    """A filter hides rows; whoever sends the sheet may have forgotten it."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("填报说明",), HEADINGS, ROW, (2, *ROW[1:])):
        sheet.append(row)
    for number in (1, 4):
        sheet.row_dimensions[number].hidden = True
    book.save(tmp_path / "a.xlsx")
    (found,) = read(tmp_path / "a.xlsx").items
    assert ([row.number for row in found.rows], found.hidden) == (["1", "2"], (4,))
    [notice] = [each for each in plan(found).notices if each.remark is Remark.ROWS_HIDDEN]
    assert notice.rows == (4,)


def test_a_workbook_of_hidden_sheets_alone_says_so(tmp_path: Path) -> None:
    """Fault 5.1: nothing is imported, and the preview can say why."""
    book = Workbook()
    book.worksheets[0].append(("菜单",))
    book.create_sheet("台账").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").hidden == ("台账",)


def test_filtered_rows_and_hidden_columns_are_read(tmp_path: Path) -> None:
    """Fault 5.1: a filter hides rows that are as good as the others."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEADINGS, ROW, (2, *ROW[1:2], "另一项", *ROW[3:])):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["F"].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert [(row.title, row.due) for row in read(tmp_path / "a.xlsx").items[0].rows] == [
        ("低保动态管理", "12月15日前"), ("另一项", "12月15日前"),
    ]  # fmt: skip


def test_a_sheet_whose_part_is_missing_is_not_passed_over(tmp_path: Path) -> None:
    """Fault 5.3: half a workbook is no workbook."""
    book = _changed(_book(tmp_path / "a.xlsx"), lambda n, c: None if n.endswith("sheet2.xml") else (n, c))
    with pytest.raises(BadWorkbook) as refused:
        read(book)
    assert refused.value.reason == WorkbookFault.DAMAGED


def test_what_is_broken_in_the_sheet_itself_is_damaged(tmp_path: Path) -> None:
    """Fault 5.2: only what is beside the cells is left out."""
    with pytest.raises(Exception, match=r"."):
        read(raw_book(tmp_path / "a.xlsx", "<sheetData><row>"))
