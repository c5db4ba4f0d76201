"""What the office and inspectors ask for: samples, figures, papers, the year, and the bot itself."""

from collections.abc import Mapping

from domain.actions import Action
from texts.action_words.row import Words

OFFICE: Mapping[Action, Words] = {
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
    Action.CODE: Words(label="台账校验码", does="台账校验码", phrases="校验码 台账校验码 核对码 查校验码 code"),
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
    Action.CALENDAR_FILE: Words(label="下载日历文件"),
    Action.END_CALENDARS: Words(label="停用旧链接"),
    Action.COOPERATION: Words(
        label="配合事项", does="待反馈的配合事项", phrases="配合事项 我的配合事项 本股配合事项 待配合事项"
    ),
    Action.ASLEEP: Words(label="未启用名单"),
}
