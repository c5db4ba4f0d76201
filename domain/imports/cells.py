"""What single cells say: whether an item is sensitive, whether somebody has left, which role a post means."""

import re
import unicodedata

from domain.imports.sheet import PersonRow
from domain.roster import Role
from domain.text_forms import bare_name, plain_word

#: How a cell says yes, so that a preview need not repeat it.
CLEAR_YES = frozenset({"是", "√", "✓", "☑", "1", "y", "yes", "true", "有", "敏感"})
_CLEAR_NO = frozenset(
    {"否", "无", "不", "非", "没有", "不是", "不敏感", "非敏感", "不涉密", "非涉密", "公开", "可公开"}
    | {"no", "n", "false", "0", "×", "x", "✗", "✕", "-", "—", "——", "/", "空"}
)


def read_sensitivity(text: str) -> bool | None:
    """Whether the cell says sensitive or not; ``None`` where it says nothing."""
    word = plain_word(text)
    return word not in _CLEAR_NO if word else None


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


_NAMES_OF_ROLES = {
    Role.OFFICE: ("办公室", "局办公室", "办公室人员", "office"),
    Role.DIRECTOR: ("局长", "主要领导", "director"),
    Role.DEPUTY: ("分管领导", "副局长", "deputy"),
    Role.HEAD: ("股室负责人", "科室负责人", "处室负责人", "部门负责人", "单位负责人", "负责人", "head"),
    Role.STAFF: ("经办人", "工作人员", "staff"),
    Role.INSPECTOR: ("机关纪委", "督查", "纪委", "inspector"),
}
ROLE_OF_NAME = {name: role for role, names in _NAMES_OF_ROLES.items() for name in names}
#: What is offered when a role is not known.
ROLE_NAMES = ("办公室", "局长", "分管领导", "股室负责人", "经办人", "机关纪委", "督查")

_OFFICE_UNIT = re.compile(r"(^|局|综合)办公室$")
#: Posts, the more particular first: 副局长 holds 局长, and 主任科员 holds 主任.
_POSTS = (
    (re.compile(r"纪检|纪委|督查|监察"), Role.INSPECTOR),
    (re.compile(r"副局长|副书记|党组成员|党委委员|分管"), Role.DEPUTY),
    (re.compile(r"局长|党组书记|党委书记"), Role.DIRECTOR),
    (re.compile(r"科员|办事员|干事|职员|经办|工作人员|专干|社工|会计|出纳|内勤|文员|职工"), Role.STAFF),
    (re.compile(r"副[股科处室院站所园馆队主]"), Role.STAFF),
    (re.compile(r"[股科处室院站所园馆队]长|主任|负责人|主持工作"), Role.HEAD),
)
#: 局长助理 is no 局长.
_UNCLEAR = re.compile(r"助理|秘书|原|拟")
#: Posts within the office's own unit are the office's.
_WITHIN_UNITS = frozenset({Role.HEAD, Role.STAFF})


def role_of(text: str, unit: str) -> Role | None:
    """The role of that name or post; everybody in the 办公室 is the office."""
    name = bare_name(text).casefold()
    if name in ROLE_OF_NAME:
        return ROLE_OF_NAME[name]
    if _UNCLEAR.search(name):
        return None
    role = next((role for post, role in _POSTS if post.search(name)), None)
    is_office = role in _WITHIN_UNITS and (_OFFICE_UNIT.search(unit) or name.startswith("办公室"))
    return Role.OFFICE if is_office else role


def is_named(text: str) -> bool:
    """Whether the cell names the role itself, so that nothing was concluded."""
    return bare_name(text).casefold() in ROLE_OF_NAME
