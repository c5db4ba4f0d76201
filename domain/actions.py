"""What somebody may ask of the bot: one row an action, with its names and how far each role's right to it goes.

Its words are in ``texts/action_words/``, its function in ``handlers/registry.py``.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from msgspec import Struct

from domain.roster import Role


class Action(StrEnum):
    """An action by its code, which stands in the payload of every button that was ever sent: a code never changes."""

    START = "start"
    HELP = "help"
    WHOAMI = "whoami"
    MINE = "mine"
    UNIT = "unit"  # a unit's items
    ALL = "all"  # everything that somebody above units answers for
    SUMMARY = "sum"  # the counts of the morning, at any time
    LATE = "late"
    WAITING = "wait"  # items that await approval
    UNSIGNED = "new"  # assigned, not acknowledged
    EXTENSIONS = "asked"  # requests for more time that nobody has decided
    OBSTACLES = "stucks"  # difficulties that nobody has answered
    PLANS = "plans"  # plans (整改方案) that nobody has approved
    PROLONGINGS = "longers"  # requests to prolong a statutory limit that nobody has decided
    DOUBTS = "doubts"  # objections to assignments that the office has not settled
    RECHECK = "again"  # closed items that are to be looked at again
    WEEK = "week"  # what is due this week
    TODAY = "day"
    TOMORROW = "next"  # what is due tomorrow, or by the next work day
    GAPS = "gaps"  # what lacks its limit, standard, owner or measures
    FILL_GAPS = "fill"  # 补填缺项: a ``FillChoice``; ``version`` is which of how many
    GAP_FILE = "gapfile"  # 导出待补表
    ROUND = "round"  # 清单梳理: a ``RoundChoice``
    RETURN_LIST = "sorted"  # a unit returns its list: a ``ReturnChoice``; ``version`` is the unit
    SILENT = "silent"  # what has had no word for long
    FIND = "find"  # items with these words; ``item`` are short words as a number
    LIST = "list"  # what is open, by filters; ``item`` is the filter as a number, ``version`` which of it is chosen
    TASKS = "tasks"  # 任务清单
    DUTIES = "duties"  # 责任清单; ``item`` is the mark of a leader's name, 0: all of them
    PROBLEMS = "problems"  # 问题清单
    LIST_FILE = "file"  # one of these as a file (``FileChoice``); ``version`` is which, ``item`` as above
    CHART = "chart"  # 挂图: ``choice`` is a ``ChartMedium``, ``version`` a ``ScopeKind``, ``item`` the mark of its name
    SAMPLE = "draw"  # 随机抽查; ``item`` is a ``domain.sampling.Wish`` as a number
    CHANGES = "moves"  # 变动清单; ``item`` is a ``domain.changes.Period`` as a number
    FIGURES = "figures"  # 考核数据; ``item`` is a ``domain.reporting.Reporting`` and a unit as a number
    PAPER = "paper"  # 公文稿: a ``PaperChoice``; ``item`` is the paper, ``version`` its version
    CODE = "code"  # 校验码
    STATUS = "status"  # 运行情况
    BOARD = "board"  # 督办看板: a link into the board in the browser
    CLOSE_YEAR = "turn"  # 年度结转; ``item`` is the year, choice 1: close it, 0: leave it
    CALENDAR = "ical"  # 日历订阅: a link to the speaker's calendar feed, or a unit's
    CALENDAR_FILE = "icalfile"  # the same as a file; ``item`` is the link
    END_CALENDARS = "icalend"  # 停用旧链接: ``item`` is the link that stays
    COOPERATION = "shared"  # what the speaker's units cooperate on and have not ticked (配合事项)
    ASLEEP = "off"  # people whom the bot cannot reach
    SEE = "open"  # one item
    PARTS = "parts"  # the item's parts (下级事项); ``version`` is the place of the first on the page
    HISTORY = "past"  # the item's 办理过程; ``version`` is the page, counted down from -1
    ACKNOWLEDGE = "ack"
    NOTE = "say"  # 反馈进展、补充佐证; ``choice`` is a ``DraftChoice``, ``version`` the message of the words
    PROGRESS = "prog"  # 反馈进展: asks for the words
    STAGE = "stage"  # 未启动, 推进中, 基本完成 (``choice``); ``version`` is that of the item
    NO_CHANGE = "same"  # 无变化: nothing new since the last report, said by button
    CORRECT = "fix"  # a message was edited: 更正 (choice 1) or not (0); ``version`` is the message's number
    EVIDENCE = "proof"  # 补充佐证: asks for pictures and files
    FILE_PIECE = "keep"  # which item pieces belong to (choice 1), none (0), or their caption is progress (2)
    PIECES = "proofs"  # 佐证N份: sends them on
    RETURN_PIECE = "piece"  # 退回此件; ``choice`` is ten times its place, and its reason
    NOT_MEANT = "no"  # 不是: what the bot asked about was not meant
    DONE = "done"  # 办结 or 申请销号
    SUBMIT = "send"  # 申请销号 once more, without a supplement
    STILL_CLOSE = (
        "still"  # 仍申请 where cooperating units have not ticked; ``version`` is the message of the words, or 0
    )
    INSIST = "insist"  # 仍同意销号 of a problem that came up again without a systemic measure
    CONFIRM = "confirm"  # 登记上级确认
    VERIFY = "verify"  # 回头看: ``choice`` is a ``VerifyChoice``
    LESSON = "lesson"  # 举一反三, 建章立制: ``choice`` is ten times the question, and a ``Reply``
    SUM_UP = "sumup"  # 已总结上报: a highlight's last step
    UNDO = "undo"
    DOUBT = "doubt"  # 有异议: asks why
    OBJECT = "object"  # why (``choice``); ``version`` is the message of the words that go with it, or 0
    SETTLE = "settle"  # the office's answer to an objection: a ``SettleChoice``
    EDIT = "edit"  # 调整
    ADD = "add"  # 交办
    SET = "set"  # an assignment that is being made: an ``AssignChoice``, ``version`` the message that began it
    CANCEL = "cancel"  # 撤销: the item was a mistake, or is not asked for any more
    SUSPEND = "susp"  # 挂账
    RESUME = "resume"  # 恢复办理
    AMEND = "amend"  # of these what waits for a yes: an ``AmendChoice``, ``version`` the message of the words
    APPROVE = "yes"
    SEND_BACK = "back"  # asks for the reason of a 退回
    REASON = "why"  # a 退回 with a prepared reason (``choice``) or one in the approver's own words (-1)
    EXTEND = "more"  # 申请延期
    EXTEND_DAY = "moreday"  # the day that was meant: ``choice`` counts from 1, 0 drops it; ``version`` is the draft
    WITHDRAW_EXTENSION = "moredrop"  # 撤回延期申请
    GRANT_EXTENSION = "moreyes"  # 同意延期
    MOVE_EXTENSION = "moreset"  # 另定日期: asks for the day
    REFUSE_EXTENSION = "moreno"  # 不同意: ``choice`` 0 asks for the reason, else a prepared one or ``OWN_WORDS``
    REPORT_OBSTACLE = "stuck"  # 报告难点
    OBSTACLE_KIND = "stuckas"  # ``choice`` counts ``ObstacleKind`` from 1, 0 drops it; ``version`` is the draft
    ANSWER_OBSTACLE = "answer"  # 答复
    ESCALATE_OBSTACLE = "stuckup"  # 转局长
    DISOWN_OBSTACLE = "stuckno"  # 与我无关
    MAKE_LONG_TERM = "longterm"  # 转为长期事项
    SOLVE_OBSTACLE = "solved"  # 已解决
    REPEAT_OBSTACLE = "unsolved"  # 仍未解决
    BIND = "bind"
    UNBIND = "unbind"
    IMPORT = "in"  # confirm (choice 1) or drop (choice 0) a workbook that was sent; ``version`` is its plan's seal
    LEAVE = "leave"  # 请假: what its ``LeaveChoice`` says
    RETIRE = "gone"  # somebody leaves: ask (choice 0), confirm (1), drop (2)
    REJOIN = "join"  # somebody is back: the same
    TICK = "tick"  # 配合完成, by a cooperating unit
    REMIND_PARTNERS = "partners"  # 提醒配合单位
    ASSIGN = "assign"  # 转办: asks to whom and why
    WITHDRAW_OFFER = "unoffer"
    REPLACE_OFFER = "instead"  # to another (choice 1) than whom it was offered to, or not (0); ``version`` is the draft
    TAKE_OVER = "accept"  # 接手: of whom it was offered to
    DECLINE = "decline"  # 不接手: asks why
    HAND_ALL = "handall"  # 整体移交: asks to whom and why; ``item`` is the person's row
    TAKE_ALL = "takeall"  # 接手全部 (choice 1), or asks why not (0); ``item`` is the row of whose items they are
    JOIN = "apply"  # a stranger says who they are
    ADMIT = "admit"  # who the stranger ``item`` is: ``version`` is the row, ``choice`` an ``AdmitChoice``
    INVITE = "invite"  # a link to be passed on; ``choice`` is an ``InviteChoice``
    TAKE = "take"  # who opened the invitation ``item`` of a unit is the person of the row ``version``
    MUTE = "mute"  # 静音: ``choice`` is for how many days, 0 ends it
    CAUSE = "whence"  # 为何收到: ``choice`` is a ``Cause``
    INSTRUCT = "instruct"  # 领导批示
    ANSWER_INSTRUCTION = "instructed"  # 批示办理情况
    MEASURES = "measures"  # 措施: one by one
    TICK_MEASURE = "measure"  # 措施完成: ``choice`` is its place, from 1
    SERIES = "series"  # recurring work (例行)
    SET_SERIES = "seriesset"  # a ``SeriesChoice``; ``item`` is the series
    PLAN = "plan"  # 时间表: the item's steps
    SET_PLAN = "planset"  # a ``PlanChoice``; ``version`` is the message of the words, or the version of the item
    ASK_PLAN = "planask"  # 报审方案: a plan that came back
    APPROVE_PLAN = "planyes"  # 同意方案
    REFUSE_PLAN = "planno"  # 退回方案: ``choice`` 0 asks for the reason, else a prepared one or ``OWN_WORDS``
    MILESTONE = "step"  # 节点完成: ``choice`` is the step's number
    CLOCK = "clock"  # 法定环节: the steps of an item, or that one was taken
    ACCEPTED = "accepted"  # 已告知受理: the first step that is to be taken
    NOT_OURS = "notours"  # 不属本单位: the right to object is used
    PROLONG = "prolong"  # 申请延长办理
    GRANT_PROLONG = "prolongyes"  # 同意延长
    REFUSE_PROLONG = "prolongno"  # 不同意延长: ``choice`` 0 asks for the reason, else a prepared one or ``OWN_WORDS``
    VERDICT = "verdict"  # 群众评价: ``choice`` 0 asks which, else it counts the ``Verdict`` from 1
    MARK_CLOCK = "mark"  # the step of that place (``choice``) was taken
    RELEASE = "free"  # take back that an account became somebody's; ``item`` is the number of the enrolment


class Reach(IntEnum):
    """How far a right goes. Each reach from ``OWN`` on includes the items one owns."""

    NONE = 0
    OWN = 1  # items whose owner (责任人) one is; for actions without an item: oneself
    UNIT = 2  # one's unit
    OVERSEEN = 3  # the units one oversees (分管单位)
    STANDING_IN = 4  # where no deputy leader can be reached (分管领导不在时)
    ALL = 5


class Row(Struct, frozen=True):
    """One action's row."""

    reaches: Mapping[Role, Reach]
    command: str = ""  # as typed after the slash
    link: str = ""  # what a link into the private chat says (``t.me/<bot>?start=mine``)
    on_items: bool = False  # its command's words begin with the numbers of items
    origin: int | None = None  # a list that 返回 leads to, by the place that buttons remember it under
    chooses: bool = False  # its buttons offer a choice (``Press.choice``), and remember no place
    is_shared: bool = False  # people of a cooperating unit (配合单位) have it as well
    is_decision: bool = False  # on what somebody else submitted: never on one's own
    is_open: bool = False  # anybody may, on the roster or not: it tells nothing of the ledger

    @property
    def is_list(self) -> bool:
        return bool(self.command and self.link) and not self.is_open


_COLUMNS = (Role.OFFICE, Role.DIRECTOR, Role.DEPUTY, Role.HEAD, Role.STAFF, Role.INSPECTOR)
_NO, _OWN, _UNIT, _OVER, _IN, _ALL = Reach


def _to(*reaches: Reach) -> Mapping[Role, Reach]:
    return dict(zip(_COLUMNS, reaches, strict=True))


#: Columns: 办公室, 局长, 分管领导, 股室负责人, 经办人, 机关纪委. A new ``origin`` is the next free number.
ACTIONS: Mapping[Action, Row] = {
    Action.START: Row(_to(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL), command="start", is_open=True),
    Action.HELP: Row(_to(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL), command="help", link="help", is_open=True),
    Action.WHOAMI: Row(_to(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL), command="whoami", is_open=True),
    Action.MINE: Row(_to(_OWN, _OWN, _OWN, _OWN, _OWN, _OWN), command="mytasks", link="mine", origin=0),
    Action.UNIT: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="unit", link="unit", origin=1),
    Action.ALL: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), link="all", origin=8),
    Action.SUMMARY: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), command="summary", link="summary"),
    Action.LATE: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="overdue", link="late", origin=2),
    Action.WAITING: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), command="pending", link="waiting", origin=3),
    Action.UNSIGNED: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), link="unsigned", origin=4),
    Action.EXTENSIONS: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), link="extensions"),
    Action.OBSTACLES: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), link="obstacles"),
    Action.PLANS: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), link="plans"),
    Action.PROLONGINGS: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), link="prolongings"),
    Action.DOUBTS: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), link="doubts"),
    Action.RECHECK: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), link="recheck", origin=5),
    Action.WEEK: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), command="week", link="week", origin=6),
    Action.TODAY: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), command="today", link="today", origin=7),
    Action.TOMORROW: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), command="tomorrow", link="tomorrow", origin=9),
    Action.GAPS: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), command="gaps", link="gaps", origin=10),
    Action.FILL_GAPS: Row(_to(_ALL, _NO, _OVER, _UNIT, _NO, _NO), command="fill", chooses=True),
    Action.GAP_FILE: Row(_to(_ALL, _NO, _OVER, _UNIT, _NO, _NO), chooses=True),
    Action.ROUND: Row(_to(_ALL, _ALL, _OVER, _UNIT, _NO, _ALL), command="round", chooses=True),
    Action.RETURN_LIST: Row(_to(_ALL, _NO, _NO, _UNIT, _NO, _NO), chooses=True),
    Action.SILENT: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL), command="silent", link="silent", origin=11),
    Action.FIND: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="find", link="find", origin=12),
    Action.LIST: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="list", link="list", origin=13),
    Action.TASKS: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="tasks", link="tasks", origin=14),
    Action.DUTIES: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="duties", link="duties", origin=15),
    Action.PROBLEMS: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="problems", link="problems", origin=16),
    Action.LIST_FILE: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), chooses=True),
    Action.CHART: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="chart", chooses=True),
    Action.SAMPLE: Row(_to(_ALL, _ALL, _OVER, _NO, _NO, _ALL), command="sample", link="sample", origin=17),
    Action.CHANGES: Row(_to(_ALL, _ALL, _OVER, _NO, _NO, _ALL), command="changes", link="changes", origin=18),
    Action.FIGURES: Row(_to(_ALL, _ALL, _OVER, _UNIT, _NO, _ALL), command="figures", link="figures"),
    Action.PAPER: Row(_to(_ALL, _NO, _NO, _NO, _NO, _NO), command="paper", chooses=True),
    Action.CODE: Row(_to(_ALL, _ALL, _NO, _NO, _NO, _ALL), command="code", link="code"),
    Action.STATUS: Row(_to(_ALL, _NO, _NO, _NO, _NO, _NO), command="status", link="status"),
    Action.BOARD: Row(_to(_OWN, _OWN, _OWN, _OWN, _OWN, _OWN), command="board", link="board"),
    Action.CALENDAR: Row(_to(_OWN, _OWN, _OWN, _OWN, _OWN, _OWN), command="calendar", link="calendar"),
    Action.CALENDAR_FILE: Row(_to(_OWN, _OWN, _OWN, _OWN, _OWN, _OWN)),
    Action.END_CALENDARS: Row(_to(_OWN, _OWN, _OWN, _OWN, _OWN, _OWN)),
    Action.COOPERATION: Row(_to(_UNIT, _NO, _NO, _UNIT, _UNIT, _NO), command="shared", link="shared"),
    Action.ASLEEP: Row(_to(_ALL, _NO, _NO, _NO, _NO, _NO), link="asleep"),
    Action.SEE: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="item", on_items=True, is_shared=True),
    Action.PARTS: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="parts", on_items=True, is_shared=True),
    Action.HISTORY: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="history", on_items=True, is_shared=True),
    Action.ACKNOWLEDGE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), command="ack", on_items=True),
    Action.NOTE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), chooses=True),
    Action.PROGRESS: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), command="progress", on_items=True),
    Action.STAGE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), chooses=True),
    Action.NO_CHANGE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN)),
    Action.CORRECT: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), chooses=True),
    Action.EVIDENCE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), command="evidence", on_items=True),
    Action.FILE_PIECE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), chooses=True),
    Action.PIECES: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL)),
    Action.RETURN_PIECE: Row(_to(_IN, _NO, _OVER, _NO, _NO, _NO), chooses=True, is_decision=True),
    Action.NOT_MEANT: Row(_to(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL), chooses=True),
    Action.DONE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), command="done", on_items=True),
    Action.SUBMIT: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN)),
    Action.STILL_CLOSE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN)),
    Action.INSIST: Row(_to(_IN, _NO, _OVER, _NO, _NO, _NO), is_decision=True),
    Action.CONFIRM: Row(_to(_ALL, _NO, _NO, _NO, _NO, _NO), command="confirm", on_items=True),
    Action.VERIFY: Row(_to(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL), command="verify", on_items=True, chooses=True),
    Action.LESSON: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), chooses=True),
    Action.SUM_UP: Row(_to(_ALL, _OWN, _OVER, _UNIT, _OWN, _OWN), command="sumup", on_items=True),
    Action.UNDO: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _OWN), command="undo", on_items=True, is_shared=True),
    Action.DOUBT: Row(_to(_OWN, _OWN, _OWN, _UNIT, _OWN, _OWN), command="object", on_items=True),
    Action.OBJECT: Row(_to(_OWN, _OWN, _OWN, _UNIT, _OWN, _OWN), chooses=True),
    Action.SETTLE: Row(_to(_ALL, _NO, _NO, _NO, _NO, _NO), chooses=True),
    Action.EDIT: Row(_to(_ALL, _NO, _OVER, _UNIT, _NO, _NO), command="edit", on_items=True),
    Action.ADD: Row(_to(_ALL, _NO, _OVER, _UNIT, _NO, _NO), command="add"),
    Action.SET: Row(_to(_ALL, _NO, _OVER, _UNIT, _NO, _NO), chooses=True),
    Action.CANCEL: Row(_to(_ALL, _NO, _OVER, _NO, _NO, _NO), command="cancel", on_items=True),
    Action.SUSPEND: Row(_to(_ALL, _NO, _OVER, _NO, _NO, _NO), command="suspend", on_items=True),
    Action.RESUME: Row(_to(_ALL, _NO, _OVER, _NO, _NO, _NO), command="resume", on_items=True),
    Action.AMEND: Row(_to(_ALL, _NO, _OVER, _UNIT, _NO, _NO), chooses=True),
    Action.APPROVE: Row(_to(_IN, _NO, _OVER, _NO, _NO, _NO), is_decision=True),
    Action.SEND_BACK: Row(_to(_IN, _NO, _OVER, _NO, _NO, _NO), is_decision=True),
    Action.REASON: Row(_to(_IN, _NO, _OVER, _NO, _NO, _NO), is_decision=True),
    Action.REPORT_OBSTACLE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), command="stuck", on_items=True),
    Action.OBSTACLE_KIND: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), chooses=True),
    Action.ANSWER_OBSTACLE: Row(_to(_ALL, _ALL, _OVER, _NO, _NO, _NO), command="answer", on_items=True),
    Action.ESCALATE_OBSTACLE: Row(_to(_ALL, _ALL, _OVER, _NO, _NO, _NO)),
    Action.DISOWN_OBSTACLE: Row(_to(_ALL, _ALL, _OVER, _NO, _NO, _NO)),
    Action.MAKE_LONG_TERM: Row(_to(_ALL, _ALL, _OVER, _NO, _NO, _NO)),
    Action.SOLVE_OBSTACLE: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _OWN)),
    Action.REPEAT_OBSTACLE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN)),
    Action.BIND: Row(_to(_ALL, _NO, _NO, _UNIT, _NO, _NO), command="bind", chooses=True),
    Action.EXTEND: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), command="extend", on_items=True),
    Action.EXTEND_DAY: Row(_to(_ALL, _ALL, _OVER, _UNIT, _OWN, _OWN), chooses=True),
    Action.WITHDRAW_EXTENSION: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN)),
    Action.GRANT_EXTENSION: Row(_to(_IN, _NO, _OVER, _NO, _NO, _NO), is_decision=True),
    Action.MOVE_EXTENSION: Row(_to(_IN, _NO, _OVER, _NO, _NO, _NO), is_decision=True),
    Action.REFUSE_EXTENSION: Row(_to(_IN, _NO, _OVER, _NO, _NO, _NO), is_decision=True, chooses=True),
    Action.UNBIND: Row(_to(_ALL, _NO, _NO, _UNIT, _NO, _NO), command="unbind"),
    Action.TICK: Row(_to(_OWN, _OWN, _OWN, _UNIT, _OWN, _OWN), command="tick", on_items=True, is_shared=True),
    Action.REMIND_PARTNERS: Row(_to(_ALL, _OWN, _OVER, _UNIT, _OWN, _NO)),
    Action.ASSIGN: Row(_to(_ALL, _NO, _OVER, _UNIT, _NO, _NO), command="assign", on_items=True),
    Action.WITHDRAW_OFFER: Row(_to(_ALL, _NO, _OVER, _UNIT, _NO, _NO)),
    Action.REPLACE_OFFER: Row(_to(_ALL, _NO, _OVER, _UNIT, _NO, _NO), chooses=True),
    Action.TAKE_OVER: Row(_to(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL)),
    Action.DECLINE: Row(_to(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL)),
    Action.HAND_ALL: Row(_to(_ALL, _NO, _NO, _UNIT, _NO, _NO), command="handover", chooses=True),
    Action.TAKE_ALL: Row(_to(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL), chooses=True),
    Action.IMPORT: Row(_to(_ALL, _NO, _NO, _NO, _NO, _NO), chooses=True),
    Action.CLOSE_YEAR: Row(_to(_ALL, _NO, _NO, _NO, _NO, _NO), command="newyear", chooses=True),
    Action.LEAVE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), command="leave", chooses=True),
    Action.RETIRE: Row(_to(_ALL, _NO, _NO, _NO, _NO, _NO), command="retire", chooses=True),
    Action.REJOIN: Row(_to(_ALL, _NO, _NO, _NO, _NO, _NO), command="rejoin", chooses=True),
    Action.JOIN: Row(_to(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL), command="join", is_open=True),
    Action.ADMIT: Row(_to(_ALL, _NO, _NO, _NO, _NO, _NO), chooses=True),
    Action.INVITE: Row(_to(_ALL, _NO, _NO, _UNIT, _NO, _NO), command="invite", chooses=True),
    Action.TAKE: Row(_to(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL), is_open=True, chooses=True),
    Action.MUTE: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="mute", on_items=True, chooses=True),
    Action.CAUSE: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), chooses=True),
    Action.INSTRUCT: Row(_to(_ALL, _ALL, _OVER, _NO, _NO, _NO), command="instruct", on_items=True),
    Action.ANSWER_INSTRUCTION: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), command="instructed", on_items=True),
    Action.MEASURES: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="measures", on_items=True, is_shared=True),
    Action.TICK_MEASURE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), chooses=True),
    Action.SERIES: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="series"),
    Action.SET_SERIES: Row(_to(_ALL, _NO, _OVER, _UNIT, _NO, _NO), chooses=True),
    Action.PLAN: Row(_to(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL), command="plan", on_items=True, is_shared=True),
    Action.SET_PLAN: Row(_to(_ALL, _OWN, _OVER, _UNIT, _OWN, _OWN), chooses=True),
    Action.ASK_PLAN: Row(_to(_ALL, _OWN, _OVER, _UNIT, _OWN, _OWN)),
    Action.APPROVE_PLAN: Row(_to(_IN, _NO, _OVER, _NO, _NO, _NO), is_decision=True),
    Action.REFUSE_PLAN: Row(_to(_IN, _NO, _OVER, _NO, _NO, _NO), is_decision=True, chooses=True),
    Action.MILESTONE: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), chooses=True),
    Action.CLOCK: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), command="clock", on_items=True),
    Action.ACCEPTED: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), command="accepted", on_items=True),
    Action.NOT_OURS: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), command="notours", on_items=True),
    Action.PROLONG: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), command="prolong", on_items=True),
    Action.GRANT_PROLONG: Row(_to(_IN, _NO, _OVER, _NO, _NO, _NO), is_decision=True),
    Action.REFUSE_PROLONG: Row(_to(_IN, _NO, _OVER, _NO, _NO, _NO), is_decision=True, chooses=True),
    Action.VERDICT: Row(_to(_ALL, _OWN, _OVER, _UNIT, _OWN, _OWN), command="verdict", on_items=True, chooses=True),
    Action.MARK_CLOCK: Row(_to(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN), chooses=True),
    Action.RELEASE: Row(_to(_ALL, _NO, _NO, _UNIT, _NO, _NO)),
}
#: What a leader's liaison (联络员) may do to what the leader owns.
BY_LIAISON = frozenset(
    {
        Action.SEE,
        Action.FIND,
        Action.PARTS,
        Action.HISTORY,
        Action.PLAN,
        Action.MEASURES,
        Action.ACKNOWLEDGE,
        Action.NOTE,
        Action.PROGRESS,
        Action.STAGE,
        Action.NO_CHANGE,
        Action.CORRECT,
        Action.EVIDENCE,
        Action.PIECES,
    }
)
#: Command → its action.
COMMANDS: Mapping[str, Action] = {row.command: action for action, row in ACTIONS.items() if row.command}
#: What a link into the private chat says → its action.
LINKS: Mapping[str, Action] = {row.link: action for action, row in ACTIONS.items() if row.link}
#: Lists that 返回 leads to, in the order in which buttons remember them.
ORIGINS: tuple[Action, ...] = tuple(
    sorted((a for a, row in ACTIONS.items() if row.origin is not None), key=lambda a: ACTIONS[a].origin or 0)
)
