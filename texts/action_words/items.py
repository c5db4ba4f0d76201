"""One item: seen, signed for, reported on, closed, looked at again."""

from collections.abc import Mapping

from domain.actions import Action
from texts.action_words.row import Words

ITEMS: Mapping[Action, Words] = {
    Action.SEE: Words(
        label="查看",
        does="查看一项",
        example="12",
        help=("看某一项和办理过程", "“第12号”"),
        verbs="进展 进度 查 查询 查看 查一下 查看一下 看 看看 看下 看一下 打开 事项 详情 item show",
        offers="同意 批准 通过 退回 审核 审批 督办 催办 补充",
    ),
    Action.PARTS: Words(label="下级事项", does="查看下级事项", example="12", verbs="下级 下级事项 parts"),
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
    Action.NOTE: Words(label="确认", help=("反馈进展", "“12 已报局办，待会签”")),
    Action.PROGRESS: Words(
        label="反馈进展",
        does="反馈进展",
        example="12 已报局办，待会签",
        verbs="反馈 反馈进展 汇报 汇报进展 progress",
    ),
    Action.STAGE: Words(label="推进中"),
    Action.NO_CHANGE: Words(label="无变化"),
    Action.CORRECT: Words(label="更正"),
    Action.EVIDENCE: Words(
        label="补充佐证",
        does="补充佐证材料",
        example="12",
        verbs="佐证 补充佐证 上传佐证 佐证材料 补充材料 evidence",
    ),
    Action.FILE_PIECE: Words(label="不是佐证"),
    Action.PIECES: Words(label="佐证材料"),
    Action.RETURN_PIECE: Words(label="退回此件"),
    Action.NOT_MEANT: Words(label="不是"),
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
    Action.SUBMIT: Words(label="无补充，直接申请"),
    Action.STILL_CLOSE: Words(label="仍申请"),
    Action.INSIST: Words(label="仍同意销号"),
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
    Action.LESSON: Words(label="举一反三"),
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
}
