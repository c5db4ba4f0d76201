"""``/mute 12 3天`` and [3天内不再提醒]: one's own copies and reminders of an item are kept off; [为何收到] says why."""

from datetime import timedelta

from domain.actions import Action
from domain.errors import ButtonTooOld, PrivateOnly
from domain.item import Item
from domain.limits import local_day
from domain.muting import LONGEST, Cause, mute_until, told_for
from domain.steps import require_open
from handlers.replies import answer, toast
from handlers.request import Request, one_item_of, pressed_item
from store.transaction import Transaction
from texts.muting import render_muted, render_unmuted, say_cause, say_muted


def handle_mute(request: Request, tx: Transaction) -> None:
    """静音 12 3天, 静音 12 至12月1日, 静音 12 取消."""
    speaker = request.known()
    if not request.is_private:
        raise PrivateOnly
    item, note = one_item_of(request, speaker, Action.MUTE)
    until = mute_until(item, note, request.now, request.rules)
    tx.mute(request.telegram_id, item.number, until)
    page = render_muted(item, until, request.rules, request.now) if until else render_unmuted(item, request.rules)
    answer(request, tx, page)


def press_mute(request: Request, tx: Transaction) -> None:
    """So many days from today, or 0 to hear of it again; the message stays as it is."""
    item = pressed_item(request, request.known(), Action.MUTE)
    if not request.is_private:
        raise PrivateOnly
    days = request.pressed().choice
    if not 0 <= days <= LONGEST:
        raise ButtonTooOld
    if days == 0:
        tx.mute(request.telegram_id, item.number, None)
        toast(request, render_unmuted(item, request.rules).html)
        return
    require_open(item)
    until = local_day(request.now, request.rules) + timedelta(days=days)
    tx.mute(request.telegram_id, item.number, until)
    toast(request, say_muted(item, until, request.rules, request.now), alert=True)


def press_cause(request: Request, _tx: Transaction) -> None:
    """[为何收到]: one or two sentences, shown to who asks alone."""
    speaker = request.known()
    item: Item = pressed_item(request, speaker, Action.CAUSE)
    choice = request.pressed().choice
    if choice not in list(Cause):
        raise ButtonTooOld
    absent = told_for(speaker, Cause(choice), item, request.roster)
    toast(request, say_cause(Cause(choice), item, request.rules, absent), alert=True)
