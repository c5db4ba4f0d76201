"""Templates of papers: the built-in ones, the office's own, and how placeholders such as {{责任单位}} are filled.

What people wrote is put in as text and never looked at again: a title with {{…}} in it stays as it is.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docx.document import Document as Documented
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from domain.paper_errors import BadPaper, BadTemplate, TemplateFault
from domain.papers import BODY, KNOWN, NEEDED, OF_A_SOURCE, OF_AN_ITEM, PaperKind
from reports.docx_package import open_document, paragraphs_of
from reports.paper_style import BODY as BODY_STYLE
from reports.paper_style import BODY_FONT, CELL, CLOSE, FIRST_FONT, new_document, plain, set_font

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]{1,20}?)\s*\}\}")
SUFFIX = ".docx"


def template_for(kind: PaperKind, name: str, folder: Path | None) -> Documented:
    """The office's template of that name, else the built-in one. Raises ``BadTemplate``."""
    if folder is None:
        return built_in(kind)
    if not folder.is_dir():
        raise BadTemplate(folder.name, TemplateFault.NO_FOLDER)
    path = folder / f"{name}{SUFFIX}"
    if not path.is_file():
        return built_in(kind)
    try:
        document = open_document(path)
    except (BadPaper, OSError) as error:
        raise BadTemplate(path.name, TemplateFault.BROKEN) from error
    _check(document, kind, path.name)
    return document


def _check(document: Documented, kind: PaperKind, name: str) -> None:
    found: set[str] = set()
    for paragraph in paragraphs_of(document):
        named = _PLACEHOLDER.findall(paragraph.text)
        if BODY in named and (BODY in found or not _is_body(paragraph)):
            raise BadTemplate(name, TemplateFault.BODY_NOT_ALONE, BODY)
        found.update(named)
    for placeholder in sorted(found - KNOWN[kind]):
        raise BadTemplate(name, TemplateFault.UNKNOWN, placeholder)
    for placeholder in NEEDED[kind]:
        if placeholder not in found:
            raise BadTemplate(name, TemplateFault.LACKS, placeholder)


def _is_body(paragraph: Paragraph) -> bool:
    """Whether the body goes in place of this paragraph."""
    found = _PLACEHOLDER.fullmatch(paragraph.text.strip())
    return found is not None and found[1] == BODY


def fill(document: Documented, fields: Mapping[str, str], colour: tuple[str, str] | None = None) -> Paragraph | None:
    """Put the fields in place of their names; returns the paragraph in place of which the body goes."""
    body = None
    for paragraph in paragraphs_of(document):
        words = paragraph.text
        if "{{" not in words:
            continue
        if _is_body(paragraph):
            body = paragraph
            continue
        if colour is not None and "级别" in _PLACEHOLDER.findall(words):
            _paint(paragraph, colour)
        replace_in(paragraph, lambda match: fields.get(match[1]), _PLACEHOLDER)
    return body


def replace_in(paragraph: Paragraph, put: Any, pattern: re.Pattern[str]) -> int:
    """Replace what matches by what ``put`` makes of it (``None``: it stays), though a word processor may have cut it.

    Each replacement has the looks of the sign that it begins at.
    """
    runs, count = paragraph.runs, 0
    for match in reversed(list(pattern.finditer("".join(run.text for run in runs)))):
        words = put(match)
        if words is None:
            continue
        count += 1
        at = 0
        is_put = False
        for run in runs:
            text, begin, end = run.text, match.start() - at, match.end() - at
            at += len(text)
            if end <= 0 or begin >= len(text):
                continue
            kept = text[: max(begin, 0)], text[max(min(end, len(text)), 0) :]
            run.text = kept[0] + ("" if is_put else plain(words)) + kept[1]
            is_put = True
    return count


def _paint(paragraph: Paragraph, colour: tuple[str, str]) -> None:
    """The cell in the level's colour, or outside of a table the letters."""
    fill_colour, letters = colour
    parent = paragraph._p.getparent()  # noqa: SLF001
    if parent is not None and parent.tag == qn("w:tc"):
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill_colour)):
            shade.set(qn(f"w:{name}"), value)
        parent.get_or_add_tcPr().append(shade)
    else:
        letters = fill_colour
    for run in paragraph.runs:
        run.font.color.rgb = RGBColor.from_string(letters)


def built_in(kind: PaperKind) -> Documented:
    """The template that is used where the office has none of its own."""
    document = new_document(is_wide=kind in OF_A_SOURCE)
    if kind in OF_AN_ITEM:
        _order(document)
        return document
    document.add_paragraph("{{标题}}", style="公文标题")
    if kind in OF_A_SOURCE:
        document.add_paragraph("{{单位}}　　编号：{{编号}}　　{{日期}}", style=CELL)
        document.add_paragraph("{{正文}}")
        return document
    if kind in (PaperKind.BULLETIN, PaperKind.WEEK, PaperKind.MONTH):
        _line(document, "{{编号}}", BODY_STYLE).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("", style=BODY_STYLE)
    if kind in (PaperKind.HALF_YEAR, PaperKind.YEAR, PaperKind.BULLETIN, PaperKind.MONTH):
        _line(document, "{{主送}}：", BODY_STYLE)
    document.add_paragraph("{{正文}}")
    document.add_paragraph("", style=BODY_STYLE)
    for words, right in (("{{单位}}", 64), ("{{日期}}", 64)):
        document.add_paragraph(words, style=CLOSE).paragraph_format.right_indent = Pt(right)
    return document


def _line(document: Documented, words: str, style: str) -> Paragraph:
    """A paragraph that begins at the edge."""
    paragraph = document.add_paragraph(words, style=style)
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001
    indent.set(qn("w:firstLineChars"), "0")
    indent.set(qn("w:firstLine"), "0")
    return paragraph


#: The rows of the 督办单: label and field, twice, or once across; with the height in points.
_ROWS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (40, ("督办事项", "{{督办事项}}")),
    (28, ("来源文号", "{{来源}}", "督办号", "{{督办号}}")),
    (28, ("责任单位", "{{责任单位}}", "责任人", "{{责任人}}")),
    (28, ("责任领导", "{{责任领导}}", "完成时限", "{{完成时限}}")),
    (36, ("完成标准", "{{完成标准}}")),
    (52, ("办理情况", "{{办理情况}}")),
    (28, ("逾期情况", "{{逾期情况}}", "催办情况", "{{催办情况}}")),
    (68, ("督办要求", "{{督办要求}}")),
    (28, ("反馈时限", "{{反馈时限}}", "签发日期", "　　年　月　日")),
    (44, ("签 发 人", "{{签发人}}")),
    (92, ("承办单位\n反馈情况", "\n\n\n　　　　　　　　负责人（签字）：　　　　　　　年　月　日")),
)
_WIDTHS = (68, 170, 68, 136)


def _order(document: Documented) -> None:
    """督办单: one page, its colour at the head, a line to be signed by hand."""
    document.add_paragraph("{{标题}}", style="公文标题")
    head = document.add_paragraph("{{单位}}　　编号：{{编号}}", style=CELL)
    head.paragraph_format.space_before = Pt(8)
    head.paragraph_format.space_after = Pt(4)
    table = document.add_table(rows=0, cols=4, style="Table Grid")
    colour = table.add_row()
    across = colour.cells[0].merge(colour.cells[3])
    _write(across, "{{级别}}", FIRST_FONT, 16, is_centred=True)
    colour.height = Pt(32)
    for height, cells in _ROWS:
        row = table.add_row()
        row.height = Pt(height)
        places = [row.cells[0], row.cells[1].merge(row.cells[3])] if len(cells) == 2 else list(row.cells)  # noqa: PLR2004
        for place, (cell, words) in enumerate(zip(places, cells, strict=True)):
            _write(cell, words, BODY_FONT if place % 2 else FIRST_FONT, 12, is_centred=not place % 2)
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Pt(width)
    for row in table.rows:
        _fit(row)


def _fit(row: Any) -> None:
    """Each cell as wide as the columns that it spans."""
    place = 0
    for element in row._tr.tc_lst:  # noqa: SLF001
        span = element.grid_span
        element.width = Pt(sum(_WIDTHS[place : place + span]))
        place += span


def _write(cell: Any, words: str, font: str, points: int, *, is_centred: bool) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.style = CELL
    run = paragraph.add_run(words)
    set_font(run, font, points)
    if is_centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
