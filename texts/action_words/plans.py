"""Instructions, measures, recurring work, plans and statutory steps."""

from collections.abc import Mapping

from domain.actions import Action
from texts.action_words.row import Words

PLANS: Mapping[Action, Words] = {
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
    Action.MEASURES: Words(label="措施", does="措施逐条完成", example="12 完成1", verbs="措施 整改措施 measures"),
    Action.TICK_MEASURE: Words(label="完成措施"),
    Action.SERIES: Words(
        label="例行工作",
        does="例行工作（每月、每季度……）",
        example="39 跳过",
        help=("例行工作", "“例行”"),
        phrases="例行 例行工作 例行任务 周期任务 series",
        of_terms="例行 例行工作",
    ),
    Action.SET_SERIES: Words(label="跳过下一期"),
    Action.PLAN: Words(
        label="时间表",
        does="时间表和节点",
        example="24 3月15日 完成选址；4月30日 主体完工",
        help=("倒排工期", "/plan 24"),
        verbs="时间表 节点 倒排工期 倒排 路线图 plan",
    ),
    Action.SET_PLAN: Words(label="倒排工期"),
    Action.ASK_PLAN: Words(label="报审方案"),
    Action.APPROVE_PLAN: Words(label="同意方案"),
    Action.REFUSE_PLAN: Words(label="退回方案"),
    Action.MILESTONE: Words(label="完成节点"),
    Action.CLOCK: Words(
        label="法定环节",
        does="法定环节和时限",
        example="12 告知受理 3月2日",
        verbs="法定环节 法定时限 办理环节 登记环节 clock",
    ),
    Action.ACCEPTED: Words(does="登记已告知受理", example="12 3月2日", verbs="已告知 已告知受理 告知受理 已受理 受理"),
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
    Action.GRANT_PROLONG: Words(label="同意延长"),
    Action.REFUSE_PROLONG: Words(label="不同意延长"),
    Action.VERDICT: Words(
        label="群众评价",
        does="登记群众评价",
        example="12 满意",
        verbs="群众评价 登记群众评价 回访结果 回访 verdict",
    ),
    Action.MARK_CLOCK: Words(label="已告知受理"),
    Action.RELEASE: Words(label="撤回启用"),
}
