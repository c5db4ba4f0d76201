"""What the tour says of its third week: standing in, handing over, ticks of units, what keeps quiet, the lists."""

#: What people say.
FOR_ABSENT = "/progress 41 已排查6个乡镇"
HISTORY_OF_ABSENT = "/history 41"
SIGN_FOR_LEADER = "签收 44"
REPORT_FOR_LEADER = "/progress 44 慰问名单已拟定，共32户"
CARD_OF_LEADER = "第44号"
HAND_TO_FIRST = "转办 11 冯某 王某外出培训"
TOO_MUCH = "手上另有2项本月到期"
HAND_TO_SECOND = "转办 11 金某 王某外出培训"
HAND_ALL = "整体移交 尤某 秦某 尤某借调市局"
FOR_PRESENT = "/progress 41 已排查10个乡镇"
CLOSING = "完成 41 12个乡镇排查完毕，救助37人"
PART_WORDS = "配合完成 已移交困境儿童名单14人"
MUTE = "/mute 38 3天"
#: Who asks for which list, and a word of the answer: of these the head is shown, of the last two all.
HEADS = (
    ("陈某", "/today", "今日到期"),
    ("朱某", "/week", "本周到期"),
    ("孙某", "/overdue", "逾期"),
    ("李某", "/unit", "社会救助股"),
    ("孙某", "/pending", "待审"),
    ("周某", "/gaps", "缺项"),
    ("周某", "/silent", "久未反馈"),
    ("沈某", "/tomorrow", "到期"),
    ("吕某", "/find 低保", "低保"),
)
WHOLE = (("周某", "/list 养老服务股 逾期", "养老服务股"), ("孙某", "/history 28", "办理过程"))
HELPED_PHOTO = "28 消防验收意见书"
APPROVERS_LEAVE = "请假 12月11日 孙某 市里开会"
HELPED_CLOSING = "完成 28 消防验收已通过，工期已追平"

# What the bot's messages are recognised by.
NOTED = "已记录第"
HISTORY = "办理过程"
ON_BEHALF = "吴某（代赵某）"
RESUMED = "【恢复办理】"
WAITS = "等待接手"
OFFER = "【转办】"
OFFERED_TO_SECOND = "→ 金某"
WHY_NOT = "请直接发送不接手的原因"
DECLINED = "您未接手"
DECLINED_TOLD = "未接手："
TAKEN = "已由您接手"
ALL_SENT = "等待接手"
ALL_OFFERED = "【整体移交】"
ALL_TAKEN = "已移交"
NOT_YOURS = "第41号"
PART = "【配合任务】"
PART_DONE = "【配合完成】"
STILL_MISSING = "尚未反馈配合情况"
REMINDER = "【配合提醒】"
PART_NOTED = "已记录儿童福利股配合完成"
LEAVE_PROPOSED = "【请核对】请假"
LEAVE_ENTERED = "已登记请假"
STANDS_IN = "【请假代办】"
HELPED_PIECE = "第28号佐证第1件"
REPORT = "【催办报告】"
MUTED = "不再向您本人抄送"
ALL_PARTS = "配合单位均已完成"

STANDING_IN = "10:00　代办人办理"
STANDING_IN_STORY = "王某请假，名下提醒当天起送金某；金某可代为反馈，记录写明代谁。"
LIAISON = "10:20　联络员代签"
LIAISON_STORY = "第44号由赵某负责，其联络员吴某代为签收、反馈，办理过程注明“代”。"
CAME_BACK = "8:30　挂账到期，自动恢复"
CAME_BACK_STORY = "无人操作，到日自动恢复办理，告知责任单位。"
HANDED = "10:00　转办：不接手，接手"
HANDED_STORY = "接手前仍由原责任人负责。不接手的写明原因，退给安排的人另行安排。"
ALL_HANDED = "10:30　整体移交"
ALL_HANDED_STORY = "尤某借调，名下在办事项一次送秦某，点〔接手全部〕即完成。"
LEAVE_OVER = "9:40　请假到期，自动恢复"
LEAVE_OVER_STORY = "王某今日返岗，提醒和权限自动恢复；金某不能再代为反馈。"
TICKS = "10:00　牵头和配合"
TICKS_STORY = "配合单位各自反馈；牵头办结前，助手提醒还有哪个单位没有反馈。"
MUTING = "9:30　少收几条：静音，为何收到"
MUTING_STORY = "某一项的抄送暂时不看的，静音几天；对责任单位的催办照常，期限不变。"
LISTS = "10:00　随时可查的清单"
LISTS_STORY = "各人看到自己职责范围内的：今日、本周、逾期、本单位、待审、缺项、久未反馈、明日、查找、筛选、办理过程。"
HELPED = "14:00　难点解决后申请销号"
HELPED_STORY = "局长协调的验收已办成：许某附上意见书，申请销号。钱某次日外出，登记由孙某代办。"
LAST_MORNING_STORY = "钱某今日请假，待其审核的申请自动转给代办的孙某，无人操作。晨报加上本周办结。"
LAST_APPROVED = "11:00　同意销号"
LAST_APPROVED_STORY = "孙某代钱某查看办理过程后同意，结果在单位群公布。"
