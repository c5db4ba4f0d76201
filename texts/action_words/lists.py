"""Lists of items, and the charts and files that are made of them."""

from collections.abc import Mapping

from domain.actions import Action
from texts.action_words.row import Words

LISTS: Mapping[Action, Words] = {
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
    Action.ALL: Words(label="全部事项"),
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
    Action.UNSIGNED: Words(label="未签收清单"),
    Action.EXTENSIONS: Words(label="改期申请"),
    Action.OBSTACLES: Words(label="待答复难点"),
    Action.PLANS: Words(label="待审方案"),
    Action.PROLONGINGS: Words(label="延长申请"),
    Action.DOUBTS: Words(label="待答复异议"),
    Action.RECHECK: Words(label="回头看清单"),
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
    Action.GAP_FILE: Words(label="导出待补表"),
    Action.ROUND: Words(
        label="清单梳理",
        does="清单梳理（发起、返回、查看）",
        example="12月5日前",
        help=("清单梳理", "/round"),
        phrases="清单梳理 梳理情况 梳理返回情况 查看梳理 round",
        of_terms="发起清单梳理 清单梳理",
    ),
    Action.RETURN_LIST: Words(label="已梳理完毕"),
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
    Action.LIST_FILE: Words(label="导出表格"),
    Action.CHART: Words(
        label="挂图",
        does="督办挂图（可打印）",
        example="养老服务股",
        help=("督办挂图", "“挂图”"),
        phrases="挂图 督办挂图 挂图作战 看挂图 作战图 进度图 横道图 甘特图 chart",
        of_terms="挂图 督办挂图 挂图作战 chart",
    ),
}
