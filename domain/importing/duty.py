"""Whether a roster row says that somebody has left their post (离岗): by 状态, by 在岗 or 停用, or by a plain 备注."""

import re
import unicodedata

from domain.importing.sensitivity import CLEAR_YES, read_sensitivity
from domain.sheet import PersonRow

_LEFT = re.compile(r"离岗|离职|离任|停用|停职|调离|调出|调走|调任|退休|辞职|辞退|解聘|免职|注销|去世|病故")
#: What is to come, or is over again: 退休返聘, 拟调离, 未离岗, 退休前.
_NOT_YET = re.compile(r"返聘|[拟未不]|没有|即将|预计|准备|暂缓|取消|前")
_BACK = re.compile(r"^(在岗|在职|在编|在任|正常|启用|已启用|恢复|返岗|复岗|有效|返聘|退休返聘)$")


def has_left(row: PersonRow) -> bool | None:
    """Whether the row says that the person has left or is there; ``None`` where it says neither."""
    answers = (
        _by_words(row.state),
        _by_question(row.off_duty, means_left=True),
        _by_question(row.on_duty, means_left=False),
        _by_words(row.remark) or None,  # a remark may say many things: only that somebody has left counts
    )
    said = [answer for answer in answers if answer is not None]
    return any(said) if said else None


def is_unclear(row: PersonRow) -> bool:
    """Whether 状态 has words that say neither."""
    return bool(row.state) and _by_words(row.state) is None


def _by_words(text: str) -> bool | None:
    word = _plain(text)
    if _BACK.search(word):
        return False
    return True if _LEFT.search(word) and not _NOT_YET.search(word) else None


def _by_question(text: str, *, means_left: bool) -> bool | None:
    """The answer to 停用 or 是否在岗: 是 or 否, or the words that 状态 takes."""
    word = _plain(text)
    if word in CLEAR_YES:
        return means_left
    if word and read_sensitivity(word) is False:
        return not means_left
    return _by_words(text)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
