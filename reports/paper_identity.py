"""Which draft a .docx is, and what in it is not over: a property that word processors keep, tracked changes, comments.

A custom property is the format's own place for what a program notes: it is not shown among the words, and LibreOffice
keeps it when it saves the file (a test). A file that lost it is taken as before.
"""

import re

from docx.document import Document as Documented
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

_NAME = "DubanPaper"
_PART = PackURI("/docProps/custom.xml")
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
#: What Office writes as the format of every custom property.
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_EMPTY = f'<Properties xmlns="{_PROPERTIES}"/>'
#: No draft's is longer.
_LONGEST = 64
_TRACKED = frozenset(qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo"))
_COMMENT = qn("w:comment")
#: Parts in which people write.
_WRITTEN = re.compile(r"/word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")


def set_identity(document: Documented, identity: str) -> None:
    """Write it into the document, in place of one that its template had."""
    part = _part_of(document)
    if part is None:
        part = Part(_PART, CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, _EMPTY.encode(), document.part.package)
        document.part.package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    root = parse_xml(part.blob)
    for each in list(root):
        if each.get("name") == _NAME:
            root.remove(each)
    taken = [int(each.get("pid", "1")) for each in root if each.get("pid", "1").isdecimal()]
    root.append(parse_xml(_property(identity, max((1, *taken)) + 1)))
    part._blob = serialize_part_xml(root)  # noqa: SLF001


def _property(identity: str, place: int) -> str:
    return (
        f'<property xmlns="{_PROPERTIES}" xmlns:vt="{_TYPES}" fmtid="{_FORMAT}" pid="{place}" name="{_NAME}">'
        f"<vt:lpwstr>{identity}</vt:lpwstr></property>"
    )


def identity_of(document: Documented) -> str:
    """What was written into it; "" for a document that was never drafted here, or lost it."""
    part = _part_of(document)
    if part is None:
        return ""
    found = (each for each in parse_xml(part.blob) if each.get("name") == _NAME)
    words = "".join("".join(each.itertext()) for each in found)
    return words.strip()[:_LONGEST]


def _part_of(document: Documented) -> Part | None:
    try:
        found: Part = document.part.package.part_related_by(RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    except KeyError:
        return None
    return found


def count_revisions(document: Documented) -> tuple[int, int]:
    """How many tracked changes and comments it has."""
    tracked = comments = 0
    for part in document.part.package.iter_parts():
        if _WRITTEN.fullmatch(str(part.partname)) is None:
            continue
        for element in parse_xml(part.blob).iter():
            tracked += element.tag in _TRACKED
            comments += element.tag == _COMMENT
    return tracked, comments
