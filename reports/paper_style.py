"""How an official paper looks (GB/T 9704): page, fonts, lines, and its tables.

Fonts are named, not embedded. Where a machine has none of them, the names of free ones stand beside each in the file's
font table.
"""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document as Documented
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from domain.papers import Grid, Level

TITLE_FONT, BODY_FONT = "方正小标宋简体", "仿宋_GB2312"
FIRST_FONT, SECOND_FONT, LATIN_FONT = "黑体", "楷体_GB2312", "Times New Roman"
#: Free fonts, and those that other systems bring, in place of each.
STAND_INS = {
    TITLE_FONT: "FZXiaoBiaoSong-B05S, STZhongsong, Source Han Serif SC, Noto Serif CJK SC",
    BODY_FONT: "FangSong, STFangsong, FandolFang, Noto Serif CJK SC",
    FIRST_FONT: "SimHei, Source Han Sans SC, Noto Sans CJK SC",
    SECOND_FONT: "KaiTi, STKaiti, LXGW WenKai, FandolKai",
}
#: Paragraph styles that the body is written in; a template may have its own of the same name.
BODY, FIRST, SECOND, CLOSE, CELL = "公文正文", "公文一级标题", "公文二级标题", "公文落款", "公文表格"
_TITLE_POINTS, _BODY_POINTS, _CELL_POINTS = 22, 16, 10.5
LINE_POINTS = 28
_TITLE_LINE, _CELL_LINE = 34, 16
#: Top, bottom, left and right, of an upright A4 page.
_MARGINS = (37, 35, 28, 26)
_A4 = (210, 297)
_TWIPS_A_MM, _TWIPS_A_POINT = 56.7, 20
#: What a cell leaves free on its left and right, in twips.
_SIDES = 120
#: A row of more lines may be torn apart: kept whole it leaves most of the page before it empty.
_MOST_WHOLE = 12
#: Fill and letters of each colour.
COLOURS = {Level.YELLOW: ("FFD966", "000000"), Level.ORANGE: ("F4B183", "000000"), Level.RED: ("C00000", "FFFFFF")}


def new_document(*, is_wide: bool = False) -> Documented:
    """An empty paper: page, styles, fonts, and the page number at the foot."""
    from docx import Document  # noqa: PLC0415 - the names above are types; this reads the library's own template

    document = Document()
    set_page(document, is_wide=is_wide)
    add_styles(document)
    _name_fonts(document)
    _number_pages(document)
    return document


def set_page(document: Documented, *, is_wide: bool) -> None:
    """A4 with the margins of an official paper; a wide table lies across."""
    section = document.sections[0]
    width, height = (_A4[1], _A4[0]) if is_wide else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    top, bottom, left, right = (28, 26, 25, 25) if is_wide else _MARGINS
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.footer_distance = Mm(28 if not is_wide else 18)


def add_styles(document: Documented) -> None:
    """The styles of the body, as far as a template has none of its own."""
    known = {style.name for style in document.styles}
    for name, font, points, line, indent, align in (
        ("公文标题", TITLE_FONT, _TITLE_POINTS, _TITLE_LINE, 0, WD_ALIGN_PARAGRAPH.CENTER),
        (BODY, BODY_FONT, _BODY_POINTS, LINE_POINTS, 2, WD_ALIGN_PARAGRAPH.JUSTIFY),
        (FIRST, FIRST_FONT, _BODY_POINTS, LINE_POINTS, 2, WD_ALIGN_PARAGRAPH.LEFT),
        (SECOND, SECOND_FONT, _BODY_POINTS, LINE_POINTS, 2, WD_ALIGN_PARAGRAPH.LEFT),
        (CLOSE, BODY_FONT, _BODY_POINTS, LINE_POINTS, 0, WD_ALIGN_PARAGRAPH.RIGHT),
        (CELL, BODY_FONT, _CELL_POINTS, _CELL_LINE, 0, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        if name not in known:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            set_font(style, font, points)
            _set_lines(style.paragraph_format, line, align)
            _indent(style.element.get_or_add_pPr(), indent, points)
    _keep_with_next(document, FIRST, SECOND)


def _keep_with_next(document: Documented, *names: str) -> None:
    for name in names:
        document.styles[name].paragraph_format.keep_with_next = True


def set_font(run_or_style: Any, font: str, points: float) -> None:
    """The Chinese font, and Latin letters and digits in their own."""
    run_or_style.font.name, run_or_style.font.size = LATIN_FONT, Pt(points)
    fonts = run_or_style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")


def _set_lines(layout: Any, points: float, align: Any) -> None:
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)
    layout.space_before = layout.space_after = Pt(0)
    layout.alignment = align


def _indent(properties: Any, characters: int, points: float) -> None:
    """By whole characters, which follow the font; in twips for a programme that knows no characters."""
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(100 * characters))
    indent.set(qn("w:firstLine"), str(int(20 * points) * characters))


def _name_fonts(document: Documented) -> None:
    """The file's font table: each font with the names of others that may stand in."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in STAND_INS.items()
    )
    table = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            relation.target_part._blob = table.encode()  # noqa: SLF001 - the library has no other way to this part


def _number_pages(document: Documented) -> None:
    """— 1 —, 四号, to the outer edge of each page."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    sides = ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT))
    for footer, align in sides:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        for kind, words in (("", "— "), ("begin", ""), ("instr", " PAGE "), ("end", ""), ("", " —")):
            run = paragraph.add_run(words if not kind else "")
            set_font(run, "宋体", 14)
            if kind in ("begin", "end"):
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._r.append(mark)  # noqa: SLF001
            elif kind:
                code = OxmlElement("w:instrText")
                code.set(qn("xml:space"), "preserve")
                code.text = words
                run._r.append(code)  # noqa: SLF001


def text_width(document: Documented) -> int:
    """Twips between the margins of the last section."""
    section = document.sections[-1]
    return int((section.page_width - section.left_margin - section.right_margin) / 635)  # type: ignore[operator]


#: In a column of at most so many characters words stand in the middle.
_NARROW = 14


def table_of(grid: Grid, width: int, style: str) -> Any:
    """A table with its head on every page, none but a tall row torn apart. Thousands of rows are written as text."""
    whole = sum(each for _, each in grid.columns)
    widths = [int(width * each / whole) for _, each in grid.columns]
    centred = [each <= _NARROW for _, each in grid.columns]
    rows = [_row(tuple(heading for heading, _ in grid.columns), widths, [True] * len(widths), style, is_head=True)]
    rows += [_row(row, widths, centred, style) for row in grid.rows]
    if grid.total:
        rows.append(_row(grid.total, widths, centred, style, is_bold=True))
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{_SIDES // 2}" w:type="dxa"/><w:right w:w="{_SIDES // 2}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    cells: Sequence[str],
    widths: Sequence[int],
    centred: Sequence[bool],
    style: str,
    *,
    is_head: bool = False,
    is_bold: bool = False,
) -> str:
    font = f'<w:rFonts w:eastAsia="{FIRST_FONT}" w:hint="eastAsia"/>' if is_head or is_bold else ""
    header = "<w:tblHeader/>" if is_head else ""
    said = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_cell_lines(words, style, font, is_centred=is_centred)}</w:tc>"
        for words, width, is_centred in zip(cells, widths, centred, strict=True)
    )
    whole = "" if _is_tall(cells, widths) else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{whole}{header}</w:trPr>{said}</w:tr>"


def _is_tall(cells: Sequence[str], widths: Sequence[int]) -> bool:
    """Whether a cell takes more lines than are kept on one page, of signs as wide as they are high."""
    pairs = zip(cells, widths, strict=True)
    return any(len(words) * _CELL_POINTS * _TWIPS_A_POINT > _MOST_WHOLE * (width - _SIDES) for words, width in pairs)


def _cell_lines(words: str, style: str, font: str, *, is_centred: bool) -> str:
    align = '<w:jc w:val="center"/>' if is_centred else ""
    lines = []
    for line in words.split("\n"):
        run = f'<w:r><w:rPr>{font}</w:rPr><w:t xml:space="preserve">{escape(plain(line))}</w:t></w:r>'
        lines.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{align}</w:pPr>{run}</w:p>')
    return "".join(lines)


def plain(words: str) -> str:
    """The words without signs that no document may hold; line breaks and tabs stay."""
    seen = "".join(sign for sign in words if sign >= " " or sign in "\n\t")
    return seen.encode("utf-8", "ignore").decode().replace("\ufffe", "").replace("\uffff", "")
