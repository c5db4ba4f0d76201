"""What people of an office type, and what each of it means: one line an utterance.

``done 12`` acts; ``? done 12`` asks first; ``~ done 12`` was not understood and is offered; ``report 12: words`` is a
word of progress, which is confirmed before it is recorded. Nothing else of what is said ever acts.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.words.references import Said, Sense, find_reference, narrow, tidy
from handlers.words.utterance import is_command, understand, understand_command
from tests.rows import every_row

_SIGNS = {Sense.ACT: "", Sense.REPORT: "", Sense.ASK: "? ", Sense.UNKNOWN: "~ "}

#: Said in private, in answer to nothing.
SAID = """
运行情况 | status
系统正常吗 | status
完成12 | done 12
完成 12 | done 12
完成了12 | done 12
完成：12 | done 12
完成，12 | done 12
已完成12 | done 12
已完成 12 | done 12
已办结12 | done 12
已经完成12 | done 12
确认完成12 | done 12
办结12 | done 12
办结 第12号 | done 12
办结第9号 | done 9
办结了第9号。 | done 9
办完12 | done 12
完结12 | done 12
销号12 | done 12
销号 12 已整改 | done 12: 已整改
申请销号 12 | done 12
申请销号第15号 | done 15
申请办结12 | done 12
完成12。 | done 12
完成12！ | done 12
完成12了 | done 12: 了
“完成12” | done 12
**完成12** | done 12
✅完成12 | done 12
完成　12 | done 12
完成１２ | done 12
１２ 完成 | done 12
１２完成 | done 12
12完成 | done 12
12 完成 | done 12
12完成了 | done 12
12已完成 | done 12
12 已完成 | done 12
12，已完成 | done 12
12：已完成 | done 12
12已经完成了 | done 12
12办结 | done 12
12 办结 | done 12
12已办结 | done 12
12号办结 | done 12
12号已办结 | done 12
12号完成 | done 12
12号任务已完成 | done 12
12号事项已办结 | done 12
第9号办结 | done 9
第9号已办结 | done 9
第 9 号 办结 | done 9
9办结了 | done 9
#12 完成 | done 12
＃12完成 | done 12
十二号完成 | done 12
第十二号完成 | done 12
完成第十二号 | done 12
第二十一号已办结 | done 21
完成 12号 | done 12
12申请销号 | done 12
12 申请销号 | done 12
12销号 | done 12
12整改完成 | done 12
12今天已办结 | done 12
12全部完成 | done 12
12已全部办结 | done 12
done 10 | done 10
Done 10 | done 10
DONE10 | done 10
/done 12 | done 12
/done12 | done 12
／done　１２ | done 12
完成 12 已报局办 | done 12: 已报局办
完成12已报局办 | done 12: 已报局办
完成 12 误录 | done 12: 误录
完成 12 抽查20户无误 | done 12: 抽查20户无误
完成 12，补录126户，抽查20户无误 | done 12: 补录126户，抽查20户无误
完成 25 已追缴96% | done 25: 已追缴96%
完成12、13 | done 12,13
完成12，13 | done 12,13
完成12,13,14 | done 12,13,14
完成12和13 | done 12,13
完成12 13 | done 12,13
完成 第12号、第13号 | done 12,13
完成第12号第13号 | done 12,13
21、22已完成 | done 21,22
21，22已完成 | done 21,22
21和22已完成 | done 21,22
21 22已完成 | done 21,22
21 22 完成 | done 21,22
21及22办结 | done 21,22
第12号 第13号 已办结 | done 12,13
第12号、第13号已办结 | done 12,13
12 12 12完成 | done 12
21至25已完成 | done 21,22,23,24,25
21到25已完成 | done 21,22,23,24,25
21~25已完成 | done 21,22,23,24,25
21-25已完成 | done 21,22,23,24,25
21—25已完成 | done 21,22,23,24,25
21～25完成 | done 21,22,23,24,25
第21号至第23号已办结 | done 21,22,23
21号到23号已办结 | done 21,22,23
完成21至23 | done 21,22,23
完成21至23、25 | done 21,22,23,25
25至21已完成 | ? done 25,21
1至100已完成 | ? done 1,100
11-20已完成 | ? done 11,12,13,14,15,16,17,18,19,20
21/22完成 | ? done 21,22
完成21/22 | ? done 21,22
第3项已完成 | ? done 3
完成第3项 | ? done 3
请完成12 | ? done 12
12请办结 | ? done 12
12可以销号 | ? done 12
搞定12 | ? done 12
办好12 | ? done 12
12办好了 | ? done 12
12搞定 | ? done 12
12 办妥了 | ? done 12
12已完成，但佐证未交 | ? done 12: 已完成，但佐证未交
12 已整改到位 | ? done 12: 已整改到位
12整改完毕 | done 12
完成12的报告 | ? done 12: 的报告
12今天办结 | ? done 12
12今日完成 | ? done 12
完成12。13 | ? done 12: 13
完成12 / 13 | ? done 12: / 13
完成 12 已报，第13号未报 | ? done 12: 已报，第13号未报
完成12 其余待办 | ? done 12: 其余待办
/done 12 发错了 | ? done 12: 发错了
收到 12 | ack 12
收到：12 13 | ack 12,13
反馈 12 已联系乡镇 | report 12: 已联系乡镇
进展 12 已报 | report 12: 已报
12办结没 | item 12
12能销号不 | item 12
12号什么内容 | item 12
12呢 | item 12
12号责任人 | item 12
12还剩几天到期 | item 12
第12號 | item 12
12號已辦結 | done 12
收到12，已办结 | ? done 12: 已办结
12已撤回 | ? undo 12
12撤回 | undo 12
第一二号完成 | ~
12完成情况 | item 12
12 没什么问题 | report 12: 没什么问题
李局，12号已完成 | ~ done 12
报告局长：第12号事项已经办结，请审批！ | ~ done 12
谢谢领导 | thanks
好的，谢谢主任 | receipt
收到，主任 | receipt
收到[OK] | receipt
[收到] | receipt
领导好 | greeting
完成12情况汇报 | ? done 12: 情况汇报
完成12路 | ~
完成12有困难 | ? done 12: 有困难
完成12需延期 | ? done 12: 需延期
完成 12 还没盖章 | ? done 12: 还没盖章
完成12，预计下周完成 | ? done 12: 预计下周完成
完成12 一半 | ? done 12: 一半
/done 12还没完成 | ? done 12: 还没完成
/done 12 未完成 | ? done 12: 未完成
/done 12 年检率95.6% | done 12: 年检率95.6%
/done 12 人员已到位 | ? done 12: 人员已到位
/done 12 3 处隐患已消除 | done 12: 3 处隐患已消除
/done 12 3处隐患已消除 | done 12: 3处隐患已消除
完成 12 月报表报送 | ~
/done 12 点位已核查 | ? done 12: 点位已核查
/done 12 代为申请 | done 12: 代为申请
/done 12路灯已修 | done: 12路灯已修
/done 12管理办法已印发 | ? done 12: 管理办法已印发
12还没完成 | report 12: 还没完成
12未办结 | report 12: 未办结
12未完成 | report 12: 未完成
12无法完成 | report 12: 无法完成
12不能按期完成 | report 12: 不能按期完成
12没有办结 | report 12: 没有办结
12没完成 | report 12: 没完成
12号办不完 | report 12: 办不完
12尚未办结 | report 12: 尚未办结
12完成不了 | report 12: 完成不了
12快完成了 | report 12: 快完成了
12基本完成 | report 12: 基本完成
12部分完成 | report 12: 部分完成
12 部分完成 | report 12: 部分完成
12完成一半 | report 12: 完成一半
12已完成80% | report 12: 已完成80%
12已完成初稿 | report 12: 已完成初稿
12即将完成 | report 12: 即将完成
12预计下周完成 | report 12: 预计下周完成
12下周完成 | report 12: 下周完成
12争取月底办结 | report 12: 争取月底办结
12正在办理 | report 12: 正在办理
12待会签 | report 12: 待会签
12已报局办 | report 12: 已报局办
12 已报局办，待会签 | report 12: 已报局办，待会签
12，已报局办 | report 12: 已报局办
12：数据比对中 | report 12: 数据比对中
第12号 已报县政府 | report 12: 已报县政府
12号已报局办 | report 12: 已报局办
#12 已报局办 | report 12: 已报局办
12 3 个问题已整改 | report 12: 3 个问题已整改
12 2个问题已整改 | report 12: 2个问题已整改
12 3月15日已报 | report 12: 3月15日已报
12 20户已入户 | report 12: 20户已入户
12，20户已入户 | report 12: 20户已入户
21、22 已报局办 | report 21,22: 已报局办
12 13 说明已交 | report 12,13: 说明已交
12分管领导已同意 | report 12: 分管领导已同意
12方案已报 | report 12: 方案已报
12 延期 | extend 12
延期 12 12月20日 系统升级 | extend 12: 12月20日 系统升级
延期 12 12-20 系统升级 | extend 12: 12-20 系统升级
12 申请延期到12月20日，系统升级 | extend 12: 申请延期到12月20日，系统升级
12已延期 | ? extend 12
延期 | extend
12 因系统升级，申请延期到12月20日 | extend 12: 因系统升级，申请延期到12月20日
12 拟于下周申请延期到12月20日 | report 12: 拟于下周申请延期到12月20日
12 已申请延期到12月20日 | report 12: 已申请延期到12月20日
难点 12 验收排期未定 | stuck 12: 验收排期未定
12 遇到难点，验收排期未定 | stuck 12: 验收排期未定
12难点：验收排期未定 | stuck 12: 验收排期未定
12 难点 | stuck 12
12 难点已解决 | report 12: 难点已解决
12已答复 | report 12: 已答复
答复难点 12 已商定 | answer 12: 已商定
12 已延期到12月20日 | report 12: 已延期到12月20日
12 请审核 | ? item 12
完成不了12 | report 12: 完成不了12
争取12下周完成 | report 12: 争取12下周完成
预计12号能办结 | report 12: 预计12号能办结
还没完成第12号 | report 12: 还没完成第12号
不要办结12 | report 12: 不要办结12
12什么时候完成？ | item 12
12完成了吗 | item 12
12完成? | item 12
12完成没有 | item 12
12完成情况良好? | item 12
12能否延期？ | item 12
完成12了吗 | item 12
完成12没有 | item 12
第12号怎么样了 | item 12
12怎么样了 | item 12
12进展 | item 12
12 进展情况 | item 12
12的进度如何 | item 12
9 | item 9
12 | item 12
１２ | item 12
第12号 | item 12
12号 | item 12
#12 | item 12
第十二号 | item 12
12、 | item 12
查12 | item 12
查询 12 | item 12
看看12 | item 12
看一下第12号 | item 12
请帮我查12 | item 12
事项 12 | item 12
12详情 | item 12
item 12 | item 12
21和22 | ? item 21,22
21、22 | ? item 21,22
21至23 | ? item 21,22,23
同意12 | ? item 12
12同意 | ? item 12
退回12 | ? item 12
反馈12 | progress 12
签收12 | ack 12
签收 第12号 | ack 12
签收12、13 | ack 12,13
签收 12 3 撮样品 | ? ack 12,3: 撮样品
12签收 | ack 12
12已签收 | ack 12
12收到 | ack 12
12 已收到 | ack 12
收到12 | ack 12
第12号收悉 | ack 12
ack 12 | ack 12
撤回12 | undo 12
撤回 12 | undo 12
撤销12的办结 | undo 12
撤回12的申请 | undo 12
撤回第12号的销号申请 | undo 12
撤回办结12 | undo 12
12撤回 | undo 12
12撤回办结 | undo 12
undo 12 | undo 12
撤销12 | ? undo 12
撤销 12 重复录入 | cancel 12: 重复录入
作废 12 重复录入 | cancel 12: 重复录入
挂账 12 至3月31日 等待省级系统升级 | suspend 12: 至3月31日 等待省级系统升级
挂账12 3月31日 等待省级系统升级 | suspend 12: 3月31日 等待省级系统升级
恢复办理 12 | resume 12
难点 9 省平台数据口径不一，请协调 | stuck 9: 省平台数据口径不一，请协调
/stuck 9 省平台数据口径不一 | stuck 9: 省平台数据口径不一
延期 9 省平台未开放，12月20日 | extend 9: 省平台未开放，12月20日
有异议 12 省系统11月底才开放 | object 12: 省系统11月底才开放
调整 12 期限=12月20日 原因=省系统升级 | edit 12: 期限=12月20日 原因=省系统升级
调整12人的岗位 | ~
交办 社会救助股 甲某 7月底前 完成低保核查 | add
交办：1. 低保核查 | add
交办给甲某：12月10日前完成核查 | add
交办的事项已办 | ~
12 有异议 做不完 | object 12: 做不完
12 挂账 至3月31日 等待 | suspend 12: 至3月31日 等待
12 撤销 重复录入 | cancel 12: 重复录入
12 调整方案已报 | report 12: 调整方案已报
12撤销 | ? undo 12
恢复 12 办理 | ? resume 12: 办理
取消12 | ? undo 12
撤回 | undo
撤回申请 | undo
完成 | done
办结 | done
申请销号 | done
签收 | ack
我的事项 | mytasks
我的任务 | mytasks
待办 | mytasks
我的待办 | mytasks
我有哪些事 | mytasks
我有哪些事？ | mytasks
查看我的事项 | mytasks
请问我有什么任务 | mytasks
看看我的待办 | mytasks
mytasks | mytasks
/mytasks | mytasks
逾期 | overdue
逾期？ | overdue
逾期事项 | overdue
有什么逾期的 | overdue
有哪些逾期？ | overdue
看看逾期 | overdue
查一下逾期清单 | overdue
待审 | pending
待审核 | pending
待我审核 | pending
本周 | week
本周到期 | week
这周 | week
今日 | today
今天到期 | today
本单位 | unit
本股 | unit
本单位事项 | unit
汇总 | summary
情况汇总 | summary
全局情况 | summary
帮助 | help
怎么用 | help
怎么用？ | help
? | help
？ | help
help | help
我是谁 | whoami
好的，12已完成 | done 12
您好，12已完成，谢谢 | done 12
收到，12已报局办 | report 12: 已报局办
领导好，请问12进展如何？ | item 12
完成 12，谢谢 | done 12
报告 | ~
事项12已完成 | done 12
任务12完成 | done 12
完成编号12 | done 12
完成任务12 | done 12
完成任务3个 | ~
（12）已完成 | done 12
【12】已完成 | done 12
12 完成 ✅ | done 12
完成12👍 | done 12
12 ✅ | item 12
12的办结撤回 | undo 12
12是不是完成了 | item 12
12期限 | item 12
12到期时间 | item 12
取消 | ~
都收到了 | receipt
快到期的 | week
12低保动态已完成 | ? done 12: 低保动态已完成
12已于11月20日完成 | report 12: 已于11月20日完成
我完成了12 | ~ done 12
把12办结 | ~ item 12
12.13已完成 | ? done: 12.13已完成
一、完成报告 | ~
完成一号文件学习 | ~
完成12的80% | ? done 12: 的80%
12必须今天完成 | report 12: 必须今天完成
停用 王某 | retire
离岗：王某 | retire
恢复　王某 社会救助股 | rejoin
停用 | ~
停用 12 | ~ item 12
恢复原状后再报 | ~
恢复正常 | ~
恢复 供水，已核实 | ~
导出 | ~
导出台账 | ~
收到 | receipt
收到。 | receipt
收到！ | receipt
收到，谢谢 | receipt
收到，马上办 | receipt
好的 | receipt
好的，谢谢 | receipt
明白 | receipt
明白了 | receipt
已阅 | receipt
知悉 | receipt
OK | receipt
ok！ | receipt
yes | receipt
👌 | receipt
👍🏻 | receipt
👍👍 | receipt
谢谢 | thanks
谢谢！ | thanks
谢谢您 | thanks
辛苦了 | thanks
多谢 | thanks
thanks | thanks
你好 | greeting
您好！ | greeting
在吗 | greeting
在吗？ | greeting
早上好 | greeting
hello | greeting
/don 10 | ~ done 10
/dnoe 10 | ~ done 10
don 10 | ~ done 10
/donee 10 | ~ done 10
/mytask | ~ mytasks
/hlep | ~ help
/undoo 12 | ~ undo 12
完城12 | ~ done 12
办节12 | ~ done 12
/weather | ~
/weather 12 | ~
下周开会 | ~
完成12月报表报送 | ~
12月报表已完成 | ? done: 12月报表已完成
完成12份报告 | ~
完成3个问题的整改 | ~
3个问题已整改 | ~
3项 | ~
12月12号 | ~
下周12号 | ~
12月12号完成 | ~
12号楼已修缮 | ~
12号召开推进会 | ~
12号下午开会 | ~
12点开会 | ~
12人已到位 | ~
12路公交 | ~
12.5 | ~
12:30 | ~
12-08 | ~
2026-11-20 | ~
2026/11/20 | ~
2026年工作总结 | ~
〔2026〕8号 | ~
民发〔2026〕8号 | ~
13800138000 | ~
110101199003078515 | ~
99999999999 | ~
12.5万元已拨付 | ~
12%的进度 | ~
3-5个工作日 | ~
3、5个问题已整改 | report 3: 5个问题已整改
预计12月完成 | ~
完成了没有 | ~
我的事项怎么办 | ~
事项很多 | ~
今天天气不错 | ~
今天开会 | ~
已完成 | ? done: 已完成
办好了 | ? done: 办好了
"""

#: Said in reply to a message of the bot.
REPLIED = """
已报局办，待会签 | report: 已报局办，待会签
同意 | ? item
退回 | ? item
完成了没 | item
/done 不是12 | ? done: 不是12
/done 已整改，第12号 | ? done: 已整改，第12号
9 已报局办 | report 9: 已报局办
完成 9 | done 9
完成 | done
办结 | done
已完成 | ? done: 已完成
已办结 | ? done: 已办结
完成了 | ? done: 完成了
办好了 | ? done: 办好了
已完成，请审核 | ? done: 已完成，请审核
完成12月报表报送 | ? done: 完成12月报表报送
完成80% | report: 完成80%
未完成 | report: 未完成
还没完成 | report: 还没完成
完成不了 | report: 完成不了
部分完成 | report: 部分完成
预计12月完成 | report: 预计12月完成
3个问题已整改 | report: 3个问题已整改
12月12号报送 | report: 12月12号报送
12号下午开会研究 | report: 12号下午开会研究
12人已到位 | report: 12人已到位
逾期 | report: 逾期
完成了吗 | item
完成吗 | item
什么时候到期？ | item
什么情况？ | item
收到 | receipt
好的 | receipt
谢谢 | thanks
/done 3个问题已整改 | done: 3个问题已整改
/done 3处问题已整改 | done: 3处问题已整改
/done 12月底前已报 | done: 12月底前已报
/done 3、5个问题已整改 | ? done 3: 5个问题已整改
/done 12、13号召开推进会 | ? done 12: 13号召开推进会
/done | done
/done 12 3个问题已整改 | done 12: 3个问题已整改
/done 12 3 个问题 | done 12: 3 个问题
/done 3不准制度已落实 | ? done 3: 不准制度已落实
/done 12345已回复 | ? done 12345: 已回复
/done 2026已收尾 | ? done 2026: 已收尾
/undo | undo
/item | item
"""


def spoken(said: Said) -> str:
    """The meaning as the tables write it."""
    named = " ".join((said.command, ",".join(map(str, said.numbers)))).strip()
    is_shown = said.note and said.sense is not Sense.UNKNOWN
    return (_SIGNS.get(said.sense, "") + named + (f": {said.note}" if is_shown else "")).strip()


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip(" ") for part in line.split("|")) for line in table.strip().splitlines()]


@every_row("text, meaning", rows(SAID))
def test_what_is_said_means(text: str, meaning: str) -> None:
    """Fault 2.1: a number names an item only where it stands as one, and only what is plainly asked for acts."""
    assert spoken(understand(text)) == meaning


@every_row("text, meaning", rows(REPLIED))
def test_what_is_said_in_reply_means(text: str, meaning: str) -> None:
    """Fault 6.4: a reply is served like a command; its words without a number are about what is answered."""
    assert spoken(understand(text, is_reply=True)) == meaning


#: Digits as they stand inside words: quantities, days, times, documents, sums, telephone numbers.
_DIGITS = st.integers(min_value=1, max_value=99)
_MEASURES = (*"个条户份月日天年次家%点人处起件名项座台辆本套期", "万元", "公里", "工作日", "号楼")
_QUANTITY = st.tuples(_DIGITS, st.sampled_from(_MEASURES))
_DAY = st.tuples(st.integers(1, 12), st.integers(1, 31)).map(lambda day: f"{day[0]}月{day[1]}日")
_ODD = st.sampled_from(
    [
        "民发〔2026〕8号",
        "13800138000",
        "12.5万元",
        "3-5天",
        "9:30",
        "2026-11-20",
        "12号楼",
        "12月12号",
        "5G基站",
        "第3季度",
    ]
)
_WORDS = st.sampled_from(["问题", "已整改", "报表", "材料", "，", "、", " ", "入户核查", "已报局办", "完成", "整改"])
_INSIDE = st.one_of(
    _QUANTITY.map(lambda pair: f"{pair[0]}{pair[1]}"), _QUANTITY.map(lambda pair: f"{pair[0]} {pair[1]}"), _DAY, _ODD
)
NOTES = st.tuples(_INSIDE, st.lists(_WORDS | _INSIDE, max_size=5)).map(lambda parts: parts[0] + "".join(parts[1]))


@given(NOTES, st.sampled_from(["", "/done ", "done ", "完成", "完成 ", "办结", "/done"]), st.booleans())
def test_digits_inside_words_never_act_on_an_item(note: str, before: str, is_reply: bool) -> None:
    """Fault 2.1: whatever digits stand inside words, no item is acted on that was not named as one."""
    said = understand(before + note, is_reply=is_reply)
    assert not (said.sense is Sense.ACT and said.command != "item" and said.numbers)


@given(NOTES)
def test_of_a_named_item_and_digits_inside_words_only_the_item_is_acted_on(note: str) -> None:
    """Fault 2.1: the note after the item brings no other item in."""
    for text in (f"/done 71 {note}", f"完成第71号，{note}", f"71已完成，{note}", f"完成 71 {note}"):
        said = understand(text)
        assert said.sense is not Sense.ACT or said.numbers == (71,) or said.command == "item"


@given(st.text(max_size=60) | st.text("完成办结销号第号0123456789、，至- 个月", max_size=20))
def test_no_text_is_too_odd_to_be_understood(text: str) -> None:
    said = understand(text, is_reply=bool(len(text) % 2))
    assert isinstance(said.sense, Sense)
    assert len(narrow(text)) == len(text)


def test_five_thousand_characters_are_read_at_once() -> None:
    for text in ("完成" * 2500, "12 " * 1700, "1、" * 2500, "完成 12 " + "已报局办" * 1200, "9" * 5000, "第" * 5000):
        understand(text)
        understand(text, is_reply=True)
        understand_command("done", text)


def test_what_cannot_be_seen_does_not_count() -> None:
    assert spoken(understand("\u200b完成\u200d12\ufeff")) == "done 12"
    assert tidy("\u200b\u2060") == ""
    assert understand("\u200b").sense is Sense.UNKNOWN


@pytest.mark.parametrize(
    ("words", "numbers", "note"),
    [
        ("12 13 说明", (12, 13), "说明"),
        ("12、13，14 已报局办", (12, 13, 14), "已报局办"),
        ("第12号 第13号", (12, 13), ""),
        ("12号已报局办", (12,), "已报局办"),
        ("12：已报局办", (12,), "已报局办"),
        ("12 13800138000", (12,), "13800138000"),
        ("已报局办", (), "已报局办"),
        ("12-15", (12, 13, 14, 15), ""),
        ("12.5", (), "12.5"),
        ("99999999999", (), "99999999999"),
        ("9" * 5000, (), "9" * 5000),
        ("0", (0,), ""),
    ],
)
def test_a_commands_words_begin_with_its_items(words: str, numbers: tuple[int, ...], note: str) -> None:
    said = understand_command("done", words)
    assert (said.numbers, said.note) == (numbers, note)


@pytest.mark.parametrize("text", ["恢复原状后再报", "停用", "恢复正常", "停用 12", "恢复 供水，已核实"])
def test_words_that_only_begin_like_a_command_are_words(text: str) -> None:
    """Fault 2.5: a reason such as 恢复原状 is an answer."""
    assert not is_command(understand(text))


def test_the_name_of_a_person_is_handed_on() -> None:
    assert understand("恢复　王某 社会救助股").words == "王某 社会救助股"


class Watched(str):
    """A text that counts how much of it is looked at by itself."""

    __slots__ = ("seen",)
    seen: int

    def __getitem__(self, place: object) -> str:
        found = super().__getitem__(place)  # type: ignore[index]
        self.seen = getattr(self, "seen", 0) + len(found)
        return found


@pytest.mark.parametrize("said", ["+2", "(1", "月1日", "1.1 ", "12-", "-1", "=8条"])
def test_around_each_number_no_more_is_looked_at_than_says_what_it_is(said: str) -> None:
    """5,000 signs took half a second: all that stood before each number was read again."""
    text = Watched(said * (5000 // len(said)))
    numbers = sum(sign.isdigit() for sign in text)
    find_reference(text)
    assert getattr(text, "seen", 0) < 200 * numbers


def test_of_a_long_text_only_the_end_is_searched_for_thanks_and_all_of_it_for_no_phrase() -> None:
    """5,000 commas took half a second."""
    far = understand("12 已报局办" + "，" * 300 + "谢谢")
    assert far.note.count("，") > 100
    assert understand("12 已报局办" + "，" * 30 + "谢谢").note == "已报局办"
    assert understand("请" * 300 + "我的事项").command == ""
    assert understand("请请我的事项").command == "mytasks"
