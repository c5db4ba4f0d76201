"""Papers as files: opened again, they look as an office's paper does, and say what they were given as text."""

import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from domain.paper_errors import BadPaper, PaperFault
from domain.papers import KNOWN, UNNUMBERED, Block, Content, Grid, Heading, Level, PaperKind, Prose, Unfinished
from reports.paper_style import CELL, table_of
from reports.papers import look_at, settle, sha256_of, take_file, write_paper, write_template
from tests.domain.office import at

NOW = at("11-20 16:05")
BODY: tuple[Block, ...] = (
    Heading(1, "一、总体情况"),
    Prose("共5项，〔待补：原因分析〕后再报。"),
    Heading(2, "（一）专项审计"),
    Grid((("序号", 6), ("事项", 30)), (("1", "甲\n乙"), ("2", "<b>&amp;😀")), ("合计", "2")),
)


def content(kind: PaperKind = PaperKind.BULLETIN, **fields: Any) -> Content:
    plain = {
        "标题": "某县民政局通报",
        "编号": UNNUMBERED,
        "单位": "某县民政局",
        "主送": "各股室",
        "日期": "2026年11月20日",
    }
    form = {"督办事项": "低保动态管理", "责任单位": "社会救助股", "完成时限": "11月10日", "级别": "红色督办单（警示）"}
    level = Level.RED if kind is PaperKind.ORDER else None
    return Content(
        kind=kind,
        title="某县民政局通报",
        fields=dict.fromkeys(KNOWN[kind], "") | plain | form | fields,
        body=BODY,
        level=level,
    )


def opened(tmp_path: Path, kind: PaperKind = PaperKind.BULLETIN, **fields: Any) -> Any:
    return Document(str(tmp_path / write_paper(content(kind, **fields), "通报", None, tmp_path, NOW)[0]))


def looks(document: Any, words: str) -> tuple[str, float, Any, float]:
    """Of the paragraph with these words: the Chinese font, its points, how lines are spaced, and by how many points."""
    [style] = [each.style for each in document.paragraphs if words in each.text]
    fonts = style.element.rPr.find(qn("w:rFonts"))
    layout = style.paragraph_format
    return fonts.get(qn("w:eastAsia")), style.font.size.pt, layout.line_spacing_rule, layout.line_spacing.pt


def test_page_fonts_and_lines_are_those_of_an_official_paper(tmp_path: Path) -> None:
    document = opened(tmp_path)
    section = document.sections[0]
    assert [round(each.mm) for each in (section.page_width, section.page_height)] == [210, 297]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.mm) for each in edges] == [37, 35, 28, 26]
    exactly = WD_LINE_SPACING.EXACTLY
    assert looks(document, "某县民政局通报")[:3] == ("方正小标宋简体", 22, exactly)
    assert looks(document, "共5项") == ("仿宋_GB2312", 16, exactly, 28)
    assert looks(document, "一、总体情况") == ("黑体", 16, exactly, 28)
    assert looks(document, "（一）专项审计") == ("楷体_GB2312", 16, exactly, 28)
    fields = "".join(each.text or "" for each in section.footer._element.iter(qn("w:instrText")))
    assert "PAGE" in fields


def test_fonts_are_named_with_free_ones_beside_them_and_none_is_embedded(tmp_path: Path) -> None:
    file, _ = write_paper(content(), "通报", None, tmp_path, NOW)
    with zipfile.ZipFile(tmp_path / file) as package:
        names = package.namelist()
        table = package.read("word/fontTable.xml").decode()
    assert not any("fonts/" in name or name.endswith((".odttf", ".bin")) for name in names)
    for font, free in (
        ("方正小标宋简体", "Noto Serif CJK SC"),
        ("仿宋_GB2312", "FandolFang"),
        ("黑体", "Noto Sans CJK SC"),
    ):
        assert font in table
        assert free in table


def test_what_is_still_open_is_marked_yellow_and_the_rest_is_not(tmp_path: Path) -> None:
    document = opened(tmp_path)
    [paragraph] = [each for each in document.paragraphs if "原因分析" in each.text]
    marked = [(run.text, run.font.highlight_color is not None) for run in paragraph.runs]
    assert marked == [("共5项，", False), ("〔待补：原因分析〕", True), ("后再报。", False)]


def test_a_table_repeats_its_head_and_holds_words_as_they_were_written(tmp_path: Path) -> None:
    [table] = opened(tmp_path).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "事项"],
        ["1", "甲\n乙"],
        ["2", "<b>&amp;😀"],
        ["合计", "2"],
    ]
    first = table.rows[0]._tr.trPr
    assert first.find(qn("w:tblHeader")) is not None
    assert first.find(qn("w:cantSplit")) is not None


def test_a_row_is_kept_on_one_page_unless_it_is_so_tall_that_the_page_before_it_would_be_empty() -> None:
    columns = (("序号", 5), ("事项", 10))
    table = table_of(Grid(columns, (("1", "改造" * 10), ("2", "改造" * 100))), width=3_000, style=CELL)
    kept = [row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in table.findall(qn("w:tr"))]
    assert kept == [True, True, False]


def test_a_wide_table_lies_across(tmp_path: Path) -> None:
    section = opened(tmp_path, PaperKind.ADVANCE).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)


def test_an_order_is_painted_in_its_colour_and_its_signature_left_to_a_hand(tmp_path: Path) -> None:
    [table] = opened(tmp_path, PaperKind.ORDER).tables
    shade = table.rows[0].cells[0]._tc.tcPr.find(qn("w:shd"))
    assert shade.get(qn("w:fill")) == "C00000"
    cells = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert cells["督办事项"] == "低保动态管理"
    assert cells["签 发 人"] == ""


def test_a_field_that_looks_like_a_placeholder_is_text_and_signs_that_no_file_may_hold_are_left_out(
    tmp_path: Path,
) -> None:
    words = "{{责任单位}}\x00\x0b\ud800〔引〕\\1"
    [table] = opened(tmp_path, PaperKind.ORDER, 督办事项=words).tables
    assert "{{责任单位}}〔引〕\\1" in {cell.text for row in table.rows for cell in row.cells}


def test_a_placeholder_that_a_word_processor_cut_into_runs_is_filled(tmp_path: Path) -> None:
    own = Document()
    paragraph = own.add_paragraph()
    for piece in ("事项：{", "{督办", "事项}", "}（{{责任单位}}）{{完成时限}}止"):
        paragraph.add_run(piece)
    paragraph.runs[0].bold = True
    folder = tmp_path / "templates"
    folder.mkdir()
    own.save(str(folder / "督办单.docx"))
    file, _ = write_paper(content(PaperKind.ORDER), "督办单", folder, tmp_path, NOW)
    [filled] = Document(str(tmp_path / file)).paragraphs
    assert filled.text == "事项：低保动态管理（社会救助股）11月10日止"
    assert filled.runs[0].bold


def test_a_template_of_the_office_keeps_its_own_styles_page_and_footer(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    own = Document(str(tmp_path / write_template(PaperKind.BULLETIN, "通报", None, tmp_path)))
    own.styles["公文正文"].font.size = Pt(15)
    own.sections[0].left_margin = Mm(30)
    own.sections[0].footer.paragraphs[0].add_run("　{{单位}}")
    own.save(str(folder / "通报.docx"))
    document = Document(str(tmp_path / write_paper(content(), "通报", folder, tmp_path, NOW)[0]))
    assert looks(document, "共5项")[1] == 15
    assert abs((document.sections[0].left_margin or 0) - Mm(30)) < 1000
    assert "某县民政局" in document.sections[0].footer.paragraphs[0].text


def test_settling_writes_the_number_once_and_leaves_a_number_of_the_offices_own(tmp_path: Path) -> None:
    file, digest = write_paper(content(), "通报", None, tmp_path, NOW)
    settled, after = settle(tmp_path / file, "2026年第3号", tmp_path)
    words = [each.text for each in Document(str(tmp_path / settled)).paragraphs]
    assert "2026年第3号" in words
    assert after == sha256_of(tmp_path / settled) != digest
    own, _ = write_paper(content(编号="青民督〔2026〕9号"), "通报", None, tmp_path, NOW)
    kept, _ = settle(tmp_path / own, "2026年第3号", tmp_path)
    words = [each.text for each in Document(str(tmp_path / kept)).paragraphs]
    assert "青民督〔2026〕9号" in words
    assert "2026年第3号" not in words


def _package(**parts: bytes) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return kept.getvalue()


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><w:document>&a;</w:document>'
BAD = (
    (_package(**{"word/document.xml": DOCTYPE}), PaperFault.DAMAGED),
    (_package(**{"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}), PaperFault.MACROS),
    (_package(**{"word/document.xml": b" " * 20_000_000}), PaperFault.TOO_BIG),
    (_package(**{"xl/workbook.xml": b"<a/>"}), PaperFault.NOT_DOCX),
    (_package(**{"word/document.xml": b"<a/>"}), PaperFault.DAMAGED),
    (b"", PaperFault.NOT_DOCX),
)


@pytest.mark.parametrize(("file", "fault"), BAD)
def test_a_hostile_or_broken_file_is_refused_and_leaves_nothing_behind(
    file: bytes, fault: PaperFault, tmp_path: Path
) -> None:
    with pytest.raises(BadPaper) as refused:
        take_file(file, tmp_path)
    assert refused.value.fault is fault
    assert list(tmp_path.iterdir()) == []


def _altered(file: bytes, part: str, put: bytes | None) -> bytes:
    """The same package with another part in place of that one, or without it."""
    with zipfile.ZipFile(BytesIO(file)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    kept = {name: put if name == part and put is not None else words for name, words in parts.items()}
    return _package(**{name: words for name, words in kept.items() if name != part or put is not None})


def test_a_paper_that_lost_any_part_of_itself_is_damaged_or_read(tmp_path: Path) -> None:
    file = (tmp_path / write_paper(content(PaperKind.ORDER), "督办单", None, tmp_path, NOW)[0]).read_bytes()
    with zipfile.ZipFile(BytesIO(file)) as package:
        places = {each.filename: (each.header_offset, each.compress_size) for each in package.infolist()}
    spoilt = [_altered(file, part, put) for part in places for put in (None, b"", b"<a/>")]
    begin, length = places["word/document.xml"]
    torn = [
        file[:place] + bytes([file[place] ^ 0xFF]) + file[place + 1 :]
        for place in range(begin + 60, begin + length, max(1, length // 40))
    ]
    refused = 0
    for each in (*spoilt, *torn):
        try:
            take_file(each, tmp_path)
        except BadPaper:
            refused += 1
    assert refused > len(places) + len(torn) // 2


def test_a_file_that_is_sent_back_is_kept_byte_by_byte_and_its_open_places_counted(tmp_path: Path) -> None:
    file, digest = write_paper(content(), "通报", None, tmp_path, NOW)
    sent = (tmp_path / file).read_bytes()
    kept, again, unfinished, identity = take_file(sent, tmp_path)
    assert ((tmp_path / kept).read_bytes(), again, unfinished, identity) == (sent, digest, Unfinished(1), "")


def test_a_paper_says_which_draft_it_is_whatever_its_template_said(tmp_path: Path) -> None:
    file, _ = write_paper(content(), "通报", None, tmp_path, NOW, "draft-1")
    assert look_at(tmp_path / file)[1] == "draft-1"
    settled, _ = settle(tmp_path / file, "2026年第1号", tmp_path)
    assert look_at(tmp_path / settled)[1] == "draft-1"
    templates = tmp_path / "templates"
    templates.mkdir()
    own = Document(str(tmp_path / file))
    own.add_paragraph("{{正文}}")
    own.save(str(templates / "通报.docx"))
    again, _ = write_paper(content(), "通报", templates, tmp_path, NOW, "draft-2")
    assert look_at(tmp_path / again)[1] == "draft-2"


def test_tracked_changes_and_comments_are_counted(tmp_path: Path) -> None:
    file, _ = write_paper(content(), "通报", None, tmp_path, NOW)
    document = Document(str(tmp_path / file))
    paragraph = document.paragraphs[-1]
    for name in ("ins", "del", "moveTo"):
        paragraph._p.append(OxmlElement(f"w:{name}"))
    document.add_comment(paragraph.runs or paragraph.add_run("某"), text="请核实", author="某")
    document.save(str(tmp_path / "sent.docx"))
    unfinished, _ = look_at(tmp_path / "sent.docx")
    assert (unfinished.revisions, unfinished.comments) == (3, 1)


def test_a_bot_that_writes_no_paper_never_loads_python_docx() -> None:
    loaded = (
        "import sys, bot, house, handlers.papers;print({'docx', 'lxml'} & {name.split('.')[0] for name in sys.modules})"
    )
    shown = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_an_order_as_one_page(tmp_path: Path) -> None:
    file, _ = write_paper(content(PaperKind.ORDER), "督办单", None, tmp_path, NOW, "draft-1")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / file)]
    subprocess.run(command, capture_output=True, check=True)
    saved = [word if word != "pdf" else "docx" for word in command[:-1]]
    saved[6] = str(tmp_path / "saved")
    subprocess.run([*saved, command[-1]], capture_output=True, check=True)
    assert look_at(tmp_path / "saved" / file)[1] == "draft-1", "a word processor keeps which draft it is"
    [page] = tmp_path.glob("*.pdf")
    assert page.read_bytes().count(b"/Type/Page\n") + page.read_bytes().count(b"/Type/Page/") == 1
