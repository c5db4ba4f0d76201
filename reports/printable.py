"""A list as a page to be printed: one HTML file, A4 landscape, its header repeated on every sheet of paper.

Everything is in the one file: it asks for nothing from anywhere, runs nothing, and shows what people wrote as text.
"""

from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from reports.list_columns import Group, Table, Value
from reports.saving import draft_of

_STYLE = """
@page { size: A4 landscape; margin: 15mm 12mm; }
* { box-sizing: border-box; }
body { margin: 0; color: #000; background: #fff; font: 10.5pt/1.35 "FangSong", "仿宋", "STFangsong",
  "Noto Serif CJK SC", "SimSun", serif; }
h1 { margin: 0 0 2mm; text-align: center; font: 18pt/1.3 "FZXiaoBiaoSong-B05S", "方正小标宋简体", "STZhongsong",
  "Noto Serif CJK SC", "SimSun", serif; }
p { margin: 0 0 2mm; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
thead { display: table-header-group; }
tr { break-inside: avoid; page-break-inside: avoid; }
th, td { border: 0.3mm solid #444; padding: 1mm 1.2mm; vertical-align: middle; overflow-wrap: anywhere;
  white-space: pre-line; }
th { font: 10.5pt/1.3 "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; text-align: center; background: #eee; }
th.group { text-align: left; background: #f7f7f7; break-after: avoid; page-break-after: avoid; }
@media screen { body { padding: 8mm; } }
@media print { * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
""".strip()
#: Nothing is fetched or run, whatever a text says.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write_page(table: Table, path: Path) -> None:
    """Write the list to ``path``, whole or not at all."""
    with draft_of(path) as draft, draft.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(f"{line}\n" for line in page_lines(table))


def page_lines(table: Table) -> Iterator[str]:
    """The file, line by line."""
    yield "<!DOCTYPE html>"
    yield '<html lang="zh-CN"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield f"<title>{_text(table.title)}</title>"
    yield f"<style>{_STYLE}</style></head><body>"
    yield f"<h1>{_text(table.title)}</h1>"
    yield f"<p>{_text(table.subtitle)}</p>"
    yield "<table>"
    whole = sum(width for _, width in table.columns)
    yield "".join(f'<col style="width:{100 * width / whole:.2f}%">' for _, width in table.columns)
    yield f"<thead><tr>{''.join(f'<th>{_text(heading)}</th>' for heading, _ in table.columns)}</tr></thead>"
    for group in table.groups:
        yield from _group(group, len(table.columns))
    yield "</table></body></html>"


def _group(group: Group, columns: int) -> Iterator[str]:
    yield "<tbody>"
    if group.heading:
        yield f'<tr><th class="group" colspan="{columns}">{_text(group.heading)}</th></tr>'
    for row in group.rows:
        yield f"<tr>{''.join(f'<td>{_text(value)}</td>' for value in row)}</tr>"
    yield "</tbody>"


def _text(value: Value) -> str:
    """The value as text of the page; signs that no page may hold are left out."""
    if value is None:
        return ""
    words = value.isoformat() if isinstance(value, date) else str(value)
    return escape("".join(sign for sign in words if sign >= " " or sign in "\n\t"))
