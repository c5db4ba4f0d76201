"""``/tick 12`` (配合完成) by a cooperating unit, and the lead's reminder to those that have not said so yet."""

from functools import partial

from domain.actions import Action
from domain.errors import DubanError, ForeignChat, NothingToRemind
from domain.item import Item
from domain.limits import local_day
from domain.listing import of_lines
from domain.partners import owes_tick, tick, unticked
from domain.rights import may_show
from domain.roster import Person
from domain.steps import require_open
from handlers.cards import refresh, renew
from handlers.lists import lines_of, show_listing
from handlers.refusals import say_all
from handlers.replies import answer, toast, write_to, write_to_unit
from handlers.request import Request, item_for, numbers_of, pressed_item, sift
from store.transaction import Transaction
from texts.partners import (
    render_partner_reminder,
    render_reminded,
    render_tick_taken_back,
    render_tick_told,
    render_ticked,
)


def handle_tick(request: Request, tx: Transaction) -> None:
    """配合完成 12 说明: the part of the speaker's unit is done."""
    speaker = request.known()
    named = numbers_of(request, speaker, Action.TICK)
    refusals: list[DubanError] = []
    items = sift(named.numbers, partial(item_for, request, speaker, action=Action.TICK), refusals)
    for done in sift(items, partial(_tick, request, tx, speaker, named.note), refusals):
        answer(request, tx, render_ticked(done, request.rules))
    say_all(request, tx, refusals)


def press_tick(request: Request, tx: Transaction) -> None:
    """[配合完成]."""
    speaker = request.known()
    done = _tick(request, tx, speaker, "", pressed_item(request, speaker, Action.TICK))
    page = render_ticked(done, request.rules)
    if refresh(request, tx, speaker, done):
        toast(request, page.html)
    else:
        answer(request, tx, page)
        renew(request, tx)


def _tick(request: Request, tx: Transaction, speaker: Person, words: str, item: Item) -> Item:
    """Recorded, and told to the lead's owner, silently: it asks nothing of them."""
    done = tick(item, speaker, request.at, words, request.roster)
    tx.save_item(done)
    owner = request.roster.named(item.owner, item.unit)
    if owner is not None and owner.telegram_id != request.telegram_id:
        page = render_tick_told(done, unticked(done, request.roster), request.rules, request.now)
        write_to(tx, owner, page, request.now, request.asker, silent=True)
    return done


def tell_tick_taken_back(request: Request, tx: Transaction, item: Item, unit: str) -> None:
    """To the lead's owner, who was told of the tick."""
    owner = request.roster.named(item.owner, item.unit)
    if owner is not None and owner.telegram_id != request.telegram_id:
        page = render_tick_taken_back(item, unit, unticked(item, request.roster), request.rules, request.now)
        write_to(tx, owner, page, request.now, request.asker, silent=True)


def press_remind_partners(request: Request, tx: Transaction) -> None:
    """[提醒配合单位]: each unit that has not ticked hears of it once a day, in its group or else its heads."""
    item = pressed_item(request, request.known(), Action.REMIND_PARTNERS)
    require_open(item)
    day = local_day(request.now, request.rules)
    keys = {unit: f"{item.number}|{day}|partner:0|{unit}" for unit in unticked(item, request.roster)}
    left = {unit: key for unit, key in keys.items() if not request.ledger.told(key)}
    if not left:
        raise NothingToRemind(item.number, item.title)
    heard = tuple(unit for unit in left if _remind(request, tx, item, unit))
    for unit in heard:
        tx.tell(left[unit], request.now)
    toast(request, render_reminded(heard, tuple(unit for unit in left if unit not in heard)).html)


def _remind(request: Request, tx: Transaction, item: Item, unit: str) -> bool:
    """Tells the unit's group, else its heads, and whether there was anybody to tell."""
    page = render_partner_reminder(item, request.rules, request.now)
    if not item.is_sensitive and write_to_unit(request, tx, unit, page):
        return True
    letters = [write_to(tx, head, page, request.now, request.asker) for head in request.roster.heads(unit)]
    return any(letter is not None for letter in letters)


def show_cooperation(request: Request, tx: Transaction) -> None:
    """What the speaker's units cooperate on and have not ticked (配合事项); in a group that unit's."""
    units = {post.unit: None for post in request.roster.posts(request.known()) if post.unit}
    here = request.binding
    if not request.is_private:
        if here is None or here.unit not in units:
            raise ForeignChat(Action.COOPERATION)
        units = {here.unit: None}
    owed = {
        item.number: item
        for unit in units
        for item in request.ledger.open_with_partner(unit)
        if owes_tick(item, unit) and may_show(item, here, is_private=request.is_private)
    }
    show_listing(request, tx, Action.COOPERATION, of_lines(lines_of(request, owed.values())))
