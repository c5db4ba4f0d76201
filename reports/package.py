"""Looks at a file before any reader does: whether it is an .xlsx package at all, and how much it would unpack to.

Only the directory of the package and the first bytes of its XML parts are touched here.
"""

import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from domain.errors import BadWorkbook
from domain.sheet import WorkbookFault
from reports.limits import WorkbookLimits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, .et, and the wrapper of an encrypted .xlsx
_ZIP = b"PK"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XML = (".xml", ".rels")
_CHUNK = 4096
_ENCRYPTED_FLAG = 0x1


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
            encrypted = _ENCRYPTED in file.read()
            raise BadWorkbook(WorkbookFault.ENCRYPTED if encrypted else WorkbookFault.OLD_FORMAT)
    if not head.startswith(_ZIP):
        raise BadWorkbook(WorkbookFault.NOT_A_WORKBOOK)


def _check_parts(package: zipfile.ZipFile, limits: WorkbookLimits) -> None:
    parts = package.infolist()
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise BadWorkbook(WorkbookFault.BOMB)
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise BadWorkbook(WorkbookFault.ENCRYPTED)
    names = {part.filename for part in parts}
    if "xl/workbook.bin" in names:
        raise BadWorkbook(WorkbookFault.BINARY_FORMAT)
    if "[Content_Types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
        raise BadWorkbook(WorkbookFault.NOT_A_WORKBOOK)


def _refuse_document_types(package: zipfile.ZipFile) -> None:
    """No office programme declares a document type; whoever does wants entities to grow or files to be fetched."""
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
