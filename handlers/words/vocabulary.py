# ruff: noqa: SIM905 - a table of words reads better than a list of quoted ones
"""The words that people of an office use to the bot, as tables; how they combine is read in ``utterance``.

A phrase stands in lower case and half width, without the politeness and punctuation around it.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter

from domain.actions import ACTIONS
from texts.action_words.row import Words
from texts.actions import WORDS


def _by_word(lists: Callable[[Words], str]) -> Mapping[str, str]:
    """Each word of the lists → the command that it asks for."""
    return {word: ACTIONS[action].command for action, words in WORDS.items() for word in lists(words).split()}


PHRASES, VERBS = _by_word(attrgetter("phrases")), _by_word(attrgetter("verbs"))
OFFERS, OF_PEOPLE = _by_word(attrgetter("offers")), _by_word(attrgetter("of_people"))
OF_WORDS = _by_word(attrgetter("of_words"))
OF_TERMS = _by_word(attrgetter("of_terms"))
OF_WORK = _by_word(attrgetter("of_work"))
_WITHOUT_ITEMS = frozenset({"done", "undo", "extend", "stuck"})
#: Verbs that do the same to what was answered when they stand alone.
ALONE = frozenset(verb for verb, command in VERBS.items() if command in _WITHOUT_ITEMS) | {"签收", "确认签收", "ack"}

#: 请假 and its kin, which days follow; and that somebody is back.
OF_DAYS = _by_word(attrgetter("of_days"))
BACK = "销假"
#: 收到 and its kin.
RECEIPTS = frozenset(
    """
    都收到了 都收到 全部收到 均已收到 全部签收 都签收了
        收到 收到了 已收到 收悉 已收悉 已阅 阅 已阅知 知悉 已知悉 知道 知道了 晓得了 好 好的 好嘞 好滴 嗯 嗯嗯
        嗯好 行 可以 明白 明白了 清楚 清楚了 了解 遵命 照办 马上办 马上办理 立即办理 立即落实 尽快办理 抓紧办理
        抓紧落实 遵照执行 按要求办理 立即整改 阅处 已阅处 嗯呢 得嘞 晓得 [收到] [ok] [强] [抱拳] [握手]
        没问题 是 是的 对 ok okay okk yes yeah y sure roger 请放心 👌 👍 🫡 ✅ 🆗 🤝
    """.split()
)
#: Phrases that answer, where a message is answered.
ANSWERS = frozenset(
    """
        未完成 未办结 在办 审核 说明 今天 今日 明天 明日 本周 这周 过期 逾期 已逾期 逾期的 超期 事项 任务 在 早 测试
    """.split()
)
#: The receipts that say of themselves that something arrived; with a number they sign it.
STRONG_RECEIPTS = frozenset("收到 收到了 已收到 收悉 已收悉 已阅 已阅知 知悉 已知悉 签收 已签收".split())
THANKS = frozenset(
    """
        谢谢 谢谢你 谢谢您 谢谢啦 谢了 多谢 多谢了 感谢 非常感谢 十分感谢 感谢感谢 谢谢谢谢 辛苦 辛苦了 你辛苦了
        您辛苦了 大家辛苦了 麻烦了 麻烦你了 麻烦您了 thanks thankyou thx ty 再见 拜拜 晚安
    """.split()
) | {"thank you", "thanks a lot"}
#: What may be said before the matter itself, and changes nothing of it.
OPENINGS = (
    "好的",
    "好",
    "收到",
    "明白",
    "嗯",
    "是的",
    "您好",
    "你好",
    "领导",
    "领导好",
    "报告",
    "汇报",
    "报告领导",
    "主任",
    "请问",
)
#: Said while somebody is thinking.
WAITING = frozenset({"稍等", "等等", "请稍等", "等一下", "稍候"})
GREETINGS = frozenset(
    """
        你好 您好 你好呀 你好啊 大家好 在吗 在么 在不在 在不 在 有人吗 有人在吗 喂 嗨 哈喽 哈啰 早 早安 早上好
        上午好 中午好 下午好 晚上好 领导好 主任好 局长好 各位好 领导您好 主任您好 局长您好
        hi hello hey hallo 你是谁 你是什么 test 测试
    """.split()
)

#: What may stand before or after without changing what is said.
POLITE_BEFORE = (
    "请问",
    "请帮我",
    "请给我",
    "请",
    "麻烦",
    "帮我",
    "帮忙",
    "给我",
    "我想",
    "我要",
    "我来",
    "想",
    "要",
    "那",
    "嗯",
)
LOOK_BEFORE = (
    "查看一下",
    "查一下",
    "看一下",
    "查看",
    "查询",
    "看看",
    "看下",
    "查下",
    "列出",
    "列一下",
    "发一下",
    "发我",
    "查",
    "看",
)
#: Whom one thanks or answers: 谢谢领导, 收到，主任.
TITLES = ("各位领导", "领导", "主任", "局长", "书记", "科长", "股长", "老师", "同志")
POLITE_BEFORE_VERB = ("请帮我", "帮我", "帮忙", "麻烦", "请")
POLITE_AFTER = ("谢谢", "吧", "啊", "呢", "呀", "哦", "哈", "啦", "嘛", "吗", "么", "一下", "清单", "列表")

#: After a number they make it a quantity, a date, a time, an amount or a place: it names no item.
MEASURES = tuple(
    """
        个 条 户 份 月 日 天 年 次 家 元 块 万 亿 千 百 十 % ‰ ° ℃ ㎡ 度 点 时 小时 秒 名 位 宗 起 例 处 间
        套 辆 张 页 册 篇 期 季 星期 礼拜 岁 米 厘米 毫米 公里 里 平方 平米 平 立方 亩 吨 斤 公斤 克 升 倍 成 折
        笔 批 轮 步 类 种 级 层 栋 幢 座 单元 支 只 片 角 毫 厘 课 节 届 代 班 方 几 来 多 余 盏 株 棵 头 匹 口
        眼 架 艘 幅 枚 颗 粒 箱 袋 盒 瓶 包 捆 桶 床 堂 顿 餐 桌 工作日 款 顶 顷 公顷 排 列 段 卷 杯 碗 双 对 群
        伙 股 樘 扇 根 把 副 束 车 船 村 镇 乡 街道 社区 区 县 市 省 分 周 前 以前 之前 后 之后 以后 左右 上下
        以内 以上 以下 之内 夜 晚 早 上午 下午 中午 凌晨 之间 项 x × 版 稿 线 型 寸 码 伏 瓦 兆 组 队 场 台 部
        本 所 件 人 栏 行 则 味 剂 针 桩 趟 回 遍 番 阵 声 面 边 任 令 院 门 室 楼 路 巷 弄 港元 美元 欧元 海里
        英里 立方米 人民币 刻 旬 世纪 届 孔 井 管 道 栈 站 厂 校 园 店 铺 亭 池 塘 渠 沟 坝 堤 桥 洞 罐 缸 盆 盘
        锅 壶 筐 篮 筒 管 卡 证 票 券 单 表 图 则 句 字 词 首 出 部 集 幕 题 分之 旗 尊 樽 具 辑 摞 沓 叠 串 滴
        团 堆 摊 滩 丛 畦 垄
    """.split()
)
#: Those of them that other words begin with as well (年检, 人员): behind a space it is doubtful what they are.
AMBIGUOUS_MEASURES = tuple(
    """
    年 点 人 部 本 所 件 场 台 组 队 分 周 级 类 层 期 处 位 家 方 区 县 市 省 单元 出 管 道 校 园 店 证 票 表 图
    句 字 词 首 集 前 后 早 晚 夜 里 口 头 把 双 对 面 边 任 室 楼 路 门 院 房 站 厂 桥 井 洞 卡 单 行 列 排 支 片
    平 立方 成 折 毫 课 节 代 根 团 堆 版 线 型 味 村 镇 乡 社区 街道 时 来 以上 以下 以内 上下 左右 之间 之内
    """.split()
)
#: The same letters as the beginning of another word: then it is doubtful whether the number names an item.
NO_MEASURES = tuple(
    """
    期限 年检 年审 年度 代为 代办 代表 分批 分送 组长 组建 面谈 口头 双方 单独 校对 把关 团队 位置 行政 名称
        分管 分析 部分 部门 部署 本周 本月 本单位 台账 台帐 所有 所需 处理 处置 方案 成果 级别 节点 批示 批复
        批准 平台 对接 周一 周二 周三 周四 周五 周六 周日 线索 支付 支持 项目 款项 回复 回访 回函 后续 后期 前期
        上级 排查 根据 群众 成立 单位 表格 图片 出具 出台 管理 道路 具体 具备 证明 证据 站点
    """.split()
)
#: The same behind a space, where a quantity is less likely.
SPACED_NO_MEASURES = tuple(
    """
    分期 分步 分类 分解 分工 对方 对照 对账 表彰 图纸 出差 出现 管控 证件 票据 家访 处里 处长 所里 所长 所属 部里
    部长 市政府 市委 县政府 县委 省政府 省委 区政府 区委 镇政府 乡政府 人工 人手 人民 根治 场馆 件件 次日
        条件 人社 人员 人大 家属 名单 场地 场所 组织 起草 点位 时间 期限 户籍 市局 省厅 县局 区里 镇里 村委 园区
    """.split()
)
#: Right after 号 they make it a house, a document or a day.
AFTER_MARK = tuple(
    """
        楼 院 文 令 线 公告 门 房 机 井 地块 窗 桥 坑 店 厅 馆 库 床 车 仓 码 池 塘 炉 泵 路 街 弄 提案 议案
        建议 函 通知 决定 批复 报告 纪要 简报 前 以前 之前 后 之后 以后 左右 上午 下午 中午 晚 早 凌晨 当天 当日
        开会 召开 截止 到期 起 至今 周一 周二 周三 周四 周五 周六 周日 字 型 球 段 标段 铺 桌 席 岗 台风 药 表
        附件 宗 通告 方
    """.split()
)
#: Before a number they make it a day or a part of something else: 12月12号, 下周12号, 〔2026〕8号.
BEFORE = tuple(
    """
        月 周 日 年 〔 [ 【 ( （ 〕 ] 】 ) ） / . - : ： 电话 手机 传真 邮编 身份证 账号 卡号 尾号 工号 共 约 ￥
        $ ¥
    """.split()
)
#: Verbs that ask for something else where a reason follows: 撤销 12 is in doubt, 撤销 12 重复录入 is no 撤回.
WITH_REASON: Mapping[str, str] = {"撤销": "cancel", "取消": "cancel"}
#: What is shown before it is done: a number that stands apart is an item's, whatever follows it (异议 12 省系统 …).
PREVIEWED = frozenset({"cancel", "suspend", "edit", "object"})
#: What may follow an item's number at once, after a verb, so that the verb is still meant for the item alone.
AFTER_VERB = tuple("已 均已 全部 都已 现已 经 了 误录 误报 材料已 佐证已 资料已".split())
#: Before a number that is marked as an item they still make it a document: 〔2026〕第8号.
BEFORE_MARKED = ("年", "月", "日", "〕", "]", "】", ")", "）", "共")
#: Verbs that say of themselves that a word of progress follows.
REPORTING = frozenset({"反馈", "反馈进展", "汇报", "汇报进展", "补充", "进展", "进度"})
#: Hotlines: everybody's words, and an item only where it is marked as one.
HOTLINES = frozenset({12345, 12349, 12388, 12315, 12333, 12393})
#: What may follow an item's number at once, without space or sign.
FOLLOW = tuple(
    """
        已 完成 完毕 完结 办结 办完 办好 办理 办毕 销号 签收 撤回 撤销 取消 申请 上报 报局 报送 报办 报省 报市
        报县 请 正在 尚未 还没 还未 还在 还要 还需 没有 没完 没办 暂未 暂无 暂不 现已 目前 进展 进度 情况 的
        均已 全部 都已 由 将于 拟于 预计 计划 无法 不能 不了 需要 可能 可以 基本 快完 快要 快好 快办 刚刚 昨天
        今天 明天 昨日 今日 明日 材料 佐证 资料 数据 附件 附上 详见 照片 说明 误录 收到 收悉 知悉 怎么 怎样 什么
        何时 是否 能否 吗 呢 吧 了 争取 力争 转 移交 提交 推进 初步 初稿 待 等待 反馈 再 仍 继续 补充 延期 逾期
        遇到 难点 难以 困难 因 由于 但 下周 下月 未 落实 整改 搞定 做完 弄好 办妥 关闭 开展 开始 详情 退回 通过 批准
        同意 催办 任务 成立 准备 着手 抓紧 估计 应该 不会 不需 没能 事项
    """.split()
)

#: Words that speak against closing: it is not finished, or only partly, or asked for.
UNFINISHED = (
    r"还没|尚未|还未|暂未|没有?完|没有?办|没有?做|没有?整改|未完|未办|未能|未整改|未落实|未到位|未销|未按|无法"
    r"|不能|不了|难以|来不及|办不|完不成|做不|没有$|没有[完办做]|部分|一半|过半|大半|基本|初步|初稿|草稿"
    r"|阶段性|即将|将要|快要|快[好了完办]|差不多|正在|进行中|推进中|办理中|还差|只差|剩|还需|还要|需要时间"
    r"|其余.{0,6}?(?:待|未|没|在办|还)|不是|(?:搞|弄|发|说)错"
    r"|(?:完成|进度|办理|办了|整改)\D{0,3}(?!100\s*%)[0-9.]+\s*(?:%|成)|延期|推迟|暂缓|(?:不要|不用|先别"
    r"|别)(?:办|完|销|签|关)"
)
#: Words that put it into the days ahead.
AHEAD = (
    r"预计|计划|争取|力争|拟于|打算|准备|明天|明日|后天|下周|下月|下个月|月底|年底|前完成|前办结|之前|估计"
    r"|可望|有望|应该|可能|将于|马上"
)
#: Words that put the closing itself into the days ahead.
CLOSING_AHEAD = rf"(?:{AHEAD}).{{0,8}}?(?:完成|办结|销号|办完|办好)"
#: Words that ask.
ASKING = (
    r"[?]|是不是|吗|什么时候|啥时候|何时|怎么|怎样|如何|哪|多少|几时|是否|能否|可否|能不能|可不可以|为什么|为何"
    r"|有没有|了没|没有$|好了没|谁|行不行|对不对|好不好|要不要|(?<!没)(?<!没有)什么|几天|几日"
    r"|(?:完|结|号|成|到|好|办|交|是)没[啊呢呀]?[\s\u3002.]*$|(?:行|对|能|可以|结|号|成)不[\s\u3002.]*$"
)
#: Words that say of themselves that it is finished; they are asked about.
FINISHED = (
    r"(?:已经?|都|均已?|全部|现已)(?:全部|都)?(?:完成|办结|销号|办完|办好|办妥|完毕|做完|整改完|整改到位"
    r"|落实到位|办理完|处理完|办理完毕)|完毕|搞定|办好了|做完了|弄好了|完成了|办完了|办结了|到位了"
)
#: Words that ask how an item stands.
LOOKING = (
    r"(?:的|目前|现在)?(?:完成|办结|整改)?(?:进展|进度|情况|时间|呢|内容|要求|标准|责任人|责任单位|牵头单位|详情|状态|状况|办理情况|办理过程|怎么样|怎样|咋样|如何|到哪了"
    r"|到哪一步|期限|时限|到期时间|到期日期|到期日|什么时候到期|办得)(?:进展|进度|情况|如何|怎么样|怎样|咋样|了)*"
)
#: Words that ask for more time, after the item's number or in reply.
ASKING_TIME = (
    r"[\s,:]*(?:我|本人|特|拟|现|请|需|想|希望)*(?:申请(?:办理)?(?:延期|延长|展期)|延期申请"
    r"|(?:延期|延长|展期|推迟|顺延|延)(?:期限)?[至到]|延期(?=[\s,:]))"
)
#: Words that report a difficulty, after the item's number or in reply: 遇到难点：…, 报告难点，….
OBSTRUCTED = r"[\s,:]*(?:报告|反映|上报|遇到|存在|有)?难点(?=[\s,:])"
#: The same after the reason (系统升级，申请延期到12月20日).
ASKING_TIME_LAST = r"申请延期(?:[至到]|\W*$)"
#: Before it they say that it was asked for already, or is only planned.
TIME_NOT_ASKED = rf"已|曾|{AHEAD}"
