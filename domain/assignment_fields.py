"""The named parts of an assignment as it is written: its entries in a list, its fields (来源=…), its kinds (#整改)."""

import re
from collections.abc import Iterator, Mapping

from domain.plan_values import NAMES

#: Field → what people call it; a name before = or ： is none of the title.
FIELDS: dict[str, str] = {
    "title": "标题 事项",
    "unit": "责任单位 承办单位 牵头单位 单位 股室 科室 处室",
    "owner": "责任人 承办人 经办人",
    "due": "完成时限 整改期限 办理期限 完成时间 期限 时限",
    "kind": "类别 类型",
    "standard": "完成标准 标准",
    "measures": "整改措施 措施",
    "source": "来源",
    "reference": "文号",
    "partners": "配合单位 配合 协办单位",
    "reason": "原因 理由",
}
#: And fields of an item's plan. 报告：… in a line of words is no rhythm, as it is where an item is changed (调整).
LATER = {**FIELDS, **NAMES}
_ADDED = {**LATER, "report_every": "报告周期"}
#: Fields of one word: what follows behind a space belongs to something else.
_OF_ONE_WORD = frozenset({"unit", "owner", "kind", "reference", "partners"})
_OF_ONE_WORD_ADDED = _OF_ONE_WORD | (NAMES.keys() - {"remark"})


def _by_name(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: field for field, names in fields.items() for name in names.split()}


def _named(fields: Mapping[str, str]) -> re.Pattern[str]:
    names = "|".join(sorted(_by_name(fields), key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=[\s,\uff0c;\uff1b\u3002]))(?P<name>{names})\s*[=\uff1d:\uff1a]\s*")


_BY_NAME = _by_name(LATER)
_FIELD, _FIELD_LATER = _named(_ADDED), _named(LATER)
_TAG = re.compile(r"[#\uff03](?P<tag>[^\s#\uff03,\uff0c;\uff1b\u3002]+)")
_SENSITIVE = frozenset({"敏感", "涉密"})
BREAK = " \t\r\n\u3000,\uff0c;\uff1b\u3001:\uff1a\u3002"
#: Numbers and signs of a list before its entries.
LISTED = re.compile(
    r"\s*(?:[(\uff08]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:[)\uff09、]|[.\uff0e](?!\d))|[-*•·●○▪◆])\s*"
)


class Tags:
    """What the tags of a line say: its kind, one that nobody knows, and whether it is sensitive."""

    def __init__(self) -> None:
        self.kind = ""
        self.unknown = ""
        self.is_sensitive = False


def take_tags(line: str, kinds: Mapping[str, str]) -> tuple[Tags, str]:
    """#整改 #敏感, and the line without them; ``kinds`` are the names of the kinds."""
    found = Tags()
    for match in _TAG.finditer(line):
        tag = match["tag"]
        if tag in _SENSITIVE:
            found.is_sensitive = True
        elif tag in kinds:
            found.kind = kinds[tag]
        else:
            found.unknown = tag
    return found, _TAG.sub(" ", line).strip()


def fields_of(line: str, *, later: bool = False) -> tuple[dict[str, str], str]:
    """来源=… 文号=…: what each field is said to be, and the line without them; ``later``: of an item that is there."""
    matches = list((_FIELD_LATER if later else _FIELD).finditer(line))
    fields: dict[str, str] = {}
    left = line[: matches[0].start()] if matches else line
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        field = _BY_NAME[match["name"]]
        value = line[match.end() : following.start() if following else len(line)].strip(BREAK)
        if field in (_OF_ONE_WORD if later else _OF_ONE_WORD_ADDED):
            value, _, rest = value.partition(" ")
            left = f"{left} {rest}"
        fields[field] = value.strip(BREAK)
    return fields, left.strip(BREAK)


def lines_of(text: str) -> tuple[str, ...]:
    """The assignments of a pasted text, one each: its numbered entries, else its lines.

    A line that begins with a field's name (来源：…) belongs to the one before, and so does an unnumbered line among
    numbered ones; a title above numbered entries is left out.
    """
    return tuple(_joined([line for line in text.splitlines() if line.strip()]))


def _joined(lines: list[str]) -> Iterator[str]:
    is_numbered = sum(bool(LISTED.match(line)) for line in lines) > 1
    entry = ""
    for line in lines:
        begins = bool(LISTED.match(line)) if is_numbered else not _FIELD.match(line.strip())
        if begins and entry:
            yield entry
            entry = ""
        if begins or entry:
            entry = f"{entry} {line.strip()}".strip()
    if entry:
        yield entry
