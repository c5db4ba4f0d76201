"""Files that the bot writes for whoever asks: into the spool in a thread, then on their way in the transaction."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from domain.letter import Letter, Way
from domain.three_lists import FileChoice
from handlers.request import Request
from reports.list_columns import Table
from store.journal.disk import make_folder
from store.transaction import Transaction

_PREFIX = "list-"
_SUFFIXES = {FileChoice.WORKBOOK: ".xlsx", FileChoice.PAGE: ".html"}


class Written(Struct, frozen=True):
    """A file in the spool, what its reader sees it called, and what is said below it."""

    file: str
    name: str
    caption: str


#: Work for a thread: it knows one moment of the ledger, and nothing that changes.
Work = Callable[[], Written]


def write_file(table: Table, choice: FileChoice, spool: Path, number: int) -> str:
    """Write the table into the spool; returns its name there. ``number`` tells apart who asked for it."""
    from reports.list_workbook import write_table  # noqa: PLC0415 - writing costs a start 0.2 s, and is seldom needed
    from reports.printable import write_page  # noqa: PLC0415

    make_folder(spool)
    path = spool / f"{_PREFIX}{number}{_SUFFIXES[choice]}"
    (write_table if choice is FileChoice.WORKBOOK else write_page)(table, path)
    return path.name


def write_sheets(tables: Sequence[Table], spool: Path, number: int) -> str:
    """The same of several tables as the sheets of one workbook."""
    from reports.list_workbook import write_tables  # noqa: PLC0415

    make_folder(spool)
    path = spool / f"{_PREFIX}{number}{_SUFFIXES[FileChoice.WORKBOOK]}"
    write_tables(tables, path)
    return path.name


def file_name(title: str, choice: FileChoice, day: str) -> str:
    """任务清单2026-11-20.xlsx."""
    return f"{title}{day}{_SUFFIXES[choice]}"


def send_file(written: Written, request: Request, tx: Transaction) -> None:
    """The file goes where it was asked for."""
    tx.queue(
        Letter(
            chat_id=request.chat_id,
            thread_id=request.thread_id,
            way=Way.FILE,
            html=written.caption,
            file=written.file,
            file_name=written.name,
            queued_at=request.now,
            asker=request.asker,
        )
    )
