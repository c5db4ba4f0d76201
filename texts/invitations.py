"""Invitations (邀请): the link to pass on, whom one may invite, and who joined by it."""

from collections.abc import Sequence
from datetime import datetime

from domain.actions import Action
from domain.invitations import VALID_FOR, Invitation, InviteChoice
from domain.joining import Enrolment, page_of
from domain.letter import Button, Page, Press, Rows
from domain.roster import Person, Unit
from domain.rules import Rules
from texts.actions import BUTTONS
from texts.glossary import BACK, NEXT, PREVIOUS, local, say_day, say_instant, say_time, today_of
from texts.joining import NAMES_A_PAGE, say_account, say_enrolled, say_post
from texts.lines import COPY_LIMIT, NAME_LIMIT, UNIT_LIMIT, button
from texts.pages import bold, in_rows, shorten, single, text

#: What a link says before its secret, after ``/start``.
JOIN_PAYLOAD = "join_"
OFFICE_LIMIT = 40
UNITS_SHOWN = 80
INVITATION = "【邀请启用】"


def _press(choice: InviteChoice, item: int = 0, version: int = 0) -> Press:
    return Press(Action.INVITE, item, version, choice)


def say_invited(invitation: Invitation) -> str:
    """社会救助股甲某; of a unit's link 社会救助股."""
    return f"{shorten(invitation.unit, UNIT_LIMIT)}{shorten(invitation.name, NAME_LIMIT)}"


def render_invitation(invitation: Invitation, token: str, rules: Rules, bot: str, *, is_renewed: bool) -> Page:
    """The link, once, to whoever asked for it, with a text to pass on in another messenger."""
    url = f"https://t.me/{bot}?start={JOIN_PAYLOAD}{token}"
    until = local(invitation.invited_at + VALID_FOR, rules)
    day = say_day(until.date(), today_of(invitation.invited_at, rules))
    use = (
        "请转发本人，打开后点“开始”即启用，限用一次"
        if invitation.person
        else "请转发本单位人员，打开后各选本人姓名即启用"
    )
    old = "此前的链接同时作废。" if is_renewed else ""
    copy = Button(label="复制转发词", copy=_words_to_pass_on(invitation, url, rules))
    withdraw = button("撤销邀请", _press(InviteChoice.WITHDRAW, invitation.number))
    return single(
        bold(f"{INVITATION}{say_invited(invitation)}"),
        text(url),
        text(f"{use}；{day}{say_time(until)}前有效。{old}"),
        rows=((copy, withdraw),),
    )


def _words_to_pass_on(invitation: Invitation, url: str, rules: Rules) -> str:
    office = shorten(rules.office_name, OFFICE_LIMIT)
    to = f"{shorten(invitation.name, NAME_LIMIT)}您好" if invitation.person else f"{say_invited(invitation)}各位同志"
    does = "点“开始”即可启用" if invitation.person else "点“开始”并选择本人姓名，即可启用"
    only = "，限本人使用" if invitation.person else ""
    return f"{to}：请用Telegram打开下面的链接，{does}{office}督办助手（7天内有效{only}）。{url}"[:COPY_LIMIT]


def render_whom_to_invite(people: Sequence[Person], rules: Rules, start: int = 0) -> Page:
    """``/invite``: those without account whom the reader may invite."""
    if not people:
        return single(bold(INVITATION), text("没有可以邀请的未启用人员。"))
    first, shown = page_of(people, start, NAMES_A_PAGE)
    names = [button(say_post(each, rules), _press(InviteChoice.PERSON, each.number)) for each in shown]
    whole = button(f"按{rules.unit_word}邀请", _press(InviteChoice.UNITS))
    return single(
        bold(f"{INVITATION}未启用{len(people)}人"),
        text(f"点姓名，得到本人专用的链接；点〔按{rules.unit_word}邀请〕，得到全{rules.unit_word}共用的链接。"),
        rows=(*in_rows(names), *_turners(Action.INVITE, 0, first, len(people)), (whole,)),
    )


def render_which_to_invite(people: Sequence[Person], rules: Rules) -> Page:
    """Several of the roster share the name, or were named."""
    names = [button(say_post(each, rules), _press(InviteChoice.PERSON, each.number)) for each in people[:NAMES_A_PAGE]]
    return single(bold(INVITATION), text("请选择要邀请的人员："), rows=in_rows(names, 1))


def render_units_to_invite(units: Sequence[Unit], rules: Rules) -> Page:
    """The units whose link the reader may hand out."""
    names = [
        button(shorten(each.name, UNIT_LIMIT), _press(InviteChoice.UNIT, each.number)) for each in units[:UNITS_SHOWN]
    ]
    back = button(BACK, _press(InviteChoice.PEOPLE))
    ask = f"请选择{rules.unit_word}。打开链接的人自选姓名，当即启用；每启用一人，都告知负责人和办公室。"
    return single(bold(INVITATION), text(ask), rows=(*in_rows(names), (back,)))


def _turners(act: Action, item: int, first: int, total: int) -> Rows:
    """‹上一页 下一页›, by the first place of the page."""
    pages = ((PREVIOUS, first - NAMES_A_PAGE), (NEXT, first + NAMES_A_PAGE))
    turn = tuple(button(label, _turn(act, item, at)) for label, at in pages if 0 <= at < total)
    return (turn,) if turn else ()


def _turn(act: Action, item: int, at: int) -> Press:
    return Press(act, item, 0, at) if act is Action.TAKE else _press(InviteChoice.PEOPLE, version=at)


def render_withdrawn(invitation: Invitation) -> Page:
    """撤销邀请: the link does nothing from now on."""
    return single(text(f"已撤销邀请：{say_invited(invitation)}，链接作废。"))


def render_own_name(invitation: Invitation, people: Sequence[Person], start: int = 0) -> Page:
    """To whoever opened a unit's link: which of its names is theirs."""
    unit = shorten(invitation.unit, UNIT_LIMIT)
    if not people:
        return single(text(f"您好，{unit}所列人员均已启用。如有疑问，请联系办公室。"))
    first, shown = page_of(people, start, NAMES_A_PAGE)
    names = [
        button(shorten(each.name, NAME_LIMIT), Press(Action.TAKE, invitation.number, each.number)) for each in shown
    ]
    return single(
        bold(f"【启用】{unit}"),
        text("您好，请点本人姓名，即可启用。没有您的姓名的，请联系办公室。"),
        rows=(*in_rows(names), *_turners(Action.TAKE, invitation.number, first, len(people))),
    )


def render_name_taken_up(enrolment: Enrolment) -> Page:
    """In place of the names: which one it was."""
    return single(text(f"✅ 您已启用：{say_enrolled(enrolment)}"), text("选错了的，请告知办公室更正。"))


def render_joined(enrolment: Enrolment, rules: Rules, now: datetime) -> Page:
    """To who invited, or to heads and office: who joined by the link; for a week it can be corrected."""
    when = say_instant(enrolment.enrolled_at, rules, now)
    by = f"{shorten(enrolment.enrolled_by, NAME_LIMIT)}邀请，{when}启用"
    return single(
        text(f"✅ 已启用：{say_enrolled(enrolment)}"),
        text(f"{say_account(enrolment.account, enrolment.telegram_id)}\n{by}。不是本人的，7天内可更正。"),
        rows=((button("更正", Press(Action.RELEASE, enrolment.number)),),),
    )


def invite_button() -> Button:
    """邀请启用 below the list of those who are not enrolled."""
    return button(BUTTONS[Action.INVITE], _press(InviteChoice.PEOPLE))
