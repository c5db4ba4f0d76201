"""What somebody else decides: closing, more time, difficulties."""

from collections.abc import Mapping

from domain.actions import Action
from texts.action_words.row import Words

REQUESTS: Mapping[Action, Words] = {
    Action.APPROVE: Words(label="同意销号"),
    Action.SEND_BACK: Words(label="退回补充"),
    Action.REASON: Words(label="另写原因"),
    Action.EXTEND: Words(
        label="申请延期",
        does="申请延期",
        example="12 12月20日 省系统升级",
        help=("申请延期", "“延期 12 12月20日 省系统升级”"),
        verbs="延期 申请延期 延长期限 申请延长 展期 extend",
    ),
    Action.EXTEND_DAY: Words(label="取消"),
    Action.WITHDRAW_EXTENSION: Words(label="撤回申请"),
    Action.GRANT_EXTENSION: Words(label="同意"),
    Action.MOVE_EXTENSION: Words(label="另定日期"),
    Action.REFUSE_EXTENSION: Words(label="不同意"),
    Action.REPORT_OBSTACLE: Words(
        label="报告难点",
        does="报告难点",
        example="12 消防验收排期至12月10日，请协调提前",
        help=("报告难点", "“难点 12 验收排期未定，请协调”"),
        verbs="难点 报告难点 反映难点 上报难点 遇到难点 stuck",
    ),
    Action.OBSTACLE_KIND: Words(label="取消"),
    Action.ANSWER_OBSTACLE: Words(
        label="答复",
        does="答复难点",
        example="12 已商定11月28日验收",
        help=("答复难点", "“答复难点 12 已商定11月28日验收”"),
        verbs="答复难点 难点答复 answer",
    ),
    Action.ESCALATE_OBSTACLE: Words(label="转局长"),
    Action.DISOWN_OBSTACLE: Words(label="与我无关"),
    Action.MAKE_LONG_TERM: Words(label="转为长期事项"),
    Action.SOLVE_OBSTACLE: Words(label="已解决"),
    Action.REPEAT_OBSTACLE: Words(label="仍未解决"),
}
