"""``/round 12月5日前`` (清单梳理): begun by the office, returned by heads with one button, shown and prompted."""

from datetime import date

import msgspec

from domain.actions import Action, Reach
from domain.dates.leading import split_limit
from domain.errors import ButtonTooOld, DateNotUnderstood, DateVague
from domain.gap_errors import NoRound, NotInRound, RoundDayMissing, RoundRunning
from domain.item import Item
from domain.joining_errors import OfficeOnly
from domain.letter import Letter, Page, ReturnChoice, RoundChoice, notice
from domain.limits import day_of, local_day
from domain.rights import may_in, reach_of
from domain.roster import Recipient, office_of
from domain.rounds import (
    Returned,
    Round,
    RoundKind,
    concerned,
    is_running,
    missing,
    readers_in,
    return_list,
    return_of,
    take_return_back,
    units_asked,
)
from handlers.lists import require_private
from handlers.replies import answer, show, toast, write_to_each
from handlers.request import Request
from store.transaction import Transaction
from texts.rounds import (
    PROMPTED_TODAY,
    render_ask,
    render_begin_dropped,
    render_confirm_round,
    render_prompted,
    render_returned,
    render_round_begun,
    render_state,
    render_taken_back,
    say_not_zero,
)

#: Words that ask for the variant about measures.
_OF_MEASURES = ("措施", "再研究", "再敲定")


def handle_round(request: Request, tx: Transaction) -> None:
    """With a day: what would be begun. Without: how the newest round stands; to a unit, its own list."""
    require_private(request, Action.ROUND)
    words = request.said.words.strip()
    kind = RoundKind.MEASURES if any(word in words for word in _OF_MEASURES) else RoundKind.GAPS
    for word in ("发起", "清单梳理", "整改", *_OF_MEASURES, "、", "，"):
        words = words.replace(word, " ")
    if words.strip() or kind is RoundKind.MEASURES:
        _propose(request, tx, kind, words.strip())
    else:
        _show(request, tx)


def _propose(request: Request, tx: Transaction, kind: RoundKind, words: str) -> None:
    _require_office(request)
    today = local_day(request.at, request.rules)
    by = _day_in(words, today, request)
    _require_none_running(request)
    units = units_asked(request.roster)
    items = sum(len(_concerned(request, kind, unit)) for unit in units)
    answer(request, tx, render_confirm_round(kind, by, len(units), items, today))


def _day_in(words: str, today: date, request: Request) -> date:
    """The day, which must be ahead; it is shown back before anything is begun."""
    try:
        found = split_limit(words, today, request.rules)
    except (DateVague, DateNotUnderstood):
        found = None
    if found is None or not found.limit.due or found.rest or found.limit.every:
        raise RoundDayMissing(words)
    day = day_of(found.limit.due)
    if day <= today:
        raise RoundDayMissing(words, day)
    return day


def _require_office(request: Request) -> None:
    if not request.roster.is_office(request.known()):
        raise OfficeOnly


def _require_none_running(request: Request) -> None:
    newest = request.ledger.newest_round()
    if newest is not None and is_running(newest):
        raise RoundRunning(newest.number, newest.by)


def _concerned(request: Request, kind: RoundKind, unit: str) -> tuple[Item, ...]:
    return concerned(kind, request.ledger.each_open_in(unit), request.rules)


def press_round(request: Request, tx: Transaction) -> None:
    """[确认发起], [取消], [催一下], and the round as it stands."""
    press = request.pressed()
    require_private(request, Action.ROUND)
    request.known()
    if press.choice == RoundChoice.SHOW:
        _show(request, tx)
    elif press.choice == RoundChoice.BEGIN:
        _begin(request, tx)
    elif press.choice == RoundChoice.PROMPT:
        _prompt(request, tx)
    elif press.choice == RoundChoice.DROP:
        _require_office(request)
        show(request, tx, render_begin_dropped())
    else:
        raise ButtonTooOld


def _begin(request: Request, tx: Transaction) -> None:
    press = request.pressed()
    _require_office(request)
    _require_none_running(request)
    kinds, today = tuple(RoundKind), local_day(request.now, request.rules)
    if not 0 <= press.version < len(kinds) or not today.toordinal() < press.item < date.max.toordinal():
        raise ButtonTooOld
    by, units = date.fromordinal(press.item), units_asked(request.roster)
    found = tx.save_round(
        Round(kind=kinds[press.version], by=by, units=units, begun_at=request.now, begun_by=request.known().name)
    )
    unreached = [unit for unit in units if not _tell(request, tx, found, unit)]
    show(request, tx, render_round_begun(found, unreached, today))


def _tell(request: Request, tx: Transaction, found: Round, unit: str) -> bool:
    """The unit's list, to who answers for it; whether there is anybody."""
    readers = readers_in(unit, request.roster)
    items = _concerned(request, found.kind, unit)
    for reader in readers:
        tx.queue(_letter(request, found, unit, items, reader))
    return bool(readers)


def _letter(request: Request, found: Round, unit: str, items: tuple[Item, ...], reader: Recipient) -> Letter:
    is_private = reader.chat_id > 0
    shown = [item for item in items if is_private or not item.is_sensitive]
    today = local_day(request.now, request.rules)
    page = render_ask(found, unit, request.roster.unit_number(unit), shown, request.rules, today, is_private=is_private)
    return notice(page, reader.chat_id, reader.thread_id, request.now, asker=request.asker)


def _prompt(request: Request, tx: Transaction) -> None:
    """催一下: those who have not returned, once a day."""
    _require_office(request)
    found, today = _newest(request), local_day(request.now, request.rules)
    waiting = missing(found)
    if found.number != request.pressed().item or found.ended_at is not None:
        raise NoRound
    if found.prompted_on == today:
        toast(request, PROMPTED_TODAY, alert=True)
        return
    told = [unit for unit in waiting if _tell(request, tx, found, unit)]
    tx.save_round(msgspec.structs.replace(found, prompted_on=today))
    toast(request, render_prompted(told))


def _newest(request: Request) -> Round:
    found = request.ledger.newest_round()
    if found is None:
        raise NoRound
    return found


def _show(request: Request, tx: Transaction) -> None:
    """How it stands, to whom may see that; to a head, the unit's own list with its buttons."""
    speaker, found = request.known(), _newest(request)
    today = local_day(request.now, request.rules)
    reach = reach_of(speaker, Action.ROUND, request.roster)
    seen = [unit for unit in found.units if may_in(speaker, Action.ROUND, unit, request.roster)]
    if not seen:
        raise NotInRound
    if reach is Reach.UNIT and found.ended_at is None:
        for unit in seen:
            page = _own_page(request, found, unit, today)
            answer(request, tx, page)
        return
    is_office = request.roster.is_office(speaker)
    show(request, tx, render_state(found, today, seen, may_prompt=is_office and found.ended_at is None))


def _own_page(request: Request, found: Round, unit: str, today: date) -> Page:
    number = request.roster.unit_number(unit)
    if return_of(found, unit) is not None:
        return render_returned(found, unit, number)
    return render_ask(found, unit, number, _concerned(request, found.kind, unit), request.rules, today)


def press_return(request: Request, tx: Transaction) -> None:
    """[已梳理完毕], [零报告], [撤回返回]."""
    speaker, press = request.known(), request.pressed()
    found = _newest(request)
    unit = next((each.name for each in request.roster.units if each.number == press.version), "")
    if press.choice not in tuple(ReturnChoice):
        raise ButtonTooOld
    if found.number != press.item:
        raise NoRound
    if not unit or unit not in found.units or not may_in(speaker, Action.RETURN_LIST, unit, request.roster):
        raise NotInRound
    if press.choice == ReturnChoice.TAKE_BACK:
        tx.save_round(take_return_back(found, unit))
        show(request, tx, render_taken_back(unit))
        return
    left = len(_concerned(request, found.kind, unit))
    known = return_of(found, unit)
    if press.choice == ReturnChoice.ZERO and left:  # things have changed since the button was made
        toast(request, say_not_zero(found, left), alert=True)
        items = [i for i in _concerned(request, found.kind, unit) if request.is_private or not i.is_sensitive]
        today = local_day(request.now, request.rules)
        page = render_ask(found, unit, press.version, items, request.rules, today, is_private=request.is_private)
        show(request, tx, page)
        return
    is_zero = press.choice == ReturnChoice.ZERO
    if known is not None and (known.left, known.is_zero) == (left, is_zero):
        show(request, tx, render_returned(found, unit, press.version, is_again=True))
        return
    returned = Returned(unit=unit, by=speaker.name, at=request.at, left=left, is_zero=is_zero)
    back = tx.save_round(return_list(found, returned))
    show(request, tx, render_returned(back, unit, press.version))
    if back.ended_at is not None and found.ended_at is None:
        page = render_state(back, local_day(request.now, request.rules), back.units, may_prompt=False)
        write_to_each(tx, office_of(request.roster), page, request.now, request.asker)
