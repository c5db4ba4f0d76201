"""``/start`` and ``/help``: what each role gets and does, with an example that is heard in that very chat.

Whoever wants more turns the pages of all commands that their role may use (全部指令).
"""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from domain.actions import Action
from domain.leave import LeaveChoice
from domain.letter import TURN, Button, Page, Press, Rows
from domain.roster import Person, Role
from domain.rules import Rules
from texts.actions import BUTTONS
from texts.glossary import say_role, say_time
from texts.lines import button, private_link, say_with_unit
from texts.pages import bold, in_rows, join, shorten, single, text

#: What the link out of a group asks for in private.
HELP_DOOR = "help"
OFFICE_LIMIT = 40
OVERSEEN_LIMIT = 60
UNIT_LIMIT = 20

#: What one does, and what is typed for it; ``{unit}`` is a unit that the reader may see.
Line = tuple[str, str]
_ONE = ("看某一项和办理过程，或查找", "“第12号”“查找 低保”")
_CLOSE = ("办结或申请销号", "“完成 12 已报局办”")
_REPORT = ("反馈进展", "“12 已报局办，待会签”")
_APPEAL = ("申请延期、报告难点", "“延期 12”“难点 12”")
_ONE_UNIT = ("看某单位的事项", "/unit {unit}")
_DATES = ("近日到期的", "“今日”“本周”")

#: At most six lines a role: what is theirs to do, not all that they may.
IN_PRIVATE: Mapping[Role, tuple[Line, ...]] = {
    Role.OFFICE: (
        ("导入台账；绑定单位群", "发来 .xlsx 文件；/bind"),
        ("全局情况", "“汇总”“挂图”“看板”"),
        ("待审、逾期、缺项、久未反馈的", "“待审”“逾期”“缺项”“久未反馈”"),
        ("交办，撤销录错的", "“交办 {unit} 月底前 低保核查”“撤销 12 重复录入”"),
        ("上级确认、回头看", "“上级确认 12 文号”“回头看 12 巩固”"),
        _ONE,
    ),
    Role.DIRECTOR: (
        ("全局情况", "“汇总”“挂图”“看板”"),
        ("逾期的", "“逾期”"),
        _DATES,
        ("等待审核的销号申请", "“待审”"),
        _ONE_UNIT,
        _ONE,
    ),
    Role.DEPUTY: (
        ("审核（同意销号或退回补充）", "“待审”"),
        ("回头看（巩固或反弹）", "“回头看 12 巩固 现场抽查无反弹”"),
        ("分管单位逾期和近日到期的", "“逾期”“今日”“本周”"),
        ("分管情况", "“汇总”“挂图”“看板”"),
        _ONE_UNIT,
        _ONE,
    ),
    Role.HEAD: (
        ("本单位的事项、挂图", "“本单位”“挂图”"),
        ("逾期和近日到期的", "“逾期”“今日”“本周”"),
        _REPORT,
        _CLOSE,
        _ONE,
        ("绑定单位群", "/bind"),
    ),
    Role.STAFF: (
        ("我负责的", "“我的事项”"),
        ("签收新交办的", "“签收 12”"),
        _REPORT,
        _CLOSE,
        _APPEAL,
        _ONE,
    ),
    Role.INSPECTOR: (
        ("全局情况", "“汇总”“挂图”“看板”"),
        ("逾期的、等待审核的", "“逾期”“待审”"),
        ("期限、责任变动，随机抽查", "“变动清单”“抽查 5”"),
        ("受托回头看", "“回头看 12 巩固”"),
        _ONE_UNIT,
        _ONE,
    ),
}
#: The same in a group, which hears commands that name the bot, and replies to it.
IN_GROUP: tuple[Line, ...] = (
    ("本单位事项", "/unit@{bot}"),
    ("本单位逾期的", "/overdue@{bot}"),
    ("看某一项", "/item@{bot} 12"),
)
_REPORT_IN_GROUP = ("反馈进展", "回复提到该事项的消息，写明情况")
_CLOSE_IN_GROUP = ("办结或申请销号", "/done@{bot} 12 已报局办")
_BIND_IN_GROUP = ("绑定本群", "/bind@{bot} {unit}")
_DOERS = frozenset({Role.OFFICE, Role.HEAD, Role.STAFF})
_LEADERS = frozenset({Role.DIRECTOR, Role.DEPUTY})
_BINDERS = frozenset({Role.OFFICE, Role.HEAD})

#: What comes of itself.
COMES: Mapping[Role, str] = {
    Role.OFFICE: "每个工作日{hour}在此告知待审核、未签收、未启用各多少；催办抄送和送达异常随时告知。",
    Role.DIRECTOR: "需要您过目的，工作日{hour}在此告知；末次催办后仍未办结的，随时报告。无事不打扰。",
    Role.DEPUTY: "待您审核的销号申请随时送到；分管单位逾期、今日到期的，工作日{hour}告知。",
    Role.HEAD: "本单位到期、逾期的发在单位群；您本人的和退回补充的，在此告知。",
    Role.STAFF: "您的到期、逾期和退回事项将在此告知。",
    Role.INSPECTOR: "您可随时查看全部事项和办理过程。每月首个工作日在此发送台账校验码，其余不推送。",
}

#: The buttons below, most needed first: lists, then what leaders look at.
_LISTS: Mapping[Role, tuple[Action, ...]] = {
    Role.OFFICE: (Action.SUMMARY, Action.WAITING, Action.UNSIGNED, Action.CHART, Action.PAPER, Action.FIGURES),
    Role.DIRECTOR: (Action.SUMMARY, Action.LATE, Action.WEEK, Action.WAITING, Action.CHART, Action.FIGURES),
    Role.DEPUTY: (Action.WAITING, Action.LATE, Action.WEEK, Action.SUMMARY, Action.CHART, Action.FIGURES),
    Role.HEAD: (Action.MINE, Action.UNIT, Action.LATE, Action.WEEK, Action.CHART, Action.FIGURES),
    Role.STAFF: (Action.MINE, Action.WEEK, Action.CHART),
    Role.INSPECTOR: (Action.SUMMARY, Action.LATE, Action.WEEK, Action.WAITING, Action.CHART, Action.FIGURES),
}
_A_ROW = 3


def render_start(person: Person, role: Role, rules: Rules, unit: str) -> Page:
    """``/start`` of somebody on the roster: who they are here, what comes of itself, and what they do."""
    oversees = f"分管：{shorten('、'.join(person.oversees), OVERSEEN_LIMIT)}。" if person.oversees else ""
    return single(
        bold(f"{shorten(rules.office_name, OFFICE_LIMIT)}督办助手"),
        text(f"{say_with_unit(person)}，您好，您的身份是{say_role(person.role, rules)}。{oversees}"),
        text(COMES[role].format(hour=say_time(rules.digest_at)) + _say_review(role, rules)),
        Markup("\n{}").format(_say_private(role, unit)),
        rows=_lists_of(role),
    )


def _say_review(role: Role, rules: Rules) -> str:
    """When those who lead are told how the week went."""
    if role not in _LEADERS or rules.review_at is None:
        return ""
    return f"每周最后一个工作日{say_time(rules.review_at)}送【本周回顾】。"


def render_help(role: Role, unit: str) -> Page:
    """``/help`` in private: what the role does."""
    calendar = button(BUTTONS[Action.CALENDAR], Press(Action.CALENDAR))
    leave = button(BUTTONS[Action.LEAVE], Press(Action.LEAVE, choice=LeaveChoice.SHOW))
    everything = button(BUTTONS[Action.HELP], Press(Action.HELP, version=TURN, page=1))
    return single(bold("使用说明"), _say_private(role, unit), rows=_lists_of(role, calendar, leave, everything))


def render_help_in_group(role: Role, unit: str, bot: str) -> Page:
    """``/help`` in a group: what is heard there, and the way to everything else."""
    lines = [*IN_GROUP]
    if role in _DOERS:
        lines += [_REPORT_IN_GROUP, _CLOSE_IN_GROUP]
    if role in _BINDERS:
        lines.append(_BIND_IN_GROUP)
    return single(
        bold("使用说明（群内）"),
        _say(lines, unit=unit, bot=bot),
        text("也可直接回复本助手的消息。其余请到私聊办理。"),
        rows=((private_link("打开私聊", bot, HELP_DOOR),),),
    )


def _say_private(role: Role, unit: str) -> Markup:
    return join([text("请直接发送引号内的词，或点下方按钮："), _say(IN_PRIVATE[role], unit=unit)])


def _say(lines: Iterable[Line], **words: str) -> Markup:
    """A line each: what it does, how it is said."""
    named = {key: shorten(word, UNIT_LIMIT) if key == "unit" else word for key, word in words.items()}
    return join([text(f"{does}：{said.format(**named)}") for does, said in lines])


def _lists_of(role: Role, *more: Button) -> Rows:
    return in_rows([*(button(BUTTONS[act], Press(act)) for act in _LISTS[role]), *more], _A_ROW)
