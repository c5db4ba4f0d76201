"""What the demonstration (演练场) and the tour (演示) say in the terminal and in the chats."""

from collections.abc import Mapping, Sequence
from datetime import date

from texts.glossary import say_weekday

#: The keeper of an office's own, still empty ledger.
KEEPER = "管理员"
OWN_OFFICE = "本单位"
SAMPLE_WORKBOOK = "示例台账.xlsx"


def group_title(unit: str) -> str:
    """What a unit's group is called that the rehearsal opens for it; ``""`` is the whole bureau's."""
    return f"{unit or '全局'}工作群"


def is_open(url: str) -> str:
    return f"演练场已就绪，请用浏览器打开：{url} （按 Ctrl-C 结束）"


def port_taken(port: int) -> str:
    return f"端口 {port} 已被占用，请换一个：make demo PORT={port + 1}"


#: ``bot.py telegram`` for a configuration whose Telegram is elsewhere.
NOT_LOCAL = '配置中的 telegram.base_url 不是本机地址：演练请写 base_url = "http://127.0.0.1:8081"，端口自选。'


def telegram_is_open(url: str) -> str:
    return f"本机 Telegram 已就绪：{url} （按 Ctrl-C 结束，聊天内容不保留）"


def telegram_not_open(url: str, why: str) -> str:
    return f"本机 Telegram 无法使用 {url}（{why}）：请在 telegram.base_url 换一个端口。"


def bot_ended(why: str) -> str:
    return f"机器人进程意外退出，正在重新启动：{why}"


def not_begun(why: str) -> str:
    return f"演练场未能开始：{why}"


BOT = "督办助手："
TOAST = "提示："
#: What a message shows besides its words.
SHOWN = {"photo": "〔图片〕", "video": "〔视频〕", "voice": "〔语音〕", "document": "〔文件〕", "location": "〔位置〕"}
HOW_SILENT = "（静默）"
HOW_EDITED = "（更新原消息）"


def in_chat(where: str) -> str:
    """〔救助股工作群〕."""
    return f"〔{where}〕"


def private(who: str) -> str:
    """The name of a private chat."""
    return f"{who}·私聊"


def presses(who: str, label: str) -> str:
    """Somebody presses a button."""
    return f"{who} 点 [{label}]"


def say_day_title(day: date) -> str:
    """11月23日（周一）."""
    return f"{day.month}月{day.day}日（{say_weekday(day)}）"


def reacted(who: str, emoji: str, head: str) -> str:
    """An emoji below a message."""
    return f"{who} {emoji} {head}"


def joined(who: str) -> str:
    """A service message of a group: somebody came in."""
    return f"{who}已入群"


def missing(where: str, snippet: str) -> str:
    return f"演示中断：{where}未出现“{snippet}”"


def unexpected(where: str, text: str) -> str:
    return f"演示中断：{where}出现计划之外的消息“{text.splitlines()[0] if text else ''}”"


def elsewhere(reached: Mapping[str, tuple[int, int]]) -> str:
    """另有：7个群收到今日提示；5人收到今日须办."""
    parts = []
    for title, (groups, people) in reached.items():
        who = "和".join(words for words in (f"{groups}个群" * bool(groups), f"{people}人" * bool(people)) if words)
        parts.append(f"{who}收到{title}")
    return f"另有：{'；'.join(parts)}。" if parts else ""


def no_answer(where: str, label: str) -> str:
    return f"演示中断：{where}的按钮“{label}”没有应答"


def not_so(claim: str) -> str:
    return f"演示中断：不成立：{claim}"


def failed(command: str, printed: str) -> str:
    return f"演示中断：{command} 未成功：{_last_line(printed)}"


def too_slow(last_words: str) -> str:
    """The bot did not look, or did not come to rest; ``last_words`` are its log's."""
    return f"演示中断：等待机器人超时。日志末行：{last_words or '无'}"


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "无")


WORKBOOK = "青禾县民政局台账.xlsx"

# What the bot's messages are recognised by.
BOUND = "本群已绑定"
BIND_LINKS = "【绑定群聊】"
NEW = "新交办"
SIGNED = "已签收"
MINE = "【我的事项】"
CLOSED = "已办结"
RESTORED = "已撤回办结"
DUE = "【到期提醒】"
NOT_LISTED = "尚未登记启用"
NOT_HERE = "不能在此查看或办理"
NO_SUCH_ITEM = "或您无权查看"
ASKED = "已申请销号"
WANTS_EVIDENCE = "申请销号须先附佐证材料"
FILED = "已存入"
PETITION = "【销号申请】"
WHICH_REASON = "请选择退回原因"
WRITE_REASON = "请直接发送退回原因"
RETURN = "【退回补充】"
AGREED = "同意销号"
RESULT = "【销号】"
OF_UNIT = "【今日提示】"
OF_BUREAU = "【督办晨报】"
OF_LEADER = "【分管提示】"
OF_OFFICE = "【办公室提示】"
FIRST_CHASE = "第1次催办"
COPY = "【催办抄送】"
TO_SUPPLEMENT = "退回待补充"
CLOSED_THIS_WEEK = "本周办结"
#: What people say.
RECEIVED = "收到"

BEFORE = "前一周周五：导入台账，绑定群聊"
IMPORT = "办公室导入工作簿"
IMPORT_STORY = (
    "青禾县民政局（虚构）把年度任务、整改台账、群众诉求三张表和花名册合为一个工作簿。"
    "先预览，确认后才入库；这里以 --yes 代为确认。"
)
BIND = "各单位负责人绑定工作群"
BIND_STORY = "机器人已启动。负责人私聊发 /bind，点链接选群即可；办公室在全局群里直接发指令。"
DIGESTS = "8:30　早间提示"
DIGESTS_STORY = (
    "每个工作日早上，各单位群只看本单位事项；全局群按单位列数，不点人名；"
    "领导和办公室在私聊中只看需要处理的。均静默送达，不打扰。"
)
CHASES = "9:30　催办和新交办"
CHASES_STORY = (
    "上周五到期的事项已逾期1个工作日：群内催办，抄送分管领导，办公室留存。新导入的事项同时请各单位签收，合为一条消息。"
)
RECEIPTS = "9:40　签收"
RECEIPTS_STORY = "点按钮签收一项；回复“收到”签收本人在该消息中的全部事项。"
MY_ITEMS = "10:05　我的事项、办结、撤回"
MY_ITEMS_STORY = "私聊查看本人事项，点编号在原处打开；/done 办结，24小时内可撤回。"
ONE_BUTTON = "10:30　两人同时点一个按钮"
ONE_BUTTON_STORY = "责任人和负责人同时点群里的办结按钮：只办结一次，后到的一方看到提示。"
DUE_TODAY = "15:00　到期提醒"
DUE_TODAY_STORY = "今日到期、至今没有动静的事项，下午在群内提醒一次。责任人回复提醒即可办结，不必写编号。"
STRANGERS = "10:10　外人和越权"
STRANGERS_STORY = "不在花名册的人看不到台账；外单位的人在群里、在私聊里都办不了别人的事项。"
SUBMITTED = "14:20　整改事项申请销号"
SUBMITTED_STORY = "整改事项不能自行办结：先附佐证，/done 即申请销号，送分管领导审核，按提交时间计是否按期。"
RETURNED = "16:40　退回补充"
RETURNED_STORY = "分管领导退回并写明原因。只私聊告知责任人和负责人，不在群里说。"
HEAD_TOLD = "负责人李某私聊收到同样的退回通知。"
REMINDED = "8:30　退回事项的提示"
REMINDED_STORY = "退回后，责任人每天早上在私聊里看到一次，直至再次申请。"
KILL = "10:20　进程被强行终止（kill -9）"
KILL_STORY = "几个人同时报办结。机器人已取走这些消息，回复还没有发出，进程此时被 kill -9，随后重新启动。"
KILLED = "kill -9：进程已终止，没有任何善后机会。"
AGAIN = "10:15　再次申请销号"
AGAIN_STORY = "私聊里也可以用中文：完成、撤回、我的事项。原材料保留，只补充说明。"
APPROVED = "11:00　同意销号"
APPROVED_STORY = "同意后在单位群公布结果，并定下“回头看”的日期。"
LAST_MORNING = "8:30　周五晨报"
LAST_MORNING_STORY = "每周最后一个工作日，全局群的晨报加上本周办结。"
CHART = "16:10　挂图"
CHART_STORY = "局长看汇总，点〔挂图〕，一张图看全局；打印版可张贴上墙。"
ASK_COUNTS, COUNTS, OF_CHART = "汇总", "【督办汇总】", "【挂图】"
PROOF = "核对"
CHAIN = "流水账"
CHAIN_STORY = "每次变动先写入流水账，逐条以校验码相连；verify 从头核对。"
STOCK = "台账文件"
STOCK_STORY = "正常停止机器人后，用未经改动的 TinyDB 打开台账文件。"
STOPPED = "机器人收到停止信号，正常退出"


def say_command(name: str, argument: str = "") -> str:
    """bot.py import 台账.xlsx, as the operator types it."""
    return f"bot.py {name} --config config.toml {argument}".rstrip()


def left_out(count: int) -> str:
    return f"……（另有{count}行）"


def say_bound(others: int) -> str:
    """How many more groups were bound."""
    return f"其余{others}个单位的群和全局群也已绑定。"


def say_fetched(people: Sequence[str]) -> str:
    """Whose commands were fetched before the kill."""
    return f"{'、'.join(people)}各发出一条 /done，机器人已全部取走并向 Telegram 确认；回复滞留在网络上。"


def say_sent_meanwhile(people: Sequence[str]) -> str:
    """Whose commands came while nobody listened."""
    return f"停机期间，{'、'.join(people)}也发出 /done。机器人重新启动。"


def say_survived(count: int) -> str:
    """Each of the commands was answered once."""
    return f"{count}条指令各得到一次回复：丢失0，重复0"


def say_closed_once(count: int) -> str:
    """Each of the items was closed once."""
    return f"kill -9 前后报办结的{count}项，在台账中各办结一次"


def say_sent(asked: int, sent: int) -> str:
    """How much was said in all."""
    return f"三周共{asked}次指令和点按，机器人发出{sent}条消息，同一会话同一天没有重复的消息"
