"""``/cancel``, ``/suspend``, ``/resume`` (撤销, 挂账, 恢复办理): previewed, confirmed, told to unit and owner."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import msgspec
from msgspec import structs

from domain.actions import Action
from domain.amending import cancel, edit, resume, suspend
from domain.amending_errors import DayMissing
from domain.closing import undo
from domain.dates.leading import refuse_unread_day, split_limit
from domain.editing import require_editable
from domain.errors import ButtonTooOld, DubanError, NotDoneYet, NotYours, NumberMissing, StaleButton
from domain.item import Did, Item
from domain.letter import AmendChoice, Page
from domain.limits import day_of, local_day
from domain.requests import Decision, RequestKind
from domain.rights import may
from domain.roster import Person
from domain.rules import may_push
from domain.steps import stands_since
from handlers.announcing import announce
from handlers.asking import put_question, take_question
from handlers.cards import refresh, renew
from handlers.decision_requests import end_all, end_request
from handlers.doubts import draft_of, handle_doubt
from handlers.families import all_open_parts, require_parent_in, tell_parents
from handlers.plan_shift import propose_shift
from handlers.questions import AMENDMENT
from handlers.refusals import say_all
from handlers.replies import answer, show, toast
from handlers.request import Request, about_answered, item_for, numbers_of, one_item_of, pressed_item, sift
from handlers.telling import tell_unit
from handlers.words.references import Sense
from store.transaction import Transaction
from store.values import Dialogue
from texts.amending import render_ask_words, render_changed, render_confirm, render_over
from texts.editing import render_edited, render_moved_away
from texts.families import render_parts_changed, say_parts_since
from texts.glossary import STEPS
from texts.objection import render_answered

#: A change that waits for its yes is kept under this kind.
_DRAFT = "amendment"
#: The parts that the preview named.
_PARTS = "parts"
#: What each change is the right to.
_RIGHTS: Mapping[Did, Action] = {Did.CANCEL: Action.CANCEL, Did.SUSPEND: Action.SUSPEND, Did.EDIT: Action.EDIT}
#: Said instead of the words that were asked for.
NEVER_MIND = frozenset({"取消", "算了", "不用了", "不改了", "不用", "返回"})


def handle_cancel(request: Request, tx: Transaction) -> None:
    """``/cancel 12 重复录入``. Who may take back and not cancel means 撤回 by 撤销."""
    speaker = request.known()
    try:
        item, words = one_item_of(request, speaker, Action.CANCEL)
    except (NotYours, NumberMissing) as refusal:
        if not _may_take_back(request, speaker, refusal):
            raise
        said = structs.replace(request.said, command="undo", sense=Sense.ASK, note="")
        handle_doubt(replace(request, said=said), tx)
    else:
        propose(request, tx, Did.CANCEL, item, words)


def _may_take_back(request: Request, speaker: Person, refusal: NotYours | NumberMissing) -> bool:
    """Whether the item, or one of those answered, may be taken back by the speaker."""
    if isinstance(refusal, NumberMissing):
        return bool(about_answered(request, speaker, Action.UNDO))
    item = request.ledger.item(refusal.number)
    if item is None or not may(speaker, Action.UNDO, item, request.roster):
        return False
    try:
        undo(item, speaker.name, request.at, is_office=request.roster.is_office(speaker))
    except NotDoneYet:  # nothing was done that 撤销 might mean
        return False
    except DubanError:
        pass  # what can't be taken back any more is told so
    return True


def handle_suspend(request: Request, tx: Transaction) -> None:
    """``/suspend 12 至3月31日 等待省级系统升级``."""
    item, words = one_item_of(request, request.known(), Action.SUSPEND)
    propose(request, tx, Did.SUSPEND, item, words)


def press_cancel(request: Request, tx: Transaction) -> None:
    """[撤销]: asks for the reason."""
    propose(request, tx, Did.CANCEL, pressed_item(request, request.known(), Action.CANCEL), "")


def press_suspend(request: Request, tx: Transaction) -> None:
    """[挂账]: asks for the day and the reason."""
    propose(request, tx, Did.SUSPEND, pressed_item(request, request.known(), Action.SUSPEND), "")


def handle_amendment_words(request: Request, tx: Transaction) -> None:
    """The words that a button asked for; what can't be taken is refused, and the question stays open."""
    speaker = request.known()
    question = take_question(request, tx)
    if question is None:
        return
    did = Did(question.data["did"])
    item = item_for(request, speaker, question.number, _RIGHTS[did])
    if request.said.words.strip() in NEVER_MIND:
        answer(request, tx, render_over(item, request.rules, request.now))
    else:
        propose(request, tx, did, item, request.said.words)


def propose(request: Request, tx: Transaction, did: Did, item: Item, words: str) -> None:
    """Shows what would be done; without words it asks for them."""
    speaker = request.known()
    if not words.strip():
        _tried(request, speaker, item, did)
        put_question(request, tx, AMENDMENT, item.number, did=did)
        answer(request, tx, render_ask_words(did, item, request.rules, in_group=not request.is_private))
        return
    until, written, reason = _until(request, item, words) if did is Did.SUSPEND else (None, "", words)
    data = {"until": until.isoformat() if until else "", "written": written}
    _amended(request, speaker, item, did, {"reason": reason, **data})
    answer(request, tx, _keep_proposal(request, tx, did, item, reason, data))


def _keep_proposal(
    request: Request, tx: Transaction, did: Did, item: Item, reason: str, data: Mapping[str, str]
) -> Page:
    """The preview, with the parts that are open now: of these alone it is asked what becomes of them."""
    parts = all_open_parts(request, item)
    seen = {_PARTS: " ".join(str(part.number) for part in parts)}
    draft = keep_change(request, tx, did, item, reason, {**data, **seen})
    until = date.fromisoformat(data["until"]) if data["until"] else None
    return render_confirm(did, item, until, data["written"], reason, draft, request.setting, parts)


def _tried(request: Request, speaker: Person, item: Item, did: Did) -> None:
    """What can't be done is refused before anybody writes."""
    tomorrow = request.rules.work_days.add(local_day(request.at, request.rules), 1)
    _amended(request, speaker, item, did, {"reason": "-", "until": tomorrow.isoformat()})


def _until(request: Request, item: Item, words: str) -> tuple[date, str, str]:
    """The day on which it comes back, as it was written, and the reason behind it."""
    found = split_limit(words, local_day(request.at, request.rules), request.rules)
    if found is None:
        refuse_unread_day(words)
    if found is None or not found.limit.due:
        raise DayMissing(item.number, item.title)
    return day_of(found.limit.due), found.written, found.rest


def _amended(request: Request, speaker: Person, item: Item, did: Did, data: Mapping[str, str]) -> Item:
    """The item with the change that ``data`` keeps."""
    reason = data["reason"]
    match did:
        case Did.CANCEL:
            return cancel(item, speaker.name, request.at, reason)
        case Did.SUSPEND:
            until = date.fromisoformat(data["until"]) if data["until"] else None
            return suspend(item, speaker.name, request.at, until, reason, request.rules)
        case Did.EDIT:
            fields = fields_in(data["changes"])
            require_editable(speaker, item, fields, request.roster)
            require_parent_in(request, item, fields)
            return edit(item, fields, speaker.name, request.at, reason, data["summary"])
    raise ButtonTooOld


#: What each field of an item holds.
_TYPES = {each.name: each.type for each in structs.fields(Item)}


def fields_in(changes: str) -> dict[str, Any]:
    """The fields of a change, as they were kept."""
    kept = msgspec.json.decode(changes, type=dict[str, Any])
    return {name: msgspec.convert(value, _TYPES[name]) for name, value in kept.items()}


def keep_change(request: Request, tx: Transaction, did: Did, item: Item, reason: str, data: Mapping[str, str]) -> int:
    """Keeps the change under the number of the message that asked for it."""
    draft = request.message_id or 0
    kept = {
        "did": did,
        "version": str(item.version),
        "reason": reason,
        "who": str(request.telegram_id),
        "by": request.known().name,
        **data,
    }
    tx.set_dialogue(request.chat_id, -draft, Dialogue(kind=_DRAFT, number=item.number, data=kept, begun_at=request.at))
    return draft


def press_amend(request: Request, tx: Transaction) -> None:
    """确认 or 取消."""
    speaker, draft = request.known(), draft_of(request, _DRAFT)
    did, number = Did(draft.data["did"]), -request.pressed().version
    item = item_for(request, speaker, draft.number, _RIGHTS[did])
    tx.set_dialogue(request.chat_id, number, None)
    if request.pressed().choice == AmendChoice.DROP:
        show(request, tx, render_over(item, request.rules, request.now))
        return
    if request.pressed().choice not in (AmendChoice.CONFIRM, AmendChoice.WITH_PARTS):
        raise ButtonTooOld
    if not stands_since(item, int(draft.data["version"])):
        raise StaleButton(item.number, item.title)
    parts = all_open_parts(request, item)
    if _has_unseen(parts, draft, request.pressed().choice):
        kept = {name: draft.data.get(name, "") for name in ("until", "written")}
        show(request, tx, _keep_proposal(request, tx, did, item, draft.data["reason"], kept))
        toast(request, say_parts_since(item), alert=True)
        return
    parts = parts if request.pressed().choice == AmendChoice.WITH_PARTS else ()
    _enter(request, tx, item, _amended(request, speaker, item, did, draft.data))
    if parts and did is not Did.EDIT:
        _change_parts(request, tx, item, parts, draft)


def _has_unseen(parts: Sequence[Item], draft: Dialogue, choice: int) -> bool:
    """Whether there is a part since that the preview did not ask about, and that the answer would not have meant."""
    if _PARTS not in draft.data or not parts:
        return False
    seen = {int(number) for number in draft.data[_PARTS].split()}
    if choice == AmendChoice.WITH_PARTS:
        return any(part.number not in seen for part in parts)
    return not seen  # nobody was asked what becomes of parts


def _change_parts(request: Request, tx: Transaction, parent: Item, parts: Sequence[Item], draft: Dialogue) -> None:
    """The same for each part that allows it; the others are told apart."""
    speaker, did, refusals = request.known(), Did(draft.data["did"]), list[DubanError]()
    theirs = sift([part.number for part in parts], lambda n: item_for(request, speaker, n, _RIGHTS[did]), refusals)
    changed = sift(theirs, lambda part: _amended(request, speaker, part, did, draft.data), refusals)
    before = {part.number: part for part in theirs}
    for part in changed:
        _enter(request, tx, before[part.number], part, is_shown=False)
    if changed:
        answer(request, tx, render_parts_changed(parent, changed))
    say_all(request, tx, refusals)


def _enter(request: Request, tx: Transaction, before: Item, after: Item, *, is_shown: bool = True) -> None:
    """Saves the change, ends what it answers, and says it to whoever made it and to those whose item it is."""
    tx.save_item(after)
    setting = request.setting
    did = after.history[-1].did
    if before.doubt is not None and after.doubt is None:
        page = render_answered(after, STEPS[did], setting)
        end_request(request, tx, RequestKind.DOUBT, after.number, Decision.APPROVED, page)
    if did is Did.CANCEL:
        end_all(request, tx, after)
    word = render_edited if did is Did.EDIT else render_changed
    if is_shown:
        show(request, tx, word(after, setting, to_office=True))
        tell_parents(request, tx, (after,), left=before.parent if before.parent != after.parent else 0)
    if before.unit == after.unit:
        tell_unit(request, tx, after, word(after, setting))
        propose_shift(request, tx, after)
        return
    propose_shift(request, tx, after)
    tell_unit(request, tx, before, render_moved_away(after, setting))
    if may_push(request.rules, request.now, request.rules.kind(after.kind)):
        announce(request, tx, (after,))


def handle_resume(request: Request, tx: Transaction) -> None:
    """``/resume 12``, several as well."""
    speaker = request.known()
    named = numbers_of(request, speaker, Action.RESUME)
    refusals: list[DubanError] = []
    items = sift(named.numbers, partial(item_for, request, speaker, action=Action.RESUME), refusals)
    note = "" if named.note in _RESUMING else named.note
    for item in items:
        for back in sift((item,), lambda each: resume(each, speaker.name, request.at, request.rules, note), refusals):
            _enter(request, tx, item, back)
    say_all(request, tx, refusals)


#: 恢复 12 办理: these words belong to the verb.
_RESUMING = frozenset({"办理", "推进", "恢复", "恢复办理"})


def press_resume(request: Request, tx: Transaction) -> None:
    """[恢复办理]."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.RESUME)
    back = resume(item, speaker.name, request.at, request.rules)
    tx.save_item(back)
    setting = request.setting
    page = render_changed(back, setting, to_office=True)
    if refresh(request, tx, speaker, back):
        toast(request, page.html)
    else:
        answer(request, tx, page)
        renew(request, tx)
    tell_unit(request, tx, back, render_changed(back, setting))
