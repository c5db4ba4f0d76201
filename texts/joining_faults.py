"""Words for what is refused of joining (启用), invitations and the roster: those of ``domain/joining_errors.py``."""

from collections.abc import Callable, Mapping
from typing import Any

from domain import joining_errors as errors
from domain.errors import DubanError
from domain.invitations import InvitationFault
from domain.rules import Rules
from texts.pages import shorten

NAMES_SHOWN = 3
WRITTEN_LIMIT = 60
INVITATION_FAULTS: dict[InvitationFault, str] = {
    InvitationFault.UNKNOWN: "无效",
    InvitationFault.USED: "已使用",
    InvitationFault.EXPIRED: "已超过7天有效期",
    InvitationFault.WITHDRAWN: "已撤销",
    InvitationFault.FULL: "打开次数过多，已停用",
}


def _person_unknown(error: errors.PersonUnknown, _rules: Rules) -> str:
    if not error.name:  # a button names its person by number
        return "该人员的登记已有变化，请核对花名册后重新操作。"
    near = "、".join(shorten(name, 24) for name in error.near[:NAMES_SHOWN])
    hint = f"是否{near}？" if near else ""
    return f"没有可以操作的人员“{shorten(error.name, WRITTEN_LIMIT)}”，{hint}请核对姓名，或在姓名后加单位再发。"


def _application_over(error: errors.ApplicationOver, _rules: Rules) -> str:
    by = f"由{shorten(error.by, 24)}" if error.by else ""
    outcome = f"确认为{shorten(error.name, 24)}" if error.name else "答复，不是本局人员"
    return f"该申请已{by}{outcome}，无须重复操作。"


def _enrolment_over(error: errors.EnrolmentOver, _rules: Rules) -> str:
    if error.by:
        return f"{shorten(error.name, 24)}的启用已由{shorten(error.by, 24)}撤回，无须重复操作。"
    return f"{shorten(error.name, 24)}的启用已超过撤回时限，或登记已有变化，不能撤回。如需停用，请发：停用 姓名"


FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    errors.OfficeOnly: lambda _e, _r: "人员启用、停用、恢复须由办公室操作，请联系办公室。",
    errors.TooManyApplications: lambda e, _: (
        f"您今日已多次申请，请直接联系办公室，并告知Telegram ID：{e.telegram_id}。"
    ),
    errors.ApplicationDeclined: lambda e, _: (
        f"您的启用申请办公室已答复。如有疑问，请直接联系办公室，并告知Telegram ID：{e.telegram_id}。"
    ),
    errors.ApplicationOver: _application_over,
    errors.AlreadyEnrolled: lambda e, _: f"该账号已登记为{shorten(e.name, 24)}，未作改动。",
    errors.EnrolmentOver: _enrolment_over,
    errors.MayNotInvite: lambda e, r: (
        f"邀请{shorten(e.name, 30) or '人员'}须由办公室或其{r.unit_word}负责人操作，请联系其办理。"
    ),
    errors.PersonEnrolled: lambda e, _: (
        f"{shorten(e.name, 24)}已启用，无须邀请。更换账号的，请本人用新账号私聊本助手发“我是+姓名”，由办公室确认。"
    ),
    errors.NameTaken: lambda e, _: f"{shorten(e.name, 24)}已启用或不能由此启用，请选择其他姓名，或联系办公室。",
    errors.InvitationOver: lambda e, _: (
        f"该邀请链接{INVITATION_FAULTS[InvitationFault(e.fault)]}，请向办公室或负责人重新索取，或私聊发“我是+姓名”申请。"
    ),
    errors.InvitationInGroup: lambda _e, _r: "邀请链接不能在群里使用，请在私聊中打开。",
    errors.InvitedAlready: lambda e, _: (
        f"您已启用（{shorten(e.name, 24)}），无须重复打开链接。"
        if e.is_own
        else f"该链接用于邀请他人；您已登记为{shorten(e.name, 24)}，未作改动。"
    ),
    errors.OwnAccount: lambda _e, _r: "不能撤回本人的账号，请由办公室其他人员操作。",
    errors.NameMissing: lambda _e, _r: "请写明姓名，例如：停用 王某，或 恢复 王某 社会救助股",
    errors.PersonUnknown: _person_unknown,
    errors.LastOfOffice: lambda e, _: (
        f"{shorten(e.name, 24)}是唯一有办公室权限的人员，不能停用。请先在花名册登记另一名办公室人员。"
    ),
    errors.AccountTaken: lambda e, _: (
        f"{shorten(e.name, 24)}的Telegram ID现由{shorten(e.holder, 24)}使用，未恢复。请在花名册填写新的ID后导入。"
    ),
}
