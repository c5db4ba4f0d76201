"""Who may do what, as a person would say it: each way to ask for an action, walked in ``test_rights_walk``.

Item A is 甲某's of 社会救助股, headed by 股长, overseen by 分管甲; 甲某 is on leave and 代班 stands in. Item B is
丙某's of 儿童福利股, overseen by 分管乙. Item C is the director's own, whose liaison is 联络员; no deputy oversees it.
"""

from datetime import date
from typing import Any, NamedTuple

from msgspec.structs import replace

from domain.absence import Absence
from domain.actions import Action
from domain.item import Evidence, EvidenceKind, Item, ItemStatus
from domain.item_records import ClockMark, Instruction, Milestone
from domain.roster import Role, Unit
from tests.domain.office import DIRECTOR, OWNER, PEOPLE, TODAY, at, item, person
from tests.handlers.office import Bureau

STAND_IN = person("代班", Role.STAFF, "养老服务股", telegram_id=9011)
LIAISON = person("联络员", Role.STAFF, "养老服务股", telegram_id=9012)
RECEIVER = person("丁某", Role.STAFF, "儿童福利股", telegram_id=9013)
MORE_PEOPLE = (STAND_IN, LIAISON, RECEIVER)
AWAY = Absence(first_on=TODAY, last_on=TODAY, stand_in=STAND_IN.name, stand_in_number=STAND_IN.number)
CHANGED_PEOPLE = (replace(OWNER, away=(AWAY,)), replace(DIRECTOR, liaisons=(LIAISON.name,)))
EVERYBODY = (*(each.name for each in (*PEOPLE, STAND_IN, LIAISON)), "管理员", "陌生人")


class Place(NamedTuple):
    """Whose an item is, and to whom it might be handed over."""

    title: str
    unit: str
    owner: str
    receiver: str
    decider: str
    people: tuple[str, ...]  # who asks about it


PLACES = (
    Place("绝密甲", "社会救助股", "甲某", "乙某", "分管甲", EVERYBODY),
    Place(
        "绝密乙",
        "儿童福利股",
        "丙某",
        "丁某",
        "分管乙",
        ("办主任", "局长", "分管甲", "分管乙", "股长", "甲某", "丙某", "丁某", "纪委", "陌生人"),
    ),
    Place("绝密丙", "办公室", "局长", "联络员", "办主任", ("办主任", "局长", "分管甲", "甲某", "联络员", "陌生人")),
)
#: Who may for A, for B and for C.
May = tuple[set[str], set[str], set[str]]

NOBODY: set[str] = set()
OFFICE = {"办主任", "管理员"}
WATCHERS = OFFICE | {"局长", "纪委"}
KNOWN = set(EVERYBODY) - {"陌生人"}
UNIT_A = {"股长", "甲某", "代班"}
SEE: May = (WATCHERS | {"分管甲", "乙某"} | UNIT_A, WATCHERS | {"分管乙", "丙某", "丁某"}, WATCHERS | {"联络员"})
#: What a liaison does not do in the leader's place.
WATCH: May = (SEE[0], SEE[1], WATCHERS)
OWN: May = ({"甲某", "代班"}, {"丙某"}, {"局长"})
ACT: May = (OFFICE | UNIT_A, OFFICE | {"丙某"}, OFFICE | {"局长"})
JUDGE: May = (ACT[0] | {"分管甲"}, ACT[1] | {"分管乙"}, ACT[2])
REPORT: May = (ACT[0], ACT[1], ACT[2] | {"联络员"})
#: 甲某 did it, in person.
DONE_BY: May = (OFFICE | {"甲某"}, OFFICE | {"丙某"}, OFFICE | {"局长"})
SUM_UP: May = (OFFICE | {"分管甲"} | UNIT_A, OFFICE | {"分管乙", "丙某"}, OFFICE | {"局长"})
SET_PLAN: May = (ACT[0] | {"分管甲"}, ACT[1] | {"分管乙"}, ACT[2])
DECIDE: May = ({"分管甲"}, {"分管乙"}, OFFICE)
CHANGE: May = (OFFICE | {"分管甲"}, OFFICE | {"分管乙"}, OFFICE)
MANAGE: May = (OFFICE | {"分管甲", "股长"}, OFFICE | {"分管乙"}, OFFICE)
LEAD: May = (OFFICE | {"股长"}, OFFICE, OFFICE)
OFFICES: May = (OFFICE, OFFICE, OFFICE)
OBJECT: May = (UNIT_A, {"丙某"}, {"局长"})
PARTNERS: May = ({"别股长", "代班", "联络员"},) * 3

#: The item, or a request about it, changed.
CHANGED = ""
CLOSING = ("{owner} /done {n}",)
EXTENDING = ("{owner} /extend {n} 12月31日 系统升级",)
PROLONGING = ("{owner} /prolong {n} 案情复杂",)
STUCK = ("{owner} /stuck {n} 难办", "{owner} stuckas:{n}:{message}:1")
ANSWERED = (*STUCK, "{decider} /answer {n} 已协调")
OFFERED = ("办主任 /assign {n} {receiver} 借调",)
PLANNING = ("{owner} /plan {n} 11月20日 完成摸底",)
RETURNED_PLAN = (*PLANNING, "{decider} planno:{n}:0:1")
OBJECTED = ("{owner} object:{n}:0:0",)
HANDED = ("办主任 /handover {owner} {receiver} 调离",)


class Row(NamedTuple):
    """One way to ask: the words or the button's payload; what is answered to who may (``CHANGED``: the item does)."""

    ask: str
    sign: str
    may: May
    before: tuple[str, ...] = ()  # what is said first, by whom
    fields: dict[str, Any] = {}  # noqa: RUF012 - a constant


ASSIGNED = {"status": ItemStatus.ASSIGNED}
AUDITED = {"kind": "audit"}
VERIFIED = {"kind": "rectification"}
PICTURE = Evidence(kind=EvidenceKind.PHOTO, file_id="x", unique_id="x", by="甲某", at=at("11-20 10:00"))
WITH_PICTURE = {"evidence": (PICTURE,)}
PLANNED = {"milestones": (Milestone(number=1, words="完成摸底", due=TODAY),)}
PETITION = {"kind": "petition", "received_on": TODAY}
INSTRUCTED = {"instructions": (Instruction(words="抓紧", leader="局长", day=TODAY),)}
TAKEN_ON = ClockMark(clock="accept", at=at("11-20 10:00"), by="甲某")
ACCEPTED = {**PETITION, "clock_marks": (TAKEN_ON,), "due": "2027-01-19"}
HEARD = {**PETITION, "status": ItemStatus.CLOSED, "closed_at": at("11-20 10:00"), "closed_by": "某某"}
COOPERATING = {"partners": ("养老服务股",)}


def _due(day: str) -> dict[str, Any]:
    return {"due": f"2026-{day}"}


#: Crossed off long ago; its 回头看 has come.
LOOKED_AT = VERIFIED | {
    "status": ItemStatus.CLOSED,
    "closed_at": at("08-20 10:00"),
    "acknowledged_at": at("08-01 10:00"),
    "observe_until": date(2026, 11, 18),
}
#: Checked by the bureau; the superior has not confirmed.
CHECKED = VERIFIED | {
    "status": ItemStatus.SUBMITTED,
    "submitted_at": at("11-18 10:00"),
    "submitted_by": "甲某",
    "checked_at": at("11-19 10:00"),
    "checked_by": "分管甲",
}
#: Who takes a 回头看: the deputy leader, above them the director, and the office; never the owner.
VERIFY: May = (OFFICE | {"分管甲", "局长"}, OFFICE | {"分管乙", "局长"}, OFFICE)

#: An action of items → each way to ask for it.
ROWS: dict[Action, tuple[Row, ...]] = {
    Action.SEE: (Row("/item {n}", "完成时限", SEE), Row("open:{n}:0:-1", "完成时限", SEE)),
    Action.PARTS: (Row("/parts {n}", "下级事项", SEE), Row("parts:{n}:0:-1", "下级事项", SEE)),
    Action.HISTORY: (Row("/history {n}", "办理过程", SEE), Row("past:{n}:0:-1", "办理过程", SEE)),
    Action.ACKNOWLEDGE: (
        Row("/ack {n}", CHANGED, REPORT, fields=ASSIGNED),
        Row("ack:{n}:0:-1", CHANGED, REPORT, fields=ASSIGNED),
    ),
    Action.PROGRESS: (Row("/progress {n} 已报局办", CHANGED, REPORT), Row("prog:{n}:0:-1", "请直接发送", REPORT)),
    Action.NO_CHANGE: (Row("same:{n}:0:-1", CHANGED, REPORT),),
    Action.STAGE: (Row("stage:{n}:0:1", CHANGED, REPORT),),
    Action.EVIDENCE: (Row("/evidence {n}", "请直接发送", REPORT), Row("proof:{n}:0:-1", "请直接发送", REPORT)),
    Action.PIECES: (Row("proofs:{n}:0:-1", "佐证第1件", SEE, fields=WITH_PICTURE),),
    Action.RETURN_PIECE: (Row("piece:{n}:0:1", CHANGED, DECIDE, CLOSING, WITH_PICTURE | VERIFIED),),
    Action.DONE: (Row("/done {n}", CHANGED, ACT), Row("done:{n}:0:-1", CHANGED, ACT)),
    Action.SUBMIT: (Row("send:{n}:0:-1", CHANGED, ACT, fields=VERIFIED),),
    Action.STILL_CLOSE: (Row("still:{n}:0:-1", CHANGED, ACT, fields=COOPERATING),),
    Action.INSIST: (Row("insist:{n}:0:-1", CHANGED, DECIDE, CLOSING, VERIFIED),),
    Action.CONFIRM: (
        Row("/confirm {n} 销号函8号", CHANGED, OFFICES, fields=CHECKED),
        Row("confirm:{n}:0:-1", "请直接发送", OFFICES, fields=CHECKED),
    ),
    Action.VERIFY: (
        Row("/verify {n} 巩固 无反弹", CHANGED, VERIFY, fields=LOOKED_AT),
        Row("verify:{n}:0:1", CHANGED, VERIFY, fields=LOOKED_AT),
        Row("verify:{n}:0:2", "请直接发送", VERIFY, fields=LOOKED_AT),
    ),
    Action.LESSON: (Row("lesson:{n}:0:0", CHANGED, ACT, fields=VERIFIED),),
    Action.SUM_UP: tuple(
        Row(ask, CHANGED, SUM_UP, fields={"status": ItemStatus.CLOSED, "is_highlight": True})
        for ask in ("/sumup {n}", "sumup:{n}:0:-1")
    ),
    Action.UNDO: (Row("/undo {n}", CHANGED, DONE_BY, CLOSING), Row("undo:{n}:0:-1", CHANGED, DONE_BY, CLOSING)),
    Action.DOUBT: (
        Row("/object {n} 时间不够", "请选择", OBJECT, fields=ASSIGNED),
        Row("doubt:{n}:0:-1", "请选择", OBJECT, fields=ASSIGNED),
    ),
    Action.OBJECT: (Row("object:{n}:0:0", CHANGED, OBJECT, fields=ASSIGNED),),
    Action.SETTLE: (Row("settle:{n}:0:4", CHANGED, OFFICES, OBJECTED, ASSIGNED),),
    Action.EDIT: (
        Row("/edit {n} 标准=一户一档", "拟调整", MANAGE),
        Row("/edit {n} 期限=12月31日 原因=系统升级", "拟调整", CHANGE),
        Row("edit:{n}:0:-1", "请直接发送", MANAGE),
    ),
    Action.ADD: (Row("/add {decider} 12月20日前 制定方案 责任单位={unit}", "拟交办", MANAGE),),
    Action.CANCEL: (Row("/cancel {n} 重复录入", "拟撤销", CHANGE), Row("cancel:{n}:0:-1", "请直接发送", CHANGE)),
    Action.SUSPEND: (
        Row("/suspend {n} 12月20日 等省级系统", "拟挂账", CHANGE),
        Row("susp:{n}:0:-1", "请直接发送", CHANGE),
    ),
    Action.RESUME: tuple(
        Row(ask, CHANGED, CHANGE, fields={"status": ItemStatus.SUSPENDED}) for ask in ("/resume {n}", "resume:{n}:0:-1")
    ),
    Action.APPROVE: (Row("yes:{n}:0:-1", CHANGED, DECIDE, CLOSING, VERIFIED | {"rule_made": "是"}),),
    Action.SEND_BACK: (Row("back:{n}:0:-1", "请选择", DECIDE, CLOSING, VERIFIED),),
    Action.REASON: (Row("why:{n}:0:1", CHANGED, DECIDE, CLOSING, VERIFIED),),
    Action.EXTEND: (
        Row("/extend {n} 12月31日 系统升级", CHANGED, ACT),
        Row("more:{n}:0:-1", "请直接发送", ACT),
    ),
    Action.WITHDRAW_EXTENSION: (Row("moredrop:{n}:0:-1", CHANGED, DONE_BY, EXTENDING),),
    Action.GRANT_EXTENSION: (Row("moreyes:{n}:0:-1", CHANGED, DECIDE, EXTENDING),),
    Action.MOVE_EXTENSION: (Row("moreset:{n}:0:-1", "请直接发送", DECIDE, EXTENDING),),
    Action.REFUSE_EXTENSION: (Row("moreno:{n}:0:1", CHANGED, DECIDE, EXTENDING),),
    Action.REPORT_OBSTACLE: (
        Row("/stuck {n} 难办", "请选择", ACT),
        Row("stuck:{n}:0:-1", "请直接发送", ACT),
    ),
    Action.ANSWER_OBSTACLE: (
        Row("/answer {n} 已协调", CHANGED, (DECIDE[0] | {"局长"}, DECIDE[1] | {"局长"}, OFFICE), STUCK),
        Row("answer:{n}:0:-1", "请直接发送", DECIDE, STUCK),
    ),
    Action.ESCALATE_OBSTACLE: (Row("stuckup:{n}:0:-1", CHANGED, DECIDE, STUCK),),
    Action.DISOWN_OBSTACLE: (Row("stuckno:{n}:0:-1", CHANGED, DECIDE, STUCK),),
    Action.MAKE_LONG_TERM: (Row("longterm:{n}:0:-1", "请直接发送", DECIDE, STUCK),),
    Action.SOLVE_OBSTACLE: (
        Row("solved:{n}:0:-1", CHANGED, (ACT[0] | {"局长", "分管甲"}, ACT[1] | {"局长", "分管乙"}, ACT[2]), STUCK),
    ),
    Action.REPEAT_OBSTACLE: (Row("unsolved:{n}:0:-1", "请直接发送", ACT, ANSWERED),),
    Action.TICK: tuple(
        Row(ask, CHANGED, PARTNERS, fields=COOPERATING) for ask in ("/tick {n} 已提供", "tick:{n}:0:-1")
    ),
    Action.REMIND_PARTNERS: (
        Row(
            "partners:{n}:0:-1",
            "已提醒",
            (ACT[0] | {"分管甲"}, ACT[1] | {"分管乙"}, ACT[2]),
            fields=COOPERATING,
        ),
    ),
    Action.ASSIGN: (
        Row("/assign {n} {receiver} 借调", CHANGED, (MANAGE[0], MANAGE[1], OFFICE)),
        Row("assign:{n}:0:-1", "请直接发送", MANAGE),
    ),
    Action.WITHDRAW_OFFER: (Row("unoffer:{n}:0:-1", CHANGED, MANAGE, OFFERED),),
    Action.TAKE_OVER: (Row("accept:{n}:0:-1", CHANGED, ({"乙某"}, {"丁某"}, {"联络员"}), OFFERED),),
    Action.DECLINE: (Row("decline:{n}:0:-1", "请直接发送", ({"乙某"}, {"丁某"}, {"联络员"}), OFFERED),),
    Action.HAND_ALL: (Row("/handover {owner} {receiver} 调离", CHANGED, LEAD),),
    Action.TAKE_ALL: (Row("takeall:{row}:0:1", CHANGED, ({"乙某"}, {"丁某"}, {"联络员"}), HANDED),),
    Action.LEAVE: (
        Row("/leave {owner} 12月1日-12月5日", "请核对", (LEAD[0] | {"甲某"}, OFFICE | {"丙某"}, OFFICE | {"局长"})),
    ),
    Action.RETIRE: (Row("/retire {owner}", "【停用人员】", OFFICES), Row("gone:{row}:0:0", "【停用人员】", OFFICES)),
    Action.INVITE: (Row("/invite {owner}", "已启用", LEAD),),
    Action.PLAN: (Row("/plan {n}", "时间表", SEE), Row("plan:{n}:0:-1", "时间表", SEE)),
    Action.SET_PLAN: (
        Row("/plan {n} 11月20日 完成摸底", CHANGED, SET_PLAN),
        Row("planset:{n}:0:2", "拟设", SET_PLAN, fields=_due("12-31")),
    ),
    Action.ASK_PLAN: (Row("planask:{n}:0:-1", CHANGED, SET_PLAN, RETURNED_PLAN, AUDITED),),
    Action.APPROVE_PLAN: (Row("planyes:{n}:0:-1", CHANGED, DECIDE, PLANNING, AUDITED),),
    Action.REFUSE_PLAN: (Row("planno:{n}:0:1", CHANGED, DECIDE, PLANNING, AUDITED),),
    Action.MILESTONE: tuple(Row(ask, CHANGED, ACT, fields=PLANNED) for ask in ("/plan {n} 完成1", "step:{n}:0:1")),
    Action.CLOCK: (
        Row("/clock {n}", "法定环节", ACT, fields=PETITION),
        Row("clock:{n}:0:-1", "法定环节", ACT, fields=PETITION),
    ),
    Action.ACCEPTED: (Row("/accepted {n}", CHANGED, ACT, fields=PETITION),),
    Action.NOT_OURS: (Row("/notours {n} 属某局职责", CHANGED, ACT, fields=PETITION),),
    Action.PROLONG: (
        Row("/prolong {n} 案情复杂", CHANGED, ACT, fields=ACCEPTED),
        Row("prolong:{n}:0:-1", "请直接发送", ACT, fields=ACCEPTED),
    ),
    Action.GRANT_PROLONG: (Row("prolongyes:{n}:0:-1", CHANGED, DECIDE, PROLONGING, ACCEPTED),),
    Action.REFUSE_PROLONG: (Row("prolongno:{n}:0:1", CHANGED, DECIDE, PROLONGING, ACCEPTED),),
    Action.VERDICT: tuple(
        Row(ask, sign, JUDGE, fields=HEARD)
        for ask, sign in (
            ("/verdict {n} 满意", CHANGED),
            ("/verdict {n}", "请选择群众"),
            ("verdict:{n}:0:0", "请选择群众"),
            ("verdict:{n}:0:2", CHANGED),
        )
    ),
    Action.MARK_CLOCK: (Row("mark:{n}:0:2", CHANGED, ACT, fields=PETITION),),
    Action.INSTRUCT: (
        Row(
            "/instruct {n} 抓紧", CHANGED, (OFFICE | {"局长", "分管甲"}, OFFICE | {"局长", "分管乙"}, OFFICE | {"局长"})
        ),
    ),
    Action.ANSWER_INSTRUCTION: (
        Row("/instructed {n} 已约谈", CHANGED, ACT, fields=INSTRUCTED),
        Row("instructed:{n}:0:-1", "请直接发送", ACT, fields=INSTRUCTED),
    ),
    Action.MEASURES: (Row("/measures {n}", "措施", SEE), Row("measures:{n}:0:-1", "措施", SEE)),
    Action.TICK_MEASURE: tuple(
        Row(ask, CHANGED, ACT, fields={"measures": "入户复核"}) for ask in ("/measures {n} 完成1", "measure:{n}:0:1")
    ),
    Action.MUTE: (Row("/mute {n} 3天", "不再", WATCH), Row("mute:{n}:0:3", "不再", WATCH)),
    Action.CAUSE: (Row("whence:{n}:0:1", "规则由办公室", WATCH),),
}


class Listed(NamedTuple):
    """A list: each way to ask for it, whose items it shows to whom, what comes before, and whether groups have it."""

    asks: tuple[str, ...]
    may: May
    before: tuple[str, ...] = ()
    fields: dict[str, Any] = {}  # noqa: RUF012 - a constant
    is_for_groups: bool = False


#: A list of what one's unit does, and one of what is one's own to do.
OF_UNIT: May = WATCH
OF_ONE: May = (WATCHERS | {"分管甲"} | UNIT_A, WATCHERS | {"分管乙", "丙某"}, WATCHERS)
#: Without a name /unit is that of one's own post; somebody without a unit sees all.
BY_UNIT: May = (WATCH[0] - {"办主任", "代班"}, WATCH[1] - {"办主任"}, WATCHERS)


#: 代班 is on the unit's list only while 甲某 is away.
AGAIN: May = (WATCH[0] - {"代班"}, WATCH[1], WATCHERS)

LISTED: dict[Action, Listed] = {
    Action.MINE: Listed(("/mytasks", "mine:0:0:0"), (OWN[0], OWN[1], OWN[2] | {"联络员"}), is_for_groups=True),
    Action.UNIT: Listed(("/unit", "unit:0:0:0"), BY_UNIT, is_for_groups=True),
    Action.ALL: Listed(("all:0:0:0",), OF_UNIT),
    Action.LATE: Listed(("/overdue", "late:0:0:0"), OF_UNIT, fields=_due("11-18"), is_for_groups=True),
    Action.WAITING: Listed(("/pending", "wait:0:0:0"), OF_ONE, CLOSING, VERIFIED),
    Action.UNSIGNED: Listed(("new:0:0:0",), OF_ONE, fields=ASSIGNED),
    Action.EXTENSIONS: Listed(("asked:0:0:0",), OF_ONE, EXTENDING),
    Action.PLANS: Listed(("plans:0:0:0",), OF_ONE, PLANNING, AUDITED),
    Action.PROLONGINGS: Listed(("longers:0:0:0",), OF_ONE, PROLONGING, ACCEPTED),
    Action.DOUBTS: Listed(("doubts:0:0:0",), OF_ONE, OBJECTED, ASSIGNED),
    Action.OBSTACLES: Listed(("stucks:0:0:0",), OF_ONE, STUCK),
    Action.WEEK: Listed(("/week", "week:0:0:0"), OF_ONE, fields=_due("11-22")),
    Action.TODAY: Listed(("/today", "day:0:0:0"), OF_ONE, fields=_due("11-20")),
    Action.TOMORROW: Listed(("/tomorrow", "next:0:0:0"), OF_ONE, fields=_due("11-23")),
    Action.GAPS: Listed(("/gaps", "gaps:0:0:0"), OF_ONE),
    Action.SILENT: Listed(("/silent", "silent:0:0:0"), OF_ONE),
    Action.FIND: Listed(("/find 绝密",), (OF_UNIT[0], OF_UNIT[1], OF_UNIT[2] | {"联络员"})),
    Action.LIST: Listed(("/list", "list:0:0:0"), OF_UNIT),
    Action.TASKS: Listed(("/tasks", "tasks:0:0:0"), OF_UNIT, is_for_groups=True),
    Action.PROBLEMS: Listed(("/problems", "problems:0:0:0"), OF_UNIT, fields=VERIFIED, is_for_groups=True),
    Action.COOPERATION: Listed(("/shared", "shared:0:0:0"), PARTNERS, fields=COOPERATING),
}

#: What is about no item: each way to ask, what is answered to who may, and who may.
WITHOUT_ITEM: dict[Action, tuple[tuple[str, str, set[str]], ...]] = {
    Action.START: (("/start", "您的身份是", KNOWN),),
    Action.HELP: (("/help", "请直接发送", KNOWN),),
    Action.WHOAMI: (("/whoami", "身份", KNOWN),),
    Action.SUMMARY: (("/summary", "在办", KNOWN), ("sum:0:0:0", "在办", KNOWN)),
    Action.ASLEEP: (("off:0:0:0", "未启用", OFFICE),),
    Action.NOT_MEANT: (("no:0:0:0", "好的", KNOWN),),
    Action.IMPORT: (("in:1:0:0", "已过期", OFFICE | {"分管甲", "分管乙", "股长", "别股长"}),),
    Action.REJOIN: (("/rejoin 某某", "某某", OFFICE), ("join:7:0:0", "【恢复人员】", OFFICE)),
}

#: Words that wait for their writer's yes, in a group: what the writer says there, and the button (``Row.ask``).
WRITTEN: dict[Action, Row] = {
    Action.NOTE: Row("say:{n}:{message}:1", "甲某 @duban_bot {n} 已报局办", OWN),
    Action.OBSTACLE_KIND: Row("stuckas:{n}:{message}:1", "甲某 /stuck@duban_bot {n} 难办", OWN),
    Action.EXTEND_DAY: Row("moreday:{n}:{message}:1", "甲某 /extend@duban_bot {n} 12月20日 系统升级", OWN),
    Action.REPLACE_OFFER: Row("instead:{n}:{message}:1", "办主任 /assign@duban_bot {n} 丙某 借调", MANAGE, OFFERED),
    Action.AMEND: Row("amend:{n}:{message}:1", "股长 /edit@duban_bot {n} 标准=一户一档", OWN),
}

#: What needs more than words: why, and the test that asks who may.
ELSEWHERE: dict[Action, tuple[str, str]] = {
    Action.SAMPLE: ("test_inspection.py", "test_heads_and_staff_are_refused_and_no_group_is_told"),  # at random
    Action.CHANGES: ("test_inspection.py", "test_heads_and_staff_are_refused_and_no_group_is_told"),
    Action.FIGURES: ("test_figures.py", "test_each_reader_counts_what_is_theirs_and_no_group_is_told"),
    Action.PAPER: ("test_papers.py", "test_only_the_office_drafts_and_no_group_is_told"),
    Action.CLOSE_YEAR: ("test_year_turn.py", "test_others_are_refused_and_no_group_is_told"),
    Action.BOARD: ("test_board_sign_in.py", "test_the_link_is_told_in_private_and_to_people_of_the_roster_alone"),
    Action.CODE: ("test_inspection.py", "test_heads_and_staff_are_refused_and_no_group_is_told"),
    Action.STATUS: ("test_status.py", "test_the_office_alone_reads_it_and_no_group_is_told"),
    Action.CALENDAR: ("test_calendar_feed.py", "test_a_link_shows_what_ones_lists_show"),  # a link, or a file
    Action.CALENDAR_FILE: ("test_calendar_feed.py", "test_nobody_ends_or_reads_anothers_link_by_its_button"),
    Action.END_CALENDARS: ("test_calendar_feed.py", "test_nobody_ends_or_reads_anothers_link_by_its_button"),
    Action.SERIES: ("test_series.py", "test_staff_read_their_units_and_nothing_of_another"),  # of recurring work
    Action.SET_SERIES: ("test_series.py", "test_what_can_not_be_done_is_said_in_one_line"),
    Action.DUTIES: ("test_three_lists.py", "test_each_leaders_part_is_shown_as_far_as_one_may_see_it"),  # two pages
    Action.LIST_FILE: ("test_three_lists.py", "test_a_file_has_what_its_reader_may_see_and_in_a_group_nothing_else"),
    Action.CHART: ("test_charts.py", "test_a_chart_shows_what_its_reader_may_see_and_a_group_its_own"),  # a picture
    Action.CORRECT: ("test_progress.py", "test_only_the_writer_corrects"),  # a message is edited
    Action.FILE_PIECE: ("test_evidence.py", "test_a_picture_of_nothing_is_asked_about_and_dropped_on_demand"),
    Action.FILL_GAPS: ("test_gap_filling.py", "test_gaps_of_others_are_neither_asked_for_nor_filled"),  # by steps
    Action.GAP_FILE: ("test_gap_filling.py", "test_gaps_of_others_are_neither_asked_for_nor_filled"),  # a file
    Action.ROUND: ("test_rounds.py", "test_who_may_begin_see_and_return_a_round"),  # of units
    Action.RETURN_LIST: ("test_rounds.py", "test_who_may_begin_see_and_return_a_round"),
    Action.SET: ("test_adding.py", "test_a_payload_is_never_trusted"),  # several steps, in private alone
    Action.RECHECK: (
        "test_rights_walk.py",
        "test_what_is_looked_at_again_is_listed_to_those_who_see_it",
    ),  # months later
    Action.BIND: ("test_rights_walk.py", "test_only_the_office_and_the_units_head_bind_its_group"),
    Action.UNBIND: ("test_rights_walk.py", "test_only_the_office_and_the_units_head_bind_its_group"),
    Action.JOIN: ("test_joining.py", "test_a_stranger_who_says_who_they_are_is_confirmed_by_the_office"),
    Action.ADMIT: ("test_joining.py", "test_only_the_office_admits_whatever_the_button_says"),  # of an application
    Action.TAKE: ("test_invitations.py", "test_a_button_of_a_link_serves_who_opened_it_alone"),
    Action.RELEASE: ("test_invitations.py", "test_a_name_taken_by_mistake_is_corrected"),
}


def enrol(bureau: Bureau) -> None:
    """The people and the unit of these rows, besides those of the bureau."""
    with bureau.ledger.transaction(at=bureau.now, by="test", did="set up") as tx:
        tx.save_unit(Unit(number=4, name="办公室", order=4))
        for each in (*CHANGED_PEOPLE, *MORE_PEOPLE):
            tx.save_person(each)
            bureau.players[each.name] = bureau.playground.person(each.telegram_id or 0, each.name)


def make(number: int, place: Place, fields: dict[str, Any]) -> Item:
    """The item of that place, in the state in which the question makes sense."""
    return item(number=number, title=place.title, unit=place.unit, owner=place.owner, **fields)
