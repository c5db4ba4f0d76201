"""Hostile and broken files: each is refused with its reason, in a process that can't take the bot along."""

import asyncio
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.errors import BadWorkbook
from domain.imports.sheet import WorkbookFault
from reports.package import WorkbookLimits
from reports.workbook import ask_reader, read_workbook, sheets_of
from tests.reports.books import HEADINGS, LIMITS, ROW, book_of, head_row, raw_book, read, text_cell

ROOT = Path(__file__).parents[2]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _fault(path: Path, limits: WorkbookLimits = LIMITS) -> str:
    """Why the file is refused, asked of the guarded process."""
    with pytest.raises(BadWorkbook) as refused:
        read_workbook(path, limits=limits)
    return refused.value.reason


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("empty.xlsx", b"", WorkbookFault.EMPTY),
        ("random.xlsx", os.urandom(4000), WorkbookFault.NOT_A_WORKBOOK),
        ("list.csv", "序号,事项\n1,低保\n".encode(), WorkbookFault.TEXT_FORMAT),
        ("list.csv", "序号,事项\n1,低保\n".encode("gb18030"), WorkbookFault.TEXT_FORMAT),
        ("list.txt", "序号\t事项\n1\t低保\n".encode("utf-16"), WorkbookFault.TEXT_FORMAT),
        ("export.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", WorkbookFault.WEB_PAGE),
        (
            "export.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            WorkbookFault.WEB_PAGE,
        ),
        ("notice.doc", _OLE + bytes(600) + "WordDocument".encode("utf-16-le"), WorkbookFault.NOT_A_WORKBOOK),
        ("old.xls", _OLE + bytes(600), WorkbookFault.OLD_FORMAT),
        ("locked.xlsx", _OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), WorkbookFault.ENCRYPTED),
        ("torn.xlsx", b"PK\x03\x04" + bytes(600), WorkbookFault.DAMAGED),
    ],
)
def test_what_is_no_workbook_is_refused_with_its_own_reason(
    tmp_path: Path, name: str, content: bytes, fault: WorkbookFault
) -> None:
    """docs/promises.md 32. Fault 5.3: the format is named, and what to do about it."""
    path = tmp_path / name
    path.write_bytes(content)
    assert _fault(path) == fault


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    assert _fault(tmp_path / "none.xlsx") == WorkbookFault.MISSING
    assert _fault(tmp_path) == WorkbookFault.MISSING


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("word/document.xml", WorkbookFault.NOT_A_WORKBOOK),
        ("xl/workbook.bin", WorkbookFault.BINARY_FORMAT),
        ("content.xml", WorkbookFault.OPEN_DOCUMENT),
    ],
)
def test_other_packages_are_told_apart(tmp_path: Path, part: str, fault: WorkbookFault) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(part, "<x/>")
    assert _fault(path) == fault


def test_a_file_of_more_bytes_than_allowed_is_not_even_opened(tmp_path: Path) -> None:
    """docs/promises.md 32."""
    path = tmp_path / "big.xlsx"
    with path.open("wb") as file:
        file.truncate(LIMITS.file_bytes + 1)
    assert _fault(path) == WorkbookFault.TOO_BIG


def test_a_small_file_that_unpacks_to_two_hundred_megabytes_does_not_hurt(tmp_path: Path) -> None:
    """docs/promises.md 32: the directory of the package says enough; nothing is unpacked."""
    path = raw_book(tmp_path / "bomb.xlsx", "<sheetData/>", extra={"xl/media/a.xml": b" " * 200_000_000})
    assert path.stat().st_size < 2_000_000
    assert _fault(path) == WorkbookFault.BOMB


def test_a_package_of_countless_parts_is_refused(tmp_path: Path) -> None:
    path = raw_book(tmp_path / "parts.xlsx", "<sheetData/>", extra={f"x/{n}.bin": b"" for n in range(30)})
    assert _fault(path, replace(LIMITS, parts=20)) == WorkbookFault.BOMB


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    """docs/promises.md 32."""
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    path = raw_book(tmp_path / "entities.xlsx", "<sheetData/>", extra={"xl/sharedStrings.xml": bomb.encode(encoding)})
    assert _fault(path) == WorkbookFault.ENTITIES


def test_entities_are_refused_under_any_name(tmp_path: Path) -> None:
    """A package may call its sheets what it likes."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    path = raw_book(tmp_path / "entities.xlsx", "<sheetData/>", extra={"xl/media/picture.png": bomb})
    assert _fault(path) == WorkbookFault.ENTITIES


def test_a_picture_inside_is_no_matter(tmp_path: Path) -> None:
    path = raw_book(
        tmp_path / "photo.xlsx",
        f"<sheetData>{head_row()}</sheetData>",
        extra={"xl/media/photo.jpg": os.urandom(9000), "xl/media/empty.png": b""},
    )
    assert read_workbook(path).items


@pytest.mark.parametrize(
    "sheet_xml",
    [
        f"<sheetData>{head_row()}<row r='2'>",
        f"<sheetData>{head_row()}<row r='9999999999999999999999'>{text_cell('A2', 'x')}</row></sheetData>",
        f"<sheetData>{head_row()}<row r='inf'>{text_cell('A2', 'x')}</row></sheetData>",
        f"<sheetData>{head_row()}<row r='2'>{text_cell('AAAAAAAA2', 'x')}</row></sheetData>",
        f"<sheetData>{head_row()}<row r='2'><c r='C2' t='s'><v>7</v></c></row></sheetData>",
        f"<sheetData>{head_row()}<row r='2'><c r='C2' t='n'><v>x</v></c></row></sheetData>",
        f"<sheetData>{head_row()}</sheetData><mergeCells><mergeCell ref='Z:A0'/></mergeCells>",
    ],
)
def test_xml_that_is_none_of_ours_is_refused_and_never_raises(tmp_path: Path, sheet_xml: str) -> None:
    reason = _fault(raw_book(tmp_path / "odd.xlsx", sheet_xml))
    assert reason in {WorkbookFault.DAMAGED, WorkbookFault.TOO_MANY_ROWS, WorkbookFault.TOO_MANY_COLUMNS}


def test_a_merged_area_over_a_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    rows = "".join(f"<row r='{n}'>{text_cell(f'C{n}', 'x')}</row>" for n in range(2, 50))
    merges = "<mergeCells>" + "<mergeCell ref='A1:XFD1048576'/>" * 200 + "</mergeCells>"
    path = raw_book(tmp_path / "merged.xlsx", f"<sheetData>{head_row()}{rows}</sheetData>{merges}")
    with pytest.raises(BadWorkbook) as caught:
        read_workbook(path)
    assert caught.value.reason != WorkbookFault.TOO_HEAVY


def test_a_cell_at_the_far_corner_is_refused_when_it_holds_something(tmp_path: Path) -> None:
    """docs/promises.md 32: one cell at XFD1048576 aborts one popular reader's process."""
    far = f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    path = raw_book(tmp_path / "far.xlsx", f"<sheetData>{head_row()}{far}</sheetData>")
    assert _fault(path) == WorkbookFault.TOO_MANY_ROWS


def test_a_mere_format_at_the_far_corner_is_no_matter(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    first = f'<row r="2">{text_cell("C2", "低保动态管理")}</row>'
    path = raw_book(tmp_path / "far.xlsx", f"<sheetData>{head_row()}{first}{far}</sheetData>")
    (sheet,) = read_workbook(path).items
    assert [row.title for row in sheet.rows] == ["低保动态管理"]


@pytest.mark.parametrize(
    ("limits", "fault"),
    [
        (replace(LIMITS, rows=2), WorkbookFault.TOO_MANY_ROWS),
        (replace(LIMITS, columns=5), WorkbookFault.TOO_MANY_COLUMNS),
        (replace(LIMITS, sheets=1), WorkbookFault.TOO_MANY_SHEETS),
    ],
)
def test_a_workbook_beyond_the_caps_is_refused(tmp_path: Path, limits: WorkbookLimits, fault: WorkbookFault) -> None:
    path = book_of(tmp_path / "wide.xlsx", {"台账": [HEADINGS, ROW, ROW], "更多": [HEADINGS]})
    with pytest.raises(BadWorkbook) as refused:
        read(path, limits)
    assert refused.value.reason == fault


def test_a_workbook_without_any_known_header_is_refused(tmp_path: Path) -> None:
    path = book_of(tmp_path / "menu.xlsx", {"菜单": [("周一", "周二"), ("面", "饭")]})
    assert _fault(path) == WorkbookFault.NOTHING_FOUND


def test_a_reader_that_needs_too_much_memory_is_stopped(tmp_path: Path) -> None:
    """docs/promises.md 32."""
    long = f"<row>{text_cell('A2', 'x' * 40_000_000)}</row>"
    path = raw_book(tmp_path / "heavy.xlsx", f"<sheetData>{head_row()}{long}</sheetData>")
    assert _fault(path, replace(LIMITS, memory_bytes=80 * 1024 * 1024)) == WorkbookFault.TOO_HEAVY


def test_a_reader_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    """docs/promises.md 32."""
    path = book_of(tmp_path / "slow.xlsx", {"台账": [HEADINGS, ROW]})
    assert _fault(path, replace(LIMITS, wall_seconds=0.01)) == WorkbookFault.TOO_HEAVY


def test_a_reader_with_more_to_say_than_allowed_is_cut_short(tmp_path: Path) -> None:
    path = book_of(tmp_path / "long.xlsx", {"台账": [HEADINGS, ROW]})
    assert _fault(path, replace(LIMITS, answer_bytes=100)) == WorkbookFault.TOO_HEAVY


async def test_the_bot_goes_on_while_a_workbook_is_read(tmp_path: Path) -> None:
    """docs/promises.md 32: the event loop is free meanwhile."""
    path = book_of(tmp_path / "台账.xlsx", {"台账": [HEADINGS, ROW]})
    reading = asyncio.create_task(ask_reader(path))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 100
    assert sheets_of(await reading).items[0].rows[0].title == "低保动态管理"


async def test_a_slow_reader_of_the_bot_is_killed_as_well(tmp_path: Path) -> None:
    path = book_of(tmp_path / "slow.xlsx", {"台账": [HEADINGS, ROW]})
    with pytest.raises(BadWorkbook) as refused:
        await ask_reader(path, limits=replace(LIMITS, wall_seconds=0.01))
    assert refused.value.reason == WorkbookFault.TOO_HEAVY


def test_the_reader_is_told_nothing_of_the_bots_environment_but_where_modules_are_compiled() -> None:
    """docs/promises.md 30: a token in the environment never reaches the process that meets a stranger's file."""
    names, kept = _environment_of_a_child("-X", "pycache_prefix=/somewhere")
    assert names == {"PYTHONUTF8", "PYTHONPYCACHEPREFIX"}
    assert kept == "/somewhere"
    assert _environment_of_a_child("-X", "pycache_prefix=", "-B")[0] == {"PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"}


def _environment_of_a_child(*options: str) -> tuple[set[str], str]:
    """What a bot that was started with these options tells its processes: the names, and where modules are."""
    asked = "from reports.child_environment import child_environment as told; "
    asked += "print(*(f'{name}={value}' for name, value in told().items()))"
    bot = subprocess.run(
        [sys.executable, *options, "-c", asked],
        cwd=ROOT,
        env={"DUBAN_TOKEN": "7100000001:a-token"},
        check=True,
        capture_output=True,
        text=True,
    )
    told = dict(each.split("=") for each in bot.stdout.split())
    return set(told), told.get("PYTHONPYCACHEPREFIX", "")
