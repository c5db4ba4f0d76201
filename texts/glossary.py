"""The one place for the words that recur: lights, states, roles, steps, buttons. Changed here, changed everywhere."""

from domain.item import Did, Item, ItemStatus
from domain.press import Act, Draft
from domain.roster import Role
from domain.rules import Rules
from domain.views import Light

#: A light's sign and its word: never one without the other, and no sign with two words.
LIGHTS: dict[Light, tuple[str, str]] = {
    Light.WAITING: ("⏳", "待销号"),
    Light.LATE: ("🔴", "逾期"),
    Light.TODAY: ("🟠", "今日到期"),
    Light.NEAR: ("🟡", "临期"),
    Light.NORMAL: ("🟢", "正常"),
    Light.CLOSED: ("✅", "办结"),
    Light.PAUSED: ("⏸", "中止"),
    Light.CANCELLED: ("⏹", "撤销"),
}

STATUSES: dict[ItemStatus, str] = {
    ItemStatus.ASSIGNED: "已交办，待签收",
    ItemStatus.ACKNOWLEDGED: "已签收，办理中",
    ItemStatus.SUBMITTED: "已申请销号，待审核",
    ItemStatus.CLOSED: "已办结",
    ItemStatus.CANCELLED: "已撤销",
    ItemStatus.SUSPENDED: "已中止",
}

ROLES: dict[Role, str] = {
    Role.OFFICE: "办公室",
    Role.DIRECTOR: "局长",
    Role.DEPUTY: "分管领导",
    Role.HEAD: "负责人",
    Role.STAFF: "经办人",
    Role.INSPECTOR: "机关纪委",
}

#: The built-in kinds as a preview names them; an office's own kinds are named as they are configured.
KINDS: dict[str, str] = {"task": "任务", "rectification": "整改", "petition": "信访", "hotline": "12345"}

#: What a step of the history (办理过程) is called.
STEPS: dict[Did, str] = {
    Did.ASSIGN: "交办",
    Did.AMEND: "台账更新",
    Did.ACKNOWLEDGE: "签收",
    Did.PROGRESS: "反馈进展",
    Did.CLOSE_OUT: "办结",
    Did.SUBMIT: "申请销号",
    Did.APPROVE: "同意销号",
    Did.SEND_BACK: "退回补充",
    Did.UNDO: "撤回",
}

#: What a button says, where it says the same for every item; 办结 and 撤回 depend on the item (see ``texts.keyboard``).
BUTTONS: dict[Act, str] = {
    Act.MINE: "我的事项",
    Act.UNIT: "本单位事项",
    Act.ALL: "全部事项",
    Act.OPEN: "查看",
    Act.ACKNOWLEDGE: "签收",
    Act.DONE: "办结",
    Act.SUBMIT: "无补充，直接申请",
    Act.UNDO: "撤回",
    Act.APPROVE: "同意销号",
    Act.RETURN: "退回补充",
    Act.REASON: "另写原因",
    Act.HISTORY: "办理过程",
    Act.LATE: "逾期清单",
    Act.WAITING: "待审清单",
    Act.UNSIGNED: "未签收清单",
    Act.RECHECK: "回头看清单",
    Act.ASLEEP: "未启用名单",
    Act.WEEK: "本周到期",
    Act.TODAY: "今日到期",
    Act.SUMMARY: "督办汇总",
    Act.BIND: "绑定",
    Act.IMPORT: "确认导入",
    Act.RETIRE: "停用人员",
    Act.REJOIN: "恢复人员",
    Act.DRAFT: "确认",
    Act.NOT_MEANT: "不是",
}
#: What may become of words that wait to be recorded.
DRAFTS: dict[Draft, str] = {
    Draft.DROP: "取消",
    Draft.KEEP: "确认",
    Draft.REWORD: "改一改",
    Draft.CHOOSE: "只记进展",
}
NOT_MEANT = BUTTONS[Act.NOT_MEANT]
SUBMIT_AGAIN = "再次申请销号"
BACK = "返回"
PREVIOUS = "‹上一页"
NEXT = "下一页›"
COPY_CHASE = "复制催办词"

#: Titles of the lists that ``texts.items.render_list`` shows, by key.
LISTS: dict[str, str] = {
    "late": BUTTONS[Act.LATE],
    "waiting": BUTTONS[Act.WAITING],
    "unsigned": BUTTONS[Act.UNSIGNED],
    "recheck": "近30天回头看",
    "asleep": BUTTONS[Act.ASLEEP],
    "week": BUTTONS[Act.WEEK],
    "today": BUTTONS[Act.TODAY],
    "overseen": "分管事项",
    "all": "全局事项",
}

#: What such a list says when it is empty.
NONE_LISTED: dict[str, str] = {
    "late": "目前没有逾期事项。",
    "waiting": "目前没有待审核的销号申请。",
    "unsigned": "交办事项均已签收。",
    "recheck": "近30天没有需要回头看的事项。",
    "asleep": "花名册所列人员均已启用。",
    "week": "本周内没有到期事项。",
    "today": "今日没有到期事项。",
    "overseen": "分管单位目前没有在办事项。",
    "all": "全局目前没有在办事项。",
}

#: The prepared reasons of a 退回: their index is the ``choice`` of an ``Act.REASON`` press.
RETURN_REASONS: tuple[str, ...] = ("佐证不足", "措施未落实", "未达标准")
#: The ``choice`` that asks for a reason in the approver's own words (另写原因).
OWN_REASON = -1

#: The sign and the word of what is to be looked at again.
RECHECK = "🔎回头看"
#: The mark of a message that goes out later than it should have (补发).
BELATED = "〔补发〕"
#: The mark of a figure that rests on a calendar not yet published (暂定).
PROVISIONAL = "〔暂定〕"
#: The group that hears of all units (全局群).
WHOLE_BUREAU = "全局"


def say_role(role: Role, rules: Rules) -> str:
    """The role's title; a head is named after the office's own word for a unit (股室负责人)."""
    return f"{rules.unit_word}{ROLES[role]}" if role is Role.HEAD else ROLES[role]


def say_closing(item: Item, rules: Rules) -> str:
    """What closing the item is called while it is asked for: 申请销号 where the kind is verified, else 办结."""
    return "申请销号" if rules.kind(item.kind).verify else "办结"


def say_limit(item: Item, rules: Rules) -> str:
    """What the item's limit is called: 整改期限, 办理期限 or 完成时限."""
    if item.kind == "rectification":
        return "整改期限"
    return "办理期限" if rules.kind(item.kind).verify else "完成时限"


def say_status(item: Item, rules: Rules) -> str:
    """The state in words; a verified item is crossed off (销号), a plain one finished (办结)."""
    if item.status is ItemStatus.CLOSED and rules.kind(item.kind).verify:
        return "已销号"
    return STATUSES[item.status]
