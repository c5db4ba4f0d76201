"""What the bot says of itself and its messages: lateness, people out of reach, lost chats; mentions of people."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from markupsafe import Markup

from domain.item import Item
from domain.letter import Page
from domain.roster import Chat, Person, Roster, in_place_of
from domain.rules import Rules
from texts.glossary import BELATED, WHOLE_BUREAU, say_instant
from texts.lines import private_link, say_reached
from texts.pages import TEXT_LIMIT, bold, shorten, single, text, units_of, visible

NOTIFIED = 5
SHOWN = 15
NAME_LIMIT = 24


def name_of(person: Person) -> str:
    """The name as shown; in a stand-in's place 戊某（代乙某）, without one 乙某（请假）."""
    return say_reached(person)


def mention(person: Person) -> Markup:
    """@丙某 as a link that notifies; a plain name for somebody whose Telegram id is not known."""
    if person.telegram_id is None:
        return Markup("{}").format(name_of(person))
    return Markup('<a href="tg://user?id={}">@{}</a>').format(person.telegram_id, name_of(person))


def call(people: Iterable[Person], heads: Sequence[Person] = ()) -> Markup:
    """The names, the first five so that they notify; with more than five, the unit's heads come first.

    Of very many the last are counted.
    """
    wanted = _once(people)
    if len(wanted) > NOTIFIED:
        wanted = _once([*heads, *wanted])
    loud = [person for person in wanted if person.telegram_id is not None][:NOTIFIED]
    shown = [mention(person) if person in loud else Markup("{}").format(name_of(person)) for person in wanted[:SHOWN]]
    return Markup(" ").join(shown) + (f" 等{len(wanted)}人" if len(wanted) > SHOWN else "")


def owners_of(item: Item, roster: Roster) -> tuple[Person, ...]:
    """Whom an alert of the item calls: its owner; the unit's heads where the roster does not know the owner."""
    owner = roster.named(item.owner, item.unit)
    return (owner,) if owner else roster.heads(item.unit)


def _once(people: Iterable[Person]) -> list[Person]:
    """The people in order, nobody twice."""
    return list({(person.number, person.name, person.unit): person for person in people}.values())


EXCERPT = 120


def mark_in_place(person: Person, html: str) -> str:
    """The notice with 〔代乙某〕 before it where somebody reads it in another's place, and it has room for that."""
    name = in_place_of(person)
    mark = Markup("〔代{}〕").format(shorten(name, NAME_LIMIT))
    return f"{mark}{html}" if name and units_of(visible(html)) + units_of(visible(mark)) <= TEXT_LIMIT else html


def render_late_prefix(sent_at: datetime, now: datetime, rules: Rules) -> str:
    """The html line that goes before a reply to something that arrived long after it was sent (docs/promises.md 11)."""
    return f"〔按{say_instant(sent_at, rules, now)}发出时受理〕\n"


def render_addressee(person: Person) -> str:
    """The html line that goes before what a button in a group brought: whose finger it was."""
    return str(Markup("{}：\n").format(name_of(person)))


def render_unreachable(people: Person | Sequence[Person], bot: str) -> Page:
    """To a unit's group: somebody never started the bot and misses messages; a link starts it (docs/promises.md 24)."""
    everybody = (people,) if isinstance(people, Person) else tuple(people)
    text = Markup("{}：有私聊通知未能送达。请点下方按钮启用督办助手，并发送 /start。").format(call(everybody))
    return single(text, rows=((private_link("启用私聊", bot, "hello"),),))


def say_chat(chat: Chat) -> str:
    """社会救助股“救助股工作群”."""
    title = f"“{shorten(chat.title, 40)}”" if chat.title else f"（编号{chat.chat_id}）"
    return f"{shorten(chat.unit, 30) or WHOLE_BUREAU}{title}"


def say_addressee(roster: Roster, chat_id: int, thread_id: int | None = None) -> str:
    """Whose chat it is: a person's name or a group's."""
    person = roster.who(chat_id)
    chat = roster.chat(chat_id, thread_id) or roster.chat(chat_id)
    return person.name if person else say_chat(chat) if chat else str(chat_id)


def mark_late(html: str) -> str:
    """The message with 补发 before it, as in a digest that was late from the beginning; where it has room for that."""
    if BELATED in html or units_of(visible(html)) + len(BELATED) > TEXT_LIMIT:
        return html
    return f"<b>{BELATED}{html.removeprefix('<b>')}" if html.startswith("<b>") else f"{BELATED}{html}"


def render_chat_lost(chat: Chat, rules: Rules, *, is_muted: bool = False) -> Page:
    """To the office: a group has removed or muted the bot; its messages stop, its items stay (docs/promises.md 17)."""
    what, cure = ("禁言", "允许助手发言") if is_muted else ("移出", "将助手重新拉入群")
    return single(
        bold("【群聊失联】"),
        Markup("{}已无法发送：助手已被{}。该群暂停推送，台账不受影响。").format(say_chat(chat), what),
        Markup("请该{}负责人{}，推送自动恢复。").format(rules.unit_word, cure),
    )


def render_uncertain(html: str, chat_title: str) -> Page:
    """To the office: a message without an answer while it was worth sending may be lost (docs/promises.md 9)."""
    return single(
        bold("【送达不明】"),
        Markup("发往{}的一条消息未获送达回执，不再重发，请人工核实。").format(shorten(chat_title, 40)),
        Markup("内容：{}").format(shorten(visible(html), EXCERPT)),
    )


def render_refused(html: str, chat_title: str) -> Page:
    """To the office: Telegram will never take a message, and its reader does not know."""
    return single(
        bold("【未能送达】"),
        Markup("发往{}的一条消息被Telegram拒收，不再重发，请人工转达。").format(shorten(chat_title, 40)),
        Markup("内容：{}").format(shorten(visible(html), EXCERPT)),
    )


def render_conflict() -> Page:
    """To the office: another process receives with the same token (docs/promises.md 10)."""
    return single(
        bold("【重复运行】"),
        Markup("另有一个程序正使用同一令牌接收消息，本程序可能收不到指令。请停用另一个程序，或更换令牌。"),
    )


def render_webhook_set() -> Page:
    """To the office: the bot's updates go to a webhook, so that no command arrives."""
    return single(
        bold("【无法接收指令】"),
        Markup("该机器人设有 webhook，消息被送往别处，本程序收不到指令；提醒照常发送。"),
        Markup("请运维人员打开 https://api.telegram.org/bot令牌/deleteWebhook 取消，随后自动恢复，无须重启。"),
    )


def render_webhook_refused() -> Page:
    """To the office: Telegram does not take the configured address, so that no command arrives."""
    return single(
        bold("【无法接收指令】"),
        Markup("Telegram 不接受所配置的 webhook 网址，本程序收不到指令；提醒照常发送。"),
        Markup("请运维人员核对 telegram.webhook_url，改后重启；网址无误的，会自动重试。"),
    )


def render_webhook_unreached() -> Page:
    """To the office: Telegram can't deliver to the configured address."""
    return single(
        bold("【无法接收指令】"),
        Markup("Telegram 送不到所配置的 webhook 网址，本程序收不到指令；提醒照常发送。"),
        Markup("请运维人员检查网络、代理和证书。已发出的指令由 Telegram 保留24小时，恢复后自动处理。"),
    )


def render_next_year_calendar(year: int) -> str:
    """A year whose holiday notice is not out: what counts work days in it is provisional."""
    return f"{year}年节假日安排尚未公布，涉及该年的工作日按法定节假日暂定。"


def render_recorded_briefly(numbers: tuple[int, ...]) -> Page:
    """In place of a 👍 that the group does not allow."""
    names = "、".join(f"第{number}号" for number in numbers)
    return single(text(f"已记录{names}进展。"), about=numbers)
