"""Words for what an import has to say about single rows: why one is refused, what the office should notice."""

from collections.abc import Callable, Mapping
from datetime import date

from msgspec.structs import replace

from domain.families import DEPTH
from domain.imports.findings import Notice, ParentFault, Place, Reason, Refusal, Remark
from domain.item import ItemStatus
from domain.roster import Role
from texts.glossary import PROVISIONAL, ROLES, STATUSES, say_limit_written
from texts.pages import clean, shorten

#: Fields of ``Item``, ``Person`` and of a workbook's rows, as the workbook's headings name them.
FIELDS: dict[str, str] = {
    "own_number": "督办号",
    "number": "序号",
    "ledger_number": "台账序号",
    "kind": "类别",
    "title": "事项",
    "unit": "责任单位",
    "owner": "责任人",
    "due": "完成时限",
    "start_on": "开始时间",
    "given_on": "交办时间",
    "leader": "责任领导",
    "partners": "配合单位",
    "source": "来源",
    "reference": "文号",
    "measures": "措施",
    "standard": "完成标准",
    "progress": "进展",
    "state": "办理状态",
    "crossed_off": "是否销号",
    "evidence": "佐证材料",
    "marks": "标记",
    "sensitive": "敏感",
    "is_sensitive": "敏感",
    "is_endless": "长期坚持",
    "remark": "备注",
    "score": "分值",
    "highlight": "亮点",
    "is_highlight": "亮点",
    "parent": "上级事项",
    "quota": "目标值",
    "quota_target": "目标值",
    "quota_reached": "已完成数",
    "counted_in": "计量单位",
    "amount": "涉及金额",
    "amount_put_right": "整改金额",
    "rules_made": "出台制度",
    "received_on": "受理日期",
    "urgency": "紧急程度",
    "instruction": "领导批示",
    "instructions": "领导批示",
    "instruction_leader": "批示领导",
    "instruction_day": "批示日期",
    "instruction_limit": "批示办理时限",
    "shares": "目标分解",
    "quarters": "季度目标",
    "report_every": "报告周期",
    "criterion": "复查标准",
    "observe_until": "观察期至",
    "verifier": "复查人",
    "name": "姓名",
    "role": "角色",
    "telegram_id": "Telegram ID",
    "oversees": "分管单位",
    "liaisons": "联络员",
    "post": "职务",
    "left_at": "状态",
}
#: How a cell that can't be read should be written.
_EXAMPLES: dict[str, str] = {
    "highlight": "是",
    "amount": "18.6万元",
    "amount_put_right": "18.6万元",
    "quota_target": "10条",
    "quota_reached": "8",
    "instruction_day": "2月5日，不晚于今日；往年的请写年份",
    "instruction_limit": "2月27日",
    "shares": "办公室3、社会事务股7，合计为目标值",
    "quarters": "3、6、8、10，末季为目标值",
    "report_every": "每周五",
    "urgency": "紧急（以本单位配置为准）",
    "observe_until": "今后的日期，如2027年3月20日",
    "verifier": "花名册所列姓名",
    "measures": "入户复核（责任人：乙某；时限：3月20日）",
}
NAMES_SHOWN = 12
#: How much of what is wrong in a row a chat is told; the workbook that comes back says all of it.
REASONS_SHOWN = 3
QUOTED = 40


def say_field(field: str) -> str:
    """The heading that a field usually has."""
    return FIELDS.get(field, field)


def _example(refusal: Refusal) -> str:
    return _EXAMPLES.get(refusal.known[0], "12") if refusal.known else "12"


def say_place(place: Place) -> str:
    """台账 第7行; the sheet alone for row 0; nothing for no sheet."""
    row = f" 第{place.row}行" if place.row else ""
    return f"{shorten(place.sheet, 30)}{row}"


def _names(names: tuple[str, ...]) -> str:
    return "、".join(shorten(name, 20) for name in names[:NAMES_SHOWN]) + ("等" if len(names) > NAMES_SHOWN else "")


def _short(name: str) -> str:
    return shorten(name, 20)


def _cell(refusal: Refusal) -> str:
    """“完成时限”一栏的“尽快”, as far as the refusal quotes it."""
    heading = f"“{shorten(refusal.heading, 20)}”" if refusal.heading else ""
    return heading + (f"写为“{shorten(refusal.cell, QUOTED)}”" if refusal.cell else "")


def _other(refusal: Refusal) -> str:
    return say_place(refusal.other) if refusal.other else "前面一行"


REASONS: dict[Reason, Callable[[Refusal], str]] = {
    Reason.COLUMNS_MISSING: lambda r: f"缺少列：{_names(tuple(map(say_field, r.known)))}，整表未导入；请补上表头",
    Reason.HOLLOW_FORMULA: lambda r: f"{_cell(r)}是未计算的公式，请打开文件保存一次",
    Reason.CELL_ERROR: lambda r: f"{_cell(r)}显示错误值，请改正",
    Reason.TEXT_TOO_LONG: lambda r: f"{_cell(r)}超过{r.limit}字，请精简",
    Reason.PRIVATE_DATA: lambda r: f"{_cell(r)}疑似含有身份证号或电话号码，请删去",
    Reason.NO_TITLE: lambda r: f"{_cell(r)}为空，请填写",
    Reason.NO_UNIT: lambda r: f"{_cell(r)}为空，请填写责任单位",
    Reason.UNIT_IS_EVERYBODY: lambda r: f"{_cell(r)}，请明确一个牵头单位",
    Reason.NO_OWNER: lambda r: f"{_cell(r)}为空，请明确一名责任人",
    Reason.OWNER_IS_EVERYBODY: lambda r: f"{_cell(r)}，请明确一名责任人",
    Reason.NO_HEAD: lambda r: f"{_cell(r)}，表中没有责任人，该单位也未登记负责人，请补填责任人",
    Reason.KIND_UNKNOWN: lambda r: f"{_cell(r)}，没有该类别，可用：{_names(r.known)}",
    Reason.LIMIT_MISSING: lambda r: f"{_cell(r)}为空，该类别须有期限",
    Reason.LIMIT_VAGUE: lambda r: f"{_cell(r)}，不是具体期限，请写明日期，例如：12月15日",
    Reason.LIMIT_NOT_UNDERSTOOD: lambda r: f"{_cell(r)}，未能识别，请写明日期，例如：12月15日",
    Reason.LIMIT_SEVERAL: lambda r: (
        f"{_cell(r)}，含有几个日期，请只填最后办结的期限；分段的时间可写入“措施”栏，例如：完成初稿（时限：6月30日）"
    ),
    Reason.FIELD_UNCLEAR: lambda r: f"{_cell(r)}，未能识别，请这样写：{_example(r)}",
    Reason.ROW_TWICE: lambda r: f"“{shorten(r.cell, QUOTED)}”与{_other(r)}重复",
    Reason.SAID_TWICE: lambda r: f"{_cell(r)}，与{_other(r)}改得不一致，以该处为准，请核对",
    Reason.NO_NAME: lambda r: f"{_cell(r)}为空，请填写姓名",
    Reason.ROLE_UNKNOWN: lambda r: f"{_cell(r)}，没有该角色，可用：{_names(r.known)}",
    Reason.NO_PERSON_UNIT: lambda r: f"“{shorten(r.cell, QUOTED)}”未填单位，请填写",
    Reason.TELEGRAM_ID_WRONG: lambda r: f"{_cell(r)}，不是有效的Telegram ID，请本人发 /whoami 查询",
    Reason.TELEGRAM_ID_TAKEN: lambda r: (
        f"{_cell(r)}，{'与'.join(map(_short, r.known))}不能共用，请核对；原使用人离岗的，请在其“状态”栏填“离岗”"
    ),
    Reason.PERSON_TWICE: lambda r: f"“{shorten(r.cell, QUOTED)}”与{_other(r)}重复",
}


def _item(notice: Notice) -> str:
    return f"第{notice.number}号"


def _or_other(notice: Notice) -> str:
    """，也可能是2026-08-31: what else the limit may mean."""
    return f"，也可能是{_names(notice.known)}" if notice.known else ""


REMARKS: dict[Remark, Callable[[Notice], str]] = {
    Remark.SETS_BACK: lambda n: (
        f"{_item(n)}{say_field(n.known[0])}{_since(n)}改为“{_as_said(n, n.meaning)}”，"
        f"表中为“{_as_said(n, n.written)}”，确认后将改回，请核对"
    ),
    Remark.FILLED_ALREADY: lambda n: (
        f"{_item(n)}{say_field(n.known[0])}已由他人填为“{_as_said(n, n.meaning)}”，表中“{_as_said(n, n.written)}”未采用"
    ),
    Remark.ITEM_ALIKE: lambda n: (
        f"{_item(n)}“{n.written}”与在办的第{n.count}号“{n.meaning}”是否同一事项？"
        f"现按新事项导入；如是，请在“督办号”栏填{n.count}后重发"
    ),
    Remark.LIMIT_TWO: lambda n: f"{_item(n)}有几个期限：{_names(n.known)}，暂按{n.meaning or '长期坚持'}，请核对",
    Remark.LIMIT_FAR: lambda n: f"{_item(n)}期限“{n.written}”理解为{n.meaning}，年份相距较远，请核对",
    Remark.LIMIT_COUNTED: lambda n: f"{_item(n)}期限“{n.written}”自{_names(n.known)}起算，为{n.meaning}，请核对",
    Remark.LIMIT_READ: lambda n: f"{_item(n)}期限“{n.written}”理解为{n.meaning}{_or_other(n)}，请核对",
    Remark.LIMIT_EVERY: lambda n: f"{_item(n)}期限“{n.written}”为例行，本期{n.meaning}，以后每期到时自动生成",
    Remark.LIMIT_GOES_ON: lambda n: f"{_item(n)}期限“{n.written}”先按{n.meaning}提醒，之后长期坚持",
    Remark.LIMIT_PAST: lambda n: f"{n.count}项导入时已逾期，导入后即列入催办：{_numbers(n.known)}",
    Remark.LIMIT_OF_LAW: lambda n: f"{_item(n)}没有期限，按本类别办理时限计算，请核对",
    Remark.NO_LIMIT: lambda n: f"{_item(n)}没有期限",
    Remark.NO_STANDARD: lambda n: f"{n.count}项没有完成标准",
    Remark.PARENT_LEFT: lambda n: f"{_item(n)}的上级事项“{n.written}”{_not_above(n)}，未采用，请核对",
    Remark.NUMBER_TAKEN: lambda n: f"序号“{n.written}”不能直接使用，编为{_item(n)}",
    Remark.KIND_ASSUMED: lambda n: f"{n.count}项未填类别，按“{n.meaning}”处理",
    Remark.SENSITIVE_READ: lambda n: f"“敏感”栏写“{n.written}”的{n.count}项，按敏感处理，不在群内显示",
    Remark.SENSITIVE_KIND: lambda n: f"{n.count}项“{n.meaning}”按敏感处理，不在群内显示；可公开的请在“敏感”栏填“否”",
    Remark.SENSITIVE_LIFTED: lambda n: f"{n.count}项“{n.meaning}”的“敏感”栏填“否”，将在群内显示",
    Remark.SENSITIVE_OPENED: lambda n: f"{_item(n)}原为敏感，“敏感”栏填“{n.written}”，改为在群内显示",
    Remark.OWNERS_SPLIT: lambda n: f"{_item(n)}责任人“{n.written}”，以{n.meaning}为责任人，其余协办",
    Remark.UNITS_SPLIT: lambda n: f"{_item(n)}责任单位“{n.written}”，以{n.meaning}牵头，其余为配合单位",
    Remark.UNIT_NEAR: lambda n: (
        f"单位“{n.written}”是否即“{n.meaning}”？确认即按“{n.meaning}”导入{n.count}行；"
        "确为新单位的，请先在花名册登记其人员"
    ),
    Remark.UNIT_ALIKE: lambda n: f"新增单位“{n.written}”与“{n.meaning}”名称相近，请核对是否同一单位",
    Remark.UNIT_RENAMED: lambda n: (
        f"“{n.meaning}”的人员全部列入新增单位“{n.written}”，确认后其{n.count}个群改绑“{n.written}”"
    ),
    Remark.HEADS_ASSUMED: lambda n: (
        f"{n.count}项没有责任人，是否由单位负责人负责？确认即按此导入：{_pairs(n.known)}；不妥的请补填责任人"
    ),
    Remark.UNIT_NEW: lambda n: f"新增单位“{n.meaning}”，涉及{n.count}项，请核对名称",
    Remark.OWNER_OFF_ROSTER: lambda n: f"责任人{n.meaning}（{n.written}）不在花名册，涉及{n.count}项，无法提醒本人",
    Remark.OVERSEES_UNKNOWN: lambda n: (
        f"{n.meaning}的分管单位“{n.written}”不在单位名单中{_near(n)}，请核对名称，否则收不到抄送"
    ),
    Remark.LIAISON_UNKNOWN: lambda n: (
        f"{n.meaning}的联络员“{n.written}”不在花名册{_near(n)}，请核对姓名，否则不能代为签收、反馈"
    ),
    Remark.STARTS_CLOSED: lambda n: f"{_item(n)}状态“{n.written}”，按{_taken_as(n)}导入",
    Remark.STATE_UNKNOWN: lambda n: f"{_item(n)}状态“{n.written}”未能识别，按{_taken_as(n)}导入，原文记入进展",
    Remark.DONE_NOT_CROSSED: lambda n: f"{n.count}项状态为已完成而“是否销号”未填“是”，按在办导入，请核对",
    Remark.RECEIVED_DROPPED: lambda n: f"{_item(n)}受理日期“{n.written}”未能识别，未采用；应不晚于今日，往年的请写年份",
    Remark.START_DROPPED: lambda n: f"{_item(n)}开始时间“{n.written}”未能识别，未采用",
    Remark.SETTLED_LEFT: lambda n: f"{_item(n)}在台账中已办结或撤销，保持不变",
    Remark.YEAR_UNSAID: lambda n: f"{n.count}项已办结，期限未写年份，按原事项处理；如为新年度事项，请写明年份",
    Remark.WORD_KEPT: lambda n: f"{n.count}项的进展、状态和已完成数以台账为准，未采用表中内容",
    Remark.SHEET_UNRECOGNISED: lambda _: "未找到台账或花名册表头，整表未导入",
    Remark.SHEET_HIDDEN: lambda _: "隐藏的工作表，未导入；需要导入的请取消隐藏",
    Remark.ROWS_HIDDEN: lambda n: f"含隐藏（或被筛选）的{len(n.rows)}行，一并导入：{_rows(n.rows)}",
    Remark.COLUMNS_UNKNOWN: lambda n: f"未采用的列：{_names(n.known)}",
    Remark.ROWS_JOINED: lambda n: f"{_rows(n.rows)}只有措施，并入上一项",
    Remark.ROWS_COMPLETED: lambda n: f"{_rows(n.rows)}未写序号和事项，另有责任人或期限，按上一事项的另一措施导入",
    Remark.ROWS_PASSED_OVER: lambda n: f"略过{len(n.rows)}行小标题、合计或签名：{_rows(n.rows)}",
    Remark.PEOPLE_STAY_LEFT: lambda n: f"{_names(n.known)}已离岗，维持不变；已返岗的请在“状态”栏填“在岗”",
    Remark.ACCOUNT_OUTDATED: lambda n: f"{_names(n.known)}的Telegram ID为更换前的账号，保留现用账号，请更正表格",
    Remark.ROLE_READ: lambda n: f"职务“{n.written}”按{_role(n)}处理（{n.count}人）",
    Remark.DUTY_UNCLEAR: lambda n: f"状态“{n.written}”未能识别，是否在岗维持不变",
    Remark.ITEMS_ABSENT: lambda n: f"台账中有而表中没有的事项予以保留：{_numbers(n.known)}；不再办理的，请用“撤销”",
    Remark.PEOPLE_ABSENT: lambda n: f"台账中有而表中没有的人员予以保留：{_names(n.known)}",
}


def _since(notice: Notice) -> str:
    """已由办主任于2026年11月20日（周五）: who changed it, as far as the history knows."""
    by, day = (*notice.known[1:], "", "")[:2]
    return f"已由{_short(by) or '他人'}" + (f"于{say_limit_written(day, None)}" if day else "")


def _as_said(notice: Notice, value: str) -> str:
    """The value of the field that the notice is about."""
    return (say_limit_written(value, None) if notice.known[0] == "due" else value) or "空"


def _numbers(numbers: tuple[str, ...]) -> str:
    """第3、5、8号."""
    return f"第{_names(numbers)}号"


def _pairs(names: tuple[str, ...]) -> str:
    """社会救助股—股乙、养老服务股—股丙."""
    return _names(tuple("—".join(map(_short, pair)) for pair in zip(names[::2], names[1::2], strict=False)))


def _near(notice: Notice) -> str:
    return f"（是否“{_short(notice.known[0])}”？）" if notice.known else ""


def _role(notice: Notice) -> str:
    """The role's title."""
    return ROLES[Role(notice.meaning)] if notice.meaning in list(Role) else notice.meaning


def _not_above(notice: Notice) -> str:
    """未找到, 已办结或撤销."""
    return _PARENTS.get(notice.meaning, "不能作为上级事项")


#: Why a 上级事项 is not taken.
_PARENTS: Mapping[str, str] = {
    ParentFault.UNKNOWN: "未找到",
    ParentFault.SEVERAL: "不止一项，请写一个编号",
    ParentFault.CIRCLE: "就是本事项或其下级",
    ParentFault.OVER: "已办结或撤销",
    ParentFault.TOO_DEEP: f"之下不能再挂下级（上下级最多{DEPTH}层）",
}
#: Notices whose meaning is a day.
_OF_DAYS = frozenset(
    {
        *(Remark.LIMIT_TWO, Remark.LIMIT_FAR, Remark.LIMIT_COUNTED, Remark.LIMIT_READ, Remark.LIMIT_EVERY),
        Remark.LIMIT_GOES_ON,
    }
)
#: Notices that name another day as well.
_WITH_DAYS = frozenset({Remark.LIMIT_COUNTED, Remark.LIMIT_READ})


def _taken_as(notice: Notice) -> str:
    """已交办, 已办结, 已撤销 or 已中止."""
    known = notice.meaning in list(ItemStatus)
    return STATUSES[ItemStatus(notice.meaning) if known else ItemStatus.CLOSED].partition("，")[0]


def _rows(rows: tuple[int, ...]) -> str:
    return "、".join(f"第{row}行" for row in rows[:NAMES_SHOWN]) + ("等" if len(rows) > NAMES_SHOWN else "")


def say_reason(refusal: Refusal) -> str:
    """“完成时限”写为“尽快”，不是具体期限: the first thing alone that is wrong in the row."""
    return clean(REASONS[refusal.reason](refusal))


def say_refusal(refusal: Refusal, most: int | None = REASONS_SHOWN) -> str:
    """台账 第7行：“完成时限”写为“尽快”，不是具体期限；“责任人”为空，请明确一名责任人；另有2处.

    The first ``most`` things that are wrong in the row are said, all for ``None``.
    """
    faults = (refusal, *refusal.more)
    said = [say_reason(fault) for fault in faults[:most]]
    rest = len(faults) - len(said)
    return clean(f"{say_place(refusal.place)}：") + "；".join((*said, *((f"另有{rest}处",) if rest else ())))


def say_notice(notice: Notice, today: date | None = None) -> str:
    """The place, where there is one, and what to notice there; days as seen from ``today``."""
    if notice.remark in _OF_DAYS:
        mark = PROVISIONAL if notice.is_provisional else ""
        notice = replace(notice, meaning=say_limit_written(notice.meaning, today) + mark)
    if notice.remark in _WITH_DAYS:
        notice = replace(notice, known=tuple(say_limit_written(each, today) for each in notice.known))
    place = say_place(notice.place)
    said = REMARKS[notice.remark](notice)
    return clean(f"{place}：{said}" if place else said)
