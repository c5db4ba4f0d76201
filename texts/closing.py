"""What is said when an item moves: 签收, 办结, 申请销号, 撤回, 同意, 退回."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup
from msgspec.structs import replace

from domain.actions import Action
from domain.item import IN_HAND, OPEN, Did, Item, ItemStatus
from domain.letter import Origin, Page, Press
from domain.measures import words_of_measures
from domain.progress import evidence_of, has_file
from domain.rechecking import VerifyChoice, recheck_on
from domain.roster import Person, Role
from domain.rules import Rules
from domain.views import Line
from texts.actions import BUTTONS
from texts.glossary import (
    OWN_REASON,
    RETURN_REASONS,
    STATUSES,
    STEPS,
    SUBMIT_AGAIN,
    say_counted_day,
    say_day,
    say_due,
    say_instant,
    say_role,
    today_of,
)
from texts.highlights import sum_up_row
from texts.lessons import ask_lesson, lesson_rows, say_lessons
from texts.lines import (
    act_button,
    back_button,
    back_to,
    button,
    name_and,
    name_item,
    owner_of,
    press_of,
    say_actor,
    say_numbers,
    say_outcome,
    say_timeliness,
    unit_of,
)
from texts.pages import bold, in_rows, shorten, single, text
from texts.partners import say_partners
from texts.quota import say_quota
from texts.repeats import say_repeat
from texts.verdicts import verdict_row

TITLE_LIMIT = 200
#: Of several items closed at once so many are named, so that they and their buttons fit a phone.
CLOSED_SHOWN = 4
SHORT_TITLE = 20
FIELD_LIMIT = 600
#: Nobody approves their own, and nobody else can be reached.
NOBODY_APPROVES = "目前无人可审核，请办公室在花名册中补充分管领导或审核人。"
#: Reports of one command name so many items each with its own lines and button.
SHOWN = 12


def _name(item: Item, rules: Rules) -> Markup:
    return name_item(item, rules, TITLE_LIMIT)


def _name_and(item: Item, rules: Rules, words: str) -> Markup:
    return name_and(item, rules, words, TITLE_LIMIT)


def render_done(items: tuple[Item, ...], rules: Rules, now: datetime, open_left: int) -> Page:
    """办结 (docs/messages.md 7): one item, or several at once; ``open_left`` is what the speaker still has in hand."""
    left = f"您在办还有{open_left}项。" if open_left else "您名下已无在办事项。"
    alone = len(items) == 1
    shown = items[:CLOSED_SHOWN]
    limit = TITLE_LIMIT if alone else SHORT_TITLE
    told = [
        Markup("✅ {}\n{}。{}").format(
            name_and(item, rules, "已办结", limit), say_outcome(item, rules, now), left if alone else ""
        )
        for item in shown
    ]
    more = f"另有{len(items) - len(shown)}项已办结。" if len(items) > len(shown) else ""
    buttons = [act_button(Action.UNDO, item, rules, with_number=not alone) for item in shown]
    if alone:
        buttons.append(act_button(Action.EVIDENCE, items[0], rules))
        buttons += sum_up_row(items[0], rules)
    return single(
        *told,
        text("" if alone else f"{more}共{len(items)}项。{left}"),
        rows=in_rows(buttons),
        about=tuple(item.number for item in items),
    )


def render_submitted(item: Item, rules: Rules, now: datetime, approver_role: Role | None) -> Page:
    """申请销号 (docs/messages.md 7): handed in, and to whom; ``None``: to nobody yet."""
    at = item.submitted_at or now
    on_time = say_timeliness(item, rules, at, now, with_limit=False)
    had = f"佐证材料{len(evidence_of(item))}份；" if evidence_of(item) else ""
    evidence = f"\n{had}如需补充，直接回复本消息发送。"
    sent = f"已送{say_role(approver_role, rules)}审核。" if approver_role else NOBODY_APPROVES
    words = f"{say_instant(at, rules, now)}提交，{on_time}，以提交时间计。{sent}{evidence}"
    return single(
        Markup("⏳ {}").format(_name_and(item, rules, "已申请销号")),
        text(words),
        text(f"配合单位：{say_partners(item, rules, now)}" if item.partners else ""),
        text(ask_lesson(item, rules) or say_lessons(item, rules)),
        rows=(*lesson_rows(item, rules), (act_button(Action.UNDO, item, rules),)),
        about=(item.number,),
    )


def render_acknowledged(items: tuple[Item, ...], rules: Rules, now: datetime) -> Page:
    """签收: one item, or all of one message."""
    if len(items) > SHOWN:
        return single(text(f"已签收{len(items)}项：{say_numbers(items)}。"), about=tuple(item.number for item in items))
    told = [
        Markup("{}\n期限：{}").format(_name_and(item, rules, "已签收"), say_due(item, today_of(now, rules)))
        for item in items
    ]
    return single(*told, about=tuple(item.number for item in items))


def render_undone(item: Item, rules: Rules, now: datetime) -> Page:
    """撤回: the item stands as before."""
    step = item.history[-1] if item.history else None
    is_closing = step is None or not step.to
    closing = "销号申请" if rules.kind(item.kind).verify else "办结"
    what = closing if step is None or is_closing else f"“{STEPS[Did(step.to)]}”"
    if step is not None and step.to == Did.TICK:
        return _render_unticked(item, rules)
    now_is = "恢复为在办" if is_closing else "恢复到此前的内容"
    return single(
        Markup("↩️ {}").format(_name_and(item, rules, f"已撤回{what}")),
        text(f"{now_is}，期限{say_due(item, today_of(now, rules))}。"),
        text(f"{say_quota(item.quota)}。" if step is not None and step.added and item.quota else ""),
        rows=((act_button(Action.DONE, item, rules),),) if item.status in IN_HAND else (),
        about=(item.number,),
    )


def _render_unticked(item: Item, rules: Rules) -> Page:
    """The same of a cooperating unit's tick: the item is not the unit's to close."""
    return single(
        Markup("↩️ {}").format(_name_and(item, rules, f"已撤回“{STEPS[Did.TICK]}”")),
        text(f"完成配合部分后请再次反馈，牵头的{unit_of(item)}可查看。"),
        rows=((act_button(Action.TICK, item, rules),),) if item.status in OPEN else (),
        about=(item.number,),
    )


def render_approval_request(line: Line, rules: Rules, now: datetime) -> Page:
    """To the approver, in private (docs/messages.md 8)."""
    item = line.item
    approve, send_back = (act_button(act, item, rules, Origin.ON_REQUEST) for act in (Action.APPROVE, Action.SEND_BACK))
    buttons = (replace(approve, style="success"), replace(send_back, style="danger"))
    kind = rules.kind(item.kind)
    terms = Press(Action.VERIFY, item.number, item.version, VerifyChoice.SET)
    ask_terms = ((button("定复查标准和观察期", terms),),) if kind.asks_criterion else ()
    around = (Action.HISTORY, *((Action.PIECES,) if evidence_of(item) else ()))
    return single(
        Markup("{}{}").format(bold("【销号申请】"), _name(item, rules)),
        *_request_lines(item, rules, now),
        text(say_repeat(item, rules, now)),
        text(say_lessons(item, rules)),
        text(_say_evidence(item)),
        rows=(buttons, tuple(act_button(act, item, rules, Origin.ON_REQUEST) for act in around), *ask_terms),
        about=(item.number,),
    )


def _say_evidence(item: Item) -> str:
    """佐证材料2份，附后。请审核; words of a workbook are not sent on."""
    pieces = evidence_of(item)
    after = "，附后" if any(map(has_file, pieces)) else ""
    return f"佐证材料{len(pieces)}份{after}。请审核。" if pieces else "请审核。"


def _request_lines(item: Item, rules: Rules, now: datetime) -> tuple[Markup, ...]:
    """Who hands in what, and against which standard."""
    at = item.submitted_at or now
    who = " ".join(word for word in (unit_of(item), shorten(item.submitted_by, 24) or owner_of(item)) if word)
    first = f"{who}　{say_instant(at, rules, now)}提交，{say_timeliness(item, rules, at, now, with_limit=False)}"
    source = shorten(item.source, 200) + (f"（{shorten(item.reference, 60)}）" if item.reference else "")
    said = "整改情况" if item.kind == "rectification" else "办理情况"
    returned = next((step.note for step in reversed(item.history) if step.did is Did.SEND_BACK), "")
    facts = (
        *(("来源", source), ("完成标准", item.standard), ("措施", words_of_measures(item))),
        ("配合单位", say_partners(item, rules, now)),
        *(("上次退回", returned), (said, _reported(item) or "未填写")),
    )
    return (text(first), *(text(f"{label}：{shorten(words, FIELD_LIMIT)}") for label, words in facts if words.strip()))


def _reported(item: Item) -> str:
    """What was said with each 申请销号 that was not taken back: after a 退回 nothing needs to be said again."""
    asked: list[str] = []
    for step in item.history:
        if step.did is Did.SUBMIT:
            asked.append(step.note)
        elif step.did is Did.UNDO and asked:
            asked.pop()
    return "；".join(note.rstrip("。；") for note in asked if note)


def render_return_reasons(item: Item, back: Press | Origin = Origin.NOWHERE) -> Page:
    """退回: the prepared reasons, and one in the approver's own words; 返回 leads to where that was asked for."""
    reasons = [
        button(words, Press(Action.REASON, item.number, item.version, choice, back=back))
        for choice, words in (*enumerate(RETURN_REASONS), (OWN_REASON, "另写原因"))
    ]
    return single(
        bold(f"【退回补充】第{item.number}号 {shorten(item.title, TITLE_LIMIT)}"),
        text("请选择退回原因："),
        rows=(*in_rows(reasons), (back_to(item, back),)),
        about=(item.number,),
    )


def render_ask_reason(item: Item) -> Page:
    """退回 with a reason of one's own: the next message is taken as it."""
    return single(
        bold(f"【退回补充】第{item.number}号 {shorten(item.title, TITLE_LIMIT)}"),
        text("请直接发送退回原因，写明须补充的内容。不退回请忽略本消息。"),
        about=(item.number,),
    )


def render_ask_supplement(item: Item) -> Page:
    """再次申请销号 after a 退回: the next message is taken as the supplement."""
    returned = shorten(item.returned_reason, FIELD_LIMIT)
    return single(
        bold(f"【再次申请销号】第{item.number}号 {shorten(item.title, TITLE_LIMIT)}"),
        text(f"退回原因：{returned}" if returned else ""),
        text("请直接发送补充情况，1小时内有效；原材料已保留，无须重报。"),
        rows=((button(BUTTONS[Action.SUBMIT], press_of(Action.SUBMIT, item)),),),
        about=(item.number,),
    )


def render_supplemented(item: Item) -> Page:
    """The same question once it is answered: in its place, without its button."""
    title = f"【再次申请销号】第{item.number}号 {shorten(item.title, TITLE_LIMIT)}"
    return single(bold(title), text("补充情况已收到，已再次申请。"), about=(item.number,))


#: What is said when somebody does something else instead of answering a question, by the question's kind.
_QUESTIONS_CLOSED = {
    "reason": "退回原因未填写，本次不退回；第{}号仍待审核。",
    "supplement": "补充情况未填写，第{}号未再次申请。",
    "lesson_words": "内容未填写，第{}号的这一项未改动。",
    "relapsing": "反弹情况未填写，第{}号仍为已销号。",
    "confirming": "依据未填写，第{}号仍待上级确认。",
    "observing": "内容未填写，第{}号的回头看安排不变。",
    "extension": "新期限和原因未填写，第{}号未申请延期。",
    "new_limit": "日期未填写，第{}号的延期申请仍待审批。",
    "refusal": "原因未填写，第{}号的延期申请仍待审批。",
    "obstacle": "难点未填写，第{}号未报告难点。",
    "answer_words": "答复未填写，第{}号的难点仍待答复。",
    "unsolved": "问题未填写，第{}号的难点未再次报告。",
    "review": "复核日期未填写，第{}号未转为长期事项。",
}


def render_question_closed(kind: str, number: int) -> Page | None:
    """The one line that a question is over; ``None`` for a question that needs none."""
    words = _QUESTIONS_CLOSED.get(kind)
    return single(text(words.format(number)), about=(number,)) if words else None


def render_nobody_approves(item: Item, rules: Rules) -> Page:
    """To the office: an item waits, and all who could approve it own it, asked for it, or cannot be reached."""
    return single(
        Markup("⏳ {}").format(_name_and(item, rules, "待审核")),
        text(NOBODY_APPROVES),
        rows=((button(BUTTONS[Action.WAITING], Press(Action.WAITING)),),),
        about=(item.number,),
    )


#: What 同意 says, by whether it is the first of two keys.
_GRANTED = {False: "同意销号", True: "初核同意，待上级确认"}


def render_decided(
    item: Item, by: Person, approved: bool, now: datetime, rules: Rules, back: Press | None = None
) -> Page:
    """The approver's request after the decision, in its place; 返回 alone is left where it was opened from a list."""
    step = next((step for step in reversed(item.history) if step.did in {Did.APPROVE, Did.CHECK, Did.SEND_BACK}), None)
    when = say_instant(step.at if step else now, rules, now)
    who = say_actor(step) if step and step.on_behalf else say_role(by.role, rules)
    reason = f"，原因：{shorten(step.note, FIELD_LIMIT)}" if step and not approved and step.note else ""
    granted = _GRANTED[item.status is ItemStatus.SUBMITTED]
    verdict = f"✅ {who} {when} {granted}" if approved else f"↩️ {who} {when} 退回补充{reason}"
    return single(
        Markup("{}{}").format(bold("【销号申请】"), _name(item, rules)),
        text(verdict),
        rows=tuple(
            row
            for row in (sum_up_row(item, rules), verdict_row(item, rules), (back_button(back),) if back else ())
            if row
        ),
        about=(item.number,),
    )


def render_returned(item: Item, rules: Rules, now: datetime) -> Page:
    """To the owner and the head, in private (docs/messages.md 9)."""
    step = next((step for step in reversed(item.history) if step.did is Did.SEND_BACK), None)
    at = item.returned_at or (step.at if step else now)
    reason = shorten(item.returned_reason or (step.note if step else ""), FIELD_LIMIT)
    by = say_actor(step) if step else "审核人"
    until = f"请于{say_day(item.supplement_by, today_of(now, rules))}前" if item.supplement_by else "请"
    return single(
        Markup("{}{}").format(bold("【退回补充】"), _name(item, rules)),
        text(f"{by}{say_instant(at, rules, now)}退回。原因：{reason.rstrip('。')}。"),
        text(f"{until}补充后再次申请；原材料已保留，无须重报。"),
        rows=(
            (act_button(Action.EVIDENCE, item, rules), button(SUBMIT_AGAIN, press_of(Action.DONE, item))),
            tuple(act_button(act, item, rules) for act in (Action.EXTEND, Action.REPORT_OBSTACLE)),
            (act_button(Action.HISTORY, item, rules),),
        ),
        about=(item.number,),
    )


def render_result(item: Item, rules: Rules, now: datetime) -> Page:
    """To the unit's group: crossed off (docs/messages.md 10), and when it will be looked at again (回头看)."""
    closed = today_of(item.closed_at or now, rules)
    word = "整改到位" if item.kind == "rectification" else "办理到位"
    recheck = recheck_on(item, rules)
    again = f"，拟于{say_counted_day(recheck, closed, rules)}“回头看”" if recheck else ""
    words = f"经审核{word}，{say_day(closed, closed, weekday=False)}予以销号{again}。"
    return single(
        Markup("{}{}").format(bold("【销号】"), _name_and(item, rules, words)),
        rows=tuple(row for row in (sum_up_row(item, rules), verdict_row(item, rules)) if row),
        about=(item.number,),
    )


def render_moved_on(item: Item, names: tuple[str, ...], rules: Rules) -> Page:
    """The request of somebody who is not to decide any more: in its place, without its buttons."""
    whom = f"已转{shorten('、'.join(names), 60)}审核" if names else "已改由他人审核"
    return single(
        Markup("{}{}").format(bold("【销号申请】"), _name(item, rules)),
        text(f"↪️ {whom}，您无须处理。"),
        about=(item.number,),
    )


def render_request_over(item: Item, rules: Rules) -> Page:
    """The request of an item that was changed in the ledger and does not await a decision any more."""
    return single(
        Markup("{}{}").format(bold("【销号申请】"), _name(item, rules)),
        text(f"↪️ 台账已更新（{STATUSES[item.status]}），无须审核。"),
        about=(item.number,),
    )


def render_undo_notice(item: Item, rules: Rules, now: datetime) -> Page:
    """The approver's request after the submission was withdrawn: in its place, without its buttons."""
    step = next((step for step in reversed(item.history) if step.did is Did.UNDO), None)
    when = say_instant(step.at if step else now, rules, now)
    by = f"{say_actor(step)} " if step else ""
    return single(
        Markup("{}{}").format(bold("【销号申请】"), _name(item, rules)),
        text(f"↩️ {by}{when} 已撤回申请，无须审核。"),
        about=(item.number,),
    )


#: So many items are named; the rest is counted.
SHOWN = 12


def render_closed_for_you(items: Sequence[Item], by: Person, rules: Rules, now: datetime) -> Page:
    """To the owner, in private: the head or the office closed their items, or asked for closing (申请销号)."""
    verb = "申请销号" if items[0].status is ItemStatus.SUBMITTED else "办结"
    at = items[0].submitted_at or items[0].closed_at or now
    who = f"{shorten(by.name, 24)}（{say_role(by.role, rules)}）"
    more = f"等{len(items)}项" if len(items) > SHOWN else ""
    return single(
        text(f"{who}{say_instant(at, rules, now)}代为{verb}："),
        *(name_item(item, rules) for item in items[:SHOWN]),
        text(more),
        about=tuple(item.number for item in items[:SHOWN]),
    )
