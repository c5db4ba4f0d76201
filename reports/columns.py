"""What offices call their columns: the one table from a heading as written to the field it fills.

A heading matches when it is, or ends with, one of a field's names (整改完成时限 with 完成时限); the longest name wins.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

#: What an office calls its units (``Rules.unit_word`` is one of them, as a rule).
_UNIT_WORDS = ("单位", "股室", "科室", "处室", "部门", "股", "科", "处")


def _of_units(*roles: str) -> tuple[str, ...]:
    return tuple(role + word for role in roles for word in _UNIT_WORDS)


#: What begins a row's own clock, as 5个工作日内 counts from it.
_GIVEN = (
    *("交办", "受理", "下达", "收文", "收件", "接件", "接单", "接收", "收到", "转办", "派单", "派发", "分办", "移交"),
    *("来文", "发文", "立案", "登记", "来电"),
)

#: What a limit is called next to another: 原时限, 延期后时限, 调整后日期.
_LIMITS = (
    *(
        front + word
        for front in (
            "原",
            "原定",
            "现",
            "新",
            "延期",
            "延长",
            "调整",
            "变更",
            "顺延",
            "展期",
            "最终",
            "最新",
            "最后",
            "要求",
            "规定",
        )
        for word in ("时限", "期限")
    ),
    *(
        front + after + word
        for front in ("延期", "延长", "调整", "变更", "顺延", "展期", "修订", "批准")
        for after in ("后", "后的")
        for word in ("时限", "期限", "时间", "日期")
    ),
)

#: Fields of ``domain.imports.sheet.ItemRow``.
ITEM_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "own_number": ("督办号",),
    "number": ("序号", "编号", "指标序号", "台账号", "项目编号", "问题编号", "任务编号", "工单编号", "信访编号", "no"),
    "kind": ("类别", "督办类别", "事项类别", "任务类别", "类型", "事项类型"),
    "title": (
        *(
            "事项",
            "问题",
            "任务",
            "存在问题",
            "反馈问题",
            "问题描述",
            "存在的问题",
            "反馈的问题",
            "具体问题",
            "问题清单",
        ),
        *("工作任务", "目标任务", "重点工作", "重点任务", "任务内容", "工作内容", "考核内容", "任务清单"),
        *("督办事项", "督查事项", "交办事项", "办理事项", "工作事项", "议定事项"),
        *("诉求内容", "诉求事项", "反映问题", "反映内容", "反映事项", "信访事项", "工单内容", "工单标题", "投诉内容"),
        *("事项名称", "任务名称", "问题名称", "事项内容", "问题内容", "指标名称"),
        *("主要任务", "具体任务", "年度任务", "主要工作", "重点事项", "部署事项", "批示事项", "任务事项"),
        *("主要问题", "发现问题", "查出问题", "发现的问题", "查摆问题", "具体表现", "主要诉求", "信访诉求", "信访内容"),
        *("诉求", "来信内容", "提案内容", "建议内容", "申请内容"),
    ),
    "source": ("来源", "任务来源", "问题来源", "问题类别", "反馈单位", "交办来源", "来源渠道", "工单来源", "任务依据"),
    "reference": ("文号", "文件号", "文件文号"),
    "measures": (
        *("措施", "整改措施", "具体措施", "工作举措", "工作措施", "整改举措"),
        *("主要措施", "推进措施", "落实措施", "解决措施", "主要举措", "具体举措"),
    ),
    "standard": (
        *("标准", "整改目标", "完成标准", "考核要点", "目标要求", "考核标准", "工作目标"),
        *("工作标准", "销号标准", "验收标准", "完成目标", "预期目标", "评分标准"),
    ),
    "leader": (
        *("责任领导", "分管领导", "牵头领导", "包抓领导", "包案领导", "第一责任人"),
        *("分管局领导", "责任局领导", "挂包领导", "主管领导", "局领导"),
    ),
    "unit": (*_of_units("责任", "牵头", "承办", "主办", "主责", "落实", "经办"), "责任主体"),
    "partners": _of_units("配合", "协办", "协同", "协助", "配合责任", "参与", "会办"),
    "owner": (
        *("责任人", "具体责任人", "直接责任人", "经办人", "承办人", "联系人", "责任人员"),
        *("责任人姓名", "经办人员", "承办人员", "主办人", "具体负责人", "责任人及职务", "负责人"),
    ),
    "due": (
        *(
            "完成时限",
            "整改时限",
            "整改期限",
            "办理时限",
            "时限要求",
            "完成期限",
            "办结时限",
            "办理期限",
            "时限",
            "期限",
        ),
        *_LIMITS,
        *("办结期限", "时间节点", "时间要求", "时限节点", "完成节点", "截至时间", "截至日期", "最后期限", "限办时间"),
        *("完成时间", "整改时间", "截止时间", "截止日期", "完成日期", "延期至", "延长至", "顺延至", "调整至", "变更至"),
    ),
    "given_on": tuple(event + word for event in _GIVEN for word in ("时间", "日期")),
    "start_on": ("开始时间", "起始时间", "启动时间", "开始日期", "启动日期"),
    "progress": (
        *("进展", "进展情况", "推进落实情况", "落实情况", "推进情况", "整改情况", "完成情况", "办理情况", "工作进展"),
        *("整改进展", "目前进展", "下一步打算", "办理进展", "最新进展", "本周进展", "办理结果", "整改结果"),
    ),
    "state": ("办理状态", "状态", "完成状态", "整改状态", "办结状态"),
    "crossed_off": ("是否销号", "是否办结", "是否完成", "是否整改到位"),
    "evidence": ("佐证材料", "佐证"),
    "marks": ("标记", "标识", "重点标记"),
    "sensitive": ("敏感", "是否敏感", "敏感性", "敏感事项", "是否涉密", "涉密", "是否保密", "密级"),
    "remark": ("备注", "说明"),
    "score": ("分值", "分数", "考核分值"),
    "highlight": ("亮点", "是否亮点", "亮点工作"),
    "parent": ("上级事项", "所属事项", "上级任务", "所属任务", "父项", "上级督办号"),
    "quota_target": ("目标值", "目标数", "年度目标值", "任务数", "目标任务数", "数量目标"),
    "quota_reached": ("已完成数", "完成数", "已完成量", "完成数量"),
    "counted_in": ("计量单位", "目标单位"),
    "amount": ("涉及金额", "问题金额"),
    "amount_put_right": ("整改金额", "已整改金额"),
    "rules_made": ("出台制度", "建立制度", "制定制度", "出台制度名称"),
    "instruction": ("领导批示", "批示内容", "批示意见"),
    "instruction_leader": ("批示领导", "批示人"),
    "instruction_day": ("批示日期", "批示时间"),
    "instruction_limit": ("批示办理时限", "批示时限", "批示办理期限"),
    "shares": ("目标分解", "指标分解", "数量目标分解"),
    "quarters": ("季度目标", "分季度目标", "季度目标值"),
    "report_every": ("报告周期", "反馈周期"),
    "urgency": ("紧急程度", "紧急等级", "工单紧急程度", "缓急程度"),
    "criterion": ("复查标准", "回头看标准", "销号后复查标准"),
    "observe_until": ("观察期至", "观察期", "观察期截止"),
    "verifier": ("复查人", "回头看责任人"),
}

#: Fields of ``domain.imports.sheet.PersonRow``.
ROSTER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "名字"),
    "unit": (*_UNIT_WORDS, *_of_units("所在", "工作"), "所属单位"),
    "role": ("角色", "督办角色"),
    "telegram_id": ("telegramid", "telegram", "telegram号", "tgid", "电报id"),
    "oversees": (*_of_units("分管"), "分管"),
    "liaisons": ("联络员", "工作联络员"),
    "post": ("职务", "职位", "岗位", "身份", "现任职务", "岗位职务"),
    "state": ("状态", "人员状态", "在岗状态", "在职状态", "任职状态", "岗位状态", "在岗情况"),
    "on_duty": ("在岗", "是否在岗", "在职", "是否在职", "启用", "是否启用"),
    "off_duty": ("停用", "是否停用", "离岗", "是否离岗", "离职", "是否离职"),
    "remark": ("备注", "说明"),
}

#: The column that a workbook of refused rows adds; nothing is taken from it when it is sent again.
REASON_HEADING = "未导入原因"
#: Headings that end like a field's name and mean another thing.
_OTHERS = (
    "填报单位",
    "是否按期完成",
    "督办单位",
    "责任单位意见",
)
#: Fields in which several columns are joined; in all others the first column counts.
JOINED = frozenset({"source", "measures", "standard", "progress", "evidence", "remark", "given_on"})
#: Headings of a day on which something was done: no limit, whatever they end in.
_WHEN_DONE = re.compile(
    r"实际(?:完成|整改|办结|销号|反馈|时间|日期|$)|已(?:完成|办结|整改|销号)"
    r"|(?:完成整改|反馈|报告|上报|报送|填报|填表|销号|办结|验收|审核|审批|核查|核实|签收|更新|回复|答复|申请|复查|检查|督查|通报)"
    r"的?(?:时间|日期)$",
    re.MULTILINE,
)
_PLANNED = "计划|预计|拟|预期"
#: The rank of a heading that says that it is a limit, and no more.
PLAIN_LIMIT = 1
#: Which of several limits counts: the first line that the heading fits gives its rank, and the highest speaks.
_LIMIT_RANKS = tuple(
    (re.compile(pattern, re.MULTILINE), rank)
    for pattern, rank in (
        (r"(?:^|\()原|原[定有]|初步|初定|首次|阶段|节点|中期|内部|上次|前次|(?:变更|调整|延期)前", -1),
        (r"最终|最新", 3),
        (
            r"(?:^|\()(?:现(?!场|有|状|存|阶段)|新)|调整|延期|延长|展期|变更|顺延|修[订改]|重新|更新后|[二再]次|(?:核准|批准)后",
            2,
        ),
        (r"(?:反馈|报告|上报|报送|回复|答复)(?:时限|期限)", -2),
        (_PLANNED, 0),
        (r"时限|期限|截[止至]|最迟|要求", PLAIN_LIMIT),
        (r"", 0),
    )
)
#: Shorter names must match as a whole: 任务 would else be found at the end of almost anything.
_SHORTEST_ENDING = 3

_BRACKETED = re.compile(r"[((【\[].*?[))】\]]")
_DECORATION = re.compile(r"[\s**::、,.。_/]+")


def bare_heading(heading: str) -> str:
    """The heading without spaces, line breaks, brackets (完成时限（年月日）) and marks such as ``*``."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    return _DECORATION.sub("", _BRACKETED.sub("", plain))


def match_heading(heading: str, columns: Mapping[str, tuple[str, ...]]) -> tuple[str, int] | None:
    """The field that a heading names, and how well (the longer, the better; whole names best); ``None`` for none."""
    bare = bare_heading(heading)
    whole, endings = _names_of(tuple(columns.items()))
    if bare in _OTHERS or (bare not in whole and not bare.endswith(endings)):
        return None
    found = [
        (len(name) + (100 if bare == name else 0), field)
        for field, names in columns.items()
        for name in names
        if bare == name or (len(name) >= _SHORTEST_ENDING and bare.endswith(name))
    ]
    fit, field = max(found)
    return field, fit


@cache
def _names_of(columns: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Every name of a column, and those that a heading may end with: most cells of a sheet are no heading at all."""
    names = [name for _, names in columns for name in names]
    return frozenset(names), tuple(name for name in names if len(name) >= _SHORTEST_ENDING)


def limit_rank(*headings: str) -> int | None:
    """How much a limit's column counts against others, by its heading (on two levels: in both orders).

    ``None`` for a day on which something was done. Brackets count: 完成时限（调整后）.
    """
    text = "\n".join(_DECORATION.sub("", unicodedata.normalize("NFKC", heading)) for heading in headings)
    if _WHEN_DONE.search(text):
        return None
    return next(rank for pattern, rank in _LIMIT_RANKS if pattern.search(text))


def may_be_when_done(rank: int, heading: str) -> bool:
    """Whether the heading (完成时间) says neither limit nor plan: with 完成时限 it is when it was done."""
    return rank == 0 and not re.search(_PLANNED, heading)
