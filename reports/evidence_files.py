"""佐证材料 as files in a folder: a folder for each item, and a list (目录.xlsx) of every piece, files or not."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from domain.item import Evidence, EvidenceKind, Item
from reports.export import PIECES
from reports.grid import safe_cell
from reports.saving import new_book

INDEX = "目录.xlsx"
#: What a piece without a name of its own is kept as.
_SUFFIXES = {EvidenceKind.PHOTO: ".jpg", EvidenceKind.VIDEO: ".mp4", EvidenceKind.VOICE: ".ogg"}
_HEADINGS = ("事项", "题名", "件", "类型", "提交人", "提交时间", "附言", "状态", "文件")
_SUFFIX_LIMIT = 8


class EvidenceFile(Struct, frozen=True):
    """One piece, and where it is kept below the folder; ``path`` is ``None`` for what is no file."""

    item: Item
    place: int  # of the piece, from 1
    piece: Evidence
    path: Path | None


def evidence_files(items: Iterable[Item]) -> Iterator[EvidenceFile]:
    """Every piece of evidence of the items. A path is made of numbers and kinds, never of what somebody typed."""
    for item in items:
        for place, piece in enumerate(item.evidence, start=1):
            name = f"{place:02}{_suffix_of(piece)}" if piece.file_id else ""
            yield EvidenceFile(item, place, piece, Path(f"第{item.number}号") / name if name else None)


def _suffix_of(piece: Evidence) -> str:
    written = Path(piece.name).suffix.lower()
    is_plain = re.fullmatch(rf"\.[a-z0-9]{{1,{_SUFFIX_LIMIT}}}", written)
    return written if is_plain else _SUFFIXES.get(piece.kind, "")


def write_index(files: Iterable[EvidenceFile], zone: ZoneInfo, path: Path) -> None:
    """The list of all pieces. A text is no formula."""
    with new_book(path) as book:
        sheet = book.create_sheet("佐证材料")
        sheet.append([safe_cell(sheet, heading) for heading in _HEADINGS])
        for each in files:
            sheet.append([safe_cell(sheet, value) for value in _row(each, zone)])


def _row(each: EvidenceFile, zone: ZoneInfo) -> tuple[str | int, ...]:
    piece = each.piece
    is_place = piece.latitude is not None and piece.longitude is not None
    words = f"{piece.latitude:.6f}，{piece.longitude:.6f}" if is_place else piece.words
    return (
        each.item.number,
        each.item.title,
        each.place,
        PIECES[piece.kind] or "文字",
        piece.by,
        _say(piece.at, zone),
        words,
        f"已退回：{piece.returned_reason}" if piece.returned_at else "",
        str(each.path or ""),
    )


def _say(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""
