"""Lists: a unit's items, what is late, due, waiting or unsigned, who is asleep; each as far as the speaker may see it.

In a group only its own unit's items and what of them is late are shown; the other lists lead to the private chat.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from itertools import chain

from msgspec.structs import replace

from domain.actions import ACTIONS, Action, Reach
from domain.errors import ButtonTooOld, ForeignChat, PrivateOnly, UnitOutOfReach, UnitUnknown
from domain.gaps import coming_days, gaps_of, is_silent, silent_days
from domain.item import Item, ItemStatus
from domain.letter import Page, Rows
from domain.limits import local_day
from domain.listing import Listing, Stood, by_light, counted, in_order, of_lines
from domain.outline import Outlined
from domain.rechecking import LATELY, rechecks
from domain.rights import asleep, may, may_in, may_show, reach_of, reach_of_post
from domain.roster import Person, Role, owned
from domain.views import Light, Line, as_shown, is_due_within, line_of, sunday_of
from handlers.replies import answer, show
from handlers.request import Request
from store.transaction import Transaction
from texts.gap_filling import fill_rows
from texts.lists import render_asleep, render_coming, render_list, render_unit_items

#: Roles for whom 本单位 is no unit with items of its own.
_OF_NO_UNIT = frozenset({Role.DEPUTY, Role.DIRECTOR, Role.INSPECTOR})


def show_unit(request: Request, tx: Transaction) -> None:
    """The open items of a unit (本单位事项): the one pressed or named, else the group's, else the speaker's own."""
    speaker = request.known()
    named = _words_for_unit(request) or bool(request.press and request.press.item)
    if request.is_private and not named and (speaker.role in _OF_NO_UNIT or not speaker.unit):
        show_all(request, tx)
        return
    unit = _unit_meant(request, speaker)
    here = request.binding
    if not request.is_private and (here is None or here.unit != unit):
        raise ForeignChat(Action.UNIT)
    if not may_in(speaker, Action.UNIT, unit, request.roster):
        raise UnitOutOfReach(unit) if request.is_private else ForeignChat(Action.UNIT)
    found = listed(request, request.ledger.outlines_in(unit))
    number = request.roster.unit_number(unit)
    is_own = not request.is_private or unit == speaker.unit
    turn_to(
        request,
        tx,
        lambda start: render_unit_items(unit, found, request.rules, request.now, start, number, is_own=is_own),
    )


def show_all(request: Request, tx: Transaction) -> None:
    """To somebody who stands above units: what they oversee, or everything."""
    speaker = request.known()
    require_private(request, Action.ALL)
    is_whole = reach_of(speaker, Action.UNIT, request.roster) is Reach.ALL
    found = listed(request, within_reach(request, speaker, Action.UNIT))
    title = "all" if is_whole else "overseen"
    turn_to(request, tx, lambda start: render_list(title, found, request.rules, request.now, start, Action.ALL))


def _unit_meant(request: Request, speaker: Person) -> str:
    """The name of the unit that the button or the words name; without either, that of the group or the speaker."""
    units, words = request.roster.units, _words_for_unit(request)
    if request.press and request.press.item:
        return next((unit.name for unit in units if unit.number == request.press.item), "")
    if words:
        found = [unit.name for unit in units if unit.name == words] or [u.name for u in units if words in u.name]
        if len(found) != 1:
            raise UnitUnknown(words, tuple(unit.name for unit in units))
        return found[0]
    here = None if request.is_private else request.binding
    return here.unit if here else speaker.unit


def _words_for_unit(request: Request) -> str:
    """What was said after ``/unit``; a link says the name of its list instead."""
    return request.said.words.strip() if request.said.command == "unit" else ""


def show_late(request: Request, tx: Transaction) -> None:
    """What is overdue (逾期清单); in a unit's group its own."""
    today = local_day(request.now, request.rules)
    show_list(request, tx, Action.LATE, lambda each: each.standing.light is Light.LATE, due_by=today)


def show_unsigned(request: Request, tx: Transaction) -> None:
    """What was assigned and not yet acknowledged (未签收清单)."""
    require_private(request, Action.UNSIGNED)
    show_list(request, tx, Action.UNSIGNED, lambda each: each.item.status is ItemStatus.ASSIGNED)


def show_week(request: Request, tx: Transaction) -> None:
    """What is due from today until Sunday (本周到期)."""
    require_private(request, Action.WEEK)
    today = local_day(request.now, request.rules)
    sunday = sunday_of(today)
    show_list(request, tx, Action.WEEK, lambda each: is_due_within(each.standing, today, sunday), due_by=sunday)


def show_tomorrow(request: Request, tx: Transaction) -> None:
    """What is due tomorrow, and where that is a rest day until the next work day (明日到期)."""
    require_private(request, Action.TOMORROW)
    first, last = coming_days(request.rules, local_day(request.now, request.rules))
    found = listed(
        request,
        within_reach(request, request.known(), Action.TOMORROW, due_by=last),
        lambda each: is_due_within(each.standing, first, last),
    )
    turn_to(request, tx, lambda start: render_coming(found, last, request.rules, request.now, start))


def show_gaps(request: Request, tx: Transaction) -> None:
    """What lacks its limit, standard, owner or measures (缺项清单)."""
    require_private(request, Action.GAPS)
    found = listed(request, (item for item in items_within(request, Action.GAPS) if gaps_of(item, request.rules)))
    may_fill = reach_of(request.known(), Action.FILL_GAPS, request.roster) is not Reach.NONE
    show_listing(request, tx, Action.GAPS, found, fill_rows() if found and may_fill else ())


def show_silent(request: Request, tx: Transaction) -> None:
    """What has had no word for many work days, the longest first (久未反馈)."""
    require_private(request, Action.SILENT)
    rules, now = request.rules, request.now
    shown = (item for item in items_within(request, Action.SILENT) if is_silent(item, rules, now))
    ordered = sorted(shown, key=lambda item: (-silent_days(item, rules, now), item.number))
    found = in_order(ordered, partial(_read, request))
    turn_to(request, tx, lambda start: render_list("silent", found, rules, now, start, Action.SILENT))


def show_today(request: Request, tx: Transaction) -> None:
    """What is due today (今日到期)."""
    require_private(request, Action.TODAY)
    today = local_day(request.now, request.rules)
    show_list(request, tx, Action.TODAY, lambda each: each.standing.light is Light.TODAY, due_by=today)


def count_waiting(request: Request, speaker: Person) -> int:
    """How many items the speaker's 待审清单 has."""
    seen = request.ledger.awaiting()
    return sum(may(speaker, Action.WAITING, item, request.roster) for item in seen)


def require_private(request: Request, act: Action) -> None:
    """In a group the list is refused to people of the bureau, with the way to the private chat."""
    if not request.is_private:
        request.known()
        raise PrivateOnly(act)


def show_rechecks(request: Request, tx: Transaction) -> None:
    """Closed items whose 回头看 came lately (回头看清单)."""
    speaker, today = request.known(), local_day(request.now, request.rules)
    if not request.is_private:
        _require_group(request, speaker, Action.RECHECK)
    come = rechecks(request.rules, today - LATELY, today, request.ledger.closed_between, request.ledger.observed)
    shown = [item for item in come if may(speaker, Action.RECHECK, item, request.roster) and _may_show(request, item)]
    found = of_lines(lines_of(request, shown), in_order=True)
    turn_to(request, tx, lambda start: render_list("recheck", found, request.rules, request.now, start, Action.RECHECK))


def show_asleep(request: Request, tx: Transaction) -> None:
    """Whom the bot cannot reach (未启用名单); for the office, in private."""
    speaker = request.known()
    if reach_of(speaker, Action.ASLEEP, request.roster) is not Reach.ALL:
        raise ButtonTooOld
    require_private(request, Action.ASLEEP)
    people = asleep(request.roster)
    turn_to(request, tx, lambda start: render_asleep(people, request.rules, request.office.bot, start))


def turn_to(request: Request, tx: Transaction, render: Callable[[int], Page]) -> None:
    """Shows the page that begins with the item asked for; in a group only a turned page is replaced.

    In a group a digest must not vanish behind the list that one of its readers opened.
    """
    press = request.press
    opens_new_message = press is not None and not request.is_private and not press.turns
    (answer if opens_new_message else show)(request, tx, render(press.page if press else 0))


def show_list(
    request: Request,
    tx: Transaction,
    act: Action,
    wanted: Callable[[Stood], bool],
    *,
    due_by: date | None = None,
    rows: Rows = (),
) -> None:
    """The open items within the right to the list that are wanted; ``rows`` go below them."""
    found = listed(request, within_reach(request, request.known(), act, due_by=due_by), wanted)
    show_listing(request, tx, act, found, rows)


def show_listing(request: Request, tx: Transaction, act: Action, found: Listing, rows: Rows = ()) -> None:
    """A page of the list that is named after the action."""
    key = ACTIONS[act].link
    turn_to(request, tx, lambda start: render_list(key, found, request.rules, request.now, start, act, extra=rows))


def within_reach(
    request: Request, speaker: Person, action: Action, *, due_by: date | None = None
) -> Iterable[Outlined]:
    """The open items that the right to the list covers; in a group only that group's.

    ``due_by``: of the whole bureau at least those that are due by that day, which spares a walk over everything.
    """
    if not request.is_private:
        return request.ledger.outlines_in(_require_group(request, speaker, action))
    if reach_of(speaker, action, request.roster) is Reach.ALL:
        if action is Action.WAITING:
            return request.ledger.outlines_awaiting()
        return request.ledger.open_outlines() if due_by is None else request.ledger.outlines_due_by(due_by)
    posts = request.roster.posts(speaker)
    return {item.number: item for post in posts for item in _within_post(request, post, action)}.values()


def items_within(request: Request, action: Action) -> Iterable[Item]:
    """The open items that the right to the list covers, read whole."""
    speaker = request.known()
    if reach_of(speaker, action, request.roster) is Reach.ALL:
        return request.ledger.open_items()
    return request.ledger.items(each.number for each in within_reach(request, speaker, action))


def _within_post(request: Request, post: Person, action: Action) -> Iterable[Outlined]:
    ledger, reach = request.ledger, reach_of_post(post, action, request.roster)
    if reach is Reach.OVERSEEN:
        return chain.from_iterable(ledger.outlines_in(unit) for unit in post.oversees)
    if reach is Reach.UNIT and post.unit:
        return ledger.outlines_in(post.unit)
    return owned(post, ledger.outlines_of(post.name), request.roster)


def require_list(request: Request, speaker: Person, action: Action) -> None:
    """In a group the list is refused where within_reach would refuse it."""
    if not request.is_private:
        _require_group(request, speaker, action)


def _require_group(request: Request, speaker: Person, action: Action) -> str:
    """The unit of the group that this is said in, where the speaker has the right."""
    here = request.binding
    if here is None or not may_in(speaker, action, here.unit, request.roster):
        raise ForeignChat(action)
    return here.unit


def listed(request: Request, items: Iterable[Outlined], wanted: Callable[[Stood], bool] | None = None) -> Listing:
    """Those of the items that may be shown in this chat, as a list; a page of it is read when it is shown."""
    stood = request.office.standings.of(shown_here(request, items), request.rules, request.now)
    return arranged(request, stood if wanted is None else filter(wanted, stood))


def shown_here(request: Request, items: Iterable[Outlined]) -> Iterable[Outlined]:
    """Those of the items that may be shown in this chat."""
    return items if request.is_private else (item for item in items if may_show(item, request.binding))


def arranged(request: Request, stood: Iterable[Stood]) -> Listing:
    """The items as a list."""
    return by_light(stood, partial(_read, request))


def arranged_already(request: Request, stood: Sequence[Stood]) -> Listing:
    """The same of items that stand in their order."""
    return counted(stood, partial(_read, request))


def _read(request: Request, page: Sequence[Outlined]) -> Sequence[Line]:
    return lines_of(request, request.ledger.items(item.number for item in page))


def _may_show(request: Request, item: Outlined) -> bool:
    return request.is_private or may_show(item, request.binding)


def lines_of(request: Request, items: Iterable[Item]) -> list[Line]:
    return [line_in(request, item) for item in items]


def line_in(request: Request, item: Item) -> Line:
    """The item's line, with how far its parts are where it has some."""
    line = line_of(as_shown(item, is_private=request.is_private), request.rules, request.now)
    counts = request.ledger.part_counts(item.number)
    return replace(line, parts=counts) if counts[1] else line
