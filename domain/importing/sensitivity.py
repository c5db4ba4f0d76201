"""Whether a row's item is sensitive (敏感): only a clear no makes it public, whatever else stands in the column.

An empty cell says nothing: a new item follows its kind, a known one stays as the ledger has it.
"""

import re
import unicodedata

#: How a cell says yes, so that a preview need not repeat it.
CLEAR_YES = frozenset({"是", "√", "✓", "☑", "1", "y", "yes", "true", "有", "敏感"})
_CLEAR_NO = frozenset(
    {"否", "无", "不", "非", "没有", "不是", "不敏感", "非敏感", "不涉密", "非涉密", "公开", "可公开"}
    | {"no", "n", "false", "0", "×", "x", "✗", "✕", "-", "—", "——", "/", "空"}
)
_DECORATION = re.compile(r"[\s。.;；,，!！]+")


def read_sensitivity(text: str) -> bool | None:
    """Whether the cell says sensitive or not; ``None`` where it says nothing."""
    word = plain_word(text)
    return word not in _CLEAR_NO if word else None


def plain_word(text: str) -> str:
    """The cell's word without spaces, full stops, width and case."""
    return _DECORATION.sub("", unicodedata.normalize("NFKC", text).casefold())
