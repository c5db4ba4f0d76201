"""Looks at a file before any reader does: whether it is an .xlsx package at all, and how much it would unpack to.

Only the directory of the package and the first bytes of its XML parts are touched here.
"""

import codecs
import re
import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from msgspec import Struct

from domain.errors import BadWorkbook
from domain.imports.sheet import WorkbookFault

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, .et, and the wrapper of an encrypted .xlsx
_ZIP = b"PK"
_OLE_WORD = "WordDocument".encode("utf-16-le")
_MARKUP = re.compile(r"\s*<(\?xml|!doctype html|html|head|body|table|meta)", re.IGNORECASE)
_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TEXT_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")
_CONTROL = frozenset(map(chr, range(32))) - set("\t\n\r\f")
#: Parts of a workbook, whatever it calls the part that lists its sheets.
_SHEETS = re.compile(r"^xl/|(^|/)workbook\d*\.xml$")
_OPEN_DOCUMENT = "content.xml"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XML = (".xml", ".rels")
_CHUNK = 4096
_MIB = 1024 * 1024
_ENCRYPTED_FLAG = 0x1


class WorkbookLimits(Struct, frozen=True, kw_only=True):
    """The caps on one workbook, from its bytes to the process that reads it."""

    file_bytes: int = 20 * _MIB
    unpacked_bytes: int = 64 * _MIB  # all parts of the package together, as its directory declares them
    parts: int = 2_000
    sheets: int = 50
    rows: int = 20_000  # rows up to the last cell that holds something
    columns: int = 200
    cell_text: int = 5_000  # characters
    merges: int = 20_000  # a sheet
    memory_bytes: int = 640 * _MIB  # address space of the reading process
    cpu_seconds: int = 30
    wall_seconds: float = 60.0
    answer_bytes: int = 16 * _MIB  # what the reading process may hand back


def check_package(path: Path, limits: WorkbookLimits) -> None:
    """Raise ``BadWorkbook`` for a file that is no workbook or is out of proportion."""
    check_size(path, limits)
    try:
        _check_kind(path)
        with zipfile.ZipFile(path) as package:
            _check_parts(package, limits)
            _refuse_document_types(package)
    except (zipfile.BadZipFile, expat.ExpatError, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise BadWorkbook(WorkbookFault.DAMAGED) from error


def check_size(path: Path, limits: WorkbookLimits) -> None:
    """Raise ``BadWorkbook`` for a file that is missing, empty or has too many bytes."""
    try:
        size = path.stat().st_size if path.is_file() else None
    except (OSError, ValueError):
        size = None
    if size is None:
        raise BadWorkbook(WorkbookFault.MISSING)
    if size == 0:
        raise BadWorkbook(WorkbookFault.EMPTY)
    if size > limits.file_bytes:
        raise BadWorkbook(WorkbookFault.TOO_BIG)


def _check_kind(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(len(_OLE))
        if head == _OLE:
            raise BadWorkbook(_kind_of_ole(file.read()))
        if not head.startswith(_ZIP):
            raise BadWorkbook(_kind_of_text(head + file.read(_CHUNK)))


def _kind_of_ole(content: bytes) -> WorkbookFault:
    """Excel's old format, an encrypted .xlsx, or Word's."""
    if _ENCRYPTED in content:
        return WorkbookFault.ENCRYPTED
    return WorkbookFault.NOT_A_WORKBOOK if _OLE_WORD in content else WorkbookFault.OLD_FORMAT


def _kind_of_text(head: bytes) -> WorkbookFault:
    """A list saved as text, a table that some system exported as a web page, or neither."""
    for encoding in _TEXT_ENCODINGS:
        text = _decoded(head, encoding)
        if text and not _CONTROL & set(text):
            return WorkbookFault.WEB_PAGE if _MARKUP.match(text) else WorkbookFault.TEXT_FORMAT
    return WorkbookFault.NOT_A_WORKBOOK


def _decoded(head: bytes, encoding: str) -> str:
    """The text; ``""`` where it is none. The last letter may have been cut in two."""
    if encoding == "utf-16" and head[:2] not in _BYTE_ORDER_MARKS:
        return ""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        return decoder.decode(head)
    except UnicodeDecodeError:
        return ""


def plain_name(name: str) -> str:
    """A part's name as it is compared: slashes, no leading one, no case."""
    return name.replace("\\", "/").lstrip("/").lower()


def _check_parts(package: zipfile.ZipFile, limits: WorkbookLimits) -> None:
    parts = package.infolist()
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise BadWorkbook(WorkbookFault.BOMB)
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise BadWorkbook(WorkbookFault.ENCRYPTED)
    names = {plain_name(part.filename) for part in parts}
    if "xl/workbook.bin" in names:
        raise BadWorkbook(WorkbookFault.BINARY_FORMAT)
    if _OPEN_DOCUMENT in names:
        raise BadWorkbook(WorkbookFault.OPEN_DOCUMENT)
    if not any(_SHEETS.search(name) for name in names):
        raise BadWorkbook(WorkbookFault.NOT_A_WORKBOOK)


def _refuse_document_types(package: zipfile.ZipFile) -> None:
    """No office programme declares a document type; one that is there makes entities grow or fetches files."""
    for part in package.infolist():
        try:
            with package.open(part) as stream:
                _Prologue().read(stream)
        except expat.ExpatError:  # a picture; but any name may stand for a sheet, so all are looked at
            if part.filename.lower().endswith(_XML):
                raise


class _Prologue:
    """Reads an XML part up to its first element, where a document type would have to stand."""

    def __init__(self) -> None:
        self._is_over = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._finish

    def read(self, stream: IO[bytes]) -> None:
        while not self._is_over and (chunk := stream.read(_CHUNK)):
            self._parser.Parse(chunk)

    def _refuse(self, *_declaration: object) -> None:
        raise BadWorkbook(WorkbookFault.ENTITIES)

    def _finish(self, *_element: object) -> None:
        self._is_over = True
