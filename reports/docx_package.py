"""Looks at a .docx before anything reads it: whether it is one at all, and how much it would unpack to."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from docx import Document
from docx.document import Document as Documented
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from domain.paper_errors import BadPaper, PaperFault

#: What a file raises that can't be unpacked.
_TORN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
#: And python-docx where a part is missing, is another's, or lacks what it must have.
_BROKEN = (*_TORN, SyntaxError, LookupError, AttributeError, TypeError, OSError)
_MIB = 1024 * 1024
_MOST_BYTES, _MOST_UNPACKED, _MOST_XML, _MOST_PARTS = 20 * _MIB, 64 * _MIB, 16 * _MIB, 2_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .wps, and the wrapper of an encrypted .docx
_MAIN, _MACROS = "word/document.xml", "vbaproject.bin"
_XML = (".xml", ".rels")
_CHUNK = 4096


def open_document(path: Path) -> Documented:
    """The document, once it was looked at and every paragraph found. Raises ``BadPaper``."""
    check_document(path)
    try:
        document = Document(str(path))
        for paragraph in paragraphs_of(document):
            _ = paragraph.text
    except _BROKEN as error:
        raise BadPaper(PaperFault.DAMAGED) from error
    return document


def paragraphs_of(document: Documented) -> Iterator[Paragraph]:
    """Every paragraph: of the body, of tables within tables, of headers and footers."""
    roots = [document.element.body]
    for section in document.sections:
        parts = (section.header, section.footer, section.even_page_header, section.even_page_footer)
        roots.extend(part._element for part in parts if not part.is_linked_to_previous)  # noqa: SLF001
    for root in roots:
        yield from (Paragraph(element, document) for element in list(root.iter(qn("w:p"))))


def check_document(path: Path) -> None:
    """Raise ``BadPaper`` for a file that is no .docx, has macros, or is out of proportion."""
    if path.stat().st_size > _MOST_BYTES:
        raise BadPaper(PaperFault.TOO_BIG)
    with path.open("rb") as file:
        head = file.read(len(_OLE))
    if head == _OLE:
        raise BadPaper(PaperFault.OLD_FORMAT)
    try:
        with zipfile.ZipFile(path) as package:
            _check_parts(package)
    except (*_TORN, expat.ExpatError) as error:
        fault = PaperFault.DAMAGED if head.startswith(b"PK") else PaperFault.NOT_DOCX
        raise BadPaper(fault) from error


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename.replace("\\", "/").lstrip("/").lower() for part in parts}
    unpacked = sum(part.file_size for part in parts)
    xml = sum(part.file_size for part in parts if part.filename.lower().endswith(_XML))
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or xml > _MOST_XML:
        raise BadPaper(PaperFault.TOO_BIG)
    if _MAIN not in names:
        raise BadPaper(PaperFault.NOT_DOCX)
    if any(name.endswith(_MACROS) for name in names):
        raise BadPaper(PaperFault.MACROS)
    for part in parts:
        if part.filename.lower().endswith(_XML):
            _refuse_document_type(package, part)


def _refuse_document_type(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No office programme declares a document type; one that is there makes entities grow."""
    parser, is_over = expat.ParserCreate(), False

    def refuse(*_: object) -> None:
        raise BadPaper(PaperFault.DAMAGED)

    def finish(*_: object) -> None:
        nonlocal is_over
        is_over = True

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse, finish
    with package.open(part) as stream:
        while not is_over and (chunk := stream.read(_CHUNK)):
            parser.Parse(chunk)
