"""The role (角色) that a cell names: as the roster's contract calls it, or by the post (职务) that somebody holds."""

import re

from domain.names import bare_name
from domain.roster import Role

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
    """The role of that name or post; whoever works in the 办公室 is the office."""
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
