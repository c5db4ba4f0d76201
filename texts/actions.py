"""What each action is called: its button, its line in menus and help, an example, and the words that ask for it.

A phrase stands in lower case and half width, without the politeness and punctuation around it.
"""

import re
from collections.abc import Mapping

from msgspec import Struct

from domain.actions import ACTIONS, COMMANDS, Action, Reach
from domain.roster import Role


class Words(Struct, frozen=True, kw_only=True):
    """One action's words. Lists of words are separated by spaces."""

    label: str = ""  # its button, where it says the same for every item; see ``texts.lines.label_of``
    does: str = ""  # its line in a menu
    example: str = ""  # what follows the command in an example
    help: tuple[str, str] = ("", "")  # its line in ``/help``: what one does, and how it is said
    phrases: str = ""  # are complete by themselves
    verbs: str = ""  # act on the items that are named
    offers: str = ""  # verbs that could mean several things: answered with a button
    of_words: str = ""  # any words follow
    of_terms: str = ""  # a few terms follow; other words behind it are a report (抽查20户无误)
    of_work: str = ""  # what is to be done follows, in any words
    of_people: str = ""  # a person's name follows, and perhaps a unit
    of_days: str = ""  # days follow, or stand before it


WORDS: Mapping[Action, Words] = {
    Action.START: Words(
        does="启用督办助手",
        phrases="启用 启用督办助手 开始 开始使用 启动 start",
    ),
    Action.HELP: Words(
        label="全部指令",
        does="使用说明",
        phrases="""
            帮助 怎么用 如何使用 怎么使用 使用说明 说明 用法 指令 命令 功能 菜单 你会什么 你能做什么 能做什么
            有什么功能 怎么操作 操作说明 ? ?? help menu
        """,
    ),
    Action.WHOAMI: Words(
        does="我的身份",
        phrases="我是谁 我的身份 我的编号 我的id whoami",
    ),
    Action.MINE: Words(
        label="我的事项",
        does="我的事项",
        help=("我负责的", "“我的事项”"),
        phrases="""
            我的事项 我的任务 我的待办 我的工作 我的台账 待办 待办事项 待办任务 我的 事项 任务 我有哪些事 我有什么事
            我有哪些任务 我有什么任务 我有哪些待办 我有哪些事项 我有什么待办 我还有哪些事 我还有什么事 有哪些待办
            有什么待办 有哪些任务 有什么任务 我要办什么 我的在办 在办 在办事项 我的在办事项 未办结 未完成 未办结事项
            我的未办结事项 我手上的事 mytasks tasks
        """,
    ),
    Action.UNIT: Words(
        label="本单位事项",
        does="本单位事项",
        help=("看某单位的事项", "/unit {unit}"),
        phrases="""
            本单位 本股 本股室 本科室 本处室 本单位事项 本股事项 本股室事项 本科室事项 我们股 我们单位 我股 全股
            股室事项 单位事项 分管 分管事项 我分管的 我分管的事项 unit
        """,
    ),
    Action.ALL: Words(
        label="全部事项",
    ),
    Action.SUMMARY: Words(
        label="督办汇总",
        does="督办汇总",
        phrases="""
            督办汇总 汇总 情况汇总 汇总情况 全局情况 全局汇总 全局 总体情况 整体情况 总览 概况 进展汇总 督办情况
            统计 summary
        """,
    ),
    Action.LATE: Words(
        label="逾期清单",
        does="逾期清单",
        phrases="""
            逾期的有哪些 逾期了的 逾期 逾期事项 逾期清单 逾期任务 已逾期 逾期的 超期 超期事项 超期清单 过期
            有什么逾期的 有哪些逾期 有什么逾期 有哪些逾期的 有没有逾期的 有没有逾期 有逾期的 有逾期 哪些逾期
            哪些逾期了 我的逾期 逾期了哪些 overdue
        """,
    ),
    Action.WAITING: Words(
        label="待审清单",
        does="待审清单",
        phrases="""
            待审 待审核 待我审核 待我审批 待审批 待审事项 待审清单 待审核事项 待销号 待销号事项 有哪些待审 有什么待审
            有待审的吗 审核 要我审的 需要我审核的 pending
        """,
    ),
    Action.UNSIGNED: Words(
        label="未签收清单",
    ),
    Action.EXTENSIONS: Words(
        label="改期申请",
    ),
    Action.OBSTACLES: Words(
        label="待答复难点",
    ),
    Action.PLANS: Words(
        label="待审方案",
    ),
    Action.PROLONGINGS: Words(
        label="延长申请",
    ),
    Action.DOUBTS: Words(
        label="待答复异议",
    ),
    Action.RECHECK: Words(
        label="回头看清单",
    ),
    Action.WEEK: Words(
        label="本周到期",
        does="本周到期",
        phrases="""
            快到期 快到期的 哪些快到期 近期到期 有哪些快到期 本周 本周到期 本周事项 本周到期事项 本周任务 这周
            这周到期 一周内到期 本周有哪些到期 本周有什么 本周有哪些 本周要办什么 week
        """,
    ),
    Action.TODAY: Words(
        label="今日到期",
        does="今日到期",
        phrases="""
            今日 今天 今日到期 今天到期 今日事项 今天事项 今日到期事项 今天有什么 今天有哪些到期 今日有哪些到期
            今天有什么到期 今天要办什么 today
        """,
    ),
    Action.TOMORROW: Words(
        label="明日到期",
        does="明日到期",
        phrases="""
            明日 明天 明日到期 明天到期 明日事项 明天事项 明日到期事项 明天有什么 明天有哪些到期 明日有哪些到期
            明天有什么到期 明天要办什么 下一个工作日 下一工作日 下个工作日到期 tomorrow
        """,
    ),
    Action.GAPS: Words(
        label="缺项清单",
        does="缺项清单",
        phrases="""
            缺项 缺项清单 缺项事项 有哪些缺项 有什么缺项 哪些缺项 要素不全 无期限 无期限的 没有期限的 缺期限 缺标准
            缺责任人 缺措施 没有责任人的 gaps
        """,
    ),
    Action.FILL_GAPS: Words(
        label="逐项补填",
        does="逐项补填缺项",
        help=("补填缺项", "/fill"),
        phrases="补填 补填缺项 逐项补填 补缺项 填缺项 补齐缺项 fill",
    ),
    Action.GAP_FILE: Words(
        label="导出待补表",
    ),
    Action.ROUND: Words(
        label="清单梳理",
        does="清单梳理（发起、返回、查看）",
        example="12月5日前",
        help=("清单梳理", "/round"),
        phrases="清单梳理 梳理情况 梳理返回情况 查看梳理 round",
        of_terms="发起清单梳理 清单梳理",
    ),
    Action.RETURN_LIST: Words(
        label="已梳理完毕",
    ),
    Action.SILENT: Words(
        label="久未反馈",
        does="久未反馈",
        phrases="""
            久未反馈 久未反馈的 久未反馈清单 久未反馈事项 长期未反馈 长期未反馈的 哪些没反馈 哪些没有反馈 哪些未反馈
            未反馈的 没有反馈的 没反馈的 谁没反馈 silent
        """,
    ),
    Action.FIND: Words(
        label="查找",
        does="查找事项",
        example="低保",
        help=("按词查找", "“查找 低保”"),
        phrases="查找 查找事项 搜索 检索 find search",
        of_words="查找 搜索 检索 搜一下 搜 find search",
    ),
    Action.LIST: Words(
        label="事项清单",
        does="筛选事项",
        phrases="""
            筛选 筛选事项 事项筛选 事项清单 清单 列表 事项列表 全部清单 所有事项 全部事项 按单位筛选 按责任人筛选 list
        """,
        of_terms="筛选 筛选事项 事项清单 list",
    ),
    Action.TASKS: Words(
        label="任务清单",
        does="任务清单",
        help=("三张清单", "“任务清单”“责任清单”“问题清单”"),
        phrases="任务清单 工作清单 看任务清单 任务清单有哪些 按来源看 tasklist",
    ),
    Action.DUTIES: Words(
        label="责任清单",
        does="责任清单",
        phrases="责任清单 看责任清单 责任分工 责任分工表 谁负责什么 按领导看 按责任人看 duties",
    ),
    Action.PROBLEMS: Words(
        label="问题清单",
        does="问题清单",
        phrases="问题清单 看问题清单 整改清单 整改台账 问题台账 有哪些问题 存在问题 problems",
    ),
    Action.LIST_FILE: Words(
        label="导出表格",
    ),
    Action.CHART: Words(
        label="挂图",
        does="督办挂图（可打印）",
        example="养老服务股",
        help=("督办挂图", "“挂图”"),
        phrases="挂图 督办挂图 挂图作战 看挂图 作战图 进度图 横道图 甘特图 chart",
        of_terms="挂图 督办挂图 挂图作战 chart",
    ),
    Action.SAMPLE: Words(
        label="随机抽查",
        does="随机抽查事项",
        example="5",
        help=("随机抽查", "“抽查 5”"),
        phrases="抽查 随机抽查 随机抽取 抽查事项 sample",
        of_terms="抽查 随机抽查 随机抽取 抽取 sample",
    ),
    Action.CHANGES: Words(
        label="变动清单",
        does="变动清单",
        help=("期限、责任变动和撤销、逾期", "“变动清单”"),
        phrases="变动清单 变动情况 变动 有哪些变动 变更清单 改期清单 changes",
        of_terms="变动清单 变更清单 变动情况 changes",
    ),
    Action.FIGURES: Words(
        label="考核数据",
        does="考核数据",
        example="上半年",
        help=("考核数据和依据", "“考核数据 上半年”"),
        phrases="考核数据 考核情况 考核统计 考核台账 figures",
        of_terms="考核数据 考核统计 考核情况 figures",
    ),
    Action.PAPER: Words(
        label="公文稿",
        does="起草公文稿",
        example="半年汇报",
        help=("起草汇报、通报、督办单", "“起草 半年汇报”"),
        phrases="公文稿 公文 起草 起草公文 起草材料 写材料 paper",
        of_terms="公文稿 公文 起草 起草公文 paper",
    ),
    Action.CODE: Words(
        label="台账校验码",
        does="台账校验码",
        phrases="校验码 台账校验码 核对码 查校验码 code",
    ),
    Action.STATUS: Words(
        label="运行情况",
        does="助手的运行情况",
        help=("看助手运行是否正常", "“运行情况”"),
        phrases="""
            运行情况 运行状态 运行状况 系统状态 系统情况 助手状态 机器人状态 运行正常吗 系统正常吗 助手正常吗 备份情况
            status
        """,
    ),
    Action.BOARD: Words(
        label="督办看板",
        does="督办看板（网页）",
        help=("在网页上看", "“看板”"),
        phrases="看板 督办看板 网页看板 打开看板 大屏 网页版 board",
    ),
    Action.CLOSE_YEAR: Words(
        label="确认结转",
        does="年度结转",
        help=("年末结转台账", "“年度结转”"),
        phrases="年度结转 结转 台账结转 结转台账 年终结转 newyear",
    ),
    Action.CALENDAR: Words(
        label="日历订阅",
        does="日历订阅",
        help=("在日历里看期限", "/calendar"),
        phrases="日历订阅 订阅日历 日历 我的日历 督办日历 calendar",
    ),
    Action.CALENDAR_FILE: Words(
        label="下载日历文件",
    ),
    Action.END_CALENDARS: Words(
        label="停用旧链接",
    ),
    Action.COOPERATION: Words(
        label="配合事项",
        does="待反馈的配合事项",
        phrases="配合事项 我的配合事项 本股配合事项 待配合事项",
    ),
    Action.ASLEEP: Words(
        label="未启用名单",
    ),
    Action.SEE: Words(
        label="查看",
        does="查看一项",
        example="12",
        help=("看某一项和办理过程", "“第12号”"),
        verbs="进展 进度 查 查询 查看 查一下 查看一下 看 看看 看下 看一下 打开 事项 详情 item show",
        offers="同意 批准 通过 退回 审核 审批 督办 催办 补充",
    ),
    Action.PARTS: Words(
        label="下级事项",
        does="查看下级事项",
        example="12",
        verbs="下级 下级事项 parts",
    ),
    Action.HISTORY: Words(
        label="办理过程",
        does="办理过程",
        example="12",
        verbs="办理过程 查看办理过程 看办理过程 历史记录 办理记录 history",
    ),
    Action.ACKNOWLEDGE: Words(
        label="签收",
        does="签收交办事项",
        example="12",
        help=("签收新交办的", "“签收 12”"),
        verbs="签收 确认签收 收到 收悉 已阅 知悉 ack",
    ),
    Action.NOTE: Words(
        label="确认",
        help=("反馈进展", "“12 已报局办，待会签”"),
    ),
    Action.PROGRESS: Words(
        label="反馈进展",
        does="反馈进展",
        example="12 已报局办，待会签",
        verbs="反馈 反馈进展 汇报 汇报进展 progress",
    ),
    Action.STAGE: Words(
        label="推进中",
    ),
    Action.NO_CHANGE: Words(
        label="无变化",
    ),
    Action.CORRECT: Words(
        label="更正",
    ),
    Action.EVIDENCE: Words(
        label="补充佐证",
        does="补充佐证材料",
        example="12",
        verbs="佐证 补充佐证 上传佐证 佐证材料 补充材料 evidence",
    ),
    Action.FILE_PIECE: Words(
        label="不是佐证",
    ),
    Action.PIECES: Words(
        label="佐证材料",
    ),
    Action.RETURN_PIECE: Words(
        label="退回此件",
    ),
    Action.NOT_MEANT: Words(
        label="不是",
    ),
    Action.DONE: Words(
        label="办结",
        does="办结或申请销号",
        example="12 已报局办",
        help=("办结或申请销号", "“完成 12 已报局办”"),
        verbs="""
            完成 办结 销号 办完 完结 结项 申请销号 申请办结 办理完毕 办理完成 整改完成 完成整改 整改完毕 销账 申请核销
            done finish finished
        """,
        offers="搞定 办好 做完 弄好 弄完 做好 办妥 干完 关闭 close",
    ),
    Action.SUBMIT: Words(
        label="无补充，直接申请",
    ),
    Action.STILL_CLOSE: Words(
        label="仍申请",
    ),
    Action.INSIST: Words(
        label="仍同意销号",
    ),
    Action.CONFIRM: Words(
        label="登记上级确认",
        does="登记上级确认并销号",
        example="12 市民政局销号函〔2026〕8号",
        verbs="上级确认 登记上级确认 confirm",
    ),
    Action.VERIFY: Words(
        label="回头看",
        does="回头看：巩固或反弹",
        example="12 巩固 现场抽查无反弹",
        verbs="回头看 复查 verify",
    ),
    Action.LESSON: Words(
        label="举一反三",
    ),
    Action.SUM_UP: Words(
        label="已总结上报",
        does="登记亮点工作已总结上报",
        example="12",
        verbs="总结上报 已总结上报 上报总结 sumup",
    ),
    Action.UNDO: Words(
        label="撤回",
        does="撤回办结或申请",
        example="12",
        help=("撤回", "“撤回 12”"),
        verbs="撤回 撤销办结 撤回办结 撤回申请 撤销申请 取消办结 取消申请 撤回销号 撤回销号申请 撤销销号 收回 undo",
        offers="撤销 取消",
    ),
    Action.DOUBT: Words(
        label="有异议",
        does="对新交办提出异议",
        example="12 非本股室职责",
        help=("对新交办有异议", "“有异议 12 原因”"),
        verbs="有异议 提出异议 异议 object",
    ),
    Action.OBJECT: Words(
        label="要求不明确",
    ),
    Action.SETTLE: Words(
        label="维持",
    ),
    Action.EDIT: Words(
        label="调整",
        does="调整事项内容",
        example="12 期限=12月20日 原因=省系统升级",
        verbs="调整 修改 变更 edit",
    ),
    Action.ADD: Words(
        does="交办事项",
        example="社会救助股 甲某 12月15日前 完成低保核查",
        help=("交办事项", "“交办 {unit} 甲某 12月15日前 完成低保核查”"),
        phrases="交办 交办事项 新增事项 新增任务 布置任务 add",
        of_work="交办 交办事项 新增 新增事项 布置 下达",
    ),
    Action.SET: Words(
        label="确认交办",
    ),
    Action.CANCEL: Words(
        label="撤销",
        does="撤销录错的事项",
        example="12 重复录入",
        verbs="撤销事项 作废 cancel",
    ),
    Action.SUSPEND: Words(
        label="挂账",
        does="挂账到某日",
        example="12 至3月31日 等待省级系统升级",
        verbs="挂账 暂缓 suspend",
        offers="中止",
    ),
    Action.RESUME: Words(
        label="恢复办理",
        does="恢复挂账事项",
        example="12",
        verbs="恢复办理 恢复推进 resume",
        offers="恢复",
    ),
    Action.AMEND: Words(
        label="确认调整",
    ),
    Action.APPROVE: Words(
        label="同意销号",
    ),
    Action.SEND_BACK: Words(
        label="退回补充",
    ),
    Action.REASON: Words(
        label="另写原因",
    ),
    Action.EXTEND: Words(
        label="申请延期",
        does="申请延期",
        example="12 12月20日 省系统升级",
        help=("申请延期", "“延期 12 12月20日 省系统升级”"),
        verbs="延期 申请延期 延长期限 申请延长 展期 extend",
    ),
    Action.EXTEND_DAY: Words(
        label="取消",
    ),
    Action.WITHDRAW_EXTENSION: Words(
        label="撤回申请",
    ),
    Action.GRANT_EXTENSION: Words(
        label="同意",
    ),
    Action.MOVE_EXTENSION: Words(
        label="另定日期",
    ),
    Action.REFUSE_EXTENSION: Words(
        label="不同意",
    ),
    Action.REPORT_OBSTACLE: Words(
        label="报告难点",
        does="报告难点",
        example="12 消防验收排期至12月10日，请协调提前",
        help=("报告难点", "“难点 12 验收排期未定，请协调”"),
        verbs="难点 报告难点 反映难点 上报难点 遇到难点 stuck",
    ),
    Action.OBSTACLE_KIND: Words(
        label="取消",
    ),
    Action.ANSWER_OBSTACLE: Words(
        label="答复",
        does="答复难点",
        example="12 已商定11月28日验收",
        help=("答复难点", "“答复难点 12 已商定11月28日验收”"),
        verbs="答复难点 难点答复 answer",
    ),
    Action.ESCALATE_OBSTACLE: Words(
        label="转局长",
    ),
    Action.DISOWN_OBSTACLE: Words(
        label="与我无关",
    ),
    Action.MAKE_LONG_TERM: Words(
        label="转为长期事项",
    ),
    Action.SOLVE_OBSTACLE: Words(
        label="已解决",
    ),
    Action.REPEAT_OBSTACLE: Words(
        label="仍未解决",
    ),
    Action.BIND: Words(
        label="绑定",
        does="绑定群聊",
        example="社会救助股",
        help=("绑定单位群", "/bind"),
        phrases="绑定 绑定群聊 绑定本群 bind",
    ),
    Action.UNBIND: Words(
        does="解除本群绑定",
        phrases="解绑 解除绑定 解除本群绑定 取消绑定 unbind",
    ),
    Action.TICK: Words(
        label="配合完成",
        does="反馈配合完成",
        example="12 已提供名单",
        verbs="配合完成 已配合 配合完毕 tick",
    ),
    Action.REMIND_PARTNERS: Words(
        label="提醒配合单位",
    ),
    Action.ASSIGN: Words(
        label="转办",
        does="转办给他人",
        example="12 王某 借调乡镇",
        verbs="转办 转交 移交 assign",
    ),
    Action.WITHDRAW_OFFER: Words(
        label="撤回转办",
    ),
    Action.REPLACE_OFFER: Words(
        label="改送",
    ),
    Action.TAKE_OVER: Words(
        label="接手",
    ),
    Action.DECLINE: Words(
        label="不接手，说明原因",
    ),
    Action.HAND_ALL: Words(
        label="整体移交",
        does="整体移交某人事项",
        example="甲某 乙某 借调乡镇",
        of_people="整体移交",
    ),
    Action.TAKE_ALL: Words(
        label="接手全部",
    ),
    Action.IMPORT: Words(
        label="确认导入",
    ),
    Action.LEAVE: Words(
        label="请假",
        does="请假和代办",
        example="12月1日-12月5日 乙某",
        help=("请假，由别人代办", "“请假 12月1日-12月5日 乙某”"),
        phrases="请假 我要请假 我想请假 我的请假 请假代办 怎么请假 如何请假 leave",
        of_days="请假 休假 调休 我要请假 我想请假 我请假 本人请假 申请请假",
    ),
    Action.RETIRE: Words(
        label="停用人员",
        does="停用离岗人员",
        example="王某",
        of_people="停用 离岗",
    ),
    Action.REJOIN: Words(
        label="恢复人员",
        does="恢复返岗人员",
        example="王某",
        of_people="恢复 返岗",
    ),
    Action.JOIN: Words(
        does="申请启用",
        example="甲某",
    ),
    Action.ADMIT: Words(
        label="确认启用",
    ),
    Action.INVITE: Words(
        label="邀请启用",
        does="邀请人员启用",
        example="甲某",
        phrases="邀请 邀请启用 邀请人员 invite",
        of_people="邀请 邀请启用",
    ),
    Action.TAKE: Words(
        label="选择姓名",
    ),
    Action.MUTE: Words(
        label="3天内不再提醒",
        does="静音：暂不向本人抄送提醒",
        example="12 3天",
        verbs="静音 免打扰 暂不提醒 mute",
    ),
    Action.CAUSE: Words(
        label="为何收到",
    ),
    Action.INSTRUCT: Words(
        does="登记领导批示",
        example="12 郑局长：请抓紧，3月5日前报结果",
        verbs="批示 领导批示 登记批示 instruct",
    ),
    Action.ANSWER_INSTRUCTION: Words(
        label="报批示办理情况",
        does="报批示办理情况",
        example="12 已约谈责任单位",
        verbs="批示办理 批示办理情况 办理批示 instructed",
    ),
    Action.MEASURES: Words(
        label="措施",
        does="措施逐条完成",
        example="12 完成1",
        verbs="措施 整改措施 measures",
    ),
    Action.TICK_MEASURE: Words(
        label="完成措施",
    ),
    Action.SERIES: Words(
        label="例行工作",
        does="例行工作（每月、每季度……）",
        example="39 跳过",
        help=("例行工作", "“例行”"),
        phrases="例行 例行工作 例行任务 周期任务 series",
        of_terms="例行 例行工作",
    ),
    Action.SET_SERIES: Words(
        label="跳过下一期",
    ),
    Action.PLAN: Words(
        label="时间表",
        does="时间表和节点",
        example="24 3月15日 完成选址；4月30日 主体完工",
        help=("倒排工期", "/plan 24"),
        verbs="时间表 节点 倒排工期 倒排 路线图 plan",
    ),
    Action.SET_PLAN: Words(
        label="倒排工期",
    ),
    Action.ASK_PLAN: Words(
        label="报审方案",
    ),
    Action.APPROVE_PLAN: Words(
        label="同意方案",
    ),
    Action.REFUSE_PLAN: Words(
        label="退回方案",
    ),
    Action.MILESTONE: Words(
        label="完成节点",
    ),
    Action.CLOCK: Words(
        label="法定环节",
        does="法定环节和时限",
        example="12 告知受理 3月2日",
        verbs="法定环节 法定时限 办理环节 登记环节 clock",
    ),
    Action.ACCEPTED: Words(
        does="登记已告知受理",
        example="12 3月2日",
        verbs="已告知 已告知受理 告知受理 已受理 受理",
    ),
    Action.NOT_OURS: Words(
        does="登记不属本单位（提出异议）",
        example="12 属某局职责",
        verbs="不属本单位 不属于本单位 不属本局 不属于本局",
    ),
    Action.PROLONG: Words(
        label="申请延长",
        does="申请延长法定办理期限",
        example="12 案情复杂，需委托鉴定",
        verbs="延长办理 申请延长办理 延长办理期限 延长法定期限 prolong",
    ),
    Action.GRANT_PROLONG: Words(
        label="同意延长",
    ),
    Action.REFUSE_PROLONG: Words(
        label="不同意延长",
    ),
    Action.VERDICT: Words(
        label="群众评价",
        does="登记群众评价",
        example="12 满意",
        verbs="群众评价 登记群众评价 回访结果 回访 verdict",
    ),
    Action.MARK_CLOCK: Words(
        label="已告知受理",
    ),
    Action.RELEASE: Words(
        label="撤回启用",
    ),
}
BUTTONS: Mapping[Action, str] = {action: words.label for action, words in WORDS.items() if words.label}

#: The private menu of each role, most needed first: at most six, and the board; ``Role.STAFF`` is what most people get.
MENUS: Mapping[Role, tuple[Action, ...]] = {
    Role.OFFICE: (Action.SUMMARY, Action.WAITING, Action.LATE, Action.ADD, Action.FIND, Action.HELP),
    Role.DIRECTOR: (Action.SUMMARY, Action.LATE, Action.WAITING, Action.WEEK, Action.FIND, Action.HELP),
    Role.DEPUTY: (Action.WAITING, Action.LATE, Action.WEEK, Action.SUMMARY, Action.VERIFY, Action.HELP),
    Role.HEAD: (Action.MINE, Action.UNIT, Action.LATE, Action.WEEK, Action.DONE, Action.HELP),
    Role.STAFF: (Action.MINE, Action.PROGRESS, Action.DONE, Action.HELP),
    Role.INSPECTOR: (Action.SUMMARY, Action.LATE, Action.CHANGES, Action.SAMPLE, Action.FIND, Action.HELP),
}
#: The menu of every group: what a unit's own group may see and do.
IN_GROUPS = (Action.UNIT, Action.LATE, Action.DONE, Action.HELP)
_COMMAND = re.compile(rf"(?<![\w/])/(?:{'|'.join(COMMANDS)})\b(?!@)", re.ASCII)

#: Name and description of each command, as Telegram's menu takes them.
Menu = tuple[tuple[str, str], ...]


def example_of(command: str) -> str:
    """How the command is typed; one that is not listed takes a number."""
    action = COMMANDS.get(command)
    return f"/{command} {WORDS[action].example if action else '12'}".rstrip()


def addressed(words: str, bot: str) -> str:
    """The words with each command naming the bot: a group hears no other (privacy mode)."""
    return _COMMAND.sub(rf"\g<0>@{bot}", words)


def may_use(action: Action, role: Role) -> bool:
    """Whether the role has the action's right at all."""
    return ACTIONS[action].reaches[role] is not Reach.NONE


def menu_for(role: Role, *, has_board: bool = False) -> Menu:
    """The role's private menu; where there is a board (督办看板), it stands before the help."""
    *actions, last = MENUS[role]
    shown = (*actions, *((Action.BOARD,) if has_board else ()), last)
    return tuple((ACTIONS[action].command, WORDS[action].does) for action in shown if may_use(action, role))


def group_menu() -> Menu:
    """The menu of every group."""
    return tuple((ACTIONS[action].command, WORDS[action].does) for action in IN_GROUPS)
