"""Words about leave (请假): the echo before it is entered, who stands in, 不接手, and 销假."""

from collections.abc import Sequence
from datetime import date

from domain.absence import Absence
from domain.actions import Action
from domain.leave import LeaveChoice, key_of
from domain.letter import Button, Page, Press, Rows
from domain.roster import Person, Role
from texts.glossary import say_day
from texts.lines import button
from texts.pages import bold, in_rows, shorten, single, text

NAME_LIMIT = 24
REASON_LIMIT = 60
CHOICES_SHOWN = 6
LEAVES_SHOWN = 3
EXAMPLE = "请假 12月1日-12月5日 乙某 外出培训"
_HOW = f"请假请发（日期、代办人、事由）：\n{EXAMPLE}\n提前返岗请发：销假"


def say_days(leave: Absence, today: date, *, weekday: bool = True) -> str:
    """12月1日（周二）至12月5日（周六）; one day alone."""
    first = say_day(leave.first_on, today, weekday)
    if leave.last_on == leave.first_on:
        return first
    return f"{first}至{say_day(leave.last_on, today, weekday)}"


def _name(name: str) -> str:
    return shorten(name, NAME_LIMIT)


def _say_cover(applicant: Person, leave: Absence) -> str:
    """Who answers meanwhile, and what that means."""
    if leave.stand_in:
        return f"由{_name(leave.stand_in)}代办，提醒与办理权限同步转交；审核本人事项除外。到期自动恢复。"
    decides = "审核由其他分管领导或办公室办理。" if applicant.role is Role.DEPUTY else ""
    return f"请假，未定代办人：期间不提醒本人，由负责人或办公室跟进。{decides}到期自动恢复。"


def _say_leave(applicant: Person, leave: Absence, today: date) -> str:
    return f"{_name(applicant.name)}{say_days(leave, today)}{_say_cover(applicant, leave)}"


def _say_reason(leave: Absence) -> str:
    return f"事由：{shorten(leave.reason, REASON_LIMIT)}" if leave.reason else ""


def _draft_button(label: str, choice: LeaveChoice, draft: int, row: int = 0) -> Button:
    return button(label, Press(Action.LEAVE, row, draft, choice))


def _button(label: str, choice: LeaveChoice, person: Person, leave: Absence) -> Button:
    return button(label, Press(Action.LEAVE, person.number, key_of(leave), choice))


def render_leave_echo(applicant: Person, leave: Absence, draft: int, today: date) -> Page:
    """What would be entered, with exact dates, before anything is saved."""
    change = "改代办人" if leave.stand_in else "选代办人"
    return single(
        bold("【请核对】请假"),
        text(_say_leave(applicant, leave, today)),
        text(_say_reason(leave)),
        rows=(
            (
                _draft_button("确认", LeaveChoice.CONFIRM, draft),
                _draft_button(change, LeaveChoice.CHANGE, draft),
                _draft_button("取消", LeaveChoice.DROP, draft),
            ),
        ),
    )


def render_stand_in_choice(people: Sequence[Person], draft: int) -> Page:
    """Who might stand in; a name that is sent does as well."""
    choices = [_draft_button(_name(each.name), LeaveChoice.PICK, draft, each.number) for each in people[:CHOICES_SHOWN]]
    others = (
        _draft_button("不设代办人", LeaveChoice.NOBODY, draft),
        _draft_button("取消", LeaveChoice.DROP, draft),
    )
    return single(text("请选择代办人，或直接发送姓名（同名的加单位）："), rows=(*in_rows(choices, 3), others))


def render_leave_dropped() -> Page:
    """取消 before it was entered."""
    return single(text("已取消，未登记请假。"))


def render_leave_entered(applicant: Person, leave: Absence, today: date) -> Page:
    """It stands; whoever entered it reads so in place of the echo."""
    told = f"已告知{_name(leave.stand_in)}。" if leave.stand_in else ""
    return single(
        bold("✅ 已登记请假"),
        text(_say_leave(applicant, leave, today)),
        text(told),
        rows=(_kept_buttons(applicant, leave),),
    )


def _kept_buttons(applicant: Person, leave: Absence) -> tuple[Button, ...]:
    change = "改代办人" if leave.stand_in else "选代办人"
    return (
        _button("取消请假", LeaveChoice.CANCEL, applicant, leave),
        _button(change, LeaveChoice.SWAP, applicant, leave),
    )


def render_leave_entered_for_you(applicant: Person, leave: Absence, by: Person, today: date) -> Page:
    """To whose leave it is, where somebody else entered it."""
    return single(
        bold("【请假登记】"),
        text(f"{_name(by.name)}为您登记：{_say_leave(applicant, leave, today)}"),
        rows=(_kept_buttons(applicant, leave),),
    )


def render_you_stand_in(applicant: Person, leave: Absence, open_items: int, today: date) -> Page:
    """To who stands in: from when, for how many items, and how to decline."""
    count = f"，名下在办{open_items}项" if open_items else ""
    return single(
        bold("【请假代办】"),
        text(f"{_name(applicant.name)}{say_days(leave, today)}请假，由您代办{count}。"),
        text("期间提醒送达您，您可代为签收、反馈、办结，记录注明“代”；不得代审本人和对方的事项。到期自动恢复。"),
        rows=((_button("不接手", LeaveChoice.DECLINE, applicant, leave),),),
    )


def render_declined(applicant: Person, leave: Absence, today: date) -> Page:
    """不接手, in place of the notice."""
    return single(text(f"已记录：您不接手{_name(applicant.name)}{say_days(leave, today)}的代办，已请其另选。"))


def render_was_declined(applicant: Person, leave: Absence, by: str, today: date, *, is_own: bool) -> Page:
    """To whose leave it is, and to who entered it: another is to be chosen."""
    whose = "您" if is_own else _name(applicant.name)
    return single(
        bold("【请另选代办人】"),
        text(f"{_name(by)}不接手{whose}{say_days(leave, today)}的代办。未另选前视为未定代办人。"),
        rows=((_button("选代办人", LeaveChoice.SWAP, applicant, leave),),),
    )


def render_leave_ended(applicant: Person, leave: Absence, today: date) -> Page:
    """It was cancelled before it began, or somebody is back early; to everybody concerned."""
    if leave.first_on > today:
        words = f"{_name(applicant.name)}{say_days(leave, today)}的请假已取消。"
    else:
        words = f"{_name(applicant.name)}已销假，即时恢复提醒与办理。"
    stood_in = f"{_name(leave.stand_in)}的代办相应结束。" if leave.stand_in else ""
    return single(text(words + stood_in))


def render_no_longer_stand_in(applicant: Person, leave: Absence, today: date) -> Page:
    """To who was to stand in, and is not any more."""
    return single(text(f"{_name(applicant.name)}{say_days(leave, today)}请假已改由他人代办，您无须代办。"))


def render_leaves(person: Person, leaves: Sequence[Absence], stands_in: Sequence[Person], today: date) -> Page:
    """``/leave`` alone: one's leaves, whom one stands in for, and how to ask for one."""
    lines = [f"{say_days(leave, today)}，{_say_who(leave)}" for leave in leaves[:LEAVES_SHOWN]]
    if len(leaves) > LEAVES_SHOWN:
        lines.append(f"另有{len(leaves) - LEAVES_SHOWN}次，临近时在此显示。")
    rows: Rows = tuple(_dated_buttons(person, leave, today) for leave in leaves[:LEAVES_SHOWN])
    return single(
        bold("【请假】"),
        text("\n".join(lines) or "您目前没有请假。"),
        text(say_standing_in(stands_in)),
        text(f"\n{_HOW}"),
        rows=rows,
    )


def _dated_buttons(person: Person, leave: Absence, today: date) -> tuple[Button, ...]:
    """Those of one leave among several, each with its first day."""
    cancel, change = _kept_buttons(person, leave)
    day = say_day(leave.first_on, today, weekday=False)
    return (Button(label=f"{cancel.label}（{day}）", data=cancel.data), Button(label=change.label, data=change.data))


def _say_who(leave: Absence) -> str:
    return f"由{_name(leave.stand_in)}代办" if leave.stand_in else "未定代办人"


def say_standing_in(people: Sequence[Person]) -> str:
    """您正代乙某、丙某办理。, or nothing."""
    names = "、".join(dict.fromkeys(_name(each.name) for each in people))
    return f"您正代{names}办理。" if names else ""


def say_own_leaves(leaves: Sequence[Absence], today: date) -> str:
    """请假：12月1日（周二）至12月5日（周六），由戊某代办, for ``/whoami``; the first that is not over, or nothing."""
    if not leaves:
        return ""
    return f"请假：{say_days(leaves[0], today)}，{_say_who(leaves[0])}"


AWAY_SHOWN = 5


def say_away(people: Sequence[tuple[str, str]]) -> str:
    """今日请假：乙某（戊某代办）、丙某。: who is away, and who stands in; or nothing."""
    named = [f"{_name(name)}（{_name(by)}代办）" if by else _name(name) for name, by in people[:AWAY_SHOWN]]
    more = f"等{len(people)}人" if len(people) > AWAY_SHOWN else ""
    return f"今日请假：{'、'.join(named)}{more}。" if named else ""
