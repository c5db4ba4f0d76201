"""Work is given: assigned, objected to, changed, withdrawn, suspended."""

from collections.abc import Mapping

from domain.actions import Action
from texts.action_words.row import Words

ASSIGNING: Mapping[Action, Words] = {
    Action.DOUBT: Words(
        label="有异议",
        does="对新交办提出异议",
        example="12 非本股室职责",
        help=("对新交办有异议", "“有异议 12 原因”"),
        verbs="有异议 提出异议 异议 object",
    ),
    Action.OBJECT: Words(label="要求不明确"),
    Action.SETTLE: Words(label="维持"),
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
    Action.SET: Words(label="确认交办"),
    Action.CANCEL: Words(label="撤销", does="撤销录错的事项", example="12 重复录入", verbs="撤销事项 作废 cancel"),
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
    Action.AMEND: Words(label="确认调整"),
}
