"""Papers as .docx: written from content and template, and settled with their number.

Whoever drafts imports this, in a thread; a bot that drafts nothing never loads python-docx.
"""

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx.document import Document as Documented
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from domain.paper_errors import BadPaper, PaperFault
from domain.papers import OPEN_MARK, UNNUMBERED, Block, Content, Grid, Heading, PaperKind, Unfinished, open_marks
from reports.docx_package import open_document, paragraphs_of
from reports.paper_identity import count_revisions, identity_of, set_identity
from reports.paper_style import BODY, CELL, COLOURS, FIRST, SECOND, add_styles, plain, table_of, text_width
from reports.paper_template import SUFFIX, fill, replace_in, template_for

#: Who runs the program may write it, their group may read it.
_MODE = 0o640
_PREFIX = "paper-"
_HASH_SHOWN = 24
_UNNUMBERED = re.compile(re.escape(UNNUMBERED))


def write_paper(
    content: Content, name: str, templates: Path | None, spool: Path, at: datetime, identity: str = ""
) -> tuple[str, str]:
    """Write the paper into the spool; returns its name there and its SHA-256. ``name`` is that of its template."""
    document = template_for(content.kind, name, templates)
    add_styles(document)
    colour = COLOURS[content.level] if content.level is not None else None
    place = fill(document, content.fields, colour)
    if place is not None:
        for block in content.body:
            _put(document, block, place)
        _keep_together(place)
        place._p.getparent().remove(place._p)  # noqa: SLF001
    _mark_open(document)
    document.core_properties.title = plain(content.title)[:250]
    document.core_properties.author = content.fields.get("单位", "")[:250]
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    if identity:
        set_identity(document, identity)
    return keep(document, spool)


def write_template(kind: PaperKind, name: str, templates: Path | None, spool: Path) -> str:
    """The template itself, for the office to change; returns its name in the spool."""
    return keep(template_for(kind, name, templates), spool)[0]


def _put(document: Documented, block: Block, place: Paragraph) -> None:
    """The block before that paragraph."""
    if isinstance(block, Grid):
        style = document.styles[CELL].style_id
        place._p.addprevious(table_of(block, text_width(document), style))  # noqa: SLF001
        return
    style = BODY if not isinstance(block, Heading) else FIRST if block.level == 1 else SECOND
    paragraph = place.insert_paragraph_before(plain(block.words), style=style)
    if not isinstance(block, Heading) and not block.is_indented:
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001
        indent.set(qn("w:firstLineChars"), "0")
        indent.set(qn("w:firstLine"), "0")


def _keep_together(place: Paragraph) -> None:
    """The last words stand on the page of who signs them."""
    last = place._p.getprevious()  # noqa: SLF001
    following = place._p.getnext()  # noqa: SLF001
    for element in (last, following):
        if element is not None and element.tag == qn("w:p"):
            Paragraph(element, place._parent).paragraph_format.keep_with_next = True  # noqa: SLF001


def _mark_open(document: Documented) -> None:
    """Whatever is still to be filled in is marked yellow."""
    for paragraph in paragraphs_of(document):
        for run in paragraph.runs:
            found = list(OPEN_MARK.finditer(run.text))
            if found and run.text != found[0][0]:
                _split(run, found)
            elif found:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _split(run: Any, found: list[Any]) -> None:
    """The run as several, those that are marked apart."""
    text, at, last = run.text, 0, run
    pieces = []
    for match in found:
        pieces += [(text[at : match.start()], False), (match[0], True)]
        at = match.end()
    pieces.append((text[at:], False))
    for words, is_open in [piece for piece in pieces if piece[0]]:
        element = deepcopy(run._r)  # noqa: SLF001
        last._r.addnext(element)  # noqa: SLF001
        last = type(run)(element, run._parent)  # noqa: SLF001
        last.text = words
        if is_open:
            last.font.highlight_color = WD_COLOR_INDEX.YELLOW
    run._r.getparent().remove(run._r)  # noqa: SLF001


def keep(document: Documented, spool: Path) -> tuple[str, str]:
    """Save the document in the spool under a name made of its content, whole or not at all."""
    handle, draft = tempfile.mkstemp(suffix=SUFFIX, prefix=".", dir=spool)
    with suppress(OSError, AttributeError):  # a file system, or a whole system, without modes
        os.fchmod(handle, _MODE)
    os.close(handle)
    try:
        document.save(draft)
        return _place(Path(draft), spool)
    finally:
        Path(draft).unlink(missing_ok=True)


def _place(draft: Path, spool: Path) -> tuple[str, str]:
    digest = sha256_of(draft)
    path = spool / f"{_PREFIX}{digest[:_HASH_SHOWN]}{SUFFIX}"
    draft.replace(path)
    return path.name, digest


def sha256_of(path: Path) -> str:
    """The file's SHA-256, as the ledger keeps it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def take_file(content: bytes, spool: Path) -> tuple[str, str, Unfinished, str]:
    """Keep a file that was sent back, unchanged: its name, its SHA-256, what is not over in it, and whose it is.

    Raises ``BadPaper`` for one that nobody could open.
    """
    handle, draft = tempfile.mkstemp(suffix=SUFFIX, prefix=".", dir=spool)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        unfinished, identity = look_at(Path(draft))
        with suppress(OSError):
            Path(draft).chmod(_MODE)
        return (*_place(Path(draft), spool), unfinished, identity)
    finally:
        Path(draft).unlink(missing_ok=True)


def look_at(path: Path) -> tuple[Unfinished, str]:
    """What is not over in the paper, and which draft it is. Raises ``BadPaper``."""
    document = open_document(path)
    try:
        tracked, comments = count_revisions(document)
        identity = identity_of(document)
    except (SyntaxError, ValueError) as error:  # a part that is no XML
        raise BadPaper(PaperFault.DAMAGED) from error
    return Unfinished(open_marks(each.text for each in paragraphs_of(document)), tracked, comments), identity


def settle(path: Path, number: str, spool: Path) -> tuple[str, str]:
    """The paper with its number in place of 〔待编号〕; where somebody wrote another number, that stays."""
    document = open_document(path)
    for paragraph in paragraphs_of(document):
        replace_in(paragraph, lambda _: number, _UNNUMBERED)
    return keep(document, spool)
