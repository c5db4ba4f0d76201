"""Joining (启用): a stranger's application, what the office decides on it, and what is taken back."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from domain.actions import Action
from domain.joining import (
    AdmitChoice,
    Enrolment,
    accounts_of,
    fitting,
    former_of,
    open_names,
    page_of,
)
from domain.letter import Button, Page, Press, Rows
from domain.requests import DecisionRequest
from domain.roster import Person, Roster
from domain.rules import Rules
from domain.setting import Setting
from texts.glossary import BACK, NEXT, PREVIOUS, say_instant, say_role
from texts.lines import NAME_LIMIT, UNIT_LIMIT, button, private_link
from texts.pages import bold, in_rows, shorten, single, text

#: So many people are offered at once: six rows of two.
NAMES_A_PAGE = 12
FITTING_SHOWN = 6
ACCOUNT_LIMIT = 40
SAID_LIMIT = 40
#: What the link to the private chat says: an ordinary start.
JOIN_DOOR = "join"
APPLICATION = "【启用申请】"


def say_post(person: Person, rules: Rules) -> str:
    """社会救助股甲某; a leader without unit by role: 局长丁某."""
    unit = shorten(person.unit, UNIT_LIMIT) or say_role(person.role, rules)
    return f"{unit}{shorten(person.name, NAME_LIMIT)}"


def say_enrolled(enrolment: Enrolment) -> str:
    """社会救助股甲某, as they were when it happened."""
    return f"{shorten(enrolment.unit, UNIT_LIMIT)}{shorten(enrolment.name, NAME_LIMIT)}"


def say_account(account: str, telegram_id: int) -> str:
    """小王（@wang），ID 4242."""
    named = shorten(account, ACCOUNT_LIMIT)
    return f"Telegram：{named}，ID {telegram_id}" if named else f"Telegram ID：{telegram_id}"


def render_join_in_private(bot: str) -> Page:
    """我是甲某 in a group: the way to the private chat, which alone takes applications."""
    ask = "启用请到私聊办理：点下方按钮，发“我是+姓名”，由办公室确认。尚未登记的人员每小时只答复一次。"
    return single(text(ask), rows=((private_link("打开私聊", bot, JOIN_DOOR),),))


def render_applied(wish: str) -> Page:
    """To the applicant: the office has been asked."""
    return single(
        text(f"您好，已将您的启用申请（{shorten(wish, SAID_LIMIT)}）送办公室，确认后即可使用。"),
        text("姓名有误的，可重新发“我是+姓名”更正。"),
    )


def render_office_unreachable(telegram_id: int) -> Page:
    """To the applicant where nobody of the office can be asked here."""
    return single(text(f"您好，申请暂不能转达，请直接联系办公室，并告知Telegram ID：{telegram_id}。"))


def render_application(asked: DecisionRequest, setting: Setting) -> Page:
    """To the office: who says to be whom, and the rows of the roster that this may mean."""
    roster, rules = setting.roster, setting.rules
    people = fitting(asked.wish, roster)[:FITTING_SHOWN]
    former = former_of(asked.wish, roster)
    lines = [
        f"自称：{shorten(asked.wish, SAID_LIMIT)}",
        f"{say_account(asked.asked_by, asked.item)}，{say_instant(asked.asked_at, rules, setting.now)}",
        *([f"花名册中{shorten(former, NAME_LIMIT)}已停用，确已返岗的请先发：恢复 {former}"] if former else []),
        "请核实确系本人后确认。" if people else "花名册中没有相符的姓名，请另选或答复。",
    ]
    return single(
        bold(APPLICATION),
        text("\n".join(lines)),
        rows=(*((_meant(asked.item, each, roster, rules),) for each in people), _otherwise(asked.item)),
    )


def _meant(telegram_id: int, person: Person, roster: Roster, rules: Rules) -> Button:
    moves = "更换账号：" if accounts_of(person, roster) else "是"
    press = Press(Action.ADMIT, telegram_id, person.number, AdmitChoice.CONFIRM)
    return replace(button(f"{moves}{say_post(person, rules)}", press), style="success")


def _otherwise(telegram_id: int) -> tuple[Button, ...]:
    choose = Press(Action.ADMIT, telegram_id, 0, AdmitChoice.CHOOSE)
    decline = Press(Action.ADMIT, telegram_id, 0, AdmitChoice.DECLINE)
    return button("另选姓名", choose), replace(button("不是本局人员", decline), style="danger")


def render_open_names(asked: DecisionRequest, setting: Setting, start: int) -> Page:
    """另选姓名: who of the roster has no account yet; a press confirms."""
    people = open_names(setting.roster)
    first, shown = page_of(people, start, NAMES_A_PAGE)
    names = [
        button(say_post(each, setting.rules), Press(Action.ADMIT, asked.item, each.number, AdmitChoice.CONFIRM))
        for each in shown
    ]
    back = button(BACK, Press(Action.ADMIT, asked.item, 0, AdmitChoice.SHOW))
    ask = f"请点对应人员，点后即启用（花名册未启用{len(people)}人）：" if people else "花名册所列人员均已启用。"
    return single(
        bold(APPLICATION),
        text(f"自称：{shorten(asked.wish, SAID_LIMIT)}\n{say_account(asked.asked_by, asked.item)}\n{ask}"),
        rows=(*in_rows(names), *_turners(asked.item, first, len(people)), (back,)),
    )


def _turners(telegram_id: int, first: int, total: int) -> Rows:
    pages = ((PREVIOUS, first - NAMES_A_PAGE), (NEXT, first + NAMES_A_PAGE))
    turn = tuple(
        button(label, Press(Action.ADMIT, telegram_id, at, AdmitChoice.CHOOSE))
        for label, at in pages
        if 0 <= at < total
    )
    return (turn,) if turn else ()


def render_ask_move(asked: DecisionRequest, person: Person, accounts: Sequence[int], rules: Rules) -> Page:
    """更换账号 is asked once more: the old account loses its rights."""
    old = "、".join(str(each) for each in accounts)
    lines = [
        f"原账号ID {old}即停用，不再收到消息。",
        f"新账号：{say_account(asked.asked_by, asked.item)}",
        "请核实确系本人更换后确认。",
    ]
    confirm = Press(Action.ADMIT, asked.item, person.number, AdmitChoice.MOVE)
    back = Press(Action.ADMIT, asked.item, 0, AdmitChoice.SHOW)
    return single(
        bold(f"【更换账号】{say_post(person, rules)}"),
        text("\n".join(lines)),
        rows=((replace(button("确认更换", confirm), style="success"), button(BACK, back)),),
    )


def render_enrolled(enrolment: Enrolment, rules: Rules, now: datetime) -> Page:
    """To the office: who was enrolled, and by whom; for a day it can be taken back."""
    by = f"{shorten(enrolment.enrolled_by, NAME_LIMIT)}{say_instant(enrolment.enrolled_at, rules, now)}确认"
    moved = "，原账号已停用" if any(enrolment.posts.values()) else ""
    return single(
        text(f"✅ 已启用：{say_enrolled(enrolment)}"),
        text(f"{say_account(enrolment.account, enrolment.telegram_id)}\n{by}{moved}。如有误，24小时内可撤回。"),
        rows=((button("撤回", Press(Action.RELEASE, enrolment.number)),),),
    )


def render_declined(asked: DecisionRequest, by: str, rules: Rules, now: datetime) -> Page:
    """To the office: the stranger is nobody of the bureau."""
    return single(
        text(f"已答复：{shorten(asked.wish, SAID_LIMIT)}不是本局人员"),
        text(
            f"{say_account(asked.asked_by, asked.item)}\n{shorten(by, NAME_LIMIT)}{say_instant(now, rules, now)}处理。"
        ),
    )


def render_overtaken(asked: DecisionRequest, name: str) -> Page:
    """To the office: the account has become somebody's in another way."""
    return single(
        text(f"{shorten(asked.wish, SAID_LIMIT)}的启用申请无须处理"),
        text(f"{say_account(asked.asked_by, asked.item)}\n该账号已登记为{shorten(name, NAME_LIMIT)}。"),
    )


def render_not_admitted() -> Page:
    """To the applicant, once: the office could not confirm it."""
    return single(text("您好，经办公室核对，未能确认您的启用申请。如有疑问，请直接联系办公室。"))


def render_account_moved(name: str) -> Page:
    """To the account that was somebody's until now."""
    return single(
        text(f"{shorten(name, NAME_LIMIT)}已更换为其他Telegram账号，本账号不再收到消息。"),
        text("如非本人更换，请立即联系办公室。"),
    )


def render_released(enrolment: Enrolment, rules: Rules, now: datetime) -> Page:
    """To the office: the account is nobody's again."""
    by = f"{shorten(enrolment.taken_back_by, NAME_LIMIT)}{say_instant(now, rules, now)}撤回"
    restored = "，已恢复原账号" if any(enrolment.posts.values()) else "，该人员恢复为未启用"
    return single(
        text(f"↩️ 已撤回启用：{say_enrolled(enrolment)}"),
        text(f"{say_account(enrolment.account, enrolment.telegram_id)}\n{by}{restored}。"),
    )


def render_no_longer_enrolled() -> Page:
    """To the account that was taken for somebody by mistake."""
    return single(text("您的启用已由办公室撤回，暂不能使用。如有疑问，请直接联系办公室。"))


def render_account_restored(name: str) -> Page:
    """To the account that is somebody's again."""
    return single(text(f"{shorten(name, NAME_LIMIT)}的账号更换已撤回，本账号恢复使用。"))
