"""The tour, as `make tour` plays it: the real command, the real bot, three weeks."""

import sys

import pytest

from playground.tour.run import play
from playground.tour.terminal import WIDEST
from tests.e2e.process import run_cli

#: What the tour must show, in this order.
STORY = (
    "事项：新增40",
    "本群已绑定：社会救助股",
    "【今日提示】社会救助股　11月23日（周一）",
    "【督办晨报】11月23日（周一）",
    "【分管提示】11月23日（周一）",
    "【办公室提示】11月23日（周一）",
    "第13号 青禾敬老院改造提升",
    "抄送：分管领导",
    "第9号 低保动态管理 已签收",
    "【我的事项】王某",
    "第9号 低保动态管理 已办结",
    "第9号 低保动态管理 已撤回办结",
    "由王某办结，无须重复操作",
    "【到期提醒】社会救助股",
    "您尚未登记启用",
    "没有第13号事项，或您无权查看",
    "【销号申请】第24号",
    "【退回补充】第24号",
    "退回待补充1",
    "kill -9：进程已终止",
    "✓ 8条指令各得到一次回复：丢失0，重复0",
    "✅ 分管领导 11月26日11:00 同意销号",
    "【销号】第24号",
    "本周办结：",
    "【督办汇总】11月27日（周五）",
    "【挂图】",
    "【局长阅】11月30日（周一）",
    "【催办报告】",
    "逾期后第5个工作日的催办抄报局长",
    "✅ 已启用：青禾敬老院何某",
    "✅ 已启用：社会救助股金某",
    "【请核对】拟交办第41号",
    "【配合任务】第41号",
    "✅ 已交办4项",
    "【有异议】第43号",
    "【交办异议】第43号",
    "【难点报告】第28号",
    "【催办答复】第14号",
    "记为第25号进展？",
    "已更正第30号进展",
    "↩️ 第30号",
    "【退回佐证】第29号第2件",
    "第29号佐证第4件",
    "期限调整为12月18日（周五），原期限",
    "另定（申请至12月31日）",
    "期限12月1日（周二）已过，请尽快办理。",
    "【延期申请·逾期提出】第14号",
    "【请核对】拟撤销",
    "【挂账】第19号",
    "应于12月3日（周四）前答复，尚未答复，请您尽快答复",
    "【难点答复】第28号",
    "难点已解决",
    "【请反馈】第3号",
    "【请假代办】",
    "金某（代王某）　反馈进展：已排查6个乡镇",
    "吴某（代赵某）　签收",
    "挂账到期，自本日起恢复办理",
    "您未接手：手上另有2项本月到期",
    "第11号 特困供养协议签订 已由您接手",
    "✅ 已移交4项",
    "您无权办理第41号",
    "【配合提醒】第41号",
    "配合单位均已完成",
    "✅ 第41号 开展冬季临时救助排查 已办结",
    "至12月13日（周日）不再向您本人抄送和提醒",
    "【销号申请】第28号",
    "【督办晨报】12月11日（周五）",
    "〔代钱某〕【销号申请】第28号",
    "已转孙某（代钱某）审核",
    "【今日到期】1项",
    "【本周到期】1项",
    "【逾期清单】",
    "【本单位事项】社会救助股",
    "【待审清单】1项",
    "【缺项清单】",
    "【久未反馈】",
    "【明日到期】",
    "【查找】“低保”",
    "【事项清单】养老服务股、逾期",
    "12月2日反馈：已统一制发护理记录本8家",
    "郑某　答复难点",
    "✅ 孙某（代钱某） 12月11日11:00 同意销号",
    "流水账完好",
    '"history": ["assign", "acknowledge", "close_out", "undo", "close_out"]',
    "同一会话同一天没有重复的消息",
)

#: Words that must not appear if the bot ran all the time.
NEVER = ("补发", "收到期限调整", "送达不明", "抱歉")


async def test_three_weeks_are_played_to_their_end_with_all_that_must_follow() -> None:
    """docs/promises.md 1 and 2, and the main job from the import to the Friday's digest."""
    as_wide_as_can_be = {"COLUMNS": str(WIDEST)}  # so that no line of the story breaks elsewhere
    code, told, complained = await run_cli("demo", "--tour", environment=as_wide_as_can_be)
    assert (code, complained) == (0, "")
    at = 0
    for words in STORY:
        assert words in told[at:], words
        at = told.index(words, at)
    assert not [words for words in NEVER if words in told]
    assert "\x1b[" not in told


async def test_a_tour_that_goes_astray_says_so_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    broken = (sys.executable, "-c", "raise SystemExit('no such ledger')")
    assert await play(broken) == 1
    assert capsys.readouterr().err == "演示中断：import 未成功：no such ledger\n"
