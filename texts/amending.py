"""What is said when the office changes an item: 撤销, 挂账, 恢复办理; preview, outcome, what others read of it."""

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup

from domain.actions import Action
from domain.item import Did, Item
from domain.letter import AmendChoice, Button, DraftChoice, Page, Press
from domain.rules import Rules
from domain.setting import Setting
from texts.families import say_open_parts
from texts.glossary import DRAFTS, STEPS, say_day, say_due, say_instant, today_of
from texts.lines import act_button, button, name_item, owner_of, unit_of
from texts.pages import bold, shorten, single, text

WORDS_LIMIT = 300
#: What the history says of an item that the clock brought back.
CAME_BACK = "挂账到期，自动恢复"
#: What is asked of who pressed a button instead of writing the words, by what they are to bring about.
ASKS: dict[Did, str] = {
    Did.CANCEL: "撤销原因，例如：重复录入",
    Did.SUSPEND: "到期恢复的日期和原因，例如：3月31日 等待省级系统升级",
}
#: What follows from it.
_FOLLOWS: dict[Did, str] = {
    Did.CANCEL: "撤销后不再办理和提醒，不计入办结。",
    Did.SUSPEND: "挂账期间不提醒、不催办，期限不变；届时自动恢复办理。",
}


def titled(word: str, item: Item, rules: Rules) -> Markup:
    return Markup("{}{}").format(bold(f"【{word}】"), name_item(item, rules))


def render_reason(words: str) -> Markup:
    return text(f"原因：{shorten(words, WORDS_LIMIT).rstrip('。')}。") if words else Markup("")


def render_ask_words(did: Did, item: Item, rules: Rules, *, in_group: bool) -> Page:
    """The question for the reason, and the day where one is needed: the next words are taken as it."""
    how = "请回复本消息，写明" if in_group else "请直接发送"
    return single(
        titled(STEPS[did], item, rules), text(f"{how}{ASKS[did]}。不{STEPS[did]}请发：取消"), about=(item.number,)
    )


def render_confirm(
    did: Did,
    item: Item,
    until: date | None,
    written: str,
    reason: str,
    draft: int,
    setting: Setting,
    parts: Sequence[Item] = (),
) -> Page:
    """What would be done; nothing is yet. ``parts`` are those open: it is asked what becomes of them."""
    word = STEPS[did]
    choices = [_choice(f"仅{word}本项" if parts else f"确认{word}", item, draft, AmendChoice.CONFIRM)]
    if parts:
        choices.append(_choice(f"连同下级{len(parts)}项", item, draft, AmendChoice.WITH_PARTS))
    return single(
        text(f"【请核对】拟{STEPS[did]}"),
        name_item(item, setting.rules),
        text(f"{unit_of(item)}　{owner_of(item)}　期限{say_due(item, today_of(setting.now, setting.rules))}"),
        text(_say_until(until, written, setting) if until else ""),
        render_reason(reason),
        text(_FOLLOWS[did]),
        text(say_open_parts(word, parts)),
        rows=((*choices, dropping(item, draft)),),
        about=(item.number,),
    )


def _say_until(until: date, written: str, setting: Setting) -> str:
    """挂账至3月31日（周三）〔写作“至3月31日”〕, and after a rest day the day on which the item really comes back."""
    rules, today = setting.rules, today_of(setting.now, setting.rules)
    back = rules.work_days.on_or_after(until)
    rest = f"；当日休息，{say_day(back, today)}恢复" if back != until else ""
    return f"挂账至：{say_day(until, today)}〔写作“{shorten(written, 40)}”{rest}〕"


def _choice(label: str, item: Item, draft: int, choice: AmendChoice) -> Button:
    return button(label, Press(Action.AMEND, item.number, draft, choice))


def dropping(item: Item, draft: int) -> Button:
    """取消."""
    return _choice(DRAFTS[DraftChoice.DROP], item, draft, AmendChoice.DROP)


def render_changed(item: Item, setting: Setting, *, to_office: bool = False) -> Page:
    """What was done, as unit and owner read it; to whoever did it with 撤回."""
    step = item.history[-1]
    rules, now = setting.rules, setting.now
    word = STEPS[step.did]
    signed = "　".join(words for words in (shorten(step.by, 24), say_instant(step.at, rules, now)) if words)
    return single(
        titled(word, item, rules),
        *_said_of(step.did, item, today_of(now, rules)),
        render_reason(step.note) if step.did is not Did.RESUME else Markup(""),
        text(signed),
        rows=((act_button(Action.UNDO, item, rules),),) if to_office else (),
        about=(item.number,),
    )


def _said_of(did: Did, item: Item, today: date) -> tuple[Markup, ...]:
    if did is Did.CANCEL:
        return (text("本事项已撤销，不再办理，不计入办结。"),)
    if did is Did.SUSPEND and item.suspended_until:
        return (text(f"挂账至{say_day(item.suspended_until, today)}，届时自动恢复办理，期间不提醒、不催办。"),)
    return (text(f"本事项恢复办理，期限{say_due(item, today)}，责任人{owner_of(item)}。"),)


def render_came_back(item: Item, setting: Setting, *, is_office: bool) -> Page:
    """挂账到期: to the unit, and to the office, which may want another limit by now."""
    today = today_of(setting.now, setting.rules)
    lapsed = f"期限{say_due(item, today)}已过，{'请视情调整期限。' if is_office else '请抓紧办理。'}"
    is_past = item.moved_at == item.history[-1].at
    return single(
        titled("恢复办理", item, setting.rules),
        text(f"挂账到期，自本日起恢复办理。责任人：{owner_of(item)}"),
        text(lapsed if is_past else f"期限：{say_due(item, today)}"),
        about=(item.number,),
    )


def render_taken_back(item: Item, setting: Setting) -> Page:
    """To unit and owner: what they were told was taken back (撤回)."""
    step = item.history[-1]
    rules, now = setting.rules, setting.now
    return single(
        titled("撤回", item, rules),
        text(
            f"“{STEPS[Did(step.to)]}”已撤回，以此为准：期限{say_due(item, today_of(now, rules))}，"
            f"{unit_of(item)}{owner_of(item)}。"
        ),
        text(f"{shorten(step.by, 24)}　{say_instant(step.at, rules, now)}"),
        about=(item.number,),
    )


def render_over(item: Item, rules: Rules, now: datetime) -> Page:
    """A preview after its answer: nothing was changed."""
    return single(
        name_item(item, rules), text(f"好的，未作改动。（{say_instant(now, rules, now)}）"), about=(item.number,)
    )
