"""Rewrites an odd package as the reader expects one: sheets, texts and number formats under plain names, no more.

Offices' programmes write Strict Open XML, parts with backslashes or under other names, and styles, themes or properties
that the reader rejects. None of that touches a cell, so a sound sheet is never called damaged for it.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from msgspec import Struct
from openpyxl.xml.functions import fromstring

from domain.errors import BadWorkbook
from domain.imports.sheet import WorkbookFault
from reports.package import plain_name

_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_TRANSITIONAL_NAME = rb"http://schemas.openxmlformats.org/\1/2006/\2"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WORKBOOK = re.compile(r"(^|/)workbook\d*\.xml$")
#: Formats that styles without any number format are taken to have: as many as a sheet may ask for.
_UNKNOWN_FORMATS = 4_000


class _Relation(Struct, frozen=True):
    """A part that another one points to."""

    kind: str  # worksheet, sharedStrings, styles
    part: str


class _Sheet(Struct, frozen=True):
    """One sheet, as the workbook names it."""

    name: str
    state: str
    content: bytes


class _Parts:
    """A package's parts by their plain names, in Transitional spelling."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names = {plain_name(name): name for name in package.namelist()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __contains__(self, name: str) -> bool:
        return plain_name(name) in self._names

    def read(self, name: str) -> bytes:
        if name not in self:
            raise BadWorkbook(WorkbookFault.DAMAGED)
        content = self._package.read(self._names[plain_name(name)])
        return _STRICT_NAME.sub(_TRANSITIONAL_NAME, content) if _STRICT in content else content

    def relations(self, name: str) -> dict[str, _Relation]:
        """What the part points to, by id."""
        folder, base = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        if path not in self:
            return {}
        found = (dict(each.attrib) for each in fromstring(self.read(path)))
        return {
            each["Id"]: _Relation(each["Type"].rpartition("/")[2], _resolved(folder, each["Target"])) for each in found
        }


def is_odd(path: Path) -> bool:
    """Whether the reader would overlook parts of the package: Strict Open XML, or names with backslashes."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        if any("\\" in name or name.startswith("/") for name in names):
            return True
        described = [name for name in names if _WORKBOOK.search(name.lower()) or name == "_rels/.rels"]
        return any(_STRICT in package.read(name) for name in described)


def repaired(path: Path) -> BytesIO:
    """The workbook as a package of plain parts; raises what a parser raises where the sheets themselves are broken."""
    with zipfile.ZipFile(path) as package:
        parts = _Parts(package)
        name = _workbook_part(parts)
        root, relations = fromstring(parts.read(name)), parts.relations(name)
        shared = {
            each.kind: parts.read(each.part) for each in relations.values() if each.part in parts and _is_kept(each)
        }
        return _written(list(_sheets(root, relations, parts)), _is_1904(root), shared)


def _workbook_part(parts: _Parts) -> str:
    """Where the workbook is: the package says so, or a part is called so."""
    pointed = (each.part for each in parts.relations("").values() if each.kind == "officeDocument")
    named = (name for name in parts if _WORKBOOK.search(name))
    for name in (*pointed, *named):
        if name in parts:
            return name
    raise BadWorkbook(WorkbookFault.NOT_A_WORKBOOK)


def _is_kept(relation: _Relation) -> bool:
    return relation.kind in {"sharedStrings", "styles"}


def _sheets(root: Any, relations: dict[str, _Relation], parts: _Parts) -> Iterator[_Sheet]:
    for element in root.iter():
        if _local(element.tag) == "sheet":
            attributes = {_local(name): value for name, value in element.attrib.items()}
            relation = relations.get(attributes.get("id", ""))
            if relation is not None and relation.kind == "worksheet":
                yield _Sheet(attributes["name"], attributes.get("state", "visible"), parts.read(relation.part))


def _is_1904(root: Any) -> bool:
    settings = (each for each in root.iter() if _local(each.tag) == "workbookPr")
    return any(each.get("date1904") in {"1", "true", "on"} for each in settings)


def _written(sheets: list[_Sheet], is_1904: bool, shared: dict[str, bytes]) -> BytesIO:
    parts = {f"xl/worksheets/sheet{number}.xml": sheet.content for number, sheet in enumerate(sheets, 1)}
    kinds = dict.fromkeys(parts, "worksheet")
    if "sharedStrings" in shared:
        parts["xl/sharedStrings.xml"], kinds["xl/sharedStrings.xml"] = shared["sharedStrings"], "sharedStrings"
    parts["xl/styles.xml"], kinds["xl/styles.xml"] = _number_formats(shared.get("styles", b"")), "styles"
    workbook = _workbook_xml(sheets, is_1904=is_1904)
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("[Content_Types].xml", _content_types(kinds))
        package.writestr("_rels/.rels", _relations_xml({"xl/workbook.xml": "officeDocument"}, ""))
        package.writestr("xl/_rels/workbook.xml.rels", _relations_xml(kinds, "xl/"))
        package.writestr("xl/workbook.xml", workbook)
        for name, content in parts.items():
            package.writestr(name, content)
    return written


def _workbook_xml(sheets: Iterable[_Sheet], *, is_1904: bool) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" state={quoteattr(sheet.state)} r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    settings = f'<workbookPr date1904="{int(is_1904)}"/>'
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{settings}<sheets>{listed}</sheets></workbook>'


def _relations_xml(kinds: dict[str, str], folder: str) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{name.removeprefix(folder)}"/>'
        for number, (name, kind) in enumerate(kinds.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _content_types(kinds: dict[str, str]) -> str:
    listed = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in {**kinds, "xl/workbook.xml": "sheet.main"}.items()
    )
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    xml = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{default}{xml}{listed}</Types>'


def _number_formats(styles: bytes) -> bytes:
    """Styles with nothing but number formats, which tell a date from a number; without them a cell has none."""
    own, used = _formats_of(styles)
    formats = "".join(f"<numFmt numFmtId={quoteattr(each)} formatCode={quoteattr(code)}/>" for each, code in own)
    cells = "".join(f"<xf numFmtId={quoteattr(each)}/>" for each in used or ["0"] * _UNKNOWN_FORMATS)
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(own)}">{formats}</numFmts>'
        "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{cells}</cellXfs>"
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ).encode()


def _formats_of(styles: bytes) -> tuple[list[tuple[str, str]], list[str]]:
    """Number formats by id, and the id that each of the cells' formats has."""
    try:
        root = fromstring(styles)
    except Exception:  # noqa: BLE001 - whatever the parser makes of it, the cells can be read
        return [], []
    own: dict[str, str] = {}
    used: list[str] = []
    for element in root:
        match _local(element.tag):
            case "numFmts":
                own |= {each.get("numFmtId", ""): each.get("formatCode", "") for each in element}
            case "cellXfs":
                used = [each.get("numFmtId", "0") for each in element if _local(each.tag) == "xf"]
    used = [each if each.isdigit() else "0" for each in used]
    return [(each, code) for each, code in own.items() if each.isdigit()], used


def _resolved(folder: str, target: str) -> str:
    """A target as a part's name: absolute, or relative to the folder of what points to it."""
    plain = target.replace("\\", "/")
    return posixpath.normpath(plain.lstrip("/") if plain.startswith("/") else posixpath.join(folder, plain))


def _local(name: Any) -> str:
    """The name of an element or attribute without its namespace; ``""`` for a comment."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""
