"""``/edit 12 期限=12月20日 原因=…`` (调整): read, previewed with before and after, and confirmed like any change."""

import msgspec

from domain.actions import Action
from domain.amending import edit
from domain.amending_errors import FieldNotYours
from domain.editing import ASKED, Changes, editable, needs_reason, read_changes, require_editable
from domain.item import Did, Item
from domain.letter import AmendChoice, SettleChoice
from domain.rechecking import names_terms
from handlers.amending import NEVER_MIND, fields_in, keep_change, press_amend, propose
from handlers.asking import put_question, take_question
from handlers.families import require_parent_in
from handlers.questions import EDITING
from handlers.recheck_terms import keep_terms
from handlers.replies import answer
from handlers.request import Request, item_for, one_item_of, pressed_item
from store.transaction import Transaction
from texts.amending import render_over
from texts.editing import render_ask_change, render_confirm_edit, say_changes


def handle_amendment(request: Request, tx: Transaction) -> None:
    """调整 12 期限=12月20日 责任人=乙某 原因=…: shows what would be changed."""
    item, words = one_item_of(request, request.known(), Action.EDIT)
    _go_on(request, tx, item, words, "", "")


def press_edit(request: Request, tx: Transaction) -> None:
    """[调整]: asks what is to be changed."""
    _ask(request, tx, pressed_item(request, request.known(), Action.EDIT), "")


def press_amendment(request: Request, tx: Transaction) -> None:
    """改期限 and the like: asks for the field; else a preview's 确认 or 取消."""
    place = request.pressed().choice - AmendChoice.ASK
    if 0 <= place < len(ASKED):
        _ask(request, tx, pressed_item(request, request.known(), Action.EDIT), ASKED[place])
    else:
        press_amend(request, tx)


def ask_for_change(request: Request, tx: Transaction, item: Item, choice: SettleChoice, reason: str) -> None:
    """What the office does instead of 维持: the reason of the objection is that of the change."""
    if choice is SettleChoice.CANCEL:
        propose(request, tx, Did.CANCEL, item, reason)
    else:
        _ask(request, tx, item, "due" if choice is SettleChoice.LIMIT else "owner", reason)


def _ask(request: Request, tx: Transaction, item: Item, field: str, reason: str = "", changes: str = "") -> None:
    allowed = editable(request.known(), item, request.roster)
    if not allowed or (field and field != "reason" and field not in allowed):
        raise FieldNotYours(item.number, item.title, (field or "title",), allowed)
    put_question(request, tx, EDITING, item.number, field=field, reason=reason, changes=changes)
    page = render_ask_change(item, allowed, field, request.rules, in_group=not request.is_private)
    answer(request, tx, page)


def handle_editing_words(request: Request, tx: Transaction) -> None:
    """The words that were asked for; what can't be read is refused, and the question stays open."""
    speaker = request.known()
    question = take_question(request, tx)
    if question is None:
        return
    item = item_for(request, speaker, question.number, Action.EDIT)
    if request.said.words.strip() in NEVER_MIND:
        answer(request, tx, render_over(item, request.rules, request.now))
    elif question.data["field"] == "reason":
        changes = msgspec.json.decode(question.data["changes"], type=Changes)
        _propose(request, tx, item, msgspec.structs.replace(changes, reason=request.said.words.strip()))
    else:
        _go_on(request, tx, item, request.said.words, question.data["field"], question.data["reason"])


def _go_on(request: Request, tx: Transaction, item: Item, words: str, field: str, reason: str) -> None:
    if not field and names_terms(words):
        keep_terms(request, tx, item, words)
        return
    if not words.strip():
        _ask(request, tx, item, field, reason)
        return
    changes = read_changes(words, item, request.at, request.roster, request.rules, field)
    changes = msgspec.structs.replace(changes, reason=changes.reason or reason)
    require_editable(request.known(), item, changes.fields, request.roster)
    if needs_reason(changes, item):
        _ask(request, tx, item, "reason", changes=msgspec.json.encode(changes).decode())
    else:
        _propose(request, tx, item, changes)


def _propose(request: Request, tx: Transaction, item: Item, changes: Changes) -> None:
    """Shows before and after."""
    speaker = request.known()
    fields = fields_in(msgspec.json.encode(changes.fields).decode())
    require_editable(speaker, item, fields, request.roster)
    require_parent_in(request, item, fields)
    setting = request.setting
    edit(item, fields, speaker.name, request.at, changes.reason)  # what can't be done is refused now
    data = {"changes": msgspec.json.encode(fields).decode(), "summary": say_changes(item, fields, setting)}
    draft = keep_change(request, tx, Did.EDIT, item, changes.reason, data)
    answer(request, tx, render_confirm_edit(item, fields, changes.reason, changes.written, draft, setting))
