"""Groups, cooperating units, handing over, leave, who is in the roster, who hears what."""

from collections.abc import Mapping

from domain.actions import Action
from texts.action_words.row import Words

PEOPLE: Mapping[Action, Words] = {
    Action.BIND: Words(
        label="绑定",
        does="绑定群聊",
        example="社会救助股",
        help=("绑定单位群", "/bind"),
        phrases="绑定 绑定群聊 绑定本群 bind",
    ),
    Action.UNBIND: Words(does="解除本群绑定", phrases="解绑 解除绑定 解除本群绑定 取消绑定 unbind"),
    Action.TICK: Words(
        label="配合完成",
        does="反馈配合完成",
        example="12 已提供名单",
        verbs="配合完成 已配合 配合完毕 tick",
    ),
    Action.REMIND_PARTNERS: Words(label="提醒配合单位"),
    Action.ASSIGN: Words(label="转办", does="转办给他人", example="12 王某 借调乡镇", verbs="转办 转交 移交 assign"),
    Action.WITHDRAW_OFFER: Words(label="撤回转办"),
    Action.REPLACE_OFFER: Words(label="改送"),
    Action.TAKE_OVER: Words(label="接手"),
    Action.DECLINE: Words(label="不接手，说明原因"),
    Action.HAND_ALL: Words(
        label="整体移交", does="整体移交某人事项", example="甲某 乙某 借调乡镇", of_people="整体移交"
    ),
    Action.TAKE_ALL: Words(label="接手全部"),
    Action.IMPORT: Words(label="确认导入"),
    Action.LEAVE: Words(
        label="请假",
        does="请假和代办",
        example="12月1日-12月5日 乙某",
        help=("请假，由别人代办", "“请假 12月1日-12月5日 乙某”"),
        phrases="请假 我要请假 我想请假 我的请假 请假代办 怎么请假 如何请假 leave",
        of_days="请假 休假 调休 我要请假 我想请假 我请假 本人请假 申请请假",
    ),
    Action.RETIRE: Words(label="停用人员", does="停用离岗人员", example="王某", of_people="停用 离岗"),
    Action.REJOIN: Words(label="恢复人员", does="恢复返岗人员", example="王某", of_people="恢复 返岗"),
    Action.JOIN: Words(does="申请启用", example="甲某"),
    Action.ADMIT: Words(label="确认启用"),
    Action.INVITE: Words(
        label="邀请启用",
        does="邀请人员启用",
        example="甲某",
        phrases="邀请 邀请启用 邀请人员 invite",
        of_people="邀请 邀请启用",
    ),
    Action.TAKE: Words(label="选择姓名"),
    Action.MUTE: Words(
        label="3天内不再提醒",
        does="静音：暂不向本人抄送提醒",
        example="12 3天",
        verbs="静音 免打扰 暂不提醒 mute",
    ),
    Action.CAUSE: Words(label="为何收到"),
}
