"""The words that recur (lights, states, roles, steps), days and instants, and sentences that count items."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from domain.actions import Action
from domain.gaps import Gap
from domain.item import Did, Item, ItemStatus, ObstacleKind
from domain.letter import DraftChoice
from domain.limits import due_on, written_limit
from domain.outline import Outlined
from domain.roster import Role
from domain.rules import Rules
from domain.views import BureauDigest, Light, OfficeDigest, Tally, UnitRow
from texts.actions import BUTTONS

#: A light's sign and its word: never one without the other. Red is late, by its limit or its pace; yellow is nearly so.
LIGHTS: dict[Light, tuple[str, str]] = {
    Light.WAITING: ("⏳", "待销号"),
    Light.LATE: ("🔴", "逾期"),
    Light.TODAY: ("🟠", "今日到期"),
    Light.NEAR: ("🟡", "临期"),
    Light.FAR_BEHIND: ("🔴", "严重滞后"),
    Light.BEHIND: ("🟡", "滞后"),
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
    Did.EVIDENCE: "补充佐证",
    Did.RETURN_EVIDENCE: "退回佐证",
    Did.ASK_EXTENSION: "申请延期",
    Did.EXTEND: "同意延期",
    Did.REFUSE_EXTENSION: "不同意延期",
    Did.OBSTACLE: "报告难点",
    Did.ANSWER: "答复难点",
    Did.SOLVE: "难点已解决",
    Did.DOUBT: "提出异议",
    Did.SETTLE: "答复异议",
    Did.EDIT: "调整",
    Did.CANCEL: "撤销",
    Did.SUSPEND: "挂账",
    Did.RESUME: "恢复办理",
    Did.OFFER: "提出转办",
    Did.TAKE_OVER: "接手",
    Did.DECLINE: "不接手",
    Did.TICK: "配合完成",
    Did.LESSON: "补充说明",
    Did.MEASURE: "措施完成",
    Did.PLAN: "调整节点",
    Did.MILESTONE: "完成节点",
    Did.ASK_PLAN: "报审整改方案",
    Did.APPROVE_PLAN: "同意整改方案",
    Did.REFUSE_PLAN: "退回整改方案",
    Did.INSTRUCT: "领导批示",
    Did.ANSWER_INSTRUCTION: "批示办理情况",
    Did.SUM_UP: "已总结上报",
    Did.CLOCK: "法定环节",
    Did.ASK_PROLONG: "申请延长办理",
    Did.PROLONG: "同意延长办理",
    Did.REFUSE_PROLONG: "不同意延长办理",
    Did.VERDICT: "群众评价",
    Did.CHECK: "初核",
    Did.CONFIRM: "上级确认",
    Did.RECHECK: "回头看巩固",
    Did.RELAPSE: "问题反弹",
    Did.CARRY: "结转",
}

#: What an item's fields are called where they are changed.
FIELDS: dict[str, str] = {
    "title": "事项",
    "unit": "责任单位",
    "owner": "责任人",
    "due": "期限",
    "is_endless": "期限",
    "kind": "类别",
    "standard": "完成标准",
    "measures": "措施",
    "source": "来源",
    "reference": "文号",
    "partners": "配合单位",
    "quota": "数量目标",
    "parent": "上级事项",
    "leader": "责任领导",
    "start_on": "开始时间",
    "received_on": "受理日期",
    "urgency": "紧急程度",
    "score": "分值",
    "is_highlight": "亮点",
    "amount": "涉及金额",
    "amount_put_right": "整改金额",
    "rules_made": "出台制度",
    "marks": "标记",
    "remark": "备注",
    "report_every": "报告周期",
}

#: What may become of words that wait to be recorded.
DRAFTS: dict[DraftChoice, str] = {
    DraftChoice.DROP: "取消",
    DraftChoice.KEEP: "确认",
    DraftChoice.REWORD: "改一改",
    DraftChoice.CHOOSE: "只记进展",
}
NOT_MEANT = BUTTONS[Action.NOT_MEANT]
SUBMIT_AGAIN = "再次申请销号"
BACK = "返回"
#: In place of a sensitive item's title where others read along: who keeps a calendar, to whom a workbook is sent on.
SENSITIVE = "敏感事项，详情请在助手内查看"
PREVIOUS = "‹上一页"
NEXT = "下一页›"
COPY_CHASE = "复制催办词"

#: Titles of the lists that ``texts.items.render_list`` shows, by key.
LISTS: dict[str, str] = {
    "late": BUTTONS[Action.LATE],
    "waiting": BUTTONS[Action.WAITING],
    "unsigned": BUTTONS[Action.UNSIGNED],
    "extensions": "待审批的延期申请",
    "obstacles": BUTTONS[Action.OBSTACLES],
    "plans": BUTTONS[Action.PLANS],
    "prolongings": "待审批的延长申请",
    "doubts": BUTTONS[Action.DOUBTS],
    "recheck": "近30天回头看",
    "shared": BUTTONS[Action.COOPERATION],
    "asleep": BUTTONS[Action.ASLEEP],
    "week": BUTTONS[Action.WEEK],
    "today": BUTTONS[Action.TODAY],
    "tomorrow": BUTTONS[Action.TOMORROW],
    "gaps": BUTTONS[Action.GAPS],
    "silent": BUTTONS[Action.SILENT],
    "overseen": "分管事项",
    "all": "全局事项",
}

#: What such a list says when it is empty.
NONE_LISTED: dict[str, str] = {
    "late": "目前没有逾期事项。",
    "waiting": "目前没有待审核的销号申请。",
    "unsigned": "交办事项均已签收。",
    "extensions": "目前没有待审批的延期申请。",
    "obstacles": "目前没有待答复的难点。",
    "plans": "目前没有待审核的整改方案。",
    "prolongings": "目前没有待审批的延长申请。",
    "doubts": "目前没有待答复的异议。",
    "recheck": "近30天没有需要回头看的事项。",
    "shared": "目前没有待反馈的配合事项。",
    "asleep": "花名册所列人员均已启用。",
    "week": "本周内没有到期事项。",
    "today": "今日没有到期事项。",
    "tomorrow": "届时没有到期事项。",
    "gaps": "在办事项要素齐全。",
    "silent": "目前没有久未反馈的事项。",
    "overseen": "分管单位目前没有在办事项。",
    "all": "全局目前没有在办事项。",
}

#: What an item lacks, as 缺项清单 names it.
GAPS: dict[Gap, str] = {
    Gap.LIMIT: "完成时限",
    Gap.STANDARD: "完成标准",
    Gap.OWNER: "责任人",
    Gap.MEASURES: "整改措施",
}

#: The prepared reasons of a 退回: their index is the ``choice`` of an ``Action.REASON`` press.
RETURN_REASONS: tuple[str, ...] = ("佐证不足", "措施未落实", "未达标准")
#: The ``choice`` that asks for a reason in the approver's own words (另写原因).
OWN_REASON = -1

#: What a difficulty asks for, in the order in which it is offered.
OBSTACLES: dict[ObstacleKind, str] = {
    ObstacleKind.COORDINATION: "需协调",
    ObstacleKind.WORDING: "表述需调整",
    ObstacleKind.EXPLANATION: "仅需解释",
    ObstacleKind.UNSOLVABLE: "暂时无法解决",
}
#: The prepared reasons for not granting more time: the ``choice`` of a press counts them from 1.
REFUSAL_REASONS: tuple[str, ...] = ("理由不充分", "时限不得调整", "须按期完成")
#: The ``choice`` that asks for a reason in the decider's own words.
OWN_WORDS = 9

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


def say_closing(item: Outlined, rules: Rules) -> str:
    """What closing the item is called while it is asked for: 申请销号 where the kind is verified, else 办结."""
    return "申请销号" if rules.kind(item.kind).verify else "办结"


def say_limit(item: Item, rules: Rules) -> str:
    """What the item's limit is called: 整改期限, 办理期限 or 完成时限."""
    if item.kind == "rectification":
        return "整改期限"
    return "办理期限" if rules.kind(item.kind).verify else "完成时限"


def say_status(item: Item, rules: Rules) -> str:
    """The state in words; a verified item is crossed off (销号), a plain one finished (办结)."""
    if item.status is ItemStatus.SUBMITTED and item.checked_at is not None:
        return "待上级确认"
    if item.status is ItemStatus.CLOSED and rules.kind(item.kind).verify:
        return "已销号"
    return STATUSES[item.status]


WEEKDAYS = "一二三四五六日"


def say_weekday(day: date) -> str:
    """周五."""
    return f"周{WEEKDAYS[day.weekday()]}"


def say_day(day: date, today: date, weekday: bool = True) -> str:
    """11月20日（周五）; 2027年1月2日（周六） where ``today`` is in another year."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日" + (f"（{say_weekday(day)}）" if weekday else "")


def say_provisional(day: date, rules: Rules) -> str:
    """〔暂定〕 where the year's rest days are not published."""
    return "" if rules.work_days.is_published(day.year) else PROVISIONAL


def say_counted_day(day: date, today: date, rules: Rules, weekday: bool = True) -> str:
    """A day counted in work days; marked while that year's calendar is not published."""
    return say_day(day, today, weekday) + say_provisional(day, rules)


def say_time(moment: time | datetime) -> str:
    """8:30, 16:05; an aware instant must already be in the office's zone."""
    return f"{moment.hour}:{moment.minute:02d}"


def local(at: datetime, rules: Rules) -> datetime:
    """The instant on the office's wall clock."""
    return at.astimezone(rules.timezone)


def today_of(now: datetime, rules: Rules) -> date:
    """The office's calendar day at that instant."""
    return local(now, rules).date()


def say_instant(at: datetime, rules: Rules, now: datetime) -> str:
    """11月20日16:05, on the office's wall clock; with the year where ``now`` is in another one."""
    here = local(at, rules)
    return say_day(here.date(), today_of(now, rules), weekday=False) + say_time(here)


def say_duration(span: timedelta) -> str:
    """8秒, 5分钟, 3小时, 2天: the largest unit that counts at least one."""
    seconds = max(int(span.total_seconds()), 0)
    for size, word in ((86_400, "天"), (3_600, "小时"), (60, "分钟")):
        if seconds >= size:
            return f"{seconds // size}{word}"
    return f"{seconds}秒"


def say_limit_written(text: str, today: date | None) -> str:
    """A stored day or date-time (2026-12-15T17:00) as people say it; with its year where ``today`` is not given."""
    limit = written_limit(text)
    if limit is None:
        return text
    day = limit.date() if isinstance(limit, datetime) else limit
    hour = say_time(limit) if isinstance(limit, datetime) else ""
    return say_day(day, today or date.min) + hour


def hour_of(item: Item) -> time | None:
    """The time of day of a limit that has one (``due`` is then a local date-time)."""
    limit = written_limit(item.due)
    return limit.time() if isinstance(limit, datetime) else None


def closing_hour(item: Item, rules: Rules) -> str:
    """The hour by which the item is wanted on its last day: its own, else the end of the office's day."""
    return say_time(hour_of(item) or rules.closes_at)


def say_no_limit(item: Item) -> str:
    """未定期限; or 期限有误, where one is written that means no day."""
    return "期限有误" if any(fault.field == "due" for fault in item.faults) else "未定期限"


def say_due(item: Item, today: date, weekday: bool = True) -> str:
    """The limit as written: a day, a day and hour, 长期坚持, or 未定期限."""
    if item.is_endless:
        return "长期坚持"
    day = due_on(item)
    if day is None:
        return say_no_limit(item)
    hour = hour_of(item)
    return say_day(day, today, weekday) + (say_time(hour) if hour else "")


def say_parts(counts: Mapping[str, int], mark: str) -> str:
    """逾期1，今日到期1."""
    return mark.join(f"{word}{count}" for word, count in counts.items() if count)


def say_tally(tally: Tally) -> str:
    """在办4项：逾期1，今日到期1，正常2."""
    parts = say_parts(
        {
            "逾期": tally.late,
            "今日到期": tally.today,
            "临期": tally.near,
            "严重滞后": tally.far_behind,
            "滞后": tally.behind,
            "待销号": tally.waiting,
            "正常": tally.normal,
        },
        "，",
    )
    return f"在办{tally.in_hand}项" + (f"：{parts}" if parts else "")


def say_unit(tally: Tally) -> str:
    """在办9项：逾期1，今日到期1，3个工作日内到期1，待销号1，其余5项正常推进."""
    if not tally.in_hand:
        return "目前没有在办事项。"
    parts = say_parts(
        {
            "逾期": tally.late,
            "今日到期": tally.today,
            "3个工作日内到期": tally.near,
            "严重滞后": tally.far_behind,
            "滞后": tally.behind,
            "待销号": tally.waiting,
        },
        "，",
    )
    if not parts:
        return f"在办{tally.in_hand}项，均正常推进。"
    rest = f"，其余{tally.normal}项正常推进" if tally.normal else ""
    return f"在办{tally.in_hand}项：{parts}{rest}。"


def say_unit_row(row: UnitRow) -> str:
    """逾期1、今日到期1、临期2、滞后2（落后12至28个百分点）."""
    tally = row.tally
    counts = {
        "逾期": tally.late,
        "今日到期": tally.today,
        "临期": tally.near,
        "严重滞后": tally.far_behind,
        "滞后": tally.behind,
    }
    least, most = row.behind or (0, 0)
    span = f"（落后{least}{f'至{most}' if most > least else ''}个百分点）" if most else ""
    return say_parts(counts, "、") + span


def say_bureau(view: BureauDigest, hour: str) -> str:
    """截至8:30，全局交办42项：办结14项，在办26项，中止2项."""
    paused = f"，中止{view.paused}项" if view.paused else ""
    return f"截至{hour}，全局交办{view.total}项：办结{view.closed}项，在办{view.tally.in_hand}项{paused}。"


def say_lights(tally: Tally) -> str:
    """在办中：🔴逾期3　🟠今日到期1　🟡临期3　⏳待销号3　🟢正常16."""
    shown = _lights(tally, *_NAMED_APART, Light.NORMAL)
    return f"在办中：{shown}" if shown else ""


def say_all_lights(tally: Tally) -> str:
    """🔴逾期1　🟠今日到期1　🟡临期1　⏳待销号1　🟢正常5: the counts add up to what is in hand."""
    return _lights(tally, *_NAMED_APART, Light.NORMAL)


#: The lights of what does not simply go on.
_NAMED_APART = (Light.LATE, Light.TODAY, Light.NEAR, Light.FAR_BEHIND, Light.BEHIND, Light.WAITING)


def _lights(tally: Tally, *lights: Light) -> str:
    counts = {
        Light.LATE: tally.late,
        Light.TODAY: tally.today,
        Light.NEAR: tally.near,
        Light.FAR_BEHIND: tally.far_behind,
        Light.BEHIND: tally.behind,
        Light.WAITING: tally.waiting,
        Light.NORMAL: tally.normal,
    }
    return say_parts({"".join(LIGHTS[light]): counts[light] for light in lights}, "　")


def say_whole(tally: Tally, secret: int) -> str:
    """全局在办35项：🔴逾期15　🟠今日到期3　⏳待销号4　其余13项正常；另有敏感事项2项."""
    shown = _lights(tally, *_NAMED_APART)
    rest = f"其余{tally.normal}项正常" if shown and tally.normal else "均正常" if tally.normal else ""
    parts = "　".join(words for words in (shown, rest) if words)
    apart = f"；另有敏感事项{secret}项" if secret else ""
    return f"全局在办{tally.in_hand}项" + (f"：{parts}" if parts else "") + f"{apart}。"


def say_secret(secret: int) -> str:
    """（另有敏感事项1项）, which no group counts; or nothing."""
    return f"（另有敏感事项{secret}项）" if secret else ""


def say_items(counts: Mapping[str, int]) -> str:
    """已升级2项，待您审核1项:, or nothing."""
    said = "，".join(f"{word}{count}项" for word, count in counts.items() if count)
    return f"{said}：" if said else ""


def say_needs(counts: Mapping[str, int], in_hand: int, secret: int = 0, *, is_all: bool = True) -> str:
    """在办15项，需您过目3项：逾期1、今日到期1、待您审核1；其余12项暂无须处理.

    Unless that ``is_all``: of the others some wait for a decision.
    """
    needed = sum(counts.values())
    rest = in_hand + secret - needed
    tail = f"；其余{rest}项暂无须处理。" if rest > 0 and is_all else "。"
    whole = f"在办{in_hand}项{say_secret(secret)}，" if in_hand + secret else ""
    return f"{whole}需您过目{needed}项：{say_parts(counts, '、')}{tail}"


def say_office(view: OfficeDigest, opened: str) -> str:
    """待审2、未签收3、未启用2人、无期限4项, or nothing; ``opened`` is what the buttons say as well."""
    gaps = say_parts({"无期限": view.without_limit, "未定措施": view.without_measures}, "项、")
    gaps = f"{gaps}项" if gaps else ""
    faulty = f"台账数据有误{view.faulty}项" if view.faulty else ""
    lost = f"送达不明{len(view.lost)}条" if view.lost else ""
    doubts = f"异议待答复{len(view.doubts)}项（{_say_first(view.doubts)}）" if view.doubts else ""
    counted = "、".join(words for words in (opened, doubts, gaps, faulty, lost) if words)
    return f"{counted}。" if counted else ""


def _say_first(numbers: tuple[int, ...], most: int = 3) -> str:
    """第8号、第9号; of more than three 等."""
    return "、".join(f"第{number}号" for number in numbers[:most]) + ("等" if len(numbers) > most else "")
