"""Words for every refusal: what is the matter, and what to do next. One short function an error, found by its type."""

from collections.abc import Callable, Mapping
from typing import Any

from domain import errors
from domain.imports.sheet import WorkbookFault
from domain.item import ItemStatus
from domain.roster import Role
from domain.rules import Rules
from texts.actions import BUTTONS, addressed, example_of
from texts.amending_faults import FAULTS as OF_AMENDING
from texts.assigning_faults import FAULTS as OF_ASSIGNING
from texts.families import FAULTS as OF_FAMILIES
from texts.figures import FAULTS as OF_FIGURES
from texts.gap_filling import FAULTS as OF_GAPS
from texts.glossary import STATUSES, local, say_day, say_limit_written, say_role, say_time
from texts.handing_over_faults import FAULTS as OF_HANDING_OVER
from texts.highlights import FAULTS as OF_HIGHLIGHTS
from texts.inspection import FAULTS as OF_INSPECTIONS
from texts.instructions import FAULTS as OF_INSTRUCTIONS
from texts.joining_faults import FAULTS as OF_JOINING
from texts.leave_faults import FAULTS as OF_LEAVE
from texts.lines import item_of
from texts.milestones import FAULTS as OF_PLANS
from texts.pages import shorten, text
from texts.paper_faults import FAULTS as OF_PAPERS
from texts.plan_values import FAULTS as OF_VALUES
from texts.quota import FAULTS as OF_QUOTAS
from texts.rechecking import FAULTS as OF_RECHECKS
from texts.series import FAULTS as OF_SERIES
from texts.statutory import FAULTS as OF_CLOCKS
from texts.two_keys import FAULTS as OF_KEYS
from texts.wall_chart import FAULTS as OF_CHARTS
from texts.year_turn import FAULTS as OF_YEARS

TOO_FAST = "操作过于频繁，请一分钟后再试。"
WRITTEN_LIMIT = 60
UNITS_SHOWN = 12
DECIDERS_SHOWN = 3
NUMBERS_SHOWN = 10

WORKBOOK_FAULTS: dict[WorkbookFault, str] = {
    WorkbookFault.MISSING: "文件不存在或无法打开，请检查路径后重试。",
    WorkbookFault.EMPTY: "文件是空的，请重新保存后再发。",
    WorkbookFault.TOO_BIG: "文件过大，请删去图片和无关内容后再发。",
    WorkbookFault.OLD_FORMAT: "这是旧格式文件（.xls 或 .et），请另存为 .xlsx 后再发。",
    WorkbookFault.BINARY_FORMAT: "这是 .xlsb 文件，请另存为 .xlsx 后再发。",
    WorkbookFault.ENCRYPTED: "文件设有密码，请取消密码保护后再发。",
    WorkbookFault.OPEN_DOCUMENT: "这是 .ods 文件，请另存为 .xlsx 后再发。",
    WorkbookFault.TEXT_FORMAT: "这是文本文件（.csv 或 .txt），请用表格软件打开，另存为 .xlsx 后再发。",
    WorkbookFault.WEB_PAGE: "这是网页格式的表格（多由系统导出），请用表格软件打开，另存为 .xlsx 后再发。",
    WorkbookFault.NOT_A_WORKBOOK: "这不是 .xlsx 工作簿，请用表格软件另存为 .xlsx 后再发。",
    WorkbookFault.DAMAGED: "文件已损坏，无法读取，请打开确认并重新保存后再发。",
    WorkbookFault.BOMB: "文件解压后过大，不予读取，请只保留台账内容后再发。",
    WorkbookFault.ENTITIES: "文件含有不允许的内容，不予读取，请用表格软件重新保存为 .xlsx 后再发。",
    WorkbookFault.TOO_MANY_SHEETS: "工作表过多，请只保留台账和花名册后再发。",
    WorkbookFault.TOO_MANY_ROWS: "行数过多，请删去空行或分成几份后再发。",
    WorkbookFault.TOO_MANY_COLUMNS: "列数过多，请删去右侧多余的列后再发。",
    WorkbookFault.TOO_HEAVY: "文件过于复杂，读取超时，请只保留台账内容后再发。",
    WorkbookFault.NOTHING_FOUND: "未找到台账或花名册表头，请检查是否有“序号、事项、责任单位、责任人、完成时限”各列。",
}


#: Commands that who lacks a number may do without by looking the item up.
_LOOKING = frozenset({"item", "history"})

#: Words one error, given the office's rules.
Words = Callable[[Any, Rules], str]


def render_fault(error: errors.DubanError, rules: Rules, bot: str = "") -> str:
    """The refusal in words, as html; ``bot`` is the bot's name where a group is to hear what is advised."""
    words = words_for(type(error))(error, rules)
    return html(addressed(words, bot) if bot else words)


def words_for(kind: type[errors.DubanError]) -> Words:
    """The words of that error, or of the nearest error that it is a special case of."""
    return next(WORDS[base] for base in kind.__mro__ if base in WORDS)


def render_apology(reference: str) -> str:
    """After three failures: one short apology, with the number under which the log has it."""
    return html(f"抱歉，刚才的操作未能完成，台账未受影响。请稍后重试；如仍不行，请报办公室，编号 {reference}。")


def render_not_saved() -> str:
    """The disk refuses; nothing was done, and it will be tried again by itself."""
    return html("暂未保存，将自动重试，请勿重复操作。")


def render_not_explained(count: int) -> str:
    """After the refusals that were explained: how many more there are."""
    return html(f"另有{count}项未能办理，请逐项核对编号后再发。")


def render_too_fast() -> str:
    """The one line that answers a flood."""
    return html(TOO_FAST)


def html(words: str) -> str:
    """The words, escaped."""
    return str(text(words))


def _numbers(numbers: tuple[int, ...]) -> str:
    return "、".join(f"第{number}号" for number in numbers[:NUMBERS_SHOWN]) + (
        "等" if len(numbers) > NUMBERS_SHOWN else ""
    )


def _already_closed(error: errors.AlreadyClosed, rules: Rules) -> str:
    at = local(error.at, rules) if error.at else None
    when = f"已于{say_day(at.date(), at.date(), weekday=False)}{say_time(at)}" if at else "已"
    by = f"由{shorten(error.by, 24)}" if error.by else ""
    return f"{item_of(error)} {when}{by}办结，无须重复操作。"


def _unit_unknown(error: errors.UnitUnknown, rules: Rules) -> str:
    if not error.name:  # a button or a link names its unit by number
        return f"所选{rules.unit_word}的登记已有变化，请发 /bind 重新选择。"
    known = "、".join(shorten(name, 20) for name in error.known[:UNITS_SHOWN])
    more = f"等{len(error.known)}个" if len(error.known) > UNITS_SHOWN else ""
    hint = f"现有：{known}{more}。" if known else "请先由办公室导入花名册。"
    return f"没有“{shorten(error.name, WRITTEN_LIMIT)}”这个{rules.unit_word}，请核对名称。{hint}"


def _not_yours(error: errors.NotYours, rules: Rules) -> str:
    """您无权办理第26号 …：该项由养老服务股丙某负责，请由其本人、股室负责人或办公室办理."""
    if error.by_partners:
        return f"{item_of(error)} 的配合情况由其配合单位反馈，您无须办理。"
    who = shorten(error.unit, 30) + shorten(error.owner, 24)
    by = ["其本人" if role is Role.STAFF else say_role(role, rules) for role in error.may]
    is_owners = "其本人" in by
    if not error.owner and is_owners:
        by.remove("其本人")
    *others, last = by
    by_whom = f"{'、'.join(others)}或{last}" if others else last
    if not is_owners:  # 撤销, 转办: its owner, who may be the speaker, is no way out
        return f"您无权办理{item_of(error)} 的这项操作，请由{by_whom}办理。"
    return f"您无权办理{item_of(error)}：{f'该项由{who}负责，' if who else ''}请由{by_whom}办理。"


def _not_your_decision(error: errors.NotYourDecision, _rules: Rules) -> str:
    named = "、".join(shorten(name, 24) for name in error.deciders[:DECIDERS_SHOWN])
    more = "等" if len(error.deciders) > DECIDERS_SHOWN else ""
    by = f"由{named}{more}审核" if named else "目前无人可审核，请办公室补充审核人"
    return f"您无权审核{item_of(error)}：该项的销号申请{by}；过问请与其联系，或点〔办理过程〕查看。"


def _several(error: errors.SeveralItems, _rules: Rules) -> str:
    example = f"/{error.command} {error.numbers[0]}" if error.numbers else example_of(error.command)
    return f"该消息涉及{_numbers(error.numbers)}，请写明编号，例如：{example}"


def _one_only(error: errors.OneItemOnly, _rules: Rules) -> str:
    example = example_of(error.command).replace(" 12", f" {error.numbers[0]}", 1)
    return f"{_numbers(error.numbers)}请逐项发送，每次写一个编号，例如：{example}"


def _number_missing(error: errors.NumberMissing, _rules: Rules) -> str:
    look_up = "；不知编号可查找，例如：/find 低保" if error.command in _LOOKING else ""
    return f"请写明事项编号，例如：{example_of(shorten(error.command, 32))}{look_up}"


def _not_in_hand(error: errors.NotInHand, _rules: Rules) -> str:
    if error.status == ItemStatus.SUSPENDED:
        return f"{item_of(error)} 已中止（挂账），恢复办理后方可操作；请由分管领导或办公室恢复：恢复办理 {error.number}"
    state = STATUSES.get(ItemStatus(error.status), "不在办") if error.status in list(ItemStatus) else "不在办"
    return f"{item_of(error)} {state}，不再办理；如属误操作，请由办公室重新交办。"


def _one_at_a_time(error: errors.OneAtATime, _rules: Rules) -> str:
    first = error.numbers[0] if error.numbers else 12
    return f"{_numbers(error.numbers)}须逐项申请销号，请从第{first}号开始：/done {first}"


def _bad_workbook(error: errors.BadWorkbook, _rules: Rules) -> str:
    known = error.reason in list(WorkbookFault)
    return WORKBOOK_FAULTS[WorkbookFault(error.reason)] if known else WORKBOOK_FAULTS[WorkbookFault.DAMAGED]


def _mute_unclear(error: errors.MuteUnclear, _rules: Rules) -> str:
    example = f"例如：静音 {error.number} 3天；取消请发：静音 {error.number} 取消"
    return f"请写明静音几天（1至{error.most}天）或到哪一天，{example}"


def _limit_past(error: errors.LimitPast, _rules: Rules) -> str:
    day = say_limit_written(error.due, None)
    return f"{item_of(error)} 不能延期至{day}：请写今天以后的日期，例如：/extend {error.number} 12月20日 原因"


def _limit_not_later(error: errors.LimitNotLater, _rules: Rules) -> str:
    last, day = say_day(error.last, error.last, weekday=False), say_limit_written(error.due, error.last)
    return f"{item_of(error)} 现期限为{last}，{day}并未延后，请写更晚的日期。"


def _extension_pending(error: errors.ExtensionPending, _rules: Rules) -> str:
    day = say_limit_written(error.due, None)
    return f"{item_of(error)} 已申请延期至{day}，正在审批。如需改期，请先撤回申请。"


def _not_your_request(error: errors.NotYourRequest, _rules: Rules) -> str:
    named = "、".join(shorten(name, 24) for name in error.deciders[:DECIDERS_SHOWN])
    more = "等" if len(error.deciders) > DECIDERS_SHOWN else ""
    by = f"由{named}{more}办理" if named else "目前无人可办理，请办公室补充分管领导"
    return f"{item_of(error)} 的这项请示{by}，您无须处理。"


WORDS: Mapping[type[errors.DubanError], Words] = {
    **OF_AMENDING,
    **OF_ASSIGNING,
    **OF_HANDING_OVER,
    **OF_JOINING,
    **OF_LEAVE,
    **OF_GAPS,
    **OF_INSTRUCTIONS,
    **OF_PLANS,
    **OF_SERIES,
    **OF_VALUES,
    **OF_INSPECTIONS,
    **OF_YEARS,
    **OF_FIGURES,
    **OF_PAPERS,
    **OF_CHARTS,
    **OF_QUOTAS,
    **OF_RECHECKS,
    **OF_KEYS,
    **OF_FAMILIES,
    **OF_HIGHLIGHTS,
    **OF_CLOCKS,
    errors.DubanError: lambda _e, _r: "未能办理，请发 /help 查看用法，或联系办公室。",
    errors.UnknownPerson: lambda _e, _r: "您好，您尚未登记启用。请私聊本助手，发“我是+姓名”，经办公室确认后使用。",
    errors.KeywordsMissing: lambda e, _: f"请写明要查找的词，最多{e.limit}字，例如：查找 低保",
    errors.NoSuchFilter: lambda e, _: (
        f"没有“{shorten(e.word, WRITTEN_LIMIT)}”可筛选，请写单位、责任人或类型，或发 /list 后点按钮选择。"
    ),
    errors.NotAPerson: lambda _e, _r: "无法识别身份。请关闭“匿名管理员”，或切换为本人身份后再发。",
    errors.ElsewhereOnly: lambda e, _: f"{BUTTONS[e.act]}请私聊本助手查看。",
    errors.PrivateOnly: lambda e, _: f"{BUTTONS[e.act]}不在群内显示，请到私聊查看。",
    errors.NoBoard: lambda _e, _r: "本单位未启用网页看板。确有需要，请联系办公室。",
    errors.GroupOnly: lambda _e, _r: "请在需要绑定或解除绑定的群里发送该指令。",
    errors.ForeignChat: lambda _e, _r: "本群未绑定您的单位，不能在此查看或办理。请到本单位群或私聊操作。",
    errors.UnitOutOfReach: lambda e, r: (
        f"您不能查看{shorten(e.name, 30) or '该单位'}的事项。"
        f"查看本{r.unit_word}事项请发 /unit；确有需要，请联系办公室。"
    ),
    errors.ItemMissing: lambda e, _: f"没有第{e.number}号事项，或您无权查看。请核对编号，可发 /mytasks 查看您的事项。",
    errors.ItemRefusal: lambda e, _: f"{item_of(e)} 未能办理，可发 /item {e.number} 查看现状。",
    errors.NotYours: _not_yours,
    errors.NotYourDecision: _not_your_decision,
    errors.ClosedByAnother: lambda e, _: f"{item_of(e)} 须由办理人{shorten(e.by, 24)}本人或办公室撤回。",
    errors.NotYourOwn: lambda e, _: f"{item_of(e)} 由您本人承办或提出，不得本人审核，请由其他审核人办理。",
    errors.AlreadyClosed: _already_closed,
    errors.AlreadySubmitted: lambda e, _: f"{item_of(e)} 已申请销号，正在审核；如需撤回，请发 /undo {e.number}",
    errors.AlreadyAcknowledged: lambda e, _: f"{item_of(e)} 已签收，无须重复操作。办结请发 /done {e.number}",
    errors.NotInHand: _not_in_hand,
    errors.NotSubmitted: lambda e, _: (
        f"{item_of(e)} 当前没有待审核的销号申请，可能已处理或撤回。请发 /item {e.number} 查看。"
    ),
    errors.NothingToUndo: lambda _e, _r: "没有可以撤回的操作。如需撤回某项，请写明编号，例如：撤回 12",
    errors.NotDoneYet: lambda e, _: f"{item_of(e)} 尚未办结或申请销号，无须撤回。查看请发 /item {e.number}",
    errors.UndoTooLate: lambda e, _: f"{item_of(e)} 已有后续处理或超过撤回时限，不能撤回。如需更正，请联系办公室。",
    errors.OneAtATime: _one_at_a_time,
    errors.NumberMissing: _number_missing,
    errors.NoteTooLong: lambda e, _: f"说明有{e.length}字，最多{e.limit}字，请精简后重发。",
    errors.ReasonMissing: lambda e, _: f"{item_of(e)} 须写明原因，请重新发送。",
    errors.PrivateData: lambda _e, _r: "内容疑似含有身份证号或电话号码，未保存。请删去后重发。",
    errors.UnitUnknown: _unit_unknown,
    errors.MayNotBind: lambda _, r: f"绑定、解除绑定群聊须由办公室或本{r.unit_word}负责人操作，请联系其办理。",
    errors.NotBound: lambda _e, _r: "本群尚未绑定，请由办公室或负责人发送 /bind。",
    errors.DateNotUnderstood: lambda e, _: (
        f"未能识别期限“{shorten(e.written, WRITTEN_LIMIT)}”，请写具体日期，例如：12月15日。"
        if e.written
        else "请写明日期，例如：12月15日。"
    ),
    errors.DateVague: lambda e, _: f"“{shorten(e.written, WRITTEN_LIMIT)}”不是具体期限，请写明日期，例如：12月15日。",
    errors.NotYourWords: lambda e, _: f"这是{shorten(e.by, 24)}的反馈，请由其本人确认。",
    errors.TooFast: lambda _e, _r: TOO_FAST,
    errors.BadWorkbook: _bad_workbook,
    errors.ButtonTooOld: lambda _e, _r: "该按钮已失效，请发 /mytasks 重新打开。",
    errors.WorkbookGone: lambda _e, _r: "该文件已导入、已取消或已过期；如需再次导入，请重新发送文件。",
    errors.StaleButton: lambda e, _: f"{item_of(e)} 状态已变化，请按最新内容操作，可发 /item {e.number} 查看。",
    errors.NoRoomForFile: lambda _e, _r: "磁盘空间不足，文件未能写入，台账未受影响。请报办公室，由运维人员清理后重试。",
    errors.FileRefused: lambda _e, _r: "导入台账仅限办公室操作，工作簿请交办公室导入。",
    errors.EvidenceMissing: lambda e, _: (
        f"{item_of(e)} 申请销号须先附佐证材料：请回复提到该事项的消息，发送照片、文件或位置，再申请销号。"
    ),
    errors.EvidenceFull: lambda e, _: (
        f"{item_of(e)} 的佐证材料已满{e.limit}份，请合并成一个文件，并请办公室退回多余的。"
    ),
    errors.EvidenceGone: lambda e, _: f"{item_of(e)} 没有这份佐证材料，或已退回。请发 /item {e.number} 查看。",
    errors.NoQuota: lambda e, _: f"{item_of(e)} 未设数量目标，请用文字说明进展，例如：{e.number} 已报局办。",
    errors.NoLimitToMove: lambda e, _: f"{item_of(e)} 没有期限，无须申请延期；需要定期限，请联系办公室。",
    errors.LimitPast: _limit_past,
    errors.MuteUnclear: _mute_unclear,
    errors.LimitNotLater: _limit_not_later,
    errors.ExtensionPending: _extension_pending,
    errors.NotPartner: lambda e, _: f"{item_of(e)} 未将您的单位列为配合单位，无须反馈配合情况。",
    errors.AlreadyTicked: lambda e, _: f"{item_of(e)} {shorten(e.unit, 30)}已反馈配合完成，无须重复操作。",
    errors.NothingToRemind: lambda e, _: f"{item_of(e)} 配合单位均已反馈，或今日已提醒过。",
    errors.NotYourRequest: _not_your_request,
    errors.RequestOver: lambda e, _: f"{item_of(e)} 的这项请示已处理或已撤回，请发 /item {e.number} 查看现状。",
    errors.NobodyToAsk: lambda e, _: f"{item_of(e)} 目前没有其他人可接办，请您答复，或当面请示。",
    errors.ObstaclePending: lambda e, _: (
        f"{item_of(e)} 已报告难点，尚未解决；已解决的请先点〔已解决〕，可发 /item {e.number} 打开。"
    ),
    errors.NoObstacle: lambda e, _: f"{item_of(e)} 目前没有待办的难点，请发 /item {e.number} 查看现状。",
    errors.SeveralItems: _several,
    errors.OneItemOnly: _one_only,
}
